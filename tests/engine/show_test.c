// show: messages over the bus and over real UDP, ports and sleeping loops.
#include "tools/stations.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

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
        cmocka_unit_test(no_port_is_open_unless_asked_for),
        cmocka_unit_test(a_sleeping_loop_is_waked_once_until_it_looks),
        cmocka_unit_test(a_station_is_open_once_in_a_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
