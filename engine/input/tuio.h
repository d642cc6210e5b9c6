// TUIO 1.1 (tuio.org/?specification): what senders say of cursors, objects and blobs becomes
// contacts that begin, move and end. Pure: datagrams and times in, steps out; no sockets, no
// threads, bounded whatever comes.
//
// A frame is `alive` (the sessions there are), `set` (one that changed) and `fseq`; it counts when
// its fseq comes, or its bundle ends. What is not in `alive` has ended, so that lost datagrams
// heal. A frame older than the last one is dropped; one that is TUIO_LATE older is of a sender that
// began anew; -1 is said again and has no order. Senders are told apart by address and `source`
// name; without a name, by address and port (single messages outside bundles: by address). A cursor
// and a blob of one session are one contact. Three-dimensional profiles are passed over.
#pragma once
#include "input/input.h"

#define TUIO_DATAGRAM 65536
#define TUIO_SENDERS 16
#define TUIO_CONTACTS 64  // of one sender and profile
#define TUIO_ALIVE 1024   // sessions in one frame
#define TUIO_SETS 128     // in one frame
#define TUIO_LATE 100     // frames
#define TUIO_SILENT_S 5.0 // a sender repeats what is alive more often; after that its contacts end
#define TUIO_FIRST INT64_C(1000000001) // contacts are numbered from here, never twice

struct tuio;

struct tuio_from { // host byte order
    uint32_t address;
    uint16_t port;
};

struct tuio_step {
    enum input_phase phase; // not INPUT_KEY
    int64_t contact;
    double x, y;          // 0 to under 1, of the output
    double width, height; // of a blob, likewise; 0: not known
    double angle;         // objects: radians
    int object;           // objects: mark
    bool cancelled;       // its sender is silent
};

typedef void tuio_told(void *user, const struct tuio_step *step);

struct tuio_refusal {
    int count;
    const char *why; // of the last one
};

struct tuio *tuio_create(tuio_told *told, void *user); // NULL when memory is short
void tuio_destroy(struct tuio *t);
void tuio_hear(struct tuio *t, const struct tuio_from *from, const unsigned char *bytes,
               size_t size, double now_s);
void tuio_pass(struct tuio *t, double now_s); // ends what silent senders left
double tuio_next_s(const struct tuio *t);     // when the next falls silent; INFINITY: never
// All contacts are forgotten without a step: who is still there begins anew.
void tuio_forget(struct tuio *t);
// What was refused since it was last asked.
struct tuio_refusal tuio_refused(struct tuio *t);
