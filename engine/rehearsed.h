// The virtual room of an installation, with its stations live in it: what changed is told to
// rehearsal/, the eye walks, a press on a screen is a touch of its output. Main thread.
#pragma once
#include "rehearsal/rehearsal.h"
#include "station.h"
#include "window/window.h"

struct rehearsed;

// NULL and a fault with file and line when there is no room, or it cannot be. `live`: in a window,
// where a slow machine paints fewer px.
struct rehearsed *rehearsed_open(struct gpu *gpu, const struct installation *in, bool live,
                                 struct fault *f);
void rehearsed_close(struct rehearsed *r); // NULL is fine
// The eye elsewhere; NULL: it stays.
void rehearsed_stand(struct rehearsed *r, const struct vec3 *at, const struct vec3 *look);
void rehearsed_drawn(struct rehearsed *r,
                     const struct station *s);                // its outputs show something new
void rehearsed_heard(struct rehearsed *r, struct station *s); // its meters, as they are now
// Paints, at most what is seen otherwise; NULL and a fault when it cannot be. `changed` says
// whether something is. Borrowed until the next call.
const struct gpu_target *rehearsed_paint(struct rehearsed *r, struct size2 size, double now_s,
                                         bool *changed, struct fault *f);
const struct gpu_target *rehearsed_target(const struct rehearsed *r); // as last painted, or NULL
double rehearsed_next_s(const struct rehearsed *r);                   // when it wants to be painted
// Keys that walk, the mouse that looks and touches. False: it is nobody's here.
bool rehearsed_event(struct rehearsed *r, struct station *stations, int count,
                     const struct window_event *event, double now_s);
uint64_t rehearsed_painted(const struct rehearsed *r); // px
