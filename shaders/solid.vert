// A body in 3D, turned before the eye (scene/view.h). Set by engine/render/model.c.
layout(location = 0) in vec3 a_at;     // in a sphere of radius 1
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec2 a_image;
layout(location = 3) in vec4 a_color;  // linear light

uniform mat3 u_turn;
uniform vec2 u_scale;     // of what is at distance 1; y points down
uniform float u_distance; // of the eye

out vec3 v_normal;
out vec2 v_image;
out vec3 v_color;

void main()
{
    vec3 at = u_turn * a_at;
    float far = u_distance + 1.01, near = u_distance - 1.01;
    float away = u_distance - at.z;
    float depth = ((far + near) * away - 2.0 * far * near) / (far - near);
    v_normal = u_turn * a_normal;
    v_image = a_image;
    v_color = a_color.rgb;
    gl_Position = vec4(u_scale * at.xy, depth, away);
}
