// Any bytes as SVG path data: what is read is whole and finite, and reads the same when it is
// written down again.
#include "scene/path.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 1 << 14, LETTERS = 24 * ROOM };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int points_of[PATH_VERBS] = {1, 1, 2, 3, 0};

static size_t write_svg(const struct path *p, char *text)
{
    struct path_piece piece;
    size_t used = 0;
    for (uint32_t at = 0; path_next(p->values, p->count, &at, &piece);) {
        used += (size_t)sprintf(text + used, "%c", "MLQCZ"[piece.verb]);
        for (int i = 0; i < 2 * points_of[piece.verb]; i++) {
            assert(fabs((double)piece.points[i]) <= PATH_FARTHEST);
            used += (size_t)sprintf(text + used, " %.9g", (double)piece.points[i]);
        }
    }
    return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    float *values = malloc(2 * ROOM * sizeof *values);
    char *text = malloc(LETTERS);
    struct path first = {.values = values, .room = ROOM};
    struct path again = {.values = values + ROOM, .room = ROOM};
    size_t column = 0;
    const char *why = NULL;
    double box[4];
    assert(values && text);
    bool good = path_svg(&first, (const char *)data, size, &column, &why);
    assert(good == !why && column >= 1 && column <= size + 1);
    assert(path_is_good(first.values, first.count));
    if (path_bounds(first.values, first.count, box))
        assert(box[0] <= box[2] && box[1] <= box[3]);
    size_t length = write_svg(&first, text);
    good = path_svg(&again, text, length, &column, &why);
    assert(good && again.count == first.count);
    for (uint32_t i = 0; i < first.count; i++)
        assert(again.values[i] == first.values[i]);
    free(text);
    free(values);
    return 0;
}
