// exchange: angles, lengths and speeds worked out from the geometry of a note.
#pragma once
#include <jansson.h>
#include <stdbool.h>

// How the points of a film are turned into metres; a clip's are metres already.
struct worked_scale {
    double width, height; // px; 0: not known
    double px_per_m;      // 0: not known
};

struct worked_desc {
    const char *kind, *unit; // the measure's, else what its shape gives; NULL: nothing
};

struct worked_scale worked_scale(const json_t *media); // NULL: a clip's
struct worked_desc worked_kind(const json_t *note);
// In the measure's unit (UCUM: deg rad m cm mm km m/s cm/s mm/s km/h). False: it cannot be.
// A frame: the angle at the second point (of an arc: from its middle), the length along the points;
// a speed is that of the first point since the frame before.
bool worked_frame(const json_t *note, size_t frame, const struct worked_scale *scale,
                  double *value);
// The whole note: an angle or length at its first key frame, the range of an angle over them, the
// distance and mean speed of the first point along them.
bool worked_note(const json_t *note, const struct worked_scale *scale, double *value);
// "its film's px in a metre are not known": why it cannot be.
const char *worked_reason(const json_t *note, const struct worked_scale *scale);
