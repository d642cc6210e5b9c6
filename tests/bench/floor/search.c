// Floor of the bench "search": FTS5 alone, not ranked, nothing counted.
//     floor_search FOLDER QUERIES
// FOLDER/floor.db holds the folded words of every gesture and work (made when it is not there),
// with lists of all prefixes of one to three letters, which is FTS5 at its best. For each beginning
// of each query, as it would be typed: SELECT rowid … MATCH, all rows stepped through. Says the CPU
// of each of them.
#include "records.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_BYTES = 1 << 15, QUERY_BYTES = 512, REST_US = 50000 };

struct filling {
    sqlite3 *db;
    sqlite3_stmt *insert;
    const struct records *records;
    char *words[RECORDS_COLUMNS];
    sqlite3_int64 row;
};

static void give_up(sqlite3 *db, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "cannot be");
    exit(1);
}

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    usleep(REST_US);
}

static void insert(void *to, const char *path, const char *text, size_t length, json_t *record)
{
    struct filling *f = to;
    records_words(f->records, record, f->words, WORDS_BYTES);
    sqlite3_bind_int64(f->insert, 1, ++f->row);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        sqlite3_bind_text(f->insert, c + 2, f->words[c], -1, SQLITE_STATIC);
    if (sqlite3_step(f->insert) != SQLITE_DONE)
        give_up(f->db, path);
    sqlite3_reset(f->insert);
}

static void fill(const char *folder, const char *file)
{
    char part[4096], content[4096];
    struct records records;
    struct filling f = {.records = &records};
    sqlite3 *db;
    snprintf(part, sizeof part, "%s.part", file);
    snprintf(content, sizeof content, "%s/repertoire", folder);
    unlink(part);
    if (sqlite3_open(part, &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=off; PRAGMA synchronous=off;"
                     "CREATE VIRTUAL TABLE " RECORDS_TABLE ", prefix='1 2 3'); BEGIN",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, RECORDS_INSERT, -1, &f.insert, NULL) != SQLITE_OK)
        give_up(db, part);
    f.db = db;
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        f.words[c] = malloc(WORDS_BYTES);
    records_read_terms(&records, content);
    records_read(content, "gestures", insert, &f);
    records_read(content, "works", insert, &f);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        free(f.words[c]);
    sqlite3_finalize(f.insert);
    if (sqlite3_exec(db, "INSERT INTO words (words) VALUES ('optimize'); COMMIT", NULL, NULL,
                     NULL) != SQLITE_OK)
        give_up(db, part);
    sqlite3_close(db);
    records_finish(&records);
    if (rename(part, file) != 0)
        give_up(NULL, file);
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// "a"* "b"*: the beginnings of words, all wanted. False: there are none.
static bool express(const char *typed, char *to)
{
    char folded[QUERY_BYTES], *rest = NULL;
    size_t n = 0;
    records_fold(typed, folded, sizeof folded);
    for (char *w = strtok_r(folded, " ", &rest); w && n + 80 < QUERY_BYTES;
         w = strtok_r(NULL, " ", &rest))
        n += (size_t)sprintf(to + n, "%s\"%.64s\" *", n ? " AND " : "", w);
    to[n] = 0;
    return n > 0;
}

static long look(sqlite3_stmt *match, const char *typed)
{
    char expression[QUERY_BYTES];
    long rows = 0;
    if (!express(typed, expression))
        return 0;
    sqlite3_bind_text(match, 1, expression, -1, SQLITE_STATIC);
    while (sqlite3_step(match) == SQLITE_ROW)
        rows += sqlite3_column_int64(match, 0) >= 0;
    sqlite3_reset(match);
    return rows;
}

// Every beginning of the line, letter by letter.
static long type(sqlite3_stmt *match, char *line, bool told)
{
    long rows = 0;
    for (char *end = line; *end; end++) {
        if (((unsigned char)end[1] & 0xc0) == 0x80)
            continue;
        char after = end[1];
        end[1] = 0;
        double before_ms = cpu_ms();
        rows += look(match, line);
        if (told)
            printf("TOOK_MS %.6f\n", cpu_ms() - before_ms);
        end[1] = after;
    }
    return rows;
}

int main(int argc, char **argv)
{
    char file[4096], line[QUERY_BYTES];
    sqlite3 *db = NULL;
    sqlite3_stmt *match;
    if (argc < 3) {
        fprintf(stderr, "usage: floor_search FOLDER QUERIES\n");
        return 2;
    }
    snprintf(file, sizeof file, "%s/floor.db", argv[1]);
    if (access(file, R_OK) != 0)
        fill(argv[1], file);
    FILE *queries = fopen(argv[2], "r");
    if (!queries)
        give_up(NULL, argv[2]);
    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA mmap_size=1073741824", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT rowid FROM words WHERE words MATCH ?", -1, &match, NULL) !=
            SQLITE_OK)
        give_up(db, file);
    long rows = 0;
    for (int pass = 0; pass < 2; pass++) { // once before, so that all of it is in memory
        rewind(queries);
        if (pass == 1)
            mark('A');
        while (fgets(line, sizeof line, queries)) {
            line[strcspn(line, "\n")] = 0;
            rows += type(match, line, pass == 1);
        }
    }
    mark('B');
    printf("%ld rows\n", rows);
    fclose(queries);
    sqlite3_finalize(match);
    sqlite3_close(db);
    return 0;
}
