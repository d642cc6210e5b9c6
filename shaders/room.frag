// What comes back of the light on a matt face, in cd/m²: either the room's own light, or what one
// projector or lamp adds to it. Set by engine/rehearsal/paint.c.
uniform float u_projected; // 1: the projector's light, 0: the room's
uniform vec3 u_above, u_below; // lux on what looks up, down
uniform sampler2D u_picture;       // light of the projector, 1: white; small ones for what is far
uniform sampler2DShadow u_shadow;  // how far its light comes
uniform vec3 u_lens;               // where it stands
uniform float u_power;             // lux at 1 m across its axis
uniform float u_black;             // of its white
uniform vec4 u_lamp; // of a lamp: its colour, cosine of half its angle; 0: a projector

in vec3 v_at;
in vec3 v_normal;
in vec4 v_color; // and the share of the room's light
in vec3 v_glow;
in vec4 v_from;

out vec4 color;

const float PI = 3.14159265;
const float WHOLE = 0.6; // REHEARSAL_LAMP_WHOLE

float lit(vec3 at)
{
    vec2 texel = 1.0 / vec2(textureSize(u_shadow, 0));
    float sum = 0.0;
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++)
            sum += texture(u_shadow, vec3(at.xy + (vec2(x, y) - 0.5) * texel, at.z));
    return sum / 4.0;
}

vec3 projected(vec3 normal)
{
    float away = v_from.w;
    vec3 at = v_from.xyz / max(away, 1e-3) * 0.5 + 0.5;
    vec2 inside = min(at.xy, 1.0 - at.xy);
    vec2 cover = clamp(inside / max(fwidth(at.xy), 1e-7) + 0.5, 0.0, 1.0); // of the last px
    vec3 light = u_black + (1.0 - u_black) * texture(u_picture, at.xy).rgb;
    float turned = max(dot(normal, u_lens - v_at) / max(away, 1e-3), 0.0);
    if (u_lamp.w != 0.0) { // as bright on its way to the side as along its axis
        float off = away / max(distance(u_lens, v_at), 1e-3);
        light = u_lamp.rgb * smoothstep(u_lamp.w, mix(u_lamp.w, 1.0, WHOLE), off) * off * off * off;
    }
    float lux = u_power / max(away * away, 1e-6) * turned * cover.x * cover.y;
    return away > 0.0 ? lux * lit(at) * light : vec3(0.0);
}

void main()
{
    vec3 normal = normalize(v_normal);
    vec3 room = mix(u_below, u_above, 0.5 + 0.5 * normal.z) * v_color.a + v_glow;
    vec3 light = u_projected > 0.5 ? projected(normal) : room;
    color = vec4(v_color.rgb / PI * light, 1.0 - u_projected);
}
