// Lua's text: measuring, and the label for a visitor's language; and the styles of canvas:text.
//
//   local w, h = text.measure("Marteler le fer", { font = "title", size = 64, width = 800 })
//   local last = text.lines(story, style)[3]
//   canvas:text(text.pick(gesture.labels, stage.language), 96, 120)
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const aligns[] = {"start",   "center", "end", // enum text_align
                                     "justify", "left",   "right", NULL};
static const char *const directions[] = {"auto", "ltr", "rtl", NULL}; // enum text_direction

static const struct bind_key keys[] = {
    {"font", BIND_STRING, .at = offsetof(struct bind_words, font), .size = TEXT_FONT},
    {"size", BIND_REAL, .at = offsetof(struct bind_words, size), .least = 1, .most = 2000},
    {"weight", BIND_REAL, .at = offsetof(struct bind_words, weight), .least = 100, .most = 900},
    {"italic", BIND_FLAG, .at = offsetof(struct bind_words, italic)},
    {"width", BIND_REAL, .at = offsetof(struct bind_words, width), .most = 32768},
    {"align", BIND_WORD, .at = offsetof(struct bind_words, align), .words = aligns},
    {"line_height", BIND_REAL, .at = offsetof(struct bind_words, line_height), .most = 10},
    {"tracking", BIND_REAL, .at = offsetof(struct bind_words, tracking), .least = -1, .most = 10},
    {"lines", BIND_REAL, .at = offsetof(struct bind_words, lines), .most = 1000},
    {"color", BIND_PAINT, .at = offsetof(struct bind_words, paint)},
    {"opacity", BIND_CLAMP, .at = offsetof(struct bind_words, opacity), .most = 1},
    {"language", BIND_STRING, .at = offsetof(struct bind_words, language), .size = SCRIPT_LANGUAGE},
    {"direction", BIND_WORD, .at = offsetof(struct bind_words, direction), .words = directions},
    {"figures", BIND_WORD, .at = offsetof(struct bind_words, figures), .words = bind_figures},
    {"features", BIND_STRING, .at = offsetof(struct bind_words, features), .size = TEXT_FEATURES},
    {"underline", BIND_FLAG, .at = offsetof(struct bind_words, underline)},
    {"hyphenate", BIND_FLAG, .at = offsetof(struct bind_words, hyphenate)},
    {"outline", BIND_REAL, .at = offsetof(struct bind_words, outline), .most = 100},
    {"outline_color", BIND_COLOR, .at = offsetof(struct bind_words, outline_color)},
    {"start", BIND_REAL, .at = offsetof(struct bind_words, start), .least = -1e6, .most = 1e6},
    {"offset", BIND_REAL, .at = offsetof(struct bind_words, offset), .least = -1e4, .most = 1e4},
    {.name = NULL},
};
const struct bind_options bind_text_style = {"TextStyle", keys};

void text_words(const struct incarnation *inc, struct bind_words *words)
{
    const float *linear = inc->script->linear;
    *words = (struct bind_words){
        .font = "text",
        .size = 32,
        .opacity = 1,
        .paint.color = {linear[0xf4], linear[0xea], linear[0xd8], 1},
        .outline_color = {0, 0, 0, 1},
    };
    memcpy(words->language, script_stage(inc)->visit.language, sizeof words->language);
}

void text_font(lua_State *L, struct bind_words *words)
{
    struct incarnation *inc = fence_user(L);
    char nearest[TEXT_FONT];
    if (!inc->script->desc.text || strcmp(words->font, "text") == 0 ||
        strcmp(words->font, "title") == 0 || strcmp(words->font, inc->font) == 0)
        return;
    if (text_font_find(inc->script->desc.text, words->font, nearest)) {
        memcpy(inc->font, words->font, sizeof inc->font);
        return;
    }
    luaL_where(L, 1);
    bind_warn(inc,
              "%s%s: no font \"%s\"%s%s%s; \"text\" is used instead (\"text\", \"title\", "
              "\"figures\" and the families of assets/fonts are allowed)",
              lua_tostring(L, -1), bind_call_name(L), words->font,
              nearest[0] ? "; did you mean \"" : "", nearest, nearest[0] ? "\"?" : "");
    lua_pop(L, 1);
    snprintf(words->font, sizeof words->font, "text");
}

void text_style_of(const struct bind_words *words, struct text_style *style)
{
    memset(style, 0, sizeof *style); // styles are compared as bytes
    memcpy(style->font, words->font, strnlen(words->font, sizeof style->font - 1));
    memcpy(style->language, words->language, strnlen(words->language, sizeof style->language - 1));
    style->size_px = (float)words->size;
    style->weight = (int)words->weight;
    style->italic = words->italic;
    style->width_px = (float)words->width;
    style->line_height = (float)words->line_height;
    style->tracking_em = (float)words->tracking;
    style->align = (enum text_align)words->align;
    style->max_lines = (int)words->lines;
    style->direction = (enum text_direction)words->direction;
    style->figures = (enum text_figures)words->figures;
    memcpy(style->features, words->features, strnlen(words->features, sizeof style->features - 1));
    style->underline = words->underline;
    style->hyphenate = words->hyphenate;
    style->outline_px = (float)words->outline;
    style->outline_color = words->outline_color;
    style->outline_color.a *= (float)words->opacity;
}

const struct text_box *bind_text_box(lua_State *L, const struct text_words *words, float scale)
{
    const struct incarnation *inc = fence_user(L);
    struct text *room = inc->script->desc.text;
    int64_t since_ns = bind_work();
    const struct text_box *box = room ? text_layout_words(room, words, scale) : NULL;
    bind_worked(L, since_ns);
    return box;
}

void text_size(lua_State *L, const char *text, size_t length, const struct text_style *style,
               float scale, float *width, float *height, int *lines)
{
    const struct text_words words = {text, length, style, NULL, 0};
    const struct text_box *box = bind_text_box(L, &words, scale);
    *width = box ? box->width : 0;
    *height = box ? box->height : 0;
    *lines = box ? box->lines : 0;
}

static int text_measure(lua_State *L)
{
    struct bind_text text;
    bind_text_read(L, 1, 2, &text);
    const struct text_box *box = bind_text_box(L, &text.words, 1);
    lua_pushnumber(L, box ? box->width : 0);
    lua_pushnumber(L, box ? box->height : 0);
    lua_pushinteger(L, box ? box->lines : 0);
    lua_pushnumber(L, box ? box->baseline : 0);
    return 4;
}

static const char *const line_fields[] = {"first", "last",   "x",        "y",
                                          "width", "height", "baseline", NULL};

// The byte after the letter that a line ends with: the room tells where that letter begins, and one
// more.
static double after(const struct text_words *words, uint32_t end)
{
    while (end < words->length && ((unsigned char)words->utf8[end] & 0xc0) == 0x80)
        end++;
    return end;
}

// Pushing may raise for want of memory, and the box is the room's: nothing is owned here.
static void push_line(lua_State *L, const struct text_words *words, const struct text_line *line)
{
    const double values[] = {line->first + 1.0, after(words, line->end),
                             line->x,           line->y,
                             line->width,       line->height,
                             line->baseline};
    lua_createtable(L, 0, 7);
    for (int i = 0; line_fields[i]; i++) {
        if (i < 2)
            lua_pushinteger(L, (lua_Integer)values[i]);
        else
            lua_pushnumber(L, values[i]);
        lua_setfield(L, -2, line_fields[i]);
    }
}

static int text_lines(lua_State *L)
{
    struct bind_text text;
    bind_text_read(L, 1, 2, &text);
    const struct text_box *box = bind_text_box(L, &text.words, 1);
    int count = box ? box->lines : 0;
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        push_line(L, &text.words, &box->line[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static bool pick(lua_State *L, const char *language)
{
    lua_pushstring(L, language);
    if (lua_rawget(L, 1) == LUA_TSTRING)
        return true;
    lua_pop(L, 1);
    return false;
}

// Any label: the one whose language comes first in the alphabet, so that it is always the same.
static const char *first_language(lua_State *L)
{
    const char *first = NULL;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        if (key && lua_type(L, -1) == LUA_TSTRING && (!first || strcmp(key, first) < 0))
            first = key; // held by the table
        lua_pop(L, 1);
    }
    return first;
}

static int text_pick(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const char *language = lua_isnoneornil(L, 2) ? script_language(inc) : bind_string(L, 2, NULL);
    if (lua_type(L, 1) == LUA_TSTRING) {
        lua_pushvalue(L, 1);
        return 1;
    }
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_wrong(L, 1, "a table of labels {fr = …, it = …, en = …}");
    if (pick(L, language) || pick(L, "fr"))
        return 1;
    const char *first = first_language(L);
    if (!first || !pick(L, first))
        lua_pushliteral(L, "");
    return 1;
}

static const struct bind_function functions[] = {
    {"text.measure", text_measure, "text, style"},
    {"text.lines", text_lines, "text, style"},
    {"text.pick", text_pick, "labels, language"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&bind_text_style, &bind_run_style, NULL};
static const char *const run_fields[] = {"[1]", NULL};
static const struct bind_class classes[] = {{"TextLine", line_fields},
                                            {"TextRun", run_fields},
                                            {NULL, NULL}};

const struct bind_table bind_text = {
    .name = "text", .functions = functions, .options = options, .classes = classes};
