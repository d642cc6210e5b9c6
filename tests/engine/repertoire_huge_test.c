// repertoire: records as large, deep and strange as files can be: a clear word, never a crash, and
// no work beyond the size of the file.
#include "repertoire/repertoire.h"
#include "tools/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct text {
    char *bytes;
    size_t length;
    FILE *out;
};

static void begin(struct text *t, const char *start)
{
    *t = (struct text){0};
    t->out = open_memstream(&t->bytes, &t->length);
    assert_non_null(t->out);
    fputs(start, t->out);
}

// What is wrong with it, in the words of the first fault that is told; it must be refused.
static void refuse(struct text *t, enum repertoire_type type, const char *what)
{
    struct faults faults = {0};
    assert_int_equal(fclose(t->out), 0);
    assert_true(t->length <= REPERTOIRE_FILE_BYTES);
    json_t *record = repertoire_parse(type, t->bytes, t->length, "record.json", &faults);
    assert_null(record);
    assert_true(faults.errors > 0);
    bool told = false;
    for (int i = 0; i < faults.count; i++)
        told = told || strstr(faults.entries[i].text, what);
    if (!told)
        fail_msg("%s: not said, but %s", what, faults.entries[0].text);
    faults_finish(&faults);
    free(t->bytes);
}

static void nesting_of_ten_thousand_levels_is_refused(void **state)
{
    (void)state;
    static const char *const opens[] = {"[", "{\"a\":"}, *const closes[] = {"]", "}"};
    for (int kind = 0; kind < 2; kind++) {
        struct text t;
        begin(&t, "{\"id\": \"v:a\", \"definition\": ");
        for (int i = 0; i < 10000; i++)
            fputs(opens[kind], t.out);
        fputs("1", t.out);
        for (int i = 0; i < 10000; i++)
            fputs(closes[kind], t.out);
        fputs("}", t.out);
        refuse(&t, REPERTOIRE_VERB, "depth");
    }
    // As deep as the parser goes; what nobody asked for is not followed.
    struct text t;
    begin(&t, "{\"id\": \"v:a\",\n\"deep\": ");
    for (int i = 0; i < 2000; i++)
        fputs("[", t.out);
    for (int i = 0; i < 2000; i++)
        fputs("]", t.out);
    fputs("}", t.out);
    refuse(&t, REPERTOIRE_VERB, "record.json:2: deep: is no known key");
}

static void a_hundred_thousand_references_are_counted_not_followed(void **state)
{
    struct text t;
    begin(&t, "{\"id\": \"m:a\", \"label\": " LABEL("a", "a", "a") ",\n\"related\": [");
    for (int i = 0; i < 100000; i++)
        fprintf(t.out, "%s\"m:nowhere-%d\"", i ? "," : "", i);
    fputs("]}", t.out);
    fflush(t.out);
    put_file(*state, "materials/a.json", t.bytes);
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = ((struct place *)*state)->folder},
                        &faults);
    assert_told(*state, &faults, FAULT_ERROR,
                "materials/a.json:2: related: ", "has 100000 values; a list of 0 to 64");
    assert_int_equal(faults.errors, 1);
    assert_int_equal(repertoire_count(r, REPERTOIRE_MATERIAL), 0);
    repertoire_destroy(r);
    faults_finish(&faults);
    refuse(&t, REPERTOIRE_MATERIAL, "has 100000 values");
}

static void four_mebibytes_of_unknown_keys_are_refused(void **state)
{
    (void)state;
    struct text t;
    begin(&t, "{\"id\": \"v:a\"");
    for (int i = 0; ftell(t.out) < (long)REPERTOIRE_FILE_BYTES - 100; i++)
        fprintf(t.out, ",\n\"labl%d\": 1", i);
    fputs("}", t.out);
    refuse(&t, REPERTOIRE_VERB, "is no known key");
}

static void four_mebibytes_of_one_text_or_of_languages_are_refused(void **state)
{
    (void)state;
    struct text t;
    begin(&t, "{\"id\": \"v:a\", \"label\": {\"fr\": \"");
    while (ftell(t.out) < (long)REPERTOIRE_FILE_BYTES - 100)
        fputs("é", t.out);
    fputs("\"}}", t.out);
    refuse(&t, REPERTOIRE_VERB, "label.fr: is \"");
    begin(&t, "{\"id\": \"v:a\", \"label\": {\"fr\": \"a\"");
    for (int i = 0; ftell(t.out) < (long)REPERTOIRE_FILE_BYTES - 100; i++)
        fprintf(t.out, ", \"q%d\": 1", i);
    fputs("}}", t.out);
    refuse(&t, REPERTOIRE_VERB, "is no language");
}

// Arabic and Hebrew, a word of 300 letters, marks over marks: as good as any other text.
static void right_to_left_and_very_long_words_are_texts(void **state)
{
    (void)state;
    struct text t;
    begin(&t, "{\"id\": \"v:a\", \"label\": {\"fr\": \"");
    for (int i = 0; i < 300; i++)
        fputs("w", t.out);
    fputs("\", \"it\": \"\xd8\xb7\xd8\xb1\xd9\x82 \xd7\x91\xd7\xa8\xd7\x96\xd7\x9c\", \"en\": \"e",
          t.out);
    for (int i = 0; i < 100; i++)
        fputs("\xcc\x81", t.out);
    fputs("\"}}", t.out);
    assert_int_equal(fclose(t.out), 0);
    struct faults faults = {0};
    json_t *record = repertoire_parse(REPERTOIRE_VERB, t.bytes, t.length, "record.json", &faults);
    assert_non_null(record);
    assert_int_equal(faults.count, 0);
    char *text = repertoire_text(REPERTOIRE_VERB, record);
    assert_non_null(strstr(text, "\xd8\xb7\xd8\xb1\xd9\x82"));
    free(text);
    json_decref(record);
    faults_finish(&faults);
    free(t.bytes);
}

// Half letters, surrogates alone, a NUL, numbers that no double holds.
static void bytes_that_are_no_json_are_refused_with_their_line(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\n\"x\": \"\xc3\"}",
        "\n\"x\": \"\\ud800\"}",
        "\n\"x\": \"\\u0000\"}",
        "\n\"x\": 1e999}",
        "\n\"x\": NaN}",
        "\n\"x\": 01}",
        "\n\"x\": \"\xf4\x90\x80\x80\"}",
        "\n\"x\": 1} {}",
        "\n\"x\": 1,}",
        "\n\"x\": 99999999999999999999}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct text t;
        begin(&t, "{\"id\": \"v:a\",");
        fputs(texts[i], t.out);
        bool letters = strchr(texts[i], '\xc3') || strchr(texts[i], '\xf4'); // no UTF-8
        refuse(&t, REPERTOIRE_VERB,
               letters ? "record.json:2: has letters that are no UTF-8"
                       : "record.json:2: is no JSON");
    }
}

// A chain of parents as long as the shelf, closed to a circle: no recursion, one fault.
static void a_circle_of_two_thousand_terms_is_found(void **state)
{
    char name[64], text[300];
    const int count = 2000;
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "materials/m%05d.json", i);
        snprintf(text, sizeof text,
                 "{\"id\": \"m:m%05d\", \"label\": {\"fr\": \"a%d\", \"it\": \"b%d\", \"en\": "
                 "\"c%d\"},\n\"broader\": [\"m:m%05d\"]}",
                 i, i, i, i, (i + 1) % count);
        if (i < 2) {
            put_file(*state, name, text);
            continue;
        }
        char path[200];
        snprintf(path, sizeof path, "%s/%s", ((struct place *)*state)->folder, name);
        FILE *out = fopen(path, "w"); // without the pains of store_write
        assert_non_null(out);
        fputs(text, out);
        assert_int_equal(fclose(out), 0);
    }
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = ((struct place *)*state)->folder},
                        &faults);
    assert_int_equal(faults.count, 0);
    repertoire_check(r, NULL, &faults);
    assert_int_equal(faults.count, 1);
    assert_told(*state, &faults, FAULT_ERROR,
                "materials/m01999.json:2: broader: ", "goes in a circle: m:m00000 > m:m00001 > ");
    repertoire_destroy(r);
    faults_finish(&faults);
}

static int make_place(void **state)
{
    *state = place_make();
    return 0;
}

static int remove_place(void **state)
{
    place_remove(*state);
    return 0;
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_of_ten_thousand_levels_is_refused),
        with_place(a_hundred_thousand_references_are_counted_not_followed),
        cmocka_unit_test(four_mebibytes_of_unknown_keys_are_refused),
        cmocka_unit_test(four_mebibytes_of_one_text_or_of_languages_are_refused),
        cmocka_unit_test(right_to_left_and_very_long_words_are_texts),
        cmocka_unit_test(bytes_that_are_no_json_are_refused_with_their_line),
        with_place(a_circle_of_two_thousand_terms_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
