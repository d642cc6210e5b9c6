// Any text as installation.lua: refused with lines, or structs whose every number can be relied on.
#include "installation/installation.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_point(struct vec2 at)
{
    assert(isfinite(at.x) && isfinite(at.y) && fabs(at.x) <= 65536 && fabs(at.y) <= 65536);
}

// What passed is what a mapping takes.
static void check_warp(const struct vec2 corners[4], const struct warp_grid *g)
{
    struct warp warp;
    assert(warp_init(&warp, corners, g, NULL));
}

static void check_station(const struct installation_station *s)
{
    assert(s->id[0] && s->stage_count > 0 && (s->output_count || s->speaker_count));
    assert(s->rate_hz >= 1 && s->rate_hz <= 240 && s->ceiling_db <= 0);
    assert(s->composition.width >= 0 && s->composition.height >= 0);
    for (int i = 0; i < s->stage_count; i++)
        assert(s->stages[i].canvas.width >= 1 && s->stages[i].canvas.width <= INSTALLATION_EDGE);
    for (int i = 0; i < s->surface_count; i++) {
        const struct installation_surface *surface = &s->surfaces[i];
        assert(surface->stage >= 0 && surface->stage < s->stage_count);
        struct size2 canvas = s->stages[surface->stage].canvas;
        check_warp(surface->corners, &surface->grid);
        assert(surface->source_size.x >= 1 && surface->source_size.y >= 1);
        assert(surface->source_at.x >= 0 && surface->source_at.y >= 0);
        assert(surface->source_at.x + surface->source_size.x <= canvas.width);
        assert(surface->source_at.y + surface->source_size.y <= canvas.height);
        for (int k = 0; k < 4; k++)
            check_point(s->surfaces[i].corners[k]);
    }
    for (int i = 0; i < s->output_count; i++) {
        assert(s->outputs[i].size.height >= 1 && s->outputs[i].size.height <= INSTALLATION_EDGE);
        check_warp(s->outputs[i].corners, &s->outputs[i].grid);
        for (int k = 0; k < 4; k++)
            check_point(s->outputs[i].corners[k]);
    }
    for (int i = 0; i < s->speaker_count; i++)
        assert(s->speakers[i].channel >= 1 && s->speakers[i].channel <= INSTALLATION_SPEAKERS &&
               isfinite(s->speakers[i].at.z));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct installation *i = calloc(1, sizeof *i);
    if (!i)
        return 0;
    snprintf(i->folder, sizeof i->folder, "%s/tests/fuzz/house", TEST_ROOT);
    bool whole = installation_read_text(i, TEST_ROOT "/tests/fuzz/house", (const char *)data, size,
                                        "i.lua", &faults);
    assert(whole == (faults.errors == 0));
    for (int k = 0; k < faults.count; k++)
        assert(strncmp(faults.entries[k].text, "i.lua:", 6) == 0);
    if (whole) {
        assert(i->station_count > 0 && i->language_count > 0);
        for (int s = 0; s < i->station_count; s++)
            check_station(&i->stations[s]);
    }
    faults_finish(&faults);
    installation_destroy(i);
    return 0;
}
