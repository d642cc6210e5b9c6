// staff: what staff reads over an output, and how it comes there. Oracles: the words that are laid,
// counted by hand; IEC 61966-2-1 and "over" in double precision for what is laid over light.
#include "base/clock.h"
#include "render/render.h"
#include "staff/staff.h"
#include "surfaces/surfaces.h"
#include "window/window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// ---- the words

static bool says(const struct drawlist *l, const char *words)
{
    for (uint32_t i = 0; i < l->command_count; i++) {
        const struct draw_command *c = &l->commands[i];
        size_t length = strlen(words);
        for (uint32_t k = 0; c->op == DRAW_TEXT && k + length <= c->text.length; k++)
            if (memcmp(l->bytes + c->text.bytes + k, words, length) == 0)
                return true;
    }
    return false;
}

static void lay(const struct staff_facts *f, struct drawlist *l)
{
    staff_draw(f, l, 1280, 720);
    assert_int_equal(l->refused, 0);
}

static void every_fact_is_said(void **state)
{
    struct staff_meter meter = {
        .asked = 1234, .presented = 1200, .late = 7, .last = {1, 61, 60, 59, 3, {0}, 21.5, 300}};
    meter.last.rooms_ms[STAFF_SCRIPT] = 135.25;
    struct staff_facts f = {
        .station = "facade",
        .output = "nord",
        .now_s = 90,
        .rate_hz = 30,
        .meter = &meter,
        .scene_count = 2,
        .scenes = {{.stage = "wall",
                    .name = "forge",
                    .cpu_ms = 42.5,
                    .worst_ms = 9.5,
                    .budget_ms = 8,
                    .memory_mib = 1.5,
                    .memory_most_mib = 64,
                    .back_in_s = -1,
                    .fingers = 10,
                    .phase = VISIT_ASKING,
                    .visits = 12,
                    .left_s = 7},
                   {.stage = "frieze",
                    .name = "trace",
                    .back_in_s = 4,
                    .phase = VISIT_ON,
                    .visits = 3,
                    .idle_s = 41}},
        .films = 3,
        .films_run = 2,
        .voices = 5,
        .voices_run = 4,
        .pictures = 6,
        .show = {.cue = "accueil", .next = "forge", .since_s = 80, .coming_in = 5},
        .hold_count = 3,
        .holds = {{.station = "wall", .held = true, .by = "kiosk/screen", .until_s = 102},
                  {.station = "sound",
                   .held = true,
                   .by = "kiosk/screen",
                   .until_s = 95,
                   .waiting = 2,
                   .who = {"hall/left", "hall/right"}},
                  {.station = "figure"}},
        .fault_count = 1,
        .faults = {{LOG_ERROR, "script", "scenes/forge/scene.lua:12: no", 3}}};
    struct drawlist l = {0};
    lay(&f, &l);
    static const char *const words[] = {
        "facade / nord",
        "61 run, 60 asked, 59 shown",
        "late  3, 7 since",
        "1234 asked, 1200 shown",
        "135.2",
        "the worst frame 21.5 ms",
        "wall: forge",
        "42.5 ms/s, worst 9.5",
        "1.5 of 64 MiB",
        "10 fingers",
        "visit 12: more time? ends in 7 s",
        "visit 3, idle for 41 s",
        "begins anew in 4 s",
        "films 3, 2 run",
        "voices 5, 4 sound",
        "pictures 6",
        "accueil, for 10 s",
        "next forge, in 5 s",
        "wall: kiosk/screen, 12 s left",
        "sound: kiosk/screen, 5 s left, then hall/left (2)",
        "figure: free",
        "scenes/forge/scene.lua:12: no (again and again)",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!says(&l, words[i]))
            fail_msg("\"%s\" is not said", words[i]);
    drawlist_finish(&l);
}

static void texts_that_lack_are_counted_where_there_are_any(void **state)
{
    static const char *const said[] = {NULL, "1 text of the interface not translated",
                                       "12 texts of the interface not translated"};
    static const int lacking[] = {0, 1, 12};
    struct staff_meter meter = {0};
    for (int i = 0; i < 3; i++) {
        struct staff_facts f = {.meter = &meter, .lacking = lacking[i]};
        struct drawlist l = {0};
        lay(&f, &l);
        assert_int_equal(says(&l, "not translated"), i > 0);
        assert_true(!said[i] || says(&l, said[i]));
        drawlist_finish(&l);
    }
}

static void what_is_open_is_counted(void **state)
{
    struct scene *scene = scene_create("kiosk");
    scene_stage_add(scene, "screen", 640, 480);
    scene->stages[0].fingers = 2;
    scene->holds[2] = (struct hold){.station = "facade", .held = true, .by = "kiosk/screen"};
    static const enum media_kind kinds[] = {MEDIA_PICTURE, MEDIA_FILM, MEDIA_FILM, MEDIA_SOUND};
    for (int i = 0; i < 4; i++) {
        struct media *m = media_find(&scene->media, media_take(&scene->media, kinds[i], 0));
        m->playing = i == 1 || i == 3;
        m->audible = i != 2;
    }
    struct staff_facts f = {0};
    staff_gather(&f, scene);
    assert_int_equal(f.pictures, 1);
    assert_int_equal(f.films, 2);
    assert_int_equal(f.films_run, 1);
    assert_int_equal(f.voices, 2);
    assert_int_equal(f.voices_run, 2);
    assert_int_equal(f.scenes[0].fingers, 2);
    assert_int_equal(f.hold_count, 1);
    assert_string_equal(f.holds[0].station, "facade");
    assert_string_equal(f.scenes[0].stage, "screen");
    scene_destroy(scene);
}

static void burn_cpu(int64_t ns)
{
    for (int64_t until = clock_thread_cpu_ns() + ns; clock_thread_cpu_ns() < until;)
        ;
}

static void each_room_is_charged_for_its_own_work(void **state)
{
    struct staff_meter m = {.on = true};
    for (int i = 0; i < 11; i++) { // the eleventh closes the second of ten
        staff_begin(&m, i * 0.1 + 5);
        if (i == 10)
            break;
        staff_lap(&m, STAFF_SHOW);
        burn_cpu(2000000);
        staff_lap(&m, STAFF_SCRIPT);
        staff_end(&m, true, i % 2 == 0, i == 3);
    }
    staff_begin(&m, 6.1);
    assert_int_equal(m.asked, 10);
    assert_int_equal(m.presented, 5);
    assert_int_equal(m.late, 1);
    double script = 0, show = 0;
    script = m.last.rooms_ms[STAFF_SCRIPT];
    show = m.last.rooms_ms[STAFF_SHOW];
    assert_true(script >= 2.0 * (m.last.frames - 1));
    assert_true(show < script);
    assert_true(m.last.worst_ms >= 2.0);
    assert_int_equal(m.recent_count, 10);
}

static void a_meter_that_is_off_reads_no_clock(void **state)
{
    struct staff_meter m = {0};
    staff_begin(&m, 0);
    burn_cpu(1000000);
    staff_lap(&m, STAFF_SCRIPT);
    staff_end(&m, true, true, false);
    assert_int_equal(m.rooms_ns[STAFF_SCRIPT], 0);
    assert_int_equal(m.asked, 1);
}

static void the_last_faults_are_kept_newest_first(void **state)
{
    struct log_line lines[LOG_RECENT];
    log_to(NULL, NULL, LOG_ERROR); // infos are not kept, whatever is printed
    log_error("film", "first");
    for (int i = 0; i < 3; i++)
        log_error("script", "again");
    log_info("engine", "nothing wrong");
    assert_true(log_recent(lines, LOG_RECENT) >= 2);
    assert_string_equal(lines[0].text, "again");
    assert_string_equal(lines[0].room, "script");
    assert_int_equal(lines[0].times, 3);
    assert_string_equal(lines[1].text, "first");
    for (int i = 0; i < 3 * LOG_RECENT; i++)
        log_error("film", "number %d", i);
    assert_int_equal(log_recent(lines, LOG_RECENT), LOG_RECENT);
    assert_string_equal(lines[LOG_RECENT - 1].text, "number 32");
    log_to(NULL, NULL, LOG_INFO);
}

// ---- over an output

enum { SIDE = 64 };

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct render *render;
    struct mapping *mapping;
    struct surfaces *surfaces;
    unsigned char rgba[SIDE * SIDE * 4];
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    const struct vec2 square[4] = {{0, 0}, {SIDE, 0}, {SIDE, SIDE}, {0, SIDE}};
    const struct vec2 bent[4] = {{8, 4}, {60, 0}, {56, 60}, {2, 50}};
    struct mapping_desc light = {.surface_count = 1, .output_count = 1};
    light.surfaces[0] = (struct mapping_surface){.size = {SIDE, SIDE}};
    light.outputs[0] = (struct mapping_output){.size = {SIDE, SIDE}};
    memcpy(light.surfaces[0].corners, square, sizeof square);
    memcpy(light.outputs[0].corners, bent, sizeof bent);
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", SIDE, SIDE);
    scene_overlay_add(b->scene, SIDE, SIDE);
    b->render = render_create(&(struct render_desc){.gpu = b->gpu, .text = b->text}, b->scene, &f);
    b->mapping = mapping_create(&light, &f);
    b->surfaces = surfaces_create(b->gpu, &light, b->mapping, &f);
    if (!b->render || !b->surfaces)
        fail_msg("%s", f.text);
    b->scene->stages[0].list.background = (struct color){0.5f, 0.5f, 0.5f, 1};
    *state = b;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    surfaces_destroy(b->surfaces);
    mapping_destroy(b->mapping);
    render_destroy(b->render);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b);
    return 0;
}

static bool frame(struct bench *b)
{
    bool drawn = render_draw(b->render, b->scene);
    const struct gpu_target *canvas = render_target(b->render, 0);
    if (drawn) {
        surfaces_show(b->surfaces, &canvas, 1);
        if (render_overlay(b->render, 0))
            surfaces_overlay(b->surfaces, 0, render_overlay(b->render, 0));
    }
    gpu_target_read(b->gpu, surfaces_output(b->surfaces, 0), b->rgba);
    return drawn;
}

static double encode(double light)
{
    double c = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
    return 255 * c;
}

static const unsigned char *px(const struct bench *b, int x, int y)
{
    return b->rgba + 4 * (y * SIDE + x);
}

// A square at 10, 10 of 20 px, white at 0.25.
static void lay_square(struct bench *b)
{
    struct drawlist *l = &b->scene->overlays[0].list;
    const float xy[8] = {10, 10, 30, 10, 30, 30, 10, 30};
    drawlist_begin(l, SIDE, SIDE);
    l->background = (struct color){0};
    assert_true(drawlist_fill(l, xy, 4, (struct color){1, 1, 1, 0.25f}));
    b->scene->overlays[0].shown = true;
}

static void an_overlay_lies_straight_over_bent_light(void **state)
{
    struct bench *b = *state;
    unsigned char before[sizeof b->rgba];
    assert_true(frame(b));
    memcpy(before, b->rgba, sizeof before);
    lay_square(b);
    assert_true(frame(b));
    double expected = encode(0.25 * 1 + 0.75 * 0.5);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            bool under = x >= 10 && x < 30 && y >= 10 && y < 30;
            if (!under)
                assert_memory_equal(px(b, x, y), before + 4 * (y * SIDE + x), 4);
            else if (before[4 * (y * SIDE + x)] > 180) // wholly lit: 0.5 is 188
                assert_true(fabs(px(b, x, y)[0] - expected) <= 2);
        }
    assert_true(fabs(px(b, 11, 11)[0] - expected) <= 2);
    assert_true(fabs(px(b, 29, 29)[0] - expected) <= 2);
}

static void an_overlay_that_goes_leaves_nothing(void **state)
{
    struct bench *b = *state;
    unsigned char before[sizeof b->rgba];
    frame(b);
    memcpy(before, b->rgba, sizeof before);
    assert_null(render_overlay(b->render, 0));
    assert_false(frame(b)); // nothing is shown, nothing is painted
    lay_square(b);
    frame(b);
    assert_false(frame(b)); // it stands
    b->scene->overlays[0].shown = false;
    assert_true(frame(b));
    assert_null(render_overlay(b->render, 0));
    assert_memory_equal(b->rgba, before, sizeof before);
    assert_false(frame(b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_is_said),
        cmocka_unit_test(texts_that_lack_are_counted_where_there_are_any),
        cmocka_unit_test(what_is_open_is_counted),
        cmocka_unit_test(each_room_is_charged_for_its_own_work),
        cmocka_unit_test(a_meter_that_is_off_reads_no_clock),
        cmocka_unit_test(the_last_faults_are_kept_newest_first),
        cmocka_unit_test_setup_teardown(an_overlay_lies_straight_over_bent_light, setup, teardown),
        cmocka_unit_test_setup_teardown(an_overlay_that_goes_leaves_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
