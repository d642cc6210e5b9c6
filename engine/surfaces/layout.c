// Outputs as tiles of a window, and the way back from a point of it.
#include "surfaces/surfaces.h"

#include <math.h>

enum { GAP = 8 };

static int width_for(struct size2 output, int height)
{
    int width = (int)lround((double)height * output.width / output.height);
    return width < 1 ? 1 : width;
}

static int station_width(const struct size2 *outputs, const struct pane *panes, int from, int count,
                         int height)
{
    int width = 0;
    for (int i = from; i < count && panes[i].station == panes[from].station; i++)
        width += width_for(outputs[i], height);
    return width;
}

// Tiles of one height from left to right, top to bottom; a station begins a new row when it does
// not fit into the rest of this one. False when the size is too small for this height.
static bool lay(struct size2 size, const struct size2 *outputs, struct pane *panes, int count,
                int height)
{
    int x = 0, y = 0;
    for (int i = 0; i < count; i++) {
        bool first = i == 0 || panes[i].station != panes[i - 1].station;
        int width = width_for(outputs[i], height);
        int wanted = first ? station_width(outputs, panes, i, count, height) : width;
        if (x > 0 && first)
            x += GAP;
        if (wanted > size.width)
            wanted = width;
        if (x > 0 && x + wanted > size.width) {
            x = 0;
            y += height + GAP;
        }
        if (x + width > size.width || y + height > size.height)
            return false;
        panes[i].x = x;
        panes[i].y = y;
        panes[i].width = width;
        panes[i].height = height;
        x += width;
    }
    return true;
}

static void centre(struct size2 size, struct pane *panes, int count)
{
    int down = (size.height - (panes[count - 1].y + panes[count - 1].height)) / 2;
    for (int first = 0; first < count;) {
        int last = first;
        while (last + 1 < count && panes[last + 1].y == panes[first].y)
            last++;
        int right = (size.width - (panes[last].x + panes[last].width)) / 2;
        for (; first <= last; first++) {
            panes[first].x += right;
            panes[first].y += down;
        }
    }
}

void surfaces_layout(struct size2 size, const struct size2 *outputs, struct pane *panes, int count)
{
    int height = size.height;
    while (height > 0 && !lay(size, outputs, panes, count, height))
        height--;
    for (int i = 0; i < count && height < 1; i++)
        panes[i].x = panes[i].y = panes[i].width = panes[i].height = 0;
    if (count > 0 && height > 0)
        centre(size, panes, count);
}

static struct vec2 on_output(const struct pane *p, struct size2 output, double x, double y)
{
    return (struct vec2){(x - p->x) * output.width / p->width,
                         (y - p->y) * output.height / p->height};
}

// 0 on the pane.
static double outside_px(const struct pane *p, double x, double y)
{
    double dx = fmax(fmax(p->x - x, x - (p->x + p->width)), 0);
    double dy = fmax(fmax(p->y - y, y - (p->y + p->height)), 0);
    return hypot(dx, dy);
}

const struct pane *surfaces_pane_at(const struct pane *panes, int count,
                                    const struct size2 *outputs, int window, double x, double y,
                                    struct vec2 *at_output)
{
    for (int i = 0; i < count; i++) {
        const struct pane *p = &panes[i];
        if (p->window != window || !(x >= p->x && y >= p->y) || x >= p->x + p->width ||
            y >= p->y + p->height)
            continue;
        *at_output = on_output(p, outputs[i], x, y);
        return p;
    }
    return NULL;
}

const struct pane *surfaces_pane_near(const struct pane *panes, int count,
                                      const struct size2 *outputs, int window, int station,
                                      double x, double y, struct vec2 *at_output)
{
    const struct pane *nearest = NULL;
    double least_px = INFINITY;
    for (int i = 0; i < count; i++) {
        const struct pane *p = &panes[i];
        double px = outside_px(p, x, y);
        if (p->window != window || p->station != station || p->width < 1 || p->height < 1 ||
            px >= least_px)
            continue;
        least_px = px;
        nearest = p;
        *at_output = on_output(p, outputs[i], x, y);
    }
    return nearest;
}
