// The files of an installation that are copied, and those that are refused.
#include "kiosk/private.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST 700 // of a path inside: the engine's own paths are below 1,024 bytes

struct walk {
    struct tree *tree;
    struct faults *faults;
    char real[PATH_MAX]; // of the whole folder
    char at[PATH_MAX];   // where it stands
    size_t base;         // bytes of `at` before the path inside, with its slash
    int deep;
};

static bool refuse(struct walk *w, const char *what)
{
    faults_add(w->faults, FAULT_ERROR, "%s: %s", w->at, what);
    return false;
}

static bool refuse_errno(struct walk *w)
{
    return refuse(w, strerror(errno));
}

static bool add(struct walk *w, const struct stat *st)
{
    struct tree *t = w->tree;
    if (t->count == KIOSK_FILES)
        return refuse(w, "is one file too many; 500,000 are allowed");
    if (t->count == t->room) {
        int room = t->room ? t->room * 2 : 256;
        struct tree_entry *grown = realloc(t->entries, (size_t)room * sizeof *grown);
        if (!grown)
            return refuse(w, "no memory");
        t->entries = grown;
        t->room = room;
    }
    bool folder = S_ISDIR(st->st_mode);
    struct tree_entry *e = &t->entries[t->count];
    *e = (struct tree_entry){.path = strdup(w->at + w->base),
                             .folder = folder,
                             .bytes = folder ? 0 : st->st_size,
                             .changed = st->st_mtim,
                             .touched = st->st_ctim};
    if (!e->path)
        return refuse(w, "no memory");
    t->count++;
    t->bytes += e->bytes;
    return true;
}

// A link: what it leads to must be a plain file of this folder, which is copied in its place.
static bool follow(struct walk *w, struct stat *st)
{
    char real[PATH_MAX];
    size_t n = strlen(w->real);
    if (!realpath(w->at, real) || stat(real, st) != 0)
        return refuse(w, "is a link that leads nowhere; take it away, or put the file there");
    if (strncmp(real, w->real, n) != 0 || real[n] != '/')
        return refuse(w, "is a link that leaves the installation; put the file itself there");
    return S_ISREG(st->st_mode) ||
           refuse(w, "is a link to what is no plain file; put the folder itself there");
}

static bool walk(struct walk *w);

static bool visit(struct walk *w)
{
    struct stat st;
    const char *inside = w->at + w->base;
    if (strcmp(inside, KIOSK_MANIFEST) == 0)
        return true; // of a version: the copy has its own
    if (strlen(inside) > LONGEST)
        return refuse(w, "the name is too long; 700 bytes inside the installation are allowed");
    if (!manifest_allows(inside))
        return refuse(w, "control characters and backslashes are not allowed in names");
    if (lstat(w->at, &st) != 0)
        return refuse_errno(w);
    if (S_ISLNK(st.st_mode) && !follow(w, &st))
        return false;
    if (S_ISREG(st.st_mode))
        return add(w, &st);
    if (S_ISDIR(st.st_mode))
        return add(w, &st) && walk(w);
    return refuse(w, "is neither a file nor a folder; take it away");
}

// Each entry is looked at, so that all that is wrong is told at once.
static bool each(struct walk *w, DIR *dir)
{
    size_t here = strlen(w->at);
    bool good = true;
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)); errno = 0) {
        if (e->d_name[0] == '.')
            continue;
        if (here + 1 + strlen(e->d_name) >= sizeof w->at)
            good = refuse(w, "a name in it is too long");
        else {
            snprintf(w->at + here, sizeof w->at - here, "/%s", e->d_name);
            good = visit(w) && good;
        }
        w->at[here] = '\0';
    }
    return errno == 0 ? good : refuse_errno(w);
}

static bool walk(struct walk *w)
{
    if (w->deep == KIOSK_DEEP)
        return refuse(w, "folders in folders: 32 are allowed");
    DIR *dir = opendir(w->at);
    if (!dir)
        return refuse_errno(w);
    w->deep++;
    bool good = each(w, dir);
    w->deep--;
    closedir(dir);
    return good;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct tree_entry *)a)->path, ((const struct tree_entry *)b)->path);
}

bool tree_read(struct tree *t, const char *folder, struct faults *faults)
{
    struct walk w = {.tree = t, .faults = faults};
    *t = (struct tree){0};
    if (!realpath(folder, w.real)) {
        faults_add(faults, FAULT_ERROR, "%s: %s", folder, strerror(errno));
        return false;
    }
    snprintf(w.at, sizeof w.at, "%s", w.real);
    w.base = strlen(w.at) + 1;
    bool good = walk(&w);
    if (t->count)
        qsort(t->entries, (size_t)t->count, sizeof *t->entries, by_path);
    return good;
}

void tree_finish(struct tree *t)
{
    for (int i = 0; i < t->count; i++)
        free(t->entries[i].path);
    free(t->entries);
    *t = (struct tree){0};
}

bool tree_same_shape(const struct tree *a, const struct tree *b)
{
    if (a->count != b->count || a->bytes != b->bytes)
        return false;
    for (int i = 0; i < a->count; i++)
        if (a->entries[i].folder != b->entries[i].folder ||
            a->entries[i].bytes != b->entries[i].bytes ||
            strcmp(a->entries[i].path, b->entries[i].path) != 0)
            return false;
    return true;
}
