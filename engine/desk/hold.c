// Locks on the folder of the journals: they end with the program, and leave no file behind.
#include "desk/hold.h"

#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static int open_folder(const char *file, bool make)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s", file) >= (int)sizeof path)
        return -1;
    const char *folder = dirname(path);
    if (make && !store_folder(folder, NULL))
        return -1;
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int hold_share(const char *file)
{
    int fd = open_folder(file, true);
    if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

int hold_all(const char *file, bool *none, struct fault *f)
{
    int fd = open_folder(file, false);
    *none = fd < 0;
    // A file system without locks cannot say.
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return fd;
    close(fd);
    fault_set(
        f,
        "%s: a station that runs shows it and keeps its own steps; end it, do this, and start "
        "it again",
        file);
    return -1;
}
