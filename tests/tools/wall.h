// For tests of blend: projectors on a wall, added up in double from the maps that outputs get. A
// projector shines black + (1 - black) value^gamma of its brightest; between the middles of its px
// its light runs linearly. Where its px land is said by the published forms of tools/grids.h.
#pragma once
#include "mapping/blend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct wall {
    struct mapping_desc desc;
    struct mapping *mapping;
    struct blend *blend;
    uint16_t *maps[MAPPING_OUTPUTS];
};

double clamp(double x);
void rectangle(double x, double y, double width, double height, struct vec2 c[4]);
// Blend is "auto". Part and corners are its own size.
struct mapping_output *add_output(struct wall *w, double x, double y, int width, int height);
void move_corners(struct mapping_output *o, const double by[8]);
struct mapping_mask *add_mask(struct wall *w, int output, double feather_px, bool invert);
void draw_circle(struct mapping_mask *m, double x, double y, double r);
void draw_rectangle(struct mapping_mask *m, double x, double y, double width, double height);
void set_black(struct wall *w, const double *black);
void set_gamma(struct wall *w, double gamma);

void open_wall(struct wall *w);
void close_wall(struct wall *w);
struct vec2 lands(const struct wall *w, int output, struct vec2 at);  // in px of an output
double inside_part(const struct wall *w, int output, struct vec2 at); // px; below 0: outside
// Where the strongest output's picture light is 1.
double wall_light(const struct wall *w, struct vec2 at, double level, double gamma);

typedef double where(struct vec2 at); // above 0: light is expected; 0: not sure
double everywhere(struct vec2 at);
// Least and most light of a picture that is `level` everywhere, over the places that are lit and no
// edge is near; how many there were with each number of outputs.
struct spread {
    double least, most;
    int seen[MAPPING_OUTPUTS + 1];
};
struct spread measure(const struct wall *w, struct size2 size, double level, double gamma,
                      where *lit);
void assert_flat(struct spread s, double middle, double within); // middle 0: any
// Gamma known: within 2 % of white and of a grey. Off by 0.1 either way: within 4 %.
void assert_blends(struct wall *w, struct size2 size, where *lit, int most_outputs);
// Black and greys, where all black comes to `black`: within 3 % and 2 %.
void assert_even(struct wall *w, struct size2 size, double black, where *lit);
