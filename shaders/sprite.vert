// Sprites: a picture in its own px around a point of the canvas, turned and sized. Each grows by
// half a px of the canvas, so that its edge can be covered by area. Fed by engine/render/sprite.c.
layout(location = 0) in vec4 a_sprite; // x, y, angle, scale
layout(location = 1) in vec4 a_color;  // linear light, straight alpha

uniform vec2 u_canvas_px;
uniform mat3 u_to_canvas;
uniform vec2 u_size_px; // of the part of the picture that is shown
uniform vec4 u_source;  // that part: left, top, width, height in 0..1
uniform vec4 u_tint;    // linear light, premultiplied

out vec2 v_inside_px; // from the left and upper edge, in px of the canvas
out vec2 v_image;
flat out vec2 v_size_px; // from edge to edge, in px of the canvas
flat out vec4 v_color;

void main()
{
    vec2 corner = 2.0 * vec2(gl_VertexID & 1, gl_VertexID >> 1) - 1.0;
    float c = cos(a_sprite.z), s = sin(a_sprite.z);
    mat2 turned = mat2(u_to_canvas) * mat2(c, s, -s, c) * a_sprite.w;
    float area = abs(determinant(turned));
    vec2 px = area / vec2(length(turned[1]), length(turned[0])); // across its sides, of 1 px of it
    vec2 at = corner * (0.5 * u_size_px + 0.5 / px);
    v_size_px = u_size_px * px;
    v_inside_px = at * px + 0.5 * v_size_px;
    v_image = u_source.xy + u_source.zw * (at / u_size_px + 0.5);
    vec4 light = max(vec4(a_color.rgb, clamp(a_color.a, 0.0, 1.0)), 0.0);
    v_color = u_tint * vec4(light.rgb * light.a, light.a);
    vec2 at_px = turned * at + (u_to_canvas * vec3(a_sprite.xy, 1.0)).xy;
    gl_Position = area > 0.0 ? vec4(2.0 * at_px / u_canvas_px - 1.0, 0.0, 1.0) : vec4(2.0, 2.0, 0.0, 1.0);
}
