// scenes/lib/edit_steps.lua: whose a chain is that is saved. What each line should say was worked
// out by hand from who saved what.
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// Plays lines with `steps`, `chain(duration)` as records have one, and `is_stale`, which says so.
static struct house *play(const char *lines)
{
    char lua[4096];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    house_lend(h, "edit_past.lua");
    house_lend(h, "edit_steps.lua");
    snprintf(lua, sizeof lua,
             "local steps, copy = require 'edit_steps', require('edit_past').copy\n"
             "local function chain(duration) return { id = 'k:k', label = { fr = 'La barre' },\n"
             " steps = { { label = { fr = 'Chauffer' }, duration = duration },"
             " { label = { fr = 'Étirer' }, at = { 0, 3 } } } } end\n"
             "return { draw = function(canvas)\n"
             "local function is_stale(record)\n"
             " canvas:text(steps.is_stale(record) and 'stale' or 'good', 0, 0) end\n%s\nend }",
             lines);
    house_start(h, 0, lua, &f);
    assert_string_equal(f.text, "");
    return h;
}

static void a_chain_that_another_hand_saved_meanwhile_is_stale(void **state)
{
    struct house *h = play("steps.take(chain(120)) is_stale(chain(120))\n"
                           "steps.cut(1, 0, 4) is_stale(chain(120)) is_stale(chain(121))\n"
                           "local more = chain(120) more.steps[3] = chain(1).steps[1]\n"
                           "is_stale(more) more.steps[3], more.steps[2] = nil, nil is_stale(more)");
    static const char *const says[] = {"good", "good", "stale", "stale", "stale"};
    for (uint32_t n = 0; n < 5; n++)
        house_has_text(h, n, says[n]);
    house_close(h);
}

// Records are read again some time after they were written: until then they are as they were.
static void what_was_saved_here_is_not_stale_whenever_it_is_read(void **state)
{
    struct house *h =
        play("steps.take(chain(120)) steps.cut(1, 0, 4) steps.saved('k:k')\n"
             "local first = copy(steps.chain) steps.cut(2, 0, 4)\n"
             "is_stale(copy(steps.chain)) steps.saved('k:k')\n"
             "is_stale(chain(120)) is_stale(first) is_stale(copy(steps.chain))\n"
             "steps.take(first) is_stale(chain(120))\n" // taken up again, and not read yet
             "is_stale(chain(7))");
    static const char *const says[] = {"stale", "good", "good", "good", "good", "stale"};
    for (uint32_t n = 0; n < 6; n++)
        house_has_text(h, n, says[n]);
    house_close(h);
}

static void tables_without_anything_in_them_are_not_written(void **state)
{
    struct house *h = play("local k = chain(120) k.steps[1].goal, k.note = {}, {}\n"
                           "steps.take(k) is_stale(chain(120)) is_stale(k)\n"
                           "steps.take(chain(9)) is_stale(k)");
    for (uint32_t n = 0; n < 3; n++)
        house_has_text(h, n, "good");
    house_close(h);
}

static void a_chain_that_nobody_has_read_yet_is_not_stale(void **state)
{
    struct house *h = play("steps.take(nil, { label = { fr = 'La barre' }, origin = 'filmed' })\n"
                           "is_stale(nil) steps.cut(1, 0, 4) steps.saved('k:new')\n"
                           "is_stale(nil) is_stale(copy(steps.chain))");
    for (uint32_t n = 0; n < 3; n++)
        house_has_text(h, n, "good");
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_that_another_hand_saved_meanwhile_is_stale),
        cmocka_unit_test(what_was_saved_here_is_not_stale_whenever_it_is_read),
        cmocka_unit_test(tables_without_anything_in_them_are_not_written),
        cmocka_unit_test(a_chain_that_nobody_has_read_yet_is_not_stale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
