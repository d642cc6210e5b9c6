// Shapes and letters painted with a gradient: its colour at the px, times how much of the px is
// covered. Linear light, premultiplied. Edges between two colours are as soft as one px. Set by
// engine/render.
uniform sampler2D u_mask;   // coverage of shapes, px for px
uniform sampler2D u_glyphs; // coverage of letters
uniform vec2 u_atlas_px;
uniform vec4 u_gradient;   // kind, spread, space (the enums of scene/drawlist.h); number of stops
uniform vec2 u_range;      // radial: where t is 0, in outer radii; conic: in turns; then t for 1 more
uniform vec4 u_lights[16]; // of each stop, premultiplied: light, or Oklab
uniform vec4 u_places[16]; // x: of each stop, 0 to 1
uniform vec4 u_turned;     // conic: the light at the end of a turn

in vec2 v_place_px;
in vec2 v_image; // linear: x is t; radial: from the middle, in outer radii; conic: in px
in vec4 v_color;
flat in int v_kind;

out vec4 color;

const float TURN = 6.283185307179586;

// The colour at t of 0 to 1. Two stops nearer than a px (`soft` of t) are an edge as wide as one.
vec4 stops(float t, float soft)
{
    vec4 light = u_lights[0];
    float low = u_places[0].x;
    int count = int(u_gradient.w);
    for (int i = 1; i < count; i++) {
        float high = u_places[i].x, width = max(high - low, soft);
        float from = 0.5 * (low + high - width);
        light = mix(light, u_lights[i], clamp((t - from) / width, 0.0, 1.0));
        low = high;
    }
    return light;
}

// Linear light of Oklab; both premultiplied.
vec4 light_of(vec4 c)
{
    if (u_gradient.z == 0.0 || c.a <= 0.0)
        return c;
    vec3 lab = c.rgb / c.a;
    vec3 lms = vec3(lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z,
                    lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z,
                    lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z);
    lms = lms * lms * lms;
    vec3 rgb = vec3(4.0767416621 * lms.x - 3.3077115913 * lms.y + 0.2309699292 * lms.z,
                    -1.2684380046 * lms.x + 2.6097574011 * lms.y - 0.3413193965 * lms.z,
                    -0.0041960863 * lms.x - 0.7034186147 * lms.y + 1.7076147010 * lms.z);
    return vec4(max(rgb, 0.0) * c.a, c.a);
}

// How far `at` is from the nearest whole number.
float past_whole(float at)
{
    return at - floor(at + 0.5);
}

vec4 gradient(vec2 along_x, vec2 along_y)
{
    float px = sqrt(max(abs(along_x.x * along_y.y - along_x.y * along_y.x), 1e-14));
    float away = length(v_image), t, soft; // soft: of t, as wide as a px
    float past = 1.0;                      // px behind a seam
    vec4 before = u_lights[int(u_gradient.w) - 1];
    if (u_gradient.x == 0.0) {
        t = v_image.x;
        soft = length(vec2(along_x.x, along_y.x));
    } else if (u_gradient.x == 1.0) {
        t = (away - u_range.x) * u_range.y;
        soft = px * abs(u_range.y);
    } else { // from the first angle on, the way the second one lies
        float turns = (atan(v_image.y, v_image.x) / TURN - u_range.x) * sign(u_range.y);
        t = fract(turns) * abs(u_range.y);
        soft = min(px / (TURN * max(away, 1e-6)), 0.5);
        past = past_whole(turns) / soft;
        soft *= abs(u_range.y);
        if (abs(past) < 0.5)
            before = u_turned;
    }
    soft = max(soft, 1e-7);
    if (u_gradient.y == 1.0) {
        if (abs(past) >= 0.5)
            past = past_whole(t) / soft;
        t = fract(t);
    } else if (u_gradient.y == 2.0) {
        t = 1.0 - abs(mod(t, 2.0) - 1.0);
    }
    vec4 light = stops(t, soft);
    return abs(past) < 0.5 ? mix(before, u_lights[0], past + 0.5) : light;
}

void main()
{
    float covered = 1.0;
    vec4 light = light_of(gradient(dFdx(v_image), dFdy(v_image)));
    if (v_kind == 1)
        covered = texelFetch(u_mask, ivec2(v_place_px), 0).r;
    else if (v_kind == 2)
        covered = textureLod(u_glyphs, v_place_px / u_atlas_px, 0.0).r;
    color = light * v_color * covered;
}
