// Light on its way from what was shown to what should be, no faster than it may change: as far as the
// faster of both allows, relative luminance and saturated red as WCAG 2.2 (2.3.1) measures them. Set by
// engine/limiting.c.
uniform sampler2D u_picture; // what should be, linear light
uniform sampler2D u_held;    // what was shown
uniform vec2 u_most;         // change in this frame: of luminance, of R - G - B

out vec4 color;

void main()
{
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 held = texelFetch(u_held, at, 0), picture = texelFetch(u_picture, at, 0);
    vec3 change = picture.rgb - held.rgb;
    float light = abs(dot(change, vec3(0.2126, 0.7152, 0.0722)));
    float red = abs(change.r - change.g - change.b);
    float part = min(1.0, min(u_most.x / max(light, 1e-6), u_most.y / max(red, 1e-6)));
    color = vec4(held.rgb + part * change, picture.a);
}
