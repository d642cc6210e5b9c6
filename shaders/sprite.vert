// Sprites: a picture in its own px around a point of the canvas, turned and sized; of a swarm each
// on a way of its own, from what was declared once and the seconds since its block of time began
// (engine/scene/swarm.h). Each grows by half a px of the canvas, so that its edge can be covered by
// area. Fed by engine/render/sprite.c.
layout(location = 0) in vec4 a_way;   // x, y, angle, scale; of a swarm x, y in px, vx, vy in px/s
layout(location = 1) in vec4 a_color; // linear light, straight alpha
layout(location = 2) in vec4 a_life;  // angle, turn/s, age when the block began and life in s
layout(location = 3) in float a_scale;

uniform vec2 u_canvas_px;
uniform mat3 u_to_canvas;
uniform vec2 u_size_px;  // of the part of the picture that is shown
uniform vec4 u_source;   // that part: left, top, width, height in 0..1
uniform vec4 u_tint;     // linear light, premultiplied
uniform float u_swarm;   // 0: no swarm, 1: it leaves its box, 2: is thrown back, 3: comes in again
uniform float u_again;   // 1: lives begin anew
uniform float u_time_s;  // since the block began
uniform vec4 u_box_px;   // left, top, width, height
uniform vec2 u_pull;     // px/s^2
uniform vec2 u_fade_s;   // in, out

out vec2 v_inside_px; // from the left and upper edge, in px of the canvas
out vec2 v_image;
flat out vec2 v_size_px; // from edge to edge, in px of the canvas
flat out vec4 v_color;

struct place {
    vec2 at;
    float angle, scale, alpha; // alpha under 0: not seen
};

vec2 within(vec2 at)
{
    vec2 part = (at - u_box_px.xy) / u_box_px.zw;
    if (u_swarm == 2.0)
        part = 1.0 - abs(mod(part, 2.0) - 1.0);
    else if (u_swarm == 3.0)
        part = fract(part);
    else
        return at;
    return u_box_px.xy + part * u_box_px.zw;
}

float risen(float s, float over_s)
{
    return over_s > 0.0 ? clamp(s / over_s, 0.0, 1.0) : 1.0;
}

place on_its_way()
{
    float age = a_life.z + u_time_s, life = a_life.w;
    bool begun = age >= 0.0, again = u_again == 1.0;
    if (again)
        age = mod(age, life);
    float t = again || a_life.z < 0.0 ? age : u_time_s;
    float alpha = risen(age, u_fade_s.x) * risen(life - age, u_fade_s.y);
    return place(within(a_way.xy + a_way.zw * t + 0.5 * u_pull * t * t), a_life.x + a_life.y * t,
                 a_scale, begun && age < life ? alpha : -1.0);
}

void main()
{
    place p = place(a_way.xy, a_way.z, a_way.w, 1.0);
    if (u_swarm > 0.0)
        p = on_its_way();
    vec2 corner = 2.0 * vec2(gl_VertexID & 1, gl_VertexID >> 1) - 1.0;
    float c = cos(p.angle), s = sin(p.angle);
    mat2 turned = mat2(u_to_canvas) * mat2(c, s, -s, c) * p.scale;
    float area = abs(determinant(turned));
    vec2 px = area / vec2(length(turned[1]), length(turned[0])); // across its sides, of 1 px of it
    vec2 at = corner * (0.5 * u_size_px + 0.5 / px);
    v_size_px = u_size_px * px;
    v_inside_px = at * px + 0.5 * v_size_px;
    v_image = u_source.xy + u_source.zw * (at / u_size_px + 0.5);
    float alpha = clamp(a_color.a, 0.0, 1.0) * p.alpha;
    v_color = u_tint * vec4(max(a_color.rgb, 0.0) * alpha, alpha);
    vec2 at_px = turned * at + (u_to_canvas * vec3(p.at, 1.0)).xy;
    bool seen = area > 0.0 && p.alpha >= 0.0;
    gl_Position = seen ? vec4(2.0 * at_px / u_canvas_px - 1.0, 0.0, 1.0) : vec4(2.0, 2.0, 0.0, 1.0);
}
