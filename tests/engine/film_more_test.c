// film, further: what shines through, how fast it runs, players that serve again and again.
// Oracles: sRGB in double precision (IEC 61966-2-1), the frame that a formula names.
#include "tools/heap.h"
#include "tools/projector.h"

#include <dirent.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FRAMES = PROJECTOR_FRAMES, WIDTH = 128, HEIGHT = 32 };

// Grey where a codec has another colour space: its matrix is not what is looked at.
static const int COLOR[3] = {220, 120, 40}, GREY[3] = {180, 180, 180};

static int alpha_at(int x)
{
    return x * 255 / (WIDTH - 1);
}

// A colour that shines through more and more to the left; from its top half to the lower one it is
// half as opaque. `stacked`: the matte below it, otherwise inside.
static void make_clear_film(const char *name, bool stacked, const int color[3], const char *options)
{
    char command[2048];
    snprintf(command, sizeof command,
             "ffmpeg -v error -y -f rawvideo -pix_fmt %s -s %dx%d -r 25 -i - %s '%s/%s'",
             stacked ? "rgb24" : "rgba", WIDTH, stacked ? 2 * HEIGHT : HEIGHT, options, FOLDER,
             name);
    FILE *pipe = popen(command, "w");
    assert_non_null(pipe);
    for (int frame = 0; frame < 10; frame++)
        for (int y = 0; y < (stacked ? 2 * HEIGHT : HEIGHT); y++)
            for (int x = 0; x < WIDTH; x++) {
                int a = alpha_at(x) / (y % HEIGHT < HEIGHT / 2 ? 1 : 2);
                for (int c = 0; c < 3; c++)
                    fputc(y < HEIGHT ? color[c] : a, pipe);
                if (!stacked)
                    fputc(a, pipe);
            }
    assert_int_equal(pclose(pipe), 0);
}

static int make_films(void **state)
{
    mkdir(FOLDER, 0755);
    shell("cd '%s' && echo nothing > nothing.mp4", FOLDER);
    make_film("large.mp4", 10, "25", 2048, 1152, "");
    make_film("more.mp4", FRAMES, "25", 320, 180, "");
    make_clear_film("stacked.mkv", true, COLOR, "-c:v ffv1 -pix_fmt bgr0");
    make_clear_film("stacked.mp4", true, GREY, "-c:v libx264 -crf 12 -pix_fmt yuv420p");
    make_clear_film("qtrle.mov", false, COLOR, "-c:v qtrle -pix_fmt argb");
    make_clear_film("prores.mov", false, GREY,
                    "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le -qscale:v 2");
    make_clear_film("vp9.webm", false, GREY,
                    "-c:v libvpx-vp9 -pix_fmt yuva420p -crf 10 -b:v 0 -auto-alt-ref 0");
    return 0;
}

// --- what shines through

static double light_of(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double encoded(double light)
{
    return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

// Away from the edge between the halves, where chroma is shared.
static void assert_clear(const unsigned char *rgba, int x, int y, const int color[3], double within)
{
    const unsigned char *px = rgba + (y * WIDTH + x) * 4;
    double a = alpha_at(x) / (y < HEIGHT / 2 ? 1 : 2) / 255.0;
    if (fabs(px[3] - 255 * a) > within)
        fail_msg("%d, %d: alpha is %d, not %.1f", x, y, px[3], 255 * a);
    for (int c = 0; c < 3; c++) {
        double wanted = 255 * encoded(light_of(color[c] / 255.0) * a);
        // Where little is left of a colour, a step of alpha is a large step of it.
        double step = within * (1 + 255 / fmax(255 * a, 4));
        if (fabs(px[c] - wanted) > (within > 1 ? step : 1.01))
            fail_msg("%d, %d: colour %d is %d, not %.1f", x, y, c, px[c], wanted);
    }
}

static void assert_shines_through(const char *name, enum media_alpha alpha, const int color[3],
                                  double within)
{
    for (int renderer = FILM_SOFTWARE; renderer <= FILM_OPENGL; renderer++) {
        print_message("%s, renderer %d\n", name, renderer);
        struct bench b = open_bench((enum film_renderer)renderer, true);
        struct media *m = open_film(&b, name, false);
        m->alpha = alpha;
        update(&b, 0);
        update(&b, 0.12);
        if (m->state != MEDIA_READY)
            fail_msg("%s: %s", name, m->trouble);
        assert_int_equal(m->width, WIDTH);
        assert_int_equal(m->height, HEIGHT);
        const struct gpu_texture *t = texture_of(&b, m);
        assert_int_equal(t->height, HEIGHT);
        unsigned char *rgba = pixels_of(t);
        for (int y = 2; y < HEIGHT; y += 4)
            for (int x = 0; x < WIDTH; x++)
                assert_clear(rgba, x, y, color, within);
        free(rgba);
        assert_int_equal(what_was_said()->lines, 0);
        close_bench(&b);
    }
}

static void a_matte_below_the_picture_is_its_alpha(void **state)
{
    assert_shines_through("stacked.mkv", MEDIA_STACKED, COLOR, 1);
    assert_shines_through("stacked.mp4", MEDIA_STACKED, GREY, 5);
}

static void alpha_comes_from_the_codec(void **state)
{
    assert_shines_through("qtrle.mov", MEDIA_CODEC, COLOR, 1.01);
    assert_shines_through("prores.mov", MEDIA_CODEC, GREY, 3);
    assert_shines_through("vp9.webm", MEDIA_CODEC, GREY, 6);
}

static void a_film_that_is_not_asked_for_its_alpha_is_opaque(void **state)
{
    for (int renderer = FILM_SOFTWARE; renderer <= FILM_OPENGL; renderer++) {
        struct bench b = open_bench((enum film_renderer)renderer, true);
        struct media *m = open_film(&b, "qtrle.mov", false);
        update(&b, 0);
        GLint alpha = 0;
        glBindTexture(GL_TEXTURE_2D, texture_of(&b, m)->id);
        glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, &alpha);
        assert_int_equal(alpha, GL_ONE);
        close_bench(&b);
    }
}

// --- how fast

static void at_another_speed_every_frame_is_the_one_of_the_clock(void **state)
{
    static const double speeds[] = {0.05, 0.5, 1.5, 4};
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        struct bench b = open_bench(FILM_SOFTWARE, true);
        struct media *m = open_film(&b, "more.mp4", true);
        m->speed = speeds[i];
        for (int k = 0; k < 50; k++) {
            update(&b, k * 0.05);
            int wanted = (int)floor(k * 0.05 * speeds[i] * 25 + 1e-6) % FRAMES;
            assert_int_equal(number_in(texture_of(&b, m)), wanted);
        }
        close_bench(&b);
    }
}

static void live_it_follows_at_any_speed(void **state)
{
    static const double speeds[] = {0.2, 2, 1};
    struct bench b = open_bench(FILM_SOFTWARE, false);
    struct clock clock = clock_live();
    struct media *m = open_film(&b, "more.mp4", true);
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        double now_s = clock_now_s(&clock);
        m->offset_s = media_position(m, now_s, NULL);
        m->epoch_s = now_s;
        m->speed = speeds[i];
        assert_true(film_pending(b.film, b.scene));
        assert_true(settles(&b, m, &clock, fmax(2, 3 * speeds[i])));
        assert_false(film_pending(b.film, b.scene));
    }
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

static void live_it_waits_for_the_moment_it_begins(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    struct clock clock = clock_live();
    struct media *m = open_film(&b, "more.mp4", false);
    m->epoch_s = INFINITY;
    for (int i = 0; i < 3000 && number_in(texture_of(&b, m)) != 0; i++, poll(NULL, 0, 5))
        update(&b, clock_now_s(&clock));
    assert_int_equal(number_in(texture_of(&b, m)), 0);
    for (int i = 0; i < 40; i++, poll(NULL, 0, 5))
        update(&b, clock_now_s(&clock));
    assert_int_equal(number_in(texture_of(&b, m)), 0);
    m->epoch_s = clock_now_s(&clock) + 0.2;
    assert_true(settles(&b, m, &clock, 2));
    close_bench(&b);
}

// --- again and again

// 500 films one after another, some left while they still open, some that are no films: each shows
// what it should, and the heap stays within 4 MiB of what it was after the first 20.
static void films_come_and_go_and_memory_stays(void **state)
{
    static const char *const names[] = {"more.mp4", "qtrle.mov", "stacked.mkv", "nothing.mp4"};
    struct bench b = open_bench(FILM_SOFTWARE, true);
    size_t before = 0;
    for (int i = 0; i < 500; i++) {
        struct media *m = open_film(&b, names[i % 4], i % 3 == 0);
        m->alpha = i % 4 == 1 ? MEDIA_CODEC : i % 4 == 2 ? MEDIA_STACKED : MEDIA_OPAQUE;
        m->epoch_s = i - 0.04 * (i % 7);
        if (i % 5 != 4)
            update(&b, i);
        if (i % 4 == 0 && i % 5 != 4)
            assert_int_equal(number_in(texture_of(&b, m)), i % 7);
        if (i % 4 == 3 && i % 5 != 4)
            assert_int_equal(m->state, MEDIA_FAILED);
        media_release(&b.scene->media, media_handle_of(&b.scene->media, m));
        update(&b, i);
        b.scene->stages[0].events.count = 0;
        if (i == 20)
            before = heap();
    }
    size_t after = heap();
    print_message("heap: %zu KiB, then %zu KiB\n", before / 1024, after / 1024);
    assert_true(after < before + (4u << 20));
    close_bench(&b);
}

static int threads(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/task");
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder));)
        count += e->d_name[0] != '.';
    closedir(folder);
    return count;
}

// Threads are counted by the kernel: libmpv has some of its own for each handle.
static void handles_of_films_that_are_gone_go_when_nobody_is_there(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    int few = 0, many = 0;
    for (int films = 1; films <= 3; films += 2) {
        media_handle handles[3];
        for (int i = 0; i < films; i++)
            handles[i] = media_handle_of(&b.scene->media, open_film(&b, "more.mp4", false));
        update(&b, 0);
        for (int i = 0; i < films; i++)
            media_release(&b.scene->media, handles[i]);
        for (int i = 0; i < 200; i++, poll(NULL, 0, 5))
            update(&b, 0);
        few = films == 1 ? threads() : few;
        many = threads();
    }
    assert_true(many > few);
    film_let_go(b.film);
    assert_int_equal(threads(), few);
    struct media *m = open_film(&b, "more.mp4", false);
    update(&b, 0.2);
    assert_int_equal(number_in(texture_of(&b, m)), 5);
    film_let_go(b.film); // not what is open
    update(&b, 0.24);
    assert_int_equal(number_in(texture_of(&b, m)), 6);
    close_bench(&b);
}

static void live_films_come_and_go(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    struct clock clock = clock_live();
    for (int i = 0; i < 12; i++) {
        struct media *m = open_film(&b, "more.mp4", i % 2);
        m->epoch_s = clock_now_s(&clock);
        assert_true(settles(&b, m, &clock, 3));
        media_release(&b.scene->media, media_handle_of(&b.scene->media, m));
        for (int k = 0; k < i; k++, poll(NULL, 0, 3))
            update(&b, clock_now_s(&clock));
    }
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

static void a_large_film_is_loaded_for_several_threads(void **state)
{
    for (int alpha = MEDIA_OPAQUE; alpha <= MEDIA_CODEC; alpha += MEDIA_CODEC) {
        struct bench b = open_bench(FILM_SOFTWARE, true);
        struct media *m = open_film(&b, "large.mp4", false);
        m->alpha = (enum media_alpha)alpha;
        for (int n = 0; n < 10; n++) {
            update(&b, n * 0.04);
            assert_int_equal(number_in(texture_of(&b, m)), n);
        }
        assert_int_equal(m->width, 2048);
        assert_int_equal(what_was_said()->lines, 0);
        close_bench(&b);
    }
}

static void live_a_large_film_follows(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    struct clock clock = clock_live();
    struct media *m = open_film(&b, "large.mp4", false);
    m->playing = false;
    m->offset_s = 0.2;
    for (int i = 0; i < 6000 && number_in(texture_of(&b, m)) != 5; i++, poll(NULL, 0, 5))
        update(&b, clock_now_s(&clock));
    assert_int_equal(number_in(texture_of(&b, m)), 5);
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

// Only the head of the file is read.
static void facts_come_without_a_player(void **state)
{
    for (int stepped = 0; stepped < 2; stepped++) {
        struct bench b = open_bench(FILM_SOFTWARE, stepped);
        struct media *m = open_film(&b, "more.mp4", false);
        struct media *broken = open_film(&b, "nothing.mp4", false);
        m->facts_only = broken->facts_only = true;
        assert_true(film_pending(b.film, b.scene));
        for (int i = 0; i < 4000 && broken->state == MEDIA_OPENING; i++, poll(NULL, 0, 5))
            update(&b, i * 0.005);
        update(&b, 30);
        assert_int_equal(m->state, MEDIA_READY);
        assert_int_equal(m->width, 320);
        assert_int_equal(m->height, 180);
        assert_float_equal(m->duration_s, 3, 1e-3);
        assert_float_equal(m->frame_s, 0.04, 1e-9);
        assert_int_equal(broken->state, MEDIA_FAILED);
        assert_true(strlen(broken->trouble) > 10);
        assert_null(texture_of(&b, m));
        assert_int_equal(count_events(&b, EVENT_MEDIA_READY), 0);
        assert_false(film_pending(b.film, b.scene));
        close_bench(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_matte_below_the_picture_is_its_alpha),
        cmocka_unit_test(alpha_comes_from_the_codec),
        cmocka_unit_test(a_film_that_is_not_asked_for_its_alpha_is_opaque),
        cmocka_unit_test(at_another_speed_every_frame_is_the_one_of_the_clock),
        cmocka_unit_test(live_it_follows_at_any_speed),
        cmocka_unit_test(live_it_waits_for_the_moment_it_begins),
        cmocka_unit_test(films_come_and_go_and_memory_stays),
        cmocka_unit_test(handles_of_films_that_are_gone_go_when_nobody_is_there),
        cmocka_unit_test(live_films_come_and_go),
        cmocka_unit_test(a_large_film_is_loaded_for_several_threads),
        cmocka_unit_test(live_a_large_film_follows),
        cmocka_unit_test(facts_come_without_a_player),
    };
    return cmocka_run_group_tests(tests, make_films, NULL);
}
