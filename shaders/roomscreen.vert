// A screen of the virtual room, or a loudspeaker's light. Set by engine/rehearsal/paint.c.
layout(location = 0) in vec3 a_at;    // world, metres
layout(location = 1) in vec2 a_place; // in its picture, 0..1
layout(location = 2) in vec3 a_light; // cd/m²

uniform mat4 u_view;

out vec2 v_place;
out vec3 v_light;

void main()
{
    v_place = a_place;
    v_light = a_light;
    gl_Position = u_view * vec4(a_at, 1.0);
}
