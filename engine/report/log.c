// Reads logs of visits: every number is judged here, whoever wrote the file.
#include "report/private.h"
#include "visitlog/visitlog.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define NAME 96 // bytes of a name that are read

struct reading {
    struct report_log *log;
    const struct report_desc *desc;
    const char *file;
    sqlite3 *db;
    // Of this file: its numbers as ours.
    int *visits;         // owned; by visit number - first; -1: not in the period
    int64_t first;       // visit number
    int64_t span;        // how many
    int *stages, *pages; // owned; by number
    int stage_span, page_span;
};

static bool no_memory(struct fault *f)
{
    return fault_set(f, "memory is short");
}

// ---- names and pairs ----

int report_number(struct report_names *names, const char *text)
{
    if (!names->numbers)
        names->numbers = json_object();
    json_t *known = json_object_get(names->numbers, text);
    if (known)
        return (int)json_integer_value(known);
    if (names->count >= REPORT_NAMES)
        return -1;
    if (names->count == names->room) {
        int room = names->room ? names->room * 2 : 64;
        void *more = realloc(names->texts, (size_t)room * sizeof *names->texts);
        if (!more)
            return -1;
        names->texts = more;
        names->room = room;
    }
    // what is no UTF-8 has no number
    if (json_object_set_new(names->numbers, text, json_integer(names->count)) != 0)
        return -1;
    snprintf(names->texts[names->count], REPORT_KEY, "%s", text);
    return names->count++;
}

static void finish_names(struct report_names *names)
{
    json_decref(names->numbers);
    free(names->texts);
}

bool report_pair(struct report_pairs *p, uint32_t high, uint32_t low)
{
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : 4096;
        uint64_t *more = realloc(p->items, room * sizeof *more);
        if (!more)
            return false;
        p->items = more;
        p->room = room;
    }
    p->items[p->count++] = (uint64_t)high << 32 | low;
    return true;
}

// Radix, a byte at a time; bytes that all have alike are passed over.
bool report_sort(struct report_pairs *p)
{
    uint64_t *to = malloc((p->count ? p->count : 1) * sizeof *to);
    if (!to)
        return false;
    for (int shift = 0; shift < 64; shift += 8) {
        size_t at[257] = {0};
        for (size_t i = 0; i < p->count; i++)
            at[(p->items[i] >> shift & 255) + 1]++;
        bool alike = p->count == 0 || at[(p->items[0] >> shift & 255) + 1] == p->count;
        if (alike)
            continue;
        for (int b = 0; b < 256; b++)
            at[b + 1] += at[b];
        for (size_t i = 0; i < p->count; i++)
            to[at[p->items[i] >> shift & 255]++] = p->items[i];
        uint64_t *swap = p->items;
        p->items = to;
        to = swap;
    }
    free(to);
    p->room = p->count;
    return true;
}

// ---- SQLite ----

static bool complain(struct reading *r, struct fault *f)
{
    return fault_set(f, "%s: %s", r->file, sqlite3_errmsg(r->db));
}

static int number_at(sqlite3_stmt *s, int column, int least, int most)
{
    int64_t v = sqlite3_column_int64(s, column);
    return v < least ? least : v > most ? most : (int)v;
}

// At most NAME bytes, cut between letters.
static const char *text_at(sqlite3_stmt *s, int column, char text[NAME + 1])
{
    const char *t = (const char *)sqlite3_column_text(s, column);
    size_t n = t ? strnlen(t, NAME + 1) : 0;
    if (n > NAME)
        for (n = NAME; n > 0 && ((unsigned char)t[n] & 0xc0) == 0x80; n--)
            ;
    if (n > 0)
        memcpy(text, t, n);
    text[n] = 0;
    return text;
}

// Each row of a question to `take`.
static bool each(struct reading *r, const char *sql,
                 bool (*take)(struct reading *r, sqlite3_stmt *s, struct fault *f), struct fault *f)
{
    sqlite3_stmt *s = NULL;
    bool good = true;
    if (sqlite3_prepare_v2(r->db, sql, -1, &s, NULL) != SQLITE_OK)
        return complain(r, f);
    int answer = SQLITE_DONE;
    while (good && (answer = sqlite3_step(s)) == SQLITE_ROW)
        good = take(r, s, f);
    if (good && answer != SQLITE_DONE)
        good = complain(r, f);
    sqlite3_finalize(s);
    return good;
}

static bool take_head(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    return (sqlite3_column_int64(s, 0) == VISITLOG_APPLICATION &&
            sqlite3_column_int64(s, 1) == VISITLOG_FORMAT && sqlite3_column_int64(s, 2) == 0) ||
           fault_set(f, "%s: is no log of visits of this version", r->file);
}

static bool take_span(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    r->first = sqlite3_column_int64(s, 0);
    int64_t last = sqlite3_column_int64(s, 1);
    if (sqlite3_column_type(s, 0) == SQLITE_NULL)
        return true;
    if (r->first < 0 || last < r->first || last - r->first >= REPORT_VISITS)
        return fault_set(f, "%s: its visits are numbered %lld to %lld; a span of %d is allowed",
                         r->file, (long long)r->first, (long long)last, REPORT_VISITS);
    r->span = last - r->first + 1;
    r->visits = malloc((size_t)r->span * sizeof *r->visits);
    for (int64_t i = 0; r->visits && i < r->span; i++)
        r->visits[i] = -1;
    return r->visits || no_memory(f);
}

// Our number for the one a file has, in a table by number.
static bool put_number(int **table, int *span, int64_t number, int ours, struct fault *f)
{
    if (number < 0 || number > REPORT_NAMES)
        return true; // no row refers to it
    if (number >= *span) {
        int room = (int)number * 2 + 64;
        int *more = realloc(*table, (size_t)room * sizeof *more);
        if (!more)
            return no_memory(f);
        for (int i = *span; i < room; i++)
            more[i] = -1;
        *table = more;
        *span = room;
    }
    (*table)[number] = ours;
    return true;
}

static bool take_stage(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    char station[NAME + 1], stage[NAME + 1], key[REPORT_KEY];
    snprintf(key, sizeof key, "%s/%s", text_at(s, 1, station), text_at(s, 2, stage));
    return put_number(&r->stages, &r->stage_span, sqlite3_column_int64(s, 0),
                      report_number(&r->log->stages, key), f);
}

static bool take_page(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    struct report_log *log = r->log;
    char text[NAME + 1];
    int ours = report_number(&log->pages, text_at(s, 1, text));
    if (ours >= log->kind_room) {
        int room = ours * 2 + 64;
        int *more = realloc(log->kind_of_page, (size_t)room * sizeof *more);
        if (!more)
            return no_memory(f);
        log->kind_of_page = more;
        log->kind_room = room;
    }
    if (ours >= 0)
        log->kind_of_page[ours] = report_number(&log->kinds, text_at(s, 2, text));
    return put_number(&r->pages, &r->page_span, sqlite3_column_int64(s, 0), ours, f);
}

static bool is_day(int day)
{
    return day >= 19000101 && day <= 99991231 && day / 100 % 100 >= 1 && day / 100 % 100 <= 12 &&
           day % 100 >= 1 && day % 100 <= 31;
}

// Where our number of a visit of the file stands; NULL: there is no such visit.
static int *place_of(const struct reading *r, int64_t number)
{
    return number >= r->first && number - r->first < r->span ? &r->visits[number - r->first] : NULL;
}

static bool take_visit(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    struct report_log *log = r->log;
    char text[NAME + 1];
    int day = number_at(s, 2, 0, INT_MAX), stage = number_at(s, 1, -1, INT_MAX);
    if (!is_day(day))
        day = 19700101;
    if ((r->desc->from && day < r->desc->from) || (r->desc->to && day > r->desc->to))
        return true;
    if (log->visit_count >= REPORT_VISITS)
        return fault_set(f, "%s: more than %d visits; --from and --to make it fewer", r->file,
                         REPORT_VISITS);
    if (log->visit_count == log->visit_room) {
        int room = log->visit_room ? log->visit_room * 2 : 1024;
        void *more = realloc(log->visits, (size_t)room * sizeof *log->visits);
        if (!more)
            return no_memory(f);
        log->visits = more;
        log->visit_room = room;
    }
    bool ended = sqlite3_column_type(s, 8) != SQLITE_NULL; // else it is on, or was cut
    text_at(s, 4, text);
    text[REPORT_LANGUAGE - 1] = 0;
    stage = stage >= 0 && stage < r->stage_span ? r->stages[stage] : -1;
    log->visits[log->visit_count] =
        (struct report_visit){.stage = stage >= 0 ? stage : report_number(&log->stages, ""),
                              .language = report_number(&log->languages, text),
                              .day = day < REPORT_FIRST_DAY ? 0 : day,
                              .hour = number_at(s, 3, 0, 23),
                              .settings = number_at(s, 5, 0, 255),
                              .pages = number_at(s, 6, 0, 1000000),
                              .seconds = number_at(s, 7, 0, 86400),
                              .ended = ended ? number_at(s, 8, 0, VISITLOG_CUT) : VISITLOG_CUT,
                              .last = -1};
    int *place = place_of(r, sqlite3_column_int64(s, 0));
    if (place)
        *place = log->visit_count;
    log->visit_count++;
    return true;
}

// The visit of a row; NULL: it is of another period, or of none.
static struct report_visit *visit_of(const struct reading *r, sqlite3_stmt *s, int *index)
{
    const int *place = place_of(r, sqlite3_column_int64(s, 0));
    *index = place ? *place : -1;
    return *index >= 0 ? &r->log->visits[*index] : NULL;
}

static bool take_seen(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    struct report_log *log = r->log;
    int index, theirs = number_at(s, 1, -1, INT_MAX), seconds = number_at(s, 2, 0, 86400);
    struct report_visit *v = visit_of(r, s, &index);
    int page = theirs >= 0 && theirs < r->page_span ? r->pages[theirs] : -1;
    if (!v || page < 0)
        return true;
    if (log->seen.count >= REPORT_SEEN)
        return fault_set(f, "%s: more than %d pages; --from and --to make it fewer", r->file,
                         REPORT_SEEN);
    bool moved =
        v->last < 0 || v->last == page ||
        report_pair(&log->moves, (uint32_t)v->last << 16 | (uint32_t)page, (uint32_t)index);
    v->last = page;
    v->last_s = seconds;
    return (moved && report_pair(&log->seen, (uint32_t)page, (uint32_t)index) &&
            report_pair(&log->stays, (uint32_t)page, (uint32_t)seconds)) ||
           no_memory(f);
}

static bool take_search(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    struct report_log *log = r->log;
    char text[NAME + 1];
    int index, words;
    if (!visit_of(r, s, &index) || !text_at(s, 1, text)[0])
        return true;
    words = report_number(&log->words, text);
    if (words < 0)
        return true;
    if (log->typed.count >= REPORT_SEEN)
        return fault_set(f, "%s: more than %d searches; --from and --to make it fewer", r->file,
                         REPORT_SEEN);
    if (words >= log->words_room) {
        int room = words * 2 + 64;
        int *more = realloc(log->hits_of_words, (size_t)room * sizeof *more);
        if (!more)
            return no_memory(f);
        log->hits_of_words = more;
        log->words_room = room;
    }
    log->hits_of_words[words] = number_at(s, 2, 0, INT_MAX);
    return report_pair(&log->typed, (uint32_t)words, (uint32_t)index) || no_memory(f);
}

static bool take_lost(struct reading *r, sqlite3_stmt *s, struct fault *f)
{
    r->log->lost += number_at(s, 0, 0, INT_MAX);
    return true;
}

static bool read_tables(struct reading *r, struct fault *f)
{
    // One moment of the file, though a station writes to it.
    if (sqlite3_exec(r->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return complain(r, f);
    return each(r,
                "SELECT a.application_id, u.user_version,"
                // a table that is no table could answer without end
                " (SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index'))"
                " FROM pragma_application_id a, pragma_user_version u",
                take_head, f) &&
           each(r, "SELECT min(number), max(number) FROM visit", take_span, f) &&
           each(r, "SELECT number, station, name FROM stage ORDER BY number", take_stage, f) &&
           each(r, "SELECT number, id, kind FROM page ORDER BY number", take_page, f) &&
           each(r,
                "SELECT number, stage, day, hour, language, settings, pages, seconds, ended"
                " FROM visit ORDER BY number",
                take_visit, f) &&
           each(r, "SELECT visit, page, seconds FROM seen ORDER BY number", take_seen, f) &&
           each(r, "SELECT visit, words, hits FROM search ORDER BY number", take_search, f) &&
           each(r, "SELECT value FROM meta WHERE key = 'lost'", take_lost, f);
}

static bool open_file(struct reading *r, const char *uri, int flags)
{
    sqlite3_close(r->db);
    r->db = NULL;
    return sqlite3_open_v2(uri, &r->db, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ==
               SQLITE_OK &&
           sqlite3_busy_timeout(r->db, 10000) == SQLITE_OK &&
           sqlite3_exec(r->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) == SQLITE_OK;
}

// As an address: what SQLite would take for the end of the path is written by number.
static void write_uri(const char *path, char *uri, size_t size)
{
    size_t n = (size_t)snprintf(uri, size, "file:");
    for (; *path && n + 24 < size; path++)
        n += (size_t)snprintf(uri + n, size - n, strchr("%?#", *path) ? "%%%02X" : "%c",
                              (unsigned char)*path);
    snprintf(uri + n, size - n, "?immutable=1");
}

static bool read_file(struct reading *r, struct fault *f)
{
    char uri[3 * PATH_MAX + 32];
    write_uri(r->file, uri, sizeof uri);
    // A log in a folder that nobody may write to (a copy on a disc) is read as it lies there.
    bool open = open_file(r, r->file, 0) ||
                (sqlite3_errcode(r->db) == SQLITE_CANTOPEN && open_file(r, uri, SQLITE_OPEN_URI));
    bool good = open ? read_tables(r, f) : complain(r, f);
    sqlite3_close(r->db);
    free(r->visits);
    free(r->stages);
    free(r->pages);
    return good;
}

bool report_log_read(struct report_log *log, const struct report_desc *desc, struct fault *f)
{
    if (desc->file_count > REPORT_FILES)
        return fault_set(f, "%d logs of visits; at most %d are allowed", desc->file_count,
                         REPORT_FILES);
    for (int i = 0; i < desc->file_count; i++) {
        struct reading r = {.log = log, .desc = desc, .file = desc->files[i]};
        if (!read_file(&r, f))
            return false;
    }
    return (report_sort(&log->seen) && report_sort(&log->stays) && report_sort(&log->moves) &&
            report_sort(&log->typed)) ||
           no_memory(f);
}

void report_log_finish(struct report_log *log)
{
    finish_names(&log->stages);
    finish_names(&log->languages);
    finish_names(&log->pages);
    finish_names(&log->kinds);
    finish_names(&log->words);
    free(log->visits);
    free(log->kind_of_page);
    free(log->hits_of_words);
    free(log->seen.items);
    free(log->stays.items);
    free(log->moves.items);
    free(log->typed.items);
}
