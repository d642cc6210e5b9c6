// exchange: changes judged together, shown, written whole.
#include "exchange/change.h"
#include "exchange/csv.h"
#include "store/store.h"
#include "tools/section.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[64];
    struct change_set *set;
    struct faults faults;
};

static void put_file(const struct place *p, const char *name, const char *text)
{
    char path[PATH_MAX];
    struct fault f = {""};
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    *strrchr(path, '/') = '\0';
    if (!store_folder(path, &f))
        fail_msg("%s", f.text);
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    if (!store_write(path, text, strlen(text), &f))
        fail_msg("%s", f.text);
}

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-exchange-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    put_file(p, "tools/tas.json", "{\"id\": \"o:tas\", \"label\": {\"fr\": \"tas\"}}");
    put_file(p, "tools/canne.json", "{\"id\": \"o:canne\", \"label\": {\"fr\": \"canne\"}}");
    // In a file of another name, which it keeps.
    put_file(p, "tools/autre.json",
             "{\"id\": \"o:lime\", \"label\": {\"fr\": \"lime\"}, \"broader\": [\"o:canne\"]}");
    put_file(p, "tools/broken.json", "{\"id\": ");
    p->set = change_create(p->folder, &p->faults);
    *state = p;
    return p->set ? 0 : -1;
}

static int drop_place(void **state)
{
    struct place *p = *state;
    char command[100];
    change_destroy(p->set);
    faults_finish(&p->faults);
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int failed = system(command);
    free(p);
    return failed;
}

static json_t *json_of(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, 0, &error);
    if (!value)
        fail_msg("%s: %s", text, error.text);
    return value;
}

static void put(struct place *p, const char *text, const char *from)
{
    json_t *record = json_of(text);
    int type = repertoire_type_of_id(json_string_value(json_object_get(record, "id")));
    assert_true(change_put(p->set, (enum repertoire_type)type, record, from));
}

static void expect_fault(const struct place *p, const char *text)
{
    const struct faults *faults = change_faults(p->set);
    for (int i = 0; i < faults->count; i++)
        if (strcmp(faults->entries[i].text, text) == 0)
            return;
    fail_msg("\"%s\" was not told; first is \"%s\"", text,
             faults->count ? faults->entries[0].text : "");
}

static char *printed(const struct place *p)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    change_print(p->set, out);
    fclose(out);
    return text;
}

static void what_differs_is_shown_by_path_and_what_is_the_same_is_counted(void **state)
{
    struct place *p = *state;
    put(p, "{\"id\": \"o:tas\", \"label\": {\"fr\": \"tas plat\", \"it\": \"tasso\"}}", "a.csv:2");
    put(p, "{\"id\": \"o:canne\", \"label\": {\"fr\": \"canne\"}}", "a.csv:3");
    put(p, "{\"id\": \"o:neuf\", \"label\": {\"fr\": \"neuf\"}, \"broader\": [\"o:tas\"]}",
        "a.csv:4");
    change_covers(p->set, REPERTOIRE_TOOL);
    assert_true(change_judge(p->set));
    assert_int_equal(change_count(p->set), 2);
    char *text = printed(p);
    assert_string_equal(text, "o:tas: label.fr: \"tas\" -> \"tas plat\"\n"
                              "o:tas: label.it: + \"tasso\"\n"
                              "o:neuf: new: neuf\n"
                              "tools/: not in the file, stay as they are: o:lime\n"
                              "1 new, 1 changed, 1 as they are\n");
    free(text);
}

static void a_record_that_breaks_a_rule_is_told_by_the_place_it_came_from(void **state)
{
    struct place *p = *state;
    put(p, "{\"id\": \"o:tas\", \"label\": 3}", "a.csv:2");
    put(p, "{\"id\": \"o:neuf\", \"label\": {}, \"related\": [\"o:nulle-part\"]}", "a.csv:3");
    assert_false(change_judge(p->set));
    expect_fault(p, "a.csv:2: label: is 3; a text in each language (fr, it, en) is allowed");
    expect_fault(p, "a.csv:3: related[0]: \"o:nulle-part\" is unknown; a record of tools/ is "
                    "allowed");
    struct fault f = {""};
    assert_false(change_write(p->set, NULL, NULL, &f));
}

static void a_circle_of_broader_terms_is_refused_also_through_what_is_there(void **state)
{
    struct place *p = *state;
    put(p, "{\"id\": \"o:canne\", \"label\": {\"fr\": \"canne\"}, \"broader\": [\"o:lime\"]}",
        "a.csv:2");
    assert_false(change_judge(p->set));
    expect_fault(p, "a.csv:2: broader: leads in a circle back to \"o:canne\"; what it is a kind "
                    "of is never a kind of it");
}

static void ids_of_another_kind_and_names_with_dots_are_refused(void **state)
{
    struct place *p = *state;
    assert_false(change_put(p->set, REPERTOIRE_TOOL, json_of("{\"id\": \"m:fer\"}"), "a:1"));
    assert_false(change_put(p->set, REPERTOIRE_TOOL, json_of("{\"id\": \"o:../x\"}"), "a:2"));
    assert_false(change_put(p->set, REPERTOIRE_TOOL, json_of("{\"label\": 1}"), "a:3"));
    assert_false(change_judge(p->set));
    assert_int_equal(change_faults(p->set)->errors, 3);
}

static void what_is_broken_is_not_written_over(void **state)
{
    struct place *p = *state;
    put(p, "{\"id\": \"o:broken\", \"label\": {\"fr\": \"x\"}}", "a.csv:2");
    assert_false(change_judge(p->set));
    assert_non_null(strstr(change_faults(p->set)->entries[0].text, "mend it first"));
}

static void changes_go_to_the_files_they_came_from_and_no_other_is_touched(void **state)
{
    struct place *p = *state;
    char path[PATH_MAX];
    struct stat before, after;
    struct fault f = {""};
    snprintf(path, sizeof path, "%s/tools/canne.json", p->folder);
    assert_int_equal(stat(path, &before), 0);
    put(p, "{\"id\": \"o:lime\", \"label\": {\"fr\": \"lime douce\"}}", "a.csv:2");
    put(p, "{\"id\": \"o:canne\", \"label\": {\"fr\": \"canne\"}}", "a.csv:3");
    put(p, "{\"id\": \"m:verre\", \"label\": {\"fr\": \"verre\"}}", "a.csv:4");
    assert_true(change_judge(p->set));
    if (!change_write(p->set, NULL, NULL, &f))
        fail_msg("%s", f.text);
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    snprintf(path, sizeof path, "%s/tools/lime.json", p->folder);
    assert_int_not_equal(stat(path, &after), 0);
    struct faults faults = {0};
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    const json_t *lime = repertoire_get(r, "o:lime"), *verre = repertoire_get(r, "m:verre");
    assert_string_equal(json_string_value(json_object_get(json_object_get(lime, "label"), "fr")),
                        "lime douce");
    assert_non_null(verre);
    repertoire_destroy(r);
    faults_finish(&faults);
}

struct order {
    const struct place *place;
    int done;
};

// After each step, whatever is there must lead somewhere.
static void nothing_leads_nowhere(void *to, int done, int of)
{
    struct order *o = to;
    struct faults faults = {0};
    assert_int_equal(of, 3);
    assert_int_equal(done, ++o->done);
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = o->place->folder}, &faults);
    for (int i = 0; i < faults.count; i++)
        assert_null(strstr(faults.entries[i].text, "is unknown"));
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void a_record_is_written_after_those_it_refers_to(void **state)
{
    struct place *p = *state;
    struct order order = {.place = p};
    struct fault f = {""};
    put(p, "{\"id\": \"o:a\", \"label\": {\"fr\": \"a\"}, \"broader\": [\"o:b\"]}", "a.csv:2");
    put(p, "{\"id\": \"o:b\", \"label\": {\"fr\": \"b\"}, \"broader\": [\"o:c\"]}", "a.csv:3");
    put(p, "{\"id\": \"o:c\", \"label\": {\"fr\": \"c\"}}", "a.csv:4");
    assert_true(change_judge(p->set));
    assert_true(change_write(p->set, nothing_leads_nowhere, &order, &f));
    assert_int_equal(order.done, 3);
}

static void a_zero_is_told_in_every_encoding_and_ends_no_table(void **state)
{
    static const struct {
        const char *encoding, *bytes;
        size_t length;
    } tables[] = {
        {"utf-8", "id\no:a\n\0o:b\n", 12},
        {"windows-1252", "id\no:a\n\0o:b\n", 12},
        {NULL, "\xff\xfei\0d\0\n\0a\0\0\0\n\0b\0", 16},
        {NULL, "\xfe\xff\0i\0d\0\n\0a\0\0\0\n\0b", 16},
        {"utf-16", "i\0d\0\n\0a\0\0\0\n\0b\0", 14},
    };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct faults faults = {0};
        const struct csv_desc desc = {"t.csv", tables[i].encoding, ','};
        struct csv_table *t = csv_parse(tables[i].bytes, tables[i].length, &desc, &faults);
        assert_null(t);
        assert_int_equal(faults.count, 1);
        assert_non_null(strstr(faults.entries[0].text, "t.csv:1: has a byte 0"));
        faults_finish(&faults);
    }
}

static void the_page_names_every_key_of_a_mapping(void **state)
{
    (void)state;
    char *text = csv_document();
    section_compare(TEST_ROOT "/docs/repertoire.md", "mapping", text);
    free(text);
}

int main(void)
{
#define PLACED(test) cmocka_unit_test_setup_teardown(test, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        PLACED(what_differs_is_shown_by_path_and_what_is_the_same_is_counted),
        PLACED(a_record_that_breaks_a_rule_is_told_by_the_place_it_came_from),
        PLACED(a_circle_of_broader_terms_is_refused_also_through_what_is_there),
        PLACED(ids_of_another_kind_and_names_with_dots_are_refused),
        PLACED(what_is_broken_is_not_written_over),
        PLACED(changes_go_to_the_files_they_came_from_and_no_other_is_touched),
        PLACED(a_record_is_written_after_those_it_refers_to),
        cmocka_unit_test(a_zero_is_told_in_every_encoding_and_ends_no_table),
        cmocka_unit_test(the_page_names_every_key_of_a_mapping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
