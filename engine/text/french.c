// French spacing: a narrow no-break space before ; ! ? and a no-break one before : and inside « »
// (Imprimerie nationale, Lexique des règles typographiques, "Ponctuation").
#include "text/private.h"

#include <glib.h>
#include <string.h>

#define NO_BREAK 0x00a0
#define NARROW 0x202f
#define OPENING 0x00ab
#define CLOSING 0x00bb

static bool author_space(gunichar c)
{
    return c == NO_BREAK || c == NARROW || (c >= 0x2000 && c <= 0x200a) || c == 0x2060;
}

static gunichar peek(const char *at, const char *end)
{
    return at < end ? g_utf8_get_char(at) : 0;
}

// The space a sign asks for before it; 0: none.
static gunichar wanted(gunichar sign)
{
    switch (sign) {
    case ';':
    case '!':
    case '?':
        return NARROW;
    case ':':
    case CLOSING:
        return NO_BREAK;
    }
    return 0;
}

// Without a typed space one is put in only where the sign ends a word: not in http://, 12:30,
// a?b=c.
static bool ends_word(gunichar before, gunichar after)
{
    bool closes = after == 0 || g_unichar_isspace(after) || author_space(after) ||
                  after == CLOSING || after == ')' || after == '.' || after == 0x2026 ||
                  wanted(after) != 0;
    bool word = g_unichar_isalnum(before) || g_unichar_ismark(before) || before == CLOSING ||
                before == ')' || before == '%' || before == '.' || before == 0x2026 ||
                before == 0x201d || before == 0x2019;
    return closes && word;
}

static size_t put(char *out, gunichar c)
{
    return (size_t)g_unichar_to_utf8(c, out);
}

// What stands between `before` and `sign`, where the author typed `spaces` plain ones: a character
// to write instead, or 0 to keep what was typed.
static gunichar between(gunichar before, int spaces, gunichar sign, gunichar after)
{
    bool edge = sign == 0 || sign == '\n' || before == 0 || before == '\n';
    if (edge || author_space(sign) || author_space(before))
        return 0;
    if (before == OPENING)
        return NO_BREAK;
    if (spaces > 0 || sign == CLOSING || ends_word(before, after))
        return wanted(sign);
    return 0;
}

// What is written, and where in the text it comes from.
struct french {
    char *to;
    uint32_t *from;
};

static void take(struct french *w, gunichar c, size_t from)
{
    size_t bytes = put(w->to, c);
    for (size_t i = 0; i < bytes; i++)
        *w->from++ = (uint32_t)from;
    w->to += bytes;
}

size_t french_spaces(const char *utf8, size_t length, char *out, uint32_t *from)
{
    const char *at = utf8, *end = utf8 + length;
    gunichar before = 0;
    struct french w = {out, from};
    while (at < end) {
        const char *start = at;
        while (at < end && *at == ' ')
            at++;
        int spaces = (int)(at - start);
        size_t where = (size_t)(at - utf8);
        gunichar sign = peek(at, end);
        at = at < end ? g_utf8_next_char(at) : end;
        gunichar space = between(before, spaces, sign, peek(at, end));
        if (space)
            take(&w, space, (size_t)(start - utf8));
        else if (!(wanted(sign) && author_space(before)))
            for (; start < utf8 + where; start++)
                take(&w, ' ', (size_t)(start - utf8));
        if (sign)
            take(&w, sign, where);
        before = sign;
    }
    return (size_t)(w.to - out);
}
