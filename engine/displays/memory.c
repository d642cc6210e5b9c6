// outputs-<station>.json: read with bounds, written with the one before kept.
#include "displays/memory.h"
#include "store/store.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BYTES = 65536, PATH = 4352 };

// Longer than there is room for, it is nobody's; "" where it is missing.
static bool take(const json_t *of, const char *key, char *to, size_t size)
{
    const json_t *value = json_object_get(of, key);
    const char *text = value ? json_string_value(value) : "";
    if (!text || strlen(text) >= size)
        return false;
    snprintf(to, size, "%s", text);
    return true;
}

static bool take_output(const char *id, const json_t *from, struct memory *m)
{
    struct remembered *r = memory_take(m, id);
    return r && json_is_object(from) && take(from, "display", r->asked, sizeof r->asked) &&
           take(from, "make", r->identity.make, sizeof r->identity.make) &&
           take(from, "model", r->identity.model, sizeof r->identity.model) &&
           take(from, "serial", r->identity.serial, sizeof r->identity.serial) &&
           take(from, "connector", r->connector, sizeof r->connector) && r->connector[0];
}

static bool parse(const char *bytes, size_t length, struct memory *m, struct fault *f)
{
    json_error_t e;
    json_t *all = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &e);
    json_t *outputs = json_object_get(all, "outputs"), *value;
    const char *id;
    *m = (struct memory){0};
    bool good = json_is_object(outputs);
    if (!all)
        fault_set(f, "line %d: %s", e.line, e.text);
    else if (!good)
        fault_set(f, "outputs is missing");
    json_object_foreach(outputs, id, value) if (good && !take_output(id, value, m))
    {
        fault_set(f, "output \"%s\" cannot be read", id);
        good = false;
    }
    json_decref(all);
    if (!good)
        *m = (struct memory){0};
    return good;
}

static bool read_one(const char *path, struct memory *m, bool *there, struct fault *f)
{
    size_t length = 0;
    *m = (struct memory){0};
    *there = access(path, F_OK) == 0 || errno != ENOENT;
    char *bytes = *there ? store_read(path, BYTES, &length, f) : NULL;
    bool good = bytes && (parse(bytes, length, m, f) || fault_where(f, "%s", path));
    free(bytes);
    return good;
}

bool memory_read(const char *path, struct memory *m, struct fault *f)
{
    char before[PATH], text[FAULT_TEXT];
    bool there, kept;
    if (read_one(path, m, &there, f) || !there)
        return true;
    snprintf(before, sizeof before, "%s.previous", path);
    snprintf(text, sizeof text, "%s", f ? f->text : "");
    if (read_one(before, m, &kept, NULL))
        return fault_set(f, "%.800s; what was known before it is used (%s.previous)", text, path);
    return fault_set(f, "%.800s; which display each output had is forgotten", text);
}

static char *words_of(const struct memory *m)
{
    json_t *outputs = json_object();
    for (int i = 0; i < m->count; i++) {
        const struct remembered *r = &m->outputs[i];
        json_object_set_new(outputs, r->id,
                            json_pack("{s:s, s:s, s:s, s:s, s:s}", "display", r->asked, "make",
                                      r->identity.make, "model", r->identity.model, "serial",
                                      r->identity.serial, "connector", r->connector));
    }
    json_t *all = json_pack("{s:i, s:o}", "version", 1, "outputs", outputs);
    char *text = json_dumps(all, JSON_INDENT(2));
    json_decref(all);
    return text;
}

// A copy of what holds now, but never of what cannot be read.
static void keep_previous(const char *path)
{
    struct memory m;
    char before[PATH];
    bool there;
    size_t length = 0;
    char *bytes = read_one(path, &m, &there, NULL) ? store_read(path, BYTES, &length, NULL) : NULL;
    snprintf(before, sizeof before, "%s.previous", path);
    if (bytes)
        store_write(before, bytes, length, NULL);
    free(bytes);
}

bool memory_write(const char *path, const struct memory *m, struct fault *f)
{
    char *text = words_of(m);
    if (!text)
        return fault_set(f, "no memory");
    keep_previous(path);
    bool good = store_write(path, text, strlen(text), f);
    free(text);
    return good;
}

struct remembered *memory_of(struct memory *m, const char *id)
{
    for (int i = 0; i < m->count; i++)
        if (strcmp(m->outputs[i].id, id) == 0)
            return &m->outputs[i];
    return NULL;
}

struct remembered *memory_take(struct memory *m, const char *id)
{
    struct remembered *r = memory_of(m, id);
    if (r || m->count == MEMORY_OUTPUTS || strlen(id) >= MEMORY_ID)
        return r;
    r = &m->outputs[m->count++];
    *r = (struct remembered){0};
    snprintf(r->id, sizeof r->id, "%s", id);
    return r;
}

void memory_ask(struct memory *m, const char *id, const char *wanted, struct bind_output *to)
{
    const struct remembered *r = memory_of(m, id);
    *to = (struct bind_output){.id = id, .wanted = wanted};
    if (!r || strcmp(r->asked, wanted) != 0)
        return;
    to->known = true;
    to->identity = r->identity;
    snprintf(to->connector, sizeof to->connector, "%s", r->connector);
}

// Who had that display gets what this one had: two that were taken for each other are exchanged.
static enum memory_other exchange(struct memory *m, const char *id, const struct display *d,
                                  char other[MEMORY_ID])
{
    const struct remembered *mine = memory_of(m, id);
    other[0] = 0;
    for (int i = 0; i < m->count; i++) {
        struct remembered *r = &m->outputs[i];
        if (r == mine || strcmp(r->connector, d->connector) != 0 ||
            !identity_is(&r->identity, &d->identity))
            continue;
        snprintf(other, MEMORY_ID, "%s", r->id);
        if (!mine) {
            memory_forget(m, other);
            return MEMORY_LOST;
        }
        r->identity = mine->identity;
        memcpy(r->connector, mine->connector, sizeof r->connector);
        return MEMORY_EXCHANGED;
    }
    return MEMORY_NOBODY;
}

bool memory_give(struct memory *m, const char *id, const char *asked, const struct display *d,
                 char other[MEMORY_ID], enum memory_other *what)
{
    *what = exchange(m, id, d, other);
    struct remembered *r = memory_take(m, id);
    if (!r)
        return false;
    snprintf(r->asked, sizeof r->asked, "%s", asked);
    memcpy(r->connector, d->connector, sizeof r->connector);
    r->identity = d->identity;
    return true;
}

bool memory_forget(struct memory *m, const char *id)
{
    struct remembered *r = memory_of(m, id);
    if (!r)
        return false;
    *r = m->outputs[--m->count];
    return true;
}
