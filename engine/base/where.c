// The tree of keys and lines behind base/where.h, and the paths that lead into it.
#include "base/private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    uint32_t table, alias; // whose child; whose children it shows (itself, mostly)
    uint32_t next;         // in its bucket
    enum where_kind kind;
    size_t key, length; // in keys
    int64_t index;
    int line;
};

struct where {
    struct node *nodes; // owned; nodes[0] is the root
    char *keys;         // owned
    uint32_t *buckets;  // owned; a power of two
    uint32_t count, room, bucket_count;
    size_t keys_length, keys_room;
    struct {
        uint32_t node;
        int line;
    } duplicates[WHERE_DUPLICATES];
    int duplicate_count;
};

static uint32_t hash(uint32_t table, const struct where_name *name)
{
    uint64_t h = 1469598103934665603u ^ table; // FNV-1a
    h *= 1099511628211u;
    if (name->kind == WHERE_BY_INDEX)
        return (uint32_t)((h ^ (uint64_t)name->index) * 1099511628211u >> 16);
    for (size_t i = 0; i < name->length; i++)
        h = (h ^ (unsigned char)name->key[i]) * 1099511628211u;
    return (uint32_t)(h >> 16);
}

static bool named(const struct where *w, const struct node *n, uint32_t table,
                  const struct where_name *name)
{
    if (n->table != table || n->kind != name->kind)
        return false;
    if (n->kind == WHERE_BY_INDEX)
        return n->index == name->index;
    return n->length == name->length && memcmp(w->keys + n->key, name->key, n->length) == 0;
}

static uint32_t find(const struct where *w, uint32_t table, const struct where_name *name)
{
    if (name->kind == WHERE_NAMELESS || !w->bucket_count)
        return WHERE_NONE;
    uint32_t n = w->buckets[hash(table, name) & (w->bucket_count - 1)];
    while (n != WHERE_NONE && !named(w, &w->nodes[n], table, name))
        n = w->nodes[n].next;
    return n;
}

uint32_t where_child(const struct where *w, uint32_t table, const struct where_name *name)
{
    return table == WHERE_NONE ? WHERE_NONE : find(w, w->nodes[table].alias, name);
}

static bool rehash(struct where *w, uint32_t buckets)
{
    uint32_t *grown = malloc(buckets * sizeof *grown);
    if (!grown)
        return false;
    memset(grown, 0xff, buckets * sizeof *grown);
    free(w->buckets);
    w->buckets = grown;
    w->bucket_count = buckets;
    for (uint32_t i = 0; i < w->count; i++) {
        struct node *n = &w->nodes[i];
        if (n->kind == WHERE_NAMELESS)
            continue;
        struct where_name name = {.kind = n->kind, .length = n->length, .index = n->index};
        if (n->length)
            memcpy(name.key, w->keys + n->key, n->length);
        uint32_t at = hash(n->table, &name) & (buckets - 1);
        n->next = grown[at];
        grown[at] = i;
    }
    return true;
}

static bool make_room(struct where *w, size_t key_length)
{
    if (w->count == w->room) {
        uint32_t room = w->room ? w->room * 2 : 64;
        struct node *grown = realloc(w->nodes, room * sizeof *grown);
        if (!grown)
            return false;
        w->nodes = grown;
        w->room = room;
        if (!rehash(w, room * 2))
            return false;
    }
    if (w->keys_length + key_length >= w->keys_room) { // never without memory: empty keys point too
        size_t room = (w->keys_room + key_length) * 2 + 256;
        char *grown = realloc(w->keys, room);
        if (!grown)
            return false;
        w->keys = grown;
        w->keys_room = room;
    }
    return true;
}

static uint32_t append(struct where *w, uint32_t table, const struct where_name *name, int line)
{
    if (w->count >= WHERE_MAX || !make_room(w, name->length))
        return WHERE_NONE;
    uint32_t made = w->count++;
    struct node *n = &w->nodes[made];
    *n = (struct node){.table = table,
                       .alias = made,
                       .next = WHERE_NONE,
                       .kind = name->kind,
                       .key = w->keys_length,
                       .index = name->index,
                       .line = line};
    if (name->length && name->kind != WHERE_BY_INDEX) {
        memcpy(w->keys + w->keys_length, name->key, name->length);
        n->length = name->length;
        w->keys_length += name->length;
    }
    if (name->kind == WHERE_NAMELESS)
        return made;
    uint32_t at = hash(table, name) & (w->bucket_count - 1);
    n->next = w->buckets[at];
    w->buckets[at] = made;
    return made;
}

uint32_t where_add(struct where *w, uint32_t table, const struct where_name *name, int line)
{
    if (table == WHERE_NONE)
        return WHERE_NONE;
    bool twice = find(w, table, name) != WHERE_NONE;
    uint32_t made = append(w, table, name, line);
    if (twice && made != WHERE_NONE && w->duplicate_count < WHERE_DUPLICATES) {
        w->duplicates[w->duplicate_count].node = made;
        w->duplicates[w->duplicate_count++].line = line;
    }
    return made;
}

void where_alias(struct where *w, uint32_t node, uint32_t other)
{
    if (node != WHERE_NONE && other != WHERE_NONE)
        w->nodes[node].alias = w->nodes[other].alias;
}

uint32_t where_root(struct where *w, int line)
{
    w->nodes[0].line = line;
    return 0;
}

void where_skip_mark(const char **text, size_t *length)
{
    if (*length < 3 || memcmp(*text, "\xef\xbb\xbf", 3) != 0)
        return;
    *text += 3;
    *length -= 3;
}

struct where *where_scan(const char *text, size_t length, enum where_syntax syntax)
{
    where_skip_mark(&text, &length);
    struct where *w = calloc(1, sizeof *w);
    const struct where_name nameless = {.kind = WHERE_NAMELESS};
    if (!w || append(w, WHERE_NONE, &nameless, 1) == WHERE_NONE) {
        where_destroy(w);
        return NULL;
    }
    struct where_scan s = {.tree = w, .text = text, .end = text + length, .at = text, .line = 1};
    if (syntax == WHERE_JSON) {
        where_scan_json(&s);
    } else if (!where_scan_lua(&s)) {
        where_destroy(w);
        return NULL;
    }
    return w;
}

void where_destroy(struct where *w)
{
    if (!w)
        return;
    free(w->nodes);
    free(w->keys);
    free(w->buckets);
    free(w);
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool name_put(struct where_name *name, char c)
{
    if (name->length >= WHERE_KEY)
        return false;
    name->key[name->length++] = c;
    return true;
}

static int hex(char c)
{
    return digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// `"…"]` with the escapes that put_quoted writes. NULL when it is none.
static const char *read_quoted(const char *p, struct where_name *name)
{
    for (; *p && *p != '"'; p++) {
        char c = *p;
        if (c == '\\' && p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0) {
            c = (char)(hex(p[2]) * 16 + hex(p[3]));
            p += 3;
        } else if (c == '\\' && p[1]) {
            c = *++p;
        }
        if (!name_put(name, c))
            return NULL;
    }
    return p[0] == '"' && p[1] == ']' ? p + 2 : NULL;
}

// The next part of a path; NULL when it is none.
static const char *read_part(const char *p, struct where_name *name)
{
    *name = (struct where_name){.kind = WHERE_BY_KEY};
    if (p[0] == '[' && p[1] == '"')
        return read_quoted(p + 2, name);
    if (p[0] == '[') {
        name->kind = WHERE_BY_INDEX;
        const char *first = ++p;
        for (; digit(*p) && p - first < 18; p++)
            name->index = name->index * 10 + (*p - '0');
        return p > first && *p == ']' ? p + 1 : NULL;
    }
    if (*p == '.')
        p++;
    if (!letter(*p))
        return NULL;
    for (; letter(*p) || digit(*p); p++)
        if (!name_put(name, *p))
            return NULL;
    return p;
}

// The value at `path` or its nearest parent. *whole: it is the value itself.
static uint32_t walk(const struct where *w, const char *path, bool *whole)
{
    uint32_t at = 0;
    struct where_name name;
    while (*path) {
        const char *rest = read_part(path, &name);
        uint32_t child = rest ? where_child(w, at, &name) : WHERE_NONE;
        if (child == WHERE_NONE)
            break;
        at = child;
        path = rest;
    }
    *whole = !*path;
    return at;
}

int where_line(const struct where *w, const char *path)
{
    bool whole;
    return w ? w->nodes[walk(w, path, &whole)].line : 1;
}

int where_order(const struct where *w, const char *path)
{
    bool whole = false;
    uint32_t at = w ? walk(w, path, &whole) : 0;
    return whole ? (int)at : 0;
}

static size_t put_quoted(char *out, size_t size, const char *key, size_t length)
{
    size_t n = (size_t)snprintf(out, size, "[\"");
    for (size_t i = 0; i < length && n < size; i++) {
        unsigned char c = (unsigned char)key[i];
        if (c < 0x20 || c == 0x7f)
            n += (size_t)snprintf(out + n, size - n, "\\x%02x", c);
        else
            n += (size_t)snprintf(out + n, size - n, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
    }
    if (n < size)
        n += (size_t)snprintf(out + n, size - n, "\"]");
    return n;
}

static void append_key(char *path, size_t size, const char *key, size_t length)
{
    size_t before = strlen(path), n = before;
    bool plain = length > 0 && letter(key[0]);
    for (size_t i = 1; plain && i < length; i++)
        plain = letter(key[i]) || digit(key[i]);
    if (plain && before + (before > 0) + length < size) { // nearly all: without printf
        if (before)
            path[n++] = '.';
        memcpy(path + n, key, length);
        path[n + length] = '\0';
        return;
    }
    n += plain ? size : put_quoted(path + n, size - n, key, length);
    if (n >= size)
        path[before] = '\0';
}

void where_key(char *path, size_t size, const char *key)
{
    append_key(path, size, key, strlen(key));
}

void where_index(char *path, size_t size, size_t index)
{
    char digits[24]; // not printf: paths are made for each value that is checked
    size_t before = strlen(path), at = sizeof digits;
    digits[--at] = '\0';
    digits[--at] = ']';
    do
        digits[--at] = (char)('0' + index % 10);
    while (index /= 10);
    digits[--at] = '[';
    if (sizeof digits - at <= size - before)
        memcpy(path + before, digits + at, sizeof digits - at);
}

// From the root down. The depth of a scan bounds the recursion.
static void write_path(const struct where *w, uint32_t at, char *path, size_t size)
{
    const struct node *n = &w->nodes[at];
    if (n->table == WHERE_NONE)
        return;
    write_path(w, n->table, path, size);
    if (n->kind == WHERE_BY_INDEX && n->index >= 0)
        where_index(path, size, (size_t)n->index);
    else if (n->kind == WHERE_BY_KEY || n->length)
        append_key(path, size, w->keys + n->key, n->length);
}

int where_duplicate(const struct where *w, int n, char *path, size_t path_size)
{
    assert(path_size > 0);
    path[0] = '\0';
    if (!w || n < 0 || n >= w->duplicate_count)
        return 0;
    write_path(w, w->duplicates[n].node, path, path_size);
    return w->duplicates[n].line;
}

size_t where_utf8(uint32_t code, char bytes[6])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800       ? 2
               : code < 0x10000   ? 3
               : code < 0x200000  ? 4
               : code < 0x4000000 ? 5
                                  : 6;
    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3f));
    bytes[0] = (char)((0xff00u >> n & 0xffu) | code);
    return n;
}
