// Files in an installation: made beside their place, measured, named when they are whole.
#include "ingest/private.h"
#include "repertoire/repertoire.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TEMP "%s/.media-add.XXXXXX"

enum { PIECE = 1 << 20, OLD_S = 60 };

static const char *const forms[] = {"film", "picture", "sound", "model", NULL};

void made_say(struct made *m, const char *format, ...)
{
    char text[FAULT_TEXT];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    json_t *sentence = json_string(text);
    if (m->said && sentence)
        json_array_append_new(m->said, sentence);
    else
        json_decref(sentence);
}

void made_finish(struct made *m)
{
    if (m->temp[0])
        unlink(m->temp);
    json_decref(m->facts);
    if (m->poster)
        made_finish(m->poster);
    free(m->poster);
    *m = (struct made){0};
}

// The folder of a form is the installation's own, and no way out of it.
static bool folder_of(const struct ingest *i, const char *form, char folder[PATH_MAX],
                      struct fault *f)
{
    char wanted[PATH_MAX], home[PATH_MAX];
    if (snprintf(wanted, sizeof wanted, "%s/%s", i->desc.folder, form) >= (int)sizeof wanted - 32)
        return fault_set(f, "%s: the name is too long", i->desc.folder);
    if (!store_folder(wanted, f))
        return false;
    if (!realpath(wanted, folder) || !realpath(i->desc.folder, home))
        return fault_set(f, "%s: %s", wanted, strerror(errno));
    size_t n = strlen(home);
    return (strncmp(folder, home, n) == 0 && folder[n] == '/') ||
           fault_set(f, "%s: leads outside the installation; make it a folder of its own", wanted);
}

int place_temp(const struct ingest *i, struct made *m, struct fault *f)
{
    char folder[PATH_MAX];
    if (!folder_of(i, m->form, folder, f))
        return -1;
    const char *ending = strcmp(m->form, "model") == 0 ? ".glb" : ""; // its reader goes by it
    snprintf(m->temp, sizeof m->temp, TEMP "%s", folder, ending);
    int fd = mkostemps(m->temp, (int)strlen(ending), O_CLOEXEC);
    if (fd < 0) {
        fault_set(f, "%s: no file can be made in it: %s", folder, strerror(errno));
        m->temp[0] = 0;
    }
    return fd;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

static bool close_whole(int fd, bool written, const struct made *m, struct fault *f)
{
    int reason = errno;
    if (close(fd) != 0 && written) {
        written = false;
        reason = errno;
    }
    return written || fault_set(f, "%s: cannot be written: %s", m->temp, strerror(reason));
}

bool place_bytes(const struct ingest *i, struct made *m, const void *bytes, size_t size,
                 struct fault *f)
{
    int fd = place_temp(i, m, f);
    return fd >= 0 && close_whole(fd, write_all(fd, bytes, size), m, f);
}

static bool copy_all(const struct ingest *i, int from, int to, char *piece, const char *path,
                     struct fault *f)
{
    for (int64_t done = 0;;) {
        ssize_t n = read(from, piece, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_set(f, "%s: cannot be read: %s", path, strerror(errno));
        if (n == 0)
            return true;
        if (!write_all(to, piece, (size_t)n))
            return fault_set(f, "it cannot be written: %s", strerror(errno));
        done += n;
        ingest_tell(i, (double)done);
    }
}

bool place_copy(const struct ingest *i, struct made *m, const struct source *s, struct fault *f)
{
    char *piece = malloc(PIECE);
    int from = open(s->path, O_RDONLY | O_CLOEXEC), to = place_temp(i, m, f);
    bool copied = false;
    if (!piece || from < 0)
        fault_set(f, "%s: %s", s->path, strerror(errno));
    else if (to >= 0)
        copied = copy_all(i, from, to, piece, s->path, f);
    if (from >= 0)
        close(from);
    if (to >= 0)
        copied = close_whole(to, copied, m, copied ? f : NULL) && copied;
    free(piece);
    return copied;
}

static void tell_bytes(void *user, int64_t bytes)
{
    const struct ingest *i = user;
    ingest_tell(i, (double)bytes);
}

bool place_measure(const struct ingest *i, struct made *m, struct fault *f)
{
    int fd = open(m->temp, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    if (!synced)
        return fault_set(f, "%s: cannot be written: %s", m->temp, strerror(reason));
    return digest_file(m->temp, m->sha256, &m->bytes, tell_bytes, (void *)i, f);
}

static bool same_bytes(const char *path, const struct made *m)
{
    char hex[DIGEST_HEX];
    int64_t bytes;
    struct stat st;
    return stat(path, &st) == 0 && st.st_size == m->bytes &&
           digest_file(path, hex, &bytes, NULL, NULL, NULL) && strcmp(hex, m->sha256) == 0;
}

bool place_is_free(const struct ingest *i, const struct made *m, const char *slug, const char *name)
{
    char id[INGEST_ID], path[PATH_MAX];
    struct stat st;
    snprintf(id, sizeof id, "d:%s", slug);
    if (!repertoire_file(i->desc.content, id, path, sizeof path) || lstat(path, &st) == 0)
        return false;
    if (snprintf(path, sizeof path, "%s/%s/%s", i->desc.folder, m->form, name) >= (int)sizeof path)
        return false;
    return lstat(path, &st) != 0 || same_bytes(path, m);
}

// File systems without RENAME_NOREPLACE: a link is never put over a file; without links, a look.
static bool name_it(const char *temp, const char *path)
{
    struct stat st;
    if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (link(temp, path) == 0)
        return unlink(temp) == 0;
    if (errno == EEXIST)
        return false;
    return lstat(path, &st) != 0 && rename(temp, path) == 0;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

bool place_keep(const struct ingest *i, struct made *m, const char *name, struct fault *f)
{
    char folder[PATH_MAX], path[PATH_MAX];
    if (!folder_of(i, m->form, folder, f))
        return false;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return fault_set(f, "%s: the name is too long", name);
    if (same_bytes(path, m)) // of a run that was cut before it wrote the record
        unlink(m->temp);
    else if (!name_it(m->temp, path))
        return fault_set(f, "%s: cannot be made: %s", path, strerror(errno));
    m->temp[0] = 0;
    sync_folder(folder);
    return true;
}

// A store_write() that was cut leaves `.name.json.XXXXXX`; another program's may be at work, so a
// young one stays.
static bool is_left(const char *folder, const char *name)
{
    struct stat st;
    char path[PATH_MAX];
    if (strncmp(name, ".media-add.", 11) == 0)
        return true;
    const char *json = strstr(name, ".json.");
    return name[0] == '.' && json && strlen(json) == 12 &&
           snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path &&
           lstat(path, &st) == 0 && S_ISREG(st.st_mode) && time(NULL) - st.st_mtime > OLD_S;
}

static void sweep(const char *folder)
{
    DIR *dir = opendir(folder);
    for (const struct dirent *e; dir && (e = readdir(dir));)
        if (is_left(folder, e->d_name))
            unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        closedir(dir);
}

void place_sweep(const struct ingest_desc *desc)
{
    char folder[PATH_MAX];
    const enum repertoire_type written[] = {REPERTOIRE_MEDIA, REPERTOIRE_CAPSULE};
    for (int n = 0; forms[n]; n++)
        if (snprintf(folder, sizeof folder, "%s/%s", desc->folder, forms[n]) < (int)sizeof folder)
            sweep(folder);
    for (int n = 0; n < 2; n++)
        if (snprintf(folder, sizeof folder, "%s/%s", desc->content, repertoire_folder(written[n])) <
            (int)sizeof folder)
            sweep(folder);
}
