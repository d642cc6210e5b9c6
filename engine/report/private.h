// Inside report: rows as they are counted, and what pages are made with.
#pragma once
#include "report/report.h"

#include <jansson.h>
#include <stdio.h>

// ---- what was read ----

struct report_visit {
    int stage, language; // indices of names
    int day, hour, seconds, pages, settings, ended;
    int last, last_s; // the page that was left last, and how long it was looked at; -1: none
};

// Texts with a number each.
struct report_names {
    json_t *numbers; // owned; text -> number
    char (*texts)[REPORT_KEY];
    int count, room;
};

// Pairs of numbers below 2^32, to be sorted: the higher one first.
struct report_pairs {
    uint64_t *items; // owned
    size_t count, room;
};

struct report_log {
    struct report_visit *visits; // owned
    int visit_count, visit_room;
    struct report_names stages, languages, pages, kinds, words;
    int *kind_of_page; // owned; index of kinds; page_room of them
    int kind_room;
    int *hits_of_words; // owned; when they were last typed
    int words_room;
    struct report_pairs seen;  // page, visit
    struct report_pairs stays; // page, seconds
    struct report_pairs moves; // from * 65536 + to, visit
    struct report_pairs typed; // words, visit
    long lost;
};

bool report_log_read(struct report_log *log, const struct report_desc *desc, struct fault *f);
void report_log_finish(struct report_log *log);
bool report_pair(struct report_pairs *p, uint32_t high, uint32_t low);
bool report_sort(struct report_pairs *p); // false: memory is short
// The number of a text, which is put in when there is room; -1: there is none.
int report_number(struct report_names *names, const char *text);

// ---- days ----

int report_day_after(int day);      // 20261130 -> 20261201
long report_days(int from, int to); // how many, both included
#define REPORT_FIRST_DAY 20200101   // what is dated before comes from a clock that was wrong
#define REPORT_CALENDAR 1100        // days: longer periods have no rows for days without visits

// ---- told ----

// Lower bound that may be shown: of 1 to 4 it is 1, of REPORT_MOST `of` - 4, of REPORT_KEPT 0.
long report_told(const struct report_count *c);
