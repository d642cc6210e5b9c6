// Any bytes as a manifest: refused with a line, or records that their tables allow; and as the path
// of an SVG selector.
#include "exchange/iiif.h"
#include "exchange/iiifread.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_path(const char *text)
{
    bool closed = false;
    json_t *points = iiif_svg(text, &closed), *drawn = json_array();
    assert(!points || json_array_size(points) > 0);
    iiif_path(text, drawn, &closed);
    json_decref(points);
    json_decref(drawn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct change_set *set = change_create(NULL, &faults);
    char *text = calloc(1, size + 1);
    if (!set || !text)
        abort();
    memcpy(text, data, size);
    read_path(text);
    bool read = iiif_import_text(&(struct iiif_in){0}, text, size, "manifest.json", set);
    assert(read || change_faults(set)->errors > 0);
    if (read) // whatever came in, its records are such as people could have written
        assert(change_judge(set));
    for (int i = 0; i < change_faults(set)->count; i++)
        assert(strstr(change_faults(set)->entries[i].text, "manifest.json"));
    free(text);
    change_destroy(set);
    faults_finish(&faults);
    return 0;
}
