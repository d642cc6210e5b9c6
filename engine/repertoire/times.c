// The check of times: what is said of a moment lies inside the film, the clip or the capsule.
#include "repertoire/checking.h"

#include <math.h>
#include <string.h>

#define SIGN_SLACK_S \
    0.5 // a film and its signing that are this much apart in length still say the same

struct extent {
    double from_s, to_s; // NAN: not known
    const char *of;      // id
};

static double number(const json_t *table, const char *key)
{
    return json_number_value(json_object_get(table, key)); // 0 without it
}

// How long a film, a sound or a clip is; NAN: nobody knows.
static double length_of(struct checking *c, const char *id)
{
    const struct record *record = repertoire_find(c->r, id);
    const json_t *duration = record ? json_object_get(record->value, "duration") : NULL;
    if (duration)
        return json_number_value(duration);
    return record && c->desc->length_s ? c->desc->length_s(c->desc->user, record->value) : NAN;
}

static void tell_late(struct checking *c, const struct record *record, const char *path,
                      double time_s, const struct extent *in)
{
    if (time_s > in->to_s + CHECKING_SLACK_S)
        checking_tell(c, FAULT_ERROR, record, path, "%.6g s is after the end of %s (%.6g s)",
                      time_s, in->of, in->to_s);
    else if (time_s < in->from_s - CHECKING_SLACK_S)
        checking_tell(c, FAULT_ERROR, record, path, "%.6g s is before the beginning of %s (%.6g s)",
                      time_s, in->of, in->from_s);
}

static void check_span(struct checking *c, const struct record *record, const char *path,
                       const json_t *span, const struct extent *in)
{
    for (size_t i = 0; i < json_array_size(span); i++) {
        char at[SCHEMA_PATH];
        size_t length = strlen(path);
        memcpy(at, path, length + 1);
        where_index(at, sizeof at, i);
        tell_late(c, record, at, json_number_value(json_array_get(span, i)), in);
    }
}

// ---- notes ----

static void check_note(struct checking *c, const struct record *note)
{
    const json_t *media = json_object_get(note->value, "media"),
                 *on = media ? media : json_object_get(note->value, "clip");
    const struct extent in = {0, length_of(c, json_string_value(on)), json_string_value(on)};
    size_t i;
    json_t *frame;
    check_span(c, note, "at", json_object_get(note->value, "at"), &in);
    json_array_foreach(json_object_get(json_object_get(note->value, "geometry"), "frames"), i,
                       frame)
    {
        char path[SCHEMA_PATH] = "geometry.frames";
        where_index(path, sizeof path, i);
        where_key(path, sizeof path, "t");
        tell_late(c, note, path, number(frame, "t"), &in);
    }
}

// ---- chains ----

static void widen(struct extent *e, double offset_s, double length_s)
{
    e->from_s = fmin(e->from_s, offset_s);
    e->to_s = isnan(length_s) || isnan(e->to_s) ? NAN : fmax(e->to_s, offset_s + length_s);
}

static void widen_all(struct checking *c, struct extent *e, const json_t *list, const char *key)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
        widen(e, number(item, "offset"),
              length_of(c, json_string_value(json_object_get(item, key))));
}

// A capsule's clock: from the view that begins first to the one that ends last.
static struct extent capsule_extent(struct checking *c, const struct record *capsule)
{
    struct extent e = {INFINITY, -INFINITY, capsule->id};
    widen_all(c, &e, json_object_get(capsule->value, "views"), "media");
    widen_all(c, &e, json_object_get(capsule->value, "clips"), "clip");
    return e;
}

// The longer one of film and clip.
static struct extent film_extent(struct checking *c, const struct record *record)
{
    static const char *const keys[] = {"film", "clip"};
    struct extent e = {0, -INFINITY, record->id};
    for (int i = 0; i < 2; i++) {
        const json_t *id = json_object_get(record->value, keys[i]);
        if (id)
            widen(&e, 0, length_of(c, json_string_value(id)));
    }
    if (isinf(e.to_s))
        e.to_s = NAN; // it has neither
    return e;
}

static void check_chain(struct checking *c, const struct record *owner, const struct extent *in)
{
    const json_t *id = json_object_get(owner->value, "chain");
    const struct record *chain = repertoire_find(c->r, json_string_value(id));
    size_t i;
    json_t *step;
    json_array_foreach(chain ? json_object_get(chain->value, "steps") : NULL, i, step)
    {
        char path[SCHEMA_PATH] = "steps";
        const json_t *other = json_object_get(step, "capsule");
        const struct record *seen = repertoire_find(c->r, json_string_value(other));
        struct extent there = seen ? capsule_extent(c, seen) : *in;
        where_index(path, sizeof path, i);
        where_key(path, sizeof path, "at");
        check_span(c, chain, path, json_object_get(step, "at"), &there);
    }
}

// ---- capsules and gestures ----

static void check_capsule(struct checking *c, const struct record *capsule)
{
    const struct extent e = capsule_extent(c, capsule);
    size_t i;
    json_t *clip;
    check_chain(c, capsule, &e);
    json_array_foreach(json_object_get(capsule->value, "clips"), i, clip)
    {
        char path[SCHEMA_PATH] = "clips";
        const char *id = json_string_value(json_object_get(clip, "clip"));
        const struct extent in = {0, length_of(c, id), id};
        where_index(path, sizeof path, i);
        where_key(path, sizeof path, "neutral");
        tell_late(c, capsule, path, number(clip, "neutral"), &in);
    }
}

static void check_gesture(struct checking *c, const struct record *gesture)
{
    const char *clip = json_string_value(json_object_get(gesture->value, "clip"));
    const json_t *measure = json_object_get(gesture->value, "measure");
    const struct extent e = film_extent(c, gesture);
    check_chain(c, gesture, &e);
    if (clip && json_object_get(measure, "at")) {
        const struct extent in = {0, length_of(c, clip), clip};
        tell_late(c, gesture, "measure.at", number(measure, "at"), &in);
    }
}

static void check_work(struct checking *c, const struct record *work)
{
    const struct extent e = film_extent(c, work);
    check_chain(c, work, &e);
}

// ---- media ----

// A film and the one that signs it are shown on the same time.
static void check_media(struct checking *c, const struct record *media)
{
    const char *id = json_string_value(json_object_get(media->value, "sign"));
    const struct record *sign = repertoire_find(c->r, id);
    if (!sign)
        return;
    if (sign == media) {
        checking_tell(c, FAULT_ERROR, media, "sign", "leads to itself; another film is allowed");
        return;
    }
    double apart_s = fabs(length_of(c, id) - length_of(c, media->id));
    if (apart_s > SIGN_SLACK_S)
        checking_tell(c, FAULT_ERROR, media, "sign",
                      "%s lasts %.6g s, the film %.6g s; at most %g s apart is allowed", id,
                      length_of(c, id), length_of(c, media->id), SIGN_SLACK_S);
}

static void check_all(struct checking *c, enum repertoire_type type,
                      void (*check)(struct checking *c, const struct record *record))
{
    const struct shelf *s = &c->r->shelves[type];
    for (int i = 0; i < s->count; i++)
        check(c, &s->records[i]);
}

void check_times(struct checking *c)
{
    check_all(c, REPERTOIRE_NOTE, check_note);
    check_all(c, REPERTOIRE_CAPSULE, check_capsule);
    check_all(c, REPERTOIRE_GESTURE, check_gesture);
    check_all(c, REPERTOIRE_WORK, check_work);
    check_all(c, REPERTOIRE_MEDIA, check_media);
}
