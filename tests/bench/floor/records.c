// Records of a folder, read and folded, for the floors of search and index.
#include "records.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES = 1 << 16 };

static void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static int is_record(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && strcmp(e->d_name + n - 5, ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

void records_read(const char *folder, const char *kind,
                  void (*each)(void *to, const char *path, const char *text, size_t length,
                               json_t *record),
                  void *to)
{
    static char text[FILE_BYTES];
    char path[4096];
    struct dirent **names;
    snprintf(path, sizeof path, "%s/%s", folder, kind);
    int at = open(path, O_RDONLY | O_DIRECTORY), count = scandir(path, &names, is_record, by_name);
    if (at < 0 || count < 0)
        give_up(path);
    for (int i = 0; i < count; i++) {
        int fd = openat(at, names[i]->d_name, O_RDONLY);
        ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
        json_t *record = n > 0 ? json_loadb(text, (size_t)n, 0, NULL) : NULL;
        if (!record)
            give_up(names[i]->d_name);
        close(fd);
        snprintf(path, sizeof path, "%s/%s", kind, names[i]->d_name);
        each(to, path, text, (size_t)n, record);
        json_decref(record);
        free(names[i]);
    }
    free(names);
    close(at);
}

static void keep(void *to, const char *path, const char *text, size_t length, json_t *record)
{
    struct records *r = to;
    json_object_set(r->by_id, json_string_value(json_object_get(record, "id")), record);
}

void records_read_terms(struct records *r, const char *folder)
{
    static const char *const kinds[] = {"verbs",  "materials", "tools", "metiers",
                                        "places", "schools",   "teams"};
    r->by_id = json_object();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        records_read(folder, kinds[i], keep, r);
}

void records_finish(struct records *r)
{
    json_decref(r->by_id);
}

// Latin-1 and œ are all that these texts have.
static const char *plain(unsigned c)
{
    static const char letters[] = "aaaaaaaceeeeiiiidnooooo ouuuuy  ";
    static char one[2];
    if (c == 0xe6)
        return "ae";
    if (c == 0x153)
        return "oe";
    if (c == 0xdf)
        return "ss";
    one[0] = c >= 0xe0 && c <= 0xff ? letters[c - 0xe0] : ' ';
    return one;
}

size_t records_fold(const char *text, char *to, size_t size)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t n = 0, word = 0; // word: where the one that is being written began
    while (*at && n + 3 < size) {
        unsigned c = *at++;
        if (c >= 0xc2 && c < 0xe0 && *at)
            c = (c & 0x1f) << 6 | (*at++ & 0x3f);
        if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || c == 0x152)
            c += c == 0x152 ? 1 : 32;
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter)
            to[n++] = (char)c;
        else if (c == '\'' && n - word <= 2)
            n = word; // l', d', qu'
        else if (c > 0x7f)
            n += (size_t)sprintf(to + n, "%s", plain(c));
        else if (n && to[n - 1] != ' ')
            to[n++] = ' ';
        if (n && to[n - 1] == ' ')
            word = n;
    }
    to[n] = 0;
    return n;
}

struct words {
    char **to; // RECORDS_COLUMNS of them
    size_t n[RECORDS_COLUMNS], size;
};

static int language_of(const char *key)
{
    return strcmp(key, "fr") == 0 ? 0 : strcmp(key, "it") == 0 ? 1 : strcmp(key, "en") == 0 ? 2 : 3;
}

static void add_text(struct words *w, int column, const json_t *text)
{
    size_t *n = &w->n[column];
    if (!json_is_string(text) || *n + 2 >= w->size)
        return;
    *n += records_fold(json_string_value(text), w->to[column] + *n, w->size - *n - 1);
    w->to[column][(*n)++] = ' ';
    w->to[column][*n] = 0;
}

// A text or a list of texts for each language.
static void add(struct words *w, enum records_class class, const json_t *texts)
{
    const char *key;
    json_t *value, *text;
    size_t i;
    json_object_foreach((json_t *)texts, key, value)
    {
        int column = language_of(key) * RECORDS_CLASSES + (int)class;
        add_text(w, column, value);
        json_array_foreach(value, i, text) add_text(w, column, text);
    }
}

// Labels and synonyms of what it names.
static void add_named(const struct records *r, struct words *w, enum records_class class,
                      const json_t *ids)
{
    json_t *one = json_is_string(ids) ? json_object_get(r->by_id, json_string_value(ids)) : NULL;
    json_t *id;
    size_t i;
    if (one) {
        add(w, class, json_object_get(one, "label"));
        add(w, RECORDS_TERMS, json_object_get(one, "synonyms"));
    }
    json_array_foreach(ids, i, id) add_named(r, w, class, id);
}

void records_words(const struct records *r, const json_t *record, char *words[RECORDS_COLUMNS],
                   size_t size)
{
    static const char *const terms[] = {"synonyms", "said", "qualifier"};
    static const char *const named[] = {"tools", "metiers", "team", "school"};
    struct words w = {.to = words, .size = size};
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        words[c][0] = 0;
    add(&w, RECORDS_LABEL, json_object_get(record, "label"));
    add(&w, RECORDS_LABEL, json_object_get(record, "title"));
    add_named(r, &w, RECORDS_LABEL, json_object_get(record, "verb"));
    add_named(r, &w, RECORDS_LABEL, json_object_get(record, "materials"));
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        add(&w, RECORDS_TERMS, json_object_get(record, terms[i]));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        add_named(r, &w, RECORDS_TERMS, json_object_get(record, named[i]));
    add(&w, RECORDS_TEXT, json_object_get(record, "text"));
    add(&w, RECORDS_TEXT, json_object_get(record, "technical"));
}
