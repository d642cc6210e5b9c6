// Streams: a thread that opens files and keeps their rings full, or none of it when read directly.
#include "sound/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOOK_NS = 50 * 1000 * 1000 }; // how often rings are looked at while somebody reads

static bool open_file(struct stream *st)
{
    st->sound = decode_sound_open(st->path, SOUND_RATE_HZ, &st->fault);
    if (!st->sound)
        return false;
    st->info = decode_sound_info(st->sound);
    if (st->period_s >= 0)
        decode_sound_loop(st->sound, st->period_s); // where it cannot, it plays once
    if (st->start > 0 && !decode_sound_seek(st->sound, st->start))
        return fault_set(&st->fault, "%s: cannot be sought", st->path);
    size_t frame = (size_t)st->info.channels * sizeof(float);
    return st->direct || ring_init(&st->ring, STREAM_RING, frame) ||
           fault_set(&st->fault, "%s: no memory", st->path);
}

// A chunk more in the ring, which has room for it.
static void fill(struct stream *st, float *chunk)
{
    int64_t got = decode_sound_read(st->sound, chunk, STREAM_CHUNK);
    ring_put_many(&st->ring, chunk, (uint32_t)got);
    st->filled += got;
    if (got < STREAM_CHUNK)
        atomic_store_explicit(&st->end, st->filled, memory_order_release);
}

static void open_one(struct streams *s, struct stream *st)
{
    bool ok = open_file(st);
    if (ok && !st->direct)
        fill(st, s->chunk);
    atomic_store_explicit(&st->state, ok ? STREAM_READY : STREAM_FAILED, memory_order_release);
}

static void destroy(struct stream *st)
{
    decode_sound_close(st->sound);
    if (st->ring.bytes)
        ring_finish(&st->ring);
    free(st);
}

static int state_of(struct stream *st)
{
    return atomic_load_explicit(&st->state, memory_order_acquire);
}

static bool wants_frames(struct stream *st)
{
    return state_of(st) == STREAM_READY &&
           atomic_load_explicit(&st->end, memory_order_relaxed) == INT64_MAX &&
           ring_ready(&st->ring) <= STREAM_RING - STREAM_CHUNK;
}

// What is to be done first: open a file, else the emptiest ring. With the lock.
static struct stream *most_urgent(struct streams *s)
{
    struct stream *best = NULL;
    uint32_t least = UINT32_MAX;
    for (struct stream *st = s->first; st; st = st->next) {
        if (state_of(st) == STREAM_OPENING)
            return st;
        if (!wants_frames(st))
            continue;
        uint32_t ready = ring_ready(&st->ring);
        if (ready < least) {
            least = ready;
            best = st;
        }
    }
    return best;
}

static void sweep(struct streams *s)
{
    for (struct stream **at = &s->first; *at;) {
        struct stream *st = *at;
        if (atomic_load_explicit(&st->unwanted, memory_order_acquire)) {
            *at = st->next;
            destroy(st);
        } else {
            at = &st->next;
        }
    }
}

static void rest(struct streams *s)
{
    if (!s->running) {
        pthread_cond_wait(&s->changed, &s->lock);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&s->changed, &s->lock, &until);
}

// Only this thread takes streams out of the list, so the one it works on stays.
static void *decode_thread(void *user)
{
    struct streams *s = user;
    pthread_mutex_lock(&s->lock);
    while (!s->quit) {
        sweep(s);
        struct stream *st = most_urgent(s);
        if (!st) {
            rest(s);
            continue;
        }
        pthread_mutex_unlock(&s->lock);
        bool opening = state_of(st) == STREAM_OPENING;
        if (opening)
            open_one(s, st);
        else
            fill(st, s->chunk);
        if (opening && s->wake)
            s->wake(s->user);
        pthread_mutex_lock(&s->lock);
        if (opening)
            pthread_cond_broadcast(&s->changed);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

bool streams_init(struct streams *s, bool direct, void (*wake)(void *), void *user)
{
    *s = (struct streams){.direct = direct, .wake = wake, .user = user};
    if (direct)
        return true;
    s->chunk = malloc(STREAM_CHUNK * DECODE_CHANNELS_MAX * sizeof *s->chunk);
    if (!s->chunk)
        return false;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&s->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&s->lock, NULL);
    if (pthread_create(&s->thread, NULL, decode_thread, s) == 0)
        return true;
    free(s->chunk);
    s->chunk = NULL;
    return false;
}

void streams_finish(struct streams *s)
{
    if (s->chunk) {
        pthread_mutex_lock(&s->lock);
        s->quit = true;
        pthread_cond_broadcast(&s->changed);
        pthread_mutex_unlock(&s->lock);
        pthread_join(s->thread, NULL);
        pthread_cond_destroy(&s->changed);
        pthread_mutex_destroy(&s->lock);
        free(s->chunk);
    }
    while (s->first) {
        struct stream *st = s->first;
        s->first = st->next;
        destroy(st);
    }
}

void streams_run(struct streams *s, bool running)
{
    if (s->direct)
        return;
    pthread_mutex_lock(&s->lock);
    s->running = running;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

struct stream *stream_open(struct streams *s, const char *path, int64_t start, double period_s)
{
    struct stream *st = calloc(1, sizeof *st);
    if (!st)
        return NULL;
    snprintf(st->path, sizeof st->path, "%s", path);
    st->start = st->head = st->filled = start;
    st->period_s = period_s;
    st->direct = s->direct;
    atomic_init(&st->state, STREAM_OPENING);
    atomic_init(&st->end, INT64_MAX);
    if (s->direct) {
        open_one(s, st);
        st->next = s->first;
        s->first = st;
        return st;
    }
    pthread_mutex_lock(&s->lock);
    st->next = s->first;
    s->first = st;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return st;
}

void stream_close(struct streams *s, struct stream *st)
{
    if (!st)
        return;
    atomic_store_explicit(&st->unwanted, true, memory_order_release);
    if (s->direct) {
        sweep(s);
        return;
    }
    pthread_mutex_lock(&s->lock);
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

void stream_wait(struct streams *s, struct stream *st)
{
    if (s->direct)
        return;
    pthread_mutex_lock(&s->lock);
    while (state_of(st) == STREAM_OPENING)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static int64_t read_direct(struct stream *st, int64_t position, float *frames, int count)
{
    if (position != st->head && !decode_sound_seek(st->sound, position))
        return 0;
    int64_t got = decode_sound_read(st->sound, frames, count);
    st->head = position + got;
    if (got < count)
        atomic_store_explicit(&st->end, st->head, memory_order_relaxed);
    return got;
}

// Frames that came too late are lost, so that the rest is in time. `frames` has room for `count`.
static int64_t read_ring(struct stream *st, int64_t position, float *frames, int count)
{
    while (st->head < position) {
        int64_t late = position - st->head;
        uint32_t n =
            ring_take_many(&st->ring, frames, late < count ? (uint32_t)late : (uint32_t)count);
        if (n == 0)
            return 0;
        st->head += n;
    }
    uint32_t got = ring_take_many(&st->ring, frames, (uint32_t)count);
    st->head += got;
    return got;
}

bool stream_read(struct stream *st, int64_t position, float *frames, int count)
{
    size_t width = (size_t)st->info.channels;
    int64_t before = st->head > position ? st->head - position : 0; // not begun yet
    if (st->direct)
        before = position < 0 ? -position : 0;
    int lead = before < count ? (int)before : count;
    memset(frames, 0, (size_t)lead * width * sizeof *frames);
    float *to = frames + (size_t)lead * width;
    int wanted = count - lead;
    int64_t end = atomic_load_explicit(&st->end, memory_order_acquire), got = 0;
    if (wanted > 0 && position + lead < end)
        got = st->direct ? read_direct(st, position + lead, to, wanted)
                         : read_ring(st, position + lead, to, wanted);
    memset(to + (size_t)got * width, 0, (size_t)(wanted - got) * width * sizeof *frames);
    return got == wanted || position + lead + got >= end ||
           atomic_load_explicit(&st->end, memory_order_acquire) != INT64_MAX;
}
