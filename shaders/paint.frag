// Shapes and letters: a colour times how much of the px is covered. Linear light, premultiplied.
// Set by engine/render.
uniform sampler2D u_mask;   // coverage of shapes, px for px
uniform sampler2D u_glyphs; // coverage of letters
uniform vec2 u_atlas_px;

in vec2 v_place_px;
in vec2 v_half_px;
in vec4 v_color;
flat in int v_kind;

out vec4 color;

// The part of a px, d from the middle line, that lies within half the width of it.
float trail(float d)
{
    return clamp(min(d + 0.5, v_half_px.x) - max(d - 0.5, -v_half_px.x), 0.0, 1.0);
}

// A slice of a px, y from the middle of a disc and x along it: the part of it that lies on the disc.
float slice(float x, float y, float radius)
{
    float end = sqrt(max((radius - y) * (radius + y), 0.0));
    return max(min(x + 0.5, end) - max(x - 0.5, -end), 0.0);
}

// The part of a px, p from the middle of a disc with a hole, that lies on it. Slices run along the way to the middle
// (within 0.004 of the area: tests/engine/render_box_test.c). `count` is no constant, so that px of other kinds have
// none: software would work out all of them everywhere.
float disc(vec2 p, vec2 radii, int count)
{
    vec2 at = abs(p);
    at = at.x > at.y ? at : at.yx;
    float covered = 0.0;
    for (int i = 0; i < count; i++) {
        float y = at.y + (float(i) + 0.5) / float(count) - 0.5;
        covered += slice(at.x, y, radii.x) - slice(at.x, y, radii.y);
    }
    return covered / float(max(count, 1));
}

void main()
{
    float covered = 1.0, round_covered = disc(v_place_px, v_half_px, v_kind == 4 ? 8 : 0);
    if (v_kind == 1)
        covered = texelFetch(u_mask, ivec2(v_place_px), 0).r;
    else if (v_kind == 2)
        covered = textureLod(u_glyphs, v_place_px / u_atlas_px, 0.0).r;
    else if (v_kind == 3)
        covered = trail(length(v_place_px));
    else if (v_kind == 4)
        covered = round_covered;
    color = v_color * covered;
}
