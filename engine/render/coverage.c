// Exact area coverage: edges leave signed area in the px they touch, sums over a row make coverage
// (as font-rs does: R. Levien, "Inside the fastest font renderer in the world", 2016). Rows go in
// bands of a tile's height; only touched tiles become masks, what lies between is one rectangle.
#include "render/private.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void coverage_finish(struct coverage *c)
{
    free(c->edges);
    free(c->heads);
    free(c->sums);
    free(c->touched);
    free(c->rows);
    *c = (struct coverage){0};
}

// Scratch for the clip's size; only ever grows.
static bool size_scratch(struct coverage *c)
{
    int bands = (c->height + TILE - 1) / TILE;
    int stride = (c->width / TILE + 2) * TILE; // px right of the last column are touched too
    if (bands > c->band_room) {
        free(c->heads);
        c->band_room = 0;
        c->heads = malloc((size_t)bands * sizeof *c->heads);
        if (!c->heads)
            return false;
        memset(c->heads, 0xff, (size_t)bands * sizeof *c->heads); // -1
        c->band_room = bands;
    }
    if (stride > c->stride_room) {
        free(c->sums);
        free(c->touched);
        free(c->rows);
        c->stride_room = 0;
        c->sums = calloc((size_t)stride * TILE, sizeof *c->sums);
        c->touched = calloc((size_t)stride / TILE / 64 + 1, sizeof *c->touched);
        c->rows = calloc((size_t)stride / TILE, sizeof *c->rows);
        if (!c->sums || !c->touched || !c->rows)
            return false;
        c->stride_room = stride;
    }
    c->bands = bands;
    c->stride = c->stride_room;
    return true;
}

bool coverage_begin(struct coverage *c, const int clip[4])
{
    memcpy(c->clip, clip, sizeof c->clip);
    c->width = clip[2] - clip[0];
    c->height = clip[3] - clip[1];
    c->edge_count = 0;
    c->overflow = false;
    return c->width > 0 && c->height > 0 && size_scratch(c);
}

static bool edge_room(struct coverage *c)
{
    if (c->edge_count < c->edge_room)
        return true;
    int want = c->edge_room ? c->edge_room * 2 : 1024;
    struct coverage_edge *bigger = NULL;
    if (want <= COVERAGE_EDGES)
        bigger = realloc(c->edges, (size_t)want * sizeof *bigger);
    if (!bigger) {
        c->overflow = true;
        return false;
    }
    c->edges = bigger;
    c->edge_room = want;
    return true;
}

// Inside the clip, top to bottom.
static void keep(struct coverage *c, struct vec2 top, struct vec2 bottom, float winding)
{
    float y0 = (float)top.y, y1 = (float)bottom.y;
    if (!(y0 < y1) || !edge_room(c))
        return;
    int band = (int)y0 / TILE;
    if (band >= c->bands)
        return;
    c->edges[c->edge_count] =
        (struct coverage_edge){(float)top.x, y0, (float)bottom.x, y1, winding, c->heads[band]};
    c->heads[band] = c->edge_count++;
}

static struct vec2 at_y(struct vec2 a, struct vec2 b, double y)
{
    return (struct vec2){a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y};
}

static struct vec2 at_x(struct vec2 a, struct vec2 b, double x)
{
    return (struct vec2){x, a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x))};
}

static double clamp(double v, double low, double high)
{
    return v > low ? v < high ? v : high : low; // NaN: low
}

// Left of the clip an edge still turns what is right of it: it is moved to the border. Right of it
// nothing is seen of an edge.
static void keep_across(struct coverage *c, struct vec2 a, struct vec2 b, float winding)
{
    double width = c->width;
    struct vec2 in = a, out = b;
    if (a.x > width && b.x > width)
        return;
    if ((a.x < 0) != (b.x < 0)) {
        struct vec2 cut = at_x(a, b, 0);
        cut.y = clamp(cut.y, a.y, b.y);
        if (a.x < 0)
            in = cut;
        else
            out = cut;
    }
    if ((a.x > width) != (b.x > width)) {
        struct vec2 cut = at_x(a, b, width);
        cut.y = clamp(cut.y, in.y, out.y);
        if (a.x > width)
            in = cut;
        else
            out = cut;
    }
    if (a.x < 0)
        keep(c, (struct vec2){0, a.y}, (struct vec2){0, b.x < 0 ? b.y : in.y}, winding);
    if (a.x >= 0 || b.x >= 0)
        keep(c, (struct vec2){clamp(in.x, 0, width), in.y},
             (struct vec2){clamp(out.x, 0, width), out.y}, winding);
    if (b.x < 0 && a.x >= 0)
        keep(c, (struct vec2){0, out.y}, (struct vec2){0, b.y}, winding);
}

void coverage_edge(struct coverage *c, struct vec2 from, struct vec2 to)
{
    float winding = from.y < to.y ? 1 : -1;
    struct vec2 a = from.y < to.y ? from : to, b = from.y < to.y ? to : from;
    a.x -= c->clip[0];
    b.x -= c->clip[0];
    a.y -= c->clip[1];
    b.y -= c->clip[1];
    if (!(b.y > 0 && a.y < c->height && a.y < b.y))
        return;
    struct vec2 top = a.y < 0 ? at_y(a, b, 0) : a;
    struct vec2 bottom = b.y > c->height ? at_y(a, b, c->height) : b;
    keep_across(c, top, bottom, winding);
}

void coverage_outline(struct coverage *c, const struct vec2 *p, int count)
{
    bool left = true, right = true, above = true, below = true;
    for (int i = 0; i < count; i++) {
        left &= p[i].x <= c->clip[0];
        right &= p[i].x >= c->clip[2];
        above &= p[i].y <= c->clip[1];
        below &= p[i].y >= c->clip[3];
    }
    if (left || right || above || below)
        return;
    for (int i = 0; i < count; i++)
        coverage_edge(c, p[i], p[i + 1 < count ? i + 1 : 0]);
}

static void touch(struct coverage *c, int row, int first, int last)
{
    for (int t = first / TILE; t <= last / TILE; t++) {
        c->touched[t / 64] |= (uint64_t)1 << (t % 64);
        c->rows[t] |= (uint8_t)(1 << row);
    }
}

// The edge crosses a row from x to `next`, turning `d` (signed height) of it.
static void scatter(struct coverage *c, int number, float x, float next, float d)
{
    float *row = c->sums + (size_t)number * (size_t)c->stride;
    float x0 = x < next ? x : next, x1 = x < next ? next : x;
    int first = (int)x0, last = (int)x1; // none is under 0
    last += (float)last < x1;
    float x0_floor = (float)first, x1_ceil = (float)last;
    touch(c, number, first, last > first ? last : first + 1);
    if (last <= first + 1) {
        float middle = 0.5f * (x + next) - x0_floor;
        row[first] += d - d * middle;
        row[first + 1] += d * middle;
        return;
    }
    float s = 1 / (x1 - x0), x0f = x0 - x0_floor, x1f = x1 - x1_ceil + 1;
    float a0 = 0.5f * s * (1 - x0f) * (1 - x0f), am = 0.5f * s * x1f * x1f;
    row[first] += d * a0;
    if (last == first + 2) {
        row[first + 1] += d * (1 - a0 - am);
    } else {
        float a1 = s * (1.5f - x0f), a2 = a1 + (float)(last - first - 3) * s;
        row[first + 1] += d * (a1 - a0);
        for (int i = first + 2; i < last - 1; i++)
            row[i] += d * s;
        row[last - 1] += d * (1 - a2 - am);
    }
    row[last] += d * am;
}

// The part of an edge inside a band.
static void add_edge(struct coverage *c, const struct coverage_edge *e, int band)
{
    float top = (float)(band * TILE), bottom = top + TILE;
    double slope =
        ((double)e->x1 - e->x0) / ((double)e->y1 - e->y0); // may be too steep for a float
    float y = e->y0 > top ? e->y0 : top, end = e->y1 < bottom ? e->y1 : bottom;
    float x = (float)clamp(e->x0 + slope * (y - e->y0), 0, c->width);
    while (y < end) {
        int row = (int)(y - top);
        float below = top + (float)row + 1, stop = below < end ? below : end;
        float next = (float)clamp(e->x0 + slope * (stop - e->y0), 0, c->width);
        scatter(c, row, x, next, (stop - y) * e->winding);
        x = next;
        y = stop;
    }
}

static float covered(float sum, enum coverage_rule rule)
{
    float v = fabsf(sum);
    if (rule == COVERAGE_EVEN_ODD && v > 1) {
        v = fmodf(v, 2);
        v = v > 1 ? 2 - v : v;
    }
    return v > 1 ? 1 : v;
}

// Between touched tiles a row's coverage does not change: rows alike become one rectangle.
static void paint_gap(struct coverage *c, enum coverage_rule rule, struct geometry *g,
                      const struct paint *p, int from, int to, int band, const float sums[TILE])
{
    int rows = c->height - band * TILE < TILE ? c->height - band * TILE : TILE;
    if (from >= to)
        return;
    for (int row = 0, end; row < rows; row = end) {
        float alpha = covered(sums[row], rule);
        for (end = row + 1; end < rows && fabsf(covered(sums[end], rule) - alpha) < 1 / 1024.0f;)
            end++;
        int x = c->clip[0] + from, y = c->clip[1] + band * TILE + row;
        if (!(alpha > 1 / 1024.0f))
            continue;
        alpha = alpha > 1 - 1 / 1024.0f ? 1 : alpha;
        geometry_rect(g, p, x, y, to - from, end - row, alpha);
        if (c->kept)
            kept_rect(c->kept, x, y, to - from, end - row, alpha);
    }
}

static unsigned char byte_of(float sum, enum coverage_rule rule)
{
    return (unsigned char)(covered(sum, rule) * 255 + 0.5f);
}

// A row of a tile that edges touch; its sums are cleared.
static float paint_row(float sum[TILE], float total, enum coverage_rule rule,
                       unsigned char bytes[TILE])
{
    float at[TILE];
    for (int x = 0; x < TILE; x++) {
        total += sum[x];
        at[x] = total;
        sum[x] = 0;
    }
    if (rule == COVERAGE_NONZERO) // without a branch for each px
        for (int x = 0; x < TILE; x++)
            bytes[x] = byte_of(at[x], COVERAGE_NONZERO);
    else
        for (int x = 0; x < TILE; x++)
            bytes[x] = byte_of(at[x], COVERAGE_EVEN_ODD);
    return total;
}

// Rows of its tiles that no edge touches are as covered as what is left of them.
static float paint_tiles(struct coverage *c, enum coverage_rule rule, int from, int to, int row,
                         float total, unsigned char *mask, int seen)
{
    unsigned char bytes[TILE];
    for (int x = from; x < to; x += TILE) {
        size_t count = (size_t)(x + TILE <= seen ? TILE : seen > x ? seen - x : 0);
        if (c->rows[x / TILE] >> row & 1) {
            total = paint_row(c->sums + (size_t)row * (size_t)c->stride + x, total, rule, bytes);
            if (mask)
                memcpy(mask + (x - from), bytes, count);
        } else if (mask) {
            memset(mask + (x - from), byte_of(total, rule), count);
        }
    }
    return total;
}

// Touched tiles become a mask; their sums are taken over and cleared, of rows below the clip too.
static void paint_strip(struct coverage *c, enum coverage_rule rule, struct geometry *g,
                        const struct paint *p, int from, int to, int band, float sums[TILE])
{
    int rows = c->height - band * TILE < TILE ? c->height - band * TILE : TILE;
    int seen = to < c->width ? to : c->width;
    unsigned char *mask = NULL;
    if (seen > from)
        mask = geometry_strip(g, p, c->clip[0] + from, c->clip[1] + band * TILE, seen - from, rows);
    for (int row = 0; row < TILE; row++)
        sums[row] = paint_tiles(c, rule, from, to, row, sums[row],
                                mask && row < rows ? mask + (size_t)row * MASK_WIDTH : NULL, seen);
    memset(c->rows + from / TILE, 0, (size_t)((to - from) / TILE) * sizeof *c->rows);
    if (c->kept && seen > from)
        kept_strip(c->kept, c->clip[0] + from, c->clip[1] + band * TILE, seen - from, rows, mask);
}

static bool is_touched(const struct coverage *c, int tile)
{
    return c->touched[tile / 64] >> (tile % 64) & 1;
}

static void paint_band(struct coverage *c, enum coverage_rule rule, struct geometry *g,
                       const struct paint *p, int band)
{
    float sums[TILE] = {0};
    int tiles = c->width / TILE + 2, painted = 0;
    for (int tile = 0; tile < tiles;) {
        if (c->touched[tile / 64] == 0) {
            tile = (tile / 64 + 1) * 64;
            continue;
        }
        if (!is_touched(c, tile)) {
            tile++;
            continue;
        }
        int first = tile;
        while (tile < tiles && tile - first < MASK_WIDTH / TILE && is_touched(c, tile))
            tile++;
        paint_gap(c, rule, g, p, painted, first * TILE < c->width ? first * TILE : c->width, band,
                  sums);
        paint_strip(c, rule, g, p, first * TILE, tile * TILE, band, sums);
        painted = tile * TILE;
    }
    paint_gap(c, rule, g, p, painted, c->width, band, sums);
    memset(c->touched, 0, ((size_t)tiles / 64 + 1) * sizeof *c->touched);
}

// Takes the band's edges; those that go on are handed to the next band.
static bool add_band(struct coverage *c, int band)
{
    float bottom = (float)((band + 1) * TILE);
    int at = c->heads[band];
    bool any = at >= 0;
    c->heads[band] = -1;
    while (at >= 0) {
        struct coverage_edge *e = &c->edges[at];
        int next = e->next;
        if (!c->overflow)
            add_edge(c, e, band);
        if (e->y1 > bottom && band + 1 < c->bands) {
            e->next = c->heads[band + 1];
            c->heads[band + 1] = at;
        }
        at = next;
    }
    return any && !c->overflow;
}

void coverage_paint(struct coverage *c, enum coverage_rule rule, struct geometry *g,
                    const struct paint *p)
{
    if (c->overflow && !c->told) {
        log_warning("render",
                    "a shape is left out; it may have %d edges, an outline %d points, a stroke %d "
                    "dashes",
                    COVERAGE_EDGES, STROKE_KNOTS, STROKE_DASHES);
        c->told = true;
    }
    for (int band = 0; c->edge_count > 0 && band < c->bands; band++)
        if (add_band(c, band))
            paint_band(c, rule, g, p, band);
    c->edge_count = 0;
}
