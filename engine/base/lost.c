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

void lost_finish(struct lost *list)
{
    if (!list)
        return;
    for (int i = 0; i < list->count; i++)
        free(list->lines[i]);
    free(list->lines);
    *list = (struct lost){0};
}
