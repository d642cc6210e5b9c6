// A log in files, for machines without a journal: lines with their time, in PATH, which becomes
// PATH.1 when it is full, and so on; what is oldest goes. Bounded: `files` files of `bytes` at
// most, and nothing is written while the disk has less than `free_bytes` left, for what matters
// more. Nobody waits for the disk: lines go into a buffer, a thread writes them. What has no room
// there, or is refused by the disk (full, read-only, failing), is counted, and the count is the
// next line that is written. Any thread.
#pragma once
#include "base/fault.h"
#include <stddef.h>
#include <stdint.h>

#define LOGFILE_LINE 2000                // bytes of a line, the rest is cut
#define LOGFILE_BUFFER (256 << 10)       // lines that wait
#define LOGFILE_BYTES (1 << 20)          // defaults
#define LOGFILE_FILES 4                  //
#define LOGFILE_FREE ((int64_t)32 << 20) //
#define LOGFILE_FILES_MAX 9

struct logfile_desc {
    const char *path;           // its folder is made
    size_t bytes;               // of a file; 0: LOGFILE_BYTES; at least 2 * LOGFILE_LINE
    int files;                  // 0: LOGFILE_FILES; 2 to LOGFILE_FILES_MAX
    int64_t free_bytes;         // 0: LOGFILE_FREE; -1: none
    int64_t (*now)(void *user); // Unix time; NULL: the machine's
    void *user;
};

struct logfile;

// What a cut left at the end of the file (half a line, zeros) is mended. NULL and a fault: no
// memory or no thread; a disk that cannot be written is no reason.
struct logfile *logfile_create(const struct logfile_desc *desc, struct fault *f);
// Writes what waits, if that goes at once. NULL is fine.
void logfile_destroy(struct logfile *l);
// One line, without its end. Neither waits for the disk nor allocates.
void logfile_put(struct logfile *l, const char *line, size_t length);
// Lines that were lost so far.
unsigned long logfile_lost(struct logfile *l);
// A pipe whose lines go there, read by a thread of its own: for the standard error of programs that
// may die, which then are not alone with their last words. Give it to them with dup2; the end that
// is returned stays the log's. -1 and a fault.
int logfile_pipe(struct logfile *l, struct fault *f);

// Does this file lead to systemd's journal (systemd.exec(5), $JOURNAL_STREAM)? Then no log of ours
// is needed.
bool logfile_is_journal(int fd);
