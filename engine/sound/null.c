// No device: a thread that keeps 48,000 frames a second and throws them away.
#include "base/clock.h"
#include "sound/private.h"

#include <stdlib.h>
#include <time.h>

enum { AT_ONCE = 4 * SOUND_BLOCK }; // 21 ms

struct null_device {
    struct device base;
    struct mix *mix;
    pthread_t thread;
    pthread_mutex_t lock; // of what is below
    pthread_cond_t changed;
    bool running, quit;
};

static void take_blocks(struct mix *mix)
{
    float out[SOUND_BLOCK * SOUND_SPEAKERS];
    for (int i = 0; i < AT_ONCE; i += SOUND_BLOCK)
        mix_run(mix, out, SOUND_BLOCK);
}

static void sleep_until(int64_t at_ns)
{
    struct timespec at = {at_ns / 1000000000, at_ns % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

static void *null_thread(void *user)
{
    struct null_device *d = user;
    const int64_t step_ns = (int64_t)AT_ONCE * 1000000000 / SOUND_RATE_HZ;
    int64_t due_ns = 0;
    pthread_mutex_lock(&d->lock);
    while (!d->quit) {
        if (!d->running) {
            pthread_cond_wait(&d->changed, &d->lock);
            due_ns = clock_monotonic_ns();
            continue;
        }
        pthread_mutex_unlock(&d->lock);
        take_blocks(d->mix);
        due_ns += step_ns;
        if (clock_monotonic_ns() - due_ns > 500000000)
            due_ns = clock_monotonic_ns(); // the machine slept: no catching up
        sleep_until(due_ns);
        pthread_mutex_lock(&d->lock);
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

static void null_set(struct null_device *d, bool running, bool quit)
{
    pthread_mutex_lock(&d->lock);
    d->running = running;
    d->quit = quit;
    pthread_cond_signal(&d->changed);
    pthread_mutex_unlock(&d->lock);
}

static void null_run(struct device *device, bool running)
{
    null_set((struct null_device *)device, running, false);
}

static bool null_lost(struct device *device)
{
    return false;
}

static void null_close(struct device *device)
{
    struct null_device *d = (struct null_device *)device;
    null_set(d, false, true);
    pthread_join(d->thread, NULL);
    pthread_cond_destroy(&d->changed);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

struct device *device_null_open(struct mix *m)
{
    struct null_device *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->base = (struct device){null_run, null_lost, null_close, null_close};
    d->mix = m;
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->changed, NULL);
    if (pthread_create(&d->thread, NULL, null_thread, d) == 0)
        return &d->base;
    free(d);
    return NULL;
}
