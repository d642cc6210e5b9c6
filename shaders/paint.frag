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

// Of a slice of a px, from -0.5 to 0.5 along it, the part where a distance is not below 0: from, to; and how much of its
// thickness, where the edge runs along it. `far`: in its middle; `way`: how it grows along the slice, and across.
vec3 side(float far, vec2 way, float thick)
{
    float steep = abs(way.x), lying = thick * abs(way.y), part = clamp(far / max(steep, lying) + 0.5, 0.0, 1.0);
    if (steep < lying)
        return vec3(-0.5, 0.5, part);
    return way.x > 0.0 ? vec3(0.5 - part, 0.5, 1.0) : vec3(-0.5, part - 0.5, 1.0);
}

vec3 both(vec3 a, vec3 b)
{
    return vec3(max(a.x, b.x), min(a.y, b.y), a.z * b.z);
}

float long_of(vec3 part)
{
    return max(part.y - part.x, 0.0) * part.z;
}

// The part of a px that lies on a line, at a joint or an end of it (engine/render/straight.c), by slices as of a disc
// (within 0.02: tests/engine/render_straight_test.c).
float line(vec2 place, vec2 half_px, vec2 gx, vec2 gy, int kind, int count)
{
    float thick = 1.0 / float(max(count, 1)), covered = 0.0, r = half_px.x;
    if (kind != 5 && place.x > 0.5 * half_px.y) { // from the nearer end
        place.x = half_px.y - place.x;
        gx = -gx;
    }
    vec2 end = place.x * gx + place.y * gy; // from it to the px
    if (kind == 7 && abs(end.y) > abs(end.x)) {
        end = end.yx;
        gx = gx.yx;
        gy = gy.yx;
    }
    for (int i = 0; i < count; i++) {
        float beside = (float(i) + 0.5) * thick - 0.5;
        vec2 at = place + beside * vec2(gx.y, gy.y);
        if (kind == 5) {
            covered += long_of(both(side(at.x + r, gx, thick), side(at.y + r, gy, thick))) -
                       long_of(both(side(at.x - r, gx, thick), side(at.y - r, gy, thick)));
            continue;
        }
        vec3 part = both(side(at.x, gx, thick), both(side(at.y + r, gy, thick), side(r - at.y, -gy, thick)));
        float y = end.y + beside, reach = kind == 7 ? sqrt(max((r - y) * (r + y), 0.0)) : 0.0;
        vec3 cap = vec3(max(-end.x - reach, -0.5), min(-end.x + reach, 0.5), 1.0);
        if (reach <= 0.0 || cap.x >= cap.y)
            covered += long_of(part);
        else if (part.x >= part.y)
            covered += long_of(cap);
        else
            covered += mix(long_of(cap), max(part.y, cap.y) - min(part.x, cap.x), part.z);
    }
    return covered * thick;
}

void main()
{
    vec2 right = dFdx(v_place_px), down = dFdy(v_place_px); // px beside a line, a px further on
    float line_covered = line(v_place_px, v_half_px, vec2(right.x, down.x), vec2(right.y, down.y), v_kind, v_kind > 4 ? 8 : 0);
    float covered = 1.0, round_covered = disc(v_place_px, v_half_px, v_kind == 4 ? 8 : 0);
    if (v_kind == 1)
        covered = texelFetch(u_mask, ivec2(v_place_px), 0).r;
    else if (v_kind == 2)
        covered = textureLod(u_glyphs, v_place_px / u_atlas_px, 0.0).r;
    else if (v_kind == 3)
        covered = trail(length(v_place_px));
    else if (v_kind == 4)
        covered = round_covered;
    else if (v_kind > 4)
        covered = line_covered;
    color = v_color * covered;
}
