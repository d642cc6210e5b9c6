// input: TUIO that is broken, too much or too deep, and by way of the network: this machine's own.
#include "base/log.h"
#include "tools/tracker.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void whatever_is_out_of_range_is_refused_or_held_inside(void **state)
{
    struct house *h = *state;
    static const double bad[][2] = {{NAN, 0.5}, {0.5, INFINITY}, {1e30, 0.5}, {-11, 0}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        open_bundle(&h->bytes);
        say(&h->bytes, CUR, "si", "alive", 1);
        say(&h->bytes, CUR, "sifffff", "set", 1, bad[k][0], bad[k][1], 0.0, 0.0, 0.0);
        hear(h);
        assert_int_equal(tuio_refused(h->tuio).count, 1);
    }
    assert_string_equal(told(h), "");
    open_bundle(&h->bytes);
    say(&h->bytes, CUR, "si", "alive", 1);
    say(&h->bytes, CUR, "sifffff", "set", 1, -0.1, 1.0, 0.0, 0.0, 0.0);
    hear(h);
    assert_true(h->seen.steps[0].x == 0 && h->seen.steps[0].y < 1 && h->seen.steps[0].y > 0.999);
    assert_string_equal(told(h), "+");
    open_bundle(&h->bytes);
    say(&h->bytes, CUR, "sif", "set", 1, 0.5);         // too few
    say(&h->bytes, CUR, "sfff", "set", 1.5, 0.5, 0.5); // no whole session
    say(&h->bytes, CUR, "ss", "set", "1");
    say(&h->bytes, CUR, "s", "dance");
    say(&h->bytes, CUR, "ii", 1, 2);
    say(&h->bytes, "/gestuaire/kiosk/message", "s", "x");
    say(&h->bytes, "/tuio/3Dcur", "si", "alive", 1); // passed over
    hear(h);
    assert_int_equal(tuio_refused(h->tuio).count, 6);
    assert_string_equal(told(h), "");
}

static void four_thousand_sessions_are_bounded(void **state)
{
    struct house *h = *state;
    static struct bytes m;
    for (int round = 0; round < 2; round++) {
        open_bundle(&h->bytes);
        m.size = 0;
        static char tags[4200];
        tags[0] = ',';
        tags[1] = 's';
        memset(tags + 2, 'i', 4096);
        put_text(&m, CUR);
        put_text(&m, tags);
        put_text(&m, "alive");
        for (int i = 0; i < 4096; i++)
            put_word(&m, (uint32_t)i);
        put_word(&h->bytes, (uint32_t)m.size);
        put(&h->bytes, m.at, m.size);
        for (int i = 0; i < 600; i++)
            say(&h->bytes, CUR, "sifffff", "set", i, 0.5, 0.5, 0.0, 0.0, 0.0);
        say(&h->bytes, CUR, "si", "fseq", round + 1);
        hear(h);
        assert_int_equal(h->seen.count, round ? 0 : TUIO_CONTACTS);
        h->seen.count = 0;
        assert_true(tuio_refused(h->tuio).count > 0);
    }
    frame(h, NULL, 9, 0, NULL, 0);
    assert_int_equal(h->seen.count, TUIO_CONTACTS);
}

static void sixteen_senders_are_heard_and_the_silent_make_room(void **state)
{
    struct house *h = *state;
    char name[16];
    for (int k = 0; k < TUIO_SENDERS; k++) {
        snprintf(name, sizeof name, "s%d", k);
        frame(h, name, 1, 1, (int[]){1}, 0.5);
    }
    frame(h, "more", 1, 1, (int[]){1}, 0.5);
    assert_int_equal(h->seen.count, TUIO_SENDERS);
    assert_true(tuio_refused(h->tuio).count > 0);
    frame(h, "s3", 2, 0, NULL, 0);
    frame(h, "more", 2, 1, (int[]){1}, 0.5);
    assert_int_equal(h->seen.count, TUIO_SENDERS + 2);
}

static void every_cut_of_a_datagram_is_survived(void **state)
{
    struct house *h = *state;
    frame(h, "table@a", 1, 3, (int[]){1, 2, 3}, 0.5);
    struct bytes *whole = malloc(sizeof *whole);
    *whole = h->bytes;
    for (size_t size = 0; size < whole->size; size++) {
        h->bytes.size = size;
        hear(h);
    }
    for (size_t k = 0; k < whole->size; k++) { // and every byte wrong
        h->bytes = *whole;
        h->bytes.at[k] ^= 0xff;
        hear(h);
    }
    free(whole);
    h->seen.count = 0;
    tuio_pass(h->tuio, 1e9);
    assert_true(tuio_next_s(h->tuio) == INFINITY);
}

static void bundles_within_bundles_are_read_so_deep(void **state)
{
    struct house *h = *state;
    static struct bytes inner, outer;
    frame(h, "deep", 1, 1, (int[]){1}, 0.5);
    h->seen.count = 0;
    inner = h->bytes;
    for (int depth = 1; depth < 6; depth++) {
        open_bundle(&outer);
        put_word(&outer, (uint32_t)inner.size);
        put(&outer, inner.at, inner.size);
        inner = h->bytes = outer;
        hear(h);
        assert_int_equal(tuio_refused(h->tuio).count, depth < 4 ? 0 : 1);
    }
}

// ---- by UDP through the port's thread, onto a stage

static const struct mapping_desc room = {
    .surface_count = 1,
    .output_count = 2,
    .surfaces = {{0, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}}},
    .outputs = {{{0, 0}, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}},
                {{0, 0}, {400, 300}, {{0, 0}, {800, 0}, {800, 600}, {0, 600}}}}};

static atomic_int wakes;

static void wake(void *user)
{
    (void)user;
    atomic_fetch_add(&wakes, 1);
}

static int free_udp_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t length = sizeof at;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &length), 0);
    close(fd);
    return ntohs(at.sin_port);
}

static void send_to(int port, const struct bytes *b)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(sendto(fd, b->at, b->size, 0, (struct sockaddr *)&to, sizeof to),
                     (ssize_t)b->size);
    close(fd);
}

static void await_wake(int before)
{
    for (int k = 0; k < 10000 && atomic_load(&wakes) == before; k++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    assert_true(atomic_load(&wakes) > before);
}

static void a_tracker_on_the_network_touches_a_stage(void **state)
{
    struct house *h = *state;
    struct fault f = {0};
    struct mapping *mapping = mapping_create(&room, NULL);
    struct input *input = input_create(mapping);
    struct scene *scene = scene_create("table");
    scene_stage_add(scene, "wall", 400, 300);
    int port = free_udp_port();
    struct input_tuio desc = {.port = port, .output = 1, .wake = wake};
    assert_true(input_listen(input, &desc, &f));
    assert_false(input_listen(input, &desc, &f));
    int before = atomic_load(&wakes);
    frame(h, "table@a", 1, 2, (int[]){1, 2}, 0.25); // for its bytes
    send_to(port, &h->bytes);
    await_wake(before);
    assert_true(input_next_s(input) == -INFINITY);
    input_collect(input, 5, scene);
    const struct events *q = &scene->stages[0].events;
    assert_int_equal(q->count, 2);
    assert_true(q->items[0].kind == EVENT_DOWN && fabsf(q->items[0].x - 50) < 1e-3f);
    assert_true(fabsf(q->items[1].y - 30) < 1e-3f);
    assert_true(q->items[0].time_s <= 5 && q->items[0].finger >= TUIO_FIRST);
    before = atomic_load(&wakes);
    frame(h, "table@a", 2, 0, NULL, 0);
    send_to(port, &h->bytes);
    await_wake(before);
    input_collect(input, 6, scene);
    assert_int_equal(scene->stages[0].fingers, 0);
    input_destroy(input);
    mapping_destroy(mapping);
    scene_destroy(scene);
}

static atomic_int warnings;

static void count_lines(void *user, enum log_level level, const char *place, const char *text)
{
    (void)user;
    (void)level;
    (void)place;
    (void)text;
    atomic_fetch_add(&warnings, 1);
}

static void a_flood_that_nobody_collects_begins_anew_and_leaves_nothing_down(void **state)
{
    struct house *h = *state;
    struct fault f = {0};
    struct mapping *mapping = mapping_create(&room, NULL);
    struct input *input = input_create(mapping);
    struct scene *scene = scene_create("table");
    scene_stage_add(scene, "wall", 400, 300);
    int port = free_udp_port();
    log_to(count_lines, NULL, LOG_INFO);
    assert_true(input_listen(input, &(struct input_tuio){.port = port, .wake = wake}, &f));
    // 50 contacts move in each of 200 frames: more steps than there is room for.
    int alive[50];
    for (int k = 0; k < 50; k++)
        alive[k] = k;
    for (int n = 1; n <= 200; n++) {
        int before = atomic_load(&wakes);
        frame(h, "table@a", n, 50, alive, 0.004 * n);
        h->seen.count = 0;
        send_to(port, &h->bytes);
        await_wake(before);
    }
    input_collect(input, 1, scene);
    int before = atomic_load(&wakes);
    frame(h, "table@a", 201, 50, alive, 0.9);
    send_to(port, &h->bytes);
    await_wake(before); // its first steps find a ring that is still marked; then all begin anew
    input_collect(input, 2, scene);
    for (int n = 202; n < 204; n++) {
        before = atomic_load(&wakes);
        frame(h, "table@a", n, n == 202 ? 50 : 0, alive, 0.8);
        send_to(port, &h->bytes);
        await_wake(before);
        input_collect(input, n, scene);
        assert_int_equal(scene->stages[0].fingers, n == 202 ? 50 : 0);
    }
    assert_in_range(atomic_load(&warnings), 1, 2); // the ring's, the queue's
    log_to(NULL, NULL, LOG_INFO);
    input_destroy(input);
    mapping_destroy(mapping);
    scene_destroy(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(whatever_is_out_of_range_is_refused_or_held_inside),
        IN_HOUSE(four_thousand_sessions_are_bounded),
        IN_HOUSE(sixteen_senders_are_heard_and_the_silent_make_room),
        IN_HOUSE(every_cut_of_a_datagram_is_survived),
        IN_HOUSE(bundles_within_bundles_are_read_so_deep),
        IN_HOUSE(a_tracker_on_the_network_touches_a_stage),
        IN_HOUSE(a_flood_that_nobody_collects_begins_anew_and_leaves_nothing_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
