// Inside show/: what is shared by the stations of a process, one station's part, what comes over
// OSC and how it looks as bytes.
#pragma once
#include "base/ring.h"
#include "scene/hold.h"
#include "show/course.h"
#include "show/midi.h"
#include "show/show.h"
#include <jansson.h>

#include <netinet/in.h>
#include <stdatomic.h>

#define OSC_DATAGRAM 57344 // bytes; a longer one is refused
#define OSC_MESSAGES 16    // in one datagram (bundles); more are refused
#define OSC_AT_ONCE 1      // the date of what is not dated
#define OSC_ASK "/gestuaire/show/ask"
#define OSC_HELD "/gestuaire/show/held"

struct show_message {
    char name[ASK_NAME];
    char from[SCENE_ID], stage[SCENE_ID]; // stage "": of no stage
    bool release;                         // no message: the sender gives the station back
    struct params params;
};

enum heard_kind {
    HEARD_MESSAGE, // from a station
    HEARD_ORDER,   // a verb, or a parameter set
    HEARD_GET,     // what is parameter order.name?
    HEARD_QUERY,   // what is there?
    HEARD_ASK,     // a station that starts: where does the show stand?
    HEARD_COURSE,  // a station says where it stands
    HEARD_HELD,    // who holds the station?
    HEARD_HOLD,    // a station says who holds it
    HEARD_DESK     // of the technician's desk
};

// Who holds a station, as it says itself.
struct show_hold {
    struct hold hold; // until_s: seconds from when it was said
    double number;    // grows with what it says
};

struct show_heard {
    enum heard_kind kind;
    int port;                    // where the answer goes; 0: where it came from
    struct show_message message; // HEARD_ASK, HEARD_COURSE: from
    struct show_hold hold;
    struct show_order order;
    struct show_wish wish;   // HEARD_DESK
    uint64_t date;           // NTP, of the bundle it came in; OSC_AT_ONCE
    struct sockaddr_in from; // who spoke; net.c
    const char *course;      // HEARD_COURSE: borrowed from the datagram
};

struct osc_refusal {
    int count;
    const char *why; // of the last one
};

// Pure. What `station` hears in one datagram, in bundles too, with their dates. Everything is
// bounded, numbers are finite, letters are UTF-8 without control characters (a text may have tabs
// and line ends). Returns how many of `room` were filled; what needs no answer (a button that is
// let go) is passed over.
int osc_read(const unsigned char *bytes, size_t size, const char *station, struct show_heard *out,
             int room, struct osc_refusal *refused);
// Each returns the size of the datagram, 0 when it does not fit.
size_t osc_write(const char *station, const struct show_message *m, unsigned char *bytes,
                 size_t room);
// Any address with the values of params, in order.
size_t osc_write_plain(const char *address, const struct params *values, unsigned char *bytes,
                       size_t room);
size_t osc_write_course(const char *station, const char *course, unsigned char *bytes, size_t room);
size_t osc_write_ask(const char *station, unsigned char *bytes, size_t room);
// osc_hold.c
size_t osc_write_hold(const struct show_hold *h, unsigned char *bytes, size_t room);
bool osc_read_hold(void *m, struct show_hold *h); // an lo_message
// osc_words.c: the message at `m` (an lo_message) to a path that is not a station's. NULL, or why
// it is refused; *nothing: it needs no answer.
const char *osc_read_word(const char *path, void *m, struct show_heard *out, bool *nothing);
// For all: strings and numbers of an lo_message, bounded.
bool osc_word(void *m, int i, char *out, size_t size);
bool osc_number(void *m, int i, double *number);
void osc_add_number(void *m, double number);
size_t osc_finish(void *m, const char *path, unsigned char *bytes, size_t room); // frees m

// The network of one station: a port that it listens on (its own thread), addresses it speaks to.
// Names of machines are looked up beside the show, again every minute; IPv4.
struct net;

#define NET_PLACES (SHOW_STATIONS + SHOW_TARGETS)

struct net_desc {
    const struct show_station *places; // stations, then targets
    int place_count, self;
    bool listen;
    struct pulse *pulse;                                   // borrowed; NULL: none
    void (*heard)(void *user, const struct show_heard *h); // from the network thread
    void *user;
};

struct net *net_create(const struct net_desc *desc, struct fault *f);
void net_destroy(struct net *n);
// Does not wait. NULL, or why the message is lost.
const char *net_send(struct net *n, int place, const unsigned char *bytes, size_t size);
void net_reply(struct net *n, const struct sockaddr_in *to, const unsigned char *bytes,
               size_t size);

// Where stations are, as IPv4 addresses; names are looked up by a thread.
struct names;
struct names *names_create(const struct show_station *places, int count, int self);
void names_destroy(struct names *n);
bool names_find(struct names *n, int place, struct sockaddr_in *address); // false: not known (yet)
bool names_numeric(const struct show_station *station, struct sockaddr_in *address);

// journal.c: a file written by a thread, once a second at most; the last text wins.
struct journal;
struct journal *journal_create(const char *path);        // NULL: memory, or no thread
void journal_write(struct journal *j, const char *text); // copied; NULL is fine for j
// By how much CLOCK_REALTIME was set since it was written, in this boot; 0: by nothing to speak of.
double journal_moved_s(const json_t *all, double epoch_s);
// `text`, an object, with where its show time stands by the clock that nobody sets. Owned.
char *journal_dated(char *text, double now_s);
void journal_destroy(struct journal *j); // what waits is written first

// What fell due, for the stations of this process to tell their scenes and programs.
#define BUS_FIRED 128 // kept

struct show_bus {
    struct show_bus_desc desc;
    char journal_path[1024];
    int count;
    struct show *shows[SHOW_STATIONS]; // borrowed; they leave when destroyed
    struct course course;
    double now_s;
    uint64_t version; // grows with each change of the course
    uint64_t fired_count;
    struct course_came fired[BUS_FIRED]; // the last ones, by fired_count
    struct show_order *prompts;          // owned; by time
    int prompt_count, prompt_next;
    bool flood_said;
    double looked_s; // when programmes were looked at last
    // Other processes.
    bool spread;         // they must be told
    double spread_s;     // and were, last
    struct course other; // truth of another epoch, until the clock is set
    bool epoch_changed;
    bool long_said;                // told once
    bool ahead_said;               // told once
    double heard_s[SHOW_STATIONS]; // when stations told of themselves; -INFINITY
    struct journal *journal;
    bool keep; // the journal must be written
};

struct show_course {
    char from[SCENE_ID], text[COURSE_TEXT + 1];
};

struct show_later {
    double due_s;
    struct show_heard heard;
};

struct trail; // show/trail.h

struct show {
    struct show_bus *bus, *own; // own: made because none was given
    int self, station_count, route_count, target_count;
    struct show_station stations[SHOW_STATIONS];
    struct show_route routes[SHOW_ROUTES];
    struct show_target targets[SHOW_TARGETS];
    char scenes[SCENE_STAGES][SCENE_ID];
    struct net *net;       // NULL: no station is reached over OSC
    struct midi_box *midi; // owned; NULL: the plan has none, or another station hears it
    struct sequencer *sequencer;
    void (*wake)(void *user);
    void *user;
    struct ring inbox;          // struct show_message: from this process
    struct ring heard;          // struct show_heard: from the network thread
    struct ring courses;        // struct show_course: the same
    int dropped;                // at inbox
    atomic_int unheard;         // dropped at heard
    atomic_bool waked;          // until the next update
    bool lost[NET_PLACES];      // the last message there was lost, and that was told
    char unknown[16][ASK_NAME]; // messages without a route that were told
    int unknown_count;
    struct show_later *later; // SHOW_LATER; owned
    int later_count;
    bool late_said, later_said, unknown_said; // told once
    struct show_wish wishes[SHOW_WISHES];     // a ring
    int wish_first, wish_count;
    bool wishes_said; // told once
    // hold.c: who holds which station.
    struct trail *trail;                     // owned; NULL: nobody can hold this one
    bool hold_changed;                       // it must be told
    double hold_said_s;                      // and was, last; -INFINITY
    struct show_hold holds[SHOW_STATIONS];   // as each has said; until_s is show time
    uint32_t holds_fresh;                    // a bit each: the scenes have not heard of it
    bool asked[SCENE_STAGES][SHOW_STATIONS]; // since the stage gave back last
    uint32_t visits[SCENE_STAGES];           // that were seen; 0: nobody was there
    bool crowd_said;                         // told once
    // What this station has taken of the course.
    bool declared, entered;
    bool anew; // the clock was set: stages' own scenes are entered again, too
    uint64_t version, fired;
    struct course_stage stages[SCENE_STAGES];
    bool rivals_said[CONTROLS_MAX];
    // Parameters are as they were at settled_s until moves_s.
    uint64_t settled;
    int control_count;
    double settled_s, moves_s;
};

// show.c
bool show_receive(struct show *s, const struct show_message *m);
// To a station; NULL, or why it is lost.
const char *show_post(struct show *s, int to, const struct show_message *m);
const char *show_send_over_network(struct show *s, int place, const unsigned char *bytes,
                                   size_t size);
void show_wake(struct show *s);
// Told once, and again when it had worked in between.
void show_told(struct show *s, int place, const char *what, const char *why);

// bus.c
struct show *bus_find(const struct show_bus *b, const char *id);
bool bus_join(struct show_bus *b, struct show *s, struct fault *f);
void bus_leave(struct show_bus *b, const struct show *s);
void bus_do(struct show_bus *b, const struct show_order *order, int author); // now
void bus_update(struct show_bus *b, const struct show *by, double now_s);
// From another process. `text` is COURSE_TEXT at most.
void bus_hear_course(struct show_bus *b, const struct show *by, const char *from, const char *text);
struct course_names bus_names(const struct show *s);
void bus_tell_others(struct show_bus *b, struct show *by);
double bus_next_s(const struct show_bus *b, double now_s);

// apply.c: the course, on the table of one station.
void apply_course(struct show *s, double now_s, struct scene *scene);

// wish.c: what is asked of the desk.
// What cannot be is kept as well (w->refused), so that its sender is told.
void wish_read(const char *address, void *m, struct show_wish *w);
void wish_keep(struct show *s, const struct show_heard *h);

// answer.c: what came over MIDI, and over OSC.
void answer_midi(struct show *s, double now_s);
void answer_heard(struct show *s, const struct show_heard *h, double now_s, struct scene *scene);
void answer_later(struct show *s, double now_s, struct scene *scene); // what falls due
double answer_next_s(const struct show *s);                           // INFINITY: nothing waits
void answer_message(const struct show_message *m, double now_s, struct scene *scene);

// hold.c
bool hold_open(struct show *s); // false: memory is short
void hold_declare(const struct show *s, struct scene *scene);
// A message came: it is told to the scenes now, or when its turn comes.
void hold_message(struct show *s, const struct show_message *m, double now_s, struct scene *scene);
void hold_asked(struct show *s, int stage, const struct show_route *route); // it was sent
// The stage gives back the stations that hear this message; NULL: all it has asked.
void hold_release(struct show *s, const struct scene *scene, int stage, const char *message);
void hold_hear(struct show *s, const struct show_hold *h, double now_s, const struct scene *scene);
void hold_answer(struct show *s, double now_s, struct show_hold *h); // as it is said
void hold_update(struct show *s, double now_s, struct scene *scene);
double hold_next_s(const struct show *s);
void hold_shift(struct show *s, double later_s); // show time has begun so much later
