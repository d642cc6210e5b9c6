// Models read by one thread; it and the main one meet in two fixed rings.
#include "render/private.h"

#include "base/ring.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

#define DONE 2 // read and not yet uploaded; the thread waits when there are more

struct model_loader {
    void (*wake)(void *user);
    void *user;
    struct ring jobs, done;
    sem_t pending; // one for each job, and one to quit
    pthread_t thread;
    bool running;
    _Atomic bool quit;
};

void model_load(const struct model_job *job, const _Atomic bool *stop, struct model_loaded *loaded)
{
    *loaded = (struct model_loaded){.media = job->media};
    loaded->good = decode_model_until(job->path, stop, &loaded->model, &loaded->fault);
}

// False when it is time to quit.
static bool hand_over(struct model_loader *l, const struct model_loaded *loaded)
{
    while (!ring_put(&l->done, loaded)) {
        if (l->quit)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    if (l->wake)
        l->wake(l->user);
    return true;
}

static void *run(void *user)
{
    struct model_loader *l = user;
    struct model_job job;
    struct model_loaded loaded;
    for (;;) {
        while (sem_wait(&l->pending) != 0)
            ;
        if (l->quit)
            return NULL;
        if (!ring_take(&l->jobs, &job))
            continue;
        model_load(&job, &l->quit, &loaded);
        if (!hand_over(l, &loaded))
            decode_model_finish(&loaded.model);
    }
}

struct model_loader *model_loader_create(void (*wake)(void *user), void *user)
{
    struct model_loader *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->wake = wake;
    l->user = user;
    sem_init(&l->pending, 0, 0);
    if (ring_init(&l->jobs, MODELS, sizeof(struct model_job)) &&
        ring_init(&l->done, DONE, sizeof(struct model_loaded)))
        return l;
    model_loader_destroy(l);
    return NULL;
}

static void stop(struct model_loader *l)
{
    struct model_loaded loaded;
    l->quit = true;
    sem_post(&l->pending);
    pthread_join(l->thread, NULL);
    while (ring_take(&l->done, &loaded))
        decode_model_finish(&loaded.model);
}

void model_loader_destroy(struct model_loader *l)
{
    if (!l)
        return;
    if (l->running)
        stop(l);
    ring_finish(&l->jobs);
    ring_finish(&l->done);
    sem_destroy(&l->pending);
    free(l);
}

bool model_loader_ask(struct model_loader *l, const struct model_job *job)
{
    if (!l->running && pthread_create(&l->thread, NULL, run, l) != 0)
        return false;
    l->running = true;
    if (!ring_put(&l->jobs, job))
        return false;
    sem_post(&l->pending);
    return true;
}

bool model_loader_take(struct model_loader *l, struct model_loaded *loaded)
{
    return ring_take(&l->done, loaded);
}
