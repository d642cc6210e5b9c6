// Notes as annotations: text by language, measures as JSON, shapes as selectors with a time.
#include "exchange/iiifprivate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- bodies ----

static void add_texts(json_t *bodies, const json_t *labels, const char *purpose)
{
    const char *language;
    json_t *text;
    json_object_foreach((json_t *)labels, language, text)
    {
        if (json_is_string(text) && *json_string_value(text))
            json_array_append_new(bodies,
                                  json_pack("{s:s, s:O, s:s, s:s, s:s*}", "type", "TextualBody",
                                            "value", text, "language", language, "format",
                                            "text/plain", "purpose", purpose));
    }
}

static const json_t *only_frame(const json_t *geometry)
{
    const json_t *frames = json_object_get(geometry, "frames");
    return json_array_size(frames) == 1 ? json_array_get(frames, 0) : NULL;
}

// Can a reader make the geometry again from its selector?
static bool told_by_selector(const json_t *note, const struct iiif_spot *spot)
{
    const json_t *geometry = json_object_get(note, "geometry"), *frame = only_frame(geometry);
    const char *shape = record_word(geometry, "shape");
    size_t points = json_array_size(json_object_get(frame, "points"));
    double begins = json_number_value(json_array_get(json_object_get(note, "at"), 0));
    if (!frame || spot->width <= 0 || !json_object_get(note, "media") ||
        json_object_get(geometry, "between") || fabs(record_number(frame, "t", 0) - begins) > 1e-6)
        return false;
    return (strcmp(shape, "point") == 0 && points == 1) ||
           (strcmp(shape, "segment") == 0 && points == 2) ||
           (strcmp(shape, "polyline") == 0 && points > 2) ||
           (strcmp(shape, "zone") == 0 && points > 2);
}

static void add_data(json_t *bodies, const json_t *note, const struct iiif_spot *spot)
{
    json_t *data = json_object();
    json_t *measure = json_object_get(note, "measure"),
           *geometry = json_object_get(note, "geometry");
    if (measure)
        json_object_set(data, "measure", measure);
    if (geometry && !told_by_selector(note, spot))
        json_object_set(data, "geometry", geometry);
    char *text =
        json_object_size(data) ? json_dumps(data, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    if (text)
        json_array_append_new(bodies, json_pack("{s:s, s:s, s:s, s:s}", "type", "TextualBody",
                                                "value", text, "format", "application/json",
                                                "purpose", "assessing"));
    free(text);
    json_decref(data);
}

// ---- selectors ----

struct span {
    double from_s, to_s; // on the canvas
};

static json_t *time_selector(const struct iiif_spot *spot, struct span t)
{
    char from[40], to[40];
    if (spot->lasts_s <= 0)
        return NULL;
    if (t.to_s - t.from_s < 1e-6)
        return json_pack("{s:s, s:f}", "type", "PointSelector", "t", t.from_s);
    iiif_decimal(from, t.from_s);
    iiif_decimal(to, t.to_s);
    return json_pack("{s:s, s:s, s:o}", "type", "FragmentSelector", "conformsTo",
                     "http://www.w3.org/TR/media-frags/", "value",
                     json_sprintf("t=%s,%s", from, to));
}

static bool point_at(const json_t *points, size_t n, const struct iiif_spot *spot, double at[2])
{
    const json_t *point = json_array_get(points, n);
    at[0] = json_number_value(json_array_get(point, 0)) * spot->width;
    at[1] = json_number_value(json_array_get(point, 1)) * spot->height;
    return point != NULL;
}

static void put_point(FILE *out, char verb, const double at[2])
{
    char x[40], y[40];
    iiif_decimal(x, at[0]);
    iiif_decimal(y, at[1]);
    fprintf(out, "%c%s,%s", verb, x, y);
}

// Middle, from, to: the shorter way round.
static void put_arc(FILE *out, const json_t *points, const struct iiif_spot *spot)
{
    double middle[2], from[2], to[2];
    char radius[40], x[40], y[40];
    if (!point_at(points, 0, spot, middle) || !point_at(points, 1, spot, from) ||
        !point_at(points, 2, spot, to))
        return;
    double cross =
        (from[0] - middle[0]) * (to[1] - middle[1]) - (from[1] - middle[1]) * (to[0] - middle[0]);
    iiif_decimal(radius, hypot(from[0] - middle[0], from[1] - middle[1]));
    put_point(out, 'M', from);
    iiif_decimal(x, to[0]);
    iiif_decimal(y, to[1]);
    fprintf(out, "A%s,%s 0 0 %d %s,%s", radius, radius, cross > 0, x, y);
}

static char *svg_of(const char *shape, const json_t *points, const struct iiif_spot *spot)
{
    char *svg = NULL;
    size_t size;
    double at[2];
    FILE *out = open_memstream(&svg, &size);
    if (!out)
        return NULL;
    bool closed = strcmp(shape, "zone") == 0 || strcmp(shape, "plane") == 0;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"><path fill=\"none\" d=\"");
    if (strcmp(shape, "arc") == 0)
        put_arc(out, points, spot);
    else
        for (size_t i = 0; point_at(points, i, spot, at); i++)
            put_point(out, i ? 'L' : 'M', at);
    fprintf(out, "%s\"/></svg>", closed ? "Z" : "");
    if (fclose(out) == 0)
        return svg;
    free(svg);
    return NULL;
}

// "10,20,30,40" where a zone is an upright rectangle on whole px.
static bool rectangle(const char *shape, const json_t *points, const struct iiif_spot *spot,
                      char *box, size_t size)
{
    double p[4][2];
    if (strcmp(shape, "zone") != 0 || json_array_size(points) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        point_at(points, i, spot, p[i]);
        if (fabs(p[i][0] - round(p[i][0])) > 1e-6 || fabs(p[i][1] - round(p[i][1])) > 1e-6)
            return false;
    }
    double w = p[2][0] - p[0][0], h = p[2][1] - p[0][1];
    bool upright = fabs(p[1][1] - p[0][1]) < 1e-6 && fabs(p[1][0] - p[2][0]) < 1e-6 &&
                   fabs(p[3][0] - p[0][0]) < 1e-6 && fabs(p[3][1] - p[2][1]) < 1e-6;
    if (!upright || w < 1 || h < 1 || p[0][0] < 0 || p[0][1] < 0)
        return false;
    snprintf(box, size, "%.0f,%.0f,%.0f,%.0f", p[0][0], p[0][1], w, h);
    return true;
}

static json_t *specific(const struct iiif_spot *spot, json_t *selector)
{
    return json_pack("{s:s, s:{s:s, s:s}, s:o}", "type", "SpecificResource", "source", "id",
                     spot->uri, "type", "Canvas", "selector", selector);
}

static json_t *shape_selector(const char *shape, const json_t *points, const struct iiif_spot *spot)
{
    double at[2];
    if (strcmp(shape, "point") == 0) {
        point_at(points, 0, spot, at);
        return json_pack("{s:s, s:f, s:f}", "type", "PointSelector", "x", at[0], "y", at[1]);
    }
    char *svg = svg_of(shape, points, spot);
    json_t *selector = json_pack("{s:s, s:s}", "type", "SvgSelector", "value", svg ? svg : "");
    free(svg);
    return selector;
}

// A whole canvas, a part of it by fragment, or a free shape on it.
static json_t *target_of(const json_t *note, const struct iiif_spot *spot, struct span t)
{
    const json_t *geometry = json_object_get(note, "geometry");
    const json_t *frame = json_array_get(json_object_get(geometry, "frames"), 0);
    const json_t *points = json_object_get(frame, "points");
    const char *shape = record_word(geometry, "shape");
    char box[120], uri[EXCHANGE_URI], from[40], to[40];
    bool drawn = points && spot->width > 0 && json_object_get(note, "media");
    bool instant = spot->lasts_s > 0 && t.to_s - t.from_s < 1e-6;
    if (!drawn) {
        iiif_part(spot, t.from_s, t.to_s, uri);
        return instant ? specific(spot, time_selector(spot, t)) : json_string(uri);
    }
    if (!instant && rectangle(shape, points, spot, box, sizeof box)) {
        iiif_decimal(from, t.from_s);
        iiif_decimal(to, t.to_s);
        return spot->lasts_s > 0 ? json_sprintf("%s#xywh=%s&t=%s,%s", spot->uri, box, from, to)
                                 : json_sprintf("%s#xywh=%s", spot->uri, box);
    }
    json_t *selector = shape_selector(shape, points, spot), *time = time_selector(spot, t);
    if (time)
        json_object_set_new(selector, "refinedBy", time);
    return specific(spot, selector);
}

static const char *motivation_of(const json_t *note)
{
    const char *word = record_word(note, "motivation");
    if (!word)
        return "describing";
    return strcmp(word, "measuring") == 0 ? "assessing" : word; // Web Annotation has no measuring
}

json_t *iiif_note(struct iiif_page *page, const struct iiif_spot *spot, const json_t *note,
                  double shift_s)
{
    const json_t *at = json_object_get(note, "at"), *geometry = json_object_get(note, "geometry");
    const char *id = record_id(note);
    struct span t = {json_number_value(json_array_get(at, 0)) + shift_s,
                     json_number_value(json_array_get(at, 1)) + shift_s};
    if (spot->lasts_s > 0 && (t.from_s > spot->lasts_s || t.to_s < 0)) {
        parcel_lose(page->book->parcel, id, "lies outside its film");
        return NULL;
    }
    if (spot->lasts_s > 0 && (t.to_s > spot->lasts_s + 1e-6 || t.from_s < -1e-6))
        parcel_lose(page->book->parcel, id, "lasts longer than its film: it is cut there");
    if (spot->lasts_s > 0)
        t = (struct span){fmax(t.from_s, 0), fmin(t.to_s, spot->lasts_s)};
    if (json_array_size(json_object_get(geometry, "frames")) > 1)
        parcel_lose(page->book->parcel, id,
                    "its selector is the first key frame; all are in its JSON body");
    else if (json_object_get(geometry, "joints"))
        parcel_lose(page->book->parcel, id, "the joints it follows are in its JSON body alone");
    json_t *bodies = json_array();
    add_texts(bodies, json_object_get(note, "label"), NULL);
    add_texts(bodies, json_object_get(note, "text"), "describing");
    add_data(bodies, note, spot);
    return json_pack("{s:o, s:s, s:s, s:o, s:o}", "id",
                     json_sprintf("%s/notes/%s", spot->uri, record_name(id)), "type", "Annotation",
                     "motivation", motivation_of(note), "body", bodies, "target",
                     target_of(note, spot, t));
}
