// The note editor, which staff opens over what a stage shows.
#include "editing.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

#define FADE_S 0.4

// The key is no visitor's.
static bool take_key(struct events *events)
{
    bool taken = false;
    int left = 0;
    for (int i = 0; i < events->count; i++) {
        const struct event *e = &events->items[i];
        bool is_key = e->kind == EVENT_KEY && strcmp(e->name, EDITING_KEY) == 0;
        taken |= is_key;
        if (!is_key && left++ != i)
            events->items[left - 1] = *e;
    }
    events->count = left;
    return taken;
}

// Touched later than another; of two that nobody touched, the one that shows a page.
static bool is_nearer(const struct scene_stage *a, const struct scene_stage *b)
{
    if (a->visit.touched_s != b->visit.touched_s)
        return a->visit.touched_s > b->visit.touched_s;
    return a->visit.page[0] && !b->visit.page[0];
}

static int nearest_stage(const struct scene *scene)
{
    int nearest = 0;
    for (int i = 1; i < scene->stage_count; i++)
        if (is_nearer(&scene->stages[i], &scene->stages[nearest]))
            nearest = i;
    return nearest;
}

// -1: none is staff's.
static int nearest_station(const struct station *stations, int count)
{
    int nearest = -1;
    for (int i = 0; i < count; i++) {
        const struct scene *own = stations[i].scene;
        const struct scene *other = nearest < 0 ? NULL : stations[nearest].scene;
        if (!stations[i].editable || !stations[i].script || !own->stage_count)
            continue;
        if (!other ||
            is_nearer(&own->stages[nearest_stage(own)], &other->stages[nearest_stage(other)]))
            nearest = i;
    }
    return nearest;
}

bool editing_take(const struct station *stations, int count, const struct window_event *event,
                  double now_s)
{
    struct input_contact contact = {.time_s = now_s, .phase = INPUT_KEY, .key = EDITING_KEY};
    bool is_key = event->kind == WINDOW_KEY && strcmp(event->name, EDITING_KEY) == 0;
    int station = is_key ? nearest_station(stations, count) : -1;
    if (station < 0)
        return false;
    input_contact(stations[station].input, &contact);
    return true;
}

// The medium whose file ends as the film's path does: names in records are relative.
static const char *medium_of(const struct repertoire *r, const char *path)
{
    const char *file = path;
    while (r && file) {
        const json_t *record = repertoire_medium(r, file);
        if (record)
            return json_string_value(json_object_get(record, "id"));
        file = strchr(file, '/');
        file += file != NULL;
    }
    return NULL;
}

// The film that was opened last on the stage and is in the repertoire.
static void say_film(const struct station *s, int stage, struct params *params)
{
    const struct scene *scene = s->scene;
    for (int i = scene->media.reach - 1; i >= 0; i--) {
        const struct media *m = &scene->media.items[i];
        bool shows =
            m->used && m->kind == MEDIA_FILM && m->stage == stage && !m->closing && !m->facts_only;
        const char *medium = shows ? medium_of(script_repertoire(s->script), m->path) : NULL;
        if (!medium)
            continue;
        params_text(params, "media", medium);
        params_number(params, "t", media_position(m, scene->now_s, NULL));
        return;
    }
}

static void open_editor(const struct station *s, int n)
{
    struct scene_stage *stage = &s->scene->stages[n];
    if (stage->staff)
        return;
    stage->go = stage->next_staff = true;
    snprintf(stage->next, sizeof stage->next, "%s", SCENE_STAFF);
    stage->next_params = *script_params(s->script, n);
    params_text(&stage->next_params, "back", stage->scene);
    params_text(&stage->next_params, "page", stage->visit.page);
    say_film(s, n, &stage->next_params);
    stage->how = (struct transition){.kind = TRANSITION_FADE, .duration_s = (float)FADE_S};
    stage->next_at_s = s->scene->now_s;
    scene_redraw(s->scene, n);
    log_info("staff", "%s: notes are edited over %s", stage->id, stage->scene);
}

void editing_open(struct station *s)
{
    if (s->script && s->scene->stage_count)
        open_editor(s, nearest_stage(s->scene));
}

void editing_update(struct station *s)
{
    bool asked = false;
    for (int i = 0; i < s->scene->stage_count; i++)
        asked |= take_key(&s->scene->stages[i].events);
    if (asked)
        editing_open(s);
}
