// What staff sees over an output, px for px; premultiplied, linear light. Set by
// engine/surfaces.
uniform sampler2D u_overlay;

out vec4 color;

void main()
{
    color = texelFetch(u_overlay, ivec2(gl_FragCoord.xy), 0);
}
