// show.lua into a plan: the text, the lists, and what the readers of its parts share.
#include "fence/fence.h"
#include "show/plan_reading.h"
#include "store/store.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void plan_below(char out[SCHEMA_PATH], const char *path, const char *key)
{
    snprintf(out, SCHEMA_PATH, "%s", path);
    where_key(out, SCHEMA_PATH, key);
}

void plan_nth(const struct plan_reading *r, char out[SCHEMA_PATH], const char *path, size_t n)
{
    snprintf(out, SCHEMA_PATH, "%s", path);
    schema_index(&r->text, out, n);
}

double plan_number(const json_t *table, const char *key, double standard)
{
    const json_t *value = json_object_get(table, key);
    double x = json_number_value(value);
    return json_is_number(value) && isfinite(x) ? x : standard;
}

bool plan_value(struct params *params, const char *key, const json_t *value)
{
    if (json_is_string(value))
        return params_text(params, key, json_string_value(value));
    if (json_is_boolean(value))
        return params_bool(params, key, json_is_true(value));
    return isfinite(json_number_value(value)) &&
           params_number(params, key, json_number_value(value));
}

enum ease plan_ease(const json_t *word, enum ease standard)
{
    if (json_is_string(word))
        ease_find(json_string_value(word), &standard);
    return standard;
}

void plan_tell(const struct plan_reading *r, const char *path, const char *format, ...)
{
    char sentence[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    schema_fault(&r->text, FAULT_ERROR, path, "%s", sentence);
}

bool plan_take(const struct plan_reading *r, struct plan_span *span, int *count, int more, int room,
               const char *path, const char *what)
{
    *span = (struct plan_span){*count, 0};
    if (more > room - *count) {
        plan_tell(r, path, "more than %d %s in a show", room, what);
        return false;
    }
    span->count = more;
    *count += more;
    return true;
}

void plan_tell_unknown(const struct plan_reading *r, const char *path, const char *kind,
                       const char *word, const char *const *words)
{
    char all[512] = "";
    size_t n = 0;
    const char *near = fault_nearest(word, words);
    for (int i = 0; words[i] && n < sizeof all; i++)
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", words[i]);
    if (near)
        plan_tell(r, path, "\"%.63s\" is no %s; did you mean \"%s\"?", word, kind, near);
    else
        plan_tell(r, path, "\"%.63s\" is no %s; there is %s", word, kind, *all ? all : "none");
}

static int by_order(const void *a, const void *b)
{
    const struct plan_entry *x = a, *y = b;
    return x->order != y->order ? (x->order > y->order) - (x->order < y->order)
                                : strcmp(x->name, y->name);
}

int plan_entries(const struct plan_reading *r, const json_t *table, const char *path,
                 struct plan_entry entries[PLAN_ENTRIES])
{
    const char *name;
    json_t *value;
    int count = 0;
    json_object_foreach((json_t *)table, name, value)
    {
        if (count >= PLAN_ENTRIES)
            break;
        struct plan_entry *e = &entries[count++];
        *e = (struct plan_entry){.name = name, .value = value};
        plan_below(e->path, path, name);
        e->line = where_line(r->text.where, e->path);
        e->order = where_order(r->text.where, e->path);
    }
    if (count)
        qsort(entries, (size_t)count, sizeof *entries, by_order);
    return count;
}

static void tell_no_cue(const struct plan_reading *r, const char *path, const char *id)
{
    const char *words[PLAN_CUES + 1] = {NULL};
    for (int i = 0; i < r->p->cue_count; i++)
        words[i] = r->p->cues[i].id;
    plan_tell_unknown(r, path, "cue", id, words);
}

int plan_cue_named(const struct plan_reading *r, const json_t *value, const char *path)
{
    const char *id = json_string_value(value);
    int cue = id ? plan_cue_find(r->p, id) : -1;
    if (id && cue < 0)
        tell_no_cue(r, path, id);
    return cue;
}

static void read_cues(struct plan_reading *r, const json_t *list)
{
    for (size_t n = 0; n < json_array_size(list) && n < PLAN_CUES; n++) {
        char path[SCHEMA_PATH];
        plan_nth(r, path, "cues", n);
        plan_read_cue(r, json_array_get(list, n), path, &r->p->cues[r->p->cue_count++]);
    }
    for (size_t n = 0; n < json_array_size(list) && n < PLAN_CUES; n++) {
        char path[SCHEMA_PATH], below[SCHEMA_PATH];
        plan_nth(r, path, "cues", n);
        plan_below(below, path, "next");
        r->p->cues[n].next =
            plan_cue_named(r, json_object_get(json_array_get(list, n), "next"), below);
    }
}

static void read_list(struct plan_reading *r, const struct plan_entry *e, bool taken[PLAN_CUES])
{
    struct plan_list *l = &r->p->lists[r->p->list_count++];
    snprintf(l->id, sizeof l->id, "%s", e->name);
    if (strcmp(e->name, "main") == 0)
        plan_tell(r, e->path, "is made by itself: all cues that are in no other list");
    for (size_t n = 0; n < json_array_size(e->value) && l->count < PLAN_CUES; n++) {
        char path[SCHEMA_PATH];
        plan_nth(r, path, e->path, n);
        int cue = plan_cue_named(r, json_array_get(e->value, n), path);
        if (cue < 0)
            continue;
        if (plan_place(l, cue) >= 0)
            plan_tell(r, path, "\"%s\" stands twice in this list", r->p->cues[cue].id);
        else
            l->cues[l->count++] = cue;
        taken[cue] = true;
    }
}

static void read_lists(struct plan_reading *r, const json_t *table)
{
    struct plan_entry entries[PLAN_ENTRIES];
    bool taken[PLAN_CUES] = {false};
    struct plan_list *all = &r->p->lists[r->p->list_count++];
    snprintf(all->id, sizeof all->id, "main");
    int count = plan_entries(r, table, "lists", entries);
    for (int i = 0; i < count && r->p->list_count < PLAN_LISTS; i++)
        read_list(r, &entries[i], taken);
    for (int i = 0; i < r->p->cue_count; i++)
        if (!taken[i])
            all->cues[all->count++] = i;
}

static void read_tree(struct plan_reading *r, const json_t *tree)
{
    schema_check(&r->text, tree, plan_keys);
    r->p->panic_s = plan_number(tree, "panic", 2);
    plan_read_timelines(r, json_object_get(tree, "timelines"));
    read_cues(r, json_object_get(tree, "cues"));
    read_lists(r, json_object_get(tree, "lists"));
    r->p->start = plan_cue_named(r, json_object_get(tree, "start"), "start");
    plan_read_programmes(r, json_object_get(tree, "programmes"));
    plan_read_midi(r, tree);
    plan_check(r);
}

struct show_plan *plan_read_text(const struct installation *i, const char *root, const char *text,
                                 size_t length, const char *file, struct faults *faults)
{
    int before = faults->errors;
    const char *languages[INSTALLATION_LANGUAGES + 1] = {NULL};
    for (int k = 0; k < i->language_count; k++)
        languages[k] = i->languages[k];
    json_t *tree = fence_data_partial(text, length, file, faults);
    if (!tree)
        return NULL;
    struct plan_reading r = {.i = i, .root = root, .p = calloc(1, sizeof *r.p)};
    struct where *where = where_scan(text, length, WHERE_LUA);
    r.text = (struct schema_text){file, where, WHERE_LUA, languages, faults};
    if (r.p) {
        snprintf(r.p->file, sizeof r.p->file, "%s", file);
        read_tree(&r, tree);
    } else {
        faults_add(faults, FAULT_ERROR, "%s:1: memory is short", file);
    }
    where_destroy(where);
    json_decref(tree);
    if (faults->errors == before)
        return r.p;
    plan_destroy(r.p);
    return NULL;
}

struct show_plan *plan_read(const struct installation *i, const char *root, struct faults *faults)
{
    struct fault f;
    size_t length = 0;
    char *text = store_read(i->show, PLAN_BYTES, &length, &f);
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", i->show_shown, fault_after(f.text, i->show));
        return NULL;
    }
    struct show_plan *p = plan_read_text(i, root, text, length, i->show_shown, faults);
    free(text);
    return p;
}

struct show_plan *plan_empty(void)
{
    struct show_plan *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->start = -1;
    p->panic_s = 2;
    p->list_count = 1;
    snprintf(p->lists[0].id, sizeof p->lists[0].id, "main");
    return p;
}

void plan_destroy(struct show_plan *p)
{
    free(p);
}

int plan_cue_find(const struct show_plan *p, const char *id)
{
    for (int i = 0; i < p->cue_count; i++)
        if (strcmp(p->cues[i].id, id) == 0)
            return i;
    return -1;
}

int plan_list_find(const struct show_plan *p, const char *id)
{
    for (int i = 0; i < p->list_count; i++)
        if (strcmp(p->lists[i].id, id) == 0)
            return i;
    return -1;
}

int plan_timeline_find(const struct show_plan *p, const char *id)
{
    for (int i = 0; i < p->timeline_count; i++)
        if (strcmp(p->timelines[i].id, id) == 0)
            return i;
    return -1;
}

int plan_place(const struct plan_list *l, int cue)
{
    for (int i = 0; i < l->count; i++)
        if (l->cues[i] == cue)
            return i;
    return -1;
}
