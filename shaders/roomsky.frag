// Light of the sky, from the horizon up. Set by engine/rehearsal/paint.c.
uniform vec3 u_sky, u_horizon; // cd/m²

in vec3 v_way;

out vec4 color;

void main()
{
    float up = clamp(normalize(v_way).z, 0.0, 1.0);
    color = vec4(mix(u_horizon, u_sky, sqrt(up)), 1.0);
}
