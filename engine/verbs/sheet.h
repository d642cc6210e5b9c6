// All outputs of all open stations side by side in one picture. The sheet is a composition like any
// other: outputs are its canvases, tiles its surfaces.
#pragma once
#include "engine.h"

#define SHEET_WIDTH 1920
#define SHEET_HEIGHT 1080

struct sheet {
    struct mapping_desc desc;
    struct mapping *mapping;
    struct surfaces *surfaces;
};

// Paints it now; NULL, told on standard error, when it cannot be. Borrowed until sheet_finish.
const struct gpu_target *sheet_of(struct sheet *sheet, struct engine *e);
void sheet_finish(struct sheet *sheet);
