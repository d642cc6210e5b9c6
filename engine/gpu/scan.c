// A shader's letters become tokens.
#include "gpu/glsl.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 128 // letters of a name or number

bool glsl_is(const struct glsl_token *t, const char *text)
{
    return (size_t)t->length == strlen(text) && memcmp(t->text, text, (size_t)t->length) == 0;
}

bool glsl_add(struct glsl_tokens *to, const struct glsl_token *t)
{
    if (to->count == GUARD_TOKENS)
        return false;
    if (to->count == to->room) {
        int room = to->room ? to->room * 2 : 256;
        struct glsl_token *bigger = realloc(to->items, (size_t)room * sizeof *bigger);
        if (!bigger)
            return false;
        to->items = bigger;
        to->room = room;
    }
    to->items[to->count++] = *t;
    return true;
}

bool glsl_wrong(struct fault *f, int line, const char *format, ...)
{
    char text[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return fault_set(f, "%d: %s", line, text);
}

// Comments become white space, ends of lines become one sort. False when one does not end.
static bool strip(char *text, size_t *length, struct fault *f)
{
    size_t to = 0, n = *length;
    int line = 1, began = 0;
    enum { CODE, LINE, BLOCK } in = CODE;
    for (size_t i = 0; i < n; i++) {
        char c = text[i], next = i + 1 < n ? text[i + 1] : 0;
        if (c == '\\')
            return glsl_wrong(f, line, "a backslash has no use in a shader");
        if (c == '\r') {
            if (next == '\n')
                continue;
            c = '\n';
        }
        if (c == '\n') {
            in = in == LINE ? CODE : in;
            line++;
        } else if (in == CODE && c == '/' && next == '/') {
            in = LINE;
        } else if (in == CODE && c == '/' && next == '*') {
            in = BLOCK;
            began = line;
            i++;
            c = ' ';
        } else if (in == BLOCK && c == '*' && next == '/') {
            in = CODE;
            i++;
            c = ' ';
        }
        text[to++] = in == CODE || c == '\n' ? c : ' ';
    }
    *length = to;
    return in != BLOCK || glsl_wrong(f, began, "this comment does not end");
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int length_of(const char *at, const char *end, enum glsl_kind *kind)
{
    static const char *const signs[] = {"<<=", ">>=", "++", "--", "+=", "-=", "*=",
                                        "/=",  "%=",  "&=", "|=", "^=", "<<", ">>",
                                        "<=",  ">=",  "==", "!=", "&&", "||", "^^"};
    const char *c = at;
    if (is_letter(*c)) {
        *kind = GLSL_NAME;
        while (c < end && (is_letter(*c) || is_digit(*c)))
            c++;
        return (int)(c - at);
    }
    if (is_digit(*c) || (*c == '.' && c + 1 < end && is_digit(c[1]))) {
        bool hex = *c == '0' && c + 1 < end && (c[1] == 'x' || c[1] == 'X');
        *kind = GLSL_NUMBER;
        while (c < end && (is_letter(*c) || is_digit(*c) || *c == '.' ||
                           ((*c == '+' || *c == '-') && !hex && (c[-1] == 'e' || c[-1] == 'E'))))
            c++;
        return (int)(c - at);
    }
    *kind = GLSL_SIGN;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i]);
        if ((size_t)(end - at) >= n && memcmp(at, signs[i], n) == 0)
            return (int)n;
    }
    return *at && strchr("()[]{}.,;:?+-*/%<>&|^!~=#", *at) ? 1 : 0;
}

bool glsl_scan(char *text, size_t length, struct glsl_tokens *to, struct fault *f)
{
    if (!strip(text, &length, f))
        return false;
    struct glsl_token t = {.line = 1, .first = true};
    const char *end = text + length;
    for (const char *c = text; c < end; c += t.length) {
        t.length = 1;
        if (*c == '\n') {
            t.line++;
            t.first = t.spaced = true;
            continue;
        }
        if (*c == ' ' || *c == '\t' || *c == '\v' || *c == '\f') {
            t.spaced = true;
            continue;
        }
        t.text = c;
        t.length = length_of(c, end, &t.kind);
        if (t.length == 0 && isprint((unsigned char)*c))
            return glsl_wrong(f, t.line, "\"%c\" has no use in a shader", *c);
        if (t.length == 0)
            return glsl_wrong(f, t.line, "a letter that GLSL does not know (byte 0x%02x)",
                              (unsigned char)*c);
        if (t.length > LONGEST)
            return glsl_wrong(f, t.line, "a name has at most %d letters", LONGEST);
        if (!glsl_add(to, &t))
            return glsl_wrong(f, t.line, "a shader has at most %d words and signs", GUARD_TOKENS);
        t.first = t.spaced = false;
    }
    return true;
}
