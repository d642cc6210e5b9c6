// Journals into one file, and back.
#include "desk/backup.h"
#include "desk/hold.h"
#include "desk/journal.h"

#include "store/store.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define VERSION 1

// What holds of a journal. New reference; NULL and no fault: there is none.
static json_t *journal_text(const char *file, struct fault *f)
{
    size_t length = 0;
    if (access(file, F_OK) != 0)
        return NULL;
    char *text = store_read(file, BACKUP_BYTES, &length, f);
    json_t *json = text ? json_stringn(text, journal_whole(text, length)) : NULL;
    free(text);
    if (!json && !f->text[0])
        fault_set(f, "%s: is no text", file);
    return json;
}

bool backup_write(const char *installation, const struct backup_station *stations, int count,
                  const char *to, struct fault *f)
{
    json_t *all = json_object();
    *f = (struct fault){0};
    for (int i = 0; i < count && !f->text[0]; i++) {
        json_t *text = journal_text(stations[i].file, f);
        if (text)
            json_object_set_new(all, stations[i].id, text);
    }
    if (!f->text[0] && !json_object_size(all))
        fault_set(f, "nothing has been done at a desk of \"%s\" yet", installation);
    json_t *root = json_pack("{s:s, s:i, s:s, s:o}", "gestuaire", "calibration", "version", VERSION,
                             "installation", installation, "stations", all);
    char *text = f->text[0] ? NULL : json_dumps(root, JSON_INDENT(1));
    bool good = text && store_write(to, text, strlen(text), f);
    free(text);
    json_decref(root);
    return good;
}

static const struct backup_station *station_named(const struct backup_station *stations, int count,
                                                  const char *id)
{
    for (int i = 0; i < count; i++)
        if (strcmp(stations[i].id, id) == 0)
            return &stations[i];
    return NULL;
}

// Nobody writes it now.
static bool is_free(const char *file, struct fault *f)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true; // it is not there
    bool free_now = flock(fd, LOCK_EX | LOCK_NB) == 0;
    close(fd);
    return free_now || fault_set(f, "%s: a program that runs writes it; end it first", file);
}

static bool is_backup(const json_t *root, struct fault *f)
{
    const char *kind = json_string_value(json_object_get(root, "gestuaire"));
    if (!kind || strcmp(kind, "calibration") != 0 ||
        !json_is_object(json_object_get(root, "stations")))
        return fault_set(f, "is no backup of `gestuaire mapping backup`");
    return json_integer_value(json_object_get(root, "version")) == VERSION ||
           fault_set(f, "is a backup of another version");
}

static bool looks_right(const json_t *root, const struct backup_station *stations, int count,
                        struct faults *told, struct fault *f)
{
    const char *id;
    json_t *text;
    if (!is_backup(root, f))
        return false;
    json_object_foreach(json_object_get(root, "stations"), id, text)
    {
        const struct backup_station *s = station_named(stations, count, id);
        size_t length = json_string_length(text);
        if (!json_is_string(text) || journal_whole(json_string_value(text), length) != length)
            return fault_set(f, "station \"%s\": is damaged", id);
        if (!s)
            faults_add(told, FAULT_WARNING, "there is no station \"%s\" here; it is left out", id);
        else if (!is_free(s->file, f))
            return false;
    }
    return true;
}

static bool put(const struct backup_station *s, const json_t *text, struct fault *f)
{
    char beside[PATH_MAX], folder[PATH_MAX];
    size_t length = 0;
    snprintf(beside, sizeof beside, "%s.before", s->file);
    snprintf(folder, sizeof folder, "%s", s->file);
    if (!store_folder(dirname(folder), f))
        return false;
    char *old = access(s->file, F_OK) == 0 ? store_read(s->file, BACKUP_BYTES, &length, f) : NULL;
    bool good = !old || store_write(beside, old, length, f);
    free(old);
    return good && store_write(s->file, json_string_value(text), json_string_length(text), f);
}

bool backup_read(const char *from, const struct backup_station *stations, int count, int *restored,
                 struct faults *told, struct fault *f)
{
    size_t length = 0;
    json_error_t error;
    const char *id;
    json_t *text;
    *restored = 0;
    char *bytes = store_read(from, BACKUP_BYTES, &length, f);
    if (!bytes)
        return false;
    json_t *root = json_loadb(bytes, length, 0, &error);
    free(bytes);
    bool none = true;
    int held = count ? hold_all(stations[0].file, &none, f) : -1; // all lie in one folder
    bool good = held < 0 && !none ? false
                : root
                    ? looks_right(root, stations, count, told, f)
                    : fault_set(f, "line %d: %s; it may have been cut off", error.line, error.text);
    json_object_foreach(json_object_get(root, "stations"), id, text)
    {
        const struct backup_station *s = good ? station_named(stations, count, id) : NULL;
        if (!s)
            continue;
        good = put(s, text, f);
        *restored += good;
    }
    json_decref(root);
    if (held >= 0)
        close(held);
    return good || fault_where(f, "%s", from);
}
