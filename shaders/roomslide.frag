// An output's picture in light, px for px. Set by engine/rehearsal/slide.c.
uniform sampler2D u_picture; // sRGB, comes decoded
uniform float u_gamma;       // light is value^gamma; 0: sRGB (IEC 61966-2-1)

out vec4 color;

vec3 value_of(vec3 light)
{
    return mix(light * 12.92, 1.055 * pow(max(light, 0.0031308), vec3(1.0 / 2.4)) - 0.055,
               step(0.0031308, light));
}

void main()
{
    vec3 light = texelFetch(u_picture, ivec2(gl_FragCoord.xy), 0).rgb;
    if (u_gamma > 0.0)
        light = pow(value_of(light), vec3(u_gamma));
    color = vec4(light, 1.0);
}
