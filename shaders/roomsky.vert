// The sky behind the virtual room. Set by engine/rehearsal/paint.c.
uniform vec3 u_forward, u_right, u_up; // of the picture's middle; to its right and upper edges
uniform vec2 u_middle;                 // of the picture, in edges from the axis

out vec3 v_way;

void main()
{
    vec2 at = 2.0 * vec2(gl_VertexID & 1, gl_VertexID >> 1) - 1.0;
    v_way = u_forward + u_right * (at.x + u_middle.x) - u_up * (at.y + u_middle.y);
    gl_Position = vec4(at, 0.999999, 1.0);
}
