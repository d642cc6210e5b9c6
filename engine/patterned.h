// Test patterns that lie in the composition: shown through the warps and the light of all outputs,
// instead of the canvases. There is nothing of it while none is shown.
#pragma once
#include "desk/patterns.h"
#include "gpu/gpu.h"
#include "mapping/mapping.h"
#include "surfaces/surfaces.h"

struct patterned {
    int pattern; // 0: none
    struct mapping_desc desc;
    struct mapping *mapping;   // owned
    struct surfaces *surfaces; // owned; NULL: nothing is shown instead
    struct gpu_target target;  // the composition
    struct drawlist list;
    double drawn_s; // show time
};

struct station;
// As the desk's hands want it now. True when something else is to be seen.
bool patterned_update(struct patterned *p, struct station *s);
// Warps have changed.
void patterned_follow(struct patterned *p, const struct station *s, bool light);
void patterned_show(struct patterned *p);
void patterned_finish(struct patterned *p);
// Parts of the composition that two outputs or more light, as far as their own parts say; in px
// from `at`. Returns how many, at most 16.
int patterned_overlaps(const struct mapping_desc *light, struct vec2 at, float overlaps[16][4]);
