// The technician's desk: what is undone and done again against a list of whole states, and what is
// refused.
#include "tools/calibrated.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static unsigned dice_state;
static unsigned dice(unsigned sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (dice_state >> 16) % sides;
}

static struct desk_value random_value(void)
{
    struct desk_value v = {0};
    switch (dice(9)) {
    case 0:
        v.at = (struct desk_at){DESK_OUTPUT, DESK_CORNER, (uint16_t)dice(2), (uint16_t)dice(4)};
        break;
    case 1:
        v.at = (struct desk_at){DESK_SURFACE, DESK_CORNER, (uint16_t)dice(2), (uint16_t)dice(4)};
        break;
    case 2:
        v.at = (struct desk_at){DESK_SURFACE, DESK_NODE, 1,
                                (uint16_t)(dice(4) + WARP_POINTS * dice(3))};
        v.numbers[0] = (v.at.index % WARP_POINTS) / 3.0 + dice(100) / 2000.0;
        v.numbers[1] = (v.at.index / WARP_POINTS) / 2.0 + dice(100) / 2000.0;
        return v;
    case 3:
        v.at = (struct desk_at){DESK_SURFACE, DESK_GRID, (uint16_t)dice(2), 0};
        v.numbers[0] = dice(WARP_KINDS);
        v.numbers[1] = 2 + dice(5);
        v.numbers[2] = 2 + dice(5);
        return v;
    case 4:
        v.at = (struct desk_at){DESK_OUTPUT, DESK_GAMMA, (uint16_t)dice(2), 0};
        v.numbers[0] = 1 + dice(20) / 10.0;
        return v;
    case 5:
        v.at = (struct desk_at){(uint8_t)dice(2), DESK_MASK_COUNT, (uint16_t)dice(2), 0};
        v.numbers[0] = dice(4);
        return v;
    case 6:
        v.at = (struct desk_at){(uint8_t)dice(2), DESK_MASK_POINTS, (uint16_t)dice(2),
                                (uint16_t)(dice(3) * MAPPING_MASK_POINTS)};
        v.numbers[0] = 3 + dice(6);
        return v;
    case 7:
        v.at = (struct desk_at){DESK_SURFACE, DESK_SOURCE, (uint16_t)dice(2), 0};
        v.numbers[0] = dice(100);
        v.numbers[1] = dice(100) / 4.0;
        v.numbers[2] = 100 + dice(900);
        v.numbers[3] = 100 + dice(600);
        return v;
    default:
        v.at = (struct desk_at){DESK_SURFACE, DESK_MASK_POINT, 0, (uint16_t)dice(3)};
        break;
    }
    double n[DESK_NUMBERS];
    struct mapping_desc start = wall();
    struct desk_state s = {.light = start};
    assert_true(desk_get(&s, v.at, n));
    v.numbers[0] = n[0] + dice(200) / 7.0;
    v.numbers[1] = n[1] + dice(200) / 7.0;
    return v;
}

static void a_thousand_steps_are_undone_and_done_again_as_a_list_of_whole_states_says(void **state)
{
    enum { MOST = 2048 };
    struct mapping_desc start = wall(), *all = malloc(sizeof *all * MOST);
    struct desk *d = open_desk(NULL, &start);
    int at = 0, count = 1;
    dice_state = 7;
    all[0] = start;
    for (int i = 0; i < 1000; i++) {
        unsigned what = dice(5);
        struct fault f;
        if (what == 0) {
            assert_int_equal(desk_undo(d), at > 0);
            at -= at > 0;
        } else if (what == 1) {
            assert_int_equal(desk_redo(d), at < count - 1);
            at += at < count - 1;
        } else {
            struct desk_value v = random_value();
            uint64_t version = desk_version(d);
            bool good = desk_set(d, &v, 1, false, &f);
            if (good && desk_version(d) != version) { // what is so already is no step
                all[++at] = *desk_light(d);
                count = at + 1;
            }
        }
        assert_true(same(desk_light(d), &all[at]));
    }
    while (desk_undo(d))
        assert_true(same(desk_light(d), &all[--at]));
    assert_int_equal(at, 0);
    while (desk_redo(d))
        assert_true(same(desk_light(d), &all[++at]));
    assert_int_equal(at, count - 1);
    desk_destroy(d);
    free(all);
}

static void what_would_fold_is_refused_and_nothing_changes(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(NULL, &start);
    struct fault f;
    const struct desk_value bad[] = {
        corner(0, 0, 900, 700), // beyond the diagonal
        corner(0, 1, NAN, 0),
        corner(0, 1, 1e9, 0),
        corner(7, 1, 0, 0),
        {.at = {DESK_SURFACE, DESK_NODE, 1, 1}, .numbers = {0.9, 0.9}},
        {.at = {DESK_SURFACE, DESK_NODE, 0, 1}, .numbers = {0.5, 0.5}}, // it has no grid
        {.at = {DESK_SURFACE, DESK_GRID, 1, 0}, .numbers = {1, 1, 4}},
        {.at = {DESK_SURFACE, DESK_GRID, 1, 0}, .numbers = {1, 40, 4}},
    };
    uint64_t version = desk_version(d);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(desk_set(d, &bad[i], 1, false, &f));
        assert_true(f.text[0]);
        assert_true(same(desk_light(d), &start));
    }
    assert_int_equal(desk_version(d), version);
    set(d, (struct desk_value){.at = {DESK_OUTPUT, DESK_LOCK, 0, 0}, .numbers = {1}}, false);
    struct desk_value moved = corner(0, 0, 5, 5);
    assert_false(desk_set(d, &moved, 1, false, &f));
    assert_string_equal(f.text, "\"nord\" is locked");
    desk_destroy(d);
}

static void a_grid_of_more_points_keeps_its_shape(void **state)
{
    struct mapping_desc start = wall();
    struct desk *d = open_desk(NULL, &start);
    struct warp_grid before;
    set(d, (struct desk_value){.at = {DESK_SURFACE, DESK_NODE, 1, 1}, .numbers = {0.36, 0.02}},
        false);
    before = desk_light(d)->surfaces[1].grid;
    set(d,
        (struct desk_value){.at = {DESK_SURFACE, DESK_GRID, 1, 0},
                            .numbers = {WARP_CATMULL_ROM, 7, 5}},
        false);
    const struct warp_grid *after = &desk_light(d)->surfaces[1].grid;
    assert_int_equal(after->columns, 7);
    for (int i = 0; i < 35; i++) { // the new grid passes the old one in its own nodes
        struct vec2 x, y,
            a = warp_grid_at(&before, (struct vec2){i % 7 / 6.0, i / 7 / 4.0}, &x, &y);
        assert_true(hypot(a.x - after->points[i].x, a.y - after->points[i].y) < 1e-12);
    }
    assert_true(desk_undo(d));
    assert_true(same_grid(&desk_light(d)->surfaces[1].grid, &before));
    desk_destroy(d);
}

// A point of a cubic, by its published form.
static struct vec2 bernstein(const struct mapping_corner *a, const struct mapping_corner *b,
                             double t)
{
    const double x[4] = {a->at.x, a->at.x + a->out.x, b->at.x + b->in.x, b->at.x};
    const double y[4] = {a->at.y, a->at.y + a->out.y, b->at.y + b->in.y, b->at.y};
    const double w[4] = {(1 - t) * (1 - t) * (1 - t), 3 * t * (1 - t) * (1 - t),
                         3 * t * t * (1 - t), t * t * t};
    struct vec2 p = {0, 0};
    for (int i = 0; i < 4; i++)
        p = (struct vec2){p.x + w[i] * x[i], p.y + w[i] * y[i]};
    return p;
}

static struct desk_value masks(enum desk_of of, int owner, enum desk_key key, int mask, double n)
{
    return (struct desk_value){.at = {(uint8_t)of, (uint8_t)key, (uint16_t)owner,
                                      (uint16_t)(mask * MAPPING_MASK_POINTS)},
                               .numbers = {n}};
}

static void a_mask_of_more_points_keeps_its_shape_and_masks_come_and_go(void **state)
{
    struct mapping_desc start = wall();
    struct fault f;
    start.masks[0].corners[2].out = (struct vec2){-80, -200};
    start.masks[0].corners[0].in = (struct vec2){-60, 90};
    struct desk *d = open_desk(NULL, &start);
    const struct mapping_mask before = start.masks[0], *m = &desk_light(d)->masks[0];
    set(d, masks(DESK_SURFACE, 0, DESK_MASK_POINTS, 0, 4), false);
    assert_int_equal(m->count, 4);
    for (int i = 0; i <= 10; i++) { // the side from the last to the first, now in two
        double t = i / 10.0;
        struct vec2 a = bernstein(&before.corners[2], &before.corners[0], t / 2);
        struct vec2 b = bernstein(&m->corners[2], &m->corners[3], t);
        assert_true(hypot(a.x - b.x, a.y - b.y) < 1e-9);
        a = bernstein(&before.corners[2], &before.corners[0], 0.5 + t / 2);
        b = bernstein(&m->corners[3], &m->corners[0], t);
        assert_true(hypot(a.x - b.x, a.y - b.y) < 1e-9);
    }
    set(d, masks(DESK_OUTPUT, 1, DESK_MASK_COUNT, 0, 2), false); // its middle half
    assert_int_equal(desk_light(d)->mask_count, 3);
    m = &desk_light(d)->masks[2];
    assert_true(!m->of_surface && m->owner == 1 && m->count == 4);
    assert_true(m->corners[0].at.x == 1024 + 320 && m->corners[2].at.y == 600);
    struct desk_value refused[] = {masks(DESK_OUTPUT, 1, DESK_MASK_POINTS, 0, 2),
                                   masks(DESK_OUTPUT, 1, DESK_MASK_POINTS, 0, 3.5),
                                   masks(DESK_OUTPUT, 1, DESK_MASK_POINTS, 2, 4),
                                   masks(DESK_OUTPUT, 1, DESK_MASK_COUNT, 0, MAPPING_MASKS),
                                   masks(DESK_OUTPUT, 1, DESK_MASK_COUNT, 0, -1)};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(desk_set(d, &refused[i], 1, false, &f));
    struct desk_value flat[4]; // all its points on one line: nothing would shine
    for (int i = 0; i < 4; i++)
        flat[i] = (struct desk_value){{DESK_OUTPUT, DESK_MASK_POINT, 1, (uint16_t)i},
                                      {1100 + 90 * i, 300}};
    assert_false(desk_set(d, flat, 4, false, &f));
    assert_non_null(strstr(f.text, "\"sud\" encloses nothing"));
    set(d, masks(DESK_SURFACE, 0, DESK_MASK_COUNT, 0, 0), false);
    assert_int_equal(desk_light(d)->mask_count, 2);
    assert_true(desk_undo(d) && desk_undo(d) && desk_undo(d));
    assert_true(same(desk_light(d), &start));
    desk_destroy(d);
}

static void every_address_leads_back_to_its_value(void **state)
{
    struct desk_state s = {.light = wall()};
    struct desk_values all = {0};
    char text[DESK_ADDRESS];
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int owner = 0; owner < 2; owner++)
            for (int group = 0; group < DESK_GROUPS; group++)
                assert_true(desk_list(&s, of, owner, group, &all));
    assert_true(all.count > 60);
    for (int i = 0; i < all.count; i++) {
        struct desk_at at;
        desk_address(&names, all.items[i].at, text);
        assert_true(desk_address_read(&names, text, &at));
        assert_true(desk_at_same(at, all.items[i].at));
    }
    desk_values_finish(&all);
    static const char *const wrong[] = {"",
                                        "output",
                                        "output/nord",
                                        "output/nord/corner",
                                        "output/nord/corner/0",
                                        "output/nord/corner/5",
                                        "output/nord/corner/1/2",
                                        "output/est/corner/1",
                                        "surface/wall/gamma",
                                        "output/nord/source",
                                        "surface/wall/source/1",
                                        "surface/wall/node/1",
                                        "surface/wall/node/1/18",
                                        "output/nord/edge/middle",
                                        "output/nord/mask/17/feather",
                                        "output/nord/masks/1",
                                        "output/nord/mask/points",
                                        "output/nord/corner/1x",
                                        "output/nord/gammas"};
    struct desk_at at;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(desk_address_read(&names, wrong[i], &at));
    assert_true(desk_address_read(&names, "surface/wall/node/2/3", &at));
    assert_int_equal(at.index, 1 + 2 * WARP_POINTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_steps_are_undone_and_done_again_as_a_list_of_whole_states_says),
        cmocka_unit_test(what_would_fold_is_refused_and_nothing_changes),
        cmocka_unit_test(a_grid_of_more_points_keeps_its_shape),
        cmocka_unit_test(a_mask_of_more_points_keeps_its_shape_and_masks_come_and_go),
        cmocka_unit_test(every_address_leads_back_to_its_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
