// A canvas on its surface as one output shows it: an exact homography for each pixel, the mean of
// the canvas' light under it, edges by how much of the pixel they cover. Set by
// surfaces/surfaces.c, which compiles MASKED for surfaces that have masks, and LAST where it is painted
// as the output's bytes.
#include "light.glsl"

uniform sampler2D u_canvas; // sampled as linear light
uniform mat3 u_to_canvas;   // output px to px from the source's top left; w > 0 before the horizon
uniform mat3 u_to_part;     // output px to px of its part of the composition; likewise
uniform vec2 u_canvas_px;   // size
uniform vec4 u_source;      // its part that is shown: left, top, width, height
uniform vec4 u_bounds;      // nothing beside the source shines in: least x, y, most x, y
uniform vec2 u_part_px;     // size
uniform vec4 u_canvas_edge; // left, top, right, bottom: from the line's equation to output px
uniform vec4 u_part_edge;   // likewise
uniform vec2 u_taps;        // samples across one output px
#ifdef MASKED
uniform sampler2D u_mask;   // over the source: how far inside hard outlines, what soft ones let through
uniform vec4 u_masked;      // its nodes across and down, px from node to node, px of 0 and 1
#endif

out vec4 color;

// `at` is homogeneous. Its numerators are the equations of the rectangle's edges on the output, so
// scaled they are distances in output px, of the pixel's middle, inward.
float coverage(vec3 at, vec2 size, vec4 edge)
{
    vec4 inward_px = vec4(at.xy, size * at.z - at.xy) * edge;
    vec4 covered = clamp(inward_px + 0.5, 0.0, 1.0);
    float inside = min(covered.x, covered.z) * min(covered.y, covered.w);
    return at.z > 0.0 ? inside : 0.0;
}

// Outlines are as sharp as the output's px.
float through(vec2 at_source)
{
#ifdef MASKED
    vec2 there = textureLod(u_mask, (at_source / u_masked.z + 0.5) / u_masked.xy, 0.0).rg;
    float inside = (2.0 * there.r - 1.0) * u_masked.w;
    float per_px = length(vec2(dFdx(inside), dFdy(inside)));
    return clamp(inside / max(per_px, 1e-6) + 0.5, 0.0, 1.0) * there.g;
#else
    return 1.0;
#endif
}

vec3 light_at(vec2 at_source)
{
    vec2 at = clamp(at_source, u_bounds.xy, u_bounds.zw) + u_source.xy;
    return textureLod(u_canvas, at / u_canvas_px, 0.0).rgb;
}

void main()
{
#ifdef LAST
    vec3 at_px = vec3(at_output(), 1.0);
#else
    vec3 at_px = vec3(gl_FragCoord.xy, 1.0);
#endif
    vec3 at = u_to_canvas * at_px;
    float covered = coverage(at, u_source.zw, u_canvas_edge) *
                    coverage(u_to_part * at_px, u_part_px, u_part_edge);
    vec2 at_canvas = at.xy / at.z;
    covered *= through(at_canvas);
    // Derivatives of the quotient: columns of the matrix are those of numerator and denominator.
    vec2 along_x = (u_to_canvas[0].xy - at_canvas * u_to_canvas[0].z) / at.z / u_taps.x;
    vec2 along_y = (u_to_canvas[1].xy - at_canvas * u_to_canvas[1].z) / at.z / u_taps.y;
    vec2 first = at_canvas - 0.5 * ((u_taps.x - 1.0) * along_x + (u_taps.y - 1.0) * along_y);
    vec3 light = light_at(first);
    int columns = int(u_taps.x), taps = columns * int(u_taps.y);
    for (int i = 1; i < taps; i++) // mostly none
        light += light_at(first + float(i % columns) * along_x + float(i / columns) * along_y);
    light *= covered / (u_taps.x * u_taps.y);
#ifdef LAST
    color = bytes_of(light);
#else
    color = vec4(light, covered);
#endif
}
