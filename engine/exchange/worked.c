// Angles, lengths and speeds from the points of a note.
#include "exchange/worked.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define PI 3.14159265358979323846

static const struct {
    const char *name, *of;
    double per; // of it in a radian, a metre, a metre a second
} units[] = {
    {"deg", "angle", 180 / PI}, {"rad", "angle", 1},    {"gon", "angle", 200 / PI},
    {"m", "length", 1},         {"cm", "length", 100},  {"mm", "length", 1000},
    {"km", "length", 0.001},    {"m/s", "speed", 1},    {"cm/s", "speed", 100},
    {"mm/s", "speed", 1000},    {"km/h", "speed", 3.6},
};

static const char *word(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

struct worked_scale worked_scale(const json_t *media)
{
    const json_t *size = json_object_get(media, "size"), *px = json_object_get(media, "px_per_m");
    if (!media)
        return (struct worked_scale){1, 1, 1};
    return (struct worked_scale){json_number_value(json_array_get(size, 0)),
                                 json_number_value(json_array_get(size, 1)), json_number_value(px)};
}

struct worked_desc worked_kind(const json_t *note)
{
    const json_t *measure = json_object_get(note, "measure"),
                 *geometry = json_object_get(note, "geometry");
    const char *shape = word(geometry, "shape");
    if (measure)
        return (struct worked_desc){word(measure, "kind"), word(measure, "unit")};
    if (is(shape, "angle") || is(shape, "arc"))
        return (struct worked_desc){"angle", "deg"};
    if (is(shape, "segment") || is(shape, "polyline"))
        return (struct worked_desc){"length", "m"};
    return (struct worked_desc){NULL, NULL};
}

static const json_t *frames_of(const json_t *note)
{
    return json_object_get(json_object_get(note, "geometry"), "frames");
}

static const json_t *points_of(const json_t *note, size_t frame)
{
    return json_object_get(json_array_get(frames_of(note), frame), "points");
}

// px on a film, metres on a clip.
static bool point(const json_t *points, size_t n, const struct worked_scale *scale, double at[3])
{
    const json_t *list = json_array_get(points, n);
    at[0] = json_number_value(json_array_get(list, 0)) * scale->width;
    at[1] = json_number_value(json_array_get(list, 1)) * scale->height;
    at[2] = json_number_value(json_array_get(list, 2));
    return list != NULL;
}

static double apart(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

static bool angle_at(const json_t *note, size_t frame, const struct worked_scale *scale, double *to)
{
    const json_t *points = points_of(note, frame);
    bool arc = is(word(json_object_get(note, "geometry"), "shape"), "arc");
    double a[3], corner[3], b[3];
    if (json_array_size(points) != 3 || scale->width <= 0 || scale->height <= 0)
        return false;
    point(points, arc ? 1 : 0, scale, a);
    point(points, arc ? 0 : 1, scale, corner);
    point(points, 2, scale, b);
    double u[3], v[3], dot = 0, cross2 = 0;
    for (int i = 0; i < 3; i++) {
        u[i] = a[i] - corner[i];
        v[i] = b[i] - corner[i];
        dot += u[i] * v[i];
    }
    for (int i = 0; i < 3; i++) {
        double c = u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3];
        cross2 += c * c;
    }
    *to = atan2(sqrt(cross2), dot);
    return apart(a, corner) > 0 && apart(b, corner) > 0;
}

static bool scaled(const struct worked_scale *scale)
{
    return scale->width > 0 && scale->height > 0 && scale->px_per_m > 0;
}

static bool length_at(const json_t *note, size_t frame, const struct worked_scale *scale,
                      double *to)
{
    const json_t *points = points_of(note, frame);
    double before[3], now[3], sum = 0;
    if (json_array_size(points) < 2 || !scaled(scale))
        return false;
    point(points, 0, scale, before);
    for (size_t i = 1; point(points, i, scale, now); i++) {
        sum += apart(before, now);
        memcpy(before, now, sizeof now);
    }
    *to = sum / scale->px_per_m;
    return true;
}

// Metres that the first point went from one key frame to another, and seconds.
static bool way(const json_t *note, size_t first, size_t last, const struct worked_scale *scale,
                double *metres, double *seconds)
{
    double before[3], now[3];
    if (first >= last || last >= json_array_size(frames_of(note)) || !scaled(scale))
        return false;
    *metres = 0;
    for (size_t i = first; i < last; i++) {
        if (!point(points_of(note, i), 0, scale, before) ||
            !point(points_of(note, i + 1), 0, scale, now))
            return false;
        *metres += apart(before, now) / scale->px_per_m;
    }
    *seconds = json_number_value(json_object_get(json_array_get(frames_of(note), last), "t")) -
               json_number_value(json_object_get(json_array_get(frames_of(note), first), "t"));
    return true;
}

// What the unit is a unit of must be what is measured.
static bool in_unit(const char *unit, const char *of, double *value)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (is(unit, units[i].name) && is(of, units[i].of)) {
            *value *= units[i].per;
            return true;
        }
    return false;
}

bool worked_frame(const json_t *note, size_t frame, const struct worked_scale *scale, double *value)
{
    struct worked_desc d = worked_kind(note);
    double metres, seconds;
    if (is(d.kind, "angle") || is(d.kind, "range"))
        return angle_at(note, frame, scale, value) && in_unit(d.unit, "angle", value);
    if (is(d.kind, "length") || is(d.kind, "distance"))
        return length_at(note, frame, scale, value) && in_unit(d.unit, "length", value);
    if (!is(d.kind, "speed") || !frame || !way(note, frame - 1, frame, scale, &metres, &seconds) ||
        seconds <= 0)
        return false;
    *value = metres / seconds;
    return in_unit(d.unit, "speed", value);
}

static bool range_of(const json_t *note, const struct worked_scale *scale, double *value)
{
    double least = INFINITY, most = -INFINITY, angle;
    size_t count = json_array_size(frames_of(note));
    for (size_t i = 0; i < count; i++) {
        if (!angle_at(note, i, scale, &angle))
            return false;
        least = fmin(least, angle);
        most = fmax(most, angle);
    }
    *value = most - least;
    return count > 1;
}

bool worked_note(const json_t *note, const struct worked_scale *scale, double *value)
{
    struct worked_desc d = worked_kind(note);
    size_t count = json_array_size(frames_of(note));
    double metres, seconds;
    if (is(d.kind, "range"))
        return range_of(note, scale, value) && in_unit(d.unit, "angle", value);
    if (!is(d.kind, "speed") && !(is(d.kind, "distance") && count > 1))
        return worked_frame(note, 0, scale, value);
    if (!count || !way(note, 0, count - 1, scale, &metres, &seconds))
        return false;
    *value = is(d.kind, "speed") ? metres / seconds : metres;
    return (!is(d.kind, "speed") || seconds > 0) &&
           in_unit(d.unit, is(d.kind, "speed") ? "speed" : "length", value);
}

const char *worked_reason(const json_t *note, const struct worked_scale *scale)
{
    struct worked_desc d = worked_kind(note);
    bool angle = is(d.kind, "angle") || is(d.kind, "range");
    if (json_object_get(json_object_get(note, "geometry"), "joints"))
        return "its geometry follows the joints of a clip: scenes work it out";
    if (!frames_of(note))
        return "no geometry it could be worked out from";
    if (scale->width <= 0 || scale->height <= 0)
        return "the size of its film is not known";
    if (!angle && scale->px_per_m <= 0)
        return "its film's px in a metre are not known";
    return "its geometry does not give it";
}
