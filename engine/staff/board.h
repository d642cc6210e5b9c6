// What an operator sees of the show in a window of their own, and what keys and touches on it mean:
// cues that ran, run and come, GO, BACK, PANIC. Facts into a draw list, keys into orders; no GL, no
// clock. Main thread.
#pragma once
#include "base/log.h"
#include "scene/drawlist.h"
#include "show/plan.h"
#include "show/show.h"

#define BOARD_TWICE_S 0.3 // a second GO within this time was the same press
#define BOARD_BUTTONS 4
#define BOARD_ROWS 64 // of cues that are seen at once

enum board_button { BOARD_GO, BOARD_BACK, BOARD_PANIC, BOARD_RESUME };

struct board_place {
    float x, y, w, h; // px of the window
};

struct board {
    int language; // index into the installation's; decides on the words
    int chosen;   // cue that Return goes to; -1: none
    double go_s;  // of the last GO
    bool went;
    // Where things lay when it was drawn last.
    struct board_place buttons[BOARD_BUTTONS]; // w 0: not there
    struct board_place rows[BOARD_ROWS];
    int row_cues[BOARD_ROWS], row_count;
};

// What is shown; gathered by the engine.
struct board_facts {
    char title[256], language[12]; // of the installation; BCP 47
    struct show_view view;
    double now_s;
    double timelines_s[PLAN_TIMELINES]; // negative: it does not run
    char hour[12];                      // "21:04:07"; "": not shown
    struct log_line said;               // the last warning
    bool warned;
};

void board_init(struct board *b, int language);
// Lays it for a window of that size. What the words are in: "fr", "it", else English.
void board_draw(struct board *b, const struct board_facts *f, struct drawlist *list, int width,
                int height);
// Space: GO. Backspace: BACK. Escape: PANIC. R: RESUME, in the dark. Up, Down: choose a cue;
// Return: go there. True when something is asked of the show.
bool board_key(struct board *b, const struct board_facts *f, const char *key,
               struct show_order *order);
// A press at px of the window: the buttons; a cue is chosen, and gone to when it was.
bool board_press(struct board *b, const struct board_facts *f, double x, double y,
                 struct show_order *order);
