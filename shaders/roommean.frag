// The mean light of each part of a picture, a px a part, row by row. Set by
// engine/rehearsal/glow.c.
#define TAPS 4

uniform sampler2D u_picture; // light, with small ones of it
uniform vec2 u_parts;        // columns, rows
uniform float u_first;       // px of the first part
uniform float u_level;       // of the small ones: some TAPS of its px a part
uniform float u_lit;         // 0: it is dark
uniform float u_black;       // of its white

out vec4 color;

void main()
{
    float part = floor(gl_FragCoord.x) - u_first;
    vec2 at = vec2(mod(part, u_parts.x), floor(part / u_parts.x));
    vec3 sum = vec3(0.0);
    for (int y = 0; y < TAPS; y++)
        for (int x = 0; x < TAPS; x++)
            sum += textureLod(u_picture, (at + (vec2(x, y) + 0.5) / float(TAPS)) / u_parts,
                              u_level).rgb;
    color = vec4(u_black + (1.0 - u_black) * u_lit * sum / float(TAPS * TAPS), 1.0);
}
