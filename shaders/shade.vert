// A curator's shader: a rectangle of the canvas under any transform. Set by engine/render/shader.c.
uniform vec2 gestuaire_origin_px; // its corners, px of the canvas
uniform vec2 gestuaire_right_px;  // from the left to the right one
uniform vec2 gestuaire_down_px;
uniform vec2 gestuaire_canvas_px;

out vec2 v_at;

void main()
{
    v_at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at_px = gestuaire_origin_px + v_at.x * gestuaire_right_px + v_at.y * gestuaire_down_px;
    gl_Position = vec4(2.0 * at_px / gestuaire_canvas_px - 1.0, 0.0, 1.0);
}
