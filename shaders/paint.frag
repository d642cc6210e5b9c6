// Shapes and letters: a colour times how much of the px is covered. Linear light, premultiplied.
// Set by engine/render.
uniform sampler2D u_mask;   // coverage of shapes, px for px
uniform sampler2D u_glyphs; // coverage of letters
uniform vec2 u_atlas_px;

in vec2 v_place_px;
in float v_half_px;
in vec4 v_color;
flat in int v_kind;

out vec4 color;

// The part of a px, d from the middle line, that lies within half the width of it.
float trail(float d)
{
    return clamp(min(d + 0.5, v_half_px) - max(d - 0.5, -v_half_px), 0.0, 1.0);
}

void main()
{
    float covered = 1.0;
    if (v_kind == 1)
        covered = texelFetch(u_mask, ivec2(v_place_px), 0).r;
    else if (v_kind == 2)
        covered = textureLod(u_glyphs, v_place_px / u_atlas_px, 0.0).r;
    else if (v_kind == 3)
        covered = trail(length(v_place_px));
    color = v_color * covered;
}
