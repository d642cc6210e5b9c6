// show: messages over the bus and over real UDP, against bytes written by hand from the OSC 1.0
// specification (opensoundcontrol.org/spec-1_0), not by liblo.
#include "base/log.h"
#include "show/show.h"

#include <arpa/inet.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { KIOSK, FACADE };

// What was said, while a test listens; by several threads.
struct said {
    pthread_mutex_t mutex;
    atomic_int lines;
    char last[2048];
};

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    struct said *said = user;
    pthread_mutex_lock(&said->mutex);
    said->lines++;
    snprintf(said->last, sizeof said->last, "%s: %s", room, text);
    pthread_mutex_unlock(&said->mutex);
}

// Did the last line say this? Other threads may be speaking.
static bool said_last(struct said *said, const char *words)
{
    pthread_mutex_lock(&said->mutex);
    bool there = strstr(said->last, words) != NULL;
    pthread_mutex_unlock(&said->mutex);
    return there;
}

static struct said *listen_to_log(void)
{
    static struct said said = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    said.lines = 0;
    said.last[0] = 0;
    log_to(note, &said, LOG_INFO);
    return &said;
}

// A port that was free a moment ago.
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

static const struct show_route routes[] = {
    {.message = "gesture chosen", .to = {FACADE}, .to_count = 1},
    {.message = "note to self", .to = {KIOSK}, .to_count = 1},
};

static void stations_at(struct show_station stations[2], int kiosk_port, int facade_port)
{
    memset(stations, 0, 2 * sizeof *stations);
    strcpy(stations[KIOSK].id, "kiosk");
    strcpy(stations[FACADE].id, "facade");
    for (int i = 0; i < 2; i++) {
        stations[i].port = i == KIOSK ? kiosk_port : facade_port;
        if (stations[i].port)
            strcpy(stations[i].host, "127.0.0.1");
    }
}

static struct show *open_station(struct show_bus *bus, const struct show_station *stations,
                                 int self, bool listening)
{
    struct show_desc desc = {.bus = bus,
                             .self = self,
                             .stations = stations,
                             .station_count = 2,
                             .routes = routes,
                             .route_count = 2,
                             .listen = listening};
    struct fault f = {0};
    struct show *s = show_create(&desc, &f);
    if (!s)
        fail_msg("%s", f.text);
    return s;
}

static struct scene *one_stage(const char *station)
{
    struct scene *s = scene_create(station);
    scene_stage_add(s, "screen", 100, 100);
    s->stages[0].redraw = false;
    return s;
}

static struct ask chosen(void)
{
    struct ask a = {.kind = ASK_SEND, .name = "gesture chosen"};
    params_text(&a.params, "id", "marteler-fer");
    params_number(&a.params, "at", 1.0 / 3);
    params_bool(&a.params, "loud", true);
    params_bool(&a.params, "slow", false);
    return a;
}

static void assert_chosen(const struct event *e)
{
    assert_int_equal(e->kind, EVENT_MESSAGE);
    assert_string_equal(e->name, "gesture chosen");
    assert_string_equal(e->from, "kiosk");
    assert_int_equal(e->params.count, 4);
    assert_string_equal(params_find(&e->params, "id")->text, "marteler-fer");
    assert_true(params_find(&e->params, "at")->number == 1.0 / 3);
    assert_int_equal(params_find(&e->params, "loud")->kind, PARAM_BOOL);
    assert_true(params_find(&e->params, "loud")->number == 1);
    assert_int_equal(params_find(&e->params, "slow")->kind, PARAM_BOOL);
    assert_true(params_find(&e->params, "slow")->number == 0);
}

// Updates until the stage hears something; the network has its own time.
static const struct event *wait_for_event(struct show *s, struct scene *scene)
{
    for (int i = 0; i < 2000 && !scene->stages[0].events.count; i++) {
        show_update(s, 1, scene);
        if (!scene->stages[0].events.count)
            poll(NULL, 0, 5);
    }
    assert_int_not_equal(scene->stages[0].events.count, 0);
    return &scene->stages[0].events.items[0];
}

static void a_choice_crosses_the_house_over_the_bus(void **state)
{
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show_bus *bus = show_bus_create(NULL);
    struct show *kiosk = open_station(bus, stations, KIOSK, false);
    struct show *facade = open_station(bus, stations, FACADE, false);
    struct scene *here = one_stage("kiosk"), *there = one_stage("facade");
    scene_stage_add(there, "second", 10, 10);
    struct ask a = chosen();
    asks_put(&here->asks, &a);
    assert_true(show_pending(kiosk, here));
    show_update(kiosk, 5, here);
    assert_false(show_pending(kiosk, here));
    assert_true(show_pending(facade, there));
    show_update(facade, 6, there);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(there->stages[i].events.count, 1);
        assert_chosen(&there->stages[i].events.items[0]);
        assert_true(there->stages[i].events.items[0].time_s == 6);
        assert_true(there->stages[i].redraw);
    }
    assert_int_equal(here->stages[0].events.count, 0);
    show_destroy(kiosk);
    show_destroy(facade);
    show_bus_destroy(bus);
    scene_destroy(here);
    scene_destroy(there);
}

static void a_station_hears_itself_in_the_next_frame(void **state)
{
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    struct scene *here = one_stage("kiosk");
    struct ask a = {.kind = ASK_SEND, .name = "note to self"};
    asks_put(&here->asks, &a);
    show_update(kiosk, 1, here);
    assert_int_equal(here->stages[0].events.count, 1);
    assert_string_equal(here->stages[0].events.items[0].from, "kiosk");
    assert_int_equal(here->asks.count, 0);
    show_update(kiosk, 2, here);
    assert_int_equal(here->stages[0].events.count, 1);
    show_destroy(kiosk);
    scene_destroy(here);
}

static void a_scene_change_waits_on_its_stage(void **state)
{
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    struct scene *here = one_stage("kiosk");
    int second = scene_stage_add(here, "second", 10, 10);
    struct ask a = {.kind = ASK_GO, .stage = second, .name = "gesture"};
    params_text(&a.params, "id", "tourner");
    asks_put(&here->asks, &a);
    show_update(kiosk, 1, here);
    assert_false(here->stages[0].go);
    assert_true(here->stages[second].go);
    assert_string_equal(here->stages[second].next, "gesture");
    assert_string_equal(params_find(&here->stages[second].next_params, "id")->text, "tourner");
    assert_true(here->stages[second].redraw);
    show_destroy(kiosk);
    scene_destroy(here);
}

static void a_choice_crosses_the_house_over_udp(void **state)
{
    struct show_station stations[2];
    stations_at(stations, free_port(), free_port());
    struct show *kiosk = open_station(NULL, stations, KIOSK, true);
    struct show *facade = open_station(NULL, stations, FACADE, true);
    struct scene *here = one_stage("kiosk"), *there = one_stage("facade");
    struct ask a = chosen();
    asks_put(&here->asks, &a);
    show_update(kiosk, 1, here);
    assert_chosen(wait_for_event(facade, there));
    show_destroy(kiosk);
    show_destroy(facade);
    scene_destroy(here);
    scene_destroy(there);
}

static void a_machine_without_a_known_name_is_said_once(void **state)
{
    struct show_station stations[2];
    stations_at(stations, 0, free_port());
    strcpy(stations[FACADE].host, "facade.invalid"); // never there (RFC 6761)
    struct said *said = listen_to_log();
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    struct scene *here = one_stage("kiosk");
    for (int i = 0; i < 3; i++) {
        struct ask a = chosen();
        asks_put(&here->asks, &a);
        show_update(kiosk, 1, here);
    }
    assert_in_range(said->lines, 1, 2); // the message is lost; perhaps already: no such machine
    show_destroy(kiosk);
    scene_destroy(here);
    log_to(NULL, NULL, LOG_INFO);
}

// --- bytes by the specification --------------------------------------------------------------

struct bytes {
    unsigned char at[65536];
    size_t size;
};

static void put(struct bytes *b, const void *data, size_t size)
{
    memcpy(b->at + b->size, data, size);
    b->size += size;
}

static void put_string(struct bytes *b, const char *text)
{
    put(b, text, strlen(text) + 1);
    while (b->size % 4)
        b->at[b->size++] = 0;
}

static void put_big(struct bytes *b, uint64_t value, int length)
{
    for (int i = length - 1; i >= 0; i--)
        b->at[b->size++] = (unsigned char)(value >> 8 * i);
}

static void put_float(struct bytes *b, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_big(b, bits, 4);
}

static struct bytes message_of(const char *tags)
{
    struct bytes b = {.size = 0};
    put_string(&b, "/gestuaire/facade/message");
    put_string(&b, tags);
    return b;
}

// A message as another program would write it: i, f, T, F and a text with an accent.
static struct bytes foreign(void)
{
    struct bytes b = message_of(",sssisfsTsFss");
    put_string(&b, "gesture chosen");
    put_string(&b, "qlab");
    put_string(&b, "count");
    put_big(&b, (uint32_t)-7, 4);
    put_string(&b, "level");
    put_float(&b, 0.5f);
    put_string(&b, "on");
    put_string(&b, "off");
    put_string(&b, "verb");
    put_string(&b, "forgé");
    return b;
}

static void assert_foreign(const struct event *e)
{
    assert_string_equal(e->from, "qlab");
    assert_int_equal(e->params.count, 5);
    assert_true(params_find(&e->params, "count")->number == -7);
    assert_true(params_find(&e->params, "level")->number == 0.5);
    assert_true(params_find(&e->params, "on")->number == 1);
    assert_true(params_find(&e->params, "off")->number == 0);
    assert_string_equal(params_find(&e->params, "verb")->text, "forgé");
}

static void throw(int port, const struct bytes *b)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)port)};
    sendto(s, b->at, b->size, 0, (const struct sockaddr *)&to, sizeof to);
    close(s);
}

struct listening {
    int port;
    struct show *show;
    struct scene *scene;
};

static struct listening open_listening(void)
{
    struct show_station stations[2];
    struct listening l = {.port = free_port(), .scene = one_stage("facade")};
    stations_at(stations, 0, l.port);
    l.show = open_station(NULL, stations, FACADE, true);
    return l;
}

static void close_listening(struct listening *l)
{
    show_destroy(l->show);
    scene_destroy(l->scene);
}

static void another_program_is_understood(void **state)
{
    struct listening l = open_listening();
    struct bytes b = foreign();
    throw(l.port, &b);
    assert_foreign(wait_for_event(l.show, l.scene));
    close_listening(&l);
}

static void a_bundle_dated_2036_is_heard_now(void **state)
{
    struct listening l = open_listening();
    struct bytes inner = foreign(), b = {.size = 0};
    put_string(&b, "#bundle");
    put_big(&b, 0xffffffff00000000u, 8); // the last second of the NTP era
    for (int i = 0; i < 2; i++) {
        put_big(&b, inner.size, 4);
        put(&b, inner.at, inner.size);
    }
    throw(l.port, &b);
    assert_foreign(wait_for_event(l.show, l.scene));
    for (int i = 0; i < 2000 && l.scene->stages[0].events.count < 2; i++, poll(NULL, 0, 5))
        show_update(l.show, 1, l.scene);
    assert_int_equal(l.scene->stages[0].events.count, 2);
    close_listening(&l);
}

// Each is refused whole; the good one behind it is heard.
static void garbage_is_refused_and_said_once(void **state)
{
    struct said *said = listen_to_log();
    struct listening l = open_listening();
    struct bytes bad[12];
    memset(bad, 0, sizeof bad);
    int n = 0;
    put(&bad[n++], "garbage", 7);
    bad[n++].size = 0;
    put_string(&bad[n], "/gestuaire/kiosk/message");
    put_string(&bad[n++], ",");
    bad[n] = foreign(); // cut in the middle
    bad[n++].size -= 9;
    bad[n++] = message_of(",");  // no name
    bad[n] = message_of(",sss"); // a key without a value
    for (int i = 0; i < 3; i++)
        put_string(&bad[n], "a");
    n++;
    bad[n] = message_of(",sssf"); // a number that is none
    for (int i = 0; i < 3; i++)
        put_string(&bad[n], "a");
    put_float(&bad[n++], NAN);
    bad[n] = message_of(",ssss"); // no UTF-8
    for (int i = 0; i < 3; i++)
        put_string(&bad[n], "a");
    put_string(&bad[n++], "\xc3\x28");
    bad[n] = message_of(",ss"); // a name with a line end
    put_string(&bad[n], "a\nb");
    put_string(&bad[n++], "a");
    bad[n] = message_of(",ss"); // a name that is too long
    char longest[ASK_NAME + 1] = {0};
    memset(longest, 'x', ASK_NAME);
    put_string(&bad[n], longest);
    put_string(&bad[n++], "a");
    put_string(&bad[n], "#bundle"); // an element that is longer than the bundle
    put_big(&bad[n], 1, 8);
    put_big(&bad[n++], 0xfffffffc, 4);
    memset(bad[n].at, '/', 60000); // longer than any message
    bad[n++].size = 60000;
    assert_int_equal(n, 12);
    for (int i = 0; i < n; i++)
        throw(l.port, &bad[i]);
    struct bytes good = foreign();
    throw(l.port, &good);
    assert_foreign(wait_for_event(l.show, l.scene));
    assert_int_equal(l.scene->stages[0].events.count, 1);
    close_listening(&l);
    assert_int_equal(said->lines, 1);
    assert_true(said_last(said, "/gestuaire/facade/message name from"));
    log_to(NULL, NULL, LOG_INFO);
}

static void more_pairs_than_fit_are_refused(void **state)
{
    for (int pairs = PARAMS_MAX; pairs <= PARAMS_MAX + 1; pairs++) {
        struct said *said = listen_to_log();
        struct listening l = open_listening();
        char tags[64] = ",ss";
        for (int i = 0; i < pairs; i++)
            strcat(tags, "si");
        struct bytes b = message_of(tags);
        put_string(&b, "gesture chosen");
        put_string(&b, "many");
        for (int i = 0; i < pairs; i++) {
            char key[8];
            snprintf(key, sizeof key, "k%d", i);
            put_string(&b, key);
            put_big(&b, (uint64_t)i, 4);
        }
        throw(l.port, &b);
        struct bytes good = foreign();
        throw(l.port, &good);
        const struct event *e = wait_for_event(l.show, l.scene);
        assert_string_equal(e->from, pairs == PARAMS_MAX ? "many" : "qlab");
        close_listening(&l);
        assert_int_equal(said->lines, pairs == PARAMS_MAX ? 0 : 1);
        log_to(NULL, NULL, LOG_INFO);
    }
}

static void a_full_inbox_is_bounded_and_said(void **state)
{
    struct said *said = listen_to_log();
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    struct scene *here = one_stage("kiosk");
    for (int i = 0; i < SHOW_INBOX + 5; i++)
        assert_int_equal(show_deliver(kiosk, "test", "flood", NULL), i < SHOW_INBOX);
    show_update(kiosk, 1, here);
    assert_int_equal(here->stages[0].events.count, SHOW_INBOX);
    assert_int_equal(said->lines, 1);
    assert_true(said_last(said, "\"kiosk\"; 5 are lost"));
    show_update(kiosk, 2, here);
    assert_int_equal(said->lines, 1);
    show_destroy(kiosk);
    scene_destroy(here);
    log_to(NULL, NULL, LOG_INFO);
}

static void a_message_without_a_way_is_said_once(void **state)
{
    struct said *said = listen_to_log();
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    struct scene *here = one_stage("kiosk");
    for (int i = 0; i < 3; i++) {
        struct ask a = {.kind = ASK_SEND, .name = "nobody"};
        asks_put(&here->asks, &a);
        show_update(kiosk, 1, here);
    }
    assert_int_equal(said->lines, 1);
    assert_true(said_last(said, "messages[\"nobody\"] = { to = { … } }"));
    for (int i = 0; i < 3; i++) {
        struct ask a = chosen();
        asks_put(&here->asks, &a);
        show_update(kiosk, 1, here);
    }
    assert_int_equal(said->lines, 2);
    assert_true(said_last(said, "station \"facade\" is lost"));
    show_destroy(kiosk);
    scene_destroy(here);
    log_to(NULL, NULL, LOG_INFO);
}

static bool hears(const struct listening *l, int port)
{
    struct bytes b = foreign();
    for (int i = 0; i < 1000; i++) {
        throw(port, &b);
        show_update(l->show, 1, l->scene);
        if (l->scene->stages[0].events.count)
            return true;
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return false;
}

static void a_taken_port_is_told_and_heard_once_it_is_free(void **state)
{
    struct said *said = listen_to_log();
    struct listening first = open_listening();
    struct show_station stations[2];
    stations_at(stations, 0, first.port);
    struct listening second = {.port = first.port, .scene = one_stage("facade")};
    second.show = open_station(NULL, stations, FACADE, true);
    assert_int_equal(said->lines, 1);
    assert_true(said_last(said, "of station \"facade\" on 127.0.0.1 is taken"));
    assert_true(said_last(said, "the show runs on"));
    close_listening(&first);
    assert_true(hears(&second, second.port));
    close_listening(&second);
    log_to(NULL, NULL, LOG_INFO);
}

static bool port_is_open(int port)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)port)};
    bool open = bind(s, (const struct sockaddr *)&at, sizeof at) != 0;
    close(s);
    return open;
}

static void no_port_is_open_unless_asked_for(void **state)
{
    struct show_station stations[2];
    stations_at(stations, free_port(), free_port());
    struct show *kiosk = open_station(NULL, stations, KIOSK, false);
    assert_false(port_is_open(stations[KIOSK].port));
    show_destroy(kiosk);
    kiosk = open_station(NULL, stations, KIOSK, true);
    assert_true(port_is_open(stations[KIOSK].port));
    show_destroy(kiosk);
    assert_false(port_is_open(stations[KIOSK].port));
}

static void count_wake(void *user)
{
    atomic_fetch_add((atomic_int *)user, 1);
}

static void a_sleeping_loop_is_waked_once_until_it_looks(void **state)
{
    atomic_int wakes = 0;
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show_desc desc = {.stations = stations,
                             .station_count = 2,
                             .wake = count_wake,
                             .user = &wakes,
                             .routes = &routes[1],
                             .route_count = 1};
    struct show *kiosk = show_create(&desc, NULL);
    struct scene *here = one_stage("kiosk");
    for (int turn = 1; turn <= 3; turn++) {
        show_deliver(kiosk, "test", "a", NULL);
        show_deliver(kiosk, "test", "b", NULL);
        assert_int_equal(atomic_load(&wakes), turn);
        show_update(kiosk, turn, here);
    }
    struct ask a = {.kind = ASK_SEND, .name = "note to self"};
    asks_put(&here->asks, &a);
    show_update(kiosk, 9, here);
    int before = atomic_load(&wakes);
    show_deliver(kiosk, "test", "c", NULL);
    assert_int_equal(atomic_load(&wakes), before + 1);
    show_destroy(kiosk);
    scene_destroy(here);
}

static void a_station_is_open_once_in_a_process(void **state)
{
    struct show_station stations[2];
    stations_at(stations, 0, 0);
    struct show_bus *bus = show_bus_create(NULL);
    struct show *kiosk = open_station(bus, stations, KIOSK, false);
    struct show_desc desc = {.bus = bus, .stations = stations, .station_count = 2};
    struct fault f = {0};
    assert_null(show_create(&desc, &f));
    assert_string_equal(f.text, "station \"kiosk\" is open twice in this process");
    show_destroy(kiosk);
    show_bus_destroy(bus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_crosses_the_house_over_the_bus),
        cmocka_unit_test(a_station_hears_itself_in_the_next_frame),
        cmocka_unit_test(a_scene_change_waits_on_its_stage),
        cmocka_unit_test(a_choice_crosses_the_house_over_udp),
        cmocka_unit_test(a_machine_without_a_known_name_is_said_once),
        cmocka_unit_test(another_program_is_understood),
        cmocka_unit_test(a_bundle_dated_2036_is_heard_now),
        cmocka_unit_test(garbage_is_refused_and_said_once),
        cmocka_unit_test(more_pairs_than_fit_are_refused),
        cmocka_unit_test(a_full_inbox_is_bounded_and_said),
        cmocka_unit_test(a_message_without_a_way_is_said_once),
        cmocka_unit_test(a_taken_port_is_told_and_heard_once_it_is_free),
        cmocka_unit_test(no_port_is_open_unless_asked_for),
        cmocka_unit_test(a_sleeping_loop_is_waked_once_until_it_looks),
        cmocka_unit_test(a_station_is_open_once_in_a_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
