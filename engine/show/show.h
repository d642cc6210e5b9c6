// The show: asks of the scenes are answered here (another scene, a message, a cue), cues fall due,
// parameters move. All stations of one process share one course of the show over a bus; between
// processes it travels over OSC (liblo), to the addresses in installation.lua; docs/osc.md has
// them. Where the show stands is a small value (show/course.h) and everything else a function of it
// and of show time: a station that is killed and started anew reads it from its journal, asks the
// others, and is where it should be.
#pragma once
#include "base/fault.h"
#include "scene/scene.h"

#define SHOW_STATIONS 16
#define SHOW_ROUTES 32
#define SHOW_TARGETS 16
#define SHOW_INBOX 256     // messages waiting at a station; more are dropped and said
#define SHOW_PROMPTS 4096  // orders waiting for their time; more are refused
#define SHOW_LATER 64      // messages from OSC waiting for their bundle's date
#define SHOW_LATER_S 10    // a bundle dated later than this is taken at once
#define SHOW_HEARTBEAT_S 5 // how often stations in other processes are told, in case one missed it
#define SHOW_FRESH_S 2     // a cue that fell due longer ago is not told to scenes and programs

struct show_plan; // show/plan.h

enum show_verb {
    SHOW_GO,     // the next cue, or at once the one that is waited for
    SHOW_BACK,   // the one before in the list
    SHOW_CUE,    // `name`
    SHOW_LIST,   // GO goes on at the beginning of list `name`
    SHOW_PANIC,  // dark and silent within over_s; what comes by itself waits
    SHOW_RESUME, // light and sound come again within over_s, and what waited
    SHOW_SET     // parameter `name` goes to `value` within over_s
};

struct show_order {
    enum show_verb verb;
    char name[CONTROL_NAME];
    double value;
    double over_s; // negative: as the plan has it
    double at_s;   // show time; what is past is done at once
};

// The words of the verbs: "go", "back", "cue", "list", "panic", "resume", "set"; NULL-terminated.
const char *const *show_verb_words(void);

struct show_bus_desc {
    const struct show_plan *plan; // borrowed; NULL: no cues
    double epoch_s;               // CLOCK_REALTIME of show time 0; 0 in stepped runs
    double wall_s;                // Unix time of show time 0, for programmes; NAN: none
    const char *journal;          // file; NULL: none is kept
    bool live;                    // programs are spoken to
    bool others;                  // and other processes hold the same course
    bool alone;                   // no other process ever will
    bool anew;                    // it begins now, for all of them
};

// What stations of one process share. Main thread.
struct show_bus;
struct show_bus *show_bus_create(const struct show_bus_desc *desc); // NULL: nothing is planned
void show_bus_destroy(struct show_bus *b);
// What the journal of a process that has ended says of CLOCK_REALTIME of show time 0; false: there
// is none, or none that is usable. Where the machine's clock was set since, in this boot, show time
// goes on from where it was: for a show that is `alone` in this process always, with others, who
// agree by the time of day, only when it would not have begun yet.
bool show_journal_epoch(const char *journal, bool alone, double *epoch_s);
// Takes the course from the journal. False: there is none.
bool show_bus_take_journal(struct show_bus *b);
// Done at its time, else in the next update. False: too many wait, or there is no plan or no such
// cue or list.
bool show_bus_order(struct show_bus *b, const struct show_order *order, struct fault *f);
// Another process has told of an older epoch: show time must become the clock's of this one. False:
// no change. Scenes are entered anew by the next update.
bool show_bus_epoch(struct show_bus *b, double *epoch_s);

// Seconds since another process last told of itself, for a station; 0: it is in this one; INFINITY:
// never. They do so every SHOW_HEARTBEAT_S.
double show_bus_silent_s(const struct show_bus *b, const char *station, double now_s);

// Where the show stands, for who shows it to an operator. Texts are borrowed until the plan is
// gone; cues are indices into the plan's (show/plan.h), -1: none.
struct show_view {
    const struct show_plan *plan; // NULL: no cues
    int list, place;
    int cue;          // the last that came
    double cue_s;     // since when
    double done;      // 0..1 of its duration; 1 when it has none
    int next;         // what GO would bring
    int coming;       // comes by itself
    double coming_in; // seconds; in the dark what is left
    bool dark;        // PANIC
    double light;     // 0..1
    int programme;    // followed now; -1: none
};
void show_bus_view(const struct show_bus *b, double now_s, struct show_view *view);
// Where a timeline of the plan stands in seconds; negative: it has not begun.
double show_bus_timeline_s(const struct show_bus *b, int timeline, double now_s);

struct show;

struct show_route {
    char message[ASK_NAME];
    double hold_s; // its station is held by one stage at a time (show/trail.h); 0: by nobody
    int to[SHOW_STATIONS]; // station indices
    int to_count;
};

struct show_station {
    char id[SCENE_ID];
    char host[160]; // IPv4 address or name of its machine; "": not reached over OSC
    int port;
};

// A program that is spoken to.
struct show_target {
    char id[SCENE_ID], host[160];
    int port;
    int from;  // the station whose show speaks to it
    bool cues; // it is told of every cue
};

struct show_desc {
    struct show_bus *bus;                // stations in this process; NULL: one of its own
    int self;                            // index into stations
    const struct show_station *stations; // copied
    int station_count;
    const struct show_route *routes; // copied
    int route_count;
    const struct show_target *targets; // copied
    int target_count;
    char scenes[SCENE_STAGES][SCENE_ID]; // each stage's own; "": none
    bool listen; // open the OSC port of `self`, where it has one: on this machine only when its
                 // host is 127.x.x.x or "localhost", on all of IPv4 otherwise
    struct pulse *pulse;      // borrowed: told where it listens, and what it read; NULL: none
    void (*wake)(void *user); // something came; from the sender's or the network thread, once
                              // until the next update; may be NULL
    void *user;
};

// A port that cannot be had is told and tried again every 2 s; until then only this process is
// heard. NULL and a fault: memory, or a station open twice.
struct show *show_create(const struct show_desc *desc, struct fault *f);
void show_destroy(struct show *s);
// Names the parameters that there are on the table, before scenes ask for them.
void show_declare(struct show *s, struct scene *scene);
// Answers the asks of the last frame, gives what came to the stages (every stage of the station
// hears a message; a station hears its own in the next frame). A message without a route, a station
// that can't be reached, a full inbox: one log line each.
void show_update(struct show *s, double now_s, struct scene *scene);
// Show time at which a cue falls due or a parameter moves; INFINITY: nothing is to come.
double show_next_s(const struct show *s, double now_s);
// Something is asked or came that the next show_update will answer: the loop must not sleep.
bool show_pending(const struct show *s, const struct scene *scene);
// What somebody asks of this station's desk over OSC (docs/osc.md): kept until it is taken, by who
// has the desk, after show_update(). SHOW_WISHES of one frame; more are told and lost.
#define SHOW_WISHES 64
#define SHOW_WISH 128
#define SHOW_WISH_NUMBERS 4
struct show_wish {
    char address[SHOW_WISH]; // behind "/gestuaire/desk/"
    int count;               // of numbers
    double numbers[SHOW_WISH_NUMBERS];
    char text[80];          // "": none
    const char *refused;    // why what came is nothing that a desk takes; NULL: it is
    unsigned char from[16]; // who asked
};
bool show_wish(struct show *s, struct show_wish *w); // false: there is none
// To who asked: "/gestuaire/" and `address`, then a text (NULL: none) and numbers.
void show_wish_answer(struct show *s, const struct show_wish *w, const char *address,
                      const char *text, const double *numbers, int count);
// As if another station had sent it (verbs, tests). False when the inbox is full or a name too
// long.
bool show_deliver(struct show *s, const char *from, const char *name, const struct params *params);
