// The engine: what stations share (windows, GPU, repertoire, the bus between them, the clock) and
// one to all stations of an installation. Main thread.
#pragma once
#include "base/clock.h"
#include "show/plan.h"
#include "station.h"
#include "window/window.h"

struct engine;

// Texts are borrowed until the engine is destroyed.
struct engine_desc {
    const struct installation *installation; // borrowed
    const char *root;                        // folder with scenes/, assets/, shaders/
    int station;                             // index, or -1: all of them, side by side
    const char *scene;                       // instead of the stages' own; NULL: none
    int scene_station;                       // whose stages; -1: all stations'
    const char *date;                        // today, "2026-01-01"
    const char *state;                       // state folder; NULL: none (stepped runs keep nothing)
    const struct show_plan *plan;            // cues; borrowed; NULL: none
    const char *pulse;         // file for a single station's pulse; NULL: in the state folder
    const struct hours *hours; // it sleeps outside them; borrowed; NULL: it never does
    double wall_s; // Unix time at the beginning; NAN: the machine's, and no programmes when stepped
    bool anew;     // the show begins anew, here and at other stations
    int stepped_hz; // 0: live
    bool headless;  // no display; nothing is presented
    bool windowed;  // one window that shows everything side by side
                    // (a station that is only heard needs no display)
    bool kiosk, safe, silent;
    bool desked;    // with the desk's window
    bool operated;  // with the operator's window
    bool rehearsed; // the virtual room: with `windowed`, the window shows it
    bool kept;      // stepped, but visits are logged and the pulse is felt as of a live one (soaks)
    bool unpainted; // headless, on an OpenGL that does nothing (soaks)
    bool unpaced;   // live: frames as fast as they are asked for (bench)
    const struct params *params;        // given to every first scene; NULL: none
    const struct visit_chosen *visitor; // borrowed; what a visitor had chosen; NULL: nothing
    bool lenient; // check: a scene that does not start is a fault among others, not the end
};

// NULL, with a fault, when something cannot be opened.
struct engine *engine_create(const struct engine_desc *desc, struct faults *faults);
void engine_destroy(struct engine *e);
int engine_station_count(const struct engine *e);
struct station *engine_station(struct engine *e, int n);                // n-th opened
struct station *engine_station_named(struct engine *e, const char *id); // NULL: not open
struct gpu *engine_gpu(struct engine *e);
const struct repertoire *engine_repertoire(const struct engine *e); // NULL: none
struct show_bus *engine_show(struct engine *e);
double engine_now_s(const struct engine *e);
double engine_ran_s(const struct engine *e); // since the process began: show time may be older
uint64_t engine_presented(const struct engine *e); // live: how often something reached the windows

// The operator's board as it is now; NULL: there is none.
const struct gpu_target *engine_board(struct engine *e);

// The virtual room as the eye sees it now, whole; NULL and a fault when there is none. `at`,
// `look`: the eye elsewhere; NULL: where it is.
const struct gpu_target *engine_room(struct engine *e, struct size2 size, const struct vec3 *at,
                                     const struct vec3 *look, struct fault *f);
uint64_t engine_room_painted(const struct engine *e); // px of it, since the beginning

// Stepped: runs the frame of the present moment on every station. `still`: nobody will look at it.
void engine_frame(struct engine *e, bool still);
// From now on what `still` frames show is not painted while scenes give way to each other either.
void engine_unwatch(struct engine *e, bool unwatched);
// What is shown then went missing of a transition (render_gap()).
bool engine_gap(const struct engine *e);
void engine_step(struct engine *e); // the clock moves on by one step

// Live: sleeps until something is due, runs what is, presents. False when asked to end.
bool engine_turn(struct engine *e);
// Why it ended: the window was closed, staff leaves; staff wants it to begin again; a kiosk has
// lost its session.
enum engine_end { ENGINE_ENDS, ENGINE_AGAIN, ENGINE_LOST };
enum engine_end engine_end(const struct engine *e);
