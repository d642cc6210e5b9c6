// The hands of `gestuaire check`: they drag and swipe, pinch and turn with two fingers, put a thing
// on a table that sees it, hold, tap twice, touch every part of every screen, press a key, and
// send every message, so that what a scene does then is tried as well. Where an attract scene
// stands it is greeted first: a touch on each part is a first touch, for each ends the visit it
// began, and messages come while nobody is there. Seeded: always the same.
#pragma once
#include "engine.h"

struct robot {
    struct engine *engine;
    const struct installation *installation;
    int station; // only this one (index of those that are open), which hears every message; -1: all
    int frame;   // since it began
    bool alone;  // one scene without its house: nobody attracts
};

// Once a frame, before engine_frame. False when it has done everything.
bool robot_work(struct robot *r);
// The n-th message to a station, first with nothing in it, then with the id of a gesture, and from
// the beginning again. False: the installation has none.
bool robot_send(struct robot *r, struct station *s, int n);
