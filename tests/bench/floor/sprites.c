// Floor of the bench "sprites": COUNT rotating pictures moved in C, one draw call a frame.
//     floor_sprites inst|quad PICTURE [COUNT [FRAMES]]
// inst: an instance of x, y, cos, sin for each; quad: four corners for each, computed here. After
// peers/floor/w1_floor.c: the same generator, the same speeds, the same edges.
#include "floor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1280, HEIGHT = 720, WARM_UP = 30 };

struct sprite {
    float x, y, vx, vy, angle, spin;
};

static const char instance_vert[] =
    "layout(location = 0) in vec4 at;\n"
    "out vec2 uv;\n"
    "void main()\n"
    "{\n"
    "    uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
    "    vec2 d = (uv - 0.5) * 32.0;\n"
    "    vec2 p = vec2(d.x * at.z - d.y * at.w, d.x * at.w + d.y * at.z) + at.xy;\n"
    "    gl_Position = vec4(p.x / 640.0 - 1.0, 1.0 - p.y / 360.0, 0, 1);\n"
    "}\n";

static const char corner_vert[] =
    "layout(location = 0) in vec4 at;\n"
    "out vec2 uv;\n"
    "void main()\n"
    "{\n"
    "    uv = at.zw;\n"
    "    gl_Position = vec4(at.x / 640.0 - 1.0, 1.0 - at.y / 360.0, 0, 1);\n"
    "}\n";

static const char frag[] = "in vec2 uv;\n"
                           "out vec4 color;\n"
                           "uniform sampler2D picture;\n"
                           "void main()\n"
                           "{\n"
                           "    color = texture(picture, uv);\n"
                           "}\n";

// Lehmer's generator: s = s * 16807 mod 2^31 - 1.
static double chance(double *s)
{
    *s = fmod(*s * 16807, 2147483647);
    return *s / 2147483647;
}

static void scatter(struct sprite *sprites, int count)
{
    double s = 42;
    for (int i = 0; i < count; i++) {
        struct sprite *p = &sprites[i];
        p->x = (float)(chance(&s) * WIDTH);
        p->y = (float)(chance(&s) * HEIGHT);
        p->vx = (float)((chance(&s) - 0.5) * 6);
        p->vy = (float)((chance(&s) - 0.5) * 6);
        p->angle = (float)(chance(&s) * 6.2831853);
        p->spin = (float)((chance(&s) - 0.5) * 0.2);
    }
}

static void move(struct sprite *sprites, int count)
{
    for (int i = 0; i < count; i++) {
        struct sprite *p = &sprites[i];
        p->x += p->vx;
        p->y += p->vy;
        p->angle += p->spin;
        if (p->x < 0 || p->x > WIDTH)
            p->vx = -p->vx;
        if (p->y < 0 || p->y > HEIGHT)
            p->vy = -p->vy;
    }
}

static void write_instances(const struct sprite *sprites, int count, float *to)
{
    for (int i = 0; i < count; i++, to += 4) {
        to[0] = sprites[i].x;
        to[1] = sprites[i].y;
        to[2] = cosf(sprites[i].angle);
        to[3] = sinf(sprites[i].angle);
    }
}

static void write_corners(const struct sprite *sprites, int count, float *to)
{
    for (int i = 0; i < count; i++, to += 16) {
        const struct sprite *p = &sprites[i];
        float c = cosf(p->angle) * 16, s = sinf(p->angle) * 16;
        const float corners[16] = {p->x - c + s, p->y - s - c, 0, 0,
                                   p->x + c + s, p->y + s - c, 1, 0,
                                   p->x - c - s, p->y - s + c, 0, 1,
                                   p->x + c - s, p->y + s + c, 1, 1};
        memcpy(to, corners, sizeof corners);
    }
}

static void open_buffers(bool instances, int count)
{
    GLuint array, buffers[2];
    glGenVertexArrays(1, &array);
    glBindVertexArray(array);
    glGenBuffers(2, buffers);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 16, NULL);
    glEnableVertexAttribArray(0);
    if (instances) {
        glVertexAttribDivisor(0, 1);
        return;
    }
    size_t size = (size_t)count * 6 * sizeof(unsigned);
    unsigned *indices = malloc(size);
    for (int i = 0; indices && i < count; i++)
        for (int k = 0; k < 6; k++)
            indices[i * 6 + k] = (unsigned)(i * 4 + (const int[]){0, 1, 2, 2, 1, 3}[k]);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)size, indices, GL_STATIC_DRAW);
    free(indices);
}

static void draw(bool instances, int count, const float *floats)
{
    GLsizeiptr size = (GLsizeiptr)count * (instances ? 16 : 64);
    glBufferData(GL_ARRAY_BUFFER, size, NULL, GL_STREAM_DRAW);
    glBufferSubData(GL_ARRAY_BUFFER, 0, size, floats);
    glClear(GL_COLOR_BUFFER_BIT);
    if (instances)
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count);
    else
        glDrawElements(GL_TRIANGLES, count * 6, GL_UNSIGNED_INT, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        floor_end("usage", "floor_sprites inst|quad PICTURE [COUNT [FRAMES]]");
    bool instances = strcmp(argv[1], "inst") == 0;
    int count = floor_number(argc, argv, 3, 10000), frames = floor_number(argc, argv, 4, 300);
    int width, height;
    SDL_Window *window = floor_window(WIDTH, HEIGHT);
    floor_picture(argv[2], &width, &height);
    floor_program(instances ? instance_vert : corner_vert, frag);
    open_buffers(instances, count);
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    struct sprite *sprites = malloc((size_t)count * sizeof *sprites);
    float *floats = malloc((size_t)count * 64);
    if (!sprites || !floats)
        floor_end("sprites", "no memory");
    scatter(sprites, count);
    for (int frame = 1; frame <= WARM_UP + frames; frame++) {
        for (SDL_Event event; SDL_PollEvent(&event);)
            continue;
        move(sprites, count);
        (instances ? write_instances : write_corners)(sprites, count, floats);
        draw(instances, count, floats);
        SDL_GL_SwapWindow(window);
        if (frame == WARM_UP || frame == WARM_UP + frames)
            floor_mark(frame == WARM_UP ? 'A' : 'B');
    }
    return 0;
}
