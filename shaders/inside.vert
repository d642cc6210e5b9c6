// The triangles of a bent surface that lie inside all its edges. Set by surfaces/bent.c.
layout(location = 0) in vec2 a_at;     // output px
layout(location = 1) in vec2 a_canvas; // px from the source's top left
layout(location = 3) in vec2 a_corner; // 1 at the first, at the second
layout(location = 4) in vec4 a_bend;   // of the first side and the second, px of the canvas
layout(location = 5) in vec2 a_bend_last;

uniform vec2 u_output_px; // size
uniform float u_down;     // 1: y is down, as in targets; -1: up, as in windows
uniform vec2 u_source_at; // px of the canvas
uniform vec2 u_canvas_px; // size

out vec2 v_at; // 0..1 of the canvas, as are bends
out vec2 v_corner;
flat out vec4 v_bend;
flat out vec2 v_bend_last;

void main()
{
    v_at = (a_canvas + u_source_at) / u_canvas_px;
    v_corner = a_corner;
    v_bend = a_bend / u_canvas_px.xyxy;
    v_bend_last = a_bend_last / u_canvas_px;
    vec2 at = 2.0 * a_at / u_output_px - 1.0;
    gl_Position = vec4(at.x, u_down * at.y, 0.0, 1.0);
}
