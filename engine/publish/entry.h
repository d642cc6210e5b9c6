// publish: what stands on one page or more: a work, a gesture, an enterprise, and short entries of
// what is to be documented.
#pragma once
#include "publish/print.h"

void entry_work(struct book *b, const json_t *work);
void entry_gesture(struct book *b, const json_t *gesture);
void entry_enterprise(struct book *b, const json_t *enterprise);
// Several on a page, in order.
void entry_short(struct book *b, const json_t *const *gestures, int count);
