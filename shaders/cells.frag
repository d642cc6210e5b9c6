// The mean light of a square of px, a px each: what engine/limiting.c counts flashes in.
uniform sampler2D u_picture; // sampled as linear light
uniform int u_side_px;

out vec4 color;

void main()
{
    ivec2 size = textureSize(u_picture, 0), from = ivec2(gl_FragCoord.xy) * u_side_px;
    ivec2 upto = min(from + u_side_px, size);
    vec3 sum = vec3(0.0);
    for (int y = from.y; y < upto.y; y++)
        for (int x = from.x; x < upto.x; x++)
            sum += texelFetch(u_picture, ivec2(x, y), 0).rgb;
    ivec2 n = max(upto - from, ivec2(1));
    color = vec4(sum / float(n.x * n.y), 1.0);
}
