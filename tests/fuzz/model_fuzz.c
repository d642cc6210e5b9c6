// Fuzzes what gestuaire-model hands over: whatever it holds, it is refused or every number of the
// model is finite and within what it may be.
#include "decode/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void look(const struct decode_model *m)
{
    for (uint32_t i = 0; i < m->index_count; i++) {
        const float *v = m->vertices + (size_t)m->indices[i] * DECODE_MODEL_FLOATS;
        if (m->indices[i] >= m->vertex_count || !(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] < 1.001f))
            abort();
        for (int k = 0; k < DECODE_MODEL_FLOATS; k++)
            if (!isfinite(v[k]))
                abort();
    }
    for (int i = 0; i < m->part_count; i++)
        if (m->parts[i].first + m->parts[i].count > m->index_count ||
            m->parts[i].texture >= m->texture_count)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fault f;
    struct decode_model m = {0};
    void *plain = malloc(size ? size : 1); // it is changed in place
    memcpy(plain, bytes, size);
    if (decode_model_plain(plain, size, "/nowhere", &m, &f))
        look(&m);
    decode_model_finish(&m);
    free(plain);
    return 0;
}
