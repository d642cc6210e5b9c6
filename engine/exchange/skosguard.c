// What raptor2 must not be given. Version 2.0.15 copies a language's tag into a place whose size it
// keeps in a byte: one of more than 255 bytes runs over the heap. In XML a tag could also come from
// an entity, a default of the DTD, or an encoding that is not looked through here.
#include "exchange/skosprivate.h"

#include <ctype.h>
#include <string.h>

#define TAG 100 // bytes; BCP 47 needs 35 at most

struct guard {
    const char *file, *text, *end;
    struct faults *faults;
};

static bool refuse(const struct guard *g, const char *at, const char *what)
{
    int line = 1;
    for (const char *c = g->text; c < at; c++)
        line += *c == '\n';
    faults_add(g->faults, FAULT_ERROR, "%s:%d: %s", g->file, line, what);
    return false;
}

static bool is_tag(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || (c & 0x80);
}

static bool short_tags(const struct guard *g)
{
    for (const char *at = g->text; at < g->end; at++) {
        const char *tag = at + 1;
        if (*at != '@')
            continue;
        while (tag < g->end && is_tag(*tag))
            tag++;
        if (tag - at > TAG)
            return refuse(g, at, "a language's tag has more than 100 letters; fr, it, en are some");
    }
    return true;
}

static const char *skip_space(const struct guard *g, const char *at)
{
    while (at < g->end && isspace((unsigned char)*at))
        at++;
    return at;
}

// The place behind the quoted value at `at`; NULL: there is none.
static const char *quoted_end(const struct guard *g, const char *at)
{
    if (at >= g->end || (*at != '"' && *at != '\''))
        return NULL;
    const char *end = memchr(at + 1, *at, (size_t)(g->end - at - 1));
    return end ? end + 1 : NULL;
}

// Every lang="…", wherever it stands.
static bool short_attributes(const struct guard *g)
{
    for (const char *at = g->text; at + 4 < g->end; at++) {
        if (memcmp(at, "lang", 4) != 0)
            continue;
        const char *sign = skip_space(g, at + 4);
        if (sign >= g->end || *sign != '=')
            continue;
        const char *value = skip_space(g, sign + 1), *end = quoted_end(g, value);
        if (end && (end - value > TAG || memchr(value, '&', (size_t)(end - value))))
            return refuse(g, at, "xml:lang is no plain tag of at most 100 letters");
    }
    return true;
}

// An encoding in which ASCII is ASCII.
static bool plain_encoding(const struct guard *g)
{
    static const char *const known[] = {"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15",
                                        "windows-1252"};
    if (g->end - g->text < 5 || memcmp(g->text, "<?xml", 5) != 0)
        return true;
    const char *close = memchr(g->text, '>', (size_t)(g->end - g->text));
    const char *at = close ? memmem(g->text, (size_t)(close - g->text), "encoding", 8) : NULL;
    if (!at)
        return true;
    at = skip_space(g, at + 8);
    at = at < g->end && *at == '=' ? skip_space(g, at + 1) : at;
    const char *end = quoted_end(g, at);
    for (size_t i = 0; end && i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == (size_t)(end - at - 2) &&
            strncasecmp(known[i], at + 1, strlen(known[i])) == 0)
            return true;
    return refuse(g, g->text, "its encoding is not read; save it as UTF-8");
}

// <!ENTITY skos "http://…"> alone: nothing from elsewhere, nothing nested.
static const char *plain_entity(const struct guard *g, const char *at)
{
    at = skip_space(g, at + 8);
    while (at < g->end && (is_tag(*at) || *at == '.'))
        at++;
    at = skip_space(g, at);
    const char *end = quoted_end(g, at);
    for (const char *c = at; end && c < end; c++)
        if (strchr("<&%", *c))
            return NULL;
    end = end ? skip_space(g, end) : NULL;
    return end && end < g->end && *end == '>' ? end + 1 : NULL;
}

// Other declarations than such entities are refused, wherever they stand.
static bool plain_declarations(const struct guard *g)
{
    for (const char *at = g->text; at + 2 < g->end; at++) {
        size_t left = (size_t)(g->end - at);
        if (at[0] != '<' || at[1] != '!')
            continue;
        bool known = (left > 4 && memcmp(at, "<!--", 4) == 0) ||
                     (left > 9 && memcmp(at, "<![CDATA[", 9) == 0) ||
                     (left > 9 && memcmp(at, "<!DOCTYPE", 9) == 0) ||
                     (left > 8 && memcmp(at, "<!ENTITY", 8) == 0 && plain_entity(g, at));
        if (!known)
            return refuse(g, at,
                          "a declaration that is not <!ENTITY name \"plain text\"> is not "
                          "read");
    }
    return true;
}

bool skos_guard(const char *syntax, const char *bytes, size_t length, const char *file,
                struct faults *faults)
{
    const struct guard g = {file, bytes, bytes + length, faults};
    if (strcmp(syntax, "rdfxml") != 0)
        return short_tags(&g);
    return plain_encoding(&g) && plain_declarations(&g) && short_attributes(&g);
}
