// Files and scenes by the names that scenes use, never outside the installation and the program.
#include "installation/private.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

// Names of files that are there, to find the one that was meant: those of a folder and of the
// folders in it.
#define NEAR_NAMES 1024
#define NEAR_BYTES 128
#define NEAR_SCENES 128

struct near_names {
    char names[NEAR_NAMES][NEAR_BYTES];
    int count;
};

static void add_names(struct near_names *n, const char *folder, const char *below, bool deeper)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, below) >= (int)sizeof path)
        return;
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir)) && n->count < NEAR_NAMES;) {
        char name[NEAR_BYTES], file[2 * PATH_MAX];
        struct stat st;
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.' || stat(file, &st) != 0 ||
            snprintf(name, sizeof name, "%s%s%s", below, below[0] ? "/" : "", e->d_name) >=
                (int)sizeof name)
            continue;
        if (S_ISREG(st.st_mode))
            memcpy(n->names[n->count++], name, sizeof name);
        else if (S_ISDIR(st.st_mode) && deeper)
            add_names(n, folder, name, false);
    }
    if (dir)
        closedir(dir);
}

static const char *last_part(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

// The same but for case, else the same in another folder, else the nearest by slips of the finger.
static const char *choose_near(struct near_names *n, const char *name)
{
    const char *words[NEAR_NAMES + 1];
    qsort(n->names, (size_t)n->count, sizeof *n->names, by_name);
    for (int i = 0; i < n->count; i++) {
        if (strcasecmp(n->names[i], name) == 0)
            return n->names[i];
        words[i] = n->names[i];
    }
    words[n->count] = NULL;
    for (int i = 0; i < n->count; i++)
        if (strcasecmp(last_part(words[i]), last_part(name)) == 0)
            return words[i];
    return fault_nearest(name, words);
}

static bool near_file(const char *const *folders, int count, const char *name,
                      char near[NEAR_BYTES])
{
    struct near_names *n = calloc(1, sizeof *n);
    if (!n)
        return false;
    for (int k = 0; k < count; k++)
        if (folders[k][0])
            add_names(n, folders[k], "", true);
    const char *word = choose_near(n, name);
    if (word)
        snprintf(near, NEAR_BYTES, "%s", word);
    free(n);
    return word != NULL;
}

// Folders of `scenes` that hold a scene.lua, behind those that are there already.
static int list_scenes(const char *scenes, char names[][INSTALLATION_ID], int count, int room)
{
    DIR *dir = scenes[0] ? opendir(scenes) : NULL;
    for (struct dirent *e; dir && count < room && (e = readdir(dir));) {
        char file[2 * PATH_MAX];
        struct stat st;
        snprintf(file, sizeof file, "%s/%s/scene.lua", scenes, e->d_name);
        if (strlen(e->d_name) < INSTALLATION_ID && stat(file, &st) == 0 && S_ISREG(st.st_mode))
            snprintf(names[count++], INSTALLATION_ID, "%s", e->d_name);
    }
    if (dir)
        closedir(dir);
    qsort(names, (size_t)count, sizeof *names, by_name);
    return count;
}

int installation_scenes(const struct installation *i, char names[][INSTALLATION_ID], int room)
{
    char scenes[PATH_MAX];
    snprintf(scenes, sizeof scenes, "%s/scenes", i->folder);
    return list_scenes(scenes, names, 0, room);
}

static bool near_scene(const char *const *folders, int count, const char *name,
                       char near[INSTALLATION_ID])
{
    char names[NEAR_SCENES][INSTALLATION_ID];
    const char *words[NEAR_SCENES + 1] = {NULL};
    int found = 0;
    for (int k = 0; k < count; k++)
        found = list_scenes(folders[k], names, found, NEAR_SCENES);
    for (int k = 0; k < found; k++)
        words[k] = names[k];
    const char *word = fault_nearest(name, words);
    if (word)
        snprintf(near, INSTALLATION_ID, "%s", word);
    return word != NULL;
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
    if (!f)
        return false; // nobody asks what was meant
    char near[NEAR_BYTES];
    bool known = near_file(folders, 3, name, near);
    return fault_set(f, "there is no file \"%.200s\"%s%s%s looked for in %s%s%s and %s", name,
                     known ? "; did you mean \"" : "", known ? near : "",
                     known ? "\"? It was" : "; it was", scene_folder ? scene_folder : "",
                     scene_folder ? ", " : "", i->folder, assets[0] ? assets : "assets");
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
    char near[INSTALLATION_ID];
    bool known = near_scene(folders, 2, name, near);
    return fault_set(f, "there is no scene \"%s\"%s%s%s make the file %s/%s", name,
                     known ? "; did you mean \"" : "", known ? near : "", known ? "\"? Or" : ";",
                     own, file);
}
