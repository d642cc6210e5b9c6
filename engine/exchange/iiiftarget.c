// Where an annotation points: fragments and selectors of others, as loosely as they write them.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NESTED 8 // selectors that refine one another

size_t iiif_many(const json_t *value)
{
    size_t count = json_is_array(value) ? json_array_size(value) : value && !json_is_null(value);
    return count < IIIF_ITEMS ? count : IIIF_ITEMS;
}

const json_t *iiif_nth(const json_t *value, size_t n)
{
    return json_is_array(value) ? json_array_get(value, n) : n == 0 ? value : NULL;
}

const char *iiif_id(const json_t *value)
{
    const char *id = record_word(value, "id");
    if (json_is_string(value))
        return json_string_value(value);
    return id ? id : record_word(value, "@id");
}

const char *iiif_type(const json_t *value)
{
    const char *type = record_word(value, "type");
    return type ? type : "";
}

bool iiif_has_word(const json_t *value, const char *word)
{
    for (size_t i = 0; i < iiif_many(value); i++) {
        const char *one = json_string_value(iiif_nth(value, i));
        if (one && strcmp(one, word) == 0)
            return true;
    }
    return false;
}

// ---- numbers, in any locale ----

// A plain decimal: "12", "1.5", ".5"; moves *at behind it. False: there is none.
static bool take_number(const char **at, double *x)
{
    const char *c = *at;
    double sign = 1, scale = 1;
    int digits = 0;
    *x = 0;
    if (*c == '-' || *c == '+')
        sign = *c++ == '-' ? -1 : 1;
    for (; *c >= '0' && *c <= '9'; c++, digits++)
        *x = *x * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9'; c++, digits++)
            *x += (*c - '0') * (scale /= 10);
    *x *= sign;
    if (!digits || !isfinite(*x))
        return false;
    *at = c;
    return true;
}

// "83.5", "1:23.5", "0:01:23.5".
static bool take_time(const char **at, double *seconds)
{
    double part;
    if (!take_number(at, seconds))
        return false;
    for (int n = 0; n < 2 && **at == ':'; n++) {
        (*at)++;
        if (!take_number(at, &part))
            return false;
        *seconds = *seconds * 60 + part;
    }
    if (**at == 's')
        (*at)++;
    return *seconds >= 0;
}

// ---- fragments: https://www.w3.org/TR/media-frags/ ----

static bool read_times(const char *value, struct iiif_target *t)
{
    double from = 0, to = 0;
    if (strncmp(value, "npt:", 4) == 0)
        value += 4;
    bool begins = take_time(&value, &from), ends = false;
    if (*value == ',') {
        value++;
        ends = take_time(&value, &to);
    }
    if (*value || (!begins && !ends) || (ends && to < from))
        return false;
    t->timed = true;
    t->ends = ends;
    t->from_s = from;
    t->to_s = to;
    return true;
}

static json_t *corners(double x, double y, double w, double h)
{
    return json_pack("[[f,f], [f,f], [f,f], [f,f]]", x, y, x + w, y, x + w, y + h, x, y + h);
}

static bool read_box(const char *value, struct iiif_target *t)
{
    double box[4];
    bool percent = strncmp(value, "percent:", 8) == 0;
    value += percent ? 8 : strncmp(value, "pixel:", 6) == 0 ? 6 : 0;
    for (int i = 0; i < 4; i++) {
        if (!take_number(&value, &box[i]) || (i < 3 && *value++ != ','))
            return false;
    }
    if (*value || box[2] <= 0 || box[3] <= 0 || t->points)
        return false;
    t->percent = percent;
    t->shape = "zone";
    t->points = corners(box[0], box[1], box[2], box[3]);
    return true;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static void decode(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (; *text && n + 1 < size; text++) {
        int high = *text == '%' ? hex(text[1]) : -1, low = high >= 0 ? hex(text[2]) : -1;
        out[n++] = low > 0 || high > 0 ? (char)(high * 16 + low) : *text;
        text += low > 0 || high > 0 ? 2 : 0;
    }
    out[n] = '\0';
}

static void read_fragment(const char *text, struct iiif_target *t)
{
    char fragment[400], *rest = NULL;
    decode(text, fragment, sizeof fragment);
    for (char *part = strtok_r(fragment, "&", &rest); part; part = strtok_r(NULL, "&", &rest)) {
        bool read = strncmp(part, "t=", 2) == 0      ? read_times(part + 2, t)
                    : strncmp(part, "xywh=", 5) == 0 ? read_box(part + 5, t)
                                                     : false;
        if (!read)
            t->unread = "a fragment other than t= and xywh=, or one that is broken";
    }
}

// ---- selectors: https://www.w3.org/TR/annotation-model/#selectors ----

static void read_point(const json_t *selector, struct iiif_target *t)
{
    const json_t *x = json_object_get(selector, "x"), *y = json_object_get(selector, "y"),
                 *at = json_object_get(selector, "t");
    if (json_is_number(x) && json_is_number(y) && !t->points) {
        t->shape = "point";
        t->points = json_pack("[[f, f]]", json_number_value(x), json_number_value(y));
    }
    if (json_is_number(at) && !t->timed && json_number_value(at) >= 0) {
        t->timed = t->ends = true;
        t->from_s = t->to_s = json_number_value(at);
    }
    if (!json_is_number(at) && !(json_is_number(x) && json_is_number(y)))
        t->unread = "a point without x, y or t";
}

static json_t *thin(json_t *points, bool *thinned)
{
    size_t count = json_array_size(points);
    if (count <= IIIF_POINTS)
        return points;
    json_t *kept = json_array();
    for (size_t i = 0; i < IIIF_POINTS; i++)
        json_array_append(kept, json_array_get(points, i * count / IIIF_POINTS));
    json_decref(points);
    *thinned = true;
    return kept;
}

static void read_svg(const json_t *selector, struct iiif_target *t)
{
    const char *svg = record_word(selector, "value");
    bool closed = false;
    json_t *points = svg && !t->points ? iiif_svg(svg, &closed) : NULL;
    if (!points) {
        t->unread = "an SVG without a shape that is known";
        return;
    }
    t->points = thin(points, &t->thinned);
    size_t count = json_array_size(t->points);
    t->shape = closed && count > 2 ? "zone"
               : count > 2         ? "polyline"
               : count == 2        ? "segment"
                                   : "point";
}

static void read_selector(const json_t *selector, struct iiif_target *t, int depth)
{
    for (size_t i = 0; depth < NESTED && i < iiif_many(selector); i++) {
        const json_t *one = iiif_nth(selector, i);
        const char *type = iiif_type(one), *value = record_word(one, "value");
        if (json_is_string(one))
            read_fragment(json_string_value(one), t);
        else if (strcmp(type, "FragmentSelector") == 0 && value)
            read_fragment(value, t);
        else if (strcmp(type, "PointSelector") == 0)
            read_point(one, t);
        else if (strcmp(type, "SvgSelector") == 0)
            read_svg(one, t);
        else if (strcmp(type, "RangeSelector") == 0 && record_word(one, "t"))
            t->unread = read_times(record_word(one, "t"), t) ? t->unread : "a range without times";
        else if (strcmp(type, "RangeSelector") == 0) {
            struct iiif_target end = {.canvas = ""};
            read_selector(json_object_get(one, "startSelector"), t, depth + 1);
            read_selector(json_object_get(one, "endSelector"), &end, depth + 1);
            t->ends = end.timed && end.from_s >= t->from_s;
            t->to_s = end.from_s;
            iiif_target_finish(&end);
        } else
            t->unread = "a selector of another kind";
        read_selector(json_object_get(one, "refinedBy"), t, depth + 1);
    }
}

static void read_address(const char *uri, struct iiif_target *t)
{
    const char *hash = strchr(uri, '#');
    size_t length = hash ? (size_t)(hash - uri) : strlen(uri);
    snprintf(t->canvas, sizeof t->canvas, "%.*s", (int)(length < EXCHANGE_URI ? length : 0), uri);
    if (hash)
        read_fragment(hash + 1, t);
}

bool iiif_target_read(const json_t *target, struct iiif_target *t)
{
    *t = (struct iiif_target){.canvas = ""};
    const json_t *first = iiif_nth(target, 0), *source = json_object_get(first, "source");
    const char *uri = iiif_id(iiif_nth(source ? source : first, 0));
    if (uri)
        read_address(uri, t);
    if (json_is_object(first))
        read_selector(json_object_get(first, "selector"), t, 0);
    return t->canvas[0] != '\0';
}

void iiif_target_finish(struct iiif_target *t)
{
    json_decref(t->points);
    t->points = NULL;
}
