// A house of two stages, a visitor who touches the left one, and a clock, for tests of visits.
// cmocka asserts inside.
#pragma once
#include "visit/visit.h"

#define IDLE_S 60.0
#define ASK_S 20.0
#define TOLD 4096

struct house {
    struct scene *scene;
    struct visit *visit;
    double now_s;  // steady
    double show_s; // show time less steady
    int told;
    struct visit_record records[TOLD];
    char heard[64][16]; // names of EVENT_VISIT, the last frame's
    int heard_count;
    int touches; // what the scene hears of fingers, the last frame's
    int64_t touched_by[EVENTS_MAX];
};

void open_house(struct house *h, const char *attract);
void close_house(struct house *h);
struct scene_stage *left(struct house *h);
struct scene_visit *at(struct house *h);
void feel(struct house *h, int stage, enum event_kind kind, int64_t finger, bool cancelled);
void frame(struct house *h, double dt_s);
void tap(struct house *h);
void wait_for(struct house *h, double for_s);
bool heard(const struct house *h, const char *name);
void ask(struct house *h, enum visit_ask_kind what, const char *text, int hits);
const struct visit_record *told(const struct house *h, int n, enum visit_what what);
