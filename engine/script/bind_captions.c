// Lua's captions: what is said in a film, read beside it and drawn over it.
//
//   f:captions()                          -- forge.fr.vtt beside forge.mp4, in the visitor's
//   language canvas:film(f, 0, 0, 1920, 1080) canvas:captions(f)
#include "script/bind.h"

#include <math.h>
#include <string.h>

enum { SHOWN = 8, BOLD = 700 }; // cues at once; weight

struct look {
    char font[TEXT_FONT];
    double size, opacity, box[4];
    bool boxed;
    struct color color, plate;
};

static const struct bind_key keys[] = {
    {"box", BIND_RECT, .at = offsetof(struct look, box), .given = offsetof(struct look, boxed)},
    {"font", BIND_STRING, .at = offsetof(struct look, font), .size = TEXT_FONT},
    {"size", BIND_REAL, .at = offsetof(struct look, size), .least = 1, .most = 2000},
    {"color", BIND_COLOR, .at = offsetof(struct look, color)},
    {"plate", BIND_COLOR, .at = offsetof(struct look, plate)},
    {"opacity", BIND_CLAMP, .at = offsetof(struct look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options caption_style = {"CaptionStyle", keys};

static double film_position(lua_State *L, const struct media *m)
{
    const struct incarnation *inc = fence_user(L);
    return media_position(m, inc->script->now_s, NULL);
}

static int film_captions(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct script *s = inc->script;
    const struct bind_handle *h = bind_self(L, BIND_FILM);
    const char *name = lua_isnoneornil(L, 2) ? NULL : bind_string(L, 2, NULL);
    const struct media *m = media_find(&s->scene->media, h->value);
    char path[MEDIA_PATH];
    struct fault f;
    bool found = false;
    if (m && name) {
        found = s->desc.files.find(s->desc.files.user, inc->folder, name, path, sizeof path, &f);
        if (!found)
            bind_tell(L, "%s", f.text);
    } else if (m && m->state != MEDIA_FAILED) {
        found = captions_beside(m, script_language(inc), path, sizeof path);
    }
    int64_t since_ns = bind_work();
    bool read = found && captions_read(inc, h->value, path, &f);
    bind_worked(L, since_ns);
    if (found && !read)
        bind_tell(L, "%s", f.text);
    lua_pushboolean(L, read);
    return 1;
}

static void push_align(lua_State *L, enum decode_caption_align align)
{
    static const char *const words[] = {"center", "left", "center", "right", "left", "right"};
    lua_pushstring(L, words[align]);
    lua_setfield(L, -2, "align");
}

static void push_cue(lua_State *L, const struct decode_captions *c,
                     const struct decode_caption *cue)
{
    lua_createtable(L, 0, 8);
    lua_pushlstring(L, c->texts + cue->text, cue->length);
    lua_setfield(L, -2, "text");
    if (cue->voice_length) {
        lua_pushlstring(L, c->texts + cue->voice, cue->voice_length);
        lua_setfield(L, -2, "voice");
    }
    const struct {
        const char *name;
        double value;
    } numbers[] = {{"from", cue->from_s},
                   {"to", cue->to_s},
                   {"width", cue->size / 100},
                   {"x", isnan(cue->position) ? 0.5 : cue->position / 100}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushnumber(L, numbers[i].value);
        lua_setfield(L, -2, numbers[i].name);
    }
    if (cue->placed) {
        lua_pushnumber(L, cue->lines ? cue->line : cue->line / 100);
        lua_setfield(L, -2, cue->lines ? "line" : "y");
    }
    push_align(L, cue->align);
}

static int film_caption(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_FILM);
    const struct media *m = media_find(&inc->script->scene->media, h->value);
    double at_s = bind_number_or(L, 2, m ? film_position(L, m) : 0);
    const struct decode_captions *c = m ? captions_find(inc->script, h->value) : NULL;
    int seen[SHOWN], count = c ? decode_captions_at(c, at_s, seen, SHOWN) : 0;
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        push_cue(L, c, &c->cues[seen[i]]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

// ---- drawn

struct setting {
    struct draw_rect area; // the box without its margin
    float size_px, pad_x, pad_y, line_px;
    struct draw_rect taken[SHOWN]; // plates of the cues before
    int count;
};

static bool is_left(const struct decode_caption *cue)
{
    return cue->align == CAPTION_START || cue->align == CAPTION_LEFT;
}

static bool is_right(const struct decode_caption *cue)
{
    return cue->align == CAPTION_END || cue->align == CAPTION_RIGHT;
}

// Left edge and width of a cue's box in percent of the area (WebVTT section 7.2).
static void across(const struct decode_caption *cue, float *left, float *width)
{
    float position = !isnan(cue->position) ? cue->position
                     : is_left(cue)        ? 0
                     : is_right(cue)       ? 100
                                           : 50;
    enum decode_caption_align align = cue->position_align;
    if (align == CAPTION_AUTO)
        align = is_left(cue) ? CAPTION_START : is_right(cue) ? CAPTION_END : CAPTION_CENTRE;
    float most = align == CAPTION_START ? 100 - position
                 : align == CAPTION_END ? position
                 : position <= 50       ? 2 * position
                                        : 2 * (100 - position);
    *width = fminf(cue->size, most);
    *left = align == CAPTION_START ? position
            : align == CAPTION_END ? position - *width
                                   : position - *width / 2;
}

static float top_of(const struct setting *s, const struct decode_caption *cue, float height)
{
    const struct draw_rect *a = &s->area;
    if (!cue->placed)
        return a->y + a->h - height;
    if (cue->lines)
        return cue->line >= 0 ? a->y + cue->line * s->line_px
                              : a->y + a->h + cue->line * s->line_px - 2 * s->pad_y;
    float at = a->y + a->h * cue->line / 100;
    if (cue->line_align == CAPTION_CENTRE)
        return at - height / 2;
    return cue->line_align == CAPTION_END ? at - height : at;
}

static bool meet(const struct draw_rect *a, const struct draw_rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

// Inside the area, and off the plates of the cues before: upwards, or downwards from above.
static void settle(struct setting *s, const struct decode_caption *cue, struct draw_rect *plate)
{
    const struct draw_rect *a = &s->area;
    bool down = cue->placed && (cue->lines ? cue->line >= 0 : cue->line < 50);
    plate->y = fmaxf(fminf(plate->y, a->y + a->h - plate->h), a->y);
    for (int again = 0; again < SHOWN; again++)
        for (int i = 0; i < s->count; i++)
            if (meet(plate, &s->taken[i]))
                plate->y = down ? s->taken[i].y + s->taken[i].h : s->taken[i].y - plate->h;
}

static bool lay_plate(struct drawlist *l, const struct draw_rect *p, struct color color)
{
    const float xy[8] = {p->x,        p->y,        p->x + p->w, p->y,
                         p->x + p->w, p->y + p->h, p->x,        p->y + p->h};
    return color.a <= 0 || drawlist_fill(l, xy, 4, color);
}

// A cue in one look has no runs.
static void words_of(const struct decode_captions *c, const struct decode_caption *cue,
                     struct text_style *style, struct text_run runs[DECODE_CAPTION_RUNS],
                     struct color color, struct text_words *words)
{
    const struct decode_caption_run *from = &c->runs[cue->first_run];
    *words = (struct text_words){
        .utf8 = c->texts + cue->text, .length = cue->length, .style = style, .runs = runs};
    if (cue->run_count == 1) {
        style->italic = from->italic;
        style->weight = from->bold ? BOLD : 0;
        style->underline = from->underlined;
        words->runs = NULL;
        return;
    }
    words->run_count = (int)cue->run_count;
    memset(runs, 0, sizeof *runs * cue->run_count); // they are compared as bytes
    for (uint32_t i = 0; i < cue->run_count; i++) {
        memcpy(runs[i].font, style->font, sizeof runs[i].font);
        runs[i].length = from[i].length;
        runs[i].size_px = style->size_px;
        runs[i].italic = from[i].italic;
        runs[i].weight = from[i].bold ? BOLD : 0;
        runs[i].underline = from[i].underlined;
        runs[i].color = color;
    }
}

static void lay_cue(lua_State *L, struct incarnation *inc, struct setting *s,
                    const struct look *look, const struct decode_captions *c,
                    const struct decode_caption *cue)
{
    struct bind_words said;
    struct text_style style;
    struct text_run runs[DECODE_CAPTION_RUNS];
    struct text_words words;
    float left, width;
    across(cue, &left, &width);
    text_words(inc, &said);
    memcpy(said.font, look->font, sizeof said.font);
    said.size = s->size_px;
    said.width = fmaxf(s->area.w * width / 100 - 2 * s->pad_x, s->size_px);
    said.align = is_left(cue) ? 0 : is_right(cue) ? 2 : 1;
    text_style_of(&said, &style);
    words_of(c, cue, &style, runs, look->color, &words);
    const struct text_box *box = bind_text_box(L, &words, canvas_scale(inc));
    float wide = box ? box->width : 0, high = box ? box->height : 0;
    float free_px = (float)said.width - wide;
    float text_x = s->area.x + s->area.w * left / 100 + s->pad_x;
    struct draw_rect plate = {text_x - s->pad_x + free_px * (float)said.align / 2, 0,
                              wide + 2 * s->pad_x, high + 2 * s->pad_y};
    plate.y = top_of(s, cue, plate.h);
    settle(s, cue, &plate);
    s->taken[s->count++] = plate;
    struct drawlist *l = canvas_lay(inc);
    if (!l || !lay_plate(l, &plate, look->plate) ||
        !drawlist_words(l, &words, text_x, plate.y + s->pad_y, look->color))
        canvas_refused(L, inc, 8, cue->length);
}

static struct setting setting_of(const struct incarnation *inc, const struct look *look)
{
    const struct scene_stage *stage = script_stage(inc);
    struct draw_rect box = {0, 0, (float)stage->width, (float)stage->height};
    if (look->boxed)
        box = (struct draw_rect){(float)look->box[0], (float)look->box[1], (float)look->box[2],
                                 (float)look->box[3]};
    float margin = 0.05f * fminf(box.w, box.h); // what a wall or a frame may hide
    struct setting s = {
        .area = {box.x + margin, box.y + margin, box.w - 2 * margin, box.h - 2 * margin}};
    s.size_px = look->size > 0 ? (float)look->size : fmaxf(0.048f * box.h, 1);
    s.pad_x = 0.45f * s.size_px;
    s.pad_y = 0.18f * s.size_px;
    s.line_px = 1.35f * s.size_px;
    return s;
}

static int canvas_captions(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = {.font = "text",
                        .opacity = 1,
                        .color = color_srgb(0xffffff, 1),
                        .plate = color_srgb(0, 0.86f)};
    media_handle h = bind_object(L, 2, BIND_FILM);
    bind_read(L, 3, &caption_style, &look);
    const struct media *m = media_find(&inc->script->scene->media, h);
    const struct decode_captions *c = m ? captions_find(inc->script, h) : NULL;
    int seen[SHOWN];
    int count = c ? decode_captions_at(c, film_position(L, m), seen, SHOWN) : 0;
    struct setting setting = setting_of(inc, &look);
    look.color.a *= (float)look.opacity;
    look.plate.a *= (float)look.opacity;
    for (int i = 0; i < count; i++)
        lay_cue(L, inc, &setting, &look, c, &c->cues[seen[i]]);
    return 0;
}

static const struct bind_function film_functions[] = {
    {"film:captions", film_captions, "name"},
    {"film:caption", film_caption, "seconds"},
    {NULL, NULL, NULL},
};
static const char *const caption_fields[] = {"text", "voice", "from",  "to",    "x",
                                             "y",    "line",  "width", "align", NULL};
static const struct bind_class caption_classes[] = {{"Caption", caption_fields}, {NULL, NULL}};

const struct bind_table bind_film_captions = {
    .name = "film", .tag = BIND_FILM, .functions = film_functions, .classes = caption_classes};

static const struct bind_function canvas_functions[] = {
    {"canvas:captions", canvas_captions, "film, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const canvas_options[] = {&caption_style, NULL};

const struct bind_table bind_canvas_captions = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = canvas_functions, .options = canvas_options};
