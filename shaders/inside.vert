// The cells of a bent surface that lie inside all its edges. Set by surfaces/bent.c.
layout(location = 0) in vec3 a_at;     // output px, homogeneous
layout(location = 1) in vec3 a_canvas; // px from the source's top left, likewise

uniform vec2 u_output_px; // size
uniform vec2 u_source_at; // px of the canvas
uniform vec2 u_canvas_px; // size

out vec3 v_at; // 0..1 of the canvas, homogeneous

void main()
{
    v_at = vec3((a_canvas.xy + u_source_at * a_canvas.z) / u_canvas_px, a_canvas.z);
    gl_Position = vec4(2.0 * a_at.xy / u_output_px - a_at.z, 0.0, a_at.z);
}
