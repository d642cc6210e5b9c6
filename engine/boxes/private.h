// Inside boxes/: one list on its way to JSON.
#pragma once
#include "boxes/boxes.h"

#include "base/vec.h"

struct survey {
    const struct drawlist *list;
    double now_s;
    struct text *text;
    float opacity; // of the groups around what comes
    bool masked;   // one of them is: what lies in it covers nothing
    json_t *texts, *covers;
};

// left, top, right, bottom; empty: right < left.
struct extent {
    double at[4];
};
struct extent extent_none(void);
void extent_add(struct extent *e, struct vec2 p);
bool extent_clip(struct extent *e, const float clip[4]); // false: nothing is left
json_t *number_json(double x);
json_t *extent_json(const struct extent *e);
void corners_of(const struct affine *m, double left, double top, double right, double bottom,
                struct vec2 c[4]);
json_t *corners_json(const struct vec2 c[4]);

// words.c
void survey_words(struct survey *s, uint32_t order, const struct draw_state *state);
