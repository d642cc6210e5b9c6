// What stations find in their content.
#include "lookup.h"
#include "base/clock.h"
#include "base/log.h"
#include "content.h"

#include <math.h>
#include <stdio.h>

#define LOOKUP_TOLD 8 // records of those that went; of the others how many

_Static_assert(FINDER_DAY == CONTENT_DAY, "a day is as long here as there");

static void wake(void *user)
{
    struct lookup *l = user;
    l->wake(l->user);
}

static double machine_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

void lookup_day(const struct lookup *l, char day[FINDER_DAY])
{
    const struct engine_desc *d = l->desc;
    if (d->stepped_hz)
        snprintf(day, FINDER_DAY, "%s", l->stepped_day);
    else if (isnan(d->wall_s))
        content_today(day);
    else
        content_day(d->wall_s + machine_s() - l->opened_s, day);
}

static void day_of(void *user, char day[FINDER_DAY])
{
    lookup_day(user, day);
}

static void tell(struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        if (faults->entries[i].level == FAULT_ERROR)
            log_error("content", "%s", faults->entries[i].text);
    faults_finish(faults);
}

// In the finder's thread: what is wrong with a record is said, the others are taken.
static struct repertoire *read_again(void *user, bool people)
{
    const struct lookup *l = user;
    struct faults faults = {0};
    char day[FINDER_DAY];
    day_of(user, day);
    struct repertoire *r =
        people ? content_read_people(l->desc->installation, &faults)
               : content_read(l->desc->installation, l->desc->root, day[0] ? day : NULL, &faults);
    tell(&faults);
    return r;
}

void lookup_begin(struct lookup *l, const struct engine_desc *desc, void (*wake_all)(void *user),
                  void *user)
{
    *l = (struct lookup){
        .desc = desc, .wake = wake_all, .user = user, .opened_s = machine_s(), .apart_s = NAN};
    snprintf(l->stepped_day, sizeof l->stepped_day, "%s", desc->date ? desc->date : "");
}

bool lookup_open(struct lookup *l, struct fault *f)
{
    const struct engine_desc *d = l->desc;
    if (!d->installation->content[0])
        return true;
    l->finder = finder_create(&(struct finder_desc){.folder = d->installation->content,
                                                    .state = d->state,
                                                    .date = d->date,
                                                    .stepped = d->stepped_hz > 0,
                                                    .wake = wake,
                                                    .read = read_again,
                                                    .day = day_of,
                                                    .drop = repertoire_destroy,
                                                    .user = l},
                              f);
    return l->finder;
}

void lookup_close(struct lookup *l)
{
    finder_destroy(l->finder);
    l->finder = NULL;
}

// Nobody holds a record between frames, so that some may go.
static void judge_again(struct lookup *l, struct repertoire *records, struct repertoire *people)
{
    char day[FINDER_DAY];
    day_of(l, day);
    int gone = repertoire_judge(records, people, day[0] ? day : NULL, NULL);
    if (gone)
        log_info("content", "%d records are not shown any more, or what they need is not", gone);
}

// Records that were shown, and are hidden or gone now: staff is told, by their ids.
static void tell_gone(const struct repertoire *before, const struct repertoire *now)
{
    int gone = 0;
    for (int type = 0; type < REPERTOIRE_TYPES; type++)
        for (int n = 0; n < repertoire_count(before, type); n++) {
            const char *id =
                json_string_value(json_object_get(repertoire_record(before, type, n), "id"));
            if (!repertoire_get(now, id) && gone++ < LOOKUP_TOLD)
                log_warning("content",
                            "%s is not shown any more; `gestuaire repertoire check` says why, or "
                            "its file was taken away",
                            id);
        }
    if (gone > LOOKUP_TOLD)
        log_warning("content", "nor are %d others", gone - LOOKUP_TOLD);
}

// Show, visits and idle go by the monotonic clock; days, programmes and dates of visits do not.
static void tell_clock(struct lookup *l)
{
    double by_s = clock_set_s(&l->apart_s);
    if (by_s != 0)
        log_warning("engine",
                    "the machine's clock was set %s by %.0f s; the show goes on, days and "
                    "programmes go by it",
                    by_s < 0 ? "back" : "forward", fabs(by_s));
}

void lookup_update(struct lookup *l, struct repertoire **records, struct station *stations,
                   int count)
{
    if (!l->desc->stepped_hz)
        tell_clock(l);
    if (!l->finder)
        return;
    finder_update(l->finder);
    struct repertoire *r = finder_records(l->finder), *people = finder_people(l->finder);
    if (r) {
        for (int i = 0; i < count; i++)
            if (stations[i].script)
                script_records(stations[i].script, r);
        if (*records)
            tell_gone(*records, r);
        repertoire_destroy(*records);
        *records = r;
        log_info("content", "the records were read again");
    }
    if (people)
        judge_again(l, *records, people);
}
