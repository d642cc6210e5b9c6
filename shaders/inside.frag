// The canvas' light where a bent surface covers whole pixels, none of them much larger than a texel.
// Set by surfaces/bent.c, which compiles LAST where it is painted as the output's bytes.
#include "light.glsl"

in vec2 v_at;

uniform sampler2D u_canvas; // sampled as linear light

out vec4 color;

void main()
{
    vec3 light = textureLod(u_canvas, v_at, 0.0).rgb;
#ifdef LAST
    color = bytes_of(light);
#else
    color = vec4(light, 1.0);
#endif
}
