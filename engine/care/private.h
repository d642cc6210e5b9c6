// Inside care/: the thread that holds on to an X server.
#pragma once
#include "base/ring.h"
#include "care/lock.h"

#include <pthread.h>
#include <xcb/xcb.h>

struct lock {
    xcb_connection_t *x;
    xcb_window_t root;
    void (*wake)(void *user);
    void *user;
    pthread_t thread;
    int ends_fd;
    struct ring keys;
    pthread_mutex_t mutex; // of windows[], held
    uint32_t windows[LOCK_WINDOWS];
    int window_count;
    bool looked; // held is known
    struct lock_held held;
    // The thread's alone.
    int until_look;  // holds until the next look at what holds
    bool grabbed;    // keys come here
    bool grab_told;  // that they do not
    bool cover_told; // that something lies over us
    xcb_keycode_t first_code;
    int per_code;
    xcb_keysym_t *symbols; // owned; per_code for each code; NULL: not known
    int symbol_count;
    uint16_t saver_s, saver_every_s; // as they were
    uint8_t saver_blanks, saver_exposes;
    bool blanks; // DPMS is there
    uint16_t standby_s, suspend_s, off_s;
    bool inputs; // XI2 is there
    bool fixes;  // XFixes, which shows the cursor
    uint8_t input_op;
    uint16_t pens[LOCK_PENS];
    int pen_count;
};

// lockkeys.c
void lock_grab(struct lock *l);
void lock_learn_keys(struct lock *l);
void lock_take_key(struct lock *l, const xcb_key_press_event_t *e, bool down);
// SDL's name of a key with these two symbols; empty: nobody asks for it.
void lock_key_name(uint32_t plain, uint32_t shifted, char name[32]);
void lock_key_text(uint32_t symbol, char text[8]); // of Latin 1 and Unicode; of others ""

// lockheld.c
void lock_find_cursor(struct lock *l);
void lock_look(struct lock *l);

// lockscreen.c
struct lock_area {
    int x, y, w, h;
};
int lock_areas(struct lock *l, struct lock_area areas[LOCK_WINDOWS]); // of ours that are seen
xcb_window_t lock_cover(struct lock *l); // what lies over one of ours; XCB_NONE: nothing
void lock_raise(struct lock *l);
void lock_keep_awake(struct lock *l, bool first);
void lock_let_sleep(struct lock *l);

// lockpens.c
void lock_find_inputs(struct lock *l);
void lock_pens_off(struct lock *l);
void lock_pens_on(struct lock *l);
int lock_pens_left(struct lock *l); // that are on all the same; -1: not known
