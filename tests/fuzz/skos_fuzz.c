// Any bytes as Turtle, RDF/XML or N-Triples: refused with a line, or terms that keep the rules.
#include "exchange/skos.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[] = {"x.ttl", "x.rdf", "x.nt", "x"};
    if (size < 1)
        return 0;
    const char *file = files[data[0] % 4];
    struct change_set *set = change_create(NULL, NULL);
    const struct skos_in job = {.name = "x", .kind = REPERTOIRE_TOOL, .prefix = "x-"};
    bool read = skos_import_text(&job, file, (const char *)data + 1, size - 1, set);
    const struct faults *faults = change_faults(set);
    bool good = change_judge(set);
    assert(read ? good : faults->errors > 0);
    for (int i = 0; i < faults->count; i++)
        assert(strncmp(faults->entries[i].text, file, strlen(file)) == 0);
    json_t *shown = change_json(set);
    assert(shown);
    json_decref(shown);
    change_destroy(set);
    return 0;
}
