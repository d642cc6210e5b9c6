// The repertoire of an installation, read, and its files looked for.
#include "content.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void check_files(const struct installation *i, const char *root, const struct repertoire *r,
                        enum repertoire_type type, struct faults *faults)
{
    const json_t *record;
    for (int n = 0; (record = repertoire_record(r, type, n)); n++) {
        const char *file = json_string_value(json_object_get(record, "file"));
        char path[INSTALLATION_PATH], place[INSTALLATION_PATH];
        struct fault f;
        bool full = faults->count >= FAULTS_MAX; // nobody reads one more
        if (!file || installation_find(i, root, NULL, file, path, sizeof path, full ? NULL : &f))
            continue;
        if (full) {
            faults->errors++;
            faults->dropped++;
            continue;
        }
        const char *id = json_string_value(json_object_get(record, "id"));
        repertoire_place(r, id, "file", place, sizeof place);
        faults_add(faults, FAULT_ERROR, "%s: file: %s", place, f.text);
    }
}

void content_languages(const struct installation *i,
                       const char *languages[INSTALLATION_LANGUAGES + 1])
{
    for (int l = 0; l < i->language_count; l++)
        languages[l] = i->languages[l];
    languages[i->language_count] = NULL;
}

struct repertoire *content_read(const struct installation *i, const char *root, const char *date,
                                struct faults *faults)
{
    const char *languages[INSTALLATION_LANGUAGES + 1];
    content_languages(i, languages);
    const struct repertoire_desc desc = {.folder = i->content,
                                         .date = date,
                                         .languages = i->language_count ? languages : NULL};
    struct repertoire *r = i->content[0] ? repertoire_read(&desc, faults) : NULL;
    if (!r)
        return NULL;
    check_files(i, root, r, REPERTOIRE_MEDIA, faults);
    check_files(i, root, r, REPERTOIRE_CLIP, faults);
    return r;
}

// The line of the table that a key is put into: its `return`; 1 when none is seen.
static int table_line(const char *file)
{
    char line[512];
    FILE *in = fopen(file, "re");
    int at = 1;
    for (int n = 1; in && fgets(line, sizeof line, in); n += strchr(line, '\n') != NULL)
        if (strncmp(line, "return", 6) == 0)
            at = n;
    if (in)
        fclose(in);
    return at;
}

bool content_is_named(const struct installation *i, struct fault *f)
{
    return i->content[0] ||
           fault_set(f,
                     "%s:%d: content: this installation has no repertoire; write  content = "
                     "\"repertoire\",  into this table and make the folder: mkdir %s/repertoire",
                     i->file, table_line(i->file), i->folder);
}

struct repertoire *content_read_people(const struct installation *i, struct faults *faults)
{
    const char *languages[INSTALLATION_LANGUAGES + 1];
    content_languages(i, languages);
    const struct repertoire_desc desc = {.folder = i->content,
                                         .languages = i->language_count ? languages : NULL,
                                         .people = true};
    return i->content[0] ? repertoire_read(&desc, faults) : NULL;
}

void content_day(double unix_s, char day[CONTENT_DAY])
{
    time_t now = (time_t)floor(unix_s);
    struct tm local = {.tm_mday = 1};
    localtime_r(&now, &local);
    strftime(day, CONTENT_DAY, "%Y-%m-%d", &local);
}

void content_today(char day[CONTENT_DAY])
{
    content_day((double)time(NULL), day);
}
