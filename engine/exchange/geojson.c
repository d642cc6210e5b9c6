// Places with what is there, as GeoJSON (RFC 7946): longitude, latitude, WGS 84.
#include "exchange/from.h"

#include <stdlib.h>
#include <string.h>

struct atlas {
    const struct parcel_from *from;
    json_t *there; // owned: id of a place -> {"gestures": [{id, label}], …}
};

// Something is at a place: under the place's id, under its kind's folder, once.
static void add(struct atlas *a, const char *place, const json_t *record)
{
    const char *id = record_id(record);
    int type = repertoire_type_of_id(id);
    if (!place || type < 0)
        return;
    const char *folder = repertoire_folder((enum repertoire_type)type);
    if (!json_object_get(a->there, place))
        json_object_set_new(a->there, place, json_object());
    json_t *kinds = json_object_get(a->there, place);
    if (!json_object_get(kinds, folder))
        json_object_set_new(kinds, folder, json_array());
    json_t *list = json_object_get(kinds, folder);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(record_word(json_array_get(list, i), "id"), id) == 0)
            return;
    json_t *label = json_object_get(record, "label");
    json_array_append_new(list, json_pack("{s:s, s:O*}", "id", id, "label",
                                          label ? label : json_object_get(record, "title")));
}

static void add_all(struct atlas *a, enum repertoire_type type)
{
    const json_t *record;
    for (int n = 0; (record = repertoire_record(a->from->repertoire, type, n)); n++) {
        const json_t *places = json_object_get(record, "places");
        add(a, record_word(record, "place"), record);
        for (size_t i = 0; i < json_array_size(places); i++)
            add(a, json_string_value(json_array_get(places, i)), record);
    }
}

// A capsule's place is where its gesture is done.
static void add_capsules(struct atlas *a)
{
    const json_t *capsule;
    for (int n = 0; (capsule = repertoire_record(a->from->repertoire, REPERTOIRE_CAPSULE, n));
         n++) {
        const json_t *gesture = record_at(a->from, capsule, "gesture");
        if (gesture)
            add(a, record_word(capsule, "place"), gesture);
    }
}

// ---- the box: west, south, east, north ----

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The shortest way round that holds all longitudes: over the antimeridian (RFC 7946, 5.2) where
// that is shorter, west is then greater than east.
static void span_longitudes(double *x, size_t count, double *west, double *east)
{
    qsort(x, count, sizeof *x, by_number);
    double widest = x[0] + 360 - x[count - 1];
    *west = x[0];
    *east = x[count - 1];
    for (size_t i = 1; i < count; i++)
        if (x[i] - x[i - 1] > widest) {
            widest = x[i] - x[i - 1];
            *west = x[i];
            *east = x[i - 1];
        }
}

static json_t *box(const json_t *features)
{
    size_t count = 0;
    double *x = malloc((json_array_size(features) + 1) * sizeof *x), south = 90, north = -90;
    for (size_t i = 0; x && i < json_array_size(features); i++) {
        const json_t *geometry = json_object_get(json_array_get(features, i), "geometry"),
                     *at = json_object_get(geometry, "coordinates");
        if (json_array_size(at) != 2)
            continue;
        double y = json_number_value(json_array_get(at, 1));
        x[count++] = json_number_value(json_array_get(at, 0));
        south = y < south ? y : south;
        north = y > north ? y : north;
    }
    json_t *sides = NULL;
    if (count) {
        double west, east;
        span_longitudes(x, count, &west, &east);
        sides = json_pack("[f, f, f, f]", west, south, east, north);
    }
    free(x);
    return sides;
}

// ---- features ----

static json_t *broader(const struct parcel_from *from, const json_t *place)
{
    const json_t *list = json_object_get(place, "broader");
    json_t *ids = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        if (record_of(from, json_array_get(list, i)))
            json_array_append(ids, json_array_get(list, i));
    if (json_array_size(ids))
        return ids;
    json_decref(ids);
    return NULL;
}

static json_t *feature(const struct atlas *a, const json_t *place)
{
    const char *id = record_id(place), *precision = record_word(place, "precision");
    json_t *position = place_position(place);
    json_t *properties =
        json_pack("{s:O*, s:s, s:s*, s:o*}", "label", json_object_get(place, "label"), "precision",
                  precision ? precision : "commune", "insee", record_word(place, "insee"),
                  "broader", broader(a->from, place));
    json_t *there = json_object_get(a->there, id);
    if (there)
        json_object_update(properties, there);
    json_t *geometry =
        position ? json_pack("{s:s, s:o}", "type", "Point", "coordinates", position) : json_null();
    return json_pack("{s:s, s:s, s:o, s:o}", "type", "Feature", "id", id, "geometry", geometry,
                     "properties", properties);
}

bool parcel_geojson(const struct parcel_from *from, struct parcel *p)
{
    static const enum repertoire_type types[] = {REPERTOIRE_GESTURE, REPERTOIRE_WORK,
                                                 REPERTOIRE_SCHOOL, REPERTOIRE_ENTERPRISE};
    struct atlas a = {from, json_object()};
    json_t *features = json_array();
    const json_t *place;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        add_all(&a, types[t]);
    add_capsules(&a);
    for (int n = 0; (place = repertoire_record(from->repertoire, REPERTOIRE_PLACE, n)); n++) {
        if (!place_shown(place)) {
            parcel_lose(p, "places", "those that are hidden are left out");
            continue;
        }
        if (!json_object_get(place, "at"))
            parcel_lose(p, record_id(place), "has no position: its geometry is null");
        json_array_append_new(features, feature(&a, place));
    }
    json_t *all = json_pack("{s:s, s:o*, s:o}", "type", "FeatureCollection", "bbox", box(features),
                            "features", features);
    json_decref(a.there);
    return parcel_put_json(p, "places.geojson", all);
}
