// The preprocessor of a curator's shader (GLSL 3.30, section 3.3), so that what the driver compiles
// is what was looked at: definitions, conditions, #error.
#include "gpu/glsl.h"

#include <stdlib.h>
#include <string.h>

#define PARAMETERS 16
#define STEPS (1 << 18) // calls of macros and what they put
#define DEEP 64         // conditions within one another, and parentheses of one

struct macro {
    struct glsl_token name;
    int parameters; // -1: it takes none
    struct glsl_token parameter[PARAMETERS];
    const struct glsl_token *body; // of the source
    int count;
};

struct chain {
    int macro, next; // index + 1
};

struct work {
    struct fault *f;
    struct macro macros[GUARD_MACROS]; // an undefined one has no name
    int macro_count;
    struct glsl_tokens stack; // what is still to be read, the next one last
    struct chain *chains;     // GUARD_TOKENS
    int chain_count, steps;
};

static bool too_much(struct work *w, int line)
{
    return glsl_wrong(w->f, line, "its definitions come to more than %d words and signs",
                      GUARD_TOKENS);
}

static int find(const struct work *w, const struct glsl_token *name)
{
    for (int i = 0; i < w->macro_count; i++) {
        const struct glsl_token *n = &w->macros[i].name;
        if (n->length == name->length && n->length &&
            memcmp(n->text, name->text, (size_t)n->length) == 0)
            return i;
    }
    return -1;
}

static bool hides(const struct work *w, int chain, int macro)
{
    for (; chain; chain = w->chains[chain - 1].next)
        if (w->chains[chain - 1].macro == macro)
            return true;
    return false;
}

static int parameter_of(const struct macro *m, const struct glsl_token *t)
{
    for (int i = 0; i < m->parameters; i++)
        if (t->kind == GLSL_NAME && m->parameter[i].length == t->length &&
            memcmp(m->parameter[i].text, t->text, (size_t)t->length) == 0)
            return i;
    return -1;
}

struct part {
    int from, count; // of w->stack, counted down from `from`
};

// The arguments of a call whose "(" is on top of the stack. They stay there; *below is what lies
// under them. -1 and a fault when they do not end.
static int read_arguments(struct work *w, struct part *parts, int *below, int line)
{
    int depth = 0, count = 0, at = w->stack.count - 1;
    for (; at >= 0; at--) {
        const struct glsl_token *t = &w->stack.items[at];
        if (t->kind == GLSL_SIGN && (*t->text == '(' || *t->text == ')'))
            depth += *t->text == '(' ? 1 : -1;
        if (depth == 0)
            break;
        bool comma = depth == 1 && glsl_is(t, ",");
        if ((depth == 1 && count == 0) || comma) { // the first one begins behind "("
            if (count == PARAMETERS)
                break;
            parts[count++] = (struct part){at - 1, 0};
            continue;
        }
        parts[count - 1].count++;
    }
    if (at < 0 || depth != 0) {
        glsl_wrong(w->f, line, "the arguments of this do not end, or are more than %d", PARAMETERS);
        return -1;
    }
    *below = at;
    return count == 1 && parts[0].count == 0 ? 0 : count;
}

// Puts a macro's body, its parameters replaced, in the place of its call.
static bool put_body(struct work *w, int macro, const struct glsl_token *call,
                     const struct part *parts, int below)
{
    const struct macro *m = &w->macros[macro];
    struct glsl_tokens body = {0};
    bool good = w->chain_count < GUARD_TOKENS;
    if (good)
        w->chains[w->chain_count++] = (struct chain){macro, call->hidden};
    for (int i = 0; good && i < m->count; i++) {
        struct glsl_token t = m->body[i];
        int parameter = parts ? parameter_of(m, &t) : -1;
        t.line = call->line;
        t.hidden = w->chain_count;
        if (parameter < 0)
            good = glsl_add(&body, &t);
        for (int k = 0; good && parameter >= 0 && k < parts[parameter].count; k++) {
            struct glsl_token a = w->stack.items[parts[parameter].from - k];
            a.line = call->line;
            good = glsl_add(&body, &a);
        }
    }
    w->steps += 1 + body.count;
    w->stack.count = below;
    for (int i = body.count - 1; good && i >= 0; i--)
        good = glsl_add(&w->stack, &body.items[i]);
    free(body.items);
    return good || too_much(w, call->line);
}

static bool expand_call(struct work *w, int macro, const struct glsl_token *call)
{
    const struct macro *m = &w->macros[macro];
    struct part parts[PARAMETERS] = {{0, 0}};
    int below = w->stack.count, count;
    if (m->parameters < 0)
        return put_body(w, macro, call, NULL, below);
    count = read_arguments(w, parts, &below, call->line);
    if (count < 0)
        return false;
    if (count == 0 && m->parameters == 1)
        parts[0] = (struct part){0, 0};
    else if (count != m->parameters)
        return glsl_wrong(w->f, call->line, "%.*s takes %d arguments, not %d", call->length,
                          call->text, m->parameters, count);
    return put_body(w, macro, call, parts, below);
}

// Words and signs from one to another, expanded.
static bool expand(struct work *w, const struct glsl_token *from, int count, struct glsl_tokens *to)
{
    w->stack.count = 0;
    for (int i = count - 1; i >= 0; i--)
        if (!glsl_add(&w->stack, &from[i]))
            return too_much(w, from[i].line);
    while (w->stack.count > 0) {
        struct glsl_token t = w->stack.items[--w->stack.count];
        int macro = t.kind == GLSL_NAME ? find(w, &t) : -1;
        bool calls = macro >= 0 && !hides(w, t.hidden, macro) &&
                     (w->macros[macro].parameters < 0 ||
                      (w->stack.count > 0 && glsl_is(&w->stack.items[w->stack.count - 1], "(")));
        if (calls) {
            if (w->steps > STEPS || !expand_call(w, macro, &t))
                return w->steps > STEPS ? too_much(w, t.line) : false;
            continue;
        }
        if (!glsl_add(to, &t))
            return too_much(w, t.line);
    }
    return true;
}

// ---- Conditions: integers, as C has them.

struct reading {
    struct work *w;
    const struct glsl_token *at, *end;
    int line, depth;
    bool good;
};

static bool next_is(struct reading *r, const char *sign)
{
    if (r->at == r->end || !glsl_is(r->at, sign))
        return false;
    r->at++;
    return true;
}

static int64_t fail_at(struct reading *r, const char *what)
{
    if (r->good)
        glsl_wrong(r->w->f, r->line, "%s", what);
    r->good = false;
    return 0;
}

static int64_t read_binary(struct reading *r, int level);

static int64_t read_unary(struct reading *r)
{
    if (++r->depth > DEEP || r->at == r->end)
        return fail_at(r, "this condition is not whole, or too deep");
    int64_t v = 0;
    if (next_is(r, "!")) {
        v = !read_unary(r);
    } else if (next_is(r, "-")) {
        v = (int64_t)(0 - (uint64_t)read_unary(r));
    } else if (next_is(r, "+")) {
        v = read_unary(r);
    } else if (next_is(r, "~")) {
        v = ~read_unary(r);
    } else if (next_is(r, "(")) {
        v = read_binary(r, 0);
        if (!next_is(r, ")"))
            return fail_at(r, "a \")\" is missing in this condition");
    } else if (r->at->kind == GLSL_NUMBER) {
        char digits[24] = "", *end;
        memcpy(digits, r->at->text, (size_t)(r->at->length < 20 ? r->at->length : 20));
        v = strtoll(digits, &end, 0);
        if (*end && strcmp(end, "u") != 0 && strcmp(end, "U") != 0)
            return fail_at(r, "conditions count in whole numbers");
        r->at++;
    } else if (r->at->kind == GLSL_NAME) {
        r->at++; // not defined: 0
    } else {
        return fail_at(r, "this condition cannot be read");
    }
    r->depth--;
    return v;
}

static int64_t apply(struct reading *r, const char *sign, int64_t a, int64_t b)
{
    uint64_t x = (uint64_t)a, y = (uint64_t)b;
    switch (sign[0]) {
    case '+':
        return (int64_t)(x + y);
    case '-':
        return (int64_t)(x - y);
    case '*':
        return (int64_t)(x * y);
    case '/':
    case '%':
        if (b == 0 || b == -1)
            return b == 0 ? fail_at(r, "this condition divides by zero")
                          : (sign[0] == '/' ? (int64_t)(0 - x) : 0);
        return sign[0] == '/' ? a / b : a % b;
    case '|':
        return sign[1] ? a || b : a | b;
    case '&':
        return sign[1] ? a && b : a & b;
    case '^':
        return a ^ b;
    case '=':
        return a == b;
    case '!':
        return a != b;
    case '<':
        return sign[1] == '<' ? (int64_t)(x << (y & 63)) : sign[1] == '=' ? a <= b : a < b;
    default:
        return sign[1] == '>' ? a >> (y & 63) : sign[1] == '=' ? a >= b : a > b;
    }
}

static int64_t read_binary(struct reading *r, int level)
{
    static const char *const levels[][5] = {{"||"},
                                            {"&&"},
                                            {"|"},
                                            {"^"},
                                            {"&"},
                                            {"==", "!="},
                                            {"<=", ">=", "<", ">"},
                                            {"<<", ">>"},
                                            {"+", "-"},
                                            {"*", "/", "%"}};
    if (level == (int)(sizeof levels / sizeof *levels))
        return read_unary(r);
    int64_t v = read_binary(r, level + 1);
    for (int i = 0; r->good && i < 5 && levels[level][i]; i++) {
        if (!next_is(r, levels[level][i]))
            continue;
        v = apply(r, levels[level][i], v, read_binary(r, level + 1));
        i = -1;
    }
    return v;
}

// `defined X` becomes 1 or 0, the rest is expanded.
static bool condition(struct work *w, const struct glsl_token *t, int count, int line, bool *holds)
{
    struct glsl_tokens known = {0}, whole = {0};
    bool good = true;
    for (int i = 0; good && i < count; i++) {
        struct glsl_token put = t[i];
        if (glsl_is(&t[i], "defined")) {
            bool parens = i + 1 < count && glsl_is(&t[i + 1], "(");
            int name = i + 1 + parens;
            good = name < count && t[name].kind == GLSL_NAME &&
                   (!parens || (name + 1 < count && glsl_is(&t[name + 1], ")")));
            if (!good) {
                glsl_wrong(w->f, line, "defined wants a name");
                break;
            }
            put.text = find(w, &t[name]) >= 0 ? "1" : "0";
            put.length = 1;
            put.kind = GLSL_NUMBER;
            i = name + parens;
        }
        good = glsl_add(&known, &put) || too_much(w, line);
    }
    good = good && expand(w, known.items, known.count, &whole);
    if (good) {
        struct reading r = {w, whole.items, whole.items + whole.count, line, 0, true};
        *holds = read_binary(&r, 0) != 0;
        if (r.good && r.at != r.end)
            fail_at(&r, "this condition cannot be read");
        good = r.good;
    }
    free(known.items);
    free(whole.items);
    return good;
}

static bool reserved(const struct glsl_token *t)
{
    static const char *const beginnings[] = {"gestuaire_", "gl_", "GL_", "__"};
    for (int i = 0; i < 4; i++) {
        size_t n = strlen(beginnings[i]);
        if ((size_t)t->length >= n && memcmp(t->text, beginnings[i], n) == 0)
            return true;
    }
    return glsl_is(t, "defined");
}

static bool define(struct work *w, const struct glsl_token *t, int count, int line)
{
    if (count < 1 || t->kind != GLSL_NAME || reserved(t))
        return glsl_wrong(w->f, line,
                          "#define wants a name, not one that begins with gl_, GL_, __ "
                          "or gestuaire_");
    struct macro m = {.name = *t, .parameters = -1};
    int at = 1;
    if (at < count && glsl_is(&t[at], "(") && !t[at].spaced) {
        m.parameters = 0;
        at++;
        while (at < count && t[at].kind == GLSL_NAME && m.parameters < PARAMETERS) {
            m.parameter[m.parameters++] = t[at++];
            if (at < count && glsl_is(&t[at], ","))
                at++;
        }
        if (at >= count || !glsl_is(&t[at], ")"))
            return glsl_wrong(w->f, line, "#define %.*s( wants names, %d at most, and a \")\"",
                              t->length, t->text, PARAMETERS);
        at++;
    }
    m.body = t + at;
    m.count = count - at;
    int there = find(w, t);
    if (there < 0 && w->macro_count == GUARD_MACROS)
        return glsl_wrong(w->f, line, "a shader has at most %d definitions", GUARD_MACROS);
    w->macros[there < 0 ? w->macro_count++ : there] = m;
    return true;
}

struct conditions {
    int depth;
    struct {
        bool on, done, last; // read now; one of its branches was; #else was there
    } at[DEEP];
};

static bool reads(const struct conditions *c)
{
    for (int i = 0; i < c->depth; i++)
        if (!c->at[i].on)
            return false;
    return true;
}

static bool branch(struct work *w, struct conditions *c, const struct glsl_token *t, int count,
                   int line)
{
    bool opens = glsl_is(t, "if") || glsl_is(t, "ifdef") || glsl_is(t, "ifndef"), holds = false;
    if (opens ? c->depth == DEEP : c->depth == 0)
        return glsl_wrong(w->f, line,
                          opens ? "conditions lie too deep within one another"
                                : "there is no #if before this");
    if (opens) {
        bool around = reads(c);
        c->at[c->depth].on = c->at[c->depth].last = false;
        c->at[c->depth++].done = !around;
    }
    int i = c->depth - 1;
    if (glsl_is(t, "endif")) {
        c->depth--;
        return true;
    }
    bool other = glsl_is(t, "else") || glsl_is(t, "elif");
    if (other && c->at[i].last)
        return glsl_wrong(w->f, line, "an #else was there already");
    c->at[i].last = glsl_is(t, "else");
    c->at[i].on = false;
    if (c->at[i].done)
        return true;
    if (glsl_is(t, "else"))
        holds = true;
    else if (glsl_is(t, "if") || glsl_is(t, "elif")) {
        if (!condition(w, t + 1, count - 1, line, &holds))
            return false;
    } else if (count < 2 || t[1].kind != GLSL_NAME)
        return glsl_wrong(w->f, line, "#%.*s wants a name", t->length, t->text);
    else
        holds = (find(w, &t[1]) >= 0) == !glsl_is(t, "ifndef");
    c->at[i].on = c->at[i].done = holds;
    return true;
}

// `t`: what follows "#", `count` on its line.
static bool directive(struct work *w, struct conditions *c, const struct glsl_token *t, int count,
                      int line)
{
    static const char *const branches[] = {"if", "ifdef", "ifndef", "elif", "else", "endif"};
    if (count == 0)
        return true;
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++)
        if (glsl_is(t, branches[i]))
            return branch(w, c, t, count, line);
    if (!reads(c))
        return true;
    if (glsl_is(t, "define"))
        return define(w, t + 1, count - 1, line);
    if (glsl_is(t, "undef")) {
        int there = count > 1 ? find(w, &t[1]) : -1;
        if (there >= 0)
            w->macros[there].name.length = 0;
        return true;
    }
    if (glsl_is(t, "error")) {
        const struct glsl_token *last = &t[count - 1], *first = count > 1 ? t + 1 : t;
        return glsl_wrong(w->f, line, "%.*s", (int)(last->text + last->length - first->text),
                          first->text);
    }
    if (glsl_is(t, "version"))
        return glsl_wrong(w->f, line, "the engine writes #version (330 core) itself");
    return glsl_wrong(w->f, line,
                      "#%.*s is not known; #define, #undef, #if and its kin, and #error are",
                      t->length, t->text);
}

static bool predefine(struct work *w)
{
    static const struct glsl_token version = {.text = "330", .length = 3, .kind = GLSL_NUMBER};
    w->macros[0] = (struct macro){.name = {.text = "__VERSION__", .length = 11},
                                  .parameters = -1,
                                  .body = &version,
                                  .count = 1};
    w->macro_count = 1;
    return true;
}

static bool follow(struct work *w, const struct glsl_tokens *from, struct glsl_tokens *to)
{
    struct conditions c = {0};
    int line = 1;
    for (int i = 0; i < from->count;) {
        const struct glsl_token *t = &from->items[i];
        int end = i + 1;
        line = t->line;
        if (t->first && glsl_is(t, "#")) {
            while (end < from->count && !from->items[end].first)
                end++;
            if (!directive(w, &c, t + 1, end - i - 1, line))
                return false;
        } else {
            while (end < from->count &&
                   !(from->items[end].first && glsl_is(&from->items[end], "#")))
                end++;
            if (reads(&c) && !expand(w, t, end - i, to))
                return false;
        }
        i = end;
    }
    return c.depth == 0 || glsl_wrong(w->f, line, "an #endif is missing");
}

bool glsl_preprocess(const struct glsl_tokens *from, struct glsl_tokens *to, struct fault *f)
{
    struct work *w = calloc(1, sizeof *w);
    if (w)
        w->chains = malloc(GUARD_TOKENS * sizeof *w->chains);
    if (!w || !w->chains) {
        free(w);
        return glsl_wrong(f, 1, "memory is short");
    }
    w->f = f;
    bool good = predefine(w) && follow(w, from, to);
    free(w->stack.items);
    free(w->chains);
    free(w);
    return good;
}
