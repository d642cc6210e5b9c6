// Triangles and masks of one canvas, in runs that one draw call paints.
#include "render/private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool geometry_init(struct geometry *g)
{
    *g = (struct geometry){0};
    g->runs = calloc(GEOMETRY_RUNS, sizeof *g->runs);
    g->batches = calloc(GEOMETRY_RUNS, sizeof *g->batches);
    g->mask = malloc((size_t)MASK_WIDTH * MASK_HEIGHT);
    return g->runs && g->batches && g->mask;
}

void geometry_finish(struct geometry *g)
{
    free(g->vertices);
    free(g->indices);
    free(g->runs);
    free(g->batches);
    free(g->mask);
    *g = (struct geometry){0};
}

void geometry_empty(struct geometry *g)
{
    g->vertex_count = g->index_count = g->run_count = g->batch_count = 0;
    g->mask_x = g->mask_y = 0;
}

void geometry_let_go(struct geometry *g)
{
    geometry_empty(g);
    free(g->vertices);
    free(g->indices);
    g->vertices = NULL;
    g->indices = NULL;
    g->vertex_room = g->index_room = 0;
}

static struct geometry_run *last_run(struct geometry *g)
{
    return g->run_count ? &g->runs[g->run_count - 1] : NULL;
}

void geometry_flush(struct geometry *g)
{
    if (g->run_count == 0)
        return;
    struct geometry_run run = *last_run(g);
    if ((g->index_count > 0 || g->batch_count > 0) && g->flush)
        g->flush(g->user);
    geometry_empty(g);
    run.first = run.count = 0;
    if (run.op != DRAW_SPRITES)
        g->runs[g->run_count++] = run; // what follows is painted alike
}

// The next run, cut by `clip`; one that stayed empty gives way.
static struct geometry_run *next_run(struct geometry *g, const int clip[4], const struct paint *p)
{
    assert(g->runs);
    struct geometry_run *last = last_run(g);
    if (last && last->count == 0 && last->op != DRAW_SPRITES)
        g->run_count--;
    else if (g->run_count == GEOMETRY_RUNS) {
        geometry_flush(g);
        g->run_count = 0;
    }
    struct geometry_run *run = &g->runs[g->run_count++];
    *run = (struct geometry_run){.media = p->media,
                                 .op = p->op,
                                 .slices = p->slices,
                                 .gradient = p->gradient,
                                 .blend = g->blend,
                                 .first = g->index_count};
    memcpy(run->clip, clip, sizeof run->clip);
    return run;
}

void geometry_begin(struct geometry *g, const int clip[4], const struct paint *p)
{
    const struct geometry_run *last = last_run(g);
    if (last && last->op != DRAW_SPRITES && last->blend == g->blend && last->media == p->media &&
        (!p->media || last->op == p->op) && last->slices == p->slices &&
        last->gradient == p->gradient && memcmp(last->clip, clip, sizeof last->clip) == 0)
        return;
    next_run(g, clip, p);
}

void geometry_sprites(struct geometry *g, const int clip[4], media_handle media,
                      const struct sprite_batch *batch)
{
    const struct paint paint = {.media = media, .op = DRAW_SPRITES};
    struct geometry_run *run = next_run(g, clip, &paint);
    run->batch = g->batch_count++;
    g->batches[run->batch] = *batch;
}

static bool grow(void *array, int *room, int need, size_t size)
{
    if (need <= *room)
        return true;
    int want = *room ? *room : 4096;
    while (want < need)
        want *= 2;
    void **at = array, *bigger = realloc(*at, (size_t)want * size);
    if (!bigger)
        return false;
    *at = bigger;
    *room = want;
    return true;
}

bool geometry_room(struct geometry *g, int vertices, int indices)
{
    if (g->vertex_count + vertices > GEOMETRY_VERTICES)
        geometry_flush(g);
    return grow(&g->vertices, &g->vertex_room, g->vertex_count + vertices, sizeof *g->vertices) &&
           grow(&g->indices, &g->index_room, g->index_count + indices, sizeof *g->indices);
}

uint32_t geometry_vertex(struct geometry *g, const struct vertex *v)
{
    g->vertices[g->vertex_count] = *v;
    return (uint32_t)g->vertex_count++;
}

void geometry_triangle(struct geometry *g, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t *to = g->indices + g->index_count;
    to[0] = a;
    to[1] = b;
    to[2] = c;
    g->index_count += 3;
    last_run(g)->count += 3;
}

struct vertex *geometry_corners(struct geometry *g)
{
    bool there = g->vertex_count + 4 <= g->vertex_room && g->index_count + 6 <= g->index_room;
    if ((!there || g->vertex_count + 4 > GEOMETRY_VERTICES) && !geometry_room(g, 4, 6))
        return NULL;
    uint32_t first = (uint32_t)g->vertex_count, *to = g->indices + g->index_count;
    to[0] = to[3] = first;
    to[1] = first + 1;
    to[2] = to[4] = first + 2;
    to[5] = first + 3;
    g->vertex_count += 4;
    g->index_count += 6;
    last_run(g)->count += 6;
    return g->vertices + first;
}

// Whole px x, y, w, h; place runs with it from place_x, place_y.
static void quad(struct geometry *g, const struct paint *p, const int rect[4], float alpha,
                 enum vertex_kind kind, int place_x, int place_y)
{
    static const int corners[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    struct vertex *v = geometry_corners(g);
    for (int i = 0; v && i < 4; i++) {
        int dx = corners[i][0] * rect[2], dy = corners[i][1] * rect[3];
        double x = rect[0] + dx, y = rect[1] + dy;
        v[i] = (struct vertex){{(float)x, (float)y},
                               {(float)(place_x + dx), (float)(place_y + dy)},
                               {(float)(p->u[0] * x + p->u[1] * y + p->u[2]),
                                (float)(p->v[0] * x + p->v[1] * y + p->v[2])},
                               {p->color[0] * alpha, p->color[1] * alpha, p->color[2] * alpha,
                                p->color[3] * alpha},
                               (float)kind};
    }
}

void geometry_rect(struct geometry *g, const struct paint *p, int x, int y, int w, int h,
                   float alpha)
{
    quad(g, p, (int[4]){x, y, w, h}, alpha, VERTEX_SOLID, 0, 0);
}

unsigned char *geometry_strip(struct geometry *g, const struct paint *p, int x, int y, int w, int h)
{
    if (!geometry_room(g, 4, 6))
        return NULL;
    if (g->mask_x + w > MASK_WIDTH) {
        g->mask_x = 0;
        g->mask_y += TILE;
        if (g->mask_y == MASK_HEIGHT)
            geometry_flush(g);
    }
    unsigned char *strip = g->mask + (size_t)g->mask_y * MASK_WIDTH + g->mask_x;
    quad(g, p, (int[4]){x, y, w, h}, 1, VERTEX_MASK, g->mask_x, g->mask_y);
    g->mask_x += w;
    return strip;
}
