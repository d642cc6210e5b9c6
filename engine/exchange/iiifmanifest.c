// A manifest of others: its canvases become media and capsules, its annotations notes.
#include "exchange/iiifread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- ids and records ----

// Given in this import for something else?
static bool free_id(const struct iiif_reader *r, const char *id, const char *what)
{
    const char *given = json_string_value(json_object_get(r->taken, id));
    return !given || strcmp(given, what) == 0;
}

void iiif_give_hashed(struct iiif_reader *r, const char *prefix, const char *slug, const char *what,
                      char id[IIIF_ID])
{
    unsigned hash = iiif_hash(what);
    do
        snprintf(id, IIIF_ID, "%s%.36s-%08x", prefix, slug, hash++);
    while (!free_id(r, id, what));
    json_object_set_new(r->taken, id, json_string(what));
}

void iiif_give_id(struct iiif_reader *r, const char *prefix, const char *slug, const char *what,
                  char id[IIIF_ID])
{
    snprintf(id, IIIF_ID, "%s%.44s", prefix, slug);
    bool ours = json_object_get(r->taken, id) != NULL;
    if (!free_id(r, id, what) || (!ours && change_get(r->set, id)))
        iiif_give_hashed(r, prefix, slug, what, id);
    json_object_set_new(r->taken, id, json_string(what));
}

// 1 and 1.0, or what was rounded on its way, is no change: the number as it was.
json_t *iiif_settle(const json_t *old, json_t *now)
{
    const char *key;
    json_t *value;
    void *after;
    if (json_is_number(old) && json_is_number(now) &&
        fabs(json_number_value(old) - json_number_value(now)) < 1e-6) {
        json_decref(now);
        return json_incref((json_t *)old);
    }
    if (json_is_array(old) && json_array_size(old) == json_array_size(now))
        for (size_t i = 0; i < json_array_size(now); i++)
            json_array_set_new(
                now, i, iiif_settle(json_array_get(old, i), json_incref(json_array_get(now, i))));
    if (json_is_object(old))
        json_object_foreach_safe(now, after, key, value)
            json_object_set_new(now, key,
                                iiif_settle(json_object_get(old, key), json_incref(value)));
    return now;
}

bool iiif_allowed(struct iiif_reader *r, const json_t *record)
{
    int type = repertoire_type_of_id(record_id(record));
    struct faults faults = {0};
    const struct schema_text text = {record_id(record), NULL, WHERE_JSON, exchange_languages,
                                     &faults};
    bool good =
        type >= 0 && !schema_check(&text, record, repertoire_keys((enum repertoire_type)type));
    for (int i = 0; !good && i < faults.count; i++)
        if (faults.entries[i].level == FAULT_ERROR)
            lost_add(r->lost, "%s", faults.entries[i].text);
    faults_finish(&faults);
    return good;
}

bool iiif_put(struct iiif_reader *r, json_t *record, const char *file)
{
    int type = repertoire_type_of_id(record_id(record));
    json_t *whole = json_deep_copy(change_get(r->set, record_id(record)));
    if (!whole)
        whole = json_object();
    json_object_update_new(whole, record); // what the file does not say stays
    whole = iiif_settle(change_get(r->set, record_id(whole)), whole);
    if (!iiif_allowed(r, whole)) {
        lost_add(r->lost, "%s: %s is left out", file, record_id(whole));
        json_decref(whole);
        return false;
    }
    bool done = change_put(r->set, (enum repertoire_type)type, whole, file);
    r->failed = r->failed || !done;
    return done;
}

// ---- rights ----

// The nearest of body, canvas and manifest that says it.
static const char *rights_of(const json_t *const from[3])
{
    for (int i = 0; i < 3; i++) {
        const json_t *rights = json_object_get(from[i], "rights");
        const char *uri = json_string_value(iiif_nth(rights, 0));
        if (uri && *uri)
            return uri;
    }
    return NULL;
}

static void flatten(const json_t *map, char *text, size_t size)
{
    const char *code;
    json_t *texts;
    text[0] = '\0';
    json_object_foreach((json_t *)map, code, texts)
    {
        const char *one = json_string_value(iiif_nth(texts, 0));
        char *plain = one ? iiif_plain(one) : NULL;
        if (plain && !text[0])
            snprintf(text, size, "%s", plain);
        free(plain);
    }
}

static void credit_of(const json_t *const from[3], char *credit, size_t size)
{
    credit[0] = '\0';
    for (int i = 0; i < 3 && !credit[0]; i++)
        flatten(json_object_get(json_object_get(from[i], "requiredStatement"), "value"), credit,
                size);
    const json_t *provider = iiif_nth(json_object_get(from[2], "provider"), 0);
    if (!credit[0])
        flatten(json_object_get(provider, "label"), credit, size);
    const char *id = iiif_id(from[2]), *host = id ? strstr(id, "://") : NULL;
    if (!credit[0] && host)
        snprintf(credit, size, "%.*s", (int)strcspn(host + 3, "/:?#"), host + 3);
    if (!credit[0])
        snprintf(credit, size, "?");
    size_t length = strlen(credit);
    while (length && (unsigned char)credit[length - 1] >= 0x80 && length + 4 > size)
        credit[--length] = '\0'; // cut within a letter
}

// ---- media ----

static const struct {
    const char *type, *form, *origin, *folder, *ending;
} kinds[] = {
    {"Video", "film", "filmed", "film", "mp4"},
    {"Image", "picture", "photographed", "picture", "jpg"},
    {"Sound", "sound", "recorded", "sound", "mp3"},
    {"Audio", "sound", "recorded", "sound", "mp3"},
    {"Model", "model", "scanned", "model", "glb"},
};

static int kind_of(const json_t *body)
{
    const char *type = iiif_type(body), *format = record_word(body, "format");
    static const char *const begins[] = {"video/", "image/", "audio/", "audio/", "model/"};
    for (int i = 0; i < 5; i++)
        if (strcmp(type, kinds[i].type) == 0)
            return i;
    for (int i = 0; format && i < 5; i++)
        if (strncmp(format, begins[i], strlen(begins[i])) == 0)
            return i;
    return -1;
}

// The words of an address that name the thing: its last part, of an image service its identifier.
static void name_of(const char *uri, char *name, size_t size, char ending[8])
{
    char plain[EXCHANGE_URI];
    snprintf(plain, sizeof plain, "%.*s", (int)strcspn(uri, "?#"), uri);
    char *service = strstr(plain, "/full/");
    if (service)
        *service = '\0';
    size_t length = strlen(plain);
    while (length && plain[length - 1] == '/')
        plain[--length] = '\0';
    const char *slash = strrchr(plain, '/'), *last = slash ? slash + 1 : plain;
    const char *dot = strrchr(last, '.');
    bool short_ending = dot && dot > last && strlen(dot) > 1 && strlen(dot) < 7 && !service;
    snprintf(name, size, "%.*s", (int)(short_ending ? dot - last : (long)strlen(last)), last);
    snprintf(ending, 8, "%s", short_ending ? dot + 1 : "");
    for (char *c = ending; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 32) : *c;
    if (strspn(ending, "abcdefghijklmnopqrstuvwxyz0123456789") != strlen(ending))
        ending[0] = '\0';
}

static void set_size(json_t *media, const json_t *body, const json_t *canvas)
{
    const json_t *w = json_object_get(body, "width"), *h = json_object_get(body, "height");
    if (!json_is_integer(w) || !json_is_integer(h)) {
        w = json_object_get(canvas, "width");
        h = json_object_get(canvas, "height");
    }
    double width = json_number_value(w), height = json_number_value(h);
    if (width >= 1 && width <= 65536 && height >= 1 && height <= 65536)
        json_object_set_new(media, "size",
                            json_pack("[i, i]", (int)lround(width), (int)lround(height)));
}

static bool has_tags(const char *text)
{
    const char *open = text ? strchr(text, '<') : NULL;
    return open && text == open && strchr(open, '>');
}

static bool is_marked(const json_t *labels)
{
    const char *code;
    json_t *texts;
    json_object_foreach((json_t *)labels, code, texts)
    {
        for (size_t i = 0; i < iiif_many(texts); i++)
            if (has_tags(json_string_value(iiif_nth(texts, i))))
                return true;
    }
    return false;
}

// What a manifest says of itself that no record has a place for.
static void tell_manifest(struct iiif_reader *r, const json_t *manifest, const char *file)
{
    static const char *const texts[] = {"label", "summary"};
    if (json_object_get(manifest, "provider") && json_object_get(manifest, "requiredStatement"))
        lost_add(r->lost, "%s: provider: the credit is taken from requiredStatement", file);
    else if (json_object_get(manifest, "provider"))
        lost_add(r->lost, "%s: provider: its label is taken as credit, no more of it", file);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_marked(json_object_get(manifest, texts[i])))
            lost_add(r->lost, "%s: %s: its HTML is taken as plain text", file, texts[i]);
}

const char *iiif_origin(const struct iiif_reader *r, const char *media)
{
    const char *origin = media ? record_word(change_get(r->set, media), "origin") : NULL;
    return origin ? origin : r->in->origin ? r->in->origin : "filmed";
}

static void tell_media(struct iiif_reader *r, const json_t *media, const char *uri,
                       const char *file, bool licensed)
{
    const char *id = record_id(media);
    lost_add(r->lost, "%s: %s lies at %s; put it into the installation as %s", file, id, uri,
             record_word(media, "file"));
    if (!r->in->origin)
        lost_add(r->lost, "%s: %s: origin is taken as %s; --origin says another", file, id,
                 record_word(media, "origin"));
    if (!licensed)
        lost_add(r->lost, "%s: %s has no rights in the file; its licence must be written", file,
                 id);
}

// Other sources of the same (Choice): kept as links.
static void add_others(json_t *links, const json_t *choice, const json_t *chosen)
{
    const json_t *items = json_object_get(choice, "items");
    for (size_t i = 0; i < iiif_many(items) && json_array_size(links) < 60; i++) {
        const json_t *other = iiif_nth(items, i);
        const char *uri = iiif_id(other);
        char label[200];
        flatten(json_object_get(other, "label"), label, sizeof label);
        if (other != chosen && uri && *uri && strlen(uri) <= 500)
            json_array_append_new(links, json_pack("{s:s, s:s, s:s*}", "uri", uri, "relation",
                                                   "close", "label", label[0] ? label : NULL));
    }
}

static json_t *make_media(struct iiif_reader *r, const json_t *body, const json_t *choice,
                          const json_t *canvas, const json_t *manifest, const char *file)
{
    const json_t *const from[3] = {body, canvas, manifest};
    const char *uri = iiif_id(body), *rights = rights_of(from);
    char name[200], ending[8], slug[IIIF_SLUG], id[IIIF_ID], licence[100], credit[300];
    int kind = kind_of(body);
    name_of(uri, name, sizeof name, ending);
    iiif_slug(name, kinds[kind].form, slug);
    iiif_give_id(r, "d:", slug, uri, id);
    rights_name(rights ? rights : "http://rightsstatements.org/vocab/UND/1.0/", licence,
                sizeof licence);
    credit_of(from, credit, sizeof credit);
    const char *format = record_word(body, "format");
    if (!ending[0] && format && strcmp(format, "image/png") == 0)
        snprintf(ending, sizeof ending, "png");
    json_t *media = json_pack("{s:s, s:o, s:s, s:s, s:s, s:s, s:[{s:s, s:s}]}", "id", id, "file",
                              json_sprintf("%s/%s.%s", kinds[kind].folder, id + 2,
                                           ending[0] ? ending : kinds[kind].ending),
                              "form", kinds[kind].form, "origin",
                              r->in->origin ? r->in->origin : kinds[kind].origin, "credit", credit,
                              "licence", licence, "links", "uri", uri, "relation", "exact");
    add_others(json_object_get(media, "links"), choice, body);
    json_t *label = iiif_labels(json_object_get(body, "label"), r->language, 0, r->lost, id);
    if (!label)
        label = iiif_labels(json_object_get(canvas, "label"), r->language, 0, r->lost, id);
    if (label)
        json_object_set_new(media, "label", label);
    double lasts = record_number(body, "duration", record_number(canvas, "duration", 0));
    if (kind != 1 && lasts > 0 && lasts <= 360000)
        json_object_set_new(media, "duration", json_real(lasts));
    if (kind == 0 || kind == 1)
        set_size(media, body, canvas);
    tell_media(r, media, uri, file, rights != NULL);
    return media;
}

// A medium that is known stays as people have it.
static bool media_of(struct iiif_reader *r, const json_t *body, const json_t *choice,
                     const json_t *canvas, const json_t *manifest, const char *file,
                     char id[IIIF_ID])
{
    const char *uri = iiif_id(body);
    if (!uri || !*uri || strlen(uri) > 500 || kind_of(body) < 0) {
        lost_add(r->lost,
                 "%s: a body of type \"%s\" is painted; a film, picture or sound with an "
                 "address is kept",
                 file, iiif_type(body));
        return false;
    }
    const char *known = json_string_value(json_object_get(r->media, uri));
    if (!known) {
        json_t *media = make_media(r, body, choice, canvas, manifest, file);
        snprintf(id, IIIF_ID, "%s", record_id(media));
        if (!iiif_put(r, media, file))
            return false;
        json_object_set_new(r->media, uri, json_string(id));
        return true;
    }
    change_saw(r->set, known);
    snprintf(id, IIIF_ID, "%s", known);
    return true;
}

// ---- canvases ----

static struct iiif_canvas *add_canvas(struct iiif_reader *r, const json_t *canvas, const char *file)
{
    const char *id = iiif_id(canvas);
    if (!id || strlen(id) >= EXCHANGE_URI || iiif_canvas_of(r, id) || r->count >= IIIF_ITEMS) {
        lost_add(r->lost, "%s: a canvas %s; it is left out", file,
                 r->count >= IIIF_ITEMS ? "is one too many" : "has no id of its own");
        return NULL;
    }
    if (r->count == r->room) {
        int room = r->room ? r->room * 2 : 16;
        struct iiif_canvas *grown = realloc(r->canvases, (size_t)room * sizeof *grown);
        if (!grown)
            return NULL;
        r->canvases = grown;
        r->room = room;
    }
    struct iiif_canvas *c = &r->canvases[r->count++];
    *c = (struct iiif_canvas){.width = record_number(canvas, "width", 0),
                              .height = record_number(canvas, "height", 0),
                              .lasts_s = record_number(canvas, "duration", 0)};
    snprintf(c->uri, sizeof c->uri, "%s", id);
    return c;
}

// Body, or the first of a choice, out of its specific resource.
static const json_t *chosen(const json_t *body, const json_t **choice)
{
    *choice = NULL;
    for (int n = 0; n < 4; n++) {
        const char *type = iiif_type(body);
        if (strcmp(type, "Choice") == 0) {
            *choice = body;
            body = iiif_nth(json_object_get(body, "items"), 0);
        } else if (strcmp(type, "SpecificResource") == 0) {
            body = iiif_nth(json_object_get(body, "source"), 0);
        }
    }
    return body;
}

static void paint(struct iiif_reader *r, struct iiif_canvas *c, const json_t *annotation,
                  const json_t *canvas, const json_t *manifest, const char *file)
{
    const json_t *bodies = json_object_get(annotation, "body");
    struct iiif_target t;
    iiif_target_read(json_object_get(annotation, "target"), &t);
    if (t.points)
        lost_add(r->lost, "%s: where %s is painted on its canvas", file, c->uri);
    for (size_t i = 0; i < iiif_many(bodies); i++) {
        const json_t *choice, *body = chosen(iiif_nth(bodies, i), &choice);
        struct iiif_view view = {.begins_s = t.timed ? t.from_s : 0};
        if (c->count == IIIF_VIEWS) {
            lost_add(r->lost, "%s: %s has more than %d media; the rest is left out", file, c->uri,
                     IIIF_VIEWS);
            break;
        }
        if (!media_of(r, body, choice, canvas, manifest, file, view.media))
            continue;
        view.lasts_s = t.timed && t.ends ? t.to_s - t.from_s : record_number(body, "duration", 0);
        if (view.lasts_s <= 0)
            view.lasts_s = c->lasts_s - view.begins_s;
        c->lasts_s = fmax(c->lasts_s, view.begins_s + view.lasts_s);
        c->views[c->count++] = view;
    }
    iiif_target_finish(&t);
}

// ---- capsules ----

static void make_capsule(struct iiif_reader *r, struct iiif_canvas *c, const json_t *manifest,
                         const json_t *canvas, const char *gesture, const char *stem,
                         const char *file)
{
    json_t *views = json_array();
    char slug[IIIF_SLUG];
    for (int i = 0; i < c->count && json_array_size(views) < 4; i++) {
        const char *form = record_word(change_get(r->set, c->views[i].media), "form");
        if (form && strcmp(form, "film") != 0)
            continue;
        json_t *view = json_pack("{s:s, s:s}", "media", c->views[i].media, "role", "wide");
        if (c->views[i].begins_s > 0)
            json_object_set_new(view, "offset", json_real(c->views[i].begins_s));
        json_array_append_new(views, view);
    }
    if (!json_array_size(views)) {
        json_decref(views);
        return;
    }
    iiif_slug(stem, "iiif", slug);
    iiif_give_hashed(r, "c:", slug, c->uri, c->capsule);
    const char *first = record_word(json_array_get(views, 0), "media");
    json_t *capsule = json_pack("{s:s, s:s, s:o, s:s}", "id", c->capsule, "gesture", gesture,
                                "views", views, "origin", iiif_origin(r, first));
    json_t *label =
               iiif_labels(json_object_get(canvas, "label"), r->language, 0, r->lost, c->capsule),
           *text = iiif_labels(json_object_get(manifest, "summary"), r->language, 0, r->lost,
                               c->capsule);
    if (!label)
        label =
            iiif_labels(json_object_get(manifest, "label"), r->language, 0, r->lost, c->capsule);
    if (label)
        json_object_set_new(capsule, "label", label);
    if (text)
        json_object_set_new(capsule, "text", text);
    lost_add(r->lost, "%s: %s: the role of its views is taken as wide", file, c->capsule);
    if (!iiif_put(r, capsule, file))
        c->capsule[0] = '\0';
}

static void canvas_read(struct iiif_reader *r, const json_t *manifest, const json_t *canvas,
                        const char *gesture, const char *stem, const char *file)
{
    const json_t *pages = json_object_get(canvas, "items");
    struct iiif_canvas *c = add_canvas(r, canvas, file);
    if (!c)
        return;
    int index = r->count - 1;
    for (size_t i = 0; i < iiif_many(pages); i++) {
        const json_t *page = iiif_resolve(r, iiif_nth(pages, i), file, iiif_id(manifest)),
                     *items = json_object_get(page, "items");
        for (size_t k = 0; k < iiif_many(items); k++)
            if (iiif_has_word(json_object_get(iiif_nth(items, k), "motivation"), "painting"))
                paint(r, &r->canvases[index], iiif_nth(items, k), canvas, manifest, file);
    }
    if (gesture)
        make_capsule(r, &r->canvases[index], manifest, canvas, gesture, stem, file);
}

// ---- the manifest ----

// The gesture that was asked for, or one of this very name.
static const char *gesture_of(const struct iiif_reader *r, const json_t *manifest)
{
    const struct repertoire *known = change_repertoire(r->set);
    const json_t *gesture, *map = json_object_get(manifest, "label");
    if (r->in->gesture)
        return r->in->gesture;
    for (int n = 0; known && (gesture = repertoire_record(known, REPERTOIRE_GESTURE, n)); n++) {
        const char *code;
        json_t *text;
        json_object_foreach(json_object_get(gesture, "label"), code, text)
        {
            const char *language;
            json_t *texts;
            json_object_foreach((json_t *)map, language, texts)
            {
                if (json_equal(iiif_nth(texts, 0), text))
                    return record_id(gesture);
            }
        }
    }
    return NULL;
}

static void tell_unkept(struct iiif_reader *r, const json_t *manifest, const char *file)
{
    static const char *const keys[] = {
        "metadata",           "rendering",         "seeAlso",          "homepage", "service",
        "services",           "navDate",           "navPlace",         "start",    "behavior",
        "accompanyingCanvas", "placeholderCanvas", "viewingDirection", NULL};
    for (int i = 0; keys[i]; i++)
        if (iiif_many(json_object_get(manifest, keys[i])))
            lost_add(r->lost, "%s: %s of the manifest", file, keys[i]);
}

void iiif_manifest(struct iiif_reader *r, const json_t *manifest, const char *file)
{
    const json_t *items = json_object_get(manifest, "items");
    char title[200], stem[IIIF_SLUG];
    if (iiif_own(r, manifest, file))
        return;
    flatten(json_object_get(manifest, "label"), title, sizeof title);
    iiif_slug(title, "iiif", stem);
    const char *gesture = gesture_of(r, manifest);
    for (size_t i = 0; i < iiif_many(items); i++)
        canvas_read(r, manifest, iiif_nth(items, i), gesture, stem, file);
    for (size_t i = 0; i < iiif_many(items); i++)
        iiif_annotations(r, iiif_nth(items, i), iiif_id(manifest), stem, file);
    iiif_annotations(r, manifest, iiif_id(manifest), stem, file);
    iiif_chains(r, manifest, stem, file);
    if (!gesture)
        lost_add(r->lost,
                 "%s: its films are no capsules: say which gesture they show with --gesture g:…",
                 file);
    tell_unkept(r, manifest, file);
    tell_manifest(r, manifest, file);
    if (!iiif_many(items))
        lost_add(r->lost, "%s: has no canvas", file);
}
