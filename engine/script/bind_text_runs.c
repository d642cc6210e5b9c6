// A text as Lua gives it: a string in one style, or runs that differ inside it.
//
//   canvas:text({ "Marteler ", { "le fer", weight = 700, color = "#ff7a1a" } }, 96, 120, style)
#include "script/bind.h"

#include <string.h>

const char *const bind_figures[] = {"font", "lining", "oldstyle", "tabular", NULL};

static const struct bind_key keys[] = {
    {"font", BIND_STRING, .at = offsetof(struct bind_words, font), .size = TEXT_FONT},
    {"size", BIND_REAL, .at = offsetof(struct bind_words, size), .least = 1, .most = 2000},
    {"weight", BIND_REAL, .at = offsetof(struct bind_words, weight), .least = 100, .most = 900},
    {"italic", BIND_FLAG, .at = offsetof(struct bind_words, italic)},
    {"tracking", BIND_REAL, .at = offsetof(struct bind_words, tracking), .least = -1, .most = 10},
    {"color", BIND_COLOR, .at = offsetof(struct bind_words, paint.color)},
    {"underline", BIND_FLAG, .at = offsetof(struct bind_words, underline)},
    {"figures", BIND_WORD, .at = offsetof(struct bind_words, figures), .words = bind_figures},
    {"features", BIND_STRING, .at = offsetof(struct bind_words, features), .size = TEXT_FEATURES},
    {.name = NULL},
};
const struct bind_options bind_run_style = {"TextRun", keys};

static void check_features(lua_State *L, const struct bind_words *o)
{
    size_t at;
    if (o->features[0] && !text_features_check(o->features, &at))
        bind_error(L,
                   "features is \"%s\", wrong at \"%s\"; it can be OpenType's names of four "
                   "letters, \"smcp, -liga, ss01=2\"",
                   o->features, o->features + at);
}

// Appends the string on top of the stack to the script's letters, as a run in the options' look.
static void add_run(lua_State *L, struct bind_text *text, const struct bind_words *o)
{
    const struct script *s = ((const struct incarnation *)fence_user(L))->script;
    size_t length;
    const char *letters = lua_tolstring(L, -1, &length);
    if (text->words.length + length > SCRIPT_TEXT_BYTES)
        bind_error(L, "a text has at most %d bytes", SCRIPT_TEXT_BYTES);
    memcpy(s->letters + text->words.length, letters, length);
    text->words.length += length;
    struct text_run *r = &s->runs[text->words.run_count++];
    memset(r, 0, sizeof *r); // runs are compared as bytes
    r->length = (uint32_t)length;
    memcpy(r->font, o->font, strnlen(o->font, sizeof r->font - 1));
    memcpy(r->features, o->features, strnlen(o->features, sizeof r->features - 1));
    r->size_px = (float)o->size;
    r->tracking_em = (float)o->tracking;
    r->weight = (int)o->weight;
    r->italic = o->italic;
    r->underline = o->underline;
    r->figures = (enum text_figures)o->figures;
    r->color = o->paint.color;
    r->color.a *= (float)o->opacity;
}

// What lies on top of the stack: a string, or { string, key = value }.
static void read_run(lua_State *L, struct bind_text *text, int number)
{
    int at = lua_gettop(L);
    struct bind_words o = text->options;
    if (lua_type(L, at) == LUA_TTABLE) {
        bind_read_beside(L, at, &bind_run_style, &o);
        text_font(L, &o);
        check_features(L, &o);
        lua_rawgeti(L, at, 1);
    } else {
        lua_pushvalue(L, at);
    }
    if (!lua_isstring(L, -1))
        bind_error(L, "run %d of the text is not a string or {\"…\", weight = 700}", number);
    add_run(L, text, &o);
    lua_settop(L, at);
}

static void read_runs(lua_State *L, int at, struct bind_text *text)
{
    const struct script *s = ((const struct incarnation *)fence_user(L))->script;
    lua_Unsigned count = lua_rawlen(L, at);
    if (count > TEXT_RUNS)
        bind_error(L, "a text has at most %d runs, got %d", TEXT_RUNS, (int)count);
    for (lua_Unsigned i = 1; i <= count; i++) {
        lua_rawgeti(L, at, (lua_Integer)i);
        read_run(L, text, (int)i);
        lua_pop(L, 1);
    }
    text->words.utf8 = s->letters;
    text->words.runs = s->runs;
}

void bind_text_read(lua_State *L, int at, int style_at, struct bind_text *text)
{
    text_words(fence_user(L), &text->options);
    bind_read(L, style_at, &bind_text_style, &text->options);
    text_font(L, &text->options);
    check_features(L, &text->options);
    text_style_of(&text->options, &text->style);
    text->color = text->options.paint.color;
    text->gradient = text->options.paint.gradient;
    text->color.a *= (float)text->options.opacity;
    text->words = (struct text_words){.utf8 = "", .style = &text->style};
    if (lua_type(L, at) == LUA_TTABLE) {
        read_runs(L, at, text);
        return;
    }
    if (!lua_isstring(L, at))
        bind_wrong(L, at, "a string or a table of runs");
    text->words.utf8 = lua_tolstring(L, at, &text->words.length);
    if (text->words.length > SCRIPT_TEXT_BYTES)
        bind_error(L, "a text has at most %d bytes, got %d", SCRIPT_TEXT_BYTES,
                   (int)text->words.length);
}
