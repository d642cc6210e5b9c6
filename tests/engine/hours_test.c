// hours: opening hours against Python's zoneinfo, which walks minute by minute; what a station does
// by them against the clock being set, again and again.
#include "hours/hours.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE 60.0
#define EVERY 0x7fu
#define ORACLE "python3 " TEST_ROOT "/tests/tools/hours_oracle.py"

enum { SUN = 1, MON = 2, TUE = 4, WED = 8, THU = 16, FRI = 32, SAT = 64 };

static void add_span(struct hours *h, unsigned days, double from_min, double till_min)
{
    h->week[h->week_count++] =
        (struct hours_span){.days = days, .from_s = from_min * 60, .till_s = till_min * 60};
    h->told = true;
}

static struct hours_date *add_date(struct hours *h, struct hours_day first, struct hours_day last)
{
    struct hours_date *d = &h->dates[h->date_count++];
    *d = (struct hours_date){.first = first, .last = last};
    return d;
}

static void add_open(struct hours_date *d, double from_min, double till_min)
{
    d->spans[d->span_count++] =
        (struct hours_span){.from_s = from_min * 60, .till_s = till_min * 60};
}

// The same as in tests/tools/hours_oracle.py.
static struct hours *named(const char *name)
{
    struct hours *h = calloc(1, sizeof *h);
    assert_non_null(h);
    if (strcmp(name, "museum") == 0) {
        add_span(h, EVERY & ~(unsigned)MON, 600, 780);
        add_span(h, EVERY & ~(unsigned)(MON | SUN), 840, 1140);
        add_span(h, FRI, 1260, 90);
        add_date(h, (struct hours_day){2026, 12, 24}, (struct hours_day){2026, 12, 26});
        add_open(add_date(h, (struct hours_day){2026, 12, 31}, (struct hours_day){2026, 12, 31}),
                 600, 150);
        struct hours_date *d =
            add_date(h, (struct hours_day){2027, 3, 28}, (struct hours_day){2027, 3, 28});
        add_open(d, 120, 180);
        add_open(d, 600, 601);
    } else if (strcmp(name, "night") == 0) {
        add_span(h, EVERY, 90, 150);
    } else if (strcmp(name, "late") == 0) {
        add_span(h, EVERY, 1320, 155);
    } else if (strcmp(name, "gap") == 0) {
        add_span(h, EVERY, 125, 160);
    } else {
        add_span(h, EVERY, 0, 1440);
        add_open(add_date(h, (struct hours_day){2026, 10, 25}, (struct hours_day){2026, 10, 25}),
                 150, 1440);
    }
    return h;
}

static void set_zone(const char *zone)
{
    struct fault f;
    assert_true(hours_zone(zone, &f));
}

// Every change that the oracle tells, and what holds just before and after it.
static void compare(const char *zone, const char *name, const char *first, const char *last)
{
    char command[512], word[16];
    long at, before = 0;
    int count = 0;
    struct hours *h = named(name);
    set_zone(zone);
    snprintf(command, sizeof command, ORACLE " %s %s %s %s", zone, name, first, last);
    FILE *oracle = popen(command, "r");
    assert_non_null(oracle);
    while (fscanf(oracle, "%ld %15s", &at, word) == 2) {
        double change;
        bool opens = strcmp(word, "open") == 0;
        if (hours_open(h, (double)at, &change) != opens)
            fail_msg("%s in %s: at %ld it should be %s", name, zone, at, word);
        if (hours_open(h, (double)at - 1, &change) == opens || change != (double)at)
            fail_msg("%s in %s: the change at %ld to %s is seen at %.0f", name, zone, at, word,
                     change);
        double middle = before ? floor((double)(at + before) / 2) : (double)at - 2;
        if (hours_open(h, middle, &change) == opens || change != (double)at)
            fail_msg("%s in %s: from %.0f on the change at %ld is seen at %.0f", name, zone, middle,
                     at, change);
        before = at;
        count++;
    }
    assert_int_equal(pclose(oracle), 0);
    assert_true(count >= 2);
    free(h);
}

static void doors_open_and_close_as_zoneinfo_has_it(void **state)
{
    static const char *const names[] = {"museum", "night", "late", "gap"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        compare(n & 1 ? "Europe/Paris" : "Europe/Rome", names[n], "2026-10-23", "2026-10-28");
        compare(n & 1 ? "Europe/Rome" : "Europe/Paris", names[n], "2027-03-26", "2027-03-31");
    }
    compare("Europe/Rome", "always", "2026-10-23", "2026-10-28");
    compare("Australia/Lord_Howe", "gap", "2026-10-02", "2026-10-06"); // by half an hour
    compare("Europe/Rome", "museum", "2026-12-20", "2027-01-04");
}

static void a_house_without_hours_never_closes(void **state)
{
    struct hours *h = calloc(1, sizeof *h);
    double change;
    assert_true(hours_open(h, 1800000000, &change));
    assert_true(isinf(change));
    add_span(h, EVERY, 0, 1440);
    assert_true(hours_open(h, 1800000000, &change));
    assert_true(isinf(change)); // spans that touch are one
    free(h);
}

static void a_winter_break_is_looked_over(void **state)
{
    struct hours *h = named("night");
    double change;
    set_zone("Europe/Rome");
    add_date(h, (struct hours_day){2026, 11, 2}, (struct hours_day){2027, 4, 30});
    assert_false(hours_open(h, 1794000000, &change)); // 2026-11-06
    assert_true(change == 1809127800);                // date -d '2027-05-01 01:30 CEST' +%s
    add_date(h, (struct hours_day){2026, 11, 2}, (struct hours_day){2126, 4, 30});
    assert_false(hours_open(h, 1794000000, &change));
    assert_true(isinf(change));
    free(h);
}

static void numbers_that_are_no_times_are_closed(void **state)
{
    struct hours *h = named("night");
    double change;
    assert_false(hours_open(h, NAN, &change));
    assert_false(hours_open(h, INFINITY, &change));
    assert_false(hours_open(h, -1e300, &change));
    free(h);
}

static void zones_that_are_not_there_are_refused(void **state)
{
    struct fault f;
    assert_false(hours_zone("Europe/Roma", &f));
    assert_non_null(strstr(f.text, "Europe/Roma"));
    assert_false(hours_zone_known("../../etc/passwd"));
    assert_false(hours_zone_known("/etc/localtime"));
    assert_false(hours_zone_known(""));
    assert_false(hours_zone_known("Europe"));
}

// --- a station's day ---

#define OPENS 1780041600.0  // 2026-05-29, a Friday, 10:00 in Rome
#define CLOSES 1780052400.0 // 13:00

static struct hours *museum(void)
{
    struct hours *h = named("museum");
    h->warm_s = 600;
    h->finish_s = 300;
    h->fade_s = 5;
    set_zone("Europe/Rome");
    return h;
}

// A second later; the phases it went through are written down.
struct day {
    struct shift shift;
    struct shift_seen seen;
    char said[256];
};

static void begin_day(struct day *d, const struct hours *h, double wall_s)
{
    *d = (struct day){.seen = {.wall_s = wall_s, .steady_s = 1000}};
    shift_begin(&d->shift, h, &d->seen);
}

static void pass(struct day *d, double seconds)
{
    for (double s = 0; s < seconds; s++) {
        d->seen.wall_s++;
        d->seen.steady_s++;
        if (shift_update(&d->shift, &d->seen)) {
            size_t n = strlen(d->said);
            snprintf(d->said + n, sizeof d->said - n, "%s%s", n ? ", " : "",
                     shift_word(d->shift.phase));
        }
    }
}

static void a_day_goes_from_warm_to_dark(void **state)
{
    struct hours *h = museum();
    struct day d;
    begin_day(&d, h, OPENS - 3600);
    assert_int_equal(d.shift.phase, SHIFT_STAFF); // started outside the hours: time for staff
    pass(&d, HOURS_GRACE_S + 6);
    assert_int_equal(d.shift.phase, SHIFT_ASLEEP);
    d.said[0] = 0;
    pass(&d, 3600 - HOURS_GRACE_S - 6 - 601);
    assert_string_equal(d.said, "");
    pass(&d, 1);
    assert_int_equal(d.shift.phase, SHIFT_WARMING); // ten minutes before, to the second
    assert_true(shift_sound(&d.shift, d.seen.steady_s) == 0);
    assert_true(shift_lamps(d.shift.phase));
    pass(&d, 599);
    assert_int_equal(d.shift.phase, SHIFT_WARMING);
    pass(&d, 1);
    assert_int_equal(d.shift.phase, SHIFT_OPEN);
    pass(&d, CLOSES - OPENS - 1);
    assert_int_equal(d.shift.phase, SHIFT_OPEN);
    pass(&d, 1);
    assert_int_equal(d.shift.phase, SHIFT_DIMMING);
    pass(&d, 2);
    assert_true(shift_light(&d.shift, d.seen.steady_s) == 0.6);
    pass(&d, 3);
    assert_int_equal(d.shift.phase, SHIFT_ASLEEP);
    assert_string_equal(d.said, "warming up, open, dimming, asleep");
    free(h);
}

static void who_is_there_at_closing_is_let_finish(void **state)
{
    struct hours *h = museum();
    struct day d;
    begin_day(&d, h, CLOSES - 1);
    d.seen.occupied = true;
    pass(&d, 100);
    assert_int_equal(d.shift.phase, SHIFT_FINISHING);
    d.seen.occupied = false; // goes after 100 s
    pass(&d, 1);
    assert_int_equal(d.shift.phase, SHIFT_DIMMING);
    begin_day(&d, h, CLOSES - 1);
    d.seen.occupied = true; // never goes
    pass(&d, 300);
    assert_int_equal(d.shift.phase, SHIFT_FINISHING);
    pass(&d, 2);
    assert_int_equal(d.shift.phase, SHIFT_DIMMING);
    free(h);
}

static void who_touches_at_night_reads_and_staff_is_let_in(void **state)
{
    struct hours *h = museum();
    struct day d;
    begin_day(&d, h, OPENS - 8 * 3600.0);
    pass(&d, 400);
    assert_int_equal(d.shift.phase, SHIFT_ASLEEP);
    shift_touched(&d.shift, &d.seen);
    pass(&d, 1);
    assert_int_equal(d.shift.phase, SHIFT_PEEK);
    assert_false(shift_awake(SHIFT_PEEK) || shift_lamps(SHIFT_PEEK));
    assert_true(shift_showing(SHIFT_PEEK));
    pass(&d, HOURS_PEEK_S);
    assert_int_equal(d.shift.phase, SHIFT_ASLEEP);
    shift_staff(&d.shift, &d.seen);
    pass(&d, 600);
    assert_int_equal(d.shift.phase, SHIFT_STAFF);
    shift_touched(&d.shift, &d.seen); // still at work
    pass(&d, 600);
    assert_int_equal(d.shift.phase, SHIFT_STAFF);
    pass(&d, 400);
    assert_int_equal(d.shift.phase, SHIFT_ASLEEP);
    free(h);
}

// The clock is set by up to two days, back and forth, a thousand times; soon after, the station
// does what a machine that was started then would do.
static void no_clock_that_is_set_leaves_it_stuck(void **state)
{
    struct hours *h = museum();
    struct day d, fresh;
    unsigned seed = 7;
    begin_day(&d, h, OPENS);
    for (int i = 0; i < 1000; i++) {
        seed = seed * 1664525u + 1013904223u;
        d.seen.wall_s += ((double)(seed >> 8) / 16777216.0 - 0.5) * 4 * 86400;
        d.seen.occupied = (seed >> 7 & 3) == 0;
        pass(&d, 1);
        d.seen.occupied = false;
        pass(&d, 8);
        begin_day(&fresh, h, d.seen.wall_s);
        d.shift.staff_s = fresh.shift.staff_s = -INFINITY;
        shift_update(&fresh.shift, &fresh.seen);
        pass(&fresh, 6);
        pass(&d, 6);
        if (fresh.shift.phase != d.shift.phase)
            fail_msg("after the clock was set to %.0f it is %s; a machine started then is %s",
                     d.seen.wall_s, shift_word(d.shift.phase), shift_word(fresh.shift.phase));
    }
    free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doors_open_and_close_as_zoneinfo_has_it),
        cmocka_unit_test(a_house_without_hours_never_closes),
        cmocka_unit_test(a_winter_break_is_looked_over),
        cmocka_unit_test(numbers_that_are_no_times_are_closed),
        cmocka_unit_test(zones_that_are_not_there_are_refused),
        cmocka_unit_test(a_day_goes_from_warm_to_dark),
        cmocka_unit_test(who_is_there_at_closing_is_let_finish),
        cmocka_unit_test(who_touches_at_night_reads_and_staff_is_let_in),
        cmocka_unit_test(no_clock_that_is_set_leaves_it_stuck),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
