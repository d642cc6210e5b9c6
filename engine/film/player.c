// One film: a libmpv handle and its render context, opened, heard and closed without ever waiting
// for libmpv's core (which may be waiting for us to take a frame).
#include "base/clock.h"
#include "film/private.h"

#include <errno.h>
#include <math.h>
#include <mpv/render_gl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PLAYER_SIDE 16384 // px at most
#define PLAYER_LEAD_S 0.15

static void ring(void *user)
{
    struct player *p = user;
    pthread_mutex_lock(&p->mutex);
    p->ringing = true;
    pthread_cond_signal(&p->rung);
    pthread_mutex_unlock(&p->mutex);
}

static void on_frame(void *user)
{
    struct player *p = user;
    ring(p);
    if (p->desc->wake)
        p->desc->wake(p->desc->user);
}

static void on_event(void *user)
{
    struct player *p = user;
    ring(p);
    if (p->desc->wake && atomic_load(&p->listening))
        p->desc->wake(p->desc->user);
}

void player_wait(struct player *p, int64_t until_ns)
{
    struct timespec until = {.tv_sec = until_ns / 1000000000, .tv_nsec = until_ns % 1000000000};
    pthread_mutex_lock(&p->mutex);
    int late = 0;
    while (!p->ringing && !late)
        late = pthread_cond_timedwait(&p->rung, &p->mutex, &until);
    p->ringing = false;
    pthread_mutex_unlock(&p->mutex);
}

void player_fail(struct player *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->trouble, sizeof p->trouble, format, args);
    va_end(args);
    p->state = PLAYER_FAILED;
}

static void set_options(struct player *p)
{
    static const char *const options[][2] = {
        {"vo", "libmpv"},
        {"audio", "no"}, // soundtracks are sound/'s
        {"sid", "no"},
        {"osd-level", "0"},
        {"osc", "no"},
        {"config", "no"},
        {"terminal", "no"},
        {"ytdl", "no"},
        {"load-scripts", "no"},
        {"load-stats-overlay", "no"}, // its built-in scripts take 200 ms to start and stop
        {"load-osd-console", "no"},
        {"load-auto-profiles", "no"},
        {"input-default-bindings", "no"},
        {"autoload-files", "no"},
        {"demuxer-lavf-o", "protocol_whitelist=file"}, // a playlist in disguise fetches nothing
        {"cache", "no"},
        {"hwdec", "no"},
        {"gpu-hwdec-interop", "no"},
        {"dither-depth", "no"},
        {"alpha", "blend"},
        {"sws-allow-zimg", "yes"},
        {"vd-lavc-threads", "2"},
        {"keep-open", "yes"},
        {"keep-open-pause", "no"},
        {"idle", "yes"},
        {"video-timing-offset", "0"}, // frames come when they are due, not 50 ms before
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        p->mpv->set_option_string(p->handle, options[i][0], options[i][1]);
    p->mpv->set_option_string(p->handle, "pause", "yes");
    if (p->software)
        p->mpv->set_option_string(p->handle, "video-rotate", "no"); // picture.c turns
    if (p->stepped) {
        p->mpv->set_option_string(p->handle, "untimed", "yes");
        p->mpv->set_option_string(p->handle, "framedrop", "no");
    } else if (p->loop) {
        p->mpv->set_option_string(p->handle, "loop-file", "inf");
    }
    if (p->stepped || !p->loop) // lists of other films are not followed; a loop is such a list
        p->mpv->set_option_string(p->handle, "access-references", "no");
}

static void *gl_address(void *user, const char *name)
{
    const struct film_desc *desc = user;
    return desc->gl_address(name);
}

static bool open_context(struct player *p)
{
    char software[] = MPV_RENDER_API_TYPE_SW, opengl[] = MPV_RENDER_API_TYPE_OPENGL;
    mpv_opengl_init_params gl = {.get_proc_address = gl_address,
                                 .get_proc_address_ctx = (void *)p->desc};
    mpv_render_param params[] = {
        {MPV_RENDER_PARAM_API_TYPE, p->software ? software : opengl},
        {p->software ? MPV_RENDER_PARAM_INVALID : MPV_RENDER_PARAM_OPENGL_INIT_PARAMS, &gl},
        {MPV_RENDER_PARAM_INVALID, NULL}};
    int error = p->mpv->render_context_create(&p->context, p->handle, params);
    if (!p->software)
        gpu_forget(p->desc->gpu);
    if (error < 0) {
        p->context = NULL;
        player_fail(p, "libmpv cannot render here: %s", p->mpv->error_string(error));
        return false;
    }
    p->mpv->render_context_set_update_callback(p->context, on_frame, p);
    p->mpv->set_wakeup_callback(p->handle, on_event, p);
    return true;
}

// "edl://%5%a.mp4;%5%a.mp4;…": lengths in bytes, so that any letter may stand in a path.
static char *loop_url(const char *path)
{
    size_t each = strlen(path) + 24;
    char *url = malloc(each * PLAYER_TURNS + 8), *at = url;
    if (!url)
        return NULL;
    at += sprintf(at, "edl://");
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

static void init_bell(struct player *p)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->rung, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_init(&p->listening, true);
}

// Where to begin: stepped, with the first frame; live, a little later than now, for opening takes
// time.
static void set_start(struct player *p, const struct media *m, double now_s)
{
    char start[32];
    if (p->stepped)
        return;
    p->cue_s = media_position(m, now_s, NULL) + (m->playing ? PLAYER_LEAD_S : 0);
    snprintf(start, sizeof start, "%.9f", p->cue_s);
    p->mpv->set_option_string(p->handle, "start", start);
}

void player_open(struct player *p, const struct mpv *mpv, const struct film_desc *desc,
                 media_handle media, const struct media *m, double now_s, bool stepped)
{
    *p = (struct player){.mpv = mpv,
                         .desc = desc,
                         .state = PLAYER_OPENING,
                         .media = media,
                         .stepped = stepped,
                         .loop = m->loop,
                         .shown = -1,
                         .seeks = m->seeks,
                         .speed = 1,
                         .latency_s = PLAYER_LEAD_S,
                         .cueing = true};
    p->software =
        desc->renderer == FILM_FITTING ? gpu_software(desc->gpu) : desc->renderer == FILM_SOFTWARE;
    memcpy(p->path, m->path, sizeof p->path);
    init_bell(p);
    p->opened_ns = p->cued_ns = clock_monotonic_ns();
    if (access(p->path, R_OK) != 0) {
        player_fail(p, "it cannot be read: %s", strerror(errno));
        return;
    }
    p->handle = mpv->create();
    if (!p->handle) {
        player_fail(p, "libmpv does not start");
        return;
    }
    set_options(p);
    set_start(p, m, now_s);
    int error = mpv->initialize(p->handle);
    if (error < 0) {
        player_fail(p, "libmpv does not start: %s", mpv->error_string(error));
        return;
    }
    mpv->request_log_messages(p->handle, "error");
    player_observe(p);
    if (open_context(p))
        load(p);
}

void player_close(struct player *p)
{
    p->state = PLAYER_CLOSING;
    atomic_store(&p->listening, true);
    p->idle |= !p->context; // nothing was loaded
    if (!p->idle)
        player_command(p, "stop", NULL, NULL);
}

static void skip_frame(struct player *p)
{
    int skip = 1, wait = 0;
    mpv_render_param params[] = {{MPV_RENDER_PARAM_SKIP_RENDERING, &skip},
                                 {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &wait},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    p->mpv->render_context_render(p->context, params);
}

// Freeing a context while libmpv offers a frame would block for 0.2 s: it is stopped first, and its
// frames are taken until it has.
bool player_bury(struct player *p)
{
    if (!p->idle) {
        player_hear(p);
        if (p->mpv->render_context_update(p->context) & MPV_RENDER_UPDATE_FRAME)
            skip_frame(p);
    }
    if (!p->idle)
        return false;
    if (p->context) {
        p->mpv->render_context_free(p->context);
        gpu_forget(p->desc->gpu);
    }
    if (p->handle)
        p->mpv->terminate_destroy(p->handle);
    picture_finish(&p->picture);
    pthread_cond_destroy(&p->rung);
    pthread_mutex_destroy(&p->mutex);
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
    double ahead_s = 3;
    p->entry = ENTRY_EARLIER;
    p->mpv->set_property_async(p->handle, 0, "hr-seek-demuxer-offset", MPV_FORMAT_DOUBLE, &ahead_s);
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

static bool size_picture(struct player *p)
{
    int64_t limit = gpu_texture_limit(p->desc->gpu);
    struct fault f = {0};
    if (limit > PLAYER_SIDE)
        limit = PLAYER_SIDE;
    if (p->width > limit || p->height > limit)
        player_fail(p, "%d x %d px are too many; allowed are %d a side", (int)p->width,
                    (int)p->height, (int)limit);
    else if (!picture_init(&p->picture, p->desc->gpu, p->software, (int)p->width, (int)p->height,
                           (int)(p->turn % 360 + 360) % 360, &f))
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
    if (!p->picture.width && !size_picture(p))
        return false;
    p->pending = false;
    if (!picture_render(&p->picture, p->mpv, p->context))
        return false;
    if (fresh || !p->rendered)
        p->rendered++;
    return true;
}
