// A stage without machines for tests of scenes: files in a temporary folder, a table, a script
// room. What a scene laid down is plain data and is read from the table. cmocka asserts inside.
#pragma once
#include "script/script.h"

// An arm along +X, 1.4 m over the ground: shoulder, elbow at 0.3 m, hand at 0.58, its end at 0.66.
// In the second of its two half seconds the elbow, which was bent upward to a right angle at 0.5 s,
// is stretched again. Centimetres, Y up, as BVH has it.
#define HOUSE_BODY                                                                     \
    "HIERARCHY\nROOT RightArm\n{\nOFFSET 0 140 0\n"                                    \
    "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"         \
    "JOINT RightForeArm\n{\nOFFSET 30 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n" \
    "JOINT RightHand\n{\nOFFSET 28 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n"    \
    "End Site\n{\nOFFSET 8 0 0\n}\n}\n}\n}\n"                                          \
    "MOTION\nFrames: 3\nFrame Time: 0.5\n"                                             \
    "0 140 0 0 0 0 0 0 0 0 0 0\n0 140 0 0 0 0 90 0 0 0 0 0\n0 140 0 0 0 0 0 0 0 0 0 0\n"

struct house {
    char folder[256]; // holds scenes/<name>/scene.lua, scenes/lib/, shared/lib/, files
    char shared[280]; // the last but one
    struct scene *scene;
    struct script *script;
    struct pulse *pulse;
    int told;
    char last[FAULT_TEXT]; // told last: the stage's number, a space, the text
    char log[8192];        // all lines
    int saves;
};

// `more` (may be NULL) gives what the house does not set itself: budgets, content, text, date.
struct house *house_open(int stages, const struct script_desc *more);
void house_close(struct house *h);
// Writes a file into the folder; each save has a later time than the one before.
void house_save(struct house *h, const char *file, const char *text);
void house_lend(struct house *h, const char *name); // of the program's scenes/lib/, for require
// Saves `lua` as the scene of a stage and starts it there.
bool house_start(struct house *h, int stage, const char *lua, struct fault *f);
struct house *house_play(const char *lua); // one stage; fails the test when it does not start
void house_frame(struct house *h, double now_s);
void house_tell(struct house *h, int kind); // an event of stage 0 with nothing but its kind

// Of stage 0: its list, one command of it, a command's points, and a text command's letters.
const struct drawlist *house_list(const struct house *h);
const struct draw_command *house_command(const struct house *h, uint32_t n);
const float *house_points(const struct house *h, uint32_t n);
void house_has_text(const struct house *h, uint32_t n, const char *text);
