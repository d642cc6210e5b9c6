// Inside show/: what the reading of show.lua shares.
#pragma once
#include "schema/schema.h"
#include "show/plan.h"

#define PLAN_BYTES (1u << 20) // of show.lua

extern const struct schema plan_keys[];
const char *const *plan_transition_words(void);
const char *const *plan_ease_words(void);

struct plan_reading {
    const struct installation *i;
    const char *root;
    struct schema_text text;
    struct show_plan *p;
};

// The names of a table in the order of writing.
#define PLAN_ENTRIES 64
struct plan_entry {
    const char *name; // borrowed
    const json_t *value;
    char path[SCHEMA_PATH];
    int line, order;
};
int plan_entries(const struct plan_reading *r, const json_t *table, const char *path,
                 struct plan_entry entries[PLAN_ENTRIES]);

void plan_below(char out[SCHEMA_PATH], const char *path, const char *key);
void plan_nth(const struct plan_reading *r, char out[SCHEMA_PATH], const char *path, size_t n);
double plan_number(const json_t *table, const char *key, double standard);
// What the schema has allowed as SCHEMA_VALUE.
bool plan_value(struct params *params, const char *key, const json_t *value);
enum ease plan_ease(const json_t *word, enum ease standard);
// A place for so many in one of the plan's arrays; told at `path` when it is full.
bool plan_take(const struct plan_reading *r, struct plan_span *span, int *count, int more, int room,
               const char *path, const char *what);
void plan_tell(const struct plan_reading *r, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Told with the nearest word when it is not among them.
void plan_tell_unknown(const struct plan_reading *r, const char *path, const char *kind,
                       const char *word, const char *const *words);

void plan_read_cue(struct plan_reading *r, const json_t *value, const char *path,
                   struct plan_cue *c);
void plan_read_timelines(struct plan_reading *r, const json_t *list);
void plan_read_programmes(struct plan_reading *r, const json_t *list);
void plan_read_midi(struct plan_reading *r, const json_t *tree);
// -1: there is none, and that is told.
int plan_cue_named(const struct plan_reading *r, const json_t *value, const char *path);

// plan_check.c: what no table of keys can say.
bool plan_check_control(const struct plan_reading *r, const char *path, const char *name);
void plan_check(struct plan_reading *r);
