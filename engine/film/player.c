// One film: opened, heard and closed without ever waiting for libmpv's core (which may be waiting
// for us to take a frame). Its handle is kept for the next one.
#include "base/clock.h"
#include "film/private.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLAYER_SIDE 16384               // px at most
#define PLAYER_ONE_THREAD (1920 * 1088) // px that one thread decodes in time
#define PLAYER_LEAD_S 0.15

void player_fail(struct player *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->trouble, sizeof p->trouble, format, args);
    va_end(args);
    p->state = PLAYER_FAILED;
}

// "edl://%5%a.mp4;%5%a.mp4;…": lengths in bytes, so that any letter may stand in a path.
static char *loop_url(const char *path)
{
    size_t each = strlen(path) + 24;
    char *url = malloc(each * PLAYER_TURNS + 32), *at = url;
    if (!url)
        return NULL;
    at += sprintf(at, "edl://!no_chapters;");
    for (int i = 0; i < PLAYER_TURNS; i++)
        at += sprintf(at, "%%%zu%%%s;", strlen(path), path);
    at[-1] = 0;
    return url;
}

static bool load(struct player *p)
{
    if (p->stepped || !p->loop) {
        player_command(p, "loadfile", p->path, NULL);
        return true;
    }
    char *url = loop_url(p->path);
    if (url)
        player_command(p, "loadfile", url, NULL);
    else
        player_fail(p, "memory is short");
    free(url);
    return url != NULL;
}

static void set_text(struct player *p, const char *property, const char *text)
{
    p->mpv->set_property_async(p->handle, 0, property, MPV_FORMAT_STRING, &text);
}

static void set_number(struct player *p, const char *property, double value)
{
    p->mpv->set_property_async(p->handle, 0, property, MPV_FORMAT_DOUBLE, &value);
}

// All that a film before may have left otherwise. Where to begin: stepped, with the first frame;
// live, a little later than now, for opening takes time.
static void prepare(struct player *p, const struct media *m, double now_s)
{
    char start[32];
    bool list = p->loop && !p->stepped;
    p->cue_s =
        media_position(m, now_s, NULL) + (media_runs(m, now_s) ? PLAYER_LEAD_S * m->speed : 0);
    if (p->stepped) // even a seek to 0 misses the first frames of MPEG program streams
        snprintf(start, sizeof start, "none");
    else
        snprintf(start, sizeof start, "%.9f", p->cue_s);
    player_set_flag(p, "pause", true);
    set_number(p, "speed", p->pace);
    set_number(p, "hr-seek-demuxer-offset", 0);
    set_text(p, "start", start);
    set_text(p, "vd", m->alpha == MEDIA_CODEC ? "libvpx-vp9" : ""); // FFmpeg's own drops alpha
    set_text(p, "vd-lavc-threads", "1");
    set_text(p, "loop-file", list ? "inf" : "no");
    // Lists of other films are not followed; a loop is such a list.
    set_text(p, "access-references", list ? "yes" : "no");
}

// What is not kept from film to film.
static void forget(struct player *p)
{
    size_t kept = offsetof(struct player, state);
    memset((char *)p + kept, 0, sizeof *p - kept);
}

void player_open(struct player *p, const struct media *m, media_handle media, double now_s,
                 bool stepped)
{
    if (p->handle && p->stepped != stepped)
        handle_close(p);
    forget(p);
    p->stepped = stepped;
    p->state = PLAYER_OPENING;
    p->media = media;
    p->loop = m->loop;
    p->alpha = m->alpha;
    p->shown = -1;
    p->seeks = m->seeks;
    p->pace = p->speed = m->speed;
    p->latency_s = PLAYER_LEAD_S;
    p->cueing = p->idle = true;
    p->opened_ns = p->cued_ns = clock_monotonic_ns();
    memcpy(p->path, m->path, sizeof p->path);
    if (access(p->path, R_OK) != 0) {
        player_fail(p, "it cannot be read: %s", strerror(errno));
        return;
    }
    if (!p->handle && !handle_open(p)) {
        p->spoiled = true;
        return;
    }
    atomic_store(&p->listening, true);
    player_observe(p);
    prepare(p, m, now_s);
    load(p);
}

void player_close(struct player *p)
{
    const char *words[] = {"stop", NULL};
    p->state = PLAYER_CLOSING;
    p->stopped = !p->handle || p->spoiled;
    p->idle |= p->stopped;
    if (p->stopped)
        return;
    atomic_store(&p->listening, true);
    player_unobserve(p);
    p->mpv->command_async(p->handle, PLAYER_STOP, words);
}

static void skip_frame(struct player *p)
{
    int skip = 1, wait = 0;
    mpv_render_param params[] = {{MPV_RENDER_PARAM_SKIP_RENDERING, &skip},
                                 {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &wait},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    p->mpv->render_context_render(p->context, params);
}

// Freeing a context while libmpv offers a frame would block for 0.2 s, and one handle must not hear
// what became of two films: it is stopped first, and its frames are taken until it has.
bool player_bury(struct player *p)
{
    if (!p->idle || !p->stopped) {
        player_hear(p);
        if (p->mpv->render_context_update(p->context) & MPV_RENDER_UPDATE_FRAME)
            skip_frame(p);
    }
    if (!p->idle || !p->stopped)
        return false;
    picture_finish(&p->picture);
    if (p->spoiled)
        handle_close(p);
    p->state = PLAYER_FREE;
    p->media = 0;
    return true;
}

void player_command(struct player *p, const char *a, const char *b, const char *c)
{
    const char *words[] = {a, b, c, NULL};
    p->mpv->command_async(p->handle, 0, words);
}

void player_set_flag(struct player *p, const char *property, bool on)
{
    int flag = on;
    p->mpv->set_property_async(p->handle, 0, property, MPV_FORMAT_FLAG, &flag);
}

// Some files cannot be entered exactly (MPEG program streams): then from further ahead.
bool player_seek_earlier(struct player *p)
{
    if (p->entry != ENTRY_EXACT)
        return false;
    p->entry = ENTRY_EARLIER;
    set_number(p, "hr-seek-demuxer-offset", 3);
    return true;
}

void player_seek(struct player *p, double at_s)
{
    char at[32];
    snprintf(at, sizeof at, "%.9f", at_s);
    p->restarted = false;
    player_command(p, "seek", at, "absolute+exact");
}

double player_frame_s(const struct player *p)
{
    return p->frame_s > 0 ? p->frame_s : 0.04;
}

int64_t player_frame_at(const struct player *p, double at_s)
{
    // A millionth of a frame: 6/30 s is frame 5 of a film at 25 a second, not 4.999….
    double frame_s = player_frame_s(p), close = 1e-6;
    int64_t n = (int64_t)floor(at_s / frame_s + close);
    if (p->duration_s <= 0)
        return n;
    int64_t last = (int64_t)ceil(p->duration_s / frame_s - 1e-3) - 1;
    if (p->loop && at_s > p->duration_s - close * frame_s)
        return 0;
    return n < last || last < 0 ? n : last;
}

static bool load_matte(struct player *p, struct fault *f)
{
    if (!*p->matte && p->alpha)
        *p->matte = gpu_program_load(p->desc->gpu, "film", f);
    return *p->matte || !p->alpha;
}

// Threads that decode cost up to a sixth more, so one does it; a film that is too large for one is
// loaded anew.
static void load_for_many(struct player *p)
{
    p->many = p->reloading = true;
    set_text(p, "vd-lavc-threads", "4");
    load(p);
}

static bool size_picture(struct player *p)
{
    int64_t limit = gpu_texture_limit(p->desc->gpu);
    struct fault f = {0};
    if (limit > PLAYER_SIDE)
        limit = PLAYER_SIDE;
    if (p->width > limit || p->height > limit) {
        player_fail(p, "%d x %d px are too many; allowed are %d a side", (int)p->width,
                    (int)p->height, (int)limit);
        return false;
    }
    bool made = load_matte(p, &f);
    struct picture_desc desc = {.gpu = p->desc->gpu,
                                .matte = *p->matte,
                                .software = p->software,
                                .alpha = p->alpha,
                                .width = (int)p->width,
                                .height = (int)p->height,
                                .rotation = (int)(p->turn % 360 + 360) % 360};
    if (!made || !picture_init(&p->picture, &desc, &f))
        player_fail(p, "%s", f.text);
    return p->state != PLAYER_FAILED;
}

static bool is_new(struct player *p)
{
    mpv_render_frame_info info = {0};
    mpv_render_param param = {MPV_RENDER_PARAM_NEXT_FRAME_INFO, &info};
    p->mpv->render_context_get_info(p->context, param);
    return (info.flags & MPV_RENDER_FRAME_INFO_PRESENT) &&
           !(info.flags & (MPV_RENDER_FRAME_INFO_REDRAW | MPV_RENDER_FRAME_INFO_REPEAT));
}

bool player_take_frame(struct player *p)
{
    bool offered = p->mpv->render_context_update(p->context) & MPV_RENDER_UPDATE_FRAME;
    bool fresh = offered && is_new(p);
    if (p->reloading) {
        if (offered)
            skip_frame(p);
        return false;
    }
    p->pending |= p->restarted && !p->rendered; // offered, but we came too late for it
    if (!p->width || !p->height) { // its size is told only after its first frame was taken
        if (offered)
            skip_frame(p);
        p->pending |= offered;
        return false;
    }
    if (!fresh && !p->pending) {
        if (offered)
            skip_frame(p);
        return false;
    }
    if (!p->many && p->width * p->height > PLAYER_ONE_THREAD) {
        if (offered)
            skip_frame(p);
        load_for_many(p);
        return false;
    }
    if (!p->picture.width && !size_picture(p))
        return false;
    p->pending = false;
    if (!picture_render(&p->picture, p->mpv, p->context))
        return false;
    if (fresh || !p->rendered)
        p->rendered++;
    return true;
}
