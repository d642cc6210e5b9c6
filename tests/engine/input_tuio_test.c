// input: TUIO 1.1. Datagrams are put together here, byte by byte, from the OSC 1.0 and TUIO 1.1
// specifications; the network is this machine's own.
#include "base/clock.h"
#include "base/log.h"
#include "input/tuio.h"

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

struct bytes {
    unsigned char at[TUIO_DATAGRAM * 2];
    size_t size;
};

static void put(struct bytes *b, const void *from, size_t size)
{
    memcpy(b->at + b->size, from, size);
    b->size += size;
}

static void put_word(struct bytes *b, uint32_t word)
{
    unsigned char four[4] = {(unsigned char)(word >> 24), (unsigned char)(word >> 16),
                             (unsigned char)(word >> 8), (unsigned char)word};
    put(b, four, 4);
}

static void put_text(struct bytes *b, const char *text)
{
    static const char zeros[4];
    put(b, text, strlen(text));
    put(b, zeros, 4 - strlen(text) % 4); // one to four
}

// A message: `types` of s, i, f; values follow as const char *, int, double.
static void put_values(struct bytes *b, const char *address, const char *types, va_list values)
{
    char tags[64];
    snprintf(tags, sizeof tags, ",%s", types);
    put_text(b, address);
    put_text(b, tags);
    for (const char *t = types; *t; t++) {
        if (*t == 's') {
            put_text(b, va_arg(values, const char *));
        } else if (*t == 'i') {
            put_word(b, (uint32_t)va_arg(values, int));
        } else {
            float f = (float)va_arg(values, double);
            uint32_t word;
            memcpy(&word, &f, 4);
            put_word(b, word);
        }
    }
}

static void open_bundle(struct bytes *b)
{
    b->size = 0;
    put_text(b, "#bundle");
    put_word(b, 0);
    put_word(b, 1); // at once
}

static void say(struct bytes *b, const char *address, const char *types, ...)
{
    static struct bytes m;
    va_list values;
    va_start(values, types);
    m.size = 0;
    put_values(&m, address, types, values);
    va_end(values);
    put_word(b, (uint32_t)m.size);
    put(b, m.at, m.size);
}

#define CUR "/tuio/2Dcur"
#define OBJ "/tuio/2Dobj"
#define BLB "/tuio/2Dblb"

struct seen {
    struct tuio_step steps[4096];
    int count;
};

static void note(void *user, const struct tuio_step *step)
{
    struct seen *s = user;
    assert_in_range(s->count, 0, 4095);
    s->steps[s->count++] = *step;
}

struct house {
    struct tuio *tuio;
    struct seen seen;
    struct bytes bytes;
    double now_s;
    struct tuio_from from;
};

static int open_house(void **state)
{
    struct house *h = calloc(1, sizeof *h);
    h->tuio = tuio_create(note, &h->seen);
    h->now_s = 10;
    h->from = (struct tuio_from){0x7f000001, 40000};
    *state = h;
    return 0;
}

static int close_house(void **state)
{
    struct house *h = *state;
    tuio_destroy(h->tuio);
    free(h);
    return 0;
}

static void hear(struct house *h)
{
    // Exactly its size, so that a sanitizer sees every byte too far.
    unsigned char *exact = malloc(h->bytes.size);
    memcpy(exact, h->bytes.at, h->bytes.size);
    tuio_hear(h->tuio, &h->from, exact, h->bytes.size, h->now_s);
    free(exact);
}

// One frame of cursors at x, y; sessions are the numbers of `alive`.
static void frame(struct house *h, const char *source, int fseq, int count, const int *alive,
                  double x)
{
    char types[80] = "s";
    static struct bytes m;
    open_bundle(&h->bytes);
    if (source)
        say(&h->bytes, CUR, "ss", "source", source);
    for (int i = 0; i < count; i++)
        strcat(types, "i");
    m.size = 0;
    char tags[96];
    snprintf(tags, sizeof tags, ",%s", types);
    put_text(&m, CUR);
    put_text(&m, tags);
    put_text(&m, "alive");
    for (int i = 0; i < count; i++)
        put_word(&m, (uint32_t)alive[i]);
    put_word(&h->bytes, (uint32_t)m.size);
    put(&h->bytes, m.at, m.size);
    for (int i = 0; i < count; i++)
        say(&h->bytes, CUR, "sifffff", "set", alive[i], x, 0.1 * (alive[i] % 10), 0.0, 0.0, 0.0);
    say(&h->bytes, CUR, "si", "fseq", fseq);
    hear(h);
}

// What was told since it was last asked: "+" down, "~" move, "-" up, "!" cancelled; then forgotten.
static const char *told(struct house *h)
{
    static char text[16384];
    static const char *const marks[] = {"+", "~", "-", "?", "[", "=", "]"};
    text[0] = 0;
    for (int i = 0; i < h->seen.count; i++)
        strcat(strcat(text, marks[h->seen.steps[i].phase]), h->seen.steps[i].cancelled ? "!" : "");
    h->seen.count = 0;
    return text;
}

static void cursors_begin_move_and_end(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 1, 2, (int[]){1, 2}, 0.25);
    assert_true(fabs(h->seen.steps[1].x - 0.25) < 1e-6 && fabs(h->seen.steps[1].y - 0.2) < 1e-6);
    assert_true(h->seen.steps[0].contact >= TUIO_FIRST);
    assert_true(h->seen.steps[0].contact != h->seen.steps[1].contact);
    assert_string_equal(told(h), "++");
    frame(h, NULL, 2, 2, (int[]){1, 2}, 0.5);
    frame(h, NULL, 3, 2, (int[]){1, 2}, 0.5); // nothing has changed
    assert_string_equal(told(h), "~~");
    frame(h, NULL, 4, 1, (int[]){2}, 0.5);
    assert_string_equal(told(h), "-");
    frame(h, NULL, 5, 0, NULL, 0);
    assert_string_equal(told(h), "-");
    assert_int_equal(tuio_refused(h->tuio).count, 0);
}

static void lost_datagrams_heal(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 1, 3, (int[]){1, 2, 3}, 0.5);
    // 2 and 3 were lifted, 4 came: their frames are lost; alive tells it all.
    told(h);
    open_bundle(&h->bytes);
    say(&h->bytes, CUR, "sii", "alive", 1, 4);
    say(&h->bytes, CUR, "si", "fseq", 9);
    hear(h);
    assert_string_equal(told(h), "--"); // 4 has no place yet
    open_bundle(&h->bytes);
    say(&h->bytes, CUR, "sii", "alive", 1, 4);
    say(&h->bytes, CUR, "sifffff", "set", 4, 0.5, 0.5, 0.0, 0.0, 0.0);
    say(&h->bytes, CUR, "si", "fseq", 10);
    hear(h);
    assert_string_equal(told(h), "+");
}

static void every_loss_of_one_datagram_in_four_heals(void **state)
{
    struct house *h = *state;
    unsigned seed = 7;
    int alive[8], count = 0, down = 0;
    for (int n = 1; n <= 2000; n++) {
        count = 0;
        for (int k = 0; k < 6; k++) {
            seed = seed * 1664525u + 1013904223u;
            if (seed >> 30)
                alive[count++] = 100 * (n / 40) + k;
        }
        seed = seed * 1664525u + 1013904223u;
        if ((seed >> 30) == 0 && n < 1990)
            continue; // lost
        frame(h, "table@a", n, count, alive, 0.001 * (n % 900));
        for (int i = 0; i < h->seen.count; i++)
            down += (h->seen.steps[i].phase == INPUT_DOWN) - (h->seen.steps[i].phase == INPUT_UP);
        h->seen.count = 0;
        assert_int_equal(down, count); // every frame that came is the truth
    }
}

static void frames_out_of_order_are_dropped(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 50, 1, (int[]){1}, 0.5);
    frame(h, NULL, 52, 0, NULL, 0);
    frame(h, NULL, 51, 1, (int[]){1}, 0.6); // late: it was lifted since
    assert_string_equal(told(h), "+-");
    frame(h, NULL, -1, 1, (int[]){2}, 0.6); // said again: no order
    frame(h, NULL, 40, 0, NULL, 0);
    assert_string_equal(told(h), "+");
    frame(h, NULL, 53, 0, NULL, 0);
    assert_string_equal(told(h), "-");
}

static void a_sender_that_begins_anew_is_heard(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 5000, 1, (int[]){1}, 0.5);
    frame(h, NULL, 1, 1, (int[]){1}, 0.6);
    assert_string_equal(told(h), "+~");
}

static void two_senders_with_the_same_sessions_are_two(void **state)
{
    struct house *h = *state;
    frame(h, "left@table", 500, 1, (int[]){1}, 0.2);
    frame(h, "right@table", 3, 1, (int[]){1}, 0.8);
    int64_t left = h->seen.steps[0].contact, right = h->seen.steps[1].contact;
    assert_true(left != right);
    h->from.port = 50000; // a name is the same from any port
    frame(h, "left@table", 501, 1, (int[]){1}, 0.3);
    assert_int_equal(h->seen.steps[2].contact, left);
    h->from.address++; // but not from another machine
    frame(h, "left@table", 502, 1, (int[]){1}, 0.3);
    assert_string_equal(told(h), "++~+");
    h->from.address--;
    frame(h, "right@table", 4, 0, NULL, 0);
    assert_int_equal(h->seen.steps[0].contact, right);
    assert_string_equal(told(h), "-");
}

static void senders_without_a_name_are_told_apart_by_port(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 10, 1, (int[]){1}, 0.2);
    h->from.port++;
    frame(h, NULL, 10, 1, (int[]){1}, 0.4);
    frame(h, NULL, 11, 0, NULL, 0);
    assert_string_equal(told(h), "++-");
}

static void a_silent_sender_leaves_nothing_down(void **state)
{
    struct house *h = *state;
    assert_true(tuio_next_s(h->tuio) == INFINITY);
    frame(h, "a", 1, 2, (int[]){1, 2}, 0.5);
    h->now_s += 1;
    frame(h, "b", 1, 1, (int[]){1}, 0.5);
    assert_true(fabs(tuio_next_s(h->tuio) - (10 + TUIO_SILENT_S)) < 1e-9);
    told(h);
    tuio_pass(h->tuio, 10 + TUIO_SILENT_S - 0.01);
    assert_string_equal(told(h), "");
    tuio_pass(h->tuio, 10 + TUIO_SILENT_S);
    assert_string_equal(told(h), "-!-!");
    tuio_pass(h->tuio, 11 + TUIO_SILENT_S);
    assert_string_equal(told(h), "-!");
    assert_true(tuio_next_s(h->tuio) == INFINITY);
    frame(h, "a", 1, 1, (int[]){1}, 0.5); // back, and counting from the beginning
    assert_string_equal(told(h), "+");
}

static void objects_have_a_mark_and_an_angle(void **state)
{
    struct house *h = *state;
    for (int n = 0; n < 3; n++) {
        open_bundle(&h->bytes);
        say(&h->bytes, OBJ, "si", "alive", 7);
        say(&h->bytes, OBJ, "siiffffffff", "set", 7, n < 2 ? 42 : 43, 0.5, 0.25, 1.5 + n, 0.0, 0.0,
            0.0, 0.0, 0.0);
        say(&h->bytes, OBJ, "si", "fseq", n + 1);
        hear(h);
    }
    assert_int_equal(h->seen.steps[0].object, 42);
    assert_true(fabs(h->seen.steps[1].angle - 2.5) < 1e-6);
    assert_int_equal(h->seen.steps[3].object, 43); // another thing with the same session
    assert_string_equal(told(h), "[=][");
    open_bundle(&h->bytes);
    say(&h->bytes, OBJ, "s", "alive");
    say(&h->bytes, OBJ, "si", "fseq", 4);
    hear(h);
    assert_string_equal(told(h), "]");
}

static void blob(struct house *h, int fseq, int session, double width)
{
    open_bundle(&h->bytes);
    say(&h->bytes, BLB, "si", "alive", session);
    say(&h->bytes, BLB, "sifffffffffff", "set", session, 0.5, 0.5, 0.3, width, 0.02, 0.001, 0.0,
        0.0, 0.0, 0.0, 0.0);
    say(&h->bytes, BLB, "si", "fseq", fseq);
    hear(h);
}

static void blobs_have_a_size(void **state)
{
    struct house *h = *state;
    blob(h, 1, 3, 0.04);
    assert_true(fabs(h->seen.steps[0].width - 0.04) < 1e-6);
    assert_true(fabs(h->seen.steps[0].height - 0.02) < 1e-6);
    assert_string_equal(told(h), "+");
}

static void a_blob_lends_its_cursor_its_size_and_is_not_told(void **state)
{
    struct house *h = *state;
    frame(h, NULL, 1, 1, (int[]){3}, 0.5);
    int64_t id = h->seen.steps[0].contact;
    blob(h, 2, 3, 0.04);
    assert_int_equal(h->seen.steps[1].contact, id);
    assert_true(fabs(h->seen.steps[1].width - 0.04) < 1e-6);
    assert_string_equal(told(h), "+~");
    frame(h, NULL, 3, 1, (int[]){3}, 0.6);
    assert_true(fabs(h->seen.steps[0].width - 0.04) < 1e-6);
    frame(h, NULL, 4, 0, NULL, 0.6);
    assert_string_equal(told(h), "~-");
    open_bundle(&h->bytes); // the blob goes a moment later
    say(&h->bytes, BLB, "s", "alive");
    say(&h->bytes, BLB, "si", "fseq", 5);
    hear(h);
    assert_string_equal(told(h), "");
}

static void single_messages_are_frames_too(void **state)
{
    struct house *h = *state;
    static struct bytes m;
    for (int n = 0; n < 4; n++) {
        // Each from a port of its own, as oscsend does.
        h->from.port++;
        open_bundle(&m);
        if (n == 0 || n == 3)
            say(&m, CUR, n ? "s" : "si", "alive", 5);
        else if (n == 1)
            say(&m, CUR, "sifffff", "set", 5, 0.5, 0.5, 0.0, 0.0, 0.0);
        else
            say(&m, CUR, "si", "fseq", 1);
        h->bytes.size = 0;
        put(&h->bytes, m.at + 20, m.size - 20); // without the bundle around it
        hear(h);
    }
    assert_string_equal(told(h), "+");
    h->bytes.size = 0;
    open_bundle(&m);
    say(&m, CUR, "si", "fseq", 2);
    put(&h->bytes, m.at + 20, m.size - 20);
    hear(h);
    assert_string_equal(told(h), "-");
}

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

// By UDP through the port's thread, onto a stage.

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

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(cursors_begin_move_and_end),
        IN_HOUSE(lost_datagrams_heal),
        IN_HOUSE(every_loss_of_one_datagram_in_four_heals),
        IN_HOUSE(frames_out_of_order_are_dropped),
        IN_HOUSE(a_sender_that_begins_anew_is_heard),
        IN_HOUSE(two_senders_with_the_same_sessions_are_two),
        IN_HOUSE(senders_without_a_name_are_told_apart_by_port),
        IN_HOUSE(a_silent_sender_leaves_nothing_down),
        IN_HOUSE(objects_have_a_mark_and_an_angle),
        IN_HOUSE(blobs_have_a_size),
        IN_HOUSE(a_blob_lends_its_cursor_its_size_and_is_not_told),
        IN_HOUSE(single_messages_are_frames_too),
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
