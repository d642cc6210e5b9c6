// staff: the operator's board. What it says of a plan, and what its keys and buttons ask for.
#include "staff/board.h"
#include "tools/planned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct desk {
    struct show_plan *plan;
    struct board board;
    struct board_facts facts;
    struct drawlist list;
};

static int setup(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    d->plan =
        planned("return { cues = {\n"
                "{ id = 'a', label = { fr = 'Attente', en = 'Waiting' } },\n"
                "{ id = 'b', label = { fr = 'Portes', en = 'Doors' }, timelines = { 't' } },\n"
                "{ id = 'c' }, { id = 'd' } },\n"
                "timelines = { { id = 't', loop = true, duration = 8, tracks = { "
                "['kiosk/screen/glow'] = { { 0, 1 }, { 8, 3 } } } } } }");
    board_init(&d->board, 0);
    d->facts.view = (struct show_view){.plan = d->plan,
                                       .cue = 1,
                                       .cue_s = 60,
                                       .done = 0.5,
                                       .next = 2,
                                       .coming = 2,
                                       .coming_in = 46,
                                       .place = 1,
                                       .light = 1};
    d->facts.now_s = 74;
    d->facts.timelines_s[0] = 6;
    strcpy(d->facts.language, "fr");
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct desk *d = *state;
    drawlist_finish(&d->list);
    plan_destroy(d->plan);
    free(d);
    return 0;
}

static void draw(struct desk *d)
{
    board_draw(&d->board, &d->facts, &d->list, 1120, 720);
    assert_int_equal(d->list.refused, 0);
}

static bool says(const struct desk *d, const char *words)
{
    const struct drawlist *l = &d->list;
    for (uint32_t i = 0; i < l->command_count; i++) {
        const struct draw_command *c = &l->commands[i];
        if (c->op == DRAW_TEXT && c->text.length == strlen(words) &&
            memcmp(l->bytes + c->text.bytes, words, c->text.length) == 0)
            return true;
    }
    return false;
}

static void it_says_what_runs_and_what_comes(void **state)
{
    struct desk *d = *state;
    draw(d);
    assert_true(says(d, "Attente"));
    assert_true(says(d, "Portes"));
    assert_true(says(d, "en cours  0:14"));
    assert_true(says(d, "dans 0:46"));
    assert_true(says(d, "c")); // without a label, by its id
    assert_true(says(d, "t  ⟳"));
    d->facts.view.coming_in = -1;
    draw(d);
    assert_true(says(d, "ensuite"));
    d->facts.view.dark = true;
    draw(d);
    assert_true(says(d, "REPRENDRE"));
    assert_false(says(d, "NOIR"));
}

static void it_speaks_the_installations_language(void **state)
{
    struct desk *d = *state;
    strcpy(d->facts.language, "it");
    draw(d);
    assert_true(says(d, "INDIETRO"));
    strcpy(d->facts.language, "de");
    draw(d);
    assert_true(says(d, "BACK"));
}

static bool key(struct desk *d, const char *name, struct show_order *o)
{
    return board_key(&d->board, &d->facts, name, o);
}

static void keys_ask_for_what_operators_expect(void **state)
{
    struct desk *d = *state;
    struct show_order o;
    assert_true(key(d, "Space", &o));
    assert_int_equal(o.verb, SHOW_GO);
    assert_true(o.at_s == 74);
    assert_true(key(d, "Backspace", &o));
    assert_int_equal(o.verb, SHOW_BACK);
    assert_true(key(d, "Escape", &o));
    assert_int_equal(o.verb, SHOW_PANIC);
    assert_true(o.over_s < 0); // as the plan has it
    d->facts.view.dark = true;
    assert_false(key(d, "Escape", &o)); // once more in fright: it stays dark
    assert_true(key(d, "R", &o));
    assert_int_equal(o.verb, SHOW_RESUME);
    d->facts.view.dark = false;
    assert_false(key(d, "R", &o));
    assert_false(key(d, "Q", &o));
}

static void two_presses_in_fright_are_one_go(void **state)
{
    struct desk *d = *state;
    struct show_order o;
    assert_true(key(d, "Space", &o));
    d->facts.now_s += 0.29;
    assert_false(key(d, "Space", &o));
    d->facts.now_s += 0.02;
    assert_true(key(d, "Space", &o));
}

static void a_cue_is_chosen_and_gone_to(void **state)
{
    struct desk *d = *state;
    struct show_order o;
    assert_false(key(d, "Return", &o)); // nothing is chosen
    assert_false(key(d, "Down", &o));
    assert_int_equal(d->board.chosen, 2); // from what comes next
    for (int i = 0; i < 9; i++)
        assert_false(key(d, "Down", &o));
    assert_int_equal(d->board.chosen, 3); // the last
    for (int i = 0; i < 9; i++)
        assert_false(key(d, "Up", &o));
    assert_true(key(d, "Return", &o));
    assert_int_equal(o.verb, SHOW_CUE);
    assert_string_equal(o.name, "a");
    assert_int_equal(d->board.chosen, -1);
}

static bool press(struct desk *d, struct board_place p, struct show_order *o)
{
    return board_press(&d->board, &d->facts, p.x + p.w / 2, p.y + p.h / 2, o);
}

static void buttons_and_rows_answer_where_they_are_drawn(void **state)
{
    struct desk *d = *state;
    struct show_order o;
    draw(d);
    assert_true(press(d, d->board.buttons[BOARD_GO], &o));
    assert_int_equal(o.verb, SHOW_GO);
    assert_true(press(d, d->board.buttons[BOARD_PANIC], &o));
    assert_int_equal(o.verb, SHOW_PANIC);
    assert_true(press(d, d->board.buttons[BOARD_BACK], &o));
    assert_int_equal(o.verb, SHOW_BACK);
    assert_true(d->board.buttons[BOARD_RESUME].w == 0);
    assert_int_equal(d->board.row_count, 4);
    assert_false(press(d, d->board.rows[3], &o)); // chosen
    assert_true(press(d, d->board.rows[3], &o));  // and gone to
    assert_string_equal(o.name, "d");
    assert_false(board_press(&d->board, &d->facts, 2, 2, &o));
}

static void nothing_planned_is_said_and_asked_for_nothing(void **state)
{
    struct desk *d = *state;
    struct show_order o;
    struct show_plan *empty = plan_empty();
    d->facts.view = (struct show_view){.plan = empty, .cue = -1, .next = -1, .coming = -1};
    draw(d);
    assert_true(says(d, "aucune conduite"));
    assert_false(key(d, "Down", &o));
    assert_false(key(d, "Return", &o));
    plan_destroy(empty);
}

int main(void)
{
#define BOARD_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        BOARD_TEST(it_says_what_runs_and_what_comes),
        BOARD_TEST(it_speaks_the_installations_language),
        BOARD_TEST(keys_ask_for_what_operators_expect),
        BOARD_TEST(two_presses_in_fright_are_one_go),
        BOARD_TEST(a_cue_is_chosen_and_gone_to),
        BOARD_TEST(buttons_and_rows_answer_where_they_are_drawn),
        BOARD_TEST(nothing_planned_is_said_and_asked_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
