// script: films further: speed, captions, lists. The machines are played here: what they would
// find in a file is written to the table. Oracles: sums by hand.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// What film/ would find: a.mp4 lasts 4 s, b.mp4 3 s, others are broken.
static void find_facts(struct house *h)
{
    for (int i = 0; i < MEDIA_MAX; i++) {
        struct media *m = &h->scene->media.items[i];
        if (!m->used || m->kind != MEDIA_FILM || m->state != MEDIA_OPENING)
            continue;
        bool a = strstr(m->path, "/a.mp4"), b = strstr(m->path, "/b.mp4");
        m->state = a || b ? MEDIA_READY : MEDIA_FAILED;
        m->duration_s = a ? 4 : b ? 3 : 0;
        m->width = 640;
        m->height = 360;
        snprintf(m->trouble, sizeof m->trouble, "%s", a || b ? "" : "it is no film");
    }
}

static void frame(struct house *h, double now_s)
{
    h->scene->now_s = now_s;
    find_facts(h);
    house_frame(h, now_s);
}

static void look(struct house *h, double now_s)
{
    scene_redraw(h->scene, 0);
    frame(h, now_s);
    find_facts(h);
    scene_redraw(h->scene, 0);
    frame(h, now_s);
}

static void a_film_says_how_many_frames_it_has_a_second(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    assert_true(house_start(h, 0,
                            "local f = film.open('a.mp4')\n"
                            "return { draw = function(canvas)\n"
                            "  canvas:text(tostring(f:frame_rate()), 0, 0) end }",
                            &f));
    house_has_text(h, 0, "nil");
    h->scene->media.items[0].frame_s = 1001 / 30000.0;
    look(h, 1);
    house_has_text(h, 0, "29.97002997003");
    house_close(h);
}

static void a_film_changes_its_speed_where_it_is(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    assert_true(house_start(h, 0,
                            "local f\n"
                            "return { enter = function()\n"
                            "  f = film.open('a.mp4', { speed = 0.5, alpha = 'stacked' }) end,\n"
                            " touch = function(e)\n"
                            "  if e.kind == 'tap' then f:speed(2) else f:speed(5) end end,\n"
                            " draw = function(canvas) canvas:text(f:speed() .. ' ' .. "
                            "f:position(), 0, 0) end }",
                            &f));
    const struct media *m = &h->scene->media.items[0];
    assert_int_equal(m->alpha, MEDIA_STACKED);
    frame(h, 1);
    house_has_text(h, 0, "0.5 0.5");
    house_tell(h, EVENT_TAP);
    frame(h, 2); // 1 s of the film so far
    house_has_text(h, 0, "2.0 1.0");
    assert_float_equal(media_position(m, 3, NULL), 3, 1e-9);
    house_tell(h, EVENT_HOLD);
    frame(h, 3);
    assert_non_null(strstr(h->last, "a speed is 0.05 to 4 (1: as filmed), got 5"));
    house_close(h);
}

static void captions_beside_a_film_are_found_told_and_laid(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "a.vtt",
               "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>On frappe\n\n"
               "00:01.500 --> nothing\nx\n\n"
               "00:01.200 --> 00:03.000 line:0\nEn haut\n");
    assert_true(house_start(h, 0,
                            "local f, found\n"
                            "return { enter = function()\n"
                            "  f = film.open('a.mp4') found = f:captions() end,\n"
                            " draw = function(canvas)\n"
                            "  canvas:captions(f, { size = 20, box = { 0, 0, 400, 300 } })\n"
                            "  local c = f:caption(1.1)[1]\n"
                            "  canvas:text(tostring(found) .. #f:caption() .. c.text .. c.voice, "
                            "0, 0) end }",
                            &f));
    assert_non_null(strstr(h->log, "a.vtt:6: no times of a cue"));
    look(h, 0.5);
    house_has_text(h, 0, "true0On frappeAna");
    look(h, 1.5);
    assert_int_equal(house_list(h)->command_count, 5); // plate, words, plate, words, ours
    assert_int_equal(house_command(h, 0)->op, DRAW_FILL);
    house_has_text(h, 1, "On frappe");
    house_has_text(h, 3, "En haut");
    house_has_text(h, 4, "true2On frappeAna");
    // The margin is 15 px, a twentieth of the box; a plate has 3.6 px above and below its words.
    assert_float_equal(house_points(h, 0)[5], 285, 1e-3);
    assert_float_equal(house_points(h, 2)[1], 15, 1e-3);
    look(h, 2.5);
    house_has_text(h, 1, "En haut");
    house_close(h);
}

// The two weights that the commands 0 and 1 of the list give to what they show.
static void assert_mix(const struct house *h, double mix, double opacity)
{
    double before = house_command(h, 0)->color.a;
    if (mix >= 1) {
        assert_float_equal(before, opacity, 1e-6);
        return;
    }
    double now = mix > 0 ? house_command(h, 1)->color.a : 0;
    assert_float_equal(now, opacity * mix, 1e-6);
    assert_float_equal(before * (1 - now), opacity * (1 - mix), 1e-6);
}

static const char *shown(const struct house *h, uint32_t command)
{
    struct media *m = media_find(&h->scene->media, house_command(h, command)->image.media);
    assert_non_null(m);
    return strrchr(m->path, '/') + 1;
}

static int films_open(const struct house *h)
{
    int count = 0;
    for (int i = 0; i < MEDIA_MAX; i++)
        count += h->scene->media.items[i].used;
    return count;
}

static struct house *play_list(const char *options)
{
    static char lua[1024];
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "b.mp4", "x");
    house_save(h, "broken.mp4", "x");
    snprintf(
        lua, sizeof lua,
        "local l\n"
        "return { enter = function()\n"
        "  l = film.list({ 'a.mp4', 'broken.mp4', 'b.mp4' }, %s) end,\n"
        " touch = function(e) if e.kind == 'tap' then l:pause() elseif e.kind == 'double' then\n"
        "  l:play() else l:seek(3.5) end end,\n"
        " draw = function(canvas)\n"
        "  canvas:film(l, 0, 0, 640, 360, { opacity = 0.8 })\n"
        "  local at, item = l:position()\n"
        "  canvas:text(string.format('%%.2f %%d %%.1f %%s', at, item, l:duration(), l:ended()), 0, "
        "0) end }",
        options);
    assert_true(house_start(h, 0, lua, &f));
    for (int i = 0; i < 4; i++) { // heads are read, films opened
        scene_redraw(h->scene, 0);
        frame(h, 0);
    }
    return h;
}

// a from 0 to 4, b over its last second to 6, a again over b's last: 5 s a round.
static void a_list_is_where_show_time_says(void **state)
{
    struct house *h = play_list("{ loop = true, fade = 1 }");
    assert_non_null(strstr(h->log, "broken.mp4: it is no film; it is left out of its list"));
    for (int round = 0; round < 3; round++) {
        double from_s = round * 5;
        look(h, from_s + 1.5);
        assert_string_equal(shown(h, 0), "a.mp4");
        assert_mix(h, 1, 0.8);
        house_has_text(h, 1, "1.50 1 5.0 false");
        assert_int_equal(films_open(h), 2); // b waits
        look(h, from_s + 3.25);
        assert_string_equal(shown(h, 0), "a.mp4");
        assert_string_equal(shown(h, 1), "b.mp4");
        assert_mix(h, 0.25, 0.8);
        struct media *b = media_find(&h->scene->media, house_command(h, 1)->image.media);
        assert_float_equal(media_position(b, from_s + 3.25, NULL), 0.25, 1e-9);
        struct media *a = media_find(&h->scene->media, house_command(h, 0)->image.media);
        assert_float_equal(media_position(a, from_s + 3.25, NULL), 3.25, 1e-9);
        assert_float_equal(a->gain, 0, 0); // both sounds fade over what is left
        assert_float_equal(a->ramp_s, 0.75, 1e-6);
        assert_float_equal(b->gain, 1, 0);
        assert_float_equal(b->ramp_s, 0.75, 1e-6);
        look(h, from_s + 4.5);
        assert_string_equal(shown(h, 0), "b.mp4");
        assert_mix(h, 1, 0.8);
        assert_int_equal(films_open(h), 2);
    }
    house_close(h);
}

static void a_list_without_end_stops_at_its_end(void **state)
{
    struct house *h = play_list("{ fade = 10 }"); // at most half: 1.5 s
    look(h, 3.25);
    assert_mix(h, 0.5, 0.8);
    house_has_text(h, 2, "3.25 2 5.5 false");
    look(h, 9);
    assert_string_equal(shown(h, 0), "b.mp4");
    house_has_text(h, 1, "5.50 2 5.5 true");
    house_close(h);
}

static void a_list_stands_runs_on_and_is_sought(void **state)
{
    struct house *h = play_list("{ loop = true }");
    look(h, 1);
    house_tell(h, EVENT_TAP);
    look(h, 1.5);
    look(h, 60);
    house_has_text(h, 1, "1.50 1 7.0 false");
    struct media *a = media_find(&h->scene->media, house_command(h, 0)->image.media);
    assert_float_equal(media_position(a, 60, NULL), 1.5, 1e-9);
    house_tell(h, EVENT_DOUBLE);
    look(h, 61);
    look(h, 62);
    assert_float_equal(media_position(a, 62, NULL), 2.5, 1e-9);
    house_tell(h, EVENT_HOLD);
    look(h, 63);
    look(h, 63.25);
    assert_float_equal(media_position(a, 63.25, NULL), 3.75, 1e-9);
    assert_int_equal(a->seeks, 1);
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_film_says_how_many_frames_it_has_a_second),
        cmocka_unit_test(a_film_changes_its_speed_where_it_is),
        cmocka_unit_test(captions_beside_a_film_are_found_told_and_laid),
        cmocka_unit_test(a_list_is_where_show_time_says),
        cmocka_unit_test(a_list_without_end_stops_at_its_end),
        cmocka_unit_test(a_list_stands_runs_on_and_is_sought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
