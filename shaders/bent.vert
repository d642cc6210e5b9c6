// A surface that a grid bends: triangles in px of its output. Set by surfaces/bent.c.
layout(location = 0) in vec2 a_at;     // output px
layout(location = 1) in vec2 a_canvas; // px from the source's top left
layout(location = 2) in vec2 a_part;   // px of the output's part of the composition
layout(location = 3) in vec2 a_corner; // 1 at the first, at the second
layout(location = 4) in vec4 a_canvas_bend; // of the first side and the second
layout(location = 5) in vec2 a_canvas_bend_last;
layout(location = 6) in vec4 a_part_bend;
layout(location = 7) in vec2 a_part_bend_last;

uniform vec2 u_output_px; // size
uniform float u_down;     // 1: y is down, as in targets; -1: up, as in windows

out vec2 v_canvas;
out vec2 v_part;
out vec2 v_corner;
flat out vec4 v_canvas_bend;
flat out vec2 v_canvas_bend_last;
flat out vec4 v_part_bend;
flat out vec2 v_part_bend_last;

void main()
{
    v_canvas = a_canvas;
    v_part = a_part;
    v_corner = a_corner;
    v_canvas_bend = a_canvas_bend;
    v_canvas_bend_last = a_canvas_bend_last;
    v_part_bend = a_part_bend;
    v_part_bend_last = a_part_bend_last;
    vec2 at = 2.0 * a_at / u_output_px - 1.0;
    gl_Position = vec4(at.x, u_down * at.y, 0.0, 1.0);
}
