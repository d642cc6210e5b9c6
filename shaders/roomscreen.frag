// What shines by itself, in cd/m². A screen is seen from its front; gauze from both sides. Set by
// engine/rehearsal/paint.c.
uniform sampler2D u_picture;
uniform float u_textured; // 1: u_picture counts
uniform float u_gauze;    // 1: seen from behind as well, and what is dark is air

in vec2 v_place;
in vec3 v_light;

out vec4 color;

void main()
{
    // Seen with y down, what turns counter-clockwise before the eye comes as its back.
    float seen = max(u_gauze, gl_FrontFacing ? 0.0 : 1.0);
    vec3 picture = mix(vec3(1.0), texture(u_picture, v_place).rgb, u_textured);
    color = vec4(v_light * picture * seen, 1.0 - u_gauze);
}
