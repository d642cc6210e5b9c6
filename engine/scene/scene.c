// The table: made, marked and asked.
#include "scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scene *scene_create(const char *station)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    snprintf(s->station, sizeof s->station, "%s", station);
    s->gain = s->house = s->hush = 1;
    return s;
}

void scene_destroy(struct scene *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->stage_count; i++) {
        drawlist_finish(&s->stages[i].list);
        drawlist_finish(&s->stages[i].way.before);
    }
    for (int i = 0; i < s->overlay_count; i++)
        drawlist_finish(&s->overlays[i].list);
    media_finish(&s->media);
    free(s);
}

int scene_stage_add(struct scene *s, const char *id, int width, int height)
{
    if (s->stage_count >= SCENE_STAGES)
        return -1;
    struct scene_stage *stage = &s->stages[s->stage_count];
    snprintf(stage->id, sizeof stage->id, "%s", id);
    stage->width = width;
    stage->height = height;
    stage->redraw = true;
    stage->wake_s = INFINITY;
    stage->opacity = 1;
    visit_defaults(&stage->visit, "");
    drawlist_begin(&stage->list, (float)width, (float)height);
    return s->stage_count++;
}

int scene_overlay_add(struct scene *s, int width, int height)
{
    if (s->overlay_count >= SCENE_OUTPUTS)
        return -1;
    s->overlays[s->overlay_count] = (struct scene_overlay){.width = width, .height = height};
    return s->overlay_count++;
}

int scene_stage_find(const struct scene *s, const char *id)
{
    for (int i = 0; i < s->stage_count; i++)
        if (strcmp(s->stages[i].id, id) == 0)
            return i;
    return -1;
}

void scene_redraw(struct scene *s, int stage)
{
    if (stage >= 0 && stage < s->stage_count)
        s->stages[stage].redraw = true;
}

void scene_wake_at(struct scene *s, int stage, double at_s)
{
    if (stage >= 0 && stage < s->stage_count && at_s < s->stages[stage].wake_s)
        s->stages[stage].wake_s = at_s;
}

bool scene_unseen(const struct scene *s, int stage)
{
    if (!s->still || stage < 0 || stage >= s->stage_count)
        return s->still;
    return !s->stages[stage].keeps && (s->unwatched || !s->stages[stage].way.running);
}

double scene_way_at(const struct scene_stage *stage, double now_s)
{
    const struct scene_way *way = &stage->way;
    double passed_s = now_s - way->from_s;
    if (!way->running || !(passed_s < way->how.duration_s))
        return 1;
    return passed_s > 0 ? passed_s / way->how.duration_s : 0;
}

// When the picture goes on by itself: now_s while it does.
static double moves_s(const struct scene_stage *stage, double now_s)
{
    const struct drawlist *l = &stage->list;
    if (stage->way.running)
        return now_s;
    return l->moves_until_s > now_s ? fmax(l->moves_from_s, now_s) : INFINITY;
}

double scene_next_s(const struct scene *s)
{
    double next_s = INFINITY;
    for (int i = 0; i < s->stage_count; i++) {
        const struct scene_stage *stage = &s->stages[i];
        double due_s = stage->redraw || stage->events.count ? s->now_s : stage->wake_s;
        next_s = fmin(next_s, fmin(due_s, moves_s(stage, s->now_s)));
    }
    return next_s;
}

bool scene_asked(const struct scene *s)
{
    return scene_next_s(s) <= s->now_s;
}

bool scene_tell(struct scene *s, int stage, const struct event *e)
{
    if (stage < 0 || stage >= s->stage_count)
        return false;
    s->stages[stage].redraw = true;
    return events_put(&s->stages[stage].events, e);
}
