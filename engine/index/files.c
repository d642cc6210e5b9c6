// The files of records: which there are, and what stands in one.
#include "index/private.h"

#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_PATH 2000

bool sources_add(struct sources *list, const struct source *s)
{
    if (list->count == list->room) {
        int room = list->room ? list->room * 2 : 64;
        struct source *grown = realloc(list->items, (size_t)room * sizeof *grown);
        if (!grown)
            return false;
        list->items = grown;
        list->room = room;
    }
    list->items[list->count++] = *s;
    return true;
}

bool source_is_record(const char *name)
{
    size_t n = strlen(name);
    return n > 5 && n < sizeof((struct source *)0)->name && name[0] != '.' &&
           strcmp(name + n - 5, ".json") == 0;
}

static void take_stat(struct source *s, const struct stat *st)
{
    s->there = true;
    s->link = S_ISLNK(st->st_mode);
    s->mtime_ns = st->st_mtim.tv_sec * INT64_C(1000000000) + st->st_mtim.tv_nsec;
    s->size = st->st_size;
    s->inode = (int64_t)st->st_ino;
}

void source_path(const char *folder, const struct source *s, char *path, size_t size)
{
    snprintf(path, size, "%s/%s/%s", folder, repertoire_folder((enum repertoire_type)s->type),
             s->name);
}

bool source_stat(const char *folder, struct source *s)
{
    char path[FILE_PATH];
    struct stat st;
    source_path(folder, s, path, sizeof path);
    s->there = false;
    if (lstat(path, &st) == 0)
        take_stat(s, &st);
    return s->there;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->name, ((const struct source *)b)->name);
}

bool sources_list(const char *folder, int type, struct sources *list, struct faults *faults)
{
    char path[FILE_PATH];
    int first = list->count;
    bool fits = true;
    snprintf(path, sizeof path, "%s/%s", folder, repertoire_folder((enum repertoire_type)type));
    struct stat st;
    DIR *d = lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    for (struct dirent *e; d && fits && (e = readdir(d));) {
        struct source s = {.type = type};
        if (!source_is_record(e->d_name) ||
            fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        snprintf(s.name, sizeof s.name, "%s", e->d_name);
        take_stat(&s, &st);
        if (list->count >= REPERTOIRE_RECORDS) {
            faults_add(faults, FAULT_ERROR, "%s/%s:1: is one too many; %d records are allowed",
                       path, s.name, REPERTOIRE_RECORDS);
            break;
        }
        fits = sources_add(list, &s);
    }
    if (d)
        closedir(d);
    if (list->count > first)
        qsort(list->items + first, (size_t)(list->count - first), sizeof *list->items, by_name);
    return fits;
}

// A record without a fault is checked without lines: they cost more than all the rest.
static json_t *check(int type, const char *path, const char *text, size_t length,
                     struct faults *faults)
{
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    if (value && repertoire_is_whole((enum repertoire_type)type, value))
        return value;
    json_decref(value);
    return repertoire_parse((enum repertoire_type)type, text, length, path, faults);
}

// Its id even if the rest is broken: nobody else may have it.
static void find_id(const char *text, size_t length, char id[128])
{
    json_t *value = json_loadb(text, length, 0, NULL);
    const char *found = json_string_value(json_object_get(value, "id"));
    snprintf(id, 128, "%s", found && strlen(found) < 128 ? found : "");
    json_decref(value);
}

json_t *source_read(const char *folder, const struct source *s, char id[128], char **text,
                    size_t *length, struct faults *faults)
{
    char path[FILE_PATH];
    struct fault f;
    source_path(folder, s, path, sizeof path);
    id[0] = '\0';
    *text = NULL;
    *length = 0;
    if (s->link) {
        faults_add(faults, FAULT_ERROR, "%s:1: is a link; a plain file is allowed", path);
        return NULL;
    }
    *text = store_read(path, REPERTOIRE_FILE_BYTES, length, &f);
    if (!*text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", path, fault_after(f.text, path));
        return NULL;
    }
    json_t *value = check(s->type, path, *text, *length, faults);
    if (value)
        snprintf(id, 128, "%s", json_string_value(json_object_get(value, "id")));
    else
        find_id(*text, *length, id);
    return value;
}
