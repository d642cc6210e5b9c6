// Any bytes as a spreadsheet's file: refused with a line, or cells that are the same when they are
// written and read again, and rows that become changes which can be judged and shown.
#include "exchange/csv.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *written(const struct csv_table *table, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    fputs("\xef\xbb\xbf", out);
    for (int row = 0; row < table->row_count; row++) {
        for (int c = 0; c < table->rows[row].count; c++) {
            if (c)
                fputc(',', out);
            csv_write_cell(out, csv_cell(table, row, c), ',');
        }
        fputs("\r\n", out);
    }
    fclose(out);
    return text;
}

static void read_again(const struct csv_table *table)
{
    struct faults faults = {0};
    size_t length;
    char *text = written(table, &length);
    struct csv_table *again =
        csv_parse(text, length, &(struct csv_desc){.file = "again", .separator = ','}, &faults);
    assert(again && again->row_count == table->row_count);
    for (int row = 0; row < table->row_count; row++) {
        assert(again->rows[row].count == table->rows[row].count);
        for (int c = 0; c < table->rows[row].count; c++)
            assert(strcmp(csv_plain(csv_cell(again, row, c)), csv_cell(table, row, c)) == 0);
    }
    csv_destroy(again);
    faults_finish(&faults);
    free(text);
}

static void import(enum repertoire_type type, const char *bytes, size_t length)
{
    struct change_set *set = change_create(NULL, NULL);
    csv_import_text(&(struct csv_in){.kind = (int)type}, "x.csv", bytes, length, set);
    change_judge(set);
    const struct faults *faults = change_faults(set);
    for (int i = 0; i < faults->count; i++)
        assert(strncmp(faults->entries[i].text, "x.csv:", 6) == 0);
    json_t *shown = change_json(set);
    assert(shown);
    json_decref(shown);
    change_destroy(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    const char *bytes = (const char *)data + 1;
    if (size < 1)
        return 0;
    struct csv_table *table =
        csv_parse(bytes, size - 1, &(struct csv_desc){.file = "x.csv"}, &faults);
    assert((table != NULL) == (faults.errors == 0));
    if (table && table->row_count && strncasecmp(csv_cell(table, 0, 0), "sep=", 4) != 0)
        read_again(table);
    csv_destroy(table);
    faults_finish(&faults);
    import((enum repertoire_type)(data[0] % REPERTOIRE_TYPES), bytes, size - 1);
    return 0;
}
