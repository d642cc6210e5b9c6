// Dashes: an outline cut by lengths before the transform. On a closed one the pattern goes on over
// the point where it began: a dash that ends there and one that begins there are one.
#include "render/private.h"

#include <assert.h>
#include <math.h>

struct dasher {
    struct stroke *s;
    int index;   // of the pattern; even: on
    double left; // of the part it is in
    int from;    // first knot of the dash on its way; those before it are the first dash, kept
    bool first;  // the dash on its way began with the outline
    struct vec2 along;
};

static double part(const struct draw_pen *pen, int index)
{
    assert(pen->dash_count > 0);
    return pen->dash[index % (int)pen->dash_count];
}

static bool is_on(const struct dasher *d)
{
    return d->index % 2 == 0;
}

// An odd pattern is on and off by turns.
static void step(struct dasher *d)
{
    int count = (int)d->s->pen.dash_count;
    d->index = (d->index + 1) % (count % 2 ? 2 * count : count);
    d->left += part(&d->s->pen, d->index);
}

static void set_off(struct dasher *d)
{
    const struct draw_pen *pen = &d->s->pen;
    double sum = 0;
    for (uint32_t i = 0; i < pen->dash_count; i++)
        sum += pen->dash[i];
    if (pen->dash_count % 2)
        sum *= 2;
    double into = fmod(pen->dash_offset, sum);
    into = into < 0 ? into + sum : into;
    d->index = 0;
    d->left = part(pen, 0) - into;
    while (d->left < 0 || (d->left == 0 && into > 0))
        step(d);
}

static bool add(struct dasher *d, struct vec2 at, bool smooth)
{
    return knots_add(d->s->dashes, at, smooth);
}

static void lay(const struct dasher *d, int from, int count, bool closed)
{
    struct stroke *s = d->s;
    if (s->dash)
        s->dash(s->user, s->dashes->items + from, count, closed, d->along);
    else
        stroke_piece(s, s->dashes->items + from, count, closed, d->along);
}

static bool finish_dash(struct dasher *d)
{
    struct stroke *s = d->s;
    int count = s->dashes->count - d->from;
    if (count > 0)
        lay(d, d->from, count, false);
    s->dashes->count = d->from;
    return ++s->dash_count <= STROKE_DASHES;
}

// The pattern turns at this point: a dash ends or begins.
static bool turn(struct dasher *d, struct vec2 at, bool closed)
{
    bool good = true;
    if (!is_on(d)) {
        step(d);
        return add(d, at, false);
    }
    good = add(d, at, false);
    step(d);
    if (d->first && closed)
        d->from = d->s->dashes->count; // kept until the outline has come round
    else
        good = good && finish_dash(d);
    d->first = false;
    return good;
}

static bool walk(struct dasher *d, struct vec2 a, const struct knot *b, bool closed)
{
    double length = hypot(b->at.x - a.x, b->at.y - a.y), gone = 0;
    bool good = true;
    if (!(length > 0))
        return true;
    d->along = (struct vec2){(b->at.x - a.x) / length, (b->at.y - a.y) / length};
    while (good && d->left < length - gone) {
        gone += d->left;
        d->left = 0;
        good = turn(d, (struct vec2){a.x + d->along.x * gone, a.y + d->along.y * gone}, closed);
    }
    d->left -= length - gone;
    return good && (!is_on(d) || add(d, b->at, b->smooth));
}

// The last dash reaches the point where the first, kept one began.
static bool join_ends(struct dasher *d)
{
    struct knots *k = d->s->dashes;
    bool good = true;
    for (int i = 1; good && i < d->from; i++)
        good = add(d, k->items[i].at, k->items[i].smooth);
    return good && finish_dash(d);
}

bool dash_outline(struct stroke *s, const struct knots *k, bool closed)
{
    struct dasher d = {.s = s, .along = {1, 0}};
    bool good = true;
    s->dashes->count = 0;
    set_off(&d);
    closed = closed && k->count > 1;
    d.first = is_on(&d);
    if (d.first)
        good = add(&d, k->items[0].at, k->items[0].smooth);
    for (int i = 1; good && i < k->count + closed; i++)
        good = walk(&d, k->items[i - 1].at, &k->items[i % k->count], closed);
    if (!good)
        return false;
    if (d.first) { // not one pause on the way
        lay(&d, 0, s->dashes->count, closed);
        return true;
    }
    if (is_on(&d) && d.from > 0)
        return join_ends(&d);
    int last = s->dashes->count;
    if (is_on(&d) && last > d.from)
        good = finish_dash(&d);
    if (d.from > 0) // the kept one ends where nothing leads to it
        lay(&d, 0, d.from, false);
    return good;
}
