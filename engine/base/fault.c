// Faults: sentences on the caller's stack, and lists of them.
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool fault_set(struct fault *f, const char *format, ...)
{
    if (!f)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(f->text, sizeof f->text, format, args);
    va_end(args);
    return false;
}

bool fault_where(struct fault *f, const char *format, ...)
{
    if (!f)
        return false;
    char text[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || n >= (int)sizeof text - 3)
        return false;
    snprintf(text + n, sizeof text - (size_t)n, ": %s", f->text);
    memcpy(f->text, text, sizeof text);
    return false;
}

const char *fault_after(const char *text, const char *where)
{
    size_t n = strlen(where);
    return strncmp(text, where, n) == 0 && strncmp(text + n, ": ", 2) == 0 ? text + n + 2 : text;
}

static bool said(const struct faults *list, const char *text)
{
    for (int i = 0; i < list->count; i++) {
        const char *other = list->entries[i].text;
        if (other && strcmp(other, text) == 0)
            return true;
    }
    return false;
}

void faults_add(struct faults *list, enum fault_level level, const char *format, ...)
{
    if (!list)
        return;
    if (!list->entries)
        list->entries = calloc(FAULTS_MAX, sizeof *list->entries);
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    if (text && said(list, text)) {
        free(text);
        return;
    }
    if (level == FAULT_ERROR)
        list->errors++;
    if (!list->entries || !text || list->count >= FAULTS_MAX) {
        list->dropped++;
        free(text);
        return;
    }
    list->entries[list->count++] = (struct fault_entry){level, text};
}

void faults_finish(struct faults *list)
{
    if (!list)
        return;
    for (int i = 0; i < list->count; i++)
        free(list->entries[i].text);
    free(list->entries);
    *list = (struct faults){0};
}

enum { WORD_MAX = 63 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

// Optimal string alignment: a letter too many, too few, another one, or two swapped is one slip.
static int edit_distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);
    if (m > WORD_MAX || n > WORD_MAX)
        return WORD_MAX;
    int rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

const char *fault_nearest(const char *word, const char *const *words)
{
    int limit = (int)strlen(word) / 3;
    limit = limit < 1 ? 1 : limit > 3 ? 3 : limit;
    const char *nearest = NULL;
    for (; *words; words++) {
        int d = edit_distance(word, *words);
        if (d <= limit) {
            limit = d - 1;
            nearest = *words;
        }
        if (limit < 0)
            break;
    }
    return nearest;
}
