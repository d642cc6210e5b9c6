// The canvas' light where a bent surface covers whole pixels, none of them much larger than a texel.
// Set by surfaces/bent.c, which compiles LAST where it is painted as the output's bytes.
#include "light.glsl"

in vec2 v_at;
in vec2 v_corner;
flat in vec4 v_bend;
flat in vec2 v_bend_last;

uniform sampler2D u_canvas; // sampled as linear light

out vec4 color;

void main()
{
    float a = v_corner.x, b = v_corner.y, c = 1.0 - a - b;
    vec2 at = v_at + a * b * v_bend.xy + b * c * v_bend.zw + c * a * v_bend_last;
    vec3 light = textureLod(u_canvas, at, 0.0).rgb;
#ifdef LAST
    color = bytes_of(light);
#else
    color = vec4(light, 1.0);
#endif
}
