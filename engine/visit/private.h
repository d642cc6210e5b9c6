// Inside visit/: what is known of the visitor of each stage, in seconds of the steady clock.
#pragma once
#include "visit/visit.h"

struct fingers {
    int count;
    int64_t items[VISIT_FINGERS];
};

struct seat {
    struct visit *visit;
    int stage;
    char id[SCENE_ID]; // of the stage
    char attract[SCENE_ID], scene[SCENE_ID];
    double idle_s, ask_s;

    enum visit_phase phase;
    uint32_t number;
    double began_s, felt_s, asked_s; // felt: the last sign of somebody being there
    double kept_s;                   // since when `kept` is waited for
    media_handle kept;

    struct fingers down;   // on the glass, of this visit
    struct fingers hushed; // of a visit or a page that is over: not heard before they are lifted
    bool led, lifted;      // the finger that attract heard first is down; was lifted a frame ago
    int64_t leader;

    char page[VISIT_ID], kind[VISIT_KIND], before[VISIT_ID];
    double page_s; // since when it is shown
    int pages;
    char words[VISIT_WORDS];
    int hits;
    double typed_s;
    bool searched; // the words were told

    struct visit_settings settings; // as they were told
    char language[VISIT_LANGUAGE];
};

struct visit {
    char station[SCENE_ID], language[VISIT_LANGUAGE];
    struct seat seats[SCENE_STAGES];
    int seat_count;
    struct params params;
    double now_s, steady_s; // of the last update; steady since the first
    double at_s;            // what steady_s was given then
    bool running;           // updated once
    void (*put)(void *user, const struct visit_record *record);
    void *user;
};

// tell.c: what becomes a record.
void tell_began(const struct seat *s);
void tell_ended(struct seat *s, enum visit_end end);
void tell_chosen(struct seat *s, const struct scene_visit *at); // settings, language
void tell_stays(struct seat *s, struct scene_visit *at, const struct seat *was); // the page
void tell_page(struct seat *s, const char *page, const char *kind);
void tell_words(struct seat *s, const char *words, int hits);
void tell_rested(struct seat *s); // the words that rest, if they were not told

// fingers.c: of one frame, out of a stage's events.
struct felt {
    bool begins;  // a finger came, or a thing, or a key went down
    bool stays;   // any sign of somebody
    bool at_once; // what begins is not lifted: a key, a thing
};
struct felt fingers_feel(struct seat *s, struct events *events, bool attracts);
// Another scene comes in this frame: what fingers do was meant for what was seen until now.
void fingers_turn_page(struct seat *s, struct events *events);
void fingers_hush(struct seat *s, struct events *events); // the visit is over
