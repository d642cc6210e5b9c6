// Records become rows; what is too old or too much goes.
#include "index/fold.h"
#include "visitlog/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECONDS_MAX 86400.0 // of a page or a visit

static unsigned bits_of(const struct visit_settings *s)
{
    return (s->text == 2 ? VISITLOG_LARGE : 0u) | (s->text >= 3 ? VISITLOG_LARGEST : 0u) |
           (s->contrast ? VISITLOG_CONTRAST : 0u) | (s->reach ? VISITLOG_REACH : 0u) |
           (s->captions ? VISITLOG_CAPTIONS : 0u) | (s->sign ? VISITLOG_SIGN : 0u) |
           (s->speech ? VISITLOG_SPEECH : 0u) | (s->calm ? VISITLOG_CALM : 0u);
}

static int whole_s(double seconds)
{
    return (int)lround(fmin(fmax(isfinite(seconds) ? seconds : 0, 0), SECONDS_MAX));
}

// A visit is dated once, at its beginning: a clock that is put back meanwhile changes nothing.
static void date(struct visitlog_slot *slot, int64_t at_s)
{
    time_t t = (time_t)at_s;
    struct tm tm = {0};
    if (!localtime_r(&t, &tm))
        return;
    slot->day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    slot->hour = tm.tm_hour;
    slot->minute = tm.tm_min;
}

// The place of a stage; NULL: more stages than an installation has.
static struct visitlog_slot *slot_of(struct visitlog_file *file, const struct visit_record *r)
{
    for (int i = 0; i < VISITLOG_STAGES; i++) {
        struct visitlog_slot *s = &file->slots[i];
        if (!s->station[0]) {
            memcpy(s->station, r->station, sizeof s->station);
            memcpy(s->stage, r->stage, sizeof s->stage);
        }
        if (strcmp(s->station, r->station) == 0 && strcmp(s->stage, r->stage) == 0)
            return s;
    }
    return NULL;
}

// The visit a record is of, begun now where its beginning was lost.
static void take_visit(struct visitlog_slot *slot, const struct visitlog_entry *e)
{
    const struct visit_record *r = &e->record;
    if (slot->visit != r->visit) {
        slot->visit = r->visit;
        slot->row = 0;
        slot->settings = 0;
        slot->pages = slot->searches = 0;
        date(slot, e->at_s);
    }
    slot->settings |= bits_of(&r->settings);
    memcpy(slot->language, r->language, sizeof slot->language);
}

static bool find_stage(struct visitlog_file *file, const struct visitlog_slot *slot,
                       int64_t *number)
{
    sqlite3_stmt *add = visitlog_ask(file, VISITLOG_STAGE_ADD);
    sqlite3_bind_text(add, 1, slot->station, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 2, slot->stage, -1, SQLITE_STATIC);
    if (!visitlog_run(add, NULL))
        return false;
    sqlite3_stmt *find = visitlog_ask(file, VISITLOG_STAGE_FIND);
    sqlite3_bind_text(find, 1, slot->station, -1, SQLITE_STATIC);
    sqlite3_bind_text(find, 2, slot->stage, -1, SQLITE_STATIC);
    return visitlog_run(find, number);
}

static bool add_visit(struct visitlog_file *file, struct visitlog_slot *slot)
{
    int64_t stage = 0;
    if (slot->row)
        return true;
    if (!find_stage(file, slot, &stage))
        return false;
    sqlite3_stmt *s = visitlog_ask(file, VISITLOG_VISIT_ADD);
    sqlite3_bind_int64(s, 1, stage);
    sqlite3_bind_int(s, 2, slot->day);
    sqlite3_bind_int(s, 3, slot->hour);
    sqlite3_bind_int(s, 4, slot->minute);
    sqlite3_bind_text(s, 5, slot->language, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 6, (int)slot->settings);
    bool added = visitlog_run(s, NULL);
    if (added)
        slot->row = sqlite3_last_insert_rowid(file->handle);
    return added;
}

static bool add_page(struct visitlog_file *file, struct visitlog_slot *slot,
                     const struct visit_record *r)
{
    int64_t page = 0;
    if (slot->pages >= VISITLOG_VISIT_PAGES || !r->page[0])
        return true;
    sqlite3_stmt *add = visitlog_ask(file, VISITLOG_PAGE_ADD);
    sqlite3_bind_text(add, 1, r->page, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 2, r->kind, -1, SQLITE_STATIC);
    sqlite3_bind_int(add, 3, VISITLOG_NAMES);
    if (!visitlog_run(add, NULL))
        return false;
    sqlite3_stmt *find = visitlog_ask(file, VISITLOG_PAGE_FIND);
    sqlite3_bind_text(find, 1, r->page, -1, SQLITE_STATIC);
    if (!visitlog_run(find, &page))
        return false;
    if (page == 0) // one name too many
        return true;
    sqlite3_stmt *s = visitlog_ask(file, VISITLOG_SEEN_ADD);
    sqlite3_bind_int64(s, 1, slot->row);
    sqlite3_bind_int64(s, 2, page);
    sqlite3_bind_int(s, 3, whole_s(r->seconds));
    slot->pages++;
    return visitlog_run(s, NULL);
}

// Words as they are looked for, without case and accents: what fits.
static void fold_words(const char *text, char words[VISITLOG_WORDS + 1])
{
    struct fold f;
    char word[INDEX_TOKEN_BYTES + 1];
    size_t n = 0, length;
    fold_begin(&f, text, strlen(text));
    while ((length = fold_next(&f, word)) > 0 && n + length + (n > 0) <= VISITLOG_WORDS) {
        if (n > 0)
            words[n++] = ' ';
        memcpy(words + n, word, length);
        n += length;
    }
    words[n] = 0;
}

static bool add_search(struct visitlog_file *file, struct visitlog_slot *slot,
                       const struct visit_record *r)
{
    char words[VISITLOG_WORDS + 1];
    fold_words(r->words, words);
    if (slot->searches >= VISITLOG_VISIT_SEARCHES || !words[0])
        return true;
    sqlite3_stmt *s = visitlog_ask(file, VISITLOG_SEARCH_ADD);
    sqlite3_bind_int64(s, 1, slot->row);
    sqlite3_bind_text(s, 2, words, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 3, r->hits > 0 ? r->hits : 0);
    slot->searches++;
    return visitlog_run(s, NULL);
}

static bool set_chosen(struct visitlog_file *file, const struct visitlog_slot *slot)
{
    sqlite3_stmt *s = visitlog_ask(file, VISITLOG_VISIT_CHOSE);
    sqlite3_bind_int64(s, 1, slot->row);
    sqlite3_bind_text(s, 2, slot->language, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 3, (int)slot->settings);
    return visitlog_run(s, NULL);
}

static bool end_visit(struct visitlog_file *file, struct visitlog_slot *slot,
                      const struct visit_record *r)
{
    sqlite3_stmt *s = visitlog_ask(file, VISITLOG_VISIT_END);
    sqlite3_bind_int64(s, 1, slot->row);
    sqlite3_bind_text(s, 2, slot->language, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 3, (int)slot->settings);
    sqlite3_bind_int(s, 4, r->pages);
    sqlite3_bind_int(s, 5, whole_s(r->seconds));
    sqlite3_bind_int(s, 6, (int)r->end);
    slot->visit = 0;
    slot->row = 0;
    return visitlog_run(s, NULL);
}

static bool add(struct visitlog_file *file, const struct visitlog_entry *e)
{
    struct visitlog_slot *slot = slot_of(file, &e->record);
    if (!slot)
        return true;
    take_visit(slot, e);
    if (!add_visit(file, slot))
        return false;
    switch (e->record.what) {
    case VISIT_RECORD_BEGAN:
        return true;
    case VISIT_RECORD_PAGE:
        return add_page(file, slot, &e->record);
    case VISIT_RECORD_SEARCHED:
        return add_search(file, slot, &e->record);
    case VISIT_RECORD_LANGUAGE:
    case VISIT_RECORD_SETTINGS:
        return set_chosen(file, slot);
    case VISIT_RECORD_ENDED:
        return end_visit(file, slot, &e->record);
    }
    return true;
}

static bool prune_one(struct visitlog_file *file, enum visitlog_sql sql, int limit, int second)
{
    sqlite3_stmt *s = visitlog_ask(file, sql);
    sqlite3_bind_int(s, 1, limit);
    if (second)
        sqlite3_bind_int(s, 2, second);
    return visitlog_run(s, NULL);
}

// Once a day, and when the file is opened.
static bool prune(struct visitlog_file *file)
{
    bool done = prune_one(file, VISITLOG_OLD_VISITS, VISITLOG_DAYS, 0);
    bool gone = sqlite3_changes(file->handle) > 0;
    done = done && prune_one(file, VISITLOG_MANY_VISITS, VISITLOG_VISITS, 0);
    gone = gone || sqlite3_changes(file->handle) > 0;
    if (done && gone)
        done = visitlog_say(file, VISITLOG_OLD_PAGES) && visitlog_say(file, VISITLOG_OLD_SEARCHES);
    return done && prune_one(file, VISITLOG_MANY_PAGES, VISITLOG_PAGES, 0) &&
           prune_one(file, VISITLOG_MANY_SEARCHES, VISITLOG_SEARCHES, 0) &&
           prune_one(file, VISITLOG_RARE_WORDS, VISITLOG_RARE_DAYS, VISITLOG_RARE);
}

static bool write_all(struct visitlog_file *file, const struct visitlog_entry *entries, int count,
                      unsigned lost)
{
    int day = file->pruned_day;
    if (!visitlog_say(file, VISITLOG_BEGIN))
        return false;
    for (int i = 0; i < count; i++) {
        if (!add(file, &entries[i]))
            return false;
        struct visitlog_slot now = {0};
        date(&now, entries[i].at_s);
        day = now.day;
    }
    if (lost) {
        sqlite3_stmt *s = visitlog_ask(file, VISITLOG_LOST_ADD);
        sqlite3_bind_int64(s, 1, lost);
        if (!visitlog_run(s, NULL))
            return false;
    }
    if (day != file->pruned_day && !prune(file))
        return false;
    if (!visitlog_say(file, VISITLOG_COMMIT))
        return false;
    file->pruned_day = day;
    return true;
}

enum visitlog_end visitlog_write(struct visitlog_file *file, const struct visitlog_entry *entries,
                                 int count, unsigned lost, struct fault *why)
{
    struct visitlog_slot before[VISITLOG_STAGES];
    memcpy(before, file->slots, sizeof before);
    if (write_all(file, entries, count, lost))
        return VISITLOG_WRITTEN;
    enum visitlog_end end = visitlog_judge(file, why);
    if (!sqlite3_get_autocommit(file->handle))
        sqlite3_exec(file->handle, "ROLLBACK", NULL, NULL, NULL);
    memcpy(file->slots, before, sizeof before);
    return end;
}
