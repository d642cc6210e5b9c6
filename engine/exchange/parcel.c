// A parcel: the files of an export by name, and what could not be kept.
#include "exchange/from.h"
#include "store/store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH 1600

struct parcel_file {
    char *name, *bytes; // owned
    size_t length;
};

struct parcel {
    struct parcel_file *files; // owned
    int count, room;
    bool is_folder;    // also with one file in it
    struct lost *lost; // borrowed
};

struct parcel *parcel_create(struct lost *lost)
{
    struct parcel *p = calloc(1, sizeof *p);
    if (p)
        p->lost = lost;
    return p;
}

void parcel_destroy(struct parcel *p)
{
    if (!p)
        return;
    for (int i = 0; i < p->count; i++) {
        free(p->files[i].name);
        free(p->files[i].bytes);
    }
    free(p->files);
    free(p);
}

static bool make_room(struct parcel *p)
{
    if (p->count < p->room)
        return true;
    int room = p->room ? p->room * 2 : 64;
    struct parcel_file *grown = realloc(p->files, (size_t)room * sizeof *grown);
    if (!grown)
        return false;
    p->files = grown;
    p->room = room;
    return true;
}

void parcel_is_folder(struct parcel *p)
{
    p->is_folder = true;
}

bool parcel_put(struct parcel *p, const char *name, char *bytes, size_t length)
{
    char *kept = strdup(name);
    if (!kept || !bytes || p->count >= PARCEL_FILES || strlen(name) >= PARCEL_NAME ||
        !schema_is_inside(name) || !make_room(p)) {
        free(kept);
        free(bytes);
        return false;
    }
    p->files[p->count++] = (struct parcel_file){kept, bytes, length};
    return true;
}

bool parcel_put_json(struct parcel *p, const char *name, json_t *value)
{
    char *text = value ? json_dumps(value, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(value);
    size_t length = text ? strlen(text) : 0;
    char *line = text ? realloc(text, length + 2) : NULL;
    if (!line) {
        free(text);
        return false;
    }
    memcpy(line + length, "\n", 2);
    return parcel_put(p, name, line, length + 1);
}

void parcel_lose(struct parcel *p, const char *id, const char *format, ...)
{
    char what[600];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    lost_add(p->lost, "%s: %s", id, what);
}

int parcel_count(const struct parcel *p)
{
    return p->count;
}

const char *parcel_name(const struct parcel *p, int n)
{
    return p->files[n].name;
}

const char *parcel_bytes(const struct parcel *p, int n, size_t *length)
{
    *length = p->files[n].length;
    return p->files[n].bytes;
}

// ---- base ----

bool parcel_base(const char *asked, const char *installation, char base[PARCEL_BASE],
                 struct fault *f)
{
    if (!asked) {
        snprintf(base, PARCEL_BASE, "https://gestuaire.invalid/%s/", installation);
        return true;
    }
    size_t length = strlen(asked);
    const char *host = strncmp(asked, "https://", 8) == 0  ? asked + 8
                       : strncmp(asked, "http://", 7) == 0 ? asked + 7
                                                           : "";
    bool plain = strspn(asked, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "-._~:/@!$&'()*+,;=%[]") == length;
    if (!*host || *host == '/' || !plain || length + 2 > PARCEL_BASE - 100)
        return fault_set(f,
                         "--base: \"%.80s\" is no base; an address that begins with https:// is "
                         "allowed, without ? and #",
                         asked);
    snprintf(base, PARCEL_BASE, "%s%s", asked, asked[length - 1] == '/' ? "" : "/");
    return true;
}

// ---- to disk ----

static bool write_file(const char *path, const char *bytes, size_t length, struct fault *f)
{
    char folder[PATH];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = '\0';
        if (!store_folder(folder, f))
            return false;
    }
    return store_write(path, bytes, length, f);
}

static bool is_folder(const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    return (n && path[n - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

bool parcel_write(const struct parcel *p, const char *path, struct fault *f)
{
    if (strlen(path) + PARCEL_NAME >= PATH)
        return fault_set(f, "%.80s…: is too long a path", path);
    if (p->count == 1 && !p->is_folder && !is_folder(path))
        return write_file(path, p->files[0].bytes, p->files[0].length, f);
    for (int i = 0; i < p->count; i++) {
        char name[PATH];
        snprintf(name, sizeof name, "%s/%s", path, p->files[i].name);
        if (!write_file(name, p->files[i].bytes, p->files[i].length, f))
            return false;
    }
    return true;
}
