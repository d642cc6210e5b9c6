// What an output does to light after the warp, as far as it does any: masks and soft edges, lift of
// black, gain and white point, its curve, a table of colours; then bytes, dithered. Included by what
// paints an output last; set by surfaces/light.c, which compiles what the output has: SHARED, LIFTED,
// GAMMA, and TABLE_CUBE or TABLE_ROW; PLAIN: nothing but sRGB's curve, and no dither.
uniform vec4 u_place;         // output px of gl_FragCoord: plus, times
uniform sampler2D u_share;    // SHARED. Red: of the light, green (LIFTED): of the lift
uniform vec3 u_gain;          // of the light
uniform vec3 u_lift;          // LIFTED: added
uniform float u_exponent;     // GAMMA: from light to value; else sRGB (IEC 61966-2-1)
uniform sampler2D u_table;    // of a cube: green and blue down, red to the right
uniform float u_table_edge;   // entries a side
uniform vec3 u_table_least;   // value of the first entry
uniform vec3 u_table_step;    // entries for 1

const float STILL = 0.125; // of a byte: so near to one it is that one

vec2 at_output()
{
    return u_place.xy + u_place.zw * gl_FragCoord.xy;
}

// sRGB's power by roots, 0.009 of a byte off: pow() of software rasterisers is a quarter of one off,
// and takes three times as long.
vec3 srgb_power(vec3 light)
{
    vec3 r = sqrt(light), u = sqrt(r);
    return ((0.08132998 * u - 0.33550155) * u + 1.12268162) * r + (0.19613587 * u - 0.06461154);
}

vec3 value_of(vec3 light)
{
#ifdef GAMMA
    return pow(light, vec3(u_exponent));
#else
    return mix(srgb_power(light), 12.92 * light, lessThanEqual(light, vec3(0.0031308)));
#endif
}

vec3 entry(ivec3 at)
{
    int edge = int(u_table_edge);
    return texelFetch(u_table, ivec2(at.r, at.g + edge * at.b), 0).rgb;
}

// As lut_apply() in mapping/lut.c: along the axes, the farthest first.
vec3 from_cube(ivec3 at, vec3 x)
{
    ivec3 first = x.r >= x.g && x.r >= x.b ? ivec3(1, 0, 0)
                  : x.g >= x.b             ? ivec3(0, 1, 0)
                                           : ivec3(0, 0, 1);
    ivec3 last = x.b <= x.r && x.b <= x.g ? ivec3(0, 0, 1)
                 : x.g <= x.r             ? ivec3(0, 1, 0)
                                          : ivec3(1, 0, 0);
    ivec3 two = ivec3(1) - last;
    float most = max(max(x.r, x.g), x.b), least = min(min(x.r, x.g), x.b);
    float middle = x.r + x.g + x.b - most - least;
    return (1.0 - most) * entry(at) + (most - middle) * entry(at + first) +
           (middle - least) * entry(at + two) + least * entry(at + ivec3(1));
}

vec3 from_row(ivec3 at, vec3 x)
{
    vec3 a = vec3(texelFetch(u_table, ivec2(at.r, 0), 0).r, texelFetch(u_table, ivec2(at.g, 0), 0).g,
                  texelFetch(u_table, ivec2(at.b, 0), 0).b);
    vec3 b = vec3(texelFetch(u_table, ivec2(at.r + 1, 0), 0).r,
                  texelFetch(u_table, ivec2(at.g + 1, 0), 0).g,
                  texelFetch(u_table, ivec2(at.b + 1, 0), 0).b);
    return mix(a, b, x);
}

vec3 looked_up(vec3 value)
{
    vec3 x = clamp((value - u_table_least) * u_table_step, 0.0, u_table_edge - 1.0);
    vec3 at = min(floor(x), u_table_edge - 2.0);
#ifdef TABLE_CUBE
    return from_cube(ivec3(at), x - at);
#else
    return from_row(ivec3(at), x - at);
#endif
}

// Interleaved gradient noise (Jimenez 2014, Next Generation Post Processing in Call of Duty): fine
// as blue noise, the same in every frame.
float noise(vec2 at)
{
    return fract(52.9829189 * fract(dot(at, vec2(0.06711056, 0.00583715))));
}

// The bytes of a px that gets this light.
vec4 bytes_of(vec3 light)
{
    vec2 at = at_output();
#ifdef PLAIN
    return vec4(value_of(clamp(light, 0.0, 1.0)), 1.0);
#else
    light *= u_gain;
#ifdef LIFTED
    vec2 share = texelFetch(u_share, ivec2(at), 0).rg;
    light = light * share.r + u_lift * share.g;
#elif defined(SHARED)
    light *= texelFetch(u_share, ivec2(at), 0).r;
#endif
    vec3 value = value_of(clamp(light, 0.0, 1.0));
#if defined(TABLE_CUBE) || defined(TABLE_ROW)
    value = clamp(looked_up(value), 0.0, 1.0);
#endif
    float dither = STILL + (1.0 - 2.0 * STILL) * noise(at);
    return vec4(floor(value * 255.0 + dither) / 255.0, 1.0);
#endif
}
