// kiosk: versions put in place, gone back to, held and taken away. sha256sum, of coreutils, says
// whether they are whole.
#include "kiosk/kiosk.h"
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
#include <unistd.h>

#include <cmocka.h>

#define SHELL 3000

struct place {
    char folder[64], from[128], content[128];
};

static void shell(bool well, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void shell(bool well, const char *format, ...)
{
    char command[SHELL];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    if ((system(command) == 0) != well)
        fail_msg("%s: %s", command, well ? "failed" : "did not fail");
}

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-kiosk-XXXXXX");
    if (!p || !mkdtemp(p->folder))
        return -1;
    snprintf(p->from, sizeof p->from, "%s/source", p->folder);
    snprintf(p->content, sizeof p->content, "%s/srv/house", p->folder);
    shell(true,
          "mkdir -p %s/media/deep && cd %s && echo one >installation.lua && : >media/empty"
          " && head -c 600000 /dev/urandom >media/deep/film && echo x >'media/é  two blanks'"
          " && echo no >.hidden",
          p->from, p->from);
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    struct place *p = *state;
    shell(true, "rm -rf %s", p->folder);
    free(p);
    return 0;
}

static enum kiosk_end put(const struct place *p, char id[KIOSK_ID], struct faults *faults)
{
    const struct kiosk_put wanted = {.from = p->from, .content = p->content, .day = "20261129"};
    return kiosk_put(&wanted, id, faults);
}

static void put_well(const struct place *p, char id[KIOSK_ID])
{
    struct faults faults = {0};
    if (put(p, id, &faults) != KIOSK_DONE)
        fail_msg("%s", faults.count ? faults.entries[0].text : "it says that it is there");
    assert_int_equal(faults.count, 0);
}

// As another program sees it.
static void assert_whole(const struct place *p, const char *link, const char *first)
{
    shell(true,
          "cd %s/%s && sha256sum --strict --quiet -c MANIFEST.sha256 && test $(find . -type f"
          " ! -name .stamps | wc -l) = $(($(wc -l <MANIFEST.sha256) + 1)) && test \"$(cat "
          "installation.lua)\" = '%s'",
          p->content, link, first);
}

static void write_first(const struct place *p, const char *text)
{
    shell(true, "echo '%s' >%s/installation.lua", text, p->from);
}

static int versions(const struct place *p)
{
    char path[256];
    int count = 0;
    snprintf(path, sizeof path, "%s/versions", p->content);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static void a_version_is_whole_and_the_one_before_is_kept(void **state)
{
    const struct place *p = *state;
    char one[KIOSK_ID], two[KIOSK_ID], id[KIOSK_ID];
    struct faults faults = {0};
    int files;
    put_well(p, one);
    assert_whole(p, "current", "one");
    assert_false(kiosk_version(p->content, "previous", id));
    write_first(p, "two");
    put_well(p, two);
    assert_string_not_equal(one, two);
    assert_memory_equal(two, "20261129-", 9);
    assert_whole(p, "current", "two");
    assert_whole(p, "previous", "one");
    assert_true(kiosk_verify(p->content, NULL, NULL, &faults) == false); // no version
    faults_finish(&faults);
    write_first(p, "three");
    put_well(p, id);
    assert_whole(p, "current", "three");
    assert_whole(p, "previous", "two");
    assert_int_equal(versions(p), 2);
    shell(true,
          "diff -r --exclude=MANIFEST.sha256 --exclude=.hidden --exclude=.stamps %s %s/current",
          p->from, p->content);
    shell(false, "test -e %s/current/.hidden", p->content);
    snprintf(one, sizeof one, "%s", id);
    char current[256];
    snprintf(current, sizeof current, "%s/current", p->content);
    assert_true(kiosk_verify(current, &files, NULL, &faults));
    assert_int_equal(files, 4);
}

static void what_is_there_already_is_not_copied(void **state)
{
    const struct place *p = *state;
    char one[KIOSK_ID], id[KIOSK_ID];
    struct faults faults = {0};
    put_well(p, one);
    shell(true, "touch -d '2001-02-03' %s/media/empty", p->from); // a time is no content
    assert_int_equal(put(p, id, &faults), KIOSK_SAME);
    assert_string_equal(id, one);
    assert_int_equal(versions(p), 1);
    faults_finish(&faults);
}

static void back_is_one_step_and_back_again(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID];
    struct fault f;
    put_well(p, id);
    assert_false(kiosk_back(p->content, id, &f));
    write_first(p, "two");
    put_well(p, id);
    assert_true(kiosk_back(p->content, id, &f));
    assert_whole(p, "current", "one");
    assert_whole(p, "previous", "two");
    assert_true(kiosk_back(p->content, id, &f));
    assert_whole(p, "current", "two");
    assert_whole(p, "previous", "one");
}

// The old content stays what is shown, and nothing half-done stays beside it.
static void refused(const struct place *p, const char *said)
{
    struct faults faults = {0};
    char id[KIOSK_ID];
    assert_int_equal(put(p, id, &faults), KIOSK_FAILED);
    assert_true(faults.count > 0);
    if (!strstr(faults.entries[0].text, said))
        fail_msg("%s: \"%s\" is not said", faults.entries[0].text, said);
    faults_finish(&faults);
    assert_whole(p, "current", "one");
    assert_int_equal(versions(p), 1);
}

static void what_could_lead_outside_is_refused(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID];
    put_well(p, id);
    write_first(p, "two");
    shell(true, "ln -s /etc/passwd %s/media/users", p->from);
    refused(p, "media/users: is a link that leaves the installation");
    shell(true, "cd %s && ln -sfn ../../source-not media/users && mkdir ../source-not", p->from);
    refused(p, "media/users: is a link that leaves the installation");
    shell(true, "cd %s && ln -sfn nowhere media/users", p->from);
    refused(p, "leads nowhere");
    shell(true, "cd %s && ln -sfn .. media/deep/users && rm media/users", p->from);
    refused(p, "media/deep/users: is a link to what is no plain file");
    shell(true, "cd %s && rm media/deep/users && mkfifo media/pipe", p->from);
    refused(p, "media/pipe: is neither a file nor a folder");
    shell(true, "cd %s && rm media/pipe && echo x >\"$(printf 'media/a\\nb')\"", p->from);
    refused(p, "control characters");
    shell(true,
          "cd %s && rm media/a* && n=$(head -c 120 /dev/zero | tr '\\0' a)"
          " && mkdir -p $n/$n/$n/$n/$n/$n",
          p->from);
    refused(p, "the name is too long");
    shell(true, "cd %s && rm -r aaa* && ln -s deep/film media/link", p->from);
    put_well(p, id); // a link inside becomes the file
    assert_whole(p, "current", "two");
    shell(true, "test ! -L %s/current/media/link && cmp %s/current/media/link %s/media/deep/film",
          p->content, p->content, p->from);
}

static void what_is_broken_is_told_and_made_whole_by_the_next_install(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID], current[256];
    struct faults faults = {0};
    write_first(p, "zero");
    put_well(p, id);
    write_first(p, "one");
    put_well(p, id);
    snprintf(current, sizeof current, "%s/current", p->content);
    shell(true,
          "cd %s && printf X | dd of=media/deep/film bs=1 seek=300000 conv=notrunc status=none"
          " && rm media/empty && echo >more",
          current);
    assert_false(kiosk_verify(current, NULL, NULL, &faults));
    assert_int_equal(faults.count, 3);
    assert_non_null(strstr(faults.entries[0].text, "media/deep/film: is not as it was installed"));
    assert_non_null(strstr(faults.entries[1].text, "media/empty: is missing"));
    assert_non_null(strstr(faults.entries[2].text, "more: was not installed"));
    faults_finish(&faults);
    put_well(p, id);
    assert_whole(p, "current", "one");
    assert_whole(p, "previous", "zero"); // not the broken one
}

// Files that are read from one end to the other. Linked with --wrap=digest_file.
bool __real_digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                        void (*tell)(void *user, int64_t bytes), void *user, struct fault *f);
bool __wrap_digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                        void (*tell)(void *user, int64_t bytes), void *user, struct fault *f);
static int read_whole;

bool __wrap_digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                        void (*tell)(void *user, int64_t bytes), void *user, struct fault *f)
{
    read_whole++;
    return __real_digest_file(path, hex, bytes, tell, user, f);
}

// How many files were read to see it.
static int look(const char *version, bool whole, const char *said)
{
    struct faults faults = {0};
    int files = 0;
    int64_t bytes = 0;
    read_whole = 0;
    bool is = kiosk_look(version, &files, &bytes, &faults);
    if (is != whole)
        fail_msg("%s", faults.count ? faults.entries[0].text : "it is whole");
    if (said)
        assert_non_null(strstr(faults.entries[0].text, said));
    faults_finish(&faults);
    return read_whole;
}

static void a_look_reads_only_what_may_have_changed(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID], current[256];
    put_well(p, id);
    snprintf(current, sizeof current, "%s/current", p->content);
    assert_int_equal(look(current, true, NULL), 0);
    // Another byte, the size and the time as before: its ctime is another.
    shell(true,
          "cd %s/media/deep && cp -p film ../../../film && printf X |"
          " dd of=film bs=1 seek=300000 conv=notrunc status=none && touch -r ../../../film film",
          current);
    assert_int_equal(look(current, false, "media/deep/film: is not as it was installed"), 1);
    shell(true, "cd %s/media/deep && cat ../../../film >film", current);
    assert_int_equal(look(current, true, NULL), 1); // whole again, and read to know it
    assert_true(kiosk_verify(current, NULL, NULL, &(struct faults){0}));
    assert_int_equal(look(current, true, NULL), 0);
    shell(true, "rm %s/media/empty", current);
    assert_int_equal(look(current, false, "media/empty: is missing"), 0);
    shell(true, "cd %s && : >media/empty && echo >more", current);
    look(current, false, "more: was not installed");
    shell(true, "cd %s && rm more", current);
    // Another manifest: what was said of the old one is no word about this one.
    shell(true,
          "cd %s && echo two >installation.lua && sed -i '/installation.lua/d' MANIFEST.sha256"
          " && sha256sum installation.lua >>MANIFEST.sha256",
          current);
    assert_true(look(current, true, NULL) > 2);
    shell(true, "cd %s && echo nonsense >.stamps", current);
    assert_true(look(current, true, NULL) > 2);
}

static void a_version_that_is_shown_is_not_taken_away(void **state)
{
    const struct place *p = *state;
    char first[KIOSK_ID], id[KIOSK_ID], path[256];
    struct fault f;
    put_well(p, first);
    snprintf(path, sizeof path, "%s/versions/%s", p->content, first);
    int held = kiosk_hold(path);
    assert_true(held >= 0);
    write_first(p, "two");
    put_well(p, id);
    write_first(p, "three");
    put_well(p, id);
    assert_int_equal(access(path, F_OK), 0); // neither current nor previous
    assert_false(kiosk_take_away(p->content, &f));
    assert_non_null(strstr(f.text, "is being shown"));
    close(held);
    write_first(p, "four");
    put_well(p, id);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(versions(p), 2);
    assert_true(kiosk_take_away(p->content, &f));
    assert_int_not_equal(access(p->content, F_OK), 0);
}

static void a_disk_that_takes_no_more_leaves_what_was_there(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID];
    struct rlimit before, least;
    put_well(p, id);
    write_first(p, "two");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    least = before;
    least.rlim_cur = 300000; // in the middle of the film
    setrlimit(RLIMIT_FSIZE, &least);
    refused(p, "media/deep/film: File too large");
    setrlimit(RLIMIT_FSIZE, &before);
    put_well(p, id);
    assert_whole(p, "current", "two");
}

// The n-th sync fails, as on a disk that breaks. Linked with --wrap=fsync.
int __real_fsync(int fd);
int __wrap_fsync(int fd);
static int syncs, failing;

int __wrap_fsync(int fd)
{
    if (++syncs != failing)
        return __real_fsync(fd);
    errno = EIO;
    return -1;
}

static void a_disk_that_fails_at_any_sync_leaves_the_old_or_the_new(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID];
    bool done = false;
    put_well(p, id);
    write_first(p, "two");
    for (failing = 1; !done; failing++) {
        struct faults faults = {0};
        syncs = 0;
        enum kiosk_end end = put(p, id, &faults);
        done = end == KIOSK_DONE && syncs < failing;
        if (end == KIOSK_FAILED)
            assert_non_null(strstr(faults.entries[0].text, "Input/output error"));
        faults_finish(&faults);
        char text[64] = "", path[256];
        snprintf(path, sizeof path, "%s/current/installation.lua", p->content);
        FILE *in = fopen(path, "re");
        assert_true(in && fgets(text, sizeof text, in));
        fclose(in);
        text[strcspn(text, "\n")] = '\0';
        assert_true(strcmp(text, "one") == 0 || strcmp(text, "two") == 0);
        assert_whole(p, "current", text);
        if (!done) { // as it was
            syncs = failing;
            write_first(p, "one");
            assert_int_not_equal(put(p, id, &faults), KIOSK_FAILED);
            faults_finish(&faults);
            write_first(p, "two");
        }
    }
    assert_true(failing > 8); // files, folders, manifest, names
    failing = 0;
    assert_whole(p, "current", "two");
}

static void two_installs_at_once_are_one(void **state)
{
    const struct place *p = *state;
    char id[KIOSK_ID];
    struct faults faults = {0};
    put_well(p, id);
    write_first(p, "two");
    shell(true, "mkdir %s/versions/.new-left %s/versions/.gone-left", p->content, p->content);
    shell(true, "flock %s sleep 5 & sleep 0.5", p->content);
    assert_int_equal(put(p, id, &faults), KIOSK_FAILED);
    assert_non_null(strstr(faults.entries[0].text, "is at work there"));
    faults_finish(&faults);
    shell(true, "flock %s true", p->content); // waits for it
    put_well(p, id);
    assert_int_equal(versions(p), 2); // what cuts left is gone
}

static void what_the_machine_is_comes_back_as_it_was_written(void **state)
{
    const struct place *p = *state;
    char file[256];
    struct fault f;
    struct kiosk k = {.installation = "house",
                      .station = "hall",
                      .content = "/srv/gestuaire/house",
                      .state = "/var/lib/gestuaire/house",
                      .session = KIOSK_SWAY},
                 read;
    snprintf(file, sizeof file, "%s/etc/gestuaire/kiosk.json", p->folder);
    assert_false(kiosk_read(file, &read, &f));
    assert_true(kiosk_write(file, &k, &f));
    assert_true(kiosk_read(file, &read, &f));
    assert_memory_equal(&k, &read, sizeof k);
    static const char *const wrong[][2] = {
        {"{", ":1:"},
        {"[]", "no object"},
        {"{\"installation\":\"a\",\"station\":\"b\",\"content\":\"c\",\"state\":\"/d\"}",
         "does not begin with /"},
        {"{\"installation\":\"a\",\"station\":7}", "station: is missing"},
        {"{\"installation\":\"a\",\"station\":\"b\",\"content\":\"/c\",\"state\":\"/d\","
         "\"session\":\"gnome\"}",
         "x11, cage and sway are allowed"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_true(store_write(file, wrong[i][0], strlen(wrong[i][0]), &f));
        assert_false(kiosk_read(file, &read, &f));
        if (!strstr(f.text, wrong[i][1]) || !strstr(f.text, file))
            fail_msg("%s: \"%s\" is not said", f.text, wrong[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_version_is_whole_and_the_one_before_is_kept, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(what_is_there_already_is_not_copied, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(back_is_one_step_and_back_again, make_place, remove_place),
        cmocka_unit_test_setup_teardown(what_could_lead_outside_is_refused, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(what_is_broken_is_told_and_made_whole_by_the_next_install,
                                        make_place, remove_place),
        cmocka_unit_test_setup_teardown(a_look_reads_only_what_may_have_changed, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(a_version_that_is_shown_is_not_taken_away, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(a_disk_that_takes_no_more_leaves_what_was_there, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(a_disk_that_fails_at_any_sync_leaves_the_old_or_the_new,
                                        make_place, remove_place),
        cmocka_unit_test_setup_teardown(two_installs_at_once_are_one, make_place, remove_place),
        cmocka_unit_test_setup_teardown(what_the_machine_is_comes_back_as_it_was_written,
                                        make_place, remove_place),
    };
    return cmocka_run_group_tests_name("kiosk", tests, NULL, NULL);
}
