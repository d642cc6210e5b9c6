// What films are, without showing them: a thread reads their heads.
#include "base/ring.h"
#include "decode/decode.h"
#include "film/private.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOBS 64 // asked and not yet read; more wait on the table

struct job {
    media_handle media;
    char path[MEDIA_PATH];
};

struct answer {
    media_handle media;
    bool known;
    struct decode_film_facts facts;
    struct fault fault;
};

struct facts {
    const struct film_desc *desc; // borrowed
    media_handle asked[MEDIA_MAX];
    struct ring jobs, answers;
    sem_t pending; // one for each job, and one to quit
    pthread_t thread;
    bool running;
    atomic_bool quit;
};

static void read_head(const struct job *job, struct answer *a)
{
    *a = (struct answer){.media = job->media};
    a->known = decode_film_facts(job->path, &a->facts, &a->fault);
}

static void *run(void *user)
{
    struct facts *f = user;
    struct job job;
    struct answer answer;
    for (;;) {
        while (sem_wait(&f->pending) != 0)
            ;
        if (atomic_load(&f->quit))
            return NULL;
        if (!ring_take(&f->jobs, &job))
            continue;
        read_head(&job, &answer);
        ring_put(&f->answers, &answer); // as many fit as can be asked
        if (f->desc->wake)
            f->desc->wake(f->desc->user);
    }
}

struct facts *facts_create(const struct film_desc *desc)
{
    struct facts *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->desc = desc;
    sem_init(&f->pending, 0, 0);
    if (ring_init(&f->jobs, JOBS, sizeof(struct job)) &&
        ring_init(&f->answers, JOBS * 2, sizeof(struct answer)))
        return f;
    facts_destroy(f);
    return NULL;
}

void facts_destroy(struct facts *f)
{
    if (!f)
        return;
    if (f->running) {
        atomic_store(&f->quit, true);
        sem_post(&f->pending);
        pthread_join(f->thread, NULL);
    }
    ring_finish(&f->jobs);
    ring_finish(&f->answers);
    sem_destroy(&f->pending);
    free(f);
}

static void tell(struct scene *scene, const struct answer *a)
{
    struct media *m = media_find(&scene->media, a->media);
    if (!m)
        return;
    m->state = a->known ? MEDIA_READY : MEDIA_FAILED;
    m->width = a->facts.width;
    m->height = a->facts.height;
    m->duration_s = a->facts.duration_s;
    m->frame_s = a->facts.frame_s;
    snprintf(m->trouble, sizeof m->trouble, "%s", a->known ? "" : a->fault.text);
    scene_redraw(scene, m->stage);
}

// True when it is on its way, or answered.
static bool ask(struct facts *f, struct scene *scene, const struct media *m, media_handle h)
{
    struct job job = {.media = h};
    memcpy(job.path, m->path, sizeof job.path);
    if (!scene->stepped && !f->running)
        f->running = pthread_create(&f->thread, NULL, run, f) == 0;
    if (!f->running) { // stepped, or there is no thread to be had
        struct answer answer;
        read_head(&job, &answer);
        tell(scene, &answer);
        return true;
    }
    if (ring_ready(&f->answers) >= JOBS || !ring_put(&f->jobs, &job))
        return false;
    sem_post(&f->pending);
    return true;
}

void facts_update(struct facts *f, struct scene *scene)
{
    struct answer answer;
    while (ring_take(&f->answers, &answer))
        tell(scene, &answer);
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        media_handle h = facts_wanted(m) ? media_handle_of(&scene->media, m) : 0;
        if (h && f->asked[i] != h && ask(f, scene, m, h))
            f->asked[i] = h;
    }
}

bool facts_wanted(const struct media *m)
{
    return m->used && m->kind == MEDIA_FILM && m->facts_only && m->state == MEDIA_OPENING;
}

bool facts_pending(const struct facts *f, const struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        if (facts_wanted(m) && f->asked[i] != media_handle_of(&scene->media, m))
            return true;
    }
    return false;
}
