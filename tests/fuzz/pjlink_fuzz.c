// Any bytes as what a projector says: what is taken of it is text, short and within its ranges.
#include "lamps/private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char random[PJLINK_RANDOM], value[PJLINK_VALUE], line[PJLINK_LINE], host[LAMPS_HOST];
    int faults[PJLINK_FAULTS], port;
    const char *text = (const char *)data;
    if (pjlink_greeting(text, size, random)) {
        assert(strspn(random, "0123456789abcdefABCDEF") == strlen(random));
        assert(pjlink_command(random, "secret", "%1POWR", "?", line));
    }
    if (pjlink_answer(text, size, "%1POWR", value) == PJLINK_GIVES)
        for (const char *c = value; *c; c++)
            assert(*c >= ' ' && *c <= '~');
    char *copy = calloc(1, size + 1);
    assert(copy);
    if (size)
        memcpy(copy, text, size);
    long hours = pjlink_lamp_hours(copy);
    assert(hours >= -1 && hours <= 99999);
    if (pjlink_faults(copy, faults))
        for (int i = 0; i < PJLINK_FAULTS; i++)
            assert(faults[i] >= 0 && faults[i] <= 2);
    if (lamps_address(copy, host, &port))
        assert(port >= 1 && port <= 65535 && strlen(host) < LAMPS_HOST && host[0]);
    free(copy);
    return 0;
}
