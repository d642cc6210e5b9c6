// Atomic files, bounded reading.
#include "store/store.h"
#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(struct fault *f, const char *path, const char *what)
{
    int reason = errno;
    return fault_set(f, "%s: %s: %s", path, what, strerror(reason));
}

// The length of the folder part with its slash: 0 for a bare name.
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

// Some file systems cannot sync a folder; they say EINVAL.
bool store_sync(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool synced = fsync(fd) == 0 || errno == EINVAL;
    int reason = errno;
    close(fd);
    errno = reason;
    return synced;
}

static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    size_t n = folder_length(path);
    snprintf(folder, sizeof folder, "%.*s", n ? (int)n : 1, n ? path : ".");
    return store_sync(folder);
}

bool store_put(int fd, const void *bytes, size_t length)
{
    const char *left = bytes;
    while (length > 0) {
        ssize_t n = write(fd, left, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        left += n;
        length -= (size_t)n;
    }
    return true;
}

// Who may read a file, and whose it is.
struct whose {
    mode_t mode;
    bool given; // to the owner of its folder
};

// Only root gives files away; what others write is theirs.
static bool give(int fd, const char *path, const struct whose *whose)
{
    char folder[PATH_MAX];
    struct stat st;
    size_t n = folder_length(path);
    if (!whose->given || geteuid() != 0)
        return true;
    snprintf(folder, sizeof folder, "%.*s", n ? (int)n : 1, n ? path : ".");
    return stat(folder, &st) == 0 && fchown(fd, st.st_uid, st.st_gid) == 0;
}

// Fills the temp file; closes it whatever happens.
static bool fill(int fd, const char *path, const struct whose *whose, const void *bytes,
                 size_t length)
{
    bool filled = store_put(fd, bytes, length) && give(fd, path, whose) &&
                  fchmod(fd, whose->mode) == 0 && fsync(fd) == 0;
    int reason = errno;
    if (close(fd) != 0 && filled)
        return false;
    errno = reason;
    return filled;
}

static bool write_beside(const char *path, const struct whose *whose, const void *bytes,
                         size_t length, struct fault *f)
{
    char temp[PATH_MAX];
    size_t folder = folder_length(path);
    if (snprintf(temp, sizeof temp, "%.*s.%s.XXXXXX", (int)folder, path, path + folder) >=
        (int)sizeof temp)
        return fault_set(f, "%s: the name is too long", path);
    int fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return refuse(f, path, "no file can be made beside it");
    if (!fill(fd, path, whose, bytes, length)) {
        refuse(f, path, "cannot be written");
        unlink(temp);
        return false;
    }
    if (rename(temp, path) != 0) {
        refuse(f, path, "cannot be replaced");
        unlink(temp);
        return false;
    }
    return sync_folder_of(path) || refuse(f, path, "its folder cannot be synced");
}

bool store_write(const char *path, const void *bytes, size_t length, struct fault *f)
{
    struct stat st;
    char real[PATH_MAX];
    mode_t mode = 0644;
    if (stat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode))
            return fault_set(f, "%s: is there and is no plain file", path);
        if (!realpath(path, real))
            return refuse(f, path, "cannot be followed");
        path = real;
        mode = st.st_mode & 07777;
    }
    return write_beside(path, &(struct whose){.mode = mode}, bytes, length, f);
}

bool store_write_secret(const char *path, const void *bytes, size_t length, struct fault *f)
{
    return write_beside(path, &(struct whose){.mode = 0600, .given = true}, bytes, length, f);
}

// Up to `limit` bytes and one more, to see that there are more.
static char *read_all(int fd, size_t expected, size_t limit, size_t *length)
{
    size_t room = (expected < limit ? expected : limit) + 2, n = 0;
    char *bytes = malloc(room);
    while (bytes) {
        ssize_t got = read(fd, bytes + n, room - 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(bytes);
            return NULL;
        }
        n += (size_t)got;
        if (got == 0 || n > limit)
            break;
        if (n == room - 1) { // it grew, or says no size (/proc)
            room = room * 2 > limit + 2 ? limit + 2 : room * 2;
            char *grown = realloc(bytes, room);
            if (!grown)
                free(bytes);
            bytes = grown;
        }
    }
    if (bytes)
        bytes[n] = '\0';
    *length = n;
    return bytes;
}

static char *read_open(int fd, const char *path, size_t limit, size_t *length, struct fault *f)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        refuse(f, path, "cannot be read");
        return NULL;
    }
    if (!S_ISREG(st.st_mode)) {
        fault_set(f, "%s: is no plain file", path);
        return NULL;
    }
    if (st.st_size > 0 && (uintmax_t)st.st_size > limit) {
        fault_set(f, "%s: has %jd bytes; at most %zu are read", path, (intmax_t)st.st_size, limit);
        return NULL;
    }
    char *bytes = read_all(fd, (size_t)st.st_size, limit, length);
    if (!bytes) {
        refuse(f, path, "cannot be read");
    } else if (*length > limit) {
        fault_set(f, "%s: has more than %zu bytes; at most these are read", path, limit);
        free(bytes);
        return NULL;
    }
    return bytes;
}

char *store_read(const char *path, size_t limit, size_t *length, struct fault *f)
{
    size_t unused;
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        refuse(f, path, "cannot be opened");
        return NULL;
    }
    char *bytes = read_open(fd, path, limit, length ? length : &unused, f);
    close(fd);
    return bytes;
}

// One folder; it may be there.
static bool make_folder(const char *path, struct fault *f)
{
    struct stat st;
    if (mkdir(path, 0755) == 0)
        return sync_folder_of(path) || refuse(f, path, "its parent cannot be synced");
    if (errno != EEXIST)
        return refuse(f, path, "cannot be made");
    if (stat(path, &st) != 0)
        return refuse(f, path, "cannot be read");
    return S_ISDIR(st.st_mode) || fault_set(f, "%s: is there and is no folder", path);
}

bool store_folder(const char *path, struct fault *f)
{
    char part[PATH_MAX];
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (n == 0 || n >= sizeof part)
        return fault_set(f, "\"%s\": no name for a folder", path);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && path[i] != '/')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (!make_folder(part, f))
            return false;
    }
    return true;
}
