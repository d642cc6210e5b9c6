// Where the database lies, and who writes it.
//
// In the state folder each cold build has a name of its own (repertoire.<time>.db) and
// repertoire.db is a link to the one that holds, replaced by rename: SQLite's journal is named
// after the database, so one file must never take the place of another. Without a state folder that
// can be written it lies in memory (SQLite's memdb), shared by the connections of this process.
#include "index/private.h"

#include "base/clock.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINK "repertoire.db"
#define BEGINS "repertoire."

void place_forsake(struct place *p, const char *why)
{
    pthread_mutex_lock(&p->lock);
    bool told = p->memory;
    p->memory = true;
    pthread_mutex_unlock(&p->lock);
    if (!told)
        log_warning("index", "the index lies in memory and is made at each start: %s", why);
}

void place_mistrust(struct place *p)
{
    atomic_store(&p->broken, true);
}

static bool in_memory(struct place *p)
{
    pthread_mutex_lock(&p->lock);
    bool memory = p->memory;
    pthread_mutex_unlock(&p->lock);
    return memory;
}

struct place *place_create(const struct index_desc *desc, struct fault *f)
{
    struct place *p = calloc(1, sizeof *p);
    if (!p || pthread_mutex_init(&p->lock, NULL) != 0) {
        free(p);
        fault_set(f, "memory is short");
        return NULL;
    }
    pthread_mutex_init(&p->writing, NULL);
    p->list_from = desc->list_from > 0 ? desc->list_from : INDEX_LIST_FROM;
    snprintf(p->date, sizeof p->date, "%s", desc->date ? desc->date : "");
    char real[PATH_MAX];
    const char *state = desc->state ? desc->state : "";
    if (!realpath(desc->folder, real) ||
        snprintf(p->folder, sizeof p->folder, "%s", real) >= (int)sizeof p->folder ||
        snprintf(p->state, sizeof p->state, "%s", state) >= (int)sizeof p->state - 64) {
        fault_set(f, "%s: %s", desc->folder, errno ? strerror(errno) : "the name is too long");
        place_destroy(p);
        return NULL;
    }
    if (!desc->state)
        p->memory = true; // as asked: nothing to say
    else if (access(p->state, W_OK | X_OK) != 0)
        place_forsake(p, strerror(errno));
    return p;
}

void place_destroy(struct place *p)
{
    if (!p)
        return;
    sqlite3_close(p->kept);
    pthread_mutex_destroy(&p->lock);
    pthread_mutex_destroy(&p->writing);
    free(p);
}

static void path_of(const struct place *p, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", p->state, name);
}

bool place_current(struct place *p, char *name, size_t size)
{
    char path[INDEX_PATH], target[256];
    pthread_mutex_lock(&p->lock);
    bool memory = p->memory;
    snprintf(name, size, "%s", p->current);
    pthread_mutex_unlock(&p->lock);
    if (memory)
        return name[0] != '\0';
    path_of(p, LINK, path, sizeof path);
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n <= 0)
        return false;
    target[n] = '\0';
    if (strchr(target, '/') || strncmp(target, BEGINS, strlen(BEGINS)) != 0)
        return false;
    return snprintf(name, size, "%s/%s", p->state, target) < (int)size;
}

// Databases that do not hold, and what belonged to them.
static void sweep(struct place *p)
{
    char now[INDEX_PATH], path[INDEX_PATH + 260];
    const char *kept = place_current(p, now, sizeof now) ? strrchr(now, '/') + 1 : NULL;
    DIR *d = opendir(p->state);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (strncmp(e->d_name, BEGINS, strlen(BEGINS)) != 0 || !strstr(e->d_name, ".db") ||
            strcmp(e->d_name, LINK) == 0 || (kept && strncmp(e->d_name, kept, strlen(kept)) == 0))
            continue;
        snprintf(path, sizeof path, "%s/%s", p->state, e->d_name);
        unlink(path);
    }
    if (d)
        closedir(d);
}

bool place_fresh(struct place *p, char *name, size_t size)
{
    int made = atomic_fetch_add(&p->made, 1);
    if (in_memory(p))
        return snprintf(name, size, "file:/gestuaire-%p-%d?vfs=memdb", (void *)p, made) < (int)size;
    sweep(p);
    long long now = (long long)(clock_real_s() * 1e6);
    return snprintf(name, size, "%s/" BEGINS "%llx-%x-%d.db", p->state, now, (unsigned)getpid(),
                    made) < (int)size;
}

void place_discard(struct place *p, const char *name)
{
    if (!in_memory(p))
        unlink(name);
}

// In memory: a connection that is open keeps it.
static bool publish_memory(struct place *p, const char *name, struct fault *f)
{
    sqlite3 *kept = NULL;
    if (sqlite3_open_v2(name, &kept, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL) != SQLITE_OK) {
        sqlite3_close(kept);
        return fault_set(f, "%s: cannot be opened", name);
    }
    pthread_mutex_lock(&p->lock);
    sqlite3 *before = p->kept;
    p->kept = kept;
    snprintf(p->current, sizeof p->current, "%s", name);
    pthread_mutex_unlock(&p->lock);
    sqlite3_close(before);
    return true;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd >= 0)
        close(fd);
    return synced;
}

bool place_publish(struct place *p, const char *name, struct fault *f)
{
    char path[INDEX_PATH], beside[INDEX_PATH + 16];
    if (in_memory(p))
        return publish_memory(p, name, f);
    path_of(p, LINK, path, sizeof path);
    snprintf(beside, sizeof beside, "%s.%x", path, (unsigned)getpid());
    unlink(beside);
    if (!sync_path(name, O_RDONLY) || symlink(strrchr(name, '/') + 1, beside) != 0 ||
        rename(beside, path) != 0 || !sync_path(p->state, O_RDONLY | O_DIRECTORY)) {
        fault_set(f, "%s: %s", path, strerror(errno));
        unlink(beside);
        return false;
    }
    sweep(p);
    return true;
}

static bool wait_step(const struct index_watch *watch)
{
    struct timespec pause = {0, 20000000};
    nanosleep(&pause, NULL);
    return !watch || !watch->step || watch->step(watch->user, 0, 0);
}

int place_lock(struct place *p, const struct index_watch *watch)
{
    char path[INDEX_PATH];
    path_of(p, "repertoire.lock", path, sizeof path);
    int fd = in_memory(p) ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        if (!in_memory(p))
            place_forsake(p, strerror(errno));
        while (pthread_mutex_trylock(&p->writing) != 0)
            if (!wait_step(watch))
                return -1;
        return INT_MAX;
    }
    while (flock(fd, LOCK_EX | LOCK_NB) != 0)
        if ((errno != EWOULDBLOCK && errno != EINTR) || !wait_step(watch)) {
            close(fd);
            return -1;
        }
    return fd;
}

void place_unlock(struct place *p, int lock)
{
    if (lock == INT_MAX)
        pthread_mutex_unlock(&p->writing);
    else
        close(lock);
}
