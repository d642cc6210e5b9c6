// What is kept back, so that no count under five is told, nor can be worked out.
#include "report/private.h"

#include <limits.h>

const char *const report_table_names[REPORT_TABLES] = {
    [REPORT_DAYS] = "days",           [REPORT_HOURS] = "hours",
    [REPORT_LENGTHS] = "lengths",     [REPORT_STAGES] = "stages",
    [REPORT_LANGUAGES] = "languages", [REPORT_ENDS] = "ends",
    [REPORT_PAGES] = "pages",         [REPORT_MOVES] = "moves",
    [REPORT_LEFT] = "left",           [REPORT_NOTHING] = "nothing-found",
    [REPORT_FOUND] = "found",         [REPORT_SETTINGS] = "settings",
};

static bool is_under(long count)
{
    return count > 0 && count < REPORT_FEW;
}

// n counts of 1 to 4 whose sum r is known (all minus what is told). Each may still be anything from
// 1 to 4 when the others, n - 1 of 1 to 4, make up for it: r - 4 >= n - 1 and r - 1 <= 4 (n - 1).
static bool is_safe_alone(long n, long r)
{
    return n == 0 || (r >= n + 3 && r <= 4 * n - 3);
}

// With a further count q >= 5 kept back, r is the sum of all of them: what remains for q when one
// is 4 and the others 1 must be 5 or more: r - 4 - (n - 1) >= 5.
static bool is_safe_with(long n, long sum, long q)
{
    return sum + q >= n + 8;
}

// The smallest count that hides them; NULL: there is none.
static struct report_row *find_screen(const struct report_list *list, long n, long sum)
{
    struct report_row *best = NULL;
    for (int i = 0; i < list->count; i++) {
        struct report_row *row = &list->rows[i];
        if (row->visits.count >= REPORT_FEW && is_safe_with(n, sum, row->visits.count) &&
            (!best || row->visits.count < best->visits.count))
            best = row;
    }
    return best;
}

void report_guard_whole(struct report_list *list)
{
    long n = 0, sum = 0;
    for (int i = 0; i < list->count; i++) {
        struct report_count *c = &list->rows[i].visits;
        c->of = -1;
        c->told = is_under(c->count) ? REPORT_UNDER : REPORT_EXACT;
        n += is_under(c->count);
        sum += is_under(c->count) ? c->count : 0;
    }
    if (is_safe_alone(n, sum))
        return;
    struct report_row *screen = find_screen(list, n, sum);
    if (screen)
        screen->visits.told = REPORT_KEPT;
    else
        list->withheld = true;
}

void report_guard_part(struct report_count *c)
{
    c->told = is_under(c->count)           ? REPORT_UNDER
              : is_under(c->of - c->count) ? REPORT_MOST
                                           : REPORT_EXACT;
}

long report_told(const struct report_count *c)
{
    return c->told == REPORT_EXACT   ? c->count
           : c->told == REPORT_UNDER ? 1
           : c->told == REPORT_MOST  ? c->of - (REPORT_FEW - 1)
                                     : 0;
}
