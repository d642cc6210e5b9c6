// Any bytes as a mesh of Paul Bourke's: what is read is a warp that can be and is written again,
// and what a warp cannot say of it is a number.
#include "mapping/bourke.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vec2 corners[4];
    struct warp_grid grid;
    struct bourke_lost lost;
    struct fault f = {0};
    struct warp w;
    struct size2 output = {640, 400};
    if (!bourke_read((const char *)data, size, output, corners, &grid, &lost, &f)) {
        assert(f.text[0]);
        return 0;
    }
    assert(warp_init(&w, corners, &grid, NULL));
    assert(isfinite(lost.off_px) && lost.off_px >= 0 && lost.dimmed >= 0 && lost.holes >= 0);
    free(bourke_write(&w, output, BOURKE_WRITTEN, BOURKE_WRITTEN));
    return 0;
}
