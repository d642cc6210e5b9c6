// render: bodies in 3D on a canvas. Oracles: the pinhole and Lambert's law in double precision.
#include "base/log.h"
#include "render/private.h"
#include "window/window.h"

#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { WIDE = 320, HIGH = 256 };

static const double pi = 3.14159265358979323846;
static const struct draw_rect all = {0, 0, WIDE, HIGH};
static const struct draw_view front = {0, 0, 1};

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
    char file[128], fifo[128];
    char shaders[128]; // a copy that tests may spoil
    unsigned char rgba[WIDE * HIGH * 4];
    char last[1024];
};

static void keep_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct bench *b = user;
    if (level >= LOG_WARNING)
        snprintf(b->last, sizeof b->last, "%s", text);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    char line[400];
    *state = b;
    snprintf(b->shaders, sizeof b->shaders, TEST_BUILD "/body-shaders-%d", (int)getpid());
    snprintf(line, sizeof line, "cp -r '%s' '%s'", TEST_ROOT "/shaders", b->shaders);
    assert_int_equal(system(line), 0);
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    b->gpu = gpu_create(windows_gl_address, b->shaders, &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", WIDE, HIGH);
    b->list = &b->scene->stages[0].list;
    b->render =
        render_create(&(struct render_desc){.gpu = b->gpu, .text = b->text, .film = &b->film},
                      b->scene, &f);
    if (!b->render)
        fail_msg("%s", f.text);
    log_to(keep_line, b, LOG_DEBUG);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    log_to(NULL, NULL, LOG_INFO);
    if (b->file[0])
        remove(b->file);
    render_destroy(b->render);
    if (b->fifo[0])
        remove(b->fifo);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    char line[200];
    snprintf(line, sizeof line, "rm -r '%s'", b->shaders);
    free(b);
    return system(line);
}

// A file in the build folder that ends so.
static FILE *write_model(struct bench *b, const char *ending)
{
    if (b->file[0])
        remove(b->file);
    snprintf(b->file, sizeof b->file, TEST_BUILD "/body-%d.%s", (int)getpid(), ending);
    return fopen(b->file, "wb");
}

static media_handle open_model(struct bench *b)
{
    media_handle h = media_take(&b->scene->media, MEDIA_MODEL, 0);
    struct media *m = media_find(&b->scene->media, h);
    snprintf(m->path, sizeof m->path, "%s", b->file);
    return h;
}

static void begin(struct bench *b, struct color ground)
{
    drawlist_begin(b->list, WIDE, HIGH);
    b->list->background = ground;
    b->scene->stages[0].picture++;
}

static void paint(struct bench *b)
{
    render_draw(b->render, b->scene);
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

static void show(struct bench *b, media_handle h, struct draw_view view)
{
    begin(b, (struct color){0, 0, 0, 1});
    assert_true(drawlist_model(b->list, h, all, view, (struct color){1, 1, 1, 1}));
    paint(b);
}

static const unsigned char *pixel(const struct bench *b, int x, int y)
{
    return b->rgba + (y * WIDE + x) * 4;
}

// IEC 61966-2-1
static double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double byte_of(double light)
{
    double c = fmin(fmax(light, 0), 1);
    return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055);
}

// Turned about y, then about x, seen through the pinhole: scene/view.h.
static void project(const double p[3], struct draw_view v, double *x, double *y)
{
    double half = 15 * pi / 180;
    double x1 = p[0] * cos(v.turn) + p[2] * sin(v.turn);
    double z1 = -p[0] * sin(v.turn) + p[2] * cos(v.turn);
    double y2 = p[1] * cos(v.tilt) - z1 * sin(v.tilt);
    double z2 = p[1] * sin(v.tilt) + z1 * cos(v.tilt);
    double scale = v.zoom * HIGH / 2.0 / tan(half) / (1 / sin(half) - z2);
    *x = WIDE / 2.0 + scale * x1;
    *y = HIGH / 2.0 - scale * y2;
}

// A small octahedron at each corner of a cube.
static void write_corners(FILE *out, double size)
{
    static const int faces[8][3] = {{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4},
                                    {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}};
    for (int n = 0; n < 8; n++)
        for (int k = 0; k < 6; k++) {
            double p[3] = {n & 1 ? 1 : -1, n & 2 ? 1 : -1, n & 4 ? 1 : -1};
            p[k / 2] += k % 2 ? -size : size;
            fprintf(out, "v %.9f %.9f %.9f\n", 7 + p[0], p[1] - 3, 2 + p[2]);
        }
    for (int n = 0; n < 8; n++)
        for (int k = 0; k < 8; k++)
            fprintf(out, "f %d %d %d\n", 6 * n + faces[k][0] + 1, 6 * n + faces[k][1] + 1,
                    6 * n + faces[k][2] + 1);
    fclose(out);
}

static void corners_lie_where_the_pinhole_says(void **state)
{
    struct bench *b = *state;
    const double size = 0.06, radius = sqrt((1 + size) * (1 + size) + 2);
    const struct draw_view views[] = {
        {0.4f, 0.3f, 1}, {-1.1f, -0.5f, 1}, {0.9f, 0.6f, 0.5f}, {0.45f, 0.2f, 0.8f}};
    write_corners(write_model(b, "obj"), size);
    media_handle h = open_model(b);
    for (int v = 0; v < 4; v++) {
        show(b, h, views[v]);
        for (int n = 0; n < 8; n++) {
            double p[3] = {n & 1 ? 1 : -1, n & 2 ? 1 : -1, n & 4 ? 1 : -1}, x, y;
            double sum = 0, sum_x = 0, sum_y = 0;
            for (int k = 0; k < 3; k++)
                p[k] /= radius;
            project(p, views[v], &x, &y);
            for (int j = (int)y - 8; j <= (int)y + 8; j++)
                for (int i = (int)x - 8; i <= (int)x + 8; i++) {
                    bool lit = i >= 0 && i < WIDE && j >= 0 && j < HIGH && pixel(b, i, j)[1] > 20;
                    sum += lit;
                    sum_x += lit * (i + 0.5);
                    sum_y += lit * (j + 0.5);
                }
            assert_true(sum > 4);
            if (hypot(sum_x / sum - x, sum_y / sum - y) > 1)
                fail_msg("view %d, corner %d lies at %.2f %.2f, not %.2f %.2f", v, n, sum_x / sum,
                         sum_y / sum, x, y);
        }
    }
}

static void write_sphere(FILE *out)
{
    enum { ROWS = 80, AROUND = 160 };
    fprintf(out,
            "ply\nformat ascii 1.0\nelement vertex %d\nproperty float x\nproperty float y\n"
            "property float z\nproperty float nx\nproperty float ny\nproperty float nz\n"
            "property uchar red\nproperty uchar green\nproperty uchar blue\n"
            "element face %d\nproperty list uchar int vertex_indices\nend_header\n",
            (ROWS + 1) * AROUND, ROWS * AROUND);
    for (int n = 0; n <= ROWS; n++)
        for (int k = 0; k < AROUND; k++) {
            double down = pi * n / ROWS, a = 2 * pi * k / AROUND;
            double x = sin(down) * sin(a), y = cos(down), z = sin(down) * cos(a);
            fprintf(out, "%.9f %.9f %.9f %.9f %.9f %.9f 120 140 160\n", x, y, z, x, y, z);
        }
    for (int n = 0; n < ROWS; n++)
        for (int k = 0; k < AROUND; k++) {
            int l = n * AROUND + k, r = n * AROUND + (k + 1) % AROUND;
            fprintf(out, "4 %d %d %d %d\n", l, l + AROUND, r + AROUND, r);
        }
    fclose(out);
}

// Where the eye's ray through a px meets the sphere first: its normal there. False: it does not.
static bool normal_at(double x, double y, double n[3])
{
    double half = 15 * pi / 180, away = 1 / sin(half), f = HIGH / 2.0 / tan(half);
    double d[3] = {(x - WIDE / 2.0) / f, -(y - HIGH / 2.0) / f, -1};
    double dd = d[0] * d[0] + d[1] * d[1] + 1, od = -away;
    double root = od * od - dd * (away * away - 1);
    if (root < 0)
        return false;
    double t = (-od - sqrt(root)) / dd;
    n[0] = t * d[0];
    n[1] = t * d[1];
    n[2] = away - t;
    return true;
}

// Where a lamp's light begins, a face of the mesh is half lit.
static bool is_at_a_border(const double n[3])
{
    double k = -0.557086 * n[0] + 0.631364 * n[1] + 0.539520 * n[2];
    double f = 0.967988 * n[0] + 0.080666 * n[1] - 0.237670 * n[2];
    return fabs(k) < 0.04 || fabs(f) < 0.04;
}

static double lambert(const double n[3], int part)
{
    static const double key[] = {1.02, 0.90, 0.74}, fill[] = {0.303, 0.403, 0.477};
    static const double above[] = {0.072, 0.074, 0.080}, below[] = {0.034, 0.031, 0.028};
    double k = -0.557086 * n[0] + 0.631364 * n[1] + 0.539520 * n[2];
    double f = 0.967988 * n[0] + 0.080666 * n[1] - 0.237670 * n[2];
    double up = 0.5 + 0.5 * n[1];
    return key[part] * fmax(k, 0) + fill[part] * fmax(f, 0) + below[part] +
           (above[part] - below[part]) * up;
}

static void a_sphere_is_lit_by_lambert(void **state)
{
    struct bench *b = *state;
    static const double colors[] = {120, 140, 160};
    write_sphere(write_model(b, "ply"));
    show(b, open_model(b), front);
    int compared = 0;
    for (int y = 4; y < HIGH; y += 9)
        for (int x = 4; x < WIDE; x += 9) {
            double n[3];
            if (!normal_at(x + 0.5, y + 0.5, n) || n[2] < 0.45 || is_at_a_border(n))
                continue; // at the edge an angle of the mesh is many px
            compared++;
            for (int part = 0; part < 3; part++) {
                double want = byte_of(light_of(colors[part]) * lambert(n, part));
                if (fabs(pixel(b, x, y)[part] - want) > 2.5)
                    fail_msg("px %d, %d, part %d: %d, not %.1f", x, y, part, pixel(b, x, y)[part],
                             want);
            }
        }
    assert_true(compared > 200);
}

static void a_sphere_touches_the_shorter_side_with_soft_edges(void **state)
{
    struct bench *b = *state;
    double covered = 0;
    int between = 0;
    write_sphere(write_model(b, "ply"));
    media_handle h = open_model(b);
    begin(b, (struct color){1, 1, 1, 1});
    assert_true(drawlist_model(b->list, h, all, front, (struct color){0, 0, 0, 1})); // a black tint
    paint(b);
    for (int i = 0; i < WIDE * HIGH; i++) {
        double share = 1 - light_of(b->rgba[4 * i]);
        covered += share;
        between += share > 0.1 && share < 0.9;
    }
    assert_float_equal(covered, pi * HIGH * HIGH / 4, 0.004 * pi * HIGH * HIGH / 4);
    assert_true(between > 300); // of 804 px of its edge
    assert_true(light_of(pixel(b, WIDE / 2, 1)[0]) < 0.7);
    assert_true(light_of(pixel(b, WIDE / 2, HIGH - 2)[0]) < 0.7);
}

// A small plate before a large one; red, green: which side of which.
static void write_plates(FILE *out)
{
    fputs("ply\nformat ascii 1.0\nelement vertex 8\nproperty float x\nproperty float y\n"
          "property float z\nproperty uchar red\nproperty uchar green\nproperty uchar blue\n"
          "element face 2\nproperty list uchar int vertex_indices\nend_header\n"
          "-1 -1 -0.5 255 0 0\n1 -1 -0.5 255 0 0\n1 1 -0.5 255 0 0\n-1 1 -0.5 255 0 0\n"
          "-0.4 -0.4 0.5 0 255 0\n0.4 -0.4 0.5 0 255 0\n0.4 0.4 0.5 0 255 0\n"
          "-0.4 0.4 0.5 0 255 0\n4 4 5 6 7\n4 0 1 2 3\n",
          out);
    fclose(out);
}

static void what_is_nearer_hides_what_is_farther(void **state)
{
    struct bench *b = *state;
    write_plates(write_model(b, "ply"));
    media_handle h = open_model(b);
    show(b, h, front);
    assert_true(pixel(b, WIDE / 2, HIGH / 2)[1] > 100);
    assert_int_equal(pixel(b, WIDE / 2, HIGH / 2)[0], 0);
    assert_true(pixel(b, WIDE / 2 - 50, HIGH / 2)[0] > 100);
    show(b, h, (struct draw_view){(float)pi, 0, 1}); // its back is lit as well
    assert_true(pixel(b, WIDE / 2, HIGH / 2)[0] > 100);
    assert_int_equal(pixel(b, WIDE / 2, HIGH / 2)[1], 0);
}

static void a_body_is_painted_again_only_when_it_is_seen_otherwise(void **state)
{
    struct bench *b = *state;
    write_plates(write_model(b, "ply"));
    media_handle h = open_model(b);
    show(b, h, front);
    show(b, h, front);
    show(b, h, front);
    assert_int_equal(models_painted(b->render->models), 1);
    show(b, h, (struct draw_view){0.1f, 0, 1});
    assert_int_equal(models_painted(b->render->models), 2);
}

static void a_body_is_painted_again_when_its_shader_was_saved(void **state)
{
    struct bench *b = *state;
    char path[160];
    write_plates(write_model(b, "ply"));
    media_handle h = open_model(b);
    show(b, h, front);
    assert_int_equal(pixel(b, WIDE / 2, HIGH / 2)[2], 0);
    snprintf(path, sizeof path, "%s/solid.frag", b->shaders);
    FILE *out = fopen(path, "w");
    fputs("out vec4 color;\nvoid main() { color = vec4(0.0, 0.0, 1.0, 1.0); }\n", out);
    fclose(out);
    assert_true(gpu_programs_refresh(b->gpu));
    show(b, h, front);
    assert_int_equal(pixel(b, WIDE / 2, HIGH / 2)[2], 255);
}

// As live: a thread reads, frames go on. The test ends while it reads a file that never ends.
static void bodies_are_read_while_frames_go_on(void **state)
{
    struct bench *b = *state;
    b->scene->stepped = false;
    write_plates(write_model(b, "ply"));
    media_handle h = open_model(b);
    show(b, h, front);
    while (media_find(&b->scene->media, h)->state == MEDIA_OPENING) {
        poll(NULL, 0, 1);
        show(b, h, front);
    }
    assert_true(pixel(b, WIDE / 2, HIGH / 2)[1] > 100);
    media_release(&b->scene->media, h);
    FILE *out = write_model(b, "obj");
    fprintf(out, "mtllib slow-%d.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", (int)getpid());
    fclose(out);
    snprintf(b->fifo, sizeof b->fifo, TEST_BUILD "/slow-%d.mtl", (int)getpid());
    assert_int_equal(mkfifo(b->fifo, 0600), 0);
    h = open_model(b);
    show(b, h, front); // what is gone is shown no more, what comes not yet
    for (int i = 0; i < WIDE * HIGH; i++)
        assert_int_equal(b->rgba[4 * i + 1], 0);
    assert_int_equal(media_find(&b->scene->media, h)->state, MEDIA_OPENING);
}

static void two_views_of_one_body_stand_side_by_side(void **state)
{
    struct bench *b = *state;
    write_plates(write_model(b, "ply"));
    media_handle h = open_model(b);
    const struct draw_rect left = {0, 0, 160, HIGH}, right = {160, 0, 160, HIGH};
    begin(b, (struct color){0, 0, 0, 1});
    assert_true(drawlist_model(b->list, h, left, front, (struct color){1, 1, 1, 1}));
    assert_true(drawlist_model(b->list, h, right, (struct draw_view){(float)pi, 0, 1},
                               (struct color){1, 1, 1, 0.5f}));
    paint(b);
    assert_true(pixel(b, 80, HIGH / 2)[1] > 100);
    assert_int_equal(pixel(b, 80, HIGH / 2)[0], 0);
    assert_int_equal(pixel(b, 240, HIGH / 2)[1], 0);
    double whole = light_of(255) * lambert((const double[]){0, 0, 1}, 0);
    assert_float_equal(pixel(b, 240, HIGH / 2)[0], byte_of(0.5 * whole), 2.5);
}

static void a_broken_body_is_told_and_nothing_is_shown(void **state)
{
    struct bench *b = *state;
    FILE *out = write_model(b, "glb");
    fputs("glTF\2 and no more", out);
    fclose(out);
    media_handle h = open_model(b);
    show(b, h, front);
    assert_int_equal(media_find(&b->scene->media, h)->state, MEDIA_FAILED);
    assert_non_null(strstr(b->last, b->file));
    for (int i = 0; i < WIDE * HIGH; i++)
        assert_int_equal(b->rgba[4 * i], 0);
}

static void no_more_than_sixteen_are_open(void **state)
{
    struct bench *b = *state;
    media_handle h[MODELS + 1];
    write_plates(write_model(b, "ply"));
    for (int i = 0; i <= MODELS; i++)
        h[i] = open_model(b);
    show(b, h[MODELS], front);
    assert_int_equal(media_find(&b->scene->media, h[MODELS])->state, MEDIA_OPENING);
    assert_non_null(strstr(b->last, "16 models are open already"));
    media_release(&b->scene->media, h[3]);
    show(b, h[MODELS], front);
    assert_int_equal(media_find(&b->scene->media, h[MODELS])->state, MEDIA_READY);
    assert_true(pixel(b, WIDE / 2, HIGH / 2)[1] > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(corners_lie_where_the_pinhole_says, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sphere_is_lit_by_lambert, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sphere_touches_the_shorter_side_with_soft_edges, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_nearer_hides_what_is_farther, setup, teardown),
        cmocka_unit_test_setup_teardown(a_body_is_painted_again_only_when_it_is_seen_otherwise,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_body_is_painted_again_when_its_shader_was_saved, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(bodies_are_read_while_frames_go_on, setup, teardown),
        cmocka_unit_test_setup_teardown(two_views_of_one_body_stand_side_by_side, setup, teardown),
        cmocka_unit_test_setup_teardown(a_broken_body_is_told_and_nothing_is_shown, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(no_more_than_sixteen_are_open, setup, teardown),
    };
    return cmocka_run_group_tests_name("render_model", tests, NULL, NULL);
}
