// Counts what the logs say, and keeps back what is too few.
#include "report/private.h"
#include "visitlog/visitlog.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Bounds of lengths, in seconds; the last bar is what is longer.
static const int lengths[] = {30, 60, 120, 300, 600, 1200};
enum { LENGTHS = sizeof lengths / sizeof *lengths };

static const char *const ends[] = {"done", "idle", "staff", "cut"};
static const char *const settings[] = {"large",    "largest", "contrast", "reach",
                                       "captions", "sign",    "speech",   "calm"};

// ---- days ----

static time_t time_of(int day)
{
    struct tm tm = {.tm_year = day / 10000 - 1900,
                    .tm_mon = day / 100 % 100 - 1,
                    .tm_mday = day % 100,
                    .tm_hour = 12};
    return timegm(&tm);
}

int report_day_after(int day)
{
    time_t t = time_of(day) + 86400;
    struct tm tm;
    gmtime_r(&t, &tm);
    return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

long report_days(int from, int to)
{
    return (long)((time_of(to) - time_of(from)) / 86400) + 1;
}

static void write_day(int day, char *key)
{
    snprintf(key, REPORT_KEY, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

// ---- rows ----

static struct report_row *add_row(struct report_list *list, const char *key, long count)
{
    if (list->count == REPORT_ROWS) {
        list->left_out++;
        return NULL;
    }
    if (!list->rows && !(list->rows = calloc(REPORT_ROWS, sizeof *list->rows)))
        return NULL;
    struct report_row *row = &list->rows[list->count++];
    snprintf(row->key, sizeof row->key, "%s", key);
    row->visits = (struct report_count){.count = count, .of = -1};
    row->median_s = -1;
    return row;
}

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

// The lower of the two in the middle; sorts them.
static int median(int *values, long count)
{
    qsort(values, (size_t)count, sizeof *values, by_number);
    return values[(count - 1) / 2];
}

// ---- wholes ----

static bool count_days(struct report *r, const struct report_log *log)
{
    struct report_list *list = &r->tables[REPORT_DAYS];
    int *days = calloc((size_t)log->visit_count + 1, sizeof *days), at = 0;
    char key[REPORT_KEY];
    if (!days)
        return false;
    for (int i = 0; i < log->visit_count; i++)
        days[i] = log->visits[i].day;
    qsort(days, (size_t)log->visit_count, sizeof *days, by_number);
    while (at < log->visit_count && days[at] == 0)
        at++;
    if (at > 0)
        add_row(list, "", at);
    if (at < log->visit_count) {
        r->from = r->from ? r->from : days[at];
        r->to = r->to ? r->to : days[log->visit_count - 1];
    }
    bool calendar = at < log->visit_count && report_days(r->from, r->to) <= REPORT_CALENDAR;
    int day = calendar ? r->from : 0;
    while (at < log->visit_count || (calendar && day <= r->to)) {
        int count = 0;
        if (!calendar)
            day = days[at];
        for (; at < log->visit_count && days[at] == day; at++)
            count++;
        write_day(day, key);
        if (!add_row(list, key, count))
            break;
        day = calendar ? report_day_after(day) : day;
    }
    free(days);
    if (list->left_out) // no whole any more
        list->withheld = true;
    else
        report_guard_whole(list);
    return true;
}

static void count_whole(struct report *r, enum report_table table, const struct report_log *log,
                        int (*part_of)(const struct report_visit *v), const char *const *keys,
                        int key_count)
{
    long counts[64] = {0};
    for (int i = 0; i < log->visit_count; i++) {
        int part = part_of(&log->visits[i]);
        if (part >= 0 && part < key_count)
            counts[part]++;
    }
    for (int i = 0; i < key_count; i++)
        add_row(&r->tables[table], keys[i], counts[i]);
    report_guard_whole(&r->tables[table]);
}

static int hour_of(const struct report_visit *v)
{
    return v->hour;
}

static int end_of(const struct report_visit *v)
{
    return v->ended;
}

static int length_of(const struct report_visit *v)
{
    int i = 0;
    while (i < LENGTHS && v->seconds >= lengths[i])
        i++;
    return i;
}

static void count_fixed(struct report *r, const struct report_log *log)
{
    char texts[24 + LENGTHS + 1][8];
    const char *keys[24 + LENGTHS + 1];
    for (int i = 0; i < 24; i++)
        snprintf(texts[i], sizeof *texts, "%d", i);
    for (int i = 0; i < LENGTHS; i++)
        snprintf(texts[24 + i], sizeof *texts, "%d", lengths[i]);
    texts[24 + LENGTHS][0] = 0;
    for (int i = 0; i <= 24 + LENGTHS; i++)
        keys[i] = texts[i];
    count_whole(r, REPORT_HOURS, log, hour_of, keys, 24);
    count_whole(r, REPORT_LENGTHS, log, length_of, keys + 24, LENGTHS + 1);
    count_whole(r, REPORT_ENDS, log, end_of, ends, 4);
}

static int by_key(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static bool count_named(struct report *r, enum report_table table, const struct report_log *log,
                        const struct report_names *names, size_t offset)
{
    struct report_list *list = &r->tables[table];
    long *counts = calloc((size_t)names->count + 1, sizeof *counts);
    if (!counts)
        return false;
    for (int i = 0; i < log->visit_count; i++) {
        int n = *(const int *)((const char *)&log->visits[i] + offset);
        counts[n >= 0 ? n : names->count]++;
    }
    for (int n = 0; n < names->count; n++)
        if (counts[n])
            add_row(list, names->texts[n], counts[n]);
    if (counts[names->count])
        add_row(list, "", counts[names->count]);
    free(counts);
    if (list->count)
        qsort(list->rows, (size_t)list->count, sizeof *list->rows, by_key);
    report_guard_whole(list);
    list->withheld |= list->left_out > 0;
    return true;
}

// ---- parts ----

// Most first, as far as it is told: a row's place must not tell more than its figure does.
static int by_told(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    long m = report_told(&x->visits), n = report_told(&y->visits);
    int order = (n > m) - (n < m);
    order = order ? order : strcmp(x->key, y->key);
    return order ? order : strcmp(x->to, y->to);
}

static void sort_rows(struct report_list *list)
{
    if (list->count)
        qsort(list->rows, (size_t)list->count, sizeof *list->rows, by_told);
}

static uint32_t high(const struct report_pairs *p, size_t i)
{
    return (uint32_t)(p->items[i] >> 32);
}

// The run of pairs from `i` on with the same higher number: its end, and how many lower ones.
static size_t run_end(const struct report_pairs *p, size_t i, long *distinct)
{
    size_t from = i;
    *distinct = 0;
    for (; i < p->count && high(p, i) == high(p, from); i++)
        *distinct += i == from || p->items[i] != p->items[i - 1];
    return i;
}

// How many visits saw each page; a table by page, owned by the caller.
static long *count_seen(const struct report_log *log)
{
    long *seen = calloc((size_t)log->pages.count + 1, sizeof *seen), distinct;
    for (size_t i = 0; seen && i < log->seen.count;) {
        size_t end = run_end(&log->seen, i, &distinct);
        seen[high(&log->seen, i)] = distinct;
        i = end;
    }
    return seen;
}

struct ranked {
    long count;
    size_t at; // of a run
};

static int by_count(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = (x->count < y->count) - (x->count > y->count);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

// The runs of pairs that most visits are in, at least `least`; owned by the caller, NULL: no
// memory.
static struct ranked *rank(const struct report_pairs *p, long least, int *count, int *left_out)
{
    struct ranked *all = NULL;
    size_t runs = 0, n = 0;
    long distinct;
    for (size_t i = 0; i < p->count; i = run_end(p, i, &distinct))
        runs++;
    all = malloc((runs + 1) * sizeof *all);
    for (size_t i = 0; all && i < p->count;) {
        size_t end = run_end(p, i, &distinct);
        if (distinct >= least)
            all[n++] = (struct ranked){distinct, i};
        i = end;
    }
    if (!all)
        return NULL;
    qsort(all, n, sizeof *all, by_count);
    *count = n < REPORT_ROWS ? (int)n : REPORT_ROWS;
    *left_out = (int)(runs - (size_t)*count);
    return all;
}

static bool count_pages(struct report *r, const struct report_log *log)
{
    struct report_list *list = &r->tables[REPORT_PAGES];
    int count;
    struct ranked *all = rank(&log->seen, 1, &count, &list->left_out);
    if (!all)
        return false;
    for (int i = 0; i < count; i++) {
        // Both lists are sorted by page, and a page has as many pairs in one as in the other.
        size_t at = all[i].at, end;
        long distinct;
        uint32_t page = high(&log->seen, at);
        end = run_end(&log->seen, at, &distinct);
        struct report_row *row = add_row(list, log->pages.texts[page], distinct);
        if (!row)
            break;
        int kind = log->kind_of_page[page];
        snprintf(row->to, sizeof row->to, "%s", kind >= 0 ? log->kinds.texts[kind] : "");
        row->visits.of = r->visits.count;
        report_guard_part(&row->visits);
        if (distinct >= REPORT_FEW)
            row->median_s = (int)(uint32_t)log->stays.items[at + (end - at - 1) / 2];
    }
    free(all);
    sort_rows(list);
    return true;
}

// A move is a part of the visits that saw either page: it is told as the one where less remains.
static void guard_move(struct report_count *c, long from, long to)
{
    c->of = from;
    report_guard_part(c);
    struct report_count other = {.count = c->count, .of = to};
    report_guard_part(&other);
    if (c->told == REPORT_EXACT || (other.told == REPORT_MOST && to < from))
        *c = other;
}

static bool count_moves(struct report *r, const struct report_log *log, const long *seen)
{
    struct report_list *list = &r->tables[REPORT_MOVES];
    int count;
    struct ranked *all = rank(&log->moves, REPORT_FEW, &count, &list->left_out);
    if (!all)
        return false;
    for (int i = 0; i < count; i++) {
        uint32_t from = high(&log->moves, all[i].at) >> 16,
                 to = high(&log->moves, all[i].at) & 0xffff;
        struct report_row *row = add_row(list, log->pages.texts[from], all[i].count);
        if (!row)
            break;
        snprintf(row->to, sizeof row->to, "%s", log->pages.texts[to]);
        guard_move(&row->visits, seen[from], seen[to]);
    }
    free(all);
    sort_rows(list);
    return true;
}

// Where nobody stayed: the visit ended by itself soon after this page came.
static bool count_left(struct report *r, const struct report_log *log, const long *seen)
{
    struct report_list *list = &r->tables[REPORT_LEFT];
    long *left = calloc((size_t)log->pages.count + 1, sizeof *left);
    if (!left)
        return false;
    for (int i = 0; i < log->visit_count; i++) {
        const struct report_visit *v = &log->visits[i];
        if (v->ended == VISIT_END_IDLE && v->last >= 0 && v->last_s <= REPORT_QUICK_S)
            left[v->last]++;
    }
    for (int p = 0; p < log->pages.count; p++) {
        if (left[p] == 0)
            continue;
        struct report_count c = {.count = left[p], .of = seen[p]};
        report_guard_part(&c);
        struct report_row *row =
            c.told == REPORT_UNDER ? NULL : add_row(list, log->pages.texts[p], 0);
        if (row)
            row->visits = c;
        else if (c.told == REPORT_UNDER)
            list->left_out++;
    }
    free(left);
    sort_rows(list);
    return true;
}

static bool count_words(struct report *r, const struct report_log *log)
{
    int count, left_out;
    struct ranked *all = rank(&log->typed, REPORT_RARE, &count, &left_out);
    if (!all)
        return false;
    for (int i = 0; i < count; i++) {
        uint32_t words = high(&log->typed, all[i].at);
        enum report_table table = log->hits_of_words[words] ? REPORT_FOUND : REPORT_NOTHING;
        struct report_row *row = add_row(&r->tables[table], log->words.texts[words], all[i].count);
        if (row) {
            row->visits.of = r->visits.count;
            report_guard_part(&row->visits);
        }
    }
    free(all);
    sort_rows(&r->tables[REPORT_FOUND]);
    sort_rows(&r->tables[REPORT_NOTHING]);
    return true;
}

static void count_settings(struct report *r, const struct report_log *log)
{
    for (int s = 0; s < (int)(sizeof settings / sizeof *settings); s++) {
        long count = 0;
        for (int i = 0; i < log->visit_count; i++)
            count += log->visits[i].settings >> s & 1;
        struct report_row *row = add_row(&r->tables[REPORT_SETTINGS], settings[s], count);
        if (row) {
            row->visits.of = r->visits.count;
            report_guard_part(&row->visits);
        }
    }
}

// ---- all ----

static bool count_all_visits(struct report *r, const struct report_log *log)
{
    r->visits = (struct report_count){.count = log->visit_count, .of = -1};
    r->visits.told =
        log->visit_count > 0 && log->visit_count < REPORT_FEW ? REPORT_UNDER : REPORT_EXACT;
    r->median_s = r->median_pages = -1;
    if (log->visit_count < REPORT_FEW)
        return true;
    int *values = malloc((size_t)log->visit_count * sizeof *values);
    if (!values)
        return false;
    for (int i = 0; i < log->visit_count; i++)
        values[i] = log->visits[i].seconds;
    r->median_s = median(values, log->visit_count);
    for (int i = 0; i < log->visit_count; i++)
        values[i] = log->visits[i].pages;
    r->median_pages = median(values, log->visit_count);
    free(values);
    return true;
}

static bool count_all(struct report *r, const struct report_log *log)
{
    if (!count_all_visits(r, log))
        return false;
    if (log->visit_count < REPORT_FEW) // nothing that could be told
        return true;
    count_fixed(r, log);
    count_settings(r, log);
    long *seen = count_seen(log);
    bool counted =
        seen && count_days(r, log) &&
        count_named(r, REPORT_STAGES, log, &log->stages, offsetof(struct report_visit, stage)) &&
        count_named(r, REPORT_LANGUAGES, log, &log->languages,
                    offsetof(struct report_visit, language)) &&
        count_pages(r, log) && count_moves(r, log, seen) && count_left(r, log, seen) &&
        count_words(r, log);
    free(seen);
    return counted;
}

struct report *report_read(const struct report_desc *desc, struct fault *f)
{
    struct report_log log = {0};
    struct report *r = calloc(1, sizeof *r);
    bool read = r && report_log_read(&log, desc, f);
    if (!r)
        fault_set(f, "memory is short");
    if (read) {
        r->from = desc->from;
        r->to = desc->to;
        r->lost = log.lost;
        read = count_all(r, &log) || fault_set(f, "memory is short");
    }
    report_log_finish(&log);
    if (read)
        return r;
    report_destroy(r);
    return NULL;
}

void report_destroy(struct report *r)
{
    if (!r)
        return;
    for (int t = 0; t < REPORT_TABLES; t++)
        free(r->tables[t].rows);
    free(r);
}
