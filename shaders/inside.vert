// The cells of a bent surface that lie inside all its edges. Set by surfaces/bent.c.
layout(location = 0) in vec3 a_at;     // output px, homogeneous
layout(location = 1) in vec2 a_canvas; // px from the source's top left

uniform vec2 u_output_px; // size
uniform float u_down;     // 1: y is down, as in targets; -1: up, as in windows
uniform vec2 u_source_at; // px of the canvas
uniform vec2 u_canvas_px; // size

out vec2 v_at; // 0..1 of the canvas

void main()
{
    v_at = (a_canvas + u_source_at) / u_canvas_px;
    vec2 at = 2.0 * a_at.xy / u_output_px - a_at.z;
    gl_Position = vec4(at.x, u_down * at.y, 0.0, a_at.z);
}
