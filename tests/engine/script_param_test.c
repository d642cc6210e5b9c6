// script: parameters, cues and OSC as scenes say them, and scenes that are entered late.
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct control *control(const struct house *h, const char *name)
{
    int at = control_find(&h->scene->controls, name);
    assert_true(at >= 0);
    return &h->scene->controls.items[at];
}

static char full[CONTROL_NAME];

static const char *named(const struct house *h, const char *name)
{
    snprintf(full, sizeof full, "%s/%s/%s", h->scene->station, h->scene->stages[0].id, name);
    return full;
}

static void a_scene_declares_what_others_move(void **state)
{
    struct house *h =
        house_play("local scene = {}\n"
                   "local glow = param.number('glow', { min = 10, max = 90, default = 20, "
                   "unit = 'px' })\n"
                   "function scene.draw(canvas) canvas:text('o', glow:get(), "
                   "param.get('glow')) end\n"
                   "return scene");
    const struct control *glow = control(h, named(h, "glow"));
    assert_true(glow->declared && glow->value == 20 && glow->least == 10 && glow->most == 90);
    assert_string_equal(glow->unit, "px");
    assert_int_equal(glow->stages, 1);
    control_put((struct control *)glow, 200);
    h->scene->stages[0].redraw = true;
    house_frame(h, 1);
    const struct draw_command *c = house_command(h, 0);
    assert_true(c->text.x == 90 && c->text.y == 90);
    house_close(h);
}

static void what_is_wrong_with_a_parameter_is_told(void **state)
{
    static const struct {
        const char *call, *told;
    } wrong[] = {
        {"param.number('Glow')", "lower-case letters"},
        {"param.number('a/b/c')", "a name without \"/\" is allowed"},
        {"param.number('x', { min = 2, max = 1 })", "min under max"},
        {"param.number('x', { default = 3 })", "default between them"},
        {"param.number('x', { mix = 3 })", "did you mean \"min\"?"},
        {"param.get('nothing')", "no parameter \""},
        {"osc.send('desk', 'go')", "is no address"},
        {"osc.send('desk', '/go', {})", "osc.send"},
    };
    struct house *h = house_open(1, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char lua[256];
        struct fault f = {0};
        snprintf(lua, sizeof lua, "local scene = {}\nfunction scene.enter() %s end\nreturn scene",
                 wrong[i].call);
        assert_false(house_start(h, 0, lua, &f));
        if (!strstr(f.text, wrong[i].told) || !strstr(f.text, "scene.lua:2: "))
            fail_msg("%s: %s", wrong[i].call, f.text);
    }
    house_close(h);
}

static void verbs_become_asks(void **state)
{
    static const char *const cues[] = {"salut", NULL}, *const lists[] = {"main", NULL},
                             *const osc[] = {"desk", NULL};
    struct fault f = {0};
    struct house *h =
        house_open(1, &(struct script_desc){.cues = cues, .lists = lists, .osc = osc});
    assert_true(house_start(h, 0,
                            "local scene = {}\nfunction scene.touch()\n"
                            "show.cue('salut') show.cue() show.panic(1.5) show.resume() "
                            "param.set('show/gain', -6, 2)\n"
                            "osc.send('desk', '/fire', 12, 'slow', true, 0.5)\n"
                            "show.cue('salu')\nosc.send('dek', '/x') end\nreturn scene",
                            &f));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    const struct asks *asks = &h->scene->asks;
    assert_int_equal(asks->count, 6);
    assert_string_equal(asks->items[0].name, "salut");
    assert_int_equal(asks->items[0].kind, ASK_SHOW);
    assert_true(asks->items[2].over_s == 1.5 && asks->items[3].over_s < 0);
    assert_string_equal(asks->items[4].name, "show/gain");
    assert_true(asks->items[4].value == -6 && asks->items[4].over_s == 2);
    const struct ask *fire = &asks->items[5];
    assert_string_equal(fire->target, "desk");
    assert_string_equal(fire->name, "/fire");
    assert_int_equal(fire->params.count, 4);
    assert_string_equal(fire->params.items[1].text, "slow");
    assert_true(fire->params.items[3].number == 0.5);
    assert_int_equal(h->told, 2); // the scene goes on
    assert_non_null(strstr(h->last, "no osc \"dek\" in installation.lua; did you mean \"desk\"?"));
    house_close(h);
}

static void a_scene_entered_late_is_where_it_would_be(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f = {0};
    house_save(h, "x.wav", "x");
    house_frame(h, 100);
    house_save(
        h, "scenes/late/scene.lua",
        "local scene = {}\nlocal t\nfunction scene.enter()\n"
        "t = tween.new(0, 100, 20, 'linear') sound.play('x.wav') scene.at = show.now() end\n"
        "function scene.draw(canvas) canvas:text('o', t:value(), scene.at) end\nreturn scene");
    if (!script_start_at(h->script, 0, "late", NULL, 90, &f))
        fail_msg("%s", f.text);
    const struct draw_command *c = house_command(h, 0);
    assert_true(c->text.x == 50 && c->text.y == 90); // half of its way
    const struct media *m = NULL;
    for (int i = 0; i < MEDIA_MAX && !m; i++)
        m = h->scene->media.items[i].used ? &h->scene->media.items[i] : NULL;
    assert_non_null(m);
    assert_true(media_position(m, 100, NULL) == 10 && m->epoch_s == 90);
    house_close(h);
}

static void a_cue_is_heard_with_its_name_and_time(void **state)
{
    struct house *h =
        house_play("local scene = {}\nfunction scene.hear(e) log.info(e.kind .. ' ' .. "
                   "e.name .. ' ' .. e.time .. ' ' .. (show.state().cue or '-')) end\n"
                   "return scene");
    struct event e = {.kind = EVENT_CUE, .time_s = 2.5, .name = "salut"};
    snprintf(h->scene->show.cue, sizeof h->scene->show.cue, "salut");
    scene_tell(h->scene, 0, &e);
    house_frame(h, 3);
    assert_non_null(strstr(h->log, "cue salut 2.5 salut"));
    house_close(h);
}

// The stage of a house is "kiosk/left".
static void a_scene_reads_whose_turn_it_is(void **state)
{
    struct house *h =
        house_play("local scene = {}\nfunction scene.hear(e)\n  local t = show.held('facade')\n"
                   "  log.info(e.kind .. ' ' .. e.name .. ': ' .. (t and t.by .. ' ' .. "
                   "tostring(t.mine) .. ' ' .. t.left .. ' ' .. t.waiting .. ' ' .. "
                   "tostring(t.place) or 'free'))\nend\nreturn scene");
    struct hold *hold = &h->scene->holds[3];
    struct event e = {.kind = EVENT_HELD, .name = "facade"};
    *hold = (struct hold){.station = "facade"};
    scene_tell(h->scene, 0, &e);
    house_frame(h, 1);
    assert_non_null(strstr(h->log, "held facade: free\n"));
    *hold = (struct hold){.station = "facade", .held = true, .by = "hall/screen", .until_s = 22};
    hold->waiting = 2;
    strcpy(hold->who[0], "hall/other");
    scene_tell(h->scene, 0, &e);
    house_frame(h, 2);
    assert_non_null(strstr(h->log, "facade: hall/screen false 20.0 2 nil\n"));
    strcpy(hold->who[1], "kiosk/left");
    scene_tell(h->scene, 0, &e);
    house_frame(h, 2);
    assert_non_null(strstr(h->log, "facade: hall/screen false 20.0 2 2\n"));
    strcpy(hold->by, "kiosk/left");
    hold->waiting = 0;
    scene_tell(h->scene, 0, &e);
    house_frame(h, 12);
    assert_non_null(strstr(h->log, "facade: kiosk/left true 10.0 0 0\n"));
    scene_tell(h->scene, 0, &e);
    house_frame(h, 30); // its station has said nothing since
    assert_non_null(strstr(strstr(h->log, "true 10.0 0 0"), "held facade: free\n"));
    house_close(h);
}

static void scenes_know_who_hears_and_what_they_are_called(void **state)
{
    static const char *const stations[] = {"facade", "gesture", NULL};
    static const char *const titles[] = {"La façade", "", "The façade", "Le geste", "Il gesto", ""};
    static const char *const messages[] = {"knock", "choose", NULL};
    static const char *const knock[] = {"facade", NULL};
    static const char *const choose[] = {"gesture", "kiosk", "facade", NULL}; // kiosk: itself
    static const char *const *const hearers[] = {knock, choose};
    struct house *h = house_open(1, &(struct script_desc){.stations = stations,
                                                          .titles = titles,
                                                          .messages = messages,
                                                          .hearers = hearers});
    struct fault f;
    assert_true(house_start(h, 0,
                            "local scene = {}\nfunction scene.hear(e)\n"
                            "  local t = show.title('gesture')\n"
                            "  log.info(t.fr .. ', ' .. t.it .. ', ' .. tostring(t.en))\n"
                            "  log.info(tostring(show.title('qlab')))\n"
                            "  log.info(table.concat(show.hearers('choose'), '+'))\n"
                            "  log.info('others ' .. #show.hearers('weather'))\n"
                            "  if e.name == 'again' then show.hearers('chose') end\n"
                            "end\nreturn scene",
                            &f));
    house_tell(h, EVENT_HELD);
    house_frame(h, 1);
    assert_non_null(strstr(h->log, "Le geste, Il gesto, nil\n"));
    assert_non_null(strstr(h->log, "gesture+facade\n"));
    assert_non_null(strstr(h->log, "others 0\n"));
    assert_int_equal(h->told, 0); // a library's scene asks in every house
    struct event again = {.kind = EVENT_HELD, .name = "again"};
    scene_tell(h->scene, 0, &again);
    house_frame(h, 2);
    assert_non_null(strstr(h->log, "no message \"chose\" in installation.lua; did you mean"));
    house_close(h);
}

static void a_station_that_there_is_not_is_told(void **state)
{
    static const char *const stations[] = {"facade", "gesture", NULL};
    static const char *const messages[] = {"choose", NULL};
    struct house *h =
        house_open(1, &(struct script_desc){.stations = stations, .messages = messages});
    struct fault f;
    assert_true(house_start(h, 0,
                            "local scene = {}\nfunction scene.hear(e) show.held(e.name) "
                            "show.release('chose') show.release('choose') end\nreturn scene",
                            &f));
    struct event e = {.kind = EVENT_HELD, .name = "facade"};
    scene_tell(h->scene, 0, &e);
    house_frame(h, 1);
    assert_null(strstr(h->log, "facade")); // it is free
    assert_non_null(strstr(h->log, "no message \"chose\" in installation.lua; did you mean"));
    assert_int_equal(h->scene->asks.count, 1);
    assert_int_equal(h->scene->asks.items[0].kind, ASK_RELEASE);
    assert_string_equal(h->scene->asks.items[0].name, "choose");
    strcpy(e.name, "fasade");
    scene_tell(h->scene, 0, &e);
    house_frame(h, 2);
    assert_non_null(strstr(h->log, "no station \"fasade\" in installation.lua; did you mean"));
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_declares_what_others_move),
        cmocka_unit_test(what_is_wrong_with_a_parameter_is_told),
        cmocka_unit_test(verbs_become_asks),
        cmocka_unit_test(a_scene_entered_late_is_where_it_would_be),
        cmocka_unit_test(a_cue_is_heard_with_its_name_and_time),
        cmocka_unit_test(a_scene_reads_whose_turn_it_is),
        cmocka_unit_test(a_station_that_there_is_not_is_told),
        cmocka_unit_test(scenes_know_who_hears_and_what_they_are_called),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
