// Opening hours: keys, reading, and what makes no sense of them.
#include "installation/private.h"

#include <stdio.h>
#include <string.h>

static const struct schema span_keys[] = {
    {.key = "days",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = 7,
     .of = &schema_weekday,
     .standard = "every day",
     .sentence = "Days of the week."},
    {.key = "from", .type = SCHEMA_HOUR, .required = true, .sentence = "The doors open."},
    {.key = "to",
     .type = SCHEMA_HOUR,
     .required = true,
     .sentence = "They close; before `from`: on the day after."},
    {.key = NULL}};
static const struct schema a_span = {.type = SCHEMA_TABLE, .of = span_keys};
static const struct schema a_date_span = {.type = SCHEMA_TABLE, .of = span_keys + 1};

static const struct schema date_keys[] = {
    {.key = "from", .type = SCHEMA_DAY, .required = true, .sentence = "The day, or the first."},
    {.key = "to", .type = SCHEMA_DAY, .standard = "`from`", .sentence = "The last day."},
    {.key = "open",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = HOURS_DATE_SPANS,
     .of = &a_date_span,
     .standard = "closed",
     .sentence = "When it is open on these days, instead of the week's hours."},
    {.key = NULL}};
static const struct schema a_date = {.type = SCHEMA_TABLE, .of = date_keys};

const struct schema installation_hours_keys[] = {
    {.key = "zone",
     .type = SCHEMA_TEXT,
     .most = INSTALLATION_ID - 1,
     .standard = "the machine's",
     .sentence = "The time zone of the place: \"Europe/Rome\". Programmes go by it, too."},
    {.key = "week",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = HOURS_SPANS,
     .of = &a_span,
     .standard = "closed, but for `dates`",
     .sentence = "When the doors are open, by day of the week."},
    {.key = "dates",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = HOURS_DATES,
     .of = &a_date,
     .standard = "none",
     .sentence = "Days that are otherwise: closed, or a long evening. Of two the last holds."},
    {.key = "warm_min",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 120,
     .unit = "min",
     .standard = "10",
     .sentence = "Lamps and films are ready so long before the doors open."},
    {.key = "finish_min",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 60,
     .unit = "min",
     .standard = "5",
     .sentence = "Who is there when the doors close is let finish, so long at most."},
    {.key = "fade_s",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 60,
     .unit = "s",
     .standard = "5",
     .sentence = "Then light and sound go within so long."},
    {.key = NULL}};

static void path_of(const struct reading *r, char out[SCHEMA_PATH], const char *path,
                    const char *key, size_t n)
{
    path_below(out, path, key);
    schema_index(&r->text, out, n);
}

// False: it lacks an hour, or is no time at all.
static bool read_span(const struct reading *r, const json_t *value, const char *path,
                      struct hours_span *s)
{
    const char *from = json_string_value(json_object_get(value, "from"));
    const char *to = json_string_value(json_object_get(value, "to"));
    s->days = schema_weekdays(json_object_get(value, "days"));
    s->line = where_line(r->text.where, path);
    if (!from || !to || !schema_is_hour(from, &s->from_s) || !schema_is_hour(to, &s->till_s))
        return false; // the schema tells it
    if (s->from_s == s->till_s)
        schema_fault(&r->text, FAULT_ERROR, path,
                     "opens and closes at %s; for a whole day, \"00:00\" to \"24:00\" is allowed",
                     from);
    else if (s->from_s >= 86400)
        schema_fault(&r->text, FAULT_ERROR, path,
                     "opens at 24:00; write 00:00 of the day after that");
    return s->from_s != s->till_s && s->from_s < 86400;
}

// Seconds of the day on which a span begins; over midnight, of both.
static bool overlap(const struct hours_span *a, const struct hours_span *b)
{
    double a_till = a->till_s + (a->till_s < a->from_s ? 86400 : 0);
    double b_till = b->till_s + (b->till_s < b->from_s ? 86400 : 0);
    return (a->days & b->days) && a->from_s < b_till && b->from_s < a_till;
}

static void tell_overlap(const struct reading *r, const char *path, const struct hours_span *spans,
                         int last)
{
    for (int i = 0; i < last; i++)
        if (overlap(&spans[i], &spans[last])) {
            schema_fault(&r->text, FAULT_WARNING, path,
                         "lies over the hours of line %d; they are taken together", spans[i].line);
            return;
        }
}

static void read_week(const struct reading *r, const json_t *list, struct hours *h)
{
    for (size_t i = 0; i < json_array_size(list) && h->week_count < HOURS_SPANS; i++) {
        char path[SCHEMA_PATH];
        path_of(r, path, "hours", "week", i);
        if (!read_span(r, json_array_get(list, i), path, &h->week[h->week_count]))
            continue;
        tell_overlap(r, path, h->week, h->week_count);
        h->week_count++;
    }
}

static bool read_day(const json_t *table, const char *key, struct hours_day *d)
{
    const char *text = json_string_value(json_object_get(table, key));
    return text && schema_is_day(text, &d->year, &d->month, &d->day);
}

static void read_date(const struct reading *r, const json_t *value, const char *path,
                      struct hours *h)
{
    struct hours_date *d = &h->dates[h->date_count];
    *d = (struct hours_date){.line = where_line(r->text.where, path)};
    const json_t *open = json_object_get(value, "open");
    if (!read_day(value, "from", &d->first))
        return; // the schema tells it
    if (!read_day(value, "to", &d->last))
        d->last = d->first;
    if (hours_number(d->last) < hours_number(d->first)) {
        schema_fault(&r->text, FAULT_ERROR, path, "ends before it begins; `to` is the last day");
        return;
    }
    for (size_t i = 0; i < json_array_size(open) && d->span_count < HOURS_DATE_SPANS; i++) {
        char below[SCHEMA_PATH];
        path_of(r, below, path, "open", i);
        if (!read_span(r, json_array_get(open, i), below, &d->spans[d->span_count]))
            continue;
        tell_overlap(r, below, d->spans, d->span_count);
        d->span_count++;
    }
    h->date_count++;
}

// What comes later holds: one that lies wholly under a later one is never looked at.
static void tell_hidden(const struct reading *r, const struct hours *h)
{
    for (int i = 0; i < h->date_count; i++)
        for (int k = i + 1; k < h->date_count; k++) {
            const struct hours_date *a = &h->dates[i], *b = &h->dates[k];
            if (hours_number(b->first) > hours_number(a->first) ||
                hours_number(b->last) < hours_number(a->last))
                continue;
            schema_fault(&r->text, FAULT_WARNING, "hours.dates",
                         "line %d is hidden by line %d, which comes later and holds; put the "
                         "shorter one after it",
                         a->line, b->line);
            break;
        }
}

static bool ever_open(const struct hours *h)
{
    bool open = false;
    for (int i = 0; i < h->week_count; i++)
        open = open || h->week[i].days;
    for (int i = 0; i < h->date_count; i++)
        open = open || h->dates[i].span_count;
    return open;
}

void read_hours(struct reading *r, const json_t *tree)
{
    const json_t *table = json_object_get(tree, "hours");
    const json_t *dates = json_object_get(table, "dates");
    struct hours *h = &r->i->hours;
    int errors = r->text.faults->errors;
    if (!json_is_object(table))
        return;
    h->told = true;
    h->warm_s = read_number(table, "warm_min", 10) * 60;
    h->finish_s = read_number(table, "finish_min", 5) * 60;
    h->fade_s = read_number(table, "fade_s", 5);
    read_text(table, "zone", r->i->zone, sizeof r->i->zone);
    if (r->i->zone[0] && !hours_zone_known(r->i->zone))
        schema_fault(&r->text, FAULT_ERROR, "hours.zone",
                     "\"%.60s\" is no time zone of this machine; a name in /usr/share/zoneinfo is "
                     "allowed (Europe/Rome), and the package tzdata must be there",
                     r->i->zone);
    read_week(r, json_object_get(table, "week"), h);
    for (size_t i = 0; i < json_array_size(dates) && h->date_count < HOURS_DATES; i++) {
        char path[SCHEMA_PATH];
        path_of(r, path, "hours", "dates", i);
        read_date(r, json_array_get(dates, i), path, h);
    }
    tell_hidden(r, h);
    if (r->text.faults->errors == errors && !ever_open(h))
        schema_fault(&r->text, FAULT_ERROR, "hours",
                     "are never open; write a `week`, or leave `hours` out: then it always is");
}
