// The plan of a show: cues in their lists, timelines, programmes, read from an installation's
// show.lua. Plain data, checked where it is read: every index is in range, every number finite.
// docs/formats.md has its keys. Times in seconds.
#pragma once
#include "installation/installation.h"
#include "scene/control.h"
#include "scene/ease.h"
#include "scene/params.h"
#include "scene/transition.h"
#include "show/show.h"

#define PLAN_CUES 256
#define PLAN_LISTS 16
#define PLAN_TIMELINES 32
#define PLAN_TRACKS 256       // of all timelines
#define PLAN_KEYS 4096        // of all tracks
#define PLAN_ENTERS 512       // scenes that cues bring, of all cues
#define PLAN_SETS 1024        // of all cues
#define PLAN_STARTS 512       // timelines that cues start or stop, of all cues
#define PLAN_TELLS 256        // messages and OSC of all cues
#define PLAN_PROGRAMMES 32    //
#define PLAN_ITEMS 256        // of all programmes
#define PLAN_DATES 64         // of one programme
#define PLAN_MIDI 128         //
#define PLAN_LONGEST_S 604800 // a week: of waits, follows, timelines

// A part of one of the plan's arrays.
struct plan_span {
    int first, count;
};

struct plan_enter {
    int station, stage; // indices into the installation
    char scene[INSTALLATION_ID];
    struct params params;
    struct transition how;
    int line;
};

struct plan_set {
    char control[CONTROL_NAME];
    double to;
    int line;
};

struct plan_tell {
    int target;                   // of installation.lua's osc; -1: a message to stations
    char name[CONTROL_NAME + 16]; // message, or OSC address
    struct params params;         // OSC: keys "1", "2", … in order
};

enum plan_follow { PLAN_WAITS_FOR_GO, PLAN_FOLLOWS };

struct plan_cue {
    char id[INSTALLATION_ID];
    struct installation_text label;
    struct plan_span enters, sets, starts, stops, tells;
    double over_s; // of its sets
    enum ease ease;
    double wait_s;            // before it, when it comes by GO, by name or by itself
    enum plan_follow follows; // the next comes by itself, follow_s after this one
    double follow_s;
    double duration_s; // as said, else the longest of its sets, transitions and timelines
    int next;          // cue; -1: the next in the list
    int line;
};

// A track's value between two keys eases as the later one says; before the first and after the last
// it is theirs.
struct plan_key {
    double at_s, value;
    enum ease ease;
};

struct plan_track {
    char control[CONTROL_NAME];
    struct plan_span keys; // by time, rising
    int line;
};

struct plan_timeline {
    char id[INSTALLATION_ID];
    double duration_s;
    bool loop;
    struct plan_span tracks;
    int line;
};

struct plan_list {
    char id[INSTALLATION_ID];
    int cues[PLAN_CUES];
    int count;
};

struct plan_item {
    int cue;
    double for_s; // INFINITY: to the end of the programme
};

struct plan_day {
    int year, month, day; // 2026, 12, 24
};

struct plan_programme {
    unsigned days;          // bit 0: Sunday … bit 6: Saturday
    double from_s, until_s; // of the day, local time; from > until: over midnight
    struct plan_day dates[PLAN_DATES], except[PLAN_DATES];
    int date_count, except_count; // with dates, days do not count
    struct plan_span items;       // one after the other, again and again
    int line;
};

enum plan_midi_kind { PLAN_NOTE, PLAN_CONTROLLER, PLAN_PROGRAM };

// What a note, a controller or a program does.
struct plan_midi {
    enum plan_midi_kind kind;
    int number, channel;     // 0..127; 1..16, 0: any
    enum show_verb verb;     // SHOW_SET: a controller moves `name`
    char name[CONTROL_NAME]; // of a cue, a list, a parameter
    double from, to;         // of the parameter
    int line;
};

struct show_plan {
    char file[INSTALLATION_PATH]; // as messages name it
    struct plan_cue cues[PLAN_CUES];
    int cue_count;
    struct plan_list lists[PLAN_LISTS]; // the first is "main": all cues that are in no other
    int list_count;
    struct plan_timeline timelines[PLAN_TIMELINES];
    int timeline_count;
    struct plan_track tracks[PLAN_TRACKS];
    struct plan_key keys[PLAN_KEYS];
    struct plan_enter enters[PLAN_ENTERS];
    struct plan_set sets[PLAN_SETS];
    int starts[PLAN_STARTS]; // timelines
    struct plan_tell tells[PLAN_TELLS];
    struct plan_programme programmes[PLAN_PROGRAMMES];
    struct plan_item items[PLAN_ITEMS];
    int track_count, key_count, enter_count, set_count, start_count, tell_count, programme_count,
        item_count;
    struct plan_midi midi[PLAN_MIDI];
    int midi_count;
    char midi_from[INSTALLATION_ID]; // the device that is listened to; "": who connects to us
    int midi_at;                     // the station that listens
    int start;                       // cue at show time 0; -1: none
    double panic_s;                  // how long PANIC takes to be dark
};

// NULL and faults when it cannot be used; each `file:line: path: what is wrong; what is allowed`.
struct show_plan *plan_read(const struct installation *i, const char *root, struct faults *faults);
// The same for a text that was read already (fuzzers, editors).
struct show_plan *plan_read_text(const struct installation *i, const char *root, const char *text,
                                 size_t length, const char *file, struct faults *faults);
// Nothing is planned: verbs, parameters and PANIC work all the same. NULL: memory is short.
struct show_plan *plan_empty(void);
void plan_destroy(struct show_plan *p);
int plan_cue_find(const struct show_plan *p, const char *id);      // -1: none
int plan_list_find(const struct show_plan *p, const char *id);     // -1
int plan_timeline_find(const struct show_plan *p, const char *id); // -1
int plan_place(const struct plan_list *l, int cue);                // in the list; -1: not there
// Parameters that scenes declare are known only when they have run: what no scene has declared by
// then is told as a warning. `declared`: full names, NULL-terminated.
void plan_check_controls(const struct installation *i, const struct show_plan *p,
                         const char *const *declared, struct faults *faults);
// Every key with type, range, unit, default and sentence, as Markdown. Owned by the caller.
char *plan_document(void);
