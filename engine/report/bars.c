// Tables on the page: bars side by side for what has an order, lines under one another for names.
#include "plot/plot.h"
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 25     // rows of pages, moves, words; tables of figures have more
#define FIGURED 31   // more bars than these have no figures over them
#define FEW_DAYS 120 // are labelled by day, more by month

// ---- bars ----

struct bar_texts {
    char label[32], figure[80], title[200];
};

static int month_of(const char *key)
{
    return atoi(key + 5);
}

// Every hour; of days about a dozen, and where there are many the beginnings of months.
static bool is_labelled(enum report_table table, const struct report_list *list, int i)
{
    const char *key = list->rows[i].key;
    if (table != REPORT_DAYS || !key[0])
        return true;
    if (list->count <= FEW_DAYS)
        return i % (list->count / 12 + 1) == 0;
    return atoi(key + 8) == 1 && (list->count <= 400 || month_of(key) % 6 == 1);
}

// "8", "28 nov.", "nov. 2026": what fits.
static void write_label(const struct page *p, enum report_table table, const struct report_row *row,
                        char label[32])
{
    char month[16];
    bool days = p->r->tables[table].count <= FEW_DAYS;
    snprintf(month, sizeof month, "short-%d", row->key[0] ? month_of(row->key) : 0);
    if (table != REPORT_DAYS)
        snprintf(label, 32, "%.8s", row->key);
    else if (!row->key[0])
        snprintf(label, 32, "?");
    else if (days)
        snprintf(label, 32, "%d %s", atoi(row->key + 8), page_word(p, month));
    else
        snprintf(label, 32, "%s %.4s", page_word(p, month), row->key);
}

static void fill_bar(const struct page *p, enum report_table table, int i, struct plot_bar *bar,
                     struct bar_texts *t)
{
    const struct report_list *list = &p->r->tables[table];
    const struct report_row *row = &list->rows[i];
    char name[REPORT_KEY], count[80];
    page_name(p, table, row->key, name, sizeof name);
    page_count(p, &row->visits, count);
    snprintf(t->title, sizeof t->title, "%.100s: %.80s", name, count);
    *bar = (struct plot_bar){.value = (double)row->visits.count, .title = t->title};
    bar->veiled = row->visits.told != REPORT_EXACT;
    if (is_labelled(table, list, i)) {
        write_label(p, table, row, t->label);
        bar->label = t->label;
    }
    if (list->count <= FIGURED && (bar->veiled || row->visits.count)) {
        snprintf(t->figure, sizeof t->figure, "%s",
                 row->visits.told == REPORT_UNDER  ? "< 5"
                 : row->visits.told == REPORT_KEPT ? "…"
                                                   : count);
        bar->figure = t->figure;
    }
}

// Rows from..to are drawn: the last ones where there are too many, and of hours those of visits.
static void choose_rows(enum report_table table, const struct report_list *list, int *from, int *to)
{
    *from = list->count > PLOT_BARS ? list->count - PLOT_BARS : 0;
    *to = list->count;
    while (table == REPORT_HOURS && *from + 1 < *to && list->rows[*from].visits.count == 0)
        ++*from;
    while (table == REPORT_HOURS && *from + 1 < *to && list->rows[*to - 1].visits.count == 0)
        --*to;
}

static void draw(struct page *p, enum report_table table, struct plot_bar *bars,
                 struct bar_texts *texts)
{
    int from, to;
    choose_rows(table, &p->r->tables[table], &from, &to);
    for (int i = from; i < to; i++)
        fill_bar(p, table, i, &bars[i - from], &texts[i - from]);
    char *svg = plot_bars(&(struct plot_bars){.title = page_word(p, report_table_names[table]),
                                              .group = page_word(p, "group"),
                                              .bars = bars,
                                              .count = to - from,
                                              .width = table == REPORT_DAYS ? 960 : 460,
                                              .height = table == REPORT_DAYS ? 260 : 220},
                          p->f);
    p->failed |= !svg;
    if (svg)
        fputs(svg, p->out);
    free(svg);
}

// The same figures for who does not see them, and for who wants to read them off.
static void put_figures(struct page *p, enum report_table table)
{
    const struct report_list *list = &p->r->tables[table];
    char name[REPORT_KEY], count[80];
    fputs("<details><summary>", p->out);
    page_text(p, page_word(p, "figures"));
    fputs("</summary>\n<table class=\"plain\">\n<tr><th>", p->out);
    page_text(p, page_word(p, table == REPORT_DAYS ? "day" : "hour"));
    fputs("</th><th>", p->out);
    page_text(p, page_word(p, "visits"));
    fputs("</th></tr>\n", p->out);
    for (int i = 0; i < list->count; i++) {
        if (list->rows[i].visits.count == 0)
            continue;
        fputs("<tr><td>", p->out);
        page_text(p, page_name(p, table, list->rows[i].key, name, sizeof name));
        fputs("</td><td>", p->out);
        page_text(p, page_count(p, &list->rows[i].visits, count));
        fputs("</td></tr>\n", p->out);
    }
    fputs("</table></details>\n", p->out);
}

void page_bars(struct page *p, enum report_table table)
{
    size_t count = (size_t)p->r->tables[table].count;
    struct plot_bar *bars = calloc(count, sizeof *bars);
    struct bar_texts *texts = calloc(count, sizeof *texts);
    if (bars && texts)
        draw(p, table, bars, texts);
    else
        p->failed = !fault_set(p->f, "memory is short");
    free(bars);
    free(texts);
    put_figures(p, table);
}

// ---- rows ----

// How far a line reaches: what is told, of the longest.
static double share(const struct report_list *list, const struct report_row *row)
{
    long longest = 1;
    for (int i = 0; i < list->count; i++) {
        const struct report_count *c = &list->rows[i].visits;
        long told = c->told == REPORT_UNDER ? 0 : report_told(c);
        longest = told > longest ? told : longest;
    }
    return row->visits.told == REPORT_UNDER
               ? 0
               : 100.0 * (double)report_told(&row->visits) / (double)longest;
}

static void put_what(struct page *p, enum report_table table, const struct report_row *row)
{
    char name[REPORT_KEY], kind[REPORT_KEY + 8];
    page_text(p, page_name(p, table, row->key, name, sizeof name));
    if (table == REPORT_MOVES) {
        fputs(" <span class=\"arrow\">→</span> ", p->out);
        page_text(p, page_name(p, table, row->to, name, sizeof name));
    }
    if (table == REPORT_PAGES && row->to[0]) {
        snprintf(kind, sizeof kind, "kind-%s", row->to);
        if (page_word(p, kind) != kind) {
            fputs(" <small>", p->out);
            page_text(p, page_word(p, kind));
            fputs("</small>", p->out);
        }
    }
}

static void put_count(struct page *p, enum report_table table, const struct report_row *row)
{
    char count[80], of[40];
    page_count(p, &row->visits, count);
    if (table == REPORT_LEFT)
        page_format(p, "of", count, page_number(p, row->visits.of, of));
    else
        page_text(p, count);
}

static void put_row(struct page *p, enum report_table table, const struct report_row *row)
{
    char stay[40];
    const struct report_list *list = &p->r->tables[table];
    bool told = row->visits.told == REPORT_EXACT || row->visits.told == REPORT_MOST;
    bool line = told && report_told(&row->visits) > 0;
    fputs("<tr><th scope=\"row\">", p->out);
    put_what(p, table, row);
    fputs("</th><td class=\"line\">", p->out);
    if (line)
        fprintf(p->out, "<span style=\"width:%.1f%%\"></span>", share(list, row));
    fprintf(p->out, "</td><td class=\"%s\">", told ? "count" : "count untold");
    put_count(p, table, row);
    fputs("</td>", p->out);
    if (table == REPORT_PAGES) {
        fputs("<td class=\"stay\">", p->out);
        page_text(p, row->median_s >= 0 ? page_seconds(row->median_s, stay) : "");
        fputs("</td>", p->out);
    }
    fputs("</tr>\n", p->out);
}

static void put_more(struct page *p, enum report_table table, int hidden)
{
    const char *key = table == REPORT_PAGES   ? "more-pages"
                      : table == REPORT_MOVES ? "more-moves"
                      : table == REPORT_LEFT  ? "more-left"
                                              : NULL;
    char number[40];
    if (!key || hidden <= 0)
        return;
    fputs("<p class=\"more\">", p->out);
    page_format(p, key, page_number(p, hidden, number), "");
    fputs("</p>\n", p->out);
}

void page_rows(struct page *p, enum report_table table)
{
    const struct report_list *list = &p->r->tables[table];
    bool whole = table < REPORT_PAGES || table == REPORT_SETTINGS;
    int shown = whole || list->count < SHOWN ? list->count : SHOWN;
    fputs("<table class=\"lines\">\n", p->out);
    for (int i = 0; i < shown; i++)
        put_row(p, table, &list->rows[i]);
    fputs("</table>\n", p->out);
    put_more(p, table, list->count - shown + list->left_out);
}
