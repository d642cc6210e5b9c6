// A body of the virtual room, as an eye or a projector sees it (rehearsal/rehearsal.h). What lit
// walls and screens give to it is worked out here: patches with the mean light of their part of a
// picture, each a small matt lamp. Set by engine/rehearsal/paint.c.
#define PATCHES 96

layout(location = 0) in vec3 a_at;     // world, metres
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec4 a_color;  // what comes back of white; share of the room's light

uniform mat4 u_view;                 // world to clip
uniform mat4 u_from;                 // world to clip of the projector
uniform float u_patches;             // how many count; 0 while a projector's light is added
uniform vec4 u_patch_at[PATCHES];    // where; m² that soften what is near
uniform vec4 u_patch_to[PATCHES];    // normal; lux of white at 1 m, below 0: to both sides
uniform sampler2D u_glow;            // mean light of each, a px a patch

invariant gl_Position;
out vec3 v_at;
out vec3 v_normal;
out vec4 v_color;
out vec3 v_glow; // lux
out vec4 v_from;

void main()
{
    vec3 normal = normalize(a_normal);
    v_at = a_at;
    v_normal = normal;
    v_color = a_color;
    v_from = u_from * vec4(a_at, 1.0);
    v_glow = vec3(0.0);
    for (int i = 0; i < int(u_patches); i++) {
        vec3 way = a_at - u_patch_at[i].xyz;
        float far = dot(way, way) + 1e-6;
        float gives = dot(way, u_patch_to[i].xyz), takes = -dot(way, normal);
        gives = u_patch_to[i].w < 0.0 ? abs(gives) : max(gives, 0.0);
        float lux = abs(u_patch_to[i].w) * gives * max(takes, 0.0) / (far * (far + u_patch_at[i].w));
        v_glow += lux * texelFetch(u_glow, ivec2(i, 0), 0).rgb;
    }
    gl_Position = u_view * vec4(a_at, 1.0);
}
