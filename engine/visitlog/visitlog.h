// The log of visits (docs/visits.md): what was looked at and for how long, never by whom. Records
// of visit/ go into a fixed ring; a thread writes what has come to SQLite every two seconds, as one
// transaction. So a frame neither waits nor allocates, and a kill loses two seconds. A disk that is
// full, read-only or gone is told once and tried again; a file that is broken is set aside and a
// new one begun. One writer (the main thread).
#pragma once
#include "base/fault.h"
#include "visit/visit.h"

#define VISITLOG_RING 1024 // records that wait to be written; what comes then is lost, and counted
#define VISITLOG_STAGES 64
#define VISITLOG_DAYS \
    750 // with visits; what is older goes. Not days of the calendar: a clock that
        // is wrong for an hour must not empty the log
#define VISITLOG_VISITS 500000
#define VISITLOG_PAGES 4000000 // shown in all visits
#define VISITLOG_SEARCHES 1000000
#define VISITLOG_NAMES 20000      // of pages; those that come then are not kept
#define VISITLOG_VISIT_PAGES 1000 // kept of one visit
#define VISITLOG_VISIT_SEARCHES 200
#define VISITLOG_WORDS 64 // bytes of a search's folded words
// Words that were typed in fewer visits are forgotten after so many days with visits.
#define VISITLOG_RARE 3
#define VISITLOG_RARE_DAYS 30

// The file: `application_id` and `user_version`, and what its columns hold.
#define VISITLOG_APPLICATION 0x47767374
#define VISITLOG_FORMAT 1
#define VISITLOG_CUT 3  // visit.ended, beside those of enum visit_end: the program was killed
enum visitlog_setting { // bits of visit.settings: what was on at any time of the visit
    VISITLOG_LARGE = 1,
    VISITLOG_LARGEST = 2,
    VISITLOG_CONTRAST = 4,
    VISITLOG_REACH = 8,
    VISITLOG_CAPTIONS = 16,
    VISITLOG_SIGN = 32,
    VISITLOG_SPEECH = 64,
    VISITLOG_CALM = 128
};

struct visitlog_desc {
    const char *path;           // …/visits.db; opened, and made, by the thread
    double batch_s;             // 0: 2
    double retry_s;             // after a failure; 0: 30
    int64_t (*now)(void *user); // Unix time; NULL: the machine's
    void *user;
};

struct visitlog;

// NULL and a fault when there is no memory or no thread; a file that cannot be opened is no reason.
struct visitlog *visitlog_create(const struct visitlog_desc *desc, struct fault *f);
// Writes what is there, if that goes at once. NULL is fine.
void visitlog_destroy(struct visitlog *log);
// As visit_desc.put wants it. Neither waits nor allocates.
void visitlog_put(void *log, const struct visit_record *record);
// How many visits of a station have begun today, by what the file held a moment ago: for who starts
// anew. Reads it now; 0 where there is none or it cannot be read.
int visitlog_today(const char *path, const char *station);
// How many records were lost since it was created. Any thread.
unsigned visitlog_lost(const struct visitlog *log);
