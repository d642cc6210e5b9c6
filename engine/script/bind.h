// Inside script/: how Lua's tables are written down, and how arguments are read. A binding reads
// all its arguments first (reading may raise an error and so leave the function), then acts; it
// owns nothing in between and is never left half done. Files bind_<table>.c, one a table.
#pragma once
#include "script/private.h"

#include "scene/path.h"

#include <lauxlib.h>
#include <lua.h>

enum bind_tag {
    BIND_STAGE = 1,
    BIND_CANVAS,
    BIND_PICTURE,
    BIND_FILM,
    BIND_SOUND,
    BIND_CLIP,
    BIND_TWEEN,
    BIND_SHADER,
    BIND_PARAM,
    BIND_SWARM,
    BIND_PATH,
    BIND_GRADIENT,
    BIND_LIST, // of films
    BIND_MODEL,
    BIND_TAGS
};

// Every userdata that scripts can hold begins with its tag.
struct bind_handle {
    uint32_t tag;
    uint32_t value; // media handle, clip handle; 0 for stage and canvas
};

// "canvas:text" is a method of canvas objects, "film.open" a function of the table film, "print" a
// global. The closure's first upvalue points here, so that messages can say what was called.
struct bind_function {
    const char *name;
    lua_CFunction call;
    const char *args; // "text, x, y, style"
};

enum bind_kind {
    BIND_REAL,   // double, least..most or an error
    BIND_CLAMP,  // double, brought into least..most
    BIND_FLAG,   // bool
    BIND_COLOR,  // struct color
    BIND_WORD,   // int: index into words
    BIND_STRING, // char[size]
    BIND_POINT,  // double[3]
    BIND_RECT,   // double[4]: x, y, w, h
    BIND_MEDIA,  // media_handle of a picture or film
    BIND_TABLE,  // points or a path, read by the binding; `given` alone is set
    BIND_LATER,  // known, but read by the binding itself
    BIND_SIDES,  // double[4]: left, top, right, bottom, none under 0
    BIND_PAINT,  // struct bind_paint
    BIND_LENGTHS // struct bind_lengths: on and off by turns
};

// A colour, or a gradient that a colour of alpha 1 multiplies.
struct bind_paint {
    struct color color;
    const struct draw_gradient *gradient; // NULL: none; held by the table it was read from
};

struct bind_lengths {
    uint32_t count;
    float px[DRAW_DASHES];
};

struct bind_key {
    const char *name;
    enum bind_kind kind;
    size_t at; // offset into the struct that is filled
    double least, most;
    const char *const *words; // BIND_WORD, NULL-terminated
    size_t size;              // BIND_STRING
    size_t given;             // offset of a bool set when the key is there; 0: none
};

// The keys of an options table; `name` is its class in the stubs.
struct bind_options {
    const char *name;
    const struct bind_key *keys; // ends with a NULL name
};

// A class of plain tables that bindings make, for the test of the stubs.
struct bind_class {
    const char *name;
    const char *const *fields; // NULL-terminated
};

// `tag`: of the objects whose methods stand here; 0: none. A table may stand in several files.
struct bind_table {
    const char *name;
    enum bind_tag tag;
    const struct bind_function *functions; // ends with a NULL name
    const char *const *fields;             // of the object beside its methods; may be NULL
    const struct bind_options *const *options;
    const struct bind_class *classes; // ends with a NULL name; may be NULL
};

extern const struct bind_table bind_film_captions, bind_canvas_captions, bind_film_list;
extern const struct bind_table bind_canvas_shape, bind_path, bind_gradient, bind_canvas_control,
    bind_canvas_keep, bind_text_say, bind_path_qr;
extern const struct bind_table bind_visit, bind_repertoire_write, bind_model, bind_canvas_model;
extern const struct bind_table bind_show_cue, bind_show_held, bind_param, bind_osc, bind_files;
extern const struct bind_table bind_canvas, bind_canvas_space, bind_canvas_sprite, bind_canvas_move,
    bind_canvas_layer, bind_shader, bind_canvas_shader, bind_clip, bind_film, bind_log, bind_motion,
    bind_picture, bind_repertoire, bind_show, bind_sound, bind_stage, bind_text, bind_tween,
    bind_swarm, bind_event;

const struct bind_table *const *bind_tables(void); // NULL-terminated
// Opens all of them in a new state. Runs inside the fence (lua_CFunction).
int bind_open(lua_State *L);

// What is at an index; an error that names the call, the place and what was expected otherwise.
double bind_number(lua_State *L, int at); // finite
double bind_number_or(lua_State *L, int at, double otherwise);
float bind_point(lua_State *L, int at); // any number: drawing refuses what is not finite
const char *bind_string(lua_State *L, int at, size_t *length);
#define BIND_COLORS "\"#rrggbb\", \"#rrggbbaa\" or {r, g, b} in linear light"
struct color bind_color(lua_State *L, int at);
int bind_word(lua_State *L, int at, const char *const *words); // its index
bool bind_is_color(lua_State *L, int at, struct color *color); // false: it is none
// A flat array of numbers, `per` a point, into s->floats. Returns how many points.
int bind_points(lua_State *L, int at, int per);
// Outlines {x1, y1, …} or {{x1, y1, …}, {…}, …} likewise, with a pair of NAN between them.
int bind_outlines(lua_State *L, int at);
// Points {x1, y1, …}, or those along a path's first outline, near enough for the scale.
int bind_way(lua_State *L, int at);
// Fills *into from the table at `at`; nil leaves it as it is. Unknown keys are errors.
void bind_read(lua_State *L, int at, const struct bind_options *options, void *into);
// The same; [1], what they are options of, may stand beside them.
void bind_read_beside(lua_State *L, int at, const struct bind_options *options, void *into);
void bind_params(lua_State *L, int at, struct params *params); // nil: none
uint32_t bind_object(lua_State *L, int at, enum bind_tag tag); // its value
void *bind_self(lua_State *L, enum bind_tag tag);              // at 1: method calls
int bind_wrong(lua_State *L, int at, const char *expected);    // raises
int bind_error(lua_State *L, const char *format, ...)          // raises: "file:line: name: …"
    __attribute__((format(printf, 2, 3)));
// Told to staff once, with file:line and the call's name; the scene goes on.
void bind_tell(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The same as a warning, without a place or the call's name: the text says it all.
void bind_warn(struct incarnation *inc, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *bind_call_name(lua_State *L);
const char *bind_nearest(const char *word, const char *const *words); // NULL: none is near

// Around work of the engine's own that may be long: a text laid out, a file read. It is not the
// script's fault.
int64_t bind_work(void);
void bind_worked(lua_State *L, int64_t since_ns);

// The object of a handle: the same one for the same handle while Lua holds it.
void bind_push(lua_State *L, enum bind_tag tag, uint32_t value);
// Does Lua still hold the object? Makes nothing: may be called outside the fence.
bool bind_is_held(lua_State *L, enum bind_tag tag, uint32_t value);
void *bind_push_new(lua_State *L, enum bind_tag tag, size_t size); // struct begins with the tag
void bind_push_params(lua_State *L, const struct params *params);
void bind_push_methods(lua_State *L, enum bind_tag tag); // the table of an object's methods
void bind_stage_follow(lua_State *L); // stage.language and stage.visit say what is true now

// bind_media.c: what picture, film and sound share.
enum bind_tag bind_media_tag(enum media_kind kind);
struct media *bind_media(lua_State *L, enum bind_tag tag); // self; NULL when stale
media_handle bind_media_open(lua_State *L, enum media_kind kind, const char *name);
// `name`: of decode_speech_name().
media_handle bind_media_speech(lua_State *L, const char *name);
// A picture to draw on; 0: the table is full.
media_handle bind_media_canvas(struct incarnation *inc, int width, int height);
void bind_media_gain(lua_State *L, struct media *m); // arguments 2 and 3
double bind_gain(double gain_db);
#define BIND_GAIN_LEAST (-120.0)
#define BIND_GAIN_MOST 24.0

// bind_canvas.c, for its other files and bind_text.c.
struct bind_image { // how pictures and films are shown
    double opacity;
    struct color tint;
    int fit;
    double source[4], slice[4];
    bool part, sliced;
    int middle;
};
extern const struct bind_options bind_image_style;
// Where a picture goes in its box, and which part of it, by its size in px.
void canvas_place(const struct media *m, const struct bind_image *o, struct draw_rect *at,
                  struct draw_rect *part);
int canvas_film_list(lua_State *L);                   // bind_film_list.c; canvas:film of a list
struct incarnation *canvas_begin(lua_State *L);       // self and draw are checked
struct drawlist *canvas_lay(struct incarnation *inc); // its list with the state laid; NULL: full
// Counts and notes what the list refused. `floats`, `bytes`: what the command needed.
void canvas_refused(lua_State *L, struct incarnation *inc, size_t floats, size_t bytes);
float canvas_scale(const struct incarnation *inc); // of the transform, as render/ takes it

// bind_path.c and bind_gradient.c, for bind_canvas_shape.c and read.c.
struct bind_path {
    uint32_t tag, value;
    struct path path; // values: in a block of Lua's that the object holds
};
struct path *bind_path_push(lua_State *L); // a new one, put at 1; what was there comes after it
struct bind_gradient {
    uint32_t tag, value;
    struct draw_gradient gradient;
};

// bind_motion.c, for bind_canvas_space.c.
struct script_clip *bind_clip_at(lua_State *L, int at); // NULL: its file is missing or broken
int bind_joint(lua_State *L, const struct script_clip *c, const char *name); // raises when unknown

// bind_tween.c, for bind_canvas_move.c.
struct bind_moving { // an argument that may move
    struct tween tween;
    const struct tween_key *keys; // of the tween object; borrowed
    bool moves;                   // else it is tween.value
};
struct bind_moving bind_moving(lua_State *L, int at); // a number or a tween

// bind_text.c, bind_text_runs.c, for the tables that draw texts.
extern const struct bind_table bind_canvas_text;
struct bind_words { // the options of a text
    char font[TEXT_FONT], language[SCRIPT_LANGUAGE], features[TEXT_FEATURES];
    double size, weight, width, line_height, tracking, lines, opacity, outline, start, offset;
    bool italic, underline, hyphenate;
    int align, direction, figures;
    struct bind_paint paint; // a run's own colour takes the place of its colour
    struct color outline_color;
};
struct bind_text { // a text that a call was given, with its style: not to be moved
    struct bind_words options;
    struct text_style style;
    struct text_words words; // `style`, and letters of Lua or of the script's
    struct color color;
    const struct draw_gradient *gradient; // NULL: the colours alone
};
// A string, a number or a table of runs at `at`, its options at `style_at`.
void bind_text_read(lua_State *L, int at, int style_at, struct bind_text *text);
// Laid out at `scale`; NULL without a text room. Borrowed until the next one.
const struct text_box *bind_text_box(lua_State *L, const struct text_words *words, float scale);
extern const struct bind_options bind_run_style;
extern const char *const bind_figures[]; // enum text_figures
extern const struct bind_options bind_text_style;
void text_words(const struct incarnation *inc, struct bind_words *words); // defaults
// A font that is not there is told, with the line and the nearest there is; then "text" it is.
void text_font(lua_State *L, struct bind_words *words);
void text_style_of(const struct bind_words *words, struct text_style *style);
// Width, height and lines at `scale`; zeros without a text room.
void text_size(lua_State *L, const char *text, size_t length, const struct text_style *style,
               float scale, float *width, float *height, int *lines);
