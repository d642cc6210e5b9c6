// Inside render/: a draw list becomes coverage and triangles on the CPU (no GL there), which
// render.c hands to the GPU. All coordinates px of the canvas, y down.
#pragma once
#include "render/render.h"

// ---- geometry.c: triangles in runs that one draw call paints, and the masks they are cut out by.

#define MASK_WIDTH 2048
#define MASK_HEIGHT 1024
#define TILE 8 // px; masks are strips of this height
#define GEOMETRY_VERTICES 262144
#define GEOMETRY_RUNS 4096

enum vertex_kind {
    VERTEX_SOLID,
    VERTEX_MASK,  // place: px of the mask
    VERTEX_GLYPH, // place: px of the atlas
    VERTEX_TRAIL  // place: across and along, px from the middle line; image[0]: half its width
};

struct vertex {
    float at[2], place[2];
    float image[2]; // of the picture, 0..1
    float color[4]; // linear, premultiplied
    float kind;
};

// What a shape is painted with.
struct paint {
    float color[4];     // linear, premultiplied; pictures are multiplied by it
    media_handle media; // 0: the colour alone
    enum draw_op op;
    double u[3], v[3]; // of the picture at px x, y: u[0] x + u[1] y + u[2]
};

struct geometry_run {
    int clip[4];        // px: left, top, right, bottom
    media_handle media; // 0: shapes and glyphs
    enum draw_op op;
    int first, count; // indices
};

struct geometry {
    struct vertex *vertices; // owned, as are all of these
    uint32_t *indices;
    struct geometry_run *runs;
    unsigned char *mask; // MASK_WIDTH x MASK_HEIGHT
    int vertex_count, index_count, run_count;
    int vertex_room, index_room;
    int mask_x, mask_y; // where the next strip goes
    // Paints what is there, when it is full. geometry_empty follows by itself.
    void (*flush)(void *user);
    void *user;
};

bool geometry_init(struct geometry *g);
void geometry_finish(struct geometry *g);
void geometry_empty(struct geometry *g);
void geometry_flush(struct geometry *g); // nothing when it is empty
// What follows is cut by `clip` and painted with this picture (0: none).
void geometry_begin(struct geometry *g, const int clip[4], media_handle media, enum draw_op op);
// Room for so many more; may flush, then indices from before are void. False when memory is short.
bool geometry_room(struct geometry *g, int vertices, int indices);
uint32_t geometry_vertex(struct geometry *g, const struct vertex *v);
void geometry_triangle(struct geometry *g, uint32_t a, uint32_t b, uint32_t c);
// Corners in order round the quad.
void geometry_quad(struct geometry *g, const struct vertex corners[4]);
// A rectangle of whole px, wholly covered but for the factor `alpha`.
void geometry_rect(struct geometry *g, const struct paint *p, int x, int y, int w, int h,
                   float alpha);
// A rectangle of at most MASK_WIDTH x TILE px, covered as the bytes say that the caller writes,
// MASK_WIDTH apart from row to row. NULL when memory is short.
unsigned char *geometry_strip(struct geometry *g, const struct paint *p, int x, int y, int w,
                              int h);

// ---- coverage.c: exact area coverage of outlines, in sparse strips.

#define COVERAGE_EDGES (1 << 22)

struct coverage_edge {
    float x0, y0, x1, y1; // y0 < y1, from the clip's top left
    float winding;        // 1 or -1
    int next;             // in its band's list
};

struct coverage {
    int clip[4], width, height, bands;
    struct coverage_edge *edges; // owned, as are all of these
    int edge_count, edge_room;
    int *heads;        // of each band's list of edges, -1: none
    float *sums;       // TILE rows of signed area
    uint64_t *touched; // a bit a tile
    int stride;        // of sums
    int band_room, stride_room;
    bool overflow, told;
};

void coverage_finish(struct coverage *c);
// False when the clip is empty or memory is short.
bool coverage_begin(struct coverage *c, const int clip[4]);
void coverage_edge(struct coverage *c, struct vec2 from, struct vec2 to);
// A closed outline; nothing when it lies outside the clip.
void coverage_outline(struct coverage *c, const struct vec2 *points, int count);
enum coverage_rule { COVERAGE_NONZERO, COVERAGE_EVEN_ODD };
void coverage_paint(struct coverage *c, enum coverage_rule rule, struct geometry *g,
                    const struct paint *p);

// ---- stroke.c, trail.c: lines.

// `width` before the transform; round ends, mitred joints (bevelled where sharp).
void stroke_line(struct coverage *c, const float *xy, uint32_t count, float width, bool closed,
                 const struct affine *to_canvas);
// Points as drawlist.h has them; colours are multiplied by `opacity`.
void trail_paint(struct geometry *g, const float *values, uint32_t count, float opacity,
                 const struct affine *to_canvas);

// ---- paint.c: a draw list, command by command.

enum paint_look { LOOK_NOTHING, LOOK_BLACK, LOOK_TEXTURE };

struct painter {
    struct geometry geometry;
    struct coverage coverage;
    struct text *text; // borrowed
    // How a picture or film stands: still opening, broken, or there.
    enum paint_look (*look)(void *user, enum draw_op op, media_handle media);
    // The atlas has changed; when it was emptied, what is in geometry must be painted first.
    void (*atlas)(void *user);
    void *user;
    uint64_t atlas_version;
};

bool painter_init(struct painter *p);
void painter_finish(struct painter *p);
void painter_paint(struct painter *p, const struct drawlist *list, int width, int height);

// ---- picture.c: pictures of the table become textures.

struct pictures;

struct pictures *pictures_create(struct gpu *gpu, void (*wake)(void *user), void *user);
void pictures_destroy(struct pictures *p);
// Asks for what was opened, takes what is decoded, frees what is gone. Stepped: all at once.
void pictures_update(struct pictures *p, struct scene *scene);
// NULL: not ready.
const struct gpu_texture *pictures_texture(const struct pictures *p, media_handle media);

// ---- render.c: what the room has.

struct canvas {
    struct gpu_target target;
    uint64_t version, picture; // painted
    bool painted;
};

struct render {
    struct gpu *gpu;
    struct text *text;       // borrowed
    const struct film *film; // borrowed; NULL: none
    struct pictures *pictures;
    struct painter painter;
    struct gpu_program *paint, *image;
    struct gpu_mesh *mesh;
    struct gpu_texture mask, glyphs;
    uint64_t glyphs_version, glyphs_emptied; // of the atlas, as uploaded
    bool glyphs_there;
    struct canvas canvases[SCENE_STAGES];
    int canvas_count;
    const struct scene *scene;     // while painting
    const struct gpu_target *onto; // while painting
};

// The texture of a picture or film; NULL: not there.
const struct gpu_texture *render_texture(const struct render *r, enum draw_op op,
                                         media_handle media);
