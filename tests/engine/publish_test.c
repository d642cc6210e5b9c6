// Who may be named, how words are sorted and said, how a text is parted into columns, what is
// escaped.
#include "tools/records.h"

#include "publish/html.h"
#include "publish/order.h"
#include "publish/print.h"
#include "publish/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FONTS TEST_ROOT "/assets/fonts/fonts.conf"

// ---- consent ----

static bool named_on(const struct repertoire *r, const char *id, const char *day)
{
    const struct publish_desc d = {.repertoire = r, .day = day};
    return facts_may_name(&d, repertoire_get(r, id));
}

static void
a_consent_holds_from_its_first_day_to_its_last_and_not_on_the_day_of_withdrawal(void **s)
{
    (void)s;
    struct place *p = place_make();
    struct faults faults = {0};
    put_file(p, "people/a.json", "{\"id\": \"p:a\", \"name\": \"A\", \"origin\": \"recorded\"}");
    put_file(p, "people/b.json", "{\"id\": \"p:b\", \"name\": \"B\", \"origin\": \"recorded\"}");
    put_file(p, "consents/a.json",
             "{\"id\": \"a:a\", \"person\": \"p:a\", "
             "\"name\": {\"from\": \"2026-03-01\", \"until\": \"2026-03-31\"}}");
    put_file(p, "consents/b.json",
             "{\"id\": \"a:b\", \"person\": \"p:b\", "
             "\"name\": {\"from\": \"2026-03-01\", \"withdrawn\": \"2026-03-15\"}}");
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_false(named_on(r, "p:a", "2026-02-28"));
    assert_true(named_on(r, "p:a", "2026-03-01"));
    assert_true(named_on(r, "p:a", "2026-03-31"));
    assert_false(named_on(r, "p:a", "2026-04-01"));
    assert_true(named_on(r, "p:b", "2026-03-14"));
    assert_false(named_on(r, "p:b", "2026-03-15"));
    repertoire_destroy(r);
    faults_finish(&faults);
    place_remove(p);
}

static json_t *opened(const struct repertoire *r, enum repertoire_type type, const char *id)
{
    const struct publish_desc d = {.repertoire = r, .day = "2026-03-15"};
    json_t *copy = facts_open(&d, type, repertoire_get(r, id));
    assert_non_null(copy);
    return copy;
}

static void position_is(const struct repertoire *r, const char *id, double x, double y)
{
    json_t *copy = opened(r, REPERTOIRE_PLACE, id), *at = json_object_get(copy, "at");
    assert_float_equal(json_number_value(json_array_get(at, 0)), x, 1e-9);
    assert_float_equal(json_number_value(json_array_get(at, 1)), y, 1e-9);
    json_decref(copy);
}

static void a_place_goes_out_as_exactly_as_it_may_be_shown(void **s)
{
    (void)s;
    struct place *p = place_make();
    struct faults faults = {0};
    static const char *const names[] = {"none", "commune", "address", "hidden"};
    for (int i = 0; i < 4; i++) {
        char file[64], text[256], said[64] = "";
        snprintf(file, sizeof file, "places/%s.json", names[i]);
        if (i)
            snprintf(said, sizeof said, "\"precision\": \"%s\", ", names[i]);
        snprintf(text, sizeof text,
                 "{\"id\": \"l:%s\", \"label\": {\"fr\": \"L\"}, %s\"insee\": \"82121\", "
                 "\"at\": [1.3512345, -44.0187654]}",
                 names[i], said);
        put_file(p, file, text);
    }
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    position_is(r, "l:none", 1.351, -44.019);
    position_is(r, "l:commune", 1.351, -44.019);
    position_is(r, "l:address", 1.3512345, -44.0187654);
    const struct publish_desc d = {.repertoire = r, .day = "2026-03-15"};
    assert_null(facts_open(&d, REPERTOIRE_PLACE, repertoire_get(r, "l:hidden")));
    repertoire_destroy(r);
    faults_finish(&faults);
    place_remove(p);
}

static void where_somebody_is_goes_out_where_they_agreed_to_it(void **s)
{
    (void)s;
    struct place *p = place_make();
    struct faults faults = {0};
    put_file(p, "places/l.json", "{\"id\": \"l:l\", \"label\": {\"fr\": \"L\"}}");
    put_file(p, "people/a.json",
             "{\"id\": \"p:a\", \"name\": \"A\", \"origin\": \"recorded\", \"place\": \"l:l\"}");
    put_file(p, "people/b.json",
             "{\"id\": \"p:b\", \"name\": \"B\", \"origin\": \"recorded\", \"place\": \"l:l\"}");
    put_file(p, "consents/a.json",
             "{\"id\": \"a:a\", \"person\": \"p:a\", \"name\": {\"from\": \"2026-03-01\"}}");
    put_file(p, "consents/b.json",
             "{\"id\": \"a:b\", \"person\": \"p:b\", \"name\": {\"from\": \"2026-03-01\"}, "
             "\"place\": {\"from\": \"2026-03-01\"}}");
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    json_t *a = opened(r, REPERTOIRE_PERSON, "p:a"), *b = opened(r, REPERTOIRE_PERSON, "p:b");
    assert_null(json_object_get(a, "place"));
    assert_string_equal(facts_string(b, "place"), "l:l");
    json_decref(a);
    json_decref(b);
    repertoire_destroy(r);
    faults_finish(&faults);
    place_remove(p);
}

// ---- words ----

static void every_word_is_said_in_three_languages(void **s)
{
    (void)s;
    static const char *const languages[] = {"fr", "it", "en"};
    for (int n = 0; words_key(n); n++)
        for (int l = 0; l < 3; l++)
            assert_true(words_of(words_key(n), languages[l])[0] != 0);
    assert_string_equal(words_of("no such word", "fr"), "no such word");
}

// The order of a French dictionary: accents do not part words, œ stands as oe.
static void words_stand_as_in_a_dictionary(void **s)
{
    (void)s;
    static const char *const sorted[] = {"argile", "Batteur", "École",  "émail", "étain",
                                         "Étirer", "fer",     "Œillet", "ogive", "zinc"};
    for (size_t i = 0; i + 1 < sizeof sorted / sizeof *sorted; i++) {
        char *a = order_key(sorted[i]), *b = order_key(sorted[i + 1]);
        if (strcmp(a, b) >= 0)
            fail_msg("%s stands behind %s", sorted[i], sorted[i + 1]);
        free(a);
        free(b);
    }
}

static void licences_are_said_as_creative_commons_says_them(void **s)
{
    (void)s;
    char said[64];
    facts_licence("CC-BY-SA-4.0", said, sizeof said);
    assert_string_equal(said, "CC\u00a0BY\u2011SA\u00a04.0");
    facts_licence("https://example.org/a-b", said, sizeof said);
    assert_string_equal(said, "https://example.org/a-b");
    facts_licence("CC-BY-SA-4.0", said, 8); // cut, never beyond
    assert_true(strlen(said) < 8);
}

// ---- columns ----

struct sheet {
    struct book book;
    cairo_surface_t *surface;
    struct publish_desc desc;
};

static void open_sheet(struct sheet *t)
{
    struct fault f;
    t->desc = (struct publish_desc){.languages = {"fr"}, .fonts = FONTS, .day = "2026-11-28"};
    assert_true(print_begin(&t->book, &t->desc, &f));
    t->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 100, 100);
    assert_true(print_open(&t->book, t->surface));
}

static void close_sheet(struct sheet *t)
{
    print_close(&t->book);
    cairo_surface_destroy(t->surface);
    print_finish(&t->book);
}

// `lines` lines of one word each: a width that holds no second one.
static void one_paragraph(struct book *b, struct print_flow *flow, int lines)
{
    char text[1200] = "";
    for (int i = 0; i < lines; i++)
        strcat(text, i ? " mmmmmmmmmmmm" : "mmmmmmmmmmmm");
    const struct print_style style = {.family = "text", .size = 10, .leading = 10};
    print_flow_init(b, flow, text, "fr", &style, 160);
}

static void no_line_of_a_paragraph_stands_alone(void **s)
{
    (void)s;
    struct sheet t;
    open_sheet(&t);
    for (int lines = 1; lines <= 12; lines++)
        for (int room = 3; room <= 8; room++) {
            struct print_flow flow;
            one_paragraph(&t.book, &flow, lines);
            assert_int_equal(print_flow_height(&flow), lines * 10);
            int left = lines;
            for (int frame = 0; left > 0; frame++) {
                int drawn =
                    (int)(print_flow_fill(&t.book, &flow, 0, 0, room * 10, true) / 10 + 0.5);
                assert_in_range(drawn, lines == 1 ? 1 : 2, room);
                left -= drawn;
            }
            assert_int_equal(left, 0);
            assert_true(print_flow_done(&flow));
            print_flow_finish(&flow);
        }
    close_sheet(&t);
}

static void at_the_foot_of_a_column_nothing_is_begun_that_would_stand_alone(void **s)
{
    (void)s;
    struct sheet t;
    struct print_flow flow;
    open_sheet(&t);
    one_paragraph(&t.book, &flow, 5);
    assert_int_equal(print_flow_fill(&t.book, &flow, 0, 0, 10, false), 0);  // one line of five
    assert_int_equal(print_flow_fill(&t.book, &flow, 0, 0, 45, false), 30); // not four: one is left
    assert_int_equal(print_flow_fill(&t.book, &flow, 0, 0, 25, false), 20);
    assert_true(print_flow_done(&flow));
    print_flow_finish(&flow);
    close_sheet(&t);
}

// ---- pages ----

static void what_would_be_code_is_text(void **s)
{
    (void)s;
    char *text = NULL;
    size_t length;
    const struct publish_desc d = {.languages = {"fr"}};
    struct html h = {.out = open_memstream(&text, &length), .d = &d, .up = ""};
    html_text(&h, "<a href=\"x\" b='y'>&\x01");
    json_t *value = json_string("</script>&é");
    html_json(&h, value);
    html_address(&h, "javascript:alert(1)", NULL);
    html_address(&h, "https://x/\"><b>", "l");
    json_decref(value);
    fclose(h.out);
    assert_string_equal(
        text, "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp; "
              "\"\\u003c/script\\u003e\\u0026\\u00E9\""
              "javascript:alert(1)"
              "<a rel=\"noopener noreferrer\" href=\"https://x/&quot;&gt;&lt;b&gt;\">l</a>");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_consent_holds_from_its_first_day_to_its_last_and_not_on_the_day_of_withdrawal),
        cmocka_unit_test(a_place_goes_out_as_exactly_as_it_may_be_shown),
        cmocka_unit_test(where_somebody_is_goes_out_where_they_agreed_to_it),
        cmocka_unit_test(every_word_is_said_in_three_languages),
        cmocka_unit_test(words_stand_as_in_a_dictionary),
        cmocka_unit_test(licences_are_said_as_creative_commons_says_them),
        cmocka_unit_test(no_line_of_a_paragraph_stands_alone),
        cmocka_unit_test(at_the_foot_of_a_column_nothing_is_begun_that_would_stand_alone),
        cmocka_unit_test(what_would_be_code_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
