// What shines through a film: its colours, as they come from libmpv, become light multiplied by
// alpha. Set by film/picture.c.
uniform sampler2D u_film;  // encoded (sRGB), not decoded when sampled; row 0 on top
uniform float u_alpha;     // 1: in a grey matte below; 2: its own; 3: its own, already multiplied
uniform float u_height_px; // of what is seen

out vec4 color;

// IEC 61966-2-1.
vec3 light(vec3 c)
{
    return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), greaterThan(c, vec3(0.04045)));
}

void main()
{
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 c = texelFetch(u_film, at, 0);
    // A matte's grey is alpha as it is written, not light (ITU-R BT.709). Its first two rows are
    // not trusted: codecs blur the last ones of the picture into them.
    ivec2 below = ivec2(at.x, max(at.y, 2) + int(u_height_px));
    if (u_alpha < 1.5)
        c.a = dot(texelFetch(u_film, below, 0).rgb, vec3(0.2126, 0.7152, 0.0722));
    else if (u_alpha > 2.5)
        c.rgb = min(c.rgb / max(c.a, 1.0 / 255.0), 1.0);
    color = vec4(light(c.rgb) * c.a, c.a);
}
