// A surface that a grid bends: a mesh in px of its output, homogeneous as is its part. Set by surfaces/bent.c.
layout(location = 0) in vec3 a_at;     // output px
layout(location = 1) in vec2 a_canvas; // px from the source's top left
layout(location = 2) in vec3 a_part;   // px of the output's part of the composition

uniform vec2 u_output_px; // size
uniform float u_down;     // 1: y is down, as in targets; -1: up, as in windows

out vec2 v_canvas;
out vec3 v_part;

void main()
{
    v_canvas = a_canvas;
    v_part = a_part;
    vec2 at = 2.0 * a_at.xy / u_output_px - a_at.z;
    gl_Position = vec4(at.x, u_down * at.y, 0.0, a_at.z);
}
