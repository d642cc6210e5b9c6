// gestuaire repertoire check: every record of an installation's content, each fault with its line.
#include "content.h"
#include "verbs/records.h"
#include "verbs/recordsfiles.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report {
    const struct installation *in; // NULL: it could not be read
    const struct repertoire *r;    // the same
    const struct faults *faults;
};

// ---- for people ----

// "gestures 40, fr 80/80, it 78/80": how many records, and texts in each language.
static void print_count(const struct report *p, enum repertoire_type type)
{
    const char *languages[INSTALLATION_LANGUAGES + 1];
    int count = repertoire_count(p->r, type);
    if (!count)
        return;
    printf("%s: %d", repertoire_folder(type), count);
    content_languages(p->in, languages);
    for (const char *const *l = languages; *l; l++) {
        int wanted, there = repertoire_texts(p->r, type, *l, &wanted);
        if (wanted)
            printf(", %s %d/%d", *l, there, wanted);
    }
    printf("\n");
}

static void print(const struct report *p)
{
    const struct faults *faults = p->faults;
    int warnings = faults->count + faults->dropped - faults->errors, hidden = 0;
    for (int i = 0; i < faults->count; i++)
        printf("%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
               faults->entries[i].text);
    if (faults->dropped)
        printf("… and %d more\n", faults->dropped);
    for (int t = 0; p->r && t < REPERTOIRE_TYPES; t++)
        print_count(p, (enum repertoire_type)t);
    while (p->r && repertoire_hidden(p->r, hidden))
        hidden++;
    printf("%d error%s, %d warning%s, %d hidden\n", faults->errors, faults->errors == 1 ? "" : "s",
           warnings, warnings == 1 ? "" : "s", hidden);
}

// ---- for programs ----

// Names of files need not be UTF-8.
static json_t *plain(const char *text, size_t length)
{
    char letters[FAULT_TEXT * 2];
    json_t *whole = json_stringn(text, length);
    if (whole)
        return whole;
    length = length < sizeof letters ? length : sizeof letters - 1;
    for (size_t i = 0; i < length; i++)
        letters[i] = text[i] & 0x80 ? '?' : text[i];
    return json_stringn(letters, length);
}

// `file:12: label.fr: is empty` in its parts.
static json_t *fault_parts(const struct fault_entry *entry)
{
    const char *text = entry->text, *colon = text, *rest = text;
    size_t file = 0, path = 0;
    int line = 0;
    while ((colon = strchr(colon, ':')) != NULL) {
        char *end;
        long number = isdigit((unsigned char)colon[1]) ? strtol(colon + 1, &end, 10) : 0;
        if (number > 0 && number < 100000000 && *end == ':' && end[1] == ' ') {
            file = (size_t)(colon - text);
            line = (int)number;
            rest = end + 2;
            break;
        }
        colon++;
    }
    while (rest[path] && !strchr(": ", rest[path]))
        path++;
    if (!line || rest[path] != ':' || rest[path + 1] != ' ')
        path = 0;
    const char *what = path ? rest + path + 2 : rest;
    return json_pack("{s:o, s:i, s:o, s:s, s:o}", "file", plain(text, file), "line", line, "path",
                     plain(rest, path), "level",
                     entry->level == FAULT_WARNING ? "warning" : "error", "text",
                     plain(what, strlen(what)));
}

static json_t *count_parts(const struct report *p, enum repertoire_type type)
{
    const char *languages[INSTALLATION_LANGUAGES + 1];
    json_t *texts = json_object();
    int wanted = 0;
    content_languages(p->in, languages);
    for (const char *const *l = languages; *l; l++)
        json_object_set_new(texts, *l, json_integer(repertoire_texts(p->r, type, *l, &wanted)));
    return json_pack("{s:i, s:i, s:o}", "records", repertoire_count(p->r, type), "texts", wanted,
                     "languages", texts);
}

static void print_json(const struct report *p)
{
    json_t *faults = json_array(), *hidden = json_array(), *counts = json_object();
    for (int i = 0; i < p->faults->count; i++)
        json_array_append_new(faults, fault_parts(&p->faults->entries[i]));
    const char *id;
    for (int i = 0; p->r && (id = repertoire_hidden(p->r, i)); i++)
        json_array_append_new(hidden, json_string(id));
    for (int t = 0; p->r && t < REPERTOIRE_TYPES; t++)
        json_object_set_new(counts, repertoire_type_word((enum repertoire_type)t),
                            count_parts(p, (enum repertoire_type)t));
    json_t *report =
        json_pack("{s:i, s:o, s:i, s:o, s:o}", "errors", p->faults->errors, "faults", faults,
                  "not_shown", p->faults->dropped, "hidden", hidden, "counts", counts);
    char *text = json_dumps(report, JSON_INDENT(2));
    puts(text ? text : "{}");
    free(text);
    json_decref(report);
}

int repertoire_check_verb(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *date = NULL;
    char today[CONTENT_DAY];
    bool json = false, files = false;
    const struct option_row rows[] = {
        {"date", 0, OPTION_DAY, "DAY", "whose consents must hold, as 2026-11-30 (today)", &date},
        {"files", 0, OPTION_FLAG, NULL, "read every file: is it the one recorded? (slow)", &files},
        {"json", 0, OPTION_FLAG, NULL, "for programs: faults, hidden, counts", &json},
    };
    const struct options options = {
        .usage = "repertoire check INSTALLATION [--date DAY] [--files] [--json]",
        .about = "Checks every record of the content.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &folder,
        .required = 1,
        .accepted = 1};
    enum options_end end = options_read(&options, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!date) {
        content_today(today);
        date = today;
    }
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    struct repertoire *r = in ? content_read(in, root, date, &faults) : NULL;
    if (r)
        content_check(in, root, r, &faults);
    if (r && files)
        records_files_check(in, root, r, &faults);
    struct fault f = {""};
    if (in && !content_is_named(in, &f))
        faults_add(&faults, FAULT_ERROR, "%s", f.text);
    const struct report report = {in, r, &faults};
    if (json)
        print_json(&report);
    else
        print(&report);
    int errors = faults.errors;
    repertoire_destroy(r);
    installation_destroy(in);
    faults_finish(&faults);
    return errors ? EXIT_FAILED : EXIT_DONE;
}
