// Writes records as rows.
#include "exchange/csvprivate.h"
#include "exchange/from.h"
#include "store/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_PATH 1200

struct sheet {
    const struct csv_out *job;
    enum repertoire_type type;
    json_t *records; // owned, a list
    struct csv_mapping mapping;
};

static void sheet_finish(struct sheet *s)
{
    json_decref(s->records);
    csv_mapping_finish(&s->mapping);
}

static bool collect(struct sheet *s)
{
    const json_t *record;
    s->records = json_array();
    for (int n = 0; s->records && (record = repertoire_record(s->job->repertoire, s->type, n)); n++)
        if (json_array_append(s->records, (json_t *)record) != 0)
            return false;
    return s->records != NULL;
}

static const json_t *row_at(const struct sheet *s, int n)
{
    return json_array_get(s->records, (size_t)n);
}

// Where a place is, as exactly as it may be shown: an address, its commune, or not at all.
static json_t *position_shown(const json_t *record, const json_t *value)
{
    const char *precision = json_string_value(json_object_get(record, "precision"));
    if (!place_shown(record))
        return NULL;
    if (precision && strcmp(precision, "address") == 0)
        return json_incref((json_t *)value);
    return json_real(round(json_number_value(value) * 1000) / 1000);
}

json_t *csv_shown(const struct csv_key *key, const json_t *record, const struct repertoire *r,
                  const char *date)
{
    const json_t *value = csv_key_get(key, record);
    const char *id = json_string_value(json_object_get(record, "id")), *name = key->steps[0].key;
    int type = id ? repertoire_type_of_id(id) : -1;
    if (value && type == REPERTOIRE_PLACE && strcmp(name, "at") == 0)
        return position_shown(record, value);
    if (type == REPERTOIRE_PLACE && strcmp(name, "insee") == 0 && !place_shown(record))
        return NULL;
    if (type == REPERTOIRE_PERSON && strcmp(name, "place") == 0 &&
        !person_agrees(&(struct parcel_from){.repertoire = r, .date = date}, record, "place"))
        return NULL;
    return json_incref((json_t *)value);
}

static void tell_positions(const struct sheet *s)
{
    int count = 0;
    for (int i = 0; i < (int)json_array_size(s->records) && s->type == REPERTOIRE_PLACE; i++) {
        const char *precision = json_string_value(json_object_get(row_at(s, i), "precision"));
        count += json_object_get(row_at(s, i), "at") &&
                 (!precision || strcmp(precision, "address") != 0);
    }
    if (count)
        lost_add(s->job->lost,
                 "places/: at: is rounded to the commune or left out, as precision "
                 "says (%d records)",
                 count);
}

static bool is_used(const struct sheet *s, const struct csv_key *key)
{
    for (int i = 0; i < (int)json_array_size(s->records); i++)
        if (csv_key_get(key, row_at(s, i)))
            return true;
    return false;
}

// Every key that is one cell has a column, so that it can be filled in; lists of tables where a
// record has one.
static void add_key(void *to, const struct csv_key *key)
{
    struct sheet *s = to;
    if (key->form != CSV_JSON || is_used(s, key))
        csv_mapping_add(&s->mapping, key->path, key);
}

static bool has_column(const struct csv_mapping *m, const struct csv_key *key)
{
    for (int i = 0; i < m->count; i++)
        if (m->columns[i].known && strcmp(m->columns[i].key.path, key->path) == 0)
            return true;
    return false;
}

// What a mapping leaves out.
static void tell_left_out(void *to, const struct csv_key *key)
{
    const struct sheet *s = to;
    int count = 0;
    if (has_column(&s->mapping, key))
        return;
    for (int i = 0; i < (int)json_array_size(s->records); i++)
        count += csv_key_get(key, row_at(s, i)) != NULL;
    if (count)
        lost_add(s->job->lost, "%s/: %s: no column of the mapping holds it (%d records)",
                 repertoire_folder(s->type), key->path, count);
}

static void write_sheet(const struct sheet *s, FILE *out)
{
    const struct csv_mapping *m = &s->mapping;
    char separator = s->job->separator ? s->job->separator : m->separator ? m->separator : ',';
    fputs("\xef\xbb\xbf", out); // or Excel takes it for Windows-1252
    for (int c = 0; c < m->count; c++) {
        if (c)
            fputc(separator, out);
        csv_write_cell(out, m->columns[c].header, separator);
    }
    fputs("\r\n", out);
    for (int i = 0; i < (int)json_array_size(s->records); i++) {
        for (int c = 0; c < m->count; c++) {
            const struct csv_column *column = &m->columns[c];
            json_t *value = column->known ? csv_shown(&column->key, row_at(s, i),
                                                      s->job->repertoire, s->job->date)
                                          : NULL;
            char *text = csv_cell_write(column, value, s->job->repertoire);
            json_decref(value);
            if (c)
                fputc(separator, out);
            csv_write_cell(out, text ? text : "", separator);
            free(text);
        }
        fputs("\r\n", out);
    }
}

static bool write_to(const struct sheet *s, const char *file, struct fault *f)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return fault_set(f, "%s: memory is short", file);
    write_sheet(s, out);
    bool written = fclose(out) == 0 ? store_write(file, text, size, f)
                                    : fault_set(f, "%s: memory is short", file);
    free(text);
    return written;
}

static bool map(struct sheet *s, struct fault *f)
{
    if (!s->job->mapping) {
        s->mapping = (struct csv_mapping){.kind = (int)s->type, .list = CSV_LIST};
        csv_keys_each(s->type, s->records, add_key, s);
        return true;
    }
    struct faults faults = {0};
    bool good = csv_mapping_read(&s->mapping, s->job->mapping, (int)s->type, &faults);
    if (!good)
        fault_set(f, "%s", faults.count ? faults.entries[0].text : "the mapping is broken");
    faults_finish(&faults);
    if (good)
        csv_keys_each(s->type, s->records, tell_left_out, s);
    return good;
}

static bool export_kind(const struct csv_out *job, enum repertoire_type type, const char *file,
                        struct fault *f)
{
    struct sheet s = {.job = job, .type = type};
    bool done =
        (collect(&s) || fault_set(f, "memory is short")) && map(&s, f) && write_to(&s, file, f);
    tell_positions(&s);
    sheet_finish(&s);
    return done;
}

static bool ends_with_csv(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcasecmp(name + n - 4, ".csv") == 0;
}

// The kind of a mapping, when nobody said another.
static bool find_kind(const struct csv_out *job, int *kind, struct fault *f)
{
    struct faults faults = {0};
    struct csv_mapping m;
    *kind = job->kind;
    if (!job->mapping || *kind >= 0)
        return true;
    bool good = csv_mapping_read(&m, job->mapping, -1, &faults);
    *kind = m.kind;
    csv_mapping_finish(&m);
    if (!good)
        fault_set(f, "%s", faults.count ? faults.entries[0].text : "the mapping is broken");
    faults_finish(&faults);
    return good;
}

bool csv_export(const struct csv_out *job, struct fault *f)
{
    struct stat st;
    int kind;
    if (!find_kind(job, &kind, f))
        return false;
    if (ends_with_csv(job->to) && (stat(job->to, &st) != 0 || !S_ISDIR(st.st_mode))) {
        if (kind < 0)
            return fault_set(f, "%s: one table holds one kind of record; say --kind, or a folder",
                             job->to);
        return export_kind(job, (enum repertoire_type)kind, job->to, f);
    }
    const char *slash = strrchr(job->to, '/'), *dot = strrchr(slash ? slash : job->to, '.');
    if (dot && dot[1] && stat(job->to, &st) != 0)
        return fault_set(f, "%s: a table ends in .csv; a folder without an ending holds one a kind",
                         job->to);
    if (!store_folder(job->to, f))
        return false;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        char file[FILE_PATH];
        int count = repertoire_count(job->repertoire, (enum repertoire_type)t);
        if (kind < 0 && t == REPERTOIRE_CONSENT && count)
            lost_add(job->lost, "consents/: stay inside; --kind consent writes them (%d records)",
                     count);
        if (kind >= 0 ? t != kind : !count || t == REPERTOIRE_CONSENT)
            continue;
        snprintf(file, sizeof file, "%s/%s.csv", job->to,
                 repertoire_folder((enum repertoire_type)t));
        if (!export_kind(job, (enum repertoire_type)t, file, f))
            return false;
    }
    return true;
}
