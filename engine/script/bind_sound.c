// Lua's sound: a file that is heard, placed in the room.
//
//   local v = sound.play("media/marteau.wav", { at = { 1.5, 0, 1 }, gain = -6 })
#include "script/bind.h"

#include "decode/decode.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SPEECH_RATE 160 // words a minute: calm

struct sound_options {
    bool loop, placed;
    double gain_db, fade_s, from_s;
    double at[3];
};

static const struct bind_key sound_keys[] = {
    {"loop", BIND_FLAG, .at = offsetof(struct sound_options, loop)},
    {"gain", BIND_CLAMP, .at = offsetof(struct sound_options, gain_db), .least = BIND_GAIN_LEAST,
     .most = BIND_GAIN_MOST},
    {"fade", BIND_REAL, .at = offsetof(struct sound_options, fade_s), .most = 600},
    {"at", BIND_POINT, .at = offsetof(struct sound_options, at),
     .given = offsetof(struct sound_options, placed)},
    {"from", BIND_REAL, .at = offsetof(struct sound_options, from_s), .most = 1e6},
    {.name = NULL},
};
static const struct bind_options sound_options = {"SoundOptions", sound_keys};

static int sound_play(lua_State *L)
{
    struct sound_options o = {0};
    const char *name = bind_string(L, 1, NULL);
    bind_read(L, 2, &sound_options, &o);
    media_handle h = bind_media_open(L, MEDIA_SOUND, name);
    const struct incarnation *inc = fence_user(L);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m) {
        m->loop = o.loop;
        m->playing = m->audible = true;
        m->epoch_s = inc->script->now_s;
        m->offset_s = o.from_s;
        m->gain = (float)bind_gain(o.gain_db);
        m->ramp_s = (float)o.fade_s;
        m->placed = o.placed;
        for (int i = 0; i < 3; i++)
            m->at[i] = (float)o.at[i];
    }
    bind_push(L, BIND_SOUND, h);
    return 1;
}

struct speech_options {
    char language[SCRIPT_LANGUAGE];
    double gain_db, words_a_minute;
};

static const struct bind_key speech_keys[] = {
    {"language", BIND_STRING, .at = offsetof(struct speech_options, language),
     .size = SCRIPT_LANGUAGE},
    {"gain", BIND_CLAMP, .at = offsetof(struct speech_options, gain_db), .least = BIND_GAIN_LEAST,
     .most = BIND_GAIN_MOST},
    {"rate", BIND_REAL, .at = offsetof(struct speech_options, words_a_minute),
     .least = DECODE_SPEECH_SLOW, .most = DECODE_SPEECH_FAST},
    {.name = NULL},
};
static const struct bind_options speech_options = {"SpeechOptions", speech_keys};

static int sound_speak(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    struct speech_options o = {.words_a_minute = SPEECH_RATE};
    const char *said = bind_string(L, 1, NULL);
    char name[MEDIA_PATH];
    snprintf(o.language, sizeof o.language, "%s", script_language(inc));
    bind_read(L, 2, &speech_options, &o);
    if (strlen(said) > DECODE_SPEECH_BYTES)
        bind_error(L, "the text has %d bytes; at most %d are spoken at once", (int)strlen(said),
                   DECODE_SPEECH_BYTES);
    if (!decode_speech_name(name, sizeof name, o.language, (int)o.words_a_minute, said))
        bind_error(L, "\"%s\" is no language; \"fr\", \"it\" or \"en\" are allowed", o.language);
    media_handle h = bind_media_speech(L, name);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m) {
        m->audible = true;
        m->gain = (float)bind_gain(o.gain_db);
    }
    bind_push(L, BIND_SOUND, h);
    return 1;
}

static int sound_gain(lua_State *L)
{
    bind_media_gain(L, bind_media(L, BIND_SOUND));
    return 0;
}

static int sound_move(lua_State *L)
{
    struct media *m = bind_media(L, BIND_SOUND);
    double at[3] = {bind_number(L, 2), bind_number(L, 3), bind_number(L, 4)};
    double ramp_s = bind_number_or(L, 5, 0.05);
    if (!m || m->closing)
        return 0;
    m->placed = true;
    m->ramp_s = (float)fmin(fmax(ramp_s, 0), 600);
    for (int i = 0; i < 3; i++)
        m->at[i] = (float)at[i];
    return 0;
}

static int sound_stop(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_SOUND);
    double fade_s = bind_number_or(L, 2, 0.05);
    release_media(inc->script, h->value, fmin(fmax(fade_s, 0), 600));
    return 0;
}

static int sound_position(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SOUND);
    const struct incarnation *inc = fence_user(L);
    lua_pushnumber(L, m ? media_position(m, inc->script->now_s, NULL) : 0);
    return 1;
}

static int sound_duration(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SOUND);
    lua_pushnumber(L, m ? m->duration_s : 0);
    return 1;
}

static int sound_level(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SOUND);
    lua_pushnumber(L, m ? m->peak : 0);
    return 1;
}

static int sound_ended(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SOUND);
    lua_pushboolean(L, !m || m->ended || m->closing || m->state == MEDIA_FAILED);
    return 1;
}

static const struct bind_function functions[] = {
    {"sound.play", sound_play, "name, options"},
    {"sound.speak", sound_speak, "text, options"},
    {"sound:gain", sound_gain, "gain_db, ramp"},
    {"sound:move", sound_move, "x, y, z, ramp"},
    {"sound:stop", sound_stop, "fade"},
    {"sound:position", sound_position, ""},
    {"sound:duration", sound_duration, ""},
    {"sound:level", sound_level, ""},
    {"sound:ended", sound_ended, ""},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&sound_options, &speech_options, NULL};

const struct bind_table bind_sound = {
    .name = "sound", .tag = BIND_SOUND, .functions = functions, .options = options};
