// input: what TUIO 1.1 says, and what heals when datagrams are lost.
#include "tools/tracker.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
