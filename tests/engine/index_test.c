// index: its life in the state folder, what changes, what is near, what is asked badly.
#include "store/store.h"
#include "tools/indexed.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// ---- files ----

static void only_what_changed_is_read(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    struct index_report first = indexed_update(x, 0);
    assert_true(first.cold);
    assert_int_equal(first.read, first.files);
    assert_int_equal(first.documents, INDEXED_DOCUMENTS);
    assert_int_equal(indexed_update(x, 0).read, 0);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    struct index_report report = indexed_update(x, 0);
    assert_false(report.cold);
    assert_int_equal(report.read, 1);
    assert_int_equal(report.documents, INDEXED_DOCUMENTS + 1);
    assert_int_equal(indexed_found(x, "zing"), 1);
    index_close(x);
    x = indexed_open(p, p->state, NULL); // another process, another day
    assert_int_equal(indexed_update(x, 0).read, 0);
    assert_int_equal(indexed_found(x, "zing"), 1);
    index_close(x);
}

static void a_file_that_went_is_found_no_more(void **state)
{
    const struct indexed *p = *state;
    char path[160];
    struct index *x = indexed_open(p, NULL, NULL);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    indexed_update(x, 0);
    assert_int_equal(indexed_found(x, "zinguer"), 1);
    snprintf(path, sizeof path, "%s/gestures/neuf.json", p->crafts->folder);
    unlink(path);
    assert_int_equal(indexed_update(x, 0).read, 0);
    assert_int_equal(indexed_found(x, "zinguer"), 0);
    index_close(x);
}

static void a_broken_record_is_told_and_left_out_until_it_is_whole(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    indexed_put(p, "gestures/neuf.json", "{\"id\": \"g:neuf\",\n \"verb\": 3}");
    struct faults faults = {0};
    assert_true(index_update(x, NULL, NULL, &faults));
    assert_true(faults.errors > 0);
    assert_non_null(strstr(faults.entries[0].text, "gestures/neuf.json:"));
    faults_finish(&faults);
    assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    indexed_update(x, 0);
    assert_int_equal(indexed_found(x, "zinguer"), 1);
    index_close(x);
}

static int told_of(struct index *x, const char *words)
{
    int told = 0;
    struct faults faults = {0};
    assert_true(index_update(x, NULL, NULL, &faults));
    for (int i = 0; i < faults.count; i++)
        told += strstr(faults.entries[i].text, words) != NULL;
    faults_finish(&faults);
    return told;
}

// As repertoire_read has it: the file that is called as its id holds, whichever came first.
static void of_two_files_with_one_id_the_named_one_holds_and_the_other_is_told(void **state)
{
    static const char told[] = "gestures/a-copie.json:1: id: \"g:neuf\" is also in ";
    const struct indexed *p = *state;
    char path[160];
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    indexed_put(p, "gestures/a-copie.json", INDEXED_GESTURE("g:neuf", "Quiller", ""));
    assert_int_equal(told_of(x, told), 0);
    assert_int_equal(indexed_found(x, "quiller"), 1);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    assert_int_equal(told_of(x, told), 1);
    struct index *cold = indexed_open(p, NULL, NULL);
    assert_int_equal(told_of(cold, told), 1);
    struct index *const both[] = {x, cold};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(indexed_found(both[i], "zinguer"), 1);
        assert_int_equal(indexed_found(both[i], "quiller"), 0);
    }
    snprintf(path, sizeof path, "%s/gestures/neuf.json", p->crafts->folder);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(told_of(both[i], told), 0);
        assert_int_equal(indexed_found(both[i], "quiller"), 1);
        index_close(both[i]);
    }
}

// Keys are right, and what stands in them is not: repertoire_read leaves it out, so nobody finds
// it.
static void a_record_against_a_rule_is_told_and_left_out(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_put(p, "media/neuf.json",
                "{\"id\": \"d:neuf\", \"file\": \"assets/a.png\", \"licence\": \"CC-BY-4.0\", "
                "\"credit\": \"A\", \"origin\": \"made-up\", \"sha256\": \"short\"}");
    indexed_put(p, "gestures/neuf.json",
                INDEXED_GESTURE("g:neuf", "Zinguer", ", \"picture\": \"d:neuf\""));
    struct faults faults = {0};
    assert_true(index_update(x, NULL, NULL, &faults));
    assert_int_equal(faults.errors, 1);
    assert_non_null(strstr(faults.entries[0].text, "media/neuf.json:1: sha256: "));
    faults_finish(&faults);
    json_t *answer = index_search(x, &(struct index_query){.words = "zinguer", .count = 1});
    const json_t *hit = json_array_get(json_object_get(answer, "hits"), 0);
    assert_non_null(hit);
    assert_null(json_object_get(hit, "picture"));
    json_decref(answer);
    index_close(x);
}

static void what_a_gesture_needs_may_come_later(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_put(
        p, "gestures/neuf.json",
        "{\"id\": \"g:neuf\", \"verb\": \"v:neuf\", \"materials\": [\"m:x1\"], \"metiers\": "
        "[\"t:x1\"], \"label\": {\"fr\": \"Zinguer\"}, \"origin\": \"made-up\"}");
    indexed_update(x, 0);
    assert_int_equal(indexed_found(x, "zinguer"), 0);
    indexed_put(p, "verbs/neuf.json", "{\"id\": \"v:neuf\", \"label\": {\"fr\": \"Quiller\"}}");
    assert_int_equal(indexed_update(x, 0).read, 1);
    assert_int_equal(indexed_found(x, "quill zing"), 1);
    indexed_put(p, "verbs/neuf.json", "{\"id\": \"v:neuf\", \"label\": {\"fr\": \"Wiquer\"}}");
    assert_int_equal(indexed_update(x, 0).read, 1);
    assert_int_equal(indexed_found(x, "quill"), 0);
    assert_int_equal(indexed_found(x, "wiq zing"), 1);
    index_close(x);
}

static void of_two_with_one_id_the_first_holds(void **state)
{
    const struct indexed *p = *state;
    char path[160];
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_put(p, "gestures/a.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    indexed_put(p, "gestures/b.json", INDEXED_GESTURE("g:neuf", "Wiquer", ""));
    indexed_update(x, 1);
    assert_int_equal(indexed_found(x, "zinguer"), 1);
    assert_int_equal(indexed_found(x, "wiquer"), 0);
    snprintf(path, sizeof path, "%s/gestures/a.json", p->crafts->folder);
    unlink(path);
    indexed_update(x, 0);
    assert_int_equal(indexed_found(x, "wiquer"), 1);
    index_close(x);
}

// ---- consent ----

static void whose_consent_is_over_is_hidden_on_that_day(void **state)
{
    const struct indexed *p = *state;
    indexed_put(p, "people/a.json", "{\"id\": \"p:a\", \"name\": \"A\", \"origin\": \"made-up\"}");
    indexed_put(p, "consents/a.json",
                "{\"id\": \"a:a\", \"person\": \"p:a\", \"image\": {\"from\": \"2026-01-01\", "
                "\"until\": \"2026-06-30\"}}");
    indexed_put(
        p, "gestures/neuf.json",
        INDEXED_GESTURE("g:neuf", "Zinguer",
                        ", \"shows\": [{\"person\": \"p:a\", \"consent\": \"a:a\", \"facets\": "
                        "[\"image\"]}]"));
    static const struct {
        const char *date;
        int found;
    } days[] = {{"2026-06-30", 1}, {"2026-07-01", 0}, {"2025-12-31", 0}, {"2026-03-01", 1}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct index *x = indexed_open(p, p->state, days[i].date);
        struct index_report report = indexed_update(x, 0);
        assert_int_equal(indexed_found(x, "zinguer"), days[i].found);
        if (i)
            assert_int_equal(report.read, 0); // a new day opens no file
        index_close(x);
    }
}

// How many values the facet of places has.
static int places_of(struct index *x)
{
    json_t *answer = index_search(x, &(struct index_query){.count = 0, .values = 100});
    int count = (int)json_array_size(json_object_get(json_object_get(answer, "facets"), "place"));
    json_decref(answer);
    return count;
}

static void a_place_that_is_hidden_is_neither_named_nor_found(void **state)
{
#define PLACE(precision) \
    "{\"id\": \"l:neuf\", \"label\": {\"fr\": \"Quiberon\"}, \"precision\": \"" precision "\"}"
    static const struct {
        const char *text;
        int found;
    } turns[] = {{PLACE("commune"), 1}, {PLACE("hidden"), 0}, {PLACE("address"), 1}};
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    int before = places_of(x);
    indexed_put(p, "gestures/neuf.json",
                INDEXED_GESTURE("g:neuf", "Zinguer",
                                ", \"places\": [\"l:neuf\"], \"status\": [{\"class\": "
                                "\"extinct\", \"place\": \"l:neuf\", \"assessor\": \"A\", "
                                "\"date\": \"2026-01-01\"}]"));
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        indexed_put(p, "places/neuf.json", turns[i].text);
        indexed_update(x, 0);
        struct index *cold = indexed_open(p, NULL, NULL);
        indexed_update(cold, 0);
        struct index *const both[] = {x, cold};
        for (int n = 0; n < 2; n++) {
            assert_int_equal(indexed_found(both[n], "quiberon"), turns[i].found);
            assert_int_equal(places_of(both[n]), before + turns[i].found);
            assert_int_equal(indexed_found(both[n], "zinguer"), 1);
        }
        index_close(cold);
    }
    index_close(x);
}

// ---- the state folder ----

static void write_database(const struct indexed *p, const char *bytes, size_t length)
{
    char path[120], command[200];
    snprintf(command, sizeof command, "rm -f %s/repertoire.*", p->state);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/repertoire.7.db", p->state);
    assert_true(store_write(path, bytes, length, NULL));
    snprintf(path, sizeof path, "%s/repertoire.db", p->state);
    assert_int_equal(symlink("repertoire.7.db", path), 0);
}

static void a_database_that_is_none_of_ours_is_made_anew(void **state)
{
    const struct indexed *p = *state;
    struct index *x;
    char junk[9000], path[120];
    size_t length;
    memset(junk, 'x', sizeof junk);
    write_database(p, junk, sizeof junk); // no database
    x = indexed_open(p, p->state, NULL);
    assert_int_equal(indexed_found(x, ""), 0);
    assert_true(indexed_update(x, 0).cold);
    assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
    index_close(x);
    write_database(p, "", 0); // an empty one
    x = indexed_open(p, p->state, NULL);
    assert_true(indexed_update(x, 0).cold);
    index_close(x);
    snprintf(path, sizeof path, "%s/repertoire.db", p->state);
    char *bytes = store_read(path, 1u << 24, &length, NULL);
    assert_non_null(bytes);
    bytes[63] ^= 1; // user_version: of another program
    write_database(p, bytes, length);
    x = indexed_open(p, p->state, NULL);
    assert_true(indexed_update(x, 0).cold);
    index_close(x);
    bytes[63] ^= 1;
    memset(bytes + length / 2, 0x5a, length / 4); // pages overwritten
    write_database(p, bytes, length);
    x = indexed_open(p, p->state, NULL);
    assert_true(indexed_update(x, 0).cold);
    assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
    index_close(x);
    write_database(p, bytes, length / 2); // cut off
    x = indexed_open(p, p->state, NULL);
    assert_true(indexed_update(x, 0).cold);
    assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
    index_close(x);
    free(bytes);
}

static void without_a_state_folder_it_lies_in_memory(void **state)
{
    const struct indexed *p = *state;
    static const char *const folders[] = {NULL, "/proc", "/nowhere/at/all"};
    for (size_t i = 0; i < 3; i++) {
        struct index *x = indexed_open(p, folders[i], NULL);
        assert_true(indexed_update(x, 0).cold);
        assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
        indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
        assert_int_equal(indexed_update(x, 0).read, 1);
        assert_int_equal(indexed_found(x, "zinguer"), 1);
        char path[160];
        snprintf(path, sizeof path, "%s/gestures/neuf.json", p->crafts->folder);
        unlink(path);
        index_close(x);
    }
}

static void two_may_share_a_state_folder(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL), *y = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    assert_int_equal(indexed_update(y, 0).read, 0);
    assert_int_equal(indexed_found(y, ""), INDEXED_DOCUMENTS);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    uint64_t before = index_generation(y);
    indexed_update(x, 0);
    assert_int_equal(indexed_found(y, "zinguer"), 1); // y sees what x wrote
    assert_true(index_generation(y) != before);
    index_close(x);
    index_close(y);
}

static bool stop_at_once(void *user, int done, int total)
{
    (void)done;
    (void)total;
    ++*(int *)user;
    return false;
}

static void who_stops_it_keeps_what_was(void **state)
{
    const struct indexed *p = *state;
    int asked = 0;
    const struct index_watch watch = {stop_at_once, &asked};
    struct index *x = indexed_open(p, p->state, NULL);
    assert_false(index_update(x, &watch, NULL, NULL));
    assert_int_equal(asked, 1);
    assert_int_equal(indexed_found(x, ""), 0);
    indexed_update(x, 0);
    assert_int_equal(indexed_found(x, ""), INDEXED_DOCUMENTS);
    index_close(x);
}

// ---- questions ----

static void whatever_is_typed_has_an_answer(void **state)
{
    const struct indexed *p = *state;
    static const char *const typed[] = {"\"",
                                        "'; DROP TABLE words; --",
                                        "a AND b OR NOT c NEAR(d, 2)",
                                        "fr_label : x",
                                        "^a*b",
                                        "{a b} : c",
                                        "* * *",
                                        "()()((",
                                        "\xff\xfe\xc3",
                                        "%s%n",
                                        "\\",
                                        "ا ب",
                                        "鍛冶",
                                        "-",
                                        "l'"};
    char *longest = malloc(10001);
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        assert_true(indexed_found(x, typed[i]) >= 0);
    memset(longest, 'a', 10000);
    longest[10000] = '\0';
    assert_true(indexed_found(x, longest) >= 0);
    for (int i = 0; i < 10000; i += 2)
        longest[i] = ' ';
    assert_true(indexed_found(x, longest) >= 0);
    for (int i = 0; i < 10000; i++)
        longest[i] = "é\""[i % 3];
    assert_true(indexed_found(x, longest) >= 0);
    free(longest);
    json_t *answer = index_search(x, &(struct index_query){.first = -5, .count = -1, .values = 1});
    assert_int_equal(json_array_size(json_object_get(answer, "hits")), 0);
    json_t *facets = json_object_get(answer, "facets");
    assert_int_equal(json_array_size(json_object_get(facets, "verb")), 1);
    json_decref(answer);
    answer = index_search(x, &(struct index_query){.values = INT_MAX});
    json_t *all = index_search(x, &(struct index_query){.values = -1});
    assert_true(json_equal(answer, all));
    json_decref(answer);
    json_decref(all);
    index_close(x);
}

static void a_filter_is_an_id_or_a_label_in_any_language(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_put(p, "verbs/neuf.json",
                "{\"id\": \"v:neuf\", \"label\": {\"fr\": \"Étamer\", \"it\": \"Stagnare\"}}");
    indexed_put(
        p, "gestures/neuf.json",
        "{\"id\": \"g:neuf\", \"verb\": \"v:neuf\", \"materials\": [\"m:x1\"], \"metiers\": "
        "[\"t:x1\"], \"label\": {\"fr\": \"Zinguer\"}, \"origin\": \"made-up\"}");
    indexed_update(x, 0);
    static const char *const filters[] = {"v:neuf", "etamer", "ÉTAMER", "stagnare"};
    for (size_t i = 0; i < 4; i++) {
        json_t *answer =
            index_search(x, &(struct index_query){.filter[INDEX_VERB] = filters[i], .count = 3});
        assert_int_equal(json_integer_value(json_object_get(answer, "total")), 1);
        json_decref(answer);
    }
    index_close(x);
}

// ---- near, and the matrix ----

static bool share(const int *a, const int *b)
{
    return a[0] == b[0] || a[0] == b[1] || a[1] == b[0] || a[1] == b[1];
}

static void assert_near(const json_t *answer, const char *key, int expected)
{
    assert_int_equal(json_array_size(json_object_get(answer, key)), expected);
}

static void what_is_near_shares_verb_material_or_tool(void **state)
{
    const struct indexed *p = *state;
    const struct crafts *c = p->crafts;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    for (int n = 0; n < 10; n++) {
        char id[16];
        int verb = 0, material = 0, tool = 0, works = 0;
        const struct craft_gesture *g = &c->gestures[n];
        for (int i = 0; i < INDEXED_GESTURES; i++) {
            const struct craft_gesture *h = &c->gestures[i];
            bool same = share(g->materials, h->materials);
            verb += i != n && h->verb == g->verb && !same;
            material += i != n && h->verb != g->verb && same;
            tool += i != n && share(g->tools, h->tools);
        }
        for (int i = 0; i < CRAFTS_WORKS; i++)
            works += c->works[i].gestures[0] == n || c->works[i].gestures[1] == n ||
                     c->works[i].gestures[2] == n;
        snprintf(id, sizeof id, "g:x%d", n);
        json_t *answer = index_related(x, id, "it", 1000);
        assert_near(answer, "same_verb", verb);
        assert_near(answer, "same_material", material);
        assert_near(answer, "same_tool", tool);
        assert_near(answer, "works", works);
        json_decref(answer);
    }
    assert_null(index_related(x, "g:nobody", NULL, 10));
    index_close(x);
}

static int cells_of(const struct crafts *c, int verb, int material, int metier, int *open)
{
    int count = 0;
    *open = 0;
    for (int i = 0; i < INDEXED_GESTURES; i++) {
        const struct craft_gesture *g = &c->gestures[i];
        bool is = g->verb == verb && (g->materials[0] == material || g->materials[1] == material) &&
                  (metier < 0 || g->metiers[0] == metier || g->metiers[1] == metier);
        count += is;
        *open += is && g->state == 2;
    }
    return count;
}

static void assert_matrix(const struct crafts *c, const json_t *matrix, int metier)
{
    size_t i;
    json_t *cell;
    int expected = 0, open;
    bool verbs[CRAFTS_VERBS] = {false}, materials[CRAFTS_MATERIALS] = {false};
    for (int v = 0; v < CRAFTS_VERBS; v++)
        for (int m = 0; m < CRAFTS_MATERIALS; m++)
            if (cells_of(c, v, m, metier, &open)) {
                expected++;
                verbs[v] = materials[m] = true;
            }
    int verb_count = 0, material_count = 0;
    for (int v = 0; v < CRAFTS_VERBS; v++)
        verb_count += verbs[v];
    for (int m = 0; m < CRAFTS_MATERIALS; m++)
        material_count += materials[m];
    assert_int_equal(json_array_size(json_object_get(matrix, "verbs")), verb_count);
    assert_int_equal(json_array_size(json_object_get(matrix, "materials")), material_count);
    assert_int_equal(json_array_size(json_object_get(matrix, "cells")), expected);
    assert_int_equal(json_integer_value(json_object_get(matrix, "gaps")),
                     verb_count * material_count - expected);
    json_array_foreach(json_object_get(matrix, "cells"), i, cell)
    {
        int v = atoi(json_string_value(json_object_get(cell, "verb")) + 3),
            m = atoi(json_string_value(json_object_get(cell, "material")) + 3);
        assert_int_equal(json_integer_value(json_object_get(cell, "count")),
                         cells_of(c, v, m, metier, &open));
        assert_int_equal(json_integer_value(json_object_get(cell, "to_document")), open);
    }
}

static void the_matrix_counts_each_pair_and_its_gaps(void **state)
{
    const struct indexed *p = *state;
    struct index *x = indexed_open(p, p->state, NULL);
    indexed_update(x, 0);
    for (int metier = -1; metier < 3; metier++) {
        char id[16];
        snprintf(id, sizeof id, "t:x%d", metier);
        json_t *matrix = index_matrix(x, metier < 0 ? NULL : id, "fr");
        assert_matrix(p->crafts, matrix, metier);
        json_decref(matrix);
    }
    json_t *stats = index_stats(x);
    json_t *records = json_object_get(stats, "records");
    assert_int_equal(json_integer_value(json_object_get(records, "gesture")), INDEXED_GESTURES);
    assert_int_equal(json_integer_value(json_object_get(records, "capsule")), CRAFTS_CAPSULES);
    json_decref(stats);
    index_close(x);
}

// As an installation has it that begins today: a folder, and nothing in it.
static void where_no_record_is_everything_has_an_empty_answer(void **state)
{
    const struct indexed *p = *state;
    struct fault f = {""};
    struct index *x = index_open(&(struct index_desc){.folder = p->state}, &f);
    assert_non_null(x);
    assert_int_equal(indexed_update(x, 0).documents, 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(indexed_found(x, ((const char *[]){"", "f", "fer à cheval"})[i]), 0);
    json_decref(index_matrix(x, NULL, "fr"));
    json_decref(index_related(x, "g:x", "fr", 6));
    json_decref(index_stats(x));
    index_close(x);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, indexed_make, indexed_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(only_what_changed_is_read),
        IN_A_PLACE(a_file_that_went_is_found_no_more),
        IN_A_PLACE(a_broken_record_is_told_and_left_out_until_it_is_whole),
        IN_A_PLACE(a_record_against_a_rule_is_told_and_left_out),
        IN_A_PLACE(of_two_files_with_one_id_the_named_one_holds_and_the_other_is_told),
        IN_A_PLACE(what_a_gesture_needs_may_come_later),
        IN_A_PLACE(of_two_with_one_id_the_first_holds),
        IN_A_PLACE(whose_consent_is_over_is_hidden_on_that_day),
        IN_A_PLACE(a_place_that_is_hidden_is_neither_named_nor_found),
        IN_A_PLACE(a_database_that_is_none_of_ours_is_made_anew),
        IN_A_PLACE(without_a_state_folder_it_lies_in_memory),
        IN_A_PLACE(two_may_share_a_state_folder),
        IN_A_PLACE(who_stops_it_keeps_what_was),
        IN_A_PLACE(whatever_is_typed_has_an_answer),
        IN_A_PLACE(a_filter_is_an_id_or_a_label_in_any_language),
        IN_A_PLACE(what_is_near_shares_verb_material_or_tool),
        IN_A_PLACE(the_matrix_counts_each_pair_and_its_gaps),
        IN_A_PLACE(where_no_record_is_everything_has_an_empty_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
