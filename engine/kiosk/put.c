// A new version: copied beside the others, named, and only then the current one.
#include "kiosk/private.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PATH (2 * KIOSK_PATH)
#define BLOCK 4096 // of a disk: what the last piece of a file, or an entry of a folder, takes
#define SAME_DAY 100

struct putting {
    const struct kiosk_put *put;
    struct tree tree;
    struct faults *faults;
    char versions[PATH - 128], beside[PATH], id[KIOSK_ID];
};

static bool refuse(struct putting *p, const char *path, const char *what)
{
    faults_add(p->faults, FAULT_ERROR, "%s: %s", path, what);
    return false;
}

static bool pass(struct putting *p, const struct fault *f)
{
    faults_add(p->faults, FAULT_ERROR, "%s", f->text);
    return false;
}

// Has `current` just these bytes? A broken copy is not the same.
static bool is_current(struct putting *p)
{
    char current[PATH], manifest[PATH + 32];
    struct faults quiet = {0};
    struct tree there = {0};
    size_t length = 0, had_length = 0;
    snprintf(current, sizeof current, "%s/current", p->put->content);
    snprintf(manifest, sizeof manifest, "%s/" KIOSK_MANIFEST, current);
    bool same = kiosk_version(p->put->content, "current", p->id) &&
                tree_read(&there, current, &quiet) && tree_same_shape(&there, &p->tree) &&
                kiosk_verify(current, NULL, NULL, &quiet) &&
                copy_hash(p->put->from, &p->tree, &quiet);
    char *text = same ? manifest_text(&p->tree, &length) : NULL;
    char *had = same ? store_read(manifest, length, &had_length, NULL) : NULL;
    same = text && had && length == had_length && memcmp(text, had, length) == 0;
    free(text);
    free(had);
    tree_finish(&there);
    faults_finish(&quiet);
    return same;
}

static bool has_room(struct putting *p)
{
    struct statvfs disk;
    if (statvfs(p->versions, &disk) != 0)
        return refuse(p, p->versions, strerror(errno));
    double mib = 1 << 20, free_mib = (double)disk.f_bavail * (double)disk.f_frsize / mib;
    double wanted_mib =
        ((double)p->tree.bytes + (double)p->tree.count * BLOCK * 2 + KIOSK_KEPT) / mib;
    if (free_mib < wanted_mib) {
        faults_add(p->faults, FAULT_ERROR,
                   "%s: %.0f MiB are needed there, %.0f are free; nothing was changed", p->versions,
                   wanted_mib, free_mib);
        return false;
    }
    // Some file systems count no files; they say 0.
    if (disk.f_files > 0 && disk.f_favail < (fsfilcnt_t)p->tree.count + 16)
        return refuse(p, p->versions, "has no room for so many files; nothing was changed");
    return true;
}

static bool choose_id(struct putting *p)
{
    char hex[DIGEST_HEX], path[PATH];
    size_t length;
    char *text = manifest_text(&p->tree, &length);
    if (!text)
        return refuse(p, p->versions, "no memory");
    digest_bytes(text, length, hex);
    free(text);
    for (int n = 1; n <= SAME_DAY; n++) {
        int more = snprintf(p->id, sizeof p->id, "%.8s-%.12s", p->put->day, hex);
        if (n > 1)
            snprintf(p->id + more, sizeof p->id - (size_t)more, "-%d", n);
        snprintf(path, sizeof path, "%s/%s", p->versions, p->id);
        if (access(path, F_OK) != 0)
            return true;
    }
    return refuse(p, p->versions, "has too many versions of this content");
}

static bool write_beside(struct putting *p)
{
    snprintf(p->beside, sizeof p->beside, "%s/.new-XXXXXX", p->versions);
    if (!mkdtemp(p->beside)) {
        p->beside[0] = '\0';
        return refuse(p, p->versions, strerror(errno));
    }
    if (chmod(p->beside, 0755) != 0)
        return refuse(p, p->beside, strerror(errno));
    return copy_tree(p->put, &p->tree, p->beside, p->faults) && choose_id(p);
}

// What was current, were it whole: a broken one must not push out a previous that is.
static bool was_whole(const struct putting *p, char was[KIOSK_ID])
{
    char current[PATH];
    struct faults quiet = {0};
    snprintf(current, sizeof current, "%s/current", p->put->content);
    bool whole =
        kiosk_version(p->put->content, "current", was) && kiosk_verify(current, NULL, NULL, &quiet);
    faults_finish(&quiet);
    return whole;
}

// Current first: a cut between the two leaves a previous that is older, and whole as well.
static bool lead_to_it(struct putting *p)
{
    char path[PATH], was[KIOSK_ID];
    struct fault f;
    bool before = was_whole(p, was);
    snprintf(path, sizeof path, "%s/%s", p->versions, p->id);
    if (rename(p->beside, path) != 0 || !store_sync(p->versions))
        return refuse(p, path, strerror(errno));
    p->beside[0] = '\0';
    return (versions_link(p->put->content, "current", p->id, &f) &&
            (!before || versions_link(p->put->content, "previous", was, &f))) ||
           pass(p, &f);
}

static enum kiosk_end put_locked(struct putting *p)
{
    versions_prune(p->put->content);
    if (is_current(p))
        return KIOSK_SAME;
    bool put = has_room(p) && write_beside(p) && lead_to_it(p);
    if (put)
        versions_prune(p->put->content);
    else if (p->beside[0])
        versions_remove(p->beside);
    return put ? KIOSK_DONE : KIOSK_FAILED;
}

static enum kiosk_end put_in(struct putting *p)
{
    struct fault f;
    if (snprintf(p->versions, sizeof p->versions, "%s/versions", p->put->content) >= KIOSK_PATH)
        return refuse(p, p->put->content, "the name is too long"), KIOSK_FAILED;
    if (!tree_read(&p->tree, p->put->from, p->faults))
        return KIOSK_FAILED;
    int lock = store_folder(p->versions, &f) ? versions_lock(p->put->content, &f) : -1;
    if (lock < 0)
        return pass(p, &f), KIOSK_FAILED;
    enum kiosk_end end = put_locked(p);
    close(lock);
    return end;
}

enum kiosk_end kiosk_put(const struct kiosk_put *put, char id[KIOSK_ID], struct faults *faults)
{
    struct putting *p = calloc(1, sizeof *p);
    if (!p) {
        faults_add(faults, FAULT_ERROR, "%s: no memory", put->from);
        return KIOSK_FAILED;
    }
    p->put = put;
    p->faults = faults;
    enum kiosk_end end = put_in(p);
    snprintf(id, KIOSK_ID, "%s", p->id);
    tree_finish(&p->tree);
    free(p);
    return end;
}
