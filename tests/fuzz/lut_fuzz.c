// Any bytes as a .cube file: what is read is whole and finite, and looking up any value stays
// within what its entries say.
#include "mapping/lut.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up(const struct lut *l, float least, float most)
{
    static const double values[] = {-1e9, -0.1, 0, 1e-9, 0.25, 0.5, 0.999, 1, 3, 1e9};
    enum { COUNT = sizeof values / sizeof *values };
    for (int i = 0; i < COUNT * COUNT * COUNT; i++) {
        const double in[3] = {values[i % COUNT], values[i / COUNT % COUNT],
                              values[i / COUNT / COUNT]};
        double out[3];
        lut_apply(l, in, out);
        for (int k = 0; k < 3; k++)
            assert(out[k] >= least - 1e-2 && out[k] <= most + 1e-2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lut l;
    struct fault f = {0};
    if (!lut_read(&l, (const char *)data, size, &f)) {
        assert(f.text[0] && !l.rgb);
        return 0;
    }
    int most_edge = l.cubic ? LUT_CUBE : LUT_LINE;
    assert(l.edge >= 2 && l.edge <= most_edge);
    float least = INFINITY, most = -INFINITY;
    for (int i = 0; i < lut_entries(&l) * 3; i++) {
        assert(isfinite(l.rgb[i]));
        least = fminf(least, l.rgb[i]);
        most = fmaxf(most, l.rgb[i]);
    }
    look_up(&l, least, most);
    lut_finish(&l);
    return 0;
}
