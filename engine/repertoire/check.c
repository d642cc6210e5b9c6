// Everything that a curator wants to know of records that are whole, each thing once.
#include "repertoire/checking.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void checking_tell(struct checking *c, enum fault_level level, const struct record *record,
                   const char *path, const char *format, ...)
{
    char sentence[FAULT_TEXT] = "";
    va_list args;
    if (c->faults->count >= FAULTS_MAX) { // nobody reads one more
        c->faults->dropped++;
        c->faults->errors += level == FAULT_ERROR;
        return;
    }
    if (c->scanned != record) {
        where_destroy(c->where);
        c->where = record_scan(record->file);
        c->scanned = record;
    }
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    faults_add(c->faults, level, "%s:%d: %s%s%s", record->file, where_line(c->where, path), path,
               *path ? ": " : "", sentence);
}

// ---- gestures and capsules ----

static void check_gestures(struct checking *c)
{
    const struct shelf *gestures = &c->r->shelves[REPERTOIRE_GESTURE];
    const struct shelf *capsules = &c->r->shelves[REPERTOIRE_CAPSULE];
    bool *seen = calloc((size_t)gestures->count + 1, sizeof *seen);
    for (int i = 0; seen && i < capsules->count; i++) {
        const json_t *id = json_object_get(capsules->records[i].value, "gesture");
        const struct record *gesture = repertoire_find(c->r, json_string_value(id));
        if (gesture)
            seen[gesture - gestures->records] = true;
    }
    for (int i = 0; seen && i < gestures->count; i++) {
        const json_t *state = json_object_get(gestures->records[i].value, "state");
        if (!seen[i] && (!state || strcmp(json_string_value(state), "to-document") != 0))
            checking_tell(c, FAULT_WARNING, &gestures->records[i], "state",
                          "has no capsule; one of capsules/, or \"to-document\", is wanted");
    }
    free(seen);
}

static void check_capsules(struct checking *c)
{
    const struct shelf *capsules = &c->r->shelves[REPERTOIRE_CAPSULE];
    for (int i = 0; i < capsules->count; i++)
        if (json_array_size(json_object_get(capsules->records[i].value, "views")) == 1)
            checking_tell(c, FAULT_WARNING, &capsules->records[i], "views",
                          "has one view; 2 to 4 of the same moment are wanted");
}

void repertoire_check(const struct repertoire *r, const struct repertoire_checked *desc,
                      struct faults *faults)
{
    const struct repertoire_checked none = {0};
    struct checking c = {.r = r, .desc = desc ? desc : &none, .faults = faults};
    check_terms(&c);
    check_twins(&c);
    check_gestures(&c);
    check_capsules(&c);
    check_times(&c);
    check_files(&c);
    where_destroy(c.where);
}

// ---- texts in languages ----

struct parity {
    const char *language;
    int there, wanted;
};

static void count_texts(struct parity *p, const struct schema *keys, const json_t *table);

static void count_value(struct parity *p, const struct schema *s, const json_t *value)
{
    size_t i;
    json_t *item;
    if (s->type == SCHEMA_LABELS && json_is_object(value)) {
        p->wanted++;
        p->there += json_string_length(json_object_get(value, p->language)) > 0;
    } else if (s->type == SCHEMA_TABLE) {
        count_texts(p, s->of, value);
    } else if (s->type == SCHEMA_LIST) {
        json_array_foreach(value, i, item) count_value(p, s->of, item);
    }
}

static void count_texts(struct parity *p, const struct schema *keys, const json_t *table)
{
    for (const struct schema *s = keys; s->key; s++) {
        const json_t *value = json_object_get(table, s->key);
        if (value)
            count_value(p, s, value);
    }
}

int repertoire_texts(const struct repertoire *r, enum repertoire_type type, const char *language,
                     int *wanted)
{
    struct parity p = {.language = language};
    const struct shelf *s = &r->shelves[type];
    for (int i = 0; i < s->count; i++)
        count_texts(&p, repertoire_kinds[type].keys, s->records[i].value);
    *wanted = p.wanted;
    return p.there;
}
