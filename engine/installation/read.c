// installation.lua into plain structs, every fault told with its line.
#include "fence/fence.h"
#include "installation/private.h"
#include "store/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void read_languages(struct reading *r, const json_t *list)
{
    size_t n;
    json_t *value;
    json_array_foreach(list, n, value)
    {
        const char *code = json_string_value(value);
        char path[SCHEMA_PATH] = "languages";
        struct installation *i = r->i;
        schema_index(&r->text, path, n);
        if (!code)
            continue; // the schema tells it
        if (!schema_is_language(code)) {
            schema_fault(&r->text, FAULT_ERROR, path,
                         "\"%.20s\" is no known language; a BCP 47 code is allowed (fr, it, en)",
                         code);
            continue;
        }
        bool twice = false;
        for (int k = 0; k < i->language_count; k++)
            twice = twice || strcmp(i->languages[k], code) == 0;
        if (twice)
            schema_fault(&r->text, FAULT_ERROR, path, "\"%s\" stands twice", code);
        if (twice || i->language_count >= INSTALLATION_LANGUAGES ||
            strlen(code) >= sizeof i->languages[0])
            continue;
        snprintf(i->languages[i->language_count], sizeof i->languages[0], "%s", code);
        r->languages[i->language_count] = i->languages[i->language_count];
        i->language_count++;
    }
    r->text.languages = r->languages;
}

void read_inside(struct reading *r, const char *key, const char *name, mode_t kind, char *to,
                 size_t size)
{
    const char *what = kind == S_IFDIR ? "folder" : "file";
    const char *folder = r->i->folder;
    char path[PATH_MAX], real[PATH_MAX];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    size_t n = strlen(folder);
    if (kind == S_IFDIR && stat(path, &st) != 0 && errno == ENOENT)
        schema_fault(&r->text, FAULT_ERROR, key, "\"%.100s\" is not there; make it: mkdir %s", name,
                     path);
    else if (!realpath(path, real) || stat(real, &st) != 0 || (st.st_mode & S_IFMT) != kind)
        schema_fault(&r->text, FAULT_ERROR, key,
                     "\"%.100s\" is not there; a %s of the installation is allowed", name, what);
    else if (strncmp(real, folder, n) != 0 || real[n] != '/')
        schema_fault(&r->text, FAULT_ERROR, key,
                     "\"%.100s\" leads outside; a %s of the installation is allowed", name, what);
    else if (strlen(real) >= size)
        schema_fault(&r->text, FAULT_ERROR, key, "has a path of %zu bytes; %zu are allowed",
                     strlen(real), size - 1);
    else
        memcpy(to, real, strlen(real) + 1);
}

static void read_content(struct reading *r, const json_t *tree)
{
    const char *name = json_string_value(json_object_get(tree, "content"));
    if (name && schema_is_inside(name)) // else the schema tells it
        read_inside(r, "content", name, S_IFDIR, r->i->content, sizeof r->i->content);
}

static void tell_no_station(const struct reading *r, const char *path, const char *id)
{
    const char *words[INSTALLATION_STATIONS + 1] = {NULL};
    char all[512] = "";
    size_t n = 0;
    for (int s = 0; s < r->i->station_count; s++) {
        words[s] = r->i->stations[s].id;
        if (n < sizeof all)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", s ? ", " : "", words[s]);
    }
    const char *near = fault_nearest(id, words);
    if (near)
        schema_fault(&r->text, FAULT_ERROR, path, "\"%.63s\" is no station; did you mean \"%s\"?",
                     id, near);
    else
        schema_fault(&r->text, FAULT_ERROR, path, "\"%.63s\" is no station; allowed are %s", id,
                     all);
}

int read_station_named(const struct reading *r, const char *id, const char *path)
{
    int station = installation_station_find(r->i, id);
    if (station < 0)
        tell_no_station(r, path, id);
    return station;
}

static void read_target(const struct reading *r, const char *id, const char *path,
                        struct installation_message *m)
{
    int station = read_station_named(r, id, path);
    if (station < 0)
        return;
    for (int t = 0; t < m->to_count; t++) {
        if (m->to[t] == station) {
            schema_fault(&r->text, FAULT_ERROR, path, "\"%s\" stands twice", id);
            return;
        }
    }
    if (m->to_count < INSTALLATION_TARGETS)
        m->to[m->to_count++] = station;
}

static void read_messages(struct reading *r, const json_t *table)
{
    struct entry entries[INSTALLATION_MESSAGES];
    int count = read_entries(r, table, "messages", entries, INSTALLATION_MESSAGES);
    for (int k = 0; k < count; k++) {
        struct installation_message *m = &r->i->messages[r->i->message_count++];
        const json_t *to = json_object_get(entries[k].value, "to");
        snprintf(m->name, sizeof m->name, "%s", entries[k].id);
        m->hold_s = read_number(entries[k].value, "hold_s", 0);
        m->line = entries[k].line;
        for (size_t t = 0; t < json_array_size(to); t++) {
            const char *id = json_string_value(json_array_get(to, t));
            char path[SCHEMA_PATH];
            path_below(path, entries[k].path, "to");
            schema_index(&r->text, path, t);
            if (id)
                read_target(r, id, path, m);
        }
    }
}

static void read_stations(struct reading *r, const json_t *table)
{
    struct entry entries[INSTALLATION_STATIONS];
    int count = read_entries(r, table, "stations", entries, INSTALLATION_STATIONS);
    for (int k = 0; k < count; k++) {
        struct installation_station *s = &r->i->stations[r->i->station_count++];
        read_station(r, &entries[k], s);
        if (json_is_object(entries[k].value))
            check_station(r, s, entries[k].path);
    }
}

static void read_tree(struct reading *r, const json_t *tree, const char *file)
{
    struct installation *i = r->i;
    const json_t *script = json_object_get(tree, "script");
    read_languages(r, json_object_get(tree, "languages"));
    schema_check(&r->text, tree, installation_keys);
    read_labels(r, json_object_get(tree, "title"), &i->title);
    read_content(r, tree);
    i->script_call_s = read_number(script, "call_ms", 8) / 1000;
    i->script_memory_mib = read_number(script, "memory_mib", 64);
    read_stations(r, json_object_get(tree, "stations"));
    read_messages(r, json_object_get(tree, "messages"));
    read_targets(r, json_object_get(tree, "osc"));
    read_show_file(r, tree, file);
    read_room(r, tree);
    read_hours(r, tree);
    check_stations(r);
}

bool installation_read_text(struct installation *i, const char *root, const char *text,
                            size_t length, const char *file, struct faults *faults)
{
    int before = faults->errors;
    json_t *tree = fence_data_partial(text, length, file, faults);
    if (!tree)
        return false;
    struct where *where = where_scan(text, length, WHERE_LUA);
    struct reading r = {.i = i, .root = root, .text = {file, where, WHERE_LUA, NULL, faults}};
    read_tree(&r, tree, file);
    where_destroy(where);
    json_decref(tree);
    return faults->errors == before;
}

// The folder's name; a version's (…/<name>/versions/<id>, with a manifest) is that of the
// installation.
static bool name_of(const char *real, char *name, size_t size)
{
    char path[PATH_MAX + 32], *part;
    snprintf(path, sizeof path, "%s/MANIFEST.sha256", real);
    bool version = access(path, R_OK) == 0;
    snprintf(path, sizeof path, "%s", real);
    for (int up = 0; version && up < 2; up++) {
        part = strrchr(path, '/');
        version = part > path && (up == 0 || strcmp(part + 1, "versions") == 0);
        if (version)
            *part = '\0';
    }
    const char *of = version ? path : real;
    return snprintf(name, size, "%s", strrchr(of, '/') + 1) < (int)size && name[0];
}

// Folder, file and name.
static bool find_itself(struct installation *i, const char *folder, struct faults *faults)
{
    char real[PATH_MAX];
    struct stat st;
    if (!realpath(folder, real) || stat(real, &st) != 0 || !S_ISDIR(st.st_mode)) {
        faults_add(faults, FAULT_ERROR,
                   "%s: there is no such folder; an installation is one, with an installation.lua",
                   folder);
        return false;
    }
    size_t room = sizeof i->folder - sizeof "/installation.lua";
    if (!name_of(real, i->name, sizeof i->name) || strlen(real) >= room) {
        faults_add(faults, FAULT_ERROR, "%s:1: its name is too long; %d bytes are allowed", folder,
                   INSTALLATION_ID - 1);
        return false;
    }
    snprintf(i->folder, sizeof i->folder, "%s", real);
    snprintf(i->file, sizeof i->file, "%.*s/installation.lua", (int)room, real);
    return true;
}

struct installation *installation_read(const char *folder, const char *root, struct faults *faults)
{
    char shown[PATH_MAX];
    struct fault f;
    size_t length = 0, slash = strlen(folder);
    struct installation *i = calloc(1, sizeof *i);
    if (!i || !find_itself(i, folder, faults)) {
        free(i);
        return NULL;
    }
    while (slash > 1 && folder[slash - 1] == '/')
        slash--;
    snprintf(shown, sizeof shown, "%.*s/installation.lua", (int)slash, folder);
    char *text = store_read(i->file, INSTALLATION_BYTES, &length, &f);
    if (!text)
        faults_add(faults, FAULT_ERROR, "%s:1: %s", shown, fault_after(f.text, i->file));
    bool whole = text && installation_read_text(i, root, text, length, shown, faults);
    free(text);
    if (whole)
        return i;
    installation_destroy(i);
    return NULL;
}

void installation_destroy(struct installation *i)
{
    free(i);
}

int installation_station_find(const struct installation *i, const char *id)
{
    for (int s = 0; s < i->station_count; s++)
        if (strcmp(i->stations[s].id, id) == 0)
            return s;
    return -1;
}
