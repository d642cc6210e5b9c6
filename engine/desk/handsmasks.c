// Masks by hand: drawn point by point, more and fewer points, curves, gone.
#include "desk/handsprivate.h"
#include "desk/outlines.h"

#include <math.h>
#include <string.h>

// All masks of the owner as they are in *s, as one step.
static bool list_masks(const struct desk_state *s, enum desk_of of, int owner,
                       struct desk_values *all, struct fault *f)
{
    return desk_list(s, of, owner, DESK_MASKS, all) || fault_set(f, "no memory");
}

static bool put(struct hands *h, struct desk_values *all, bool good, struct fault *f)
{
    good = good && desk_set(h->desk, all->items, all->count, false, f);
    if (!good)
        hands_refused(h, f);
    desk_values_finish(all);
    desk_step_ends(h->desk);
    hands_changed(h);
    return good;
}

static bool put_masks(struct hands *h, const struct desk_state *s, enum desk_of of, int owner)
{
    struct desk_values all = {0};
    struct fault f = {0};
    return put(h, &all, list_masks(s, of, owner, &all, &f), &f);
}

static struct desk_at point_at(const struct hands *h, int mask, int point)
{
    return (struct desk_at){(uint8_t)h->owner_of, DESK_MASK_POINT, (uint16_t)h->owner,
                            (uint16_t)(mask * MAPPING_MASK_POINTS + point)};
}

static void pick(struct hands *h, int mask, int point)
{
    h->picked_count = 0;
    hands_pick(h, point_at(h, mask, point), false);
}

// With under three points the middle half.
static void close_outline(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    int n = outlines_count(&s.light, h->owner_of, h->owner);
    h->asks = HANDS_NOTHING;
    if (!outlines_resize(&s.light, h->owner_of, h->owner, n + 1)) {
        hands_say(h, hands_word(h, "desk.masks_full"));
        return;
    }
    struct mapping_mask *m = outlines_find(&s.light, h->owner_of, h->owner, n);
    if (h->drawn_count >= OUTLINE_LEAST) {
        memset(m->corners, 0, sizeof m->corners);
        m->count = h->drawn_count;
        for (int i = 0; i < m->count; i++)
            m->corners[i].at = h->drawn[i];
    }
    h->drawn_count = 0;
    if (put_masks(h, &s, h->owner_of, h->owner))
        pick(h, n, 0);
}

void hands_outline(struct hands *h)
{
    if (h->asks == HANDS_DRAWS) {
        close_outline(h);
        return;
    }
    hands_target(h, &h->owner_of, &h->owner);
    h->picked_count = 0;
    h->drawn_count = 0;
    h->asks = HANDS_DRAWS;
    desk_step_ends(h->desk);
    hands_changed(h);
}

static bool closes(const struct hands *h, const struct hands_touch *t)
{
    struct vec2 first;
    return h->drawn_count >= OUTLINE_LEAST &&
           place_there(h->mapping, point_at(h, 0, 0), t->output, h->drawn[0], &first) &&
           hypot(first.x - t->at.x, first.y - t->at.y) < hands_reach_px(h, t->output);
}

bool hands_outline_touch(struct hands *h, const struct hands_touch *t)
{
    struct vec2 p;
    if (h->asks != HANDS_DRAWS)
        return false;
    bool down = t->phase == HANDS_DOWN_PHASE;
    if (down && closes(h, t)) {
        h->on_button = true; // what the finger does next is nothing
        close_outline(h);
        return true;
    }
    if (!place_back(h->mapping, point_at(h, 0, 0), t->output, t->at, &p) || !isfinite(p.x) ||
        !isfinite(p.y)) {
        h->on_button = down;
        hands_say(h, hands_word(h, "desk.mask_elsewhere"));
    } else if (!down && h->drawn_count) {
        h->drawn[h->drawn_count - 1] = p;
    } else if (down && h->drawn_count < MAPPING_MASK_POINTS) {
        h->drawn[h->drawn_count++] = p;
    } else {
        h->on_button = true; // it has all the points that there are
    }
    hands_changed(h);
    return true;
}

void hands_outline_back(struct hands *h)
{
    h->drawn_count -= h->drawn_count > 0;
}

// The mask of the last point that was picked. False: none is.
static bool mask_picked(const struct hands *h, struct desk_at *at)
{
    if (!h->picked_count)
        return false;
    *at = h->picked[h->picked_count - 1];
    return desk_key_group((enum desk_key)at->key) == DESK_MASKS;
}

static struct mapping_mask *mask_of(struct desk_state *s, struct desk_at at)
{
    return outlines_find(&s->light, at.of, at.owner, at.index / MAPPING_MASK_POINTS);
}

void hands_mask_insert(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    struct desk_at at;
    if (!mask_picked(h, &at))
        return;
    struct mapping_mask *m = mask_of(&s, at);
    int point = at.index % MAPPING_MASK_POINTS;
    if (!m || !outline_split(m, point))
        hands_say(h, hands_word(h, "desk.points_full"));
    else if (put_masks(h, &s, at.of, at.owner))
        pick(h, at.index / MAPPING_MASK_POINTS, point + 1);
}

// From the last to the first, so that numbers hold.
static void sort_behind(struct desk_at *picked, int count)
{
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && picked[k].index > picked[k - 1].index; k--) {
            struct desk_at other = picked[k];
            picked[k] = picked[k - 1];
            picked[k - 1] = other;
        }
}

static void remove_one(struct desk_state *s, struct desk_at at)
{
    struct mapping_mask *m = mask_of(s, at);
    int point = at.index % MAPPING_MASK_POINTS;
    if (!m || point >= m->count)
        return;
    if (at.key == DESK_MASK_POINT)
        outline_drop(m, point);
    else if (at.key == DESK_MASK_IN)
        m->corners[point].in = (struct vec2){0, 0};
    else if (at.key == DESK_MASK_OUT)
        m->corners[point].out = (struct vec2){0, 0};
}

static void remove_hollow(struct desk_state *s, enum desk_of of, int owner)
{
    for (int n = outlines_count(&s->light, of, owner) - 1; n >= 0; n--)
        if (outlines_find(&s->light, of, owner, n)->count < OUTLINE_LEAST)
            outlines_remove(&s->light, of, owner, n);
}

void hands_mask_remove(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    struct desk_at picked[HANDS_PICKED], at;
    struct desk_values all = {0};
    struct fault f = {0};
    bool good = true, touched[DESK_KINDS_OF][MAPPING_SURFACES] = {0};
    if (!mask_picked(h, &at))
        return;
    memcpy(picked, h->picked, sizeof *picked * (size_t)h->picked_count);
    sort_behind(picked, h->picked_count);
    for (int pass = 0; pass < 2; pass++) // handles first: their points' numbers change
        for (int i = 0; i < h->picked_count; i++)
            if ((picked[i].key == DESK_MASK_POINT) == (pass == 1)) {
                remove_one(&s, picked[i]);
                touched[picked[i].of][picked[i].owner] = true;
            }
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int owner = 0; owner < MAPPING_SURFACES; owner++)
            if (touched[of][owner]) {
                remove_hollow(&s, of, owner);
                good = good && list_masks(&s, of, owner, &all, &f);
            }
    h->owner_of = at.of;
    h->owner = at.owner;
    if (put(h, &all, good, &f))
        h->picked_count = 0;
}

void hands_mask_remove_whole(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    struct desk_at at;
    if (!mask_picked(h, &at) ||
        !outlines_remove(&s.light, at.of, at.owner, at.index / MAPPING_MASK_POINTS))
        return;
    if (put_masks(h, &s, at.of, at.owner))
        h->picked_count = 0;
}

void hands_mask_smooth(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    struct desk_at at;
    if (!mask_picked(h, &at))
        return;
    struct mapping_mask *m = mask_of(&s, at);
    int point = at.index % MAPPING_MASK_POINTS;
    if (!m || point >= m->count)
        return;
    outline_smooth(m, point);
    if (put_masks(h, &s, at.of, at.owner))
        pick(h, at.index / MAPPING_MASK_POINTS, point);
}

void hands_mask_invert(struct hands *h)
{
    struct desk_state s = *desk_now(h->desk);
    struct desk_at at;
    if (!mask_picked(h, &at))
        return;
    struct mapping_mask *m = mask_of(&s, at);
    m->invert = !m->invert;
    put_masks(h, &s, at.of, at.owner);
}
