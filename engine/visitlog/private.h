// Inside visitlog: the file, and what is known of the visits that are on.
#pragma once
#include "visitlog/visitlog.h"

#include <limits.h>
#include <sqlite3.h>
#include <sys/types.h>

struct visitlog_entry {
    struct visit_record record;
    int64_t at_s; // Unix time
};

// A visit that is on: its row, and what makes the row anew when the file was begun anew.
struct visitlog_slot {
    int64_t row;                             // 0: none yet
    uint32_t visit;                          // 0: none is on
    char station[SCENE_ID], stage[SCENE_ID]; // "": free
    int day, hour, minute;                   // 20261128; of its beginning
    char language[VISIT_LANGUAGE];
    unsigned settings;
    int pages, searches; // kept
};

enum visitlog_sql {
    VISITLOG_BEGIN,
    VISITLOG_COMMIT,
    VISITLOG_STAGE_ADD,
    VISITLOG_STAGE_FIND,
    VISITLOG_VISIT_ADD,
    VISITLOG_VISIT_CHOSE,
    VISITLOG_VISIT_END,
    VISITLOG_VISITS_CUT,
    VISITLOG_PAGE_ADD,
    VISITLOG_PAGE_FIND,
    VISITLOG_SEEN_ADD,
    VISITLOG_SEARCH_ADD,
    VISITLOG_LOST_ADD,
    VISITLOG_OLD_VISITS,
    VISITLOG_MANY_VISITS,
    VISITLOG_OLD_PAGES,
    VISITLOG_MANY_PAGES,
    VISITLOG_OLD_SEARCHES,
    VISITLOG_MANY_SEARCHES,
    VISITLOG_RARE_WORDS,
    VISITLOG_STATEMENTS
};

struct visitlog_file {
    char path[PATH_MAX];
    sqlite3 *handle; // NULL: not open
    sqlite3_stmt *made[VISITLOG_STATEMENTS];
    dev_t device; // of the file that is open: another one may lie there now
    ino_t inode;
    struct visitlog_slot slots[VISITLOG_STAGES];
    int pruned_day; // 0: not yet
};

enum visitlog_end {
    VISITLOG_WRITTEN,
    VISITLOG_LATER, // a disk that is full or read-only: try again
    VISITLOG_BROKEN // no file of ours
};

// Opens, and makes what is missing. On failure `why` says what it is and nothing is open.
enum visitlog_end visitlog_open(struct visitlog_file *file, struct fault *why);
void visitlog_close(struct visitlog_file *file);
// Closes, and renames it and its journal to <path>.broken-N. False: it lies there still.
bool visitlog_set_aside(struct visitlog_file *file, char to[PATH_MAX + 32], struct fault *why);
// False when another file, or none, lies under the path now.
bool visitlog_is_there(const struct visitlog_file *file);
// All entries and the count of lost ones, or nothing of them.
enum visitlog_end visitlog_write(struct visitlog_file *file, const struct visitlog_entry *entries,
                                 int count, unsigned lost, struct fault *why);

// A statement with nothing bound, NULL when it cannot be made. Run: false when it failed; what it
// answers is one number, if anything, to `number` (may be NULL).
sqlite3_stmt *visitlog_ask(struct visitlog_file *file, enum visitlog_sql sql);
bool visitlog_run(sqlite3_stmt *statement, int64_t *number);
bool visitlog_say(struct visitlog_file *file, enum visitlog_sql sql);
// What the last failure means, and `why`.
enum visitlog_end visitlog_judge(struct visitlog_file *file, struct fault *why);
