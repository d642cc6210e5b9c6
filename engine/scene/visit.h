// What a stage knows of its visit: whether somebody is there, how they like to read, where they
// have been. visit/ decides about phases and writes them before scripts run; scripts write
// settings, language and trail, and ask for the rest. Plain data.
#pragma once
#include "scene/media.h"
#include <stdbool.h>
#include <stdint.h>

#define VISIT_ID 96    // of a page: "g:etirer-fer"
#define VISIT_KIND 32  // of a page: "gesture"
#define VISIT_WORDS 96 // of a search; what is longer is cut between letters
#define VISIT_TRAIL 64 // pages of a trail; the oldest make room
#define VISIT_ASKS 16  // of a stage in one frame
#define VISIT_LANGUAGE 12
#define VISIT_TEXT_LEAST 1 // sizes of text
#define VISIT_TEXT_MOST 3

enum visit_phase {
    VISIT_ATTRACT, // nobody is there
    VISIT_ON,
    VISIT_ASKING // nobody has touched for idle_s: more time?
};

// Of one visit. Zero is the default but for text, which is 1.
struct visit_settings {
    int text;      // size: VISIT_TEXT_LEAST to VISIT_TEXT_MOST
    bool contrast; // high
    bool reach;    // controls lie where a hand reaches from a wheelchair
    bool captions; // of films
    bool sign;     // the sign-language film beside a film
    bool speech;   // texts are spoken
    bool calm;     // little moves
};

enum visit_ask_kind {
    VISIT_ASK_MORE,    // stays
    VISIT_ASK_DONE,    // is done: reset now
    VISIT_ASK_PAGE,    // page `text` of `kind` is what is shown from now on
    VISIT_ASK_SEARCHED // `text` was looked for, `hits` were found
};

struct visit_ask {
    enum visit_ask_kind what;
    char text[VISIT_WORDS];
    char kind[VISIT_KIND];
    int hits;
};

struct scene_visit {
    // Written by visit/, read by scripts.
    enum visit_phase phase;
    uint32_t number;  // of the visits of this stage since the program began, from 1; the last one
                      // while nobody is there
    double since_s;   // show time it began
    double touched_s; // show time of the last touch
    double left_s;    // VISIT_ASKING: until the reset
    double idle_s;    // how long nobody has touched; for staff

    // Written by scripts; set back by visit/ when a visit ends.
    struct visit_settings settings;
    bool changed;                      // settings or language, since visit/ last looked
    char language[VISIT_LANGUAGE];     // one of the installation's
    char trail[VISIT_TRAIL][VISIT_ID]; // pages, oldest first, each once
    int trail_count;
    char page[VISIT_ID];     // what is shown, as it was said last; "": nothing
    char words[VISIT_WORDS]; // looked for, as it was said last
    int hits;
    media_handle kept;                 // a film or sound that was asked for; 0: none
    struct visit_ask asks[VISIT_ASKS]; // emptied by visit/
    int ask_count, asks_lost;
};

// What a visitor has chosen.
struct visit_chosen {
    char language[VISIT_LANGUAGE]; // "": the first
    struct visit_settings settings;
};

// Settings and trail as a visitor finds them; the language is the installation's first.
void visit_defaults(struct scene_visit *v, const char *language);
bool visit_settings_same(const struct visit_settings *a, const struct visit_settings *b);
// 0 while nobody is there.
uint32_t visit_number(const struct scene_visit *v);
// Puts a page at the end of the trail; where it was before counts no more.
void visit_trail_add(struct scene_visit *v, const char *id);
bool visit_asks_put(struct scene_visit *v, const struct visit_ask *a); // false when full
