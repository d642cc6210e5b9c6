// window: the offscreen driver stands for a display; events come through SDL's own queue.
#include "base/clock.h"
#include "base/log.h"
#include "window/private.h"
#include "window/window.h"

#include <SDL.h>
#include <glad/gl.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct {
    int lines;
    char last[2048];
} said;

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    (void)user;
    (void)level;
    said.lines++;
    snprintf(said.last, sizeof said.last, "%s: %s", room, text);
}

static int open_windows(void **state)
{
    struct fault f = {0};
    struct windows *w = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (!w)
        fail_msg("%s", f.text);
    for (int i = 0; i < 2; i++) {
        struct window_desc desc = {.title = "test", .size = {200 + 100 * i, 100}};
        assert_int_equal(windows_add(w, &desc, &f), i);
    }
    struct window_event events[WINDOW_EVENTS];
    windows_pump(w, 0, events, WINDOW_EVENTS);
    log_to(note, NULL, LOG_INFO);
    said.lines = 0;
    *state = w;
    return 0;
}

static int close_windows(void **state)
{
    log_to(NULL, NULL, LOG_INFO);
    windows_destroy(*state);
    return 0;
}

static uint32_t id_of(int window)
{
    // SDL numbers windows from 1 as they are made; find ours by their width.
    for (uint32_t id = 1; id < 100; id++) {
        SDL_Window *w = SDL_GetWindowFromID(id);
        int width = 0;
        if (w)
            SDL_GetWindowSize(w, &width, NULL);
        if (width == 200 + 100 * window)
            return id;
    }
    fail_msg("no window %d", window);
    return 0;
}

static int pump(struct windows *w, struct window_event *e)
{
    return windows_pump(w, 0, e, WINDOW_EVENTS);
}

static void push_finger(uint32_t type, SDL_FingerID finger, int window, float x, float y)
{
    SDL_Event e = {.tfinger = {.type = type,
                               .touchId = 7,
                               .fingerId = finger,
                               .x = x,
                               .y = y,
                               .windowID = id_of(window)}};
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void push_button(uint32_t type, uint32_t which, int button, int x, int y)
{
    SDL_Event e = {.button = {.type = type,
                              .windowID = id_of(0),
                              .which = which,
                              .button = (uint8_t)button,
                              .x = x,
                              .y = y}};
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void push_motion(int x, int y)
{
    SDL_Event e = {.motion = {.type = SDL_MOUSEMOTION, .windowID = id_of(0), .x = x, .y = y}};
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void one_context_serves_all_windows(void **state)
{
    struct windows *w = *state;
    assert_true(gladLoadGL((GLADloadfunc)windows_gl_address));
    SDL_GLContext context = SDL_GL_GetCurrentContext();
    GLint major = 0, minor = 0;
    glGetIntegerv(GL_MAJOR_VERSION, &major);
    glGetIntegerv(GL_MINOR_VERSION, &minor);
    assert_true(major * 10 + minor >= 33);
    for (int i = 0; i < 2; i++) {
        windows_current(w, i);
        assert_ptr_equal(SDL_GL_GetCurrentContext(), context);
        glClearColor((float)i, 1, 0, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        unsigned char p[4];
        glReadPixels(250 * i, 50, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, p);
        assert_int_equal(p[0], 255 * i);
        assert_int_equal(p[1], 255);
        windows_swap(w, i);
        struct size2 size = windows_size(w, i);
        assert_int_equal(size.width, 200 + 100 * i);
        assert_int_equal(size.height, 100);
    }
}

static void the_context_is_there_before_the_first_window(void **state)
{
    (void)state;
    struct fault f = {0};
    struct windows *w = windows_create(&(struct windows_desc){.headless = true}, &f);
    assert_non_null(w);
    assert_true(gladLoadGL((GLADloadfunc)windows_gl_address));
    assert_non_null(glGetString(GL_VERSION));
    windows_destroy(w);
}

static void without_a_display_windows_are_memory(void **state)
{
    (void)state;
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    unsetenv("SDL_VIDEODRIVER");
    struct fault f = {0};
    struct windows *w = windows_create(&(struct windows_desc){0}, &f);
    assert_non_null(w);
    assert_string_equal(SDL_GetCurrentVideoDriver(), "offscreen");
    windows_destroy(w);
    setenv("SDL_VIDEODRIVER", "dummy", 1); // which has no GL: headless does not ask for it
    w = windows_create(&(struct windows_desc){.headless = true}, &f);
    assert_non_null(w);
    windows_destroy(w);
    w = windows_create(&(struct windows_desc){0}, &f);
    assert_null(w);
    assert_non_null(strstr(f.text, "OpenGL"));
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
}

static void fingers_keep_one_number_from_down_to_up(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_finger(SDL_FINGERDOWN, 0, 0, 0.25f, 0.5f);
    push_finger(SDL_FINGERDOWN, 1, 1, 0.5f, 0.5f);
    push_finger(SDL_FINGERMOTION, 0, 0, 0.5f, 0.5f);
    push_finger(SDL_FINGERUP, 0, 0, 0.5f, 0.75f);
    push_finger(SDL_FINGERDOWN, 0, 0, 0.0f, 0.0f);
    push_finger(SDL_FINGERUP, 9, 0, 0.5f, 0.75f); // never went down
    assert_int_equal(pump(w, e), 5);
    const enum window_event_kind kinds[] = {WINDOW_DOWN, WINDOW_DOWN, WINDOW_MOVE, WINDOW_UP,
                                            WINDOW_DOWN};
    const int64_t fingers[] = {1, 2, 1, 1, 3};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(e[i].kind, kinds[i]);
        assert_int_equal(e[i].finger, fingers[i]);
    }
    assert_true(e[0].x == 50 && e[0].y == 50 && e[0].window == 0);
    assert_true(e[1].x == 150 && e[1].y == 50 && e[1].window == 1);
    assert_true(e[3].x == 100 && e[3].y == 75);
}

static void more_fingers_than_there_is_room_for_are_said_once(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    for (int i = 0; i < 70; i++)
        push_finger(SDL_FINGERDOWN, i, 0, 0.5f, 0.5f);
    assert_int_equal(pump(w, e), 64);
    assert_int_equal(said.lines, 1);
    for (int i = 0; i < 70; i++)
        push_finger(SDL_FINGERUP, i, 0, 0.5f, 0.5f);
    assert_int_equal(pump(w, e), 64);
    push_finger(SDL_FINGERDOWN, 70, 0, 0.5f, 0.5f);
    assert_int_equal(pump(w, e), 1);
    assert_int_equal(said.lines, 1);
}

static void the_mouse_is_finger_0_and_moves_only_while_it_is_down(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_motion(5, 5);
    push_button(SDL_MOUSEBUTTONDOWN, SDL_TOUCH_MOUSEID, SDL_BUTTON_LEFT, 1, 1);
    push_button(SDL_MOUSEBUTTONDOWN, 0, SDL_BUTTON_RIGHT, 1, 1);
    push_button(SDL_MOUSEBUTTONDOWN, 0, SDL_BUTTON_LEFT, 10, 20);
    push_motion(11, 21);
    push_button(SDL_MOUSEBUTTONUP, 0, SDL_BUTTON_LEFT, 12, 22);
    push_motion(13, 23);
    assert_int_equal(pump(w, e), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(e[i].kind, WINDOW_DOWN + i);
        assert_int_equal(e[i].finger, 0);
        assert_true(e[i].x == 10.5 + i && e[i].y == 20.5 + i);
    }
}

static void a_button_let_go_outside_all_windows_is_let_go_where_it_was(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_button(SDL_MOUSEBUTTONDOWN, 0, SDL_BUTTON_LEFT, 10, 20);
    push_motion(15, 25);
    SDL_Event up = {.button = {.type = SDL_MOUSEBUTTONUP, .button = SDL_BUTTON_LEFT, .x = 99}};
    SDL_PushEvent(&up);
    SDL_PushEvent(&up); // once is enough
    assert_int_equal(pump(w, e), 3);
    assert_int_equal(e[2].kind, WINDOW_UP);
    assert_true(e[2].window == 0 && e[2].x == 15.5 && e[2].y == 25.5);
}

// With a time of our own: SDL stamps what is pushed.
static bool translate(struct windows *w, SDL_Event e, uint32_t at_ms, struct window_event *to)
{
    e.common.timestamp = at_ms;
    return windows_translate(w, &e, to);
}

static SDL_Event a_finger(uint32_t type, SDL_FingerID finger, float x, float y)
{
    return (SDL_Event){
        .tfinger = {
            .type = type, .touchId = 7, .fingerId = finger, .x = x, .y = y, .windowID = id_of(0)}};
}

static SDL_Event a_button(uint32_t type, int x, int y)
{
    return (SDL_Event){
        .button = {.type = type, .windowID = id_of(0), .button = SDL_BUTTON_LEFT, .x = x, .y = y}};
}

static void a_click_that_a_finger_cast_is_passed_over(void **state)
{
    struct windows *w = *state;
    struct window_event e;
    SDL_Event motion = {
        .motion = {.type = SDL_MOUSEMOTION, .windowID = id_of(0), .x = 60, .y = 50}};
    // While it is down, and on its release; the window is 200 x 100.
    assert_true(translate(w, a_finger(SDL_FINGERDOWN, 1, 0.25f, 0.5f), 1000, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONDOWN, 52, 50), 1001, &e));
    assert_false(translate(w, motion, 1100, &e));
    assert_true(translate(w, a_finger(SDL_FINGERUP, 1, 0.25f, 0.5f), 5000, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONUP, 52, 50), 5001, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONDOWN, 52, 50), 5200, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONUP, 52, 50), 5210, &e));
    // Another finger's touch does not make the shadow of the first forgotten.
    assert_true(translate(w, a_finger(SDL_FINGERDOWN, 2, 0.9f, 0.5f), 5300, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONDOWN, 52, 50), 5400, &e));
    assert_false(translate(w, a_button(SDL_MOUSEBUTTONUP, 52, 50), 5410, &e));
}

static void a_click_elsewhere_or_later_is_the_mouse_own(void **state)
{
    struct windows *w = *state;
    struct window_event e;
    assert_true(translate(w, a_finger(SDL_FINGERDOWN, 1, 0.25f, 0.5f), 1000, &e));
    assert_true(translate(w, a_button(SDL_MOUSEBUTTONDOWN, 52 + WINDOW_SHADOW_PX, 50), 1001, &e));
    assert_int_equal(e.finger, 0);
    assert_true(translate(w, a_button(SDL_MOUSEBUTTONUP, 52 + WINDOW_SHADOW_PX, 50), 1100, &e));
    assert_true(translate(w, a_finger(SDL_FINGERUP, 1, 0.25f, 0.5f), 1200, &e));
    assert_true(translate(w, a_button(SDL_MOUSEBUTTONDOWN, 50, 50), 1201 + WINDOW_SHADOW_MS, &e));
}

static void a_click_that_came_before_its_finger_is_let_go(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_button(SDL_MOUSEBUTTONDOWN, 0, SDL_BUTTON_LEFT, 52, 50);
    push_finger(SDL_FINGERDOWN, 1, 0, 0.25f, 0.5f);
    push_button(SDL_MOUSEBUTTONUP, 0, SDL_BUTTON_LEFT, 52, 50);
    push_finger(SDL_FINGERUP, 1, 0, 0.25f, 0.5f);
    assert_int_equal(windows_pump(w, 0, e, 2), 2); // the third waits for room
    assert_int_equal(windows_pump(w, 60, e + 2, WINDOW_EVENTS - 2), 2);
    assert_true(e[0].kind == WINDOW_DOWN && e[0].finger == 0);
    assert_true(e[1].kind == WINDOW_UP && e[1].finger == 0 && e[1].cancelled);
    assert_true(e[2].kind == WINDOW_DOWN && e[2].finger == 1);
    assert_true(e[3].kind == WINDOW_UP && e[3].finger == 1 && !e[3].cancelled);
}

static void fingers_of_a_device_that_went_away_are_lifted(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_finger(SDL_FINGERDOWN, 0, 0, 0.25f, 0.5f);
    push_finger(SDL_FINGERDOWN, 1, 0, 0.75f, 0.5f);
    push_finger(SDL_FINGERDOWN, 2, 0, 0.75f, 0.5f);
    assert_int_equal(pump(w, e), 3);
    // SDL has no list here: as if it had had one with devices 7 and 8.
    w->fingers[0].listed = w->fingers[1].listed = true;
    w->fingers[1].device = 8;
    assert_int_equal(windows_vanished(w, (SDL_TouchID[]){7, 8}, 2, e, WINDOW_EVENTS), 0);
    assert_int_equal(windows_vanished(w, (SDL_TouchID[]){7}, 1, e, WINDOW_EVENTS), 1);
    assert_true(e[0].kind == WINDOW_UP && e[0].finger == 2 && e[0].cancelled && e[0].x == 150);
    assert_int_equal(windows_vanished(w, NULL, 0, e, WINDOW_EVENTS), 1);
    assert_int_equal(e[0].finger, 1); // the third never was on a list
    assert_int_equal(windows_vanished(w, NULL, 0, e, WINDOW_EVENTS), 0);
}

// As Linux 6.1 writes them: a keyboard, a touch pad, a touch screen of 10 points and its pen.
static const char no_screen[] =
    "I: Bus=0011 Vendor=0001 Product=0001 Version=ab41\n"
    "N: Name=\"AT Translated Set 2 keyboard\"\nB: PROP=0\nB: EV=120013\n"
    "B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n\n"
    "I: Bus=0018 Vendor=06cb Product=cd3e Version=0100\n"
    "N: Name=\"SYNA8004:00 Touchpad\"\nB: PROP=5\nB: EV=1b\nB: ABS=2e0800000000003\n\n";
static const char a_screen[] =
    "I: Bus=0003 Vendor=222a Product=0001 Version=0110\n"
    "N: Name=\"ILITEK ILITEK-TP\"\nB: PROP=2\nB: EV=1b\nB: KEY=400 0 0 0 0 0\n"
    "B: ABS=260800000000003\nB: MSC=20\n\n"
    "I: Bus=0003 Vendor=222a Product=0001 Version=0110\n"
    "N: Name=\"ILITEK ILITEK-TP Pen\"\nB: PROP=2\nB: EV=1b\nB: ABS=d000003\n\n";

static void listed(const char *file, const char *text, const char *more)
{
    FILE *to = fopen(file, "w");
    assert_non_null(to);
    fprintf(to, "%s%s", text, more);
    fclose(to);
}

static void a_touch_screen_that_is_unplugged_is_told_and_so_is_its_coming_back(void **state)
{
    struct windows *w = *state;
    char names[WINDOW_SCREENS][WINDOW_SCREEN_NAME], file[] = "/tmp/gestuaire-devices-XXXXXX";
    assert_int_equal(windows_screens(no_screen, names), 0);
    assert_int_equal(windows_screens(a_screen, names), 1);
    assert_string_equal(names[0], "ILITEK ILITEK-TP");
    close(mkstemp(file));
    w->listed = file;
    listed(file, no_screen, a_screen);
    for (int i = 0; i < 2; i++)
        windows_look_for_screens(w);
    assert_int_equal(said.lines, 0);
    listed(file, no_screen, "");
    for (int i = 0; i < 2; i++)
        windows_look_for_screens(w);
    assert_int_equal(said.lines, 1);
    assert_non_null(strstr(said.last, "\"ILITEK ILITEK-TP\" is gone; look at its cable"));
    listed(file, no_screen, a_screen);
    for (int i = 0; i < 2; i++)
        windows_look_for_screens(w);
    assert_int_equal(said.lines, 2);
    assert_non_null(strstr(said.last, "\"ILITEK ILITEK-TP\" is back"));
    unlink(file);
    windows_look_for_screens(w); // no list: nothing is known
    assert_int_equal(said.lines, 2);
}

static void fingers_whose_ups_were_lost_make_room(void **state)
{
    struct windows *w = *state;
    struct window_event e;
    for (int i = 0; i < WINDOW_FINGERS; i++)
        assert_true(translate(w, a_finger(SDL_FINGERDOWN, i, 0.5f, 0.5f), 1000 + (uint32_t)i, &e));
    assert_false(translate(w, a_finger(SDL_FINGERDOWN, 99, 0.5f, 0.5f), 5000, &e));
    assert_true(translate(w, a_finger(SDL_FINGERDOWN, 99, 0.5f, 0.5f), 1002 + WINDOW_LOST_MS, &e));
    assert_int_equal(e.finger, WINDOW_FINGERS + 1);
    assert_false(translate(w, a_finger(SDL_FINGERUP, 0, 0.5f, 0.5f), 1003 + WINDOW_LOST_MS, &e));
}

static void keys_have_names_and_do_not_repeat(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    SDL_Event key = {.key = {.type = SDL_KEYDOWN,
                             .windowID = id_of(1),
                             .keysym = {.sym = SDLK_LEFT, .mod = KMOD_LCTRL}}};
    SDL_PushEvent(&key);
    key.key.repeat = 1;
    SDL_PushEvent(&key);
    assert_int_equal(pump(w, e), 1);
    assert_int_equal(e[0].kind, WINDOW_KEY);
    assert_string_equal(e[0].name, "Left");
    assert_int_equal(e[0].window, 1);
    assert_true(e[0].control && !e[0].shift);
}

static void closing_a_window_or_covering_it_is_told(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    SDL_Event close = {.window = {.type = SDL_WINDOWEVENT,
                                  .windowID = id_of(1),
                                  .event = SDL_WINDOWEVENT_EXPOSED}};
    SDL_PushEvent(&close);
    close.window.event = SDL_WINDOWEVENT_CLOSE;
    SDL_PushEvent(&close);
    assert_int_equal(pump(w, e), 2);
    assert_int_equal(e[0].kind, WINDOW_RESIZED);
    assert_int_equal(e[1].kind, WINDOW_CLOSE);
    assert_int_equal(e[1].window, 1);
}

static void what_does_not_fit_is_taken_the_next_time(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    push_button(SDL_MOUSEBUTTONDOWN, 0, SDL_BUTTON_LEFT, 10, 20);
    for (int i = 0; i < 5; i++)
        push_motion(i, i);
    assert_int_equal(windows_pump(w, 0, e, 4), 4);
    assert_int_equal(windows_pump(w, 60, e, 4), 2); // at once
}

// The offscreen driver has one display, and windows cannot be placed.
static void where_displays_are_not_told_apart_windows_lie_over_each_other(void **state)
{
    struct windows *w = *state;
    struct fault f = {0};
    struct display list[DISPLAYS_MAX];
    struct window_desc desc = {.title = "nord", .size = {10, 10}, .awaits = true};
    assert_int_equal(windows_displays(w, list), -1);
    assert_int_equal(windows_add(w, &desc, &f), 2);
    assert_int_equal(said.lines, 1);
    assert_non_null(strstr(said.last, "\"nord\" lies over another"));
    assert_true(windows_there(w, 2));
    assert_true(windows_place(w, 2, NULL));
    assert_true(windows_there(w, 2));
}

static void windows_have_a_limit_and_a_size(void **state)
{
    struct windows *w = *state;
    struct fault f = {0};
    struct window_desc desc = {.title = "x", .size = {0, 10}};
    assert_int_equal(windows_add(w, &desc, &f), -1);
    desc.size.width = 10;
    for (int i = 2; i < WINDOWS_MAX; i++)
        assert_int_equal(windows_add(w, &desc, &f), i);
    assert_int_equal(windows_add(w, &desc, &f), -1);
    assert_non_null(strstr(f.text, "8"));
}

static void *wake_soon(void *windows)
{
    usleep(20000);
    for (int i = 0; i < 1000; i++)
        windows_wake(windows);
    return NULL;
}

// Ends by the test's time limit if the wake is not heard.
static void another_thread_wakes_the_pump(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, wake_soon, w), 0);
    assert_int_equal(windows_pump(w, 3000, e, WINDOW_EVENTS), 0);
    pthread_join(thread, NULL);
    windows_pump(w, 0, e, WINDOW_EVENTS);
    assert_false(SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT));
}

static void waiting_costs_no_work(void **state)
{
    struct windows *w = *state;
    struct window_event e[WINDOW_EVENTS];
    int64_t cpu_ns = clock_thread_cpu_ns(), wall_ns = clock_monotonic_ns();
    windows_pump(w, 0.25, e, WINDOW_EVENTS);
    cpu_ns = clock_thread_cpu_ns() - cpu_ns;
    wall_ns = clock_monotonic_ns() - wall_ns;
    print_message("waited %.1f ms, worked %.3f ms\n", (double)wall_ns / 1e6, (double)cpu_ns / 1e6);
    assert_true(wall_ns >= 249000000);
}

#define WITH_WINDOWS(test) cmocka_unit_test_setup_teardown(test, open_windows, close_windows)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_WINDOWS(one_context_serves_all_windows),
        cmocka_unit_test(the_context_is_there_before_the_first_window),
        cmocka_unit_test(without_a_display_windows_are_memory),
        WITH_WINDOWS(fingers_keep_one_number_from_down_to_up),
        WITH_WINDOWS(more_fingers_than_there_is_room_for_are_said_once),
        WITH_WINDOWS(the_mouse_is_finger_0_and_moves_only_while_it_is_down),
        WITH_WINDOWS(a_button_let_go_outside_all_windows_is_let_go_where_it_was),
        WITH_WINDOWS(a_click_that_a_finger_cast_is_passed_over),
        WITH_WINDOWS(a_click_elsewhere_or_later_is_the_mouse_own),
        WITH_WINDOWS(a_click_that_came_before_its_finger_is_let_go),
        WITH_WINDOWS(fingers_of_a_device_that_went_away_are_lifted),
        WITH_WINDOWS(a_touch_screen_that_is_unplugged_is_told_and_so_is_its_coming_back),
        WITH_WINDOWS(fingers_whose_ups_were_lost_make_room),
        WITH_WINDOWS(keys_have_names_and_do_not_repeat),
        WITH_WINDOWS(closing_a_window_or_covering_it_is_told),
        WITH_WINDOWS(what_does_not_fit_is_taken_the_next_time),
        WITH_WINDOWS(where_displays_are_not_told_apart_windows_lie_over_each_other),
        WITH_WINDOWS(windows_have_a_limit_and_a_size),
        WITH_WINDOWS(another_thread_wakes_the_pump),
        WITH_WINDOWS(waiting_costs_no_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
