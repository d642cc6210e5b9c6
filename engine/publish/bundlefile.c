// Files of the bundle: written, copied, put in place at once.
#include "publish/bundle.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool bundle_write(const struct bundle *b, const char *name, char *text, size_t length,
                  struct fault *f)
{
    char path[BUNDLE_PATH + 160];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    bool written = text && store_write(path, text, length, f);
    if (!text)
        fault_set(f, "%s: memory is short", path);
    free(text);
    return written;
}

static bool copy_bytes(int in, int out)
{
    char bytes[1 << 16];
    for (;;) {
        ssize_t n = read(in, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        for (ssize_t done = 0; done < n;) {
            ssize_t w = write(out, bytes + done, (size_t)(n - done));
            if (w < 0 && errno != EINTR)
                return false;
            done += w > 0 ? w : 0;
        }
    }
}

bool bundle_copy(const char *from, const char *to, struct fault *f)
{
    struct stat st;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0 || fstat(in, &st) != 0 || !S_ISREG(st.st_mode)) {
        fault_set(f, "%s: %s", from, in < 0 ? strerror(errno) : "is no plain file");
        if (in >= 0)
            close(in);
        return false;
    }
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool copied = out >= 0 && copy_bytes(in, out) && fsync(out) == 0;
    if (!copied)
        fault_set(f, "%s: %s", to, strerror(errno));
    close(in);
    if (out >= 0)
        close(out);
    return copied;
}

void bundle_name(const json_t *record, char *name, size_t size)
{
    const char *file = facts_string(record, "file"), *id = facts_string(record, "id");
    const char *dot = file ? strrchr(file, '.') : NULL;
    char ending[12] = "";
    for (size_t i = 0; dot && i < sizeof ending - 1 && dot[i]; i++) {
        bool plain = (i == 0 && dot[0] == '.') || (dot[i] >= 'a' && dot[i] <= 'z') ||
                     (dot[i] >= 'A' && dot[i] <= 'Z') || (dot[i] >= '0' && dot[i] <= '9');
        if (!plain) {
            ending[0] = 0;
            break;
        }
        ending[i] = dot[i];
    }
    snprintf(name, size, "%s/%s%s", strncmp(id, "b:", 2) == 0 ? "clips" : "media", id + 2, ending);
}

bool bundle_has(const struct bundle *b, const json_t *record)
{
    char path[BUNDLE_PATH];
    struct stat st;
    const char *file = facts_string(record, "file");
    return file && b->d->find(b->d->user, file, path, sizeof path, NULL) && stat(path, &st) == 0 &&
           S_ISREG(st.st_mode);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st;
    (void)flag;
    (void)at;
    remove(path);
    return 0;
}

void bundle_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool bundle_place(const char *made, const char *folder, struct fault *f)
{
    struct stat st;
    int fd = open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        syncfs(fd);
        close(fd);
    }
    if (lstat(folder, &st) != 0) {
        if (rename(made, folder) == 0)
            return true;
        return fault_set(f, "%s: cannot be put in place: %s", folder, strerror(errno));
    }
    if (renameat2(AT_FDCWD, made, AT_FDCWD, folder, RENAME_EXCHANGE) != 0)
        return fault_set(f, "%s: cannot be replaced at once: %s", folder, strerror(errno));
    bundle_remove(made); // what was there before
    return true;
}
