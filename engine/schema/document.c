// A table of keys as a table of Markdown.
#include "schema/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_keys(FILE *out, const struct schema *keys, const char *parent);

// What stands below a key: keys of a table, and of tables in lists and maps.
static void write_below(FILE *out, const struct schema *s, const char *path)
{
    char below[SCHEMA_PATH];
    if (s->type == SCHEMA_LIST || s->type == SCHEMA_MAP || s->type == SCHEMA_PATHS) {
        const char *one = s->type == SCHEMA_LIST  ? "[n]"
                          : s->type == SCHEMA_MAP ? ".<id>"
                                                  : ".<name>";
        snprintf(below, sizeof below, "%s%s", path, one); // a list of lists is told by its own row
        path = below;
        s = s->of;
    }
    if (s->type == SCHEMA_TABLE)
        write_keys(out, s->of, path);
}

static void write_keys(FILE *out, const struct schema *keys, const char *parent)
{
    for (const struct schema *s = keys; s->key; s++) {
        char path[SCHEMA_PATH], allowed[512];
        snprintf(path, sizeof path, "%s%s%s", parent, *parent ? "." : "", s->key);
        schema_allowed(s, NULL, allowed, sizeof allowed);
        fprintf(out, "| `%s` | %s | %s | %s |\n", path, allowed,
                s->required   ? "needed"
                : s->standard ? s->standard
                              : "none",
                s->sentence ? s->sentence : "");
        write_below(out, s, path);
    }
}

char *schema_document(const struct schema *keys, const char *parent)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "| key | what is allowed | without it | what it means |\n|---|---|---|---|\n");
    write_keys(out, keys, parent);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
