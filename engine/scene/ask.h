// What a scene asks of the machines beside drawing and media: another scene, a message to other
// stations. A fixed queue per station, filled by script/, emptied by show/. Plain data.
#pragma once
#include "scene/params.h"
#include "scene/transition.h"
#include <stdbool.h>

#define ASK_NAME 64
#define ASK_LONG 160 // of a parameter or an OSC address

enum ask_kind {
    ASK_GO,      // stage `stage` shows scene `name` with `params`; `how` it comes
    ASK_SEND,    // message `name` with `params` goes where installation.lua sends it
    ASK_RELEASE, // the stations that hear message `name` are given back (scene/hold.h)
    ASK_SHOW,    // a verb of the show: `verb`, `name`, `value`, `over_s`
    ASK_OSC // `name` is an OSC address, `target` who hears it, params "1", "2", … its arguments
};

struct ask {
    enum ask_kind kind;
    int stage;
    char name[ASK_LONG];
    struct params params;
    struct transition how;
    int verb; // enum show_verb
    double value, over_s;
    char target[ASK_NAME];
};

#define ASKS_MAX 64

struct asks {
    int count, lost;
    struct ask items[ASKS_MAX];
};

bool asks_put(struct asks *q, const struct ask *a); // false when full
