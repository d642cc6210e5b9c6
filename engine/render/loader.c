// Files read by one thread; it and the main one meet in two fixed rings.
#include "render/private.h"

#include "base/ring.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

struct loader {
    struct loader_desc desc;
    struct ring jobs, done;
    void *loaded;  // the thread's
    sem_t pending; // one for each job, and one to quit
    sem_t read;    // one for each that is done
    pthread_t thread;
    bool running;
    _Atomic bool quit;
};

// False when it is time to quit.
static bool hand_over(struct loader *l)
{
    while (!ring_put(&l->done, l->loaded)) {
        if (l->quit)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    sem_post(&l->read);
    if (l->desc.wake)
        l->desc.wake(l->desc.user);
    return true;
}

static void *run(void *user)
{
    struct loader *l = user;
    struct loader_job job;
    for (;;) {
        while (sem_wait(&l->pending) != 0)
            ;
        if (l->quit)
            return NULL;
        if (!ring_take(&l->jobs, &job))
            continue;
        l->desc.load(&job, &l->quit, l->loaded);
        if (!hand_over(l))
            l->desc.drop(l->loaded);
    }
}

struct loader *loader_create(const struct loader_desc *desc)
{
    struct loader *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->desc = *desc;
    l->loaded = malloc(desc->size);
    sem_init(&l->pending, 0, 0);
    sem_init(&l->read, 0, 0);
    if (l->loaded && ring_init(&l->jobs, (uint32_t)desc->jobs, sizeof(struct loader_job)) &&
        ring_init(&l->done, (uint32_t)desc->done, desc->size))
        return l;
    loader_destroy(l);
    return NULL;
}

static void stop(struct loader *l)
{
    l->quit = true;
    sem_post(&l->pending);
    pthread_join(l->thread, NULL);
    while (ring_take(&l->done, l->loaded))
        l->desc.drop(l->loaded);
}

void loader_destroy(struct loader *l)
{
    if (!l)
        return;
    if (l->running)
        stop(l);
    ring_finish(&l->jobs);
    ring_finish(&l->done);
    sem_destroy(&l->pending);
    sem_destroy(&l->read);
    free(l->loaded);
    free(l);
}

bool loader_ask(struct loader *l, const struct loader_job *job)
{
    if (!l->running && pthread_create(&l->thread, NULL, run, l) != 0)
        return false;
    l->running = true;
    if (!ring_put(&l->jobs, job))
        return false;
    sem_post(&l->pending);
    return true;
}

bool loader_take(struct loader *l, void *loaded)
{
    return sem_trywait(&l->read) == 0 && ring_take(&l->done, loaded);
}

bool loader_read(struct loader *l, const struct loader_job *job, void *loaded)
{
    if (!loader_ask(l, job))
        return false;
    while (sem_wait(&l->read) != 0)
        ;
    return ring_take(&l->done, loaded);
}
