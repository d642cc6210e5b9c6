// The keys of terms: verbs, materials, tools, métiers.
#include "repertoire/keys.h"

#include <stddef.h>

#define KEY_ADDRESS(name, what)                                             \
    {                                                                       \
        .key = (name), .type = SCHEMA_TEXT, .most = 500, .sentence = (what) \
    }

// What every term of a thesaurus has.
#define TERM_KEYS(one)                                                                      \
    KEY_TERMS("synonyms", "Other words for it, by language; found by a search."),           \
        KEY_TERMS("misspellings", "Words that are never shown, but found by a search."),    \
        KEY_TEXTS("definition", "What it is."),                                             \
        KEY_WORD("origin", keys_origins, "Of the definition." KEYS_ON_SCREEN),              \
        KEY_SEVERAL("broader", one, 0, "What it is a kind of; never in a circle."),         \
        KEY_SEVERAL("related", one, 0, "What goes with it; neither broader nor narrower."), \
        KEY_TEXT("notation", "Its code in a scheme: ROME, ESCO, a museum's own."),          \
        KEY_ADDRESS("uri", "Its address in the thesaurus it was taken from (SKOS)."),       \
        KEY_ADDRESS("scheme", "The address of that thesaurus."), KEY_LINKS

// (perpendicular ⊥ or oblique ∕) × (linear l, punctiform p, diffuse d) of percussion resting P,
// thrown L, resting with a striker PP: Leroi-Gourhan, L'Homme et la matière; the codes are ours.
const char *const keys_percussions[] = {"P⊥l",  "P⊥p",  "P⊥d",  "P∕l",  "P∕p", "P∕d",  "L⊥l",
                                        "L⊥p",  "L⊥d",  "L∕l",  "L∕p",  "L∕d", "PP⊥l", "PP⊥p",
                                        "PP⊥d", "PP∕l", "PP∕p", "PP∕d", NULL};
static const char *const operations[] = {"subtract", "transform", "add", "interlock", NULL};
static const char *const classes[] = {"stable-solid", "semi-plastic", "plastic",
                                      "supple",       "fluid",        NULL};
static const char *const parts[] = {"linear", "punctiform", "diffuse", NULL};

const struct schema keys_verb[] = {
    KEY_ID(keys_of_verb),
    KEY_LABEL("label", "The action, in the infinitive."),
    KEY_WORD("percussion", keys_percussions,
             "Class after Leroi-Gourhan in our coding; a gesture's own comes before it."),
    KEY_WORD("operation", operations, "What is done to matter (craeft.eu)."),
    TERM_KEYS(keys_a_verb),
    KEYS_END};

const struct schema keys_material[] = {KEY_ID(keys_of_material),
                                       KEY_LABEL("label", "The material."),
                                       KEY_WORD("class", classes,
                                                "After Leroi-Gourhan, in our coding."),
                                       KEY_ONE("picture", keys_of_media, "A close-up."),
                                       KEY_ONE("sound", keys_of_media, "What it sounds like."),
                                       TERM_KEYS(keys_a_material),
                                       KEYS_END};

const struct schema keys_tool[] = {KEY_ID(keys_of_tool),
                                   KEY_LABEL("label", "The tool."),
                                   KEY_WORD("part", parts, "Its working part."),
                                   KEY_ONE("picture", keys_of_media, "What it looks like."),
                                   KEY_ONE("model", keys_of_media, "Its shape in 3D."),
                                   TERM_KEYS(keys_a_tool),
                                   KEYS_END};

const struct schema keys_metier[] = {KEY_ID(keys_of_metier),
                                     KEY_LABEL("label", "The métier."),
                                     KEY_TEXT("domain",
                                              "Of the official list of art crafts (INMA)."),
                                     KEY_STATUS,
                                     TERM_KEYS(keys_a_metier),
                                     KEYS_END};
