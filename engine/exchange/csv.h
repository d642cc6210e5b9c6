// Records as rows of a spreadsheet, out and in again. A column is a key by its path ("label.fr",
// "materials[]", "at.longitude"); what is a list of tables is JSON in its cell. A mapping file
// names the columns otherwise (docs/repertoire.md). One thread.
#pragma once
#include "base/lost.h"
#include "exchange/change.h"

#define CSV_BYTES (64u << 20)
#define CSV_ROWS 250000
#define CSV_COLUMNS 512
#define CSV_CELL_BYTES (1u << 20)
#define CSV_LIST '|' // between the values of a list in one cell

// ---- a table of cells ----

struct csv_row {
    int first, count; // cells
    int line;         // 1-based, where it begins
};

struct csv_table {
    char *text;   // owned; the cells lie in it, each 0-terminated
    char **cells; // owned
    struct csv_row *rows;
    int cell_count, cell_room, row_count, row_room;
    char separator;
};

struct csv_desc {
    const char *file;     // as messages name it
    const char *encoding; // "utf-8", "utf-16", "windows-1252", "latin-1"; NULL: seen from the bytes
    char separator;       // 0: found in the first line: tab, ; or ,
};

// RFC 4180 and what spreadsheets make of it: byte-order marks, UTF-16, CRLF and CR, quotes, line
// ends in quotes, a first line "sep=;". NULL and faults. The last two cells behind a quote that is
// not closed are not guessed: it is a fault.
struct csv_table *csv_parse(const char *bytes, size_t length, const struct csv_desc *desc,
                            struct faults *faults);
void csv_destroy(struct csv_table *table); // NULL is fine
// The cell of a row; "" behind its end.
const char *csv_cell(const struct csv_table *table, int row, int column);
// One cell, quoted where it must be. What a spreadsheet would take as a formula (= + - @) gets an
// apostrophe in front; plain numbers do not.
void csv_write_cell(FILE *out, const char *text, char separator);
// The text of a cell without that apostrophe; points into it.
const char *csv_plain(const char *cell);

// ---- records ----

struct csv_out {
    const struct repertoire *repertoire;
    const char *date;    // whose consents hold; NULL: nobody's
    int kind;            // -1: all, or the mapping's
    const char *mapping; // file; NULL: every key has a column
    char separator;      // 0: the mapping's, else a comma
    const char *to;      // a file ending in .csv (one kind), or a folder: one file a kind
    struct lost *lost;
};

// False and a fault. Files are whole or not there. What is hidden in `repertoire` does not go out,
// nor do positions more exactly than their places say; consents only when they are asked for.
bool csv_export(const struct csv_out *job, struct fault *f);

struct csv_in {
    const char *const *files;
    int file_count;
    int kind;             // -1: the mapping's, else the file's name, else its first id
    const char *mapping;  // NULL: columns are named as keys
    const char *encoding; // NULL: seen from the bytes, or the mapping's
    char separator;       // 0: likewise
    // What an export shows today; NULL: all. A cell that says what was shown changes nothing, and
    // references to what is hidden stay, so that they are not lost by going out and in.
    const struct repertoire *shown;
    const char *date; // of `shown`, as csv_out has it
};

// Puts what the rows say into the set. A column that is not there leaves its key as it is, an
// empty cell takes it away; a cell that says what the record says changes nothing. Faults go to
// the set. False when a file cannot be read at all.
bool csv_import(const struct csv_in *job, struct change_set *set);
// The same for one file's bytes (fuzzers).
bool csv_import_text(const struct csv_in *job, const char *file, const char *bytes, size_t length,
                     struct change_set *set);
// The keys of a mapping file, as Markdown (docs/repertoire.md). Free it.
char *csv_document(void);
