// What staff reads over the outputs of a station: gathered from its rooms a few times a second.
#pragma once
#include "station.h"

void staffed_show(struct station *s, bool shown);
void staffed_update(struct station *s);         // once a frame; nothing while it is not shown
double staffed_next_s(const struct station *s); // show time; INFINITY: not shown
