// When the doors are open, and what a station does by them: asleep, warming up, open, letting its
// visitors finish, dimming. Pure numbers, no threads. Local time is the process's (TZ), which
// hours_zone() sets once, at the beginning.
//
// A span begins at the first moment at which clocks on the wall show its beginning or later, and
// ends with the last at which they show less than its end: an hour that comes twice in autumn is
// open twice, one that is left out in spring is no time at all. Spans that touch are one.
#pragma once
#include "base/fault.h"
#include <stdbool.h>

#define HOURS_SPANS 32      // of the week
#define HOURS_DATES 128     // exceptions
#define HOURS_DATE_SPANS 6  // of one of them
#define HOURS_AHEAD 800     // days; what is further away is never
#define HOURS_GRACE_S 300.0 // a machine that is started outside its hours stays awake for staff
#define HOURS_STAFF_S 900.0 // so long after staff's last touch
#define HOURS_PEEK_S 60.0   // who touches a sleeping station reads for so long when it opens

struct hours_day {
    int year, month, day; // 2026, 12, 24
};

struct hours_span {
    unsigned days;         // bit 0: Sunday … bit 6: Saturday; of the week alone
    double from_s, till_s; // of the day; till <= from: of the day after
    int line;
};

struct hours_date {
    struct hours_day first, last; // both included
    struct hours_span spans[HOURS_DATE_SPANS];
    int span_count; // 0: closed
    int line;
};

struct hours {
    bool told; // false: none are said; always open
    struct hours_span week[HOURS_SPANS];
    struct hours_date dates[HOURS_DATES]; // instead of the week; of two the last holds
    int week_count, date_count;
    double warm_s;   // before it opens: lamps, films
    double finish_s; // after it has closed: who is there is let finish, so long at most
    double fade_s;   // light and sound
};

// Whether it is open at Unix time `at`, and when that changes next: INFINITY when it does not
// within HOURS_AHEAD days.
bool hours_open(const struct hours *h, double at, double *change);
// The first Unix time of that day at which clocks show `seconds` (may be over a day) or more.
double hours_begin(struct hours_day day, double seconds);
// The first after the last at which they show less.
double hours_end(struct hours_day day, double seconds);
int hours_weekday(struct hours_day day); // 0: Sunday
// Days since 1970-01-01.
long hours_number(struct hours_day day);
// "Europe/Rome" for the whole process. False and a fault when this machine knows no such zone.
bool hours_zone(const char *zone, struct fault *f);
bool hours_zone_known(const char *zone);

// --- what a station does by them ---

enum shift_phase {
    SHIFT_ASLEEP,
    SHIFT_PEEK,      // asleep, but somebody touched it: it says when it opens
    SHIFT_STAFF,     // awake outside its hours, for staff
    SHIFT_WARMING,   // before it opens: seen, not heard
    SHIFT_OPEN,      //
    SHIFT_FINISHING, // closed, and somebody is there
    SHIFT_DIMMING    // light and sound go
};

struct shift_seen {
    double wall_s;   // Unix time, which others may set
    double steady_s; // never goes back
    bool occupied;   // a visitor is there
};

struct shift {
    const struct hours *hours; // borrowed
    enum shift_phase phase;
    double since_s; // steady: in this phase
    bool open;      // by the hours
    double change;  // Unix time of the next opening or closing
    // Private: what is known to hold from looked to change; until when staff and readers are there.
    bool begun;
    double looked, staff_s, peek_s, finish_s;
};

// `hours` NULL or without any said: open for ever.
void shift_begin(struct shift *s, const struct hours *hours, const struct shift_seen *seen);
// True when the phase is another one. What the clock says holds at once, however it was set.
bool shift_update(struct shift *s, const struct shift_seen *seen);
void shift_touched(struct shift *s, const struct shift_seen *seen); // by anybody
void shift_staff(struct shift *s, const struct shift_seen *seen);   // by staff: awake for it
// Of light and sound, 0..1.
double shift_light(const struct shift *s, double steady_s);
double shift_sound(const struct shift *s, double steady_s);
bool shift_awake(enum shift_phase phase);   // scenes run
bool shift_showing(enum shift_phase phase); // screens are lit
bool shift_lamps(enum shift_phase phase);   // projectors are lit
const char *shift_word(enum shift_phase phase);
