// Rasters of numbers: sampled, and turned into exact distances.
#include "mapping/field.h"

#include <math.h>
#include <stdlib.h>

bool field_init(struct field *f, int width, int height, struct fault *fault)
{
    *f = (struct field){0};
    if (width < 1 || height < 1 || width > FIELD_NODES / height)
        return fault_set(fault, "a raster of %d x %d nodes; 1 to %d are allowed", width, height,
                         FIELD_NODES);
    f->at = calloc((size_t)width * (size_t)height, sizeof *f->at);
    if (!f->at)
        return fault_set(fault, "no memory for %d x %d nodes", width, height);
    f->width = width;
    f->height = height;
    return true;
}

void field_finish(struct field *f)
{
    free(f->at);
    *f = (struct field){0};
}

// The node before it and how far behind that it lies.
static int part_of(double x, int count, double *fraction)
{
    if (x > 0 && x < count - 1) {
        int node = (int)x;
        *fraction = x - node;
        return node;
    }
    bool beyond = x > 0 && count > 1;
    *fraction = beyond;
    return beyond ? count - 2 : 0;
}

double field_at(const struct field *f, double x, double y)
{
    double right, down;
    int column = part_of(x, f->width, &right), row = part_of(y, f->height, &down);
    const float *a = f->at + (size_t)row * (size_t)f->width + column;
    const float *b = f->height > 1 ? a + f->width : a;
    int next = f->width > 1;
    double above = a[0] + right * ((double)a[next] - a[0]);
    double below = b[0] + right * ((double)b[next] - b[0]);
    return above + down * (below - above);
}

// Squared distances along one line: the lower envelope of the parabolas over its nodes.
struct line {
    double *from, *to; // what nodes begin with, and end with
    double *begin;     // of each parabola's part of the envelope
    int *node;         // that it stands on
};

static bool line_init(struct line *l, int count)
{
    size_t n = (size_t)count;
    l->from = calloc(3 * n, sizeof *l->from);
    l->node = calloc(n, sizeof *l->node);
    l->to = l->from ? l->from + n : NULL;
    l->begin = l->from ? l->to + n : NULL;
    return l->from && l->node;
}

static void line_finish(struct line *l)
{
    free(l->from);
    free(l->node);
}

// Where the parabola over node b falls under that over node a, which is before it.
static double crossing(const struct line *l, int a, int b)
{
    double higher = l->from[b] + (double)b * b - l->from[a] - (double)a * a;
    return higher / (2.0 * (b - a));
}

static void envelope(struct line *l, int count)
{
    int last = -1;
    for (int i = 0; i < count; i++) {
        double begin = -INFINITY;
        if (l->from[i] >= FIELD_FAR)
            continue;
        while (last >= 0 && (begin = crossing(l, l->node[last], i)) <= l->begin[last])
            last--;
        last++;
        l->node[last] = i;
        l->begin[last] = last ? begin : -INFINITY;
    }
    for (int i = 0, k = 0; i < count; i++) {
        while (k < last && l->begin[k + 1] < i)
            k++;
        double away = last < 0 ? 0 : i - l->node[k];
        l->to[i] = last < 0 ? FIELD_FAR : away * away + l->from[l->node[k]];
    }
}

static void along(struct field *f, struct line *l, int first, int step, int count)
{
    for (int i = 0; i < count; i++)
        l->from[i] = f->at[first + i * step];
    envelope(l, count);
    for (int i = 0; i < count; i++)
        f->at[first + i * step] = (float)l->to[i];
}

bool field_distance(struct field *f, struct fault *fault)
{
    struct line l;
    int nodes = f->width * f->height;
    bool good = line_init(&l, f->width > f->height ? f->width : f->height);
    for (int i = 0; i < nodes; i++)
        f->at[i] = f->at[i] == 0 ? 0 : FIELD_FAR;
    for (int x = 0; good && x < f->width; x++)
        along(f, &l, x, f->width, f->height);
    for (int y = 0; good && y < f->height; y++)
        along(f, &l, y * f->width, 1, f->width);
    for (int i = 0; i < nodes; i++)
        f->at[i] = f->at[i] < FIELD_FAR ? sqrtf(f->at[i]) : FIELD_FAR;
    line_finish(&l);
    return good || fault_set(fault, "no memory for distances");
}
