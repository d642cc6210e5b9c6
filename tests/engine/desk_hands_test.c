// Hands at the desk: points that are dragged, nudged and typed.
#include "desk/hands.h"
#include "desk/patterns.h"
#include "tools/calibrated.h"

#include <math.h>
#include <string.h>

struct bench {
    struct desk *desk;
    struct mapping *mapping;
    struct hands hands;
    uint64_t bent;
};

static void follow(struct bench *b)
{
    struct fault f;
    struct mapping *m = mapping_create(desk_light(b->desk), &f);
    assert_non_null(m);
    mapping_destroy(b->mapping);
    b->mapping = m;
    hands_follow(&b->hands, m);
}

static void begin(struct bench *b)
{
    struct mapping_desc start = wall();
    *b = (struct bench){.desk = open_desk(NULL, &start)};
    hands_init(&b->hands,
               &(struct hands_desc){.desk = b->desk, .station = "facade", .language = "fr"});
    follow(b);
    hands_open(&b->hands, true);
}

static void end(struct bench *b)
{
    mapping_destroy(b->mapping);
    desk_destroy(b->desk);
}

static void touch(struct bench *b, enum hands_phase phase, double x, double y, bool shift)
{
    hands_touch(&b->hands,
                &(struct hands_touch){
                    .phase = phase, .finger = 1, .output = 0, .at = {x, y}, .shift = shift},
                1);
    follow(b);
}

static void key(struct bench *b, const char *name, bool control, bool shift)
{
    hands_key(&b->hands, name, control, shift, 1);
    follow(b);
}

static struct vec2 output_corner(const struct bench *b, int n)
{
    return desk_light(b->desk)->outputs[0].corners[n];
}

static void
a_corner_follows_the_hand_and_the_arrows_and_one_undo_takes_back_a_whole_drag(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 6, 9, false);
    touch(&b, HANDS_MOVE_PHASE, 40, 30, false);
    touch(&b, HANDS_MOVE_PHASE, 106, 59, false);
    touch(&b, HANDS_UP_PHASE, 106, 59, false);
    assert_true(output_corner(&b, 0).x == 100 && output_corner(&b, 0).y == 50);
    key(&b, "Right", false, false);
    key(&b, "Up", false, true);
    key(&b, "Down", true, false);
    assert_true(fabs(output_corner(&b, 0).x - 101) < 1e-9);
    assert_true(fabs(output_corner(&b, 0).y - 59.9) < 1e-9);
    for (int i = 0; i < 4; i++)
        key(&b, "Z", true, false);
    assert_true(output_corner(&b, 0).x == 0 && output_corner(&b, 0).y == 0);
    key(&b, "Z", true, true);
    assert_true(output_corner(&b, 0).x == 100);
    end(&b);
}

static void an_arrow_that_is_held_goes_on_as_one_step(void **state)
{
    struct bench b;
    begin(&b);
    key(&b, "Tab", false, false);
    key(&b, "Down", false, false);
    hands_hold(&b.hands, "Right", false, false, 1);
    key(&b, "Right", false, false);
    hands_update(&b.hands, 1 + HANDS_HOLD_S - 0.01);
    assert_true(output_corner(&b, 0).x == 1);
    for (int i = 0; i < 5; i++)
        hands_update(&b.hands, 1 + HANDS_HOLD_S + 0.001 + i * (HANDS_AGAIN_S + 0.001));
    assert_true(output_corner(&b, 0).x == 6);
    hands_hold(&b.hands, NULL, false, false, 2);
    hands_update(&b.hands, 3);
    assert_true(output_corner(&b, 0).x == 6);
    key(&b, "Z", true, false);
    assert_true(output_corner(&b, 0).x == 0 && output_corner(&b, 0).y == 1);
    end(&b);
}

static void a_hand_that_would_fold_the_picture_is_held_at_the_last_good_place(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 0, 0, false);
    touch(&b, HANDS_MOVE_PHASE, 300, 200, false);
    touch(&b, HANDS_MOVE_PHASE, 1270, 790, false);
    assert_true(output_corner(&b, 0).x == 300);
    assert_non_null(strstr(b.hands.said, "corner"));
    touch(&b, HANDS_MOVE_PHASE, 310, 220, false); // and comes along again
    assert_true(output_corner(&b, 0).x == 310);
    touch(&b, HANDS_UP_PHASE, 310, 220, false);
    end(&b);
}

static void several_points_move_together_and_numbers_are_typed(void **state)
{
    struct bench b;
    begin(&b);
    touch(&b, HANDS_DOWN_PHASE, 3, 3, false);
    touch(&b, HANDS_UP_PHASE, 3, 3, false);
    touch(&b, HANDS_DOWN_PHASE, 3, 797, true);
    touch(&b, HANDS_UP_PHASE, 3, 797, true);
    assert_int_equal(b.hands.picked_count, 2);
    key(&b, "Right", true, false);
    assert_true(output_corner(&b, 0).x == 10 && output_corner(&b, 3).x == 10);
    key(&b, "Return", false, false);
    for (const char *c = "12.25 790.5"; *c; c++) {
        const char name[2] = {*c, 0};
        key(&b, *c == ' ' ? "Space" : name, false, false);
    }
    key(&b, "Return", false, false);
    assert_true(output_corner(&b, 3).x == 12.25 && output_corner(&b, 3).y == 790.5);
    end(&b);
}

static void a_surface_is_dragged_through_the_warp_of_its_output(void **state)
{
    struct bench b;
    begin(&b);
    const struct vec2 bent[4] = {{100, 50}, {1200, 20}, {1260, 780}, {30, 760}};
    for (int i = 0; i < 4; i++)
        set(b.desk, corner(0, i, bent[i].x, bent[i].y), false);
    follow(&b);
    key(&b, "S", false, false);
    assert_int_equal(b.hands.layer, HANDS_SURFACES);
    const struct vec2 part[4] = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}};
    double there[9], back[9];
    struct fault f;
    assert_true(mapping_homography(part, bent, there, &f) &&
                mapping_homography(bent, part, back, &f));
    touch(&b, HANDS_DOWN_PHASE, 100, 50, false); // the frieze's first corner
    touch(&b, HANDS_MOVE_PHASE, 160, 111, false);
    touch(&b, HANDS_UP_PHASE, 160, 111, false);
    struct vec2 wanted = mapping_apply(back, (struct vec2){160, 111});
    struct vec2 got = desk_light(b.desk)->surfaces[0].corners[0];
    assert_true(hypot(got.x - wanted.x, got.y - wanted.y) < 1e-6);
    end(&b);
}

static void a_warp_is_copied_to_another_output(void **state)
{
    struct bench b;
    begin(&b);
    set(b.desk, corner(0, 0, 64, 40), false);
    follow(&b);
    touch(&b, HANDS_DOWN_PHASE, 64, 40, false);
    touch(&b, HANDS_UP_PHASE, 64, 40, false);
    key(&b, "C", true, false);
    for (int i = 0; i < 4; i++)
        key(&b, "Tab", false, false);
    key(&b, "V", true, false);
    assert_memory_equal(desk_light(b.desk)->outputs[1].corners,
                        desk_light(b.desk)->outputs[0].corners,
                        sizeof desk_light(b.desk)->outputs[0].corners);
    end(&b);
}

static void tap(struct bench *b, double x, double y)
{
    touch(b, HANDS_DOWN_PHASE, x, y, false);
    touch(b, HANDS_UP_PHASE, x, y, false);
}

static void type(struct bench *b, const char *text)
{
    for (const char *c = text; *c; c++) {
        const char name[2] = {*c, 0};
        key(b, *c == ' ' ? "Space" : name, false, false);
    }
    key(b, "Return", false, false);
}

static void to_layer(struct bench *b, enum hands_layer layer)
{
    while (b->hands.layer != layer)
        key(b, "S", false, false);
}

static void a_name_takes_accents_by_text_and_by_key(void **state)
{
    struct bench b;
    struct desk_mark mark;
    begin(&b);
    key(&b, "N", false, false);
    assert_true(hands_types(&b.hands) && hands_spells(&b.hands, "é"));
    assert_false(hands_spells(&b.hands, "Return") || hands_spells(&b.hands, "Backspace"));
    hands_text(&b.hands, "É");
    hands_text(&b.hands, "t");
    key(&b, "é", false, false); // a keyboard that tells no text
    key(&b, "Space", false, false);
    for (int i = 0; i < 45; i++)
        hands_text(&b.hands, "ô");
    key(&b, "Backspace", false, false);
    key(&b, "Return", false, false);
    assert_int_equal(desk_marks(b.desk, &mark, 1), 1);
    // Of 79 bytes as many as are whole letters.
    assert_true(strncmp(mark.name, "Été ôô", strlen("Été ôô")) == 0);
    assert_int_equal(strlen(mark.name), 6 + 36 * 2);
    struct fault f;
    assert_false(desk_name(b.desk, "\xc3(", &f));
    assert_non_null(strstr(f.text, "UTF-8"));
    end(&b);
}

static void a_mask_is_drawn_on_the_output_and_lies_where_the_hand_was(void **state)
{
    struct bench b;
    begin(&b);
    const struct vec2 bent[4] = {{100, 50}, {1200, 20}, {1260, 780}, {30, 760}};
    for (int i = 0; i < 4; i++)
        set(b.desk, corner(0, i, bent[i].x, bent[i].y), false);
    follow(&b);
    const struct mapping_desc before = *desk_light(b.desk);
    to_layer(&b, HANDS_MASKS);
    key(&b, "A", false, false);
    const struct vec2 at[4] = {{300, 200}, {900, 220}, {800, 600}, {250, 500}};
    tap(&b, at[0].x, at[0].y);
    tap(&b, 5, 5); // outside the light of the output: taken, and taken back
    key(&b, "Backspace", false, false);
    for (int i = 1; i < 4; i++)
        tap(&b, at[i].x, at[i].y);
    assert_true(same(desk_light(b.desk), &before)); // until it is closed
    tap(&b, at[0].x + 4, at[0].y - 3);
    const struct mapping_desc *light = desk_light(b.desk);
    assert_int_equal(light->mask_count, 2);
    const struct mapping_mask *m = &light->masks[1];
    const struct vec2 part[4] = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}};
    double back[9];
    struct fault f;
    assert_true(mapping_homography(bent, part, back, &f));
    assert_true(!m->of_surface && m->owner == 0 && m->count == 4);
    for (int i = 0; i < 4; i++) {
        struct vec2 wanted = mapping_apply(back, at[i]);
        assert_true(hypot(m->corners[i].at.x - wanted.x, m->corners[i].at.y - wanted.y) < 1e-6);
    }
    key(&b, "Right", false, false); // its first point is under the keys
    assert_true(fabs(light->masks[1].corners[0].at.x - mapping_apply(back, at[0]).x - 1) < 1e-9);
    key(&b, "Z", true, false);
    key(&b, "Z", true, false);
    assert_true(same(desk_light(b.desk), &before));
    end(&b);
}

// In the desk's window: the composition flat. The wall begins at 1152 of it.
static void a_mask_of_a_surface_is_drawn_and_moved_in_the_composition(void **state)
{
    struct bench b;
    begin(&b);
    to_layer(&b, HANDS_MASKS);
    for (int i = 0; i < 3; i++) // sud, frieze, wall
        key(&b, "PageDown", false, false);
    key(&b, "A", false, false);
    const struct vec2 at[3] = {{1200, 100}, {2000, 150}, {1500, 700}};
    for (int i = 0; i < 3; i++)
        for (int phase = HANDS_DOWN_PHASE; phase <= HANDS_UP_PHASE; phase += 2)
            hands_touch(
                &b.hands,
                &(struct hands_touch){.phase = phase, .output = HANDS_COMPOSITION, .at = at[i]}, 1);
    key(&b, "Return", false, false);
    const struct mapping_desc *light = desk_light(b.desk);
    assert_int_equal(light->mask_count, 2);
    const struct mapping_mask *m = &light->masks[1];
    assert_true(m->of_surface && m->owner == 1 && m->count == 3);
    for (int i = 0; i < 3; i++)
        assert_true(hypot(m->corners[i].at.x - at[i].x + 1152, m->corners[i].at.y - at[i].y) <
                    1e-6);
    for (int phase = HANDS_DOWN_PHASE; phase <= HANDS_UP_PHASE; phase++) {
        hands_touch(&b.hands,
                    &(struct hands_touch){.phase = phase,
                                          .output = HANDS_COMPOSITION,
                                          .at = {2000 + 20 * (phase > 0), 150}},
                    1);
        follow(&b);
    }
    assert_true(fabs(light->masks[1].corners[1].at.x - 868) < 1e-6);
    end(&b);
}

static void points_and_handles_of_a_mask_come_and_go_by_key(void **state)
{
    struct bench b;
    begin(&b);
    const struct mapping_desc before = *desk_light(b.desk);
    const struct mapping_mask *m = &desk_light(b.desk)->masks[0];
    to_layer(&b, HANDS_MASKS);
    key(&b, "Tab", false, false); // 10 10, then 900 20 and 400 700
    key(&b, "I", false, false);
    assert_true(m->count == 4 && m->corners[1].at.x == 455 && m->corners[1].at.y == 15);
    key(&b, "B", false, false); // along its neighbours, a sixth of them (Catmull-Rom)
    assert_true(fabs(m->corners[1].out.x - 890 / 6.0) < 1e-9);
    assert_true(fabs(m->corners[1].in.y + 10 / 6.0) < 1e-9);
    key(&b, "Tab", false, false); // the handle that comes in
    key(&b, "Delete", false, false);
    assert_true(m->corners[1].in.x == 0 && m->corners[1].out.x != 0);
    key(&b, "PageDown", false, false);
    key(&b, "PageUp", false, false);
    key(&b, "Tab", false, false);
    key(&b, "V", false, false);
    assert_true(m->invert);
    key(&b, "A", true, false); // all of them: no mask is left
    key(&b, "Delete", false, false);
    assert_int_equal(desk_light(b.desk)->mask_count, 0);
    key(&b, "Z", true, false);
    assert_int_equal(m->count, 4);
    key(&b, "Tab", false, false);
    key(&b, "Delete", false, true);
    assert_int_equal(desk_light(b.desk)->mask_count, 0);
    key(&b, "A", false, false); // without a hand it is the middle half
    key(&b, "Return", false, false);
    assert_true(m->count == 4 && m->corners[0].at.x == 288 && m->corners[2].at.y == 600);
    for (int i = 0; i < 7; i++)
        key(&b, "Z", true, false);
    assert_true(same(desk_light(b.desk), &before));
    end(&b);
}

// Rows of an output: blend, four edges, power, luminance, black, gain, gamma, three of white.
static void light_is_nudged_typed_and_unset(void **state)
{
    struct bench b;
    begin(&b);
    const struct mapping_light *l = &desk_light(b.desk)->outputs[0].light;
    const struct mapping_desc before = *desk_light(b.desk);
    to_layer(&b, HANDS_LIGHT);
    key(&b, "Return", false, false); // a switch turns over
    assert_true(l->blend);
    key(&b, "Down", false, false);
    key(&b, "Right", true, false);
    key(&b, "Right", false, true);
    assert_true(l->edge.left_px == 10.1);
    key(&b, "Tab", false, false);
    key(&b, "Return", false, false);
    type(&b, "160");
    assert_true(l->edge.top_px == 160);
    key(&b, "Left", false, false);
    assert_true(l->edge.top_px == 159);
    for (int i = 0; i < 3; i++)
        key(&b, "Down", false, false);
    key(&b, "Right", false, false); // from what holds when nothing is said
    assert_true(l->edge.power == 2.1);
    key(&b, "Down", false, false);
    key(&b, "Return", false, false);
    type(&b, "0,45");
    assert_true(l->edge.luminance == 0.45);
    for (int i = 0; i < 3; i++)
        key(&b, "Down", false, false);
    hands_hold(&b.hands, "Left", false, false, 1);
    key(&b, "Left", false, false);
    assert_true(b.hands.value == 9 && l->gamma == 2.19);
    for (int i = 0; i < 4; i++)
        hands_update(&b.hands, 1 + HANDS_HOLD_S + 0.001 + i * (HANDS_AGAIN_S + 0.001));
    hands_hold(&b.hands, NULL, false, false, 2);
    assert_true(l->gamma == 2.15);
    key(&b, "Z", true, false); // held, it was one step
    assert_true(l->gamma == 0);
    key(&b, "Z", true, true);
    key(&b, "Delete", false, false);
    assert_true(l->gamma == 0);
    key(&b, "Return", false, false);
    type(&b, "9"); // out of its range
    assert_true(l->gamma == 0 && strstr(b.hands.said, "1 to 4"));
    for (int i = 0; i < 3; i++)
        key(&b, "Down", false, false);
    key(&b, "Left", true, false);
    assert_true(l->white[0] == 1 && l->white[2] == 0.9 && l->white[1] == 1);
    key(&b, "C", true, false);
    key(&b, "PageDown", false, false);
    key(&b, "V", true, false);
    assert_memory_equal(&desk_light(b.desk)->outputs[1].light, l, sizeof *l);
    key(&b, "PageDown", false, false); // the frieze shows a part of its canvas, and has a mask
    key(&b, "Right", false, false);    // there is no more of it
    assert_true(desk_light(b.desk)->surfaces[0].source_at.x == 0 && b.hands.said[0]);
    key(&b, "Tab", false, false);
    key(&b, "Tab", false, false);
    key(&b, "Return", false, false);
    type(&b, "600");
    key(&b, "Up", false, false);
    key(&b, "Up", false, false);
    key(&b, "Right", true, false);
    assert_true(desk_light(b.desk)->surfaces[0].source_at.x == 10);
    assert_true(desk_light(b.desk)->surfaces[0].source_size.x == 600);
    for (int i = 0; i < 4; i++)
        key(&b, "Down", false, false);
    key(&b, "Right", true, false);
    assert_true(desk_light(b.desk)->masks[0].feather_px == 10);
    key(&b, "Tab", false, false);
    key(&b, "Return", false, false);
    assert_true(desk_light(b.desk)->masks[0].invert);
    while (desk_undo(b.desk))
        ;
    assert_memory_equal(&desk_light(b.desk)->outputs, &before.outputs, sizeof before.outputs);
    assert_true(same(desk_light(b.desk), &before));
    end(&b);
}

// What is drawn has a button for each row, and a touch there chooses it.
static void a_row_of_the_light_is_chosen_by_touch(void **state)
{
    struct bench b;
    struct drawlist list = {0};
    begin(&b);
    to_layer(&b, HANDS_LIGHT);
    hands_draw(&b.hands, &list, 0, 1280, 800);
    assert_int_equal(list.refused, 0);
    int rows = 0;
    for (int i = 0; i < b.hands.button_count; i++) {
        const struct hands_button row = b.hands.buttons[i];
        if (row.action != HANDS_VALUE)
            continue;
        assert_true(row.x >= 0 && row.y >= 0 && row.x + row.w <= 1280);
        tap(&b, row.x + row.w / 2, row.y + row.h / 2);
        assert_int_equal(b.hands.value, row.row);
        rows++;
    }
    assert_int_equal(rows, 13);
    drawlist_finish(&list);
    end(&b);
}

// The rows of names are seen, on an output and in the desk's own window: a touch lights one,
// another goes there.
static void a_name_is_gone_back_to_by_touch(void **state)
{
    static const int panels[2][3] = {{0, 1280, 800}, {HANDS_PANEL, 1280, 240}};
    for (int k = 0; k < 2; k++) {
        struct bench b;
        struct drawlist list = {0};
        struct fault f;
        begin(&b);
        key(&b, "H", false, false);
        assert_true(b.hands.asks == HANDS_NOTHING && b.hands.said[0]); // nothing has a name
        tap(&b, 0, 0);
        for (int i = 0; i < HANDS_SHOWN; i++) {
            char name[2] = {(char)('a' + i), 0};
            key(&b, "Right", false, false);
            assert_true(desk_name(b.desk, name, &f));
        }
        key(&b, "H", false, false);
        hands_draw(&b.hands, &list, panels[k][0], panels[k][1], panels[k][2]);
        int rows = 0;
        struct hands_button oldest = {0};
        for (int i = 0; i < b.hands.button_count; i++) {
            const struct hands_button row = b.hands.buttons[i];
            if (row.action != HANDS_HISTORY || row.row < 0)
                continue;
            assert_true(row.x >= 0 && row.x + row.w <= (float)panels[k][1]);
            assert_true(row.y >= 0 && row.y + row.h <= (float)panels[k][2]);
            oldest = row.row == HANDS_SHOWN - 1 ? row : oldest;
            rows++;
        }
        assert_int_equal(rows, HANDS_SHOWN);
        for (int i = 0; i < 4; i++)
            hands_touch(&b.hands,
                        &(struct hands_touch){.phase = i % 2 ? HANDS_UP_PHASE : HANDS_DOWN_PHASE,
                                              .finger = 1,
                                              .output = panels[k][0],
                                              .at = {oldest.x + oldest.w / 2,
                                                     oldest.y + oldest.h / 2}},
                        1);
        assert_true(desk_light(b.desk)->outputs[0].corners[0].x == 1);
        assert_int_equal(b.hands.asks, HANDS_NOTHING);
        drawlist_finish(&list);
        end(&b);
    }
}

static unsigned dice(unsigned *seed, unsigned sides)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % sides;
}

static void touch_anywhere(struct bench *b, unsigned *seed)
{
    static const int views[4] = {0, 1, HANDS_COMPOSITION, HANDS_PANEL};
    hands_touch(&b->hands,
                &(struct hands_touch){.phase = (enum hands_phase)dice(seed, 3),
                                      .finger = dice(seed, 2),
                                      .output = views[dice(seed, 4)],
                                      .at = {dice(seed, 2400) - 40.0, dice(seed, 840) - 20.0},
                                      .shift = dice(seed, 4) == 0,
                                      .cancelled = dice(seed, 9) == 0},
                1);
}

static void press_any(struct bench *b, unsigned *seed)
{
    static const char *const keys[] = {
        "Z",   "Y",      "A", "C",      "V",  "Tab",    "S",        "Return",   "G",     "X",
        "R",   "O",      "F", "M",      "P",  "W",      "N",        "H",        "K",     "D",
        "I",   "B",      "I", "Delete", "Up", "Return", "Left",     "Right",    "Right", "Escape",
        "1",   "5",      ".", "S",      "A",  "Return", "é",        "Space",    "Down",  "Tab",
        "Tab", "PageUp", "A", "A",      "I",  "S",      "PageDown", "Backspace"};
    const char *name = keys[dice(seed, sizeof keys / sizeof *keys)];
    hands_key(&b->hands, name, dice(seed, 5) == 0, dice(seed, 4) == 0, 1);
}

// Whatever is pressed and touched: the light stands, what is drawn fits, and undone it is as it
// was.
static void keys_and_fingers_at_random_leave_light_that_stands(void **state)
{
    for (unsigned seed = 1; seed <= 3; seed++) {
        struct bench b;
        struct drawlist list = {0};
        unsigned dices = seed, masks = 0, lights = 0;
        begin(&b);
        const struct mapping_desc before = *desk_light(b.desk);
        for (int i = 0; i < 3000; i++) {
            int here, to;
            if (dice(&dices, 3) == 0)
                touch_anywhere(&b, &dices);
            else
                press_any(&b, &dices);
            follow(&b); // the mapping stands
            hands_binds(&b.hands, &here, &to);
            if (!b.hands.open)
                hands_open(&b.hands, true);
            if (i % 16 == 0)
                hands_draw(&b.hands, &list, i % 32 ? 0 : HANDS_COMPOSITION, 1280, 800);
            if (i % 48 == 0)
                hands_draw(&b.hands, &list, HANDS_PANEL, 1280, 240);
            assert_int_equal(list.refused, 0);
            masks += desk_light(b.desk)->mask_count > 2;
            lights += memcmp(&desk_light(b.desk)->outputs[0].light, &before.outputs[0].light,
                             sizeof before.outputs[0].light) != 0;
        }
        assert_true(masks > 100 && lights > 50); // it came by there
        while (desk_undo(b.desk))
            ;
        assert_true(same(desk_light(b.desk), &before));
        drawlist_finish(&list);
        end(&b);
    }
}

static void every_pattern_is_drawn_and_none_is_refused(void **state)
{
    for (int i = 1; i < PATTERNS; i++) {
        struct drawlist list = {0};
        drawlist_begin(&list, 1920, 1080);
        pattern_draw(&list, i, &(struct pattern_place){.size = {1920, 1080}, .name = "nord"});
        assert_true(list.command_count > 2);
        assert_int_equal(list.refused, 0);
        assert_int_equal(pattern_find(pattern_name(i)), i);
        drawlist_finish(&list);
    }
    assert_int_equal(pattern_find("nonesuch"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_corner_follows_the_hand_and_the_arrows_and_one_undo_takes_back_a_whole_drag),
        cmocka_unit_test(an_arrow_that_is_held_goes_on_as_one_step),
        cmocka_unit_test(a_hand_that_would_fold_the_picture_is_held_at_the_last_good_place),
        cmocka_unit_test(several_points_move_together_and_numbers_are_typed),
        cmocka_unit_test(a_surface_is_dragged_through_the_warp_of_its_output),
        cmocka_unit_test(a_warp_is_copied_to_another_output),
        cmocka_unit_test(a_name_takes_accents_by_text_and_by_key),
        cmocka_unit_test(a_mask_is_drawn_on_the_output_and_lies_where_the_hand_was),
        cmocka_unit_test(a_mask_of_a_surface_is_drawn_and_moved_in_the_composition),
        cmocka_unit_test(points_and_handles_of_a_mask_come_and_go_by_key),
        cmocka_unit_test(light_is_nudged_typed_and_unset),
        cmocka_unit_test(a_row_of_the_light_is_chosen_by_touch),
        cmocka_unit_test(a_name_is_gone_back_to_by_touch),
        cmocka_unit_test(keys_and_fingers_at_random_leave_light_that_stands),
        cmocka_unit_test(every_pattern_is_drawn_and_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
