// Words and small tables that the kinds of record share.
#include "repertoire/keys.h"

#include <stddef.h>

const char *const keys_origins[] = {"filmed", "photographed",  "recorded", "scanned",
                                    "ai",     "reconstructed", "made-up",  NULL};

const char *const keys_of_verb[] = {"v:", NULL};
const char *const keys_of_material[] = {"m:", NULL};
const char *const keys_of_tool[] = {"o:", NULL};
const char *const keys_of_metier[] = {"t:", NULL};
const char *const keys_of_gesture[] = {"g:", NULL};
const char *const keys_of_capsule[] = {"c:", NULL};
const char *const keys_of_chain[] = {"k:", NULL};
const char *const keys_of_note[] = {"n:", NULL};
const char *const keys_of_work[] = {"w:", NULL};
const char *const keys_of_school[] = {"s:", NULL};
const char *const keys_of_team[] = {"e:", NULL};
const char *const keys_of_person[] = {"p:", NULL};
const char *const keys_of_place[] = {"l:", NULL};
const char *const keys_of_enterprise[] = {"f:", NULL};
const char *const keys_of_consent[] = {"a:", NULL};
const char *const keys_of_media[] = {"d:", NULL};
const char *const keys_of_clip[] = {"b:", NULL};

const struct schema keys_a_verb = {.type = SCHEMA_REF, .words = keys_of_verb};
const struct schema keys_a_material = {.type = SCHEMA_REF, .words = keys_of_material};
const struct schema keys_a_tool = {.type = SCHEMA_REF, .words = keys_of_tool};
const struct schema keys_a_metier = {.type = SCHEMA_REF, .words = keys_of_metier};
const struct schema keys_a_gesture = {.type = SCHEMA_REF, .words = keys_of_gesture};
const struct schema keys_a_capsule = {.type = SCHEMA_REF, .words = keys_of_capsule};
const struct schema keys_a_media = {.type = SCHEMA_REF, .words = keys_of_media};
const struct schema keys_a_person = {.type = SCHEMA_REF, .words = keys_of_person};
const struct schema keys_a_place = {.type = SCHEMA_REF, .words = keys_of_place};

static const char *const relations[] = {"exact",   "close", "broader", "narrower",
                                        "related", "see",   NULL};
static const struct schema link_keys[] = {
    {.key = "uri", .type = SCHEMA_TEXT, .required = true, .most = 500, .sentence = "Its address."},
    KEY_WORD(
        "relation", relations,
        "exact, close, broader, narrower, related: as SKOS maps concepts; see: a page to read."),
    KEY_TEXT("label", "What is found there."),
    KEYS_END};
const struct schema keys_a_link = {.type = SCHEMA_TABLE, .of = link_keys};

static const char *const facets[] = {"image", "voice", "movement", "name", "place", NULL};
static const struct schema a_facet = {.type = SCHEMA_WORD, .words = facets};
static const struct schema shown_keys[] = {
    KEY_NEEDED("person", keys_of_person, "Who."),
    KEY_NEEDED("consent", keys_of_consent, "What they agreed to."),
    {.key = "facets",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = 5,
     .of = &a_facet,
     .sentence = "What is shown of them; the consent must hold for each."},
    KEYS_END};
const struct schema keys_a_shown = {.type = SCHEMA_TABLE, .of = shown_keys};

// Heritage Crafts (UK), categories of risk, after IUCN.
static const char *const risks[] = {"extinct", "critically-endangered", "endangered",
                                    "viable",  "data-deficient",        NULL};
static const struct schema status_keys[] = {
    {.key = "class",
     .type = SCHEMA_WORD,
     .required = true,
     .words = risks,
     .sentence = "The categories of risk of Heritage Crafts."},
    KEY_NEEDED("place", keys_of_place, "The territory it is said of."),
    {.key = "assessor",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 300,
     .sentence = "Who says so."},
    {.key = "date", .type = SCHEMA_DAY, .required = true, .sentence = "When it was said."},
    KEY_TEXT("source", "Where it is written."),
    KEYS_END};
const struct schema keys_a_status = {.type = SCHEMA_TABLE, .of = status_keys};
