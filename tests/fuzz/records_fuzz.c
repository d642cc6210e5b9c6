// Any bytes as a record of each kind: refused with a line, or a record that says what its kind may
// and is written as a file that is read as the same.
#include "repertoire/repertoire.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static json_t *parse(enum repertoire_type type, const char *text, size_t size,
                     struct faults *faults)
{
    json_t *record = repertoire_parse(type, text, size, "record.json", faults);
    assert((record != NULL) == (faults->errors == 0));
    for (int i = 0; i < faults->count; i++)
        assert(strncmp(faults->entries[i].text, "record.json:", 12) == 0);
    return record;
}

static void write_again(enum repertoire_type type, const json_t *record)
{
    const char *id = json_string_value(json_object_get(record, "id"));
    struct faults faults = {0};
    char path[256];
    assert(id && repertoire_type_of_id(id) == (int)type);
    assert(repertoire_file("/r", id, path, sizeof path) && strncmp(path, "/r/", 3) == 0);
    char *text = repertoire_text(type, record);
    json_t *again = parse(type, text, strlen(text), &faults);
    assert(again && json_equal(record, again));
    char *twice = repertoire_text(type, again);
    assert(strcmp(text, twice) == 0);
    free(twice);
    free(text);
    json_decref(again);
    faults_finish(&faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int type = 0; type < REPERTOIRE_TYPES; type++) {
        struct faults faults = {0};
        json_t *record = parse((enum repertoire_type)type, (const char *)data, size, &faults);
        if (record)
            write_again((enum repertoire_type)type, record);
        json_decref(record);
        faults_finish(&faults);
    }
    return 0;
}
