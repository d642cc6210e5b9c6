// Films on the table and their players: who opens, who closes, what is told.
#include "film/film.h"
#include "base/clock.h"
#include "base/log.h"
#include "film/private.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILM_SPARES 4       // handles kept for films to come
#define FILM_SPARES_ALONE 1 // while nobody is there: one takes 1.5 MB
#define FILM_CLOSE_NS (INT64_C(2) * 1000000000)

enum loading { LOADING_NOT, LOADING_NOW, LOADING_DONE, LOADING_FAILED };

struct film {
    struct film_desc desc;
    struct mpv mpv;
    struct fault fault; // why it is not loaded
    atomic_int loading; // enum loading; mpv and fault are its thread's while it is LOADING_NOW
    bool threaded;
    pthread_t loader;
    struct facts *facts;       // owned
    struct gpu_program *matte; // owned; NULL: no film with alpha yet
    struct player players[FILM_PLAYERS];
};

struct film *film_create(const struct film_desc *desc)
{
    assert(desc->gpu && desc->gl_address);
    struct film *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->desc = *desc;
    for (int i = 0; i < FILM_PLAYERS; i++) {
        f->players[i].mpv = &f->mpv;
        f->players[i].desc = &f->desc;
        f->players[i].matte = &f->matte;
    }
    f->facts = facts_create(&f->desc);
    if (f->facts)
        return f;
    free(f);
    return NULL;
}

static void *load(void *user)
{
    struct film *f = user;
    bool loaded = mpv_load(&f->mpv, &f->fault);
    atomic_store(&f->loading, loaded ? LOADING_DONE : LOADING_FAILED);
    if (f->desc.wake)
        f->desc.wake(f->desc.user);
    return NULL;
}

// Loading takes 0.1 to 0.5 s: live, it goes on beside the show.
static enum loading load_once(struct film *f, bool stepped)
{
    if (atomic_load(&f->loading) == LOADING_NOT) {
        atomic_store(&f->loading, LOADING_NOW);
        f->threaded = !stepped && pthread_create(&f->loader, NULL, load, f) == 0;
        if (!f->threaded)
            load(f);
    }
    return (enum loading)atomic_load(&f->loading);
}

// Live, closing goes on beside the show; here it is waited for.
static void bury(struct player *p)
{
    int64_t until_ns = clock_monotonic_ns() + FILM_CLOSE_NS;
    while (!player_bury(p)) {
        int64_t now_ns = clock_monotonic_ns();
        if (now_ns > until_ns) // then freeing it waits
            p->idle = p->stopped = p->spoiled = true;
        player_wait(p, now_ns + FILM_CLOSE_NS / 100);
    }
}

void film_destroy(struct film *f)
{
    if (!f)
        return;
    if (f->threaded)
        pthread_join(f->loader, NULL);
    for (int i = 0; i < FILM_PLAYERS; i++)
        if (f->players[i].state != PLAYER_FREE && f->players[i].state != PLAYER_CLOSING)
            player_close(&f->players[i]);
    for (int i = 0; i < FILM_PLAYERS; i++)
        if (f->players[i].state != PLAYER_FREE)
            bury(&f->players[i]);
    for (int i = 0; i < FILM_PLAYERS; i++)
        handle_close(&f->players[i]);
    gpu_program_destroy(f->matte);
    facts_destroy(f->facts);
    free(f);
}

static const struct player *find(const struct film *f, media_handle media)
{
    for (int i = 0; media && i < FILM_PLAYERS; i++) {
        const struct player *p = &f->players[i];
        if (p->media == media && (p->state == PLAYER_OPENING || p->state == PLAYER_READY))
            return p;
    }
    return NULL;
}

static void tell(struct scene *scene, const struct media *m, enum event_kind kind)
{
    struct event e = {.kind = kind,
                      .time_s = scene->now_s,
                      .media = media_handle_of(&scene->media, m)};
    scene_tell(scene, m->stage, &e);
}

static void mark(struct scene *scene, int stage)
{
    if (stage < 0 || stage >= scene->stage_count)
        return;
    scene->stages[stage].picture++;
    scene_redraw(scene, stage);
}

static void fail(struct scene *scene, struct media *m, const char *trouble)
{
    m->state = MEDIA_FAILED;
    snprintf(m->trouble, sizeof m->trouble, "%s", trouble);
    log_warning("film", "%s: %s", m->path, trouble);
    tell(scene, m, EVENT_MEDIA_READY);
    mark(scene, m->stage);
}

static int spares(const struct film *f)
{
    int count = 0;
    for (int i = 0; i < FILM_PLAYERS; i++)
        count += f->players[i].state == PLAYER_FREE && f->players[i].handle;
    return count;
}

void film_let_go(struct film *f)
{
    int kept = 0;
    for (int i = 0; i < FILM_PLAYERS; i++) {
        struct player *p = &f->players[i];
        if (p->state == PLAYER_FREE && p->handle && ++kept > FILM_SPARES_ALONE)
            handle_close(p);
    }
}

static bool put_away(struct film *f, struct player *p)
{
    if (!player_bury(p))
        return false;
    if (spares(f) > FILM_SPARES)
        handle_close(p);
    return true;
}

static void close_stale(struct film *f, struct scene *scene)
{
    for (int i = 0; i < FILM_PLAYERS; i++) {
        struct player *p = &f->players[i];
        if (p->state == PLAYER_CLOSING)
            put_away(f, p);
        else if (p->state != PLAYER_FREE && !media_find(&scene->media, p->media))
            player_close(p);
    }
}

// A free player, one that has a handle before one without; stepped, one that closes is waited for.
static struct player *take_player(struct film *f, bool stepped, bool *later)
{
    *later = false;
    struct player *empty = NULL;
    for (int i = 0; i < FILM_PLAYERS; i++) {
        struct player *p = &f->players[i];
        if (p->state == PLAYER_FREE && p->handle)
            return p;
        if (p->state == PLAYER_FREE && !empty)
            empty = p;
    }
    if (empty)
        return empty;
    for (int i = 0; i < FILM_PLAYERS; i++) {
        struct player *p = &f->players[i];
        if (p->state != PLAYER_CLOSING)
            continue;
        if (stepped) {
            bury(p);
            return p;
        }
        *later = true;
    }
    return NULL;
}

static void open_one(struct film *f, struct media *m, double now_s, struct scene *scene)
{
    enum loading loading = load_once(f, scene->stepped);
    if (loading == LOADING_FAILED)
        fail(scene, m, f->fault.text);
    if (loading != LOADING_DONE)
        return;
    bool later;
    struct player *p = take_player(f, scene->stepped, &later);
    if (p) {
        player_open(p, m, media_handle_of(&scene->media, m), now_s, scene->stepped);
    } else if (!later) {
        char trouble[80];
        snprintf(trouble, sizeof trouble, "more than %d films are open at once", FILM_PLAYERS);
        fail(scene, m, trouble);
    }
}

static void open_new(struct film *f, double now_s, struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++) {
        struct media *m = &scene->media.items[i];
        if (m->used && m->kind == MEDIA_FILM && m->state == MEDIA_OPENING && !m->facts_only &&
            !find(f, media_handle_of(&scene->media, m)))
            open_one(f, m, now_s, scene);
    }
}

static void tell_ready(const struct player *p, struct media *m, struct scene *scene)
{
    m->width = p->picture.width;
    m->height = p->picture.height;
    m->duration_s = p->duration_s;
    m->frame_s = p->frame_s;
    m->state = MEDIA_READY;
    tell(scene, m, EVENT_MEDIA_READY);
}

static void tell_ended(struct media *m, double now_s, struct scene *scene)
{
    bool ended = false;
    media_position(m, now_s, &ended);
    if (ended && !m->ended)
        tell(scene, m, EVENT_MEDIA_ENDED);
    m->ended = ended;
}

static bool follow_clock(struct player *p, const struct media *m, double now_s,
                         const struct scene *scene)
{
    return scene->stepped ? stepped_follow(p, m, now_s, scene_unseen(scene, m->stage))
                          : live_follow(p, m, now_s);
}

static void follow(struct player *p, double now_s, struct scene *scene)
{
    struct media *m = media_find(&scene->media, p->media);
    bool fresh = p->state != PLAYER_FAILED && follow_clock(p, m, now_s, scene);
    if (p->state == PLAYER_FAILED) {
        fail(scene, m, p->trouble);
        player_close(p);
        return;
    }
    if (!scene->stepped)
        scene_wake_at(scene, m->stage, live_next_s(p, m, now_s));
    if (p->state != PLAYER_READY)
        return;
    if (m->state == MEDIA_OPENING) {
        tell_ready(p, m, scene);
        fresh |= follow_clock(p, m, now_s, scene);
    }
    tell_ended(m, now_s, scene);
    int64_t frame = scene->stepped ? player_frame_at(p, media_position(m, now_s, NULL)) : p->shown;
    if (fresh || frame != m->frame)
        mark(scene, m->stage);
    m->frame = frame;
}

void film_update(struct film *f, double now_s, struct scene *scene)
{
    facts_update(f->facts, scene);
    close_stale(f, scene);
    open_new(f, now_s, scene);
    for (int i = 0; i < FILM_PLAYERS; i++) {
        enum player_state state = f->players[i].state;
        if (state != PLAYER_FREE && state != PLAYER_CLOSING)
            follow(&f->players[i], now_s, scene);
    }
}

static bool unfollowed(const struct film *f, const struct scene *scene, const struct media *m)
{
    const struct player *p = find(f, media_handle_of(&scene->media, m));
    if (!p)
        return m->state == MEDIA_OPENING && atomic_load(&f->loading) != LOADING_NOW;
    bool stands = !p->running && !p->holding && !p->cueing;
    return p->state == PLAYER_READY && (p->seeks != m->seeks || p->pace != m->speed ||
                                        (media_runs(m, scene->now_s) ? stands : p->running));
}

bool film_pending(const struct film *f, const struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        if (m->used && m->kind == MEDIA_FILM && m->state != MEDIA_FAILED && !m->facts_only &&
            unfollowed(f, scene, m))
            return true;
    }
    return facts_pending(f->facts, scene);
}

static bool alive(const struct scene *scene, media_handle media)
{
    uint32_t i = (media & 0xffff) - 1;
    return i < MEDIA_MAX && scene->media.items[i].used &&
           scene->media.items[i].generation == media >> 16;
}

const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    const struct player *p = alive(scene, media) ? find(f, media) : NULL;
    if (!p || p->state != PLAYER_READY || !p->rendered)
        return NULL;
    return picture_texture(&p->picture);
}
