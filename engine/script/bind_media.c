// What pictures, films and sounds share in Lua: opening, gains, and handles that have gone stale.
// A file that is missing never stops the show: the handle exists, it is black or silent, and staff
// is told with file and line.
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum bind_tag bind_media_tag(enum media_kind kind)
{
    static const enum bind_tag tags[] = {
        [MEDIA_PICTURE] = BIND_PICTURE, [MEDIA_FILM] = BIND_FILM,   [MEDIA_SOUND] = BIND_SOUND,
        [MEDIA_CANVAS] = BIND_PICTURE,  [MEDIA_SWARM] = BIND_SWARM, [MEDIA_SHADER] = BIND_SHADER,
        [MEDIA_MODEL] = BIND_MODEL};
    return tags[kind];
}

static int films_of(const struct incarnation *inc)
{
    int count = 0;
    for (int i = 0; i < inc->script->scene->media.reach; i++) {
        const struct media *m = &inc->script->scene->media.items[i];
        count += m->used && m->kind == MEDIA_FILM && m->incarnation == inc->number && !m->closing &&
                 !m->facts_only;
    }
    return count;
}

// Films are dear: few can be open at once. What the scene has dropped makes room first.
static void make_room(lua_State *L, struct incarnation *inc, enum media_kind kind)
{
    if (kind != MEDIA_FILM || films_of(inc) < SCRIPT_FILMS)
        return;
    lua_gc(L, LUA_GCCOLLECT, 0);
    release_dropped(inc);
}

static media_handle take(struct incarnation *inc, enum media_kind kind)
{
    media_handle h = media_take(&inc->script->scene->media, kind, inc->stage);
    if (h)
        media_find(&inc->script->scene->media, h)->incarnation = inc->number;
    return h;
}

media_handle bind_media_canvas(struct incarnation *inc, int width, int height)
{
    media_handle h = take(inc, MEDIA_CANVAS);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (!m)
        return 0;
    m->state = MEDIA_READY;
    m->silent = true;
    m->width = width;
    m->height = height;
    return h;
}

static void mark_failed(struct media *m, const char *name, const char *trouble)
{
    m->state = MEDIA_FAILED;
    snprintf(m->path, sizeof m->path, "%s", name);
    m->ended = true;
    m->silent = true;
    snprintf(m->trouble, sizeof m->trouble, "%s", trouble);
}

// A scene that opens the same picture in every draw opens it once.
static media_handle open_already(const struct incarnation *inc, enum media_kind kind,
                                 const char *path)
{
    const struct media_table *table = &inc->script->scene->media;
    for (int i = 0; i < table->reach; i++) {
        const struct media *m = &table->items[i];
        if (m->used && m->kind == kind && m->incarnation == inc->number &&
            strcmp(m->path, path) == 0)
            return media_handle_of(table, m);
    }
    return 0;
}

// Recordings are as loud as their makers were near: what the medium's record says, in dB, makes
// them alike.
static double recorded_gain(const struct script *s, const char *file)
{
    const json_t *record = s->desc.repertoire ? repertoire_medium(s->desc.repertoire, file) : NULL;
    return json_number_value(json_object_get(record, "gain"));
}

media_handle bind_media_open(lua_State *L, enum media_kind kind, const char *name)
{
    struct incarnation *inc = fence_user(L);
    struct script *s = inc->script;
    struct media_table *table = &s->scene->media;
    struct fault f;
    char path[MEDIA_PATH];
    bool found = s->desc.files.find(s->desc.files.user, inc->folder, name, path, sizeof path, &f);
    if (!found)
        bind_tell(L, "%s", f.text);
    media_handle h = kind == MEDIA_PICTURE || kind == MEDIA_SHADER || kind == MEDIA_MODEL
                         ? open_already(inc, kind, found ? path : name)
                         : 0;
    if (h)
        return h;
    make_room(L, inc, kind);
    h = take(inc, kind);
    struct media *m = media_find(table, h);
    if (!m) {
        bind_tell(L, "%d pictures, films and sounds are open already; close some", MEDIA_MAX);
        return 0;
    }
    m->level_db = (float)recorded_gain(s, name);
    if (found)
        memcpy(m->path, path, sizeof path);
    else
        mark_failed(m, name, f.text);
    if (!found)
        scene_tell(s->scene, inc->stage,
                   &(struct event){.kind = EVENT_MEDIA_READY, .media = h, .time_s = s->now_s});
    return h;
}

media_handle bind_media_speech(lua_State *L, const char *name)
{
    struct incarnation *inc = fence_user(L);
    make_room(L, inc, MEDIA_SOUND);
    media_handle h = take(inc, MEDIA_SOUND);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (!m) {
        bind_tell(L, "%d pictures, films and sounds are open already; close some", MEDIA_MAX);
        return 0;
    }
    snprintf(m->path, sizeof m->path, "%s", name);
    m->spoken = true;
    return h;
}

struct media *bind_media(lua_State *L, enum bind_tag tag)
{
    const struct bind_handle *h = bind_self(L, tag);
    const struct incarnation *inc = fence_user(L);
    return media_find(&inc->script->scene->media, h->value);
}

double bind_gain(double gain_db)
{
    gain_db = fmin(fmax(gain_db, BIND_GAIN_LEAST), BIND_GAIN_MOST);
    return gain_db <= BIND_GAIN_LEAST ? 0 : pow(10, gain_db / 20);
}

void bind_media_gain(lua_State *L, struct media *m)
{
    double gain_db = bind_number(L, 2);
    double ramp_s = bind_number_or(L, 3, 0.05);
    if (!m || m->closing)
        return;
    m->gain = (float)bind_gain(gain_db);
    m->ramp_s = (float)fmin(fmax(ramp_s, 0), 600);
}
