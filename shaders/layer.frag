// A group laid down as one: times its mask and opacity, blended with what lies under it. All targets
// are of one size, px for px; linear light, premultiplied. Set by engine/render/layer.c.
uniform sampler2D u_layer;
uniform sampler2D u_mask;
uniform sampler2D u_below; // what lies under it; read by the modes that OpenGL has no blending for
uniform float u_opacity;
uniform float u_mode; // enum draw_blend; 0: OpenGL blends
uniform float u_by;   // enum draw_mask; 0: none
uniform float u_invert;

out vec4 color;

float shown(ivec2 at)
{
    if (u_by == 0.0)
        return 1.0;
    vec4 mask = texelFetch(u_mask, at, 0);
    float by = u_by == 1.0 ? dot(mask.rgb, vec3(0.2126, 0.7152, 0.0722)) : mask.a;
    by = clamp(by, 0.0, 1.0);
    return u_invert != 0.0 ? 1.0 - by : by;
}

// B(d, s) of W3C Compositing and Blending Level 1, section 10.1, in linear light.
vec3 blend(vec3 d, vec3 s)
{
    int mode = int(u_mode);
    if (mode == 3)
        return d * s;
    if (mode == 4)
        return max(d, s);
    if (mode == 5)
        return min(d, s);
    if (mode == 6)
        return mix(1.0 - 2.0 * (1.0 - d) * (1.0 - s), 2.0 * d * s, lessThanEqual(d, vec3(0.5)));
    if (mode == 7)
        return abs(d - s);
    if (mode == 8)
        return d + s - 2.0 * d * s;
    return s;
}

void main()
{
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 s = texelFetch(u_layer, at, 0);
    s.a = min(s.a, 1.0); // light that was added may have gone beyond
    s *= shown(at) * u_opacity;
    color = s;
    if (u_mode == 0.0)
        return;
    vec4 d = texelFetch(u_below, at, 0);
    d.a = min(d.a, 1.0);
    vec3 plain_s = s.a > 0.0 ? s.rgb / s.a : vec3(0.0);
    vec3 plain_d = d.a > 0.0 ? d.rgb / d.a : vec3(0.0);
    color.rgb = s.rgb * (1.0 - d.a) + d.rgb * (1.0 - s.a) + s.a * d.a * blend(plain_d, plain_s);
    color.a = s.a + d.a * (1.0 - s.a);
}
