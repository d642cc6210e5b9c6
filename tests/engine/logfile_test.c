// logfile: what was put is read back from the files, bounded, whatever the disk does.
#include "store/logfile.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SMALL 20000
#define PATIENCE 3000 // times 10 ms

struct place {
    char folder[64], path[128];
};

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-logfile-XXXXXX");
    if (!p || !mkdtemp(p->folder))
        return -1;
    snprintf(p->path, sizeof p->path, "%s/log/st.log", p->folder);
    setenv("TZ", "UTC", 1);
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    struct place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int failed = system(command);
    free(p);
    return failed;
}

static int64_t noon(void *user)
{
    return 1795867200; // 2026-11-28 12:00 UTC
}

static struct logfile *open_log(const struct place *p, int64_t free_bytes)
{
    struct fault f = {""};
    struct logfile *l = logfile_create(
        &(struct logfile_desc){
            .path = p->path, .bytes = SMALL, .files = 3, .free_bytes = free_bytes, .now = noon},
        &f);
    if (!l)
        fail_msg("%s", f.text);
    return l;
}

static void put(struct logfile *l, const char *text)
{
    logfile_put(l, text, strlen(text));
}

// The files from the oldest on; freed by the caller.
static char *read_files(const struct place *p)
{
    char path[160], *text = calloc(1, 4 * SMALL + 1);
    size_t have = 0;
    for (int n = 2; n >= 0; n--) {
        snprintf(path, sizeof path, n ? "%s.%d" : "%s", p->path, n);
        FILE *in = fopen(path, "re");
        size_t got = in ? fread(text + have, 1, 4 * SMALL - have, in) : 0;
        assert_true(got <= SMALL);
        have += got;
        if (in)
            fclose(in);
    }
    assert_int_equal(strlen(text), have); // no zeros
    return text;
}

static void lines_have_their_time_and_the_oldest_go(void **state)
{
    const struct place *p = *state;
    struct logfile *l = open_log(p, -1);
    char line[100];
    int said = 0;
    for (; said < 5000; said++) {
        snprintf(line, sizeof line, "engine: number %d\ncut\tin two", said);
        put(l, line);
        if (said % 1000 == 999) { // the buffer holds some 5,000 of them
            logfile_destroy(l);
            l = open_log(p, -1);
        }
    }
    logfile_destroy(l);
    char *text = read_files(p), *at = text;
    int first = -1, next = -1;
    for (char *stop; (stop = strchr(at, '\n')); at = stop + 1) {
        int n = -1, end = 0;
        assert_int_equal(
            sscanf(at, "2026-11-28 12:00:00 engine: number %d cut\tin two%n", &n, &end), 1);
        assert_ptr_equal(at + end, stop);
        assert_true(next < 0 || n == next);
        first = first < 0 ? n : first;
        next = n + 1;
    }
    assert_string_equal(at, "");
    assert_int_equal(next, said);
    assert_true(said - first > 2 * SMALL / 60); // two files at least are full
    snprintf(line, sizeof line, "%s.3", p->path);
    assert_int_not_equal(access(line, F_OK), 0);
    free(text);
}

static void what_a_cut_left_is_mended(void **state)
{
    const struct place *p = *state;
    struct logfile *l = open_log(p, -1);
    put(l, "one");
    logfile_destroy(l);
    FILE *out = fopen(p->path, "ae");
    fwrite("2026-11-28 12:00:00 tw\0\0\0\0\0\0", 1, 28, out);
    fclose(out);
    l = open_log(p, -1);
    put(l, "three");
    logfile_destroy(l);
    char *text = read_files(p);
    assert_string_equal(text, "2026-11-28 12:00:00 one\n2026-11-28 12:00:00 tw\n"
                              "2026-11-28 12:00:00 three\n");
    free(text);
}

static void wait_for_loss(struct logfile *l, unsigned long lines)
{
    for (int i = 0; i < PATIENCE && logfile_lost(l) < lines; i++)
        usleep(10000);
    assert_int_equal(logfile_lost(l), lines);
}

static void what_the_disk_refuses_is_counted_and_told(void **state)
{
    const struct place *p = *state;
    struct rlimit before, least;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    least = before;
    least.rlim_cur = 30; // the second line comes in part
    setrlimit(RLIMIT_FSIZE, &least);
    struct logfile *l = open_log(p, -1);
    put(l, "one");
    logfile_destroy(l);
    l = open_log(p, -1);
    put(l, "two");
    wait_for_loss(l, 1);
    setrlimit(RLIMIT_FSIZE, &before);
    put(l, "three");
    logfile_destroy(l);
    char *text = read_files(p);
    assert_non_null(strstr(text, "one\n"));
    assert_null(strstr(text, "two"));
    assert_non_null(strstr(text, "12:00:00 log: 1 lines are missing here: "));
    assert_non_null(strstr(text, "12:00:00 three\n"));
    free(text);
}

static void a_disk_that_is_nearly_full_is_left_to_others(void **state)
{
    const struct place *p = *state;
    struct logfile *l = open_log(p, INT64_MAX);
    put(l, "one");
    wait_for_loss(l, 1);
    logfile_destroy(l);
    char *text = read_files(p);
    assert_string_equal(text, "");
    free(text);
}

static void what_is_no_file_is_not_written(void **state)
{
    const struct place *p = *state;
    struct logfile *l = open_log(p, -1);
    put(l, "one");
    logfile_destroy(l);
    unlink(p->path);
    assert_int_equal(mkfifo(p->path, 0600), 0);
    l = open_log(p, -1); // a pipe that nobody reads
    put(l, "two");
    wait_for_loss(l, 1);
    logfile_destroy(l);
}

// A disk that does not answer: linked with --wrap=write.
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
ssize_t __real_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_write(int fd, const void *bytes, size_t length);

ssize_t __wrap_write(int fd, const void *bytes, size_t length)
{
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return __real_write(fd, bytes, length);
}

static void nobody_waits_for_a_disk_that_does_not_answer(void **state)
{
    const struct place *p = *state;
    struct logfile *l = open_log(p, -1);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < 100000; i++)
        put(l, "a line of some length, as programs say them");
    unsigned long lost = logfile_lost(l);
    assert_true(lost > 80000);
    pthread_mutex_unlock(&gate);
    logfile_destroy(l);
    char *text = read_files(p);
    assert_non_null(strstr(text, "programs say them"));
    free(text);
}

static void last_words_of_a_program_that_dies_are_there(void **state)
{
    const struct place *p = *state;
    struct fault f;
    struct logfile *l = open_log(p, -1);
    int end = logfile_pipe(l, &f);
    assert_true(end >= 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(end, STDERR_FILENO);
        fprintf(stderr, "first\n%0*d\n", 3 * LOGFILE_LINE, 7);
        fprintf(stderr, "no end of line");
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    int other = dup(end); // somebody still has the pipe
    logfile_destroy(l);
    close(other);
    char *text = read_files(p);
    assert_non_null(strstr(text, "12:00:00 first\n"));
    assert_non_null(strstr(text, "0007\n"));
    assert_non_null(strstr(text, "12:00:00 no end of line\n"));
    free(text);
}

static void the_journal_is_known_by_its_stream(void **state)
{
    struct stat st;
    char stream[64];
    unsetenv("JOURNAL_STREAM");
    assert_false(logfile_is_journal(0));
    assert_int_equal(fstat(0, &st), 0);
    snprintf(stream, sizeof stream, "%lu:%lu", (unsigned long)st.st_dev, (unsigned long)st.st_ino);
    setenv("JOURNAL_STREAM", stream, 1);
    assert_true(logfile_is_journal(0));
    setenv("JOURNAL_STREAM", "1:2", 1);
    assert_false(logfile_is_journal(0));
}

int main(void)
{
#define KEPT(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
    const struct CMUnitTest tests[] = {
        KEPT(lines_have_their_time_and_the_oldest_go),
        KEPT(what_a_cut_left_is_mended),
        KEPT(what_the_disk_refuses_is_counted_and_told),
        KEPT(a_disk_that_is_nearly_full_is_left_to_others),
        KEPT(what_is_no_file_is_not_written),
        KEPT(nobody_waits_for_a_disk_that_does_not_answer),
        KEPT(last_words_of_a_program_that_dies_are_there),
        cmocka_unit_test(the_journal_is_known_by_its_stream),
    };
    return cmocka_run_group_tests_name("logfile", tests, NULL, NULL);
}
