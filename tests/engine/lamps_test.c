// lamps: PJLink against a projector in Python (tests/tools/pjlink.py), its hash against RFC 1321
// and the example of the specification. Waiting goes twenty times as fast; nothing is timed.
#include "base/log.h"
#include "lamps/private.h"
#include "tools/swayed.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PACE 0.05

// ---- the words

static void hashes_are_rfc_1321s(void **state)
{
    static const char *const vectors[][2] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
         "d174ab98d277d9f5a5611c2c9f419d9f"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
        {"498e4a67JBMIAProjectorLink", "5d8409bc1c3fa39749434aa3a5c38682"}}; // PJLink 2.00, 5.1
    char hash[PJLINK_HASH];
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        pjlink_hash(vectors[i][0], hash);
        assert_string_equal(hash, vectors[i][1]);
    }
}

static bool greets(const char *line, char random[PJLINK_RANDOM])
{
    return pjlink_greeting(line, strlen(line), random);
}

static enum pjlink_answer answers(const char *line, char value[PJLINK_VALUE])
{
    return pjlink_answer(line, strlen(line), "%1POWR", value);
}

static void lines_are_what_the_specification_says(void **state)
{
    char random[PJLINK_RANDOM], value[PJLINK_VALUE], line[PJLINK_LINE];
    assert_true(greets("PJLINK 0", random) && !random[0]);
    assert_true(greets("PJLINK 1 498e4a67", random));
    assert_string_equal(random, "498e4a67");
    static const char *const wrong[] = {"",
                                        "PJLINK",
                                        "PJLINK 2",
                                        "PJLINK 1",
                                        "PJLINK 1 ",
                                        "PJLINK 0 1",
                                        "PJLINK 1 498e4a6712345678901",
                                        "PJLINK 1 xyz",
                                        "SSH-2.0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (greets(wrong[i], random))
            fail_msg("\"%s\" is taken for a greeting", wrong[i]);
    assert_int_equal(answers("%1POWR=1", value), PJLINK_GIVES);
    assert_string_equal(value, "1");
    assert_int_equal(answers("%1powr=ok", value), PJLINK_OK);
    assert_int_equal(answers("%1POWR=ERR1", value), PJLINK_UNDEFINED);
    assert_int_equal(answers("%1POWR=ERR2", value), PJLINK_OUTSIDE);
    assert_int_equal(answers("%1POWR=ERR3", value), PJLINK_NOT_NOW);
    assert_int_equal(answers("%1POWR=ERR4", value), PJLINK_BROKEN);
    assert_int_equal(answers("PJLINK ERRA", value), PJLINK_REFUSED);
    assert_int_equal(answers("%1LAMP=1", value), PJLINK_NONSENSE);
    assert_int_equal(answers("%1POWR", value), PJLINK_NONSENSE);
    assert_int_equal(pjlink_answer("%1POWR=\0001", 9, "%1POWR", value), PJLINK_NONSENSE);
    assert_true(pjlink_lamp_hours("1234 1 987 0") == 1234);
    assert_true(pjlink_lamp_hours("0 0") == 0);
    assert_true(pjlink_lamp_hours("123456 1") == -1);
    assert_true(pjlink_lamp_hours("12") == -1);
    assert_true(pjlink_lamp_hours("") == -1);
    assert_true(pjlink_command("498e4a67", "JBMIAProjectorLink", "%1POWR", "1", line));
    assert_string_equal(line, "5d8409bc1c3fa39749434aa3a5c38682%1POWR 1\r");
    assert_true(pjlink_command("", "x", "%1POWR", "?", line));
    assert_string_equal(line, "%1POWR ?\r");
}

static void addresses_are_numbers(void **state)
{
    char host[LAMPS_HOST];
    int port;
    assert_true(lamps_address("192.168.0.21", host, &port) && port == 4352);
    assert_string_equal(host, "192.168.0.21");
    assert_true(lamps_address("192.168.0.21:4353", host, &port) && port == 4353);
    assert_true(lamps_address("fe80::1%eth0", host, &port) && port == 4352);
    assert_true(lamps_address("[::1]:99", host, &port) && port == 99);
    assert_string_equal(host, "::1");
    static const char *const wrong[] = {"",          "beamer", "192.168.0", "1.2.3.4:",
                                        "1.2.3.4:0", "[::1",   "[::1]x",    "1.2.3.4:70000",
                                        "[]",        "::1:::", "1.2.3.4:1x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (lamps_address(wrong[i], host, &port))
            fail_msg("\"%s\" is taken for an address", wrong[i]);
}

// ---- the projector

struct simulator {
    pid_t pid;
    int in;
    FILE *out;
    int port;
};

static void simulate(struct simulator *s, const char *options)
{
    char command[512], line[64];
    int to[2], from[2];
    assert_int_equal(pipe(to) | pipe(from), 0);
    snprintf(command, sizeof command, "exec python3 " TEST_ROOT "/tests/tools/pjlink.py %s",
             options);
    s->pid = fork();
    if (s->pid == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[1]);
        close(from[0]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    s->in = to[1];
    s->out = fdopen(from[0], "r");
    assert_non_null(fgets(line, sizeof line, s->out));
    s->port = atoi(line);
    assert_true(s->port > 0);
}

// The next thing that happens to the projector.
static void happens(struct simulator *s, const char *what)
{
    char line[64];
    assert_non_null(fgets(line, sizeof line, s->out));
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, what);
}

static void end(struct simulator *s)
{
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    close(s->in);
    fclose(s->out);
}

static struct lamps *watch(const struct simulator *s, const char *host, const char *password,
                           bool mute)
{
    struct fault f;
    struct lamps_desc desc = {.projector_count = 1, .pace = PACE};
    struct lamps_projector *p = &desc.projectors[0];
    *p =
        (struct lamps_projector){.id = "nord", .port = s->port, .mute = mute, .password = password};
    snprintf(p->host, sizeof p->host, "%s", host);
    struct lamps *l = lamps_create(&desc, &f);
    assert_non_null(l);
    return l;
}

static struct lamps_seen wait_for(struct lamps *l, enum lamps_state wanted, const char *trouble)
{
    struct lamps_seen seen;
    for (int i = 0; i < 6000; i++) {
        lamps_seen(l, 0, &seen);
        if (seen.state == wanted && (!trouble || strstr(seen.trouble, trouble)))
            return seen;
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    fail_msg("state %d (%s), not %d", seen.state, seen.trouble, wanted);
    return seen;
}

static const char *password_file(const char *password)
{
    static char path[] = "/tmp/gestuaire-pjlink-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, password, strlen(password)) == (ssize_t)strlen(password));
    close(fd);
    return path;
}

static void a_lamp_burns_and_cools(void **state)
{
    struct simulator s;
    const char *file = password_file("forge\r\n");
    simulate(&s, "--password forge --class 2 --cool 3");
    struct lamps *l = watch(&s, "127.0.0.1", file, false);
    lamps_set(l, true, true);
    happens(&s, "power 1");
    struct lamps_seen seen = wait_for(l, LAMPS_LIT, NULL);
    assert_int_equal(seen.lamp_hours, 1234);
    assert_int_equal(seen.filter_hours, 321);
    lamps_set(l, false, false);
    happens(&s, "power 0");
    wait_for(l, LAMPS_COOLING, NULL);
    lamps_set(l, true, true); // not before it is cold: nothing is refused
    happens(&s, "power 1");
    wait_for(l, LAMPS_LIT, NULL);
    lamps_destroy(l);
    end(&s);
    unlink(file);
}

static void a_projector_that_is_dark_at_night_keeps_its_lamp(void **state)
{
    struct simulator s;
    simulate(&s, "--v6 --lit");
    struct lamps *l = watch(&s, "::1", NULL, true);
    lamps_set(l, false, false);
    happens(&s, "mute 31");
    lamps_set(l, true, true);
    happens(&s, "mute 30");
    wait_for(l, LAMPS_LIT, NULL);
    lamps_destroy(l);
    end(&s);
}

static void wrong_passwords_are_told_and_put_right(void **state)
{
    struct simulator s;
    const char *file = password_file("sedia");
    simulate(&s, "--password forge");
    struct lamps *l = watch(&s, "127.0.0.1", file, false);
    lamps_set(l, true, true);
    wait_for(l, LAMPS_SILENT, "refuses the password");
    FILE *f = fopen(file, "w"); // while it runs
    fputs("forge\n", f);
    fclose(f);
    struct lamps_seen seen = wait_for(l, LAMPS_LIT, NULL);
    assert_string_equal(seen.trouble, "");
    lamps_destroy(l);
    unlink(file);
    l = watch(&s, "127.0.0.1", NULL, false);
    lamps_set(l, true, true);
    wait_for(l, LAMPS_SILENT, "wants a password");
    lamps_destroy(l);
    end(&s);
}

static atomic_int warnings;

static void count_warnings(void *user, enum log_level level, const char *room, const char *text)
{
    warnings += level == LOG_WARNING;
}

static void whatever_becomes_of_a_call_it_is_tried_again(void **state)
{
    struct simulator s;
    log_to(count_warnings, NULL, LOG_INFO);
    warnings = 0;
    simulate(&s, "--faults reset,garbage,half,long,silent,slowly --warm 0.1");
    struct lamps *l = watch(&s, "127.0.0.1", NULL, false);
    lamps_set(l, true, true);
    static const char *const faults[] = {"fault reset", "fault garbage", "fault half",
                                         "fault long",  "fault silent",  "fault slowly"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        happens(&s, faults[i]);
    happens(&s, "power 1");
    wait_for(l, LAMPS_LIT, NULL);
    assert_in_range(warnings, 3, 12); // one a reason, and that of the lamp
    lamps_destroy(l);
    log_to(NULL, NULL, LOG_INFO);
    end(&s);
}

static void who_does_not_answer_holds_nothing_up(void **state)
{
    struct simulator nobody = {.port = 1}; // nobody listens there
    struct lamps *l = watch(&nobody, "127.0.0.1", NULL, false);
    lamps_set(l, true, true);
    struct lamps_seen seen = wait_for(l, LAMPS_SILENT, "does not answer at 127.0.0.1:1");
    assert_int_equal(seen.lamp_hours, -1);
    lamps_destroy(l); // in the middle of its waiting
}

// ---- the screens

// What was asked of DPMS, by libraries that stand for X11's.
static void asked(const char *path, const char *what)
{
    char said[256] = "";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    said[fread(said, 1, sizeof said - 1, f)] = '\0';
    fclose(f);
    assert_string_equal(said, what);
    assert_int_equal(truncate(path, 0), 0);
}

static void x11_is_told_by_dpms(void **state)
{
    struct fault f;
    char path[] = "/tmp/gestuaire-dpms-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    setenv("FAKE_DPMS", path, 1);
    assert_non_null(dlopen(TEST_BUILD "/tests/libfake_x11.so", RTLD_NOW | RTLD_LOCAL));
    assert_non_null(dlopen(TEST_BUILD "/tests/libfake_xext.so", RTLD_NOW | RTLD_LOCAL));
    assert_true(screens_set(LAMPS_X11, false, &f));
    asked(path, "enable 0 0 0\ntimeouts 0 0 0\noff 0 0 0\nsync 0 0 0\nclose 0 0 0\n");
    assert_true(screens_set(LAMPS_X11, true, &f));
    asked(path, "enable 0 0 0\ntimeouts 0 0 0\non 0 0 0\nsync 0 0 0\nclose 0 0 0\n");
    setenv("FAKE_DPMS_NONE", "1", 1);
    assert_false(screens_set(LAMPS_X11, false, &f));
    assert_non_null(strstr(f.text, "no DPMS"));
    asked(path, "close 0 0 0\n");
    unlink(path);
}

static bool tell_sway(struct swayed *s, const char *outputs, bool on, struct fault *f)
{
    s->outputs = outputs;
    swayed_begin(s);
    bool told = screens_set(LAMPS_SWAY, on, f);
    swayed_end(s);
    return told;
}

static void sway_is_told_and_asked_what_came_of_it(void **state)
{
    struct swayed s = {0};
    struct fault f;
    assert_true(tell_sway(&s, "[ { \"dpms\": false } ]", false, &f));
    assert_string_equal(s.commands, "output * dpms off\n");
    assert_true(tell_sway(&s, "[ { \"dpms\": true } ]", true, &f));
    assert_string_equal(s.commands, "output * dpms on\n");
    // wlroots without a screen says success, and nothing has come of it
    assert_false(tell_sway(&s, "[ { \"dpms\": false }, { \"dpms\": true } ]", false, &f));
    assert_non_null(strstr(f.text, "leaves them"));
    assert_false(screens_set(LAMPS_SWAY, false, &f)); // it is gone
    assert_non_null(strstr(f.text, "does not answer"));
    assert_false(screens_set(LAMPS_LIT_ALWAYS, false, &f));
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_rfc_1321s),
        cmocka_unit_test(lines_are_what_the_specification_says),
        cmocka_unit_test(addresses_are_numbers),
        cmocka_unit_test(a_lamp_burns_and_cools),
        cmocka_unit_test(a_projector_that_is_dark_at_night_keeps_its_lamp),
        cmocka_unit_test(wrong_passwords_are_told_and_put_right),
        cmocka_unit_test(whatever_becomes_of_a_call_it_is_tried_again),
        cmocka_unit_test(who_does_not_answer_holds_nothing_up),
        cmocka_unit_test(x11_is_told_by_dpms),
        cmocka_unit_test(sway_is_told_and_asked_what_came_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
