// Recorded movements that scenes have opened: each file is read once and kept while a scene that
// runs has it open.
#include "script/private.h"

#include "base/log.h"

#include <errno.h>
#include <math.h>
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

static void forget_path(struct script_path *p)
{
    free(p->at);
    *p = (struct script_path){0};
}

static void drop(struct script *s, struct script_clip *c)
{
    for (int i = 0; i < SCRIPT_PATHS; i++)
        if (s->paths[i].clip == c->clip)
            forget_path(&s->paths[i]);
    motion_destroy(c->clip);
    *c = (struct script_clip){.generation = (uint16_t)(c->generation + 1)};
}

void clips_finish(struct script *s)
{
    for (int i = 0; i < SCRIPT_CLIPS; i++)
        drop(s, &s->clips[i]);
}

static struct script_path *new_path(struct script *s, const struct script_clip *c, int joint,
                                    double step_s)
{
    struct script_path *p = &s->paths[0];
    for (int i = 1; i < SCRIPT_PATHS; i++)
        if (s->paths[i].used < p->used)
            p = &s->paths[i];
    forget_path(p);
    double count = floor(c->info.duration_s / step_s) + 1;
    size_t size = count <= SCRIPT_PATH_POINTS ? (size_t)count * 3 * sizeof *p->at : 0;
    p->at = size ? malloc(size) : NULL;
    if (!p->at)
        return NULL;
    memset(p->at, 0xff, size); // NaN
    p->clip = c->clip;
    p->joint = joint;
    p->step_s = step_s;
    p->count = (int)count;
    return p;
}

struct script_path *clips_path(struct script *s, const struct script_clip *c, int joint,
                               double step_s)
{
    struct script_path *found = NULL;
    for (int i = 0; i < SCRIPT_PATHS && !found; i++) {
        struct script_path *p = &s->paths[i];
        if (p->clip == c->clip && p->joint == joint && p->step_s == step_s)
            found = p;
    }
    if (!found)
        found = new_path(s, c, joint, step_s);
    if (found)
        found->used = ++s->paths_used;
    return found;
}

struct vec3 clips_path_at(struct script_path *p, long n)
{
    if (n < 0 || n >= p->count)
        return motion_joint_at(p->clip, p->joint, (double)n * p->step_s);
    float *at = p->at + 3 * n;
    if (isnan(at[0])) {
        struct vec3 place = motion_joint_at(p->clip, p->joint, (double)n * p->step_s);
        at[0] = (float)place.x;
        at[1] = (float)place.y;
        at[2] = (float)place.z;
    }
    return (struct vec3){at[0], at[1], at[2]};
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
            drop(s, &s->clips[i]);
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
