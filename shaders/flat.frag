// One value everywhere: what a picture that keeps its light loses from time to time. Set by
// engine/render/offscreen.c.
uniform vec4 u_value;

out vec4 color;

void main()
{
    color = u_value;
}
