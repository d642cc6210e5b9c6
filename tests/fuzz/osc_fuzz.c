// Any datagram: what is read of it is bounded, finite, and comes back the same after writing it.
#include "show/private.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct show_message *m)
{
    assert(m->params.count <= PARAMS_MAX);
    assert(memchr(m->name, 0, sizeof m->name) && m->name[0]);
    assert(memchr(m->from, 0, sizeof m->from) && m->from[0]);
    for (int i = 0; i < m->params.count; i++) {
        assert(isfinite(m->params.items[i].number));
        assert(memchr(m->params.items[i].text, 0, PARAM_TEXT_SIZE));
    }
}

static void write_and_read(const struct show_message *m)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct show_message again;
    struct osc_refusal refused = {0};
    size_t size = osc_write("facade", m, bytes, sizeof bytes);
    assert(size);
    assert(osc_read(bytes, size, "facade", &again, 1, &refused) == 1 && !refused.count);
    assert(memcmp(m, &again, sizeof *m) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct show_message messages[OSC_MESSAGES];
    struct osc_refusal refused = {0};
    int count = osc_read(data, size, "facade", messages, OSC_MESSAGES, &refused);
    assert(count <= OSC_MESSAGES);
    for (int i = 0; i < count; i++) {
        check(&messages[i]);
        write_and_read(&messages[i]);
    }
    return 0;
}
