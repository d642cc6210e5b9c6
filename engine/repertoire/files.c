// The check of media: files end as their form says, licences are open, keys lead to the right form.
#include "repertoire/checking.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct form {
    const char *word;
    const char *const *endings;
} forms[] = {
    {"film", (const char *const[]){"mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ogv",
                                   "mts", "mxf", NULL}},
    {"picture", (const char *const[]){"png", "jpg", "jpeg", "webp", NULL}},
    {"sound",
     (const char *const[]){"wav", "flac", "ogg", "oga", "opus", "mp3", "m4a", "aif", "aiff", NULL}},
    {"model", (const char *const[]){"glb", "gltf", "obj", "ply", "stl", NULL}},
};
enum { FORMS = sizeof forms / sizeof *forms };
static const char *const captions_endings[] = {"vtt", "srt", NULL};
static const char *const clip_endings[] = {"bvh", NULL};

static bool ends_in(const char *file, const char *const *endings)
{
    const char *dot = strrchr(file, '.');
    for (; dot && *endings; endings++)
        if (strcasecmp(dot + 1, *endings) == 0)
            return true;
    return false;
}

static void tell_ending(struct checking *c, const struct record *record, const char *path,
                        const char *file, const char *what, const char *const *endings)
{
    char allowed[200] = "";
    for (size_t n = 0; *endings && n < sizeof allowed; endings++)
        n += (size_t)snprintf(allowed + n, sizeof allowed - n, "%s.%s", n ? ", " : "", *endings);
    checking_tell(c, FAULT_ERROR, record, path, "\"%.80s\" is no %s; %s is allowed", file, what,
                  allowed);
}

// By its form, or else by how its file ends; NULL: neither says it.
static const struct form *form_of(const json_t *media)
{
    const char *word = json_string_value(json_object_get(media, "form")),
               *file = json_string_value(json_object_get(media, "file"));
    for (int i = 0; i < FORMS; i++)
        if (word ? strcmp(forms[i].word, word) == 0 : ends_in(file, forms[i].endings))
            return &forms[i];
    return NULL;
}

static void check_captions(struct checking *c, const struct record *media)
{
    size_t i;
    json_t *captions;
    json_array_foreach(json_object_get(media->value, "captions"), i, captions)
    {
        const char *file = json_string_value(json_object_get(captions, "file"));
        char path[SCHEMA_PATH] = "captions";
        where_index(path, sizeof path, i);
        where_key(path, sizeof path, "file");
        if (!ends_in(file, captions_endings))
            tell_ending(c, media, path, file, "file of captions", captions_endings);
    }
}

static void check_licence(struct checking *c, const struct record *record)
{
    const char *licence = json_string_value(json_object_get(record->value, "licence"));
    if (licence && !repertoire_licence_is_open(licence))
        checking_tell(c, FAULT_ERROR, record, "licence",
                      "\"%.80s\" is none of the open ones; %s is allowed", licence,
                      repertoire_licences);
}

static void check_media(struct checking *c, const struct record *media)
{
    const char *file = json_string_value(json_object_get(media->value, "file"));
    const struct form *form = form_of(media->value);
    if (!form)
        checking_tell(c, FAULT_ERROR, media, "file",
                      "\"%.80s\" ends as no film, picture, sound or model does; give it its "
                      "ending, as .mp4, .png, .wav or .glb",
                      file);
    else if (!ends_in(file, form->endings))
        tell_ending(c, media, "file", file, form->word, form->endings);
    const char *origin = json_string_value(json_object_get(media->value, "origin"));
    const char *usual = form ? repertoire_origin_for(form->word, origin) : NULL;
    if (usual)
        checking_tell(c, FAULT_WARNING, media, "origin", "a %s is hardly %s; \"%s\" is meant?",
                      form->word, origin, usual);
    check_captions(c, media);
    check_licence(c, media);
}

static void check_clip(struct checking *c, const struct record *clip)
{
    const char *file = json_string_value(json_object_get(clip->value, "file"));
    if (!ends_in(file, clip_endings))
        tell_ending(c, clip, "file", file, "clip", clip_endings);
    check_licence(c, clip);
}

// ---- what leads to media ----

static const struct use {
    enum repertoire_type type;
    const char *list, *key; // list NULL: the key of the record itself
    const char *form;
} uses[] = {
    {REPERTOIRE_MATERIAL, NULL, "picture", "picture"},
    {REPERTOIRE_MATERIAL, NULL, "sound", "sound"},
    {REPERTOIRE_TOOL, NULL, "picture", "picture"},
    {REPERTOIRE_TOOL, NULL, "model", "model"},
    {REPERTOIRE_GESTURE, NULL, "film", "film"},
    {REPERTOIRE_GESTURE, NULL, "sound", "sound"},
    {REPERTOIRE_GESTURE, NULL, "picture", "picture"},
    {REPERTOIRE_WORK, NULL, "picture", "picture"},
    {REPERTOIRE_WORK, "pictures", NULL, "picture"},
    {REPERTOIRE_WORK, NULL, "film", "film"},
    {REPERTOIRE_WORK, NULL, "scan", "model"},
    {REPERTOIRE_MEDIA, NULL, "poster", "picture"},
    {REPERTOIRE_MEDIA, NULL, "sign", "film"},
    {REPERTOIRE_CAPSULE, "views", "media", "film"},
};

static void check_use(struct checking *c, const struct record *record, const char *path,
                      const json_t *reference, const char *wanted)
{
    const struct record *media = repertoire_find(c->r, json_string_value(reference));
    const struct form *form = media ? form_of(media->value) : NULL;
    bool heard = form && strcmp(wanted, "sound") == 0 && strcmp(form->word, "film") == 0;
    if (form && strcmp(form->word, wanted) != 0 && !heard)
        checking_tell(c, FAULT_ERROR, record, path, "\"%s\" is a %s; a %s is allowed", media->id,
                      form->word, wanted);
}

static void check_uses(struct checking *c, const struct use *use)
{
    const struct shelf *s = &c->r->shelves[use->type];
    for (int r = 0; r < s->count; r++) {
        const json_t *list = use->list ? json_object_get(s->records[r].value, use->list) : NULL;
        if (!use->list)
            check_use(c, &s->records[r], use->key, json_object_get(s->records[r].value, use->key),
                      use->form);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *item = json_array_get(list, i);
            char path[SCHEMA_PATH] = "";
            where_key(path, sizeof path, use->list);
            where_index(path, sizeof path, i);
            if (use->key)
                where_key(path, sizeof path, use->key);
            check_use(c, &s->records[r], path, use->key ? json_object_get(item, use->key) : item,
                      use->form);
        }
    }
}

// ---- addresses ----

static void check_links(struct checking *c, const struct record *record)
{
    size_t i;
    json_t *link;
    json_array_foreach(json_object_get(record->value, "links"), i, link)
    {
        const char *uri = json_string_value(json_object_get(link, "uri"));
        char path[SCHEMA_PATH] = "links";
        where_index(path, sizeof path, i);
        where_key(path, sizeof path, "uri");
        if (!repertoire_is_address(uri))
            checking_tell(c, FAULT_ERROR, record, path,
                          "\"%.80s\" is no address; one as https://… without spaces is allowed",
                          uri);
    }
}

void check_files(struct checking *c)
{
    const struct shelf *media = &c->r->shelves[REPERTOIRE_MEDIA],
                       *clips = &c->r->shelves[REPERTOIRE_CLIP];
    for (int i = 0; i < media->count; i++)
        check_media(c, &media->records[i]);
    for (int i = 0; i < clips->count; i++)
        check_clip(c, &clips->records[i]);
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        check_uses(c, &uses[i]);
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        for (int i = 0; i < c->r->shelves[t].count; i++)
            check_links(c, &c->r->shelves[t].records[i]);
}
