// Changes of cells, counted; fields in which too many of them flash.
#include "flash/flash.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Where a cell's light last turned, and when it has changed.
struct turning {
    float least, most;          // since the last change
    bool least_red, most_red;   // that end was a saturated red
    signed char way;            // of the last change: 1 up, -1 down, 0 none yet
    unsigned char next;         // of the times; the oldest
    float times[FLASH_CHANGES]; // since `began_s`
};

struct flash {
    int columns, rows, field_columns, field_rows;
    int changes;
    double began_s, seen_s; // seen_s: the last frame
    bool begun;
    struct turning *cells[FLASH_KINDS]; // owned
    int *sums;                          // owned; of cells that flash, (columns + 1) x (rows + 1)
};

static int field_of(double part, int cells)
{
    int n = (int)lround(part * cells);
    return n < 1 ? 1 : n > cells ? cells : n;
}

struct flash *flash_create(int columns, int rows, double field_x, double field_y)
{
    if (columns < 1 || rows < 1 || columns > FLASH_CELLS || rows > FLASH_CELLS)
        return NULL;
    struct flash *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    size_t n = (size_t)columns * (size_t)rows;
    f->columns = columns;
    f->rows = rows;
    f->changes = FLASH_CHANGES;
    f->field_columns = field_of(field_x > 0 ? field_x : FLASH_FIELD_X, columns);
    f->field_rows = field_of(field_y > 0 ? field_y : FLASH_FIELD_Y, rows);
    for (int k = 0; k < FLASH_KINDS; k++)
        f->cells[k] = calloc(n, sizeof *f->cells[k]);
    f->sums = calloc((size_t)(columns + 1) * (size_t)(rows + 1), sizeof *f->sums);
    if (f->cells[0] && f->cells[1] && f->sums)
        return f;
    flash_destroy(f);
    return NULL;
}

void flash_changes(struct flash *f, int changes)
{
    f->changes = changes < 1 ? 1 : changes > FLASH_CHANGES ? FLASH_CHANGES : changes;
}

void flash_destroy(struct flash *f)
{
    if (!f)
        return;
    for (int k = 0; k < FLASH_KINDS; k++)
        free(f->cells[k]);
    free(f->sums);
    free(f);
}

static void begin(struct turning *t, float value, bool red)
{
    *t = (struct turning){.least = value, .most = value, .least_red = red, .most_red = red};
    for (int i = 0; i < FLASH_CHANGES; i++)
        t->times[i] = -1e9f;
}

static void changed(struct turning *t, int way, float value, bool red, float at_s)
{
    t->way = (signed char)way;
    t->times[t->next] = at_s;
    t->next = (unsigned char)((t->next + 1) % FLASH_CHANGES);
    t->least = t->most = value;
    t->least_red = t->most_red = red;
}

// A change is there once it is large enough; from then on its end moves along with the light, so
// that the next one is measured from the true turning point.
static void follow(struct turning *t, enum flash_kind kind, float value, bool red, float at_s)
{
    if (value <= t->least) {
        t->least_red = value < t->least ? red : t->least_red || red;
        t->least = value;
    }
    if (value >= t->most) {
        t->most_red = value > t->most ? red : t->most_red || red;
        t->most = value;
    }
    bool light = kind == FLASH_OF_LIGHT;
    float up = value - t->least, down = t->most - value;
    bool rises = light ? up >= (float)FLASH_GENERAL && t->least < (float)FLASH_DARKER
                       : up > (float)FLASH_RED && (red || t->least_red);
    bool falls = light ? down >= (float)FLASH_GENERAL && value < (float)FLASH_DARKER
                       : down > (float)FLASH_RED && (red || t->most_red);
    if (rises && t->way != 1)
        changed(t, 1, value, red, at_s);
    else if (falls && t->way != -1)
        changed(t, -1, value, red, at_s);
    else if (t->way == 1 && value >= t->most) // goes on upwards
        t->least = value, t->least_red = red;
    else if (t->way == -1 && value <= t->least)
        t->most = value, t->most_red = red;
}

static bool flashes(const struct turning *t, int changes, float at_s)
{
    int first = (t->next + FLASH_CHANGES - changes) % FLASH_CHANGES; // of the last ones
    return at_s - t->times[first] < (float)FLASH_WITHIN_S - 1e-3f;   // frames fall on no exact time
}

static void look(struct flash *f, enum flash_kind kind, const float *cells, float at_s)
{
    int width = f->columns + 1;
    for (int y = 0; y < f->rows; y++) {
        int row = 0;
        for (int x = 0; x < f->columns; x++) {
            const float *c = &cells[3 * (y * f->columns + x)];
            struct turning *t = &f->cells[kind][y * f->columns + x];
            float sum = c[0] + c[1] + c[2];
            bool red = sum > 0 && c[0] >= (float)FLASH_SATURATED * sum;
            float value = kind == FLASH_OF_LIGHT ? 0.2126f * c[0] + 0.7152f * c[1] + 0.0722f * c[2]
                                                 : 320 * fmaxf(0, c[0] - c[1] - c[2]);
            if (!f->begun)
                begin(t, value, red);
            else
                follow(t, kind, value, red, at_s);
            row += flashes(t, f->changes, at_s);
            f->sums[(y + 1) * width + x + 1] = f->sums[y * width + x + 1] + row;
        }
    }
}

// The field with most of them.
static struct flash_seen most(const struct flash *f)
{
    struct flash_seen seen = {0, 0.5, 0.5};
    int width = f->columns + 1, best = 0;
    if (f->sums[f->rows * width + f->columns] == 0)
        return seen;
    for (int y = 0; y + f->field_rows <= f->rows; y++)
        for (int x = 0; x + f->field_columns <= f->columns; x++) {
            const int *a = &f->sums[y * width + x], *b = a + f->field_rows * width;
            int n = b[f->field_columns] - b[0] - a[f->field_columns] + a[0];
            if (n <= best)
                continue;
            best = n;
            seen.at_x = (x + f->field_columns / 2.0) / f->columns;
            seen.at_y = (y + f->field_rows / 2.0) / f->rows;
        }
    seen.share = (double)best / (f->field_columns * f->field_rows);
    return seen;
}

void flash_frame(struct flash *f, const float *cells, double now_s,
                 struct flash_seen seen[FLASH_KINDS])
{
    f->begun = f->begun && now_s >= f->seen_s;
    f->seen_s = now_s;
    if (!f->begun)
        f->began_s = now_s;
    for (int k = 0; k < FLASH_KINDS; k++) {
        look(f, (enum flash_kind)k, cells, (float)(now_s - f->began_s));
        seen[k] = most(f);
    }
    f->begun = true;
}

bool flash_too_much(const struct flash_seen *seen)
{
    return seen->share > FLASH_SHARE;
}

// ---- pictures into cells

void flash_grid(int width, int height, double field_x, int *columns, int *rows)
{
    // A hundredth of the field; at least a px, at most FLASH_CELLS of them.
    int across = (int)ceil(100 / (field_x > 0 ? field_x : FLASH_FIELD_X));
    across = across > FLASH_CELLS ? FLASH_CELLS : across;
    *columns = width < across ? width : across;
    int down = (int)lround((double)height * *columns / width);
    down = down > FLASH_CELLS ? FLASH_CELLS : down < 1 ? 1 : down;
    *rows = height < down ? height : down;
}

void flash_cells(const unsigned char *rgba, int width, int height, int columns, int rows,
                 float *cells)
{
    float light[256];
    for (int i = 0; i < 256; i++) {
        double v = i / 255.0;
        light[i] = (float)(v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            int x0 = (int)((int64_t)x * width / columns);
            int x1 = (int)((int64_t)(x + 1) * width / columns);
            int y0 = (int)((int64_t)y * height / rows);
            int y1 = (int)((int64_t)(y + 1) * height / rows);
            float sum[3] = {0}, n = (float)((x1 - x0) * (y1 - y0));
            for (int v = y0; v < y1; v++)
                for (int u = x0; u < x1; u++)
                    for (int c = 0; c < 3; c++)
                        sum[c] +=
                            light[rgba[4 * ((size_t)v * (size_t)width + (size_t)u) + (size_t)c]];
            for (int c = 0; c < 3; c++)
                cells[3 * (y * columns + x) + c] = sum[c] / n;
        }
}
