// Files that a scene has opened, and what it has made to be kept: pictures, films, sounds, swarms.
// One record each on the table: what the script asks (written by script/) and what the machines
// found (written by render/, film/, sound/). Where a film or sound stands is a function of show
// time and of nothing else: media_position(m, now). Handles carry a generation; a stale one is
// silence, never a crash.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define MEDIA_MAX 512
#define MEDIA_PATH 1024

// 0 is "none". Low 16 bits: index + 1; high 16: generation.
typedef uint32_t media_handle;

enum media_kind {
    MEDIA_PICTURE,
    MEDIA_FILM,
    MEDIA_SOUND,
    MEDIA_CANVAS, // a picture that its scene draws on; no file, size asked
    MEDIA_SHADER, // a fragment shader
    MEDIA_SWARM,  // sprites on ways of their own
    MEDIA_MODEL   // a body in 3D
};
enum media_state { MEDIA_OPENING, MEDIA_READY, MEDIA_FAILED };

struct swarm;

// Where a film has what shines through. Colours are straight in both (not multiplied by alpha).
enum media_alpha {
    MEDIA_OPAQUE,
    MEDIA_STACKED, // the lower half of its picture is a grey matte; what is seen is the upper half
    MEDIA_CODEC    // its codec carries it (QuickTime RLE, ProRes 4444, VP9)
};

#define MEDIA_SPEED_LEAST 0.05
#define MEDIA_SPEED_MOST 4.0

struct media {
    // Asked; script/ writes, machines read.
    bool used;
    enum media_kind kind;
    uint16_t generation;
    int stage;             // whose scene opened it
    uint32_t incarnation;  // of that scene; it dies with it
    char path[MEDIA_PATH]; // absolute; found and checked when opened

    // Film and sound: a function of show time.
    bool playing;   // false: stands at offset_s
    bool loop;      // position wraps at duration_s
    double epoch_s; // show time at which position was offset_s; until then it stands there
    double offset_s;
    double speed;           // seconds of the file in one of show time; not at 1: no sound
    uint32_t seeks;         // grows whenever epoch or offset are set anew by a seek
    enum media_alpha alpha; // film
    bool facts_only;        // film: size and length are wanted, no frame is

    // Sound, and a film's soundtrack.
    bool audible;        // a film opened with sound = true; always true for a sound
    float gain;          // linear, asked target
    float level_db;      // what its record raises or lowers it by
    float ramp_s;        // time to reach it
    bool spoken;         // a text: begins when it is ready, and goes to headphones where there are
    bool placed;         // at[] counts; otherwise the voice goes to all speakers alike
    float at[3];         // at_world, metres
    bool keeps;          // MEDIA_CANVAS: what was drawn on it stays until it is cleared
    bool moves;          // MEDIA_SHADER, found: a function of show time
    float fade_s;        // and loses half its light in so many seconds; 0: none
    struct swarm *swarm; // MEDIA_SWARM: owned by the record; swarm.h
    bool closing;        // fade out over ramp_s, then it may be freed

    // Found; machines write, script reads next frame.
    enum media_state state;
    int width, height; // px as shown (rotation applied); 0 while opening
    double duration_s; // 0: unknown
    double frame_s;    // film: length of a frame; 0: unknown
    int64_t frame;     // film: number of the frame in the texture; -1: none yet
    bool ended;        // came to its end, not looping
    bool silent;       // sound/ is done with it (closing finished, failed, or no sound in it)
    float peak;        // linear, of the last block, before placing; for meters
    char trouble[160]; // why it failed, one sentence
};

struct media_table {
    struct media items[MEDIA_MAX];
    int reach; // records from here on were never used: a frame that looks for some ends here
};

// Pure. Seconds into the file at show time now_s, wrapped when looping with a known duration, else
// clamped to 0..duration. *ended (may be NULL) is true at or past the end of one that doesn't loop.
double media_position(const struct media *m, double now_s, bool *ended);
// Pure. Does it move at now_s: playing, begun, not at its end?
bool media_runs(const struct media *m, double now_s);
// Pure. The next show time at which it begins to move or ends by itself; INFINITY: never.
double media_next_s(const struct media *m, double now_s);

// 0 when the table is full. The record is zeroed but for kind, stage, generation, state, frame =
// -1, gain 1, speed 1, used.
media_handle media_take(struct media_table *t, enum media_kind kind, int stage);
// NULL when h is stale.
struct media *media_find(struct media_table *t, media_handle h);
media_handle media_handle_of(const struct media_table *t, const struct media *m);
void media_release(struct media_table *t, media_handle h); // the generation moves on
void media_finish(struct media_table *t);                  // what records own
