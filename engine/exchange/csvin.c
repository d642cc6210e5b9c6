// Reads rows into changes of records.
#include "exchange/csvprivate.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define PLACE 400

struct importing {
    const struct csv_in *job;
    const char *file;
    struct change_set *set;
    struct csv_words *words;
    struct csv_table *table;
    struct csv_mapping mapping;
    int *columns;                     // by place in the file: which of the mapping; -1: none
    char (*ids)[SCHEMA_ID_BYTES + 1]; // by row; "": none can be made
    int id_column;                    // in the file; -1: there is none
    bool broken;                      // its first row
};

static void import_finish(struct importing *im)
{
    csv_destroy(im->table);
    csv_mapping_finish(&im->mapping);
    free(im->columns);
    free(im->ids);
}

static void place_of(const struct importing *im, int row, char place[PLACE])
{
    snprintf(place, PLACE, "%.300s:%d", im->file, im->table->rows[row].line);
}

// ---- which kind ----

static int kind_of_name(const char *file)
{
    const char *name = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    size_t n = strcspn(name, ".");
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        const char *folder = repertoire_folder((enum repertoire_type)t);
        const char *word = repertoire_type_word((enum repertoire_type)t);
        if ((strlen(folder) == n && strncasecmp(folder, name, n) == 0) ||
            (strlen(word) == n && strncasecmp(word, name, n) == 0))
            return t;
    }
    return -1;
}

static int kind_of_rows(const struct csv_table *table)
{
    for (int c = 0; c < table->rows[0].count; c++)
        if (strcasecmp(csv_cell(table, 0, c), "id") == 0 && table->row_count > 1)
            return repertoire_type_of_id(csv_cell(table, 1, c));
    return -1;
}

static bool find_kind(struct importing *im)
{
    if (im->mapping.kind < 0)
        im->mapping.kind = kind_of_name(im->file);
    if (im->mapping.kind < 0)
        im->mapping.kind = kind_of_rows(im->table);
    if (im->mapping.kind < 0)
        faults_add(change_faults(im->set), FAULT_ERROR,
                   "%s:1: of which kind are its rows? Say --kind, or call the file after it "
                   "(gestures.csv)",
                   im->file);
    return im->mapping.kind >= 0;
}

// ---- its columns ----

static int column_of(const struct csv_mapping *m, const char *header)
{
    for (int i = 0; i < m->count; i++)
        if (strcmp(m->columns[i].header, header) == 0)
            return i;
    return -1;
}

static void tell_column(struct importing *im, const char *header, const char *near)
{
    lost_add(change_lost(im->set), "%s:%d: column \"%s\": no key is called so%s%s%s", im->file,
             im->table->rows[0].line, header, *near ? "; did you mean \"" : "", near,
             *near ? "\"?" : "");
}

// A column without a name: empty, or lost.
static void look_at_unnamed(struct importing *im, int column)
{
    for (int row = 1; row < im->table->row_count; row++) {
        if (!*csv_cell(im->table, row, column))
            continue;
        lost_add(change_lost(im->set), "%s:%d: \"%.60s\" stands in a column without a name",
                 im->file, im->table->rows[row].line, csv_cell(im->table, row, column));
    }
}

static void find_column(struct importing *im, int column)
{
    char header[SCHEMA_PATH], near[SCHEMA_PATH];
    const char *text = csv_plain(csv_cell(im->table, 0, column));
    struct csv_key key;
    text += strspn(text, " \t\n");
    snprintf(header, sizeof header, "%s", text);
    for (size_t n = strlen(header); n && strchr(" \t\n", header[n - 1]); n--)
        header[n - 1] = '\0';
    if (!*header) {
        look_at_unnamed(im, column);
        return;
    }
    int at = column_of(&im->mapping, header);
    if (at < 0 && csv_key_find((enum repertoire_type)im->mapping.kind, header, &key, near) &&
        csv_mapping_add(&im->mapping, header, &key))
        at = im->mapping.count - 1;
    for (int c = 0; c < column && at >= 0; c++)
        if (im->columns[c] == at) {
            faults_add(change_faults(im->set), FAULT_ERROR,
                       "%s:%d: column \"%s\" stands twice; each stands once", im->file,
                       im->table->rows[0].line, header);
            im->broken = true;
        }
    im->columns[column] = at;
    if (at < 0)
        tell_column(im, header, near);
    else if (im->mapping.columns && im->mapping.columns[at].known &&
             strcmp(im->mapping.columns[at].key.path, "id") == 0)
        im->id_column = column;
}

static bool find_columns(struct importing *im)
{
    int widest = 0, found = 0;
    for (int row = 0; row < im->table->row_count; row++)
        widest = im->table->rows[row].count > widest ? im->table->rows[row].count : widest;
    im->id_column = -1;
    im->columns = malloc(((size_t)widest + 1) * sizeof *im->columns);
    for (int c = 0; im->columns && c < widest; c++)
        im->columns[c] = -1;
    for (int c = 0; im->columns && c < widest; c++) {
        find_column(im, c);
        found += im->columns[c] >= 0;
    }
    if (!found && !im->broken)
        faults_add(change_faults(im->set), FAULT_ERROR,
                   "%s:%d: none of its columns is a key; the first row names them (label.fr), or "
                   "a mapping does",
                   im->file, im->table->rows[0].line);
    return im->columns && found > 0 && !im->broken;
}

// ---- ids ----

// What a row calls its record: label, title or name, French before others.
static const char *called(const struct importing *im, int row)
{
    static const char *const paths[] = {"label.fr", "title.fr", "name",     "label.it",
                                        "label.en", "title.it", "title.en", NULL};
    for (int p = 0; paths[p]; p++)
        for (int c = 0; c < im->table->rows[row].count; c++) {
            int at = im->columns[c];
            const char *cell = csv_plain(csv_cell(im->table, row, c));
            if (at >= 0 && *cell && im->mapping.columns[at].known &&
                strcmp(im->mapping.columns[at].key.path, paths[p]) == 0)
                return cell;
        }
    return NULL;
}

static const char *prefix_of(enum repertoire_type type)
{
    return repertoire_keys(type)[0].words[0];
}

static bool is_free(struct importing *im, const json_t *taken, const char *id)
{
    return !json_object_get(taken, id) && !change_get(im->set, id);
}

// The record that is called so; else "Étirer le fer" -> g:etirer-le-fer, with -2 behind it where
// another record or row has that.
static void make_id(struct importing *im, const json_t *taken, int row)
{
    enum repertoire_type type = (enum repertoire_type)im->mapping.kind;
    const char *name = called(im, row), *prefix = prefix_of(type);
    char *id = im->ids[row], word[SCHEMA_ID_BYTES - 5] = "";
    if (!name)
        return;
    csv_words_known(im->words, type, name, id);
    if (*id && !json_object_get(taken, id))
        return;
    id[0] = '\0';
    csv_fold(name, '-', true, word, sizeof word);
    if (!*word)
        return;
    snprintf(id, SCHEMA_ID_BYTES + 1, "%s%s", prefix, word);
    for (int n = 2; !is_free(im, taken, id) && n < 1000; n++)
        snprintf(id, SCHEMA_ID_BYTES + 1, "%s%s-%d", prefix, word, n);
}

// An id as it is written, with or without its prefix.
static void take_id(struct importing *im, int row, const char *cell)
{
    const char *prefix = prefix_of((enum repertoire_type)im->mapping.kind);
    snprintf(im->ids[row], SCHEMA_ID_BYTES + 1, "%s%.*s", strchr(cell, ':') ? "" : prefix,
             SCHEMA_ID_BYTES, cell);
}

static bool find_ids(struct importing *im)
{
    json_t *taken = json_object();
    im->ids = calloc((size_t)im->table->row_count + 1, sizeof *im->ids);
    for (int row = 1; im->ids && row < im->table->row_count; row++) {
        const char *cell = im->id_column < 0 ? "" : csv_cell(im->table, row, im->id_column);
        cell += strspn(cell, " \t\n");
        if (*cell)
            take_id(im, row, cell);
        if (*cell)
            json_object_set_new(taken, im->ids[row], json_true());
    }
    for (int row = 1; im->ids && row < im->table->row_count; row++) {
        if (im->ids[row][0])
            continue;
        make_id(im, taken, row);
        json_object_set_new(taken, im->ids[row], json_true());
    }
    for (int row = 1; im->ids && row < im->table->row_count; row++) {
        const char *name = called(im, row);
        if (name && im->ids[row][0])
            csv_words_add(im->words, (enum repertoire_type)im->mapping.kind, name, im->ids[row]);
    }
    json_decref(taken);
    return im->ids != NULL;
}

// ---- rows ----

// A spreadsheet takes 01001 for a number.
static bool ate_zero(const char *old, const char *cell)
{
    return old && old[0] == '0' && *cell && strspn(cell, "0123456789") == strlen(cell) &&
           strcmp(old + strspn(old, "0"), cell) == 0;
}

static void look_at_insee(struct importing *im, const char *place, const char *header,
                          const char *cell)
{
    size_t n = strlen(cell);
    if ((n == 4 || n == 1) && strspn(cell, "0123456789") == n)
        faults_add(change_faults(im->set), FAULT_WARNING,
                   "%s: %s: \"%s\" looks like a code that lost its zero; 0%s?", place, header, cell,
                   cell);
}

static bool says(const struct importing *im, const struct csv_column *column, const json_t *value,
                 const char *cell)
{
    char *text = csv_cell_write(column, value, change_repertoire(im->set));
    bool same = text && strcmp(text, cell) == 0;
    free(text);
    return same;
}

// Does the cell say what the record says, or what was shown of it?
static bool says_nothing_new(const struct importing *im, const struct csv_column *column,
                             const json_t *record, const char *cell)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    const json_t *shown = im->job->shown && id ? repertoire_get(im->job->shown, id) : NULL;
    if (says(im, column, csv_key_get(&column->key, record), cell))
        return true;
    json_t *value = shown ? csv_shown(&column->key, shown, im->job->shown, im->job->date) : NULL;
    bool same = shown && says(im, column, value, cell);
    json_decref(value);
    return same;
}

static bool holds(const json_t *list, const json_t *wanted)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        if (json_equal(item, wanted))
            return true;
    }
    return false;
}

// References to what is hidden stay in an edited list: whoever edited it did not see them.
static void keep_hidden(const struct importing *im, const struct csv_column *column,
                        const json_t *record, json_t *list)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    const json_t *shown = im->job->shown && id ? repertoire_get(im->job->shown, id) : NULL;
    const json_t *seen = csv_key_get(&column->key, shown);
    size_t i;
    json_t *item;
    if (!shown || column->key.form != CSV_MANY || column->key.value->type != SCHEMA_REF)
        return;
    json_array_foreach(csv_key_get(&column->key, record), i, item)
    {
        if (!holds(seen, item) && !holds(list, item))
            json_array_append(list, item);
    }
}

// False when the cell cannot be read.
static bool take_cell(struct importing *im, const char *place, const struct csv_column *column,
                      const char *cell, json_t *record, bool is_new)
{
    const char *old = json_string_value(csv_key_get(&column->key, record));
    struct fault f = {""}, told = {""};
    if (!*cell && is_new && column->standard)
        cell = column->standard;
    if (says_nothing_new(im, column, record, cell))
        return true;
    bool insee = strcmp(column->key.path, "insee") == 0;
    if (insee && ate_zero(old, cell)) {
        faults_add(change_faults(im->set), FAULT_WARNING,
                   "%s: %s: a spreadsheet ate the zero of \"%s\"; it stays", place, column->header,
                   old);
        return true;
    }
    json_t *read = *cell ? csv_cell_read(column, cell, im->words, &f, &told) : NULL;
    if (told.text[0])
        faults_add(change_faults(im->set), FAULT_WARNING, "%s: %s: %s", place, column->header,
                   told.text);
    if (!read && *cell) {
        faults_add(change_faults(im->set), FAULT_ERROR, "%s: %s: %s", place, column->header,
                   f.text);
        return false;
    }
    if (insee)
        look_at_insee(im, place, column->header, cell);
    if (!read && column->key.form == CSV_MANY)
        read = json_array();
    if (read)
        keep_hidden(im, column, record, read);
    if (json_is_array(read) && !json_array_size(read) && !*cell) {
        json_decref(read);
        read = NULL;
    }
    csv_key_set(&column->key, record, read);
    return true;
}

static void take_row(struct importing *im, int row)
{
    char place[PLACE];
    const char *id = im->ids[row];
    enum repertoire_type type = (enum repertoire_type)im->mapping.kind;
    place_of(im, row, place);
    if (!*id) {
        faults_add(change_faults(im->set), FAULT_ERROR,
                   "%s: has neither an id nor a label that one could be made of", place);
        return;
    }
    if (change_from(im->set, id)) {
        faults_add(change_faults(im->set), FAULT_ERROR, "%s: id: \"%s\" stands also at %s", place,
                   id, change_from(im->set, id));
        return;
    }
    const json_t *old = change_get(im->set, id);
    json_t *record = old ? json_deep_copy(old) : json_object();
    bool good = record != NULL;
    json_object_set_new(record, "id", json_string(id));
    for (int c = 0; c < im->table->rows[row].count; c++) {
        int at = im->columns[c];
        if (at >= 0 && im->mapping.columns[at].known && c != im->id_column)
            good = take_cell(im, place, &im->mapping.columns[at],
                             csv_plain(csv_cell(im->table, row, c)), record, old == NULL) &&
                   good;
    }
    if (good)
        change_put(im->set, type, record, place);
    else
        json_decref(record);
}

// ---- files ----

static bool open_text(struct importing *im, const char *bytes, size_t length)
{
    const struct csv_in *job = im->job;
    struct faults *faults = change_faults(im->set);
    im->mapping = (struct csv_mapping){.kind = job->kind, .list = CSV_LIST};
    if (job->mapping && !csv_mapping_read(&im->mapping, job->mapping, job->kind, faults))
        return false;
    const char *encoding = job->encoding             ? job->encoding
                           : im->mapping.encoding[0] ? im->mapping.encoding
                                                     : NULL;
    im->table =
        csv_parse(bytes, length,
                  &(struct csv_desc){im->file, encoding,
                                     job->separator ? job->separator : im->mapping.separator},
                  faults);
    if (im->table && !im->table->row_count)
        faults_add(faults, FAULT_ERROR,
                   "%s:1: is empty; a first row that names its columns is "
                   "needed",
                   im->file);
    return im->table && im->table->row_count && find_kind(im) && find_columns(im) && find_ids(im);
}

bool csv_import_text(const struct csv_in *job, const char *file, const char *bytes, size_t length,
                     struct change_set *set)
{
    struct csv_words words = {.repertoire = change_repertoire(set)};
    struct importing im = {.job = job, .file = file, .set = set, .words = &words};
    bool good = open_text(&im, bytes, length);
    for (int row = 1; good && row < im.table->row_count; row++)
        take_row(&im, row);
    if (good)
        change_covers(set, (enum repertoire_type)im.mapping.kind);
    import_finish(&im);
    csv_words_finish(&words);
    return good;
}

static bool open_file(struct importing *im)
{
    struct fault f;
    size_t length;
    char *bytes = store_read(im->file, CSV_BYTES, &length, &f);
    if (!bytes) {
        faults_add(change_faults(im->set), FAULT_ERROR, "%s:1: %s", im->file,
                   fault_after(f.text, im->file));
        return false;
    }
    bool good = open_text(im, bytes, length);
    free(bytes);
    return good;
}

// All files are opened before a row is taken: a gesture may name a tool that another file brings.
bool csv_import(const struct csv_in *job, struct change_set *set)
{
    struct csv_words words = {.repertoire = change_repertoire(set)};
    struct importing *all = calloc((size_t)job->file_count + 1, sizeof *all);
    bool good = all != NULL;
    for (int i = 0; all && i < job->file_count; i++) {
        all[i] = (struct importing){.job = job, .file = job->files[i], .set = set, .words = &words};
        good = open_file(&all[i]) && good;
    }
    for (int i = 0; good && i < job->file_count; i++) {
        for (int row = 1; row < all[i].table->row_count; row++)
            take_row(&all[i], row);
        change_covers(set, (enum repertoire_type)all[i].mapping.kind);
    }
    for (int i = 0; all && i < job->file_count; i++)
        import_finish(&all[i]);
    free(all);
    csv_words_finish(&words);
    return good;
}
