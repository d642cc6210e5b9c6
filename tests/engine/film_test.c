// film: every frame carries its number in black and white, so that a texture tells what it shows.
// Oracles: the frame that a clock in rational numbers names; ffmpeg's own pictures of real files.
#include "decode/decode.h"
#include "tools/projector.h"

#include <math.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAMES = PROJECTOR_FRAMES };

static int make_films(void **state)
{
    mkdir(FOLDER, 0755);
    make_film("count.mp4", FRAMES, "25", 320, 180, "");
    make_film("ntsc.mp4", FRAMES, "30000/1001", 320, 180, "");
    shell("cd '%s' && cp count.mp4 \"odd; name, 100%% l'été.mp4\"", FOLDER);
    shell("cd '%s' && ffmpeg -v error -y -f lavfi -i testsrc2=s=64x48:r=25:d=1 -pix_fmt yuv420p "
          "upright.mp4 && for r in 90 180 270; do ffmpeg -v error -y -i upright.mp4 -c copy "
          "-metadata:s:v rotate=$r turned$r.mp4; done",
          FOLDER);
    return 0;
}

// --- stepped ------------------------------------------------------------------------------------

static void sixty_frames_in_a_row(enum film_renderer renderer)
{
    struct bench b = open_bench(renderer, true);
    struct media *m = open_film(&b, "count.mp4", false);
    struct clock clock = clock_stepped(30);
    for (int k = 0; k < 60; k++, clock_step(&clock)) {
        uint64_t picture = b.scene->stages[0].picture;
        b.scene->stages[0].redraw = false;
        int64_t before = m->frame;
        update(&b, clock_now_s(&clock));
        int wanted = k * 25 / 30; // exact: k/30 s of 25 frames a second
        assert_int_equal(number_in(texture_of(&b, m)), wanted);
        assert_int_equal(m->frame, wanted);
        bool changed = before != wanted;
        assert_int_equal(b.scene->stages[0].picture > picture, changed);
        assert_int_equal(b.scene->stages[0].redraw, changed);
    }
    assert_int_equal(m->state, MEDIA_READY);
    assert_int_equal(m->width, 320);
    assert_int_equal(m->height, 180);
    assert_float_equal(m->duration_s, 3, 1e-6);
    assert_float_equal(m->frame_s, 0.04, 1e-9);
    assert_int_equal(count_events(&b, EVENT_MEDIA_READY), 1);
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

static void sixty_frames_of_sixty_are_exact(void **state)
{
    sixty_frames_in_a_row(FILM_SOFTWARE);
}

static void opengl_shows_the_same_frames(void **state)
{
    sixty_frames_in_a_row(FILM_OPENGL);
}

static void a_film_of_29_97_is_exact(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "ntsc.mp4", false);
    struct clock clock = clock_stepped(25);
    for (int k = 0; k < 60; k++, clock_step(&clock)) {
        update(&b, clock_now_s(&clock));
        int wanted = k * 30000 / (1001 * 25);
        assert_int_equal(number_in(texture_of(&b, m)), wanted);
    }
    assert_float_equal(m->frame_s, 1001 / 30000.0, 1e-9);
    close_bench(&b);
}

static void a_seek_shows_the_frame_it_names(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "count.mp4", false);
    m->playing = false;
    unsigned seed = 7;
    for (int i = 0; i < 40; i++) {
        seed = seed * 1664525u + 1013904223u;
        int n = (int)(seed >> 8) % FRAMES;
        m->offset_s = n * 0.04 + (i % 3) * 0.013; // its beginning, and inside it
        m->seeks++;
        update(&b, i);
        assert_int_equal(number_in(texture_of(&b, m)), n);
    }
    close_bench(&b);
}

static void a_loop_wraps_to_the_frame(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "odd; name, 100% l'été.mp4", true);
    struct clock clock = clock_stepped(25);
    for (int k = 0; k < 3 * FRAMES + 10; k++, clock_step(&clock)) {
        update(&b, clock_now_s(&clock));
        assert_int_equal(number_in(texture_of(&b, m)), k % FRAMES);
    }
    assert_int_equal(count_events(&b, EVENT_MEDIA_ENDED), 0);
    assert_false(m->ended);
    close_bench(&b);
}

static void a_pause_holds(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "count.mp4", false);
    update(&b, 0.4);
    assert_int_equal(number_in(texture_of(&b, m)), 10);
    m->offset_s = media_position(m, 0.4, NULL);
    m->playing = false;
    uint64_t picture = b.scene->stages[0].picture;
    for (int i = 1; i < 50; i++)
        update(&b, 0.4 + i * 0.1);
    assert_int_equal(number_in(texture_of(&b, m)), 10);
    assert_true(b.scene->stages[0].picture == picture);
    m->epoch_s = 10;
    m->playing = true;
    update(&b, 10.08);
    assert_int_equal(number_in(texture_of(&b, m)), 12);
    close_bench(&b);
}

static void the_end_is_told_once_and_the_last_frame_stays(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "count.mp4", false);
    for (int i = 0; i < 8; i++)
        update(&b, i * 0.6);
    assert_int_equal(count_events(&b, EVENT_MEDIA_ENDED), 1);
    assert_true(m->ended);
    assert_int_equal(number_in(texture_of(&b, m)), FRAMES - 1);
    m->epoch_s = b.scene->now_s; // once more
    m->seeks++;
    update(&b, b.scene->now_s);
    assert_false(m->ended);
    assert_int_equal(number_in(texture_of(&b, m)), 0);
    close_bench(&b);
}

static void on_the_way_to_a_shot_frames_are_only_counted(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "count.mp4", true);
    b.scene->still = true;
    update(&b, 0);
    int before = number_in(texture_of(&b, m));
    for (int k = 1; k < 50; k++) {
        uint64_t picture = b.scene->stages[0].picture;
        update(&b, k * 0.04);
        assert_int_equal(m->frame, k);
        assert_true(b.scene->stages[0].picture > picture);
        assert_int_equal(number_in(texture_of(&b, m)), before); // nothing was decoded
    }
    b.scene->still = false;
    update(&b, 49 * 0.04);
    assert_int_equal(number_in(texture_of(&b, m)), 49);
    close_bench(&b);
}

// --- pictures -----------------------------------------------------------------------------------

// Mean difference to the first frame as ffmpeg gives it (turned as the file says), in steps of 255.
static double difference(const struct gpu_texture *t, const char *path)
{
    char command[2048];
    snprintf(command, sizeof command,
             "ffmpeg -v error -i '%s' -frames:v 1 -f rawvideo -pix_fmt rgba -", path);
    FILE *pipe = popen(command, "r");
    size_t size = (size_t)t->width * (size_t)t->height * 4;
    unsigned char *theirs = malloc(size + 1), *ours = pixels_of(t);
    size_t got = fread(theirs, 1, size + 1, pipe);
    pclose(pipe);
    double sum = got == size ? 0 : INFINITY; // otherwise not of the same size
    for (size_t i = 0; i < size; i++)
        sum += i % 4 == 3 ? 0 : abs(theirs[i] - ours[i]);
    free(theirs);
    free(ours);
    return sum / ((double)size * 0.75);
}

static void assert_first_picture(enum film_renderer renderer, const char *path, int width,
                                 int height)
{
    struct bench b = open_bench(renderer, true);
    struct media *m = open_path(&b, path, false);
    update(&b, 0);
    if (m->state != MEDIA_READY)
        fail_msg("%s: %s", path, m->trouble);
    assert_int_equal(m->width, width);
    struct decode_film_facts facts; // what its head says is what is shown
    assert_true(decode_film_facts(path, &facts, NULL));
    assert_int_equal(facts.width, width);
    assert_int_equal(facts.height, height);
    assert_int_equal(m->height, height);
    double d = difference(texture_of(&b, m), path);
    if (!(d < 12)) // chroma is scaled in other ways; a picture upside down differs by 40 and more
        fail_msg("%s: differs by %.2f", path, d);
    GLint alpha = 0;
    glBindTexture(GL_TEXTURE_2D, texture_of(&b, m)->id);
    glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, &alpha);
    assert_int_equal(alpha, GL_ONE);
    close_bench(&b);
}

static void a_turned_film_stands_upright(void **state)
{
    for (int renderer = FILM_SOFTWARE; renderer <= FILM_OPENGL; renderer++) {
        assert_first_picture(renderer, FOLDER "/upright.mp4", 64, 48);
        assert_first_picture(renderer, FOLDER "/turned90.mp4", 48, 64);
        assert_first_picture(renderer, FOLDER "/turned180.mp4", 64, 48);
        assert_first_picture(renderer, FOLDER "/turned270.mp4", 48, 64);
    }
}

// Mean difference of its light to ffmpeg's picture of the n-th frame (colours are scaled in other
// ways).
static double still_differs(const struct decode_picture *still, const char *name, int frame)
{
    size_t size = (size_t)still->width * (size_t)still->height;
    unsigned char *theirs = malloc(size + 1);
    shell("cd '%s' && ffmpeg -v error -y -i %s -vf \"select='eq(n,%d)',scale=%d:%d\" -vframes 1 "
          "-f rawvideo -pix_fmt gray still.grey",
          FOLDER, name, frame, still->width, still->height);
    FILE *file = fopen(FOLDER "/still.grey", "rb");
    assert_int_equal(fread(theirs, 1, size + 1, file), size);
    fclose(file);
    double sum = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char *c = still->rgba + 4 * i;
        sum += fabs(theirs[i] - (0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]));
    }
    free(theirs);
    return sum / (double)size;
}

static void assert_still(const char *name, double at_s, int frame, int width, int height)
{
    char path[200];
    struct decode_picture still;
    struct fault f = {""};
    snprintf(path, sizeof path, FOLDER "/%s", name);
    if (!decode_film_still(path, at_s, 4096, &still, &f))
        fail_msg("%s: %s", name, f.text);
    assert_int_equal(still.width, width);
    assert_int_equal(still.height, height);
    double d = still_differs(&still, name, frame);
    if (!(d < 3))
        fail_msg("%s at %g s: differs by %.2f", name, at_s, d);
    if (strcmp(name, "count.mp4") == 0) // whose frames carry their numbers
        assert_true(2 * d < still_differs(&still, name, frame ? frame - 1 : frame + 1));
    decode_picture_finish(&still);
}

static void a_still_is_what_the_film_shows_then_upright_and_in_square_px(void **state)
{
    static const double at_s[] = {0, 0.04, 0.279, 0.32, 0.5, 2.96};
    for (size_t i = 0; i < sizeof at_s / sizeof *at_s; i++)
        assert_still("count.mp4", at_s[i], (int)(at_s[i] * 25 + 1e-9), 320, 180);
    assert_still("count.mp4", 99, FRAMES - 1, 320, 180);
    assert_still("upright.mp4", 0.5, 12, 64, 48);
    assert_still("turned90.mp4", 0.5, 12, 48, 64);
    assert_still("turned180.mp4", 0.5, 12, 64, 48);
    assert_still("turned270.mp4", 0.5, 12, 48, 64);
    shell("cd '%s' && ffmpeg -v error -y -i upright.mp4 -vf setsar=3/2 wide.mp4", FOLDER);
    assert_still("wide.mp4", 0.2, 5, 96, 48);
    struct decode_picture still;
    struct fault f = {""};
    assert_true(decode_film_still(FOLDER "/count.mp4", 1, 100, &still, &f));
    assert_int_equal(still.width, 100);
    assert_int_equal(still.height, 56);
    decode_picture_finish(&still);
    shell("cd '%s' && head -c 2000 count.mp4 > cut.mp4 && echo no > text.mp4", FOLDER);
    static const char *const bad[] = {"cut.mp4", "text.mp4", "none.mp4"};
    for (size_t i = 0; i < 3; i++) {
        char path[200];
        snprintf(path, sizeof path, FOLDER "/%s", bad[i]);
        f.text[0] = 0;
        assert_false(decode_film_still(path, 0, 100, &still, &f));
        assert_true(strlen(f.text) > 0);
        assert_null(still.rgba);
    }
}

static void films_of_others_open(void **state)
{
    static const struct {
        const char *name;
        int width, height;
    } films[] = {{"VID_20191220_170832.mp4", 1920, 1080},
                 {"Force_constante.avi", 400, 300},
                 {"g1.avi", 400, 300},
                 {"cityCC0.mpg", 720, 405},
                 {"sintel_trailer-720p.mp4", 1280, 720}};
    for (size_t i = 0; i < sizeof films / sizeof films[0]; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/video/%s", TEST_SAMPLES, films[i].name);
        if (access(path, R_OK) != 0) {
            print_message("SKIPPED: %s absent\n", path);
            skip();
        }
        assert_first_picture(FILM_SOFTWARE, path, films[i].width, films[i].height);
    }
}

// --- trouble ------------------------------------------------------------------------------------

static void assert_broken(const char *name, bool stepped, bool loop)
{
    struct bench b = open_bench(FILM_SOFTWARE, stepped);
    struct media *m = open_film(&b, name, loop);
    for (int i = 0; i < 2000 && m->state == MEDIA_OPENING; i++) {
        update(&b, i * 0.01);
        if (m->state == MEDIA_OPENING)
            poll(NULL, 0, 10);
    }
    assert_int_equal(m->state, MEDIA_FAILED);
    assert_int_equal(strlen(m->trouble) > 10, 1);
    for (int i = 0; i < 20; i++)
        update(&b, 30 + i);
    assert_int_equal(what_was_said()->lines, 1); // and not tried again
    char start[MEDIA_PATH + 16];
    snprintf(start, sizeof start, "film: %s: ", m->path);
    if (strncmp(what_was_said()->last, start, strlen(start)) != 0)
        fail_msg("said: %s", what_was_said()->last);
    print_message("%s\n", strrchr(what_was_said()->last, '/') + 1);
    assert_null(texture_of(&b, m));
    assert_int_equal(count_events(&b, EVENT_MEDIA_READY), 1);
    close_bench(&b);
}

static void a_broken_film_is_one_line_and_black(void **state)
{
    shell("cd '%s' && echo 'Marteler le fer' > text.mp4 && : > empty.mp4 && "
          "head -c 3000 count.mp4 > cut.mp4 && head -c 200000 /dev/urandom > noise.mp4 && "
          "printf '#EXTM3U\\ncount.mp4\\n' > list.mp4 && "
          "printf 'mpv EDL v0\\ncount.mp4\\n' > list2.mp4 && "
          "printf 'ffconcat version 1.0\\nfile /etc/passwd\\n' > list3.mp4",
          FOLDER);
    // A header that claims 65535 x 65535 px, where the decoder believes it.
    shell(
        "cd '%s' && ffmpeg -v error -y -f lavfi -i testsrc2=s=64x48:d=0.2 -c:v mjpeg small.avi && "
        "python3 - <<'E'\n"
        "import re\n"
        "b = bytearray(open('small.avi', 'rb').read())\n"
        "for i in [m.start() for m in re.finditer(b'\\xff\\xc0\\x00\\x11', b)]:\n"
        "    b[i + 5:i + 9] = b'\\xff\\xff\\xff\\xff'\n"
        "open('huge.avi', 'wb').write(b)\n"
        "E",
        FOLDER);
    static const char *const names[] = {"missing.mp4", "text.mp4",  "empty.mp4",
                                        "cut.mp4",     "noise.mp4", "list.mp4",
                                        "list2.mp4",   "list3.mp4", "huge.avi"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_broken(names[i], true, false);
        assert_broken(names[i], false, true);
    }
}

static void a_film_that_is_cut_off_keeps_what_it_has(void **state)
{
    shell("cd '%s' && ffmpeg -v error -y -i count.mp4 -c copy -movflags +faststart fast.mp4 && "
          "head -c $(($(stat -c %%s fast.mp4) * 2 / 3)) fast.mp4 > half.mp4",
          FOLDER);
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *m = open_film(&b, "half.mp4", false);
    update(&b, 0);
    assert_int_equal(number_in(texture_of(&b, m)), 0);
    for (int k = 0; k < FRAMES; k++)
        update(&b, k * 0.04);
    assert_int_equal(m->state, MEDIA_READY);
    int last = number_in(texture_of(&b, m));
    assert_in_range(last, 10, FRAMES - 2);
    assert_int_equal(what_was_said()->lines, 1);
    assert_non_null(strstr(what_was_said()->last, "missing"));
    close_bench(&b);
}

static void too_many_films_are_refused_in_words(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct media *films[FILM_PLAYERS + 1];
    for (int i = 0; i <= FILM_PLAYERS; i++) {
        films[i] = open_film(&b, "count.mp4", false);
        films[i]->epoch_s = -0.04 * i;
    }
    update(&b, 0);
    for (int i = 0; i < FILM_PLAYERS; i++)
        assert_int_equal(number_in(texture_of(&b, films[i])), i);
    assert_int_equal(films[FILM_PLAYERS]->state, MEDIA_FAILED);
    assert_string_equal(films[FILM_PLAYERS]->trouble, "more than 16 films are open at once");
    media_handle first = media_handle_of(&b.scene->media, films[0]);
    media_release(&b.scene->media, first); // one goes, another comes
    assert_null(film_texture(b.film, b.scene, first));
    struct media *again = open_film(&b, "count.mp4", false);
    again->epoch_s = -1;
    update(&b, 0);
    assert_int_equal(number_in(texture_of(&b, again)), 25);
    assert_null(film_texture(b.film, b.scene, first));
    close_bench(&b);
}

// --- live ---------------------------------------------------------------------------------------

static void count_wake(void *user)
{
    atomic_fetch_add((atomic_int *)user, 1);
}

static void live_it_follows_show_time(void **state)
{
    for (int loop = 0; loop < 2; loop++) {
        struct bench b = open_bench(FILM_SOFTWARE, false);
        struct clock clock = clock_live();
        struct media *m = open_film(&b, "odd; name, 100% l'été.mp4", loop);
        if (loop) {
            m->offset_s = 2; // over the seam while it is looked at
        }
        assert_true(settles(&b, m, &clock, 2));
        assert_int_equal(m->state, MEDIA_READY);
        assert_float_equal(m->duration_s, 3, 1e-6);
        double now_s = clock_now_s(&clock);
        m->offset_s = 0.2; // a seek
        m->epoch_s = now_s;
        m->loop = loop;
        m->seeks++;
        assert_true(settles(&b, m, &clock, 2));
        now_s = clock_now_s(&clock);
        m->offset_s = media_position(m, now_s, NULL); // a pause: the frame of that moment stays
        m->playing = false;
        int wanted = (int)floor(m->offset_s * 25 + 1e-6) % FRAMES, shown = -1;
        for (int i = 0; i < 1000 && shown != wanted; i++, poll(NULL, 0, 5)) {
            update(&b, clock_now_s(&clock));
            shown = number_in(texture_of(&b, m));
        }
        assert_int_equal(shown, wanted);
        m->epoch_s = clock_now_s(&clock); // and on
        m->playing = true;
        if (!loop)
            m->offset_s = 0;
        m->seeks += !loop;
        assert_true(settles(&b, m, &clock, 2));
        assert_int_equal(what_was_said()->lines, 0);
        close_bench(&b);
    }
}

static void a_film_that_runs_wakes_the_loop_and_a_paused_one_lets_it_sleep(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    atomic_int wakes = 0;
    struct film_desc desc = {.gpu = b.gpu,
                             .gl_address = windows_gl_address,
                             .renderer = FILM_SOFTWARE,
                             .wake = count_wake,
                             .user = &wakes};
    film_destroy(b.film);
    b.film = film_create(&desc);
    struct clock clock = clock_live();
    struct media *m = open_film(&b, "count.mp4", true);
    // Only woken: as the main loop would.
    assert_true(film_pending(b.film, b.scene));
    update(&b, clock_now_s(&clock));
    assert_false(film_pending(b.film, b.scene));
    int seen = 0, turns = 0;
    for (int64_t last = -1; seen < 30 && turns < 3000; turns++) {
        double wait_s = b.scene->stages[0].wake_s - clock_now_s(&clock);
        for (int i = 0; i < 200 && !atomic_exchange(&wakes, 0); i++, poll(NULL, 0, 1))
            if (wait_s < i * 0.001)
                break;
        b.scene->stages[0].wake_s = INFINITY;
        update(&b, clock_now_s(&clock));
        seen += m->frame != last;
        last = m->frame;
    }
    assert_int_equal(seen, 30);
    m->offset_s = media_position(m, clock_now_s(&clock), NULL);
    m->playing = false;
    assert_true(film_pending(b.film, b.scene));
    for (int i = 0; i < 100; i++, poll(NULL, 0, 5))
        update(&b, clock_now_s(&clock));
    b.scene->stages[0].wake_s = INFINITY;
    atomic_store(&wakes, 0);
    update(&b, clock_now_s(&clock));
    poll(NULL, 0, 300);
    assert_int_equal(atomic_load(&wakes), 0);
    assert_true(isinf(b.scene->stages[0].wake_s));
    assert_false(film_pending(b.film, b.scene));
    m->seeks++;
    assert_true(film_pending(b.film, b.scene));
    update(&b, clock_now_s(&clock));
    assert_false(film_pending(b.film, b.scene));
    close_bench(&b);
}

static void a_scene_may_leave_while_its_film_opens(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    for (int i = 0; i < 40; i++) {
        struct media *m = open_film(&b, "count.mp4", i % 2);
        media_handle h = media_handle_of(&b.scene->media, m);
        for (int k = 0; k < i % 5; k++, poll(NULL, 0, 3))
            update(&b, i);
        media_release(&b.scene->media, h);
        update(&b, i);
        assert_null(film_texture(b.film, b.scene, h));
    }
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_frames_of_sixty_are_exact),
        cmocka_unit_test(opengl_shows_the_same_frames),
        cmocka_unit_test(a_film_of_29_97_is_exact),
        cmocka_unit_test(a_seek_shows_the_frame_it_names),
        cmocka_unit_test(a_loop_wraps_to_the_frame),
        cmocka_unit_test(a_pause_holds),
        cmocka_unit_test(the_end_is_told_once_and_the_last_frame_stays),
        cmocka_unit_test(on_the_way_to_a_shot_frames_are_only_counted),
        cmocka_unit_test(a_turned_film_stands_upright),
        cmocka_unit_test(a_still_is_what_the_film_shows_then_upright_and_in_square_px),
        cmocka_unit_test(films_of_others_open),
        cmocka_unit_test(a_broken_film_is_one_line_and_black),
        cmocka_unit_test(a_film_that_is_cut_off_keeps_what_it_has),
        cmocka_unit_test(too_many_films_are_refused_in_words),
        cmocka_unit_test(live_it_follows_show_time),
        cmocka_unit_test(a_film_that_runs_wakes_the_loop_and_a_paused_one_lets_it_sleep),
        cmocka_unit_test(a_scene_may_leave_while_its_film_opens),
    };
    return cmocka_run_group_tests(tests, make_films, NULL);
}
