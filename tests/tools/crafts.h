// A made-up repertoire with its truth: records written as files, and the words of each as plain
// letters, so that a test can look for them without the code under test.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define CRAFTS_POOL 260 // words there are
#define CRAFTS_WORD 12
#define CRAFTS_VERBS 12
#define CRAFTS_MATERIALS 9
#define CRAFTS_TOOLS 10
#define CRAFTS_METIERS 7
#define CRAFTS_PLACES 4
#define CRAFTS_SCHOOLS 3
#define CRAFTS_WORKS 25
#define CRAFTS_CAPSULES 60
#define CRAFTS_LANGUAGES 3
#define CRAFTS_SEVERAL 2

// Words by number in the pool; a verb, a material, a tool …
struct craft_term {
    int label[CRAFTS_LANGUAGES][2], synonym[CRAFTS_LANGUAGES];
    int percussion; // verbs; -1: none
};
struct craft_gesture {
    bool there;
    int verb, materials[CRAFTS_SEVERAL], tools[CRAFTS_SEVERAL], metiers[CRAFTS_SEVERAL], place;
    int label[CRAFTS_LANGUAGES][3], said[CRAFTS_LANGUAGES], text[CRAFTS_LANGUAGES][8];
    bool has_text[CRAFTS_LANGUAGES];
    int percussion, state, risk; // -1: none
};
struct craft_work {
    bool there;
    int title[CRAFTS_LANGUAGES][3], gestures[3], material, school, text[CRAFTS_LANGUAGES][5];
};
struct craft_capsule {
    int gesture, place, text[CRAFTS_LANGUAGES][4];
};

struct crafts {
    uint64_t random;
    char folder[64];
    char pool[CRAFTS_POOL][CRAFTS_WORD];
    struct craft_term verbs[CRAFTS_VERBS], materials[CRAFTS_MATERIALS], tools[CRAFTS_TOOLS],
        metiers[CRAFTS_METIERS], places[CRAFTS_PLACES], schools[CRAFTS_SCHOOLS];
    struct craft_gesture *gestures;
    int gesture_count;
    struct craft_work works[CRAFTS_WORKS];
    struct craft_capsule capsules[CRAFTS_CAPSULES];
};

uint32_t crafts_random(struct crafts *c, uint32_t below);
// Draws all and writes the files into a new folder under /tmp.
struct crafts *crafts_make(int gestures, uint64_t seed);
void crafts_remove(struct crafts *c); // with its folder
void crafts_draw_gesture(struct crafts *c, int n);
// Write, or take away, the file of one.
void crafts_write_gesture(struct crafts *c, int n);
void crafts_write_work(struct crafts *c, int n);
void crafts_write_capsule(struct crafts *c, int n);
void crafts_write_term(struct crafts *c, char kind, int n); // v m o t l s
void crafts_draw_term(struct crafts *c, struct craft_term *t);
extern const char *const crafts_languages[CRAFTS_LANGUAGES];
extern const char *const crafts_percussions[4], *const crafts_risks[3], *const crafts_states[3];
