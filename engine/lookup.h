// What stations find in their content: the finder that they share, and other records once a curator
// has saved one. Main thread.
#pragma once
#include "engine.h"
#include "finder/finder.h"

struct lookup {
    const struct engine_desc *desc; // borrowed
    struct finder *finder;          // NULL: the installation has no content
    void (*wake)(void *user);       // from another thread
    void *user;
};

// desc, wake and user are set. False and a fault.
bool lookup_open(struct lookup *l, struct fault *f);
void lookup_close(struct lookup *l); // also one that was never opened
// Between frames. Takes what was answered, and puts records that were read again in *records'
// place.
void lookup_update(struct lookup *l, struct repertoire **records, struct station *stations,
                   int count);
