// Canvases painted and outputs read, without a window.
#include "tools/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int open_bench(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (b->windows)
        b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    if (!b->gpu)
        fail_msg("%s", f.text);
    *state = b;
    return 0;
}

int close_bench(void **state)
{
    struct bench *b = *state;
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b);
    return 0;
}

struct gpu_target canvas_of(struct bench *b, int width, int height, const unsigned char *rgba)
{
    struct gpu_target t;
    struct fault f = {0};
    if (!gpu_target_init(b->gpu, &t, GPU_SRGBA8, width, height, &f))
        fail_msg("%s", f.text);
    gpu_texture_upload(b->gpu, &t.texture, 0, 0, width, height, rgba, 0);
    return t;
}

void open_view(struct view *v, struct bench *b, const struct mapping_desc *desc)
{
    struct fault f = {0};
    v->bench = b;
    v->mapping = mapping_create(desc, &f);
    v->surfaces = v->mapping ? surfaces_create(b->gpu, desc, v->mapping, &f) : NULL;
    if (!v->surfaces)
        fail_msg("%s", f.text);
}

void show(struct view *v)
{
    const struct gpu_target *canvases[3] = {&v->canvases[0], &v->canvases[1], &v->canvases[2]};
    surfaces_show(v->surfaces, canvases, v->canvas_count);
}

unsigned char *look(struct view *v, int output)
{
    const struct gpu_target *t = surfaces_output(v->surfaces, output);
    unsigned char *rgba = malloc((size_t)t->texture.width * (size_t)t->texture.height * 4);
    gpu_target_read(v->bench->gpu, t, rgba);
    return rgba;
}

void close_view(struct view *v)
{
    for (int i = 0; i < v->canvas_count; i++)
        gpu_target_finish(&v->canvases[i]);
    surfaces_destroy(v->surfaces);
    mapping_destroy(v->mapping);
}

unsigned char *noise(int width, int height)
{
    unsigned char *bytes = malloc((size_t)width * (size_t)height * 4);
    unsigned seed = 99;
    for (int i = 0; i < width * height * 4; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = i % 4 == 3 ? 255 : (unsigned char)(seed >> 24);
    }
    return bytes;
}

unsigned char *plain(int width, int height, unsigned char value)
{
    unsigned char *bytes = malloc((size_t)width * (size_t)height * 4);
    memset(bytes, value, (size_t)width * (size_t)height * 4);
    for (int i = 3; i < width * height * 4; i += 4)
        bytes[i] = 255;
    return bytes;
}

double light_of(unsigned char byte)
{
    double c = byte / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

// Where the light around a point has its middle.
struct vec2 centroid(const unsigned char *rgba, int width, int height, struct vec2 around,
                     int reach)
{
    double sum = 0, x_sum = 0, y_sum = 0;
    for (int y = (int)around.y - reach; y <= (int)around.y + reach; y++) {
        for (int x = (int)around.x - reach; x <= (int)around.x + reach; x++) {
            if (x < 0 || y < 0 || x >= width || y >= height)
                continue;
            double light = light_of(rgba[(y * width + x) * 4]);
            sum += light;
            x_sum += light * (x + 0.5);
            y_sum += light * (y + 0.5);
        }
    }
    return (struct vec2){x_sum / sum, y_sum / sum};
}

// A round dot with a soft edge.
void put_dot(unsigned char *rgba, int width, struct vec2 at, double radius)
{
    for (int y = (int)(at.y - radius - 2); y <= (int)(at.y + radius + 2); y++) {
        for (int x = (int)(at.x - radius - 2); x <= (int)(at.x + radius + 2); x++) {
            double covered = radius + 0.5 - hypot(x + 0.5 - at.x, y + 0.5 - at.y);
            covered = covered < 0 ? 0 : covered > 1 ? 1 : covered;
            double byte =
                covered <= 0.0031308 ? 12.92 * covered : 1.055 * pow(covered, 1 / 2.4) - 0.055;
            memset(rgba + (y * width + x) * 4, (int)(byte * 255 + 0.5), 3);
        }
    }
}
