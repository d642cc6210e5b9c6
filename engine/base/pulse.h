// The pulse: a page in a file that others may read while the engine runs (the supervisor): frames
// asked and presented, audio blocks, input, and a breadcrumb that names the script call that is
// running. Counters only grow. Without a file it lies in plain memory. A page is never shorter than
// it was, so who reads it while another engine begins sees zeros.
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PULSE_MAGIC 0x31534c50u // "PLS1", little-endian
#define PULSE_CRUMB 128
#define PULSE_EXIT_AGAIN 10 // exit code of an engine that staff wants to be started again, in order

struct pulse_page {
    uint32_t magic, pid;
    _Atomic uint64_t beats;        // turns of the main loop, also while it waits
    _Atomic uint64_t asked;        // frames that something asked for
    _Atomic uint64_t presented;    // frames that reached the outputs
    _Atomic uint64_t drawn;        // calls of a scene's draw
    _Atomic uint64_t audio;        // audio blocks mixed
    _Atomic uint64_t input;        // events taken from people
    char crumb[PULSE_CRUMB];       // "facade: draw", or "" outside scripts; best effort
    _Atomic uint64_t shown;        // pictures that reached the windows; without any: those drawn
    _Atomic uint64_t patience_ms;  // the loop may stand so long and is well; 0: nothing is said
    _Atomic uint64_t sounding;     // 1: a device runs and should take blocks
    _Atomic uint64_t control_port; // UDP, where other machines are heard; 0: nowhere
    _Atomic uint64_t control;      // datagrams read there
};

struct pulse;

// `file` NULL: plain memory. A file that cannot be made is logged and plain memory is used.
struct pulse *pulse_create(const char *file);
void pulse_destroy(struct pulse *p);
struct pulse_page *pulse_page(struct pulse *p); // borrowed
void pulse_crumb(struct pulse *p, const char *scene, const char *call);
void pulse_frame(struct pulse *p, bool asked, bool presented);
void pulse_input(struct pulse *p, uint64_t events); // so many until now
void pulse_shown(struct pulse *p);
// What takes longer is meant: staff's work, outputs asleep. 0: as usual.
void pulse_patience(struct pulse *p, double seconds);
