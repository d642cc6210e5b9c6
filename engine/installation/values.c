// Values out of the tree: those that the schema refused are as if they were missing.
#include "installation/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double read_number(const json_t *table, const char *key, double standard)
{
    const json_t *value = json_object_get(table, key);
    double x = json_number_value(value);
    return json_is_number(value) && isfinite(x) ? x : standard;
}

int read_whole(const json_t *table, const char *key, int standard)
{
    double x = read_number(table, key, standard);
    return fabs(x) < 1e9 ? (int)x : standard;
}

void read_text(const json_t *table, const char *key, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(table, key));
    snprintf(out, size, "%s", text ? text : "");
}

void read_labels(const struct reading *r, const json_t *labels, struct installation_text *out)
{
    for (int i = 0; r->languages[i]; i++)
        read_text(labels, r->languages[i], out->in[i], sizeof out->in[i]);
}

void path_below(char out[SCHEMA_PATH], const char *path, const char *key)
{
    snprintf(out, SCHEMA_PATH, "%s", path);
    where_key(out, SCHEMA_PATH, key);
}

static int by_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->order != y->order ? (x->order > y->order) - (x->order < y->order)
                                : strcmp(x->id, y->id);
}

int read_entries(const struct reading *r, const json_t *table, const char *path,
                 struct entry *entries, int room)
{
    const char *id;
    json_t *value;
    int count = 0;
    json_object_foreach((json_t *)table, id, value)
    {
        if (count >= room)
            break;
        struct entry *e = &entries[count++];
        *e = (struct entry){.id = id, .value = value};
        path_below(e->path, path, id);
        e->line = where_line(r->text.where, e->path);
        e->order = where_order(r->text.where, e->path);
    }
    if (count)
        qsort(entries, (size_t)count, sizeof *entries, by_order);
    return count;
}
