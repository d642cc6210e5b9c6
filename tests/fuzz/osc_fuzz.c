// Any datagram: what is read of it is bounded, finite, and comes back the same after writing it.
#include "show/private.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_message(const struct show_message *m)
{
    assert(m->params.count <= PARAMS_MAX);
    assert(memchr(m->name, 0, sizeof m->name) && (m->release || m->name[0]));
    assert(memchr(m->stage, 0, sizeof m->stage));
    assert(memchr(m->from, 0, sizeof m->from) && m->from[0]);
    for (int i = 0; i < m->params.count; i++) {
        assert(isfinite(m->params.items[i].number));
        assert(memchr(m->params.items[i].text, 0, PARAM_TEXT_SIZE));
    }
}

static void write_and_read(const struct show_message *m)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct show_heard again;
    struct osc_refusal refused = {0};
    size_t size = osc_write("facade", m, bytes, sizeof bytes);
    assert(size);
    assert(osc_read(bytes, size, "facade", &again, 1, &refused) == 1 && !refused.count);
    assert(again.kind == HEARD_MESSAGE && memcmp(m, &again.message, sizeof *m) == 0);
}

static void check_hold(const struct show_hold *h)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct show_heard again;
    struct osc_refusal refused = {0};
    assert(h->hold.station[0] && isfinite(h->number));
    assert(h->hold.waiting >= 0 && h->hold.waiting <= HOLD_WAITING);
    assert(h->hold.until_s >= 0 && h->hold.until_s <= 86400);
    size_t size = osc_write_hold(h, bytes, sizeof bytes);
    assert(size);
    assert(osc_read(bytes, size, "facade", &again, 1, &refused) == 1 && !refused.count);
    assert(again.kind == HEARD_HOLD && memcmp(h, &again.hold, sizeof *h) == 0);
}

static void check_order(const struct show_order *o)
{
    assert(memchr(o->name, 0, sizeof o->name));
    assert(isfinite(o->value) && fabs(o->value) <= 1e6);
    assert(o->over_s >= -1 && o->over_s <= 3600);
    if (o->verb == SHOW_SET)
        assert(control_is_name(o->name));
}

static void check(const struct show_heard *h, const uint8_t *data, size_t size)
{
    assert(h->port >= 0 && h->port <= 65535);
    if (h->kind == HEARD_MESSAGE) {
        check_message(&h->message);
        write_and_read(&h->message);
    } else if (h->kind == HEARD_ORDER || h->kind == HEARD_GET) {
        check_order(&h->order);
    } else if (h->kind == HEARD_HOLD) {
        check_hold(&h->hold);
    } else if (h->kind == HEARD_COURSE && h->course[0]) {
        const uint8_t *course = (const uint8_t *)h->course;
        assert(course >= data && memchr(course, 0, size - (size_t)(course - data)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct show_heard heard[OSC_MESSAGES];
    struct osc_refusal refused = {0};
    int count = osc_read(data, size, "facade", heard, OSC_MESSAGES, &refused);
    assert(count <= OSC_MESSAGES);
    for (int i = 0; i < count; i++)
        check(&heard[i], data, size);
    return 0;
}
