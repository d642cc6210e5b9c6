// What a scene asks of the machines beside drawing and media: another scene, a message to other
// stations. A fixed queue per station, filled by script/, emptied by show/. Plain data.
#pragma once
#include "scene/params.h"
#include "scene/transition.h"
#include <stdbool.h>

#define ASK_NAME 64

enum ask_kind {
    ASK_GO,   // stage `stage` shows scene `name` with `params`; `how` it comes
    ASK_SEND, // message `name` with `params` goes where installation.lua sends it
};

struct ask {
    enum ask_kind kind;
    int stage;
    char name[ASK_NAME];
    struct params params;
    struct transition how;
};

#define ASKS_MAX 64

struct asks {
    int count, lost;
    struct ask items[ASKS_MAX];
};

bool asks_put(struct asks *q, const struct ask *a); // false when full
