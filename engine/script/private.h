// Inside script/: what runs on each stage. A stage's `turn` outlives the scenes that take turns on
// it; an incarnation is one running copy of a scene, with a fence of its own, and ends with it.
#pragma once
#include "fence/fence.h"
#include "script/script.h"

#include "decode/decode.h"
#include "motion/motion.h"
#include "scene/playlist.h"

#define SCRIPT_NAME 192               // "scenes/explorer/scene.lua"
#define SCRIPT_LANGUAGES 8            // of an installation
#define SCRIPT_LANGUAGE 12            // BCP 47
#define SCRIPT_FILES 64               // watched a stage; those after are not reloaded
#define SCRIPT_COMPILED 128           // kept as they were compiled; those after are read anew
#define SCRIPT_FILE_BYTES (1u << 20)  // a scene file
#define SCRIPT_CLIP_BYTES (64u << 20) // a clip file
#define SCRIPT_CLICK_S 0.005          // a change of gain that must not click
#define SCRIPT_LISTS 8                // of films, over all stages
#define SCRIPT_LIST_FILMS 64          // in one list
#define SCRIPT_CAPTIONS 16            // films with captions, over all stages
#define SCRIPT_CLIPS 32               // open at once, over all stages
#define SCRIPT_PATHS 64               // of joints, kept; the least used makes room
#define SCRIPT_PATH_POINTS 65536      // of one path; longer ones are worked out each time
#define SCRIPT_TIMERS 64              // stage:redraw(seconds) waiting
#define SCRIPT_SPANS 128              // tweens running or waiting; beyond, the longest is stretched
#define SCRIPT_STATES 64              // canvas:push() within one another
#define SCRIPT_LINES 20               // print and log, a second
#define SCRIPT_TOLD 64                // faults a scene can tell apart
#define SCRIPT_FLOATS (1u << 17)      // one drawing call's points
#define SCRIPT_POINTS 16384           // of one polyline, polygon or trail
#define SCRIPT_TEXT_BYTES 65536       // one text
#define SCRIPT_FADE_S 0.3             // sounds of a scene that ends
#define SCRIPT_DROPPED_S 1.0          // between looks for what no variable holds any more
#define SCRIPT_SWARMS 32              // open in a scene
#define SCRIPT_PIECES 32              // a scene keeps of its draw lists
#define SCRIPT_PIECES_BYTES (4u << 20) // in all: they lie outside the fence's cap
#define SCRIPT_NAMES 1000              // files.list() gives
#define SCRIPT_QUESTIONS 16            // of a scene to the repertoire, not yet answered
#define SCRIPT_FILMS 8                 // open in a scene: then it is looked for before one more

enum script_call {
    CALL_ENTER,
    CALL_LEAVE,
    CALL_TOUCH,
    CALL_HEAR,
    CALL_UPDATE,
    CALL_DRAW,
    SCRIPT_CALLS
};

// A file that was read for a scene, as it stood then.
struct script_file {
    char path[MEDIA_PATH];
    int64_t changed_ns, size;
};

struct script_watch {
    int count;
    struct script_file files[SCRIPT_FILES];
};

// A layer or a picture that is drawn on, begun and not ended.
struct script_group {
    int floor; // of the stack: what was pushed before is not popped inside
    bool laid; // on the list
    media_handle onto, around;
};

// While draw runs: the list, and the state that the next command gets.
struct script_laying {
    struct drawlist *list; // NULL outside draw
    struct draw_state state, stack[SCRIPT_STATES];
    int depth;
    bool laid; // `state` is the last of the list
    struct script_group groups[LAYER_DEPTH];
    int group_count;
    media_handle onto; // the picture that is drawn on; 0: the canvas
};

struct script_span {
    double from_s, to_s;
    uint32_t number; // never 0 but where several were made one
};

// What a scene asked of the repertoire.
struct script_found {
    bool asked;                           // ever
    uint64_t changes;                     // of index and records, when it was last looked
    uint64_t questions[SCRIPT_QUESTIONS]; // not yet answered
    int count;
};

// What a scene wrote. One is told a frame, so that `fault` is the event's.
struct script_written {
    uint64_t tickets[FINDER_WRITES];
    int count;
    char fault[FAULT_TEXT]; // of the one that is told; "": it is on the disk
};

struct incarnation {
    struct script *script;
    int stage;
    uint32_t number; // media.incarnation of what it opens; never 0
    char name[SCENE_ID];
    char folder[MEDIA_PATH];
    struct params params;
    struct fence *fence;
    double entered_s;           // show time that holds while it enters
    double began_s, updated_s;  // show time; updated_s: of the last update
    struct script_watch *watch; // where files read are noted; borrowed
    struct script_laying laying;
    struct script_pieces *pieces; // owned; NULL: none yet

    double timers[SCRIPT_TIMERS]; // show time, unordered
    int timer_count;
    struct script_span spans[SCRIPT_SPANS]; // tweens
    int span_count;
    uint32_t spans_begun;
    int again; // stage:redraw(): frames that still draw again

    // What stage.language and stage.visit say.
    char language_said[VISIT_LANGUAGE];
    uint32_t visit_said;

    char font[TEXT_FONT]; // a family that is there: the last one asked for

    double dropped_s; // when was looked for what it dropped
    struct script_found found;
    struct script_written written;

    double lines_from_s; // print and log: this second
    int lines, lines_dropped;
    uint64_t told[SCRIPT_TOLD]; // hashes of what was told from here
    int told_count;
    int refused; // drawing commands, since it was last said
    double refused_said_s;
    char refused_text[FAULT_TEXT]; // where and why the first of them
};

// What runs on one stage, over the scenes that follow each other there.
struct script_turn {
    struct incarnation *live; // NULL: nothing yet, or sitting out
    char name[SCENE_ID];      // of the scene; "": none
    struct params params;
    struct drawlist spare; // laid by draw, then exchanged with the stage's
    struct script_watch watch;
    int rung;               // of the ladder: how often it failed lately
    bool known;             // its stops and returns have been told often enough
    double back_s;          // sitting out until; INFINITY: not
    bool overran;           // its last fault was the time it took
    uint32_t shown, before; // incarnations of the list that stands, and of what gives way; 0: none
    bool going;             // a scene change was asked for, `how`
    struct transition how;
    double how_from_s; // show time
    char told[FAULT_TEXT];
    int64_t cpu_ns, worst_ns; // since script_cost was asked last
};

struct script_slot {
    media_handle media;
    int64_t number; // of the film, over all rounds; -1: none
    uint32_t seeks; // the list's, followed so far
};

struct script_list {
    uint32_t incarnation; // 0: free
    uint16_t generation;
    int stage, count;
    struct {
        char path[MEDIA_PATH];
        media_handle facts; // until they are known
    } * films;              // owned
    double lengths_s[SCRIPT_LIST_FILMS];
    bool known, loop, playing, sound;
    enum media_alpha alpha;
    float gain;
    double fade_s, epoch_s, offset_s; // as of media
    uint32_t seeks;
    struct script_slot slots[2];
    struct playlist_at at; // as last followed
};

struct script_captions {
    media_handle media; // 0: free
    struct decode_captions read;
};

struct script_clip {
    char path[MEDIA_PATH];
    int64_t changed_ns, size;
    uint16_t generation;
    struct motion_clip *clip;      // owned; NULL: free
    struct motion_info info;       //
    double unit;                   // as asked
    uint32_t opened[SCENE_STAGES]; // by which incarnation of each stage, last
};

// Where a joint is at multiples of a step: posing a body is the dear part of a cyclegraph.
struct script_path {
    const struct motion_clip *clip; // NULL: free
    int joint;
    double step_s;
    int count;
    float *at; // x, y, z of each point; NaN until it was asked for; owned
    uint64_t used;
};

struct script_compiled {
    struct script_file file;
    char *code; // owned
    size_t size;
};

struct script {
    struct script_desc desc;
    struct scene *scene;
    char languages[SCRIPT_LANGUAGES][SCRIPT_LANGUAGE];
    int language_count;
    double now_s;
    uint32_t incarnations; // how many there were
    int faults, stops;
    bool costed; // script_cost was asked
    struct script_turn turns[SCENE_STAGES];
    struct script_watch loading; // files of a scene that is being started
    struct script_captions captions[SCRIPT_CAPTIONS];
    struct script_list lists[SCRIPT_LISTS];
    struct script_clip clips[SCRIPT_CLIPS];
    struct script_path paths[SCRIPT_PATHS];
    uint64_t paths_used;
    double close_by_s[MEDIA_MAX]; // closing sounds are freed by then at the latest
    float linear[256];            // sRGB byte to linear light
    char *source;                 // a file being read; owned
    size_t source_room;           //
    struct script_compiled compiled[SCRIPT_COMPILED];
    int compiled_count;
    float *floats;         // SCRIPT_FLOATS; points of one drawing call
    char *letters;         // SCRIPT_TEXT_BYTES; of a text in runs; owned
    struct text_run *runs; // TEXT_RUNS; owned
};

// script.c: one fault, told once to staff (log, desc.fault); or a warning (log, desc.warn).
void script_tell(struct script *s, int stage, const char *text);
void script_warn(struct script *s, int stage, const char *text);
struct scene_stage *script_stage(const struct incarnation *inc);
const char *script_language(const struct incarnation *inc); // the visitor's

// found.c: what scenes ask of the repertoire.
void found_wait(struct incarnation *inc, uint64_t question);
// An event and a redraw when something it waits for is there, or the index is another. Before
// events are given.
void found_update(struct incarnation *inc);
void written_wait(struct incarnation *inc, uint64_t ticket);
void written_update(struct incarnation *inc); // likewise of what it wrote

// names.c: of files, sorted as people count: 2 before 10, case and accents of Latin letters aside.
struct script_names {
    int count, left_out;
    const char *const *endings; // without the dot, NULL-terminated; [0] NULL: any
    uint16_t order[SCRIPT_NAMES];
    char names[SCRIPT_NAMES][256];
};

void names_add(void *names, const char *name); // of more than SCRIPT_NAMES the first remain

// lists.c: of films.
struct script_list *lists_take(struct incarnation *inc, int count); // NULL: full
struct script_list *lists_find(struct script *s, uint32_t handle);
uint32_t lists_handle(const struct script *s, const struct script_list *l);
void lists_close(struct script *s, struct script_list *l, double fade_s);
void lists_drop(struct incarnation *inc); // those that no variable holds
void lists_finish(struct script *s);
void lists_update(struct script *s); // opens, closes, fades, as show time says
bool lists_hold(const struct script *s, media_handle media);
double lists_at_s(const struct script_list *l, double now_s);       // from its beginning
struct playlist lists_times(const struct script_list *l);           // once they are known
media_handle lists_shown(const struct script_list *l, bool before); // 0: none

// captions.c: of films. What is wrong in a file is told, with its line.
bool captions_read(struct incarnation *inc, media_handle media, const char *path, struct fault *f);
const struct decode_captions *captions_find(const struct script *s, media_handle media);
// Beside the film: forge.fr.vtt, forge.fr.srt, forge.vtt, forge.srt. False: none.
bool captions_beside(const struct media *m, const char *language, char *path, size_t size);
void captions_finish(struct script *s);

// load.c: files of scenes.
// Notes the file in `watch` and reads it into s->source.
bool load_file(struct script *s, struct script_watch *watch, const char *path, size_t *length,
               struct fault *f);
void load_chunk_name(const char *path, char *name, size_t size); // "scenes/explorer/scene.lua"
// Compiles scene.lua of inc->folder, runs it, keeps the table it returns.
bool load_scene(struct incarnation *inc, struct fence_report *report);
int load_require(lua_State *L);
bool load_changed(const struct script_watch *watch);
bool load_stamp(const char *path, int64_t *changed_ns, int64_t *size);
// After a save that was not taken: nothing is tried again before the next save.
void load_watch_renew(struct script_watch *watch, const struct script_watch *tried);

// compiled.c: files that were compiled before.
// Of the function on the stack.
void compiled_keep(struct script *s, lua_State *L, const struct script_file *file);
const struct script_compiled *compiled_find(struct script *s,
                                            const struct script_file *file); // NULL
void compiled_finish(struct script *s);

// call.c: into the scene's functions. True when there is no such function.
const void *call_scene_key(void); // where load.c keeps the scene in the Lua registry
bool call_scene(struct incarnation *inc, enum script_call which, const struct event *event,
                double dt_s, double budget_s, struct fence_report *report);
// For draw: lays on the turn's spare list.
bool call_draw(struct incarnation *inc, double budget_s, struct fence_report *report);
double call_budget_s(const struct incarnation *inc, enum script_call which);

// hint.c: what curators can do about messages of Lua's own is put behind them.
void hint_add(char text[FAULT_TEXT]);

// bind_canvas_keep.c: frees what it keeps of its draw lists.
void keep_finish(struct incarnation *inc);

// due.c: when draw is due.
void due_timer(struct incarnation *inc, double at_s);
uint32_t due_span(struct incarnation *inc, double from_s, double to_s); // its number, or 0
void due_drop(struct incarnation *inc, uint32_t number);
void due_again(struct incarnation *inc);
bool due_now(struct incarnation *inc, double now_s); // drops what has passed
bool due_running(const struct incarnation *inc, double now_s);
double due_next_s(const struct incarnation *inc); // INFINITY: nothing waits

// release.c: what a scene leaves behind.
void release_media(struct script *s, media_handle h, double fade_s);
// All of a stage's but those of incarnation `keep` (0: all).
void release_others(struct script *s, int stage, uint32_t keep);
// What sounds of them fades in that time; what is seen stays.
void release_fading(struct script *s, int stage, uint32_t keep, double fade_s);
void release_incarnation(struct script *s, int stage, uint32_t number);
void release_freeze(struct script *s, int stage); // films stand, sounds fade
// Pictures and films that no variable of the scene holds any more, and that are not in its picture.
void release_dropped(struct incarnation *inc);
double release_reap(struct script *s); // frees what has faded or ended; when to look again

// way.c: one scene gives way to another.
// Before the next scene's first list is shown. False: it is a cut.
bool way_begin(struct script *s, const struct incarnation *next, const struct transition *how,
               double from_s);
void way_update(struct script *s, int stage); // ends what is over
void way_end(struct script *s, int stage);

// clips.c: recorded movements, read once.
int clips_open(struct incarnation *inc, const char *path, double unit, struct fault *f); // -1
struct script_clip *clips_find(struct script *s, uint32_t handle);                       // NULL
uint32_t clips_handle(const struct script *s, int index);
// NULL when it is too long to be kept, or memory is short: then motion_joint_at it is.
struct script_path *clips_path(struct script *s, const struct script_clip *c, int joint,
                               double step_s);
struct vec3 clips_path_at(struct script_path *p, long n);
void clips_finish(struct script *s);
