// Our own manifests come back: what differs from what we would write now is a change, the rest not.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct back {
    struct iiif_reader *r;
    const char *file;
    char stem[EXCHANGE_URI]; // of the manifest's parts
};

// ---- what we would write ----

static void index_ids(json_t *index, json_t *value, int depth)
{
    const char *key, *id = record_word(value, "id"), *type = record_word(value, "type");
    json_t *one;
    size_t n;
    bool whole = id && type && (json_object_get(value, "items") || json_object_get(value, "body"));
    if (whole)
        json_object_set(index, id, value);
    json_object_foreach(value, key, one) if (depth < 40) index_ids(index, one, depth + 1);
    json_array_foreach(value, n, one) if (depth < 40) index_ids(index, one, depth + 1);
}

static bool expect(struct iiif_reader *r, const char *base)
{
    struct lost lost = {0};
    if (r->expected && strcmp(r->base, base) == 0)
        return true;
    snprintf(r->base, sizeof r->base, "%s", base);
    json_decref(r->expected);
    r->expected = json_object();
    struct parcel *p = parcel_create(&lost);
    const struct parcel_from from = {.repertoire = change_repertoire(r->set),
                                     .base = r->base,
                                     .date = r->in->date};
    bool made = p && from.repertoire && parcel_iiif(&from, p);
    for (int i = 0; made && i < parcel_count(p); i++) {
        size_t length;
        const char *bytes = parcel_bytes(p, i, &length);
        json_t *file = json_loadb(bytes, length, 0, NULL);
        index_ids(r->expected, file, 0);
        json_decref(file);
    }
    parcel_destroy(p);
    lost_finish(&lost);
    return made;
}

static const json_t *expected(const struct back *b, const char *id)
{
    return id ? json_object_get(b->r->expected, id) : NULL;
}

// Numbers that were written and read are not quite the same ones.
static bool alike(const json_t *a, const json_t *b)
{
    const char *key;
    json_t *value;
    if (json_is_number(a) && json_is_number(b))
        return fabs(json_number_value(a) - json_number_value(b)) < 1e-6;
    if (json_is_array(a) && json_is_array(b)) {
        bool same = json_array_size(a) == json_array_size(b);
        for (size_t i = 0; same && i < json_array_size(a); i++)
            same = alike(json_array_get(a, i), json_array_get(b, i));
        return same;
    }
    if (!json_is_object(a) || !json_is_object(b))
        return json_equal(a, b);
    if (json_object_size(a) != json_object_size(b))
        return false;
    json_object_foreach((json_t *)a, key, value)
    {
        if (!alike(value, json_object_get(b, key)))
            return false;
    }
    return true;
}

static bool changed(const json_t *was, const json_t *now, const char *key)
{
    const json_t *a = json_object_get(was, key), *b = json_object_get(now, key);
    return (a || b) && !alike(a, b);
}

// Is all of it in what we would write? What is hidden today is not in the manifest.
static bool within(const json_t *now, const json_t *was)
{
    const char *key;
    json_t *value;
    if (json_is_array(now) && json_is_array(was)) {
        for (size_t i = 0; i < json_array_size(now); i++) {
            bool found = false;
            for (size_t k = 0; !found && k < json_array_size(was); k++)
                found = within(json_array_get(now, i), json_array_get(was, k));
            if (!found)
                return false;
        }
        return true;
    }
    if (!json_is_object(now) || !json_is_object(was))
        return alike(now, was);
    json_object_foreach((json_t *)now, key, value)
    {
        if (!within(value, json_object_get(was, key)))
            return false;
    }
    return true;
}

// ---- records ----

// A copy of the record to change; NULL: there is none, which is told.
static json_t *copy_of(const struct back *b, const char *id)
{
    const json_t *record = change_get(b->r->set, id);
    if (!record)
        lost_add(b->r->lost, "%s: %s: is not in the repertoire", b->file, id);
    return json_deep_copy(record);
}

static void put(const struct back *b, json_t *record)
{
    int type = repertoire_type_of_id(record_id(record));
    record = iiif_settle(change_get(b->r->set, record_id(record)), record);
    if (!change_put(b->r->set, (enum repertoire_type)type, record, b->file))
        b->r->failed = true;
}

static void set_labels(const struct back *b, json_t *record, const char *key, const json_t *map,
                       size_t most)
{
    json_t *labels = iiif_labels(map, b->r->language, most, b->r->lost, record_id(record));
    if (labels)
        json_object_set_new(record, key, labels);
    else
        lost_add(b->r->lost, "%s: %s: %s was taken away; it stays", b->file, record_id(record),
                 key);
}

// ---- manifest ----

static void read_head(const struct back *b, const json_t *manifest, const char *id)
{
    static const char *const kept[] = {"metadata", "rendering",         "seeAlso", "homepage",
                                       "navPlace", "requiredStatement", NULL};
    const json_t *was = expected(b, iiif_id(manifest));
    const char *label = repertoire_type_of_id(id) == REPERTOIRE_WORK ? "title" : "label";
    bool title = changed(was, manifest, "label"), text = changed(was, manifest, "summary");
    json_t *record = title || text ? copy_of(b, id) : NULL;
    if (title && record)
        set_labels(b, record, label, json_object_get(manifest, "label"), 300);
    if (text && record)
        set_labels(b, record, "text", json_object_get(manifest, "summary"), 0);
    if (record)
        put(b, record);
    else
        change_saw(b->r->set, id);
    for (int i = 0; kept[i]; i++)
        if (json_object_get(manifest, kept[i]) &&
            !within(json_object_get(manifest, kept[i]), json_object_get(was, kept[i])))
            lost_add(b->r->lost, "%s: %s: %s of the manifest was changed; it is not read back",
                     b->file, id, kept[i]);
}

// ---- media ----

static const json_t *painting_of(const json_t *canvas)
{
    const json_t *page = iiif_nth(json_object_get(canvas, "items"), 0);
    return iiif_nth(json_object_get(page, "items"), 0);
}

static void set_number(json_t *record, const char *key, const json_t *value)
{
    if (json_is_number(value))
        json_object_set(record, key, (json_t *)value);
}

static void change_body(const struct back *b, json_t *media, const json_t *was, const json_t *now)
{
    const char *uri = iiif_id(now);
    size_t base = strlen(b->r->base);
    if (changed(was, now, "label"))
        set_labels(b, media, "label", json_object_get(now, "label"), 0);
    if (changed(was, now, "duration"))
        set_number(media, "duration", json_object_get(now, "duration"));
    if (changed(was, now, "width") || changed(was, now, "height"))
        json_object_set_new(media, "size",
                            json_pack("[i, i]", (int)record_number(now, "width", 1),
                                      (int)record_number(now, "height", 1)));
    const char *rights = record_word(now, "rights");
    char licence[100];
    if (changed(was, now, "rights") && rights) {
        rights_name(rights, licence, sizeof licence);
        json_object_set_new(media, "licence", json_string(licence));
    }
    if (changed(was, now, "id") && uri && strncmp(uri, b->r->base, base) == 0 &&
        schema_is_inside(uri + base) && !strchr(uri + base, '%'))
        json_object_set_new(media, "file", json_string(uri + base));
    else if (changed(was, now, "id"))
        lost_add(b->r->lost, "%s: %s: its address was changed; its file stays", b->file,
                 record_id(media));
}

static void read_media(const struct back *b, const json_t *canvas, const char *id)
{
    const json_t *was = expected(b, iiif_id(canvas)), *before = painting_of(was),
                 *now = painting_of(canvas);
    bool credit = changed(was, canvas, "requiredStatement"), body = changed(before, now, "body");
    json_t *media = credit || body ? copy_of(b, id) : NULL;
    if (!media) {
        change_saw(b->r->set, id);
        return;
    }
    if (body)
        change_body(b, media, json_object_get(before, "body"),
                    iiif_nth(json_object_get(now, "body"), 0));
    const json_t *statement = json_object_get(canvas, "requiredStatement");
    json_t *said =
        credit ? iiif_labels(json_object_get(statement, "value"), "fr", 300, b->r->lost, id) : NULL;
    const char *text = record_word(said, "fr");
    if (credit && text)
        json_object_set_new(media, "credit", json_string(text));
    json_decref(said);
    put(b, media);
}

// ---- capsules ----

// The capsule and view that a canvas of ours is; false: it is a medium's own.
static bool capsule_of(const struct back *b, const char *uri, char id[IIIF_ID], size_t *view)
{
    const char *tail = uri + strlen(b->stem) + 8; // behind "/canvas/"
    const char *slash = strchr(tail, '/');
    if (!slash)
        return false;
    snprintf(id, IIIF_ID, "c:%.*s", (int)(slash - tail < 60 ? slash - tail : 60), tail);
    *view = (size_t)strtol(slash + 1, NULL, 10);
    return *view > 0 && (*view)-- > 0;
}

static double first_offset(const json_t *capsule)
{
    const json_t *views = json_object_get(capsule, "views");
    double first = 0;
    for (size_t i = 0; i < json_array_size(views); i++)
        first = fmin(first, record_number(json_array_get(views, i), "offset", 0));
    return first;
}

// Where the medium is painted says when the view begins.
static void read_offset(const struct back *b, const json_t *canvas, const char *id, size_t view)
{
    const json_t *before = painting_of(expected(b, iiif_id(canvas))), *now = painting_of(canvas);
    struct iiif_target t;
    if (!changed(before, now, "target")) {
        change_saw(b->r->set, id);
        return;
    }
    json_t *capsule = copy_of(b, id);
    double first = first_offset(change_get(b->r->set, id));
    iiif_target_read(json_object_get(now, "target"), &t);
    json_t *entry = json_array_get(json_object_get(capsule, "views"), view);
    if (entry)
        json_object_set_new(entry, "offset", json_real(first + (t.timed ? t.from_s : 0)));
    iiif_target_finish(&t);
    if (capsule)
        put(b, capsule);
}

// ---- notes ----

// From the canvas' clock to that of the film or clip a note lies on.
static double shift_of(const struct back *b, const struct iiif_canvas *canvas, const json_t *note)
{
    const json_t *capsule = canvas->capsule[0] ? change_get(b->r->set, canvas->capsule) : NULL;
    const json_t *clips = json_object_get(capsule, "clips");
    const char *clip = record_word(note, "clip");
    double first = first_offset(capsule);
    for (size_t i = 0; clip && i < json_array_size(clips); i++) {
        const json_t *one = json_array_get(clips, i);
        if (strcmp(record_word(one, "clip"), clip) == 0)
            return record_number(one, "offset", 0) - first;
    }
    return canvas->views[0].begins_s;
}

static void change_note(const struct back *b, const struct iiif_canvas *canvas, json_t *note,
                        const json_t *was, const json_t *now)
{
    bool bodies = !was || changed(was, now, "body"), target = !was || changed(was, now, "target");
    if (!was || changed(was, now, "motivation"))
        json_object_set_new(note, "motivation", json_string(iiif_motivation(now)));
    json_t *geometry = json_incref(json_object_get(note, "geometry"));
    bool in_body = false;
    if (bodies) {
        json_object_del(note, "measure");
        json_object_del(note, "geometry");
        if (!iiif_bodies(b->r, now, note))
            lost_add(b->r->lost, "%s: %s: says nothing any more", b->file, record_id(note));
        in_body = json_object_get(note, "geometry") != NULL;
        if (!in_body && geometry)
            json_object_set(note, "geometry", geometry);
    }
    json_decref(geometry);
    if (!target)
        return;
    struct iiif_target t;
    struct iiif_view view = canvas->views[0];
    iiif_target_read(json_object_get(now, "target"), &t);
    view.begins_s = shift_of(b, canvas, note);
    if (record_word(note, "clip"))
        view.lasts_s = 0;
    // Key frames and joints are in the JSON body; a moved selector does not move them.
    if (t.points && !in_body && record_word(note, "media"))
        json_object_del(note, "geometry");
    iiif_place_note(b->r, canvas, &view, &t, note);
    iiif_target_finish(&t);
}

static void read_note(const struct back *b, const struct iiif_canvas *canvas, const json_t *now)
{
    const char *uri = iiif_id(now), *name = uri ? strrchr(uri, '/') : NULL;
    const json_t *was = expected(b, uri);
    char id[IIIF_ID], slug[IIIF_SLUG];
    if (was && alike(was, now)) {
        snprintf(id, sizeof id, "n:%.60s", name + 1);
        change_saw(b->r->set, id);
        return;
    }
    iiif_slug(name ? name + 1 : "note", "note", slug);
    snprintf(id, sizeof id, "n:%.60s", was ? name + 1 : slug);
    json_t *note = was ? copy_of(b, id) : NULL;
    if (!was) { // drawn by others on our film
        iiif_give_hashed(b->r, "n:", slug, uri ? uri : b->file, id);
        note = json_deep_copy(change_get(b->r->set, id));
        const char *media = canvas->views[0].media;
        const char *origin = record_word(change_get(b->r->set, media), "origin");
        if (!note)
            note = json_pack("{s:s, s:s, s:s}", "id", id, "media", media, "origin",
                             origin ? origin : "filmed");
        if (canvas->capsule[0])
            json_object_set_new(note, "capsule", json_string(canvas->capsule));
    }
    if (!note)
        return;
    change_note(b, canvas, note, was, now);
    if (json_object_size(json_object_get(note, "label")))
        put(b, note);
    else
        json_decref(note);
}

// ---- captions ----

static void read_captions(const struct back *b, const json_t *page, const char *id)
{
    const json_t *was = expected(b, iiif_id(page)), *items = json_object_get(page, "items");
    if (was && alike(was, page))
        return;
    json_t *media = copy_of(b, id), *list = json_array();
    size_t base = strlen(b->r->base);
    for (size_t i = 0; i < iiif_many(items); i++) {
        const json_t *body = iiif_nth(json_object_get(iiif_nth(items, i), "body"), 0);
        const char *uri = iiif_id(body), *language = record_word(body, "language");
        if (uri && language && strncmp(uri, b->r->base, base) == 0)
            json_array_append_new(list, json_pack("{s:s, s:s}", "language", language, "file",
                                                  uri + base));
        else
            lost_add(b->r->lost, "%s: captions of %s that lie at %s", b->file, id, uri ? uri : "?");
    }
    if (media)
        json_object_set(media, "captions", list);
    json_decref(list);
    if (media)
        put(b, media);
}

// ---- canvases ----

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static void read_pages(const struct back *b, const struct iiif_canvas *canvas, const json_t *value)
{
    const json_t *pages = json_object_get(value, "annotations");
    for (size_t i = 0; i < iiif_many(pages); i++) {
        const json_t *page = iiif_resolve(b->r, iiif_nth(pages, i), b->file, NULL);
        const char *id = iiif_id(page);
        const json_t *items = json_object_get(page, "items");
        if (id && ends_with(id, "/captions")) {
            read_captions(b, page, canvas->views[0].media);
            continue;
        }
        for (size_t k = 0; k < iiif_many(items); k++)
            read_note(b, canvas, iiif_nth(items, k));
    }
}

// The medium's id: of a canvas of its own by name, else by the capsule's view.
static bool medium_of(const struct back *b, const char *uri, struct iiif_canvas *c)
{
    size_t view;
    if (!capsule_of(b, uri, c->capsule, &view)) {
        c->capsule[0] = '\0';
        snprintf(c->views[0].media, IIIF_ID, "d:%.60s", uri + strlen(b->stem) + 8);
    } else {
        const json_t *capsule = change_get(b->r->set, c->capsule),
                     *views = json_object_get(capsule, "views");
        const json_t *entry = json_array_get(views, view);
        const char *media = record_word(entry, "media");
        snprintf(c->views[0].media, IIIF_ID, "%s", media ? media : "");
        c->views[0].begins_s = record_number(entry, "offset", 0) - first_offset(capsule);
    }
    c->count = 1;
    const json_t *media = change_get(b->r->set, c->views[0].media);
    c->views[0].lasts_s = record_number(media, "duration", 0);
    return media != NULL;
}

static void read_canvas(const struct back *b, const json_t *value)
{
    const char *uri = iiif_id(value);
    struct iiif_canvas c = {.width = record_number(value, "width", 0),
                            .height = record_number(value, "height", 0),
                            .lasts_s = record_number(value, "duration", 0)};
    size_t view;
    snprintf(c.uri, sizeof c.uri, "%s", uri);
    if (!expected(b, uri) || !medium_of(b, uri, &c)) {
        lost_add(b->r->lost, "%s: the canvas %s is none of ours any more", b->file, uri);
        return;
    }
    char capsule[IIIF_ID];
    read_media(b, value, c.views[0].media);
    if (capsule_of(b, uri, capsule, &view))
        read_offset(b, value, capsule, view);
    read_pages(b, &c, value);
}

// ---- ranges ----

static const json_t *canvas_named(const json_t *manifest, const char *uri)
{
    const json_t *items = json_object_get(manifest, "items");
    for (size_t i = 0; i < iiif_many(items); i++)
        if (iiif_id(iiif_nth(items, i)) && strcmp(iiif_id(iiif_nth(items, i)), uri) == 0)
            return iiif_nth(items, i);
    return NULL;
}

static void change_step(const struct back *b, const json_t *manifest, json_t *chain,
                        const json_t *now)
{
    const char *uri = iiif_id(now), *slash = uri ? strrchr(uri, '/') : NULL;
    const json_t *was = expected(b, uri);
    size_t n = slash ? (size_t)strtol(slash + 1, NULL, 10) : 0;
    json_t *step = n ? json_array_get(json_object_get(chain, "steps"), n - 1) : NULL;
    struct iiif_target t;
    if (!was || !step) {
        lost_add(b->r->lost, "%s: %s: a range that is none of its steps", b->file,
                 record_id(chain));
        return;
    }
    if (changed(was, now, "label")) {
        json_t *labels = iiif_labels(json_object_get(now, "label"), b->r->language, 300, b->r->lost,
                                     record_id(chain));
        if (labels)
            json_object_set_new(step, "label", labels);
    }
    json_t *goal = changed(was, now, "summary")
                       ? iiif_labels(json_object_get(now, "summary"), b->r->language, 0, b->r->lost,
                                     record_id(chain))
                       : NULL;
    if (goal)
        json_object_set_new(step, "goal", goal);
    if (changed(was, now, "metadata"))
        lost_add(b->r->lost, "%s: %s: metadata of step %zu; they are not read back", b->file,
                 record_id(chain), n);
    if (!changed(was, now, "items") ||
        !iiif_target_read(iiif_nth(json_object_get(now, "items"), 0), &t))
        return;
    struct iiif_canvas c = {.count = 0};
    const json_t *canvas = canvas_named(manifest, t.canvas);
    if (canvas && t.timed && t.ends && medium_of(b, t.canvas, &c)) {
        double shift = c.capsule[0] ? first_offset(change_get(b->r->set, c.capsule)) : 0;
        json_object_set_new(step, "at", json_pack("[f, f]", t.from_s + shift, t.to_s + shift));
    }
    iiif_target_finish(&t);
}

static void read_ranges(const struct back *b, const json_t *manifest)
{
    const json_t *ranges = json_object_get(manifest, "structures");
    for (size_t i = 0; i < iiif_many(ranges); i++) {
        const json_t *now = iiif_nth(ranges, i), *items = json_object_get(now, "items");
        const char *uri = iiif_id(now), *slash = uri ? strrchr(uri, '/') : NULL;
        const json_t *was = expected(b, uri);
        char id[IIIF_ID];
        snprintf(id, sizeof id, "k:%.60s", slash ? slash + 1 : "");
        if (was && alike(was, now)) {
            change_saw(b->r->set, id);
            continue;
        }
        json_t *chain = was ? copy_of(b, id) : NULL;
        if (!chain) {
            lost_add(b->r->lost, "%s: the range %s is no chain of ours", b->file, uri ? uri : "?");
            continue;
        }
        if (changed(was, now, "label"))
            set_labels(b, chain, "label", json_object_get(now, "label"), 300);
        for (size_t k = 0; k < iiif_many(items); k++)
            change_step(b, manifest, chain, iiif_nth(items, k));
        put(b, chain);
    }
}

// ---- is it ours? ----

// <base>gestures/<name>.json or <base>works/<name>.json of a record that there is.
static bool ours(struct iiif_reader *r, const char *uri, char base[PARCEL_BASE], char id[IIIF_ID])
{
    static const char *const folders[] = {"/gestures/", "/works/"}, *const prefixes[] = {"g:",
                                                                                         "w:"};
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(uri, folders[i]), *next;
        while (at && (next = strstr(at + 1, folders[i])))
            at = next;
        const char *name = at ? at + strlen(folders[i]) : NULL;
        size_t length = name ? strlen(name) : 0;
        if (length < 6 || length > 60 || strcmp(name + length - 5, ".json") != 0 ||
            (size_t)(at - uri) + 2 > PARCEL_BASE)
            continue;
        snprintf(base, PARCEL_BASE, "%.*s", (int)(at - uri) + 1, uri);
        snprintf(id, IIIF_ID, "%s%.*s", prefixes[i], (int)length - 5, name);
        if ((!r->in->base || strncmp(r->in->base, base, strlen(r->in->base)) == 0) &&
            change_get(r->set, id))
            return true;
    }
    return false;
}

bool iiif_own(struct iiif_reader *r, const json_t *manifest, const char *file)
{
    const json_t *items = json_object_get(manifest, "items");
    const char *uri = iiif_id(manifest);
    struct back b = {.r = r, .file = file};
    char base[PARCEL_BASE], id[IIIF_ID];
    if (!uri || strlen(uri) >= EXCHANGE_URI || !ours(r, uri, base, id) || !expect(r, base) ||
        !json_object_get(r->expected, uri))
        return false;
    snprintf(b.stem, sizeof b.stem, "%.*s", (int)strlen(uri) - 5, uri);
    size_t length = strlen(b.stem);
    for (size_t i = 0; i < iiif_many(items); i++) {
        const char *canvas = iiif_id(iiif_nth(items, i));
        if (!canvas || strlen(canvas) >= EXCHANGE_URI || strncmp(canvas, b.stem, length) != 0 ||
            strncmp(canvas + length, "/canvas/", 8) != 0)
            return false;
    }
    read_head(&b, manifest, id);
    for (size_t i = 0; i < iiif_many(items); i++)
        read_canvas(&b, iiif_nth(items, i));
    read_ranges(&b, manifest);
    return true;
}
