// What exports ask of records: references, places, people, addresses, licences, languages.
#include "exchange/from.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const exchange_languages[] = {"fr", "it", "en", NULL};

// ---- records ----

const char *record_word(const json_t *record, const char *key)
{
    return json_string_value(json_object_get(record, key));
}

const char *record_id(const json_t *record)
{
    const char *id = record_word(record, "id");
    return id ? id : "";
}

double record_number(const json_t *record, const char *key, double otherwise)
{
    const json_t *value = json_object_get(record, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

const char *record_name(const char *id)
{
    const char *colon = strchr(id, ':');
    return colon ? colon + 1 : id;
}

const json_t *record_of(const struct parcel_from *from, const json_t *reference)
{
    const char *id = json_string_value(reference);
    const json_t *record = id ? repertoire_get(from->repertoire, id) : NULL;
    if (record && repertoire_type_of_id(id) == REPERTOIRE_PLACE && !place_shown(record))
        return NULL;
    return record;
}

const json_t *record_at(const struct parcel_from *from, const json_t *record, const char *key)
{
    return record_of(from, json_object_get(record, key));
}

const char *record_called(const json_t *record)
{
    const char *name = record_word(record, "name");
    const json_t *labels = json_object_get(record, "label");
    if (!labels)
        labels = json_object_get(record, "title");
    for (int i = 0; !name && exchange_languages[i]; i++)
        name = record_word(labels, exchange_languages[i]);
    return name ? name : record_id(record);
}

void file_under(json_t *drawers, const char *key, const json_t *record)
{
    if (!key)
        return;
    if (!json_object_get(drawers, key))
        json_object_set_new(drawers, key, json_array());
    json_array_append(json_object_get(drawers, key), (json_t *)record);
}

// ---- places and people ----

bool place_shown(const json_t *place)
{
    const char *precision = record_word(place, "precision");
    return !precision || strcmp(precision, "hidden") != 0;
}

json_t *place_position(const json_t *place)
{
    const char *precision = record_word(place, "precision");
    const json_t *at = json_object_get(place, "at");
    if (!place_shown(place) || json_array_size(at) != 2)
        return NULL;
    double steps = precision && strcmp(precision, "address") == 0 ? 1e7 : 1e3;
    double longitude = json_number_value(json_array_get(at, 0)),
           latitude = json_number_value(json_array_get(at, 1));
    return json_pack("[f, f]", round(longitude * steps) / steps, round(latitude * steps) / steps);
}

bool person_agrees(const struct parcel_from *from, const json_t *person, const char *facet)
{
    const char *origin = record_word(person, "origin");
    if (origin && strcmp(origin, "made-up") == 0)
        return true;
    return from->date && repertoire_person_agrees(from->repertoire, person, facet, from->date);
}

// ---- addresses ----

void uri_of(const struct parcel_from *from, const char *id, const char *ending,
            char uri[EXCHANGE_URI])
{
    repertoire_address(repertoire_get(from->repertoire, id), from->base, uri, EXCHANGE_URI);
    size_t n = strlen(uri);
    snprintf(uri + n, EXCHANGE_URI - n, "%s", ending);
}

void uri_of_file(const struct parcel_from *from, const char *file, char uri[EXCHANGE_URI])
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    size_t at = (size_t)snprintf(uri, EXCHANGE_URI, "%s", from->base);
    for (const char *c = file; *c && at + 4 < EXCHANGE_URI; c++) {
        if (strchr(plain, *c))
            uri[at++] = *c;
        else
            at += (size_t)snprintf(uri + at, 4, "%%%02X", (unsigned char)*c);
    }
    uri[at] = '\0';
}

static const struct {
    const char *ending, *format;
    enum media_form form;
} kinds[] = {
    {"mp4", "video/mp4", MEDIA_FILM},
    {"m4v", "video/mp4", MEDIA_FILM},
    {"webm", "video/webm", MEDIA_FILM},
    {"mov", "video/quicktime", MEDIA_FILM},
    {"mkv", "video/x-matroska", MEDIA_FILM},
    {"avi", "video/x-msvideo", MEDIA_FILM},
    {"ogv", "video/ogg", MEDIA_FILM},
    {"mpg", "video/mpeg", MEDIA_FILM},
    {"m3u8", "application/vnd.apple.mpegurl", MEDIA_FILM},
    {"jpg", "image/jpeg", MEDIA_PICTURE},
    {"jpeg", "image/jpeg", MEDIA_PICTURE},
    {"png", "image/png", MEDIA_PICTURE},
    {"webp", "image/webp", MEDIA_PICTURE},
    {"gif", "image/gif", MEDIA_PICTURE},
    {"svg", "image/svg+xml", MEDIA_PICTURE},
    {"tif", "image/tiff", MEDIA_PICTURE},
    {"tiff", "image/tiff", MEDIA_PICTURE},
    {"wav", "audio/wav", MEDIA_SOUND},
    {"ogg", "audio/ogg", MEDIA_SOUND},
    {"oga", "audio/ogg", MEDIA_SOUND},
    {"opus", "audio/ogg", MEDIA_SOUND},
    {"flac", "audio/flac", MEDIA_SOUND},
    {"mp3", "audio/mpeg", MEDIA_SOUND},
    {"m4a", "audio/mp4", MEDIA_SOUND},
    {"glb", "model/gltf-binary", MEDIA_MODEL},
    {"gltf", "model/gltf+json", MEDIA_MODEL},
    {"obj", "model/obj", MEDIA_MODEL},
    {"stl", "model/stl", MEDIA_MODEL},
    {"ply", "application/octet-stream", MEDIA_MODEL},
    {"vtt", "text/vtt", MEDIA_OTHER},
    {"srt", "application/x-subrip", MEDIA_OTHER},
    {"bvh", "text/plain", MEDIA_OTHER},
};

static int kind_of(const char *file)
{
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(dot + 1, kinds[i].ending) == 0)
            return (int)i;
    return -1;
}

enum media_form media_form(const json_t *media)
{
    static const char *const words[] = {"film", "picture", "sound", "model", NULL};
    const char *form = record_word(media, "form"), *file = record_word(media, "file");
    for (int i = 0; form && words[i]; i++)
        if (strcmp(form, words[i]) == 0)
            return (enum media_form)i;
    int kind = file ? kind_of(file) : -1;
    return kind < 0 ? MEDIA_OTHER : kinds[kind].form;
}

const char *media_format(const char *file)
{
    int kind = kind_of(file);
    return kind < 0 ? NULL : kinds[kind].format;
}

// ---- licences ----

// "by-sa/4.0" of "CC-BY-SA-4.0"; false: no licence of Creative Commons.
static bool spdx_path(const char *licence, char *path, size_t size)
{
    static const char *const names[] = {"by",       "by-sa",    "by-nd", "by-nc",
                                        "by-nc-sa", "by-nc-nd", NULL};
    static const char *const versions[] = {"1.0", "2.0", "2.5", "3.0", "4.0", NULL};
    for (int n = 0; names[n]; n++)
        for (int v = 0; versions[v]; v++) {
            char spdx[40];
            snprintf(spdx, sizeof spdx, "CC-%s-%s", names[n], versions[v]);
            snprintf(path, size, "%s/%s", names[n], versions[v]);
            if (strcasecmp(licence, spdx) == 0)
                return true;
        }
    return false;
}

const char *rights_uri(const char *licence, char uri[EXCHANGE_URI])
{
    char path[40];
    if (!licence)
        return NULL;
    if (strcasecmp(licence, "CC0-1.0") == 0 || strcasecmp(licence, "CC0") == 0)
        licence = "https://creativecommons.org/publicdomain/zero/1.0/";
    if (spdx_path(licence, path, sizeof path)) {
        snprintf(uri, EXCHANGE_URI, "http://creativecommons.org/licenses/%s/", path);
        return uri;
    }
    const char *rest = licence;
    rest += strncmp(rest, "https://", 8) == 0 ? 8 : strncmp(rest, "http://", 7) == 0 ? 7 : 0;
    rest += rest != licence && strncmp(rest, "www.", 4) == 0 ? 4 : 0;
    bool known = strncmp(rest, "creativecommons.org/licenses/", 29) == 0 ||
                 strncmp(rest, "creativecommons.org/publicdomain/", 33) == 0 ||
                 strncmp(rest, "rightsstatements.org/", 21) == 0;
    if (rest == licence || !known)
        return NULL;
    snprintf(uri, EXCHANGE_URI, "http://%s", rest);
    return uri;
}

void rights_name(const char *uri, char *name, size_t size)
{
    char exact[EXCHANGE_URI], path[16] = "", version[8] = "";
    const char *written = rights_uri(uri, exact);
    snprintf(name, size, "%s", written ? written : uri);
    if (!written)
        return;
    if (strncmp(exact, "http://creativecommons.org/publicdomain/zero/1.0", 48) == 0) {
        snprintf(name, size, "CC0-1.0");
    } else if (sscanf(exact, "http://creativecommons.org/licenses/%15[a-z-]/%7[0-9.]", path,
                      version) == 2) {
        char spdx[40], known[EXCHANGE_URI];
        snprintf(spdx, sizeof spdx, "CC-%s-%s", path, version);
        for (char *c = spdx; *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        if (rights_uri(spdx, known))
            snprintf(name, size, "%s", spdx);
    }
}

// ---- language ----

json_t *language_map(const json_t *labels)
{
    json_t *map = json_object();
    const char *language;
    json_t *text;
    json_object_foreach((json_t *)labels, language, text)
    {
        if (json_is_string(text) && *json_string_value(text))
            json_object_set_new(map, language, json_pack("[O]", text));
        else if (json_is_array(text) && json_array_size(text))
            json_object_set(map, language, text);
    }
    if (json_object_size(map))
        return map;
    json_decref(map);
    return NULL;
}

json_t *language_pair(const char *const words[3], json_t *value)
{
    if (!value)
        return NULL;
    return json_pack("{s:{s:[s], s:[s], s:[s]}, s:o}", "label", "fr", words[0], "it", words[1],
                     "en", words[2], "value", value);
}
