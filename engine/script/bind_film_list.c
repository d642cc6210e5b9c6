// Lua's lists of films: one after the other, the next one open before it comes, cross-faded.
//
//   local l = film.list({ "media/forge.mp4", "media/tour.mp4" }, { loop = true, fade = 1.0 })
//   canvas:film(l, 0, 0, 1920, 1080)
#include "script/bind.h"

#include <math.h>
#include <string.h>

struct options {
    bool loop, sound, play;
    int alpha;
    double fade_s, gain_db;
};

static const char *const alphas[] = {"none", "stacked", "codec", NULL}; // as enum media_alpha
static const struct bind_key keys[] = {
    {"loop", BIND_FLAG, .at = offsetof(struct options, loop)},
    {"sound", BIND_FLAG, .at = offsetof(struct options, sound)},
    {"play", BIND_FLAG, .at = offsetof(struct options, play)},
    {"fade", BIND_REAL, .at = offsetof(struct options, fade_s), .most = 60},
    {"gain", BIND_CLAMP, .at = offsetof(struct options, gain_db), .least = BIND_GAIN_LEAST,
     .most = BIND_GAIN_MOST},
    {"alpha", BIND_WORD, .at = offsetof(struct options, alpha), .words = alphas},
    {.name = NULL},
};
static const struct bind_options list_options = {"FilmListOptions", keys};

static int count_names(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_wrong(L, 1, "a table of names of films");
    lua_Unsigned count = lua_rawlen(L, 1);
    if (count < 1 || count > SCRIPT_LIST_FILMS)
        bind_error(L, "a list has 1 to %d films, got %d", SCRIPT_LIST_FILMS, (int)count);
    for (lua_Unsigned i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i);
        if (lua_type(L, -1) != LUA_TSTRING)
            bind_error(L, "[%d] in the list is no name of a film", (int)i);
        lua_pop(L, 1);
    }
    return (int)count;
}

static media_handle open_facts(lua_State *L, const char *name)
{
    const struct incarnation *inc = fence_user(L);
    media_handle h = bind_media_open(L, MEDIA_FILM, name);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m)
        m->facts_only = true;
    return h;
}

// Only their facts are asked: how long each is says when it comes.
static void ask_facts(lua_State *L, struct script_list *l)
{
    struct script *s = ((struct incarnation *)fence_user(L))->script;
    for (int i = 0; i < l->count; i++) {
        lua_rawgeti(L, 1, i + 1);
        l->films[i].facts = open_facts(L, lua_tostring(L, -1));
        lua_pop(L, 1);
        const struct media *m = media_find(&s->scene->media, l->films[i].facts);
        if (m)
            memcpy(l->films[i].path, m->path, sizeof m->path);
    }
}

static int film_list(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct options o = {.play = true};
    int count = count_names(L);
    bind_read(L, 2, &list_options, &o);
    struct script_list *l = lists_take(inc, count);
    if (!l) {
        bind_tell(L, "%d lists of films are open already; close some", SCRIPT_LISTS);
        bind_push(L, BIND_LIST, 0);
        return 1;
    }
    l->loop = o.loop;
    l->playing = o.play;
    l->sound = o.sound;
    l->alpha = (enum media_alpha)o.alpha;
    l->fade_s = o.fade_s;
    l->gain = (float)bind_gain(o.gain_db);
    l->epoch_s = inc->script->now_s;
    ask_facts(L, l);
    bind_push(L, BIND_LIST, lists_handle(inc->script, l));
    return 1;
}

static struct script_list *self(lua_State *L, struct script **s)
{
    const struct bind_handle *h = bind_self(L, BIND_LIST);
    *s = ((struct incarnation *)fence_user(L))->script;
    return lists_find(*s, h->value);
}

static void stand_at(struct script *s, struct script_list *l, double at_s)
{
    l->offset_s = fmax(at_s, 0);
    l->epoch_s = s->now_s;
}

static void again(struct script *s, const struct script_list *l)
{
    scene_redraw(s->scene, l->stage);
    scene_wake_at(s->scene, l->stage, s->now_s);
}

static int list_play(lua_State *L)
{
    struct script *s;
    struct script_list *l = self(L, &s);
    if (l && l->at.ended) {
        stand_at(s, l, 0);
        l->seeks++;
    } else if (l && !l->playing) {
        stand_at(s, l, l->offset_s);
    }
    if (l) {
        l->playing = true;
        again(s, l);
    }
    return 0;
}

static int list_pause(lua_State *L)
{
    struct script *s;
    struct script_list *l = self(L, &s);
    if (l && l->playing) {
        stand_at(s, l, lists_at_s(l, s->now_s));
        l->playing = false;
        again(s, l);
    }
    return 0;
}

static int list_seek(lua_State *L)
{
    struct script *s;
    struct script_list *l = self(L, &s);
    double at_s = bind_number(L, 2);
    if (l) {
        stand_at(s, l, at_s);
        l->seeks++;
        again(s, l);
    }
    return 0;
}

static int list_position(lua_State *L)
{
    struct script *s;
    const struct script_list *l = self(L, &s);
    double at_s = l ? lists_at_s(l, s->now_s) : 0;
    int item = l && l->known && l->count ? 1 : 0;
    if (item) {
        struct playlist p = lists_times(l);
        double length_s = playlist_length_s(&p);
        item = (int)(playlist_at(&p, at_s).number % l->count) + 1;
        at_s = l->loop ? fmod(at_s, length_s) : fmin(at_s, length_s);
    }
    lua_pushnumber(L, at_s);
    lua_pushinteger(L, item);
    return 2;
}

static int list_duration(lua_State *L)
{
    struct script *s;
    const struct script_list *l = self(L, &s);
    struct playlist p = {0};
    if (l && l->known && l->count)
        p = lists_times(l);
    lua_pushnumber(L, p.count ? playlist_length_s(&p) : 0);
    return 1;
}

static int list_film(lua_State *L)
{
    struct script *s;
    const struct script_list *l = self(L, &s);
    media_handle h = l ? lists_shown(l, false) : 0;
    if (h)
        bind_push(L, BIND_FILM, h);
    else
        lua_pushnil(L);
    return 1;
}

static int list_ended(lua_State *L)
{
    struct script *s;
    const struct script_list *l = self(L, &s);
    lua_pushboolean(L, !l || (l->known && (l->count == 0 || l->at.ended)));
    return 1;
}

static int list_gain(lua_State *L)
{
    struct script *s;
    struct script_list *l = self(L, &s);
    double gain_db = bind_number(L, 2);
    double ramp_s = bind_number_or(L, 3, 0.05);
    if (!l)
        return 0;
    l->gain = (float)bind_gain(gain_db);
    for (int i = 0; i < 2; i++) {
        struct media *m = media_find(&s->scene->media, l->slots[i].media);
        if (m && l->slots[i].number == l->at.number) { // the one before fades out as it does
            m->gain = l->gain;
            m->ramp_s = (float)fmin(fmax(ramp_s, 0), 600);
        }
    }
    return 0;
}

static int list_close(lua_State *L)
{
    struct script *s;
    struct script_list *l = self(L, &s);
    if (l)
        lists_close(s, l, SCRIPT_FADE_S);
    return 0;
}

// ---- drawn

static struct draw_rect common(const struct draw_rect *a, const struct draw_rect *b)
{
    float x = fmaxf(a->x, b->x), y = fmaxf(a->y, b->y);
    return (struct draw_rect){x, y, fmaxf(fminf(a->x + a->w, b->x + b->w) - x, 0),
                              fmaxf(fminf(a->y + a->h, b->y + b->h) - y, 0)};
}

struct laying {
    lua_State *L;
    struct incarnation *inc;
    media_handle media;
    struct draw_rect at, part; // all of it
    struct color tint;
};

static void lay(const struct laying *p, struct draw_rect piece, double opacity)
{
    struct color tint = p->tint;
    if (!(piece.w > 0 && piece.h > 0) || opacity <= 0)
        return;
    const struct draw_rect part = {p->part.x + (piece.x - p->at.x) / p->at.w * p->part.w,
                                   p->part.y + (piece.y - p->at.y) / p->at.h * p->part.h,
                                   piece.w / p->at.w * p->part.w, piece.h / p->at.h * p->part.h};
    tint.a = (float)opacity;
    struct drawlist *l = canvas_lay(p->inc);
    if (!l || !drawlist_image(l, DRAW_FILM, p->media, piece, part, tint))
        canvas_refused(p->L, p->inc, 0, 0);
}

// The film before is laid first, the one that comes over it. With opacity o and mix t the two must
// weigh o (1 - t) and o t: over it lies o t, so it is laid with o (1 - t) / (1 - o t) where both
// are, and with o (1 - t) where it is alone.
static void lay_before(const struct laying *p, const struct draw_rect *over, double o, double t)
{
    const struct draw_rect *a = &p->at;
    struct draw_rect both = common(a, over);
    double alone = o * (1 - t);
    if (!(both.w > 0 && both.h > 0)) {
        lay(p, *a, alone);
        return;
    }
    float right = both.x + both.w, below = both.y + both.h;
    lay(p, (struct draw_rect){a->x, a->y, a->w, both.y - a->y}, alone);
    lay(p, (struct draw_rect){a->x, below, a->w, a->y + a->h - below}, alone);
    lay(p, (struct draw_rect){a->x, both.y, both.x - a->x, both.h}, alone);
    lay(p, (struct draw_rect){right, both.y, a->x + a->w - right, both.h}, alone);
    lay(p, both, o * t < 1 ? alone / (1 - o * t) : 0);
}

int canvas_film_list(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_image o = {.opacity = 1, .tint = {1, 1, 1, 1}};
    const struct script_list *l = lists_find(inc->script, bind_object(L, 2, BIND_LIST));
    struct draw_rect box = {bind_point(L, 3), bind_point(L, 4), bind_point(L, 5), bind_point(L, 6)};
    bind_read(L, 7, &bind_image_style, &o);
    if (!l)
        return 0;
    struct laying films[2] = {{.media = lists_shown(l, true)}, {.media = lists_shown(l, false)}};
    for (int i = 0; i < 2; i++) {
        struct laying *p = &films[i];
        const struct media *m = media_find(&inc->script->scene->media, p->media);
        p->L = L;
        p->inc = inc;
        p->at = box;
        p->tint = o.tint;
        if (!m || m->state != MEDIA_READY)
            p->media = 0;
        canvas_place(m, &o, &p->at, &p->part);
    }
    double opacity = o.tint.a * o.opacity, mix = films[1].media ? l->at.mix : 0;
    if (films[0].media && l->at.mix < 1)
        lay_before(&films[0], &films[1].at, opacity, mix);
    else
        mix = 1;
    if (films[1].media)
        lay(&films[1], films[1].at, opacity * mix);
    return 0;
}

static const struct bind_function functions[] = {
    {"film.list", film_list, "names, options"},
    {"filmlist:play", list_play, ""},
    {"filmlist:pause", list_pause, ""},
    {"filmlist:seek", list_seek, "seconds"},
    {"filmlist:position", list_position, ""},
    {"filmlist:duration", list_duration, ""},
    {"filmlist:film", list_film, ""},
    {"filmlist:ended", list_ended, ""},
    {"filmlist:gain", list_gain, "gain_db, ramp"},
    {"filmlist:close", list_close, ""},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&list_options, NULL};

const struct bind_table bind_film_list = {
    .name = "film", .tag = BIND_LIST, .functions = functions, .options = options};
