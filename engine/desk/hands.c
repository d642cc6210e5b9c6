// Points picked and moved.
#include "desk/handsprivate.h"
#include "desk/patterns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void hands_init(struct hands *h, const struct hands_desc *desc)
{
    *h = (struct hands){.desk = desc->desk,
                        .mapping = desc->mapping,
                        .words = desc->words,
                        .station = desc->station,
                        .solo = -1,
                        .binds = -1,
                        .flashed = -1,
                        .said_s = -INFINITY};
    snprintf(h->language, sizeof h->language, "%s", desc->language);
}

void hands_changed(struct hands *h)
{
    h->version++;
}

void hands_open(struct hands *h, bool open)
{
    if (h->open && !open)
        desk_step_ends(h->desk);
    h->view = h->output;
    h->open = open;
    h->down = h->drags = h->boxes = h->compares = false;
    h->asks = HANDS_NOTHING;
    h->drawn_count = 0;
    h->held[0] = 0;
    h->pattern = 0;
    h->solo = h->flashed = -1;
    hands_changed(h);
}

void hands_follow(struct hands *h, const struct mapping *mapping)
{
    h->mapping = mapping;
    int kept = 0;
    for (int i = 0; i < h->picked_count; i++) { // a grid may have fewer points now
        double n[DESK_NUMBERS];
        if (!desk_get(desk_now(h->desk), h->picked[i], n))
            continue;
        h->from[kept] = h->from[i];
        h->picked[kept++] = h->picked[i];
    }
    h->picked_count = kept;
    hands_changed(h);
}

const char *hands_word(const struct hands *h, const char *key)
{
    struct words_found found;
    return h->words && words_find(h->words, key, h->language, NAN, &found) ? found.text : key;
}

void hands_say(struct hands *h, const char *text)
{
    snprintf(h->said, sizeof h->said, "%s", text);
    h->said_s = h->now_s;
    hands_changed(h);
}

// What it says of geometry is told in the language of staff, with the sentence of the room below.
void hands_refused(struct hands *h, const struct fault *f)
{
    char text[FAULT_TEXT + 256];
    snprintf(text, sizeof text, "%s  (%s)", hands_word(h, "desk.held"), f->text);
    hands_say(h, text);
}

bool hands_place(const struct hands *h, struct desk_at at, int output, struct vec2 *at_output)
{
    struct vec2 p;
    return place_get(desk_now(h->desk), at, &p) &&
           place_there(h->mapping, at, output, p, at_output) && isfinite(at_output->x) &&
           isfinite(at_output->y);
}

static int add_points(const struct hands *h, struct desk_at like, int most, struct desk_at *points,
                      int count, int room)
{
    double n[DESK_NUMBERS];
    for (int i = 0; i < most && count < room; i++) {
        like.index = (uint16_t)i;
        if (desk_get(desk_now(h->desk), like, n))
            points[count++] = like;
    }
    return count;
}

static int add_masks(const struct hands *h, enum desk_of of, int owner, struct desk_at *points,
                     int count, int room)
{
    static const uint8_t keys[3] = {DESK_MASK_POINT, DESK_MASK_IN, DESK_MASK_OUT};
    double n[DESK_NUMBERS];
    for (int i = 0; i < 3 * MAPPING_MASKS * MAPPING_MASK_POINTS && count < room; i++) {
        struct desk_at at = {(uint8_t)of, keys[i % 3], (uint16_t)owner, (uint16_t)(i / 3)};
        bool handle = at.key != DESK_MASK_POINT;
        if (desk_get(desk_now(h->desk), at, n) && !(handle && n[0] == 0 && n[1] == 0))
            points[count++] = at;
    }
    return count;
}

int hands_points(const struct hands *h, struct desk_at *points, int room)
{
    int count = 0;
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int i = 0; i < desk_owners(desk_now(h->desk), of); i++) {
            struct desk_at at = {.of = (uint8_t)of, .key = DESK_CORNER, .owner = (uint16_t)i};
            if (h->layer == HANDS_LIGHT)
                continue;
            if (h->layer == HANDS_MASKS) {
                count = add_masks(h, of, i, points, count, room);
            } else if ((h->layer == HANDS_SURFACES) == (of == DESK_SURFACE)) {
                count = add_points(h, at, 4, points, count, room);
                at.key = DESK_NODE;
                count = add_points(h, at, WARP_POINTS * WARP_POINTS, points, count, room);
            }
        }
    return count;
}

bool hands_has(const struct hands *h, struct desk_at at)
{
    for (int i = 0; i < h->picked_count; i++)
        if (desk_at_same(h->picked[i], at))
            return true;
    return false;
}

static void drop(struct hands *h, struct desk_at at)
{
    int kept = 0;
    for (int i = 0; i < h->picked_count; i++)
        if (!desk_at_same(h->picked[i], at))
            h->picked[kept++] = h->picked[i];
    h->picked_count = kept;
}

void hands_pick(struct hands *h, struct desk_at at, bool add)
{
    h->owner_of = at.of;
    h->owner = at.owner;
    if (!add)
        h->picked_count = 0;
    drop(h, at);
    if (h->picked_count < HANDS_PICKED)
        h->picked[h->picked_count++] = at;
    desk_step_ends(h->desk);
    hands_changed(h);
}

bool hands_owner(const struct hands *h, enum desk_of *of, int *owner)
{
    if (!h->picked_count)
        return false;
    *of = h->picked[h->picked_count - 1].of;
    *owner = h->picked[h->picked_count - 1].owner;
    return true;
}

// Every picked point goes to its place, or none does.
void hands_move(struct hands *h, const struct vec2 *places, bool more)
{
    struct desk_value values[HANDS_PICKED];
    struct fault f;
    int count = 0;
    for (int i = 0; i < h->picked_count; i++)
        if (isfinite(places[i].x))
            count += place_value(desk_now(h->desk), h->picked[i], places[i], &values[count]);
    if (!count)
        return;
    if (!desk_set(h->desk, values, count, more, &f))
        hands_refused(h, &f);
    else if (h->said_s > h->now_s - HANDS_SAID_S)
        h->said_s = -INFINITY; // it moves again
    hands_changed(h);
}

void hands_nudge(struct hands *h, double x, double y, bool more)
{
    struct vec2 places[HANDS_PICKED];
    for (int i = 0; i < h->picked_count; i++) {
        places[i] = (struct vec2){NAN, NAN};
        if (place_get(desk_now(h->desk), h->picked[i], &places[i]))
            places[i] = (struct vec2){places[i].x + x, places[i].y + y};
    }
    hands_move(h, places, more);
}

double hands_reach_px(const struct hands *h, int output)
{
    if (output >= MAPPING_OUTPUTS)
        return HANDS_REACH_PX;
    return HANDS_REACH_PX * fmax(mapping_output_size(h->mapping, output).width / 1280.0, 0.5);
}

// A node lies on a corner until it is moved: of those in one place the first is meant, and then the
// next, so that each can be reached.
static bool nearest(const struct hands *h, int output, struct vec2 at, struct desk_at *found)
{
    struct desk_at points[HANDS_PICKED];
    int count = hands_points(h, points, HANDS_PICKED), best = -1;
    double least = hands_reach_px(h, output);
    for (int i = 0; i < count; i++) {
        struct vec2 p;
        if (!hands_place(h, points[i], output, &p))
            continue;
        double away = hypot(p.x - at.x, p.y - at.y);
        if (away < least - 1e-6) {
            least = away;
            best = i;
        }
    }
    if (best >= 0)
        *found = points[best];
    return best >= 0;
}

static const struct hands_button *button_at(const struct hands *h, int output, struct vec2 at)
{
    for (int i = 0; i < h->button_count; i++) {
        const struct hands_button *b = &h->buttons[i];
        if (b->output == output && at.x >= b->x && at.y >= b->y && at.x < b->x + b->w &&
            at.y < b->y + b->h)
            return b;
    }
    return NULL;
}

static void press(struct hands *h, const struct hands_button *b, double now_s)
{
    h->on_button = true;
    if (b->action == HANDS_HISTORY && b->row >= 0 && b->row == h->mark)
        h->asks = HANDS_NOTHING, hands_recall(h, h->marks[h->mark].record);
    else if (b->action == HANDS_HISTORY && b->row >= 0)
        h->mark = b->row;
    else if (b->action == HANDS_BIND && b->row >= 0)
        h->asks = HANDS_NOTHING, h->binds = b->row;
    else if (b->action == HANDS_VALUE)
        hands_choose(h, b->row - h->value);
    else
        hands_act(h, b->action, now_s);
}

static void touch_down(struct hands *h, const struct hands_touch *t, double now_s)
{
    struct desk_at at;
    const struct hands_button *b = button_at(h, t->output, t->at);
    if (h->down) // the first finger counts
        return;
    h->down = true;
    h->drags = h->boxes = h->on_button = false;
    h->finger = t->finger;
    h->down_at = h->hand_at = t->at;
    if (b) {
        press(h, b, now_s);
        return;
    }
    h->view = t->output;
    h->output = t->output < MAPPING_OUTPUTS ? t->output : h->output;
    if (hands_outline_touch(h, t))
        return;
    if (h->owner_of == DESK_OUTPUT)
        h->owner = h->output;
    desk_step_ends(h->desk);
    if (!nearest(h, t->output, t->at, &at)) {
        h->boxes = true;
        h->picked_count = t->shift ? h->picked_count : 0;
    } else if (!hands_has(h, at)) {
        hands_pick(h, at, t->shift);
    } else if (t->shift) {
        drop(h, at);
    } else {
        hands_pick(h, at, true); // among others: it is the one whose numbers are shown
    }
    for (int i = 0; i < h->picked_count; i++)
        if (!hands_place(h, h->picked[i], t->output, &h->from[i]))
            h->from[i] = (struct vec2){NAN, NAN};
    hands_changed(h);
}

static void drag(struct hands *h, const struct hands_touch *t)
{
    struct vec2 places[HANDS_PICKED];
    for (int i = 0; i < h->picked_count; i++) {
        struct vec2 to = {h->from[i].x + t->at.x - h->down_at.x,
                          h->from[i].y + t->at.y - h->down_at.y};
        if (!isfinite(to.x) || !place_back(h->mapping, h->picked[i], h->view, to, &places[i]))
            places[i] = (struct vec2){NAN, NAN};
    }
    hands_move(h, places, h->drags);
    h->drags = true;
}

static void touch_move(struct hands *h, const struct hands_touch *t)
{
    if (t->output != h->view || h->on_button)
        return;
    h->hand_at = t->at;
    if (h->boxes)
        hands_changed(h);
    else if (h->asks == HANDS_DRAWS)
        hands_outline_touch(h, t);
    else if (h->picked_count)
        drag(h, t);
}

static void pick_box(struct hands *h)
{
    struct desk_at points[HANDS_PICKED];
    int count = hands_points(h, points, HANDS_PICKED);
    double left = fmin(h->down_at.x, h->hand_at.x), right = fmax(h->down_at.x, h->hand_at.x);
    double top = fmin(h->down_at.y, h->hand_at.y), bottom = fmax(h->down_at.y, h->hand_at.y);
    for (int i = 0; i < count; i++) {
        struct vec2 p;
        if (hands_place(h, points[i], h->view, &p) && p.x >= left && p.x <= right && p.y >= top &&
            p.y <= bottom)
            hands_pick(h, points[i], true);
    }
}

void hands_touch(struct hands *h, const struct hands_touch *t, double now_s)
{
    h->now_s = now_s;
    if (t->phase == HANDS_DOWN_PHASE) {
        touch_down(h, t, now_s);
        return;
    }
    if (!h->down || t->finger != h->finger)
        return;
    if (t->phase == HANDS_MOVE_PHASE) {
        touch_move(h, t);
        return;
    }
    bool placed = t->at.x >= 0 && t->at.y >= 0 && !t->cancelled;
    if (placed && (h->drags || h->boxes || h->asks == HANDS_DRAWS))
        touch_move(h, t);
    if (h->boxes)
        pick_box(h);
    h->down = h->drags = h->boxes = false;
    desk_step_ends(h->desk);
    hands_changed(h);
}

void hands_update(struct hands *h, double now_s)
{
    bool flashed = h->flashed >= 0, said = h->said_s > h->now_s - HANDS_SAID_S;
    double before_s = h->now_s;
    h->now_s = now_s;
    if (flashed && (now_s < h->flashed_s || now_s > h->flashed_s + HANDS_FLASH_S))
        h->flashed = -1;
    if ((flashed && floor(before_s * 4) != floor(now_s * 4)) || pattern_moves(h->pattern))
        hands_changed(h);
    if (said && h->said_s <= now_s - HANDS_SAID_S)
        hands_changed(h);
    hands_go_on(h);
    desk_rest(h->desk, now_s);
}

double hands_next_s(const struct hands *h)
{
    if (!h->open)
        return INFINITY;
    if (pattern_moves(h->pattern))
        return h->now_s;
    if (h->held[0])
        return h->held_s;
    if (h->flashed >= 0)
        return (floor(h->now_s * 4) + 1) / 4;
    return h->now_s + DESK_REST_S;
}
