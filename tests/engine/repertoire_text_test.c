// repertoire: records written as files. The judge of what they say is the library that reads them.
#include "repertoire/repertoire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void keys_stand_in_the_order_of_the_tables_and_letters_as_they_are(void **state)
{
    json_t *record = json_loads(
        "{\"links\": [{\"label\": \"x\", \"uri\": \"https://a\"}], \"extra\": null,"
        "\"label\": {\"en\": \"an \\u0022anvil\\u0022\", \"oc\": \"a\", \"fr\": \"enclum\\u00e9\"},"
        "\"synonyms\": {\"it\": [\"incudine\"]}, \"id\": \"o:a\", \"optional\": true}",
        0, NULL);
    char *text = repertoire_text(REPERTOIRE_TOOL, record);
    assert_string_equal(text, "{\n"
                              "  \"id\": \"o:a\",\n"
                              "  \"label\": {\n"
                              "    \"fr\": \"enclumé\",\n"
                              "    \"en\": \"an \\\"anvil\\\"\",\n"
                              "    \"oc\": \"a\"\n"
                              "  },\n"
                              "  \"synonyms\": {\n"
                              "    \"it\": [\"incudine\"]\n"
                              "  },\n"
                              "  \"links\": [\n"
                              "    {\n"
                              "      \"uri\": \"https://a\",\n"
                              "      \"label\": \"x\"\n"
                              "    }\n"
                              "  ],\n"
                              "  \"extra\": null,\n"
                              "  \"optional\": true\n"
                              "}\n");
    free(text);
    json_decref(record);
}

static void numbers_have_the_fewest_digits_that_are_read_as_the_same(void **state)
{
    static const char *const shown[] = {
        "0.1", "1.0", "-23.0", "1e-07", "0.30000000000000004", "1e+300", "9007199254740993"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        char source[80], wanted[80];
        snprintf(source, sizeof source, "{\"x\": %s}", shown[i]);
        snprintf(wanted, sizeof wanted, "{\n  \"x\": %s\n}\n", shown[i]);
        json_t *record = json_loads(source, 0, NULL);
        char *text = repertoire_text(REPERTOIRE_MEDIA, record);
        assert_string_equal(text, wanted);
        free(text);
        json_decref(record);
    }
}

// Lists of any length and depth, around the width of a line.
static void what_is_written_is_read_as_the_same(void **state)
{
    for (int items = 0; items < 60; items++) {
        for (int depth = 0; depth < 4; depth++) {
            json_t *list = json_array();
            for (int i = 0; i < items; i++)
                json_array_append_new(list, i % 7 == 6 ? json_pack("[f, s]", i / 3.0, "é\n\"")
                                                       : json_integer(i));
            for (int d = 0; d < depth; d++)
                list = d & 1 ? json_pack("{s: o}", "inner", list) : json_pack("[o, s]", list, "z");
            json_t *record = json_pack("{s: s, s: o}", "id", "n:a", "list", list);
            char *text = repertoire_text(REPERTOIRE_NOTE, record);
            json_t *again = json_loads(text, 0, NULL);
            assert_true(json_equal(record, again));
            for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
                assert_true(end - line <= 100);
            json_decref(again);
            json_decref(record);
            free(text);
        }
    }
}

static void the_records_of_the_tree_lose_nothing(void **state)
{
    const char *folder = TEST_ROOT "/installations/villa-medicis/repertoire";
    struct faults faults = {0};
    if (access(folder, R_OK) != 0) {
        print_message("SKIPPED: installations/villa-medicis absent\n");
        skip();
    }
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = folder}, &faults);
    assert_non_null(r);
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        const json_t *record;
        for (int n = 0; (record = repertoire_record(r, (enum repertoire_type)t, n)); n++) {
            char *text = repertoire_text((enum repertoire_type)t, record);
            json_t *again = json_loads(text, 0, NULL);
            assert_true(json_equal(record, again));
            json_decref(again);
            free(text);
            const char *id = json_string_value(json_object_get(record, "id"));
            assert_memory_equal(repertoire_source(r, id), folder, strlen(folder));
        }
    }
    assert_null(repertoire_source(r, "g:nowhere"));
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void an_id_names_its_file_and_nothing_outside_its_folder(void **state)
{
    char path[100];
    assert_true(repertoire_file("/r", "t:dinandier", path, sizeof path));
    assert_string_equal(path, "/r/metiers/dinandier.json");
    assert_false(repertoire_file("/r", "t:dinandier", path, 10));
    static const char *const wrong[] = {"dinandier", "t:",   "t:../x", "t:a/b", "t:A",
                                        "t:a-",      "z:a",  "",       "t:é",   "t:a.b",
                                        "t:-a",      "tt:a", NULL};
    for (int i = 0; i < 12; i++)
        if (repertoire_file("/r", wrong[i], path, sizeof path))
            fail_msg("%s: has a file", wrong[i]);
    assert_false(repertoire_file("/r", NULL, path, sizeof path));
}

static void a_record_is_written_where_its_id_says_and_nowhere_else(void **state)
{
    char folder[] = "/tmp/gestuaire-text-XXXXXX", path[100];
    struct fault f = {""};
    assert_non_null(mkdtemp(folder));
    json_t *record = json_pack("{s: s, s: {s: s}}", "id", "v:battre", "label", "fr", "Battre");
    assert_true(repertoire_write(folder, REPERTOIRE_VERB, record, &f));
    snprintf(path, sizeof path, "%s/verbs/battre.json", folder);
    json_t *again = json_load_file(path, 0, NULL);
    assert_true(json_equal(record, again));
    json_decref(again);
    assert_false(repertoire_write(folder, REPERTOIRE_TOOL, record, &f));
    assert_non_null(strstr(f.text, "\"v:battre\" names no tool"));
    json_object_set_new(record, "id", json_string("v:../../x"));
    assert_false(repertoire_write(folder, REPERTOIRE_VERB, record, &f));
    json_object_del(record, "id");
    assert_false(repertoire_write(folder, REPERTOIRE_VERB, record, &f));
    json_decref(record);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/verbs", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0); // nothing else was made
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_in_the_order_of_the_tables_and_letters_as_they_are),
        cmocka_unit_test(numbers_have_the_fewest_digits_that_are_read_as_the_same),
        cmocka_unit_test(what_is_written_is_read_as_the_same),
        cmocka_unit_test(the_records_of_the_tree_lose_nothing),
        cmocka_unit_test(an_id_names_its_file_and_nothing_outside_its_folder),
        cmocka_unit_test(a_record_is_written_where_its_id_says_and_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
