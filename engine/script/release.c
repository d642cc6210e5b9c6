// What scenes leave behind on the table: films stand, sounds fade, records are freed in time.
#include "script/bind.h"

#include "scene/swarm.h"

#include <math.h>

// Longer than a block and a device's delay: whoever has no sound room frees by the clock.
#define LATE_S 1.0

static bool heard(const struct media *m)
{
    return m->kind != MEDIA_PICTURE && m->audible && m->state != MEDIA_FAILED && !m->silent;
}

void release_media(struct script *s, media_handle h, double fade_s)
{
    struct media *m = media_find(&s->scene->media, h);
    if (!m)
        return;
    if (!heard(m)) {
        media_release(&s->scene->media, h);
        return;
    }
    if (m->closing)
        return;
    m->closing = true;
    m->ramp_s = (float)fade_s;
    s->close_by_s[(h & 0xffff) - 1] = s->now_s + fade_s + LATE_S;
}

void release_fading(struct script *s, int stage, uint32_t keep, double fade_s)
{
    struct media_table *table = &s->scene->media;
    for (int i = 0; i < table->reach; i++) {
        struct media *m = &table->items[i];
        if (!m->used || m->stage != stage || !m->incarnation || m->incarnation == keep ||
            m->closing)
            continue;
        if (m->kind == MEDIA_SOUND)
            release_media(s, media_handle_of(table, m), fade_s);
        m->gain = m->kind == MEDIA_FILM ? 0 : m->gain; // its picture goes on
        m->ramp_s = (float)fade_s;
    }
}

typedef bool chosen(const struct media *m, uint32_t number);

static bool is_other(const struct media *m, uint32_t number)
{
    return m->incarnation != number;
}

static bool is_its(const struct media *m, uint32_t number)
{
    return m->incarnation == number;
}

static void release_chosen(struct script *s, int stage, chosen *choose, uint32_t number)
{
    struct media_table *table = &s->scene->media;
    for (int i = 0; i < table->reach; i++) {
        const struct media *m = &table->items[i];
        bool going = m->incarnation && m->incarnation == s->turns[stage].before;
        if (m->used && m->stage == stage && m->incarnation != 0 && !going && choose(m, number))
            release_media(s, media_handle_of(table, m), SCRIPT_FADE_S);
    }
}

void release_others(struct script *s, int stage, uint32_t keep)
{
    release_chosen(s, stage, is_other, keep);
}

void release_incarnation(struct script *s, int stage, uint32_t number)
{
    release_chosen(s, stage, is_its, number);
}

void release_freeze(struct script *s, int stage)
{
    struct media_table *table = &s->scene->media;
    for (int i = 0; i < table->reach; i++) {
        struct media *m = &table->items[i];
        if (!m->used || m->stage != stage || m->incarnation == 0)
            continue;
        if (m->kind == MEDIA_SOUND) {
            release_media(s, media_handle_of(table, m), SCRIPT_FADE_S);
        } else if (m->kind == MEDIA_FILM && m->playing) {
            m->offset_s = media_position(m, s->now_s, NULL);
            m->epoch_s = s->now_s;
            m->playing = false;
        }
    }
}

// The picture of a swarm stays as long as the swarm.
static bool swarms(const struct media_table *table, const struct incarnation *inc, media_handle h)
{
    for (int i = 0; i < table->reach; i++) {
        const struct media *m = &table->items[i];
        if (m->used && m->incarnation == inc->number && m->swarm && m->swarm->picture == h)
            return true;
    }
    return false;
}

void release_dropped(struct incarnation *inc)
{
    struct media_table *table = &inc->script->scene->media;
    lists_drop(inc);
    for (int i = 0; i < table->reach; i++) {
        const struct media *m = &table->items[i];
        media_handle h = media_handle_of(table, m);
        if (!m->used || m->incarnation != inc->number || m->kind == MEDIA_SOUND || m->closing)
            continue;
        if (swarms(table, inc, h) || lists_hold(inc->script, h))
            continue;
        if (!bind_is_held(fence_lua(inc->fence), bind_media_tag(m->kind), h) &&
            !drawlist_shows(&script_stage(inc)->list, h) &&
            !(inc->laying.list && drawlist_shows(inc->laying.list, h)))
            release_media(inc->script, h, SCRIPT_FADE_S);
    }
}

static bool is_over(const struct media *m)
{
    return m->kind == MEDIA_SOUND && !m->closing &&
           ((m->ended && !m->loop) || m->state == MEDIA_FAILED);
}

double release_reap(struct script *s)
{
    struct media_table *table = &s->scene->media;
    double next_s = INFINITY;
    for (int i = 0; i < table->reach; i++) {
        struct media *m = &table->items[i];
        if (!m->used || m->incarnation == 0)
            continue;
        // Its end was heard (events come before): what is left is the mixer's tail.
        if (is_over(m) && m->epoch_s < s->now_s)
            release_media(s, media_handle_of(table, m), 0);
        if (m->used && m->closing && (m->silent || s->now_s >= s->close_by_s[i]))
            media_release(table, media_handle_of(table, m));
        if (m->used && m->closing)
            next_s = fmin(next_s, s->close_by_s[i]);
    }
    return next_s;
}
