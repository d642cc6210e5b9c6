// Masks, more and fewer: in the order in which installation.lua gives them, surfaces first.
#include "desk/outlines.h"

#include <math.h>
#include <string.h>

static bool is_of(const struct mapping_mask *m, enum desk_of of, int owner)
{
    return m->of_surface == (of == DESK_SURFACE) && m->owner == owner;
}

int outlines_count(const struct mapping_desc *light, enum desk_of of, int owner)
{
    int count = 0;
    for (int i = 0; i < light->mask_count; i++)
        count += is_of(&light->masks[i], of, owner);
    return count;
}

struct mapping_mask *outlines_find(struct mapping_desc *light, enum desk_of of, int owner, int n)
{
    for (int i = 0; i < light->mask_count; i++)
        if (is_of(&light->masks[i], of, owner) && n-- == 0)
            return &light->masks[i];
    return NULL;
}

static int rank(bool of_surface, int owner)
{
    return of_surface ? owner : MAPPING_SURFACES + owner;
}

static struct mapping_mask middle_half(const struct mapping_desc *light, enum desk_of of, int owner)
{
    struct vec2 at = {0, 0}, size;
    if (of == DESK_OUTPUT) {
        const struct mapping_output *o = &light->outputs[owner];
        at = o->at;
        size = (struct vec2){o->size.width, o->size.height};
    } else {
        const struct mapping_surface *s = &light->surfaces[owner];
        bool part = s->source_size.x > 0 && s->source_size.y > 0;
        at = part ? s->source_at : at;
        size = part ? s->source_size : (struct vec2){s->size.width, s->size.height};
    }
    double left = at.x + size.x / 4, right = at.x + size.x * 3 / 4;
    double top = at.y + size.y / 4, bottom = at.y + size.y * 3 / 4;
    return (struct mapping_mask){.of_surface = of == DESK_SURFACE,
                                 .owner = owner,
                                 .count = 4,
                                 .corners = {{.at = {left, top}},
                                             {.at = {right, top}},
                                             {.at = {right, bottom}},
                                             {.at = {left, bottom}}}};
}

static bool add(struct mapping_desc *light, enum desk_of of, int owner)
{
    int at = light->mask_count;
    if (at == MAPPING_MASKS)
        return false;
    for (; at > 0; at--) {
        const struct mapping_mask *before = &light->masks[at - 1];
        if (rank(before->of_surface, before->owner) <= rank(of == DESK_SURFACE, owner))
            break;
        light->masks[at] = *before;
    }
    light->masks[at] = middle_half(light, of, owner);
    light->mask_count++;
    return true;
}

bool outlines_remove(struct mapping_desc *light, enum desk_of of, int owner, int n)
{
    struct mapping_mask *m = outlines_find(light, of, owner, n);
    if (!m)
        return false;
    int behind = light->mask_count - 1 - (int)(m - light->masks);
    memmove(m, m + 1, (size_t)behind * sizeof *m);
    memset(&light->masks[--light->mask_count], 0, sizeof *m);
    return true;
}

bool outlines_resize(struct mapping_desc *light, enum desk_of of, int owner, int count)
{
    int now = outlines_count(light, of, owner);
    if (light->mask_count - now + count > MAPPING_MASKS)
        return false;
    for (; now > count; now--)
        outlines_remove(light, of, owner, now - 1);
    for (; now < count; now++)
        add(light, of, owner);
    return true;
}

static bool encloses(const struct mapping_mask *m)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < m->count; i++) {
        const struct mapping_corner *c = &m->corners[i];
        left = fmin(left, c->at.x + fmin(fmin(c->in.x, c->out.x), 0));
        right = fmax(right, c->at.x + fmax(fmax(c->in.x, c->out.x), 0));
        top = fmin(top, c->at.y + fmin(fmin(c->in.y, c->out.y), 0));
        bottom = fmax(bottom, c->at.y + fmax(fmax(c->in.y, c->out.y), 0));
    }
    return right - left >= 1 && bottom - top >= 1;
}

bool outlines_check(const struct mapping_desc *light, const struct desk_names *names,
                    struct fault *f)
{
    for (int i = 0; i < light->mask_count; i++) {
        const struct mapping_mask *m = &light->masks[i];
        if (!encloses(m))
            return fault_set(f,
                             "a mask of \"%s\" encloses nothing; an outline of at least 1 x 1 px "
                             "is allowed",
                             names->of[m->of_surface ? DESK_SURFACE : DESK_OUTPUT][m->owner]);
    }
    return true;
}

static struct vec2 plus(struct vec2 a, struct vec2 b)
{
    return (struct vec2){a.x + b.x, a.y + b.y};
}

static struct vec2 minus(struct vec2 a, struct vec2 b)
{
    return (struct vec2){a.x - b.x, a.y - b.y};
}

static struct vec2 middle(struct vec2 a, struct vec2 b)
{
    return (struct vec2){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

static bool straight(const struct mapping_corner *a, const struct mapping_corner *b)
{
    return a->out.x == 0 && a->out.y == 0 && b->in.x == 0 && b->in.y == 0;
}

static struct mapping_corner halve(struct mapping_corner *a, struct mapping_corner *b)
{
    if (straight(a, b))
        return (struct mapping_corner){.at = middle(a->at, b->at)};
    struct vec2 c1 = plus(a->at, a->out), c2 = plus(b->at, b->in);
    struct vec2 c01 = middle(a->at, c1), c12 = middle(c1, c2), c23 = middle(c2, b->at);
    struct vec2 c012 = middle(c01, c12), c123 = middle(c12, c23), at = middle(c012, c123);
    a->out = minus(c01, a->at);
    b->in = minus(c23, b->at);
    return (struct mapping_corner){at, minus(c012, at), minus(c123, at)};
}

bool outline_split(struct mapping_mask *m, int side)
{
    if (m->count >= MAPPING_MASK_POINTS || side < 0 || side >= m->count)
        return false;
    struct mapping_corner new = halve(&m->corners[side], &m->corners[(side + 1) % m->count]);
    memmove(&m->corners[side + 2], &m->corners[side + 1],
            (size_t)(m->count - side - 1) * sizeof *m->corners);
    m->corners[side + 1] = new;
    m->count++;
    return true;
}

void outline_drop(struct mapping_mask *m, int point)
{
    if (point < 0 || point >= m->count)
        return;
    memmove(&m->corners[point], &m->corners[point + 1],
            (size_t)(m->count - point - 1) * sizeof *m->corners);
    memset(&m->corners[--m->count], 0, sizeof *m->corners);
}

void outline_resize(struct mapping_mask *m, int count)
{
    while (m->count > count)
        outline_drop(m, m->count - 1);
    while (m->count < count && outline_split(m, m->count - 1))
        ;
}

void outline_smooth(struct mapping_mask *m, int point)
{
    struct mapping_corner *c = &m->corners[point];
    bool curved = c->in.x != 0 || c->in.y != 0 || c->out.x != 0 || c->out.y != 0;
    struct vec2 before = m->corners[(point + m->count - 1) % m->count].at;
    struct vec2 after = m->corners[(point + 1) % m->count].at;
    struct vec2 along = {(after.x - before.x) / 6, (after.y - before.y) / 6};
    c->out = curved ? (struct vec2){0, 0} : along;
    c->in = curved ? (struct vec2){0, 0} : (struct vec2){-along.x, -along.y};
}
