// Floor of the benches "film", "film-4" and "warpfilm": libmpv's OpenGL renderer and nothing else.
//     floor_film [warp] FILE…
// Each file has a handle of its own and is rendered to a target of its size, which is copied to the
// window, or goes into it through a grid with soft edges; MARK A after the tenth frame, MARK B when
// all have ended (peers/floor/w2_mpv.c).
#include "floor.h"

#include <mpv/client.h>
#include <mpv/render_gl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILMS = 8, FIRST = 10, WIDTH = 1920, HEIGHT = 1080 };

struct film {
    mpv_handle *mpv;
    mpv_render_context *context;
    GLuint texture, framebuffer;
    int64_t width, height;
    bool ended;
};

static void *address(void *user, const char *name)
{
    (void)user;
    return SDL_GL_GetProcAddress(name);
}

static void wake(void *user)
{
    SDL_Event event = {.type = *(Uint32 *)user};
    SDL_PushEvent(&event);
}

static void open_film(struct film *f, const char *file, Uint32 *event)
{
    static const char *const options[][2] = {{"vo", "libmpv"},
                                             {"audio", "no"},
                                             {"hwdec", "no"},
                                             {"osc", "no"},
                                             {"load-scripts", "no"},
                                             {"config", "no"},
                                             {"gpu-hwdec-interop", "no"}};
    f->mpv = mpv_create();
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        mpv_set_option_string(f->mpv, options[i][0], options[i][1]);
    mpv_initialize(f->mpv);
    mpv_opengl_init_params gl = {.get_proc_address = address};
    int advanced = 1;
    mpv_render_param params[] = {{MPV_RENDER_PARAM_API_TYPE, MPV_RENDER_API_TYPE_OPENGL},
                                 {MPV_RENDER_PARAM_OPENGL_INIT_PARAMS, &gl},
                                 {MPV_RENDER_PARAM_ADVANCED_CONTROL, &advanced},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    if (mpv_render_context_create(&f->context, f->mpv, params) < 0)
        floor_end("libmpv", "cannot render here");
    mpv_render_context_set_update_callback(f->context, wake, event);
    const char *command[] = {"loadfile", file, NULL};
    mpv_command(f->mpv, command);
}

static bool open_target(struct film *f)
{
    if (f->framebuffer)
        return true;
    if (mpv_get_property(f->mpv, "dwidth", MPV_FORMAT_INT64, &f->width) < 0 ||
        mpv_get_property(f->mpv, "dheight", MPV_FORMAT_INT64, &f->height) < 0)
        return false;
    glGenTextures(1, &f->texture);
    glBindTexture(GL_TEXTURE_2D, f->texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, (GLsizei)f->width, (GLsizei)f->height, 0,
                 GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    glGenFramebuffers(1, &f->framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, f->framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, f->texture, 0);
    return true;
}

// True when it has a new frame in its target.
static bool render(struct film *f)
{
    if (!(mpv_render_context_update(f->context) & MPV_RENDER_UPDATE_FRAME))
        return false;
    bool open = open_target(f);
    mpv_opengl_fbo fbo = {.fbo = (int)f->framebuffer,
                          .w = open ? (int)f->width : 1,
                          .h = open ? (int)f->height : 1};
    int wait = 0, skip = !open;
    mpv_render_param params[] = {{MPV_RENDER_PARAM_OPENGL_FBO, &fbo},
                                 {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &wait},
                                 {MPV_RENDER_PARAM_SKIP_RENDERING, &skip},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    mpv_render_context_render(f->context, params);
    return open;
}

static void hear(struct film *f)
{
    for (mpv_event *e = mpv_wait_event(f->mpv, 0); e->event_id; e = mpv_wait_event(f->mpv, 0))
        f->ended |= e->event_id == MPV_EVENT_END_FILE || e->event_id == MPV_EVENT_SHUTDOWN;
}

static void copy(const struct film *f, int i, int count)
{
    int across = count > 4 ? 3 : count > 1 ? 2 : 1, w = WIDTH / across, h = HEIGHT / across;
    int x = i % across * w, y = i / across * h;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, f->framebuffer);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glBlitFramebuffer(0, 0, (GLint)f->width, (GLint)f->height, x, y + h, x + w, y,
                      GL_COLOR_BUFFER_BIT, GL_LINEAR);
}

static const char ramp[] =
    "in vec2 uv;\n"
    "out vec4 color;\n"
    "uniform sampler2D picture;\n"
    "void main()\n"
    "{\n"
    "    float a = smoothstep(0.0, 0.15, uv.x) * smoothstep(0.0, 0.15, 1.0 - uv.x);\n"
    "    color = vec4(texture(picture, uv).rgb * pow(a, 1.0 / 2.2), 1);\n"
    "}\n";

struct warp {
    GLuint program, array; // 0: films are copied
    int count;
};

static struct warp open_warp(void)
{
    struct warp w = {.program = floor_program(floor_mesh_vert, ramp), .count = floor_mesh()};
    GLint array = 0;
    glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &array);
    w.array = (GLuint)array;
    return w;
}

static void bend(const struct warp *w, const struct film *f)
{
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glViewport(0, 0, WIDTH, HEIGHT);
    glUseProgram(w->program);
    glBindVertexArray(w->array);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, f->texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glClear(GL_COLOR_BUFFER_BIT);
    glDrawElements(GL_TRIANGLES, w->count, GL_UNSIGNED_SHORT, NULL);
}

int main(int argc, char **argv)
{
    bool warped = argc > 1 && strcmp(argv[1], "warp") == 0;
    int count = argc - 1 - warped, frames = 0, ended = 0;
    if (count < 1 || count > FILMS || (warped && count > 1))
        floor_end("usage", "floor_film [warp] FILE… (1 to 8, 1 through a grid)");
    SDL_Window *window = floor_window(WIDTH, HEIGHT);
    struct warp warp = warped ? open_warp() : (struct warp){0};
    Uint32 event = SDL_RegisterEvents(1);
    struct film films[FILMS] = {0};
    for (int i = 0; i < count; i++)
        open_film(&films[i], argv[1 + warped + i], &event);
    while (ended < count) {
        SDL_Event heard;
        if (SDL_WaitEventTimeout(&heard, 100))
            while (SDL_PollEvent(&heard))
                ;
        bool drew = false;
        ended = 0;
        for (int i = 0; i < count; i++) {
            drew = render(&films[i]) || drew;
            hear(&films[i]);
            ended += films[i].ended;
        }
        if (!drew)
            continue;
        for (int i = 0; i < count; i++)
            if (films[i].framebuffer && warped)
                bend(&warp, &films[i]);
            else if (films[i].framebuffer)
                copy(&films[i], i, count);
        SDL_GL_SwapWindow(window);
        for (int i = 0; i < count; i++)
            mpv_render_context_report_swap(films[i].context);
        if (++frames == FIRST)
            floor_mark('A');
    }
    floor_mark('B');
    _Exit(0);
}
