// An installation: all that is true of one exhibition at one place, read from installation.lua into
// plain structs. Content only; calibration lies in the state folder. Every number is checked here.
// The schema tables in keys.c drive the check, docs/formats.md and the messages. Stations, stages,
// surfaces, outputs and messages keep the order of writing.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include "hours/hours.h"
#include "lamps/lamps.h"
#include "mapping/mapping.h"

#define INSTALLATION_ID 64
#define INSTALLATION_TEXT 160
#define INSTALLATION_PATH 1024
#define INSTALLATION_LANGUAGES 3
#define INSTALLATION_STATIONS 16
#define INSTALLATION_STAGES 4
#define INSTALLATION_SURFACES 16
#define INSTALLATION_OUTPUTS 8
#define INSTALLATION_SPEAKERS 8
#define INSTALLATION_EDGE 16384 // px, of a canvas or an output
#define INSTALLATION_MESSAGES 32
#define INSTALLATION_TARGETS INSTALLATION_STATIONS
#define INSTALLATION_OSC 16
#define INSTALLATION_IDLE_S 60.0 // defaults of a stage
#define INSTALLATION_ASK_S 20.0
#define INSTALLATION_MASKS 16 // of a station
#define INSTALLATION_MASK_POINTS 32
#define INSTALLATION_BODIES 256 // of the virtual room
#define INSTALLATION_LAMPS 24
#define INSTALLATION_PROJECTORS 16
#define INSTALLATION_SCREENS 16
#define INSTALLATION_SEEN 16384 // entries of a folder that is listed

// A text in the installation's languages, in their order; a missing one is "".
struct installation_text {
    char in[INSTALLATION_LANGUAGES][INSTALLATION_TEXT];
};

struct installation_stage {
    char id[INSTALLATION_ID];
    struct size2 canvas;           // px
    char scene[INSTALLATION_ID];   // the one a visit begins with
    char attract[INSTALLATION_ID]; // while nobody is there; "": `scene`
    double idle_s, ask_s;          // not touched for so long; then asked for so long
    int line;
};

struct installation_surface {
    char id[INSTALLATION_ID];
    int stage; // index
    struct vec2
        corners[4];        // in the composition, px: top left, top right, bottom right, bottom left
    struct warp_grid grid; // inside them; columns 0: none
    struct vec2 source_at, source_size; // the part of the canvas that lands there, px
    struct vec2 size_m;                 // of that part on the wall; 0, 0: not said
    int line;
};

// A point of a mask's outline, and the handles of the curves that come in and go out, from it.
struct installation_corner {
    struct vec2 at, in, out;
};

struct installation_mask {
    bool of_surface; // in px of its canvas; else of an output, in px of the composition
    int owner;       // index
    struct installation_corner corners[INSTALLATION_MASK_POINTS];
    int count;
    double feather_px;
    bool invert;
};

// What an output does to light after the warp.
struct installation_light {
    bool blend;        // from the geometry
    double edge_px[4]; // by hand: left, top, right, bottom
    double edge_power, edge_luminance;
    double black; // of its own white, linear
    double gain;
    double gamma;                // 0: sRGB's curve
    double white[3];             // red, green, blue, linear
    char lut[INSTALLATION_PATH]; // absolute; "": none
};

struct installation_output {
    char id[INSTALLATION_ID];
    struct vec2 at;                  // in the composition, px
    struct size2 size;               // px
    char display[INSTALLATION_TEXT]; // by name; "": any
    struct vec2 corners[4];          // warp, in output px; default: its own corners
    struct warp_grid grid;           // inside them; columns 0: none
    double mm_per_px;                // of a screen; 0: not said
    double height_mm;                // of its lower edge over the floor; NAN: not said
    char touch[INSTALLATION_TEXT];   // its touch screen, as X calls it; "": not said
    char pjlink[LAMPS_HOST];         // address of the projector; "": it is switched by hand
    int pjlink_port;
    bool pjlink_mute;           // asleep it is dark, its lamp stays lit
    double watts, watts_asleep; // of the screen or projector; 0: not said
    struct installation_light light;
    int line;
};

struct installation_speaker {
    char id[INSTALLATION_ID];
    int channel;    // of the device, from 1
    struct vec3 at; // at_world, metres
    double gain_db;
    bool ears; // headphones
    int line;
};

struct installation_station {
    char id[INSTALLATION_ID];
    struct installation_text title;
    struct size2 composition; // px; default: what the outputs cover, else the first canvas
    struct installation_stage stages[INSTALLATION_STAGES];
    struct installation_surface surfaces[INSTALLATION_SURFACES];
    struct installation_output outputs[INSTALLATION_OUTPUTS];
    struct installation_speaker speakers[INSTALLATION_SPEAKERS];
    struct installation_mask masks[INSTALLATION_MASKS];
    int stage_count, surface_count, output_count, speaker_count, mask_count;
    double rolloff_db;                // DBAP, dB a doubling of distance; default 6
    double blur_m;                    // DBAP; 0: 0.2 x mean speaker spacing
    double ceiling_db;                // master limiter; default -1
    double rate_hz;                   // frames at most; default 60
    char osc_host[INSTALLATION_TEXT]; // where other processes reach it; "" and 0: not at all
    int osc_port;
    int tuio_port;     // UDP; 0: no TUIO
    int tuio_output;   // index
    bool tuio_network; // from other machines, too
    bool flash_limit;  // what flashes is held back
    bool keyboard;     // visitors have one, in kiosk mode as well
    int line;
};

struct installation_message {
    char name[INSTALLATION_ID];
    double hold_s; // a station that hears it is one stage's for so long; default 0: everybody's
    int to[INSTALLATION_TARGETS]; // station indices
    int to_count;
    int line;
};

// Where OSC may go beside the stations.
struct installation_osc {
    char id[INSTALLATION_ID], host[INSTALLATION_TEXT];
    int port;
    int from;  // station that speaks to it
    bool cues; // it is told of every cue
    int line;
};

struct installation_body {
    char model[INSTALLATION_PATH]; // absolute; "": a box
    bool gone;                     // its file is not there: no body
    bool y_up;                     // the model's file
    double scale;                  // metres of its unit
    struct vec3 at, size;          // of a box: middle of its lower side; width, depth, height
    double turn, lean;             // radians
    float color[3];                // linear
    int line;
};

struct installation_projector {
    int station, output; // indices
    struct vec3 at, look;
    double roll, throw_ratio;
    struct vec2 shift;
    double lumens, black, gamma; // gamma 0: sRGB's curve
    int line;
};

struct installation_screen {
    int station, output; // indices
    struct vec3 at;      // middle of its picture's lower edge
    double turn, lean;   // radians
    double width_m, nits;
    bool gauze;
    int line;
};

// A lamp of the house.
struct installation_lamp {
    struct vec3 at, look;
    double angle, lumens; // angle in radians, from edge to edge
    float color[3];       // linear, as bright as white
    int line;
};

// The virtual room: where all of it stands. Lengths in metres, light in lux and cd/m².
struct installation_room {
    int line; // 0: there is none
    struct installation_body bodies[INSTALLATION_BODIES];
    struct installation_projector projectors[INSTALLATION_PROJECTORS];
    struct installation_screen screens[INSTALLATION_SCREENS];
    struct installation_lamp lamps[INSTALLATION_LAMPS];
    int body_count, projector_count, screen_count, lamp_count;
    bool speakers[INSTALLATION_STATIONS]; // that are seen
    float above[3], below[3], sky[3], horizon[3];
    double glow;
    struct vec3 eye_at, eye_look;
    double eye_angle, white_nits;
};

struct installation {
    char name[INSTALLATION_ID];      // the folder's
    char folder[INSTALLATION_PATH];  // absolute
    char file[INSTALLATION_PATH];    // …/installation.lua
    char content[INSTALLATION_PATH]; // repertoire folder, absolute; "": none
    struct installation_text title;
    char languages[INSTALLATION_LANGUAGES][12]; // BCP 47, the first is the default
    int language_count;
    struct installation_station stations[INSTALLATION_STATIONS];
    int station_count;
    struct installation_message messages[INSTALLATION_MESSAGES];
    int message_count;
    struct installation_osc osc[INSTALLATION_OSC];
    int osc_count;
    struct installation_room room;
    struct hours hours;                 // when the doors are open
    char zone[INSTALLATION_ID];         // time zone of the place; "": the machine's
    char show[INSTALLATION_PATH];       // the file of the show's cues, absolute; "": none
    char show_shown[INSTALLATION_PATH]; // as messages name it
    double script_call_s;               // fence: CPU a call; default 0.008
    double script_memory_mib;           // default 64
};

// Reads `folder`/installation.lua. NULL when an error was found; warnings alone do not hinder it.
// All faults found are added, each `file:line: path: what is wrong; what is allowed`.
// `root` is the folder that holds scenes/ and assets/ (scenes named here are looked for there too).
struct installation *installation_read(const char *folder, const char *root, struct faults *faults);
// The same for a text that was read already (fuzzers, editors): `i` has its folder and name, the
// rest is zero. `file` is how messages name it. False when an error was found; `i` is then not to
// be used.
bool installation_read_text(struct installation *i, const char *root, const char *text,
                            size_t length, const char *file, struct faults *faults);
// For the safe scene, where `folder` holds nothing that can be read or no such station: one canvas
// of 1920 x 1080 px, in three languages, all of it on each of so many outputs. NULL: no memory, or
// the program's own scenes are not there.
struct installation *installation_safe(const char *folder, const char *root, const char *station,
                                       int outputs, struct faults *faults);
void installation_destroy(struct installation *i);
int installation_station_find(const struct installation *i, const char *id); // -1: none
int installation_osc_find(const struct installation *i, const char *id);     // -1: none

// Finds a plain file as scenes name it: in `scene_folder` (may be NULL), then the installation,
// then root/assets. Names with "..", absolute ones, and links that lead outside the installation,
// root/scenes and root/assets are refused. False and a fault that says where it was looked for, and
// which file there has nearly that name.
bool installation_find(const struct installation *i, const char *root, const char *scene_folder,
                       const char *name, char *path, size_t size, struct fault *f);
// Tells the plain files in a folder of the installation ("works"), in no order. Hidden ones and
// links that lead outside are left out, and what comes after INSTALLATION_SEEN entries. False and a
// fault when the folder is not there, or not inside.
bool installation_list(const struct installation *i, const char *folder,
                       void (*each)(void *to, const char *name), void *to, struct fault *f);
// The folder of a scene: installation's scenes/<name>, then root/scenes/<name>.
bool installation_scene(const struct installation *i, const char *root, const char *name,
                        char *folder, size_t size, struct fault *f);
// The installation's own scenes: folders of scenes/ that hold a scene.lua, sorted. Returns how
// many, at most `room` are written.
int installation_scenes(const struct installation *i, char names[][INSTALLATION_ID], int room);
// Every key with type, range, unit, default and sentence, as Markdown (docs/formats.md).
char *installation_document(void); // owned by the caller
