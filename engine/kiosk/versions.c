// Versions in their folder: the links to them, who holds one, what is taken away.
#include "kiosk/private.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define PATH (2 * KIOSK_PATH)
#define FOLDERS_OPEN 16

int versions_lock(const char *content, struct fault *f)
{
    int fd = open(content, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    bool taken = fd >= 0 && errno == EWOULDBLOCK;
    fault_set(f, "%s: %s", content,
              taken ? "another gestuaire kiosk is at work there; wait for it" : strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

int kiosk_hold(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static bool is_held(const char *version)
{
    int fd = open(version, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0)
        close(fd);
    return held;
}

bool kiosk_version(const char *content, const char *link, char id[KIOSK_ID])
{
    char path[PATH], to[KIOSK_ID + 16], manifest[PATH + KIOSK_ID + 32];
    snprintf(path, sizeof path, "%s/%s", content, link);
    ssize_t n = readlink(path, to, sizeof to - 1);
    if (n <= 0)
        return false;
    to[n] = '\0';
    const char *name = strncmp(to, "versions/", 9) == 0 ? to + 9 : "";
    if (!*name || *name == '.' || strchr(name, '/') || strlen(name) >= KIOSK_ID)
        return false;
    snprintf(manifest, sizeof manifest, "%s/versions/%s/" KIOSK_MANIFEST, content, name);
    if (access(manifest, R_OK) != 0)
        return false;
    snprintf(id, KIOSK_ID, "%s", name);
    return true;
}

bool versions_link(const char *content, const char *name, const char *id, struct fault *f)
{
    char path[PATH], beside[PATH], to[KIOSK_ID + 16];
    snprintf(path, sizeof path, "%s/%s", content, name);
    snprintf(beside, sizeof beside, "%s/.%s.new", content, name);
    snprintf(to, sizeof to, "versions/%s", id);
    unlink(beside); // a cut left it
    if (symlink(to, beside) == 0 && rename(beside, path) == 0 && store_sync(content))
        return true;
    return fault_set(f, "%s: %s", path, strerror(errno));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

bool versions_remove(const char *path)
{
    return nftw(path, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS) == 0;
}

// Out of sight first: what has a version's name is whole.
static void take_away(const char *versions, const char *id)
{
    char path[PATH], gone[PATH];
    snprintf(path, sizeof path, "%s/%s", versions, id);
    snprintf(gone, sizeof gone, "%s/.gone-%s", versions, id);
    if (*id == '.')
        versions_remove(path);
    else if (!is_held(path) && rename(path, gone) == 0 && store_sync(versions))
        versions_remove(gone);
}

void versions_prune(const char *content)
{
    char versions[PATH], current[KIOSK_ID], previous[KIOSK_ID] = "";
    snprintf(versions, sizeof versions, "%s/versions", content);
    bool known = kiosk_version(content, "current", current);
    kiosk_version(content, "previous", previous);
    DIR *dir = opendir(versions);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        const char *name = e->d_name;
        bool ours = strncmp(name, ".new-", 5) == 0 || strncmp(name, ".gone-", 6) == 0;
        bool old =
            name[0] != '.' && known && strcmp(name, current) != 0 && strcmp(name, previous) != 0;
        if (ours || old)
            take_away(versions, name);
    }
    if (dir)
        closedir(dir);
}

// Where names cannot be exchanged in one step, both lead to the same for a moment.
static bool exchange(const char *content, const char *current, const char *previous,
                     struct fault *f)
{
    char a[PATH], b[PATH];
    snprintf(a, sizeof a, "%s/current", content);
    snprintf(b, sizeof b, "%s/previous", content);
    if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
        return store_sync(content) || fault_set(f, "%s: %s", content, strerror(errno));
    if (errno != EINVAL && errno != ENOSYS)
        return fault_set(f, "%s: %s", a, strerror(errno));
    return versions_link(content, "current", previous, f) &&
           versions_link(content, "previous", current, f);
}

bool kiosk_back(const char *content, char id[KIOSK_ID], struct fault *f)
{
    char current[KIOSK_ID], previous[KIOSK_ID];
    int lock = versions_lock(content, f);
    if (lock < 0)
        return false;
    bool there =
        kiosk_version(content, "current", current) && kiosk_version(content, "previous", previous);
    bool changed = there ? exchange(content, current, previous, f)
                         : fault_set(f, "%s: there is no previous content to go back to", content);
    if (changed)
        snprintf(id, KIOSK_ID, "%s", previous);
    close(lock);
    return changed;
}

static bool any_held(const char *content)
{
    char versions[PATH], path[PATH + 256];
    bool held = false;
    snprintf(versions, sizeof versions, "%s/versions", content);
    DIR *dir = opendir(versions);
    for (struct dirent *e; dir && !held && (e = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", versions, e->d_name);
        held = e->d_name[0] != '.' && is_held(path);
    }
    if (dir)
        closedir(dir);
    return held;
}

bool kiosk_take_away(const char *content, struct fault *f)
{
    int lock = versions_lock(content, f);
    if (lock < 0)
        return false;
    bool removed =
        !any_held(content) || fault_set(f, "%s: is being shown; end the kiosk first", content);
    if (removed && !versions_remove(content))
        removed = fault_set(f, "%s: %s", content, strerror(errno));
    close(lock);
    return removed;
}
