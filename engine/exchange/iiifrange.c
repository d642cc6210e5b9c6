// A chain of steps as ranges over the canvases where the steps are seen.
#include "exchange/iiifcanvas.h"

#include <math.h>
#include <string.h>

// Where a step is seen: its capsule's first canvas, else that of the chain. NULL: nowhere here.
static const struct iiif_spot *seen_at(struct iiif_page *page, const json_t *step,
                                       const struct iiif_spot *otherwise)
{
    const char *id = record_word(step, "capsule");
    const json_t *capsule = record_at(page->book->from, step, "capsule");
    if (!id)
        return otherwise;
    return capsule ? iiif_spot_of(page, NULL, capsule) : NULL;
}

// The piece before and after, and how one knows that it is good.
static json_t *states_of(const json_t *step)
{
    static const struct {
        const char *key, *words[3];
    } states[] = {
        {"before", {"Avant", "Prima", "Before"}},
        {"after", {"Après", "Dopo", "After"}},
        {"criterion", {"Critère de réussite", "Criterio di riuscita", "How one knows it is good"}},
    };
    json_t *pairs = json_array();
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        json_t *pair =
            language_pair(states[i].words, language_map(json_object_get(step, states[i].key)));
        if (pair)
            json_array_append_new(pairs, pair);
    }
    if (json_array_size(pairs))
        return pairs;
    json_decref(pairs);
    return NULL;
}

static json_t *step_range(struct iiif_page *page, const json_t *chain, const json_t *step, size_t n,
                          const struct iiif_spot *otherwise)
{
    const struct iiif_spot *spot = seen_at(page, step, otherwise);
    const json_t *at = json_object_get(step, "at");
    const char *id = record_id(chain);
    struct parcel *parcel = page->book->parcel;
    if (json_array_size(at) != 2 || !spot || spot->lasts_s <= 0) {
        parcel_lose(parcel, id, "step %zu has no time on a film here: it is no range", n + 1);
        return NULL;
    }
    double shift = spot->capsule ? -spot->origin_s : spot->begins_s;
    double from = json_number_value(json_array_get(at, 0)) + shift,
           to = json_number_value(json_array_get(at, 1)) + shift;
    if (from >= spot->lasts_s || to <= 0) {
        parcel_lose(parcel, id, "step %zu lies outside its film: it is no range", n + 1);
        return NULL;
    }
    if (to > spot->lasts_s + 1e-6 || from < -1e-6)
        parcel_lose(parcel, id, "step %zu lasts longer than its film: it is cut there", n + 1);
    char part[EXCHANGE_URI];
    iiif_part(spot, fmax(from, 0), fmin(to, spot->lasts_s), part);
    return json_pack("{s:o, s:s, s:o*, s:o*, s:o*, s:[{s:s, s:s}]}", "id",
                     json_sprintf("%s/range/%s/%zu", page->uri, record_name(id), n + 1), "type",
                     "Range", "label", language_map(json_object_get(step, "label")), "summary",
                     language_map(json_object_get(step, "goal")), "metadata", states_of(step),
                     "items", "id", part, "type", "Canvas");
}

json_t *iiif_ranges(struct iiif_page *page, const json_t *chain, const struct iiif_spot *spot)
{
    const json_t *steps = json_object_get(chain, "steps");
    json_t *items = json_array();
    for (size_t i = 0; i < json_array_size(steps); i++) {
        json_t *range = step_range(page, chain, json_array_get(steps, i), i, spot);
        if (range)
            json_array_append_new(items, range);
    }
    if (json_array_size(items))
        return json_pack("{s:o, s:s, s:o*, s:o}", "id",
                         json_sprintf("%s/range/%s", page->uri, record_name(record_id(chain))),
                         "type", "Range", "label", language_map(json_object_get(chain, "label")),
                         "items", items);
    json_decref(items);
    return NULL;
}
