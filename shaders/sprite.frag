// Sprites and swarms: the light of a picture, tinted, by how much of the px it covers. Linear light,
// premultiplied. Set by engine/render.
uniform sampler2D u_image; // premultiplied
uniform vec4 u_inside;     // where it may be sampled: left, top, right, bottom in 0..1

in vec2 v_inside_px;
in vec2 v_image;
flat in vec2 v_size_px;
flat in vec4 v_color;

out vec4 color;

void main()
{
    vec2 covered = clamp(min(v_inside_px + 0.5, v_size_px) - max(v_inside_px - 0.5, 0.0), 0.0, 1.0);
    color = texture(u_image, clamp(v_image, u_inside.xy, u_inside.zw)) * v_color * covered.x * covered.y;
}
