// What a file written by people may say: tables of keys with type, range, unit, default and one
// sentence. The same tables check a text (installation.lua, the records of a repertoire), write its
// documentation and name the nearest known key. A text is checked as a jansson tree, with the lines
// of base/where. Every message is `file:line: path: what is wrong; what is allowed`.
#pragma once
#include "base/fault.h"
#include "base/where.h"
#include <jansson.h>

enum schema_type {
    SCHEMA_TEXT, // at most `most` bytes (0: any)
    SCHEMA_ID,   // prefix, then lower-case letters, digits and single hyphens between them; `most`
    SCHEMA_NUMBER, // finite, least..most (both 0: any); or one of `words`
    SCHEMA_WHOLE,  // the same without a fraction
    SCHEMA_BOOL,
    SCHEMA_WORD,   // one of `words`
    SCHEMA_LABELS, // a text in each of the languages; one that is missing is a warning; `most`
    SCHEMA_TERMS,  // by language a list of at most `most` texts, each of at most 300 bytes
    SCHEMA_FILE,   // a name inside a folder: relative, no "..", no backslash; `most`
    SCHEMA_REF,    // the id of something else, words[0] is its prefix; `most`
    SCHEMA_TABLE,  // the keys of `of`
    SCHEMA_LIST,   // least..most values, each as `of` says
    SCHEMA_MAP,    // least..most values by id, each as `of` says
    SCHEMA_PATHS,  // the same by path: words joined by slashes (schema_is_path)
    SCHEMA_TUPLE,  // a list of values in the order of `of`; those behind the last required may lack
    SCHEMA_VALUE,  // a number, a text of at most `most` bytes, true or false
    SCHEMA_HOUR,   // of the day: "09:30", "24:00"
    SCHEMA_DAY     // of the calendar: "2026-12-24"
};

#define SCHEMA_PATH 512
#define SCHEMA_ID_BYTES 63 // when `most` is 0
#define SCHEMA_TERM_BYTES 300

struct schema {
    const char *key; // NULL ends a table of keys
    enum schema_type type;
    bool required;
    double least, most;
    const char *unit;     // "px", "m", "dB"; or NULL
    const char *standard; // what holds when the key is missing, as shown; or NULL
    const char *sentence;
    const char *const *words; // NULL-terminated
    const struct schema *of;
};

struct schema_text {
    const char *file;          // as messages name it
    const struct where *where; // borrowed; may be NULL
    enum where_syntax syntax;
    const char *const *languages; // of SCHEMA_LABELS; NULL-terminated
    struct faults *faults;
};

// `file:line: path: …`; path "" is the text as a whole.
void schema_fault(const struct schema_text *text, enum fault_level level, const char *path,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));
// Checks the tree against a table of keys: every fault, not only the first, keys that stand twice
// included. Returns the number of errors.
int schema_check(const struct schema_text *text, const json_t *tree, const struct schema *keys);
// Appends the path of the n-th value (from 0) of a list, as the syntax counts.
void schema_index(const struct schema_text *text, char path[SCHEMA_PATH], size_t n);

bool schema_is_id(const char *word);       // lower-case letters, digits, single hyphens between
bool schema_is_language(const char *code); // BCP 47: a known language, then plausible subtags
bool schema_is_path(const char *path);     // lower-case words (with digits, - and _) and slashes
bool schema_is_hour(const char *text, double *seconds); // since midnight, to the minute
bool schema_is_day(const char *text, int *year, int *month, int *day); // one that there is
bool schema_is_inside(const char *name); // relative, without "..", "." or empty parts
// "sun" to "sat". Of a list of them: bit 0 is Sunday; NULL: every day; what is none is passed over.
extern const struct schema schema_weekday;
unsigned schema_weekdays(const json_t *list);

// A Markdown table of all keys, those of tables inside included: `stations.<id>.outputs.<id>.at`.
// NULL when memory is short; free it.
char *schema_document(const struct schema *keys, const char *parent);
// The table as a JSON Schema (draft 2020-12) of an object. It refuses nothing that schema_check
// takes; days that there are not, languages and bytes are for schema_check alone. New reference.
json_t *schema_json(const struct schema *keys);
