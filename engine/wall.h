// Stations side by side: a tile for each, as large as fits, and in it each output where it lies in
// the station's composition. What two outputs share is shown once, as it will be on the wall.
#pragma once
#include "station.h"

// Fills window, station, output and place of a pane for every output, in order; returns how many.
// `sizes` gets each output's own size.
int wall_panes(const struct station *stations, int count, struct size2 size, struct pane *panes,
               struct size2 *sizes, int room);
