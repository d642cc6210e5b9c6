// index: the thread that keeps it up to date with the files.
#include "index/private.h"
#include "tools/indexed.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE 500 // tenths of a second: generous, nothing is measured

// The linker puts this before update_run: a test can let it fail.
bool __real_update_run(struct update *u);
bool __wrap_update_run(struct update *u);

static atomic_int failures; // so many to come

bool __wrap_update_run(struct update *u)
{
    if (atomic_load(&failures) == 0)
        return __real_update_run(u);
    atomic_fetch_sub(&failures, 1);
    return false;
}

static bool comes(struct index *x, const char *words, long long total)
{
    for (int i = 0; i < PATIENCE; i++) {
        if (indexed_found(x, words) == total)
            return true;
        usleep(100000);
    }
    return false;
}

static void a_thread_follows_the_files(void **state)
{
    const struct indexed *p = *state;
    struct fault f;
    struct index *x = indexed_open(p, p->state, NULL);
    struct index_builder *b = index_builder_start(x, &f);
    assert_non_null(b);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    assert_true(comes(x, "zinguer", 1));
    indexed_put(p, "enterprises/e.json", "{}"); // a folder that was not there
    indexed_put(p, "gestures/autre.json", INDEXED_GESTURE("g:autre", "Wiquer", ""));
    assert_true(comes(x, "wiquer", 1));
    char path[160];
    snprintf(path, sizeof path, "%s/gestures/neuf.json", p->crafts->folder);
    unlink(path);
    assert_true(comes(x, "zinguer", 0));
    index_builder_stop(b);
    index_close(x);
}

static void a_thread_in_memory_too_and_on_another_day(void **state)
{
    const struct indexed *p = *state;
    struct fault f;
    indexed_put(
        p, "gestures/neuf.json",
        INDEXED_GESTURE("g:neuf", "Zinguer",
                        ", \"shows\": [{\"person\": \"p:a\", \"consent\": \"a:a\", \"facets\": "
                        "[\"image\"]}]"));
    indexed_put(p, "people/a.json", "{\"id\": \"p:a\", \"name\": \"A\", \"origin\": \"made-up\"}");
    indexed_put(p, "consents/a.json",
                "{\"id\": \"a:a\", \"person\": \"p:a\", \"image\": {\"from\": \"2026-01-01\", "
                "\"until\": \"2026-06-30\"}}");
    struct index *x = indexed_open(p, NULL, "2026-06-30");
    struct index_builder *b = index_builder_start(x, &f);
    assert_non_null(b);
    assert_true(comes(x, "zinguer", 1));
    index_builder_day(b, "2026-07-01");
    assert_true(comes(x, "zinguer", 0));
    index_builder_stop(b);
    index_close(x);
}

static void a_thread_makes_a_broken_index_anew_though_no_file_changes(void **state)
{
    const struct indexed *p = *state;
    struct fault f;
    char path[120], junk[4096];
    struct stat st;
    struct index *x = indexed_open(p, p->state, NULL);
    struct index_builder *b = index_builder_start(x, &f);
    assert_non_null(b);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    snprintf(path, sizeof path, "%s/repertoire.db", p->state);
    memset(junk, 0x5a, sizeof junk);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    for (off_t at = 0; at < st.st_size; at += (off_t)sizeof junk)
        assert_int_equal(pwrite(fd, junk, sizeof junk, at), sizeof junk);
    close(fd);
    bool broke = false; // what SQLite has read already is as it was
    for (char words[] = "a"; words[0] <= 'z' && !broke; words[0]++)
        broke = indexed_found(x, words) < 0;
    assert_true(broke);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    index_builder_stop(b);
    index_close(x);
}

static void move_folder(const char *from, const char *to)
{
    assert_int_equal(rename(from, to), 0);
}

static void a_thread_follows_a_folder_that_went_and_is_there_again(void **state)
{
    const struct indexed *p = *state;
    struct fault f;
    char aside[120];
    struct index *x = indexed_open(p, p->state, NULL);
    struct index_builder *b = index_builder_start(x, &f);
    assert_non_null(b);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    snprintf(aside, sizeof aside, "%s-aside", p->crafts->folder);
    move_folder(p->crafts->folder, aside);
    assert_true(comes(x, "", 0));
    move_folder(aside, p->crafts->folder);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    assert_true(comes(x, "zinguer", 1));
    index_builder_stop(b);
    index_close(x);
}

static void what_changed_while_an_update_failed_is_found_by_the_next(void **state)
{
    const struct indexed *p = *state;
    struct fault f;
    struct index *x = indexed_open(p, p->state, NULL);
    struct index_builder *b = index_builder_start(x, &f);
    assert_non_null(b);
    assert_true(comes(x, "", INDEXED_DOCUMENTS));
    atomic_store(&failures, 1);
    indexed_put(p, "gestures/neuf.json", INDEXED_GESTURE("g:neuf", "Zinguer", ""));
    assert_true(comes(x, "zinguer", 1)); // though no file changes any more
    assert_int_equal(atomic_load(&failures), 0);
    index_builder_stop(b);
    index_close(x);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, indexed_make, indexed_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(a_thread_follows_the_files),
        IN_A_PLACE(a_thread_makes_a_broken_index_anew_though_no_file_changes),
        IN_A_PLACE(a_thread_in_memory_too_and_on_another_day),
        IN_A_PLACE(a_thread_follows_a_folder_that_went_and_is_there_again),
        IN_A_PLACE(what_changed_while_an_update_failed_is_found_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
