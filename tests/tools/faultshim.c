// Preloaded: a disk that is full, read-only or failing, and a frame that never ends, switched on
// and off while the program runs by the lines of the file FAULT_CONTROL:
//   ENOSPC create,write,sync /tmp/x/state      ERRNO, the calls that fail with it, the paths
//   hold 1234                                  SDL_GL_SwapWindow of process 1234 does not return
// Calls: open (any), create (open for writing, mkstemp, mkdir), read, write, sync, rename (unlink
// and truncate as well). What is asked of descriptors is found by the path they were opened by.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define TABLE 4096

// The control file as it is now, by bare system calls: nothing of this may come back here.
static void read_table(char table[TABLE])
{
    const char *name = getenv("FAULT_CONTROL");
    long fd = name ? syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC) : -1;
    long n = fd < 0 ? 0 : syscall(SYS_read, fd, table, TABLE - 1);
    if (fd >= 0)
        syscall(SYS_close, fd);
    table[n > 0 ? n : 0] = 0;
}

static int number_of(const char *word)
{
    return strcmp(word, "ENOSPC") == 0  ? ENOSPC
           : strcmp(word, "EROFS") == 0 ? EROFS
           : strcmp(word, "EIO") == 0   ? EIO
                                        : 0;
}

static bool listed(const char *calls, const char *call)
{
    size_t n = strlen(call);
    for (const char *at = calls; at; at = strchr(at, ','), at = at ? at + 1 : NULL)
        if (strncmp(at, call, n) == 0 && (at[n] == ',' || !at[n]))
            return true;
    return false;
}

// True: the call fails, and errno says why.
static bool fails(const char *call, const char *path)
{
    char table[TABLE], word[32], calls[128], prefix[1024], *rest = NULL;
    int before = errno;
    read_table(table);
    errno = before;
    for (char *line = strtok_r(table, "\n", &rest); path && line;
         line = strtok_r(NULL, "\n", &rest))
        if (sscanf(line, "%31s %127s %1023s", word, calls, prefix) == 3 && number_of(word) &&
            listed(calls, call) && strncmp(path, prefix, strlen(prefix)) == 0) {
            errno = number_of(word);
            return true;
        }
    return false;
}

static bool fails_at(const char *call, int fd)
{
    char link[64], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long n = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    errno = before;
    path[n > 0 ? n : 0] = 0;
    return path[0] == '/' && fails(call, path);
}

static bool open_fails(const char *path, int flags)
{
    return fails("open", path) ||
           ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails("create", path));
}

#define MACHINE(type, name, ...)  \
    type (*machine)(__VA_ARGS__); \
    *(void **)&machine = dlsym(RTLD_NEXT, name)

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...)                            \
    {                                                                     \
        va_list args;                                                     \
        va_start(args, flags);                                            \
        mode_t mode = mode_of(flags, args);                               \
        va_end(args);                                                     \
        MACHINE(int, #name, const char *, int, ...);                      \
        return open_fails(path, flags) ? -1 : machine(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                              \
    int name(int folder, const char *path, int flags, ...)                        \
    {                                                                             \
        va_list args;                                                             \
        va_start(args, flags);                                                    \
        mode_t mode = mode_of(flags, args);                                       \
        va_end(args);                                                             \
        MACHINE(int, #name, int, const char *, int, ...);                         \
        return open_fails(path, flags) ? -1 : machine(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                                                       \
    FILE *name(const char *restrict path, const char *restrict mode)                      \
    {                                                                                     \
        MACHINE(FILE *, #name, const char *, const char *);                               \
        return open_fails(path, mode[0] == 'r' && !strchr(mode, '+') ? O_RDONLY : O_RDWR) \
                   ? NULL                                                                 \
                   : machine(path, mode);                                                 \
    }
FOPEN(fopen)
FOPEN(fopen64)

#define ON_PATH(name, call)                            \
    int name(const char *path)                         \
    {                                                  \
        MACHINE(int, #name, const char *);             \
        return fails(call, path) ? -1 : machine(path); \
    }
ON_PATH(unlink, "rename")
ON_PATH(rmdir, "rename")

#define TEMPORARY(name)                                              \
    int name(char *path, int flags)                                  \
    {                                                                \
        MACHINE(int, #name, char *, int);                            \
        return open_fails(path, O_RDWR) ? -1 : machine(path, flags); \
    }
TEMPORARY(mkostemp)
TEMPORARY(mkostemp64)

int mkstemp(char *path)
{
    MACHINE(int, "mkstemp", char *);
    return open_fails(path, O_RDWR) ? -1 : machine(path);
}

int mkdir(const char *path, mode_t mode)
{
    MACHINE(int, "mkdir", const char *, mode_t);
    return fails("create", path) ? -1 : machine(path, mode);
}

int rename(const char *from, const char *to)
{
    MACHINE(int, "rename", const char *, const char *);
    return fails("rename", to) ? -1 : machine(from, to);
}

#define SYNC(name)                                      \
    int name(int fd)                                    \
    {                                                   \
        MACHINE(int, #name, int);                       \
        return fails_at("sync", fd) ? -1 : machine(fd); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                          \
    int name(int fd, off_t size)                                \
    {                                                           \
        MACHINE(int, #name, int, off_t);                        \
        return fails_at("rename", fd) ? -1 : machine(fd, size); \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

ssize_t read(int fd, void *bytes, size_t size)
{
    MACHINE(ssize_t, "read", int, void *, size_t);
    return fails_at("read", fd) ? -1 : machine(fd, bytes, size);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    MACHINE(ssize_t, "write", int, const void *, size_t);
    return fails_at("write", fd) ? -1 : machine(fd, bytes, size);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    MACHINE(ssize_t, "writev", int, const struct iovec *, int);
    return fails_at("write", fd) ? -1 : machine(fd, parts, count);
}

#define PLACED(name, call, bytes_type)                                 \
    ssize_t name(int fd, bytes_type bytes, size_t size, off_t at)      \
    {                                                                  \
        MACHINE(ssize_t, #name, int, bytes_type, size_t, off_t);       \
        return fails_at(call, fd) ? -1 : machine(fd, bytes, size, at); \
    }
PLACED(pread, "read", void *)
PLACED(pread64, "read", void *)
PLACED(pwrite, "write", const void *)
PLACED(pwrite64, "write", const void *)

static bool held(void)
{
    char table[TABLE], *rest = NULL;
    read_table(table);
    for (char *line = strtok_r(table, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (strncmp(line, "hold ", 5) == 0 && atol(line + 5) == (long)getpid())
            return true;
    return false;
}

void SDL_GL_SwapWindow(void *window);
void SDL_GL_SwapWindow(void *window)
{
    MACHINE(void, "SDL_GL_SwapWindow", void *);
    while (held())
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    machine(window);
}
