// Files of a log: opened, mended, changed for the next when full.
#include "store/logfiles.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool refuse(struct logfiles *l, const char *what)
{
    snprintf(l->why, sizeof l->why, "%s", what);
    logfiles_close(l);
    return false;
}

bool logfiles_init(struct logfiles *l, const struct logfile_desc *desc, struct fault *f)
{
    *l = (struct logfiles){.fd = -1,
                           .bytes = desc->bytes ? desc->bytes : LOGFILE_BYTES,
                           .files = desc->files ? desc->files : LOGFILE_FILES,
                           .free_bytes = desc->free_bytes ? desc->free_bytes : LOGFILE_FREE};
    if (l->bytes < 2 * LOGFILE_LINE || l->files < 2 || l->files > LOGFILE_FILES_MAX)
        return fault_set(f, "%s: 2 to %d files of at least %d bytes are allowed", desc->path,
                         LOGFILE_FILES_MAX, 2 * LOGFILE_LINE);
    return snprintf(l->path, sizeof l->path, "%s", desc->path) < (int)sizeof l->path ||
           fault_set(f, "%s: the name is too long", desc->path);
}

void logfiles_close(struct logfiles *l)
{
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}

void logfiles_mend(struct logfiles *l)
{
    size_t length, kept = 0;
    char *text = store_read(l->path, 2 * l->bytes, &length, NULL);
    for (size_t i = 0; text && i < length; i++)
        if (text[i])
            text[kept++] = text[i];
    bool half = kept > 0 && text[kept - 1] != '\n';
    if (half)
        text[kept++] = '\n'; // in the place of the 0 beyond it, or of one that was taken away
    if (text && (kept != length || half))
        store_write(l->path, text, kept, NULL);
    free(text);
}

static bool open_file(struct logfiles *l)
{
    char folder[PATH_MAX];
    struct stat st;
    if (l->fd >= 0)
        return true;
    snprintf(folder, sizeof folder, "%s", l->path);
    if (!store_folder(dirname(folder), NULL))
        return refuse(l, strerror(errno));
    // O_NONBLOCK: what is no plain file must not hold us.
    l->fd =
        open(l->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0640);
    if (l->fd < 0)
        return refuse(l, strerror(errno));
    if (fstat(l->fd, &st) != 0 || !S_ISREG(st.st_mode))
        return refuse(l, "is no plain file");
    l->size = (size_t)st.st_size;
    return true;
}

// PATH.1 becomes PATH.2, and so on; the last is written over. Only the file that is written to is
// mended after a cut: what is put behind it is on the disk, as well as that goes.
static bool next_file(struct logfiles *l)
{
    char from[PATH_MAX], to[PATH_MAX];
    fdatasync(l->fd);
    logfiles_close(l);
    for (int n = l->files - 1; n > 0; n--) {
        snprintf(to, sizeof to, "%s.%d", l->path, n);
        if (n > 1)
            snprintf(from, sizeof from, "%s.%d", l->path, n - 1);
        else
            snprintf(from, sizeof from, "%s", l->path);
        if (rename(from, to) != 0 && errno != ENOENT)
            return refuse(l, strerror(errno));
    }
    return open_file(l);
}

static bool has_room(struct logfiles *l)
{
    struct statvfs disk;
    if (l->free_bytes < 0 || fstatvfs(l->fd, &disk) != 0)
        return true;
    return (double)disk.f_bavail * (double)disk.f_frsize >= (double)l->free_bytes ||
           refuse(l, "the disk is nearly full");
}

// What came only in part is taken back: the next line begins a line.
static bool write_part(struct logfiles *l, const char *lines, size_t length)
{
    ssize_t n = write(l->fd, lines, length);
    if (n == (ssize_t)length) {
        l->size += length;
        return true;
    }
    int reason = n < 0 ? errno : ENOSPC;
    if (n > 0 && ftruncate(l->fd, (off_t)l->size) != 0)
        reason = errno;
    return refuse(l, strerror(reason));
}

// As many whole lines as have room in this file.
static size_t fitting(const struct logfiles *l, const char *lines, size_t length)
{
    size_t room = l->bytes > l->size ? l->bytes - l->size : 0;
    if (length <= room)
        return length;
    while (room > 0 && lines[room - 1] != '\n')
        room--;
    return room;
}

bool logfiles_write(struct logfiles *l, const char *lines, size_t length, unsigned long *refused)
{
    size_t done = 0;
    bool good = open_file(l) && has_room(l);
    while (good && done < length) {
        size_t part = fitting(l, lines + done, length - done);
        good = part > 0 ? write_part(l, lines + done, part) : next_file(l);
        done += good ? part : 0;
    }
    for (size_t i = done; refused && i < length; i++)
        *refused += lines[i] == '\n';
    if (good)
        l->why[0] = '\0';
    return good;
}
