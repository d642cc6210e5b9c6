// All of a target. Used by engine/limiting.c.
void main()
{
    vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}
