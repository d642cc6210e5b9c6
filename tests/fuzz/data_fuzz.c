// Any bytes as data in Lua: faults that say where, or a value that comes back whole through JSON.
#include "fence/fence.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    assert(text);
    json_t *again = json_loads(text, JSON_DECODE_ANY, NULL);
    assert(again && json_equal(value, again));
    json_decref(again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char file[] = "installation.lua:";
    struct faults faults = {0};
    json_t *value = fence_data((const char *)data, size, "installation.lua", &faults);
    assert(!value == (faults.errors > 0));
    for (int i = 0; i < faults.count; i++)
        assert(strncmp(faults.entries[i].text, file, strlen(file)) == 0 &&
               isdigit((unsigned char)faults.entries[i].text[strlen(file)]));
    if (value)
        write_and_read(value);
    json_decref(value);
    faults_finish(&faults);
    return 0;
}
