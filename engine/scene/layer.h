// What draws on more than the canvas itself: how light meets what lies under it, groups that are
// painted apart and then laid down as one, masks, pictures that a scene draws on, and a curator's
// shaders. Plain data of a draw list (drawlist.h).
#pragma once
#include "scene/media.h"
#include <stdbool.h>
#include <stdint.h>

// All in linear light, premultiplied. S, D: source and what lies under it, with alpha as and ad; s,
// d: the same without their alpha. Colour, unless it stands here: S (1 - ad) + D (1 - as) + as ad
// B(d, s); alpha: as + ad (1 - as) (W3C Compositing and Blending Level 1, sections 9 and 10).
enum draw_blend {
    BLEND_OVER,       // B = s, which makes S + D (1 - as)
    BLEND_ADD,        // plus-lighter: S + D, alpha as + ad, not above 1: light on light
    BLEND_SCREEN,     // d + s - d s
    BLEND_MULTIPLY,   // d s
    BLEND_LIGHTEN,    // max(d, s)
    BLEND_DARKEN,     // min(d, s)
    BLEND_OVERLAY,    // d <= 1/2: 2 d s, else 1 - 2 (1 - d) (1 - s)
    BLEND_DIFFERENCE, // |d - s|
    BLEND_EXCLUSION,  // d + s - 2 d s
    BLEND_ERASE,      // destination-out: D (1 - as), alpha ad (1 - as)
    BLEND_MODES
};

enum draw_mask { MASK_NONE, MASK_LIGHT, MASK_ALPHA, MASK_PATH };

#define LAYER_DEPTH 8        // layers and pictures drawn on, within one another
#define LAYER_SOFT_PX 128.0f // of a path's edge

// A group: what follows, up to its DRAW_END, is painted apart on transparency, times the mask, and
// laid down as one.
struct draw_layer {
    enum draw_blend blend;
    float opacity; // times its state's
    enum draw_mask mask;
    bool invert;
    media_handle media;    // MASK_LIGHT, MASK_ALPHA: relative luminance or alpha of it
    float at[4];           // where it lies: x, y, w, h, before the state's transform
    uint32_t first, count; // MASK_PATH: floats of a path (path.h), even-odd, likewise
    float soft_px;         // MASK_PATH: width of its edge, before the transform
};

#define SHADE_UNIFORMS 16
#define SHADE_NAME 32
#define SHADE_PICTURES 4

struct draw_uniform {
    char name[SHADE_NAME]; // without the "u_" that it has in the shader
    int size;              // 1..4 numbers; 0: a picture
    float value[4];
    media_handle media;
};

// A shader's picture in a rectangle.
struct draw_shade {
    media_handle shader;
    float at[4]; // x, y, w, h
    int count;
    struct draw_uniform uniforms[SHADE_UNIFORMS];
};
