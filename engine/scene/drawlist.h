// What a scene laid down for one frame on one canvas: drawing commands and the numbers and letters
// they point into. Plain data: it can be kept, compared, written to a file and drawn without a
// script. Canvas px, origin top left, y down. Colours are linear light, straight alpha, 0..1 (more
// than 1 is allowed in colour and clipped by the output). Painted in order, blended as their state
// says.
//
// Adding to a full list is refused, counted in `refused`, and said once a frame by script/.
#pragma once
#include "scene/brush.h"
#include "scene/layer.h"
#include "scene/media.h"
#include "scene/tween.h"
#include "scene/view.h"
#include "scene/words.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DRAWLIST_COMMANDS 65536
#define DRAWLIST_FLOATS (1 << 20)
#define DRAWLIST_BYTES (1 << 20)
#define DRAWLIST_STATES 4096
#define DRAWLIST_LAYERS 256
#define DRAWLIST_SHADES 64
#define DRAWLIST_SPRITES 65536   // of one drawlist_sprites()
#define DRAWLIST_MOTIONS 1024    // transforms and opacities that move
#define DRAWLIST_MOTION_DEPTH 64 // within one another
#define DRAWLIST_KEYS 65536
#define DRAWLIST_CONTROLS 1024

enum draw_op {
    DRAW_PICTURE, // media, rect x y w h, source rect in 0..1 of the picture
    DRAW_FILM,    // the same
    DRAW_TEXT,    // text at x, y (top left of the box), style
    DRAW_LETTERS, // text along a path: x px after its beginning, the baseline y px beside it
    DRAW_LINE,    // polyline through points; width; closed
    DRAW_TRAIL,   // polyline with a colour and a width of its own at each point
    DRAW_FILL,    // polygon, any simple or self-crossing outlines
    DRAW_PATH,    // lines and curves (scene/path.h), filled, or stroked when it has a width
    DRAW_BOX,     // a rectangle, its corners round or not; filled, or stroked when it has a width
    DRAW_SLICED,  // a picture or film whose borders keep their px
    DRAW_LAYER,   // a group begins: layer.h
    DRAW_ONTO,    // what follows is painted on the picture image.media, a MEDIA_CANVAS
    DRAW_END,     // of the last DRAW_LAYER or DRAW_ONTO that has none
    DRAW_SHADE,   // a curator's shader in a rectangle
    DRAW_SPRITES, // one picture many times, in its own px, each around its middle
    DRAW_SWARM,   // the same, each on its way: swarm.h
    DRAW_MODEL    // a body in 3D, turned, seen in a rectangle: view.h
};

// Affine: x' = a x + c y + e; y' = b x + d y + f.
struct affine {
    float a, b, c, d, e, f;
};

// Transform, clip, opacity and blending that commands share.
struct draw_state {
    struct affine to_canvas;
    float clip[4]; // at_canvas: left, top, right, bottom; axis-aligned, after transform
    float opacity;
    enum draw_blend blend;
    uint32_t motion; // what to_canvas lies in: index + 1 into motions; 0: the canvas
    uint32_t fade;   // what opacity is multiplied by: likewise; 0: nothing
};

// A transform or an opacity as a function of show time, within others of its kind.
enum motion_kind { MOTION_MOVE, MOTION_TURN, MOTION_SIZE, MOTION_FADE };

struct draw_motion {
    uint32_t kind;
    uint32_t outer;       // index + 1; 0: none
    uint32_t depth;       // 1: there is none around it
    uint32_t zero;        // lists are compared byte by byte
    struct affine before; // between the one around it and this one
    struct tween a, b;    // x, y; angle; sx, sy; opacity. Keys in the list's
};

struct draw_rect {
    float x, y, w, h;
};

struct draw_command {
    uint8_t op;
    bool closed;        // DRAW_LINE; DRAW_SPRITES: laid one by one
    uint16_t state;     // index into states
    struct color color; // tint for pictures and films (1,1,1,1: as it is)
    union {
        struct {
            media_handle media;
            struct draw_rect at, source; // source in 0..1
        } image;
        struct {
            float x, y;
            uint32_t bytes, length; // UTF-8 in bytes[], not terminated
            uint32_t style;         // index into styles
            uint32_t run;           // from runs[run]
            uint16_t runs;          // 0: all in the style
            uint16_t gradient;      // as a path's; not of outlines
            uint32_t first, points; // DRAW_LETTERS: x, y pairs from floats[first]
        } text;
        struct {
            uint32_t first, count; // DRAW_LINE, DRAW_FILL: points as x, y pairs from floats[first]
            float width;           // DRAW_TRAIL: x y width r g b a each; DRAW_PATH: floats
            uint16_t pen;          // index + 1 into pens; 0: a zeroed one
            uint16_t gradient;     // index + 1 into gradients; 0: the colour alone
            uint16_t rule;         // enum draw_rule; DRAW_FILL, and DRAW_PATH without a width
        } path;
        struct {
            struct draw_rect at; // w, h over 0
            float radius, width;
        } box;
        struct {
            media_handle media;
            struct draw_rect at;
            uint32_t first; // struct draw_slices, as floats from floats[first]
            uint8_t of;     // DRAW_PICTURE or DRAW_FILM
        } sliced;
        struct {
            media_handle media; // where image.media is
            struct draw_rect at;
            struct draw_view view;
        } model;
        uint32_t index; // DRAW_LAYER: into layers; DRAW_SHADE: into shades
        struct {
            media_handle media;    // the picture
            media_handle swarm;    // DRAW_SWARM; has no floats
            uint32_t first, count; // from floats[first], `each` numbers a sprite
            uint32_t each;         // 4: x y angle scale; 8: and r g b a
            struct draw_rect source;
        } sprites;
    };
};

// DRAW_FILL with several outlines: a pair of NAN between them.

#define DRAW_TRAIL_FLOATS 7
#define DRAWLIST_STYLES 1024
#define DRAWLIST_RUNS 4096

// Where a finger may act. It paints nothing: who looks for targets that are too small, out of reach
// or on one another reads it, and robots that press them.
#define DRAW_CONTROL_NAME 48
struct draw_control {
    char name[DRAW_CONTROL_NAME]; // zeroed behind its end
    struct draw_state state;      // its motion in the list's
    struct draw_rect at;
};

struct drawlist {
    struct draw_command *commands; // owned; grow up to the limits above
    float *floats;
    char *bytes;
    struct draw_state *states;
    struct text_style *styles;
    struct draw_motion *motions;
    struct tween_key *keys; // of the motions' tweens
    struct draw_layer *layers;
    struct draw_shade *shades;
    struct draw_pen *pens;
    struct draw_gradient *gradients;
    uint32_t command_count, float_count, byte_count, state_count, style_count;
    uint32_t command_room, float_room, byte_room, state_room, style_room;
    uint32_t motion_count, motion_room, key_count, key_room;
    uint32_t layer_count, layer_room, shade_count, shade_room;
    uint32_t pen_count, pen_room, gradient_count, gradient_room;
    uint32_t depth; // layers and pictures begun and not ended
    bool keeps;     // draws on a picture that keeps what it has: laid anew, it counts anew
    struct text_run *runs;
    uint32_t run_count, run_room;
    struct draw_control *controls; // no part of the picture: lists that differ here are the same
    uint32_t control_count, control_room;
    uint32_t refused;
    struct color background; // the canvas is filled with it first; black
    uint64_t version;        // grows when the list was laid anew
    // It is another picture at each moment between these, though nobody lays it anew. INFINITY and
    // -INFINITY: it stands still.
    double moves_from_s, moves_until_s;
};

struct affine affine_identity(void);
struct affine affine_times(struct affine outer, struct affine inner); // outer(inner(p))
void affine_apply(struct affine m, float x, float y, float *at_x, float *at_y);
// Px of the canvas for 1 before the transform, at the longest: how sharp letters and curves must
// be. Without its last bits, so that what turns keeps the same one.
float affine_sharpness(struct affine m);

void drawlist_finish(struct drawlist *l); // frees; zeroed is a valid empty list
// Empties it, keeps the memory, sets one state (identity, whole canvas, opacity 1), version + 1.
void drawlist_begin(struct drawlist *l, float width, float height);
// Each returns false when the list is full or a number is not finite; then nothing is added.
bool drawlist_state(struct drawlist *l, const struct draw_state *state); // for what follows
bool drawlist_image(struct drawlist *l, enum draw_op op, media_handle media, struct draw_rect at,
                    struct draw_rect source, struct color tint);
bool drawlist_text(struct drawlist *l, const char *text, size_t length, float x, float y,
                   const struct text_style *style, struct color color);
bool drawlist_words(struct drawlist *l, const struct text_words *words, float x, float y,
                    struct color color);
bool drawlist_letters(struct drawlist *l, const struct text_words *words, float x, float y,
                      const float *xy, uint32_t points, struct color color);
bool drawlist_line(struct drawlist *l, const float *xy, uint32_t points, float width, bool closed,
                   struct color color);
bool drawlist_trail(struct drawlist *l, const float *values, uint32_t points);
bool drawlist_fill(struct drawlist *l, const float *xy, uint32_t points, struct color color);
// The same with all of a brush, and for paths. `values`: as scene/path.h has them.
bool drawlist_polyline(struct drawlist *l, const float *xy, uint32_t points, bool closed,
                       const struct draw_brush *brush);
bool drawlist_polygon(struct drawlist *l, const float *xy, uint32_t points,
                      const struct draw_brush *brush);
bool drawlist_path(struct drawlist *l, const float *values, uint32_t count,
                   const struct draw_brush *brush);
// A plain one: neither pen nor gradient. As path_rect() has it; refused without area.
bool drawlist_box(struct drawlist *l, struct draw_rect at, float radius, float width,
                  struct color color);
bool drawlist_sliced(struct drawlist *l, enum draw_op of, media_handle media, struct draw_rect at,
                     const struct draw_slices *slices, struct color tint);
// A group that ends with drawlist_end(). False beyond LAYER_DEPTH. `path`: of a MASK_PATH.
bool drawlist_layer(struct drawlist *l, const struct draw_layer *layer, const float *path);
// A state for the picture's own px should follow.
bool drawlist_onto(struct drawlist *l, media_handle canvas, bool keeps);
bool drawlist_end(struct drawlist *l);
bool drawlist_shade(struct drawlist *l, const struct draw_shade *shade);
bool drawlist_model(struct drawlist *l, media_handle model, struct draw_rect at,
                    struct draw_view view, struct color tint);
// Where so many numbers can be written that drawlist_sprites() then takes over; NULL: refused.
float *drawlist_room(struct drawlist *l, size_t floats);
// Sprites that follow each other with the same picture and state become one command.
bool drawlist_sprite(struct drawlist *l, media_handle media, const float xyas[4]);
bool drawlist_sprites(struct drawlist *l, media_handle media, struct draw_rect source,
                      const float *values, uint32_t count, uint32_t each, struct color tint);

// It moves from since_s until rest_s.
bool drawlist_swarm(struct drawlist *l, media_handle swarm, media_handle picture, double since_s,
                    double rest_s, struct color tint);

// moves.c
// Index + 1, for the states laid next; 0: refused. first of the tweens is set here, `before`,
// `outer` and `kind` are the caller's. Keys: those of its two tweens.
uint32_t drawlist_motion(struct drawlist *l, const struct draw_motion *motion,
                         const struct tween_key *a, const struct tween_key *b);
// What is laid moves from then until then (drawlist_state() says it of motions).
void drawlist_moves(struct drawlist *l, double from_s, double until_s);
// A state as it stands at now_s: to_canvas and opacity worked out, motion and fade 0.
struct draw_state drawlist_state_at(const struct drawlist *l, const struct draw_state *state,
                                    double now_s);

// The text that was laid last is painted with a gradient; its colours multiply it.
bool drawlist_text_gradient(struct drawlist *l, const struct draw_gradient *gradient);
// controls.c
// A control in that state, which need not be laid. False as well for a name of no or too many
// bytes.
bool drawlist_control(struct drawlist *l, const struct draw_state *state, const char *name,
                      struct draw_rect at);
void drawlist_exchange_controls(struct drawlist *a, struct drawlist *b);

// Is a picture or film of it in the list, shown, as a mask or as what a shader samples?
bool drawlist_shows(const struct drawlist *l, media_handle media);
// The same picture? Versions are not compared. One that keeps is never the same.
bool drawlist_same(const struct drawlist *a, const struct drawlist *b);
