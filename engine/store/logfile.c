// The buffer, the thread that empties it into the files, and the thread that reads a pipe.
#include "store/logfile.h"
#include "store/logfiles.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define REST_NS 200000000 // lines of so long are written together
#define READ_MS 100
#define STAMP 20 // "2026-11-29 19:40:12 "

struct logfile {
    struct logfiles files; // the writer's own
    int64_t (*now)(void *user);
    void *user;
    pthread_t writer, reader;
    int ends[2]; // of the pipe; -1: none
    _Atomic bool closing;

    pthread_mutex_t lock; // of what is below
    pthread_cond_t changed;
    char *waiting, *writing; // owned; of LOGFILE_BUFFER
    size_t length;
    unsigned long lost;
    bool over;
};

// Signals are those of the program's own threads.
static bool thread(pthread_t *t, void *(*run)(void *), struct logfile *l)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool made = pthread_create(t, NULL, run, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return made;
}

static size_t stamp(const struct logfile *l, char to[STAMP + 1])
{
    time_t now = l->now ? (time_t)l->now(l->user) : time(NULL);
    struct tm local = {.tm_mday = 1};
    localtime_r(&now, &local);
    return strftime(to, STAMP + 1, "%Y-%m-%d %H:%M:%S ", &local);
}

void logfile_put(struct logfile *l, const char *line, size_t length)
{
    char head[STAMP + 1];
    size_t n = stamp(l, head);
    length = length < LOGFILE_LINE ? length : LOGFILE_LINE;
    pthread_mutex_lock(&l->lock);
    bool fits = l->length + n + length + 1 <= LOGFILE_BUFFER;
    if (fits) {
        char *to = l->waiting + l->length;
        memcpy(to, head, n);
        for (size_t i = 0; i < length; i++) // one line, and a text
            to[n + i] = (unsigned char)line[i] < ' ' && line[i] != '\t' ? ' ' : line[i];
        to[n + length] = '\n';
        l->length += n + length + 1;
        pthread_cond_signal(&l->changed);
    } else {
        l->lost++;
    }
    pthread_mutex_unlock(&l->lock);
}

unsigned long logfile_lost(struct logfile *l)
{
    pthread_mutex_lock(&l->lock);
    unsigned long lost = l->lost;
    pthread_mutex_unlock(&l->lock);
    return lost;
}

// What waits becomes what is written. 0: it is over.
static size_t take(struct logfile *l)
{
    pthread_mutex_lock(&l->lock);
    while (!l->length && !l->over)
        pthread_cond_wait(&l->changed, &l->lock);
    char *full = l->waiting;
    size_t length = l->length;
    l->waiting = l->writing;
    l->writing = full;
    l->length = 0;
    pthread_mutex_unlock(&l->lock);
    return length;
}

static void rest(struct logfile *l)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += REST_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&l->lock);
    while (!l->over && pthread_cond_timedwait(&l->changed, &l->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&l->lock);
}

static void *write_all(void *user)
{
    struct logfile *l = user;
    char note[LOGFILE_LINE], head[STAMP + 1];
    unsigned long told = 0;
    logfiles_mend(&l->files);
    for (size_t length; (length = take(l)) > 0; rest(l)) {
        unsigned long lost = logfile_lost(l);
        stamp(l, head);
        if (lost > told)
            snprintf(note, sizeof note, "%slog: %lu lines are missing here%s%s\n", head,
                     lost - told, l->files.why[0] ? ": " : "", l->files.why);
        if (lost > told && !logfiles_write(&l->files, note, strlen(note), NULL))
            lost = told;
        unsigned long refused = 0;
        logfiles_write(&l->files, l->writing, length, &refused);
        pthread_mutex_lock(&l->lock);
        l->lost += refused;
        pthread_mutex_unlock(&l->lock);
        told = lost;
    }
    logfiles_close(&l->files);
    return NULL;
}

// What has come. False: nobody has the other end any more, or the log is closed and nothing is
// left: a program that outlives us may still have it.
static bool read_some(struct logfile *l, char *to, size_t room, size_t *got)
{
    struct pollfd end = {.fd = l->ends[0], .events = POLLIN};
    for (;;) {
        bool closing = atomic_load(&l->closing); // before looking: what was said before counts
        int ready = poll(&end, 1, READ_MS);
        if (ready == 0 && closing)
            return false;
        ssize_t n = ready > 0 ? read(l->ends[0], to, room) : -1;
        if (n >= 0 || (ready > 0 && errno != EINTR)) {
            *got = n > 0 ? (size_t)n : 0;
            return n > 0;
        }
    }
}

// Lines out of a pipe; one that is too long is several.
static void *read_all(void *user)
{
    struct logfile *l = user;
    char line[LOGFILE_LINE];
    size_t have = 0, got;
    while (read_some(l, line + have, sizeof line - have, &got)) {
        have += got;
        char *at = line, *end = line + have, *stop;
        for (; (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1)
            logfile_put(l, at, (size_t)(stop - at));
        have = (size_t)(end - at);
        if (have == sizeof line) {
            logfile_put(l, line, have);
            have = 0;
        }
        memmove(line, at, have);
    }
    if (have)
        logfile_put(l, line, have);
    return NULL;
}

int logfile_pipe(struct logfile *l, struct fault *f)
{
    if (l->ends[1] >= 0)
        return l->ends[1];
    if (pipe2(l->ends, O_CLOEXEC) != 0) {
        l->ends[0] = l->ends[1] = -1;
        fault_set(f, "a pipe cannot be made: %s", strerror(errno));
        return -1;
    }
    if (thread(&l->reader, read_all, l))
        return l->ends[1];
    close(l->ends[0]);
    close(l->ends[1]);
    l->ends[0] = l->ends[1] = -1;
    fault_set(f, "there is no thread to read for the log");
    return -1;
}

bool logfile_is_journal(int fd)
{
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long device, inode;
    struct stat st;
    return stream && sscanf(stream, "%lu:%lu", &device, &inode) == 2 && fstat(fd, &st) == 0 &&
           st.st_dev == device && st.st_ino == inode;
}

static bool begin(struct logfile *l)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (thread(&l->writer, write_all, l))
        return true;
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->changed);
    return false;
}

static void drop(struct logfile *l)
{
    if (l) {
        free(l->waiting);
        free(l->writing);
    }
    free(l);
}

struct logfile *logfile_create(const struct logfile_desc *desc, struct fault *f)
{
    struct logfile *l = calloc(1, sizeof *l);
    if (l) {
        l->waiting = malloc(LOGFILE_BUFFER);
        l->writing = malloc(LOGFILE_BUFFER);
        l->now = desc->now;
        l->user = desc->user;
        l->ends[0] = l->ends[1] = -1;
    }
    if (l && l->waiting && l->writing && logfiles_init(&l->files, desc, f) && begin(l))
        return l;
    if (!l || !l->waiting || !l->writing)
        fault_set(f, "memory is short");
    drop(l);
    return NULL;
}

void logfile_destroy(struct logfile *l)
{
    if (!l)
        return;
    if (l->ends[1] >= 0) {
        atomic_store(&l->closing, true);
        close(l->ends[1]);
        pthread_join(l->reader, NULL);
        close(l->ends[0]);
    }
    pthread_mutex_lock(&l->lock);
    l->over = true;
    pthread_cond_signal(&l->changed);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->writer, NULL);
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->changed);
    drop(l);
}
