// base/where on any bytes: no crash, every line inside the text, a duplicate's path leads to it.
#include "base/where.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct where *w, const char *path, int lines)
{
    int line = where_line(w, path);
    assert(line >= 1 && line <= lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    int lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n' || text[i] == '\r';
    for (int syntax = WHERE_LUA; syntax <= WHERE_JSON; syntax++) {
        struct where *w = where_scan(text, size, (enum where_syntax)syntax);
        char path[300];
        for (int i = 0, line; (line = where_duplicate(w, i, path, sizeof path)) > 0; i++) {
            assert(line <= lines);
            check(w, path, lines);
        }
        // The input as a path into itself, and as a key.
        snprintf(path, sizeof path, "%.*s", (int)(size < 299 ? size : 299), text);
        check(w, path, lines);
        path[100] = '\0';
        char key[300] = "";
        where_key(key, sizeof key, path);
        check(w, key, lines);
        check(w, "stations.facade.outputs[1].size[2]", lines);
        where_destroy(w);
    }
    return 0;
}
