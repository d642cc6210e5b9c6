// Pictures: decoded by a thread (loader.c), uploaded by the main one.
#include "render/private.h"

#include "base/log.h"
#include "decode/decode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOBS 64 // asked and not yet taken by the thread; more wait on the table
#define DONE 4  // decoded and not yet uploaded

struct loaded {
    media_handle media;
    struct decode_picture picture; // rgba NULL: failed
    struct fault fault;
};

struct pictures {
    struct gpu *gpu;
    struct loader *loader;
    struct {
        media_handle media; // 0: free
        bool asked;
        struct gpu_texture texture; // premultiplied
    } slots[MEDIA_MAX];
};

// IEC 61966-2-1.
static double linear_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

// The byte whose light is nearest: `between` holds the light half way to the next byte.
static unsigned char byte_of(const double between[255], double light)
{
    int low = 0, high = 255;
    while (low < high) {
        int middle = (low + high) / 2;
        if (light > between[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return (unsigned char)low;
}

// So that filtering mixes light that is seen, not colours that are hidden.
static void premultiply(struct decode_picture *p)
{
    double light[256], between[255];
    for (int i = 0; i < 256; i++)
        light[i] = linear_of(i);
    for (int i = 0; i < 255; i++)
        between[i] = linear_of(i + 0.5);
    size_t bytes = (size_t)p->width * (size_t)p->height * 4;
    for (size_t i = 0; i < bytes; i += 4) {
        unsigned char *px = p->rgba + i;
        for (int k = 0; px[3] < 255 && k < 3; k++)
            px[k] = byte_of(between, light[px[k]] * px[3] / 255);
    }
}

static void load(const struct loader_job *job, const _Atomic bool *stop, void *loaded)
{
    struct loaded *to = loaded;
    *to = (struct loaded){.media = job->media};
    if (!decode_picture(job->path, &to->picture, &to->fault)) {
        to->picture = (struct decode_picture){0};
        return;
    }
    if (!to->picture.opaque)
        premultiply(&to->picture);
}

static void drop(void *loaded)
{
    decode_picture_finish(&((struct loaded *)loaded)->picture);
}

struct pictures *pictures_create(struct gpu *gpu, void (*wake)(void *user), void *user)
{
    struct pictures *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->gpu = gpu;
    p->loader = loader_create(&(struct loader_desc){.jobs = JOBS,
                                                    .done = DONE,
                                                    .size = sizeof(struct loaded),
                                                    .load = load,
                                                    .drop = drop,
                                                    .wake = wake,
                                                    .user = user});
    if (p->loader)
        return p;
    free(p);
    return NULL;
}

void pictures_destroy(struct pictures *p)
{
    if (!p)
        return;
    loader_destroy(p->loader);
    for (int i = 0; i < MEDIA_MAX; i++)
        gpu_texture_finish(&p->slots[i].texture);
    free(p);
}

static void tell_ready(struct scene *scene, const struct media *m, media_handle media)
{
    struct event e = {.kind = EVENT_MEDIA_READY, .time_s = scene->now_s, .media = media};
    scene_tell(scene, m->stage, &e);
    if (m->stage >= 0 && m->stage < scene->stage_count)
        scene->stages[m->stage].picture++;
}

static void fail(struct media *m, const char *why)
{
    m->state = MEDIA_FAILED;
    snprintf(m->trouble, sizeof m->trouble, "%s", why);
    log_warning("render", "picture: %s; black is shown instead", why);
}

static int slot_of(media_handle media)
{
    return (int)(media & 0xffff) - 1;
}

static void take(struct pictures *p, struct scene *scene, struct loaded *loaded)
{
    struct media *m = media_find(&scene->media, loaded->media);
    const struct decode_picture *picture = &loaded->picture;
    struct gpu_texture *t = &p->slots[slot_of(loaded->media)].texture;
    struct fault f = {0};
    if (m && !picture->rgba) {
        fail(m, loaded->fault.text);
    } else if (m && !gpu_texture_init(p->gpu, t, GPU_SRGBA8, picture->width, picture->height, true,
                                      &f)) {
        fault_where(&f, "%s", m->path);
        fail(m, f.text);
    } else if (m) {
        gpu_texture_upload(p->gpu, t, 0, 0, picture->width, picture->height, picture->rgba, 0);
        t->opaque = picture->opaque;
        m->state = MEDIA_READY;
        m->width = picture->width;
        m->height = picture->height;
    }
    if (m)
        tell_ready(scene, m, loaded->media);
    decode_picture_finish(&loaded->picture);
}

// True when it is on its way.
static bool ask(struct pictures *p, struct scene *scene, const struct media *m, media_handle media)
{
    struct loader_job job = {.media = media};
    snprintf(job.path, sizeof job.path, "%s", m->path);
    if (scene->stepped) {
        struct loaded loaded;
        bool read = loader_read(p->loader, &job, &loaded);
        if (read)
            take(p, scene, &loaded);
        return read;
    }
    return loader_ask(p->loader, &job);
}

void pictures_update(struct pictures *p, struct scene *scene)
{
    struct loaded loaded;
    while (loader_take(p->loader, &loaded))
        take(p, scene, &loaded);
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        bool picture = m->used && m->kind == MEDIA_PICTURE;
        media_handle now = picture ? media_handle_of(&scene->media, m) : 0;
        if (p->slots[i].media != now) {
            gpu_texture_finish(&p->slots[i].texture);
            p->slots[i].media = now;
            p->slots[i].asked = false;
        }
        if (now && !p->slots[i].asked && m->state == MEDIA_OPENING) // else script/ found no file
            p->slots[i].asked = ask(p, scene, m, now);
    }
}

const struct gpu_texture *pictures_texture(const struct pictures *p, media_handle media)
{
    int i = slot_of(media);
    if (i < 0 || i >= MEDIA_MAX || p->slots[i].media != media || p->slots[i].texture.id == 0)
        return NULL;
    return &p->slots[i].texture;
}

void pictures_reduce(struct pictures *p, media_handle media)
{
    if (pictures_texture(p, media))
        gpu_texture_reduce(p->gpu, &p->slots[slot_of(media)].texture);
}
