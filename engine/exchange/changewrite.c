// Writes a set of changes: a record after those it refers to.
#include "exchange/private.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_PATH 1200
#define WRITE_DEPTH 256

struct writing {
    struct change_set *set;
    bool *begun; // by place in changes
    int done, of, depth;
    void (*step)(void *to, int done, int of);
    void *to;
    struct fault *f;
    bool failed;
};

static bool write_file(const struct change_set *set, const struct change *c, struct fault *f)
{
    const char *id = json_string_value(json_object_get(c->record, "id"));
    char path[FILE_PATH], folder[FILE_PATH];
    struct stat st;
    if (!change_file(set, id, path, sizeof path))
        return fault_set(f, "%s: has no place for a file", id);
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        return fault_set(f, "%s: is a link; a plain file is allowed", path);
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    if (lstat(folder, &st) == 0 && S_ISLNK(st.st_mode))
        return fault_set(f, "%s: is a link; a plain folder is allowed", folder);
    if (!store_folder(folder, f))
        return false;
    char *text = repertoire_text(c->type, c->record);
    bool written =
        text ? store_write(path, text, strlen(text), f) : fault_set(f, "%s: memory is short", path);
    free(text);
    return written;
}

static void write_change(struct writing *w, struct change *c);

static void write_first(void *to, const char *path, const char *id)
{
    struct writing *w = to;
    struct change *c = change_find(w->set, id);
    (void)path;
    if (c && w->depth < WRITE_DEPTH)
        write_change(w, c);
}

static void write_change(struct writing *w, struct change *c)
{
    size_t place = (size_t)(c - w->set->changes);
    if (w->failed || !c->differs || w->begun[place])
        return;
    w->begun[place] = true;
    w->depth++;
    change_references(repertoire_keys(c->type), c->record, write_first, w);
    w->depth--;
    if (w->failed)
        return;
    w->failed = !write_file(w->set, c, w->f);
    w->done += !w->failed;
    if (w->step)
        w->step(w->to, w->done, w->of);
}

bool change_write(struct change_set *set, void (*step)(void *to, int done, int of), void *to,
                  struct fault *f)
{
    struct writing w = {.set = set, .of = change_count(set), .step = step, .to = to, .f = f};
    if (!set->judged || !set->folder)
        return fault_set(f, "the changes are not judged, or there is no folder to write them to");
    w.begun = calloc((size_t)set->count + 1, sizeof *w.begun);
    if (!w.begun)
        return fault_set(f, "memory is short");
    for (int i = 0; i < set->count && !w.failed; i++)
        write_change(&w, &set->changes[i]);
    free(w.begun);
    return !w.failed;
}
