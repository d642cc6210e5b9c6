// The safe scene: a draw list without scripts or films, for the day when nothing else runs. The
// installation's title in its languages, drifting slowly so that nothing burns in.
#pragma once
#include "station.h"

void safe_draw(struct station *s, double now_s);
