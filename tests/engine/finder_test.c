// Questions and answers across threads. The index is the test's own: it answers when it is told to,
// and counts what it was asked.
#include "finder/finder.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct index {
    int unused;
};

struct index_builder {
    int unused;
};

// What the made-up index does; the main thread sets it, finder's reads it.
static struct {
    atomic_bool is_slow, is_busy, is_empty;
    atomic_int searches, generation, opened, read, read_people, dropped;
    atomic_int records, day, index_day; // days of November
} fake;

struct index *index_open(const struct index_desc *desc, struct fault *f)
{
    static struct index x;
    atomic_fetch_add(&fake.opened, 1);
    return &x;
}

void index_close(struct index *x)
{
    atomic_fetch_sub(&fake.opened, 1);
}

bool index_update(struct index *x, const struct index_watch *watch, struct index_report *report,
                  struct faults *faults)
{
    return true;
}

struct index_builder *index_builder_start(struct index *x, struct fault *f)
{
    static struct index_builder b;
    return &b;
}

void index_builder_stop(struct index_builder *b)
{
}

void index_builder_day(struct index_builder *b, const char *date)
{
    atomic_store(&fake.index_day, atoi(date + strlen("2026-11-")));
}

bool index_builder_busy(const struct index_builder *b, int *done, int *total)
{
    return atomic_load(&fake.is_busy);
}

uint64_t index_generation(struct index *x)
{
    return (uint64_t)atomic_load(&fake.generation);
}

// {"total": length of the words, "hits": [], "generation": of the index, unless it is "same"}
json_t *index_search(struct index *x, const struct index_query *query)
{
    if (!query->words) // is there anything?
        return json_pack("{s:i}", "total", atomic_load(&fake.is_empty) ? 0 : 1);
    while (atomic_load(&fake.is_slow))
        poll(NULL, 0, 1);
    atomic_fetch_add(&fake.searches, 1);
    json_t *o = json_pack("{s:i, s:[]}", "total", (int)strlen(query->words), "hits");
    if (strcmp(query->words, "same") != 0)
        json_object_set_new(o, "generation", json_integer(atomic_load(&fake.generation)));
    return o;
}

json_t *index_related(struct index *x, const char *id, const char *language, int most)
{
    return NULL;
}

json_t *index_matrix(struct index *x, const char *metier, const char *language)
{
    return json_pack("{s:s}", "metier", metier ? metier : "");
}

json_t *index_stats(struct index *x)
{
    return json_pack("{s:{s:i}}", "records", "gesture", atomic_load(&fake.records));
}

// ---- the tests ----

static struct repertoire *read_records(void *user, bool people)
{
    atomic_fetch_add(people ? &fake.read_people : &fake.read, 1);
    return (struct repertoire *)user;
}

static void drop_records(struct repertoire *r)
{
    atomic_fetch_add(&fake.dropped, 1);
}

static void tell_day(void *user, char day[FINDER_DAY])
{
    snprintf(day, FINDER_DAY, "2026-11-%02d", atomic_load(&fake.day));
}

static struct finder *open_calm(bool stepped, double calm_s)
{
    struct fault fault;
    const struct finder_desc desc = {.folder = "/nowhere",
                                     .date = "2026-11-28",
                                     .stepped = stepped,
                                     .day = tell_day,
                                     .read = read_records,
                                     .drop = drop_records,
                                     .calm_s = calm_s,
                                     .user = &fake};
    struct finder *f = finder_create(&desc, &fault);
    assert_non_null(f);
    return f;
}

static struct finder *open_finder(bool stepped)
{
    return open_calm(stepped, 0);
}

static int set_up(void **state)
{
    memset(&fake, 0, sizeof fake);
    atomic_store(&fake.records, 3);
    atomic_store(&fake.day, 28);
    return 0;
}

static int all_is_closed(void **state)
{
    assert_int_equal(atomic_load(&fake.opened), 0);
    return 0;
}

static struct finder_question words(const char *text)
{
    struct finder_question q;
    memset(&q, 0, sizeof q);
    snprintf(q.words, sizeof q.words, "%s", text);
    return q;
}

static struct finder_answer ask(struct finder *f, const char *text)
{
    const struct finder_question q = words(text);
    return finder_ask(f, &q);
}

// As frames do, until it is there.
static struct finder_answer ask_until_known(struct finder *f, const char *text)
{
    struct finder_answer a = ask(f, text);
    while (a.pending) {
        poll(NULL, 0, 1);
        a = ask(f, text);
    }
    return a;
}

static int total(const struct finder_answer *a)
{
    return (int)json_integer_value(json_object_get(a->value, "total"));
}

static void a_stepped_run_waits_for_its_answer(void **state)
{
    struct finder *f = open_finder(true);
    struct finder_answer a = ask(f, "marteler");
    assert_false(a.pending);
    assert_int_equal(total(&a), 8);
    finder_destroy(f);
}

static void who_asks_nothing_opens_no_index_when_stepped(void **state)
{
    struct finder *f = open_finder(true);
    finder_update(f);
    assert_int_equal(atomic_load(&fake.opened), 0);
    finder_destroy(f);
}

static void a_frame_does_not_wait_for_a_slow_answer(void **state)
{
    struct finder *f = open_finder(false);
    ask_until_known(f, "first");
    atomic_store(&fake.is_slow, true);
    struct finder_answer a = ask(f, "fer"); // would never come back if it waited
    assert_true(a.pending);
    assert_null(a.value);
    assert_false(finder_answered(f, a.question));
    uint64_t before = finder_update(f);
    atomic_store(&fake.is_slow, false);
    while (!finder_answered(f, a.question))
        finder_update(f);
    assert_true(finder_update(f) != before);
    a = ask(f, "fer");
    assert_false(a.pending);
    assert_int_equal(total(&a), 3);
    finder_destroy(f);
}

static void the_same_question_is_looked_for_once(void **state)
{
    struct finder *f = open_finder(true);
    struct finder_answer first = ask(f, "cuir");
    for (int i = 0; i < 1000; i++) {
        struct finder_answer again = ask(f, "cuir");
        assert_ptr_equal(again.value, first.value);
        assert_int_equal(again.number, first.number);
    }
    assert_int_equal(atomic_load(&fake.searches), 1);
    finder_destroy(f);
}

static void so_many_answers_are_kept_and_the_oldest_goes(void **state)
{
    struct finder *f = open_finder(true);
    char text[16];
    for (int i = 0; i <= FINDER_KEPT; i++) {
        snprintf(text, sizeof text, "w%d", i);
        ask(f, text);
        ask(f, "w1"); // asked for all the time
    }
    int before = atomic_load(&fake.searches);
    ask(f, "w1");
    ask(f, "w64");
    assert_int_equal(atomic_load(&fake.searches), before);
    ask(f, "w0");
    assert_int_equal(atomic_load(&fake.searches), before + 1);
    finder_destroy(f);
}

static void more_questions_than_there_is_room_for_are_answered_in_time(void **state)
{
    struct finder *f = open_finder(false);
    char text[16];
    ask_until_known(f, "first");
    atomic_store(&fake.is_slow, true);
    for (int i = 0; i < 3 * FINDER_KEPT; i++) {
        snprintf(text, sizeof text, "w%d", i);
        assert_true(ask(f, text).pending);
    }
    atomic_store(&fake.is_slow, false);
    for (int i = 0; i < 3 * FINDER_KEPT; i++) {
        snprintf(text, sizeof text, "w%d", i);
        struct finder_answer a = ask_until_known(f, text);
        assert_int_equal(total(&a), strlen(text));
    }
    finder_destroy(f);
}

static void another_index_is_asked_anew_and_the_old_answer_stands_until_then(void **state)
{
    struct finder *f = open_finder(false);
    struct finder_answer old = ask_until_known(f, "lin"), same = ask_until_known(f, "same");
    uint64_t old_number = old.number, generation = finder_changes(f);
    atomic_store(&fake.is_slow, true);
    atomic_fetch_add(&fake.generation, 1);
    while (finder_changes(f) == generation)
        finder_update(f);
    assert_false(finder_answered(f, old.question));
    struct finder_answer a = ask(f, "lin");
    assert_true(a.pending);
    assert_int_equal(a.number, old_number);
    assert_int_equal(total(&a), 3);
    atomic_store(&fake.is_slow, false);
    a = ask_until_known(f, "lin");
    assert_true(a.number != old_number);
    assert_int_equal(json_integer_value(json_object_get(a.value, "generation")), 1);
    a = ask_until_known(f, "same");
    assert_int_equal(a.number, same.number); // it says what it said before
    finder_destroy(f);
}

static void until_there_is_an_index_questions_wait(void **state)
{
    atomic_store(&fake.is_busy, true);
    atomic_store(&fake.is_empty, true);
    struct finder *f = open_finder(false);
    for (int i = 0; i < 20; i++)
        assert_true(ask(f, "fer").pending);
    assert_int_equal(atomic_load(&fake.searches), 0);
    atomic_store(&fake.is_busy, false);
    struct finder_answer a = ask_until_known(f, "fer");
    assert_int_equal(total(&a), 3);
    finder_destroy(f);
}

static void an_index_of_before_is_asked_while_it_is_brought_up_to_date(void **state)
{
    atomic_store(&fake.is_busy, true);
    struct finder *f = open_finder(false);
    struct finder_answer a = ask_until_known(f, "fer");
    assert_int_equal(total(&a), 3);
    finder_destroy(f);
}

static void records_are_read_again_when_the_index_changed(void **state)
{
    struct finder *f = open_finder(false);
    uint64_t number = ask_until_known(f, "same").number;
    assert_null(finder_records(f));
    assert_int_equal(atomic_load(&fake.read), 0);
    atomic_fetch_add(&fake.generation, 1);
    struct repertoire *r = NULL;
    uint64_t changes = 0;
    while (!(r = finder_records(f))) {
        finder_update(f);
        changes = finder_changes(f);
    }
    assert_ptr_equal(r, &fake);
    struct finder_answer again = ask_until_known(f, "same"); // the same words, of other records
    assert_true(again.number != number);
    assert_true(finder_changes(f) != changes);
    assert_null(finder_records(f));
    atomic_fetch_add(&fake.generation, 1);
    while (atomic_load(&fake.read) < 2)
        poll(NULL, 0, 1);
    finder_destroy(f); // nobody took the second
    assert_int_equal(atomic_load(&fake.dropped), 1);
}

static void of_too_many_records_people_are_read_again_when_the_index_changed(void **state)
{
    struct finder *f = open_finder(false);
    atomic_store(&fake.records, FINDER_REREAD + 1);
    uint64_t number = ask_until_known(f, "same").number;
    atomic_fetch_add(&fake.generation, 1);
    struct repertoire *r;
    while (!(r = finder_people(f))) {
        finder_update(f);
        poll(NULL, 0, 1);
    }
    assert_ptr_equal(r, &fake);
    assert_null(finder_records(f));
    assert_int_equal(atomic_load(&fake.read), 0);
    assert_true(ask_until_known(f, "same").number != number);
    atomic_fetch_add(&fake.generation, 1);
    while (atomic_load(&fake.read_people) < 2)
        poll(NULL, 0, 1);
    finder_destroy(f); // nobody took the second
    assert_int_equal(atomic_load(&fake.dropped), 1);
}

// A record's `shows` does not wait for midnight.
static void of_too_many_records_all_are_read_once_it_is_calm(void **state)
{
    struct finder *finder = open_calm(false, 0.3);
    atomic_store(&fake.records, FINDER_REREAD + 1);
    ask_until_known(finder, "same");
    atomic_fetch_add(&fake.generation, 1);
    struct repertoire *r;
    while (!(r = finder_records(finder))) {
        finder_update(finder);
        poll(NULL, 0, 1);
    }
    assert_ptr_equal(r, &fake);
    assert_true(atomic_load(&fake.read_people) >= 1);
    assert_int_equal(atomic_load(&fake.read), 1); // once
    finder_destroy(finder);
}

static void past_midnight_consents_are_looked_at_anew_however_many_records_there_are(void **state)
{
    struct finder *f = open_finder(false);
    atomic_store(&fake.records, FINDER_REREAD + 1);
    ask_until_known(f, "cuir");
    assert_int_equal(atomic_load(&fake.index_day), 0); // the day it was opened with
    assert_int_equal(atomic_load(&fake.read), 0);
    atomic_store(&fake.day, 29);
    struct repertoire *r;
    while (!(r = finder_records(f))) {
        finder_update(f);
        poll(NULL, 0, 1);
    }
    assert_ptr_equal(r, &fake);
    assert_int_equal(atomic_load(&fake.index_day), 29);
    assert_int_equal(atomic_load(&fake.read), 1); // once
    finder_destroy(f);
}

static void what_is_unknown_is_answered_by_nothing(void **state)
{
    struct finder *f = open_finder(true);
    struct finder_question q = words("");
    q.sort = FINDER_RELATED;
    snprintf(q.id, sizeof q.id, "g:none");
    struct finder_answer a = finder_ask(f, &q);
    assert_false(a.pending);
    assert_int_equal(json_object_size(a.value), 0);
    q = words("");
    q.sort = FINDER_MATRIX;
    snprintf(q.filter[INDEX_METIER], FINDER_TEXT, "t:verrier");
    a = finder_ask(f, &q);
    assert_string_equal(json_string_value(json_object_get(a.value, "metier")), "t:verrier");
    finder_destroy(f);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, all_is_closed)
    const struct CMUnitTest tests[] = {
        CASE(a_stepped_run_waits_for_its_answer),
        CASE(who_asks_nothing_opens_no_index_when_stepped),
        CASE(a_frame_does_not_wait_for_a_slow_answer),
        CASE(the_same_question_is_looked_for_once),
        CASE(so_many_answers_are_kept_and_the_oldest_goes),
        CASE(more_questions_than_there_is_room_for_are_answered_in_time),
        CASE(another_index_is_asked_anew_and_the_old_answer_stands_until_then),
        CASE(until_there_is_an_index_questions_wait),
        CASE(an_index_of_before_is_asked_while_it_is_brought_up_to_date),
        CASE(records_are_read_again_when_the_index_changed),
        CASE(of_too_many_records_people_are_read_again_when_the_index_changed),
        CASE(of_too_many_records_all_are_read_once_it_is_calm),
        CASE(past_midnight_consents_are_looked_at_anew_however_many_records_there_are),
        CASE(what_is_unknown_is_answered_by_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
