// The note editor, which staff opens over what a stage shows (F2): never in kiosk mode.
#pragma once
#include "station.h"

#define EDITING_KEY "F2"

// After input, before visits: takes the key from what stages heard, and brings SCENE_STAFF to the
// stage that was touched last. Its params are those of the scene it lies over, and `back` (that
// scene), `page` (what it said it shows), `media` and `t` (the film that it showed, and where).
void editing_update(struct station *s);
