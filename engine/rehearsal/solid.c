// Bodies into triangles: boxes and models in world space, long edges divided.
#include "decode/decode.h"
#include "rehearsal/private.h"

#include <stdlib.h>

#define DEPTH 18      // a triangle is halved at most so often; sides of 100 m are short then
#define FAR_M 10000.0 // from 0 that a body may lie

struct placed {
    const struct rehearsal_body *body;
    double cos, sin, lean_cos, lean_sin;
};

static struct vec3 turned(const struct placed *p, struct vec3 v)
{
    double y = p->lean_cos * v.y + p->lean_sin * v.z, z = p->lean_cos * v.z - p->lean_sin * v.y;
    return (struct vec3){p->cos * v.x - p->sin * y, p->sin * v.x + p->cos * y, z};
}

static bool grow(struct solid *s, int vertices, int indices, struct fault *f)
{
    if (s->index_count + indices > 3 * REHEARSAL_TRIANGLES)
        return fault_set(f, "the room has more than %d triangles; make models simpler",
                         REHEARSAL_TRIANGLES);
    if (s->vertex_count + vertices > s->vertex_room) {
        int room = 2 * s->vertex_room + vertices + 1024;
        float *more = realloc(s->vertices, (size_t)room * ROOM_FLOATS * sizeof *more);
        if (!more)
            return fault_set(f, "no memory");
        s->vertices = more;
        s->vertex_room = room;
    }
    if (s->index_count + indices > s->index_room) {
        int room = 2 * s->index_room + indices + 1024;
        uint32_t *more = realloc(s->indices, (size_t)room * sizeof *more);
        if (!more)
            return fault_set(f, "no memory");
        s->indices = more;
        s->index_room = room;
    }
    return true;
}

static void put(struct solid *s, struct vec3 at, struct vec3 normal, const float color[3])
{
    float *v = s->vertices + (size_t)s->vertex_count++ * ROOM_FLOATS;
    const float out[ROOM_FLOATS] = {(float)at.x,     (float)at.y,     (float)at.z,
                                    (float)normal.x, (float)normal.y, (float)normal.z,
                                    color[0],        color[1],        color[2]};
    memcpy(v, out, sizeof out);
    s->reach_m = fmax(s->reach_m, sqrt(dot(at, at)));
}

static bool put_face(struct solid *s, const struct placed *p, const struct vec3 c[4],
                     struct fault *f)
{
    struct vec3 world[4];
    if (!grow(s, 4, 6, f))
        return false;
    for (int i = 0; i < 4; i++)
        world[i] = add(turned(p, c[i]), p->body->at);
    struct vec3 normal = unit(cross(sub(world[1], world[0]), sub(world[3], world[0])));
    uint32_t first = (uint32_t)s->vertex_count;
    for (int i = 0; i < 4; i++)
        put(s, world[i], normal, p->body->color);
    const uint32_t order[6] = {0, 1, 2, 0, 2, 3};
    for (int i = 0; i < 6; i++)
        s->indices[s->index_count++] = first + order[i];
    return true;
}

static bool put_box(struct solid *s, const struct placed *p, struct fault *f)
{
    struct vec3 size = p->body->size;
    if (!(size.x > 0 && size.y > 0 && size.z > 0))
        return fault_set(f, "its size is %g, %g, %g m; all above 0 is allowed", size.x, size.y,
                         size.z);
    double x = size.x / 2, y = size.y / 2, z = size.z;
    const struct vec3 faces[6][4] = {{{-x, -y, 0}, {x, -y, 0}, {x, -y, z}, {-x, -y, z}},
                                     {{x, -y, 0}, {x, y, 0}, {x, y, z}, {x, -y, z}},
                                     {{x, y, 0}, {-x, y, 0}, {-x, y, z}, {x, y, z}},
                                     {{-x, y, 0}, {-x, -y, 0}, {-x, -y, z}, {-x, y, z}},
                                     {{-x, -y, z}, {x, -y, z}, {x, y, z}, {-x, y, z}},
                                     {{-x, y, 0}, {x, y, 0}, {x, -y, 0}, {-x, -y, 0}}};
    for (int i = 0; i < 6; i++)
        if (!put_face(s, p, faces[i], f))
            return false;
    return true;
}

// A picture on a model is one colour here: its mean, in light.
static void mean_of(const struct decode_picture *p, float mean[3])
{
    double sum[3] = {0};
    size_t count = (size_t)p->width * (size_t)p->height, step = count / 4096 + 1, n = 0;
    for (size_t i = 0; i < count; i += step, n++)
        for (int k = 0; k < 3; k++) {
            double c = p->rgba[4 * i + (size_t)k] / 255.0;
            sum[k] += c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
        }
    for (int k = 0; k < 3; k++)
        mean[k] = n ? (float)(sum[k] / (double)n) : 1;
}

static struct vec3 upright(const struct rehearsal_body *b, struct vec3 v)
{
    return b->y_up ? (struct vec3){v.x, -v.z, v.y} : v;
}

static void put_model_vertex(struct solid *s, const struct placed *p, const struct decode_model *m,
                             uint32_t i, const float color[3])
{
    const float *v = m->vertices + (size_t)i * DECODE_MODEL_FLOATS;
    double scale = p->body->scale > 0 ? p->body->scale : 1;
    struct vec3 at = {m->middle[0] + m->radius * v[0], m->middle[1] + m->radius * v[1],
                      m->middle[2] + m->radius * v[2]};
    at = add(turned(p, times(upright(p->body, at), scale)), p->body->at);
    struct vec3 normal = turned(p, upright(p->body, (struct vec3){v[3], v[4], v[5]}));
    const float tinted[3] = {color[0] * v[8], color[1] * v[9], color[2] * v[10]};
    put(s, at, normal, tinted);
}

static bool put_model(struct solid *s, const struct placed *p, struct fault *f)
{
    struct decode_model m;
    if (!decode_model(p->body->model, &m, f))
        return false;
    bool good = true;
    for (int i = 0; i < m.part_count && good; i++) {
        const struct decode_model_part *part = &m.parts[i];
        float color[3] = {1, 1, 1};
        if (part->texture >= 0)
            mean_of(&m.textures[part->texture], color);
        for (int k = 0; k < 3; k++)
            color[k] *= part->color[k] * p->body->color[k];
        good = grow(s, (int)part->count, (int)part->count, f);
        for (uint32_t k = 0; k < part->count && good; k++) {
            s->indices[s->index_count++] = (uint32_t)s->vertex_count;
            put_model_vertex(s, p, &m, m.indices[part->first + k], color);
        }
    }
    decode_model_finish(&m);
    return good || fault_where(f, "%s", p->body->model);
}

static struct vec3 place_of(const struct solid *s, uint32_t i)
{
    const float *v = s->vertices + (size_t)i * ROOM_FLOATS;
    return (struct vec3){v[0], v[1], v[2]};
}

static double edge(const struct solid *s, uint32_t a, uint32_t b)
{
    struct vec3 way = sub(place_of(s, a), place_of(s, b));
    return sqrt(dot(way, way));
}

// The vertex in the middle; of two neighbours' common edge both make the same.
static uint32_t halfway(struct solid *s, uint32_t a, uint32_t b)
{
    float *v = s->vertices + (size_t)s->vertex_count * ROOM_FLOATS;
    const float *x = s->vertices + (size_t)a * ROOM_FLOATS;
    const float *y = s->vertices + (size_t)b * ROOM_FLOATS;
    for (int k = 0; k < ROOM_FLOATS; k++)
        v[k] = (x[k] + y[k]) / 2;
    return (uint32_t)s->vertex_count++;
}

// Halves the triangle at its longest edge until none is long. Where there is no room for more, it
// stays as it is.
static bool divide(struct solid *s, int at, int depth)
{
    struct fault none;
    uint32_t c[3] = {s->indices[at], s->indices[at + 1], s->indices[at + 2]};
    double e[3] = {edge(s, c[0], c[1]), edge(s, c[1], c[2]), edge(s, c[2], c[0])};
    int k = e[0] >= e[1] && e[0] >= e[2] ? 0 : e[1] >= e[2] ? 1 : 2;
    if (e[k] <= ROOM_EDGE_M || depth == DEPTH || !grow(s, 1, 3, &none))
        return true;
    uint32_t a = c[k], b = c[(k + 1) % 3], d = c[(k + 2) % 3], middle = halfway(s, a, b);
    int other = s->index_count;
    s->indices[at] = a;
    s->indices[at + 1] = middle;
    s->indices[at + 2] = d;
    s->indices[other] = middle;
    s->indices[other + 1] = b;
    s->indices[other + 2] = d;
    s->index_count += 3;
    return divide(s, at, depth + 1) && divide(s, other, depth + 1);
}

static bool put_body(struct solid *s, const struct rehearsal_body *b, struct fault *f)
{
    const struct placed p = {b, cos(b->turn), sin(b->turn), cos(b->lean), sin(b->lean)};
    bool sound = finite3(b->at) && finite3(b->size) && isfinite(b->turn) && isfinite(b->lean) &&
                 isfinite(b->scale) && sqrt(dot(b->at, b->at)) < FAR_M;
    for (int k = 0; k < 3; k++)
        sound = sound && b->color[k] >= 0 && b->color[k] <= 1;
    if (!sound)
        return fault_set(f, "its place, size, turn or colour is no number that fits a room");
    return b->model ? put_model(s, &p, f) : put_box(s, &p, f);
}

bool told(const char *name, const char *what, int n, struct fault *f)
{
    return name ? fault_where(f, "%s", name) : fault_where(f, "%s %d", what, n + 1);
}

bool solid_build(struct solid *s, const struct rehearsal_desc *desc, struct fault *f)
{
    if (desc->body_count > REHEARSAL_BODIES)
        return fault_set(f, "%d bodies; %d are allowed", desc->body_count, REHEARSAL_BODIES);
    for (int i = 0; i < desc->body_count; i++)
        if (!put_body(s, &desc->bodies[i], f))
            return told(desc->bodies[i].name, "body", i, f);
    if (s->reach_m > FAR_M)
        return fault_set(f, "a body reaches %g m from the origin; %g m are allowed", s->reach_m,
                         FAR_M);
    s->whole = malloc(((size_t)s->index_count + 1) * sizeof *s->whole);
    if (!s->whole)
        return fault_set(f, "no memory");
    s->whole_count = s->index_count;
    for (int i = 0; i < s->whole_count; i++)
        s->whole[i] = s->indices[i];
    for (int i = 0; i < s->whole_count; i += 3)
        divide(s, i, 0);
    return true;
}

void solid_finish(struct solid *s)
{
    free(s->vertices);
    free(s->indices);
    free(s->whole);
    *s = (struct solid){0};
}

// Möller and Trumbore, Fast, minimum storage ray/triangle intersection (1997); both sides.
static double meet(const struct solid *s, const uint32_t *c, struct vec3 from, struct vec3 way)
{
    struct vec3 a = place_of(s, c[0]), e1 = sub(place_of(s, c[1]), a);
    struct vec3 e2 = sub(place_of(s, c[2]), a), p = cross(way, e2);
    double det = dot(e1, p);
    if (fabs(det) < 1e-14)
        return INFINITY;
    struct vec3 t = sub(from, a), q = cross(t, e1);
    double u = dot(t, p) / det, v = dot(way, q) / det, at = dot(e2, q) / det;
    return u >= -1e-9 && v >= -1e-9 && u + v <= 1 + 1e-9 && at > 1e-6 ? at : INFINITY;
}

int solid_hit(const struct solid *s, struct vec3 from, struct vec3 way, double *distance)
{
    int nearest = -1;
    *distance = INFINITY;
    for (int i = 0; i < s->index_count; i += 3) {
        double at = meet(s, &s->indices[i], from, way);
        if (at < *distance) {
            *distance = at;
            nearest = i;
        }
    }
    return nearest;
}

struct vec3 solid_normal(const struct solid *s, int first)
{
    struct vec3 a = place_of(s, s->indices[first]);
    return unit(cross(sub(place_of(s, s->indices[first + 1]), a),
                      sub(place_of(s, s->indices[first + 2]), a)));
}

struct vec3 solid_color(const struct solid *s, int first)
{
    const float *v = s->vertices + (size_t)s->indices[first] * ROOM_FLOATS;
    return (struct vec3){v[6], v[7], v[8]};
}
