// Any bytes as a drawing of warps: what is read is a warp that can be, and is written and read
// again as itself.
#include "mapping/drawn.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const ids[] = {"wall", "frieze", "nord", NULL};

static void check(const struct drawn *warps, int count)
{
    struct drawn *again = calloc(DRAWN_WARPS, sizeof *again);
    char *text = drawn_write(warps, count, (struct size2){100, 100});
    assert(again && text);
    int same = 0;
    for (int i = 0; i < count; i++) {
        struct warp w;
        assert(warp_init(&w, warps[i].corners, &warps[i].grid, NULL) && warps[i].line > 0);
    }
    // Rounding to 1/10000 px may flatten what was hardly a warp.
    if (drawn_read(text, strlen(text), ids, again, &same, NULL)) {
        assert(same == count);
        for (int i = 0; i < count; i++)
            for (int k = 0; k < 4; k++)
                assert(hypot(again[i].corners[k].x - warps[i].corners[k].x,
                             again[i].corners[k].y - warps[i].corners[k].y) < 2e-4);
    }
    free(text);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct drawn *warps = calloc(DRAWN_WARPS, sizeof *warps);
    struct fault f = {0};
    int count = 0;
    if (!warps)
        return 0;
    if (drawn_read((const char *)data, size, ids, warps, &count, &f))
        check(warps, count);
    else
        assert(f.text[0]);
    free(warps);
    return 0;
}
