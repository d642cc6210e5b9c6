// What a record must be beyond its keys: who draws or counts with it need not ask again.
#include "repertoire/private.h"

#include <stdio.h>
#include <string.h>

struct rules {
    const struct schema_text *text;
    int errors;
};

static void wrong(struct rules *rules, const char *path, const char *sentence)
{
    schema_fault(rules->text, FAULT_ERROR, path, "%s", sentence);
    rules->errors++;
}

static double number(const json_t *list, size_t n)
{
    return json_number_value(json_array_get(list, n));
}

static void check_span(struct rules *rules, const char *path, const json_t *span)
{
    char sentence[160];
    if (!span || number(span, 0) < number(span, 1))
        return;
    snprintf(sentence, sizeof sentence, "ends at %g, before %g; from, then a later to, is allowed",
             number(span, 1), number(span, 0));
    if (number(span, 0) == number(span, 1))
        snprintf(sentence, sizeof sentence, "has no length; from, then a later to, is allowed");
    wrong(rules, path, sentence);
}

// ---- notes ----

// How many points a shape has; `most` 0: any.
static const struct shape {
    const char *word;
    size_t least, most;
    const char *allowed;
} shapes[] = {
    {"point", 1, 1, "one point is allowed"},
    {"segment", 2, 2, "two points are allowed"},
    {"axis", 2, 2, "two points are allowed"},
    {"angle", 3, 3, "three points are allowed, the corner second"},
    {"arc", 3, 3, "three points are allowed: middle, from, to"},
    {"polyline", 2, 0, "two points or more are allowed"},
    {"zone", 3, 0, "three points or more are allowed"},
    {"plane", 3, 0, "three points or more are allowed"},
};

static void check_points(struct rules *rules, const char *path, const char *shape, size_t count)
{
    char sentence[160];
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const struct shape *s = &shapes[i];
        if (strcmp(s->word, shape) != 0 || (count >= s->least && (!s->most || count <= s->most)))
            continue;
        snprintf(sentence, sizeof sentence, "has %zu for the shape \"%s\"; %s", count, shape,
                 s->allowed);
        wrong(rules, path, sentence);
    }
}

// On a film two numbers, on a clip three.
static void check_places(struct rules *rules, char *path, const json_t *points, bool flat)
{
    size_t before = strlen(path), i;
    json_t *point;
    json_array_foreach(points, i, point)
    {
        if (json_array_size(point) == (flat ? 2 : 3))
            continue;
        schema_index(rules->text, path, i);
        wrong(rules, path,
              flat ? "has three numbers; x and y are allowed on a film"
                   : "has two numbers; x, y and z are allowed on a clip");
        path[before] = '\0';
        return;
    }
}

static void check_frames(struct rules *rules, const json_t *frames, const char *shape, bool flat)
{
    double last = -1;
    size_t first = json_array_size(json_object_get(json_array_get(frames, 0), "points")), i;
    json_t *frame;
    json_array_foreach(frames, i, frame)
    {
        char path[SCHEMA_PATH] = "geometry.frames";
        const json_t *points = json_object_get(frame, "points");
        double t = json_number_value(json_object_get(frame, "t"));
        schema_index(rules->text, path, i);
        size_t here = strlen(path);
        where_key(path, sizeof path, "t");
        if (t <= last)
            wrong(rules, path, "is not after the key frame before; the order of time is allowed");
        path[here] = '\0';
        where_key(path, sizeof path, "points");
        if (i == 0)
            check_points(rules, path, shape, first);
        else if (json_array_size(points) != first)
            wrong(rules, path,
                  "has another number of points than the first key frame; the same is allowed");
        check_places(rules, path, points, flat);
        last = t;
    }
}

static void check_geometry(struct rules *rules, const json_t *geometry, bool flat)
{
    const json_t *joints = json_object_get(geometry, "joints"),
                 *frames = json_object_get(geometry, "frames");
    const char *shape = json_string_value(json_object_get(geometry, "shape"));
    if (!joints == !frames)
        wrong(rules, "geometry",
              joints ? "has joints and frames; one of them is allowed"
                     : "has nothing to draw; joints of the clip, or frames, are needed");
    if (joints && flat)
        wrong(rules, "geometry.joints", "lies on a film; joints are allowed on a clip");
    bool path = joints && strcmp(shape, "polyline") == 0 && json_array_size(joints) == 1;
    if (joints && !path) // one joint's polyline is its path
        check_points(rules, "geometry.joints", shape, json_array_size(joints));
    if (frames)
        check_frames(rules, frames, shape, flat);
}

static void check_note(struct rules *rules, const json_t *note)
{
    const json_t *media = json_object_get(note, "media"), *clip = json_object_get(note, "clip"),
                 *geometry = json_object_get(note, "geometry"),
                 *measure = json_object_get(note, "measure");
    if (!media == !clip)
        wrong(rules, media ? "clip" : "media",
              media ? "stands beside a media; a note lies on one of them"
                    : "is missing, and so is a clip; a note lies on one of them");
    check_span(rules, "at", json_object_get(note, "at"));
    if (geometry)
        check_geometry(rules, geometry, media != NULL);
    if (measure && !geometry && !json_object_get(measure, "value"))
        wrong(rules, "measure.value", "is missing, and so is a geometry to work it out from");
}

// ---- the others ----

static void check_steps(struct rules *rules, const json_t *chain)
{
    size_t i;
    json_t *step;
    json_array_foreach(json_object_get(chain, "steps"), i, step)
    {
        char path[SCHEMA_PATH] = "steps";
        schema_index(rules->text, path, i);
        where_key(path, sizeof path, "at");
        check_span(rules, path, json_object_get(step, "at"));
    }
}

static void check_terms(struct rules *rules, const json_t *consent)
{
    static const char *const facets[] = {"image", "voice", "movement", "name", "place"};
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++) {
        const json_t *term = json_object_get(consent, facets[i]);
        const char *from = json_string_value(json_object_get(term, "from")),
                   *until = json_string_value(json_object_get(term, "until"));
        char path[SCHEMA_PATH] = "";
        if (!until || strcmp(from, until) <= 0)
            continue;
        where_key(path, sizeof path, facets[i]);
        where_key(path, sizeof path, "until");
        wrong(rules, path, "is before the first day; the same day or a later one is allowed");
    }
}

static void check_sum(struct rules *rules, const json_t *media)
{
    const char *sum = json_string_value(json_object_get(media, "sha256"));
    if (sum && (strlen(sum) != 64 || strspn(sum, "0123456789abcdef") != 64))
        wrong(rules, "sha256", "is no SHA-256; 64 digits of 0 to 9 and a to f are allowed");
}

static void check_captions(struct rules *rules, const json_t *media)
{
    size_t i;
    json_t *captions;
    json_array_foreach(json_object_get(media, "captions"), i, captions)
    {
        char path[SCHEMA_PATH] = "captions";
        schema_index(rules->text, path, i);
        where_key(path, sizeof path, "language");
        if (!schema_is_language(json_string_value(json_object_get(captions, "language"))))
            wrong(rules, path, "is no language; a BCP 47 code is allowed (fr, it, en)");
    }
}

int rules_check(const struct schema_text *text, enum repertoire_type type, const json_t *record)
{
    struct rules rules = {.text = text};
    if (type == REPERTOIRE_NOTE)
        check_note(&rules, record);
    else if (type == REPERTOIRE_CHAIN)
        check_steps(&rules, record);
    else if (type == REPERTOIRE_CONSENT)
        check_terms(&rules, record);
    else if (type == REPERTOIRE_MEDIA) {
        check_sum(&rules, record);
        check_captions(&rules, record);
    }
    return rules.errors;
}
