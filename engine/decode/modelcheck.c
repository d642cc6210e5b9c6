// A model as it was read becomes one that can be shown: judged, finite, in a sphere of radius 1.
#include "decode/modelfile.h"
#include "decode/private.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FARTHEST 1e18f // from 0 that a vertex may lie: squares stay finite

struct bytes {
    unsigned char *at;
    size_t left;
};

// The next so many bytes; NULL: there are fewer.
static void *next(struct bytes *b, uint64_t size)
{
    if (size > b->left)
        return NULL;
    void *at = b->at;
    b->at += size;
    b->left -= (size_t)size;
    return at;
}

static bool broken(struct fault *f)
{
    return fault_set(f, "is broken: what was read of it makes no sense; export it anew");
}

static float *vertex(const struct decode_model *m, uint32_t i)
{
    return m->vertices + (size_t)i * MODEL_FLOATS;
}

static bool read_head(struct bytes *b, struct model_head *head, struct decode_model *m,
                      struct fault *f)
{
    const void *at = next(b, sizeof *head);
    if (!at)
        return broken(f);
    memcpy(head, at, sizeof *head);
    if (memcmp(head->magic, MODEL_MAGIC, sizeof head->magic) != 0 || head->vertices < 1 ||
        head->vertices > MODEL_VERTICES || head->indices < 3 || head->indices > MODEL_INDICES ||
        head->indices % 3 || head->parts < 1 || head->parts > MODEL_PARTS ||
        head->textures > MODEL_TEXTURES)
        return broken(f);
    m->vertices = next(b, (uint64_t)head->vertices * MODEL_FLOATS * sizeof(float));
    m->indices = next(b, (uint64_t)head->indices * sizeof(uint32_t));
    m->vertex_count = head->vertices;
    m->index_count = head->indices;
    return (m->vertices && m->indices) || broken(f);
}

static bool read_parts(struct bytes *b, const struct model_head *head, struct decode_model *m,
                       struct fault *f)
{
    const unsigned char *at = next(b, (uint64_t)head->parts * sizeof(struct model_part));
    m->parts = at ? calloc(head->parts, sizeof *m->parts) : NULL;
    if (!m->parts)
        return at ? fault_set(f, "no memory") : broken(f);
    for (uint32_t i = 0; i < head->parts; i++) {
        struct model_part p = {0};
        memcpy(&p, at + i * sizeof p, sizeof p);
        if (p.first > head->indices || p.count > head->indices - p.first || p.count % 3 ||
            p.first % 3 || p.texture < -1 || p.texture >= (int32_t)head->textures)
            return broken(f);
        m->parts[i] =
            (struct decode_model_part){.first = p.first, .count = p.count, .texture = p.texture};
        for (int k = 0; k < 3; k++)
            m->parts[i].color[k] = p.color[k] >= 0 && p.color[k] <= 1 ? p.color[k] : 1;
        m->part_count++;
    }
    for (uint32_t i = 0; i < head->indices; i++)
        if (m->indices[i] >= head->vertices)
            return broken(f);
    return true;
}

// The texture's file lies beside the model or below it, and nowhere else.
static bool load_named(const char *folder, const char *name, struct decode_picture *picture,
                       struct fault *f)
{
    char path[PATH_MAX];
    if (!name[0] || name[0] == '/' || strstr(name, "..") || strchr(name, '\\') || strchr(name, ':'))
        return fault_set(f,
                         "texture \"%s\" does not lie beside the model; put it there and name "
                         "it by its file's name alone",
                         name);
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof path)
        return fault_set(f, "texture \"%s\" has too long a name", name);
    return decode_picture(path, picture, f) || fault_where(f, "texture");
}

static bool read_texture(struct bytes *b, int n, const char *folder, struct decode_picture *picture,
                         struct fault *f)
{
    struct model_texture head = {0};
    char name[MODEL_NAME];
    const void *at = next(b, sizeof head);
    if (!at)
        return broken(f);
    memcpy(&head, at, sizeof head);
    at = next(b, ((uint64_t)head.bytes + 3) / 4 * 4);
    if (!at || head.kind > MODEL_TEXTURE_NAME)
        return broken(f);
    if (head.kind == MODEL_TEXTURE_NAME) {
        snprintf(name, sizeof name, "%.*s",
                 (int)(head.bytes < sizeof name ? head.bytes : sizeof name - 1), (const char *)at);
        if (!load_named(folder, name, picture, f))
            return false;
    } else if (!decode_picture_bytes(at, head.bytes, picture, f)) {
        return fault_where(f, "texture %d", n + 1);
    }
    if (picture->width > MODEL_TEXTURE_PX || picture->height > MODEL_TEXTURE_PX)
        return fault_set(f, "texture %d has %d x %d px; at most %d a side are allowed", n + 1,
                         picture->width, picture->height, MODEL_TEXTURE_PX);
    return true;
}

static bool read_textures(struct bytes *b, const struct model_head *head, const char *folder,
                          struct decode_model *m, struct fault *f)
{
    if (head->textures == 0)
        return true;
    int64_t pixels = 0;
    m->textures = calloc(head->textures, sizeof *m->textures);
    if (!m->textures)
        return fault_set(f, "no memory");
    for (uint32_t i = 0; i < head->textures && pixels <= MODEL_PIXELS; i++) {
        struct decode_picture *picture = &m->textures[m->texture_count++];
        if (!read_texture(b, (int)i, folder, picture, f))
            return false;
        pixels += (int64_t)picture->width * picture->height;
    }
    return pixels <= MODEL_PIXELS ||
           fault_set(f, "its textures have %d million px together; %d million are allowed",
                     (int)(pixels / 1000000), MODEL_PIXELS / 1000000);
}

// Only what a triangle uses counts: strays neither move nor shrink the rest.
static bool find_box(const struct decode_model *m, float low[3], float high[3], struct fault *f)
{
    for (int k = 0; k < 3; k++) {
        low[k] = INFINITY;
        high[k] = -INFINITY;
    }
    for (uint32_t i = 0; i < m->index_count; i++) {
        const float *v = vertex(m, m->indices[i]);
        for (int k = 0; k < 3; k++) {
            if (!(fabsf(v[k]) <= FARTHEST))
                return fault_set(f, "vertex %u lies nowhere (%g, %g, %g); export it anew",
                                 m->indices[i] + 1, (double)v[0], (double)v[1], (double)v[2]);
            low[k] = fminf(low[k], v[k]);
            high[k] = fmaxf(high[k], v[k]);
        }
    }
    return true;
}

static bool place(struct decode_model *m, struct fault *f)
{
    float low[3], high[3];
    double middle[3], farthest = 0;
    if (!find_box(m, low, high, f))
        return false;
    for (int k = 0; k < 3; k++)
        middle[k] = ((double)low[k] + high[k]) / 2;
    for (uint32_t i = 0; i < m->index_count; i++) {
        const float *v = vertex(m, m->indices[i]);
        double x = v[0] - middle[0], y = v[1] - middle[1], z = v[2] - middle[2];
        farthest = fmax(farthest, x * x + y * y + z * z);
    }
    double radius = sqrt(farthest);
    if (!(radius > 0))
        return fault_set(f, "has no size: all its vertices lie at one point");
    for (uint32_t i = 0; i < m->vertex_count; i++)
        for (int k = 0; k < 3; k++) {
            float *v = &vertex(m, i)[k];
            double at = (*v - middle[k]) / radius;
            *v = fabs(at) <= 1.001 ? (float)at : 0; // a stray may lie anywhere, or nowhere
        }
    memcpy(m->middle, middle, sizeof middle);
    m->radius = radius;
    return true;
}

static float unit(float v, float otherwise)
{
    return isfinite(v) ? fminf(fmaxf(v, 0), 1) : otherwise;
}

// Normals that are none are marked with zeros.
static void clean(const struct decode_model *m)
{
    for (uint32_t i = 0; i < m->vertex_count; i++) {
        float *v = vertex(m, i);
        double length = sqrt((double)v[3] * v[3] + (double)v[4] * v[4] + (double)v[5] * v[5]);
        bool good = isfinite(length) && length > 1e-12;
        for (int k = 3; k < 6; k++)
            v[k] = good ? (float)(v[k] / length) : 0;
        for (int k = 6; k < 8; k++)
            v[k] = fabsf(v[k]) < 1e4f ? v[k] : 0;
        for (int k = 8; k < 12; k++)
            v[k] = unit(v[k], 1);
    }
}

static void face_normal(const float *a, const float *b, const float *c, double n[3])
{
    double u[3], v[3];
    for (int k = 0; k < 3; k++) {
        u[k] = (double)b[k] - a[k];
        v[k] = (double)c[k] - a[k];
    }
    for (int k = 0; k < 3; k++)
        n[k] = u[(k + 1) % 3] * v[(k + 2) % 3] - u[(k + 2) % 3] * v[(k + 1) % 3];
}

static bool has_normal(const float *v)
{
    return v[3] != 0 || v[4] != 0 || v[5] != 0;
}

static void take_normal(float *v, const double n[3], double length)
{
    if (has_normal(v))
        return;
    for (int k = 0; k < 3; k++)
        v[3 + k] = (float)(n[k] / length);
}

// Corners turn counter-clockwise where their normals look; corners without a normal take that of
// one of their faces, on the side of the others.
static void turn_faces(const struct decode_model *m)
{
    for (uint32_t i = 0; i + 2 < m->index_count; i += 3) {
        uint32_t *t = m->indices + i;
        float *corners[3] = {vertex(m, t[0]), vertex(m, t[1]), vertex(m, t[2])};
        double n[3], along = 0;
        face_normal(corners[0], corners[1], corners[2], n);
        double length = sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < 3; k++)
                along += n[k] * corners[c][3 + k];
        for (int c = 0; c < 3 && length > 0; c++)
            take_normal(corners[c], n, along < 0 ? -length : length);
        if (along < 0) {
            uint32_t second = t[1];
            t[1] = t[2];
            t[2] = second;
        }
    }
    for (uint32_t i = 0; i < m->vertex_count; i++)
        if (!has_normal(vertex(m, i)))
            vertex(m, i)[5] = 1;
}

bool decode_model_plain(void *plain, size_t bytes, const char *folder, struct decode_model *m,
                        struct fault *f)
{
    struct bytes b = {plain, bytes};
    struct model_head head = {.magic = {0}};
    if (!read_head(&b, &head, m, f) || !read_parts(&b, &head, m, f) || !place(m, f) ||
        !read_textures(&b, &head, folder, m, f))
        return false;
    clean(m);
    turn_faces(m);
    return true;
}
