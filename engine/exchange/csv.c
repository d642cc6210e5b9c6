// A table of cells: read as spreadsheets write it, and written.
#include "exchange/csvprivate.h"

#include <stdlib.h>
#include <string.h>

void csv_destroy(struct csv_table *table)
{
    if (!table)
        return;
    free(table->text);
    free(table->cells);
    free(table->rows);
    free(table);
}

const char *csv_cell(const struct csv_table *table, int row, int column)
{
    const struct csv_row *r = &table->rows[row];
    return column < r->count ? table->cells[r->first + column] : "";
}

// ---- reading ----

struct reader {
    struct csv_table *table;
    const struct csv_desc *desc;
    struct faults *faults;
    char *at, *to; // cells are moved together in place: to <= at
    int line;
};

static bool wrong(const struct reader *r, int line, const char *what)
{
    faults_add(r->faults, FAULT_ERROR, "%s:%d: %s", r->desc->file, line, what);
    return false;
}

static bool grow(void **items, int *room, size_t size)
{
    int more = *room ? *room * 2 : 256;
    void *grown = realloc(*items, (size_t)more * size);
    if (!grown)
        return false;
    *items = grown;
    *room = more;
    return true;
}

static bool add_cell(struct reader *r, char *cell)
{
    struct csv_table *t = r->table;
    if (t->cell_count == t->cell_room && !grow((void **)&t->cells, &t->cell_room, sizeof *t->cells))
        return wrong(r, r->line, "memory is short");
    t->cells[t->cell_count++] = cell;
    return true;
}

static bool add_row(struct reader *r, int first, int line)
{
    struct csv_table *t = r->table;
    int count = t->cell_count - first;
    bool empty = true;
    for (int i = first; i < t->cell_count; i++)
        empty = empty && !t->cells[i][0];
    if (empty) {
        t->cell_count = first;
        return true;
    }
    if (t->row_count >= CSV_ROWS)
        return wrong(r, line, "is one row too many; 250000 are allowed");
    if (t->row_count == t->row_room && !grow((void **)&t->rows, &t->row_room, sizeof *t->rows))
        return wrong(r, line, "memory is short");
    t->rows[t->row_count++] = (struct csv_row){first, count, line};
    return true;
}

// A line end becomes one \n. True when one stood there.
static bool take_line_end(struct reader *r)
{
    if (*r->at != '\n' && *r->at != '\r')
        return false;
    r->at += r->at[0] == '\r' && r->at[1] == '\n' ? 2 : 1;
    r->line++;
    return true;
}

// Behind an opening quote, up to the closing one.
static bool read_quoted(struct reader *r)
{
    int line = r->line;
    for (;;) {
        if (!*r->at)
            return wrong(r, line, "a quote is opened and never closed");
        if (r->at[0] == '"' && r->at[1] == '"') {
            r->at += 2;
            *r->to++ = '"';
        } else if (*r->at == '"') {
            r->at++;
            return true;
        } else if (take_line_end(r)) {
            *r->to++ = '\n';
        } else {
            *r->to++ = *r->at++;
        }
    }
}

// *ended: the row ends behind this cell.
static bool read_cell(struct reader *r, bool *ended)
{
    char *cell = r->to;
    if (*r->at == '"') {
        r->at++;
        if (!read_quoted(r))
            return false;
    }
    while (*r->at && *r->at != r->table->separator && *r->at != '\n' && *r->at != '\r')
        *r->to++ = *r->at++;
    if ((size_t)(r->to - cell) > CSV_CELL_BYTES)
        return wrong(r, r->line, "a cell has more than 1048576 bytes; so many are allowed");
    *ended = *r->at != r->table->separator;
    if (*ended)
        take_line_end(r);
    else
        r->at++;
    // What was read is one byte ahead at least, but at the very end, where the text's own 0 is.
    *r->to++ = '\0';
    return add_cell(r, cell);
}

static bool read_row(struct reader *r)
{
    int first = r->table->cell_count, line = r->line;
    for (bool ended = false; !ended;) {
        if (!read_cell(r, &ended))
            return false;
        if (r->table->cell_count - first > CSV_COLUMNS)
            return wrong(r, line, "has more than 512 columns; so many are allowed");
    }
    return add_row(r, first, line);
}

// The one that stands most often outside quotes in the first line that is not empty.
static char find_separator(const char *text)
{
    static const char candidates[] = "\t;,";
    int count[3] = {0}, best = 2;
    bool quoted = false;
    text += strspn(text, "\r\n");
    for (; *text && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *which = strchr(candidates, *text);
        quoted = quoted != (*text == '"');
        if (which && !quoted)
            count[which - candidates]++;
    }
    for (int i = 2; i >= 0; i--)
        best = count[i] >= count[best] && count[i] > 0 ? i : best;
    return candidates[best];
}

// Excel's "sep=;" on a line of its own.
static void take_declared(struct reader *r)
{
    const char *at = r->at;
    if (strncasecmp(at, "sep=", 4) != 0 || !at[4] || (at[5] != '\r' && at[5] != '\n'))
        return;
    r->table->separator = at[4];
    r->at += 5;
    take_line_end(r);
}

struct csv_table *csv_parse(const char *bytes, size_t length, const struct csv_desc *desc,
                            struct faults *faults)
{
    struct csv_table *table = calloc(1, sizeof *table);
    struct reader r = {.table = table, .desc = desc, .faults = faults, .line = 1};
    if (!table)
        return NULL;
    table->text = csv_decode(bytes, length, desc->encoding, desc->file, faults);
    if (!table->text) {
        csv_destroy(table);
        return NULL;
    }
    r.at = r.to = table->text;
    table->separator = desc->separator ? desc->separator : find_separator(table->text);
    take_declared(&r);
    while (*r.at)
        if (!read_row(&r)) {
            csv_destroy(table);
            return NULL;
        }
    return table;
}

// ---- formulas ----

static bool is_number(const char *text)
{
    char *end;
    if (strlen(text) != strspn(text, "+-.,0123456789eE"))
        return false;
    strtod(text, &end);
    return end != text && !*end;
}

const char *csv_plain(const char *cell)
{
    return cell[0] == '\'' && cell[1] && strchr("=+-@\t\r'", cell[1]) ? cell + 1 : cell;
}

static bool looks_like_formula(const char *text)
{
    return (text[0] && strchr("=+-@\t\r", text[0]) && !is_number(text)) || csv_plain(text) != text;
}

void csv_write_cell(FILE *out, const char *text, char separator)
{
    bool formula = looks_like_formula(text);
    const char marks[] = {separator, '"', '\n', '\r', '\0'};
    size_t n = strlen(text);
    if (!formula && !text[strcspn(text, marks)] && (!n || (text[0] != ' ' && text[n - 1] != ' '))) {
        fputs(text, out);
        return;
    }
    fputs(formula ? "\"'" : "\"", out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}
