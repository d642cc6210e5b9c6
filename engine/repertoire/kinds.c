// The kinds of record and every key they may have.
#include "repertoire/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY 64

const char *const repertoire_languages[] = {"fr", "it", "en", NULL};

static const char *const origins[] = {"filmed", "photographed",  "recorded", "scanned",
                                      "ai",     "reconstructed", "made-up",  NULL};
static const char *const up_axes[] = {"y", "z", NULL};

static const char *const verb_prefix[] = {"v:", NULL};
static const char *const material_prefix[] = {"m:", NULL};
static const char *const tool_prefix[] = {"o:", NULL};
static const char *const metier_prefix[] = {"t:", NULL};
static const char *const gesture_prefix[] = {"g:", NULL};
static const char *const work_prefix[] = {"w:", NULL};
static const char *const media_prefix[] = {"d:", NULL};
static const char *const clip_prefix[] = {"b:", NULL};

static const struct schema a_material = {.type = SCHEMA_REF, .words = material_prefix};
static const struct schema a_tool = {.type = SCHEMA_REF, .words = tool_prefix};
static const struct schema a_metier = {.type = SCHEMA_REF, .words = metier_prefix};
static const struct schema a_gesture = {.type = SCHEMA_REF, .words = gesture_prefix};
static const struct schema a_joint = {.type = SCHEMA_TEXT, .most = 63};

#define KEY_ID(prefix)                                                       \
    {                                                                        \
        .key = "id", .type = SCHEMA_ID, .required = true, .words = (prefix), \
        .sentence = "Stable; others refer to it."                            \
    }
#define KEY_LABEL(name, what)                                                                   \
    {                                                                                           \
        .key = (name), .type = SCHEMA_LABELS, .required = true, .most = 300, .sentence = (what) \
    }
#define KEY_TEXTS(name, what)                                    \
    {                                                            \
        .key = (name), .type = SCHEMA_LABELS, .sentence = (what) \
    }
#define KEY_ORIGIN(what)                                                          \
    {                                                                             \
        .key = "origin", .type = SCHEMA_WORD, .required = true, .words = origins, \
        .sentence = (what)                                                        \
    }
#define KEY_ONE(name, prefix, what)                                              \
    {                                                                            \
        .key = (name), .type = SCHEMA_REF, .words = (prefix), .sentence = (what) \
    }
#define KEY_SEVERAL(name, item, fewest, what)                                            \
    {                                                                                    \
        .key = (name), .type = SCHEMA_LIST, .required = (fewest) > 0, .least = (fewest), \
        .most = MANY, .of = &(item), .sentence = (what)                                  \
    }
#define KEY_TEXT(name, what)                                                \
    {                                                                       \
        .key = (name), .type = SCHEMA_TEXT, .most = 300, .sentence = (what) \
    }
#define KEYS_END    \
    {               \
        .key = NULL \
    }

#define SHOWN " Said on screen when it is reconstructed, ai or made-up."

static const struct schema verb_keys[] = {
    KEY_ID(verb_prefix), KEY_LABEL("label", "The action, in the infinitive."),
    KEY_TEXT("percussion", "Class after Leroi-Gourhan in our coding, \"L⊥l\"."), KEYS_END};

static const struct schema material_keys[] = {
    KEY_ID(material_prefix), KEY_LABEL("label", "The material."),
    KEY_ONE("picture", media_prefix, "A close-up."),
    KEY_ONE("sound", media_prefix, "What it sounds like."), KEYS_END};

static const struct schema tool_keys[] = {KEY_ID(tool_prefix), KEY_LABEL("label", "The tool."),
                                          KEY_ONE("picture", media_prefix, "What it looks like."),
                                          KEYS_END};

static const struct schema metier_keys[] = {KEY_ID(metier_prefix),
                                            KEY_LABEL("label", "The métier."), KEYS_END};

static const struct schema measure_keys[] = {
    {.key = "joints",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 3,
     .most = 3,
     .of = &a_joint,
     .sentence = "Names in the clip; the angle is the one at the second."},
    {.key = "at",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 36000,
     .unit = "s",
     .standard = "the whole clip",
     .sentence = "When, in the clip."},
    KEY_LABEL("label", "What the angle tells."),
    KEYS_END};

static const struct schema gesture_keys[] = {
    KEY_ID(gesture_prefix),
    {.key = "verb",
     .type = SCHEMA_REF,
     .required = true,
     .words = verb_prefix,
     .sentence = "The action."},
    KEY_SEVERAL("materials", a_material, 1, "What it is done to."),
    KEY_SEVERAL("tools", a_tool, 0, "What it is done with."),
    KEY_SEVERAL("metiers", a_metier, 1, "Who does it."),
    KEY_TEXTS("qualifier", "Said in brackets behind the verb: à chaud."),
    KEY_LABEL("label", "Verb and material as they are said together."),
    KEY_TEXTS("said", "The term the artisan says, beside the normalised one."),
    KEY_TEXTS("text", "What the hand does, and why."),
    KEY_ORIGIN("Of the text." SHOWN),
    KEY_ONE("film", media_prefix, "A film of it."),
    KEY_ONE("clip", clip_prefix, "A recorded movement."),
    KEY_ONE("sound", media_prefix, "What it sounds like."),
    KEY_ONE("picture", media_prefix, "A picture of it."),
    {.key = "measure",
     .type = SCHEMA_TABLE,
     .of = measure_keys,
     .sentence = "One angle, shown over the clip."},
    KEYS_END};

static const struct schema work_keys[] = {
    KEY_ID(work_prefix),
    KEY_LABEL("title", "Its title."),
    KEY_TEXT("team", "Who made it."),
    KEY_TEXT("school", "Where they learn."),
    KEY_SEVERAL("gestures", a_gesture, 0, "The gestures it was made with."),
    KEY_SEVERAL("materials", a_material, 0, "What it is made of."),
    KEY_ONE("picture", media_prefix, "A picture of it."),
    KEY_ONE("film", media_prefix, "A film of it."),
    KEY_TEXT("figure", "A drawing of it that scenes know by this name."),
    KEY_TEXTS("text", "What it is."),
    KEY_ORIGIN("Of the text and of the work itself." SHOWN),
    KEYS_END};

static const struct schema media_keys[] = {
    KEY_ID(media_prefix),
    {.key = "file",
     .type = SCHEMA_FILE,
     .required = true,
     .most = 500,
     .sentence = "As scenes name it: found in the installation, then in assets/."},
    KEY_ORIGIN("How it came to be." SHOWN),
    {.key = "credit",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 300,
     .sentence = "Who is named beside it."},
    {.key = "licence",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 100,
     .sentence = "SPDX name or address of the licence."},
    KEY_TEXTS("label", "What is seen or heard, for those who cannot."),
    KEYS_END};

static const struct schema clip_keys[] = {
    KEY_ID(clip_prefix),
    {.key = "file",
     .type = SCHEMA_FILE,
     .required = true,
     .most = 500,
     .sentence = "BVH, as scenes name it: found in the installation, then in assets/."},
    KEY_ORIGIN("How it came to be." SHOWN),
    {.key = "unit",
     .type = SCHEMA_NUMBER,
     .least = 0.0001,
     .most = 100,
     .unit = "m",
     .standard = "guessed from the body's height",
     .sentence = "Length of one unit of the file."},
    {.key = "up",
     .type = SCHEMA_WORD,
     .words = up_axes,
     .standard = "y",
     .sentence = "The axis of the file that points up."},
    {.key = "hand",
     .type = SCHEMA_TEXT,
     .most = 63,
     .sentence = "Joint of the hand that works; its path is drawn."},
    {.key = "period",
     .type = SCHEMA_NUMBER,
     .least = 0.01,
     .most = 36000,
     .unit = "s",
     .standard = "its whole length",
     .sentence = "After how long the movement repeats."},
    KEY_TEXT("credit", "Who is named beside it."),
    KEY_TEXT("licence", "SPDX name or address of the licence."),
    KEY_TEXTS("label", "What is seen, for those who cannot."),
    KEYS_END};

const struct repertoire_kind repertoire_kinds[REPERTOIRE_TYPES] = {
    [REPERTOIRE_VERB] = {"verb", "verbs", "v:", "An action.", verb_keys},
    [REPERTOIRE_MATERIAL] = {"material", "materials", "m:", "What is worked.", material_keys},
    [REPERTOIRE_TOOL] = {"tool", "tools", "o:", "What the hand holds.", tool_keys},
    [REPERTOIRE_METIER] = {"metier", "metiers", "t:", "A craft as a profession.", metier_keys},
    [REPERTOIRE_GESTURE] = {"gesture", "gestures",
                            "g:", "A verb joined to materials and tools, in one or more métiers.",
                            gesture_keys},
    [REPERTOIRE_WORK] = {"work", "works", "w:", "A chef-d'œuvre: what a team of learners made.",
                         work_keys},
    [REPERTOIRE_MEDIA] = {"media", "media", "d:", "A film, picture or sound.", media_keys},
    [REPERTOIRE_CLIP] = {"clip", "clips", "b:", "A recorded movement.", clip_keys},
};

const char *repertoire_type_word(enum repertoire_type type)
{
    return repertoire_kinds[type].word;
}

int repertoire_type_of(const char *word)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        if (strcmp(repertoire_kinds[t].word, word) == 0)
            return t;
    return -1;
}

int repertoire_type_of_id(const char *id)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        if (strncmp(id, repertoire_kinds[t].prefix, strlen(repertoire_kinds[t].prefix)) == 0)
            return t;
    return -1;
}

char *repertoire_document(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        const struct repertoire_kind *kind = &repertoire_kinds[t];
        char *keys = schema_document(kind->keys, "");
        fprintf(out, "### %s: `%s/*.json`, ids `%s…`\n\n%s\n\n%s\n", kind->word, kind->folder,
                kind->prefix, kind->sentence, keys ? keys : "");
        free(keys);
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
