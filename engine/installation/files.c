// Files and scenes by the names that scenes use, never outside the installation and the program.
#include "installation/private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// `path` is `folder` or lies in it; both are real paths.
static bool lies_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

// The real path of root/<part>; "" when there is none.
static void part_of_root(const char *root, const char *part, char real[PATH_MAX])
{
    char path[PATH_MAX];
    if (!root || snprintf(path, sizeof path, "%s/%s", root, part) >= (int)sizeof path ||
        !realpath(path, real))
        real[0] = '\0';
}

static bool allowed(const struct installation *i, const char *root, const char *real)
{
    char scenes[PATH_MAX], assets[PATH_MAX];
    part_of_root(root, "scenes", scenes);
    part_of_root(root, "assets", assets);
    return lies_in(real, i->folder) || (scenes[0] && lies_in(real, scenes)) ||
           (assets[0] && lies_in(real, assets));
}

enum found { FOUND_NOT, FOUND_OUTSIDE, FOUND };

// A plain file at folder/name? There is none in "".
static enum found look(const struct installation *i, const char *root, const char *folder,
                       const char *name, char real[PATH_MAX])
{
    char path[PATH_MAX];
    struct stat st;
    if (!folder[0])
        return FOUND_NOT;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path ||
        !realpath(path, real) || stat(real, &st) != 0 || !S_ISREG(st.st_mode))
        return FOUND_NOT;
    return allowed(i, root, real) ? FOUND : FOUND_OUTSIDE;
}

bool installation_find(const struct installation *i, const char *root, const char *scene_folder,
                       const char *name, char *path, size_t size, struct fault *f)
{
    char assets[PATH_MAX], real[PATH_MAX];
    if (!schema_is_inside(name))
        return fault_set(f, "\"%.200s\": a name inside the installation is allowed, without \"..\"",
                         name);
    part_of_root(root, "assets", assets);
    const char *const folders[] = {scene_folder ? scene_folder : "", i->folder, assets};
    for (int k = 0; k < 3; k++) {
        enum found found = look(i, root, folders[k], name, real);
        if (found == FOUND_OUTSIDE)
            return fault_set(f, "\"%.200s\" in %s leads outside the installation", name,
                             folders[k]);
        if (found == FOUND)
            return snprintf(path, size, "%s", real) < (int)size ||
                   fault_set(f, "\"%.200s\": the path is too long", name);
    }
    return fault_set(f, "\"%.200s\" is in none of %s%s%s, %s", name,
                     scene_folder ? scene_folder : "", scene_folder ? ", " : "", i->folder,
                     assets[0] ? assets : "assets");
}

bool installation_scene(const struct installation *i, const char *root, const char *name,
                        char *folder, size_t size, struct fault *f)
{
    char own[PATH_MAX], shared[PATH_MAX], file[INSTALLATION_ID + 16], real[PATH_MAX];
    if (!schema_is_inside(name) || strchr(name, '/') || strlen(name) >= INSTALLATION_ID)
        return fault_set(f, "\"%.100s\": no name for a scene", name);
    snprintf(own, sizeof own, "%s/scenes", i->folder);
    part_of_root(root, "scenes", shared);
    snprintf(file, sizeof file, "%s/scene.lua", name);
    const char *const folders[] = {own, shared};
    for (int k = 0; k < 2; k++) {
        enum found found = look(i, root, folders[k], file, real);
        if (found == FOUND_OUTSIDE)
            return fault_set(f, "scene \"%s\" in %s leads outside the installation", name,
                             folders[k]);
        if (found != FOUND)
            continue;
        *strrchr(real, '/') = '\0';
        return snprintf(folder, size, "%s", real) < (int)size ||
               fault_set(f, "scene \"%s\": the path is too long", name);
    }
    return fault_set(f, "there is no scene \"%s\"; %s/%s is allowed, or the same in %s", name, own,
                     file, shared[0] ? shared : "the program's scenes");
}
