// Shapes and letters painted with a gradient: px of the canvas, y down, row 0 on top. Fed by
// engine/render.
layout(location = 0) in vec2 a_at_px;
layout(location = 1) in vec2 a_place_px; // in the mask or in the atlas
layout(location = 2) in vec2 a_image;    // of the gradient: see gradient.frag
layout(location = 3) in vec4 a_color;    // tint, linear light, premultiplied
layout(location = 4) in float a_kind;    // enum vertex_kind

uniform vec2 u_canvas_px;

out vec2 v_place_px;
out vec2 v_image;
out vec4 v_color;
flat out int v_kind;

void main()
{
    v_place_px = a_place_px;
    v_image = a_image;
    v_color = a_color;
    v_kind = int(a_kind);
    gl_Position = vec4(2.0 * a_at_px / u_canvas_px - 1.0, 0.0, 1.0);
}
