// Lua as tokens, for base/where.h: constructors, their keys and lines, and the locals they name.
#include "base/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_WORD, TOKEN_STRING, TOKEN_NUMBER, TOKEN_MARK };

enum mark { // longer than one letter; others are their letter
    MARK_BINARY = 256,
    MARK_DOTS
};

struct token {
    enum token_kind kind;
    const char *from; // in the text
    size_t length;
    int line, mark;
    struct where_name name; // TOKEN_NAME, TOKEN_STRING, and TOKEN_NUMBER as an index
};

enum { LOCALS = 200 }; // Lua's own limit

struct lua_scan {
    struct where_scan s;
    struct local {
        const char *name; // in the text
        size_t length;
        uint32_t node;
    } locals[LOCALS];
    int local_count;
};

// ---- letters ----

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static char ahead(const struct where_scan *s, size_t n)
{
    return (size_t)(s->end - s->at) > n ? s->at[n] : '\0';
}

// One letter; a line ends as Lua counts it: \n, \r, \r\n and \n\r are one each.
static void step(struct where_scan *s)
{
    char c = *s->at++;
    if (c != '\n' && c != '\r')
        return;
    s->line++;
    if (s->at < s->end && (*s->at == '\n' || *s->at == '\r') && *s->at != c)
        s->at++;
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The number of '=' of a long bracket that opens here; -1: none does.
static int long_bracket(const struct where_scan *s)
{
    size_t n = 1;
    while (ahead(s, n) == '=')
        n++;
    return ahead(s, 0) == '[' && ahead(s, n) == '[' && n < 1000 ? (int)n - 1 : -1;
}

static bool closes(const struct where_scan *s, int level)
{
    size_t n = 1;
    while (ahead(s, n) == '=')
        n++;
    return ahead(s, 0) == ']' && ahead(s, n) == ']' && n == (size_t)level + 1;
}

static void name_put(struct where_name *name, const char *bytes, size_t n)
{
    if (name->length + n > WHERE_KEY) {
        name->kind = WHERE_NAMELESS;
        return;
    }
    memcpy(name->key + name->length, bytes, n);
    name->length += n;
}

static void read_long(struct where_scan *s, int level, struct where_name *name)
{
    s->at += level + 2;
    if (ahead(s, 0) == '\n' || ahead(s, 0) == '\r')
        step(s);
    while (s->at < s->end) {
        if (closes(s, level)) {
            s->at += level + 2;
            return;
        }
        const char *from = s->at;
        step(s);
        name_put(name, *from == '\r' ? "\n" : from, 1);
    }
}

static void skip_space(struct where_scan *s)
{
    struct where_name unused;
    while (s->at < s->end) {
        if (space(*s->at)) {
            step(s);
        } else if (ahead(s, 0) == '-' && ahead(s, 1) == '-') {
            s->at += 2;
            int level = long_bracket(s);
            unused.length = 0;
            if (level >= 0)
                read_long(s, level, &unused);
            else
                while (s->at < s->end && *s->at != '\n' && *s->at != '\r')
                    s->at++;
        } else {
            return;
        }
    }
}

// ---- tokens ----

static int hex(char c)
{
    return digit(c)               ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void read_utf8(struct where_scan *s, struct where_name *name)
{
    uint32_t code = 0;
    for (s->at++; hex(ahead(s, 0)) >= 0; s->at++)
        code = (code << 4 | (uint32_t)hex(*s->at)) & 0x7fffffffu;
    if (ahead(s, 0) == '}')
        s->at++;
    char bytes[6];
    name_put(name, bytes, where_utf8(code, bytes));
}

// What follows a backslash.
static void read_escape(struct where_scan *s, struct where_name *name)
{
    static const char letters[] = "abfnrtv", means[] = "\a\b\f\n\r\t\v";
    char c = ahead(s, 0);
    const char *known = c ? strchr(letters, c) : NULL;
    if (known) {
        name_put(name, means + (known - letters), 1);
        s->at++;
    } else if (c == 'x' && hex(ahead(s, 1)) >= 0 && hex(ahead(s, 2)) >= 0) {
        char byte = (char)(hex(ahead(s, 1)) * 16 + hex(ahead(s, 2)));
        name_put(name, &byte, 1);
        s->at += 3;
    } else if (c == 'u' && ahead(s, 1) == '{') {
        s->at++;
        read_utf8(s, name);
    } else if (c == 'z') {
        s->at++;
        while (s->at < s->end && space(*s->at))
            step(s);
    } else if (digit(c)) {
        int value = 0;
        for (int i = 0; i < 3 && digit(ahead(s, 0)); i++)
            value = value * 10 + (*s->at++ - '0');
        char byte = (char)value;
        name_put(name, &byte, 1);
    } else if (s->at < s->end) {
        const char *from = s->at;
        step(s);
        name_put(name, *from == '\r' ? "\n" : from, 1);
    }
}

static void read_string(struct where_scan *s, struct where_name *name)
{
    char quote = *s->at++;
    while (s->at < s->end && *s->at != quote && *s->at != '\n' && *s->at != '\r') {
        if (*s->at == '\\') {
            s->at++;
            read_escape(s, name);
        } else {
            name_put(name, s->at++, 1);
        }
    }
    if (ahead(s, 0) == quote)
        s->at++;
}

// Lua's float keys with whole values are integers.
static void read_number(struct where_scan *s, struct token *t)
{
    char text[64];
    size_t n = 0;
    while (letter(ahead(s, 0)) || digit(ahead(s, 0)) || ahead(s, 0) == '.' ||
           ((ahead(s, 0) == '+' || ahead(s, 0) == '-') && strchr("eEpP", s->at[-1]) && n > 0)) {
        if (n < sizeof text - 1)
            text[n++] = *s->at;
        s->at++;
    }
    text[n] = '\0';
    char *end;
    double value = strtod(text, &end);
    t->name.kind = WHERE_NAMELESS;
    if (*end || value != floor(value) || !(fabs(value) < 1e15))
        return;
    t->name.kind = WHERE_BY_INDEX;
    t->name.index = (int64_t)value;
}

static bool reserved(const struct token *t)
{
    static const char *const words[] = {"and",   "break", "do",       "else", "elseif", "end",
                                        "false", "for",   "function", "goto", "if",     "in",
                                        "local", "nil",   "not",      "or",   "repeat", "return",
                                        "then",  "true",  "until",    "while"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == t->length && memcmp(words[i], t->from, t->length) == 0)
            return true;
    return false;
}

static void read_mark(struct where_scan *s, struct token *t)
{
    static const char *const marks[] = {"...", "..", "==", "~=", "<=",
                                        ">=",  "//", "<<", ">>", "::"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if ((size_t)(s->end - s->at) >= n && memcmp(s->at, marks[i], n) == 0) {
            t->mark = i == 0 ? MARK_DOTS : marks[i][0] == ':' ? ';' : MARK_BINARY;
            s->at += n;
            return;
        }
    }
    t->mark = (unsigned char)*s->at++;
}

static void next(struct where_scan *s, struct token *t)
{
    skip_space(s);
    t->kind = TOKEN_END;
    t->mark = 0;
    t->line = s->line;
    t->from = s->at;
    t->name.kind = WHERE_BY_KEY;
    t->name.length = 0;
    if (s->at >= s->end)
        return;
    char c = *s->at;
    int level = long_bracket(s);
    if (letter(c)) {
        while (letter(ahead(s, 0)) || digit(ahead(s, 0)))
            name_put(&t->name, s->at++, 1);
        t->length = (size_t)(s->at - t->from);
        t->kind = reserved(t) ? TOKEN_WORD : TOKEN_NAME;
    } else if (digit(c) || (c == '.' && digit(ahead(s, 1)))) {
        t->kind = TOKEN_NUMBER;
        read_number(s, t);
    } else if (c == '"' || c == '\'' || level >= 0) {
        t->kind = TOKEN_STRING;
        if (level >= 0)
            read_long(s, level, &t->name);
        else
            read_string(s, &t->name);
    } else {
        t->kind = TOKEN_MARK;
        read_mark(s, t);
    }
    t->length = (size_t)(s->at - t->from);
}

static bool is_word(const struct token *t, const char *word)
{
    return t->kind == TOKEN_WORD && strlen(word) == t->length &&
           memcmp(t->from, word, t->length) == 0;
}

static bool taken(struct where_scan *s, int mark)
{
    struct where_scan before = *s;
    struct token t;
    next(s, &t);
    if (t.kind == TOKEN_MARK && t.mark == mark)
        return true;
    *s = before;
    return false;
}

// ---- what is only stepped over ----

// Past the end of what an opening mark began.
static void skip_nested(struct where_scan *s)
{
    struct token t;
    size_t open = 1;
    while (open > 0) {
        next(s, &t);
        if (t.kind == TOKEN_END)
            return;
        if (t.kind != TOKEN_MARK)
            continue;
        open += t.mark == '{' || t.mark == '(' || t.mark == '[';
        open -= t.mark == '}' || t.mark == ')' || t.mark == ']';
    }
}

// Past the `end` of a function or block whose first word is read.
static void skip_block(struct where_scan *s)
{
    struct token t;
    size_t open = 1;
    while (open > 0) {
        next(s, &t);
        if (t.kind == TOKEN_END)
            return;
        open += is_word(&t, "function") || is_word(&t, "do") || is_word(&t, "if") ||
                is_word(&t, "repeat");
        open -= is_word(&t, "end") || is_word(&t, "until");
    }
}

// ---- values ----

static uint32_t local_find(const struct lua_scan *l, const struct token *t)
{
    for (int i = l->local_count - 1; i >= 0; i--)
        if (l->locals[i].length == t->length && memcmp(l->locals[i].name, t->from, t->length) == 0)
            return l->locals[i].node;
    return WHERE_NONE;
}

// One `.name` or `["name"]` or `[1]` behind a name; false when it is something else, which is then
// stepped over as far as it is one (a call, a computed key). *more: there was one.
static bool read_suffix(struct where_scan *s, struct where_name *name, bool *more)
{
    struct where_scan before = *s;
    struct token t;
    next(s, &t);
    *more = true;
    if (t.kind == TOKEN_MARK && (t.mark == '.' || t.mark == ':')) {
        bool field = t.mark == '.';
        next(s, &t);
        *name = t.name;
        return field && t.kind == TOKEN_NAME;
    }
    if (t.kind == TOKEN_MARK && t.mark == '[') {
        struct where_scan inside = *s;
        next(s, &t);
        *name = t.name;
        if ((t.kind == TOKEN_STRING || t.kind == TOKEN_NUMBER) && taken(s, ']'))
            return true;
        *s = inside;
        skip_nested(s);
        return false;
    }
    if (t.kind == TOKEN_MARK && (t.mark == '(' || t.mark == '{')) {
        skip_nested(s);
        return false;
    }
    if (t.kind == TOKEN_STRING)
        return false;
    *s = before;
    *more = false;
    return false;
}

// Behind a name or a parenthesis: where it leads, WHERE_NONE when it can't be followed.
static uint32_t read_suffixes(struct lua_scan *l, uint32_t node)
{
    struct where_name name;
    for (bool more = true; more;) {
        bool followed = read_suffix(&l->s, &name, &more);
        if (more)
            node = followed ? where_child(l->s.tree, node, &name) : WHERE_NONE;
    }
    return node;
}

static void read_table(struct lua_scan *l, uint32_t node, int depth);

// One operand; where it leads when it is a plain name. False when there is none.
static bool read_operand(struct lua_scan *l, uint32_t node, int depth, uint32_t *leads)
{
    struct where_scan before = l->s;
    struct token t;
    *leads = WHERE_NONE;
    next(&l->s, &t);
    if (t.kind == TOKEN_NAME) {
        *leads = read_suffixes(l, local_find(l, &t));
    } else if (t.kind == TOKEN_MARK && t.mark == '{') {
        if (depth < WHERE_DEPTH)
            read_table(l, node, depth + 1);
        else
            skip_nested(&l->s);
    } else if (t.kind == TOKEN_MARK && t.mark == '(') {
        skip_nested(&l->s);
        read_suffixes(l, WHERE_NONE);
    } else if (is_word(&t, "function")) {
        skip_block(&l->s);
    } else if (t.kind != TOKEN_STRING && t.kind != TOKEN_NUMBER && !is_word(&t, "nil") &&
               !is_word(&t, "true") && !is_word(&t, "false") && t.mark != MARK_DOTS) {
        l->s = before;
        return false;
    }
    return true;
}

static bool taken_operator(struct where_scan *s, bool unary)
{
    struct where_scan before = *s;
    struct token t;
    next(s, &t);
    if (unary ? is_word(&t, "not") : is_word(&t, "and") || is_word(&t, "or"))
        return true;
    if (t.kind == TOKEN_MARK && t.mark < 256 && t.mark &&
        strchr(unary ? "-#~" : "+-*/%^&|~<>", t.mark))
        return true;
    if (!unary && t.mark == MARK_BINARY)
        return true;
    *s = before;
    return false;
}

// An expression; a constructor fills `node`, a name that can be followed becomes its alias.
static void read_expression(struct lua_scan *l, uint32_t node, int depth)
{
    uint32_t leads;
    bool alone = true;
    for (;;) {
        while (taken_operator(&l->s, true))
            alone = false;
        if (!read_operand(l, node, depth, &leads))
            return;
        if (!taken_operator(&l->s, false))
            break;
        alone = false;
    }
    if (alone)
        where_alias(l->s.tree, node, leads);
}

// `[…] =` whose `[` is read.
static void read_bracket_key(struct where_scan *s, struct where_name *name)
{
    struct where_scan inside = *s;
    struct token t;
    next(s, &t);
    bool minus = t.kind == TOKEN_MARK && t.mark == '-';
    if (minus)
        next(s, &t);
    *name = t.name;
    name->index = minus ? -name->index : name->index;
    if ((t.kind != TOKEN_STRING || minus) && t.kind != TOKEN_NUMBER)
        name->kind = WHERE_NAMELESS;
    if (taken(s, ']'))
        return;
    name->kind = WHERE_NAMELESS;
    *s = inside;
    skip_nested(s);
}

// One field; false at the end of the table. *position: of the last value without a key.
static bool read_field(struct lua_scan *l, uint32_t node, int depth, int64_t *position)
{
    struct where_scan before = l->s;
    struct where_name *name;
    struct token t;
    next(&l->s, &t);
    int line = t.line;
    name = &t.name;
    if (t.kind == TOKEN_END || (t.kind == TOKEN_MARK && t.mark == '}'))
        return false;
    if (t.kind == TOKEN_MARK && (t.mark == ',' || t.mark == ';'))
        return true;
    bool key = t.kind == TOKEN_MARK && t.mark == '[';
    if (key)
        read_bracket_key(&l->s, name);
    if ((key || t.kind == TOKEN_NAME) && taken(&l->s, '=')) {
        read_expression(l, where_add(l->s.tree, node, name, line), depth);
        return true;
    }
    struct where_scan after = l->s;
    l->s = before;
    name->kind = WHERE_BY_INDEX;
    name->index = ++*position;
    skip_space(&l->s);
    const char *from = l->s.at;
    read_expression(l, where_add(l->s.tree, node, name, line), depth);
    if (l->s.at == from)
        l->s = after; // nothing that could be a value
    return true;
}

static void read_table(struct lua_scan *l, uint32_t node, int depth)
{
    int64_t position = 0;
    while (read_field(l, node, depth, &position)) {
    }
}

// ---- statements ----

// `local a <const>, b = …`; the names count from the next statement on.
static void read_local(struct lua_scan *l)
{
    struct token t;
    int first = l->local_count, given = first;
    for (bool more = true; more; more = taken(&l->s, ',')) {
        struct where_scan before = l->s;
        next(&l->s, &t);
        if (is_word(&t, "function")) {
            skip_block(&l->s);
            return;
        }
        if (t.kind != TOKEN_NAME) {
            l->s = before;
            return;
        }
        t.name.kind = WHERE_NAMELESS;
        if (given < LOCALS)
            l->locals[given++] =
                (struct local){t.from, t.length, where_add(l->s.tree, 0, &t.name, t.line)};
        if (taken(&l->s, '<')) {
            next(&l->s, &t);
            taken(&l->s, '>');
        }
    }
    if (taken(&l->s, '=')) {
        int n = first;
        do {
            read_expression(l, n < given ? l->locals[n].node : WHERE_NONE, 0);
            n++;
        } while (taken(&l->s, ','));
    }
    l->local_count = given;
}

bool where_scan_lua(struct where_scan *s)
{
    struct lua_scan *l = calloc(1, sizeof *l);
    struct token t;
    if (!l)
        return false;
    l->s = *s;
    if (ahead(&l->s, 0) == '#')
        while (l->s.at < l->s.end && *l->s.at != '\n' && *l->s.at != '\r')
            l->s.at++;
    for (next(&l->s, &t); t.kind != TOKEN_END; next(&l->s, &t)) {
        if (is_word(&t, "return")) {
            skip_space(&l->s);
            read_expression(l, where_root(l->s.tree, l->s.line), 0);
            break;
        }
        if (is_word(&t, "local"))
            read_local(l);
        else if (is_word(&t, "function") || is_word(&t, "do") || is_word(&t, "if") ||
                 is_word(&t, "repeat"))
            skip_block(&l->s);
    }
    free(l);
    return true;
}
