// decode: captions. Oracle: what the WebVTT text (W3C, sections 4 and 6) says by hand of each file.
#include "decode/decode.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct {
    int count, line;
    char text[256];
} told;

static void tell(void *user, int line, const char *what)
{
    told.count++;
    told.line = line;
    snprintf(told.text, sizeof told.text, "%s", what);
}

static struct decode_captions read_bytes(const char *bytes, size_t size)
{
    struct decode_captions c;
    struct fault f;
    memset(&told, 0, sizeof told);
    if (!decode_captions_read(bytes, size, &c, tell, NULL, &f))
        fail_msg("%s", f.text);
    return c;
}

static struct decode_captions read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void assert_text(const struct decode_captions *c, int i, const char *wanted)
{
    char text[1024];
    assert_true(i < c->count);
    snprintf(text, sizeof text, "%.*s", (int)c->cues[i].length, c->texts + c->cues[i].text);
    assert_string_equal(text, wanted);
}

static void assert_times(const struct decode_captions *c, int i, double from_s, double to_s)
{
    assert_float_equal(c->cues[i].from_s, from_s, 1e-9);
    assert_float_equal(c->cues[i].to_s, to_s, 1e-9);
}

static void webvtt_is_read_as_it_is_written(void **state)
{
    struct decode_captions c = read_text("WEBVTT - Forge\n"
                                         "Kind: captions\n"
                                         "\n"
                                         "STYLE\n"
                                         "::cue { color: red }\n"
                                         "\n"
                                         "NOTE nothing --\n"
                                         "of this is seen\n"
                                         "\n"
                                         "un\n"
                                         "00:01.000 --> 00:02.500\n"
                                         "On chauffe\n"
                                         "le fer.\n"
                                         "\n"
                                         "1:00:00.250 --> 01:00:03.000 align:start\n"
                                         "On le frappe.\n"
                                         "\n");
    assert_int_equal(c.count, 2);
    assert_int_equal(told.count, 0);
    assert_text(&c, 0, "On chauffe\nle fer.");
    assert_times(&c, 0, 1, 2.5);
    assert_text(&c, 1, "On le frappe.");
    assert_times(&c, 1, 3600.25, 3603);
    assert_int_equal(c.cues[0].align, CAPTION_CENTRE);
    assert_int_equal(c.cues[1].align, CAPTION_START);
    assert_true(isnan(c.cues[0].position));
    assert_false(c.cues[0].placed);
    decode_captions_finish(&c);
}

static void subrip_is_read_as_it_is_found(void **state)
{
    struct decode_captions c = read_text("1\n"
                                         "00:00:01,000 --> 00:00:02,000  X1:1 X2:2\n"
                                         "<i>Une</i> < deux & trois\n"
                                         "   \n"
                                         "2\n"
                                         "00:00:03,5 --> 00:00:04\n"
                                         "{\\an8}En haut\n"
                                         "3\n"
                                         "0:0:5,000 --> 0:0:6,000\n"
                                         "<font color=\"red\">Fin</font>");
    assert_int_equal(told.count, 0);
    assert_int_equal(c.count, 3);
    assert_text(&c, 0, "Une < deux & trois");
    assert_int_equal(c.cues[0].run_count, 2);
    assert_true(c.runs[c.cues[0].first_run].italic);
    assert_int_equal(c.runs[c.cues[0].first_run].length, 3);
    assert_text(&c, 1, "En haut");
    assert_times(&c, 1, 3.5, 4);
    assert_true(c.cues[1].placed && !c.cues[1].lines && c.cues[1].line == 0);
    assert_text(&c, 2, "Fin");
    assert_times(&c, 2, 5, 6);
    decode_captions_finish(&c);
}

static void marks_line_ends_and_old_alphabets_are_read(void **state)
{
    static const char crlf[] =
        "\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n\xc3\xa9t\xc3\xa9\r\n"
        "l\xc3\xa0\r\r00:03.000 --> 00:04.000\rb";
    struct decode_captions c = read_bytes(crlf, sizeof crlf - 1);
    assert_int_equal(c.count, 2);
    assert_text(&c, 0, "\xc3\xa9t\xc3\xa9\nl\xc3\xa0");
    decode_captions_finish(&c);
    // Windows-1252: é is 0xe9, € is 0x80, œ is 0x9c.
    c = read_text("1\n00:00:01,000 --> 00:00:02,000\nc\x9cur \xe9 5 \x80\n");
    assert_text(&c, 0, "c\xc5\x93ur \xc3\xa9 5 \xe2\x82\xac");
    assert_int_equal(told.count, 1);
    assert_non_null(strstr(told.text, "Windows-1252"));
    decode_captions_finish(&c);
    // UTF-16, little end first: "é", then U+1F528 as a pair.
    char wide[512] = "\xff\xfe";
    size_t size = 2;
    for (const char *p = "1\n00:00:01,000 --> 00:00:02,000\n"; *p; p++) {
        wide[size++] = *p;
        wide[size++] = 0;
    }
    memcpy(wide + size, "\xe9\x00\x3d\xd8\x28\xdd", 6);
    c = read_bytes(wide, size + 6);
    assert_text(&c, 0, "\xc3\xa9\xf0\x9f\x94\xa8");
    decode_captions_finish(&c);
}

static void places_are_taken(void **state)
{
    struct decode_captions c =
        read_text("WEBVTT\n\n"
                  "00:01.000 --> 00:02.000 line:0 position:20% size:60% align:left\na\n\n"
                  "00:02.000 --> 00:03.000 line:-2 position:75%,line-right align:end\nb\n\n"
                  "00:03.000 --> 00:04.000\tline:84.5%,end region:x vertical:rl\nc\n\n"
                  "00:04.000 --> 00:05.000 line:1.5 size:200% position:left align:up what\nd\n");
    const struct decode_caption *a = &c.cues[0], *b = &c.cues[1], *e = &c.cues[2], *d = &c.cues[3];
    assert_int_equal(c.count, 4);
    assert_true(a->placed && a->lines && a->line == 0 && a->position == 20 && a->size == 60);
    assert_int_equal(a->align, CAPTION_LEFT);
    assert_true(b->lines && b->line == -2 && b->position == 75);
    assert_int_equal(b->position_align, CAPTION_END);
    assert_true(e->placed && !e->lines && e->line == 84.5f);
    assert_int_equal(e->line_align, CAPTION_END);
    assert_true(!d->placed && d->size == 100 &&
                isnan(d->position)); // each is wrong, all are left out
    assert_int_equal(told.count, 5);
    assert_int_equal(told.line, 12);
    decode_captions_finish(&c);
}

static void tags_become_runs_and_entities_letters(void **state)
{
    struct decode_captions c = read_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n"
        "<v.loud Ana Rossi>Plus <b>fort&nbsp;<i>encore</b></i> &lt;&amp;&#233;&#x1F528;&bad; "
        "<c.red>rouge</c><00:01.500><ruby>\xe6\xbc\xa2<rt>kan</rt></ruby><u\n");
    assert_int_equal(c.count, 1);
    assert_text(&c, 0,
                "Plus fort\xc2\xa0"
                "encore <&\xc3\xa9\xf0\x9f\x94\xa8&bad; rouge\xe6\xbc\xa2");
    const struct decode_caption *cue = &c.cues[0];
    assert_memory_equal(c.texts + cue->voice, "Ana Rossi", 9);
    assert_int_equal(cue->voice_length, 9);
    const struct decode_caption_run *r = &c.runs[cue->first_run];
    static const struct decode_caption_run wanted[] = {{5, false, false, false},
                                                       {6, false, true, false},
                                                       {6, true, true, false}};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(r[i].length, wanted[i].length);
        assert_int_equal(r[i].italic, wanted[i].italic);
        assert_int_equal(r[i].bold, wanted[i].bold);
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i < cue->run_count; i++)
        sum += r[i].length;
    assert_int_equal(sum, cue->length);
    decode_captions_finish(&c);
}

static void cues_out_of_order_are_sorted_and_overlap(void **state)
{
    struct decode_captions c = read_text("WEBVTT\n\n"
                                         "00:05.000 --> 00:09.000\nc\n\n"
                                         "00:01.000 --> 00:06.000\na\n\n"
                                         "00:05.000 --> 00:06.000\nd\n\n"
                                         "00:02.000 --> 00:03.000\nb\n");
    int seen[8];
    assert_text(&c, 0, "a");
    assert_text(&c, 1, "b");
    assert_text(&c, 2, "c");
    assert_text(&c, 3, "d");
    assert_int_equal(decode_captions_at(&c, 0.999, seen, 8), 0);
    assert_int_equal(decode_captions_at(&c, 1, seen, 8), 1);
    assert_int_equal(decode_captions_at(&c, 2.5, seen, 8), 2);
    assert_int_equal(decode_captions_at(&c, 5, seen, 8), 3);
    assert_int_equal(seen[2], 3);
    assert_int_equal(decode_captions_at(&c, 5, seen, 2), 2);
    assert_int_equal(decode_captions_at(&c, 6, seen, 8), 1);
    assert_int_equal(seen[0], 2);
    assert_int_equal(decode_captions_at(&c, 9, seen, 8), 0);
    decode_captions_finish(&c);
}

static void what_is_wrong_is_told_with_its_line_and_the_rest_is_used(void **state)
{
    static const struct {
        const char *text;
        int line, cues;
        const char *what;
    } files[] = {
        {"WEBVTT\n\n00:01,000 --> 00:02.000\na\n\n00:03.000 --> 00:04.000\nb\n", 3, 1, "times"},
        {"WEBVTT\n\n1:01.000 --> 00:02.000\na\n\n00:03.000 --> 00:04.000\nb\n", 3, 1, "times"},
        {"WEBVTT\n\n00:01.000 --> 00:61.000\na\n\n00:03.000 --> 00:04.000\nb\n", 3, 1, "times"},
        {"WEBVTT\n\n\n00:02.000 --> 00:01.000\na\n\n00:03.000 --> 00:04.000\nb\n", 4, 1, "ends"},
        {"1\n00:00:01,000 -> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,x\nb\n", 6, 0, NULL},
        {"Marteler le fer\n", 1, 0, "no cue"},
        {"", 1, 0, "no cue"},
        {"WEBVTT\n00:01.000 --> 00:02.000\na\n00:01.000 --> 00:02.000\nb\n", 0, 2, NULL},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct decode_captions c = read_text(files[i].text);
        if (c.count != files[i].cues ||
            (files[i].what && (told.line != files[i].line || !strstr(told.text, files[i].what))))
            fail_msg("file %zu: %d cues; line %d: %s", i, c.count, told.line, told.text);
        decode_captions_finish(&c);
    }
}

static void limits_are_kept(void **state)
{
    size_t size = DECODE_CAPTIONS_BYTES + 1;
    char *text = malloc(size);
    struct decode_captions c;
    struct fault f;
    memset(text, 'a', size);
    assert_false(decode_captions_read(text, size, &c, tell, NULL, &f));
    free(text);
    char *many = malloc(DECODE_CAPTIONS_MAX * 40 + 100), *at = many;
    at += sprintf(at, "WEBVTT\n\n");
    for (int i = 0; i <= DECODE_CAPTIONS_MAX; i++)
        at += sprintf(at, "00:01.000 --> 00:02.000\n%d\n\n", i);
    c = read_text(many);
    assert_int_equal(c.count, DECODE_CAPTIONS_MAX);
    assert_int_equal(told.count, 1);
    decode_captions_finish(&c);
    free(many);
    char bad[4000] = "WEBVTT\n\n", *end = bad + strlen(bad);
    for (int i = 0; i < 60; i++)
        end += sprintf(end, "00:02.000 --> 00:01.000\na\n\n");
    c = read_text(bad);
    assert_int_equal(told.count, 9); // eight, and that there is more
    decode_captions_finish(&c);
    char runs[4000] = "WEBVTT\n\n00:01.000 --> 00:02.000\n";
    for (int i = 0; i < 100; i++)
        strcat(runs, "<i>a</i>b");
    c = read_text(runs);
    assert_int_equal(c.cues[0].run_count, DECODE_CAPTION_RUNS);
    assert_int_equal(c.cues[0].length, 200);
    decode_captions_finish(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(webvtt_is_read_as_it_is_written),
        cmocka_unit_test(subrip_is_read_as_it_is_found),
        cmocka_unit_test(marks_line_ends_and_old_alphabets_are_read),
        cmocka_unit_test(places_are_taken),
        cmocka_unit_test(tags_become_runs_and_entities_letters),
        cmocka_unit_test(cues_out_of_order_are_sorted_and_overlap),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line_and_the_rest_is_used),
        cmocka_unit_test(limits_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
