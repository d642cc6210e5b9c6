// What files of scenes were compiled to, kept by their path and stamp: a page that opens reads none
// of the library again, and parsing it was a third of what opening costs. Only what this process
// made itself is ever taken for code.
#include "script/private.h"

#include <stdlib.h>
#include <string.h>

struct writing {
    char *code;
    size_t size, room;
};

static int write(lua_State *L, const void *bytes, size_t size, void *user)
{
    struct writing *w = user;
    if (w->size + size > w->room) {
        size_t room = 2 * (w->size + size);
        char *bigger = realloc(w->code, room);
        if (!bigger)
            return 1;
        w->code = bigger;
        w->room = room;
    }
    memcpy(w->code + w->size, bytes, size);
    w->size += size;
    return 0;
}

static struct script_compiled *find(struct script *s, const char *path)
{
    for (int i = 0; i < s->compiled_count; i++)
        if (strcmp(s->compiled[i].file.path, path) == 0)
            return &s->compiled[i];
    return NULL;
}

void compiled_keep(struct script *s, lua_State *L, const struct script_file *file)
{
    struct script_compiled *c = find(s, file->path);
    struct writing w = {0};
    if (!c && s->compiled_count == SCRIPT_COMPILED)
        return; // read anew each time
    if (lua_dump(L, write, &w, 0) != 0 || !w.code) {
        free(w.code);
        return;
    }
    c = c ? c : &s->compiled[s->compiled_count++];
    free(c->code);
    char *exact = realloc(w.code, w.size);
    *c = (struct script_compiled){.file = *file, .code = exact ? exact : w.code, .size = w.size};
}

const struct script_compiled *compiled_find(struct script *s, const struct script_file *file)
{
    const struct script_compiled *c = find(s, file->path);
    return c && c->file.changed_ns == file->changed_ns && c->file.size == file->size ? c : NULL;
}

void compiled_finish(struct script *s)
{
    for (int i = 0; i < s->compiled_count; i++)
        free(s->compiled[i].code);
    s->compiled_count = 0;
}
