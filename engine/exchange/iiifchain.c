// Ranges of others as chains of steps: the lowest ranges that have a time, in order.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEPS 256 // of a chain

struct walk {
    struct iiif_reader *r;
    const char *file, *id;
    json_t *steps;             // owned by the chain
    char canvas[EXCHANGE_URI]; // of the first step
    bool flattened, several, full;
};

// When a range is: from its canvas' fragment, or all of it.
static bool time_of(struct walk *w, const json_t *item, json_t *step)
{
    struct iiif_target t;
    const struct iiif_canvas *c =
        iiif_target_read(item, &t) ? iiif_canvas_of(w->r, t.canvas) : NULL;
    iiif_target_finish(&t);
    if (!c || c->lasts_s <= 0)
        return false;
    // a capsule's clock is its canvas'; a film's is its own
    double begins = c->capsule[0] || !c->count ? 0 : c->views[0].begins_s;
    double from = fmax((t.timed ? t.from_s : 0) - begins, 0),
           to = (t.timed && t.ends ? t.to_s : c->lasts_s) - begins;
    if (to <= from || to > 36000)
        return false;
    if (!w->canvas[0])
        snprintf(w->canvas, sizeof w->canvas, "%s", c->uri);
    w->several = w->several || strcmp(w->canvas, c->uri) != 0;
    json_object_set_new(step, "at", json_pack("[f, f]", from, to));
    if (c->capsule[0])
        json_object_set_new(step, "capsule", json_string(c->capsule));
    return true;
}

static void read_range(struct walk *w, const json_t *range, int depth)
{
    const json_t *items = json_object_get(range, "items");
    bool parent = false;
    json_t *step = json_object();
    bool timed = false;
    for (size_t i = 0; i < iiif_many(items); i++) {
        const json_t *item = iiif_nth(items, i);
        if (strcmp(iiif_type(item), "Range") == 0 && json_object_get(item, "items") &&
            depth < IIIF_DEPTH) {
            parent = true;
            read_range(w, item, depth + 1);
        } else if (!timed) {
            timed = time_of(w, item, step);
        } else {
            lost_add(w->r->lost, "%s: %s: a range of several canvases; the first is kept", w->file,
                     w->id);
        }
    }
    w->flattened = w->flattened || (parent && depth > 0);
    w->full = w->full || (timed && json_array_size(w->steps) == STEPS);
    if (!timed || parent || json_array_size(w->steps) == STEPS) {
        if (timed && parent)
            lost_add(w->r->lost, "%s: %s: a range that has parts and a time; the parts are kept",
                     w->file, w->id);
        json_decref(step);
        return;
    }
    json_t *label =
        iiif_labels(json_object_get(range, "label"), w->r->language, 300, w->r->lost, w->id);
    if (!label)
        label =
            json_pack("{s:o}", w->r->language, json_sprintf("%zu", json_array_size(w->steps) + 1));
    json_object_set_new(step, "label", label);
    json_array_append_new(w->steps, step);
}

static void tell(const struct walk *w)
{
    if (w->flattened)
        lost_add(w->r->lost, "%s: %s: levels of its ranges; its steps stand in one row", w->file,
                 w->id);
    if (w->several)
        lost_add(w->r->lost, "%s: %s: its steps lie on several films", w->file, w->id);
    if (w->full)
        lost_add(w->r->lost, "%s: %s: has more than %d steps; the rest is left out", w->file, w->id,
                 STEPS);
}

// The capsule of all steps shows the chain as its own.
static void give_capsule(struct walk *w)
{
    const struct iiif_canvas *c = iiif_canvas_of(w->r, w->canvas);
    if (w->several || !c || !c->capsule[0])
        return;
    json_t *capsule = json_deep_copy(change_get(w->r->set, c->capsule));
    if (!json_object_get(capsule, "chain")) {
        json_object_set_new(capsule, "chain", json_string(w->id));
        iiif_put(w->r, capsule, w->file);
    } else {
        json_decref(capsule);
    }
}

// Of what its first step is seen on; a manifest does not say how films came to be.
static const char *origin_of(const struct walk *w)
{
    const struct iiif_canvas *c = iiif_canvas_of(w->r, w->canvas);
    return iiif_origin(w->r, c && c->count ? c->views[0].media : NULL);
}

void iiif_chains(struct iiif_reader *r, const json_t *manifest, const char *stem, const char *file)
{
    const json_t *ranges = json_object_get(manifest, "structures");
    for (size_t i = 0; i < iiif_many(ranges); i++) {
        const json_t *range = iiif_nth(ranges, i);
        const char *uri = iiif_id(range);
        char id[IIIF_ID], key[EXCHANGE_URI];
        snprintf(key, sizeof key, "%s#%zu", uri ? uri : file, uri ? (size_t)0 : i);
        iiif_give_hashed(r, "k:", stem, key, id);
        struct walk w = {r, file, id, json_array(), "", false, false, false};
        read_range(&w, range, 0);
        if (!json_array_size(w.steps)) {
            lost_add(r->lost, "%s: the range %s has no time on a film: it is no chain", file,
                     uri ? uri : "(without an id)");
            json_decref(w.steps);
            continue;
        }
        json_t *label = iiif_labels(json_object_get(range, "label"), r->language, 300, r->lost, id);
        if (!label)
            label = iiif_labels(json_object_get(manifest, "label"), r->language, 300, r->lost, id);
        if (!label)
            label = json_pack("{s:s}", r->language, "IIIF");
        if (!iiif_put(r,
                      json_pack("{s:s, s:o, s:o, s:s}", "id", id, "label", label, "steps", w.steps,
                                "origin", origin_of(&w)),
                      file))
            continue;
        tell(&w);
        give_capsule(&w);
    }
}
