// Inside render/: a draw list becomes coverage and triangles on the CPU (no GL there), which
// render.c hands to the GPU. All coordinates px of the canvas, y down.
#pragma once
#include "decode/decode.h"
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
    VERTEX_TRAIL, // place: across and along, px from the middle line; image[0]: half its width
    VERTEX_ROUND, // place: px from the middle of a disc; image: its radius, and that of its hole
    // Lines; image[0]: half their width.
    VERTEX_JOINT,    // place: px beside both pieces
    VERTEX_BUTT_END, // place: px along the line from its end, and beside it; image[1]: its length
    VERTEX_ROUND_END
};

struct vertex {
    float at[2], place[2];
    float image[2]; // of the picture, 0..1; px in the box of a sliced one; place of a gradient
    float color[4]; // linear, premultiplied
    float kind;
};

// What a shape is painted with.
struct paint {
    float color[4];     // linear, premultiplied; pictures are multiplied by it
    media_handle media; // 0: the colour alone
    enum draw_op op;
    uint32_t slices;   // 0: none; else index + 1 of struct draw_slices in the list's floats
    uint32_t gradient; // 0: none; else index + 1 in the list's gradients; multiplied by the colour
    double u[3], v[3]; // vertex.image at px x, y: u[0] x + u[1] y + u[2]
};

struct geometry_run {
    int clip[4];        // px: left, top, right, bottom
    media_handle media; // 0: shapes and glyphs
    enum draw_op op;
    uint32_t slices, gradient;
    enum draw_blend blend;
    int first, count; // indices; none where op is DRAW_SPRITES
    int batch;        // of DRAW_SPRITES
};

// Sprites of one command: the GPU makes their corners.
struct sprite_batch {
    const float *values; // of the list, borrowed until the next flush
    uint32_t count, each;
    media_handle swarm; // 0: none; else it has the values
    struct affine to_canvas;
    float color[4]; // linear, premultiplied
    struct draw_rect source;
};

struct geometry {
    struct vertex *vertices; // owned, as are all of these
    uint32_t *indices;
    struct geometry_run *runs;
    struct sprite_batch *batches; // GEOMETRY_RUNS
    unsigned char *mask;          // MASK_WIDTH x MASK_HEIGHT
    int vertex_count, index_count, run_count, batch_count;
    int vertex_room, index_room;
    int mask_x, mask_y;    // where the next strip goes
    enum draw_blend blend; // of what follows
    // Paints what is there, when it is full. geometry_empty follows by itself.
    void (*flush)(void *user);
    void *user;
};

bool geometry_init(struct geometry *g);
void geometry_finish(struct geometry *g);
void geometry_empty(struct geometry *g);
void geometry_let_go(struct geometry *g); // empty, and its room as well
void geometry_flush(struct geometry *g);  // nothing when it is empty
// What follows is cut by `clip` and painted with this picture or gradient.
void geometry_begin(struct geometry *g, const int clip[4], const struct paint *paint);
// A run of its own.
void geometry_sprites(struct geometry *g, const int clip[4], media_handle media,
                      const struct sprite_batch *batch);
// Room for so many more; may flush, then indices from before are void. False when memory is short.
bool geometry_room(struct geometry *g, int vertices, int indices);
uint32_t geometry_vertex(struct geometry *g, const struct vertex *v);
void geometry_triangle(struct geometry *g, uint32_t a, uint32_t b, uint32_t c);
// Room for the corners of a quad, in order round it: all of them are written at once. NULL when
// memory is short.
struct vertex *geometry_corners(struct geometry *g);
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
    uint8_t *rows;     // of each tile: a bit a row that an edge touches
    int stride;        // of sums
    int band_room, stride_room;
    bool overflow, told;
    struct kept *kept; // borrowed: what is painted is written down there; NULL: nowhere
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

// ---- kept.c: shapes painted before.

#define KEPT_KEY \
    192 // floats: where a shape lies, how it is drawn, its path; longer ones are not kept

struct kept {
    struct kept_shape *shapes; // owned
    struct kept_shape *open;   // what is being written down; NULL: nothing is
    float key[KEPT_KEY];
    int length;
};

struct stage_paint;
struct draw_command;

bool kept_init(struct kept *k);
void kept_finish(struct kept *k);
// Paints a path as it was painted before. False: it is to be painted; what coverage_paint() then
// says may be written down until kept_close(), and is kept if all of it was painted.
bool kept_paint(struct kept *k, const struct stage_paint *s, const struct draw_command *c,
                const struct paint *p);
void kept_close(struct kept *k, bool painted);
void kept_rect(struct kept *k, int x, int y, int w, int h, float alpha);
void kept_strip(struct kept *k, int x, int y, int w, int h,
                const unsigned char *mask); // NULL: lost

// ---- flatten.c: curves become chords, none farther than FLATNESS_PX from its curve on the canvas.

#define FLATNESS_PX 0.05
#define FLATTEN_STEPS 1024  // chords of one curve; more than that only beyond 100,000 px of it
#define STROKE_KNOTS 262144 // of one outline; a stroke with more is left out
#define STROKE_DASHES 65536 // of one shape; one with more is left out
#define MITRE_LIMIT 4.0     // length of the spike by width, as SVG's default

// A point of a line on its way.
struct knot {
    struct vec2 at, along; // along: to the next one, length 1; set when the line is stroked
    double length;         // to the next one
    bool smooth;           // inside a curve: the bend is round whatever the pen says
};

struct knots {
    struct knot *items; // owned
    int count, room;
};

void knots_finish(struct knots *k);
// False when it is full or memory is short.
bool knots_add(struct knots *k, struct vec2 at, bool smooth);

// Closed outlines, at_canvas.
void flatten_fill(struct coverage *c, const float *values, uint32_t count, const struct affine *m);
// Before the transform; `outline` is called with each one in `k`. `reach_px`: how far the stroke
// goes beside it; curves that are not seen at all become one chord, unless it is INFINITY. False:
// an outline has more than STROKE_KNOTS, or `outline` said so.
bool flatten_stroke(struct knots *k, const float *values, uint32_t count, const struct affine *m,
                    const int clip[4], double reach_px,
                    bool (*outline)(void *user, struct knots *k, bool closed), void *user);

// ---- stroke.c, dash.c, trail.c: lines.

struct stroke {
    struct coverage *coverage;
    const struct affine *to_canvas;
    struct draw_pen pen;
    double half;     // width, before the transform
    int arc;         // corners of half a disc
    double straight; // the cosine of a bend as small as between two of them
    struct knots *knots, *dashes;
    int dash_count;
    // Takes a dash instead of stroke_piece(); NULL: nobody.
    void (*dash)(void *user, struct knot *k, int count, bool closed, struct vec2 along);
    void *user;
};

// `width` before the transform. `pen` NULL: round ends, mitred joints (bevelled where sharp).
struct stroke stroke_begin(struct coverage *c, struct knots scratch[2], float width,
                           const struct draw_pen *pen, const struct affine *to_canvas);
void stroke_line(struct stroke *s, const float *xy, uint32_t count, bool closed);
void stroke_path(struct stroke *s, const float *values, uint32_t count);
// One outline, dashed when the pen says so. False: it has too many parts.
bool stroke_outline(void *stroke, struct knots *k, bool closed);
// Directions and lengths; points upon each other become one. Returns how many there are.
int stroke_directions(struct knot *k, int count, bool closed);
// One piece of it without dashes. `along`: where a single point looks to.
void stroke_piece(struct stroke *s, struct knot *k, int count, bool closed, struct vec2 along);
bool dash_outline(struct stroke *s, const struct knots *k, bool closed);

// Points as drawlist.h has them; colours are multiplied by `opacity`.
void trail_paint(struct geometry *g, const float *values, uint32_t count, float opacity,
                 const struct affine *to_canvas);

// ---- gradient.c: where gradients lie, and what their program is told.

// Sets the paint's u, v. False when nothing can be seen of it: the transform has no area.
bool gradient_place(struct paint *p, const struct draw_gradient *g, const struct affine *m);
void gradient_uniforms(struct gpu_program *program, const struct draw_gradient *g);

// ---- slices.c: what the program of sliced pictures is told.

// `slices`: struct draw_slices, as floats.
void slices_uniforms(struct gpu_program *program, const float *slices,
                     const struct gpu_texture *image);

// ---- paint.c: a draw list, command by command.

enum paint_look { LOOK_NOTHING, LOOK_BLACK, LOOK_TEXTURE };

// A command on its way.
struct stage_paint {
    struct painter *painter;
    const struct drawlist *list;
    const struct draw_state *state; // as it stands now
    struct draw_state moved;        // worked out, where it moves
    int clip[4];                    // of the state, inside what is painted on
};

// Groups and shaders. What was painted before is flushed when they are called.
struct painter_hooks {
    // Can the GPU blend so by itself on what is painted on now?
    bool (*direct)(void *user, enum draw_blend blend);
    // DRAW_LAYER, DRAW_ONTO. False: what follows, up to its end, is not painted.
    bool (*begin)(void *user, const struct stage_paint *at, const struct draw_command *c);
    void (*group)(void *user, const struct stage_paint *at, enum draw_blend blend); // plain
    void (*end)(void *user);
    void (*shade)(void *user, const struct stage_paint *at, const struct draw_shade *shade);
    // DRAW_MODEL becomes a picture of its box. False: there is nothing to see.
    bool (*model)(void *user, const struct stage_paint *at, const struct draw_command *c);
};

struct painter {
    struct geometry geometry;
    struct coverage coverage;
    struct kept kept;
    struct knots knots[2];       // scratch of strokes
    const struct drawlist *list; // while painting; borrowed
    struct text *text;           // borrowed
    // How a picture or film stands: still opening, broken, or there.
    enum paint_look (*look)(void *user, enum draw_op op, media_handle media);
    // The atlas has changed; when it was emptied, what is in geometry must be painted first.
    void (*atlas)(void *user);
    const struct painter_hooks *hooks; // NULL: groups are as if they were not there
    void *user;
    uint64_t atlas_version;
    double now_s;      // show time that moving states are painted at
    bool only_onto;    // nobody looks: pictures that are drawn on, and nothing else
    int width, height; // of what is painted on; hooks change it
};

bool painter_init(struct painter *p);
void painter_finish(struct painter *p);
void painter_paint(struct painter *p, const struct drawlist *list, int width, int height);
// The mask of a group alone: its picture as it is, or its path in white.
void painter_mask(struct painter *p, const struct drawlist *list, const struct draw_layer *layer,
                  enum draw_op op, const struct affine *to_canvas, const int clip[4]);

// The colour in the state's opacity, premultiplied.
struct paint paint_flat(const struct draw_state *state, struct color c);
struct vec2 paint_at_canvas(const struct affine *m, double x, double y);

// ---- box.c: what lies along the px needs no mask. Each begins no run, box_paint() excepted.

// False when the quad is no such rectangle.
bool box_quad(struct stage_paint *s, const struct paint *paint, const struct vec2 q[4]);
// False: the line is turned, or its width stretched.
bool box_line(struct stage_paint *s, const struct paint *paint, const float xy[4], float width,
              enum pen_cap cap);
void box_paint(struct stage_paint *s, const struct draw_command *c);

// ---- straight.c: lines of straight pieces and convex polygons, without a mask. Begins no run.

#define STRAIGHT_CORNERS 64 // of a polygon

// False: it may cross or meet itself, bends too sharply, is stretched or in a gradient, or its
// dashes may meet.
bool straight_line(struct stage_paint *s, const struct paint *paint, const float *xy,
                   uint32_t count, float width, const struct draw_pen *pen, bool closed);
// False: it is not convex, has too many corners or a sharp one, or is a few px thin.
bool straight_fill(struct stage_paint *s, const struct paint *paint, const float *xy,
                   uint32_t count);

// ---- brush.c: lines, polygons and paths, with a colour or a gradient.

void brush_line(struct stage_paint *s, const struct draw_command *c);
void brush_fill(struct stage_paint *s, const struct draw_command *c);
void brush_path(struct stage_paint *s, const struct draw_command *c);
// A path filled, or stroked when it has a width, with a plain pen.
void brush_outline(struct stage_paint *s, const struct paint *paint, const float *values,
                   uint32_t count, float width);
// The gradient of a command, if it has one, takes the place of the colour.
bool brush_gradient(struct stage_paint *s, struct paint *paint, uint32_t gradient);

// ---- letters.c: texts, straight and along a path.

void letters_paint(struct stage_paint *s, const struct draw_command *c);

// ---- loader.c: files are read by a thread of their own, which starts with the first.

struct loader_job {
    media_handle media;
    char path[MEDIA_PATH];
};

struct loader_desc {
    int jobs;    // asked and not yet begun; more are refused
    int done;    // read and not yet taken; the thread waits when there are more
    size_t size; // of what is read of one
    // Reads one, in the thread; may end at once when *stop is true.
    void (*load)(const struct loader_job *job, const _Atomic bool *stop, void *loaded);
    void (*drop)(void *loaded); // what nobody takes any more; either thread
    void (*wake)(void *user);   // from the thread, when one was read; may be NULL
    void *user;
};

struct loader;

struct loader *loader_create(const struct loader_desc *desc);
void loader_destroy(struct loader *l);                           // waits for what is being read
bool loader_ask(struct loader *l, const struct loader_job *job); // false: later
bool loader_take(struct loader *l, void *loaded);                // false: none was read
// Stepped, when nothing else is asked: waits for it. False: not now.
bool loader_read(struct loader *l, const struct loader_job *job, void *loaded);

// ---- picture.c: pictures of the table become textures.

struct pictures;

struct pictures *pictures_create(struct gpu *gpu, void (*wake)(void *user), void *user);
void pictures_destroy(struct pictures *p);
// Asks for what was opened, takes what is decoded, frees what is gone. Stepped: all at once.
void pictures_update(struct pictures *p, struct scene *scene);
// NULL: not ready.
const struct gpu_texture *pictures_texture(const struct pictures *p, media_handle media);
void pictures_reduce(struct pictures *p, media_handle media); // it is shown smaller than it is

// ---- model.c: bodies in 3D become pictures of them.

#define MODELS 16 // that a station has open

struct models;

struct models *models_create(struct gpu *gpu, void (*wake)(void *user), void *user);
void models_destroy(struct models *m);
// Asks for what was opened, takes what was read, frees what is gone. Stepped: all at once.
void models_update(struct models *m, struct scene *scene);
// As it was painted last; NULL: not ready.
const struct gpu_texture *models_texture(const struct models *m, media_handle media);
// Paints the model on its picture, unless that shows it so already; false when it is not there.
// Another target is bound then.
bool models_paint(struct models *m, media_handle media, const struct draw_view *view, int width,
                  int height);
int models_painted(const struct models *m); // how often, since it was created
bool model_draw(void *user, const struct stage_paint *at, const struct draw_command *c); // a hook

// ---- sprite.c: one picture many times, its corners made by the GPU.

struct sprites;

struct sprites *sprites_create(struct gpu *gpu);
void sprites_destroy(struct sprites *s);
// Frees what is of swarms that have gone.
void sprites_update(struct sprites *s, const struct scene *scene);
void sprites_draw(struct sprites *s, const struct sprite_batch *batch, const struct scene *scene,
                  const struct gpu_texture *picture, const struct gpu_target *onto);

// ---- render.c: what the room has.

struct canvas {
    struct gpu_target target;
    uint64_t version, picture; // painted
    double painted_s;          // show time
    bool painted, unseen;      // unseen: only what it draws on pictures was painted
    uint64_t frame;            // the last that was looked at
    // shown.c: one scene gives way to another, or the stage is not wholly opaque.
    struct gpu_target before, mixed;
    bool mixing;
    uint32_t way; // number of the transition that `before` is of
    uint64_t before_picture;
    float opacity; // mixed with
    bool gap;      // `before` was not painted when its transition began
};

// layer.c: targets that groups are painted on, of the sizes that are needed.
#define LAYER_TARGETS 32
#define LAYER_BYTES ((size_t)512 << 20) // of a station's groups and pictures drawn on
#define LAYER_REST_S 10.0               // one that nothing used so long is freed

struct pooled {
    struct gpu_target target; // transparent while nobody has it
    bool used;
    double used_s; // last
};

struct level {
    bool group;                     // or a picture that is drawn on
    struct pooled *own;             // of a group; NULL: it is painted straight on what lies below
    const struct gpu_target *below; // what was painted on before
    int touched[4], width, height;  // of that
    bool opaque;
    struct draw_layer layer;
    struct affine to_canvas;
    int clip[4];
    const struct drawlist *list;
};

// offscreen.c
#define OFFSCREENS 64

struct offscreen {
    media_handle media; // 0: free
    struct gpu_target target;
    uint64_t pass;  // in which it was painted last
    double faded_s; // show time
};

// shader.c
#define SHADERS 16

struct shader {
    media_handle media; // 0: free
    struct gpu_program *program;
    struct gpu_timer timer;
    int builds;      // as it was looked at
    uint64_t paints; // since then
    int slow;        // frames in a row
    bool out, told_loop;
    uint32_t told_names; // a bit for each of the call
};

// overlay.c: what staff sees over an output.
struct overlay {
    struct gpu_target target; // none while nothing is shown
    uint64_t version;         // painted
    bool failed;              // no room on the GPU, and that was told
};

struct render {
    struct gpu *gpu;
    struct text *text;       // borrowed
    const struct film *film; // borrowed; NULL: none
    struct pictures *pictures;
    struct models *models;
    struct painter painter;
    struct gpu_program *paint, *image, *gradient, *sliced;
    struct gpu_program *layer, *soften, *flat, *mix;
    struct gpu_mesh *mesh;
    struct sprites *sprites;
    struct gpu_texture mask, glyphs;
    uint64_t glyphs_version, glyphs_emptied; // of the atlas, as uploaded
    struct canvas canvases[SCENE_STAGES];
    int canvas_count;
    struct overlay overlays[SCENE_OUTPUTS];
    const struct scene *scene; // while painting, as is what follows
    const struct gpu_target *onto;
    int touched[4]; // of a group: where something was painted
    uint64_t pass;  // number of lists painted
    struct pooled pool[LAYER_TARGETS];
    struct level levels[LAYER_DEPTH + 1];
    int depth;
    size_t bytes; // of pool and offscreens
    struct offscreen offscreens[OFFSCREENS];
    struct shader shaders[SHADERS];
    struct gpu_target probe;
    struct gpu_texture clear; // one transparent px
    bool short_told;
    bool told_full; // of the pool, said once
    bool opaque;    // what is painted on
    bool again;     // the list was painted before: what keeps has it already
};

// The texture of a picture or film; NULL: not there.
const struct gpu_texture *render_texture(const struct render *r, enum draw_op op,
                                         media_handle media);
// Paints on it from now on.
void render_onto(struct render *r, const struct gpu_target *target, bool opaque);
// Those px of it have been painted.
void render_touch(struct render *r, const int clip[4]);
void render_told_full(struct render *r, const char *what);

// ---- layer.c: groups.

bool layer_direct(void *user, enum draw_blend blend);
bool layer_begin(void *user, const struct stage_paint *at, const struct draw_command *c);
void layer_group(void *user, const struct stage_paint *at, enum draw_blend blend);
void layer_end(void *user);
void layer_rest(struct render *r, double now_s); // frees what was long not used
void layer_finish(struct render *r);
enum gpu_mix layer_mix(enum draw_blend blend);
size_t layer_bytes(const struct gpu_texture *t); // of graphics memory

// ---- offscreen.c: pictures that a scene draws on.

bool offscreen_begin(struct render *r, const struct draw_command *c); // false: not to be painted
const struct gpu_texture *offscreen_texture(const struct render *r, media_handle media);
void offscreen_update(struct render *r, const struct scene *scene); // frees what is gone
void offscreen_finish(struct render *r);

// ---- shader.c: curators' shaders.

void shader_draw(void *user, const struct stage_paint *at, const struct draw_shade *shade);
void shader_update(struct render *r, struct scene *scene); // opens, renews, closes
void shader_finish(struct render *r);

// ---- shown.c: stages as they are shown.

// Before the stage's list is painted: takes over what stands when a transition begins.
void shown_begin(struct render *r, struct canvas *c, const struct scene_stage *stage);
// True when what is shown has changed; `fresh`: the canvas has.
bool shown_mix(struct render *r, struct canvas *c, const struct scene_stage *stage, bool fresh);
void shown_finish(struct canvas *c);

// ---- overlay.c

// True when what is shown has changed.
bool overlay_draw(struct render *r, struct overlay *o, const struct scene_overlay *from);

// ---- render.c

// Paints a list on the target that is painted on; `unseen`: only what it draws on pictures.
void render_list(struct render *r, const struct drawlist *list, const struct gpu_target *target,
                 bool again, bool unseen);
