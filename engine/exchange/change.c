// A set of changes: what is put, and what is there.
#include "exchange/private.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define FILE_PATH 1200

struct change_set *change_create(const char *folder, struct faults *faults)
{
    struct change_set *set = calloc(1, sizeof *set);
    if (!set) {
        faults_add(faults, FAULT_ERROR, "memory is short");
        return NULL;
    }
    set->index = json_object();
    set->seen = json_object();
    if (folder) {
        set->folder = strdup(folder);
        set->repertoire = repertoire_read(&(struct repertoire_desc){.folder = folder}, faults);
    }
    if (!set->index || !set->seen || (folder && (!set->folder || !set->repertoire))) {
        change_destroy(set);
        return NULL;
    }
    return set;
}

void change_destroy(struct change_set *set)
{
    if (!set)
        return;
    for (int i = 0; i < set->count; i++) {
        json_decref(set->changes[i].record);
        json_decref(set->changes[i].old);
        free(set->changes[i].from);
    }
    free(set->changes);
    json_decref(set->index);
    json_decref(set->seen);
    json_decref(set->read);
    repertoire_destroy(set->repertoire);
    free(set->folder);
    lost_finish(&set->lost);
    faults_finish(&set->faults);
    free(set);
}

const struct repertoire *change_repertoire(const struct change_set *set)
{
    return set->repertoire;
}

struct lost *change_lost(struct change_set *set)
{
    return &set->lost;
}

struct faults *change_faults(struct change_set *set)
{
    return &set->faults;
}

void change_covers(struct change_set *set, enum repertoire_type type)
{
    set->covers[type] = true;
}

void change_saw(struct change_set *set, const char *id)
{
    json_object_set_new(set->seen, id, json_true());
}

struct change *change_find(const struct change_set *set, const char *id)
{
    const json_t *place = json_object_get(set->index, id);
    return place ? &set->changes[json_integer_value(place)] : NULL;
}

bool change_file(const struct change_set *set, const char *id, char *path, size_t size)
{
    const char *source = set->repertoire ? repertoire_source(set->repertoire, id) : NULL;
    if (source)
        return snprintf(path, size, "%s", source) < (int)size;
    return set->folder && repertoire_file(set->folder, id, path, size);
}

json_t *change_read(const struct change_set *set, const char *id)
{
    char path[FILE_PATH];
    size_t length;
    if (!change_file(set, id, path, sizeof path))
        return NULL;
    char *text = store_read(path, REPERTOIRE_FILE_BYTES, &length, NULL);
    json_t *record = text ? json_loadb(text, length, 0, NULL) : NULL;
    free(text);
    const char *says = json_string_value(json_object_get(record, "id"));
    if (says && strcmp(says, id) == 0)
        return record;
    json_decref(record);
    return NULL;
}

const json_t *change_get(struct change_set *set, const char *id)
{
    const struct change *c = change_find(set, id);
    if (c)
        return c->record;
    json_decref(set->read);
    set->read = change_read(set, id);
    return set->read;
}

const char *change_from(const struct change_set *set, const char *id)
{
    const struct change *c = change_find(set, id);
    return c ? c->from : NULL;
}

static bool has_room(struct change_set *set)
{
    if (set->changes && set->count < set->room)
        return true;
    if (set->count >= REPERTOIRE_RECORDS)
        return false;
    int room = set->room ? set->room * 2 : 64;
    struct change *grown = realloc(set->changes, (size_t)room * sizeof *grown);
    if (!grown)
        return false;
    set->changes = grown;
    set->room = room;
    return true;
}

// Takes record.
static bool replace(struct change *c, json_t *record, const char *from)
{
    char *kept = strdup(from);
    if (!kept) {
        json_decref(record);
        return false;
    }
    json_decref(c->record);
    free(c->from);
    c->record = record;
    c->from = kept;
    return true;
}

bool change_put(struct change_set *set, enum repertoire_type type, json_t *record, const char *from)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    set->judged = false;
    if (!id || repertoire_type_of_id(id) != (int)type || !schema_is_id(strchr(id, ':') + 1) ||
        strlen(id) > SCHEMA_ID_BYTES) {
        faults_add(&set->faults, FAULT_ERROR,
                   "%s: id: \"%.80s\" is no id of a %s; its prefix, then lower-case letters, "
                   "digits and hyphens, at most %d, are allowed",
                   from, id ? id : "", repertoire_type_word(type), SCHEMA_ID_BYTES);
        json_decref(record);
        return false;
    }
    struct change *c = change_find(set, id);
    if (c)
        return replace(c, record, from);
    char *kept = strdup(from);
    if (!kept || !has_room(set)) {
        faults_add(&set->faults, FAULT_ERROR, "%s: is one too many; %d records are allowed", from,
                   REPERTOIRE_RECORDS);
        free(kept);
        json_decref(record);
        return false;
    }
    json_object_set_new(set->index, id, json_integer(set->count));
    set->changes[set->count++] = (struct change){type, record, change_read(set, id), kept, false};
    return true;
}

int change_count(const struct change_set *set)
{
    int count = 0;
    for (int i = 0; i < set->count; i++)
        count += set->changes[i].differs;
    return count;
}
