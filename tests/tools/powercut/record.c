// LD_PRELOAD: what a program does to the files below a folder, in order, for tests/tools/powercut.
// $POWERCUT_FOLDER is that folder (a real path), $POWERCUT_TO the file that is appended to. A file
// or folder is named by its inode, a place by its path inside the folder. Lines, each ended by \n:
//   C inode path       a file was made        M inode path     a folder was made
//   L inode path       a link (hard)          Y inode length path, then the target: a symbolic link
//   W inode at length  then so many bytes     T inode size     truncated, or made so long
//   S inode            fsync                  U path           unlinked, or a folder removed
//   R from\tto         renamed                X from\tto       exchanged
//   K text             the program says where it is: access("/powercut/TEXT")
//   ! text             what this recorder does not understand; the replay refuses the whole
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MARK "/powercut/"
#define MODE_GIVEN(flags) ((flags) & (O_CREAT | __O_TMPFILE))

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER; // an operation and its line are one

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static const char *folder(void)
{
    return getenv("POWERCUT_FOLDER");
}

static void put(const char *head, const void *bytes, size_t length)
{
    struct iovec parts[3] = {{(char *)head, strlen(head)}, {(void *)bytes, length}, {"\n", 1}};
    const char *to = getenv("POWERCUT_TO");
    int fd =
        to ? (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)
           : -1;
    size_t all = parts[0].iov_len + length + 1;
    if (fd < 0 || syscall(SYS_writev, fd, parts, 3) != (ssize_t)all)
        abort(); // a hole in the record would prove nothing
    syscall(SYS_close, fd);
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    char line[3 * PATH_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    put(line, NULL, 0);
}

static const char *below(const char *path)
{
    const char *top = folder();
    size_t n = top ? strlen(top) : 0;
    return n && strncmp(path, top, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

// The path inside the folder of a name whose own link is not followed; NULL: it is elsewhere.
static const char *place(int at, const char *path, char to[2 * PATH_MAX])
{
    char given[2 * PATH_MAX], parent[PATH_MAX], link[64];
    int saved = errno;
    if (!folder() || !path)
        return NULL;
    given[0] = '\0';
    if (path[0] != '/' && at != AT_FDCWD) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t n = readlink(link, given, PATH_MAX);
        given[n > 0 ? n : 0] = '\0';
        strcat(given, "/");
    }
    strncat(given, path, PATH_MAX - 1);
    size_t n = strlen(given);
    while (n > 1 && given[n - 1] == '/')
        given[--n] = '\0';
    char *slash = strrchr(given, '/');
    const char *name = slash ? slash + 1 : given;
    char upper[2 * PATH_MAX];
    snprintf(upper, sizeof upper, "%.*s", slash ? (int)(slash - given) : 1, slash ? given : ".");
    bool there = realpath(upper[0] ? upper : "/", parent) != NULL;
    snprintf(to, 2 * PATH_MAX, "%s/%s", parent, name);
    errno = saved;
    return there ? below(to) : NULL;
}

static unsigned long inode(int at, const char *inside)
{
    char path[2 * PATH_MAX];
    struct stat st;
    (void)at;
    snprintf(path, sizeof path, "%s/%s", folder(), inside);
    return lstat(path, &st) == 0 ? st.st_ino : 0;
}

// Of an open file or folder of ours; 0: elsewhere, or none.
static unsigned long ours(int fd, bool *directory)
{
    char link[64], path[PATH_MAX];
    struct stat st;
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = folder() ? readlink(link, path, sizeof path - 1) : -1;
    path[n > 0 ? n : 0] = '\0';
    bool is = n > 0 && (below(path) || strcmp(path, folder()) == 0) && fstat(fd, &st) == 0 &&
              (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
    errno = saved;
    if (is && directory)
        *directory = S_ISDIR(st.st_mode);
    return is ? st.st_ino : 0;
}

// ---- made ----

static int opened(int at, const char *path, int flags, mode_t mode)
{
    char full[2 * PATH_MAX];
    pthread_mutex_lock(&one);
    const char *inside = place(at, path, full);
    bool was = inside && inode(at, inside) != 0;
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    int saved = errno;
    if (inside && fd >= 0 && (flags & __O_TMPFILE) == __O_TMPFILE)
        say("! a file without a name: %s", inside);
    if (inside && fd >= 0 && !was && (flags & O_CREAT))
        say("C %lu %s", inode(at, inside), inside);
    else if (fd >= 0 && (flags & O_TRUNC) && ours(fd, NULL))
        say("T %lu 0", ours(fd, NULL));
    pthread_mutex_unlock(&one);
    errno = saved;
    return fd;
}

#define OPEN(name)                                                  \
    int name(const char *path, int flags, ...)                      \
    {                                                               \
        va_list args;                                               \
        va_start(args, flags);                                      \
        mode_t mode = MODE_GIVEN(flags) ? va_arg(args, mode_t) : 0; \
        va_end(args);                                               \
        return opened(AT_FDCWD, path, flags, mode);                 \
    }
#define OPENAT(name)                                                \
    int name(int at, const char *path, int flags, ...)              \
    {                                                               \
        va_list args;                                               \
        va_start(args, flags);                                      \
        mode_t mode = MODE_GIVEN(flags) ? va_arg(args, mode_t) : 0; \
        va_end(args);                                               \
        return opened(at, path, flags, mode);                       \
    }
OPEN(open)
OPEN(open64)
OPEN(__open_2)
OPEN(__open64_2)
OPENAT(openat)
OPENAT(openat64)
OPENAT(__openat_2)
OPENAT(__openat64_2)

int creat(const char *path, mode_t mode)
{
    return opened(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

// libc's own calls inside these pass us by.
static int made(int fd, const char *path)
{
    char full[2 * PATH_MAX];
    const char *inside = fd >= 0 ? place(AT_FDCWD, path, full) : NULL;
    if (inside)
        say("C %lu %s", inode(AT_FDCWD, inside), inside);
    pthread_mutex_unlock(&one);
    return fd;
}

#define MKOSTEMP(name)                                                       \
    int name(char *path, int flags)                                          \
    {                                                                        \
        pthread_mutex_lock(&one);                                            \
        return made(((int (*)(char *, int))real(#name))(path, flags), path); \
    }
#define MKSTEMP(name)                                            \
    int name(char *path)                                         \
    {                                                            \
        pthread_mutex_lock(&one);                                \
        return made(((int (*)(char *))real(#name))(path), path); \
    }
MKOSTEMP(mkostemp)
MKOSTEMP(mkostemp64)
MKSTEMP(mkstemp)
MKSTEMP(mkstemp64)

char *mkdtemp(char *path)
{
    char full[2 * PATH_MAX];
    pthread_mutex_lock(&one);
    char *made_one = ((char *(*)(char *))real("mkdtemp"))(path);
    const char *inside = made_one ? place(AT_FDCWD, path, full) : NULL;
    if (inside)
        say("M %lu %s", inode(AT_FDCWD, inside), inside);
    pthread_mutex_unlock(&one);
    return made_one;
}

// One call that changes a name, and its line when it went well.
#define NAMED(call, at, path, ...)                   \
    do {                                             \
        char full_[2 * PATH_MAX];                    \
        pthread_mutex_lock(&one);                    \
        const char *inside = place(at, path, full_); \
        int result_ = (int)(call), saved_ = errno;   \
        if (inside && result_ == 0)                  \
            say(__VA_ARGS__);                        \
        pthread_mutex_unlock(&one);                  \
        errno = saved_;                              \
        return result_;                              \
    } while (0)

int mkdirat(int at, const char *path, mode_t mode)
{
    NAMED(syscall(SYS_mkdirat, at, path, mode), at, path, "M %lu %s", inode(at, inside), inside);
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

int unlinkat(int at, const char *path, int flags)
{
    NAMED(syscall(SYS_unlinkat, at, path, flags), at, path, "U %s", inside);
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
    struct stat st;
    bool directory = lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
    return unlinkat(AT_FDCWD, path, directory ? AT_REMOVEDIR : 0);
}

int symlinkat(const char *target, int at, const char *path)
{
    NAMED(syscall(SYS_symlinkat, target, at, path), at, path, "Y %lu %zu %s\n%s", inode(at, inside),
          strlen(target), inside, target);
}

int symlink(const char *target, const char *path)
{
    return symlinkat(target, AT_FDCWD, path);
}

int linkat(int from_at, const char *from, int at, const char *path, int flags)
{
    NAMED(syscall(SYS_linkat, from_at, from, at, path, flags), at, path, "L %lu %s",
          inode(at, inside), inside);
}

int link(const char *from, const char *path)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, path, 0);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    char from_full[2 * PATH_MAX], to_full[2 * PATH_MAX];
    pthread_mutex_lock(&one);
    const char *from_inside = place(from_at, from, from_full),
               *to_inside = place(to_at, to, to_full);
    int result = (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags), saved = errno;
    if (result == 0 && from_inside && to_inside)
        say("%s %s\t%s", flags & RENAME_EXCHANGE ? "X" : "R", from_inside, to_inside);
    else if (result == 0 && (from_inside || to_inside))
        say("! a rename over the border: %s %s", from, to);
    pthread_mutex_unlock(&one);
    errno = saved;
    return result;
}

int renameat(int from_at, const char *from, int to_at, const char *to)
{
    return renameat2(from_at, from, to_at, to, 0);
}

int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

// ---- written ----

static ssize_t wrote(int fd, long long at, const struct iovec *parts, int count, ssize_t n)
{
    int saved = errno;
    unsigned long file = n > 0 ? ours(fd, NULL) : 0;
    char *bytes = file ? malloc((size_t)n) : NULL, head[100];
    size_t have = 0;
    for (int i = 0; bytes && i < count && have < (size_t)n; i++) {
        size_t piece = parts[i].iov_len < (size_t)n - have ? parts[i].iov_len : (size_t)n - have;
        memcpy(bytes + have, parts[i].iov_base, piece);
        have += piece;
    }
    if (file) {
        snprintf(head, sizeof head, "W %lu %lld %zd\n", file,
                 at >= 0 ? at : (long long)lseek(fd, 0, SEEK_CUR) - n, n);
        put(head, bytes, have);
    }
    free(bytes);
    pthread_mutex_unlock(&one);
    errno = saved;
    return n;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    const struct iovec part = {(void *)bytes, length};
    pthread_mutex_lock(&one);
    return wrote(fd, -1, &part, 1, syscall(SYS_write, fd, bytes, length));
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    pthread_mutex_lock(&one);
    return wrote(fd, -1, parts, count, syscall(SYS_writev, fd, parts, count));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at)
{
    const struct iovec part = {(void *)bytes, length};
    pthread_mutex_lock(&one);
    return wrote(fd, at, &part, 1, syscall(SYS_pwrite64, fd, bytes, length, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
    return pwrite(fd, bytes, length, at);
}

static int sized(int fd, int result)
{
    int saved = errno;
    struct stat st;
    unsigned long file = result == 0 ? ours(fd, NULL) : 0;
    if (file && fstat(fd, &st) == 0)
        say("T %lu %lld", file, (long long)st.st_size);
    pthread_mutex_unlock(&one);
    errno = saved;
    return result;
}

int ftruncate(int fd, off_t size)
{
    pthread_mutex_lock(&one);
    return sized(fd, (int)syscall(SYS_ftruncate, fd, size));
}

int ftruncate64(int fd, off64_t size)
{
    return ftruncate(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t length)
{
    pthread_mutex_lock(&one);
    return sized(fd, (int)syscall(SYS_fallocate, fd, mode, at, length));
}

int fallocate64(int fd, int mode, off64_t at, off64_t length)
{
    return fallocate(fd, mode, at, length);
}

int posix_fallocate(int fd, off_t at, off_t length)
{
    return fallocate(fd, 0, at, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t at, off64_t length)
{
    return posix_fallocate(fd, at, length);
}

int truncate(const char *path, off_t size)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC), result = fd < 0 ? -1 : ftruncate(fd, size);
    int saved = errno;
    if (fd >= 0)
        close(fd);
    errno = saved;
    return result;
}

// ---- synced: fdatasync keeps what is needed to read the data back, so no less here ----

static int synced(int fd, int result)
{
    int saved = errno;
    unsigned long file = result == 0 ? ours(fd, NULL) : 0;
    if (file)
        say("S %lu", file);
    pthread_mutex_unlock(&one);
    errno = saved;
    return result;
}

int fsync(int fd)
{
    pthread_mutex_lock(&one);
    return synced(fd, (int)syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
    pthread_mutex_lock(&one);
    return synced(fd, (int)syscall(SYS_fdatasync, fd));
}

// ---- said ----

int access(const char *path, int mode)
{
    if (strncmp(path, MARK, sizeof MARK - 1) == 0) {
        pthread_mutex_lock(&one);
        say("K %s", path + sizeof MARK - 1);
        pthread_mutex_unlock(&one);
    }
    return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}
