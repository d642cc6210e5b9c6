// What scenes may read of the show as a whole. show/ writes it before each frame. Plain data.
#pragma once
#include <stdbool.h>

#define FACTS_ID 64

struct show_facts {
    char cue[FACTS_ID];  // the last that came; "": none
    char next[FACTS_ID]; // what GO would bring; "": none
    char list[FACTS_ID];
    double since_s;   // show time the last one fell due
    double coming_in; // seconds until the next comes by itself; negative: it waits for GO
    bool dark;        // PANIC
};
