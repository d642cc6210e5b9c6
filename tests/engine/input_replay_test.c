// input: contacts that were recorded, or come from the command line.
#include "tools/glass.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const outputs[] = {"nord", "sud"};

static bool replay(struct house *h, const char *text, struct faults *faults)
{
    return input_replay(h->input, text, strlen(text), "visit.replay", outputs, 2, faults);
}

static void a_recorded_visit_plays_by_show_time(void **state)
{
    struct house *h = *state;
    struct faults faults = {0};
    assert_true(replay(h,
                       "# a visit\n"
                       "2.5 up 1 nord 20 30   # lifted\n"
                       "\n"
                       "2.2 down 1 nord 20 30\r\n"
                       "3 key Keypad 5 \n"
                       "3 key #\n"
                       "  1e1\tdown 2 sud 20.5 30",
                       &faults));
    assert_int_equal(faults.count, 0);
    assert_true(input_next_s(h->input) == 2.2);
    input_collect(h->input, 2.1, h->scene);
    assert_string_equal(heard(h, 0), "");
    input_collect(h->input, 2.2, h->scene);
    assert_string_equal(heard(h, 0), "down");
    assert_true(input_next_s(h->input) == 2.5);
    input_collect(h->input, 4, h->scene);
    assert_string_equal(h->scene->stages[0].events.items[2].name, "Keypad 5");
    assert_string_equal(h->scene->stages[0].events.items[3].name, "#");
    assert_string_equal(heard(h, 0), "up tap key key");
    assert_true(input_next_s(h->input) == 10);
    input_collect(h->input, 10, h->scene);
    assert_true(fabsf(h->scene->stages[0].events.items[0].x - 10.25f) < 1e-3f);
    assert_string_equal(heard(h, 0), "down");
}

static void replayed_and_live_contacts_come_in_the_order_of_time(void **state)
{
    struct house *h = *state;
    struct faults faults = {0};
    assert_true(replay(h, "1.2 key A\n1.4 key B\n1.6 key C", &faults));
    struct input_contact c = {.time_s = 1.3, .phase = INPUT_KEY, .key = "x"};
    input_contact(h->input, &c);
    c.time_s = 1.5;
    input_contact(h->input, &c);
    input_collect(h->input, 2, h->scene);
    const struct events *q = &h->scene->stages[0].events;
    char order[8] = "";
    for (int k = 0; k < q->count; k++)
        strcat(order, q->items[k].name);
    assert_string_equal(order, "AxBxC");
}

static void every_fault_of_a_replay_is_told_by_its_line(void **state)
{
    struct house *h = *state;
    struct faults faults = {0};
    assert_false(replay(h,
                        "1 down 1 nord 10 10\n"
                        "-1 down 1 nord 10 10\n"
                        "nan key A\n"
                        "1 dwon 1 nord 10 10\n"
                        "1 down x nord 10 10\n"
                        "1 down 1 nrod 10 10\n"
                        "1 down 1 nord 1000 10\n"
                        "1 move 1 nord 1e9 10\n"
                        "1 move 1 nord 10\n"
                        "1 move 1 nord 10 10 10\n"
                        "1 key\n"
                        "1 key A very long name that no key of any keyboard has\n"
                        "1\n"
                        "1 move 1 nord -5 inf\n",
                        &faults));
    const char *const wanted[] = {"2: ", "3: ",  "4: ",  "5: ",  "6: ",  "7: ", "8: ",
                                  "9: ", "10: ", "11: ", "12: ", "13: ", "14: "};
    assert_int_equal(faults.count, (int)(sizeof wanted / sizeof *wanted));
    for (int k = 0; k < faults.count; k++) {
        char where[64];
        snprintf(where, sizeof where, "visit.replay:%s", wanted[k]);
        if (strncmp(faults.entries[k].text, where, strlen(where)) != 0)
            fail_msg("%s", faults.entries[k].text);
    }
    assert_non_null(strstr(faults.entries[4].text, "\"nord\"?"));
    assert_non_null(strstr(faults.entries[4].text, "nord, sud"));
    faults_finish(&faults);
    assert_true(input_next_s(h->input) == INFINITY); // nothing was taken
}

static void a_replay_that_is_too_long_is_refused(void **state)
{
    struct house *h = *state;
    struct faults faults = {0};
    static const char line[] = "1 key A\n";
    size_t size = sizeof line - 1, count = INPUT_REPLAY_MAX + 2;
    char *text = malloc(size * count);
    for (size_t k = 0; k < count; k++)
        memcpy(text + k * size, line, size);
    assert_true(input_replay(h->input, text, size * 10, "a", outputs, 2, &faults));
    assert_false(input_replay(h->input, text, size * count, "a", outputs, 2, &faults));
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.entries[0].text, "a:99991: more than 100000"));
    faults_finish(&faults);
    char *wide = malloc(600);
    memset(wide, ' ', 600);
    assert_false(input_replay(h->input, wide, 600, "b", outputs, 2, &faults));
    assert_false(input_replay(h->input, "1 key \0A", 8, "b", outputs, 2, &faults));
    assert_int_equal(faults.count, 2);
    faults_finish(&faults);
    input_collect(h->input, 2, h->scene);
    assert_int_equal(input_count(h->input), 10);
    free(text);
    free(wide);
}

static void a_touch_of_the_command_line_is_a_tap(void **state)
{
    struct house *h = *state;
    struct fault f = {0};
    assert_true(input_touch(h->input, "600,50@2", outputs, 2, &f));
    assert_true(input_touch(h->input, "sud:20,30.5@1.5", outputs, 2, &f));
    assert_true(input_next_s(h->input) == 1.5);
    input_collect(h->input, 1.7, h->scene);
    assert_true(fabsf(h->scene->stages[0].events.items[0].y - 15.25f) < 1e-3f);
    assert_string_equal(heard(h, 0), "down up tap");
    input_collect(h->input, 2.2, h->scene);
    assert_true(h->scene->stages[1].events.items[2].x == 100);
    assert_string_equal(heard(h, 1), "down up tap");
    const char *const bad[] = {"",       "1",      "1,2",     "1,2@",        "1@2,3",
                               "x,2@3",  "1,2@-3", "1,2@nan", "ost:1,2@3",   "1000,2@3",
                               ":1,2@3", "1,2@3s", "-1,2@3",  "nord:1,2,@3", "1 ,2@3"};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        f.text[0] = 0;
        assert_false(input_touch(h->input, bad[k], outputs, 2, &f));
        assert_int_equal(strncmp(f.text, bad[k], strlen(bad[k])), 0);
    }
    assert_false(input_touch(h->input, "1,2@3", NULL, 0, &f));
    assert_true(input_next_s(h->input) == INFINITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_recorded_visit_plays_by_show_time),
        IN_HOUSE(replayed_and_live_contacts_come_in_the_order_of_time),
        IN_HOUSE(every_fault_of_a_replay_is_told_by_its_line),
        IN_HOUSE(a_replay_that_is_too_long_is_refused),
        IN_HOUSE(a_touch_of_the_command_line_is_a_tap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
