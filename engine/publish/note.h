// publish: notes in print. What lies on a film is drawn over the picture that stands there; what
// lies on a movement is said.
#pragma once
#include "publish/part.h"

// The notes of a gesture or a work, in the order of their time: on its film, on views of its
// capsules, on its clip, or naming it.
void note_put(struct entry *e);
