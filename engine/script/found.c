// What scenes have asked of the repertoire, or written, and wait for: heard when it is there.
#include "script/private.h"

#include <stdio.h>
#include <string.h>

void found_wait(struct incarnation *inc, uint64_t question)
{
    struct script_found *w = &inc->found;
    for (int i = 0; i < w->count; i++)
        if (w->questions[i] == question)
            return;
    if (w->count == SCRIPT_QUESTIONS) { // who types fast no longer wants the first
        memmove(w->questions, w->questions + 1, sizeof w->questions - sizeof *w->questions);
        w->count--;
    }
    w->questions[w->count++] = question;
}

void found_update(struct incarnation *inc)
{
    struct script_found *w = &inc->found;
    struct script *s = inc->script;
    if (!w->asked)
        return;
    int left = 0;
    for (int i = 0; i < w->count; i++)
        if (!finder_answered(s->desc.finder, w->questions[i]))
            w->questions[left++] = w->questions[i];
    bool is_there = left < w->count || w->changes != finder_changes(s->desc.finder);
    w->count = left;
    w->changes = finder_changes(s->desc.finder);
    if (!is_there)
        return;
    struct scene_stage *stage = script_stage(inc);
    events_put(&stage->events, &(struct event){.kind = EVENT_FOUND, .time_s = s->now_s});
    stage->redraw = true;
}

void written_wait(struct incarnation *inc, uint64_t ticket)
{
    struct script_written *w = &inc->written;
    if (w->count < FINDER_WRITES) // the finder takes no more
        w->tickets[w->count++] = ticket;
}

void written_update(struct incarnation *inc)
{
    struct script_written *w = &inc->written;
    struct script *s = inc->script;
    struct finder_written done;
    for (int i = 0; i < w->count; i++) {
        if (!finder_written(s->desc.finder, w->tickets[i], &done))
            continue;
        w->tickets[i] = w->tickets[--w->count];
        struct scene_stage *stage = script_stage(inc);
        struct event e = {.kind = EVENT_WRITTEN, .time_s = s->now_s};
        snprintf(e.name, sizeof e.name, "%.*s", (int)sizeof e.name - 1, done.id);
        memcpy(w->fault, done.fault, sizeof w->fault);
        events_put(&stage->events, &e);
        stage->redraw = true;
        return;
    }
}
