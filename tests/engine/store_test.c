// store: files that are whole or not there, bounded reading, the state folder.
#include "store/digest.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

static char folder[] = "/tmp/gestuaire-store-XXXXXX";

static const char *in(char path[PATH_MAX], const char *name)
{
    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static int entries(const char *path)
{
    DIR *d = opendir(path);
    int n = 0;
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void assert_holds(const char *path, const char *text)
{
    struct fault f = {""};
    size_t n;
    char *got = store_read(path, 1000, &n, &f);
    if (!got)
        fail_msg("%s", f.text);
    assert_int_equal(n, strlen(text));
    assert_string_equal(got, text);
    free(got);
}

static void what_is_written_is_read(void **state)
{
    char path[PATH_MAX], sub[PATH_MAX];
    struct fault f = {""};
    struct stat st;
    assert_true(store_folder(in(sub, "one"), &f));
    in(path, "one/a.json");
    assert_true(store_write(path, "first", 5, &f));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0644);
    assert_int_equal(chmod(path, 0600), 0);
    assert_true(store_write(path, "se\0cond", 7, &f));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, 7);
    assert_true(store_write(path, "", 0, &f));
    assert_holds(path, "");
    assert_int_equal(entries(sub), 1);
}

static void a_write_that_fails_leaves_the_old_file_whole(void **state)
{
    char path[PATH_MAX], sub[PATH_MAX];
    struct fault f = {""};
    assert_true(store_folder(in(sub, "two"), &f));
    in(path, "two/a.json");
    assert_true(store_write(path, "old", 3, &f));
    char *big = calloc(1, 1 << 20);
    struct rlimit before, little = {.rlim_cur = 64 << 10};
    getrlimit(RLIMIT_FSIZE, &before);
    little.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &little);
    bool written = store_write(path, big, 1 << 20, &f);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    free(big);
    assert_false(written);
    assert_non_null(strstr(f.text, path));
    assert_non_null(strstr(f.text, strerror(EFBIG)));
    assert_holds(path, "old");
    assert_int_equal(entries(sub), 1);
}

static void what_is_no_file_is_not_replaced(void **state)
{
    char path[PATH_MAX], under[PATH_MAX];
    struct fault f = {""};
    assert_false(store_write("/dev/full", "x", 1, &f));
    assert_non_null(strstr(f.text, "no plain file"));
    struct stat st;
    assert_int_equal(stat("/dev/full", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_false(store_write(folder, "x", 1, &f));
    assert_true(store_write(in(path, "plain"), "x", 1, &f));
    assert_false(store_write(in(under, "plain/below.json"), "x", 1, &f));
    assert_non_null(strstr(f.text, strerror(ENOTDIR)));
    assert_false(store_folder(under, &f));
    assert_false(store_folder(path, &f));
    assert_non_null(strstr(f.text, "no folder"));
    assert_holds(path, "x");
}

static void a_link_is_followed_and_stays(void **state)
{
    char path[PATH_MAX], link_path[PATH_MAX];
    struct fault f = {""};
    struct stat st;
    assert_true(store_write(in(path, "target"), "a", 1, &f));
    assert_int_equal(symlink("target", in(link_path, "link")), 0);
    assert_true(store_write(link_path, "b", 1, &f));
    assert_holds(path, "b");
    assert_int_equal(lstat(link_path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void reading_knows_its_limits(void **state)
{
    char path[PATH_MAX];
    struct fault f = {""};
    size_t n;
    assert_true(store_write(in(path, "ten"), "0123456789", 10, &f));
    char *got = store_read(path, 10, &n, &f);
    assert_non_null(got);
    free(got);
    assert_null(store_read(path, 9, &n, &f));
    assert_non_null(strstr(f.text, "at most 9"));
    assert_null(store_read(in(path, "absent"), 10, &n, &f));
    assert_non_null(strstr(f.text, strerror(ENOENT)));
    assert_null(store_read(folder, 10, &n, &f));
    assert_null(store_read("/dev/zero", 10, &n, &f));
    assert_int_equal(mkfifo(in(path, "pipe"), 0600), 0);
    assert_null(store_read(path, 10, &n, &f)); // and does not wait
    assert_null(store_read("/proc/self/maps", 100, &n, &f));
    assert_non_null(strstr(f.text, "more than 100"));
    got = store_read("/proc/self/status", 100000, &n, &f);
    assert_non_null(got);
    assert_int_equal(n, strlen(got));
    free(got);
}

static void the_state_folder_follows_xdg(void **state)
{
    char path[PATH_MAX], wanted[PATH_MAX], real[PATH_MAX];
    struct fault f = {""};
    assert_non_null(realpath(folder, real));
    setenv("XDG_STATE_HOME", in(wanted, "xdg"), 1);
    assert_true(
        store_state(&(struct store_whose){NULL, "villa", NULL}, false, path, sizeof path, &f));
    snprintf(wanted, sizeof wanted, "%s/xdg/gestuaire/villa", real);
    assert_string_equal(path, wanted);
    setenv("XDG_STATE_HOME", "relative", 1);
    setenv("HOME", real, 1);
    assert_true(
        store_state(&(struct store_whose){NULL, "villa", NULL}, false, path, sizeof path, &f));
    snprintf(wanted, sizeof wanted, "%s/.local/state/gestuaire/villa", real);
    assert_string_equal(path, wanted);
    assert_true(store_state(&(struct store_whose){in(wanted, "asked/for"), "villa", NULL}, true,
                            path, sizeof path, &f));
    snprintf(wanted, sizeof wanted, "%s/asked/for", real);
    assert_string_equal(path, wanted);
    assert_false(
        store_state(&(struct store_whose){NULL, "../out", NULL}, false, path, sizeof path, &f));
    assert_false(
        store_state(&(struct store_whose){NULL, "..", NULL}, false, path, sizeof path, &f));
    assert_false(store_state(&(struct store_whose){NULL, "", NULL}, false, path, sizeof path, &f));
    assert_false(store_state(&(struct store_whose){"/proc/nowhere", "villa", NULL}, false, path,
                             sizeof path, &f));
    assert_false(store_state(&(struct store_whose){wanted, "villa", NULL}, false, path, 4, &f));
}

static void what_is_kept_where_nothing_can_be_written_still_holds(void **state)
{
    char kept[PATH_MAX], path[PATH_MAX];
    struct fault f = {""};
    mkdir(in(kept, "kept"), 0755);
    chmod(folder, 0755);
    chmod(kept, 0555);
    pid_t child = fork();
    if (child == 0) { // root writes everywhere
        bool other = getuid() != 0 || setuid(65534) == 0;
        bool found =
            store_state(&(struct store_whose){kept, "villa", NULL}, false, path, sizeof path, &f);
        _exit(other && found && !store_writable(path, &f) ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(chmod(kept, 0755), 0);
    assert_true(store_writable(kept, &f));
}

static void two_installations_of_one_name_keep_apart_and_each_its_own(void **state)
{
    char path[3][PATH_MAX], place[3][PATH_MAX], moved[PATH_MAX], wanted[PATH_MAX];
    struct fault f = {""};
    setenv("XDG_STATE_HOME", in(wanted, "shared"), 1);
    for (int i = 0; i < 3; i++) { // the third time, the first again
        assert_true(store_folder(in(place[i], i == 1 ? "b/villa" : "a/villa"), &f));
        assert_true(store_state(&(struct store_whose){NULL, "villa", place[i]}, false, path[i],
                                PATH_MAX, &f));
    }
    assert_string_equal(strrchr(path[0], '/'), "/villa");
    assert_memory_equal(strrchr(path[1], '/'), "/villa-", 7);
    assert_int_equal(strlen(strrchr(path[1], '/')), strlen("/villa-01234567"));
    assert_string_equal(path[2], path[0]);
    assert_int_equal(rename(place[0], in(moved, "a/moved")), 0); // and keeps its name inside
    assert_true(
        store_state(&(struct store_whose){NULL, "villa", moved}, false, path[2], PATH_MAX, &f));
    assert_string_equal(path[2], path[0]);
}

enum { PIECE = 300000 };

// Writes 'a's and 'b's in turn until it is killed, and says when it begins.
static void write_for_ever(const char *path, int began)
{
    static char bytes[PIECE];
    if (write(began, "!", 1) != 1)
        _exit(1);
    for (unsigned i = 0;; i++) {
        memset(bytes, i % 2 ? 'a' : 'b', PIECE);
        if (!store_write(path, bytes, PIECE, NULL))
            _exit(1);
    }
}

static void a_kill_at_any_moment_leaves_a_whole_file(void **state)
{
    char path[PATH_MAX];
    struct fault f = {""};
    size_t n;
    static char first[PIECE];
    unsigned seed = 7;
    int began[2];
    char said;
    in(path, "killed");
    memset(first, 'a', PIECE);
    assert_true(store_write(path, first, PIECE, &f));
    assert_int_equal(pipe(began), 0);
    for (int i = 0; i < 60; i++) {
        pid_t writer = fork();
        assert_true(writer >= 0);
        if (writer == 0)
            write_for_ever(path, began[1]);
        assert_int_equal(read(began[0], &said, 1), 1);
        seed = seed * 1664525u + 1013904223u;
        usleep(1000 + (seed >> 8) % 8000);
        kill(writer, SIGKILL);
        waitpid(writer, NULL, 0);
        char *got = store_read(path, PIECE, &n, &f);
        assert_non_null(got);
        assert_int_equal(n, PIECE);
        assert_true(got[0] == 'a' || got[0] == 'b');
        for (size_t k = 1; k < n; k++)
            if (got[k] != got[0])
                fail_msg("a mixture at byte %zu", k);
        free(got);
    }
    close(began[0]);
    close(began[1]);
}

// FIPS 180-4: "abc", and a million times "a".
static void a_file_has_the_digest_of_the_standard(void **state)
{
    char name[] = "/tmp/gestuaire-digest-XXXXXX", hex[DIGEST_HEX];
    int fd = mkstemp(name);
    int64_t bytes;
    struct fault f;
    assert_int_equal(write(fd, "abc", 3), 3);
    assert_true(digest_file(name, hex, &bytes, NULL, NULL, &f));
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char thousand[1000];
    memset(thousand, 'a', sizeof thousand);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(write(fd, thousand, sizeof thousand), sizeof thousand);
    close(fd);
    assert_true(digest_file(name, hex, &bytes, NULL, NULL, &f));
    assert_int_equal(bytes, 1000000);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    unlink(name);
    assert_false(digest_file(name, hex, &bytes, NULL, NULL, &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_write_that_fails_leaves_the_old_file_whole),
        cmocka_unit_test(what_is_no_file_is_not_replaced),
        cmocka_unit_test(a_link_is_followed_and_stays),
        cmocka_unit_test(reading_knows_its_limits),
        cmocka_unit_test(the_state_folder_follows_xdg),
        cmocka_unit_test(what_is_kept_where_nothing_can_be_written_still_holds),
        cmocka_unit_test(two_installations_of_one_name_keep_apart_and_each_its_own),
        cmocka_unit_test(a_kill_at_any_moment_leaves_a_whole_file),
        cmocka_unit_test(a_file_has_the_digest_of_the_standard),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
