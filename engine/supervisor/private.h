// Inside supervisor/: the ladder, what a look at the engine says, the engine as a process.
#pragma once
#include "base/fault.h"
#include "base/pulse.h"
#include "supervisor/supervisor.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ladder.c: which step holds. Times are of CLOCK_BOOTTIME, seconds.
enum ladder_step {
    LADDER_SCENE,    // the engine starts scenes again by itself; nothing is wrong with it
    LADDER_ENGINE,   // it was started again lately
    LADDER_PREVIOUS, // with the content before this one
    LADDER_SAFE,     // without any content
};
#define LADDER_STEPS 4
#define LADDER_RESTARTS 3      // of these within
#define LADDER_WITHIN_S 600.0  // this climb a step
#define LADDER_HEALTH_S 3600.0 // so long of health goes down one
#define LADDER_REASON 240
#define LADDER_KEPT 32 // last steps that are remembered

struct ladder {
    enum ladder_step step;
    double restarts_s[LADDER_RESTARTS]; // the last ones, oldest first
    int restart_count;
    double healthy_s;    // since the last restart or step
    struct ladder_told { // what happened, oldest first
        int64_t at;      // Unix time, for people alone
        enum ladder_step step;
        char reason[LADDER_REASON];
    } told[LADDER_KEPT];
    int told_count;
    int64_t restarts_ever;
    // Of the supervisor that writes it down.
    int pid;           // 0: it has ended
    double watchdog_s; // systemd's; 0: nobody watches
};

// The engine must be started again, for this reason: records it, climbs where it must. `previous`:
// there is such content.
void ladder_restart(struct ladder *l, double now_s, bool previous, const char *reason);
// It was well for so many seconds more. True: it went down a step.
bool ladder_healthy(struct ladder *l, double seconds);
void ladder_foot(struct ladder *l, const char *reason); // at the foot again: the content is new
const char *ladder_word(enum ladder_step step);

// ladderfile.c: supervisor.json. What it says of times holds for one boot of the machine alone.
// `content`: what `current` was; another one begins at the foot of the ladder.
bool ladder_read(struct ladder *l, const char *file, const char *boot, const char *content);
bool ladder_write(const struct ladder *l, const char *file, const char *boot, const char *content,
                  struct fault *f);

// watch.c: what is seen of the engine becomes a verdict. Pure numbers.
#define WATCH_STALL_S 1.5    // the loop stands, of time in which it could have run
#define WATCH_STARVED 12.0   // or so many times as long, whoever took the processor from it
#define WATCH_DEAF_S 10.0    // the sound device takes no blocks; a datagram to itself is not heard
#define WATCH_QUIET_S 60.0   // nobody touched: a good moment
#define WATCH_MINUTES 60     // of memory, for its slope
#define WATCH_GROWS_S 1800.0 // the limit would be met within

struct watch_sample {
    double past_s;  // since the look before
    double asked_s; // how long it was meant to be: more is a machine that is busy or slept
    struct pulse_seen {
        bool there; // the engine has opened it
        uint64_t beats, asked, presented, shown, audio, input, control, told;
        bool sounding;
        double patience_s; // the loop may stand so long; 0: WATCH_STALL_S
        char crumb[PULSE_CRUMB];
    } pulse;
    char state;               // of the main thread, as /proc says it: R S D T t Z
    double main_cpu_s, cpu_s; // of the main thread, of all: so far
    double pressed_s;         // so far somebody on this machine wanted a processor and had none
    bool others_run;          // another thread wants the processor
    bool served;              // the display server answers: nobody waits for it
    int64_t memory;           // bytes, swap included; -1: not looked at
};

enum watch_verdict { WATCH_OPENS, WATCH_WELL, WATCH_BAD, WATCH_BAD_LATER };

struct watch {
    double limit, start_s; // bytes, seconds
    struct watch_sample last;
    bool seen;
    double opened_s;               // since it was started, until its first picture
    double still_s, still_wall_s;  // the loop stands
    double unheard_s, deaf_s;      // sound blocks, datagrams
    double quiet_s;                // nobody touched
    uint64_t control_told;         // the last datagram that was answered
    bool heard;                    // sound blocks were taken since it was started
    bool answered;                 // datagrams were read since then
    double minute_s;               // since the last minute of memory
    int64_t least;                 // of this minute; -1: none
    double minutes[WATCH_MINUTES]; // bytes, oldest first
    int minute_count;
};

void watch_begin(struct watch *w, int64_t limit, double start_s);
// `why` is set where it is bad. WATCH_BAD_LATER: memory grows; when nobody is there.
enum watch_verdict watch_look(struct watch *w, const struct watch_sample *s,
                              char why[LADDER_REASON]);
// watchmemory.c: WATCH_WELL where memory is no matter.
enum watch_verdict watch_memory(struct watch *w, const struct watch_sample *s,
                                char why[LADDER_REASON]);
// Bytes a second over the last minutes; false: too few of them.
bool watch_slope(const struct watch *w, double *bytes_s);

// process.c: the engine as a process of its own group, which dies with the supervisor.
struct process {
    pid_t pid; // 0: none
};
bool process_start(struct process *p, const char *const *argv, struct fault *f);
void process_signal(const struct process *p, int signal); // its group
// False: it runs on. Else how it ended, waitpid's status.
bool process_ended(struct process *p, int *status);
// What /proc says; zeros where it says nothing. `whole`: memory too.
void process_look(const struct process *p, bool whole, struct watch_sample *s);
int64_t process_machine_memory(void);
void process_boot(char id[64]); // of the machine; "" where it has none

// feel.c: the pulse page.
struct feel {
    char wanted[PATH_MAX], file[PATH_MAX]; // the nameless one where none could be made
    int fd;
    struct pulse_page *page;
    int out;       // socket for datagrams to its control port
    uint64_t told; // of them, to this engine
};
bool feel_open(struct feel *p, const char *folder, const char *station, struct fault *f);
bool feel_anew(struct feel *p, struct fault *f); // empties it, before the engine is started
void feel_look(const struct feel *p, pid_t pid, struct pulse_seen *seen);
void feel_tell(struct feel *p); // a datagram to its control port, which must then be read there
void feel_close(struct feel *p);

// content.c: what is there to show.
struct content {
    char current[PATH_MAX], previous[PATH_MAX]; // previous "": none
};
// Where there is no `current` the folder itself is the installation.
void content_find(struct content *c, const char *folder);

// screen.c: the last picture, on an X display.
struct screen;
struct screen *screen_open(void);   // NULL: no X display, or one whose root nobody sees
bool screen_turn(struct screen *s); // takes what came. False: there is no display any more
// What it shows now stays where the engine's windows go. False: nothing does. Waits for nothing.
bool screen_keep(struct screen *s, double now_s);
// The display server has answered lately. Asks it anew and waits for nothing: to be called at each
// look while that is of interest.
bool screen_answers(struct screen *s, double now_s);
void screen_close(struct screen *s); // black again; NULL is fine

// copy.c: pixels of an X display, by a process that is killed where the server does not answer it.
#define COPY_S 5.0
#define COPY_PLACES 8 // as many as an exit code has bits
struct copy_place {
    int32_t x, y;
    uint32_t width, height; // px
    void *bytes;            // shared with the process, 4 a px; NULL: not wanted
};
struct copy {
    pid_t pid; // 0: none runs
    double since_s;
    bool stuck; // told
};
// Of the windows that lie there, if any. False: one runs yet, or none can.
bool copy_begin(struct copy *c, const struct copy_place places[COPY_PLACES], double now_s);
// A bit for each place that has its pixels now; waits for nothing.
unsigned copy_turn(struct copy *c, double now_s);
void copy_end(struct copy *c);

// backdrop.c: the same on a Wayland display, behind its windows.
struct backdrop;
struct backdrop *backdrop_open(void);        // NULL: none
int backdrop_file(const struct backdrop *b); // to wait for; -1: nothing comes
// Takes what came; waits for nothing. False: there is no display any more.
bool backdrop_turn(struct backdrop *b, double now_s);
void backdrop_keep(struct backdrop *b, double now_s); // begins to; what the engine shows now
bool backdrop_kept(const struct backdrop *b);         // a picture stands there
void backdrop_close(struct backdrop *b);              // NULL is fine

struct supervisor {
    const struct supervisor_desc *desc;
    struct ladder ladder;
    struct process engine;
    struct feel pulse;
    struct watch watch;
    struct content content;
    struct screen *screen;              // owned; NULL: none
    struct backdrop *backdrop;          // owned; NULL: none
    bool kept;                          // it has a picture
    bool lost;                          // the display is gone
    double kept_s;                      // CLOCK_MONOTONIC: since when
    char boot[64], file[PATH_MAX];      // the machine's; supervisor.json
    int signals;                        // signalfd
    pid_t writer;                       // writes supervisor.json; 0: none
    bool unwritten;                     // the ladder has changed since
    int64_t limit;                      // bytes
    bool ending;                        // for good
    bool again;                         // in order: staff asked, the content is new, a lower step
    double looked_s, slow_s, written_s; // CLOCK_MONOTONIC: the last look; at what changes slowly
    double start_at_s;                  // of the next start; INFINITY: it runs
    double asked_end_s;                 // it is asked to end since; INFINITY: it is not
    double well_s;                      // since it was started
    int streak;                         // restarts, each soon after the one before
    char reason[LADDER_REASON];         // of the next start; "": in order
    char bad[LADDER_REASON];            // why it was killed; "": it was not
};

// start.c
void supervisor_start(struct supervisor *s);
// It is gone: by itself, killed for what the watch saw, or because it was asked to.
void supervisor_take_end(struct supervisor *s, int status);
bool supervisor_find_content(struct supervisor *s); // true: it is new; at the foot then
double supervisor_clock_s(void);                    // CLOCK_MONOTONIC

// keep.c
void supervisor_keep(struct supervisor *s);    // the ladder is to be written down; tells systemd
bool supervisor_writes(struct supervisor *s);  // at each turn, after a start. True: it is at it
void supervisor_written(struct supervisor *s); // at the end: waits, but not for ever
