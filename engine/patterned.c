// A second set of surfaces: the composition itself as the one canvas.
#include "patterned.h"
#include "station.h"

#include "base/log.h"

#include <math.h>

int patterned_overlaps(const struct mapping_desc *light, struct vec2 at, float overlaps[16][4])
{
    int count = 0;
    for (int i = 0; i < light->output_count; i++)
        for (int k = i + 1; k < light->output_count && count < 16; k++) {
            const struct mapping_output *a = &light->outputs[i], *b = &light->outputs[k];
            double left = fmax(a->at.x, b->at.x), top = fmax(a->at.y, b->at.y);
            double right = fmin(a->at.x + a->size.width, b->at.x + b->size.width);
            double bottom = fmin(a->at.y + a->size.height, b->at.y + b->size.height);
            if (left >= right || top >= bottom)
                continue;
            overlaps[count][0] = (float)(left - at.x);
            overlaps[count][1] = (float)(top - at.y);
            overlaps[count][2] = (float)(right - left);
            overlaps[count++][3] = (float)(bottom - top);
        }
    return count;
}

// What the wall is, with one surface that is all of its composition.
static void describe(const struct station *s, struct mapping_desc *desc)
{
    struct size2 size = s->place->composition;
    double w = size.width, h = size.height;
    int kept = 0;
    *desc = s->light;
    desc->surface_count = 1;
    desc->surfaces[0] =
        (struct mapping_surface){.size = size, .corners = {{0, 0}, {w, 0}, {w, h}, {0, h}}};
    for (int i = 0; i < desc->mask_count; i++)
        if (!desc->masks[i].of_surface)
            desc->masks[kept++] = desc->masks[i];
    desc->mask_count = kept;
}

static bool begin(struct patterned *p, const struct station *s, struct fault *f)
{
    struct size2 size = s->place->composition;
    describe(s, &p->desc);
    p->mapping = mapping_create(&p->desc, f);
    return p->mapping &&
           gpu_target_init(s->gpu, &p->target, GPU_SRGBA8, size.width, size.height, f) &&
           (p->surfaces = surfaces_create(s->gpu, &p->desc, p->mapping, f));
}

void patterned_finish(struct patterned *p)
{
    surfaces_destroy(p->surfaces);
    mapping_destroy(p->mapping);
    gpu_target_finish(&p->target);
    drawlist_finish(&p->list);
    *p = (struct patterned){0};
}

static void draw(struct patterned *p, const struct station *s)
{
    struct size2 size = s->place->composition;
    struct pattern_place place = {.size = size, .name = s->place->id, .now_s = s->scene->now_s};
    place.part_count = s->light.output_count;
    for (int i = 0; i < place.part_count; i++) {
        const struct mapping_output *o = &s->light.outputs[i];
        place.parts[i] =
            (struct pattern_part){s->place->outputs[i].id, (float)o->at.x, (float)o->at.y,
                                  (float)o->size.width, (float)o->size.height};
    }
    place.overlap_count = patterned_overlaps(&s->light, (struct vec2){0, 0}, place.overlaps);
    drawlist_begin(&p->list, (float)size.width, (float)size.height);
    pattern_draw(&p->list, p->pattern, &place);
    render_panel(s->render, s->scene, &p->list, &p->target);
    p->drawn_s = s->scene->now_s;
}

bool patterned_update(struct patterned *p, struct station *s)
{
    const struct hands *h = &s->hands;
    struct fault f = {0};
    int wanted = h->open && h->warped ? h->pattern : 0;
    if (wanted == p->pattern && !(pattern_moves(wanted) && p->drawn_s != s->scene->now_s))
        return false;
    if (!wanted) {
        patterned_finish(p);
        return true;
    }
    if (!p->surfaces && !begin(p, s, &f)) {
        log_warning("desk", "the pattern is not shown: %s", f.text);
        patterned_finish(p);
    }
    p->pattern = wanted;
    if (p->surfaces)
        draw(p, s);
    return true;
}

void patterned_follow(struct patterned *p, const struct station *s, bool light)
{
    struct fault f;
    struct mapping *m;
    if (!p->surfaces)
        return;
    describe(s, &p->desc);
    m = mapping_create(&p->desc, &f);
    if (!m || !surfaces_follow(p->surfaces, &p->desc, m, light, &f))
        log_warning("desk", "the pattern does not follow: %s", f.text);
    if (!m)
        return;
    mapping_destroy(p->mapping);
    p->mapping = m;
}

void patterned_show(struct patterned *p)
{
    const struct gpu_target *canvas = &p->target;
    surfaces_show(p->surfaces, &canvas, 1);
}
