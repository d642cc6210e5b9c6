// The kinds of record: their words, folders, prefixes and keys.
#include "repertoire/keys.h"
#include "repertoire/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const repertoire_languages[] = {"fr", "it", "en", NULL};

const struct repertoire_kind repertoire_kinds[REPERTOIRE_TYPES] = {
    [REPERTOIRE_VERB] = {"verb", "verbs", "v:", "An action.", keys_verb},
    [REPERTOIRE_MATERIAL] = {"material", "materials", "m:", "What is worked.", keys_material},
    [REPERTOIRE_TOOL] = {"tool", "tools", "o:", "What the hand holds.", keys_tool},
    [REPERTOIRE_METIER] = {"metier", "metiers", "t:", "A craft as a profession.", keys_metier},
    [REPERTOIRE_GESTURE] = {"gesture", "gestures",
                            "g:", "A verb joined to materials and tools, in one or more métiers.",
                            keys_gesture},
    [REPERTOIRE_CAPSULE] = {"capsule", "capsules", "c:", "One filmed performance of a gesture.",
                            keys_capsule},
    [REPERTOIRE_CHAIN] = {"chain", "chains", "k:", "A chaîne opératoire: steps in their order.",
                          keys_chain},
    [REPERTOIRE_NOTE] = {"note", "notes",
                         "n:", "A measure or a drawing over a film or a movement, for a while.",
                         keys_note},
    [REPERTOIRE_WORK] = {"work", "works", "w:", "A chef-d'œuvre: what a team of learners made.",
                         keys_work},
    [REPERTOIRE_SCHOOL] = {"school", "schools", "s:", "Where learners learn.", keys_school},
    [REPERTOIRE_TEAM] = {"team", "teams", "e:", "Learners who made a work together.", keys_team},
    [REPERTOIRE_PERSON] = {"person", "people", "p:", "Somebody who is credited.", keys_person},
    [REPERTOIRE_PLACE] = {"place", "places", "l:", "A workshop, a commune, a territory.",
                          keys_place},
    [REPERTOIRE_ENTERPRISE] = {"enterprise", "enterprises",
                               "f:", "A craft enterprise and its practices.", keys_enterprise},
    [REPERTOIRE_CONSENT] = {"consent", "consents", "a:",
                            "What a person agreed to, facet by facet. The record is never shown.",
                            keys_consent},
    [REPERTOIRE_MEDIA] = {"media", "media", "d:", "A film, picture, sound or shape in 3D.",
                          keys_media},
    [REPERTOIRE_CLIP] = {"clip", "clips", "b:", "A recorded movement.", keys_clip},
};

const char *repertoire_type_word(enum repertoire_type type)
{
    return repertoire_kinds[type].word;
}

const char *repertoire_folder(enum repertoire_type type)
{
    return repertoire_kinds[type].folder;
}

const struct schema *repertoire_keys(enum repertoire_type type)
{
    return repertoire_kinds[type].keys;
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
