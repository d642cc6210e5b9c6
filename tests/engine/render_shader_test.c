// render: curators' shaders on a canvas: what they are given, what becomes of loops without an end,
// and of files that are saved.
#include "base/log.h"
#include "render/render.h"
#include "window/window.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIDE = 32 };

struct film { // instead of the room film
    int none;
};

const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    return NULL;
}

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct film film;
    struct render *render;
    struct drawlist *list;
    media_handle shader;
    char file[128];
    unsigned char rgba[SIDE * SIDE * 4];
    int said, saves;
    char last[1024];
};

static void keep_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct bench *b = user;
    if (level < LOG_WARNING)
        return;
    b->said++;
    snprintf(b->last, sizeof b->last, "%s", text);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    *state = b;
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", SIDE, SIDE);
    b->list = &b->scene->stages[0].list;
    b->render =
        render_create(&(struct render_desc){.gpu = b->gpu, .text = b->text, .film = &b->film},
                      b->scene, &f);
    if (!b->render)
        fail_msg("%s", f.text);
    snprintf(b->file, sizeof b->file, TEST_BUILD "/shade-%d.frag", (int)getpid());
    log_to(keep_line, b, LOG_DEBUG);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    log_to(NULL, NULL, LOG_INFO);
    remove(b->file);
    render_destroy(b->render);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b);
    return 0;
}

static void save(struct bench *b, const char *text)
{
    FILE *out = fopen(b->file, "wb");
    fputs(text, out);
    fclose(out);
    struct timespec later[2] = {{.tv_sec = 1000000 + ++b->saves}, {.tv_sec = 1000000 + b->saves}};
    utimensat(AT_FDCWD, b->file, later, 0);
}

static const struct media *open_shader(struct bench *b, const char *text)
{
    save(b, text);
    b->shader = media_take(&b->scene->media, MEDIA_SHADER, 0);
    struct media *m = media_find(&b->scene->media, b->shader);
    snprintf(m->path, sizeof m->path, "%s", b->file);
    return m;
}

static void lay(struct bench *b, const struct draw_uniform *uniforms, int count)
{
    struct draw_shade shade;
    memset(&shade, 0, sizeof shade);
    shade.shader = b->shader;
    shade.at[2] = shade.at[3] = SIDE;
    shade.count = count;
    if (count)
        memcpy(shade.uniforms, uniforms, (size_t)count * sizeof *uniforms);
    drawlist_begin(b->list, SIDE, SIDE);
    b->scene->stages[0].picture++;
    assert_true(drawlist_shade(b->list, &shade));
}

static void paint(struct bench *b)
{
    assert_true(render_draw(b->render, b->scene));
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

static double byte_of(double light)
{
    double c = fmin(fmax(light, 0), 1);
    return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055);
}

static void has_light(const struct bench *b, int x, int y, double r, double g, double blue)
{
    const double want[] = {r, g, blue};
    for (int k = 0; k < 3; k++)
        if (fabs(b->rgba[(y * SIDE + x) * 4 + k] - byte_of(want[k])) > 1.5)
            fail_msg("px %d, %d, part %d: %d, not %.2f", x, y, k, b->rgba[(y * SIDE + x) * 4 + k],
                     byte_of(want[k]));
}

static void a_shader_knows_its_place_the_time_and_its_numbers(void **state)
{
    struct bench *b = *state;
    const struct media *m =
        open_shader(b, "uniform float u_glow; uniform vec3 u_tint; uniform int u_many;\n"
                       "void main() { color = vec4(v_at.x, v_at.y * u_glow, u_time_s * 0.1, 1.0);\n"
                       "  if (v_at.x > 0.5) color = vec4(u_tint * float(u_many), 1.0);\n"
                       "  if (u_size_px != vec2(32.0)) color = vec4(1.0); }\n");
    const struct draw_uniform numbers[] = {
        {.name = "glow", .size = 1, .value = {0.5f}},
        {.name = "many", .size = 1, .value = {2}},
        {.name = "tint", .size = 4, .value = {0.1f, 0.2f, 0.3f, 1}}};
    b->scene->now_s = 3;
    lay(b, numbers, 3);
    paint(b);
    assert_int_equal(m->state, MEDIA_READY);
    assert_true(m->moves);
    has_light(b, 8, 20, 8.5 / SIDE, 20.5 / SIDE * 0.5, 0.3);
    has_light(b, 24, 20, 0.2, 0.4, 0.6);
    assert_int_equal(b->said, 0);
}

static void a_shader_samples_what_was_drawn(void **state)
{
    struct bench *b = *state;
    open_shader(b, "uniform mat3 u_turn;\nuniform sampler2D u_picture, u_none;\n"
                   "void main() { for (int i = 0; i < 1; i++)\n"
                   "  color = texture(u_picture, vec2(1.0 - v_at.x, v_at.y));\n"
                   "  color += texture(u_none, v_at); }");
    media_handle picture = media_take(&b->scene->media, MEDIA_CANVAS, 0);
    struct media *m = media_find(&b->scene->media, picture);
    m->width = m->height = SIDE;
    m->state = MEDIA_READY;
    lay(b, &(struct draw_uniform){.name = "picture", .media = picture}, 1);
    struct draw_shade shade = b->list->shades[0];
    drawlist_begin(b->list, SIDE, SIDE);
    assert_true(drawlist_onto(b->list, picture, false));
    float left[] = {0, 0, 8, 0, 8, SIDE, 0, SIDE};
    assert_true(drawlist_fill(b->list, left, 4, (struct color){1, 0.5f, 0, 1}));
    assert_true(drawlist_end(b->list));
    assert_true(drawlist_shade(b->list, &shade));
    paint(b);
    has_light(b, 28, 9, 1, 0.5, 0);
    has_light(b, 4, 9, 0, 0, 0);
}

static void what_does_not_fit_is_told_once(void **state)
{
    struct bench *b = *state;
    open_shader(b, "uniform vec2 u_glow;\nvoid main() { color = vec4(u_glow, 0.25, 1.0); }");
    for (int i = 0; i < 3; i++) {
        lay(b, &(struct draw_uniform){.name = "glow", .size = 3}, 1);
        paint(b);
    }
    assert_int_equal(b->said, 1);
    assert_non_null(strstr(b->last, "u_glow: the shader has another type"));
    has_light(b, 9, 9, 0, 0, 0.25);
}

static void what_is_no_number_is_transparent(void **state)
{
    struct bench *b = *state;
    open_shader(b, "uniform float u_zero;\nvoid main() { color = vec4(u_zero / u_zero); }");
    lay(b, &(struct draw_uniform){.name = "zero", .size = 1}, 1);
    paint(b);
    has_light(b, 9, 9, 0, 0, 0);
}

static void a_loop_without_an_end_ends_and_is_told(void **state)
{
    static const char *const endless[] = {
        "void main() {\n\n while (true) color.r += 1e-4; }",
        "void main() {\n\n for (;;) { color.r += 1e-4; continue; } }",
        "void main() {\n\n do { color.r += 1e-4; } while (color.r < 2.0 || true); }",
        "#define EVER (;;)\nvoid main() {\n for EVER for EVER if (true) color.r += 1e-4; }",
        "float f() {\n float x = 0.0;\n for (int i = 0; i < 9; ) { switch (i) { case 0: x += "
        "1e-4;\n"
        " continue; default: break; } }\n return x; }\nvoid main() { color.r = f(); }",
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        int said = b->said;
        open_shader(b, endless[i]);
        for (int k = 0; k < 3; k++) {
            lay(b, NULL, 0);
            paint(b);
        }
        assert_int_equal(b->said, said + 1);
        assert_non_null(strstr(b->last, ".frag:3: "));
        assert_non_null(strstr(b->last, "more than 8192 steps"));
        assert_int_not_equal(b->rgba[0], 0); // what it had come to is seen
        media_release(&b->scene->media, b->shader);
    }
}

static void a_long_loop_that_ends_is_not_told(void **state)
{
    struct bench *b = *state;
    open_shader(b,
                "void main() { float x = 0.0; for (int i = 0; i < 8000; i++) x += 1.0 / 16000.0;\n"
                "color = vec4(vec3(x), 1.0); }");
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0.5, 0.5, 0.5);
    assert_int_equal(b->said, 0);
}

static void a_faulty_save_is_told_and_the_last_good_one_stays(void **state)
{
    struct bench *b = *state;
    const struct media *m = open_shader(b, "void main() { color = vec4(0.5, 0.0, 0.0, 1.0); }");
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0.5, 0, 0);
    save(b, "// a comment\n\nvoid main() { color = vec4(glow); }");
    gpu_programs_refresh(b->gpu);
    assert_non_null(strstr(b->last, ".frag:3: "));
    assert_non_null(strstr(b->last, "glow"));
    assert_non_null(strstr(b->last, "the last good one stays"));
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0.5, 0, 0);
    save(b, "#define X\n#if X\n#endif\nvoid main() { color = vec4(0.0, 0.5, 0.0, 1.0); }");
    gpu_programs_refresh(b->gpu);
    assert_non_null(strstr(b->last, ".frag:2: this condition is not whole"));
    save(b, "void main() { color = vec4(0.0, 0.5, 0.0, 1.0); }");
    assert_true(gpu_programs_refresh(b->gpu));
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0, 0.5, 0);
    assert_int_equal(m->state, MEDIA_READY);
}

static void a_shader_that_was_never_good_draws_nothing_until_it_is(void **state)
{
    struct bench *b = *state;
    const struct media *m = open_shader(b, "\nvoid main() { color = vec4(1.0) }");
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0, 0, 0);
    assert_int_equal(m->state, MEDIA_FAILED);
    assert_non_null(strstr(m->trouble, ".frag:2: "));
    save(b, "void main() { color = vec4(1.0); }");
    gpu_programs_refresh(b->gpu);
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 1, 1, 1);
    assert_int_equal(m->state, MEDIA_READY);
}

static void a_shader_that_is_saved_with_time_asks_for_a_new_list(void **state)
{
    struct bench *b = *state;
    const struct media *m = open_shader(b, "void main() { color = vec4(1.0); }");
    lay(b, NULL, 0);
    paint(b);
    b->scene->stages[0].redraw = false;
    save(b, "void main() { color = vec4(fract(u_time_s)); }");
    assert_true(gpu_programs_refresh(b->gpu));
    render_draw(b->render, b->scene);
    assert_true(m->moves);
    assert_true(b->scene->stages[0].redraw);
}

// Any bytes, saved over a shader that runs: the canvas goes on.
static void nonsense_that_is_saved_never_harms(void **state)
{
    static const char *const words[] = {"for",        "while",
                                        "do",         "(",
                                        ")",          "{",
                                        "}",          ";",
                                        "true",       "if",
                                        "else",       "int",
                                        "i",          "=",
                                        "0",          "<",
                                        "++",         "color",
                                        "vec4",       "1.0",
                                        "break",      "continue",
                                        "return",     "\n#if 1\n",
                                        "\n#endif\n", "\n#define X for\n",
                                        "X",          ",",
                                        "float",      "a",
                                        "[",          "]",
                                        "switch",     "case",
                                        "main",       "void"};
    struct bench *b = *state;
    uint32_t random = 2026;
    open_shader(b, "void main() { color = vec4(1.0); }");
    for (int turn = 0; turn < 60; turn++) {
        char text[2048] = "void main() { int i = 0; ";
        for (int k = 0; k < 25; k++) {
            random = random * 1664525 + 1013904223;
            size_t n = sizeof words / sizeof *words, used = strlen(text);
            snprintf(text + used, sizeof text - used, "%s ", words[(random >> 8) % n]);
        }
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "color = vec4(1.0); }");
        save(b, text);
        gpu_programs_refresh(b->gpu);
        lay(b, NULL, 0);
        paint(b);
    }
    save(b, "void main() { color = vec4(0.0, 0.0, 1.0, 1.0); }");
    gpu_programs_refresh(b->gpu);
    lay(b, NULL, 0);
    paint(b);
    has_light(b, 9, 9, 0, 0, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_shader_knows_its_place_the_time_and_its_numbers),
        TEST(a_shader_samples_what_was_drawn),
        TEST(what_does_not_fit_is_told_once),
        TEST(what_is_no_number_is_transparent),
        TEST(a_loop_without_an_end_ends_and_is_told),
        TEST(a_long_loop_that_ends_is_not_told),
        TEST(a_faulty_save_is_told_and_the_last_good_one_stays),
        TEST(a_shader_that_was_never_good_draws_nothing_until_it_is),
        TEST(a_shader_that_is_saved_with_time_asks_for_a_new_list),
        TEST(nonsense_that_is_saved_never_harms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
