// The note editor, which staff opens over what a stage shows (F2): never in kiosk mode.
#pragma once
#include "station.h"
#include "window/window.h"

#define EDITING_KEY "F2"

// The key, pressed in any window of the program, the operator's too: it is told to the station with
// the stage that was touched last, else to one that shows a page, else to the first. False: another
// event, or a kiosk.
bool editing_take(const struct station *stations, int count, const struct window_event *event,
                  double now_s);
// The same by staff's menu in a kiosk.
void editing_open(struct station *s);
// After input, before visits: takes the key from what stages heard, and brings SCENE_STAFF to the
// stage that was touched last (as above). Its params are those of the scene it lies over, and
// `back` (that scene), `page` (what it said it shows), `media` and `t` (the film that it showed,
// and where).
void editing_update(struct station *s);
