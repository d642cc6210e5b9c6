// A thread that keeps an index up to date: at once, then whenever a file changes (inotify).
#include "index/shelf.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#define CHANGED 1024    // files that are looked at by name; more: all are compared
#define QUIET_MS 15     // who saves several files at once is waited for
#define PATIENCE_MS 150 // but no longer than this
#define DOUBT_MS 2000   // between looks whether a search found the index broken
#define MISSED 5        // an update that failed is done again after 2, 4 … 32 such looks
#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE)
#define FOLDERS (IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_MOVE_SELF | IN_ONLYDIR)

struct index_builder {
    struct place *place; // borrowed
    pthread_t thread;
    int wake, watch;               // eventfd, inotify; -1: none
    int root;                      // the watch of the folder itself; -1: none, it is not there
    int folders[REPERTOIRE_TYPES]; // their watches; -1: none
    atomic_bool stop, busy;
    atomic_int done, total;
    int missed; // updates that failed in a row, MISSED at most
    int looks;  // in vain, since the last one
    pthread_mutex_t lock;
    char day[16]; // asked for; "": as it is
};

static bool step(void *user, int done, int total)
{
    struct index_builder *b = user;
    atomic_store(&b->done, done);
    atomic_store(&b->total, total);
    return !atomic_load(&b->stop);
}

static void tell(struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        if (faults->entries[i].level == FAULT_ERROR)
            log_warning("index", "%s", faults->entries[i].text);
    if (faults->dropped)
        log_warning("index", "and %d more", faults->dropped);
    faults_finish(faults);
}

// When it fails what changed is not known any more: then all are compared.
static void update(struct index_builder *b, const struct sources *only)
{
    const struct index_watch watch = {step, b};
    struct faults faults = {0};
    struct update u = {.place = b->place, .watch = &watch, .faults = &faults, .only = only};
    pthread_mutex_lock(&b->lock);
    snprintf(u.day, sizeof u.day, "%s", b->day);
    pthread_mutex_unlock(&b->lock);
    atomic_store(&b->busy, true);
    if (update_run(&u))
        b->missed = 0;
    else if (b->missed < MISSED)
        b->missed++;
    b->looks = 0;
    atomic_store(&b->busy, false);
    tell(&faults);
}

// ---- what changed ----

static void watch_folders(struct index_builder *b)
{
    char path[INDEX_PATH + 64];
    if (b->watch < 0)
        return;
    b->root = inotify_add_watch(b->watch, b->place->folder, FOLDERS);
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        snprintf(path, sizeof path, "%s/%s", b->place->folder,
                 repertoire_folder((enum repertoire_type)t));
        b->folders[t] = inotify_add_watch(b->watch, path, CHANGES | IN_ONLYDIR | IN_DONT_FOLLOW);
    }
}

// The folder went: it is looked for by its name until it is there again.
static void lose_root(struct index_builder *b)
{
    inotify_rm_watch(b->watch, b->root); // it was moved and would still be followed
    b->root = -1;
}

static void note(struct index_builder *b, const struct inotify_event *e, struct sources *changed,
                 bool *all)
{
    struct source s = {.type = -1};
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        if (b->folders[t] == e->wd)
            s.type = t;
    if (e->wd == b->root && e->mask & (IN_MOVE_SELF | IN_IGNORED))
        lose_root(b);
    if (s.type < 0 || e->mask & (IN_Q_OVERFLOW | IN_IGNORED) || changed->count == CHANGED) {
        *all = true; // a folder came or went, or too much happened
        return;
    }
    if (!e->len || !source_is_record(e->name))
        return;
    snprintf(s.name, sizeof s.name, "%s", e->name);
    for (int i = 0; i < changed->count; i++)
        if (changed->items[i].type == s.type && strcmp(changed->items[i].name, s.name) == 0)
            return;
    if (!sources_add(changed, &s))
        *all = true;
}

static void read_events(struct index_builder *b, struct sources *changed, bool *all)
{
    _Alignas(struct inotify_event) char bytes[8192];
    ssize_t n;
    while ((n = read(b->watch, bytes, sizeof bytes)) > 0)
        for (char *at = bytes; at < bytes + n;) {
            const struct inotify_event *e = (const struct inotify_event *)(void *)at;
            note(b, e, changed, all);
            at += sizeof *e + e->len;
        }
}

// Nothing was heard for DOUBT_MS: is there a reason to compare all files nevertheless? A folder
// that is back, an index that a search found broken, an update that failed.
static bool doubts(struct index_builder *b)
{
    b->looks++;
    if (b->watch >= 0 && b->root < 0) {
        watch_folders(b);
        if (b->root >= 0)
            return true;
    }
    return atomic_load(&b->place->broken) || (b->missed && b->looks >= 1 << b->missed);
}

// Until something changed and it is quiet again. False: it shall stop.
static bool wait_for_changes(struct index_builder *b, struct sources *changed, bool *all)
{
    struct pollfd sources[2] = {{b->wake, POLLIN, 0}, {b->watch, POLLIN, 0}};
    int64_t first_ns = 0;
    *all = false;
    for (;;) {
        bool any = *all || changed->count;
        int ready = poll(sources, b->watch < 0 ? 1 : 2, any ? QUIET_MS : DOUBT_MS);
        if (atomic_load(&b->stop))
            return false;
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready == 0 && !any) {
            if (!doubts(b))
                continue;
            *all = true; // now, not when the next file changes
            return true;
        }
        uint64_t count;
        if (ready > 0 && sources[0].revents && read(b->wake, &count, sizeof count) > 0)
            *all = true;
        if (ready > 0 && b->watch >= 0 && sources[1].revents)
            read_events(b, changed, all);
        if (!any)
            first_ns = clock_monotonic_ns();
        if (any && (ready == 0 || clock_monotonic_ns() - first_ns > PATIENCE_MS * 1000000))
            return true;
    }
}

static void *run(void *user)
{
    struct index_builder *b = user;
    struct sources changed = {0};
    bool all = true;
    watch_folders(b); // before it looks: what changes meanwhile is heard
    do {
        if (all)
            watch_folders(b);
        update(b, all || b->missed ? NULL : &changed);
        changed.count = 0;
    } while (!atomic_load(&b->stop) && wait_for_changes(b, &changed, &all));
    free(changed.items);
    return NULL;
}

// ---- its life ----

static void finish(struct index_builder *b)
{
    if (b->wake >= 0)
        close(b->wake);
    if (b->watch >= 0)
        close(b->watch);
    pthread_mutex_destroy(&b->lock);
    free(b);
}

struct index_builder *index_builder_start(struct index *x, struct fault *f)
{
    struct index_builder *b = calloc(1, sizeof *b);
    if (!b || pthread_mutex_init(&b->lock, NULL) != 0) {
        free(b);
        fault_set(f, "memory is short");
        return NULL;
    }
    b->place = x->place;
    b->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    b->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (b->watch < 0)
        log_warning("index", "%s: changes are not seen while it runs: %s", b->place->folder,
                    strerror(errno));
    atomic_store(&b->busy, true); // until it has looked
    int error = b->wake < 0 ? errno : pthread_create(&b->thread, NULL, run, b);
    if (!error)
        return b;
    fault_set(f, "the index has no thread: %s", strerror(error));
    finish(b);
    return NULL;
}

static void wake(struct index_builder *b)
{
    uint64_t one = 1;
    if (write(b->wake, &one, sizeof one) < 0)
        log_debug("index", "is awake already");
}

void index_builder_stop(struct index_builder *b)
{
    if (!b)
        return;
    atomic_store(&b->stop, true);
    wake(b);
    pthread_join(b->thread, NULL);
    finish(b);
}

void index_builder_day(struct index_builder *b, const char *date)
{
    pthread_mutex_lock(&b->lock);
    snprintf(b->day, sizeof b->day, "%s", date);
    pthread_mutex_unlock(&b->lock);
    wake(b);
}

bool index_builder_busy(const struct index_builder *b, int *done, int *total)
{
    *done = atomic_load(&b->done);
    *total = atomic_load(&b->total);
    return atomic_load(&b->busy);
}
