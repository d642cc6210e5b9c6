// The keys of people, places, enterprises and consents.
#include "repertoire/keys.h"

#include <stddef.h>

const struct schema keys_person[] = {
    KEY_ID(keys_of_person),
    KEY_TEXT_NEEDED("name", "As it is credited."),
    KEY_TEXTS("role", "What they do there: ferronnier d'art, teacher."),
    KEY_SEVERAL("metiers", keys_a_metier, 0, "Their métiers."),
    KEY_ONE("enterprise", keys_of_enterprise, "Where they work."),
    KEY_ONE("place", keys_of_place, "Where they are found; told where they agreed to it."),
    KEY_ORIGIN("A person of the demonstration is made-up." KEYS_ON_SCREEN),
    KEY_LINKS,
    KEYS_END};

static const char *const precisions[] = {"address", "commune", "hidden", NULL};
static const struct schema position[] = {{.key = "longitude",
                                          .type = SCHEMA_NUMBER,
                                          .required = true,
                                          .least = -180,
                                          .most = 180,
                                          .unit = "°",
                                          .sentence = "WGS 84, east is positive."},
                                         {.key = "latitude",
                                          .type = SCHEMA_NUMBER,
                                          .required = true,
                                          .least = -90,
                                          .most = 90,
                                          .unit = "°",
                                          .sentence = "WGS 84, north is positive."},
                                         KEYS_END};

const struct schema keys_place[] = {
    KEY_ID(keys_of_place),
    KEY_LABEL("label", "Its name."),
    {.key = "at",
     .type = SCHEMA_TUPLE,
     .of = position,
     .sentence = "As GeoJSON (RFC 7946) has it."},
    {.key = "precision",
     .type = SCHEMA_WORD,
     .words = precisions,
     .standard = "commune",
     .sentence = "How exactly it may be shown; a hidden place is named by no scene, search, bundle "
                 "or catalogue, and no export has its position."},
    KEY_TEXT("insee", "Code of the commune or département."),
    KEY_SEVERAL("broader", keys_a_place, 0, "What it lies in; never in a circle."),
    KEY_LINKS,
    KEYS_END};

static const char *const sides[] = {"environment", "economy", "social", NULL};
static const struct schema practice_keys[] = {
    KEY_LABEL("label", "The practice."),
    {.key = "side",
     .type = SCHEMA_WORD,
     .required = true,
     .words = sides,
     .sentence = "Of territorial responsibility (ISO 26000)."},
    KEY_TEXTS("text", "What is done."),
    KEY_SEVERAL("gestures", keys_a_gesture, 0, "The gestures it attests."),
    KEY_DAY("date", "When it was collected."),
    KEYS_END};
static const struct schema a_practice = {.type = SCHEMA_TABLE, .of = practice_keys};

const struct schema keys_enterprise[] = {
    KEY_ID(keys_of_enterprise),
    KEY_LABEL("label", "Its name."),
    KEY_ONE("place", keys_of_place, "Where it is."),
    KEY_SEVERAL("metiers", keys_a_metier, 0, "What it does."),
    KEY_SEVERAL("practices", a_practice, 0, "What it does for its territory."),
    KEY_TEXTS("text", "What it is."),
    KEY_ORIGIN("An enterprise of the demonstration is made-up." KEYS_ON_SCREEN),
    KEY_LINKS,
    KEYS_END};

#define FACET(name, what) KEY_TABLE(name, term_keys, what)
static const struct schema term_keys[] = {
    {.key = "from", .type = SCHEMA_DAY, .required = true, .sentence = "The first day it holds."},
    {.key = "until",
     .type = SCHEMA_DAY,
     .standard = "without end",
     .sentence = "The last day it holds."},
    {.key = "withdrawn", .type = SCHEMA_DAY, .sentence = "From this day on it holds no more."},
    KEYS_END};

const struct schema keys_consent[] = {
    KEY_ID(keys_of_consent),
    KEY_NEEDED("person", keys_of_person, "Who agreed."),
    FACET("image", "To be seen."),
    FACET("voice", "To be heard."),
    FACET("movement", "To have their movement shown."),
    FACET("name", "To be named."),
    FACET("place", "To have their place named."),
    KEY_TEXT("document", "Where the signed paper is kept; the paper itself never lies here."),
    KEYS_END};
