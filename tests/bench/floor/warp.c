// Floor of the bench "warp": a picture through a grid of 16 x 16 cells, into the window.
//     floor_warp bytes|ramp|light|soft|lit PICTURE [FRAMES]
// bytes: as a texture has them; ramp: the same with soft edges left and right
// (peers/floor/w3_floor.c). light: sampled as linear light, written to a target that encodes it,
// copied to the window; soft: the same with soft edges, in linear light. lit: linear light of 16
// bits, and a pass for all that a projector's light goes through (floor/lit.c), into the window.
#include "floor.h"
#include "lit.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1920, HEIGHT = 1080, WARM_UP = 20 };

static const char frag[] = "in vec2 uv;\n"
                           "out vec4 color;\n"
                           "uniform sampler2D picture;\n"
                           "void main()\n"
                           "{\n"
                           "    color = vec4(texture(picture, uv).rgb, 1);\n"
                           "}\n";
#define EDGE                       \
    "in vec2 uv;\n"                \
    "out vec4 color;\n"            \
    "uniform sampler2D picture;\n" \
    "void main()\n"                \
    "{\n"                          \
    "    float a = smoothstep(0.0, 0.15, uv.x) * smoothstep(0.0, 0.15, 1.0 - uv.x);\n"
static const char ramp[] =
    EDGE "    color = vec4(texture(picture, uv).rgb * pow(a, 1.0 / 2.2), 1);\n}\n";
static const char soft[] = EDGE "    color = vec4(texture(picture, uv).rgb * a, 1);\n}\n";

struct target {
    GLuint texture, framebuffer;
};

static struct target open_target(GLenum format)
{
    struct target t;
    glGenTextures(1, &t.texture);
    glBindTexture(GL_TEXTURE_2D, t.texture);
    glTexImage2D(GL_TEXTURE_2D, 0, (GLint)format, WIDTH, HEIGHT, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glGenFramebuffers(1, &t.framebuffer);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, t.framebuffer);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, t.texture, 0);
    return t;
}

// The picture's bytes are linear light when they are sampled.
static GLuint open_light(const char *file)
{
    int width, height;
    unsigned picture = floor_picture(file, &width, &height);
    unsigned char *bytes = malloc((size_t)width * (size_t)height * 4);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, bytes);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 bytes);
    free(bytes);
    return picture;
}

// How a frame is made.
struct way {
    GLuint picture, warp;
    struct target target; // 0: the window
    bool encodes;         // it takes linear light
    struct lit lit;
    int count; // of the mesh' indices
};

static struct way open_way(const char *name, const char *file)
{
    struct way w = {0};
    int width, height;
    bool lit = strcmp(name, "lit") == 0;
    w.encodes = strcmp(name, "light") == 0 || strcmp(name, "soft") == 0;
    w.picture = w.encodes || lit ? open_light(file) : floor_picture(file, &width, &height);
    if (w.encodes || lit)
        w.target = open_target(lit ? GL_RGBA16F : GL_SRGB8_ALPHA8);
    if (lit)
        w.lit = lit_open(WIDTH, HEIGHT);
    w.warp = floor_program(floor_mesh_vert, strcmp(name, "ramp") == 0   ? ramp
                                            : strcmp(name, "soft") == 0 ? soft
                                                                        : frag);
    w.count = floor_mesh();
    return w;
}

static void draw(const struct way *w)
{
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, w->target.framebuffer);
    if (w->encodes)
        glEnable(GL_FRAMEBUFFER_SRGB);
    glUseProgram(w->warp);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, w->picture);
    glClear(GL_COLOR_BUFFER_BIT);
    glDrawElements(GL_TRIANGLES, w->count, GL_UNSIGNED_SHORT, NULL);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    if (w->encodes) {
        glDisable(GL_FRAMEBUFFER_SRGB);
        glBlitFramebuffer(0, 0, WIDTH, HEIGHT, 0, HEIGHT, WIDTH, 0, GL_COLOR_BUFFER_BIT,
                          GL_NEAREST);
    } else if (w->lit.program) {
        lit_pass(&w->lit, w->target.texture);
    }
}

int main(int argc, char **argv)
{
    int frames = floor_number(argc, argv, 3, 300);
    if (argc < 3)
        floor_end("floor_warp", "bytes|ramp|light|soft|lit PICTURE [FRAMES]");
    SDL_Window *window = floor_window(WIDTH, HEIGHT);
    struct way way = open_way(argv[1], argv[2]);
    for (int i = 0; i < WARM_UP + frames; i++) {
        if (i == WARM_UP)
            floor_mark('A');
        for (SDL_Event event; SDL_PollEvent(&event);)
            ;
        draw(&way);
        SDL_GL_SwapWindow(window);
    }
    glFinish();
    floor_mark('B');
    return 0;
}
