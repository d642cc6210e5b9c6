// All outputs of all open stations (MAPPING_SURFACES at most) side by side in one picture. The
// sheet is a composition like any other: outputs are its canvases, tiles its surfaces.
#pragma once
#include "engine.h"

#define SHEET_WIDTH 1920
#define SHEET_HEIGHT 1080

struct sheet {
    struct mapping_desc desc;
    const struct gpu_target *targets[MAPPING_SURFACES]; // borrowed
    struct mapping *mapping;
    struct surfaces *surfaces;
};

// Begun as {0}. Paints it now; NULL and a fault when it cannot be. Borrowed until sheet_finish.
const struct gpu_target *sheet_of(struct sheet *sheet, struct engine *e, struct fault *f);
void sheet_finish(struct sheet *sheet);
