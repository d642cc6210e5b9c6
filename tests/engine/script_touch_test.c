// script: what a scene hears: touches, gestures, messages, keys, and what its answers hold.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void an_event_knows_its_fields(void **state)
{
    struct house *h =
        house_play("return { touch = function(e) local n = e.name return e.kidn end,\n"
                   " hear = function(e) return e.parameters end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(strstr(h->last, "the event has no \"kidn\"; did you mean \"kind\"?"));
    house_frame(h, 3);
    house_tell(h, EVENT_KEY);
    house_frame(h, 4);
    assert_non_null(strstr(h->last, "the event has no \"parameters\"; did you mean \"param\"?"));
    house_close(h);
}

static void a_touch_reaches_touch(void **state)
{
    struct house *h = house_play(
        "local said = ''\n"
        "return { touch = function(e) said = string.format('%s %g %g %g %g %g %g %d %g', e.kind,\n"
        "   e.x, e.y, e.dx, e.dy, e.start_x, e.start_y, e.id, e.time) end,\n"
        " draw = function(canvas) canvas:text(said, 0, 0) end }");
    struct event e = {.kind = EVENT_DRAG,
                      .x = 1,
                      .y = 2,
                      .dx = 3,
                      .dy = 4,
                      .start_x = 5,
                      .start_y = 6,
                      .finger = 7,
                      .time_s = 8};
    assert_true(scene_tell(h->scene, 0, &e));
    house_frame(h, 8);
    house_has_text(h, 0, "drag 1 2 3 4 5 6 7 8");
    assert_int_equal(h->scene->stages[0].events.count, 0);
    house_close(h);
}

static void what_gestures_carry_reaches_touch(void **state)
{
    struct house *h =
        house_play("local said = ''\n"
                   "return { touch = function(e)\n"
                   "   local t = {}\n"
                   "   for _, k in ipairs{ 'kind', 'phase', 'on', 'other', 'scale', 'dscale', "
                   "'angle', 'dangle',\n"
                   "     'speed', 'direction', 'object', 'width', 'height', 'cancelled' } do\n"
                   "     if e[k] ~= nil then t[#t + 1] = k .. '=' .. tostring(e[k]) end end\n"
                   "   said = table.concat(t, ' ') end,\n"
                   " draw = function(canvas) canvas:text(said, 0, 0) end }");
    const struct {
        struct event e;
        const char *said;
    } rows[] = {
        {{.kind = EVENT_PINCH,
          .phase = EVENT_BEGIN,
          .other = 2,
          .scale = 1.5f,
          .dscale = 1.25f,
          .name = "map"},
         "kind=pinch phase=begin on=map other=2 scale=1.5 dscale=1.25"},
        {{.kind = EVENT_ROTATE, .phase = EVENT_UPDATE, .other = 2, .angle = 0.5f, .dangle = -0.25f},
         "kind=rotate phase=update other=2 angle=0.5 dangle=-0.25"},
        {{.kind = EVENT_SWIPE, .speed = 800, .angle = -1.5f, .direction = EVENT_UPWARDS},
         "kind=swipe angle=-1.5 speed=800.0 direction=up"},
        {{.kind = EVENT_OBJECT, .phase = EVENT_END, .object = 12, .angle = 3, .cancelled = true},
         "kind=object phase=end angle=3.0 dangle=0.0 object=12 cancelled=true"},
        {{.kind = EVENT_DOWN, .width = 40, .height = 30}, "kind=down width=40.0 height=30.0"},
        {{.kind = EVENT_UP, .cancelled = true}, "kind=up cancelled=true"},
        {{.kind = EVENT_DOUBLE}, "kind=double"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(scene_tell(h->scene, 0, &rows[i].e));
        house_frame(h, 1 + (double)i);
        house_has_text(h, 0, rows[i].said);
    }
    house_close(h);
}

static void what_touch_returns_at_a_down_holds_the_finger(void **state)
{
    struct house *h =
        house_play("return { touch = function(e)\n"
                   "  if e.kind == 'tap' then return 'late' end\n"
                   "  return ({ [1] = 'map', [2] = 7, [3] = nil, [4] = false })[e.id]\n"
                   "end }");
    const struct claims *c = &h->scene->stages[0].claims;
    for (int finger = 1; finger <= 4; finger++) {
        struct event e = {.kind = EVENT_DOWN, .finger = finger};
        assert_true(scene_tell(h->scene, 0, &e));
        e.kind = EVENT_TAP;
        assert_true(scene_tell(h->scene, 0, &e));
    }
    house_frame(h, 1);
    assert_int_equal(c->count, 2);
    assert_int_equal(c->items[0].finger, 1);
    assert_string_equal(c->items[0].name, "map");
    assert_string_equal(c->items[1].name, "7");
    house_close(h);
}

static void what_cannot_hold_a_finger_is_an_error(void **state)
{
    const char *const bad[] = {"{}", "''", "string.rep('x', 64)", "print"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char lua[128];
        snprintf(lua, sizeof lua, "return { touch = function(e) return %s end }", bad[i]);
        struct house *h = house_play(lua);
        house_tell(h, EVENT_DOWN);
        house_frame(h, 1);
        assert_int_equal(h->scene->stages[0].claims.count, 0);
        if (!strstr(h->log, "what holds the finger is a name of 1 to 63 bytes or a number"))
            fail_msg("%s: %s", bad[i], h->log);
        house_close(h);
    }
}

static void messages_and_keys_reach_hear(void **state)
{
    struct house *h =
        house_play("local said = {}\n"
                   "return { hear = function(e) said[#said + 1] = table.concat({ e.kind, e.name,\n"
                   "   e.from or '-', e.param and e.param.id or '-' }, ' ') end,\n"
                   " draw = function(canvas) canvas:text(table.concat(said, ', '), 0, 0) end }");
    struct event message = {.kind = EVENT_MESSAGE, .name = "chosen", .from = "kiosk"};
    params_text(&message.params, "id", "filer");
    struct event key = {.kind = EVENT_KEY, .name = "Left"};
    scene_tell(h->scene, 0, &message);
    scene_tell(h->scene, 0, &key);
    house_frame(h, 1);
    house_has_text(h, 0, "message chosen kiosk filer, key Left - -");
    house_close(h);
}

static void what_ended_is_heard_with_the_same_object(void **state)
{
    struct house *h =
        house_play("local f, said\n"
                   "return { enter = function() f = film.open('scenes/play0/scene.lua') end,\n"
                   " hear = function(e) said = e.kind .. tostring(e.media == f) end,\n"
                   " draw = function(canvas) if said then canvas:text(said, 0, 0) end end }");
    media_handle film = media_handle_of(&h->scene->media, &h->scene->media.items[0]);
    struct event e = {.kind = EVENT_MEDIA_ENDED, .media = film};
    scene_tell(h->scene, 0, &e);
    house_frame(h, 1);
    house_has_text(h, 0, "endedtrue");
    e.media = 0xffff0001; // of a scene long gone
    scene_tell(h->scene, 0, &e);
    house_frame(h, 2);
    assert_int_equal(h->told, 0);
    house_close(h);
}

static void lost_events_are_said_once_a_frame(void **state)
{
    struct house *h = house_play("return {}");
    for (int i = 0; i < EVENTS_MAX + 5; i++)
        house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(strstr(h->log, "5 events were lost"));
    house_close(h);
}

static void what_is_missing_is_heard_in_the_next_frame(void **state)
{
    struct house *h = house_play(
        "local f, said\n"
        "return { touch = function() f = film.open('none.mp4') end,\n"
        " hear = function(e) said = e.kind .. tostring(e.media == f and f:ended()) end,\n"
        " draw = function(canvas) if said then canvas:text(said, 0, 0) end end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_int_equal(house_list(h)->command_count, 0);
    assert_true(scene_asked(h->scene));
    house_frame(h, 1.1);
    house_has_text(h, 0, "readytrue");
    house_frame(h, 1.2);
    assert_int_equal(h->scene->stages[0].events.count, 0);
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_heard_in_the_next_frame),
        cmocka_unit_test(an_event_knows_its_fields),
        cmocka_unit_test(a_touch_reaches_touch),
        cmocka_unit_test(what_gestures_carry_reaches_touch),
        cmocka_unit_test(what_touch_returns_at_a_down_holds_the_finger),
        cmocka_unit_test(what_cannot_hold_a_finger_is_an_error),
        cmocka_unit_test(messages_and_keys_reach_hear),
        cmocka_unit_test(what_ended_is_heard_with_the_same_object),
        cmocka_unit_test(lost_events_are_said_once_a_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
