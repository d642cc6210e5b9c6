// What lies in a folder of the installation, by the names that scenes use.
#include "installation/private.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// A plain file that can be seen, and lies in the installation also when it is a link.
static bool is_shown(const struct installation *i, const char *folder, const char *name)
{
    char path[2 * PATH_MAX], real[PATH_MAX];
    struct stat st;
    size_t n = strlen(i->folder);
    if (name[0] == '.')
        return false;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return realpath(path, real) && strncmp(real, i->folder, n) == 0 && real[n] == '/' &&
           stat(real, &st) == 0 && S_ISREG(st.st_mode);
}

bool installation_list(const struct installation *i, const char *folder,
                       void (*each)(void *to, const char *name), void *to, struct fault *f)
{
    char path[PATH_MAX], real[PATH_MAX];
    size_t n = strlen(i->folder);
    if (!schema_is_inside(folder))
        return fault_set(f,
                         "\"%.200s\": a folder inside the installation is allowed, without \"..\"",
                         folder);
    if (snprintf(path, sizeof path, "%s/%s", i->folder, folder) >= (int)sizeof path)
        return fault_set(f, "\"%.200s\": the path is too long", folder);
    if (!realpath(path, real))
        return fault_set(f, "there is no folder \"%.200s\" in %s", folder, i->folder);
    if (strncmp(real, i->folder, n) != 0 || real[n] != '/')
        return fault_set(f, "\"%.200s\" leads outside the installation", folder);
    DIR *dir = opendir(real);
    if (!dir)
        return fault_set(f, "\"%.200s\" cannot be listed: %s", folder, strerror(errno));
    int seen = 0;
    for (struct dirent *e; seen < INSTALLATION_SEEN && (e = readdir(dir)); seen++)
        if (is_shown(i, real, e->d_name))
            each(to, e->d_name);
    closedir(dir);
    return true;
}
