// Pictures and films: their light, tinted, where they cover the px. Linear light, premultiplied.
// Set by engine/render.
uniform sampler2D u_mask;  // coverage of the edges, px for px
uniform sampler2D u_image; // premultiplied

in vec2 v_place_px;
in vec2 v_image;
in vec4 v_color;
flat in int v_kind;

out vec4 color;

void main()
{
    float covered = v_kind == 1 ? texelFetch(u_mask, ivec2(v_place_px), 0).r : 1.0;
    vec4 light = texture(u_image, v_image);
    light.a = min(light.a, 1.0); // a picture that light was added on may have gone beyond
    color = light * v_color * covered;
}
