// What staff reads over the outputs of a station: gathered from its rooms a few times a second.
#pragma once
#include "station.h"

// Facts as they are now, into s->facts; costs of scenes once a second.
void staffed_gather(struct station *s);
// Whether what rooms cost is measured for others than who looks at the overlay.
void staffed_measure(struct station *s, bool asked);
void staffed_show(struct station *s, bool shown);
void staffed_update(struct station *s);         // once a frame; nothing while it is not shown
double staffed_next_s(const struct station *s); // show time; INFINITY: not shown
