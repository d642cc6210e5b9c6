// Any bytes as what a visitor types: an answer whose hits and counts fit together.
//
// The first byte chooses language, filter and how much is asked for; the rest is typed.
#include "index/index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// One for all inputs: they only read.
static struct index *opened(void)
{
    static struct index *x;
    struct faults faults = {0};
    if (x)
        return x;
    x = index_open(&(struct index_desc){.folder =
                                            TEST_ROOT "/installations/villa-medicis/repertoire",
                                        .list_from = 2},
                   NULL);
    assert(x && index_update(x, NULL, NULL, &faults));
    faults_finish(&faults);
    return x;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {NULL, "fr", "it", "en"};
    if (!size)
        return 0;
    char *text = malloc(size);
    assert(text);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    struct index_query query = {
        .words = text, .language = languages[data[0] & 3], .count = data[0] >> 2, .values = -1};
    if (data[0] & 4)
        query.filter[data[0] % INDEX_FACETS] = text;
    json_t *answer = index_search(opened(), &query);
    assert(answer);
    size_t hits = json_array_size(json_object_get(answer, "hits")), i;
    long long total = json_integer_value(json_object_get(answer, "total")), kinds = 0;
    assert((long long)hits <= total && hits <= (size_t)query.count);
    json_t *value;
    json_array_foreach(json_object_get(json_object_get(answer, "facets"), "kind"), i, value)
        kinds += json_integer_value(json_object_get(value, "count"));
    assert(kinds == total); // each is a gesture or a work
    json_decref(answer);
    free(text);
    return 0;
}
