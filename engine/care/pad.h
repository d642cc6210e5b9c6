// What staff touches on the glass of a kiosk: keys for the PIN, then a small menu. Laid over one
// output in its own px, around the place where the staff gesture was: there it can be reached.
// Fingers and keys in, what is wanted out; no GL, no clock, no files. Main thread.
#pragma once
#include "base/vec.h"
#include "care/pin.h"
#include "scene/drawlist.h"
#include "words/words.h"

#define PAD_OPEN_S 20.0 // nobody touches it for so long: it closes
#define PAD_BUTTONS 16

enum pad_page { PAD_CLOSED, PAD_PIN, PAD_MENU };

enum pad_wish {
    PAD_NOTHING,
    PAD_TRY, // digits are to be looked at
    PAD_DESK,
    PAD_NOTES,
    PAD_RESTART,
    PAD_LEAVE,
    PAD_BACK // also a finger beside it
};

struct pad_button {
    float x, y, w, h; // output px
    enum pad_wish wish;
    char digit;       // '0' to '9', '<'; 0: none
    const char *word; // key of its text; NULL: the digit
};

struct pad {
    const struct words *words; // borrowed; NULL: keys of texts are shown
    char language[12];
    enum pad_page page;
    int output;
    bool edits; // there is a note editor to open
    char digits[PIN_MOST + 1];
    const char *said; // key of a text; NULL: nothing
    int minutes;      // in it
    bool waits;       // for an answer: keys do nothing
    uint64_t version; // grows when there is something else to see
    struct draw_rect panel;
    struct pad_button buttons[PAD_BUTTONS];
    int button_count, pressed; // -1: none
    int64_t finger;            // that presses
};

struct pad_place {
    int output;
    struct size2 size; // of the output, px
    double mm_per_px;  // 0: not known
    struct vec2 at;    // output px; it stays on the glass
};
void pad_init(struct pad *p, const struct words *words, const char *language);
void pad_open(struct pad *p, enum pad_page page, const struct pad_place *place, bool edits);
void pad_close(struct pad *p);
// The answer to digits that were tried; they are forgotten. `minutes`: of a lock, in `said`.
void pad_say(struct pad *p, const char *said, int minutes);

enum pad_phase { PAD_DOWN, PAD_MOVE, PAD_UP };
enum pad_wish pad_touch(struct pad *p, enum pad_phase phase, int64_t finger, int output,
                        struct vec2 at);
enum pad_wish pad_key(struct pad *p, const char *key); // SDL's name
void pad_draw(const struct pad *p, struct drawlist *list, struct size2 size);
