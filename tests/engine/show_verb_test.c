// show: what is said to the course of the show over OSC; bytes by the OSC 1.0 specification.
#include "tools/cued.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

struct bytes {
    unsigned char at[512];
    size_t size;
};

static void put_string(struct bytes *b, const char *text)
{
    memcpy(b->at + b->size, text, strlen(text) + 1);
    b->size += strlen(text) + 1;
    while (b->size % 4)
        b->at[b->size++] = 0;
}

static void put_big(struct bytes *b, uint32_t value)
{
    for (int i = 3; i >= 0; i--)
        b->at[b->size++] = (unsigned char)(value >> 8 * i);
}

// Types: 'i' and 'f' take numbers, 's' the text.
static struct bytes bytes_of(const char *address, const char *types, const char *text, double a,
                             double b)
{
    struct bytes out = {.size = 0};
    char tags[8];
    snprintf(tags, sizeof tags, ",%s", types);
    put_string(&out, address);
    put_string(&out, tags);
    double numbers[2] = {a, b};
    int n = 0;
    for (const char *t = types; *t; t++) {
        if (*t == 's') {
            put_string(&out, text);
        } else if (*t == 'i') {
            put_big(&out, (uint32_t)(int32_t)numbers[n++]);
        } else if (*t == 'f') {
            float f = (float)numbers[n++];
            uint32_t bits;
            memcpy(&bits, &f, sizeof bits);
            put_big(&out, bits);
        }
    }
    return out;
}

// -1: refused.
static int heard(const struct bytes *b, struct show_heard *h)
{
    struct osc_refusal refused = {0};
    int count = osc_read(b->at, b->size, "kiosk", h, 1, &refused);
    return refused.count ? -1 : count;
}

static void verbs_are_read_and_buttons_let_go_are_not(void **state)
{
    struct show_heard h;
    struct bytes b = bytes_of("/gestuaire/show/go", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_GO);
    b = bytes_of("/gestuaire/show/back", "f", "", 1, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_BACK);
    b = bytes_of("/gestuaire/show/go", "f", "", 0, 0);
    assert_int_equal(heard(&b, &h), 0);
    b = bytes_of("/gestuaire/show/cue", "s", "salut", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_string_equal(h.order.name, "salut");
    b = bytes_of("/gestuaire/show/cue/salut-2", "i", "", 1, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_CUE);
    assert_string_equal(h.order.name, "salut-2");
    b = bytes_of("/gestuaire/show/panic", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.over_s < 0); // as the plan says
    b = bytes_of("/gestuaire/show/resume", "i", "", 3, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.verb == SHOW_RESUME && h.order.over_s == 3);
    b = bytes_of("/gestuaire/param/facade/wall/glow", "fi", "", 0.5, 4);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.verb == SHOW_SET && h.order.value == 0.5 && h.order.over_s == 4);
    assert_string_equal(h.order.name, "facade/wall/glow");
    b = bytes_of("/gestuaire/param/show/gain", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.kind, HEARD_GET);
    b = bytes_of("/gestuaire/query", "i", "", 9000, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.kind == HEARD_QUERY && h.port == 9000);
}

static void what_is_no_verb_is_refused(void **state)
{
    static const struct {
        const char *address, *types, *text;
        double a, b;
    } bad[] = {
        {"/gestuaire/show/goo", "", "", 0, 0},
        {"/gestuaire/show/go/on", "", "", 0, 0},
        {"/gestuaire/show/set", "", "", 0, 0},
        {"/gestuaire/show/cue", "", "", 0, 0},
        {"/gestuaire/show/cue", "s", "Salut !", 0, 0},
        {"/gestuaire/show/cue/", "", "", 0, 0},
        {"/gestuaire/show/panic", "f", "", -1, 0},
        {"/gestuaire/show/panic", "f", "", (double)NAN, 0},
        {"/gestuaire/param/glow", "f", "", 1, 0},
        {"/gestuaire/param/facade//glow", "f", "", 1, 0},
        {"/gestuaire/param/facade/wall/glow", "f", "", (double)INFINITY, 0},
        {"/gestuaire/param/facade/wall/glow", "f", "", 2e6, 0},
        {"/gestuaire/param/facade/wall/glow", "s", "1", 0, 0},
        {"/gestuaire/query", "i", "", 70000, 0},
        {"/elsewhere", "", "", 0, 0},
    };
    struct show_heard h;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes b = bytes_of(bad[i].address, bad[i].types, bad[i].text, bad[i].a, bad[i].b);
        if (heard(&b, &h) != -1)
            fail_msg("%s ,%s is taken", bad[i].address, bad[i].types);
    }
}

static uint64_t ntp_in(double seconds)
{
    double at = (double)time(NULL) + 2208988800.0 + seconds;
    return (uint64_t)fmod(at, 4294967296.0) << 32;
}

static void a_bundle_waits_for_its_date_but_not_for_years(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' }, { id = 'b' }, { id = 'c' } } }");
    struct show_heard h = {.kind = HEARD_ORDER, .order = {.verb = SHOW_GO}, .date = ntp_in(6)};
    frame(k, 0);
    answer_heard(k->show, &h, 0, k->scene);
    frame(k, 1);
    assert_string_equal(k->scene->show.cue, "");
    assert_true(show_next_s(k->show, 1) > 4 && show_next_s(k->show, 1) <= 6);
    frame(k, 8);
    assert_string_equal(k->scene->show.cue, "a");
    assert_int_equal(k->lines, 0);
    h.date = (uint64_t)1 << 32; // 7 February 2036, by the seconds that begin anew then
    answer_heard(k->show, &h, 8, k->scene);
    answer_heard(k->show, &h, 8, k->scene);
    frame(k, 9);
    assert_string_equal(k->scene->show.cue, "c");
    assert_int_equal(k->lines, 1); // told once
    assert_non_null(strstr(k->last, "is taken at once"));
    h.date = ntp_in(-3600); // late: at once, and nothing is wrong with it
    h.order.verb = SHOW_BACK;
    answer_heard(k->show, &h, 9, k->scene);
    frame(k, 10);
    assert_string_equal(k->scene->show.cue, "b");
    assert_int_equal(k->lines, 1);
    close_kiosk(k);
}

static void bundles_are_done_in_the_order_of_their_dates(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_ORDER,
                           .order = {.verb = SHOW_SET, .name = "kiosk/gain", .value = -6},
                           .date = ntp_in(6)};
    frame(k, 0);
    answer_heard(k->show, &h, 0, k->scene); // comes first, is due last
    h.order.value = -12;
    h.date = ntp_in(4);
    answer_heard(k->show, &h, 0, k->scene);
    frame(k, 8); // both in one frame
    assert_int_equal(k->bus->course.set_count, 1);
    assert_true(k->bus->course.sets[0].ramp.to == -6);
    double at_s = k->bus->course.sets[0].ramp.at_s; // its date, not that of the frame
    assert_true(at_s < 8);
    close_kiosk(k);
}

static void what_waits_has_a_limit(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_GET, .order = {.name = "show/gain"}, .date = ntp_in(6)};
    for (int i = 0; i < SHOW_LATER + 20; i++)
        answer_heard(k->show, &h, 0, k->scene);
    assert_int_equal(k->show->later_count, SHOW_LATER);
    assert_int_equal(k->lines, 1);
    frame(k, 10);
    assert_int_equal(k->show->later_count, 0);
    close_kiosk(k);
}

static void a_parameter_of_this_station_must_be_there(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_ORDER,
                           .order = {.verb = SHOW_SET, .name = "kiosk/screen/glo", .value = 1},
                           .date = OSC_AT_ONCE};
    frame(k, 0);
    for (int i = 0; i < 3; i++)
        answer_heard(k->show, &h, 0, k->scene);
    assert_int_equal(k->lines, 1);
    frame(k, 1);
    assert_int_equal(k->bus->course.set_count, 0);
    snprintf(h.order.name, sizeof h.order.name, "facade/wall/glow"); // its own process knows
    answer_heard(k->show, &h, 1, k->scene);
    frame(k, 2);
    assert_int_equal(k->bus->course.set_count, 1);
    close_kiosk(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_are_read_and_buttons_let_go_are_not),
        cmocka_unit_test(what_is_no_verb_is_refused),
        cmocka_unit_test(a_bundle_waits_for_its_date_but_not_for_years),
        cmocka_unit_test(bundles_are_done_in_the_order_of_their_dates),
        cmocka_unit_test(what_waits_has_a_limit),
        cmocka_unit_test(a_parameter_of_this_station_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
