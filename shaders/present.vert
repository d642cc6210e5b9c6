// A unit square over the viewport; v runs down, as rows do in a target. Used by gpu/present.c.
out vec2 v_at;

void main()
{
    v_at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(2.0 * v_at.x - 1.0, 1.0 - 2.0 * v_at.y, 0.0, 1.0);
}
