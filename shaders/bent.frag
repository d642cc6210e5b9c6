// A canvas on a surface that a grid bends: the mean of the canvas' light under each pixel, edges by how
// much of the pixel they cover. Set by
// surfaces/bent.c, which compiles MASKED for surfaces that have masks, and LAST where it is painted as
// the output's bytes.
#include "light.glsl"

in vec2 v_canvas;
in vec2 v_part;
in vec2 v_corner;
flat in vec4 v_canvas_bend;
flat in vec2 v_canvas_bend_last;
flat in vec4 v_part_bend;
flat in vec2 v_part_bend_last;

uniform sampler2D u_canvas; // sampled as linear light
uniform vec2 u_canvas_px;   // size
uniform vec4 u_source;      // its part that is shown: left, top, width, height
uniform vec4 u_bounds;      // nothing beside the source shines in: least x, y, most x, y
uniform vec2 u_part_px;     // size
uniform vec2 u_taps;        // samples across one output px
#ifdef MASKED
uniform sampler2D u_mask;   // over the source: how far inside hard outlines, what soft ones let through
uniform vec4 u_masked;      // its nodes across and down, px from node to node, px of 0 and 1
#endif

out vec4 color;

// Distances from the four edges, inward, in output px: a coordinate over the length of its gradient.
float coverage(vec2 at, vec2 size)
{
    vec2 right = dFdx(at), down = dFdy(at);
    vec2 per_px = sqrt(right * right + down * down);
    vec4 inward_px = vec4(at, size - at) / max(per_px.xyxy, 1e-6);
    vec4 covered = clamp(inward_px + 0.5, 0.0, 1.0);
    return min(covered.x, covered.z) * min(covered.y, covered.w);
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
    float a = v_corner.x, b = v_corner.y, c = 1.0 - a - b;
    vec3 bent = vec3(a * b, b * c, c * a);
    vec2 at = v_canvas + bent.x * v_canvas_bend.xy + bent.y * v_canvas_bend.zw +
              bent.z * v_canvas_bend_last;
    vec2 part =
        v_part + bent.x * v_part_bend.xy + bent.y * v_part_bend.zw + bent.z * v_part_bend_last;
    float covered = coverage(at, u_source.zw) * coverage(part, u_part_px) * through(at);
    vec2 along_x = dFdx(at) / u_taps.x, along_y = dFdy(at) / u_taps.y;
    vec2 first = at - 0.5 * ((u_taps.x - 1.0) * along_x + (u_taps.y - 1.0) * along_y);
    vec3 light = light_at(first);
    int columns = int(u_taps.x), taps = columns * int(u_taps.y);
    for (int i = 1; i < taps; i++)
        light += light_at(first + float(i % columns) * along_x + float(i / columns) * along_y);
    light *= covered / (u_taps.x * u_taps.y);
#ifdef LAST
    color = bytes_of(light);
#else
    color = vec4(light, covered);
#endif
}
