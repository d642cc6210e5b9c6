// Reads the records of a repertoire, follows their references, leaves out what is broken.
#include "repertoire/private.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// ---- one record ----

struct reading {
    struct repertoire *r;
    const char *const *languages;
    struct faults *faults;
};

// JSON readers tell the line where they began to read the text that holds it.
static int line_of_bad_letter(const char *text, size_t length)
{
    int line = 1;
    for (size_t at = 0; at < length;) {
        unsigned char c = (unsigned char)text[at++];
        size_t more = c < 0x80 ? 0 : c >> 5 == 6 ? 1 : c >> 4 == 14 ? 2 : c >> 3 == 30 ? 3 : length;
        line += c == '\n';
        for (; more > 0; more--, at++)
            if (at >= length || ((unsigned char)text[at] & 0xc0) != 0x80)
                return line;
    }
    return line;
}

static json_t *parse_json(const char *text, size_t length, const char *file, struct faults *faults)
{
    json_error_t error;
    json_t *value = json_loadb(text, length, 0, &error);
    if (!value && json_error_code(&error) == json_error_invalid_utf8)
        faults_add(faults, FAULT_ERROR,
                   "%s:%d: has letters that are no UTF-8 (Latin-1, perhaps); save it as UTF-8",
                   file, line_of_bad_letter(text, length));
    else if (!value)
        faults_add(faults, FAULT_ERROR, "%s:%d: is no JSON: %s; one object in braces is allowed",
                   file, error.line > 0 ? error.line : 1, error.text);
    return value;
}

static int check(enum repertoire_type type, const struct schema_text *of, const json_t *value)
{
    int errors = schema_check(of, value, repertoire_kinds[type].keys);
    return errors ? errors : rules_check(of, type, value);
}

// Nobody reads one fault more: it is only counted.
static bool is_full(const struct faults *faults)
{
    return !faults || faults->count >= FAULTS_MAX;
}

// Without lines, which most records do not need. NULL: its lines are wanted.
static json_t *parse_quickly(enum repertoire_type type, const char *text, size_t length,
                             const struct reading *reading, bool *whole)
{
    struct faults silent = {0};
    const struct schema_text of = {"", NULL, WHERE_JSON, reading->languages, &silent};
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    *whole = value && check(type, &of, value) == 0;
    bool done = json_is_object(value) && (!silent.count || is_full(reading->faults));
    if (done && reading->faults) {
        reading->faults->errors += silent.errors;
        reading->faults->dropped += silent.count + silent.dropped;
    }
    faults_finish(&silent);
    if (done)
        return value;
    json_decref(value);
    return NULL;
}

// *whole: nothing is wrong with it. NULL only when it is no JSON object.
static json_t *parse(enum repertoire_type type, const char *text, size_t length, const char *file,
                     const struct reading *reading, bool *whole)
{
    where_skip_mark(&text, &length);
    json_t *value = parse_quickly(type, text, length, reading, whole);
    if (value)
        return value;
    *whole = false;
    value = parse_json(text, length, file, reading->faults);
    if (!value)
        return NULL;
    struct where *where = where_scan(text, length, WHERE_JSON);
    const struct schema_text of = {file, where, WHERE_JSON, reading->languages, reading->faults};
    *whole = check(type, &of, value) == 0;
    where_destroy(where);
    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}

bool repertoire_is_whole(enum repertoire_type type, const json_t *value)
{
    struct faults silent = {0};
    const struct schema_text of = {.file = "", .syntax = WHERE_JSON, .faults = &silent};
    bool whole = check(type, &of, value) == 0;
    faults_finish(&silent);
    return whole;
}

json_t *repertoire_parse(enum repertoire_type type, const char *text, size_t length,
                         const char *file, struct faults *faults)
{
    const struct reading reading = {.languages = repertoire_languages, .faults = faults};
    bool whole;
    json_t *value = parse(type, text, length, file, &reading, &whole);
    if (whole)
        return value;
    json_decref(value);
    return NULL;
}

// Takes value. False when there is no room.
static bool shelve(struct repertoire *r, enum repertoire_type type, json_t *value, const char *file,
                   bool whole)
{
    struct shelf *s = &r->shelves[type];
    if (s->count == s->room) {
        int room = s->room ? s->room * 2 : 32;
        struct record *grown = realloc(s->records, (size_t)room * sizeof *grown);
        if (!grown) {
            json_decref(value);
            return false;
        }
        s->records = grown;
        s->room = room;
    }
    char *kept = strdup(file);
    const char *id = json_string_value(json_object_get(value, "id"));
    if (!kept || !id) { // without an id nobody can refer to it
        free(kept);
        json_decref(value);
        return kept != NULL;
    }
    s->records[s->count++] = (struct record){value, id, kept, !whole, false};
    r->count++;
    return true;
}

static void read_record(const struct reading *reading, enum repertoire_type type, const char *file)
{
    struct faults *faults = reading->faults;
    struct fault f;
    struct stat st;
    size_t length;
    bool whole;
    if (lstat(file, &st) == 0 && S_ISLNK(st.st_mode)) {
        faults_add(faults, FAULT_ERROR, "%s:1: is a link; a plain file is allowed", file);
        return;
    }
    char *text = store_read(file, REPERTOIRE_FILE_BYTES, &length, &f);
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", file, fault_after(f.text, file));
        return;
    }
    json_t *value = parse(type, text, length, file, reading, &whole);
    free(text);
    if (value && !shelve(reading->r, type, value, file, whole))
        faults_add(faults, FAULT_ERROR, "%s:1: memory is short", file);
}

// ---- folders ----

static int is_record(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && e->d_name[0] != '.' && strcmp(e->d_name + n - 5, ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); // not the locale's order
}

static void read_folder(const struct reading *reading, enum repertoire_type type,
                        const char *folder)
{
    struct faults *faults = reading->faults;
    char path[REPERTOIRE_PATH];
    struct dirent **names;
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, repertoire_kinds[type].folder);
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
        faults_add(faults, FAULT_ERROR, "%s:1: is a link; a plain folder is allowed", path);
        return;
    }
    int count = scandir(path, &names, is_record, by_name);
    if (count < 0 && errno != ENOENT)
        faults_add(faults, FAULT_ERROR, "%s:1: cannot be read: %s", path, strerror(errno));
    bool full = false;
    for (int i = 0; i < count; i++) {
        char file[REPERTOIRE_PATH + 300];
        snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
        if (reading->r->count < REPERTOIRE_RECORDS) {
            read_record(reading, type, file);
        } else if (!full) {
            full = true;
            faults_add(faults, FAULT_ERROR, "%s:1: is one too many; %d records are allowed", file,
                       REPERTOIRE_RECORDS);
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}

// So is a file that is called as no record is (x.jsn, x.JSON), or a folder among records.
static void check_strays(enum repertoire_type type, const char *folder, struct faults *faults)
{
    char path[REPERTOIRE_PATH];
    snprintf(path, sizeof path, "%s/%s", folder, repertoire_kinds[type].folder);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        const char *dot = strrchr(e->d_name, '.');
        bool text = dot && (strcmp(dot, ".md") == 0 || strcmp(dot, ".txt") == 0);
        if (e->d_name[0] == '.' || text || (is_record(e) && e->d_type != DT_DIR))
            continue;
        faults_add(faults, FAULT_WARNING, "%s/%s:1: is not read; %s", path, e->d_name,
                   e->d_type == DT_DIR ? "records lie in the folder of their kind itself"
                                       : "a file that ends in .json is a record");
    }
    if (d)
        closedir(d);
}

// A folder that nobody reads is a slip, mostly.
static void check_folders(const char *folder, struct faults *faults)
{
    const char *words[REPERTOIRE_TYPES + 1] = {NULL};
    struct stat st;
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        words[t] = repertoire_kinds[t].folder;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[REPERTOIRE_PATH];
        bool known = e->d_name[0] == '.';
        for (int t = 0; t < REPERTOIRE_TYPES && !known; t++)
            known = strcmp(e->d_name, words[t]) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (known || stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
            continue;
        const char *near = fault_nearest(e->d_name, words);
        faults_add(faults, FAULT_WARNING, "%s:1: is not read%s%s%s", path,
                   near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    if (d)
        closedir(d);
}

// ---- ids that stand twice ----

// Is its file called as its id? `etirer-fer (copie).json` is not.
static bool is_named_well(const struct record *record)
{
    const char *slash = strrchr(record->file, '/'), *colon = strchr(record->id, ':');
    const char *name = slash ? slash + 1 : record->file;
    size_t n = colon ? strlen(colon + 1) : 0;
    return n && strncmp(name, colon + 1, n) == 0 && strcmp(name + n, ".json") == 0;
}

static int by_id(const void *a, const void *b)
{
    const struct record *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    if (order == 0)
        order = is_named_well(y) - is_named_well(x);
    return order ? order : strcmp(x->file, y->file);
}

static void record_finish(struct record *record)
{
    json_decref(record->value);
    free(record->file);
}

static void sort_shelf(struct shelf *s, struct faults *faults)
{
    int kept = 0;
    if (s->count)
        qsort(s->records, (size_t)s->count, sizeof *s->records, by_id);
    for (int i = 0; i < s->count; i++) {
        struct record *now = &s->records[i], *before = kept ? &s->records[kept - 1] : NULL;
        if (before && strcmp(before->id, now->id) == 0) {
            faults_add(faults, FAULT_ERROR, "%s:1: id: \"%s\" is also in %s; each id stands once",
                       now->file, now->id, before->file);
            record_finish(now);
        } else {
            s->records[kept++] = *now;
        }
    }
    s->count = kept;
}

// ---- all of it ----

static void finish_shelf(struct shelf *s)
{
    for (int i = 0; i < s->count; i++)
        record_finish(&s->records[i]);
    free(s->records);
}

static bool note_hidden(struct repertoire *r, const struct shelf *s)
{
    int count = 0;
    for (int i = 0; i < s->count; i++)
        count += s->records[i].hidden;
    char **grown =
        count ? realloc(r->hidden, (size_t)(r->hidden_count + count) * sizeof *grown) : NULL;
    if (!grown)
        return count == 0;
    r->hidden = grown;
    for (int i = 0; i < s->count; i++)
        if (s->records[i].hidden && !(r->hidden[r->hidden_count++] = strdup(s->records[i].id)))
            return false;
    return true;
}

static int by_file(const void *a, const void *b)
{
    return strcmp(((const struct named_file *)a)->file, ((const struct named_file *)b)->file);
}

static bool name_files(struct repertoire *r)
{
    const struct shelf *media = &r->shelves[REPERTOIRE_MEDIA];
    free(r->files);
    r->file_count = 0;
    r->files = calloc((size_t)media->count + 1, sizeof *r->files);
    for (int i = 0; r->files && i < media->count; i++) {
        const json_t *record = media->records[i].value;
        const char *file = json_string_value(json_object_get(record, "file"));
        if (file)
            r->files[r->file_count++] = (struct named_file){file, record};
    }
    if (r->file_count)
        qsort(r->files, (size_t)r->file_count, sizeof *r->files, by_file);
    return r->files;
}

const json_t *repertoire_medium(const struct repertoire *r, const char *file)
{
    const struct named_file wanted = {.file = file};
    const struct named_file *found =
        r->file_count ? bsearch(&wanted, r->files, (size_t)r->file_count, sizeof wanted, by_file)
                      : NULL;
    return found ? found->record : NULL;
}

static bool drop_left_out(struct repertoire *r)
{
    r->count = 0;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        struct shelf *s = &r->shelves[t];
        int kept = 0;
        if (!note_hidden(r, s))
            return false;
        for (int i = 0; i < s->count; i++) {
            if (s->records[i].left_out)
                record_finish(&s->records[i]);
            else
                s->records[kept++] = s->records[i];
        }
        s->count = kept;
        r->count += kept;
    }
    return name_files(r);
}

static bool judge(struct repertoire *r, const char *date, struct faults *faults)
{
    if (!consents_follow(r, date, faults))
        return false;
    references_follow(r, faults);
    return drop_left_out(r);
}

static void take_shelf(struct repertoire *r, struct repertoire *from, enum repertoire_type type)
{
    struct shelf before = r->shelves[type];
    r->shelves[type] = from->shelves[type];
    from->shelves[type] = before;
}

int repertoire_judge(struct repertoire *r, struct repertoire *people, const char *date,
                     struct faults *faults)
{
    int others =
        r->count - r->shelves[REPERTOIRE_PERSON].count - r->shelves[REPERTOIRE_CONSENT].count;
    take_shelf(r, people, REPERTOIRE_PERSON);
    take_shelf(r, people, REPERTOIRE_CONSENT);
    repertoire_destroy(people);
    int before =
        others + r->shelves[REPERTOIRE_PERSON].count + r->shelves[REPERTOIRE_CONSENT].count;
    return judge(r, date, faults) ? before - r->count : -1;
}

const char *repertoire_hidden(const struct repertoire *r, int n)
{
    return n >= 0 && n < r->hidden_count ? r->hidden[n] : NULL;
}

struct repertoire *repertoire_read(const struct repertoire_desc *desc, struct faults *faults)
{
    const char *folder = desc->folder;
    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        faults_add(faults, FAULT_ERROR,
                   "%s:1: is no folder; the records of a repertoire lie in one", folder);
        return NULL;
    }
    struct repertoire *r = calloc(1, sizeof *r);
    const struct reading reading = {r, desc->languages ? desc->languages : repertoire_languages,
                                    faults};
    bool good = r != NULL;
    if (good && !desc->people)
        check_folders(folder, faults);
    for (int t = 0; good && t < REPERTOIRE_TYPES; t++) {
        if (desc->people && t != REPERTOIRE_PERSON && t != REPERTOIRE_CONSENT)
            continue;
        if (!desc->people)
            check_strays((enum repertoire_type)t, folder, faults);
        read_folder(&reading, (enum repertoire_type)t, folder);
        sort_shelf(&r->shelves[t], faults);
    }
    if (desc->people)
        good = good && drop_left_out(r);
    else
        good = good && judge(r, desc->date, faults);
    if (good)
        return r;
    faults_add(faults, FAULT_ERROR, "%s:1: memory is short", folder);
    repertoire_destroy(r);
    return NULL;
}

void repertoire_destroy(struct repertoire *r)
{
    if (!r)
        return;
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        finish_shelf(&r->shelves[t]);
    for (int i = 0; i < r->hidden_count; i++)
        free(r->hidden[i]);
    free(r->hidden);
    free(r->files);
    free(r);
}
