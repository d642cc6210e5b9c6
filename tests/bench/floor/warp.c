// Floor of the bench "warp": a picture through a grid of 16 x 16 cells, straight into the window.
//     floor_warp bytes|ramp|light PICTURE [FRAMES]
// bytes: as a texture has them; ramp: the same with soft edges left and right
// (peers/floor/w3_floor.c); light: sampled as linear light, written to a target that encodes it,
// copied to the window.
#include "floor.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1920, HEIGHT = 1080, CELLS = 16, WARM_UP = 20 };

static const char vert[] = "layout(location = 0) in vec4 at;\n"
                           "out vec2 uv;\n"
                           "void main()\n"
                           "{\n"
                           "    uv = at.zw;\n"
                           "    gl_Position = vec4(at.xy * 2.0 - 1.0, 0, 1);\n"
                           "}\n";
static const char frag[] = "in vec2 uv;\n"
                           "out vec4 color;\n"
                           "uniform sampler2D picture;\n"
                           "void main()\n"
                           "{\n"
                           "    color = vec4(texture(picture, uv).rgb, 1);\n"
                           "}\n";
static const char ramp[] =
    "in vec2 uv;\n"
    "out vec4 color;\n"
    "uniform sampler2D picture;\n"
    "void main()\n"
    "{\n"
    "    float a = smoothstep(0.0, 0.15, uv.x) * smoothstep(0.0, 0.15, 1.0 - uv.x);\n"
    "    color = vec4(texture(picture, uv).rgb * pow(a, 1.0 / 2.2), 1);\n"
    "}\n";

// The same points as the station "warp" of tests/bench/installation.lua has.
static float wave(float t)
{
    return 20.78f * t * (t - 0.5f) * (t - 1);
}

static int open_mesh(void)
{
    float vertices[(CELLS + 1) * (CELLS + 1)][4];
    unsigned short indices[CELLS * CELLS * 6];
    int count = 0;
    for (int i = 0; i < (CELLS + 1) * (CELLS + 1); i++) {
        float x = (float)(i % (CELLS + 1)) / CELLS, y = (float)(i / (CELLS + 1)) / CELLS;
        const float vertex[4] = {0.5f + (x - 0.5f) * 0.95f + 0.02f * wave(y),
                                 0.5f + (y - 0.5f) * 0.95f + 0.02f * wave(x), x, y};
        memcpy(vertices[i], vertex, sizeof vertex);
    }
    for (int i = 0; i < CELLS * CELLS; i++) {
        int at = i / CELLS * (CELLS + 1) + i % CELLS;
        const int six[6] = {at, at + 1, at + CELLS + 1, at + CELLS + 1, at + 1, at + CELLS + 2};
        for (int k = 0; k < 6; k++)
            indices[count++] = (unsigned short)six[k];
    }
    GLuint array, buffers[2];
    glGenVertexArrays(1, &array);
    glBindVertexArray(array);
    glGenBuffers(2, buffers);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
    glBufferData(GL_ARRAY_BUFFER, sizeof vertices, vertices, GL_STATIC_DRAW);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 16, NULL);
    glEnableVertexAttribArray(0);
    return count;
}

// A target that encodes light; the picture is decoded when it is sampled.
static void open_light(const char *file)
{
    GLuint target, framebuffer;
    int width, height;
    unsigned picture = floor_picture(file, &width, &height);
    unsigned char *bytes = malloc((size_t)width * (size_t)height * 4);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, bytes);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 bytes);
    free(bytes);
    glGenTextures(1, &target);
    glBindTexture(GL_TEXTURE_2D, target);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_SRGB8_ALPHA8, WIDTH, HEIGHT, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target, 0);
    glBindTexture(GL_TEXTURE_2D, picture);
}

static void draw(int count, bool light)
{
    GLint target = 0;
    glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &target);
    if (light) {
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, (GLuint)target);
        glEnable(GL_FRAMEBUFFER_SRGB);
    }
    glClear(GL_COLOR_BUFFER_BIT);
    glDrawElements(GL_TRIANGLES, count, GL_UNSIGNED_SHORT, NULL);
    if (!light)
        return;
    glDisable(GL_FRAMEBUFFER_SRGB);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
    glBlitFramebuffer(0, 0, WIDTH, HEIGHT, 0, HEIGHT, WIDTH, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

int main(int argc, char **argv)
{
    int frames = floor_number(argc, argv, 3, 300), width, height;
    if (argc < 3)
        floor_end("floor_warp", "bytes|ramp|light PICTURE [FRAMES]");
    bool light = strcmp(argv[1], "light") == 0;
    SDL_Window *window = floor_window(WIDTH, HEIGHT);
    floor_program(vert, strcmp(argv[1], "ramp") == 0 ? ramp : frag);
    int count = open_mesh();
    if (light)
        open_light(argv[2]);
    else
        floor_picture(argv[2], &width, &height);
    for (int i = 0; i < WARM_UP + frames; i++) {
        if (i == WARM_UP)
            floor_mark('A');
        for (SDL_Event event; SDL_PollEvent(&event);)
            ;
        draw(count, light);
        SDL_GL_SwapWindow(window);
    }
    glFinish();
    floor_mark('B');
    return 0;
}
