// Measures as rows: what a note says, and what its key frames give, worked out where it is not
// said.
#include "exchange/csv.h"
#include "exchange/from.h"
#include "exchange/worked.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sheet {
    const struct parcel_from *from;
    struct parcel *parcel;
    FILE *out;
};

struct row {
    const char *source; // said, worked out, key frame
    const char *kind;
    double from_s, to_s, value;
    bool valued;
    const json_t *points; // of a key frame; NULL: none
};

static void cell(struct sheet *s, const char *text)
{
    fputc(',', s->out);
    csv_write_cell(s->out, text ? text : "", ',');
}

static void number(struct sheet *s, double x, bool there)
{
    char digits[40] = "";
    if (there)
        snprintf(digits, sizeof digits, "%.9g", x);
    for (char *c = digits; *c; c++)
        if (*c == ',') // a locale's
            *c = '.';
    fprintf(s->out, ",%s", digits);
}

// "0.1 0.2, 0.3 0.4": as WKT has them, without its brackets.
static void points_cell(struct sheet *s, const json_t *points)
{
    char text[4000] = "";
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(points) && n + 120 < sizeof text; i++) {
        const json_t *point = json_array_get(points, i);
        for (size_t k = 0; k < json_array_size(point) && k < 3; k++) {
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%.9g",
                                  k   ? " "
                                  : i ? ", "
                                      : "",
                                  json_number_value(json_array_get(point, k)));
        }
    }
    cell(s, text);
}

static void write_row(struct sheet *s, const json_t *note, struct row row)
{
    const json_t *measure = json_object_get(note, "measure"),
                 *geometry = json_object_get(note, "geometry");
    const char *unit = record_word(measure, "unit");
    csv_write_cell(s->out, record_id(note), ',');
    cell(s, record_word(note, "gesture"));
    cell(s, record_word(note, "capsule"));
    cell(s, record_word(note, "media"));
    cell(s, record_word(note, "clip"));
    number(s, row.from_s, true);
    number(s, row.to_s, true);
    cell(s, row.kind);
    number(s, row.value, row.valued);
    cell(s, unit ? unit : worked_kind(note).unit);
    number(s, record_number(measure, "uncertainty", 0),
           json_object_get(measure, "uncertainty") != NULL);
    cell(s, record_word(measure, "method"));
    cell(s, row.source);
    cell(s, record_word(geometry, "shape"));
    cell(s, record_called(note));
    for (int i = 0; exchange_languages[i]; i++)
        cell(s, record_word(json_object_get(note, "label"), exchange_languages[i]));
    points_cell(s, row.points);
    fputs("\r\n", s->out);
}

static void write_frames(struct sheet *s, const json_t *note, const struct worked_scale *scale)
{
    const json_t *frames = json_object_get(json_object_get(note, "geometry"), "frames");
    const char *kind = worked_kind(note).kind;
    bool is_speed = kind && strcmp(kind, "speed") == 0; // its first frame has none before it
    size_t missing = 0;
    if (kind && strcmp(kind, "range") == 0)
        kind = "angle";
    for (size_t i = 0; kind && i < json_array_size(frames); i++) {
        double t = record_number(json_array_get(frames, i), "t", 0);
        const json_t *points = json_object_get(json_array_get(frames, i), "points");
        struct row row = {"key frame", kind, t, t, 0, false, points};
        row.valued = worked_frame(note, i, scale, &row.value);
        write_row(s, note, row);
        missing += !row.valued && !(i == 0 && is_speed);
    }
    if (missing)
        parcel_lose(s->parcel, record_id(note), "%zu key frames have points and no value: %s",
                    missing, worked_reason(note, scale));
}

static void write_note(struct sheet *s, const json_t *note)
{
    const json_t *measure = json_object_get(note, "measure"), *at = json_object_get(note, "at"),
                 *media = record_at(s->from, note, "media"),
                 *value = json_object_get(measure, "value");
    struct worked_scale scale = worked_scale(media);
    struct row row = {value ? "said" : "worked out",
                      worked_kind(note).kind,
                      json_number_value(json_array_get(at, 0)),
                      json_number_value(json_array_get(at, 1)),
                      json_number_value(value),
                      value != NULL,
                      NULL};
    if (!value)
        row.valued = worked_note(note, &scale, &row.value);
    if (measure)
        write_row(s, note, row);
    if (measure && !row.valued)
        parcel_lose(s->parcel, record_id(note), "has no value, and %s",
                    worked_reason(note, &scale));
    write_frames(s, note, &scale);
}

bool parcel_measures(const struct parcel_from *from, struct parcel *p)
{
    char *text = NULL;
    size_t length;
    const json_t *note;
    struct sheet s = {from, p, open_memstream(&text, &length)};
    if (!s.out)
        return false;
    fputs(
        "note,gesture,capsule,media,clip,t0,t1,kind,value,unit,uncertainty,method,source,geometry,"
        "label,label.fr,label.it,label.en,points\r\n",
        s.out);
    for (int n = 0; (note = repertoire_record(from->repertoire, REPERTOIRE_NOTE, n)); n++)
        write_note(&s, note);
    if (fclose(s.out) != 0) {
        free(text);
        return false;
    }
    return parcel_put(p, "measures.csv", text, length);
}
