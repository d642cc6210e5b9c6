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
// Whose it is: of what is picked, else, of masks and light, the owner, else the output of the hand.
void hands_target(const struct hands *h, enum desk_of *of, int *owner);
void hands_recall(struct hands *h, int record);
void hands_ask(struct hands *h, enum hands_asks asks);
double hands_reach_px(const struct hands *h, int output); // so near a finger takes a point
double hands_step_px(const struct hands *h);
// A press of an arrow: points move by `step_px`; in the light up and down choose the row, left and
// right change it by as many of its steps.
void hands_arrow(struct hands *h, double x, double y, double step_px, bool more);

// handslight.c
void hands_choose(struct hands *h, int by);
void hands_change(struct hands *h, double steps, bool more); // of the row that is chosen
void hands_type_value(struct hands *h);                      // what was typed; a switch turns over
bool hands_value_switches(const struct hands *h);            // 0 and 1 are all it knows
void hands_unsay(struct hands *h);                           // as if it were not said
void hands_light_copy(struct hands *h);                      // of an output
void hands_light_paste(struct hands *h);
void hands_value_label(const struct hands *h, const struct hands_value *v, char text[96]);
void hands_value_text(const struct hands *h, const struct hands_value *v, char text[48]);

// handsmasks.c
void hands_outline(struct hands *h); // begins one, or closes the one that is drawn
bool hands_outline_touch(struct hands *h, const struct hands_touch *t);
void hands_outline_back(struct hands *h); // its last point goes
void hands_mask_insert(struct hands *h);
void hands_mask_remove(struct hands *h);
void hands_mask_remove_whole(struct hands *h);
void hands_mask_smooth(struct hands *h);
void hands_mask_invert(struct hands *h);
