// The bytes of a target as they are: its sampler does not decode. Used by engine/gpu.
uniform sampler2D u_picture;

in vec2 v_uv;

out vec4 color;

void main()
{
    color = texture(u_picture, v_uv);
}
