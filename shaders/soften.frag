// One way of a Gaussian blur: across, then down. Set by engine/render/layer.c.
uniform sampler2D u_image;
uniform vec2 u_along_px; // 1, 0 or 0, 1
uniform vec2 u_size_px;
uniform float u_sigma_px;
uniform float u_step_px; // from sample to sample
uniform float u_reach;   // samples on each side

out vec4 color;

void main()
{
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (float i = -u_reach; i <= u_reach; i += 1.0) {
        float d = i * u_step_px;
        float weight = exp(-0.5 * d * d / (u_sigma_px * u_sigma_px));
        sum += weight * textureLod(u_image, (gl_FragCoord.xy + d * u_along_px) / u_size_px, 0.0);
        weights += weight;
    }
    color = sum / weights;
}
