// What went wrong, in one sentence that the last reader can act on. Lives on the caller's stack;
// every floor on the way up may put a "where" in front:
// `installation.lua:41: output "nord": facade.json: corner 3 is inside the others`.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define FAULT_TEXT 1024

struct fault {
    char text[FAULT_TEXT];
};

// Sets the text. Always returns false, so that `return fault_set(f, …)` reads well. f may be NULL.
bool fault_set(struct fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Puts "<where>: " in front of what is there. Returns false.
bool fault_where(struct fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

// What a text says after "<where>: "; all of it where it does not begin so.
const char *fault_after(const char *text, const char *where);

enum fault_level { FAULT_WARNING, FAULT_ERROR };

// Many faults, for whoever checks a whole installation. Text is
// `file:line: path: what is wrong; what is allowed`. The same text is kept once. Not more than
// FAULTS_MAX are kept; the rest are counted.
#define FAULTS_MAX 512
struct faults {
    struct fault_entry {
        enum fault_level level;
        char *text; // owned
    } * entries;
    int count, errors, dropped;
};

void faults_add(struct faults *list, enum fault_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Frees the entries and zeroes the list; NULL is fine.
void faults_finish(struct faults *list);

// The word of `words` (NULL-terminated) nearest to `word` by edit distance, or NULL when none is
// within a third of its length (at least 1, at most 3 slips).
const char *fault_nearest(const char *word, const char *const *words);
