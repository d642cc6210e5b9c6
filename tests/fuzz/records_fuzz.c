// Any bytes as a record of each kind: refused with a line, or a record that says what its kind may.
#include "repertoire/repertoire.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int type = 0; type < REPERTOIRE_TYPES; type++) {
        struct faults faults = {0};
        json_t *record = repertoire_parse((enum repertoire_type)type, (const char *)data, size,
                                          "record.json", &faults);
        assert((record != NULL) == (faults.errors == 0));
        for (int i = 0; i < faults.count; i++)
            assert(strncmp(faults.entries[i].text, "record.json:", 12) == 0);
        if (record)
            assert(json_is_string(json_object_get(record, "id")));
        json_decref(record);
        faults_finish(&faults);
    }
    return 0;
}
