// repertoire: who agreed to what, for how long; what shows somebody without it is hidden.
#include "repertoire/repertoire.h"
#include "tools/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct file {
    const char *name, *text;
} good[] = {
    {"people/ada.json", "{\"id\": \"p:ada\", \"name\": \"Ada X\", \"origin\": \"made-up\"}"},
    {"people/bea.json", "{\"id\": \"p:bea\", \"name\": \"Bea Y\", \"origin\": \"made-up\"}"},
    {"consents/ada.json", "{\"id\": \"a:ada\", \"person\": \"p:ada\",\n"
                          "\"image\": {\"from\": \"2026-03-10\", \"until\": \"2026-09-20\"},\n"
                          "\"voice\": {\"from\": \"2020-01-01\", \"withdrawn\": \"2026-06-15\"},\n"
                          "\"name\": {\"from\": \"2020-01-01\"}}"},
    {"media/film.json", "{\"id\": \"d:film\", \"file\": \"film/a.mp4\", \"origin\": \"filmed\",\n"
                        "\"credit\": \"x\", \"licence\": \"CC-BY-4.0\",\n"
                        "\"shows\": [{\"person\": \"p:ada\", \"consent\": \"a:ada\",\n"
                        "\"facets\": [\"image\", \"voice\"]}]}"},
    {"media/other.json", "{\"id\": \"d:other\", \"file\": \"film/b.mp4\", \"origin\": \"filmed\",\n"
                         "\"credit\": \"x\", \"licence\": \"CC-BY-4.0\"}"},
    {"verbs/a.json", "{\"id\": \"v:a\", \"label\": " LABEL("a", "a", "a") "}"},
    {"materials/a.json", "{\"id\": \"m:a\", \"label\": " LABEL("a", "a", "a") "}"},
    {"metiers/a.json", "{\"id\": \"t:a\", \"label\": " LABEL("a", "a", "a") "}"},
    {"gestures/a.json",
     "{\"id\": \"g:a\", \"verb\": \"v:a\", \"materials\": [\"m:a\"], \"metiers\": [\"t:a\"],\n"
     "\"label\": " LABEL("a", "a", "a") ", \"origin\": \"made-up\", \"film\": \"d:film\"}"},
    {"capsules/one.json",
     "{\"id\": \"c:one\", \"gesture\": \"g:a\", \"origin\": \"made-up\", \"people\": [\"p:ada\"],\n"
     "\"views\": [{\"media\": \"d:film\", \"role\": \"wide\"}]}"},
    {"capsules/two.json",
     "{\"id\": \"c:two\", \"gesture\": \"g:a\", \"origin\": \"made-up\", \"people\": [\"p:ada\"],\n"
     "\"views\": [{\"media\": \"d:film\", \"role\": \"wide\"},\n"
     "{\"media\": \"d:other\", \"role\": \"pov\"}]}"},
    {"notes/a.json",
     "{\"id\": \"n:a\", \"media\": \"d:film\", \"gesture\": \"g:a\",\n"
     "\"at\": [1, 2], \"origin\": \"made-up\", \"label\": " LABEL("a", "a", "a") "}"},
};

static int make_place(void **state)
{
    struct place *p = place_make();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        put_file(p, good[i].name, good[i].text);
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    place_remove(*state);
    return 0;
}

static struct repertoire *read_on(const struct place *p, const char *date, struct faults *faults)
{
    *faults = (struct faults){0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = p->folder, .date = date}, faults);
    assert_non_null(r);
    return r;
}

// The first day, the day before it, the last one, the day after it, the day it was withdrawn.
static void a_facet_holds_from_its_first_day_to_its_last_and_not_once_withdrawn(void **state)
{
    static const struct {
        const char *date, *why; // NULL: it holds
    } days[] = {{"2026-03-09", "the consent of p:ada to \"image\" begins on 2026-03-10 (a:ada)"},
                {"2026-03-10", NULL},
                {"2026-06-14", NULL},
                {"2026-06-15", "p:ada withdrew the consent to \"voice\" on 2026-06-15 (a:ada)"},
                {"2026-09-20", "p:ada withdrew the consent to \"voice\" on 2026-06-15 (a:ada)"},
                {"2026-09-21", "the consent of p:ada to \"image\" ended on 2026-09-20 (a:ada)"},
                {NULL, NULL}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct faults faults;
        struct repertoire *r = read_on(*state, days[i].date, &faults);
        assert_int_equal(faults.errors, 0);
        assert_int_equal(faults.count, days[i].why ? 1 : 0);
        assert_int_equal(repertoire_get(r, "d:film") != NULL, !days[i].why);
        if (days[i].why) {
            assert_told(*state, &faults, FAULT_WARNING,
                        "media/film.json:3: shows[0]: ", days[i].why);
            assert_told(*state, &faults, FAULT_WARNING, "media/", "; d:film is hidden");
            assert_null(strstr(faults.entries[0].text, "Ada")); // no name in a log
            assert_string_equal(repertoire_hidden(r, 0), "d:film");
        }
        assert_null(repertoire_hidden(r, days[i].why ? 1 : 0));
        repertoire_destroy(r);
        faults_finish(&faults);
    }
}

static void what_leads_to_a_hidden_record_leads_there_no_more(void **state)
{
    struct faults faults;
    struct repertoire *r = read_on(*state, "2027-01-01", &faults);
    assert_null(json_object_get(repertoire_get(r, "g:a"), "film"));
    assert_null(repertoire_get(r, "c:one")); // its only view
    assert_null(repertoire_get(r, "n:a"));   // what it lay on
    const json_t *views = json_object_get(repertoire_get(r, "c:two"), "views");
    assert_int_equal(json_array_size(views), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(views, 0), "media")),
                        "d:other");
    assert_non_null(repertoire_get(r, "p:ada"));
    assert_int_equal(faults.count, 1); // said once
    repertoire_destroy(r);
    faults_finish(&faults);
}

// Who signs has agreed to it as all others have; the film stays when they do not any more.
static void a_film_without_the_consent_of_who_signs_it_is_shown_without_signing(void **state)
{
    put_file(*state, "media/other.json",
             "{\"id\": \"d:other\", \"file\": \"film/b.mp4\", \"origin\": \"filmed\",\n"
             "\"credit\": \"x\", \"licence\": \"CC-BY-4.0\", \"sign\": \"d:film\"}");
    static const char *const days[] = {"2026-06-14", "2026-06-15"};
    for (int day = 0; day < 2; day++) {
        struct faults faults;
        struct repertoire *r = read_on(*state, days[day], &faults);
        const json_t *sign = json_object_get(repertoire_get(r, "d:other"), "sign");
        assert_non_null(repertoire_get(r, "d:other"));
        assert_int_equal(sign != NULL, day == 0);
        assert_int_equal(faults.errors, 0);
        repertoire_destroy(r);
        faults_finish(&faults);
    }
}

// On every day, and when days are not looked at.
static void without_a_whole_consent_of_that_person_for_that_facet_a_record_is_hidden(void **state)
{
#define SHOWS(person, consent, facet)                                                          \
    "{\"id\": \"d:b\", \"file\": \"film/a.mp4\", \"origin\": \"filmed\",\n\"credit\": \"x\", " \
    "\"licence\": \"CC-BY-4.0\",\n\"shows\": [{\"person\": \"" person                          \
    "\", \"consent\": \"" consent "\", \"facets\": [\"" facet "\"]}]}"
    static const struct {
        const char *text, *why;
    } cases[] = {
        {SHOWS("p:ada", "a:ada", "movement"), "p:ada did not agree to \"movement\" (a:ada)"},
        {SHOWS("p:bea", "a:ada", "image"), "a:ada is the consent of p:ada, not of p:bea"},
        {SHOWS("p:ada", "a:none", "image"), "the consent a:none is unknown"},
        {SHOWS("p:ada", "a:torn", "image"), "the consent a:torn is broken"},
        {SHOWS("p:none", "a:ada", "image"), "the person p:none is unknown"},
        {SHOWS("p:torn", "a:ada", "image"), "the person p:torn is broken"},
    };
    put_file(*state, "consents/torn.json",
             "{\"id\": \"a:torn\", \"person\": \"p:ada\", \"image\": {\"from\": \"yesterday\"}}");
    put_file(*state, "people/torn.json", "{\"id\": \"p:torn\", \"origin\": \"made-up\"}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put_file(*state, "media/b.json", cases[i].text);
        for (int dated = 0; dated < 2; dated++) {
            struct faults faults;
            struct repertoire *r = read_on(*state, dated ? "2026-05-01" : NULL, &faults);
            assert_null(repertoire_get(r, "d:b"));
            assert_told(*state, &faults, FAULT_WARNING, "media/b.json:3: shows[0]: ", cases[i].why);
            assert_non_null(repertoire_get(r, "d:film"));
            repertoire_destroy(r);
            faults_finish(&faults);
        }
    }
}

static void who_agrees_no_more_to_be_named_is_named_nowhere(void **state)
{
    struct faults faults;
    put_file(*state, "consents/ada-name.json",
             "{\"id\": \"a:ada-name\", \"person\": \"p:bea\",\n"
             "\"name\": {\"from\": \"2020-01-01\", \"until\": \"2026-04-30\"}, "
             "\"image\": {\"from\": \"2020-01-01\"}}");
    put_file(*state, "media/b.json", SHOWS("p:bea", "a:ada-name", "image"));
    put_file(*state, "capsules/two.json",
             "{\"id\": \"c:two\", \"gesture\": \"g:a\", \"origin\": \"made-up\",\n"
             "\"people\": [\"p:ada\", \"p:bea\"],\n"
             "\"views\": [{\"media\": \"d:b\", \"role\": \"wide\"}]}");
    struct repertoire *r = read_on(*state, "2026-05-01", &faults);
    assert_null(repertoire_get(r, "p:bea"));
    assert_told(
        *state, &faults, FAULT_WARNING, "people/bea.json:1: name: ",
        "the consent of p:bea to \"name\" ended on 2026-04-30 (a:ada-name); p:bea is hidden");
    assert_int_equal(faults.count, 1);
    assert_non_null(repertoire_get(r, "d:b")); // the image may still be shown
    assert_int_equal(json_array_size(json_object_get(repertoire_get(r, "c:two"), "people")), 1);
    repertoire_destroy(r);
    faults_finish(&faults);
    // One consent that holds is enough.
    put_file(*state, "consents/bea-again.json",
             "{\"id\": \"a:bea-again\", \"person\": \"p:bea\",\n"
             "\"name\": {\"from\": \"2026-05-01\"}}");
    r = read_on(*state, "2026-05-01", &faults);
    assert_non_null(repertoire_get(r, "p:bea"));
    assert_int_equal(faults.count, 0);
    repertoire_destroy(r);
}

// From the first day to the last, and when nobody looks at days; who is made up lives nowhere.
static void where_somebody_is_found_is_told_where_they_agreed_to_it(void **state)
{
#define LIVES(id, name, origin) \
    "{\"id\": \"" id "\", \"name\": \"" name "\", \"origin\": \"" origin "\", \"place\": \"l:a\"}"
    static const struct {
        const char *date;
        bool told;
    } days[] = {{"2026-01-31", false},
                {"2026-02-01", true},
                {"2026-05-31", true},
                {"2026-06-01", false},
                {NULL, true}};
    put_file(*state, "places/a.json", "{\"id\": \"l:a\", \"label\": " LABEL("a", "a", "a") "}");
    put_file(*state, "people/cyr.json", LIVES("p:cyr", "Cyr Z", "filmed"));
    put_file(*state, "people/dan.json", LIVES("p:dan", "Dan T", "filmed"));
    put_file(*state, "people/eva.json", LIVES("p:eva", "Eva U", "made-up"));
    put_file(*state, "consents/cyr.json",
             "{\"id\": \"a:cyr\", \"person\": \"p:cyr\", \"place\": {\"from\": \"2026-02-01\", "
             "\"until\": \"2026-05-31\"}}");
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct faults faults;
        struct repertoire *r = read_on(*state, days[i].date, &faults);
        assert_int_equal(json_object_get(repertoire_get(r, "p:cyr"), "place") != NULL,
                         days[i].told);
        assert_int_equal(json_object_get(repertoire_get(r, "p:dan"), "place") != NULL,
                         !days[i].date); // they were never asked
        assert_non_null(json_object_get(repertoire_get(r, "p:eva"), "place"));
        assert_non_null(repertoire_get(r, "l:a"));
        repertoire_destroy(r);
        faults_finish(&faults);
    }
}

static struct repertoire *people_of(const struct place *p)
{
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = p->folder, .people = true}, &faults);
    assert_non_null(r);
    assert_int_equal(faults.count, 0);
    return r;
}

// What was read anew is the oracle: kind by kind the same records, value by value.
static void assert_same_records(const struct repertoire *a, const struct repertoire *b)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        assert_int_equal(repertoire_count(a, (enum repertoire_type)t),
                         repertoire_count(b, (enum repertoire_type)t));
        for (int i = 0; i < repertoire_count(a, (enum repertoire_type)t); i++)
            assert_true(json_equal(repertoire_record(a, (enum repertoire_type)t, i),
                                   repertoire_record(b, (enum repertoire_type)t, i)));
    }
}

static void records_judged_by_other_consents_are_as_if_all_was_read_anew(void **state)
{
    struct place *p = *state;
    struct faults faults;
    struct repertoire *r = read_on(p, "2026-04-01", &faults);
    assert_non_null(repertoire_get(r, "d:film"));
    assert_non_null(repertoire_get(r, "c:one"));
    assert_int_equal(repertoire_judge(r, people_of(p), "2026-04-01", NULL), 0);
    put_file(p, "consents/ada.json",
             "{\"id\": \"a:ada\", \"person\": \"p:ada\",\n"
             "\"image\": {\"from\": \"2026-03-10\","
             "\"withdrawn\": \"2026-03-31\"}}");
    assert_true(repertoire_judge(r, people_of(p), "2026-04-01", NULL) > 0);
    assert_null(repertoire_get(r, "d:film"));
    assert_null(repertoire_get(r, "c:one")); // its only view
    assert_non_null(repertoire_get(r, "g:a"));
    assert_null(json_object_get(repertoire_get(r, "g:a"), "film"));
    struct repertoire *anew = read_on(p, "2026-04-01", &faults);
    assert_same_records(r, anew);
    repertoire_destroy(anew);
    char path[300];
    snprintf(path, sizeof path, "%s/consents/ada.json", p->folder);
    assert_int_equal(remove(path), 0);
    assert_int_equal(repertoire_judge(r, people_of(p), "2026-04-01", NULL), 0);
    faults_finish(&faults);
    repertoire_destroy(r);
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(a_facet_holds_from_its_first_day_to_its_last_and_not_once_withdrawn),
        with_place(what_leads_to_a_hidden_record_leads_there_no_more),
        with_place(a_film_without_the_consent_of_who_signs_it_is_shown_without_signing),
        with_place(without_a_whole_consent_of_that_person_for_that_facet_a_record_is_hidden),
        with_place(records_judged_by_other_consents_are_as_if_all_was_read_anew),
        with_place(where_somebody_is_found_is_told_where_they_agreed_to_it),
        with_place(who_agrees_no_more_to_be_named_is_named_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
