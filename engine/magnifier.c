// Surfaces of one output, whose canvas is the output that is looked at.
#include "magnifier.h"
#include "station.h"

#include "base/log.h"

#include <math.h>

#define EDGE (MAGNIFIER_PX * MAGNIFIER_TIMES)

void magnifier_finish(struct magnifier *m)
{
    surfaces_destroy(m->surfaces);
    mapping_destroy(m->mapping);
    m->surfaces = NULL;
    m->mapping = NULL;
    m->failed = false; // the description is megabytes, and this is done in each frame
}

// What is looked at: the point that was picked last, else where the hand was.
static bool looks(const struct station *s, int *output, struct vec2 *at)
{
    const struct hands *h = &s->hands;
    *output = h->output;
    *at = h->hand_at;
    if (!h->open || !h->magnified || h->output >= s->place->output_count)
        return false;
    if (h->picked_count)
        hands_place(h, h->picked[h->picked_count - 1], h->output, at);
    return true;
}

static void describe(const struct gpu_target *of, struct vec2 at, struct mapping_desc *desc)
{
    struct size2 size = {of->texture.width, of->texture.height};
    double px = fmin(MAGNIFIER_PX, fmin(size.width, size.height)), edge = EDGE;
    struct vec2 from = {fmin(fmax(floor(at.x - px / 2), 0), size.width - px),
                        fmin(fmax(floor(at.y - px / 2), 0), size.height - px)};
    *desc = (struct mapping_desc){.surface_count = 1, .output_count = 1};
    desc->surfaces[0] =
        (struct mapping_surface){.size = size,
                                 .corners = {{0, 0}, {edge, 0}, {edge, edge}, {0, edge}},
                                 .source_at = from,
                                 .source_size = {px, px}};
    desc->outputs[0] =
        (struct mapping_output){.size = {EDGE, EDGE},
                                .corners = {{0, 0}, {edge, 0}, {edge, edge}, {0, edge}}};
}

static bool aim(struct magnifier *m, struct gpu *gpu, struct fault *f)
{
    struct mapping *mapping = mapping_create(&m->desc, f);
    if (!mapping)
        return false;
    mapping_destroy(m->mapping);
    m->mapping = mapping;
    if (m->surfaces)
        return surfaces_follow(m->surfaces, &m->desc, mapping, false, f);
    m->surfaces = surfaces_create(gpu, &m->desc, mapping, f);
    return m->surfaces != NULL;
}

void magnifier_lay(struct magnifier *m, struct station *s, struct surfaces *shown)
{
    int output;
    struct vec2 at;
    struct fault f = {0};
    if (!looks(s, &output, &at)) {
        magnifier_finish(m);
        return;
    }
    const struct gpu_target *of = surfaces_output(shown, output);
    if (!of || !of->texture.id || of->texture.format != GPU_SRGBA8)
        return;
    describe(of, at, &m->desc);
    if (!aim(m, s->gpu, &f)) {
        if (!m->failed)
            log_warning("desk", "nothing is magnified: %s", f.text);
        m->failed = true;
        return;
    }
    surfaces_show(m->surfaces, &of, 1);
    // On the other side of the output than what it looks at.
    int x = at.x < of->texture.width / 2.0 ? of->texture.width - EDGE - 24 : 24;
    gpu_target_copy(s->gpu, surfaces_output(m->surfaces, 0), of, x > 0 ? x : 0, 24);
}
