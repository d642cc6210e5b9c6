// ingest: names, paces and pictures, by closed forms.
#include "ingest/film.h"
#include "ingest/private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// ---- names ----

static void names_become_safe_and_readable(void **state)
{
    static const char *const names[][2] = {
        {"/a/b/Forge 01.MP4", "forge-01"},
        {"Été à l’atelier.jpg", "ete-a-l-atelier"},
        {"E\xcc\x81te\xcc\x81.jpg", "ete"}, // as macOS writes them
        {"Œuvre_finale (2).jpg", "oeuvre-finale-2"},
        {"Straße & Żółć.png", "strasse-zolc"},
        {"..", "film"},
        {"../../etc/passwd", "passwd"},
        {".hidden", "hidden"},
        {"鍛冶.mov", "film"},
        {"\xff\xfe\x80.mov", "film"},
        {"a.tar.gz", "a-tar"},
        {"---.mp4", "film"},
        {"", "film"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char slug[NAME_SLUG];
        name_slug(names[i][0], "film", slug);
        assert_string_equal(slug, names[i][1]);
    }
    char slug[NAME_SLUG], ending[16];
    char name[400];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    name_slug(name, "film", slug);
    assert_true(strlen(slug) > 40 && strlen(slug) < NAME_SLUG);
    name_ending("a.b/C.JPeG", ending, sizeof ending);
    assert_string_equal(ending, "jpeg");
    name_ending("a.b/c", ending, sizeof ending);
    assert_string_equal(ending, "");
    assert_true(name_is_safe("IMG_0001.JPG"));
    assert_false(name_is_safe(".x") || name_is_safe("a b") || name_is_safe("é") ||
                 name_is_safe("-a") || name_is_safe(""));
}

// ---- paces ----

enum { FRAMES = 500 };

static const AVRational NOTHING[2] = {{0, 0}, {0, 0}};

// Frame i at i * den / num seconds, rounded to the base, in the order of decoding (every third
// frame early, as with B frames).
static void lay(int64_t *times, int count, AVRational rate, AVRational base)
{
    for (int i = 0; i < count; i++) {
        double s = (double)i * rate.den / rate.num;
        times[i] = (int64_t)(s * base.den / base.num + 0.5);
    }
    for (int i = 0; i + 2 < count; i += 3) {
        int64_t last = times[i + 2];
        times[i + 2] = times[i + 1];
        times[i + 1] = last;
    }
}

static void paces_of_cameras_are_found_in_any_base(void **state)
{
    static const AVRational rates[] = {{24000, 1001}, {24, 1},  {25, 1},       {30000, 1001},
                                       {30, 1},       {50, 1},  {60000, 1001}, {60, 1},
                                       {120, 1},      {240, 1}, {120000, 1001}};
    static const AVRational bases[] = {{1, 90000}, {1, 1000}, {1, 12800}, {1, 600}};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++)
        for (size_t b = 0; b < sizeof bases / sizeof *bases; b++) {
            int64_t times[FRAMES];
            // A head that is a little off, as Matroska's rounded durations make it.
            const AVRational said[2] = {{rates[r].num * 99, rates[r].den * 99}, {0, 0}};
            lay(times, FRAMES, rates[r], bases[b]);
            struct pace p = pace_of(times, FRAMES, bases[b], said);
            assert_int_equal(p.frames, rates[r].num);
            assert_int_equal(p.seconds, rates[r].den);
            assert_false(p.variable);
        }
}

static void a_head_that_lies_is_not_believed(void **state)
{
    int64_t times[FRAMES];
    const AVRational lie[2] = {{90000, 1}, {30, 1}};
    lay(times, FRAMES, (AVRational){25, 1}, (AVRational){1, 90000});
    struct pace p = pace_of(times, FRAMES, (AVRational){1, 90000}, lie);
    assert_int_equal(p.frames, 25);
    assert_int_equal(p.seconds, 1);
    // No camera's: as it is. 7/3 frames a second.
    lay(times, FRAMES, (AVRational){7, 3}, (AVRational){1, 700});
    p = pace_of(times, FRAMES, (AVRational){1, 700}, NOTHING);
    assert_int_equal(p.frames, 7);
    assert_int_equal(p.seconds, 3);
}

// Of 1,000 intervals so many are twice as long.
static bool variable_with(int longer)
{
    int64_t times[1001];
    for (int i = 0, at = 0; i < 1001; i++) {
        times[i] = at;
        at += 3600 * (i < longer ? 2 : 1);
    }
    return pace_of(times, 1001, (AVRational){1, 90000}, NOTHING).variable;
}

static void a_pace_is_variable_from_one_interval_in_a_hundred_on(void **state)
{
    assert_false(variable_with(0));
    assert_false(variable_with(10));
    assert_true(variable_with(11));
    int64_t jitter[FRAMES];
    for (int i = 0; i < FRAMES; i++) // 30 a second, each up to a twentieth early or late
        jitter[i] = i * 3000 + (i * 7919 % 151 - 75) * 3000 / 20 / 75 / 2;
    assert_false(pace_of(jitter, FRAMES, (AVRational){1, 90000}, NOTHING).variable);
    for (int i = 0; i < FRAMES; i++) // up to a third
        jitter[i] = i * 3000 + (i * 7919 % 151 - 75) * 1000 / 75;
    assert_true(pace_of(jitter, FRAMES, (AVRational){1, 90000}, NOTHING).variable);
    int64_t one[1] = {0}, same[3] = {5, 5, 5};
    assert_int_equal(pace_of(one, 1, (AVRational){1, 25}, NOTHING).frames, 0);
    assert_int_equal(pace_of(same, 3, (AVRational){1, 25}, NOTHING).frames, 0);
    int64_t wild[3] = {INT64_MIN / 4, 0, INT64_MAX / 4};
    struct pace p = pace_of(wild, 3, (AVRational){1, 90000}, NOTHING);
    assert_true(p.frames <= 1000000000 && p.seconds <= 1000000000);
}

// ---- pictures ----

static void the_words_of_a_picture_are_written_as_they_were_read(void **state)
{
    static const struct notice notices[] = {
        {"Jeanne Petit", "CMA 82, CC BY 4.0"}, {"", "©"}, {"Zoé", ""}, {"abc", "abcd"}};
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        struct bytes tiff = {0};
        struct notice read = {0};
        notice_write(&notices[i], &tiff);
        notice_of_exif(&read, tiff.at, tiff.size);
        assert_string_equal(read.artist, notices[i].artist);
        assert_string_equal(read.copyright, notices[i].copyright);
        assert_false(notice_has_gps(tiff.at, tiff.size));
        bytes_finish(&tiff);
    }
    struct bytes nothing = {0};
    notice_write(&(struct notice){0}, &nothing);
    assert_int_equal(nothing.size, 0);
}

static void who_made_it_is_read_out_of_iptc(void **state)
{
    static const unsigned char block[] = "8BIM\x04\x04\0\0\0\0\0\x14"
                                         "\x1c\2\x50\0\4Anne"
                                         "\x1c\2\x74\0\5CMA82"
                                         "\0";
    struct notice n = {0};
    notice_of_iptc(&n, block, sizeof block - 1);
    assert_string_equal(n.artist, "Anne");
    assert_string_equal(n.copyright, "CMA82");
    for (size_t size = 0; size < sizeof block; size++) { // cut anywhere, in a block of its own
        unsigned char *cut = malloc(size + 1);
        memcpy(cut, block, size);
        notice_of_iptc(&n, cut, size);
        free(cut);
    }
}

// The smallest headers of a JPEG: a scan with a stuffed byte and a restart marker in it.
static void segments_of_a_jpeg_are_kept_or_left_out_by_their_kind(void **state)
{
    static const unsigned char jpeg[] = "\xff\xd8\xff\xe0\0\x07JFIF\0"
                                        "\xff\xe1\0\x0cprivate GP"
                                        "\xff\xe2\0\x0eICC_PROFILE\0"
                                        "\xff\xee\0\x07"
                                        "Adobe"
                                        "\xff\xfe\0\x05"
                                        "abc"
                                        "\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0"
                                        "\xff\xda\0\2"
                                        "\1\xff\0\2\xff\xd0\3"
                                        "\xff\xd9"
                                        "behind it all\xff\xd9";
    static const unsigned char wanted[] = "\xff\xd8\xff\xe0\0\x07JFIF\0"
                                          "\xff\xe2\0\x0eICC_PROFILE\0"
                                          "\xff\xee\0\x07"
                                          "Adobe"
                                          "\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0"
                                          "\xff\xda\0\2"
                                          "\1\xff\0\2\xff\xd0\3"
                                          "\xff\xd9";
    struct stripped s;
    struct fault f = {0};
    if (!strip_picture(jpeg, sizeof jpeg - 1, NULL, &s, &f))
        fail_msg("%s", f.text);
    assert_int_equal(s.file.size, sizeof wanted - 1);
    assert_memory_equal(s.file.at, wanted, sizeof wanted - 1);
    stripped_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_safe_and_readable),
        cmocka_unit_test(paces_of_cameras_are_found_in_any_base),
        cmocka_unit_test(a_head_that_lies_is_not_believed),
        cmocka_unit_test(a_pace_is_variable_from_one_interval_in_a_hundred_on),
        cmocka_unit_test(the_words_of_a_picture_are_written_as_they_were_read),
        cmocka_unit_test(who_made_it_is_read_out_of_iptc),
        cmocka_unit_test(segments_of_a_jpeg_are_kept_or_left_out_by_their_kind),
    };
    return cmocka_run_group_tests_name("ingest", tests, NULL, NULL);
}
