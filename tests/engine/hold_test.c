// Holds between stations: one process and several, over real UDP, against bytes written by hand
// from the OSC 1.0 specification.
#include "base/clock.h"
#include "scene/hold.h"
#include "show/show.h"

#include <arpa/inet.h>
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { KIOSK, HALL, FACADE, STATIONS };
static const char *const ids[STATIONS] = {"kiosk", "hall", "facade"};

static const struct show_route routes[] = {
    {.message = "choose", .hold_s = 45, .to = {FACADE}, .to_count = 1},
    {.message = "knock", .to = {FACADE}, .to_count = 1},
};

struct place {
    struct show_bus *bus[STATIONS];
    struct show_station stations[STATIONS];
    struct show *shows[STATIONS];
    struct scene *scenes[STATIONS];
};

static int free_port(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    assert_int_equal(bind(s, (const struct sockaddr *)&at, size), 0);
    getsockname(s, (struct sockaddr *)&at, &size);
    close(s);
    return ntohs(at.sin_port);
}

static void open_station(struct place *p, int i)
{
    struct show_desc desc = {.bus = p->bus[i],
                             .self = i,
                             .stations = p->stations,
                             .station_count = STATIONS,
                             .routes = routes,
                             .route_count = 2,
                             .listen = p->stations[i].port != 0};
    struct fault f = {0};
    p->shows[i] = show_create(&desc, &f);
    if (!p->shows[i])
        fail_msg("%s", f.text);
    p->scenes[i] = scene_create(ids[i]);
    scene_stage_add(p->scenes[i], "screen", 10, 10);
    show_declare(p->shows[i], p->scenes[i]);
}

static void close_station(struct place *p, int i)
{
    show_destroy(p->shows[i]);
    scene_destroy(p->scenes[i]);
}

// All in one process, or each in one of its own: a bus is what a process has.
static void open_place(struct place *p, bool apart)
{
    *p = (struct place){0};
    for (int i = 0; i < STATIONS; i++) {
        bool first = i == 0 || apart;
        p->bus[i] = first ? show_bus_create(&(struct show_bus_desc){.live = true}) : p->bus[0];
        snprintf(p->stations[i].id, sizeof p->stations[i].id, "%s", ids[i]);
        p->stations[i].port = apart ? free_port() : 0;
        snprintf(p->stations[i].host, sizeof p->stations[i].host, "%s", apart ? "127.0.0.1" : "");
    }
    for (int i = 0; i < STATIONS; i++)
        open_station(p, i);
}

static void close_place(struct place *p)
{
    for (int i = 0; i < STATIONS; i++)
        close_station(p, i);
    for (int i = STATIONS - 1; i >= 0; i--)
        if (i == 0 || p->bus[i] != p->bus[0])
            show_bus_destroy(p->bus[i]);
}

static void update(struct place *p, double now_s)
{
    for (int i = 0; i < STATIONS; i++) {
        p->scenes[i]->now_s = now_s;
        show_update(p->shows[i], now_s, p->scenes[i]);
    }
}

static void say(struct place *p, int station, enum ask_kind kind, const char *id)
{
    struct ask a = {.kind = kind, .name = "choose"};
    params_text(&a.params, "id", id);
    asks_put(&p->scenes[station]->asks, &a);
}

// The message that the façade has heard since; "": none. Forgets it.
static const char *heard(struct place *p)
{
    static char id[PARAM_TEXT_SIZE];
    struct events *events = &p->scenes[FACADE]->stages[0].events;
    id[0] = 0;
    for (int i = 0; i < events->count; i++)
        if (events->items[i].kind == EVENT_MESSAGE)
            snprintf(id, sizeof id, "%s", params_find(&events->items[i].params, "id")->text);
    events_clear(events);
    return id;
}

static void visit(struct place *p, int station, enum visit_phase phase)
{
    p->scenes[station]->stages[0].visit.number = 7;
    p->scenes[station]->stages[0].visit.phase = phase;
}

static const struct hold *hold_at(const struct place *p, int station)
{
    return &p->scenes[station]->holds[FACADE];
}

static void two_who_ask_are_heard_one_after_the_other(void **state)
{
    struct place p;
    open_place(&p, false);
    update(&p, 1);
    say(&p, KIOSK, ASK_SEND, "fer");
    update(&p, 2);
    assert_string_equal(heard(&p), "fer");
    say(&p, HALL, ASK_SEND, "verre");
    update(&p, 3);
    assert_string_equal(heard(&p), "");
    update(&p, 4); // it is known everywhere
    for (int i = 0; i < STATIONS; i++) {
        const struct hold *h = hold_at(&p, i);
        assert_true(h->held);
        assert_string_equal(h->by, "kiosk/screen");
        assert_true(h->until_s == 22);
        assert_int_equal(h->waiting, 1);
        assert_string_equal(h->who[0], "hall/screen");
    }
    assert_true(show_next_s(p.shows[FACADE], 4) == 22);
    update(&p, 21.9);
    assert_string_equal(heard(&p), "");
    update(&p, 22);
    assert_string_equal(heard(&p), "verre");
    update(&p, 22.1);
    assert_string_equal(hold_at(&p, KIOSK)->by, "hall/screen");
    assert_true(hold_at(&p, KIOSK)->until_s == 22 + 45);
    update(&p, 70);
    update(&p, 70.1);
    assert_false(hold_at(&p, KIOSK)->held);
    close_place(&p);
}

static void scenes_hear_of_each_change_once(void **state)
{
    struct place p;
    int count = 0;
    open_place(&p, false);
    update(&p, 1);
    say(&p, KIOSK, ASK_SEND, "fer");
    for (int i = 0; i < 30; i++)
        update(&p, 2 + i); // the beginning is a change, and so is the end at 47 s
    struct events *events = &p.scenes[HALL]->stages[0].events;
    for (int i = 0; i < events->count; i++) {
        count += events->items[i].kind == EVENT_HELD;
        assert_string_equal(events->items[i].name, "facade");
    }
    assert_int_equal(count, 1);
    update(&p, 48);
    update(&p, 49);
    assert_int_equal(events->count, 2);
    close_place(&p);
}

static void what_says_who_sent_it(void **state)
{
    struct place p;
    open_place(&p, false);
    say(&p, KIOSK, ASK_SEND, "fer");
    update(&p, 1);
    const struct event *e = &p.scenes[FACADE]->stages[0].events.items[0];
    assert_string_equal(e->from, "kiosk");
    assert_string_equal(e->stage, "screen");
    close_place(&p);
}

static void messages_without_a_hold_are_for_everybody(void **state)
{
    struct place p;
    open_place(&p, false);
    for (int i = KIOSK; i <= HALL; i++) {
        struct ask a = {.kind = ASK_SEND, .name = "knock"};
        asks_put(&p.scenes[i]->asks, &a);
    }
    update(&p, 1);
    assert_int_equal(p.scenes[FACADE]->stages[0].events.count, 2);
    close_place(&p);
}

static void a_visit_that_ends_gives_back(void **state)
{
    struct place p;
    open_place(&p, false);
    visit(&p, KIOSK, VISIT_ON);
    say(&p, KIOSK, ASK_SEND, "fer");
    update(&p, 1);
    say(&p, HALL, ASK_SEND, "verre");
    update(&p, 2);
    assert_string_equal(heard(&p), "fer");
    visit(&p, KIOSK, VISIT_ASKING);
    update(&p, 3);
    assert_string_equal(heard(&p), "");
    visit(&p, KIOSK, VISIT_ATTRACT);
    update(&p, 4);
    assert_string_equal(heard(&p), "verre");
    say(&p, HALL, ASK_RELEASE, "");
    update(&p, 5);
    update(&p, 5.1);
    assert_false(hold_at(&p, KIOSK)->held);
    close_place(&p);
}

// ---- in processes of their own

static void until(struct place *p, double now_s, bool (*so)(const struct place *p))
{
    for (int i = 0; i < 4000 && !so(p); i++) {
        update(p, now_s);
        poll(NULL, 0, 5);
    }
    assert_true(so(p));
}

static bool hall_knows_kiosk(const struct place *p)
{
    return hold_at(p, HALL)->held && strcmp(hold_at(p, HALL)->by, "kiosk/screen") == 0;
}

static bool kiosk_knows_hall_waits(const struct place *p)
{
    const struct hold *h = hold_at(p, KIOSK);
    return h->held && h->waiting == 1 && strcmp(h->who[0], "hall/screen") == 0;
}

static bool hall_is_held_for(const struct place *p)
{
    return hold_at(p, HALL)->held && strcmp(hold_at(p, HALL)->by, "hall/screen") == 0;
}

static bool hall_knows_it_is_free(const struct place *p)
{
    return !hold_at(p, HALL)->held;
}

static void the_same_is_known_in_other_processes(void **state)
{
    struct place p;
    open_place(&p, true);
    visit(&p, KIOSK, VISIT_ON);
    say(&p, KIOSK, ASK_SEND, "fer");
    until(&p, 1, hall_knows_kiosk);
    assert_true(hold_at(&p, HALL)->until_s == 1 + 45);
    say(&p, HALL, ASK_SEND, "verre");
    until(&p, 2, kiosk_knows_hall_waits);
    assert_true(hold_at(&p, KIOSK)->until_s == 1 + 20);
    visit(&p, KIOSK, VISIT_ATTRACT);
    until(&p, 3, hall_is_held_for);
    assert_string_equal(heard(&p), "verre");
    close_place(&p);
}

static void a_holder_that_is_gone_is_followed_when_its_time_is_over(void **state)
{
    struct place p;
    open_place(&p, true);
    say(&p, KIOSK, ASK_SEND, "fer");
    until(&p, 1, hall_knows_kiosk);
    close_station(&p, KIOSK); // and says nothing
    p.stations[KIOSK].port = 0;
    open_station(&p, KIOSK); // a machine that hears nothing
    say(&p, HALL, ASK_SEND, "verre");
    until(&p, 20.9, hall_knows_kiosk);
    until(&p, 21, hall_is_held_for);
    until(&p, 21 + 45, hall_knows_it_is_free);
    close_place(&p);
}

static void a_station_that_was_started_anew_gives_back_what_it_knows_nothing_of(void **state)
{
    struct place p;
    open_place(&p, true);
    say(&p, KIOSK, ASK_SEND, "fer");
    until(&p, 1, hall_knows_kiosk);
    close_station(&p, KIOSK);
    open_station(&p, KIOSK);
    until(&p, 7, hall_knows_it_is_free); // the façade says every 5 s how things stand
    close_place(&p);
}

// A datagram to the façade's port, and the answer.
static size_t ask_facade(struct place *p, const void *bytes, size_t size,
                         unsigned char answer[1024])
{
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)p->stations[FACADE].port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    sendto(s, bytes, size, 0, (const struct sockaddr *)&to, sizeof to);
    ssize_t got = -1;
    for (int i = 0; i < 2000 && got < 0; i++) {
        update(p, 1);
        poll(NULL, 0, 5);
        got = recv(s, answer, 1024, 0);
    }
    close(s);
    return got < 0 ? 0 : (size_t)got;
}

static void anyone_may_ask_who_holds_a_station(void **state)
{
    static const unsigned char question[] = "/gestuaire/show/held\0\0\0\0,\0\0\0";
    // Station, number, by, left, one who waits: a string, a double, two more of each kind.
    static const unsigned char begins[] = "/gestuaire/show/held\0\0\0\0,sdsds\0\0"
                                          "facade\0\0";
    struct place p;
    unsigned char answer[1024];
    open_place(&p, true);
    say(&p, KIOSK, ASK_SEND, "fer");
    until(&p, 1, hall_knows_kiosk);
    say(&p, HALL, ASK_SEND, "verre");
    until(&p, 1, kiosk_knows_hall_waits);
    size_t size = ask_facade(&p, question, sizeof question - 1, answer);
    assert_int_equal(size, sizeof begins - 1 + 8 + 16 + 8 + 12);
    assert_memory_equal(answer, begins, sizeof begins - 1);
    const unsigned char *rest = answer + sizeof begins - 1 + 8;
    assert_memory_equal(rest, "kiosk/screen\0\0\0\0", 16);
    // 20 s: 0x4034000000000000 as IEEE 754 has it, big-endian.
    assert_memory_equal(rest + 16, "\x40\x34\0\0\0\0\0\0", 8);
    assert_memory_equal(rest + 24, "hall/screen\0", 12);
    close_place(&p);
}

// "The façade is free", numbered so many ms before now, and a message after it.
static void say_it_is_free(const struct place *p, double before_ms)
{
    unsigned char bytes[48] = "/gestuaire/show/held\0\0\0\0,sd\0facade\0";
    static const unsigned char after[] = "/gestuaire/hall/message\0,ss\0after\0\0\0desk\0\0\0";
    double number = floor(clock_real_s() * 1000) - before_ms;
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 8; i++)
        bytes[36 + i] = (unsigned char)(bits >> 8 * (7 - i));
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)p->stations[HALL].port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    sendto(s, bytes, 44, 0, (const struct sockaddr *)&to, sizeof to);
    sendto(s, after, sizeof after, 0, (const struct sockaddr *)&to, sizeof to);
    close(s);
}

static bool hall_has_heard_a_message(const struct place *p)
{
    const struct events *events = &p->scenes[HALL]->stages[0].events;
    bool heard = false;
    for (int i = 0; i < events->count; i++)
        heard = heard || events->items[i].kind == EVENT_MESSAGE;
    return heard;
}

static void what_was_said_before_is_not_believed_but_a_clock_put_back_is(void **state)
{
    struct place p;
    open_place(&p, true);
    say(&p, KIOSK, ASK_SEND, "fer");
    until(&p, 1, hall_knows_kiosk);
    say_it_is_free(&p, 5000);
    until(&p, 1, hall_has_heard_a_message);
    assert_true(hall_knows_kiosk(&p));
    events_clear(&p.scenes[HALL]->stages[0].events);
    say_it_is_free(&p, 3600000);
    until(&p, 1, hall_has_heard_a_message);
    assert_true(hall_knows_it_is_free(&p));
    close_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_who_ask_are_heard_one_after_the_other),
        cmocka_unit_test(scenes_hear_of_each_change_once),
        cmocka_unit_test(what_says_who_sent_it),
        cmocka_unit_test(messages_without_a_hold_are_for_everybody),
        cmocka_unit_test(a_visit_that_ends_gives_back),
        cmocka_unit_test(the_same_is_known_in_other_processes),
        cmocka_unit_test(a_holder_that_is_gone_is_followed_when_its_time_is_over),
        cmocka_unit_test(a_station_that_was_started_anew_gives_back_what_it_knows_nothing_of),
        cmocka_unit_test(anyone_may_ask_who_holds_a_station),
        cmocka_unit_test(what_was_said_before_is_not_believed_but_a_clock_put_back_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
