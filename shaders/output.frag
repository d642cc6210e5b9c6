// An output's light, px for px: from 16 bits of linear light, or a canvas that covers it, to bytes.
// Set by surfaces/light.c.
#include "light.glsl"

uniform sampler2D u_light; // linear

out vec4 color;

void main()
{
    color = bytes_of(texelFetch(u_light, ivec2(at_output()), 0).rgb);
}
