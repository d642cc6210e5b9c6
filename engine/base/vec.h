// Points and vectors, as plain numbers. Which space a value is in stands in its name (at_canvas,
// at_world).
#pragma once

struct vec2 {
    double x, y;
};

struct vec3 {
    double x, y, z;
};

struct size2 {
    int width, height;
};
