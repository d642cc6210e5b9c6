// What a curator reads of the logs of visits (docs/visits.md): counted, with small counts kept
// back, as a page, tables and JSON. Counts are of visits unless they say otherwise. One thread.
//
// A count of 1 to 4 is told as "fewer than 5". Rows of one table that are all visits, each once,
// add up to what is told of all: there a further count is kept back where the sum would tell a
// small one more exactly, and where none is large enough, the whole table. Where a row is a part of
// a count that is told, what remains of it is a count as well: 1 to 4 of them are told as "all but
// fewer than 5". Medians are told of 5 visits or more; no sums and no means, which would give away
// single ones.
#pragma once
#include "base/fault.h"
#include <stddef.h>
#include <stdint.h>

#define REPORT_FEW 5      // counts below this are not told
#define REPORT_RARE 3     // words of searches that fewer visits typed do not appear
#define REPORT_QUICK_S 10 // who is gone so soon after a page came was lost there
#define REPORT_KEY 208    // bytes of a key: a stage is "station/stage"
#define REPORT_LANGUAGE 12
#define REPORT_FILES 64
#define REPORT_VISITS 4000000
#define REPORT_SEEN 16000000 // pages, and searches, of all visits
#define REPORT_NAMES 65535   // of pages; words as well
#define REPORT_ROWS 2000     // of a table; what is seen least is left out

enum report_told {
    REPORT_EXACT,
    REPORT_UNDER, // 1 to 4
    REPORT_KEPT,  // 5 or more, kept back for another's sake
    REPORT_MOST   // all of what it is a part of, but 1 to 4
};

struct report_count {
    long count; // what is true; only REPORT_EXACT ones may be shown
    long of;    // of what it is a part; -1: its table is a whole
    enum report_told told;
};

struct report_row {
    char key[REPORT_KEY]; // day "2026-11-28", hour "8", stage "kiosk/screen", language, page, words
                          // …
    char to[REPORT_KEY];  // of a move: the page it leads to; of a page: its kind; else ""
    struct report_count visits;
    int median_s; // of a page: how long it was looked at; -1: not told
};

enum report_table {
    REPORT_DAYS,      // whole; every day of the period; "" stands for a clock that was wrong
    REPORT_HOURS,     // whole; 0 to 23
    REPORT_LENGTHS,   // whole; "30": shorter than 30 s, …, "": longer
    REPORT_STAGES,    // whole
    REPORT_LANGUAGES, // whole; "" is none
    REPORT_ENDS,      // whole; "done", "idle", "staff", "cut"
    REPORT_PAGES,     // visits that saw it
    REPORT_MOVES,     // visits that went from one to the other; 5 and more only
    REPORT_LEFT, // visits that ended by idle within REPORT_QUICK_S of the page, of those that saw
                 // it
    REPORT_NOTHING,  // words that found nothing when they were last typed
    REPORT_FOUND,    // other words
    REPORT_SETTINGS, // "large", "largest", "contrast", …: at any time of the visit
    REPORT_TABLES
};

struct report_list {
    struct report_row *rows; // owned
    int count;
    int left_out;  // rows that were too many, or moves that too few made
    bool withheld; // a whole that could not be told without telling single visits
};

struct report {
    int from, to; // 20261128: what was asked, else the first and last day there is; 0: no visit
    struct report_count visits; // a whole
    int median_s, median_pages; // -1: not told
    long lost;                  // records that no disk took
    struct report_list tables[REPORT_TABLES];
};

struct report_desc {
    const char *const *files; // logs of visits; at most REPORT_FILES
    int file_count;
    int from, to; // days, both included; 0: open
};

// Reads the logs, of stations that run as well. NULL and a fault: a file that is none, or limits.
struct report *report_read(const struct report_desc *desc, struct fault *f);
void report_destroy(struct report *r); // NULL is fine

// Keeps back what must be (above). Tests use them alone.
void report_guard_whole(struct report_list *list);
void report_guard_part(struct report_count *count);
extern const char *const report_table_names[REPORT_TABLES]; // "days", "hours", …

// ---- told ----

enum report_named { REPORT_PAGE, REPORT_STAGE, REPORT_EXHIBITION };

struct report_show {
    const char *language; // "fr", "it", "en"
    const char *made;     // day, "2026-11-28"
    const char *fonts;    // folder with ebgaramond/ and inter/; NULL: the reader's own
    // The name of a page or stage in this language. False: it has none, its key is shown.
    bool (*name)(void *user, enum report_named what, const char *key, char *name, size_t size);
    void *user;
};

// One page that needs nothing else: style, pictures and fonts lie in it, no scripts. Owned by the
// caller; NULL and a fault.
char *report_page(const struct report *r, const struct report_show *show, size_t *length,
                  struct fault *f);
// The same figures as JSON. Owned by the caller; NULL when memory is short.
char *report_json(const struct report *r);
// A table as RFC 4180 has it: a header, CRLF. Owned by the caller; NULL when memory is short.
char *report_csv(const struct report *r, enum report_table table);
