// What a player keeps from film to film: a libmpv handle, its render context, the bell that
// libmpv's threads ring.
#include "film/private.h"

#include <mpv/render_gl.h>
#include <time.h>

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

static void set_options(struct player *p)
{
    static const char *const options[][2] = {
        {"vo", "libmpv"},
        {"audio", "no"}, // soundtracks are sound/'s
        {"sid", "no"},
        {"osd-level", "0"},
        {"osc", "no"},
        {"title", "-"}, // made for every frame, of a loop's list of 4,000 files
        {"force-media-title", "-"},
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
        {"alpha", "yes"}, // picture.c decides whether it counts
        {"sws-allow-zimg", "yes"},
        {"keep-open", "yes"},
        {"keep-open-pause", "no"},
        {"idle", "yes"},
        {"pause", "yes"},
        {"video-timing-offset", "0"}, // frames come when they are due, not 50 ms before
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        p->mpv->set_option_string(p->handle, options[i][0], options[i][1]);
    if (p->software)
        p->mpv->set_option_string(p->handle, "video-rotate", "no"); // picture.c turns
    if (p->stepped) {
        p->mpv->set_option_string(p->handle, "untimed", "yes");
        p->mpv->set_option_string(p->handle, "framedrop", "no");
        p->mpv->set_option_string(p->handle, "hr-seek-framedrop", "no");
    }
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
    int advanced = 1; // decoded straight into what OpenGL uploads from
    mpv_render_param params[] = {
        {MPV_RENDER_PARAM_API_TYPE, p->software ? software : opengl},
        {MPV_RENDER_PARAM_ADVANCED_CONTROL, &advanced},
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

static void init_bell(struct player *p)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->rung, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_init(&p->listening, true);
    p->belled = true;
}

bool handle_open(struct player *p)
{
    if (!p->belled)
        init_bell(p);
    p->software = p->desc->renderer == FILM_FITTING ? gpu_software(p->desc->gpu)
                                                    : p->desc->renderer == FILM_SOFTWARE;
    p->handle = p->mpv->create();
    if (!p->handle) {
        player_fail(p, "libmpv does not start");
        return false;
    }
    set_options(p);
    int error = p->mpv->initialize(p->handle);
    if (error < 0) {
        player_fail(p, "libmpv does not start: %s", p->mpv->error_string(error));
        return false;
    }
    p->mpv->request_log_messages(p->handle, "error");
    return open_context(p);
}

void handle_close(struct player *p)
{
    if (p->context) {
        p->mpv->render_context_free(p->context);
        gpu_forget(p->desc->gpu);
    }
    if (p->handle)
        p->mpv->terminate_destroy(p->handle);
    p->context = NULL;
    p->handle = NULL;
    if (!p->belled)
        return;
    pthread_cond_destroy(&p->rung);
    pthread_mutex_destroy(&p->mutex);
    p->belled = false;
}
