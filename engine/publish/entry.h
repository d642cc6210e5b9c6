// publish: what stands on one page or more: a work, a gesture, and short entries of what is to be
// documented.
#pragma once
#include "publish/print.h"

void entry_work(struct book *b, const json_t *work);
void entry_gesture(struct book *b, const json_t *gesture);
// Several on a page, in order.
void entry_short(struct book *b, const json_t *const *gestures, int count);
