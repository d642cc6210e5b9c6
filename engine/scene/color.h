// Colours: linear light, straight alpha, 0..1 (more than 1 is allowed in colour and clipped by the
// output).
#pragma once

struct color {
    float r, g, b, a;
};

struct color color_srgb(unsigned rgb, float alpha); // 0xrrggbb to linear light (IEC 61966-2-1)
