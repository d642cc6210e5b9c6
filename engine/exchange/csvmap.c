// Which column is which key: a mapping file, as JSON or as a table itself.
#include "exchange/csvprivate.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define MAPPING_BYTES (1u << 20)

static const char *const kinds[] = {"verb",    "material", "tool",  "metier",     "gesture",
                                    "capsule", "chain",    "note",  "work",       "school",
                                    "team",    "person",   "place", "enterprise", "consent",
                                    "media",   "clip",     NULL};
static const char *const shown[] = {"id", "label", NULL};
static const struct schema word_keys[] = {{.key = "is",
                                           .type = SCHEMA_TEXT,
                                           .required = true,
                                           .most = 300,
                                           .sentence = "What the cell says."},
                                          {.key = "means",
                                           .type = SCHEMA_TEXT,
                                           .required = true,
                                           .most = 300,
                                           .sentence = "What the record says."},
                                          {.key = NULL}};
static const struct schema a_word = {.type = SCHEMA_TABLE, .of = word_keys};
static const struct schema column_keys[] = {
    {.key = "column",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 300,
     .sentence = "Its name in the first row."},
    {.key = "key",
     .type = SCHEMA_TEXT,
     .most = SCHEMA_PATH - 1,
     .standard = "the column is left out",
     .sentence = "The path of its key: label.fr, materials[], at.longitude, synonyms.fr[]."},
    {.key = "list",
     .type = SCHEMA_TEXT,
     .most = 1,
     .standard = "the file's",
     .sentence = "What stands between the values of a list."},
    {.key = "show",
     .type = SCHEMA_WORD,
     .words = shown,
     .standard = "id",
     .sentence = "How records that it refers to are written; both are read."},
    {.key = "default",
     .type = SCHEMA_TEXT,
     .most = 300,
     .sentence = "What an empty cell of a new record stands for."},
    {.key = "words",
     .type = SCHEMA_LIST,
     .most = 256,
     .of = &a_word,
     .sentence = "Words of the cells that mean others."},
    {.key = NULL}};
static const struct schema a_column = {.type = SCHEMA_TABLE, .of = column_keys};
static const struct schema mapping_keys[] = {
    {.key = "kind", .type = SCHEMA_WORD, .words = kinds, .sentence = "What a row is."},
    {.key = "encoding",
     .type = SCHEMA_TEXT,
     .most = 20,
     .standard = "seen from the bytes",
     .sentence = "Of the file that comes in: utf-8, utf-16, windows-1252, latin-1."},
    {.key = "separator",
     .type = SCHEMA_TEXT,
     .most = 1,
     .standard = "found in the first line; a comma goes out",
     .sentence = "Between cells."},
    {.key = "list",
     .type = SCHEMA_TEXT,
     .most = 1,
     .standard = "|",
     .sentence = "What stands between the values of a list."},
    {.key = "columns",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = CSV_COLUMNS,
     .of = &a_column,
     .sentence = "In their order; a column of the file that is not here is taken by its name."},
    {.key = NULL}};

char *csv_document(void)
{
    return schema_document(mapping_keys, "");
}

void csv_mapping_finish(struct csv_mapping *m)
{
    for (int i = 0; i < m->count; i++) {
        free(m->columns[i].header);
        free(m->columns[i].standard);
        json_decref(m->columns[i].words);
    }
    free(m->columns);
    *m = (struct csv_mapping){.kind = -1};
}

bool csv_mapping_add(struct csv_mapping *m, const char *header, const struct csv_key *key)
{
    if (!m->columns || m->count == m->room) {
        int room = m->room ? m->room * 2 : 64;
        struct csv_column *grown =
            room <= 2 * CSV_COLUMNS ? realloc(m->columns, (size_t)room * sizeof *grown) : NULL;
        if (!grown)
            return false;
        m->columns = grown;
        m->room = room;
    }
    struct csv_column c = {.header = strdup(header), .known = key != NULL, .list = m->list};
    if (key)
        c.key = *key;
    m->columns[m->count++] = c;
    return c.header != NULL;
}

// A table with the columns column, key, list, show, default is the same as JSON.
static json_t *mapping_of_table(const char *file, const char *text, size_t length,
                                struct faults *faults)
{
    const struct csv_desc desc = {.file = file};
    struct csv_table *table = csv_parse(text, length, &desc, faults);
    if (!table)
        return NULL;
    json_t *columns = json_array();
    for (int row = 1; row < table->row_count; row++) {
        json_t *column = json_object();
        for (int c = 0; c < table->rows[0].count; c++) {
            const char *key = csv_cell(table, 0, c), *value = csv_plain(csv_cell(table, row, c));
            if (*key && *value)
                json_object_set_new(column, key, json_string(value));
        }
        json_array_append_new(columns, column);
    }
    csv_destroy(table);
    return json_pack("{s:o}", "columns", columns);
}

// Checked by the table of keys; NULL and faults.
static json_t *read_file(const char *file, struct where **where, struct faults *faults)
{
    struct fault f;
    size_t length, n = strlen(file);
    char *text = store_read(file, MAPPING_BYTES, &length, &f);
    json_error_t error;
    json_t *tree = NULL;
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", file, fault_after(f.text, file));
        return NULL;
    }
    if (n > 4 && strcasecmp(file + n - 4, ".csv") == 0) {
        tree = mapping_of_table(file, text, length, faults);
    } else if (!(tree = json_loadb(text, length, 0, &error))) {
        faults_add(faults, FAULT_ERROR, "%s:%d: is no JSON: %s", file, error.line, error.text);
    } else {
        *where = where_scan(text, length, WHERE_JSON);
    }
    free(text);
    const struct schema_text of = {file, *where, WHERE_JSON, NULL, faults};
    if (tree && schema_check(&of, tree, mapping_keys) > 0) {
        json_decref(tree);
        tree = NULL;
    }
    return tree;
}

static char sign(const json_t *table, const char *key, char otherwise)
{
    const char *text = json_string_value(json_object_get(table, key));
    return text && *text ? *text : otherwise;
}

static bool add_column(struct csv_mapping *m, const json_t *column, const struct schema_text *of,
                       size_t n)
{
    char place[SCHEMA_PATH], near[SCHEMA_PATH];
    const char *path = json_string_value(json_object_get(column, "key"));
    const char *standard = json_string_value(json_object_get(column, "default"));
    struct csv_key key;
    snprintf(place, sizeof place, "columns[%zu].key", n);
    if (path && !csv_key_find((enum repertoire_type)m->kind, path, &key, near)) {
        schema_fault(of, FAULT_ERROR, place, "\"%s\" is no key of a %s%s%s%s", path,
                     repertoire_type_word((enum repertoire_type)m->kind),
                     *near ? "; did you mean \"" : "; docs/formats.md names them", near,
                     *near ? "\"?" : "");
        return false;
    }
    if (!csv_mapping_add(m, json_string_value(json_object_get(column, "column")),
                         path ? &key : NULL))
        return false;
    struct csv_column *c = &m->columns[m->count - 1];
    c->list = sign(column, "list", m->list);
    c->show = sign(column, "show", 'i') == 'l';
    c->standard = standard ? strdup(standard) : NULL;
    c->words = json_incref(json_object_get(column, "words"));
    return true;
}

bool csv_mapping_read(struct csv_mapping *m, const char *file, int kind, struct faults *faults)
{
    struct where *where = NULL;
    size_t i;
    json_t *column;
    bool good = true;
    *m = (struct csv_mapping){.kind = kind};
    json_t *tree = read_file(file, &where, faults);
    if (!tree) {
        where_destroy(where);
        return false;
    }
    const char *word = json_string_value(json_object_get(tree, "kind"));
    const char *encoding = json_string_value(json_object_get(tree, "encoding"));
    const struct schema_text of = {file, where, WHERE_JSON, NULL, faults};
    m->kind = kind < 0 && word ? repertoire_type_of(word) : kind;
    m->separator = sign(tree, "separator", 0);
    m->list = sign(tree, "list", CSV_LIST);
    snprintf(m->encoding, sizeof m->encoding, "%s", encoding ? encoding : "");
    if (m->kind < 0) {
        schema_fault(&of, FAULT_ERROR, "kind", "is missing; say it here or by --kind");
        good = false;
    }
    json_array_foreach(json_object_get(tree, "columns"), i, column)
    {
        if (m->kind >= 0)
            good = add_column(m, column, &of, i) && good;
    }
    json_decref(tree);
    where_destroy(where);
    return good;
}
