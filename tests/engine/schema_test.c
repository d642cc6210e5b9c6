// schema: words, ids, languages, file names, and tables that judge a tree.
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ids_are_letters_digits_and_single_hyphens(void **state)
{
    assert_true(schema_is_id("nord"));
    assert_true(schema_is_id("zone-2b"));
    assert_true(schema_is_id("2"));
    static const char *const wrong[] = {"", "Nord", "a_b", "a b", "-a", "a-", "a--b", "é", "a:b"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(schema_is_id(wrong[i]));
}

static void languages_are_bcp_47_with_a_known_first_part(void **state)
{
    static const char *const right[] = {"fr", "fr-FR", "zh-Hant-TW", "oc", "pcd", "de-1996"};
    static const char *const wrong[] = {"",     "f",  "xx",    "french",      "fr-",
                                        "fr-é", "FR", "fr_FR", "fr-123456789"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_true(schema_is_language(right[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(schema_is_language(wrong[i]));
}

static void names_stay_inside_their_folder(void **state)
{
    static const char *const right[] = {"a", "media/a.png", "a..b/c", "...", "é l/ô.wav"};
    static const char *const wrong[] = {"",    "/a", "..",   "../a", "a/../b", "a/..",
                                        "./a", ".",  "a//b", "a/",   "a\\b"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_true(schema_is_inside(right[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(schema_is_inside(wrong[i]));
}

static const struct schema px = {.type = SCHEMA_WHOLE, .least = 1, .most = 16384, .unit = "px"};
static const struct schema output_keys[] = {{.key = "size",
                                             .type = SCHEMA_LIST,
                                             .required = true,
                                             .least = 2,
                                             .most = 2,
                                             .of = &px,
                                             .sentence = "Of it."},
                                            {.key = NULL}};
static const struct schema an_output = {.type = SCHEMA_TABLE, .of = output_keys};
static const struct schema keys[] = {
    {.key = "name", .type = SCHEMA_TEXT, .most = 5, .sentence = "A name."},
    {.key = "on", .type = SCHEMA_BOOL, .standard = "true", .sentence = "On?"},
    {.key = "gain", .type = SCHEMA_NUMBER, .least = -60, .most = 0, .unit = "dB"},
    {.key = "outputs",
     .type = SCHEMA_MAP,
     .required = true,
     .least = 0,
     .most = 2,
     .of = &an_output},
    {.key = NULL}};

static void assert_judged(const char *text, const char *const *wanted)
{
    struct faults faults = {0};
    struct where *where = where_scan(text, strlen(text), WHERE_JSON);
    json_t *tree = json_loads(text, 0, NULL);
    assert_non_null(tree);
    const struct schema_text of = {"f", where, WHERE_JSON, NULL, &faults};
    int errors = schema_check(&of, tree, keys);
    int i = 0;
    for (; i < faults.count && wanted[i]; i++)
        assert_string_equal(faults.entries[i].text, wanted[i]);
    assert_null(wanted[i]);
    assert_int_equal(faults.count, i);
    assert_int_equal(errors, faults.errors);
    json_decref(tree);
    where_destroy(where);
    faults_finish(&faults);
}

static void every_fault_of_a_tree_is_told_in_one_go(void **state)
{
    assert_judged("{\"outputs\": {}}", (const char *[]){NULL});
    assert_judged(
        "{ \"name\": \"éééé\",\n \"on\": 1,\n \"gain\": 1,\n \"outputs\": {\n  \"A b\": {\"size\": "
        "[1.5,\n 0]},\n  \"n\": {\"sizes\": []}}}",
        (const char *[]){
            "f:1: name: is \"éééé\"; a text of at most 5 bytes is allowed",
            "f:2: on: is 1; true or false is allowed",
            "f:3: gain: is 1; a number from -60 to 0 (dB) is allowed",
            "f:5: outputs[\"A b\"]: is no id; lower-case letters, digits and hyphens are allowed, "
            "at "
            "most 63",
            "f:5: outputs[\"A b\"].size[0]: is 1.5; a whole number from 1 to 16384 (px) is allowed",
            "f:6: outputs[\"A b\"].size[1]: is 0; a whole number from 1 to 16384 (px) is allowed",
            "f:7: outputs.n.sizes: is no known key; did you mean \"size\"?",
            "f:7: outputs.n.size: is missing; a list of 2, each a whole number from 1 to 16384 "
            "(px) "
            "is needed",
            NULL});
    assert_judged("{\"outputs\": {\"a\": 1, \"b\": [],\n\"c\": {}}}",
                  (const char *[]){"f:1: outputs: has 3 values; a table of 0 to 2 by id, each a "
                                   "table of keys is allowed",
                                   NULL});
    assert_judged("[]", (const char *[]){"f:1: is a list; a table of keys is allowed", NULL});
}

static void a_long_value_is_shown_cut_between_letters(void **state)
{
    struct faults faults = {0};
    json_t *tree =
        json_pack("{s:s, s:{}}", "name", "aéééééééééééééééééééééééééééééééééééé", "outputs");
    const struct schema_text of = {"f", NULL, WHERE_JSON, NULL, &faults};
    schema_check(&of, tree, keys);
    assert_int_equal(faults.count, 1);
    json_t *valid = json_string(faults.entries[0].text); // NULL when it is no UTF-8
    assert_non_null(valid);
    json_decref(valid);
    json_decref(tree);
    faults_finish(&faults);
}

static void the_document_names_every_key_with_its_range(void **state)
{
    char *text = schema_document(keys, "");
    assert_string_equal(
        text, "| key | what is allowed | without it | what it means |\n|---|---|---|---|\n"
              "| `name` | a text of at most 5 bytes | none | A name. |\n"
              "| `on` | true or false | true | On? |\n"
              "| `gain` | a number from -60 to 0 (dB) | none |  |\n"
              "| `outputs` | a table of 0 to 2 by id, each a table of keys | needed |  |\n"
              "| `outputs.<id>.size` | a list of 2, each a whole number from 1 to 16384 "
              "(px) | needed | Of it. |\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_letters_digits_and_single_hyphens),
        cmocka_unit_test(languages_are_bcp_47_with_a_known_first_part),
        cmocka_unit_test(names_stay_inside_their_folder),
        cmocka_unit_test(every_fault_of_a_tree_is_told_in_one_go),
        cmocka_unit_test(a_long_value_is_shown_cut_between_letters),
        cmocka_unit_test(the_document_names_every_key_with_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
