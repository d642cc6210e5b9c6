// The ring, and the thread that empties it.
#include "visitlog/visitlog.h"
#include "base/log.h"
#include "base/ring.h"
#include "visitlog/private.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH_S 2.0
#define RETRY_S 30.0
#define BATCH 256 // records of a transaction

struct visitlog {
    struct visitlog_desc desc;
    struct ring ring; // of visitlog_entry
    _Atomic unsigned lost;
    pthread_t thread;
    pthread_mutex_t lock; // of `over`
    pthread_cond_t changed;
    bool over;

    // The thread's own.
    struct visitlog_file file;
    struct visitlog_entry batch[BATCH];
    int count;       // of the batch
    unsigned stored; // of `lost`
    bool said;       // that it cannot be written
};

// By the clock that nobody sets. False: it is over.
static bool rest(struct visitlog *l, double seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    long whole = (long)seconds;
    until.tv_sec += whole;
    until.tv_nsec += (long)((seconds - (double)whole) * 1e9);
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&l->lock);
    while (!l->over && pthread_cond_timedwait(&l->changed, &l->lock, &until) == 0)
        ;
    bool over = l->over;
    pthread_mutex_unlock(&l->lock);
    return !over;
}

// Told once, until it has been written again.
static void tell(struct visitlog *l, const struct fault *why)
{
    if (!l->said)
        log_warning("visitlog", "%s; the show goes on, visits wait to be written", why->text);
    l->said = true;
}

static void tell_written(struct visitlog *l)
{
    if (l->said)
        log_info("visitlog", "%s is written again; %u records were lost", l->file.path,
                 atomic_load(&l->lost));
    l->said = false;
}

// A file that is none of ours makes room for a new one.
static bool begin_anew(struct visitlog *l, const struct fault *why)
{
    char to[PATH_MAX + 32];
    struct fault f = {""};
    bool aside = visitlog_set_aside(&l->file, to, &f);
    if (aside)
        log_warning("visitlog", "%s; it lies at %s now, a new log is begun", why->text, to);
    else
        tell(l, &f);
    return aside;
}

static enum visitlog_end try_batch(struct visitlog *l, struct fault *why)
{
    if (l->file.handle && !visitlog_is_there(&l->file))
        visitlog_close(&l->file); // somebody took it away
    enum visitlog_end end = l->file.handle ? VISITLOG_WRITTEN : visitlog_open(&l->file, why);
    unsigned lost = atomic_load(&l->lost);
    if (end == VISITLOG_WRITTEN)
        end = visitlog_write(&l->file, l->batch, l->count, lost - l->stored, why);
    if (end == VISITLOG_WRITTEN) {
        l->stored = lost;
        l->count = 0;
    }
    return end;
}

static bool write_batch(struct visitlog *l)
{
    struct fault why = {""};
    enum visitlog_end end = try_batch(l, &why);
    if (end == VISITLOG_BROKEN && begin_anew(l, &why))
        end = try_batch(l, &why);
    if (end == VISITLOG_WRITTEN) {
        tell_written(l);
        return true;
    }
    tell(l, &why);
    visitlog_close(&l->file);
    return false;
}

// All that is there. False: it could not be written.
static bool flush(struct visitlog *l)
{
    for (;;) {
        if (l->count == 0)
            l->count = (int)ring_take_many(&l->ring, l->batch, BATCH);
        if (l->count == 0 && atomic_load(&l->lost) == l->stored)
            return true;
        if (!write_batch(l))
            return false;
    }
}

static void *run(void *user)
{
    struct visitlog *l = user;
    double batch_s = l->desc.batch_s > 0 ? l->desc.batch_s : BATCH_S;
    double retry_s = l->desc.retry_s > 0 ? l->desc.retry_s : RETRY_S;
    double wait_s = batch_s;
    while (rest(l, wait_s))
        wait_s = flush(l) ? batch_s : retry_s;
    flush(l);
    visitlog_close(&l->file);
    return NULL;
}

static bool begin(struct visitlog *l, struct fault *f)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&l->thread, NULL, run, l) == 0)
        return true;
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->changed);
    return fault_set(f, "there is no thread to write the log of visits");
}

struct visitlog *visitlog_create(const struct visitlog_desc *desc, struct fault *f)
{
    struct visitlog *l = calloc(1, sizeof *l);
    if (!l || !ring_init(&l->ring, VISITLOG_RING, sizeof(struct visitlog_entry))) {
        free(l);
        fault_set(f, "memory is short");
        return NULL;
    }
    l->desc = *desc;
    snprintf(l->file.path, sizeof l->file.path, "%s", desc->path);
    if (begin(l, f))
        return l;
    ring_finish(&l->ring);
    free(l);
    return NULL;
}

void visitlog_destroy(struct visitlog *log)
{
    if (!log)
        return;
    pthread_mutex_lock(&log->lock);
    log->over = true;
    pthread_cond_signal(&log->changed);
    pthread_mutex_unlock(&log->lock);
    pthread_join(log->thread, NULL);
    pthread_mutex_destroy(&log->lock);
    pthread_cond_destroy(&log->changed);
    ring_finish(&log->ring);
    free(log);
}

void visitlog_put(void *log, const struct visit_record *record)
{
    struct visitlog *l = log;
    struct visitlog_entry e = {*record, l->desc.now ? l->desc.now(l->desc.user) : time(NULL)};
    if (!ring_put(&l->ring, &e))
        atomic_fetch_add(&l->lost, 1);
}

unsigned visitlog_lost(const struct visitlog *log)
{
    return atomic_load(&log->lost);
}
