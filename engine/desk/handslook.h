// Inside desk/: what is drawn on one output, or in the desk's window.
#pragma once
#include "desk/handsprivate.h"

#define WARM 0xf4ead8
#define EMBER 0xff7a1a
#define COLD 0x8fa3b0
#define GROUND 0x14110f
#define PLATE 0x2a2421

struct look {
    struct hands *h;
    struct drawlist *list;
    int output;
    float w, h_px, unit;
};

struct words_at {
    float x, y, width, size;
    enum text_align align;
    unsigned color;
};

__attribute__((format(printf, 3, 4))) void look_say(const struct look *l, struct words_at at,
                                                    const char *format, ...);
// Dark under light, so that it is seen on any picture.
void look_line(const struct look *l, const float *xy, uint32_t points, bool closed, unsigned color,
               float width);
// A line of one owner's square, as it lands here; where it is not seen it is broken off.
void look_curve(const struct look *l, const struct warp *warp, enum desk_of of, struct vec2 from,
                struct vec2 to, unsigned color, float width);
bool look_warp(const struct look *l, enum desk_of of, int owner, struct warp *w);
void look_ring(const struct look *l, struct vec2 p, float radius, unsigned color, bool filled);
void look_button(const struct look *l, struct draw_rect at, enum hands_action action, int row);

// handsdrawlight.c
void look_masks(const struct look *l);
void look_values(const struct look *l, struct draw_rect area); // rows at its bottom
void look_edges(const struct look *l);
