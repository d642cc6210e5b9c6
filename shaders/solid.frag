// A matt body in a dark room: a warm lamp above the left shoulder, a cool one low behind the right,
// and a little light of the room, more from above. Linear light, premultiplied. Lambert: what comes
// back is light * colour * cos, whatever side it is seen from. Set by engine/render/model.c.
uniform sampler2D u_image;
uniform float u_textured; // 1: u_image counts
uniform vec3 u_color;     // of the part
uniform vec3 u_key, u_key_light, u_fill, u_fill_light; // where they stand, length 1; how bright
uniform vec3 u_above, u_below;                         // the room's light on what looks up, down

in vec3 v_normal;
in vec2 v_image;
in vec3 v_color;

out vec4 color;

void main()
{
    // Seen with y down, what turns counter-clockwise before the eye comes as its back.
    vec3 normal = normalize(gl_FrontFacing ? -v_normal : v_normal);
    vec2 at = fract(v_image); // pictures are repeated; their sharpness is not that of the seam
    vec3 image = textureGrad(u_image, at, dFdx(v_image), dFdy(v_image)).rgb;
    vec3 surface = u_color * v_color * mix(vec3(1.0), image, u_textured);
    vec3 light = mix(u_below, u_above, 0.5 + 0.5 * normal.y);
    light += u_key_light * max(dot(normal, u_key), 0.0);
    light += u_fill_light * max(dot(normal, u_fill), 0.0);
    color = vec4(surface * light, 1.0);
}
