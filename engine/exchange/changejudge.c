// Judges a set of changes: by the tables of keys, and by the rest of the repertoire.
#include "exchange/private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_PATH 1200

// ---- references in a record ----

struct references {
    void (*each)(void *to, const char *path, const char *id);
    void *to;
    char path[SCHEMA_PATH];
};

static void visit(struct references *r, const struct schema *s, const json_t *value);

static void visit_table(struct references *r, const struct schema *keys, const json_t *table)
{
    size_t before = strlen(r->path);
    for (; keys->key; keys++) {
        const json_t *value = json_object_get(table, keys->key);
        if (!value)
            continue;
        where_key(r->path, sizeof r->path, keys->key);
        visit(r, keys, value);
        r->path[before] = '\0';
    }
}

static void visit(struct references *r, const struct schema *s, const json_t *value)
{
    size_t before = strlen(r->path), i;
    const json_t *item;
    if (s->type == SCHEMA_REF && json_is_string(value))
        r->each(r->to, r->path, json_string_value(value));
    if (s->type == SCHEMA_TABLE)
        visit_table(r, s->of, value);
    if (s->type != SCHEMA_LIST)
        return;
    json_array_foreach(value, i, item)
    {
        where_index(r->path, sizeof r->path, i);
        visit(r, s->of, item);
        r->path[before] = '\0';
    }
}

void change_references(const struct schema *keys, const json_t *record,
                       void (*each)(void *to, const char *path, const char *id), void *to)
{
    struct references r = {.each = each, .to = to};
    visit_table(&r, keys, record);
}

// ---- one record ----

// Messages of a record's text, `-:12: path: …`, as of the place it came from.
static void pass_on(struct change_set *set, const struct change *c, const struct faults *found)
{
    for (int i = 0; i < found->count; i++) {
        const struct fault_entry *e = &found->entries[i];
        if (e->level != FAULT_ERROR) // a language without a text: repertoire check tells
            continue;
        const char *colon = strncmp(e->text, "-:", 2) == 0 ? strstr(e->text + 2, ": ") : NULL;
        faults_add(&set->faults, FAULT_ERROR, "%s: %s", c->from, colon ? colon + 2 : e->text);
    }
    if (found->errors && !found->count)
        faults_add(&set->faults, FAULT_ERROR, "%s: is no record", c->from);
}

static void judge_keys(struct change_set *set, const struct change *c)
{
    struct faults found = {0};
    char *text = repertoire_text(c->type, c->record);
    if (!text) {
        faults_add(&set->faults, FAULT_ERROR, "%s: memory is short", c->from);
        return;
    }
    if (strlen(text) > REPERTOIRE_FILE_BYTES)
        faults_add(&set->faults, FAULT_ERROR, "%s: is longer than %u bytes; a file may be so long",
                   c->from, REPERTOIRE_FILE_BYTES);
    json_decref(repertoire_parse(c->type, text, strlen(text), "-", &found));
    pass_on(set, c, &found);
    faults_finish(&found);
    free(text);
}

struct looking {
    struct change_set *set;
    const struct change *change;
    const char *id; // of an older reference that is looked for
    bool there;
};

static void is_it(void *to, const char *path, const char *id)
{
    struct looking *l = to;
    (void)path;
    l->there = l->there || strcmp(l->id, id) == 0;
}

// What led nowhere before may stay so: repertoire check tells it.
static bool led_there_before(const struct change *c, const char *id)
{
    struct looking l = {.id = id};
    if (c->old)
        change_references(repertoire_keys(c->type), c->old, is_it, &l);
    return l.there;
}

// Hidden and broken records are there, too.
static bool is_there(const struct change_set *set, const char *id)
{
    if (change_find(set, id) || (set->repertoire && repertoire_get(set->repertoire, id)))
        return true;
    json_t *record = change_read(set, id);
    json_decref(record);
    return record != NULL;
}

static void judge_reference(void *to, const char *path, const char *id)
{
    struct looking *l = to;
    int type = repertoire_type_of_id(id);
    if (type < 0 || is_there(l->set, id) || led_there_before(l->change, id))
        return;
    faults_add(&l->set->faults, FAULT_ERROR,
               "%s: %s: \"%s\" is unknown; a record of %s/ is allowed", l->change->from, path, id,
               repertoire_folder((enum repertoire_type)type));
}

// Its file is there, but was left out when the repertoire was read.
static void judge_file(struct change_set *set, const struct change *c)
{
    const char *id = json_string_value(json_object_get(c->record, "id"));
    char path[FILE_PATH];
    struct stat st;
    if (c->old || !change_file(set, id, path, sizeof path) || lstat(path, &st) != 0)
        return;
    faults_add(&set->faults, FAULT_ERROR,
               "%s: %s is there, but does not hold \"%s\"; mend it first", c->from, path, id);
}

// ---- circles ----

enum { UNSEEN, OPEN, DONE };

struct walk {
    struct change_set *set;
    json_t *state; // id -> OPEN or DONE
    int depth;
};

static const json_t *broader_of(const struct change_set *set, const char *id)
{
    const struct change *c = change_find(set, id);
    const json_t *record = c                 ? c->record
                           : set->repertoire ? repertoire_get(set->repertoire, id)
                                             : NULL;
    return json_object_get(record, "broader");
}

#define CIRCLE_DEPTH 256

// Tells a circle that closes at `id`.
static void walk_up(struct walk *w, const struct change *c, const char *id)
{
    size_t i;
    json_t *upper;
    int state = (int)json_integer_value(json_object_get(w->state, id));
    if (state == DONE)
        return;
    if (state == OPEN || w->depth >= CIRCLE_DEPTH) {
        faults_add(&w->set->faults, FAULT_ERROR, "%s: broader: %s \"%s\"; %s", c->from,
                   state == OPEN ? "leads in a circle back to" : "goes up too far from", id,
                   state == OPEN ? "what it is a kind of is never a kind of it"
                                 : "256 steps are allowed");
        return;
    }
    json_object_set_new(w->state, id, json_integer(OPEN));
    w->depth++;
    json_array_foreach(broader_of(w->set, id), i, upper)
    {
        if (json_is_string(upper))
            walk_up(w, c, json_string_value(upper));
    }
    w->depth--;
    json_object_set_new(w->state, id, json_integer(DONE));
}

static void judge_circles(struct change_set *set)
{
    struct walk w = {.set = set, .state = json_object()};
    for (int i = 0; i < set->count; i++)
        if (set->changes[i].differs)
            walk_up(&w, &set->changes[i],
                    json_string_value(json_object_get(set->changes[i].record, "id")));
    json_decref(w.state);
}

bool change_judge(struct change_set *set)
{
    for (int i = 0; i < set->count; i++) {
        struct change *c = &set->changes[i];
        struct looking l = {.set = set, .change = c};
        c->differs = !c->old || !json_equal(c->old, c->record);
        if (!c->differs)
            continue;
        judge_keys(set, c);
        judge_file(set, c);
        change_references(repertoire_keys(c->type), c->record, judge_reference, &l);
    }
    judge_circles(set);
    set->judged = set->faults.errors == 0;
    return set->judged;
}
