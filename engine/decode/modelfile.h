// What gestuaire-model writes for decode/ to read: one machine's own numbers, as between two
// threads. Head, vertices, indices, parts, then each texture: its head, its bytes, zeros up to a
// multiple of 4.
#pragma once
#include <stdint.h>

#define MODEL_MAGIC "gmodel1\n"

struct model_head {
    char magic[8];
    uint32_t vertices, indices, parts, textures;
};

// x y z, normal x y z, u v (v = 0 is the top row), r g b a in linear light.
#define MODEL_FLOATS 12

struct model_part {
    uint32_t first, count; // indices: three a triangle
    int32_t texture;       // -1: none
    float color[4];        // linear, straight
};

enum model_texture_kind { MODEL_TEXTURE_BYTES, MODEL_TEXTURE_NAME };

struct model_texture {
    uint32_t kind;  // bytes of a picture file, or its name beside the model's
    uint32_t bytes; // that follow
};

// Limits that both keep: what is beyond is not written, and not read.
enum {
    MODEL_FILE_BYTES = 256 << 20, // a file of a model
    MODEL_VERTICES = 2000000,
    MODEL_INDICES = 3 * 4000000,
    MODEL_PARTS = 1024,
    MODEL_TEXTURES = 32,
    MODEL_TEXTURE_PX = 4096,                                // a side
    MODEL_PIXELS = 8 * MODEL_TEXTURE_PX * MODEL_TEXTURE_PX, // of all textures together
    MODEL_NAME = 512,
};
