// A stage as it is shown: one scene giving way to the next, and the stage's opacity. Linear light,
// premultiplied. Set by engine/render/shown.c.
uniform sampler2D u_before;
uniform sampler2D u_next;
uniform sampler2D u_mask; // of a wipe: where it is dark the next scene comes first
uniform vec2 u_size_px;
uniform float u_kind;     // enum transition_kind; 0: the next alone
uniform float u_at;       // 0..1: how far
uniform float u_soft;     // width of a wipe's edge, of the mask's range
uniform float u_masked;   // 0: from left to right
uniform float u_opacity;

out vec4 color;

// IEC 61966-2-1: a mask is painted by eye, so its bytes are what counts.
float encode(float light)
{
    float c = clamp(light, 0.0, 1.0);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1.0 / 2.4) - 0.055;
}

float when(vec2 at)
{
    if (u_masked == 0.0)
        return at.x;
    return encode(dot(texture(u_mask, at).rgb, vec3(0.2126, 0.7152, 0.0722)));
}

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy);
    vec4 next = texelFetch(u_next, px, 0);
    if (u_kind == 0.0) {
        color = vec4(next.rgb * u_opacity, next.a);
        return;
    }
    vec4 before = texelFetch(u_before, px, 0);
    if (u_kind == 1.0) {
        color = mix(before, next, u_at);
    } else if (u_kind == 2.0) {
        color = u_at < 0.5 ? before * (1.0 - 2.0 * u_at) : next * (2.0 * u_at - 1.0);
        color.a = 1.0;
    } else {
        float soft = max(u_soft, 1.0 / 256.0);
        float there = (u_at * (1.0 + soft) - when(gl_FragCoord.xy / u_size_px)) / soft;
        color = mix(before, next, clamp(there, 0.0, 1.0));
    }
    color.rgb *= u_opacity;
}
