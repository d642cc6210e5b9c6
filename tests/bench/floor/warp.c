// Floor of the bench "warp": a picture through a grid of 16 x 16 cells, into the window.
//     floor_warp bytes|ramp|light|soft|same|lit PICTURE [FRAMES]
// bytes: as a texture has them; ramp: the same with soft edges left and right
// (peers/floor/w3_floor.c). light: sampled as linear light, written to a target that encodes it,
// copied to the window; soft: the same with soft edges, in linear light. same: what ours does with
// soft edges, by one program into the window: the picture copied anew, linear light, sRGB, dither.
// lit: linear light of 16 bits, and a pass for all that a projector's light goes through
// (floor/lit.c), into the window.
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

static const char same[] =
    EDGE "    vec3 light = texture(picture, uv).rgb * a;\n"
         "    vec3 value = mix(1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, 12.92 * light,\n"
         "                     lessThanEqual(light, vec3(0.0031308)));\n"
         "    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, "
         "0.00583715))));\n"
         "    color = vec4(floor(value * 255.0 + 0.125 + 0.75 * noise) / 255.0, 1);\n"
         "}\n";

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
    struct target target;       // 0: the window
    struct target canvas, laid; // of "same": the picture is copied from one to the other
    bool encodes;               // it takes linear light
    struct lit lit;
    int count; // of the mesh' indices
};

static GLuint framebuffer_of(GLuint texture)
{
    GLuint id;
    glGenFramebuffers(1, &id);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, id);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    return id;
}

static void open_canvas(struct way *w)
{
    w->canvas = (struct target){w->picture, framebuffer_of(w->picture)};
    w->laid = open_target(GL_SRGB8_ALPHA8);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    w->picture = w->laid.texture;
}

// As memory: both sides are sRGB, and the framebuffer takes it.
static void lay_anew(const struct way *w)
{
    glBindFramebuffer(GL_READ_FRAMEBUFFER, w->canvas.framebuffer);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, w->laid.framebuffer);
    glEnable(GL_FRAMEBUFFER_SRGB);
    glBlitFramebuffer(0, 0, WIDTH, HEIGHT, 0, 0, WIDTH, HEIGHT, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glDisable(GL_FRAMEBUFFER_SRGB);
}

static struct way open_way(const char *name, const char *file)
{
    struct way w = {0};
    int width, height;
    bool lit = strcmp(name, "lit") == 0;
    w.encodes = strcmp(name, "light") == 0 || strcmp(name, "soft") == 0;
    bool anew = strcmp(name, "same") == 0;
    w.picture = w.encodes || lit || anew ? open_light(file) : floor_picture(file, &width, &height);
    if (w.encodes || lit)
        w.target = open_target(lit ? GL_RGBA16F : GL_SRGB8_ALPHA8);
    if (lit)
        w.lit = lit_open(WIDTH, HEIGHT);
    if (anew)
        open_canvas(&w);
    w.warp = floor_program(floor_mesh_vert, anew                        ? same
                                            : strcmp(name, "ramp") == 0 ? ramp
                                            : strcmp(name, "soft") == 0 ? soft
                                                                        : frag);
    w.count = floor_mesh();
    return w;
}

static void draw(const struct way *w)
{
    if (w->laid.framebuffer)
        lay_anew(w);
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
        floor_end("floor_warp", "bytes|ramp|light|soft|same|lit PICTURE [FRAMES]");
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
