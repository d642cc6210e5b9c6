// What is seen of masks and light: outlines with their curves, soft edges, rows of numbers.
#include "desk/handslook.h"
#include "mapping/field.h"

#include <math.h>
#include <stdio.h>

// An outline in px of its space, as it lands here; where it is not seen it is broken off.
static void outline(const struct look *l, struct desk_at at, const struct vec2 *points, int count,
                    bool closed, unsigned color, float width)
{
    float xy[2 * (FIELD_FLAT + 1)];
    uint32_t n = 0;
    for (int i = 0; i < count + closed; i++) {
        struct vec2 p;
        bool there = place_there(l->h->mapping, at, l->output, points[i % count], &p) &&
                     isfinite(p.x) && isfinite(p.y);
        if (there) {
            xy[2 * n] = (float)p.x;
            xy[2 * n++ + 1] = (float)p.y;
        }
        if (n > 1 && (!there || i + 1 == count + closed))
            look_line(l, xy, n, false, color, width);
        if (!there)
            n = 0;
    }
}

static void handle(const struct look *l, struct desk_at at, struct vec2 from, struct vec2 by)
{
    const struct vec2 points[2] = {from, {from.x + by.x, from.y + by.y}};
    if (by.x != 0 || by.y != 0)
        outline(l, at, points, 2, false, COLD, 1);
}

static void one_mask(const struct look *l, struct desk_at at, const struct mapping_mask *m)
{
    const struct hands *h = l->h;
    struct vec2 flat[FIELD_FLAT];
    bool its = h->owner_of == (enum desk_of)at.of && h->owner == at.owner;
    outline(l, at, flat, field_flatten(m->corners, m->count, flat), true, its ? EMBER : COLD, 1);
    for (int i = 0; h->layer == HANDS_MASKS && i < m->count; i++) {
        handle(l, at, m->corners[i].at, m->corners[i].in);
        handle(l, at, m->corners[i].at, m->corners[i].out);
    }
}

static void drawn(const struct look *l)
{
    const struct hands *h = l->h;
    struct desk_at at = {(uint8_t)h->owner_of, DESK_MASK_POINT, (uint16_t)h->owner, 0};
    outline(l, at, h->drawn, h->drawn_count, false, EMBER, 2);
    for (int i = 0; i < h->drawn_count; i++) {
        struct vec2 p;
        if (place_there(h->mapping, at, l->output, h->drawn[i], &p) && isfinite(p.x) &&
            isfinite(p.y))
            look_ring(l, p, l->unit * (i ? 0.4f : 0.7f), EMBER, i == h->drawn_count - 1);
    }
}

void look_masks(const struct look *l)
{
    const struct mapping_desc *light = desk_light(l->h->desk);
    for (int i = 0; i < light->mask_count; i++) {
        const struct mapping_mask *m = &light->masks[i];
        struct desk_at at = {m->of_surface ? DESK_SURFACE : DESK_OUTPUT, DESK_MASK_POINT,
                             (uint16_t)m->owner, 0};
        one_mask(l, at, m);
    }
    if (l->h->asks == HANDS_DRAWS)
        drawn(l);
}

static bool is_chosen(const struct hands *h, int edge)
{
    struct hands_value values[HANDS_VALUES];
    int count = hands_values(h, values);
    return h->value < count && values[h->value].at.key == DESK_EDGE &&
           values[h->value].at.index == edge;
}

// Where soft edges by hand begin.
void look_edges(const struct look *l)
{
    const struct hands *h = l->h;
    struct warp w;
    if (h->owner_of != DESK_OUTPUT || l->output != h->owner ||
        !look_warp(l, DESK_OUTPUT, h->owner, &w))
        return;
    const struct mapping_output *o = &desk_light(h->desk)->outputs[h->owner];
    const struct mapping_edge *e = &o->light.edge;
    double left = e->left_px / o->size.width, right = 1 - e->right_px / o->size.width;
    double top = e->top_px / o->size.height, bottom = 1 - e->bottom_px / o->size.height;
    const struct vec2 ends[4][2] = {{{left, 0}, {left, 1}},
                                    {{0, top}, {1, top}},
                                    {{right, 0}, {right, 1}},
                                    {{0, bottom}, {1, bottom}}};
    const double wide[4] = {e->left_px, e->top_px, e->right_px, e->bottom_px};
    for (int i = 0; i < 4; i++)
        if (wide[i] > 0)
            look_curve(l, &w, DESK_OUTPUT, ends[i][0], ends[i][1], is_chosen(h, i) ? EMBER : WARM,
                       is_chosen(h, i) ? 2 : 1);
}

static void value_row(const struct look *l, const struct hands_value *v, int n, struct draw_rect at)
{
    const struct hands *h = l->h;
    char label[96], value[48];
    unsigned color = n == h->value ? EMBER : WARM;
    float u = l->unit;
    hands_value_label(h, v, label);
    hands_value_text(h, v, value);
    look_button(l, at, HANDS_VALUE, n);
    drawlist_box(l->list, at, u * 0.2f, 0, color_srgb(PLATE, 0.92f));
    if (n == h->value)
        drawlist_box(l->list, at, u * 0.2f, 2, color_srgb(EMBER, 1));
    look_say(l,
             (struct words_at){at.x + u * 0.4f, at.y + u * 0.2f, at.w - u * 6, u * 0.85f,
                               TEXT_START, color},
             "%s", label);
    look_say(l,
             (struct words_at){at.x + at.w - u * 6, at.y + u * 0.2f, u * 5.6f, u * 0.85f, TEXT_END,
                               color},
             "%s", value);
}

// In two columns where there is room; of more than fit, those around the one that is chosen.
void look_values(const struct look *l, struct draw_rect area)
{
    struct hands_value values[HANDS_VALUES];
    const struct hands *h = l->h;
    float u = l->unit, high = u * 1.55f;
    int count = hands_values(h, values), columns = area.w >= u * 30 ? 2 : 1;
    int most = columns * (int)(area.h / high), first = 0;
    most = most < HANDS_ROWS ? most : HANDS_ROWS;
    if (most < columns)
        return;
    if (count > most && h->value >= most)
        first = (h->value - most) / columns * columns + columns;
    int shown = count - first < most ? count - first : most;
    int each = (shown + columns - 1) / columns;
    float top = area.y + area.h - (float)each * high, wide = area.w / (float)columns;
    for (int i = 0; i < shown; i++) {
        int column = i / each, row = i % each;
        struct draw_rect at = {area.x + (float)column * wide, top + (float)row * high,
                               wide - u * 0.2f, high - u * 0.12f};
        value_row(l, &values[first + i], first + i, at);
    }
}
