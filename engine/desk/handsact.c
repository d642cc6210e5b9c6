// What buttons and keys do.
#include "desk/handsprivate.h"
#include "desk/patterns.h"

#include <math.h>
#include <stdio.h>
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

void hands_target(const struct hands *h, enum desk_of *of, int *owner)
{
    bool owned = h->layer == HANDS_MASKS || h->layer == HANDS_LIGHT;
    *of = owned ? h->owner_of : DESK_OUTPUT;
    *owner = owned ? h->owner : h->output;
    hands_owner(h, of, owner);
}

static void set_one(struct hands *h, enum desk_key key, const double numbers[DESK_NUMBERS])
{
    enum desk_of of;
    int owner;
    struct fault f;
    hands_target(h, &of, &owner);
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
    hands_target(h, &of, &owner);
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
    hands_target(h, &of, &owner);
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
    hands_target(h, &of, &owner);
    int count = paste_values(h, of, owner, values);
    if (!desk_set(h->desk, values, count, false, &f))
        hands_refused(h, &f);
    desk_step_ends(h->desk);
    hands_changed(h);
}

void hands_recall(struct hands *h, int record)
{
    struct fault f;
    h->compares = false;
    if (desk_is_so(h->desk, record))
        hands_say(h, hands_word(h, "desk.is_so"));
    else if (!desk_recall(h->desk, record, &f))
        hands_say(h, f.text);
    hands_changed(h);
}

static void yesterday(struct hands *h)
{
    int record = desk_yesterday(h->desk);
    if (record)
        hands_recall(h, record);
    else
        hands_say(h, hands_word(h, "desk.no_yesterday"));
}

void hands_ask(struct hands *h, enum hands_asks asks)
{
    if (asks == HANDS_TYPES_NUMBERS && !h->picked_count && h->layer != HANDS_LIGHT)
        return;
    h->asks = h->asks == asks ? HANDS_NOTHING : asks;
    h->typed[0] = 0;
    h->compares = false;
    if (asks == HANDS_CHOOSES) {
        h->mark_count = desk_marks(h->desk, h->marks, HANDS_SHOWN);
        h->mark = 0;
        if (!h->mark_count && h->asks == HANDS_CHOOSES)
            h->asks = HANDS_NOTHING, hands_say(h, hands_word(h, "desk.no_names"));
    }
    hands_changed(h);
}

double hands_step_px(const struct hands *h)
{
    return h->step == 1 ? 0.1 : h->step == 2 ? 10 : 1;
}

void hands_arrow(struct hands *h, double x, double y, double step_px, bool more)
{
    if (h->layer != HANDS_LIGHT)
        hands_nudge(h, x * step_px, y * step_px, more);
    else if (y != 0)
        hands_choose(h, (int)y);
    else
        hands_change(h, x * step_px, more);
}

// Masks and light of the next one: outputs, then surfaces.
static void next_owner(struct hands *h, int by)
{
    const struct desk_state *s = desk_now(h->desk);
    int outputs = desk_owners(s, DESK_OUTPUT), all = outputs + desk_owners(s, DESK_SURFACE);
    hands_target(h, &h->owner_of, &h->owner);
    int n = ((h->owner_of == DESK_OUTPUT ? 0 : outputs) + h->owner + by + all) % all;
    h->owner_of = n < outputs ? DESK_OUTPUT : DESK_SURFACE;
    h->owner = n < outputs ? n : n - outputs;
    if (n < outputs)
        h->output = h->view = n;
    h->picked_count = 0;
    h->value = 0;
    desk_step_ends(h->desk);
}

static void next_layer(struct hands *h)
{
    hands_target(h, &h->owner_of, &h->owner);
    h->layer = (h->layer + 1) % HANDS_LAYERS;
    h->picked_count = 0;
    h->value = 0;
    desk_step_ends(h->desk);
}

static void numbers(struct hands *h)
{
    if (h->layer == HANDS_LIGHT && hands_value_switches(h))
        hands_type_value(h);
    else
        hands_ask(h, HANDS_TYPES_NUMBERS);
}

// Which output the display under the hand gets: at first the next one, as it is mostly two that
// were taken for each other.
static void ask_display(struct hands *h)
{
    int count = desk_owners(desk_now(h->desk), DESK_OUTPUT);
    hands_ask(h, HANDS_BINDS);
    h->mark = (h->output + 1) % count;
}

bool hands_binds(struct hands *h, int *here, int *to)
{
    *here = h->output;
    *to = h->binds;
    h->binds = -1;
    return *to >= 0;
}

void hands_bound(struct hands *h, int to, const struct fault *f)
{
    char text[FAULT_TEXT + 64];
    snprintf(text, sizeof text, "%s %s", hands_word(h, "desk.bound"),
             desk_names(h->desk)->of[DESK_OUTPUT][to]);
    if (!f)
        h->output = h->view = to;
    hands_say(h, f ? f->text : text);
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
    hands_target(h, &of, &owner);
    h->flashed = h->flashed >= 0 ? -1 : of == DESK_OUTPUT ? owner : h->output;
    h->flashed_s = now_s;
}

static void solo(struct hands *h)
{
    enum desk_of of;
    int owner;
    hands_target(h, &of, &owner);
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

static void act_on_masks(struct hands *h, enum hands_action action)
{
    switch (action) {
    case HANDS_OWNER:
    case HANDS_OWNER_BEFORE:
        next_owner(h, action == HANDS_OWNER ? 1 : -1);
        break;
    case HANDS_DRAW:
        hands_outline(h);
        break;
    case HANDS_INSERT:
        hands_mask_insert(h);
        break;
    case HANDS_SMOOTH:
        hands_mask_smooth(h);
        break;
    case HANDS_INVERT:
        hands_mask_invert(h);
        break;
    case HANDS_REMOVE:
        hands_mask_remove(h);
        break;
    case HANDS_REMOVE_MASK:
        hands_mask_remove_whole(h);
        break;
    case HANDS_UNSAY:
        hands_unsay(h);
        break;
    case HANDS_BIND:
        ask_display(h);
        break;
    default:
        break;
    }
}

void hands_act(struct hands *h, enum hands_action action, double now_s)
{
    double s = hands_step_px(h);
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
        if (h->layer == HANDS_LIGHT)
            hands_choose(h, action == HANDS_NEXT ? 1 : -1);
        else
            next_point(h, action == HANDS_NEXT ? 1 : -1);
        break;
    case HANDS_ALL:
        pick_all(h);
        break;
    case HANDS_LAYER:
        next_layer(h);
        break;
    case HANDS_LEFT:
    case HANDS_RIGHT:
        hands_arrow(h, action == HANDS_LEFT ? -1 : 1, 0, s, false);
        break;
    case HANDS_UP:
    case HANDS_DOWN:
        hands_arrow(h, 0, action == HANDS_UP ? -1 : 1, s, false);
        break;
    case HANDS_STEP:
        h->step = (h->step + 1) % 3;
        break;
    case HANDS_NUMBERS:
        numbers(h);
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
        if (h->layer == HANDS_LIGHT)
            hands_light_copy(h);
        else
            copy(h);
        break;
    case HANDS_PASTE:
        if (h->layer == HANDS_LIGHT)
            hands_light_paste(h);
        else
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
        hands_ask(h, HANDS_TYPES_NAME);
        break;
    case HANDS_HISTORY:
        hands_ask(h, HANDS_CHOOSES);
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
    default:
        act_on_masks(h, action);
        break;
    }
    hands_changed(h);
}
