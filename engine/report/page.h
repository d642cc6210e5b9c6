// Inside report: what the page is written with.
#pragma once
#include "report/private.h"

struct page {
    FILE *out;
    const struct report *r;
    const struct report_show *show;
    struct fault *f;
    bool failed; // a plot could not be drawn; `f` says why
};

const char *page_word(const struct page *p, const char *key);
void page_text(struct page *p, const char *text);                                // escaped
void page_format(struct page *p, const char *key, const char *a, const char *b); // its %s, escaped
// What these return is what they wrote into `text`. "1 234", as the language groups it.
const char *page_number(const struct page *p, long number, char text[40]);
const char *page_count(const struct page *p, const struct report_count *c, char text[80]);
const char *page_seconds(int seconds, char text[40]); // "45 s", "3 min 20 s", "2 h 05 min"
const char *page_day(const struct page *p, int day, char text[80]); // "28 novembre 2026"
// What a key is called: days, hours, stages, pages … of a table.
const char *page_name(const struct page *p, enum report_table table, const char *key, char *name,
                      size_t size);

void page_head(struct page *p); // style, fonts, title
void page_bars(struct page *p, enum report_table table);
void page_rows(struct page *p, enum report_table table);
