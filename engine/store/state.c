// The state folder of an installation, and whose it is.
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OWNER "installation.txt" // in a state folder: the installation's folder, as realpath has it

static bool refuse(struct fault *f, const char *path, const char *what)
{
    int reason = errno;
    return fault_set(f, "%s: %s: %s", path, what, strerror(reason));
}

// The XDG base directory specification: a relative $XDG_STATE_HOME is ignored.
static bool user_state(const char *name, char *path, size_t size)
{
    const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (xdg && xdg[0] == '/')
        return snprintf(path, size, "%s/gestuaire/%s", xdg, name) < (int)size;
    if (!home || home[0] != '/') {
        const struct passwd *user = getpwuid(getuid());
        home = user ? user->pw_dir : "";
    }
    return home[0] == '/' &&
           snprintf(path, size, "%s/.local/state/gestuaire/%s", home, name) < (int)size;
}

// Does the state folder belong to the installation at `of`? One that says nobody's is taken now, as
// is that of an installation which is no longer where it was: its calibration goes with the name.
static bool belongs(const char *state, const char *of)
{
    char file[PATH_MAX + 32], line[PATH_MAX + 2];
    snprintf(file, sizeof file, "%s/%s", state, OWNER);
    snprintf(line, sizeof line, "%s\n", of);
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd >= 0) { // of two that begin at once, one
        bool written = write(fd, line, strlen(line)) == (ssize_t)strlen(line);
        close(fd);
        return written;
    }
    size_t length;
    char *owner = errno == EEXIST ? store_read(file, PATH_MAX + 1, &length, NULL) : NULL;
    if (!owner)
        return true; // where it cannot be written or read is told later
    owner[strcspn(owner, "\n")] = '\0';
    bool same = strcmp(owner, of) == 0, gone = access(owner, F_OK) != 0 && errno == ENOENT;
    free(owner);
    return same || (gone && store_write(file, line, strlen(line), NULL));
}

// FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/
static unsigned digest(const char *text)
{
    unsigned sum = 2166136261u;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 16777619u;
    return sum;
}

// NAME, or NAME-<digest of its path> where another installation of that name has it.
static bool own_state(const char *name, const char *folder, char *path, size_t size)
{
    char real[PATH_MAX], longer[300];
    if (!user_state(name, path, size))
        return false;
    if (!folder || !realpath(folder, real) || !store_folder(path, NULL) || belongs(path, real))
        return true;
    snprintf(longer, sizeof longer, "%.255s-%08x", name, digest(real));
    if (!user_state(longer, path, size))
        return false;
    if (store_folder(path, NULL))
        belongs(path, real); // for who looks into it
    return true;
}

bool store_state(const struct store_whose *whose, bool kiosk, char *path, size_t size,
                 struct fault *f)
{
    char wanted[PATH_MAX], real[PATH_MAX];
    const char *asked = whose->asked, *name = whose->name;
    if (!name[0] || name[0] == '.' || strchr(name, '/'))
        return fault_set(f, "\"%s\": no name for a state folder", name);
    bool fits = asked   ? snprintf(wanted, sizeof wanted, "%s", asked) < (int)sizeof wanted
                : kiosk ? snprintf(wanted, sizeof wanted, "/var/lib/gestuaire/%s", name) <
                              (int)sizeof wanted
                        : own_state(name, whose->folder, wanted, sizeof wanted);
    if (!fits)
        return fault_set(f, "no state folder for %s: HOME is not set; say --state DIR", name);
    if (!store_folder(wanted, f))
        return false;
    if (!realpath(wanted, real))
        return refuse(f, wanted, "cannot be followed");
    if (access(real, R_OK | X_OK) != 0)
        return refuse(f, real, "cannot be read");
    return snprintf(path, size, "%s", real) < (int)size ||
           fault_set(f, "%s: the name is too long", real);
}

bool store_writable(const char *path, struct fault *f)
{
    return access(path, W_OK | X_OK) == 0 || refuse(f, path, "cannot be written");
}
