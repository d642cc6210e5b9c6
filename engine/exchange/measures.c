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
    fputs("\r\n", s->out);
}

static void write_frames(struct sheet *s, const json_t *note, const struct worked_scale *scale)
{
    const json_t *frames = json_object_get(json_object_get(note, "geometry"), "frames");
    const char *kind = worked_kind(note).kind;
    if (kind && strcmp(kind, "range") == 0)
        kind = "angle";
    for (size_t i = 0; kind && i < json_array_size(frames); i++) {
        double t = record_number(json_array_get(frames, i), "t", 0);
        struct row row = {"key frame", kind, t, t, 0, false};
        row.valued = worked_frame(note, i, scale, &row.value);
        write_row(s, note, row);
    }
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
                      value != NULL};
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
        "label\r\n",
        s.out);
    for (int n = 0; (note = repertoire_record(from->repertoire, REPERTOIRE_NOTE, n)); n++)
        write_note(&s, note);
    if (fclose(s.out) != 0) {
        free(text);
        return false;
    }
    return parcel_put(p, "measures.csv", text, length);
}
