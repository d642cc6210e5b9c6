// A target made larger or smaller for a window: averages linear light over the window's pixel, then
// encodes it for the display, since a window's framebuffer takes bytes as they are. Set by
// gpu/present.c.
uniform sampler2D u_picture; // sampled as linear light
uniform vec2 u_taps;         // samples across one pixel of the window
uniform vec2 u_pixel_uv;     // one pixel of the window, in 0..1 of the picture

in vec2 v_at;
out vec4 color;

// IEC 61966-2-1
vec3 encode(vec3 light)
{
    vec3 c = clamp(light, 0.0, 1.0);
    return mix(1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, 12.92 * c, lessThanEqual(c, vec3(0.0031308)));
}

void main()
{
    ivec2 taps = ivec2(u_taps);
    vec2 step_uv = u_pixel_uv / u_taps;
    vec2 first = v_at - 0.5 * u_pixel_uv + 0.5 * step_uv;
    vec3 sum = vec3(0.0);
    for (int y = 0; y < taps.y; y++)
        for (int x = 0; x < taps.x; x++)
            sum += texture(u_picture, first + vec2(x, y) * step_uv).rgb;
    color = vec4(encode(sum / (u_taps.x * u_taps.y)), 1.0);
}
