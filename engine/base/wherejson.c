// JSON as tokens, for base/where.h: keys and lines, whatever else the text is.
#include "base/private.h"

static void skip_space(struct where_scan *s)
{
    for (; s->at < s->end; s->at++) {
        if (*s->at == '\n')
            s->line++;
        else if (*s->at != ' ' && *s->at != '\t' && *s->at != '\r')
            return;
    }
}

static bool taken(struct where_scan *s, char c)
{
    skip_space(s);
    if (s->at >= s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static int32_t hex4(const struct where_scan *s)
{
    if (s->end - s->at < 4)
        return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = s->at[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0)
            return -1;
        value = value * 16 + d;
    }
    return value;
}

static size_t read_unicode(struct where_scan *s, char bytes[6])
{
    int32_t code = hex4(s);
    if (code < 0)
        return 0;
    s->at += 4;
    if (code >= 0xd800 && code < 0xdc00 && s->end - s->at >= 6 && s->at[0] == '\\' &&
        s->at[1] == 'u') {
        s->at += 2;
        int32_t low = hex4(s);
        if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            s->at += 4;
        } else {
            s->at -= 2;
        }
    }
    return where_utf8((uint32_t)code, bytes);
}

// What follows a backslash.
static size_t read_escape(struct where_scan *s, char bytes[6])
{
    char c = *s->at++;
    if (c == 'u')
        return read_unicode(s, bytes);
    bytes[0] = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    if (c == 'b' || c == 'f')
        bytes[0] = c == 'b' ? '\b' : '\f';
    return 1;
}

// A string; its letters go into `name`, which loses its name when they are too many.
static void read_string(struct where_scan *s, struct where_name *name)
{
    *name = (struct where_name){.kind = WHERE_BY_KEY};
    s->at++;
    while (s->at < s->end && *s->at != '"') {
        char bytes[6] = {*s->at};
        size_t n = 1;
        if (*s->at++ == '\n')
            s->line++;
        else if (bytes[0] == '\\' && s->at < s->end)
            n = read_escape(s, bytes);
        for (size_t i = 0; i < n; i++) {
            if (name->length >= WHERE_KEY)
                name->kind = WHERE_NAMELESS;
            else
                name->key[name->length++] = bytes[i];
        }
    }
    if (s->at < s->end)
        s->at++;
}

static void read_value(struct where_scan *s, uint32_t node, int depth);

static void read_object(struct where_scan *s, uint32_t node, int depth)
{
    struct where_name name;
    while (!taken(s, '}') && s->at < s->end) {
        if (*s->at != '"') {
            s->at++; // a comma, or what should not be here
            continue;
        }
        int line = s->line;
        read_string(s, &name);
        if (taken(s, ':'))
            read_value(s, where_add(s->tree, node, &name, line), depth);
    }
}

static void read_array(struct where_scan *s, uint32_t node, int depth)
{
    struct where_name name = {.kind = WHERE_BY_INDEX};
    while (!taken(s, ']') && s->at < s->end) {
        if (*s->at == ',' || *s->at == '}' || *s->at == ':') {
            s->at++;
            continue;
        }
        read_value(s, where_add(s->tree, node, &name, s->line), depth);
        name.index++;
    }
}

// Past the end of what opened before s->at.
static void skip_nested(struct where_scan *s)
{
    struct where_name name;
    for (size_t open = 1; s->at < s->end && open > 0;) {
        char c = *s->at;
        if (c == '"') {
            read_string(s, &name);
            continue;
        }
        open += c == '{' || c == '[';
        open -= c == '}' || c == ']';
        s->line += c == '\n';
        s->at++;
    }
}

static void read_value(struct where_scan *s, uint32_t node, int depth)
{
    struct where_name name;
    skip_space(s);
    if (s->at >= s->end)
        return;
    char c = *s->at;
    if (c == '"') {
        read_string(s, &name);
    } else if (c == '{' || c == '[') {
        s->at++;
        if (depth >= WHERE_DEPTH)
            skip_nested(s);
        else if (c == '{')
            read_object(s, node, depth + 1);
        else
            read_array(s, node, depth + 1);
    } else {
        while (s->at < s->end && *s->at != ',' && *s->at != '}' && *s->at != ']' && *s->at != '\n')
            s->at++;
    }
}

void where_scan_json(struct where_scan *s)
{
    skip_space(s);
    read_value(s, where_root(s->tree, s->line), 0);
}
