// The keyboard held, and what its keys are called.
#include "base/log.h"
#include "care/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A grab that holds is taken once more without harm; one that was lost is there again.
void lock_grab(struct lock *l)
{
    xcb_grab_keyboard_reply_t *reply =
        xcb_grab_keyboard_reply(l->x,
                                xcb_grab_keyboard(l->x, 0, l->root, XCB_CURRENT_TIME,
                                                  XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC),
                                NULL);
    bool grabbed = reply && reply->status == XCB_GRAB_STATUS_SUCCESS;
    free(reply);
    if (!grabbed && !l->grab_told)
        log_warning("care", "another program has the keyboard; it is asked for again and again");
    else if (grabbed && l->grab_told)
        log_info("care", "the keyboard is held");
    l->grab_told = !grabbed;
    l->grabbed = grabbed;
}

void lock_learn_keys(struct lock *l)
{
    const xcb_setup_t *setup = xcb_get_setup(l->x);
    int count = setup->max_keycode - setup->min_keycode + 1;
    xcb_get_keyboard_mapping_reply_t *reply = xcb_get_keyboard_mapping_reply(
        l->x, xcb_get_keyboard_mapping(l->x, setup->min_keycode, (uint8_t)count), NULL);
    if (!reply)
        return;
    int length = xcb_get_keyboard_mapping_keysyms_length(reply);
    xcb_keysym_t *symbols = calloc((size_t)length + 1, sizeof *symbols);
    if (symbols) {
        memcpy(symbols, xcb_get_keyboard_mapping_keysyms(reply), (size_t)length * sizeof *symbols);
        free(l->symbols);
        l->symbols = symbols;
        l->symbol_count = length;
        l->first_code = setup->min_keycode;
        l->per_code = reply->keysyms_per_keycode;
    }
    free(reply);
}

static bool is_digit(uint32_t symbol)
{
    return symbol >= '0' && symbol <= '9';
}

// X11/keysymdef.h and SDL_keyboard.c.
static const char *special(uint32_t symbol)
{
    static const struct {
        uint32_t symbol;
        const char *name;
    } names[] = {
        {' ', "Space"},     {0xff08, "Backspace"},    {0xff09, "Tab"},      {0xfe20, "Tab"},
        {0xff0d, "Return"}, {0xff8d, "Keypad Enter"}, {0xff1b, "Escape"},   {0xffff, "Delete"},
        {0xff50, "Home"},   {0xff51, "Left"},         {0xff52, "Up"},       {0xff53, "Right"},
        {0xff54, "Down"},   {0xff55, "PageUp"},       {0xff56, "PageDown"}, {0xff57, "End"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].symbol == symbol)
            return names[i].name;
    return NULL;
}

void lock_key_name(uint32_t plain, uint32_t shifted, char name[32])
{
    name[0] = 0;
    if (is_digit(plain) || is_digit(shifted))
        snprintf(name, 32, "%c", (char)(is_digit(plain) ? plain : shifted));
    else if (shifted >= 0xffb0 && shifted <= 0xffb9)
        snprintf(name, 32, "Keypad %u", shifted - 0xffb0);
    else if (plain >= 0xffb0 && plain <= 0xffb9)
        snprintf(name, 32, "Keypad %u", plain - 0xffb0);
    else if (plain >= 0xffbe && plain <= 0xffc9)
        snprintf(name, 32, "F%u", plain - 0xffbe + 1);
    else if (special(plain))
        snprintf(name, 32, "%s", special(plain));
    else if (plain >= 'a' && plain <= 'z')
        snprintf(name, 32, "%c", (char)(plain - 'a' + 'A'));
    else if (plain > ' ' && plain < 0x7f)
        snprintf(name, 32, "%c", (char)plain);
}

// X11/keysymdef.h: Latin 1 as it is, else Unicode behind 0x01000000.
void lock_key_text(uint32_t symbol, char text[8])
{
    bool latin = (symbol >= ' ' && symbol < 0x7f) || (symbol >= 0xa0 && symbol <= 0xff);
    bool unicode = symbol >= 0x01000100 && symbol <= 0x0110ffff;
    uint32_t c = latin ? symbol : unicode ? symbol - 0x01000000 : 0;
    char *to = text;
    if (c >= 0x10000) {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3f));
    } else if (c >= 0x800) {
        *to++ = (char)(0xe0 | c >> 12);
    }
    if (c >= 0x800)
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    else if (c >= 0x80)
        *to++ = (char)(0xc0 | c >> 6);
    *to++ = (char)(c >= 0x80 ? 0x80 | (c & 0x3f) : c);
    *to = 0;
}

// Its third level (AltGr) is the fifth of a key's symbols, Shift's the one behind.
static uint32_t symbol_of(const struct lock *l, int at, uint16_t state)
{
    int level = state & XCB_MOD_MASK_5 ? 4 : 0;
    bool letter = l->symbols[at] >= 'a' && l->symbols[at] <= 'z';
    bool shift = state & XCB_MOD_MASK_SHIFT, lock = state & XCB_MOD_MASK_LOCK;
    level += letter ? shift != lock : shift;
    return level < l->per_code ? l->symbols[at + level] : 0;
}

void lock_take_key(struct lock *l, const xcb_key_press_event_t *e, bool down)
{
    struct lock_key key = {.down = down,
                           .control = e->state & XCB_MOD_MASK_CONTROL,
                           .shift = e->state & XCB_MOD_MASK_SHIFT,
                           .alt = e->state & XCB_MOD_MASK_1};
    int at = (e->detail - l->first_code) * l->per_code;
    if (!l->symbols || at < 0 || at + l->per_code > l->symbol_count || l->per_code < 1)
        return;
    lock_key_name(l->symbols[at], l->per_code > 1 ? l->symbols[at + 1] : 0, key.name);
    if (down && !key.control && !key.alt)
        lock_key_text(symbol_of(l, at, e->state), key.text);
    if ((key.name[0] || key.text[0]) && ring_put(&l->keys, &key) && l->wake)
        l->wake(l->user);
}
