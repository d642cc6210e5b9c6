// base: the tree that where.c keeps and its two scanners fill.
#pragma once
#include "base/where.h"
#include <stdint.h>

#define WHERE_NONE UINT32_MAX

enum where_kind { WHERE_BY_KEY, WHERE_BY_INDEX, WHERE_NAMELESS };

struct where_name {
    enum where_kind kind;
    char key[WHERE_KEY + 1]; // may hold zeros
    size_t length;
    int64_t index;
};

// A scan on its way through the text.
struct where_scan {
    struct where *tree;
    const char *text, *end, *at;
    int line;
};

// A new value in `table`; WHERE_NONE when there is no room (its children are then not kept either).
// One that stands there already is a duplicate, and the new one answers from now on.
uint32_t where_add(struct where *w, uint32_t table, const struct where_name *name, int line);
// Its children are those of `other`.
void where_alias(struct where *w, uint32_t node, uint32_t other);
uint32_t where_child(const struct where *w, uint32_t table, const struct where_name *name);
// The value that the text as a whole is.
uint32_t where_root(struct where *w, int line);

// UTF-8 of a code point (up to 6 bytes, as Lua allows); the number of bytes.
size_t where_utf8(uint32_t code, char bytes[6]);

void where_scan_json(struct where_scan *s);
// False when memory is short.
bool where_scan_lua(struct where_scan *s);
