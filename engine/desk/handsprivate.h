// Inside desk/: what the files of hands share.
#pragma once
#include "desk/hands.h"
#include "desk/place.h"

// A sentence of the interface; its key where there is none.
const char *hands_word(const struct hands *h, const char *key);
// Said over the outputs for a while.
void hands_say(struct hands *h, const char *text);
void hands_changed(struct hands *h); // there is something else to see
bool hands_has(const struct hands *h, struct desk_at at);
void hands_pick(struct hands *h, struct desk_at at, bool add);
// Owner of the last point picked. False: nothing is picked.
bool hands_owner(const struct hands *h, enum desk_of *of, int *owner);
void hands_move(struct hands *h, const struct vec2 *places, bool more);
void hands_refused(struct hands *h, const struct fault *f);
// `more`: the step before goes on.
void hands_nudge(struct hands *h, double x, double y, bool more);
void hands_go_on(struct hands *h); // what is held
