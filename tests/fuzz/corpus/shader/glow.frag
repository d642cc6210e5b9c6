// A glow that breathes.
uniform float u_warmth;
uniform vec3 u_tint;
uniform sampler2D u_picture;
#define OCTAVES 4
#define S(a, b, t) smoothstep(a, b, t)
float noise(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
float cloud(vec2 p)
{
    float sum = 0.0, amp = 0.5;
    for (int i = 0; i < OCTAVES; i++, amp *= 0.5)
        sum += amp * noise(floor(p *= 2.0));
    return sum;
}
void main()
{
    float d = length(v_at - 0.5), k = 0.0;
    while (k < 3.0) { if (d > k) k += 1.0; else break; }
    do { k -= 1.0; } while (k > 0.0);
    color = vec4(u_tint * S(0.5, 0.1, d) * (0.5 + 0.5 * sin(u_time_s)), 1.0) * u_warmth;
    color += texture(u_picture, v_at) * cloud(v_at * 8.0) * 1e-3 + 0x1fu;
}
