// sway: what is asked of a sway that is none (tests/tools/swayed.h), as sway-ipc(7) has it; one
// that says nothing, and one that never ends, are left. And how windows are put on its outputs.
#include "sway/sway.h"
#include "tools/swayed.h"
#include "window/private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OUTPUTS                                                                         \
    "[ { \"name\": \"HDMI-A-1\", \"active\": true, \"rect\": { \"x\": 0, \"y\": 0 } }," \
    "  { \"name\": \"DP-2\", \"active\": true, \"rect\": { \"x\": 1280, \"y\": 0 } } ]"

static void it_answers_what_it_is_asked(void **state)
{
    struct swayed s = {.outputs = OUTPUTS, .config = "{ \"config\": \"seat * hide_cursor 100\" }"};
    struct sway sway;
    bool answered = false;
    swayed_begin(&s);
    assert_true(sway_open(&sway, getenv("SWAYSOCK"), 60));
    json_t *outputs = sway_ask(&sway, SWAY_OUTPUTS, "");
    json_t *config = sway_ask(&sway, SWAY_CONFIG, "");
    assert_int_equal(json_array_size(outputs), 2);
    assert_string_equal(json_string_value(json_object_get(config, "config")),
                        "seat * hide_cursor 100");
    assert_true(sway_run(&sway, "output * dpms off", &answered));
    s.unknown = 1;
    assert_false(sway_run(&sway, "[id=7] fullscreen enable", &answered));
    assert_true(answered);
    sway_close(&sway);
    swayed_end(&s);
    assert_string_equal(s.commands, "output * dpms off\n[id=7] fullscreen enable\n");
    json_decref(outputs);
    json_decref(config);
    assert_false(sway_open(&sway, getenv("SWAYSOCK"), 60)); // it is gone
    assert_null(sway_ask(&sway, SWAY_OUTPUTS, ""));
    assert_false(sway_open(&sway, NULL, 60));
}

// The first would be waited for for ever, the second for a day.
static void one_that_does_not_answer_is_left(void **state)
{
    for (int how = SWAYED_MUTE; how <= SWAYED_SLOW; how++) {
        struct swayed s = {.how = how};
        struct sway sway;
        bool answered = true;
        swayed_begin(&s);
        assert_true(sway_open(&sway, getenv("SWAYSOCK"), 0.3));
        assert_null(sway_ask(&sway, SWAY_TREE, ""));
        assert_false(sway_run(&sway, "output * dpms on", &answered));
        assert_false(answered);
        sway_close(&sway);
        swayed_end(&s);
    }
}

static void one_that_takes_no_calls_is_left(void **state)
{
    struct swayed s = {.how = SWAYED_SLOW};
    struct sway calls[64];
    int taken = 0;
    swayed_begin(&s); // it speaks to the first and listens to nobody else
    while (taken < 64 && sway_open(&calls[taken], getenv("SWAYSOCK"), 0.1)) {
        if (taken == 0)
            assert_null(sway_ask(&calls[0], SWAY_TREE, ""));
        taken++;
    }
    assert_in_range(taken, 1, 63);
    for (int i = 0; i < taken; i++)
        sway_close(&calls[i]);
    swayed_end(&s);
}

static void a_window_is_put_by_no_rule_that_stays(void **state)
{
    struct swayed s = {.outputs = OUTPUTS, .unknown = 1};
    const struct display at = {.x = 1280}, nowhere = {.x = 5};
    swayed_begin(&s);
    assert_int_equal(sway_put(4194307, &at), SWAY_PUT_LATER); // it hears of it later than we do
    assert_int_equal(sway_put(4194307, &at), SWAY_PUT);
    assert_int_equal(sway_put(4194307, &nowhere), SWAY_PUT_NEVER);
    swayed_end(&s);
    const char *twice = "[id=4194307] fullscreen disable, move container to output \"DP-2\", "
                        "fullscreen enable\n";
    char expected[512];
    snprintf(expected, sizeof expected, "%s%s", twice, twice);
    assert_string_equal(s.commands, expected);
    unsetenv("SWAYSOCK");
    assert_int_equal(sway_put(4194307, &at), SWAY_PUT);
}

static void a_window_does_not_wait_for_a_sway_that_stands(void **state)
{
    struct swayed s = {.how = SWAYED_MUTE};
    const struct display at = {.x = 0};
    swayed_begin(&s);
    assert_int_equal(sway_put(4194307, &at), SWAY_PUT_NEVER);
    swayed_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers_what_it_is_asked),
        cmocka_unit_test(one_that_does_not_answer_is_left),
        cmocka_unit_test(one_that_takes_no_calls_is_left),
        cmocka_unit_test(a_window_is_put_by_no_rule_that_stays),
        cmocka_unit_test(a_window_does_not_wait_for_a_sway_that_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
