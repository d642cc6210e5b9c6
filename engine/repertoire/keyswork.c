// The keys of works, and of the schools and teams that made them.
#include "repertoire/keys.h"

#include <stddef.h>

const struct schema keys_work[] = {
    KEY_ID(keys_of_work),
    KEY_LABEL("title", "Its title."),
    KEY_ONE("team", keys_of_team, "Who made it."),
    KEY_ONE("school", keys_of_school, "Where they learn."),
    KEY_SEVERAL("gestures", keys_a_gesture, 0, "The gestures it was made with."),
    KEY_SEVERAL("materials", keys_a_material, 0, "What it is made of."),
    KEY_ONE("picture", keys_of_media, "A picture of it."),
    KEY_SEVERAL("pictures", keys_a_media, 0, "More of them."),
    KEY_ONE("film", keys_of_media, "A film of it."),
    KEY_ONE("scan", keys_of_media, "Its shape in 3D."),
    KEY_ONE("chain", keys_of_chain, "The steps of its making."),
    KEY_TEXT("figure", "A drawing of it that scenes know by this name."),
    KEY_TEXTS("text", "What it is."),
    KEY_TEXTS("technical", "How it is made, for those who make."),
    KEY_DAY("date", "When it was finished."),
    KEY_ONE("place", keys_of_place, "Where it is."),
    KEY_ORIGIN("Of the texts and of the work itself." KEYS_ON_SCREEN),
    KEY_SHOWN,
    KEY_LINKS,
    KEYS_END};

const struct schema keys_school[] = {
    KEY_ID(keys_of_school),
    KEY_LABEL("label", "Its name."),
    KEY_ONE("place", keys_of_place, "Where it is."),
    KEY_ORIGIN("A school of the demonstration is made-up." KEYS_ON_SCREEN),
    KEY_LINKS,
    KEYS_END};

const struct schema keys_team[] = {
    KEY_ID(keys_of_team),
    KEY_LABEL("label", "Its name."),
    KEY_ONE("school", keys_of_school, "Where they learn."),
    KEY_SEVERAL("people", keys_a_person, 0, "Who they are, where they want to be named."),
    KEY_SEVERAL("metiers", keys_a_metier, 0, "What they learn."),
    KEY_ORIGIN("A team of the demonstration is made-up." KEYS_ON_SCREEN),
    KEYS_END};
