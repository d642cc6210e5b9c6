// Keys, buttons, and what they do.
#include "desk/handsprivate.h"
#include "desk/patterns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void next_point(struct hands *h, int by)
{
    struct desk_at points[HANDS_PICKED];
    int count = hands_points(h, points, HANDS_PICKED), at = -1;
    for (int i = 0; i < count && h->picked_count; i++)
        if (desk_at_same(points[i], h->picked[h->picked_count - 1]))
            at = i;
    if (!count)
        return;
    at = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    hands_pick(h, points[at], false);
    if (points[at].of == DESK_OUTPUT)
        h->output = h->view = points[at].owner;
}

static void pick_all(struct hands *h)
{
    struct desk_at points[HANDS_PICKED];
    int count = hands_points(h, points, HANDS_PICKED), owner = h->output;
    enum desk_of of = DESK_OUTPUT;
    bool any = hands_owner(h, &of, &owner);
    for (int i = 0; i < count; i++)
        if ((points[i].of == of && points[i].owner == owner) || (!any && h->layer != HANDS_OUTPUTS))
            hands_pick(h, points[i], true);
}

// Of what is picked; with nothing picked, of the output that the hand was on.
static void target(const struct hands *h, enum desk_of *of, int *owner)
{
    *of = DESK_OUTPUT;
    *owner = h->output;
    hands_owner(h, of, owner);
}

static void set_one(struct hands *h, enum desk_key key, const double numbers[DESK_NUMBERS])
{
    enum desk_of of;
    int owner;
    struct fault f;
    target(h, &of, &owner);
    struct desk_value v = {.at = {(uint8_t)of, (uint8_t)key, (uint16_t)owner, 0}};
    memcpy(v.numbers, numbers, sizeof v.numbers);
    if (!desk_set(h->desk, &v, 1, false, &f))
        hands_refused(h, &f);
    desk_step_ends(h->desk);
    hands_changed(h);
}

static bool get_one(const struct hands *h, enum desk_key key, double numbers[DESK_NUMBERS])
{
    enum desk_of of;
    int owner;
    target(h, &of, &owner);
    return desk_get(desk_now(h->desk),
                    (struct desk_at){(uint8_t)of, (uint8_t)key, (uint16_t)owner, 0}, numbers);
}

static void toggle_lock(struct hands *h)
{
    double n[DESK_NUMBERS];
    if (!get_one(h, DESK_LOCK, n))
        return;
    n[0] = n[0] == 0;
    set_one(h, DESK_LOCK, n);
}

// None, then linear, Catmull-Rom, Bézier, none.
static void next_grid(struct hands *h)
{
    double n[DESK_NUMBERS];
    if (!get_one(h, DESK_GRID, n))
        return;
    const double plain[DESK_NUMBERS] = {WARP_CATMULL_ROM, 3, 3}, none[DESK_NUMBERS] = {0, 0, 0};
    const double other[DESK_NUMBERS] = {n[0] == WARP_CATMULL_ROM ? WARP_BEZIER : WARP_LINEAR, n[1],
                                        n[2]};
    set_one(h, DESK_GRID, !n[1] ? plain : n[0] == WARP_LINEAR ? none : other);
}

static void resize_grid(struct hands *h, int columns, int rows)
{
    double n[DESK_NUMBERS];
    if (!get_one(h, DESK_GRID, n) || !n[1])
        return;
    n[1] = fmin(fmax(n[1] + columns, 2), WARP_POINTS);
    n[2] = fmin(fmax(n[2] + rows, 2), WARP_POINTS);
    set_one(h, DESK_GRID, n);
}

// The rectangle that a warp's corners are moved from, and its size.
static void rectangle(const struct hands *h, enum desk_of of, int owner, struct vec2 *at,
                      struct vec2 *size)
{
    const struct mapping_desc *light = desk_light(h->desk);
    *at = (struct vec2){0, 0};
    *size = (struct vec2){light->outputs[of == DESK_OUTPUT ? owner : h->output].size.width,
                          light->outputs[of == DESK_OUTPUT ? owner : h->output].size.height};
    if (of == DESK_SURFACE)
        *at = light->outputs[h->output].at;
}

static void copy(struct hands *h)
{
    enum desk_of of;
    int owner;
    struct vec2 at, size;
    target(h, &of, &owner);
    const struct mapping_desc *light = desk_light(h->desk);
    const struct vec2 *corners =
        of == DESK_OUTPUT ? light->outputs[owner].corners : light->surfaces[owner].corners;
    rectangle(h, of, owner, &at, &size);
    for (int i = 0; i < 4; i++)
        h->copied_corners[i] =
            (struct vec2){(corners[i].x - at.x) / size.x, (corners[i].y - at.y) / size.y};
    h->copied_grid = of == DESK_OUTPUT ? light->outputs[owner].grid : light->surfaces[owner].grid;
    h->copied = true;
    hands_say(h, hands_word(h, "desk.copied"));
}

static int paste_values(const struct hands *h, enum desk_of of, int owner,
                        struct desk_value *values)
{
    struct vec2 at, size;
    const struct warp_grid *g = &h->copied_grid;
    struct desk_at where = {(uint8_t)of, DESK_GRID, (uint16_t)owner, 0};
    int count = 0;
    rectangle(h, of, owner, &at, &size);
    values[count++] = (struct desk_value){where, {g->kind, g->columns, g->rows}};
    where.key = DESK_NODE;
    for (int i = 0; i < g->columns * g->rows; i++) {
        where.index = (uint16_t)(i / g->columns * WARP_POINTS + i % g->columns);
        values[count++] = (struct desk_value){where, {g->points[i].x, g->points[i].y}};
    }
    where.key = DESK_CORNER;
    for (int i = 0; i < 4; i++) {
        where.index = (uint16_t)i;
        values[count++] = (struct desk_value){where,
                                              {at.x + h->copied_corners[i].x * size.x,
                                               at.y + h->copied_corners[i].y * size.y}};
    }
    return count;
}

static void paste(struct hands *h)
{
    struct desk_value values[WARP_POINTS * WARP_POINTS + 5];
    enum desk_of of;
    int owner;
    struct fault f;
    if (!h->copied)
        return;
    target(h, &of, &owner);
    int count = paste_values(h, of, owner, values);
    if (!desk_set(h->desk, values, count, false, &f))
        hands_refused(h, &f);
    desk_step_ends(h->desk);
    hands_changed(h);
}

static void recall(struct hands *h, int record)
{
    struct fault f;
    h->compares = false;
    if (!desk_recall(h->desk, record, &f))
        hands_say(h, f.text);
    hands_changed(h);
}

static void yesterday(struct hands *h)
{
    int record = desk_yesterday(h->desk);
    if (record)
        recall(h, record);
    else
        hands_say(h, hands_word(h, "desk.no_yesterday"));
}

static void ask(struct hands *h, enum hands_asks asks)
{
    if (asks == HANDS_TYPES_NUMBERS && !h->picked_count)
        return;
    h->asks = h->asks == asks ? HANDS_NOTHING : asks;
    h->typed[0] = 0;
    h->compares = false;
    if (asks == HANDS_CHOOSES) {
        h->mark_count = desk_marks(h->desk, h->marks, HANDS_SHOWN);
        h->mark = 0;
    }
    hands_changed(h);
}

static double step_px(const struct hands *h)
{
    return h->step == 1 ? 0.1 : h->step == 2 ? 10 : 1;
}

static void undo(struct hands *h, bool again)
{
    h->compares = false;
    if (!(again ? desk_redo(h->desk) : desk_undo(h->desk)))
        hands_say(h, hands_word(h, again ? "desk.no_redo" : "desk.no_undo"));
    hands_changed(h);
}

static void flash(struct hands *h, double now_s)
{
    enum desk_of of;
    int owner;
    target(h, &of, &owner);
    h->flashed = h->flashed >= 0 ? -1 : of == DESK_OUTPUT ? owner : h->output;
    h->flashed_s = now_s;
}

static void solo(struct hands *h)
{
    enum desk_of of;
    int owner;
    target(h, &of, &owner);
    h->solo = h->solo >= 0 ? -1 : of == DESK_OUTPUT ? owner : h->output;
}

static void compare(struct hands *h)
{
    if (h->asks != HANDS_CHOOSES)
        h->mark_count = desk_marks(h->desk, h->marks, HANDS_SHOWN), h->mark = 0;
    h->compares = !h->compares && h->mark_count > 0;
    if (!h->mark_count)
        hands_say(h, hands_word(h, "desk.no_names"));
}

void hands_act(struct hands *h, enum hands_action action, double now_s)
{
    double s = step_px(h);
    h->now_s = now_s;
    switch (action) {
    case HANDS_CLOSE:
        hands_open(h, false);
        break;
    case HANDS_UNDO:
    case HANDS_REDO:
        undo(h, action == HANDS_REDO);
        break;
    case HANDS_NEXT:
    case HANDS_BEFORE:
        next_point(h, action == HANDS_NEXT ? 1 : -1);
        break;
    case HANDS_ALL:
        pick_all(h);
        break;
    case HANDS_LAYER:
        h->layer = (h->layer + 1) % HANDS_LAYERS;
        h->picked_count = 0;
        break;
    case HANDS_LEFT:
    case HANDS_RIGHT:
        hands_nudge(h, action == HANDS_LEFT ? -s : s, 0, false);
        break;
    case HANDS_UP:
    case HANDS_DOWN:
        hands_nudge(h, 0, action == HANDS_UP ? -s : s, false);
        break;
    case HANDS_STEP:
        h->step = (h->step + 1) % 3;
        break;
    case HANDS_NUMBERS:
        ask(h, HANDS_TYPES_NUMBERS);
        break;
    case HANDS_GRID:
        next_grid(h);
        break;
    case HANDS_MORE_COLUMNS:
    case HANDS_FEWER_COLUMNS:
        resize_grid(h, action == HANDS_MORE_COLUMNS ? 1 : -1, 0);
        break;
    case HANDS_MORE_ROWS:
    case HANDS_FEWER_ROWS:
        resize_grid(h, 0, action == HANDS_MORE_ROWS ? 1 : -1);
        break;
    case HANDS_COPY:
        copy(h);
        break;
    case HANDS_PASTE:
        paste(h);
        break;
    case HANDS_LOCK:
        toggle_lock(h);
        break;
    case HANDS_SOLO:
        solo(h);
        break;
    case HANDS_FLASH:
        flash(h, now_s);
        break;
    case HANDS_MAGNIFY:
        h->magnified = !h->magnified;
        break;
    case HANDS_PATTERN:
        h->pattern = (h->pattern + 1) % PATTERNS;
        break;
    case HANDS_WARPED:
        h->warped = !h->warped;
        break;
    case HANDS_NAME:
        ask(h, HANDS_TYPES_NAME);
        break;
    case HANDS_HISTORY:
        ask(h, HANDS_CHOOSES);
        break;
    case HANDS_COMPARE:
        compare(h);
        break;
    case HANDS_YESTERDAY:
        yesterday(h);
        break;
    case HANDS_LEGEND:
        h->legend_hidden = !h->legend_hidden;
        break;
    case HANDS_ACTIONS:
        break;
    }
    hands_changed(h);
}

static void set_numbers(struct hands *h)
{
    struct vec2 places[HANDS_PICKED];
    char *end, *second;
    double x = strtod(h->typed, &end);
    bool good = end != h->typed;
    double y = strtod(end + strspn(end, " ,;"), &second);
    good = good && second != end && !second[strspn(second, " ")] && isfinite(x) && isfinite(y);
    if (!good) {
        hands_say(h, hands_word(h, "desk.numbers_wrong"));
        return;
    }
    for (int i = 0; i < h->picked_count; i++) // the others keep their places
        places[i] = (struct vec2){NAN, NAN};
    places[h->picked_count - 1] = (struct vec2){x, y};
    hands_move(h, places, false);
    desk_step_ends(h->desk);
}

static void give_name(struct hands *h)
{
    struct fault f;
    if (desk_name(h->desk, h->typed, &f))
        hands_say(h, hands_word(h, "desk.named"));
    else
        hands_say(h, f.text);
}

static void enter(struct hands *h)
{
    enum hands_asks asks = h->asks;
    h->asks = HANDS_NOTHING;
    if (asks == HANDS_TYPES_NUMBERS && h->picked_count)
        set_numbers(h);
    else if (asks == HANDS_TYPES_NAME)
        give_name(h);
    else if (asks == HANDS_CHOOSES && h->mark < h->mark_count)
        recall(h, h->marks[h->mark].record);
    hands_changed(h);
}

static void erase(char *typed)
{
    size_t n = strlen(typed);
    while (n && ((unsigned char)typed[n - 1] & 0xc0) == 0x80)
        n--;
    typed[n ? n - 1 : 0] = 0;
}

void hands_text(struct hands *h, const char *utf8)
{
    size_t n = strlen(h->typed), m = strlen(utf8);
    bool numbers = h->asks == HANDS_TYPES_NUMBERS;
    if ((!numbers && h->asks != HANDS_TYPES_NAME) || n + m >= sizeof h->typed ||
        (unsigned char)utf8[0] < ' ' || (numbers && strspn(utf8, "0123456789.,;- ") != m))
        return;
    memcpy(h->typed + n, utf8, m + 1);
    hands_changed(h);
}

// Letters as their keys are called: what a keyboard without text input gives.
static void type_key(struct hands *h, const char *key, bool shift)
{
    char letter[2] = {key[0], 0};
    if (strcmp(key, "Space") == 0)
        letter[0] = ' ';
    else if (strncmp(key, "Keypad ", 7) == 0 && key[7] && !key[8])
        letter[0] = key[7];
    else if (key[1])
        return;
    if (letter[0] >= 'A' && letter[0] <= 'Z' && !shift)
        letter[0] = (char)(letter[0] - 'A' + 'a');
    hands_text(h, letter);
}

static bool key_while_asked(struct hands *h, const char *key, bool shift)
{
    if (strcmp(key, "Return") == 0 || strcmp(key, "Keypad Enter") == 0) {
        enter(h);
    } else if (strcmp(key, "Escape") == 0) {
        h->asks = HANDS_NOTHING;
        h->compares = false;
    } else if (h->asks == HANDS_CHOOSES) {
        if (strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0)
            h->mark = (h->mark + (key[0] == 'U' ? h->mark_count - 1 : 1)) %
                      (h->mark_count ? h->mark_count : 1);
        else if (strcmp(key, "C") == 0)
            compare(h);
        else if (strcmp(key, "H") == 0)
            ask(h, HANDS_CHOOSES);
    } else if (strcmp(key, "Backspace") == 0) {
        erase(h->typed);
    } else {
        type_key(h, key, shift);
    }
    hands_changed(h);
    return true;
}

static bool arrow(struct hands *h, const char *key, bool control, bool shift, bool more)
{
    static const struct {
        const char *key;
        double x, y;
    } arrows[4] = {{"Left", -1, 0}, {"Right", 1, 0}, {"Up", 0, -1}, {"Down", 0, 1}};
    double px = shift ? 0.1 : control ? 10 : 1;
    for (int i = 0; i < 4; i++)
        if (strcmp(key, arrows[i].key) == 0) {
            hands_nudge(h, arrows[i].x * px, arrows[i].y * px, more);
            return true;
        }
    return false;
}

void hands_hold(struct hands *h, const char *key, bool control, bool shift, double now_s)
{
    bool arrows = key && (strcmp(key, "Left") == 0 || strcmp(key, "Right") == 0 ||
                          strcmp(key, "Up") == 0 || strcmp(key, "Down") == 0);
    snprintf(h->held, sizeof h->held, "%s", arrows ? key : "");
    h->held_control = control;
    h->held_shift = shift;
    h->held_s = now_s + HANDS_HOLD_S;
}

// Late frames make no leap: it goes on by one.
void hands_go_on(struct hands *h)
{
    if (!h->open || !h->held[0] || h->asks != HANDS_NOTHING || h->now_s < h->held_s)
        return;
    arrow(h, h->held, h->held_control, h->held_shift, true);
    h->held_s = h->now_s + HANDS_AGAIN_S;
}

static const struct hands_shortcut {
    const char *key;
    bool control;
    int shift; // -1: either
    enum hands_action action;
} shortcuts[] = {
    {"Escape", false, -1, HANDS_CLOSE},   {"Z", true, 0, HANDS_UNDO},
    {"Z", true, 1, HANDS_REDO},           {"Y", true, -1, HANDS_REDO},
    {"A", true, -1, HANDS_ALL},           {"C", true, -1, HANDS_COPY},
    {"V", true, -1, HANDS_PASTE},         {"Tab", false, 0, HANDS_NEXT},
    {"Tab", false, 1, HANDS_BEFORE},      {"S", false, -1, HANDS_LAYER},
    {"Return", false, -1, HANDS_NUMBERS}, {"Keypad Enter", false, -1, HANDS_NUMBERS},
    {"G", false, -1, HANDS_GRID},         {"X", false, 0, HANDS_MORE_COLUMNS},
    {"X", false, 1, HANDS_FEWER_COLUMNS}, {"R", false, 0, HANDS_MORE_ROWS},
    {"R", false, 1, HANDS_FEWER_ROWS},    {"L", false, -1, HANDS_LOCK},
    {"O", false, -1, HANDS_SOLO},         {"F", false, -1, HANDS_FLASH},
    {"M", false, -1, HANDS_MAGNIFY},      {"P", false, -1, HANDS_PATTERN},
    {"W", false, -1, HANDS_WARPED},       {"N", false, -1, HANDS_NAME},
    {"H", false, -1, HANDS_HISTORY},      {"C", false, -1, HANDS_COMPARE},
    {"Y", false, -1, HANDS_YESTERDAY},    {"K", false, -1, HANDS_LEGEND},
};

bool hands_key(struct hands *h, const char *key, bool control, bool shift, double now_s)
{
    h->now_s = now_s;
    if (h->asks != HANDS_NOTHING)
        return key_while_asked(h, key, shift);
    if (arrow(h, key, control, shift, false))
        return true;
    for (size_t i = 0; i < sizeof shortcuts / sizeof *shortcuts; i++) {
        const struct hands_shortcut *s = &shortcuts[i];
        if (strcmp(key, s->key) != 0 || control != s->control ||
            (s->shift >= 0 && shift != (s->shift == 1)))
            continue;
        hands_act(h, s->action, now_s);
        return true;
    }
    return false;
}
