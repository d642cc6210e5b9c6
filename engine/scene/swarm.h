// A swarm: one picture many times, each on a way of its own that is a function of show time,
// declared once. It is a mesh on the table: an array that stays, turned into places by the GPU. So
// that a float's 24 bits are enough after months, the array is worked out anew in double precision
// for each SWARM_BLOCK_S of show time, and the GPU counts from there.
#pragma once
#include "scene/drawlist.h"

#define SWARM_SPRITES 65536
#define SWARM_BLOCK_S 64.0
#define SWARM_FLOATS 13 // of a sprite, for the GPU
#define SWARM_LONG 1e30f

enum swarm_edge {
    SWARM_OPEN,   // they leave the box
    SWARM_BOUNCE, // they are thrown back by its edges
    SWARM_WRAP    // who leaves on one side comes in on the other
};

// Seconds are counted from the swarm's since_s.
struct swarm_sprite {
    float x, y, vx, vy; // px, px a second
    float angle, spin;  // radians, a second
    float scale;        // of the picture's size
    float start_s;      // before it there is nothing
    float life_s;       // after it there is nothing; SWARM_LONG: for ever
    struct color color; // linear light, straight alpha
};

struct swarm {
    media_handle picture;
    double since_s; // show time
    double rest_s;  // swarm_rest_s(), by whoever made it
    enum swarm_edge edge;
    float box[4];     // left, top, right, bottom: right > left, bottom > top
    float pull[2];    // px a second squared, of all; SWARM_OPEN only
    float fade_in_s;  // of each life
    float fade_out_s; //
    bool again;       // at the end of its life each begins anew; lives are over 0
    uint32_t count;
    struct swarm_sprite sprites[];
};

struct swarm *swarm_create(uint32_t count); // zeroed; NULL: too many, or memory is short
void swarm_destroy(struct swarm *s);
// Show time at which nothing moves, comes or goes any more; INFINITY: never.
double swarm_rest_s(const struct swarm *s);
int64_t swarm_block(const struct swarm *s, double now_s);
// For the GPU, which is given the seconds since the block began (sprite.vert): a sprite is
// x y vx vy, r g b a, angle spin age life, scale.
void swarm_values(const struct swarm *s, int64_t block, float *values);
