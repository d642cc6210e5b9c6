// The report as JSON and as tables, for those who count on.
#include "exchange/csv.h"
#include "report/private.h"

#include <stdlib.h>

static const char *const told[] = {"exact", "under", "kept", "most"};

// null where it is not told.
static json_t *json_of(const struct report_count *c)
{
    json_t *o = json_pack("{s:s}", "told", told[c->told]);
    if (c->told == REPORT_EXACT)
        json_object_set_new(o, "count", json_integer(c->count));
    if (c->told == REPORT_UNDER)
        json_object_set_new(o, "below", json_integer(REPORT_FEW));
    if (c->told == REPORT_MOST)
        json_object_set_new(o, "from", json_integer(report_told(c)));
    return o;
}

static json_t *json_of_row(const struct report_row *row)
{
    json_t *o = json_of(&row->visits);
    json_object_set_new(o, "key", json_string(row->key));
    if (row->to[0])
        json_object_set_new(o, "to", json_string(row->to));
    if (row->median_s >= 0)
        json_object_set_new(o, "median_s", json_integer(row->median_s));
    return o;
}

static json_t *json_of_list(const struct report_list *list)
{
    json_t *rows = json_array();
    for (int i = 0; i < list->count && !list->withheld; i++)
        json_array_append_new(rows, json_of_row(&list->rows[i]));
    return json_pack("{s:b, s:i, s:o}", "withheld", list->withheld, "left_out", list->left_out,
                     "rows", rows);
}

static json_t *number_or_null(int value)
{
    return value >= 0 ? json_integer(value) : json_null();
}

char *report_json(const struct report *r)
{
    json_t *tables = json_object();
    for (int t = 0; t < REPORT_TABLES; t++)
        json_object_set_new(tables, report_table_names[t], json_of_list(&r->tables[t]));
    json_t *all =
        json_pack("{s:i, s:i, s:o, s:o, s:o, s:I, s:o}", "from", r->from, "to", r->to, "visits",
                  json_of(&r->visits), "median_s", number_or_null(r->median_s), "median_pages",
                  number_or_null(r->median_pages), "lost", (json_int_t)r->lost, "tables", tables);
    char *text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;
    json_decref(all);
    return text;
}

// "12", "<5", "kept back", ">=96".
static void write_count(FILE *out, const struct report_count *c)
{
    if (c->told == REPORT_EXACT)
        fprintf(out, "%ld", c->count);
    else if (c->told == REPORT_UNDER)
        fprintf(out, "<%d", REPORT_FEW);
    else if (c->told == REPORT_MOST)
        fprintf(out, ">=%ld", report_told(c));
    else
        fputs("kept back", out);
}

static const char *const heads[REPORT_TABLES] = {
    [REPORT_DAYS] = "day",        [REPORT_HOURS] = "hour",         [REPORT_LENGTHS] = "below_s",
    [REPORT_STAGES] = "stage",    [REPORT_LANGUAGES] = "language", [REPORT_ENDS] = "ended",
    [REPORT_PAGES] = "page,kind", [REPORT_MOVES] = "from,to",      [REPORT_LEFT] = "page",
    [REPORT_NOTHING] = "words",   [REPORT_FOUND] = "words",        [REPORT_SETTINGS] = "setting",
};

char *report_csv(const struct report *r, enum report_table table)
{
    const struct report_list *list = &r->tables[table];
    bool pages = table == REPORT_PAGES, moves = table == REPORT_MOVES;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s,visits%s\r\n", heads[table], pages ? ",median_s" : "");
    for (int i = 0; i < list->count && !list->withheld; i++) {
        const struct report_row *row = &list->rows[i];
        csv_write_cell(out, row->key, ',');
        fputc(',', out);
        if (pages || moves) {
            csv_write_cell(out, row->to, ',');
            fputc(',', out);
        }
        write_count(out, &row->visits);
        if (pages && row->median_s >= 0)
            fprintf(out, ",%d", row->median_s);
        else if (pages)
            fputc(',', out);
        fputs("\r\n", out);
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
