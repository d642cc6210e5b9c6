// The magnifier of the desk: what an output shows around a point, eight times as large, laid on the
// output itself.
#pragma once
#include "gpu/gpu.h"
#include "mapping/mapping.h"
#include "surfaces/surfaces.h"

#define MAGNIFIER_TIMES 8
#define MAGNIFIER_PX 40 // of the output that are seen, each way

struct magnifier {
    struct mapping_desc desc;
    struct mapping *mapping;   // owned
    struct surfaces *surfaces; // owned
    bool failed;               // told once
};

struct station;
// Lays it over what surfaces show, where the hands ask for it.
void magnifier_lay(struct magnifier *m, struct station *s, struct surfaces *shown);
void magnifier_finish(struct magnifier *m);
