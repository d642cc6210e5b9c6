// The canvas' light where a bent surface covers whole pixels, none of them much larger than a texel.
// Set by surfaces/bent.c.
in vec3 v_at;

uniform sampler2D u_canvas; // sampled as linear light

out vec4 color;

void main()
{
    color = vec4(textureLod(u_canvas, v_at.xy / v_at.z, 0.0).rgb, 1.0);
}
