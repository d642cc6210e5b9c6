// A version written: each file hashed while it is copied, and all of it synced.
#include "kiosk/private.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH (2 * KIOSK_PATH)

struct copying {
    const struct kiosk_put *put;
    int64_t before, bytes; // of the files before this one, of all
};

static bool refuse(struct faults *faults, const char *path, const char *what)
{
    faults_add(faults, FAULT_ERROR, "%s: %s", path, what);
    return false;
}

static bool refuse_errno(struct faults *faults, const char *path)
{
    return refuse(faults, path, strerror(errno));
}

static void tell(void *user, int64_t bytes)
{
    const struct copying *c = user;
    if (c->put->tell)
        c->put->tell(c->put->user, c->before + bytes, c->bytes);
}

// What was listed is what is copied: somebody may be saving files there.
static bool unchanged(int fd, const struct tree_entry *e, int64_t bytes)
{
    struct stat st;
    return fstat(fd, &st) == 0 && bytes == e->bytes && st.st_mtim.tv_sec == e->changed.tv_sec &&
           st.st_mtim.tv_nsec == e->changed.tv_nsec;
}

static bool copy_bytes(struct copying *c, struct tree_entry *e, int in, const char *from, int out,
                       const char *to, struct faults *faults)
{
    int64_t bytes;
    bool written;
    if (!digest_copy(in, out, e->hex, &bytes, &written, tell, c))
        return refuse_errno(faults, written ? from : to);
    if (!unchanged(in, e, bytes))
        return refuse(faults, from, "was changed while it was copied; install it once more");
    // Its time goes along: what tells changes by it sees none.
    const struct timespec times[2] = {e->changed, e->changed};
    return futimens(out, times) == 0 || refuse_errno(faults, to);
}

static bool copy_file(struct copying *c, struct tree_entry *e, const char *from, const char *to,
                      struct faults *faults)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (in < 0)
        return refuse_errno(faults, from);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool copied = out < 0 ? refuse_errno(faults, to) : copy_bytes(c, e, in, from, out, to, faults);
    if (out >= 0 && close(out) != 0 && copied)
        copied = refuse_errno(faults, to);
    close(in);
    return copied;
}

static bool copy_entry(struct copying *c, struct tree_entry *e, const char *to,
                       struct faults *faults)
{
    char from_path[PATH], to_path[PATH];
    snprintf(from_path, sizeof from_path, "%s/%s", c->put->from, e->path);
    snprintf(to_path, sizeof to_path, "%s/%s", to, e->path);
    if (e->folder)
        return mkdir(to_path, 0755) == 0 || refuse_errno(faults, to_path);
    if (!copy_file(c, e, from_path, to_path, faults))
        return false;
    c->before += e->bytes;
    return true;
}

static bool sync_path(const char *path, struct faults *faults)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); // a folder on some file systems
    if (!synced)
        refuse_errno(faults, path);
    if (fd >= 0)
        close(fd);
    return synced;
}

// All at once first, which is quick; then each file and folder says for itself that it is there.
static bool sync_tree(const struct tree *t, const char *to, struct faults *faults)
{
    char path[PATH];
    int fd = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || syncfs(fd) != 0) {
        refuse_errno(faults, to);
        if (fd >= 0)
            close(fd);
        return false;
    }
    close(fd);
    for (int i = t->count - 1; i >= 0; i--) { // folders after what is in them
        snprintf(path, sizeof path, "%s/%s", to, t->entries[i].path);
        if (!sync_path(path, faults))
            return false;
    }
    return sync_path(to, faults);
}

static bool write_manifest(const struct tree *t, const char *to, struct faults *faults)
{
    char path[PATH];
    struct fault f = {"no memory"};
    size_t length;
    char *text = manifest_text(t, &length);
    snprintf(path, sizeof path, "%s/" KIOSK_MANIFEST, to);
    bool written = text && store_write(path, text, length, &f);
    free(text);
    return written || refuse(faults, path, fault_after(f.text, path));
}

static void stamp(const char *to)
{
    struct tree copied = {0};
    struct faults quiet = {0};
    if (tree_read(&copied, to, &quiet))
        stamps_write(to, &copied);
    tree_finish(&copied);
    faults_finish(&quiet);
}

bool copy_tree(const struct kiosk_put *put, struct tree *t, const char *to, struct faults *faults)
{
    struct copying c = {.put = put, .bytes = t->bytes};
    for (int i = 0; i < t->count; i++)
        if (!copy_entry(&c, &t->entries[i], to, faults))
            return false;
    if (!write_manifest(t, to, faults))
        return false;
    stamp(to);
    return sync_tree(t, to, faults);
}

bool copy_hash(const char *from, struct tree *t, struct faults *faults)
{
    char path[PATH];
    struct fault f;
    int64_t bytes;
    for (int i = 0; i < t->count; i++) {
        struct tree_entry *e = &t->entries[i];
        snprintf(path, sizeof path, "%s/%s", from, e->path);
        if (!e->folder && !e->hex[0] && !digest_file(path, e->hex, &bytes, NULL, NULL, &f)) {
            faults_add(faults, FAULT_ERROR, "%s", f.text);
            return false;
        }
    }
    return true;
}
