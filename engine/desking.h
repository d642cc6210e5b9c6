// The technician's desk on the outputs themselves (F3): never by a key or a hand in kiosk mode.
#pragma once
#include "station.h"
#include "window/window.h"

#define DESKING_KEY "F3"

// What the technician did comes over what installation.lua says (s->light). What is wrong with
// `file` is told; NULL: nothing is kept. `live`: no other program writes there meanwhile. False: no
// memory.
bool desking_open(struct station *s, const char *file, bool live, struct fault *f);
void desking_begin(struct station *s);           // once there is light
void desking_show(struct station *s, bool open); // nothing when it is so already
// A pattern alone, without points and panel.
void desking_pattern(struct station *s, int pattern, bool warped);
// A key, pressed in any window of the program: F3 is told to the station that was touched last,
// else the first with outputs; all others to the station whose desk is open. False: another event.
bool desking_take(struct station *stations, int count, const struct window_event *event,
                  double now_s);
// Another output is to have the display that output `here` is on. False: nobody wished so.
bool desking_binds(struct station *s, int *here, int *to);
void desking_bound(struct station *s, int to, const struct fault *f); // NULL: it is so
// Somebody types a name there: letters are wanted as text.
bool desking_spells(const struct station *stations, int count);
// After input: what hands did, and what is seen of it.
void desking_update(struct station *s);
double desking_next_s(const struct station *s); // show time; INFINITY: nothing is due
