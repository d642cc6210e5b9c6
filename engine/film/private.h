// Inside film/: libmpv's functions, one player a film, and its picture.
#pragma once
#include "film/film.h"

#include <mpv/client.h>
#include <mpv/render.h>
#include <pthread.h>
#include <stdatomic.h>

// --- libmpv, loaded with the first film (mpv.c) ---

#define MPV_FUNCTIONS(X)       \
    X(create)                  \
    X(initialize)              \
    X(terminate_destroy)       \
    X(set_option_string)       \
    X(command_async)           \
    X(set_property_async)      \
    X(get_property)            \
    X(get_property_async)      \
    X(observe_property)        \
    X(unobserve_property)      \
    X(wait_event)              \
    X(error_string)            \
    X(request_log_messages)    \
    X(set_wakeup_callback)     \
    X(render_context_create)   \
    X(render_context_free)     \
    X(render_context_update)   \
    X(render_context_get_info) \
    X(render_context_render)   \
    X(render_context_set_update_callback)

struct mpv {
#define X(name) __typeof__(&mpv_##name) name;
    MPV_FUNCTIONS(X)
#undef X
};

bool mpv_load(struct mpv *mpv, struct fault *f);

// --- the picture of a film (picture.c) ---

struct picture {
    struct gpu *gpu;
    bool software;
    enum media_alpha alpha;
    int width, height;          // as shown
    int whole_px;               // height with the matte below
    int rotation;               // degrees clockwise that software has to turn by: 0, 90, 180, 270
    struct gpu_texture texture; // software: uploaded
    struct gpu_target target;   // OpenGL: rendered to
    struct gpu_target clear;    // with alpha: light, multiplied by it, made of the above
    struct gpu_program *matte;  // borrowed; makes it
    unsigned char *pixels;      // software: rgb0, not yet turned; owned
    unsigned char *turned;      // software, with a rotation; owned
    size_t stride;              // of pixels, bytes
};

// Width and height as decoded, before turning. `matte`: the program "film"; only for alpha.
struct picture_desc {
    struct gpu *gpu;
    struct gpu_program *matte;
    bool software;
    enum media_alpha alpha;
    int width, height, rotation;
};

bool picture_init(struct picture *p, const struct picture_desc *desc, struct fault *f);
void picture_finish(struct picture *p);
const struct gpu_texture *picture_texture(const struct picture *p);
bool picture_render(struct picture *p, const struct mpv *mpv, mpv_render_context *context);

// --- one film (player.c) ---

enum player_state { PLAYER_FREE, PLAYER_OPENING, PLAYER_READY, PLAYER_FAILED, PLAYER_CLOSING };

// libmpv has no seamless loop; a list that names the film many times has (docs/design.md). After
// this many turns it holds one frame too long, once.
#define PLAYER_TURNS 4000

// How seeks enter the file: where its index says, further ahead, or nothing helps.
enum player_entry { ENTRY_EXACT, ENTRY_EARLIER, ENTRY_HOPELESS };

#define PLAYER_STOP UINT64_MAX         // the answer to "stop"
#define PLAYER_LANDED (UINT64_MAX - 1) // where a seek has ended

struct player {
    // Kept from film to film (handle.c).
    const struct mpv *mpv;
    const struct film_desc *desc;
    mpv_handle *handle;          // NULL: not yet made
    mpv_render_context *context; //
    struct gpu_program **matte;  // the room's; NULL in it until a film needs it
    uint32_t film;               // counts them: what is told of another is not heard
    bool software;               // libmpv's own renderer
    bool stepped;                //
    // Rung by libmpv's threads when there is an event or a frame.
    bool ringing, belled; // belled: mutex and rung are there
    pthread_mutex_t mutex;
    pthread_cond_t rung;
    atomic_bool listening; // events wake the loop; while a film just runs, only frames do

    // Of this film; zeroed from here on for the next one.
    enum player_state state;
    media_handle media;
    char path[MEDIA_PATH];
    bool loop;
    enum media_alpha alpha;
    bool stopped;         // closing: libmpv has heard
    bool many, reloading; // threads decode it; it is being loaded anew for them
    bool spoiled;         // the handle must not serve again

    // What libmpv said.
    double duration_s, frame_s;  // of one turn; 0: not known
    int64_t width, height, turn; // as decoded, aspect applied; degrees
    bool restarted, idle;
    enum player_entry entry;
    char reason[160]; // its first complaint; "" if none

    struct picture picture;
    int64_t shown;    // number of the frame in the texture; -1: none
    int64_t rendered; // frames since opening
    int64_t opened_ns;
    char trouble[160];
    bool pending; // render at the next turn even if libmpv has no new frame
    bool cut;     // stepped: said that frames are missing

    // Live (live.c). Positions are seconds into the file, in 0..duration_s.
    bool running;   // not paused
    bool cueing;    // a seek to cue_s is on its way
    bool holding;   // the frame at cue_s is there and waits for its time
    bool astray;    // the last seek ended far from cue_s
    bool asked;     // where it stands was asked, when the show said asked_s
    int cues;       // in a row, without having come to where it should be
    uint32_t seeks; // the media's, followed so far
    double cue_s, asked_s;
    double latency_s; // what a seek takes
    double pace;      // of the film, asked
    double speed;     // of libmpv: the pace, a little more or less while it is put right
    int64_t cued_ns, cued_rendered;
};

void player_open(struct player *p, const struct media *m, media_handle media, double now_s,
                 bool stepped);
// Begins to close; player_bury goes on with it, and answers true when the player is free. Its
// handle is kept, unless it is spoiled.
void player_close(struct player *p);
bool player_bury(struct player *p);
void player_fail(struct player *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Makes and ends what is kept.
bool handle_open(struct player *p); // false: it has failed
void handle_close(struct player *p);

void player_observe(struct player *p);
void player_unobserve(struct player *p);
void player_hear(struct player *p); // takes all events
// False when it has failed or is open; fails what can't be shown or takes too long.
bool player_opens(struct player *p);
// Waits until libmpv rings or the time is up.
void player_wait(struct player *p, int64_t until_ns);
// Takes the frame that libmpv offers, if it is a new one or `pending`; true when the texture is
// new.
bool player_take_frame(struct player *p);
void player_command(struct player *p, const char *a, const char *b, const char *c);
void player_set_flag(struct player *p, const char *property, bool on);
void player_seek(struct player *p, double at_s);
// Seeks land too late: from now on they begin further ahead. False when that was tried.
bool player_seek_earlier(struct player *p);
// Number of the frame that is seen at `at_s`.
int64_t player_frame_at(const struct player *p, double at_s);
double player_frame_s(const struct player *p); // never 0

// --- facts.c: what films are that are opened for their facts alone ---

struct facts;

struct facts *facts_create(const struct film_desc *desc); // desc: borrowed
void facts_destroy(struct facts *f);
void facts_update(struct facts *f, struct scene *scene); // asks and tells; stepped: at once
bool facts_wanted(const struct media *m);
bool facts_pending(const struct facts *f, const struct scene *scene); // facts_update has not asked

// Each follows the clock for one frame; true when the texture is new.
bool stepped_follow(struct player *p, const struct media *m, double now_s, bool still);
bool live_follow(struct player *p, const struct media *m, double now_s);
// Where a seek has ended.
void live_landed(struct player *p, double at_s);
// An answer to the question where it stands.
void live_stands_at(struct player *p, double at_s, int64_t rendered);
// Show time at which live_follow must be called again although libmpv has nothing to say.
double live_next_s(const struct player *p, const struct media *m, double now_s);
