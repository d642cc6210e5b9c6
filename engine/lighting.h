// What installation.lua says of light, put into a mapping_desc; its tables of colours.
#pragma once
#include "installation/installation.h"
#include "mapping/lut.h"
#include "mapping/mapping.h"

// Masks and outputs' light; the rest of desc is the caller's. The desc borrows the tables. A file
// that is no table is told once and left out. Not lit: a wall on a screen, where outputs lie on one
// another; only surfaces have their masks.
void lighting_describe(const struct installation_station *place, bool lit,
                       struct mapping_desc *desc, struct lut luts[MAPPING_OUTPUTS]);
// What its tables of colours and its blacks say and cannot be: shown without them, and an error of
// `gestuaire check`.
void lighting_check(const struct installation *i, struct faults *faults);
void lighting_finish(struct lut luts[MAPPING_OUTPUTS]);
