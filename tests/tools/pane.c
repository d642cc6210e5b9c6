// A window without a display and its gpu, for tests.
#include "tools/pane.h"

#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct heard said;

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    (void)user;
    (void)level;
    said.lines++;
    snprintf(said.last, sizeof said.last, "%s: %s", room, text);
}

void write_text(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

const char flat_vert[] = "layout(location = 0) in vec2 at;\n"
                         "layout(location = 1) in vec4 tint;\n"
                         "uniform vec2 u_size_px;\n"
                         "out vec4 v_tint;\n"
                         "void main()\n"
                         "{\n"
                         "    v_tint = tint;\n"
                         "    gl_Position = vec4(2.0 * at / u_size_px - 1.0, 0.0, 1.0);\n"
                         "}\n";
const char flat_frag[] = "in vec4 v_tint;\n"
                         "out vec4 color;\n"
                         "void main()\n"
                         "{\n"
                         "    color = v_tint;\n"
                         "}\n";

int open_bench(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    strcpy(b->shaders, "/tmp/gpu_test_XXXXXX");
    assert_non_null(mkdtemp(b->shaders));
    char command[1024];
    snprintf(command, sizeof command, "cp '%s'/shaders/present.* '%s'/shaders/copy.* '%s'",
             TEST_ROOT, TEST_ROOT, b->shaders);
    assert_int_equal(system(command), 0);
    write_text(b->shaders, "flat.vert", flat_vert);
    write_text(b->shaders, "flat.frag", flat_frag);
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (!b->windows)
        fail_msg("%s", f.text);
    struct window_desc desc = {.title = "gpu", .size = {WINDOW, WINDOW}};
    assert_int_equal(windows_add(b->windows, &desc, &f), 0);
    windows_current(b->windows, 0);
    b->gpu = gpu_create(windows_gl_address, b->shaders, &f);
    if (!b->gpu)
        fail_msg("%s", f.text);
    log_to(note, NULL, LOG_INFO);
    said.lines = 0;
    *state = b;
    return 0;
}

int close_bench(void **state)
{
    struct bench *b = *state;
    log_to(NULL, NULL, LOG_INFO);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    char command[512];
    snprintf(command, sizeof command, "rm -r '%s'", b->shaders);
    assert_int_equal(system(command), 0);
    free(b);
    return 0;
}

struct gpu_target make_target(struct bench *b, enum gpu_format format, int width, int height)
{
    struct gpu_target t;
    struct fault f = {0};
    if (!gpu_target_init(b->gpu, &t, format, width, height, &f))
        fail_msg("%s", f.text);
    return t;
}

void assert_pixel(const unsigned char *bytes, int width, int x, int y, int r, int g, int b_)
{
    const unsigned char *p = bytes + (y * width + x) * 4;
    if (abs(p[0] - r) > 1 || abs(p[1] - g) > 1 || abs(p[2] - b_) > 1)
        fail_msg("at %d, %d: %d %d %d instead of %d %d %d", x, y, p[0], p[1], p[2], r, g, b_);
}

static const uint32_t square[6] = {0, 1, 2, 0, 2, 3};

void draw_square(struct bench *b, struct gpu_program *p, struct gpu_mesh *m, float x, float y,
                 float side, const float tint[4])
{
    float v[4][6];
    for (int i = 0; i < 4; i++) {
        v[i][0] = x + (i == 1 || i == 2 ? side : 0);
        v[i][1] = y + (i >= 2 ? side : 0);
        memcpy(&v[i][2], tint, 4 * sizeof(float));
    }
    gpu_mesh_upload(b->gpu, m, v[0], 4, square, 6);
    gpu_uniform_2f(p, "u_size_px", 32, 32);
    gpu_mesh_draw(b->gpu, m, 0, 6);
}
