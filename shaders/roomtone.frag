// What the eye sees as a display shows it: exposed, what is brighter than the knee rounded off
// towards white, sRGB, dithered. Set by engine/rehearsal/paint.c.
#define KNEE 0.7

uniform sampler2D u_light; // cd/m²
uniform float u_exposure;

out vec4 color;

// Interleaved gradient noise (Jimenez, Next generation post processing in Call of Duty, 2014).
float noise(vec2 at)
{
    return fract(52.9829189 * fract(dot(at, vec2(0.06711056, 0.00583715))));
}

vec3 rounded(vec3 light)
{
    vec3 over = max(light - KNEE, 0.0) / (1.0 - KNEE);
    return min(light, KNEE) + (1.0 - KNEE) * (1.0 - exp(-over));
}

vec3 value_of(vec3 light)
{
    return mix(light * 12.92, 1.055 * pow(max(light, 0.0031308), vec3(1.0 / 2.4)) - 0.055,
               step(0.0031308, light));
}

void main()
{
    vec3 light = texelFetch(u_light, ivec2(gl_FragCoord.xy), 0).rgb * u_exposure;
    vec3 value = value_of(rounded(max(light, 0.0)));
    color = vec4(floor(value * 255.0 + noise(gl_FragCoord.xy)) / 255.0, 1.0);
}
