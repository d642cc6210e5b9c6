// care: the keys for the PIN and the menu of staff on glasses of all sizes, and what keys are
// called.
#include "care/pad.h"
#include "care/private.h"

#include <SDL.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct pad_place places[] = {
    {0, {1920, 1080}, 0, {960, 540}},     {1, {1080, 1920}, 0, {0, 0}},
    {0, {640, 360}, 0, {639, 359}},       {0, {3840, 2160}, 0.315, {3800, 30}},
    {0, {320, 200}, 0, {100, 100}},       {0, {1920, 1080}, 5, {20, 1000}}, // a wall
    {0, {1280, 800}, 0.01, {-50, 90000}},
};
#define PLACES (int)(sizeof places / sizeof *places)

static struct vec2 middle(const struct pad *p, enum pad_wish wish, char digit)
{
    for (int i = 0; i < p->button_count; i++) {
        const struct pad_button *b = &p->buttons[i];
        if (b->wish == wish && b->digit == digit)
            return (struct vec2){b->x + b->w / 2, b->y + b->h / 2};
    }
    fail_msg("no button %d %c", (int)wish, digit ? digit : '-');
    return (struct vec2){0};
}

static enum pad_wish tap(struct pad *p, enum pad_wish wish, char digit)
{
    struct vec2 at = middle(p, wish, digit);
    assert_int_equal(pad_touch(p, PAD_DOWN, 5, p->output, at), PAD_NOTHING);
    return pad_touch(p, PAD_UP, 5, p->output, at);
}

static void all_buttons_lie_on_the_glass_apart_and_large(void **state)
{
    for (int k = 0; k < 2 * PLACES; k++) {
        struct pad p;
        const struct pad_place *at = &places[k / 2];
        float least = fminf((float)at->size.width, (float)at->size.height);
        pad_init(&p, NULL, "fr");
        pad_open(&p, k % 2 ? PAD_MENU : PAD_PIN, at, true);
        assert_int_equal(p.button_count, k % 2 ? 5 : 13);
        for (int i = 0; i < p.button_count; i++) {
            const struct pad_button *b = &p.buttons[i];
            assert_true(b->x >= 0 && b->y >= 0);
            assert_true(b->x + b->w <= (float)at->size.width);
            assert_true(b->y + b->h <= (float)at->size.height);
            assert_true(b->h >= least / 16 * 0.85f - 0.01f);
            if (at->mm_per_px > 0.1 && at->mm_per_px < 1)
                assert_true(b->h * at->mm_per_px >= 20); // EN 301 549 asks for less
            for (int n = 0; n < i; n++) {
                const struct pad_button *o = &p.buttons[n];
                assert_true(b->x >= o->x + o->w || o->x >= b->x + b->w || b->y >= o->y + o->h ||
                            o->y >= b->y + b->h);
            }
        }
    }
}

static void fingers_type_and_take_back(void **state)
{
    struct pad p;
    pad_init(&p, NULL, "fr");
    pad_open(&p, PAD_PIN, &places[0], true);
    assert_int_equal(tap(&p, PAD_TRY, 0), PAD_NOTHING); // too short to be one
    for (const char *d = "409<71"; *d; d++)
        assert_int_equal(tap(&p, PAD_NOTHING, *d), PAD_NOTHING);
    assert_string_equal(p.digits, "4071");
    struct vec2 seven = middle(&p, PAD_NOTHING, '7'), eight = middle(&p, PAD_NOTHING, '8');
    pad_touch(&p, PAD_DOWN, 1, 0, seven); // slid to another key: neither
    pad_touch(&p, PAD_MOVE, 1, 0, eight);
    pad_touch(&p, PAD_UP, 1, 0, eight);
    pad_touch(&p, PAD_UP, 77, 0, seven); // of a finger that was there before
    assert_string_equal(p.digits, "4071");
    for (int i = 0; i < 20; i++)
        tap(&p, PAD_NOTHING, '5');
    assert_int_equal(strlen(p.digits), PIN_MOST);
    assert_int_equal(tap(&p, PAD_TRY, 0), PAD_TRY);
    assert_int_equal(tap(&p, PAD_TRY, 0), PAD_NOTHING); // it waits
    pad_say(&p, "pad.wrong", 0);
    assert_string_equal(p.digits, "");
    assert_int_equal(tap(&p, PAD_BACK, 0), PAD_BACK);
    assert_int_equal(pad_touch(&p, PAD_DOWN, 3, 0, (struct vec2){1, 1}), PAD_BACK);
    assert_int_equal(pad_touch(&p, PAD_DOWN, 3, 1, middle(&p, PAD_TRY, 0)), PAD_BACK);
    pad_close(&p);
    assert_int_equal(pad_touch(&p, PAD_DOWN, 3, 0, seven), PAD_NOTHING);
}

static void a_menu_says_what_is_wanted_and_no_key_chooses(void **state)
{
    struct pad p;
    pad_init(&p, NULL, "fr");
    pad_open(&p, PAD_MENU, &places[1], false);
    assert_int_equal(p.button_count, 4);
    assert_int_equal(tap(&p, PAD_DESK, 0), PAD_DESK);
    assert_int_equal(tap(&p, PAD_RESTART, 0), PAD_RESTART);
    assert_int_equal(tap(&p, PAD_LEAVE, 0), PAD_LEAVE);
    assert_int_equal(pad_key(&p, "Return"), PAD_NOTHING);
    assert_int_equal(pad_key(&p, "Escape"), PAD_BACK);
}

// Of symbols as X servers number them (X11/keysymdef.h), plain and with Shift.
static void keys_are_called_as_sdl_calls_them(void **state)
{
    static const struct {
        uint32_t plain, shifted;
        SDL_Keycode key;
    } keys[] = {
        {'g', 'G', SDLK_g},          {'1', '!', SDLK_1},         {'&', '1', SDLK_1}, // AZERTY
        {0xe9, '2', SDLK_2},         {0xff0d, 0, SDLK_RETURN},   {0xff08, 0, SDLK_BACKSPACE},
        {0xff1b, 0, SDLK_ESCAPE},    {0xff09, 0xfe20, SDLK_TAB}, {0xff51, 0, SDLK_LEFT},
        {0xff54, 0, SDLK_DOWN},      {0xffbe, 0, SDLK_F1},       {0xffc9, 0, SDLK_F12},
        {0xff9c, 0xffb1, SDLK_KP_1}, {0xff8d, 0, SDLK_KP_ENTER}, {' ', 0, SDLK_SPACE},
        {0xffff, 0, SDLK_DELETE},    {0xff55, 0, SDLK_PAGEUP},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char name[32];
        lock_key_name(keys[i].plain, keys[i].shifted, name);
        assert_string_equal(name, SDL_GetKeyName(keys[i].key));
    }
    char name[32];
    lock_key_name(0xffe3, 0, name); // Control_L alone
    assert_string_equal(name, "");
    static const struct {
        uint32_t symbol;
        const char *text;
    } typed[] = {{'a', "a"},
                 {0xe9, "é"},
                 {0xc7, "Ç"},
                 {0x0100014d, "ō"},
                 {0x010020ac, "€"},
                 {0x0101f600, "😀"},
                 {' ', " "},
                 {0xff0d, ""},
                 {0xfe51, ""} /* dead acute */,
                 {0, ""}};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        char text[8];
        lock_key_text(typed[i].symbol, text);
        assert_string_equal(text, typed[i].text);
    }
}

static void nothing_answers_where_there_is_no_server(void **state)
{
    struct fault f = {0};
    assert_null(lock_create(&(struct lock_desc){.display = ":7123"}, &f));
    assert_non_null(strstr(f.text, ":7123"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_buttons_lie_on_the_glass_apart_and_large),
        cmocka_unit_test(fingers_type_and_take_back),
        cmocka_unit_test(a_menu_says_what_is_wanted_and_no_key_chooses),
        cmocka_unit_test(keys_are_called_as_sdl_calls_them),
        cmocka_unit_test(nothing_answers_where_there_is_no_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
