// What could not be kept, by name.
#include "base/lost.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(struct lost *list)
{
    int room = list->room ? list->room * 2 : 32;
    char **grown = realloc(list->lines, (size_t)room * sizeof *grown);
    if (!grown)
        return false;
    list->lines = grown;
    list->room = room;
    return true;
}

void lost_add(struct lost *list, const char *format, ...)
{
    char *line = NULL;
    if (!list)
        return;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&line, format, args);
    va_end(args);
    if (n < 0)
        line = NULL;
    if (line && list->count && strcmp(list->lines[list->count - 1], line) == 0) {
        free(line);
        return;
    }
    if (!line || list->count >= LOST_MAX || (list->count == list->room && !grow(list))) {
        list->dropped++;
        free(line);
        return;
    }
    list->lines[list->count++] = line;
}

// ---- shown ----

#define KEY 400
#define SHOWN 3 // places of one sentence

// "tools.csv:3: \"Prix\": no key" -> its length up to the first colon and space.
static size_t place_length(const char *line)
{
    const char *end = strstr(line, ": ");
    return end ? (size_t)(end - line) : 0;
}

// What follows the place, without what it names.
static void key_of(const char *line, char key[KEY])
{
    size_t place = place_length(line), n = 0;
    const char *c = line + place;
    while (*c && n + 2 < KEY) {
        char closes = *c == '"' ? '"' : *c == '<' ? '>' : 0;
        const char *end = closes ? strchr(c + 1, closes) : NULL;
        size_t digits = strspn(c, "0123456789.");
        if (end || digits) {
            key[n++] = end ? *c : '0';
            c = end ? end + 1 : c + digits;
        } else {
            key[n++] = *c++;
        }
    }
    key[n] = '\0';
}

struct shown {
    const char *line;
    char key[KEY];
    int rank;
};

struct group {
    const struct shown *all;
    int count;
};

static int by_key(const void *a, const void *b)
{
    const struct shown *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : x->rank - y->rank;
}

static int by_first(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    return x->all[0].rank - y->all[0].rank;
}

static void print_group(const struct group *g, FILE *out)
{
    size_t place = place_length(g->all[0].line);
    if (g->count <= SHOWN) {
        for (int i = 0; i < g->count; i++)
            fprintf(out, "  %s\n", g->all[i].line);
        return;
    }
    fprintf(out, "  %s (%d times", g->all[0].line + place + (place ? 2 : 0), g->count);
    for (int i = 0; i < SHOWN && place; i++)
        fprintf(out, "%s %.*s", i ? "," : ":", (int)place_length(g->all[i].line), g->all[i].line);
    fputs(" …)\n", out);
}

static void print_all(struct shown *all, int count, FILE *out)
{
    struct group *groups = calloc((size_t)count + 1, sizeof *groups);
    int made = 0;
    qsort(all, (size_t)count, sizeof *all, by_key);
    for (int i = 0; groups && i < count; i++) {
        if (i == 0 || strcmp(all[i - 1].key, all[i].key) != 0)
            groups[made++].all = all + i;
        groups[made - 1].count++;
    }
    if (made)
        qsort(groups, (size_t)made, sizeof *groups, by_first);
    for (int g = 0; g < made; g++)
        print_group(&groups[g], out);
    free(groups);
}

void lost_print(const struct lost *list, FILE *out)
{
    struct shown *all = calloc((size_t)list->count + 1, sizeof *all);
    for (int i = 0; i < list->count; i++) {
        if (!all) {
            fprintf(out, "  %s\n", list->lines[i]);
            continue;
        }
        all[i].line = list->lines[i];
        all[i].rank = i;
        key_of(list->lines[i], all[i].key);
    }
    if (all)
        print_all(all, list->count, out);
    free(all);
}

void lost_finish(struct lost *list)
{
    if (!list)
        return;
    for (int i = 0; i < list->count; i++)
        free(list->lines[i]);
    free(list->lines);
    *list = (struct lost){0};
}
