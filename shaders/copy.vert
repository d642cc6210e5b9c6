// A quad over the viewport. Used by engine/gpu.
uniform float u_up; // 1: the viewport's y is up (a window), the picture's down; 0: both are down

out vec2 v_uv;

void main()
{
    vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    v_uv = vec2(at.x, mix(at.y, 1.0 - at.y, u_up));
    gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}
