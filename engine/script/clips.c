// Recorded movements that scenes have opened: each file is read once and kept while a scene that
// runs has it open.
#include "script/private.h"

#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t clips_handle(const struct script *s, int index)
{
    return ((uint32_t)index + 1) | (uint32_t)s->clips[index].generation << 16;
}

struct script_clip *clips_find(struct script *s, uint32_t handle)
{
    uint32_t index = (handle & 0xffff) - 1;
    if (index >= SCRIPT_CLIPS)
        return NULL;
    struct script_clip *c = &s->clips[index];
    return c->clip && c->generation == handle >> 16 ? c : NULL;
}

static void drop(struct script_clip *c)
{
    motion_destroy(c->clip);
    *c = (struct script_clip){.generation = (uint16_t)(c->generation + 1)};
}

void clips_finish(struct script *s)
{
    for (int i = 0; i < SCRIPT_CLIPS; i++)
        motion_destroy(s->clips[i].clip);
}

// Does a scene that runs, or one that is being started, have it open?
static bool in_use(const struct script *s, const struct script_clip *c,
                   const struct incarnation *by)
{
    for (int i = 0; i < SCENE_STAGES; i++) {
        const struct incarnation *live = s->turns[i].live;
        if (c->opened[i] && live && (c->opened[i] == live->number))
            return true;
    }
    return c->opened[by->stage] == by->number;
}

static struct script_clip *free_place(struct script *s, const struct incarnation *by)
{
    for (int i = 0; i < SCRIPT_CLIPS; i++)
        if (!s->clips[i].clip)
            return &s->clips[i];
    for (int i = 0; i < SCRIPT_CLIPS; i++) {
        if (!in_use(s, &s->clips[i], by)) {
            drop(&s->clips[i]);
            return &s->clips[i];
        }
    }
    return NULL;
}

static struct motion_clip *read_clip(const char *path, int64_t size, double unit, struct fault *f)
{
    FILE *in = size <= SCRIPT_CLIP_BYTES ? fopen(path, "rb") : NULL;
    char *bytes = in ? malloc((size_t)size + 1) : NULL;
    size_t length = bytes ? fread(bytes, 1, (size_t)size, in) : 0;
    struct motion_clip *clip = NULL;
    if (size > SCRIPT_CLIP_BYTES)
        fault_set(f, "%lld MiB; a clip has at most %u", (long long)(size >> 20),
                  SCRIPT_CLIP_BYTES >> 20);
    else if (!bytes)
        fault_set(f, "%s", strerror(errno));
    else
        clip = motion_read_bvh(bytes, length, &(struct motion_desc){.metres_per_unit = unit}, f);
    free(bytes);
    if (in)
        fclose(in);
    return clip;
}

int clips_open(struct incarnation *inc, const char *path, double unit, struct fault *f)
{
    struct script *s = inc->script;
    struct script_clip wanted = {.unit = unit};
    if (!load_stamp(path, &wanted.changed_ns, &wanted.size)) {
        fault_set(f, "%s", strerror(errno));
        return -1;
    }
    for (int i = 0; i < SCRIPT_CLIPS; i++) {
        struct script_clip *c = &s->clips[i];
        if (c->clip && strcmp(c->path, path) == 0 && c->unit == unit &&
            c->changed_ns == wanted.changed_ns && c->size == wanted.size) {
            c->opened[inc->stage] = inc->number;
            return i;
        }
    }
    struct script_clip *c = free_place(s, inc);
    if (!c) {
        fault_set(f, "%d clips are open already", SCRIPT_CLIPS);
        return -1;
    }
    struct motion_clip *clip = read_clip(path, wanted.size, unit, f);
    if (!clip)
        return -1;
    wanted.generation = c->generation;
    wanted.clip = clip;
    wanted.info = motion_info(clip);
    snprintf(wanted.path, sizeof wanted.path, "%s", path);
    *c = wanted;
    c->opened[inc->stage] = inc->number;
    if (wanted.info.guessed)
        log_info("script", "%s: one unit is taken for %g m; motion.open(name, {unit = …}) sets it",
                 path, wanted.info.metres_per_unit);
    return (int)(c - s->clips);
}
