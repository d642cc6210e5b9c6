// Pictures and films whose borders keep their px, tinted, where they cover the px. Across and down
// alike: border, middle (pulled, or repeated), border. Linear light, premultiplied. Set by
// engine/render.
uniform sampler2D u_mask;  // coverage of the edges, px for px
uniform sampler2D u_image; // premultiplied
uniform vec2 u_box_px;     // size
uniform vec2 u_image_px;   // size
uniform vec4 u_part;       // of the picture: left, top, right, bottom, 0..1
uniform vec4 u_border;     // of the picture: where its borders end and begin, 0..1
uniform vec4 u_border_px;  // their sizes in the box: left, top, right, bottom
uniform vec2 u_tile_px;    // of the repeated middle, in the box; 0: pulled

in vec2 v_place_px;
in vec2 v_box_px;
in vec4 v_color;
flat in int v_kind;

out vec4 color;

// One axis: the place in the picture, and how much of it one px of the box is.
vec2 axis(float at, float size, vec4 ends, vec2 borders, float tile, float texel)
{
    if (at < borders.x)
        return vec2(mix(ends.x, ends.y, at / borders.x), (ends.y - ends.x) / borders.x);
    if (at > size - borders.y)
        return vec2(mix(ends.w, ends.z, (size - at) / borders.y), (ends.w - ends.z) / borders.y);
    float inside = max(size - borders.x - borders.y, 1e-6), from = at - borders.x;
    if (tile <= 0.0)
        return vec2(mix(ends.y, ends.z, from / inside), (ends.z - ends.y) / inside);
    float half_px = min(0.5 * texel, 0.5 * (ends.z - ends.y)); // no light from beyond the middle
    float place = mix(ends.y, ends.z, fract(from / tile));
    return vec2(clamp(place, ends.y + half_px, ends.z - half_px), (ends.z - ends.y) / tile);
}

void main()
{
    vec2 across = axis(v_box_px.x, u_box_px.x, vec4(u_part.x, u_border.x, u_border.z, u_part.z),
                       u_border_px.xz, u_tile_px.x, 1.0 / u_image_px.x);
    vec2 down = axis(v_box_px.y, u_box_px.y, vec4(u_part.y, u_border.y, u_border.w, u_part.w),
                     u_border_px.yw, u_tile_px.y, 1.0 / u_image_px.y);
    vec2 scale = vec2(across.y, down.y); // the slope of this part: none at the seams
    float covered = v_kind == 1 ? texelFetch(u_mask, ivec2(v_place_px), 0).r : 1.0;
    color = textureGrad(u_image, vec2(across.x, down.x), dFdx(v_box_px) * scale,
                        dFdy(v_box_px) * scale) * v_color * covered;
}
