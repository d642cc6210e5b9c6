// A quad over the viewport, whose y is up while the picture's is down. Used by engine/gpu.
out vec2 v_uv;

void main()
{
    vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    v_uv = vec2(at.x, 1.0 - at.y);
    gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}
