// GNU-style options in a table: --name VALUE, --name=VALUE, -x VALUE, flags, --help, --.
#pragma once
#include <stdbool.h>

#define OPTION_LIST 64

struct option_list {
    const char *items[OPTION_LIST];
    int count;
};

#define OPTION_SECONDS_MAX (366.0 * 86400) // a year
#define OPTION_NUMBER_MAX 1e9

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_SECONDS,
    OPTION_NUMBER,
    OPTION_DAY,
    OPTION_LISTED
};

struct option_row {
    const char *name; // without dashes
    char letter;      // 0: none
    enum option_kind kind;
    const char *value; // metavariable, for --help
    const char *help;
    void *to; // bool *, const char **, double * (0 to OPTION_SECONDS_MAX), double * (0 to
              // OPTION_NUMBER_MAX), const char ** (a day that there is, 2026-11-30), struct
              // option_list *
};

struct options {
    const char *program; // NULL: gestuaire
    const char *usage;   // "run INSTALLATION [options]"
    const char *about;   // one sentence
    const struct option_row *rows;
    int row_count;
    const char **positional; // filled in order
    int required, accepted;  // how many
};

enum options_end { OPTIONS_GO, OPTIONS_HELPED, OPTIONS_WRONG };

// argv[0] is the verb. Tells on standard error what is wrong; --help prints to standard output.
enum options_end options_read(const struct options *o, int argc, char **argv);
