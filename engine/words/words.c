// The files of all languages, read when they are saved, and the text of a key.
#include "words/words.h"

#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INSTALLATION, PROGRAM, PLACES }; // the first that has a key says it

static const char *const shown[PLACES] = {"strings", "scenes/strings"};

struct words {
    char folders[PLACES][WORDS_PATH]; // "": none
    char languages[WORDS_LANGUAGES][WORDS_LANGUAGE];
    int count, own; // `own`: the installation's; English may follow
    struct words_file {
        json_t *texts; // NULL: there is none
        int64_t changed_ns, size;
    } files[WORDS_LANGUAGES][PLACES];
    json_t *told; // "language key" of what was told to lack
    int lacking;
};

// ---- Files.

static void path_of(const struct words *w, int language, int place, char *path, size_t size)
{
    snprintf(path, size, "%s/%s.json", w->folders[place], w->languages[language]);
}

static void name_of(const char *language, int place, char *name, size_t size)
{
    snprintf(name, size, "%s/%s.json", shown[place], language);
}

static bool stamp(const char *path, int64_t *changed_ns, int64_t *size)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    *changed_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    *size = st.st_size;
    return true;
}

static json_t *read_file(const char *path, const char *name, struct faults *faults)
{
    struct fault f;
    size_t length;
    char *text = store_read(path, WORDS_BYTES, &length, &f);
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", name, fault_after(f.text, path));
        return NULL;
    }
    json_t *texts = words_parse(text, length, name, faults);
    free(text);
    return texts;
}

// True when its texts are others now.
static bool renew(struct words *w, int language, int place, struct faults *faults)
{
    struct words_file *file = &w->files[language][place];
    char path[WORDS_PATH + 32], name[64];
    int64_t changed_ns = 0, size = -1;
    path_of(w, language, place, path, sizeof path);
    name_of(w->languages[language], place, name, sizeof name);
    bool there = w->folders[place][0] && stamp(path, &changed_ns, &size);
    if (changed_ns == file->changed_ns && size == file->size)
        return false;
    file->changed_ns = changed_ns;
    file->size = size;
    json_t *texts = there ? read_file(path, name, faults) : NULL;
    if (there && !texts)
        return false; // what it had holds
    bool other = texts != file->texts && !(texts && json_equal(texts, file->texts));
    json_decref(file->texts);
    file->texts = texts;
    return other;
}

bool words_refresh(struct words *w, struct faults *faults)
{
    bool any = false;
    for (int i = 0; i < w->count; i++)
        for (int place = 0; place < PLACES; place++)
            any = renew(w, i, place, faults) || any;
    if (any)
        json_object_clear(w->told); // what still lacks is told again
    return any;
}

static bool has_language(const struct words *w, const char *language)
{
    for (int i = 0; i < w->count; i++)
        if (strcmp(w->languages[i], language) == 0)
            return true;
    return false;
}

struct words *words_create(const struct words_desc *desc, struct faults *faults)
{
    struct words *w = calloc(1, sizeof *w);
    if (!w || !(w->told = json_object())) {
        free(w);
        return NULL;
    }
    const char *const folders[PLACES] = {desc->installation, desc->program};
    for (int place = 0; place < PLACES; place++)
        snprintf(w->folders[place], WORDS_PATH, "%s", folders[place] ? folders[place] : "");
    for (int i = 0; i < desc->language_count && w->count < WORDS_LANGUAGES - 1; i++)
        snprintf(w->languages[w->count++], WORDS_LANGUAGE, "%s", desc->languages[i]);
    w->own = w->count;
    if (!has_language(w, "en"))
        snprintf(w->languages[w->count++], WORDS_LANGUAGE, "en");
    for (int i = 0; i < w->count; i++)
        for (int place = 0; place < PLACES; place++)
            w->files[i][place].size = -1;
    words_refresh(w, faults);
    return w;
}

void words_destroy(struct words *w)
{
    if (!w)
        return;
    for (int i = 0; i < w->count; i++)
        for (int place = 0; place < PLACES; place++)
            json_decref(w->files[i][place].texts);
    json_decref(w->told);
    free(w);
}

// ---- Texts.

const char *words_plural(const char *language, double n)
{
    bool french = strncmp(language, "fr", 2) == 0 && (!language[2] || language[2] == '-');
    n = fabs(n);
    if (french)
        return n < 2 ? "one" : "other"; // i = 0, 1
    return n == 1 ? "one" : "other";    // i = 1 and v = 0
}

// NULL: it has none, or an empty one.
static const char *text_in(const json_t *texts, const char *key, const char *language, double n,
                           size_t *length)
{
    const json_t *value = json_object_get(texts, key);
    if (json_is_object(value)) {
        const json_t *text = isnan(n) ? NULL : json_object_get(value, words_plural(language, n));
        value = json_string_length(text) ? text : json_object_get(value, "other");
    }
    *length = json_string_length(value);
    return *length ? json_string_value(value) : NULL;
}

static bool find_in(const struct words *w, int language, const char *key, double n,
                    struct words_found *found)
{
    found->language = w->languages[language];
    for (int place = 0; place < PLACES; place++) {
        found->text =
            text_in(w->files[language][place].texts, key, found->language, n, &found->length);
        if (found->text)
            return true;
    }
    return false;
}

bool words_find(const struct words *w, const char *key, const char *language, double n,
                struct words_found *found)
{
    for (int i = 0; i < w->own; i++)
        if (strcmp(w->languages[i], language) == 0 && find_in(w, i, key, n, found))
            return true;
    if (w->own > 0 && find_in(w, 0, key, n, found))
        return true;
    for (int i = 0; i < w->count; i++)
        if (strcmp(w->languages[i], "en") == 0 && find_in(w, i, key, n, found))
            return true;
    return false;
}

// ---- What lacks.

// The file that a text belongs in: of the place that has the key in another language.
static int place_of(const struct words *w, const char *key)
{
    for (int i = 0; i < w->count; i++)
        if (json_object_get(w->files[i][PROGRAM].texts, key))
            return PROGRAM;
    return INSTALLATION;
}

static void lack(const struct words *w, const char *key, const char *language, const char *found,
                 char text[FAULT_TEXT])
{
    char name[64];
    name_of(language, place_of(w, key), name, sizeof name);
    if (found)
        snprintf(text, FAULT_TEXT, "%s:1: %s: has no text; \"%s\" is shown, marked", name, key,
                 found);
    else
        snprintf(text, FAULT_TEXT, "%s:1: %s: stands in no language; the key is shown, marked",
                 name, key);
}

bool words_lacks(struct words *w, const char *key, const char *language, const char *found,
                 char text[FAULT_TEXT])
{
    char entry[WORDS_LANGUAGE + WORDS_KEY + 2];
    snprintf(entry, sizeof entry, "%s %s", language, key);
    if (json_object_get(w->told, entry) || json_object_size(w->told) >= WORDS_TOLD)
        return false;
    json_object_set_new(w->told, entry, json_true());
    w->lacking++;
    lack(w, key, language, found, text);
    return true;
}

int words_lacking(const struct words *w)
{
    return w->lacking;
}

// Every key there is, in the order of writing, each once. New reference.
static json_t *all_keys(const struct words *w)
{
    json_t *all = json_object();
    for (int i = 0; i < w->count; i++)
        for (int place = 0; place < PLACES; place++)
            if (w->files[i][place].texts)
                json_object_update_missing(all, w->files[i][place].texts);
    return all;
}

static bool is_empty(const struct words *w, int language)
{
    for (int place = 0; place < PLACES; place++)
        if (json_object_size(w->files[language][place].texts))
            return false;
    return true;
}

static void check_language(struct words *w, int language, json_t *all, struct faults *faults)
{
    const char *key, *code = w->languages[language];
    json_t *value;
    json_object_foreach(all, key, value)
    {
        struct words_found found;
        char text[FAULT_TEXT];
        if (find_in(w, language, key, NAN, &found))
            continue;
        lack(w, key, code, words_find(w, key, code, NAN, &found) ? found.language : NULL, text);
        faults_add(faults, FAULT_WARNING, "%s", text);
    }
}

void words_check(struct words *w, struct faults *faults)
{
    json_t *all = all_keys(w);
    for (int i = 0; i < w->own; i++) {
        if (!is_empty(w, i))
            check_language(w, i, all, faults);
        else if (json_object_size(all) > 0)
            faults_add(
                faults, FAULT_WARNING,
                "%s/%s.json:1: is missing; its %d texts are shown in another language, marked",
                shown[PROGRAM], w->languages[i], (int)json_object_size(all));
    }
    json_decref(all);
}

bool words_nearest(const struct words *w, const char *key, char nearest[WORDS_KEY])
{
    json_t *all = all_keys(w), *value;
    const char **keys = calloc(json_object_size(all) + 1, sizeof *keys), *other;
    size_t count = 0;
    json_object_foreach(all, other, value)
    {
        if (keys)
            keys[count++] = other;
    }
    const char *near = keys ? fault_nearest(key, keys) : NULL;
    snprintf(nearest, WORDS_KEY, "%s", near ? near : "");
    free(keys);
    json_decref(all);
    return nearest[0];
}
