// What installation.lua says of light, put into a mapping_desc; its tables of colours.
#pragma once
#include "installation/installation.h"
#include "mapping/lut.h"
#include "mapping/mapping.h"

// Surfaces, outputs, masks and light of a station; `desc` is zeroed. It borrows the tables. A file
// that is no table is told once and left out.
void lighting_describe(const struct installation_station *place, struct mapping_desc *desc,
                       struct lut luts[MAPPING_OUTPUTS]);
// For a wall on a screen, where outputs lie on one another: no masks and no light of outputs.
void lighting_leave_out(struct mapping_desc *desc);
// What its tables of colours and its blacks say and cannot be: shown without them, and an error of
// `gestuaire check`.
void lighting_check(const struct installation *i, struct faults *faults);
void lighting_finish(struct lut luts[MAPPING_OUTPUTS]);
