// show: messages of other programs, good and bad, against bytes written by hand from the OSC 1.0
// specification (opensoundcontrol.org/spec-1_0), not by liblo.
#include "tools/stations.h"

#include <arpa/inet.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

// Did the last line say this? Other threads may be speaking.
static bool said_last(struct said *said, const char *words)
{
    pthread_mutex_lock(&said->mutex);
    bool there = strstr(said->last, words) != NULL;
    pthread_mutex_unlock(&said->mutex);
    return there;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_program_is_understood),
        cmocka_unit_test(a_bundle_dated_2036_is_heard_now),
        cmocka_unit_test(garbage_is_refused_and_said_once),
        cmocka_unit_test(more_pairs_than_fit_are_refused),
        cmocka_unit_test(a_full_inbox_is_bounded_and_said),
        cmocka_unit_test(a_message_without_a_way_is_said_once),
        cmocka_unit_test(a_taken_port_is_told_and_heard_once_it_is_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
