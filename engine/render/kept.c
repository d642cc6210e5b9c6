// Shapes painted before: the same path at the same place makes the same masks, to the bit. Signs on
// buttons stand still while what is beside them moves, and area is dear.
#include "render/private.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 64
#define ITEMS 64   // rectangles and strips of one shape
#define BYTES 4096 // of its masks

struct item {
    int at[4];   // x, y, w, h
    float alpha; // of a rectangle
    int first;   // of a strip's bytes; -1: a rectangle
};

struct kept_shape {
    uint64_t hash; // of what was met last; 0: nothing was
    bool whole;    // what follows is what that paints
    int length, item_count, byte_count;
    float key[KEPT_KEY];
    struct item items[ITEMS];
    unsigned char bytes[BYTES];
};

bool kept_init(struct kept *k)
{
    *k = (struct kept){.shapes = calloc(SLOTS, sizeof *k->shapes)};
    return k->shapes != NULL;
}

void kept_finish(struct kept *k)
{
    free(k->shapes);
    *k = (struct kept){0};
}

static uint64_t hash_key(const float *key, int length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < length; i++) {
        uint32_t bits;
        memcpy(&bits, &key[i], sizeof bits);
        hash = (hash ^ bits) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash | 1;
}

static void add(struct kept *k, const void *values, size_t size)
{
    int floats = (int)((size + sizeof(float) - 1) / sizeof(float));
    if (k->length < 0 || k->length + floats > KEPT_KEY) {
        k->length = -1;
        return;
    }
    k->key[k->length + floats - 1] = 0;
    memcpy(k->key + k->length, values, size);
    k->length += floats;
}

static void read_key(struct kept *k, const struct stage_paint *s, const struct draw_command *c)
{
    const int look[] = {c->op, c->path.rule, (int)c->path.count, c->closed};
    k->length = 0;
    add(k, s->clip, sizeof s->clip);
    add(k, &s->state->to_canvas, sizeof s->state->to_canvas);
    add(k, look, sizeof look);
    add(k, &c->path.width, sizeof c->path.width);
    if (c->path.pen)
        add(k, &s->list->pens[c->path.pen - 1], sizeof *s->list->pens);
    add(k, s->list->floats + c->path.first, c->path.count * sizeof(float));
}

static void paint_again(const struct kept_shape *shape, struct geometry *g, const struct paint *p)
{
    for (int i = 0; i < shape->item_count; i++) {
        const struct item *item = &shape->items[i];
        const int *at = item->at;
        if (item->first < 0) {
            geometry_rect(g, p, at[0], at[1], at[2], at[3], item->alpha);
            continue;
        }
        unsigned char *mask = geometry_strip(g, p, at[0], at[1], at[2], at[3]);
        for (int row = 0; mask && row < at[3]; row++)
            memcpy(mask + (size_t)row * MASK_WIDTH,
                   shape->bytes + item->first + (size_t)row * (size_t)at[2], (size_t)at[2]);
    }
}

// What is met a second time will be met again; what moves is never kept.
bool kept_paint(struct kept *k, const struct stage_paint *s, const struct draw_command *c,
                const struct paint *p)
{
    k->open = NULL;
    read_key(k, s, c);
    if (k->length < 0)
        return false;
    uint64_t hash = hash_key(k->key, k->length);
    struct kept_shape *shape = &k->shapes[hash >> 32 & (SLOTS - 1)];
    bool same = shape->hash == hash;
    if (same && shape->whole && shape->length == k->length &&
        memcmp(shape->key, k->key, (size_t)k->length * sizeof *k->key) == 0) {
        paint_again(shape, &s->painter->geometry, p);
        return true;
    }
    shape->hash = hash;
    shape->whole = false;
    if (!same)
        return false;
    memcpy(shape->key, k->key, (size_t)k->length * sizeof *k->key);
    shape->length = k->length;
    shape->item_count = shape->byte_count = 0;
    k->open = shape;
    return false;
}

void kept_close(struct kept *k, bool painted)
{
    if (k->open)
        k->open->whole = painted;
    k->open = NULL;
}

static struct item *next_item(struct kept *k, int x, int y, int w, int h)
{
    struct kept_shape *shape = k->open;
    if (shape->item_count == ITEMS) {
        k->open = NULL;
        return NULL;
    }
    struct item *item = &shape->items[shape->item_count++];
    *item = (struct item){.at = {x, y, w, h}, .first = -1};
    return item;
}

void kept_rect(struct kept *k, int x, int y, int w, int h, float alpha)
{
    struct item *item = k->open ? next_item(k, x, y, w, h) : NULL;
    if (item)
        item->alpha = alpha;
}

void kept_strip(struct kept *k, int x, int y, int w, int h, const unsigned char *mask)
{
    struct kept_shape *shape = k->open;
    bool fits = shape && mask && shape->byte_count + w * h <= BYTES;
    struct item *item = fits ? next_item(k, x, y, w, h) : NULL;
    if (shape && !fits)
        k->open = NULL;
    if (!item)
        return;
    item->first = shape->byte_count;
    for (int row = 0; row < h; row++)
        memcpy(shape->bytes + item->first + (size_t)row * (size_t)w,
               mask + (size_t)row * MASK_WIDTH, (size_t)w);
    shape->byte_count += w * h;
}
