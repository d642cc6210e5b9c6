// Lua's film: a file that moves, on the show clock.
//
//   local f = film.open("media/forge.mp4", { loop = true })
//   canvas:film(f, 0, 0, 1920, 1080)
#include "script/bind.h"

#include <math.h>

struct film_options {
    bool loop, sound, play, placed;
    int alpha;
    double gain_db, speed;
    double at[3];
};

static const char *const alphas[] = {"none", "stacked", "codec", NULL}; // as enum media_alpha
static const struct bind_key film_keys[] = {
    {"loop", BIND_FLAG, .at = offsetof(struct film_options, loop)},
    {"sound", BIND_FLAG, .at = offsetof(struct film_options, sound)},
    {"play", BIND_FLAG, .at = offsetof(struct film_options, play)},
    {"speed", BIND_REAL, .at = offsetof(struct film_options, speed), .least = MEDIA_SPEED_LEAST,
     .most = MEDIA_SPEED_MOST},
    {"alpha", BIND_WORD, .at = offsetof(struct film_options, alpha), .words = alphas},
    {"gain", BIND_CLAMP, .at = offsetof(struct film_options, gain_db), .least = BIND_GAIN_LEAST,
     .most = BIND_GAIN_MOST},
    {"at", BIND_POINT, .at = offsetof(struct film_options, at),
     .given = offsetof(struct film_options, placed)},
    {.name = NULL},
};
static const struct bind_options film_options = {"FilmOptions", film_keys};

static double now_s(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    return inc->script->now_s;
}

static int film_open(lua_State *L)
{
    struct film_options o = {.play = true, .speed = 1};
    const char *name = bind_string(L, 1, NULL);
    bind_read(L, 2, &film_options, &o);
    media_handle h = bind_media_open(L, MEDIA_FILM, name);
    const struct incarnation *inc = fence_user(L);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m) {
        m->loop = o.loop;
        m->playing = o.play;
        m->epoch_s = now_s(L);
        m->speed = o.speed;
        m->alpha = (enum media_alpha)o.alpha;
        m->audible = o.sound;
        m->gain = (float)bind_gain(o.gain_db);
        m->placed = o.placed;
        for (int i = 0; i < 3; i++)
            m->at[i] = (float)o.at[i];
    }
    bind_push(L, BIND_FILM, h);
    return 1;
}

static void stand_at(lua_State *L, struct media *m, double at_s)
{
    m->offset_s = fmax(at_s, 0);
    m->epoch_s = now_s(L);
}

static int film_play(lua_State *L)
{
    struct media *m = bind_media(L, BIND_FILM);
    if (!m || m->closing)
        return 0;
    bool over;
    media_position(m, now_s(L), &over);
    if (over) {
        stand_at(L, m, 0);
        m->seeks++;
    } else if (!m->playing) {
        stand_at(L, m, m->offset_s);
    }
    m->playing = true;
    return 0;
}

static int film_pause(lua_State *L)
{
    struct media *m = bind_media(L, BIND_FILM);
    if (m && m->playing) {
        stand_at(L, m, media_position(m, now_s(L), NULL));
        m->playing = false;
    }
    return 0;
}

static int film_seek(lua_State *L)
{
    struct media *m = bind_media(L, BIND_FILM);
    double at_s = bind_number(L, 2);
    if (m) {
        stand_at(L, m, at_s);
        m->seeks++;
    }
    return 0;
}

// What it shows stays; from now on it moves at another speed.
static int film_speed(lua_State *L)
{
    struct media *m = bind_media(L, BIND_FILM);
    if (lua_isnoneornil(L, 2)) {
        lua_pushnumber(L, m ? m->speed : 1);
        return 1;
    }
    double speed = bind_number(L, 2);
    if (speed < MEDIA_SPEED_LEAST || speed > MEDIA_SPEED_MOST)
        return bind_error(L, "a speed is %g to %g (1: as filmed), got %g", MEDIA_SPEED_LEAST,
                          MEDIA_SPEED_MOST, speed);
    if (m && speed != m->speed) {
        if (m->playing && now_s(L) > m->epoch_s)
            stand_at(L, m, media_position(m, now_s(L), NULL));
        m->speed = speed;
    }
    return 0;
}

static int film_position(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    lua_pushnumber(L, m ? media_position(m, now_s(L), NULL) : 0);
    return 1;
}

static int film_duration(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    lua_pushnumber(L, m ? m->duration_s : 0);
    return 1;
}

static int film_frame_rate(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    if (m && m->frame_s > 0)
        lua_pushnumber(L, 1 / m->frame_s);
    else
        lua_pushnil(L);
    return 1;
}

static int film_size(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    lua_pushinteger(L, m ? m->width : 0);
    lua_pushinteger(L, m ? m->height : 0);
    return 2;
}

static int film_ready(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    lua_pushboolean(L, m && m->state == MEDIA_READY);
    return 1;
}

static int film_ended(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_FILM);
    bool over = true;
    if (m && m->state != MEDIA_FAILED)
        media_position(m, now_s(L), &over);
    lua_pushboolean(L, over);
    return 1;
}

static int film_gain(lua_State *L)
{
    bind_media_gain(L, bind_media(L, BIND_FILM));
    return 0;
}

static int film_close(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_FILM);
    release_media(inc->script, h->value, SCRIPT_FADE_S);
    return 0;
}

static const struct bind_function functions[] = {
    {"film.open", film_open, "name, options"},
    {"film:play", film_play, ""},
    {"film:pause", film_pause, ""},
    {"film:seek", film_seek, "seconds"},
    {"film:speed", film_speed, "speed"},
    {"film:position", film_position, ""},
    {"film:duration", film_duration, ""},
    {"film:frame_rate", film_frame_rate, ""},
    {"film:size", film_size, ""},
    {"film:ready", film_ready, ""},
    {"film:ended", film_ended, ""},
    {"film:gain", film_gain, "gain_db, ramp"},
    {"film:close", film_close, ""},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&film_options, NULL};

const struct bind_table bind_film = {
    .name = "film", .tag = BIND_FILM, .functions = functions, .options = options};
