// A file that only grows, and what is left of it after a cut.
#include "desk/journal.h"

#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUM 9 // eight digits and a blank

// FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/
static uint32_t sum_of(const char *bytes, size_t length)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * 16777619u;
    return sum;
}

static bool take_line(const char *at, size_t length, bool (*take)(void *user, json_t *line),
                      void *user)
{
    char sum[SUM];
    if (length <= SUM || length > JOURNAL_LINE)
        return false;
    snprintf(sum, sizeof sum, "%08x", (unsigned)sum_of(at + SUM, length - SUM));
    if (memcmp(at, sum, SUM - 1) != 0 || at[SUM - 1] != ' ')
        return false;
    json_t *line = json_loadb(at + SUM, length - SUM, 0, NULL);
    bool good = json_is_object(line) && take(user, line);
    json_decref(line);
    return good;
}

static bool understood(void *user, json_t *line)
{
    return true;
}

size_t journal_whole(const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop || !take_line(at, (size_t)(stop - at), understood, NULL))
            break;
        at = stop + 1;
    }
    return (size_t)(at - text);
}

// Lines behind a broken one are somebody's work: they are laid beside the file.
static void set_aside(const char *path, const char *rest, size_t length, int number,
                      struct fault *said)
{
    char beside[4096];
    bool cut = !memchr(rest, '\n', length);
    snprintf(beside, sizeof beside, "%s.broken", path);
    if (cut)
        fault_set(said, "%s:%d: the last step was cut off; the one before it holds", path, number);
    else if (store_write(beside, rest, length, NULL))
        fault_set(said, "%s:%d: is broken; what was before it holds, the rest is kept in %s", path,
                  number, beside);
    else
        fault_set(said, "%s:%d: is broken; what was before it holds", path, number);
}

bool journal_read(struct journal *j, const char *path, bool (*take)(void *user, json_t *line),
                  void *user, struct fault *said)
{
    *j = (struct journal){.path = strdup(path), .fd = -1};
    *said = (struct fault){0};
    if (!j->path)
        return fault_set(&j->why, "no memory");
    size_t length = 0;
    int number = 1;
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    char *text = store_read(path, JOURNAL_BYTES, &length, &j->why);
    j->refused = !text;
    j->size = (long long)length;
    if (!text)
        return false;
    const char *at = text, *end = text + length;
    for (; at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop || !take_line(at, (size_t)(stop - at), take, user))
            break;
        at = stop + 1;
    }
    j->synced = at - text;
    if (at < end)
        set_aside(path, at, (size_t)(end - at), number, said);
    free(text);
    return true;
}

static bool refuse(struct journal *j, const char *what)
{
    int reason = errno;
    return fault_set(&j->why, "%s: %s: %s", j->path, what, strerror(reason));
}

static bool folder_of(struct journal *j, char folder[4096], bool make)
{
    if (snprintf(folder, 4096, "%s", j->path) >= 4096)
        return fault_set(&j->why, "%s: the name is too long", j->path);
    char *above = dirname(folder);
    memmove(folder, above, strlen(above) + 1);
    return !make || store_folder(folder, &j->why);
}

static bool open_file(struct journal *j)
{
    char folder[4096];
    struct stat st;
    if (j->fd >= 0)
        return true;
    if (j->refused || !folder_of(j, folder, true))
        return false;
    bool was = access(j->path, F_OK) == 0;
    int fd = open(j->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return refuse(j, "cannot be written");
    j->made = j->made || !was;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return fault_set(&j->why, "%s: another program of ours writes it", j->path);
    }
    // What was cut off is no part of it.
    bool same = fstat(fd, &st) == 0 && st.st_size == j->size;
    if (!same || ftruncate(fd, j->synced) != 0) {
        close(fd);
        return same ? refuse(j, "cannot be continued")
                    : fault_set(&j->why, "%s: another program has written it; start anew", j->path);
    }
    j->fd = fd;
    return true;
}

// What is not in the file yet.
static bool write_rest(struct journal *j)
{
    size_t rest = j->waiting_length - j->written;
    long long at = j->synced + (long long)j->written;
    size_t done = 0;
    ssize_t n = 1;
    while (done < rest && n > 0) { // only what finds no room at all is told why
        n = pwrite(j->fd, j->waiting + j->written + done, rest - done, at + (long long)done);
        done += n > 0 ? (size_t)n : 0;
    }
    if (done < rest) {
        refuse(j, "cannot be written");
        if (ftruncate(j->fd, at) != 0) // a half line is known by its sum as well
            j->written = 0;
        return false;
    }
    j->written = j->waiting_length;
    return true;
}

bool journal_flush(struct journal *j)
{
    if (!j->path || j->written == j->waiting_length)
        return true;
    bool again = j->why.text[0]; // it is kept when the disk has it, not before
    if (!open_file(j) || !write_rest(j))
        return false;
    if (again || j->written > JOURNAL_UNSYNCED)
        return journal_sync(j);
    return true;
}

static bool wait_for(struct journal *j, const char *text, size_t length)
{
    size_t needed = j->waiting_length + SUM + length + 2;
    if (needed > JOURNAL_WAITING)
        return false;
    if (needed > j->waiting_room) {
        size_t room = needed * 2;
        char *grown = realloc(j->waiting, room);
        if (!grown)
            return false;
        j->waiting = grown;
        j->waiting_room = room;
    }
    char *to = j->waiting + j->waiting_length;
    snprintf(to, SUM + 1, "%08x ", (unsigned)sum_of(text, length));
    memcpy(to + SUM, text, length);
    to[SUM + length] = '\n';
    j->waiting_length += SUM + length + 1;
    return true;
}

bool journal_add(struct journal *j, json_t *line)
{
    if (!j->path) {
        json_decref(line);
        return true;
    }
    char *text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(17));
    json_decref(line);
    bool taken = text && wait_for(j, text, strlen(text));
    free(text);
    return taken ? journal_flush(j) : fault_set(&j->why, "%s: too much waits for it", j->path);
}

// A file that was made here is only there when its folder says so.
static bool sync_all(struct journal *j)
{
    char folder[4096];
    if (fdatasync(j->fd) != 0)
        return false;
    j->made = j->made && !(folder_of(j, folder, false) && store_sync(folder));
    return !j->made;
}

bool journal_sync(struct journal *j)
{
    if (j->fd < 0 || !j->written)
        return true;
    if (!sync_all(j)) {
        refuse(j, "cannot be synced");
        j->written = 0;
        return false;
    }
    j->synced += (long long)j->written;
    memmove(j->waiting, j->waiting + j->written, j->waiting_length - j->written);
    j->waiting_length -= j->written;
    j->written = 0;
    j->why = (struct fault){0};
    return true;
}

void journal_close(struct journal *j)
{
    journal_flush(j);
    journal_sync(j);
    if (j->fd >= 0)
        close(j->fd);
    free(j->path);
    free(j->waiting);
    *j = (struct journal){.fd = -1};
}
