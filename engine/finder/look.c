// The thread that looks: keeps the index up to date, answers what is asked, writes notes.
#include "finder/private.h"

#include "base/clock.h"
#include "base/log.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WATCH_MS 100 // between looks whether the index has changed
#define BUILD_MS 20  // the same while there is none yet

struct look {
    struct finder *finder;
    struct index *index;
    struct index_builder *builder; // NULL: files are not followed
    uint64_t generation;
    bool ready;     // there is an index to be asked
    bool reread;    // records have changed; they are read when nobody asks anything
    bool new_day;   // and so have those who may be shown
    int64_t all_ns; // people alone were read: when the records are; 0: they were
    char day[FINDER_DAY];
};

void finder_tell(struct finder *f, const struct finder_told *t)
{
    if (!ring_put(&f->told, t)) { // cannot be: one for each question, and few changes
        json_decref(t->value);
        if (t->records)
            f->desc.drop(t->records);
        return;
    }
    finder_signal(f->tell_fd);
    if (f->desc.wake)
        f->desc.wake(f->desc.user);
}

static void tell(struct look *l, const struct finder_told *t)
{
    finder_tell(l->finder, t);
}

static const char *given(const char *text)
{
    return text[0] ? text : NULL;
}

static json_t *find(struct look *l, const struct finder_question *q)
{
    const char *language = given(q->language);
    if (!l->index)
        return NULL;
    if (q->sort == FINDER_RELATED)
        return index_related(l->index, q->id, language, q->count);
    if (q->sort == FINDER_MATRIX)
        return index_matrix(l->index, given(q->filter[INDEX_METIER]), language);
    struct index_query query = {.words = q->words,
                                .language = language,
                                .first = q->first,
                                .count = q->count,
                                .values = q->values};
    for (int i = 0; i < INDEX_FACETS; i++)
        query.filter[i] = given(q->filter[i]);
    return index_search(l->index, &query);
}

static void answer_all(struct look *l)
{
    struct finder_asked a;
    while (!atomic_load(&l->finder->stop) && ring_take(&l->finder->asked, &a)) {
        struct finder_told t = {FINDER_ANSWER, a.slot, .generation = l->generation};
        t.value = find(l, &a.question);
        tell(l, &t);
    }
}

static int count_of(struct index *x)
{
    json_t *all = index_search(x, &(struct index_query){.count = 0});
    int total = (int)json_integer_value(json_object_get(all, "total"));
    json_decref(all);
    return total;
}

static int records_of(struct index *x)
{
    int count = 0;
    const char *kind;
    json_t *number, *stats = index_stats(x);
    json_object_foreach(json_object_get(stats, "records"), kind, number) count +=
        (int)json_integer_value(number);
    json_decref(stats);
    return count;
}

// A curator saved a record, or a consent ended: scenes get the records as they are now. Where they
// are too many to be read at each change, what people agree to still holds at once, and who is
// shown when it has been calm for a while.
static void read_again(struct look *l)
{
    struct finder *f = l->finder;
    bool people = !l->new_day && records_of(l->index) > FINDER_REREAD;
    double calm_s = f->desc.calm_s > 0 ? f->desc.calm_s : FINDER_CALM_S;
    l->all_ns = people ? clock_monotonic_ns() + (int64_t)(calm_s * 1e9) : 0;
    l->reread = l->new_day = false;
    if (!f->desc.read)
        return;
    struct finder_told t = {people ? FINDER_PEOPLE : FINDER_RECORDS, 0,
                            .generation = l->generation};
    t.records = f->desc.read(f->desc.user, people);
    if (t.records)
        tell(l, &t);
}

static void read_all_when_calm(struct look *l)
{
    if (!l->all_ns || clock_monotonic_ns() < l->all_ns)
        return;
    l->new_day = true;
    read_again(l);
}

// Is there an index by now, and is it another one?
static void follow(struct look *l)
{
    int done, total;
    uint64_t generation = index_generation(l->index);
    bool was_ready = l->ready, is_other = generation != l->generation;
    if (!was_ready)
        l->ready = !index_builder_busy(l->builder, &done, &total) || count_of(l->index) > 0;
    l->generation = generation;
    if (!l->ready || (was_ready && !is_other))
        return;
    struct finder_told t = {FINDER_CHANGED, 0, .generation = generation};
    tell(l, &t);
    l->reread = was_ready || l->new_day;
}

// An exhibition runs for weeks: who agreed until yesterday is not shown today.
static void follow_day(struct look *l)
{
    struct finder *f = l->finder;
    char day[FINDER_DAY] = "";
    if (!f->desc.day)
        return;
    f->desc.day(f->desc.user, day);
    if (strcmp(day, l->day) == 0)
        return;
    snprintf(l->day, sizeof l->day, "%s", day);
    log_info("finder", "it is %s: consents are looked at anew", day);
    index_builder_day(l->builder, day);
    l->reread = l->new_day = true;
}

static void update_once(struct look *l)
{
    struct faults faults = {0};
    if (!index_update(l->index, NULL, NULL, &faults))
        log_warning("finder", "%s", faults.count ? faults.entries[0].text : "there is no index");
    faults_finish(&faults);
    l->generation = index_generation(l->index);
    l->ready = true;
}

static void open_index(struct look *l)
{
    struct finder *f = l->finder;
    struct fault fault = {0};
    const struct index_desc desc = {.folder = f->folder,
                                    .state = given(f->state),
                                    .date = given(f->date)};
    l->index = index_open(&desc, &fault);
    if (l->index && !f->desc.stepped)
        l->builder = index_builder_start(l->index, &fault);
    if (!l->index || (!f->desc.stepped && !l->builder))
        log_error("finder", "%s; nothing is found", fault.text);
    if (l->index && !l->builder)
        update_once(l);
    l->ready = l->ready || !l->index; // then every answer is empty
}

void *finder_look(void *finder)
{
    struct finder *f = finder;
    struct look l = {.finder = f};
    uint64_t count;
    snprintf(l.day, sizeof l.day, "%s", f->date);
    open_index(&l);
    while (!atomic_load(&f->stop)) {
        write_all(f, l.generation);
        if (l.builder) {
            follow_day(&l);
            follow(&l);
        }
        if (l.ready)
            answer_all(&l);
        struct pollfd p = {.fd = f->ask_fd, .events = POLLIN};
        int asked = poll(&p, 1, !l.builder ? -1 : l.ready ? WATCH_MS : BUILD_MS);
        if (asked == 0 && l.reread)
            read_again(&l);
        else if (asked == 0)
            read_all_when_calm(&l);
        while (read(f->ask_fd, &count, sizeof count) > 0)
            continue;
    }
    write_all(f, l.generation); // what staff drew last
    index_builder_stop(l.builder);
    index_close(l.index);
    return NULL;
}
