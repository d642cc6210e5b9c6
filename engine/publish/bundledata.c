// The records as anybody may have them, and the files that they name.
#include "publish/bundle.h"

#include <stdlib.h>
#include <string.h>

// The record names its file in the bundle; what is not there is told.
static bool take_file(const struct bundle *b, json_t *copy, struct fault *f)
{
    char from[BUNDLE_PATH], to[BUNDLE_PATH + 160], name[128];
    struct fault why;
    const char *file = facts_string(copy, "file");
    if (!b->d->find(b->d->user, file, from, sizeof from, &why)) {
        lost_add(b->d->lost, "%s: %s", facts_string(copy, "id"), why.text);
        return true;
    }
    bundle_name(copy, name, sizeof name);
    snprintf(to, sizeof to, "%s/%s", b->folder, name);
    if (!bundle_copy(from, to, f))
        return false;
    json_object_set_new(copy, "file", json_string(name));
    return true;
}

// Captions lie beside their film: media/<id>-<n>.vtt or .srt.
static bool take_captions(const struct bundle *b, json_t *copy, struct fault *f)
{
    json_t *captions = json_object_get(copy, "captions");
    for (size_t i = 0; i < json_array_size(captions); i++) {
        char from[BUNDLE_PATH], to[BUNDLE_PATH + 160], name[160];
        struct fault why;
        json_t *c = json_array_get(captions, i);
        const char *file = facts_string(c, "file");
        if (!b->d->find(b->d->user, file, from, sizeof from, &why)) {
            lost_add(b->d->lost, "%s: captions: %s", facts_string(copy, "id"), why.text);
            continue;
        }
        size_t n = strlen(file);
        bool srt = n > 4 && strcmp(file + n - 4, ".srt") == 0;
        snprintf(name, sizeof name, "media/%s-%zu.%s", facts_string(copy, "id") + 2, i,
                 srt ? "srt" : "vtt");
        snprintf(to, sizeof to, "%s/%s", b->folder, name);
        if (!bundle_copy(from, to, f))
            return false;
        json_object_set_new(c, "file", json_string(name));
    }
    return true;
}

static bool take_kind(const struct bundle *b, enum repertoire_type type, struct fault *f)
{
    char name[64];
    json_t *list = json_array();
    const json_t *record;
    bool ok = list != NULL;
    for (int n = 0; ok && (record = repertoire_record(b->d->repertoire, type, n)); n++) {
        json_t *copy = facts_open(b->d, type, record);
        if (!copy)
            continue;
        if (type == REPERTOIRE_MEDIA || type == REPERTOIRE_CLIP)
            ok = take_file(b, copy, f) && take_captions(b, copy, f);
        json_array_append_new(list, copy);
    }
    if (ok && json_array_size(list)) {
        snprintf(name, sizeof name, "data/%s.json", repertoire_folder(type));
        char *text = json_dumps(list, JSON_INDENT(2));
        ok = bundle_write(b, name, text, text ? strlen(text) : 0, f);
    }
    json_decref(list);
    return ok;
}

bool bundle_data(const struct bundle *b, struct fault *f)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        if (t != REPERTOIRE_CONSENT && !take_kind(b, (enum repertoire_type)t, f))
            return false;
    json_t *about = json_pack("{s:s, s:s, s:s}", "made_by", "Gestuaire " GESTUAIRE_VERSION, "day",
                              b->d->day, "title", b->d->title[0]);
    char *text = json_dumps(about, JSON_INDENT(2));
    json_decref(about);
    return bundle_write(b, "data/bundle.json", text, text ? strlen(text) : 0, f);
}
