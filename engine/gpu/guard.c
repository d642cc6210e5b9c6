// Loops that count their steps: `while (c) S` becomes `while (c) if (gestuaire_over()) break; else
// S`, and likewise for and do. The words are put right behind the loop's head, so that no statement
// needs to be understood.
#include "gpu/guard.h"
#include "gpu/glsl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 256 // brackets within one another
#define FUNCTIONS 512
#define ARRAY_MOST 4096

#define TEXT(x) TEXT_OF(x)
#define TEXT_OF(x) #x

const char *const guard_before =
    "#version 330 core\n"
    "uniform float u_time_s, gestuaire_opacity, gestuaire_probe;\n"
    "uniform vec2 u_size_px;\n"
    "in vec2 v_at;\n"
    "out vec4 gestuaire_color;\n"
    "vec4 color = vec4(0.0);\n"
    "int gestuaire_steps = 0;\n"
    "bool gestuaire_over() { return ++gestuaire_steps > " TEXT(8192) "; }\n"
                                                                     "#line 1\n";
const char *const guard_behind =
    "\nvoid main()\n{\n"
    "    gestuaire_main();\n"
    "    vec4 gestuaire_c = clamp(color, vec4(0.0), vec4(64.0, 64.0, 64.0, 1.0));\n"
    "    if (isnan(color.r) || isnan(color.g) || isnan(color.b) || isnan(color.a))\n"
    "        gestuaire_c = vec4(0.0);\n"
    "    gestuaire_color = gestuaire_c * gestuaire_opacity;\n"
    "    if (gestuaire_probe != 0.0)\n"
    "        gestuaire_color = vec4(gestuaire_steps > " TEXT(8192) " ? 1.0 : 0.0);\n"
                                                                   "}\n";

static const char *const over = " if ( gestuaire_over ( ) ) break ; else";

struct pass {
    const struct glsl_token *t;
    int count;
    int *match;         // of a bracket: its partner
    unsigned char *put; // behind it the guard stands
    bool *tail;         // a while that ends a do
    struct fault *f;
};

static char bracket(const struct glsl_token *t)
{
    return t->kind == GLSL_SIGN && t->length == 1 && strchr("()[]{}", *t->text) ? *t->text : 0;
}

static bool pair_brackets(struct pass *p)
{
    int open[DEEP], depth = 0;
    for (int i = 0; i < p->count; i++) {
        char c = bracket(&p->t[i]);
        if (!c)
            continue;
        if (strchr("([{", c)) {
            if (depth == DEEP)
                return glsl_wrong(p->f, p->t[i].line, "brackets lie too deep within one another");
            open[depth++] = i;
            continue;
        }
        char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
        if (depth == 0 || bracket(&p->t[open[depth - 1]]) != wanted)
            return glsl_wrong(p->f, p->t[i].line, "this \"%c\" closes nothing", c);
        p->match[open[--depth]] = i;
        p->match[i] = open[depth];
    }
    return depth == 0 || glsl_wrong(p->f, p->t[open[depth - 1]].line, "this \"%c\" is not closed",
                                    *p->t[open[depth - 1]].text);
}

static bool is_at(const struct pass *p, int i, const char *text)
{
    return i < p->count && glsl_is(&p->t[i], text);
}

static bool guard_do(struct pass *p, int i)
{
    if (!is_at(p, i + 1, "{"))
        return glsl_wrong(p->f, p->t[i].line, "a do wants braces: do { … } while (…);");
    int end = p->match[i + 1] + 1;
    if (!is_at(p, end, "while") || !is_at(p, end + 1, "(") || !is_at(p, p->match[end + 1] + 1, ";"))
        return glsl_wrong(p->f, p->t[i].line, "this do has no `while (…);` behind its braces");
    p->tail[end] = true;
    p->put[i] = 1;
    return true;
}

static bool guard_loops(struct pass *p, struct guarded *out)
{
    for (int i = 0; i < p->count; i++) {
        const struct glsl_token *t = &p->t[i];
        bool head = glsl_is(t, "for") || glsl_is(t, "while"), loop = head || glsl_is(t, "do");
        if (t->length >= 10 && memcmp(t->text, "gestuaire_", 10) == 0)
            return glsl_wrong(p->f, t->line, "names that begin with gestuaire_ are the engine's");
        if (glsl_is(t, "#"))
            return glsl_wrong(p->f, t->line, "# stands at the beginning of a line");
        if (loop && !out->loop_line)
            out->loop_line = t->line;
        if (glsl_is(t, "u_time_s"))
            out->uses_time = true;
        if (glsl_is(t, "do") && !guard_do(p, i))
            return false;
        if (!head || p->tail[i])
            continue;
        if (!is_at(p, i + 1, "("))
            return glsl_wrong(p->f, t->line, "%.*s wants a \"(\"", t->length, t->text);
        p->put[p->match[i + 1]] = 1;
    }
    return true;
}

// ---- Functions: how much there is once every call is put in its place.

struct function {
    struct glsl_token name;
    double weight;
};

static double weight_of(const struct function *f, int count, const struct glsl_token *name)
{
    double most = 0;
    for (int i = 0; i < count; i++)
        if (f[i].name.length == name->length &&
            memcmp(f[i].name.text, name->text, (size_t)name->length) == 0 && f[i].weight > most)
            most = f[i].weight;
    return most;
}

static double weigh(const struct pass *p, int from, int to, const struct function *f, int count)
{
    double weight = 0;
    for (int i = from; i < to; i++)
        weight +=
            1 +
            (p->t[i].kind == GLSL_NAME && is_at(p, i + 1, "(") ? weight_of(f, count, &p->t[i]) : 0);
    return weight;
}

static bool too_heavy(const struct pass *p, int line)
{
    return glsl_wrong(p->f, line, "with all it calls this is more than %d words and signs",
                      GUARD_WEIGHT);
}

static bool weigh_functions(const struct pass *p)
{
    struct function *f = calloc(FUNCTIONS, sizeof *f);
    int count = 0, main_at = -1;
    double outside = 0; // what stands in global variables is put in main
    bool good = f != NULL, assigned = false;
    for (int i = 0; good && i < p->count; i++) { // only what lies outside of all brackets
        const struct glsl_token *t = &p->t[i];
        assigned = (assigned || glsl_is(t, "=")) && !glsl_is(t, ";");
        bool call = t->kind == GLSL_NAME && is_at(p, i + 1, "(") && !glsl_is(t, "layout");
        int end = call ? p->match[i + 1] : i;
        if (call && is_at(p, end + 1, "{")) {
            int last = p->match[end + 1];
            double weight = weigh(p, end + 1, last, f, count);
            if (count == FUNCTIONS || weight > GUARD_WEIGHT)
                good = too_heavy(p, t->line);
            else
                f[count++] = (struct function){*t, weight};
            main_at = glsl_is(t, "main") ? count : main_at;
            i = last;
        } else if (call && !assigned && is_at(p, end + 1, ";")) {
            good = glsl_wrong(p->f, t->line,
                              "a function is written where it is first named; prototypes have no "
                              "use here");
        } else if (bracket(t) && p->match[i] > i) {
            outside += weigh(p, i, p->match[i], f, count);
            i = p->match[i];
        } else if (call) {
            outside += weight_of(f, count, t);
        }
        if (good && outside > GUARD_WEIGHT)
            good = too_heavy(p, t->line);
    }
    free(f);
    return good && (main_at >= 0 || glsl_wrong(p->f, 1, "there is no `void main() { … }`"));
}

static bool check_arrays(const struct pass *p)
{
    for (int i = 0; i < p->count; i++)
        for (int k = i + 1; bracket(&p->t[i]) == '[' && k < p->match[i]; k++)
            if (p->t[k].kind == GLSL_NUMBER && strtod(p->t[k].text, NULL) > ARRAY_MOST)
                return glsl_wrong(p->f, p->t[k].line, "an array has at most %d elements",
                                  ARRAY_MOST);
    return true;
}

static enum guard_type type_of(const struct glsl_token *t)
{
    static const char *const types[] = {"float", "vec2", "vec3",     "vec4",
                                        "int",   "bool", "sampler2D"};
    for (int i = 0; i < 7; i++)
        if (glsl_is(t, types[i]))
            return (enum guard_type)i;
    return GUARD_OTHER;
}

// The comma or semicolon behind a name that is declared at `at`, past its size and first value.
static int declared_until(const struct pass *p, int at)
{
    for (at++; at < p->count && !is_at(p, at, ",") && !is_at(p, at, ";"); at++)
        if (bracket(&p->t[at]) && p->match[at] > at)
            at = p->match[at];
    return at;
}

// `uniform [highp] type name[, name = value …];`
static bool note_uniforms(const struct pass *p, struct guarded *out)
{
    for (int i = 0; i < p->count; i++) {
        if (!is_at(p, i, "uniform"))
            continue;
        int at = i + 1;
        while (is_at(p, at, "highp") || is_at(p, at, "mediump") || is_at(p, at, "lowp"))
            at++;
        enum guard_type type = at < p->count ? type_of(&p->t[at]) : GUARD_OTHER;
        for (at++; at < p->count && p->t[at].kind == GLSL_NAME; at++) {
            const struct glsl_token *t = &p->t[at];
            if (out->uniform_count == GUARD_UNIFORMS || t->length >= GUARD_NAME)
                return glsl_wrong(p->f, t->line,
                                  "a shader has at most %d uniforms, with names under %d letters",
                                  GUARD_UNIFORMS, GUARD_NAME);
            snprintf(out->uniforms[out->uniform_count].name, GUARD_NAME, "%.*s", t->length,
                     t->text);
            out->uniforms[out->uniform_count++].type = is_at(p, at + 1, "[") ? GUARD_OTHER : type;
            at = declared_until(p, at);
            if (!is_at(p, at, ","))
                break;
        }
    }
    return true;
}

static char *write_text(const struct pass *p)
{
    size_t room = 2, used = 0;
    int line = 1;
    for (int i = 0; i < p->count; i++)
        room += (size_t)p->t[i].length + 1 + sizeof "gestuaire_" + strlen(over) * p->put[i];
    room += p->count ? (size_t)p->t[p->count - 1].line : 0;
    char *text = malloc(room);
    for (int i = 0; text && i < p->count; i++) {
        const struct glsl_token *t = &p->t[i];
        for (; line < t->line; line++)
            text[used++] = '\n';
        used += (size_t)snprintf(text + used, room - used, " %s%.*s%s",
                                 glsl_is(t, "main") ? "gestuaire_" : "", t->length, t->text,
                                 p->put[i] ? over : "");
    }
    if (text)
        text[used] = 0;
    return text;
}

static bool guard_tokens(const struct glsl_tokens *tokens, struct guarded *out, struct fault *f)
{
    size_t n = (size_t)tokens->count + 1;
    struct pass p = {.t = tokens->items,
                     .count = tokens->count,
                     .match = calloc(n, sizeof *p.match),
                     .put = calloc(n, sizeof *p.put),
                     .tail = calloc(n, sizeof *p.tail),
                     .f = f};
    bool good = p.match && p.put && p.tail;
    if (!good)
        glsl_wrong(f, 1, "memory is short");
    good = good && pair_brackets(&p) && guard_loops(&p, out) && check_arrays(&p) &&
           weigh_functions(&p) && note_uniforms(&p, out);
    if (good) {
        out->text = write_text(&p);
        good = out->text || glsl_wrong(f, 1, "memory is short");
    }
    free(p.match);
    free(p.put);
    free(p.tail);
    return good;
}

bool guard_shader(const char *text, size_t length, struct guarded *out, struct fault *f)
{
    struct glsl_tokens scanned = {0}, whole = {0};
    *out = (struct guarded){0};
    if (length > GUARD_BYTES)
        return glsl_wrong(f, 1, "%zu bytes; a shader has at most %u", length, GUARD_BYTES);
    char *copy = malloc(length + 1);
    bool good = copy || glsl_wrong(f, 1, "memory is short");
    if (copy && length)
        memcpy(copy, text, length);
    if (copy)
        copy[length] = 0;
    good = good && glsl_scan(copy, length, &scanned, f) && glsl_preprocess(&scanned, &whole, f) &&
           guard_tokens(&whole, out, f);
    free(scanned.items);
    free(whole.items);
    free(copy);
    return good;
}

void guard_finish(struct guarded *g)
{
    free(g->text);
    *g = (struct guarded){0};
}
