// --touch and --replay, handed to the stations they name: `[STATION/][OUTPUT:]X,Y@S`, and in replay
// files `STATION/OUTPUT` where an output stands.
#pragma once
#include "verbs/verbs.h"

// Tells of each --touch whose tap comes after what is written has ended.
void touches_warn_late(const struct session_desc *desc, double until_s);
// Does any of them name a station other than `id`?
bool touches_elsewhere(const struct session_desc *desc, const char *id);
// False, with faults, when one cannot be read or names a station or output that is not there.
bool touches_give(struct session *s, const struct session_desc *desc);
