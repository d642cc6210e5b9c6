// Annotations of others as notes and captions.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA (64u << 10) // bytes of a JSON body

// ---- bodies ----

static void add_data(struct iiif_reader *r, const json_t *body, json_t *note)
{
    const char *text = record_word(body, "value");
    json_t *data = text && strlen(text) <= DATA ? json_loads(text, 0, NULL) : NULL;
    json_t *measure = json_object_get(data, "measure"),
           *geometry = json_object_get(data, "geometry");
    if (json_is_object(measure))
        json_object_set(note, "measure", measure);
    if (json_is_object(geometry))
        json_object_set(note, "geometry", geometry);
    if (!json_is_object(measure) && !json_is_object(geometry))
        lost_add(r->lost, "%s: a JSON body that is neither measure nor geometry", record_id(note));
    json_decref(data);
}

// The first text of a language is the label, what follows the text, unless its purpose says it.
static void add_text(struct iiif_reader *r, const json_t *body, json_t *note)
{
    const char *value = record_word(body, "value"),
               *language = json_string_value(iiif_nth(json_object_get(body, "language"), 0)),
               *purpose = record_word(body, "purpose");
    json_t *label = json_object_get(note, "label"), *text = json_object_get(note, "text");
    json_t *probe = json_object();
    char *plain = iiif_plain(value);
    if (plain && strchr(value, '<') && strlen(plain) < strlen(value))
        lost_add(r->lost, "%s: a text has HTML, which is taken as plain text", record_id(note));
    if (plain && *plain) {
        iiif_add_text(probe, language, plain, r->language, " ");
        const char *code = json_object_iter_key(json_object_iter(probe));
        bool longer = (purpose && strcmp(purpose, "describing") == 0 && json_object_size(label)) ||
                      record_word(label, code);
        iiif_add_text(longer ? text : label, code, plain, r->language, "\n");
    }
    free(plain);
    json_decref(probe);
}

static void add_body(struct iiif_reader *r, const json_t *body, json_t *note, int depth)
{
    const char *type = iiif_type(body), *format = record_word(body, "format");
    bool choice = strcmp(type, "Choice") == 0,
         list = strcmp(type, "List") == 0 || strcmp(type, "Composite") == 0;
    if ((choice || list) && depth < 3) {
        const json_t *items = json_object_get(body, "items");
        for (size_t i = 0; i < iiif_many(items); i++)
            add_body(r, iiif_nth(items, i), note, depth + 1);
    } else if (strcmp(type, "TextualBody") == 0 && record_word(body, "value")) {
        if (format && strcmp(format, "application/json") == 0)
            add_data(r, body, note);
        else
            add_text(r, body, note);
    } else if (json_is_string(body) && !strstr(json_string_value(body), "://")) {
        json_t *plain = json_pack("{s:O}", "value", body); // bodyValue of Web Annotation, loosely
        add_text(r, plain, note);
        json_decref(plain);
    } else {
        const char *id = iiif_id(body);
        lost_add(r->lost, "%s: a body of type \"%s\"%s%s", record_id(note), type, id ? ": " : "",
                 id ? id : "");
    }
}

bool iiif_bodies(struct iiif_reader *r, const json_t *annotation, json_t *note)
{
    const json_t *bodies = json_object_get(annotation, "body");
    const char *value = record_word(annotation, "bodyValue");
    json_object_set_new(note, "label", json_object());
    json_object_set_new(note, "text", json_object());
    for (size_t i = 0; i < iiif_many(bodies); i++)
        add_body(r, iiif_nth(bodies, i), note, 0);
    if (value) {
        json_t *body = json_pack("{s:s}", "value", value);
        add_text(r, body, note);
        json_decref(body);
    }
    json_t *label = json_object_get(note, "label"), *text = json_object_get(note, "text");
    json_t *whole = json_deep_copy(label);
    if (!json_object_size(label)) {
        json_t *own = iiif_labels(json_object_get(annotation, "label"), r->language, 300, r->lost,
                                  record_id(note));
        if (own)
            json_object_set_new(note, "label", own);
        label = json_object_get(note, "label");
    } else if (iiif_shorten(label, 300)) { // all of it is in the text
        const char *code;
        json_t *said;
        json_object_foreach(whole, code, said)
        {
            const char *more = record_word(text, code);
            if (json_string_length(said) > 300)
                json_object_set_new(text, code,
                                    json_sprintf("%s%s%s", json_string_value(said),
                                                 more ? "\n" : "", more ? more : ""));
        }
    }
    json_decref(whole);
    bool said = json_object_size(label) > 0;
    if (!json_object_size(text))
        json_object_del(note, "text");
    return said;
}

const char *iiif_motivation(const json_t *annotation)
{
    const json_t *word = json_object_get(annotation, "motivation");
    if (iiif_has_word(word, "assessing"))
        return "measuring";
    if (iiif_has_word(word, "commenting"))
        return "commenting";
    if (iiif_has_word(word, "identifying") || iiif_has_word(word, "tagging"))
        return "identifying";
    return "describing";
}

// ---- time and place ----

static json_t *relative_points(const struct iiif_canvas *c, const struct iiif_target *t)
{
    double w = t->percent ? 100 : c->width, h = t->percent ? 100 : c->height;
    json_t *points = json_array();
    for (size_t i = 0; i < json_array_size(t->points); i++) {
        const json_t *p = json_array_get(t->points, i);
        double x = json_number_value(json_array_get(p, 0)) / w,
               y = json_number_value(json_array_get(p, 1)) / h;
        json_array_append_new(points, json_pack("[f, f]", x, y));
    }
    return points;
}

void iiif_place_note(struct iiif_reader *r, const struct iiif_canvas *canvas,
                     const struct iiif_view *view, const struct iiif_target *t, json_t *note)
{
    const char *id = record_id(note);
    double last = canvas->lasts_s > 0 ? canvas->lasts_s : 1;
    double from = t->timed ? t->from_s : 0, to = t->timed && t->ends ? t->to_s : last;
    if (canvas->lasts_s <= 0)
        lost_add(r->lost, "%s: lies on a picture, which has no time: 0 to 1 s", id);
    from = fmax(from - view->begins_s, 0);
    to -= view->begins_s;
    if (view->lasts_s > 0 && to > view->lasts_s + 1e-6) {
        lost_add(r->lost, "%s: lasts longer than its film: it is cut there", id);
        to = view->lasts_s;
    }
    if (to - from < 1e-6) {
        lost_add(r->lost, "%s: is an instant: it is shown for a second", id);
        from = view->lasts_s > 0 ? fmin(from, fmax(view->lasts_s - 1, 0)) : from;
        to = view->lasts_s > 0 ? fmin(from + 1, view->lasts_s) : from + 1;
    }
    json_object_set_new(note, "at", json_pack("[f, f]", from, to));
    if (t->unread)
        lost_add(r->lost, "%s: its selector has %s", id, t->unread);
    if (t->thinned)
        lost_add(r->lost, "%s: its shape has more than %d points: some are left out", id,
                 IIIF_POINTS);
    if (!t->points || json_object_get(note, "geometry"))
        return;
    if (!t->percent && (canvas->width <= 0 || canvas->height <= 0)) {
        lost_add(r->lost, "%s: its shape: the canvas has no size", id);
        return;
    }
    json_object_set_new(note, "geometry",
                        json_pack("{s:s, s:[{s:f, s:o}]}", "shape", t->shape, "frames", "t", from,
                                  "points", relative_points(canvas, t)));
}

// ---- notes ----

// The medium that is seen at the time, of several.
static const struct iiif_view *view_at(const struct iiif_canvas *c, const struct iiif_target *t)
{
    for (int i = 0; t->timed && i < c->count; i++)
        if (t->from_s >= c->views[i].begins_s - 1e-6 &&
            t->from_s < c->views[i].begins_s + c->views[i].lasts_s)
            return &c->views[i];
    return c->count ? &c->views[0] : NULL;
}

// Measure and geometry came as text of others: they are left out where the tables do not allow
// the note with them.
static void judge_data(struct iiif_reader *r, json_t *note)
{
    static const char *const keys[] = {"measure", "geometry", NULL};
    bool good = iiif_allowed(r, note);
    for (int i = 0; !good && keys[i]; i++)
        if (json_object_get(note, keys[i])) {
            lost_add(r->lost, "%s: its %s is left out", record_id(note), keys[i]);
            json_object_del(note, keys[i]);
        }
}

static void note_read(struct iiif_reader *r, const json_t *annotation, const char *stem,
                      const char *file)
{
    struct iiif_target t;
    const json_t *targets = json_object_get(annotation, "target");
    bool aimed = iiif_target_read(targets, &t);
    const struct iiif_canvas *canvas = aimed ? iiif_canvas_of(r, t.canvas) : NULL;
    const struct iiif_view *view = canvas ? view_at(canvas, &t) : NULL;
    const char *uri = iiif_id(annotation);
    char id[IIIF_ID], key[EXCHANGE_URI + 20];
    if (!view) {
        lost_add(r->lost, "%s: the annotation %s: its target %s is no canvas with a film here",
                 file, uri ? uri : "(without an id)", t.canvas);
        iiif_target_finish(&t);
        return;
    }
    // without an id, by its place among the others
    snprintf(key, sizeof key, "%s %zu", uri ? uri : t.canvas, uri ? 0 : json_object_size(r->taken));
    iiif_give_hashed(r, "n:", stem, key, id);
    if (change_from(r->set, id))
        lost_add(r->lost, "%s: %s: the annotation %s stands twice; the last is kept", file, id,
                 uri);
    json_t *note = json_pack("{s:s, s:s}", "id", id, "media", view->media);
    if (canvas->capsule[0])
        json_object_set_new(note, "capsule", json_string(canvas->capsule));
    if (iiif_many(targets) > 1)
        lost_add(r->lost, "%s: has %zu targets; the first is kept", id, iiif_many(targets));
    bool said = iiif_bodies(r, annotation, note);
    json_object_set_new(note, "motivation", json_string(iiif_motivation(annotation)));
    json_object_set_new(note, "origin",
                        json_string(record_word(change_get(r->set, view->media), "origin")));
    iiif_place_note(r, canvas, view, &t, note);
    iiif_target_finish(&t);
    if (!said) {
        lost_add(r->lost, "%s: the annotation %s says nothing", file, uri ? uri : id);
        json_decref(note);
        return;
    }
    judge_data(r, note);
    iiif_put(r, note, file);
}

// ---- captions ----

static bool is_captions(const json_t *annotation, const json_t **body)
{
    *body = iiif_nth(json_object_get(annotation, "body"), 0);
    if (strcmp(iiif_type(*body), "Choice") == 0)
        *body = iiif_nth(json_object_get(*body, "items"), 0);
    const char *format = record_word(*body, "format"), *uri = iiif_id(*body);
    const char *dot = uri ? strrchr(uri, '.') : NULL;
    bool timed = (format && (strcmp(format, "text/vtt") == 0 || strstr(format, "subrip") ||
                             strcmp(format, "text/srt") == 0)) ||
                 (dot && (strcmp(dot, ".vtt") == 0 || strcmp(dot, ".srt") == 0));
    return iiif_has_word(json_object_get(annotation, "motivation"), "supplementing") && uri &&
           timed;
}

static void captions_read(struct iiif_reader *r, const json_t *annotation, const json_t *body,
                          const char *file)
{
    struct iiif_target t;
    const struct iiif_canvas *c = iiif_target_read(json_object_get(annotation, "target"), &t)
                                      ? iiif_canvas_of(r, t.canvas)
                                      : NULL;
    iiif_target_finish(&t);
    const char *uri = iiif_id(body), *language = record_word(body, "language"),
               *dot = strrchr(uri, '.');
    if (!c || !c->count)
        return;
    if (!language || !schema_is_language(language) || strlen(language) > 15)
        language = r->language;
    bool srt = dot && strcmp(dot, ".srt") == 0;
    char name[200];
    const char *id = c->views[0].media;
    snprintf(name, sizeof name, "film/%s.%s.%s", id + 2, language, srt ? "srt" : "vtt");
    const json_t *old = change_get(r->set, id);
    const json_t *list = json_object_get(old, "captions");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(record_word(json_array_get(list, i), "language"), language) == 0)
            return;
    json_t *media = json_deep_copy(old);
    if (!json_object_get(media, "captions"))
        json_object_set_new(media, "captions", json_array());
    json_array_append_new(json_object_get(media, "captions"),
                          json_pack("{s:s, s:s}", "language", language, "file", name));
    lost_add(r->lost, "%s: captions of %s lie at %s; put them into the installation as %s", file,
             id, uri, name);
    iiif_put(r, media, file);
}

// ---- pages ----

void iiif_page_read(struct iiif_reader *r, const json_t *page, const char *stem, const char *file)
{
    const json_t *items = json_object_get(page, "items"), *body;
    const char *id = iiif_id(page);
    if (id && json_object_get(r->pages_done, id))
        return;
    if (id)
        json_object_set_new(r->pages_done, id, json_true());
    for (size_t i = 0; i < iiif_many(items); i++) {
        const json_t *annotation = iiif_nth(items, i);
        if (iiif_has_word(json_object_get(annotation, "motivation"), "painting"))
            continue;
        if (is_captions(annotation, &body))
            captions_read(r, annotation, body, file);
        else
            note_read(r, annotation, stem, file);
    }
}

void iiif_annotations(struct iiif_reader *r, const json_t *resource, const char *manifest,
                      const char *stem, const char *file)
{
    const json_t *pages = json_object_get(resource, "annotations");
    for (size_t i = 0; i < iiif_many(pages); i++) {
        const json_t *page = iiif_resolve(r, iiif_nth(pages, i), file, manifest);
        if (page)
            iiif_page_read(r, page, stem, file);
    }
}
