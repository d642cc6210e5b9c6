// Inside surfaces/: a surface as one output shows it, worked out once.
#pragma once
#include "mapping/grade.h"
#include "surfaces/surfaces.h"

// A surface that a grid bends, as triangles; bent.c. mesh NULL: nothing is seen.
struct bent {
    struct gpu_mesh *mesh; // owned
    // Corners of all triangles; of those inside all edges; of those among them where all of the
    // light is the output's. They come in that order, from behind.
    int count, inner_count, whole_count;
    float taps[2];
    bool reduced; // more than one tap
};

struct placed {
    bool seen;          // the output shows some of it
    bool bent;          // by its mesh; of what follows `source` and `bounds` alone count
    bool exact;         // pixel on pixel: copied, not sampled
    int at_x, at_y;     // exact: its top left
    int scissor[4];     // around it
    float to_canvas[9]; // w > 0 on the near side of the horizon
    float canvas_edge[4];
    float taps[2];
    float source[4]; // of the canvas: left, top, width, height
    float bounds[4]; // where it is sampled: least x, y, most x, y, from the source's top left
};

struct shown {
    float to_part[9];
    float part_edge[4];
};

void place_surface(const struct mapping *m, const struct mapping_desc *desc, int output,
                   int surface, struct placed *p);
void place_output(const struct mapping *m, const struct mapping_desc *desc, int output,
                  struct shown *o);
float place_taps(double canvas_px); // across one output px

// masked.c. Masks of a surface; texture.id 0: none.
#define MASKED_REACH_PX 32 // of the canvas: so far from an outline distances are known
struct masked {
    struct gpu_texture
        texture;   // inside hard outlines: 0 is so far outside, 1 so far inside; through
    float step_px; // of the canvas, from node to node
};
bool masked_init(struct gpu *gpu, const struct mapping *mapping, const struct mapping_desc *desc,
                 int surface, struct masked *masked, struct fault *f);
void masked_finish(struct masked *m);
void masked_set(struct gpu *gpu, struct gpu_program *p, const struct masked *m); // it has some

// painters.c
enum painters_shape {
    PAINTERS_OUTPUT, // light that was painted before, px for px
    PAINTERS_STRAIGHT,
    PAINTERS_STRAIGHT_MASKED,
    PAINTERS_INSIDE, // cells of a bent surface inside all its edges
    PAINTERS_BENT,
    PAINTERS_BENT_MASKED,
    PAINTERS_SHAPES
};
// What becomes of light: it stays light; what a variant does to it (1 to 18); sRGB's curve alone.
#define PAINTERS_LIGHT 0
#define PAINTERS_PLAIN 19
#define PAINTERS_VARIANTS 20
struct painter {
    struct gpu_program *program; // owned; NULL: not wanted yet, or there is no memory
    bool told;                   // that there is none
    char defines[96];
};
struct painters {
    struct gpu *gpu; // borrowed
    struct painter of[PAINTERS_SHAPES][PAINTERS_VARIANTS];
};
int painters_variant(bool shared, bool lifted, bool gamma,
                     int table); // table: 0 none, 1 row, 2 cube
int painters_whole(int variant); // the same where the share is all
struct gpu_program *painters_of(struct painters *p, enum painters_shape shape,
                                int last); // NULL: no memory, told
void painters_finish(struct painters *p);

// Where an output's px are painted: a target of its size, or a part of the current window.
struct onto {
    const struct gpu_target *target; // NULL: the window
    struct size2 window;
    int x, y, width, height; // of its px
    float place[4], down;    // as shaders have it; once it is bound
};
void onto_bind(struct gpu *gpu, struct onto *o, bool bytes);

// How an output's last painter is told what it does to light; light.c. NULL: it stays light.
struct lights;
struct last {
    struct lights *lights;
    int output, variant;
};
void last_set(const struct last *last, struct gpu_program *p, const struct onto *onto);

struct lit;
// bent.c. Triangles of all outputs, once.
bool bent_init(struct gpu *gpu, const struct mapping *m, int output, int surface,
               const struct lit *lit, struct bent *b, struct fault *f);
void bent_finish(struct bent *b);
void bent_draw(struct painters *painters, const struct bent *b, const struct placed *placed,
               const struct masked *masked, struct size2 canvas, struct size2 output,
               const struct gpu_texture *texture, const struct onto *onto, const struct last *last);

// light.c. What outputs do to light after the warp. Where one surface is all that is seen its light
// becomes bytes as it is painted; else what there is to see is painted in linear light, 16 bits,
// and ends in one pass.
#define LIT_CELL 16
struct lit {
    bool on;
    bool dark;   // no light: 0, and no dither
    int variant; // of painters
    struct grade grade;
    struct gpu_texture share; // blend_field(), its light alone where nothing is lifted; id 0: all
                              // light, no lift
    // Squares of LIT_CELL px in which all of the light is given, and nothing lifted: those need no
    // share. Owned; NULL: none.
    bool *whole;
    int whole_columns, whole_rows;
    struct gpu_texture table; // of colours
    float table_edge, table_least[3], table_step[3];
    struct gpu_target bytes; // what is painted, as the display gets it; made when it is wanted
};

struct lights {
    struct gpu *gpu; // borrowed
    struct lit outputs[MAPPING_OUTPUTS];
};

// All of this part (left, top, right, bottom, px) is whole, as far as it is on the output.
bool lit_whole(const struct lit *l, const double box[4]);
bool lights_init(struct lights *ls, struct gpu *gpu, const struct mapping_desc *desc,
                 const struct mapping *mapping, struct fault *f);
void lights_finish(struct lights *ls);
// The same for what lies otherwise now.
bool lights_follow(struct lights *ls, const struct mapping_desc *desc,
                   const struct mapping *mapping, struct fault *f);
// `from` is linear light, or a canvas that covers the output.
void lights_pass(struct lights *ls, struct painters *painters, int output,
                 const struct gpu_texture *from, struct onto *onto);
