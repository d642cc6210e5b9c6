// Any bytes as an EDID: what is read is printable and ends; nothing is known otherwise. The sum is
// put right, so that the rest is reached.
#include "displays/edid.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, size_t room)
{
    assert(strnlen(text, room) < room);
    for (; *text; text++)
        assert(*text >= 0x20 && *text < 0x7f);
}

static void look(const uint8_t *data, size_t size)
{
    struct identity i;
    struct fault f = {0};
    bool good = edid_read(data, size, &i, &f);
    assert(good != identity_none(&i));
    assert(good || f.text[0]);
    check(i.make, sizeof i.make);
    check(i.model, sizeof i.model);
    check(i.serial, sizeof i.serial);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t head[8] = {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0};
    look(data, size);
    if (size < EDID_BYTES)
        return 0;
    uint8_t bytes[EDID_BYTES], sum = 0;
    memcpy(bytes, data, sizeof bytes);
    memcpy(bytes, head, sizeof head);
    for (int i = 0; i < EDID_BYTES - 1; i++)
        sum = (uint8_t)(sum + bytes[i]);
    bytes[EDID_BYTES - 1] = (uint8_t)-sum;
    look(bytes, sizeof bytes);
    return 0;
}
