// Shapes and letters: px of the canvas, y down, row 0 on top. Fed by engine/render.
layout(location = 0) in vec2 a_at_px;
layout(location = 1) in vec2 a_place_px; // in the mask, in the atlas, from a trail's or a disc's middle, beside a line
layout(location = 2) in vec2 a_half_px;  // x: half the width of a trail or a line; y: a line's length; x, y: radii of a disc
layout(location = 3) in vec4 a_color;    // linear light, premultiplied
layout(location = 4) in float a_kind;    // enum vertex_kind

uniform vec2 u_canvas_px;

out vec2 v_place_px;
out vec2 v_half_px;
out vec4 v_color;
flat out int v_kind;

void main()
{
    v_place_px = a_place_px;
    v_half_px = a_half_px;
    v_color = a_color;
    v_kind = int(a_kind);
    gl_Position = vec4(2.0 * a_at_px / u_canvas_px - 1.0, 0.0, 1.0);
}
