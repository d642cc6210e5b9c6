// One scene gives way to another: the old one's picture and films stay until the end, its sounds
// fade over the same time. render/ mixes them.
#include "script/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// A wipe's mask, found where the scene that asked lies, or the one that comes.
static media_handle open_mask(struct script *s, const struct incarnation *next,
                              const struct incarnation *asked, const char *name)
{
    const struct script_files *files = &s->desc.files;
    char path[MEDIA_PATH];
    struct fault f;
    if (!name[0])
        return 0;
    if ((!asked || !files->find(files->user, asked->folder, name, path, sizeof path, &f)) &&
        !files->find(files->user, next->folder, name, path, sizeof path, &f)) {
        script_tell(s, next->stage, f.text);
        return 0;
    }
    media_handle h = media_take(&s->scene->media, MEDIA_PICTURE, next->stage);
    struct media *m = media_find(&s->scene->media, h);
    if (m)
        memcpy(m->path, path, sizeof path);
    return h;
}

void way_end(struct script *s, int stage)
{
    struct scene_stage *at = &s->scene->stages[stage];
    struct scene_way *way = &at->way;
    if (!way->running)
        return;
    way->running = way->standing = false;
    drawlist_finish(&way->before);
    media_release(&s->scene->media, way->mask);
    way->mask = 0;
    s->turns[stage].before = 0;
    release_others(s, stage, s->turns[stage].shown);
}

void way_update(struct script *s, int stage)
{
    const struct scene_stage *at = &s->scene->stages[stage];
    if (at->way.running && scene_way_at(at, s->now_s) >= 1)
        way_end(s, stage);
}

bool way_begin(struct script *s, const struct incarnation *next, const struct transition *how,
               double from_s)
{
    struct script_turn *turn = &s->turns[next->stage];
    struct scene_stage *at = &s->scene->stages[next->stage];
    struct scene_way *way = &at->way;
    float duration_s = fminf(how->duration_s, (float)TRANSITION_LONGEST_S);
    bool middle = way->running;
    if (how->kind == TRANSITION_CUT || !(duration_s > 0) || s->now_s >= from_s + duration_s) {
        way_end(s, next->stage);
        return false;
    }
    media_release(&s->scene->media, way->mask);
    *way = (struct scene_way){.running = true,
                              .standing = middle,
                              .how = *how,
                              .from_s = from_s,
                              .number = way->number + 1,
                              .before = way->before};
    way->how.duration_s = duration_s;
    way->mask = how->kind == TRANSITION_WIPE ? open_mask(s, next, turn->live, how->mask) : 0;
    turn->before = middle ? 0 : turn->shown;
    if (middle) {
        drawlist_finish(&way->before);
        return true;
    }
    // Buffers go round: the old list is kept, and the next one is laid on what the list before
    // left.
    uint64_t version = at->list.version;
    struct drawlist spare = way->before;
    way->before = at->list;
    at->list = spare;
    at->list.version = version;
    return true;
}
