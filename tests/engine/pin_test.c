// care: the PIN of staff. libsodium itself says what a hash is; the clock is stepped.
#include "care/pin.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/gestuaire-pin-XXXXXX";

static int make_folder(void **state)
{
    return mkdtemp(folder) && sodium_init() >= 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *file(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

// Made by libsodium, not by us, and the cheapest there is: a hash says itself what it costs.
static int set(void **state)
{
    char hash[crypto_pwhash_STRBYTES];
    unlink(file(PIN_TRIES_FILE));
    if (crypto_pwhash_str(hash, "4071", 4, crypto_pwhash_OPSLIMIT_MIN,
                          crypto_pwhash_MEMLIMIT_MIN) != 0)
        return -1;
    FILE *to = fopen(file(PIN_FILE), "w");
    return to && fputs(hash, to) >= 0 && fclose(to) == 0 ? 0 : -1;
}

static void assert_mode(const char *name)
{
    struct stat st;
    assert_int_equal(stat(file(name), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static struct pin *opened(const char *boot, double now_s)
{
    struct pin *p = pin_create(&(struct pin_desc){.folder = folder, .boot = boot}, now_s);
    assert_non_null(p);
    return p;
}

static enum pin_answer tried(struct pin *p, const char *digits, double now_s)
{
    enum pin_answer answer;
    assert_true(pin_try(p, digits, now_s));
    while ((answer = pin_answer(p, now_s)) == PIN_WAITS)
        usleep(1000);
    return answer;
}

static void digits_are_4_to_12_and_not_all_the_same(void **state)
{
    const char *const good[] = {"4071", "123456789012", "0001"};
    const char *const bad[] = {"",      "407",  "1234567890123", "40a1",
                               "4071 ", "0000", "111111",        "-407"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(pin_allowed(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault f = {0};
        assert_false(pin_allowed(bad[i]));
        assert_false(pin_set(folder, bad[i], &f));
        assert_non_null(strstr(f.text, "4 to 12 digits"));
    }
}

static void what_is_kept_is_argon2id_that_libsodium_knows(void **state)
{
    char hash[256] = "";
    struct fault f = {0};
    assert_int_equal(unlink(file(PIN_FILE)), 0);
    assert_true(pin_set(folder, "4071", &f));
    FILE *kept = fopen(file(PIN_FILE), "r");
    assert_non_null(kept);
    assert_non_null(fgets(hash, sizeof hash, kept));
    fclose(kept);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
    assert_int_equal(crypto_pwhash_str_verify(hash, "4071", 4), 0);
    assert_int_not_equal(crypto_pwhash_str_verify(hash, "4072", 4), 0);
    assert_null(strstr(hash, "4071"));
    assert_mode(PIN_FILE);
    assert_true(pin_is_set(folder));
}

static void a_hash_that_libsodium_made_is_known(void **state)
{
    struct pin *p = opened("a", 100);
    assert_int_equal(tried(p, "4071", 100), PIN_RIGHT);
    assert_int_equal(tried(p, "4072", 100), PIN_WRONG);
    pin_destroy(p);
}

static void five_wrong_ones_lock_for_longer_and_longer(void **state)
{
    double now_s = 1000;
    const double locks[] = {60, 120, 240, 480, 960, 1920, 3600, 3600};
    struct pin *p = opened("a", now_s);
    for (int i = 1; i < PIN_TRIES; i++) {
        assert_int_equal(tried(p, "9999", now_s), PIN_WRONG);
        assert_float_equal(pin_locked_s(p, now_s), 0, 0);
    }
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        assert_int_equal(tried(p, "9999", now_s), PIN_WRONG);
        assert_float_equal(pin_locked_s(p, now_s), locks[i], 1e-6);
        assert_false(pin_try(p, "4071", now_s)); // not even the right one
        assert_false(pin_try(p, "4071", now_s + locks[i] - 0.01));
        now_s += locks[i];
    }
    assert_int_equal(tried(p, "4071", now_s), PIN_RIGHT);
    assert_int_equal(pin_wrong(p), 0);
    assert_int_equal(tried(p, "9999", now_s), PIN_WRONG);
    assert_float_equal(pin_locked_s(p, now_s), 0, 0);
    pin_destroy(p);
}

static void a_lock_outlives_the_program_and_the_machine(void **state)
{
    struct pin *p = opened("a", 1000);
    for (int i = 0; i < PIN_TRIES; i++)
        assert_int_equal(tried(p, "9999", 1000), PIN_WRONG);
    pin_destroy(p);
    assert_mode(PIN_TRIES_FILE);
    p = opened("a", 1020); // the program was restarted
    assert_float_equal(pin_locked_s(p, 1020), 40, 1e-3);
    assert_int_equal(pin_wrong(p), PIN_TRIES);
    pin_destroy(p);
    p = opened("b", 7); // so was the machine: its clock begins anew, and the lock with it
    assert_float_equal(pin_locked_s(p, 7), 60, 1e-3);
    pin_destroy(p);
    p = opened("b", 5000000); // of another boot: how long ago it was nobody knows
    assert_float_equal(pin_locked_s(p, 5000000), 60, 1e-3);
    pin_destroy(p);
    p = opened("a", 3); // before it was tried: such a clock is not that boot's
    assert_float_equal(pin_locked_s(p, 3), 60, 1e-3);
    pin_destroy(p);
}

static void a_try_counts_before_it_is_judged(void **state)
{
    for (int i = 0; i < 3; i++) { // what a power cut in the middle of it leaves
        struct pin *p = opened("a", 1000 + i);
        assert_true(pin_try(p, "9999", 1000 + i));
        pin_destroy(p);
    }
    struct pin *p = opened("a", 1010);
    assert_int_equal(pin_wrong(p), 3);
    pin_destroy(p);
}

static void wrong_ones_are_forgotten_one_by_one(void **state)
{
    struct pin *p = opened("a", 0);
    for (int i = 0; i < PIN_TRIES - 1; i++)
        assert_int_equal(tried(p, "9999", 0), PIN_WRONG);
    assert_int_equal(tried(p, "9999", PIN_FORGET_S * 2 + 1), PIN_WRONG); // 4 - 2 + 1
    assert_int_equal(pin_wrong(p), 3);
    assert_float_equal(pin_locked_s(p, PIN_FORGET_S * 2 + 1), 0, 0);
    pin_destroy(p);
}

static void a_file_of_tries_that_is_broken_locks(void **state)
{
    const char *const texts[] = {"", "wrong", "wrong -3 until 0 last 0 boot a",
                                 "wrong 2 until nan last 0 boot a", "\xff\xff\xff"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        FILE *to = fopen(file(PIN_TRIES_FILE), "w");
        assert_non_null(to);
        fputs(texts[i], to);
        fclose(to);
        struct pin *p = opened("a", 50);
        assert_float_equal(pin_locked_s(p, 50), PIN_LOCK_S, 1e-6);
        pin_destroy(p);
    }
    struct fault f = {0};
    assert_true(pin_set(folder, "5082", &f)); // who sets a PIN has the machine in hand
    struct pin *p = opened("a", 50);
    assert_float_equal(pin_locked_s(p, 50), 0, 0);
    assert_int_equal(tried(p, "4071", 50), PIN_WRONG);
    assert_int_equal(tried(p, "5082", 50), PIN_RIGHT);
    pin_destroy(p);
}

static void without_a_pin_nothing_is_right(void **state)
{
    assert_int_equal(unlink(file(PIN_FILE)), 0);
    assert_false(pin_is_set(folder));
    struct pin *p = opened("a", 0);
    assert_int_equal(tried(p, "4071", 0), PIN_WRONG);
    assert_int_equal(tried(p, "", 0), PIN_WRONG);
    pin_destroy(p);
    int fd = open(file(PIN_FILE), O_CREAT | O_WRONLY, 0600); // as a power cut may leave one
    assert_true(fd >= 0);
    close(fd);
    assert_false(pin_is_set(folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(digits_are_4_to_12_and_not_all_the_same, set),
        cmocka_unit_test_setup(what_is_kept_is_argon2id_that_libsodium_knows, set),
        cmocka_unit_test_setup(a_hash_that_libsodium_made_is_known, set),
        cmocka_unit_test_setup(five_wrong_ones_lock_for_longer_and_longer, set),
        cmocka_unit_test_setup(a_lock_outlives_the_program_and_the_machine, set),
        cmocka_unit_test_setup(a_try_counts_before_it_is_judged, set),
        cmocka_unit_test_setup(wrong_ones_are_forgotten_one_by_one, set),
        cmocka_unit_test_setup(a_file_of_tries_that_is_broken_locks, set),
        cmocka_unit_test_setup(without_a_pin_nothing_is_right, set),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
