// What is wanted of screens and projectors, and the threads that see to it.
#include "base/clock.h"
#include "lamps/private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

static struct timespec after(double seconds)
{
    int64_t ns = clock_monotonic_ns() + (int64_t)(seconds * 1e9);
    return (struct timespec){ns / 1000000000, ns % 1000000000};
}

bool lamps_wait(struct lamps *l, unsigned turn, double seconds)
{
    int result = 0;
    struct timespec until = after(isinf(seconds) ? 0 : seconds);
    while (!l->stopping && (!l->set || turn == l->turn) && result != ETIMEDOUT)
        result = isinf(seconds) || !l->set ? pthread_cond_wait(&l->changed, &l->lock)
                                           : pthread_cond_timedwait(&l->changed, &l->lock, &until);
    return !l->stopping;
}

static bool begin_threads(struct lamps *l)
{
    if (l->desc.screens != LAMPS_NO_SCREENS)
        l->screens_thread = pthread_create(&l->screens, NULL, screens_run, l) == 0;
    bool begun = l->screens_thread || l->desc.screens == LAMPS_NO_SCREENS;
    for (int i = 0; i < l->desc.projector_count; i++) {
        struct projector *p = &l->projectors[i];
        p->lamps = l;
        p->desc = l->desc.projectors[i];
        p->seen = (struct lamps_seen){.lamp_hours = -1, .filter_hours = -1};
        p->asked_s = NAN;
        p->running = pthread_create(&p->thread, NULL, projector_run, p) == 0;
        begun = begun && p->running;
    }
    return begun;
}

struct lamps *lamps_create(const struct lamps_desc *desc, struct fault *f)
{
    struct lamps *l = calloc(1, sizeof *l);
    pthread_condattr_t monotonic;
    if (!l || desc->projector_count > LAMPS_PROJECTORS) {
        fault_set(f, l ? "too many projectors" : "no memory for lamps");
        free(l);
        return NULL;
    }
    l->desc = *desc;
    l->desc.pace = desc->pace > 0 ? desc->pace : 1;
    l->stop_fd = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&l->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (l->stop_fd >= 0 && begin_threads(l))
        return l;
    fault_set(f, "no thread for lamps");
    lamps_destroy(l);
    return NULL;
}

void lamps_destroy(struct lamps *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
    if (l->stop_fd >= 0)
        eventfd_write(l->stop_fd, 1);
    if (l->screens_thread)
        pthread_join(l->screens, NULL);
    for (int i = 0; i < l->desc.projector_count; i++)
        if (l->projectors[i].running)
            pthread_join(l->projectors[i].thread, NULL);
    if (l->stop_fd >= 0)
        close(l->stop_fd);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

void lamps_set(struct lamps *l, bool screens, bool projectors)
{
    pthread_mutex_lock(&l->lock);
    if (!l->set || l->screens_on != screens || l->projectors_on != projectors) {
        l->set = true;
        l->screens_on = screens;
        l->projectors_on = projectors;
        l->turn++;
        pthread_cond_broadcast(&l->changed);
    }
    pthread_mutex_unlock(&l->lock);
}

void lamps_seen(struct lamps *l, int projector, struct lamps_seen *seen)
{
    pthread_mutex_lock(&l->lock);
    *seen = l->projectors[projector].seen;
    pthread_mutex_unlock(&l->lock);
}

int lamps_screens_asleep(struct lamps *l)
{
    pthread_mutex_lock(&l->lock);
    int asleep = l->screens_asleep;
    pthread_mutex_unlock(&l->lock);
    return asleep;
}
