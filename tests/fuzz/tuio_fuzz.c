// Any bytes as TUIO datagrams: contacts stay bounded, each ends as often as it began, places are
// inside.
#include "input/tuio.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *user, const struct tuio_step *s)
{
    int *open = user;
    bool puts = s->phase == INPUT_DOWN || s->phase == INPUT_OBJECT_PUT;
    bool takes = s->phase == INPUT_UP || s->phase == INPUT_OBJECT_TAKE;
    assert(s->contact >= TUIO_FIRST && s->phase != INPUT_KEY);
    assert(s->x >= 0 && s->x < 1 && s->y >= 0 && s->y < 1);
    assert(s->width >= 0 && s->height >= 0 && isfinite(s->width) && isfinite(s->angle));
    *open += puts - takes;
    assert(*open >= 0 && *open <= TUIO_SENDERS * 3 * TUIO_CONTACTS);
}

// Datagrams follow each other, each with two bytes before it: who sends, and how long it is (times
// 8).
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int open = 0;
    double now_s = 1;
    struct tuio *t = tuio_create(count, &open);
    while (size > 2) {
        struct tuio_from from = {data[0] & 3u, (uint16_t)(data[0] >> 2 & 3)};
        size_t length = data[1] * (size_t)8;
        length = length < size - 2 ? length : size - 2;
        unsigned char *exact = malloc(length ? length : 1);
        memcpy(exact, data + 2, length);
        now_s += data[0] >> 4;
        tuio_pass(t, now_s);
        tuio_hear(t, &from, exact, length, now_s);
        free(exact);
        data += length + 2;
        size -= length + 2;
    }
    tuio_pass(t, now_s + TUIO_SILENT_S + 1);
    assert(open == 0 && tuio_next_s(t) == INFINITY);
    tuio_destroy(t);
    return 0;
}
