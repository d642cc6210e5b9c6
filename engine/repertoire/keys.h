// repertoire: how its tables of keys are written, and the words they share.
#pragma once
#include "schema/schema.h"

#define KEYS_MANY 64

extern const char *const keys_origins[];

// What stands in lists: one id of each kind, a label, a pair of seconds.
extern const struct schema keys_a_verb, keys_a_material, keys_a_tool, keys_a_metier, keys_a_gesture,
    keys_a_capsule, keys_a_media, keys_a_person, keys_a_place;
extern const char *const keys_of_verb[],
    *const keys_of_material[],
        *const keys_of_tool[],
            *const keys_of_metier[],
                *const keys_of_gesture[],
                    *const keys_of_capsule[],
                        *const keys_of_chain[],
                            *const keys_of_note[],
                                *const keys_of_work[],
                                    *const keys_of_school[],
                                        *const keys_of_team[],
                                            *const keys_of_person[],
                                                *const keys_of_place[],
                                                    *const keys_of_enterprise[],
                                                        *const keys_of_consent[],
                                                            *const keys_of_media[],
                                                                *const keys_of_clip[];
extern const char *const keys_percussions[];
extern const struct schema keys_a_link, keys_a_shown, keys_a_status;

extern const struct schema keys_verb[], keys_material[], keys_tool[], keys_metier[]; // keysterm.c
extern const struct schema keys_gesture[], keys_capsule[], keys_chain[],
    keys_note[];                                                    // keysgesture.c
extern const struct schema keys_work[], keys_school[], keys_team[]; // keyswork.c
extern const struct schema keys_person[], keys_place[], keys_enterprise[],
    keys_consent[];                                   // keysworld.c
extern const struct schema keys_media[], keys_clip[]; // keysmedia.c

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
#define KEY_TERMS(name, what)                                                      \
    {                                                                              \
        .key = (name), .type = SCHEMA_TERMS, .most = KEYS_MANY, .sentence = (what) \
    }
#define KEY_ORIGIN(what)                                                               \
    {                                                                                  \
        .key = "origin", .type = SCHEMA_WORD, .required = true, .words = keys_origins, \
        .sentence = (what)                                                             \
    }
#define KEY_WORD(name, list, what)                                              \
    {                                                                           \
        .key = (name), .type = SCHEMA_WORD, .words = (list), .sentence = (what) \
    }
#define KEY_ONE(name, prefix, what)                                              \
    {                                                                            \
        .key = (name), .type = SCHEMA_REF, .words = (prefix), .sentence = (what) \
    }
#define KEY_NEEDED(name, prefix, what)                                                             \
    {                                                                                              \
        .key = (name), .type = SCHEMA_REF, .required = true, .words = (prefix), .sentence = (what) \
    }
#define KEY_SEVERAL(name, item, fewest, what)                                            \
    {                                                                                    \
        .key = (name), .type = SCHEMA_LIST, .required = (fewest) > 0, .least = (fewest), \
        .most = KEYS_MANY, .of = &(item), .sentence = (what)                             \
    }
#define KEY_TEXT(name, what)                                                \
    {                                                                       \
        .key = (name), .type = SCHEMA_TEXT, .most = 300, .sentence = (what) \
    }
#define KEY_TEXT_NEEDED(name, what)                                                           \
    {                                                                                         \
        .key = (name), .type = SCHEMA_TEXT, .required = true, .most = 300, .sentence = (what) \
    }
#define KEY_DAY(name, what)                                   \
    {                                                         \
        .key = (name), .type = SCHEMA_DAY, .sentence = (what) \
    }
#define KEY_NUMBER(name, from, to, in, what)                                               \
    {                                                                                      \
        .key = (name), .type = SCHEMA_NUMBER, .least = (from), .most = (to), .unit = (in), \
        .sentence = (what)                                                                 \
    }
#define KEY_TABLE(name, keys, what)                                           \
    {                                                                         \
        .key = (name), .type = SCHEMA_TABLE, .of = (keys), .sentence = (what) \
    }
#define KEY_LINKS KEY_SEVERAL("links", keys_a_link, 0, "The same thing elsewhere, or more on it.")
#define KEY_SHOWN                                                                            \
    KEY_SEVERAL("shows", keys_a_shown, 0,                                                    \
                "People who are seen, heard or named in it, and their consent; when one is " \
                "missing or over, the record is hidden.")
#define KEY_STATUS KEY_SEVERAL("status", keys_a_status, 0, "How endangered it is, and where.")
#define KEYS_END    \
    {               \
        .key = NULL \
    }

#define KEYS_ON_SCREEN " Said on screen when it is reconstructed, ai or made-up."
