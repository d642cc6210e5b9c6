// What a stage knows of its visit: defaults, trail, asks.
#include "scene/visit.h"

#include <stdio.h>
#include <string.h>

void visit_defaults(struct scene_visit *v, const char *language)
{
    v->settings = (struct visit_settings){.text = VISIT_TEXT_LEAST};
    snprintf(v->language, sizeof v->language, "%s", language);
    v->changed = false;
    v->trail_count = 0;
    v->kept = 0;
    v->page[0] = v->words[0] = '\0';
    v->hits = 0;
    v->ask_count = v->asks_lost = 0;
}

bool visit_settings_same(const struct visit_settings *a, const struct visit_settings *b)
{
    return a->text == b->text && a->contrast == b->contrast && a->reach == b->reach &&
           a->captions == b->captions && a->sign == b->sign && a->speech == b->speech &&
           a->calm == b->calm;
}

uint32_t visit_number(const struct scene_visit *v)
{
    return v->phase == VISIT_ATTRACT ? 0 : v->number;
}

void visit_trail_add(struct scene_visit *v, const char *id)
{
    int at = 0;
    while (at < v->trail_count && strcmp(v->trail[at], id) != 0)
        at++;
    if (at == v->trail_count && at == VISIT_TRAIL)
        at = 0;
    if (at < v->trail_count) {
        v->trail_count--;
        memmove(v->trail[at], v->trail[at + 1], (size_t)(v->trail_count - at) * sizeof *v->trail);
    }
    snprintf(v->trail[v->trail_count++], VISIT_ID, "%s", id);
}

bool visit_asks_put(struct scene_visit *v, const struct visit_ask *a)
{
    if (v->ask_count >= VISIT_ASKS) {
        v->asks_lost++;
        return false;
    }
    v->asks[v->ask_count++] = *a;
    return true;
}
