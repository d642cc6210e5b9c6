// Where an EDID comes from: the folder of a test or technician, else the server, else the kernel.
#include "base/log.h"
#include "displays/private.h"
#include "store/store.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 512 };

static void read_identity(struct display *d, const uint8_t *bytes, size_t length)
{
    struct fault f = {0};
    d->unreadable = length > 0 && !edid_read(bytes, length, &d->identity, &f);
    if (d->unreadable)
        log_debug("displays", "%s: %s", d->connector, f.text);
}

static void read_file(struct display *d, const char *path)
{
    size_t length = 0;
    char *bytes = store_read(path, EDID_LIMIT, &length, NULL);
    if (bytes)
        read_identity(d, (const uint8_t *)bytes, length);
    free(bytes);
}

static bool from_folder(struct display *d)
{
    const char *folder = getenv(DISPLAYS_EDID);
    char path[PATH];
    if (!folder || !folder[0])
        return false;
    int n = snprintf(path, sizeof path, "%s/%s", folder, d->connector);
    if (n > 0 && n < PATH && !strchr(d->connector, '/'))
        read_file(d, path);
    return true;
}

void display_identify(struct display *d, const uint8_t *own, size_t length)
{
    if (!from_folder(d))
        read_identity(d, own, length);
}

// sysfs gives files of 0 bytes where nothing is plugged in; store_read() takes plain files, which
// these are.
void display_identify_by_kernel(struct display *d)
{
    glob_t found = {0};
    char pattern[PATH];
    if (from_folder(d) || strpbrk(d->connector, "/*?[\\"))
        return;
    snprintf(pattern, sizeof pattern, "/sys/class/drm/card*-%s/edid", d->connector);
    if (glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc > 0)
        read_file(d, found.gl_pathv[0]);
    globfree(&found);
}
