// What staff sees over an output: a draw list in px of the output, laid after the warp, so that it
// is straight and sharp however the light is bent. Nothing shown costs nothing. Plain data.
#pragma once
#include "scene/drawlist.h"
#include <stdbool.h>

#define SCENE_OUTPUTS 8

struct scene_overlay {
    int width, height;    // of the output, px
    bool shown;           // else the list is not looked at
    struct drawlist list; // its background shines through where it is not opaque
};
