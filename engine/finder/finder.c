// What was asked and what was answered: the main thread's side.
#include "finder/private.h"

#include "base/clock.h"
#include "base/log.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

// More than can be under way: an answer to each that is kept, each note, and what changed.
#define TOLD (FINDER_KEPT * 2)

void finder_signal(int fd)
{
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0) // only a full counter fails, and that wakes as well
        break;
}

struct finder *finder_create(const struct finder_desc *desc, struct fault *fault)
{
    struct finder *f = calloc(1, sizeof *f);
    if (!f) {
        fault_set(fault, "memory is short");
        return NULL;
    }
    f->desc = *desc;
    f->ask_fd = f->tell_fd = -1;
    snprintf(f->folder, sizeof f->folder, "%s", desc->folder);
    snprintf(f->state, sizeof f->state, "%s", desc->state ? desc->state : "");
    snprintf(f->date, sizeof f->date, "%s", desc->date ? desc->date : "");
    f->ask_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    f->tell_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (f->ask_fd < 0 || f->tell_fd < 0 ||
        !ring_init(&f->asked, FINDER_KEPT, sizeof(struct finder_asked)) ||
        !ring_init(&f->jobs, FINDER_WRITES, sizeof(struct finder_job)) ||
        !ring_init(&f->told, TOLD, sizeof(struct finder_told))) {
        fault_set(fault, "memory is short");
        finder_destroy(f);
        return NULL;
    }
    return f;
}

bool finder_begin(struct finder *f)
{
    if (f->runs || f->failed)
        return f->runs;
    f->runs = pthread_create(&f->thread, NULL, finder_look, f) == 0;
    f->failed = !f->runs;
    if (f->failed)
        log_error("finder", "there is no thread to look for what scenes ask; they find nothing");
    return f->runs;
}

static void take_value(struct finder *f, const struct finder_told *t)
{
    struct finder_kept *k = &f->kept[t->slot];
    k->asked = false;
    k->generation = t->generation;
    if (t->value && k->value && json_equal(t->value, k->value)) {
        json_decref(t->value);
        return; // another index, the same answer
    }
    json_decref(k->value);
    k->value = t->value ? t->value : json_object();
    k->number = ++f->numbers;
}

static void take_records(struct finder *f, const struct finder_told *t)
{
    if (f->people) // older than these
        f->desc.drop(f->people);
    f->people = NULL;
    if (t->said == FINDER_PEOPLE) {
        f->people = t->records;
        return;
    }
    if (f->records)
        f->desc.drop(f->records);
    f->records = t->records;
}

static void take_told(struct finder *f)
{
    struct finder_told t;
    uint64_t count;
    while (read(f->tell_fd, &count, sizeof count) > 0)
        continue;
    while (ring_take(&f->told, &t)) {
        f->version++;
        f->changes += f->generation != t.generation;
        f->generation = t.generation;
        if (t.said == FINDER_ANSWER)
            take_value(f, &t);
        if (t.said == FINDER_RECORDS || t.said == FINDER_PEOPLE)
            take_records(f, &t);
        if (t.said == FINDER_WRITTEN)
            write_take(f, &t);
    }
}

void finder_destroy(struct finder *f)
{
    if (!f)
        return;
    if (f->runs) {
        atomic_store(&f->stop, true);
        finder_signal(f->ask_fd);
        pthread_join(f->thread, NULL);
    }
    write_finish(f);
    if (f->told.bytes)
        take_told(f);
    if (f->records)
        f->desc.drop(f->records);
    if (f->people)
        f->desc.drop(f->people);
    for (int i = 0; i < FINDER_KEPT; i++)
        json_decref(f->kept[i].value);
    ring_finish(&f->asked);
    ring_finish(&f->jobs);
    ring_finish(&f->told);
    if (f->ask_fd >= 0)
        close(f->ask_fd);
    if (f->tell_fd >= 0)
        close(f->tell_fd);
    free(f);
}

uint64_t finder_update(struct finder *f)
{
    if (!f->desc.stepped)
        finder_begin(f);
    take_told(f);
    return f->version;
}

uint64_t finder_changes(const struct finder *f)
{
    return f->changes;
}

// What answers say of records may be another from now on.
static struct repertoire *hand_over(struct finder *f, struct repertoire **told)
{
    struct repertoire *records = *told;
    if (!records)
        return NULL;
    *told = NULL;
    f->changes++;
    for (int i = 0; i < FINDER_KEPT; i++)
        if (f->kept[i].value)
            f->kept[i].number = ++f->numbers;
    return records;
}

struct repertoire *finder_records(struct finder *f)
{
    return hand_over(f, &f->records);
}

struct repertoire *finder_people(struct finder *f)
{
    return hand_over(f, &f->people);
}

// FNV-1a (Fowler, Noll, Vo), 64 bits; never 0.
static uint64_t hash_of(const struct finder_question *q)
{
    const unsigned char *bytes = (const unsigned char *)q;
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < sizeof *q; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash ? hash : 1;
}

// Where the question is kept, or the place of the one that was asked for longest ago. NULL: all of
// them are under way.
static struct finder_kept *find_place(struct finder *f, const struct finder_question *q,
                                      uint64_t hash)
{
    struct finder_kept *oldest = NULL;
    for (int i = 0; i < FINDER_KEPT; i++) {
        struct finder_kept *k = &f->kept[i];
        if (k->hash == hash && memcmp(&k->question, q, sizeof *q) == 0)
            return k;
        if (!k->asked && (!oldest || k->used < oldest->used))
            oldest = k;
    }
    if (!oldest)
        return NULL;
    json_decref(oldest->value);
    *oldest = (struct finder_kept){.hash = hash};
    oldest->question = *q;
    return oldest;
}

static bool is_known(const struct finder *f, const struct finder_kept *k)
{
    return k->value && !k->asked && k->generation == f->generation;
}

static bool put_asked(struct finder *f, struct finder_kept *k)
{
    struct finder_asked a = {.slot = (int)(k - f->kept)};
    a.question = k->question;
    k->asked = finder_begin(f) && ring_put(&f->asked, &a);
    if (k->asked)
        finder_signal(f->ask_fd);
    return k->asked;
}

void finder_wait(struct finder *f, const bool *asked, double for_s)
{
    double until_s = (double)clock_monotonic_ns() * 1e-9 + for_s;
    take_told(f);
    while (*asked) {
        double left_s = until_s - (double)clock_monotonic_ns() * 1e-9;
        struct pollfd p = {.fd = f->tell_fd, .events = POLLIN};
        struct timespec left = {(time_t)fmax(left_s, 0), (long)(fmod(fmax(left_s, 0), 1) * 1e9)};
        if (left_s <= 0)
            return;
        ppoll(&p, 1, &left, NULL);
        take_told(f);
    }
}

struct finder_answer finder_ask(struct finder *f, const struct finder_question *q)
{
    uint64_t hash = hash_of(q);
    take_told(f);
    struct finder_kept *k = find_place(f, q, hash);
    if (!k)
        return (struct finder_answer){.question = hash, .pending = true};
    k->used = ++f->uses;
    if (!is_known(f, k) && !k->asked && put_asked(f, k))
        finder_wait(f, &k->asked, f->desc.stepped ? FINDER_STEPPED_S : FINDER_WAIT_S);
    return (struct finder_answer){
        .value = k->value, .number = k->number, .question = hash, .pending = !is_known(f, k)};
}

bool finder_answered(const struct finder *f, uint64_t question)
{
    for (int i = 0; i < FINDER_KEPT; i++)
        if (f->kept[i].hash == question)
            return is_known(f, &f->kept[i]);
    return true; // it made room: who still wants it asks again
}
