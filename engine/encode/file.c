// Files written beside their name and renamed when they are whole.
#include "encode/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NAMES = 100 }; // parts of this process and path that may lie there from a crash

bool encode_file_open(struct encode_file *file, const char *path, struct fault *f)
{
    file->fd = -1;
    if (strlen(path) + 32 > sizeof file->path)
        return fault_set(f, "%.80s…: the name is too long", path);
    snprintf(file->path, sizeof file->path, "%s", path);
    for (int i = 0; i < NAMES && file->fd < 0; i++) {
        snprintf(file->temp, sizeof file->temp, "%s.%d-%d.part", path, (int)getpid(), i);
        file->fd = open(file->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file->fd < 0 && errno != EEXIST)
            break;
    }
    return file->fd >= 0 || fault_set(f, "%s: %s", path, strerror(errno));
}

// A rename is only on the disk once its folder is.
static void folder_sync(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    memcpy(folder, path, length);
    snprintf(folder + length, sizeof folder - length, "%s", slash ? "" : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

bool encode_file_keep(struct encode_file *file, struct fault *f)
{
    if (file->fd < 0)
        return fault_set(f, "no file is open");
    if (fsync(file->fd) != 0 || rename(file->temp, file->path) != 0) {
        fault_set(f, "%s: %s", file->path, strerror(errno));
        encode_file_drop(file);
        return false;
    }
    close(file->fd);
    file->fd = -1;
    folder_sync(file->path);
    return true;
}

void encode_file_drop(struct encode_file *file)
{
    if (file->fd < 0)
        return;
    close(file->fd);
    unlink(file->temp);
    file->fd = -1;
}
