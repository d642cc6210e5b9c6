// supervisor: the ladder, and a supervisor over an engine that plays its part
// (tests/tools/fakeengine.c).
#include "store/store.h"
#include "supervisor/private.h"

#include <jansson.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const char *word(const struct ladder *l)
{
    return ladder_word(l->step);
}

static void three_restarts_in_ten_minutes_climb_a_step(void **state)
{
    struct ladder l = {0};
    const struct {
        double at_s;
        const char *step;
    } rows[] = {
        {1000, "engine"},   {1300, "engine"},   {1599, "previous"}, // the third within ten minutes
        {1700, "previous"}, {2301, "previous"}, {2400, "previous"}, // 1700 is too long ago now
        {2900, "safe"},     {3000, "safe"},     {3001, "safe"},     {3002, "safe"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ladder_restart(&l, rows[i].at_s, true, "ended by signal 9");
        if (strcmp(word(&l), rows[i].step) != 0)
            fail_msg("at %.0f s: %s, not %s", rows[i].at_s, word(&l), rows[i].step);
    }
    assert_int_equal(l.restarts_ever, 10);
}

static void without_content_before_the_safe_scene_comes_next(void **state)
{
    struct ladder l = {0};
    for (int i = 0; i < 3; i++)
        ladder_restart(&l, i, false, "hangs");
    assert_string_equal(word(&l), "safe");
}

static void an_hour_of_health_goes_down_one(void **state)
{
    struct ladder l = {.step = LADDER_SAFE};
    for (int step = LADDER_SAFE; step > LADDER_SCENE; step--) {
        for (int s = 0; s < 3599; s++)
            assert_false(ladder_healthy(&l, 1));
        assert_int_equal(l.step, step);
        assert_true(ladder_healthy(&l, 1));
        assert_int_equal(l.step, step - 1);
    }
    for (int s = 0; s < 8000; s++)
        assert_false(ladder_healthy(&l, 1)); // nothing is below
}

static void a_restart_begins_the_hour_anew(void **state)
{
    struct ladder l = {0};
    ladder_restart(&l, 0, true, "hangs");
    assert_false(ladder_healthy(&l, 3599));
    ladder_restart(&l, 3599, true, "hangs");
    assert_false(ladder_healthy(&l, 3599));
    assert_true(ladder_healthy(&l, 1));
}

static void a_clock_that_went_back_forgets_and_never_climbs(void **state)
{
    struct ladder l = {0};
    ladder_restart(&l, 9000, true, "hangs");
    ladder_restart(&l, 9001, true, "hangs");
    ladder_restart(&l, 5, true, "hangs"); // another boot
    assert_string_equal(word(&l), "engine");
}

static char folder[] = "/tmp/gestuaire-supervisor-XXXXXX";

static const char *in(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    assert_true(store_write(in(name), text, strlen(text), NULL));
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

static void the_ladder_is_read_as_it_was_written(void **state)
{
    struct ladder l = {0}, again;
    struct fault f = {0};
    for (int i = 0; i < LADDER_KEPT + 5; i++)
        ladder_restart(&l, 100 + i * 700, true, i % 2 ? "hangs: \"π\"" : "ended by signal 6");
    ladder_restart(&l, 100 + (LADDER_KEPT + 4) * 700 + 1, true, "took memory");
    assert_false(ladder_healthy(&l, 1234));
    if (!ladder_write(&l, in("supervisor.json"), "boot-1", "/srv/a/versions/2", &f))
        fail_msg("%s", f.text);
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-1", "/srv/a/versions/2"));
    assert_int_equal(again.step, l.step);
    assert_int_equal(again.restart_count, 2);
    assert_float_equal(again.restarts_s[1], l.restarts_s[1], 1e-3);
    assert_float_equal(again.healthy_s, 1234, 1e-6);
    assert_int_equal(again.told_count, LADDER_KEPT);
    assert_string_equal(again.told[LADDER_KEPT - 1].reason, "took memory");
    // Another boot: the step holds, times say nothing. Other content: from the foot.
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-2", "/srv/a/versions/2"));
    assert_int_equal(again.step, l.step);
    assert_int_equal(again.restart_count, 0);
    assert_float_equal(again.healthy_s, 0, 0);
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-1", "/srv/a/versions/3"));
    assert_int_equal(again.step, LADDER_SCENE);
    assert_int_equal(again.restarts_ever, l.restarts_ever);
}

static void a_ladder_that_is_nonsense_is_the_foot(void **state)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{\"step\":7,\"content\":\"c\",\"boot\":\"b\"}",
        "{\"step\":\"nowhere\",\"content\":\"c\",\"boot\":\"b\",\"restarts_s\":[1e999,-4,\"x\"]}",
        "{\"content\":\"c\",\"boot\":\"b\",\"healthy_s\":1e300,\"restarts\":-5,\"told\":[3,{}]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ladder l;
        put("supervisor.json", texts[i]);
        ladder_read(&l, in("supervisor.json"), "b", "c");
        assert_int_equal(l.step, LADDER_SCENE);
        assert_int_equal(l.restart_count, 0);
        assert_int_equal(l.told_count, 0);
        assert_float_equal(l.healthy_s, 0, 0);
        assert_int_equal(l.restarts_ever, 0);
    }
}

// A supervisor over the engine that plays its part.
static pid_t supervise(const char *plan, double memory_mib, double start_s)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s/*; mkdir -p %s/content/v1 %s/content/v2", folder,
             folder, folder);
    assert_int_equal(system(command), 0);
    put("plan", plan);
    assert_int_equal(symlink("v2", in("content/current")), 0);
    assert_int_equal(symlink("v1", in("content/previous")), 0);
    pid_t pid = fork();
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that fails leaves nothing behind
    char content[PATH_MAX];
    snprintf(content, sizeof content, "%s/content", folder);
    static const char *const more[] = {"--silent", NULL};
    struct supervisor_desc desc = {.engine = TEST_FAKE_ENGINE,
                                   .content = content,
                                   .station = "kiosk",
                                   .state = folder,
                                   .more = more,
                                   .memory_mib = memory_mib,
                                   .start_s = start_s};
    _exit(supervisor_run(&desc) == SUPERVISOR_ENDED ? 0 : 1);
}

static int starts(char last[4096])
{
    char *text = store_read(in("starts"), 65536, NULL, NULL);
    int count = 0;
    for (char *line = text, *end; line && (end = strchr(line, '\n')); line = end + 1) {
        snprintf(last, 4096, "%.*s", (int)(end - line), line);
        count++;
    }
    free(text);
    return count;
}

// Waits for the n-th start; what it was told.
static const char *start_of(int n)
{
    static char last[4096];
    for (int i = 0; i < 6000; i++) { // a minute, and more on a machine that is busy
        if (starts(last) >= n)
            return last;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    fail_msg("no start %d; the last: %s", n, last);
    return "";
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, text);
}

static void end(pid_t supervisor, int signal, int code)
{
    int status;
    if (signal)
        kill(supervisor, signal);
    assert_int_equal(waitpid(supervisor, &status, 0), supervisor);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), code);
}

static json_t *ladder_now(void)
{
    json_t *tree = json_load_file(in("supervisor.json"), 0, NULL);
    assert_non_null(tree);
    return tree;
}

static void what_dies_hangs_or_grows_is_started_again_with_its_reason(void **state)
{
    static const struct {
        const char *plan, *reason;
    } rows[] = {
        {"crash\nrun\n", "ended by signal 11"},
        {"abort\nrun\n", "ended by signal 6"},
        {"fail\nrun\n", "ended with exit code 1"},
        {"hang\nrun\n", "its loop stands"},
        {"spin\nrun\n", "busy"},
        {"stop\nrun\n", "stopped by a signal"},
        {"grow\nrun\n", "of memory; 100 are allowed"},
        {"slow\nrun\n", "showed no picture for 5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pid_t supervisor = supervise(rows[i].plan, 100, 5);
        const char *last = start_of(2);
        assert_says(last, rows[i].reason);
        assert_says(last, "--after step \"engine\": it ");
        assert_says(last, "/content/v2 --station kiosk --kiosk --state ");
        assert_says(last, "--silent");
        end(supervisor, SIGTERM, 0);
        json_t *tree = ladder_now();
        assert_string_equal(json_string_value(json_object_get(tree, "step")), "engine");
        assert_says(json_string_value(json_object_get(tree, "reason")), rows[i].reason);
        assert_int_equal(json_integer_value(json_object_get(tree, "restarts")), 1);
        json_decref(tree);
    }
}

static void the_ladder_leads_to_content_before_and_to_the_safe_scene(void **state)
{
    pid_t supervisor = supervise("crash\n", 0, 0);
    assert_says(start_of(3), "/content/v2 ");
    assert_says(start_of(4), "/content/v1 ");
    assert_null(strstr(start_of(6), "--safe"));
    assert_says(start_of(7), "--safe");
    assert_says(start_of(7), "/content/v2 ");
    end(supervisor, SIGTERM, 0);
    // A supervisor that is started again stands where it stood.
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "safe");
    json_decref(tree);
}

static void exit_0_ends_it_and_another_word_begins_again(void **state)
{
    pid_t supervisor = supervise("again\nagain\nleave\n", 0, 0);
    end(supervisor, 0, 0);
    char last[4096];
    assert_int_equal(starts(last), 3);
    assert_null(strstr(last, "--after")); // in order: nothing was wrong
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "scene");
    json_decref(tree);
}

static bool runs(pid_t pid)
{
    return kill(pid, 0) == 0;
}

static pid_t engine_pid(void)
{
    size_t length;
    char *page = store_read(in("pulse-kiosk"), sizeof(struct pulse_page), &length, NULL);
    assert_non_null(page);
    pid_t pid = (pid_t)((struct pulse_page *)(void *)page)->pid;
    free(page);
    return pid;
}

// A display server that takes who calls, and never says a word. X's sockets have names that are no
// files as well; a compositor's may be a path.
static int open_mute(const char *variable)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    bool x11 = strcmp(variable, "DISPLAY") == 0;
    char display[32];
    snprintf(display, sizeof display, ":%d", 10000 + getpid());
    if (x11)
        snprintf(at.sun_path + 1, sizeof at.sun_path - 1, "/tmp/.X11-unix/X%s", display + 1);
    else
        snprintf(at.sun_path, sizeof at.sun_path, "%s", in("mute"));
    setenv(variable, x11 ? display : in("mute"), 1);
    size_t length = x11 ? 1 + strlen(at.sun_path + 1) : sizeof at.sun_path;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)),
                     0);
    assert_int_equal(listen(fd, 8), 0); // the kernel takes them
    return fd;
}

static bool was_asked(int mute)
{
    struct pollfd wait = {.fd = mute, .events = POLLIN};
    char first;
    int call = poll(&wait, 1, 60000) > 0 ? accept(mute, NULL, NULL) : -1;
    wait.fd = call;
    return call >= 0 && poll(&wait, 1, 60000) > 0 && read(call, &first, 1) == 1;
}

static void a_server_that_never_answers_is_left_by_its_copy(void **state)
{
    static char bytes[4];
    struct copy_place places[COPY_PLACES] = {{0, 0, 1, 1, bytes}};
    struct copy copy = {0};
    int mute = open_mute("DISPLAY");
    assert_true(copy_begin(&copy, places, 100));
    pid_t pid = copy.pid;
    assert_false(copy_begin(&copy, places, 101)); // one at a time
    assert_true(was_asked(mute));
    assert_int_equal(copy_turn(&copy, 100 + COPY_S - 0.1), 0);
    assert_int_equal(kill(pid, 0), 0);
    assert_int_equal(copy_turn(&copy, 100 + COPY_S), 0);
    assert_int_equal(kill(pid, 0), -1); // and reaped
    assert_int_equal(copy.pid, 0);
    assert_true(copy_begin(&copy, places, 200)); // another time
    copy_end(&copy);
    close(mute);
    unsetenv("DISPLAY");
}

static void a_display_that_does_not_answer_at_the_start_is_none(void **state)
{
    static const char *const names[] = {"DISPLAY", "WAYLAND_DISPLAY"};
    for (size_t i = 0; i < 2; i++) {
        int mute = open_mute(names[i]), status;
        pid_t pid = fork();
        if (pid == 0) {
            struct supervisor_desc desc = {.engine = TEST_FAKE_ENGINE,
                                           .content = folder,
                                           .station = "kiosk",
                                           .state = folder,
                                           .display_s = 1};
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            supervisor_run(&desc);
            _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), SUPERVISOR_EXIT_LOST);
        close(mute);
        unsetenv(names[i]);
    }
}

static void an_engine_does_not_outlive_its_supervisor(void **state)
{
    pid_t supervisor = supervise("run\n", 0, 0);
    start_of(1);
    pid_t engine = 0;
    for (int i = 0; i < 3000 && engine == 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        engine = engine_pid();
    }
    assert_true(engine > 0 && runs(engine));
    kill(supervisor, SIGKILL);
    waitpid(supervisor, NULL, 0);
    for (int i = 0; i < 3000 && runs(engine); i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    assert_false(runs(engine));
}

static void content_that_is_new_is_shown_from_the_foot_of_the_ladder(void **state)
{
    pid_t supervisor = supervise("crash\ncrash\nslow\nrun\n", 0, 0);
    start_of(3);
    assert_int_equal(mkdir(in("content/v3"), 0755), 0);
    assert_int_equal(symlink("v3", in("content/next")), 0);
    char next[PATH_MAX];
    snprintf(next, sizeof next, "%s", in("content/next"));
    assert_int_equal(rename(next, in("content/current")), 0);
    assert_says(start_of(4), "/content/v3 ");
    end(supervisor, SIGTERM, 0);
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "scene");
    json_decref(tree);
}

// Linked with --wrap=fsync: while a file `.stuck` is there, the disk answers nobody but the test.
int __real_fsync(int fd);
int __wrap_fsync(int fd);
static pid_t test;

int __wrap_fsync(int fd)
{
    while (getpid() != test && access(in(".stuck"), F_OK) == 0)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    return __real_fsync(fd);
}

static void a_disk_that_answers_nobody_keeps_no_engine_from_being_started(void **state)
{
    put(".stuck", "");
    pid_t supervisor = supervise("crash\ncrash\nrun\n", 0, 0);
    assert_says(start_of(3), "ended by signal 11");
    assert_int_equal(unlink(in(".stuck")), 0);
    end(supervisor, SIGTERM, 0);
    json_t *tree = ladder_now();
    assert_int_equal(json_integer_value(json_object_get(tree, "restarts")), 2);
    assert_int_equal(json_integer_value(json_object_get(tree, "pid")), 0);
    json_decref(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_restarts_in_ten_minutes_climb_a_step),
        cmocka_unit_test(without_content_before_the_safe_scene_comes_next),
        cmocka_unit_test(an_hour_of_health_goes_down_one),
        cmocka_unit_test(a_restart_begins_the_hour_anew),
        cmocka_unit_test(a_clock_that_went_back_forgets_and_never_climbs),
        cmocka_unit_test(the_ladder_is_read_as_it_was_written),
        cmocka_unit_test(a_ladder_that_is_nonsense_is_the_foot),
        cmocka_unit_test(what_dies_hangs_or_grows_is_started_again_with_its_reason),
        cmocka_unit_test(the_ladder_leads_to_content_before_and_to_the_safe_scene),
        cmocka_unit_test(exit_0_ends_it_and_another_word_begins_again),
        cmocka_unit_test(a_server_that_never_answers_is_left_by_its_copy),
        cmocka_unit_test(a_display_that_does_not_answer_at_the_start_is_none),
        cmocka_unit_test(an_engine_does_not_outlive_its_supervisor),
        cmocka_unit_test(content_that_is_new_is_shown_from_the_foot_of_the_ladder),
        cmocka_unit_test(a_disk_that_answers_nobody_keeps_no_engine_from_being_started),
    };
    test = getpid();
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
