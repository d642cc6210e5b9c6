// exchange: what the files of CSV share.
#pragma once
#include "exchange/csv.h"

// As UTF-8 without its mark, 0-terminated; NULL and faults. Free it.
char *csv_decode(const char *bytes, size_t length, const char *encoding, const char *file,
                 struct faults *faults);

// ---- keys by path ----

#define CSV_STEPS 6
#define CSV_STEP 40

enum csv_form {
    CSV_ONE,  // one value
    CSV_MANY, // values joined by a sign
    CSV_JSON  // a list of tables, as JSON
};

struct csv_key {
    char path[SCHEMA_PATH]; // "materials[]"
    enum csv_form form;
    const struct schema *value; // what it, or each of many, may be
    bool required;
    struct csv_step {
        char key[CSV_STEP]; // "": index
        int index;
    } steps[CSV_STEPS];
    int depth;
};

// False: there is no such key; `near` (may be NULL) is then the nearest path, or "".
bool csv_key_find(enum repertoire_type type, const char *path, struct csv_key *key,
                  char near[SCHEMA_PATH]);
// Borrowed; NULL: not there.
const json_t *csv_key_get(const struct csv_key *key, const json_t *record);
// Takes value; NULL takes the key away, and tables that are empty without it.
void csv_key_set(const struct csv_key *key, json_t *record, json_t *value);
// Every key of a kind in order, a text's languages each; beside fr, it and en those that the
// records have (a list; NULL: none).
void csv_keys_each(enum repertoire_type type, const json_t *records,
                   void (*each)(void *to, const struct csv_key *key), void *to);

// ---- values in cells ----

// Labels and synonyms of records, and what their ids are.
struct csv_words {
    json_t *labels[REPERTOIRE_TYPES], *synonyms[REPERTOIRE_TYPES]; // owned; folded -> ids
    const struct repertoire *repertoire;
};

void csv_words_finish(struct csv_words *words);
// A record that the rows bring: its label in one language.
void csv_words_add(struct csv_words *words, enum repertoire_type type, const char *label,
                   const char *id);
// The one record of the repertoire that is called so, without its synonyms; "": none, or several.
void csv_words_known(struct csv_words *words, enum repertoire_type type, const char *label,
                     char id[SCHEMA_ID_BYTES + 1]);
// The id that a word of a cell stands for; false and a fault: none, or several.
bool csv_words_find(struct csv_words *words, enum repertoire_type type, const char *word,
                    char id[SCHEMA_ID_BYTES + 1], struct fault *f);
// Words joined by `between`, without case, accents and elisions; `ascii`: other letters fall out.
void csv_fold(const char *text, char between, bool ascii, char *out, size_t size);

struct csv_column {
    char *header; // owned
    bool known;   // false: a column that is left out on purpose
    struct csv_key key;
    char list;      // between the values of a list
    bool show;      // references by label instead of id
    char *standard; // owned; of a new record's empty cell; NULL: none
    json_t *words;  // owned; [{is, means}]; NULL: none
};

// The value of a key as it may be shown: a place's position by its precision, its code unless it is
// hidden, a person's place where they agreed to it. Owned; NULL: none.
json_t *csv_shown(const struct csv_key *key, const json_t *record, const struct repertoire *r,
                  const char *date);
// The text of a cell. NULL when memory is short; free it.
char *csv_cell_write(const struct csv_column *column, const json_t *value,
                     const struct repertoire *repertoire);
// The value of a cell that is not empty; NULL and a fault. `told`: what is taken, but should be
// looked at; "": nothing.
json_t *csv_cell_read(const struct csv_column *column, const char *text, struct csv_words *words,
                      struct fault *f, struct fault *told);

// ---- mappings ----

struct csv_mapping {
    int kind; // -1: not said
    char encoding[24];
    char separator, list;
    struct csv_column *columns; // owned
    int count, room;
};

// False and faults. `kind` -1: the mapping must say it.
bool csv_mapping_read(struct csv_mapping *m, const char *file, int kind, struct faults *faults);
bool csv_mapping_add(struct csv_mapping *m, const char *header, const struct csv_key *key);
void csv_mapping_finish(struct csv_mapping *m);
