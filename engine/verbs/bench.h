// gestuaire bench, from the inside. A *bench* is a piece of work that several *runners* do in turn:
// ours, a floor (our own small C program, tests/bench/floor), and peers. Each round runs all of
// them once, so that what the machine does to one it does to all; a *goal* is a ratio of two
// runners, the median over the rounds. What is read is CPU (user and system of all processes and
// threads of a runner) between two marks, and its memory at the second.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#define BENCH_LIMIT_S 90.0

enum {
    BENCH_RUNNERS = 24,
    BENCH_GOALS = 32,
    BENCH_ROUNDS = 99,
    BENCH_COMMAND = 32768,
    BENCH_WORDS = 48,
    BENCH_NAME = 64,
    BENCH_GAPS = 256,
    BENCH_STEPS = 4096,
    BENCH_COUNTS = 12,
    BENCH_TOOK = 65536, // figures of one run that percentiles are of
};

enum bench_measure {
    BENCH_CPU,   // between the marks, ms divided by `per`
    BENCH_PSS,   // MiB at mark B, all processes
    BENCH_DRAWN, // frames presented between the marks (ours alone says it)
    BENCH_GAP,   // ms by which the frame before a film's turn stood longer or shorter than others
    BENCH_P50,   // of the ms that a run says for each of its pieces ("TOOK_MS 1.5")
    BENCH_P99,
    BENCH_SEEN,    // ms by the clock until a change is found ("SEEN_MS 80")
    BENCH_MISSED,  // frames of others that a fault took ("MISSED 1")
    BENCH_OPENED,  // files opened for it ("OPENED 1")
    BENCH_STEP,    // the same as BENCH_GAP of all other frames of the film: what the clock allows
    BENCH_BLOCKED, // how often the thread that draws gave its core away ("BLOCKED 0")
    BENCH_MEASURES
};

// Between which moments a runner's CPU is read.
enum bench_marks {
    BENCH_SAID,    // it prints "MARK A" and "MARK B"
    BENCH_STARTED, // from exec to "MARK B"
    BENCH_TIMED,   // from_s to to_s after exec
};

// Commands are words with these put in: {gestuaire} {floors} {bench} {cache} {count} {marks}
// {frames} {paced} {filmed}, {records}: the repertoire of count made-up gestures, and {visits}: a
// folder with a made-up log of count events, and {films}: as many of cache/film/v720_1.mp4 … as
// count says.
struct bench_runner {
    const char *name, *command;
    bool peer;         // --peers alone
    bool elsewhere;    // the renderer is not asserted: it draws nothing by OpenGL, or does not say
    const char *wants; // package of a peer
    const char *how;   // what it is done by, in words; NULL
    enum bench_marks marks;
    double from_s, to_s; // BENCH_TIMED
    bool to_its_end;     // what it says after mark B is heard until it ends
};

struct bench_goal {
    enum bench_measure measure;
    const char *ours, *beside; // runners; beside NULL: not a ratio
    double most;
    const char *report; // not NULL: reported only, and why
    bool apart;         // ours less what is beside it, instead of the ratio
    bool worst;         // of all rounds, instead of the median
};

struct bench {
    const char *name, *work;
    const char *unit;                 // of CPU
    double per;                       // CPU in ms is divided by it
    bool noop;                        // Mesa's no-op driver
    bool films;                       // needs the films that tests/bench/make makes
    bool records;                     // needs the repertoire that tests/bench/make makes
    bool visits;                      // needs the log of visits that tests/bench/make makes
    int rounds;                       // without --runs; 0: 7
    double limit_s;                   // of one run, by the clock; 0: BENCH_LIMIT_S
    const char *count;                // of sprites, films, gestures
    const char *quick;                // instead, for a short one
    const char *counted;              // their name; NULL: there is no growth to be drawn
    const char *counts[BENCH_COUNTS]; // of the growth; ends with NULL
    struct size2 screen; // Xvfb of this size; 0: SDL's offscreen driver, and Xvfb for who needs it
    struct bench_runner runners[BENCH_RUNNERS];
    struct bench_goal goals[BENCH_GOALS];
};

extern const struct bench bench_table[]; // ends with a NULL name

// One run of one runner.
struct bench_sample {
    bool good;
    double cpu_ms, pss_mib, wall_ms; // between the marks; not divided
    double drawn;                    // how often "PRESENTED" was said
    double gaps_ms[BENCH_GAPS];      // of film turns
    int gap_count;
    double steps_ms[BENCH_STEPS]; // of its other frames
    int step_count;
    double p50_ms, p99_ms; // of took_count pieces
    int took_count;
    double seen_ms, missed, opened, blocked; // NAN: not said
    char renderer[160];                      // "": not said
    char trouble[240];                       // why it is not good
};

// Where things are, and how long is measured. quick: only to see that all of it runs.
struct bench_places {
    char gestuaire[PATH_MAX], floors[PATH_MAX], bench[PATH_MAX], cache[PATH_MAX];
    bool quick;
};

struct bench_screen {
    pid_t pid; // of Xvfb; 0: none
    char display[16];
};

// Xvfb on the first free display, of this size.
bool bench_screen_open(struct bench_screen *s, struct size2 size, struct fault *f);
void bench_screen_close(struct bench_screen *s);

// All processes below this one but `except` and what is below it.
struct bench_usage {
    double cpu_ms, pss_mib;
};
struct bench_usage bench_tree_usage(pid_t except, bool memory);
void bench_tree_end(pid_t except); // asked to, then killed, then reaped

// Runs it once; what goes wrong is in trouble.
struct bench_sample bench_run(const struct bench *b, const struct bench_runner *r,
                              const struct bench_places *places, const struct bench_screen *screen,
                              const char *count);

// Samples of one bench, [runner][round].
struct bench_result {
    const struct bench *bench;
    const char *count; // as in the command
    int rounds;
    bool ran[BENCH_RUNNERS];
    struct bench_sample samples[BENCH_RUNNERS][BENCH_ROUNDS];
};

struct bench_spread {
    int count;
    double median, lower, upper, least, most; // lower, upper: quartiles
};
struct bench_spread bench_spread(double *values, int count);      // sorts them; count 0: all NAN
double bench_quantile(const double *sorted, int count, double q); // count 0: NAN
// Of one runner; false: nothing was read.
bool bench_figure(const struct bench_result *r, int runner, enum bench_measure m,
                  struct bench_spread *to);
// Of ours divided by what is beside it, or less it (apart), round by round.
bool bench_ratio(const struct bench_result *r, const struct bench_goal *g, struct bench_spread *to);
int bench_runner_find(const struct bench *b, const char *name); // -1: none
json_t *bench_json(const struct bench_result *r);
json_t *bench_machine(void);
void bench_say(const struct bench_result *r); // a table on standard error

// The program under measurement: gestuaire bench --show SCENE.
struct bench_show {
    const char *scene, *station, *folder, *state,
        *number;        // number: param.number of the scene; NULL
    const char *frames; // "A,B": marks at the A-th and B-th frame presented
    bool first;         // mark B when all pictures that the scene opened are seen; then end
    bool films;         // and all films
    bool tell;          // "PRESENTED" at every frame presented
    bool unpaced;       // frames as fast as they come
    bool rehearsed;     // the virtual room; without a station `scene` is that of all
    double for_s;       // 0: until the last mark
};
int bench_show(const char *root, const struct bench_show *show);

// gestuaire bench --typed FOLDER, --indexed FOLDER: search and index of the made-up installation in
// it, under measurement.
int bench_typed(const char *folder);
int bench_indexed(const char *folder);
// gestuaire bench --logged FOLDER: events put into its log of visits, which is held by another
// writer half of the time.
int bench_logged(const char *folder);

// Growth with number: one result for each of the bench's counts.
struct bench_growth {
    const struct bench *bench;
    struct bench_result *results[BENCH_COUNTS]; // owned
    int count;
};
bool bench_growth_write(const struct bench_growth *g, const char *file, struct fault *f); // SVG
json_t *bench_growth_json(const struct bench_growth *g);

// Benches that a script of tests/e2e does, which injects faults rather than compares work. It
// prints one JSON object like the others; its exit code is returned.
void bench_scripts_list(FILE *to);
bool bench_script_named(const char *name);
int bench_script_run(const char *root, const char *name, bool quick, bool json, const char *runs);
