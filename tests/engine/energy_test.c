// energy: against closed forms, and RAPL's counters in a folder made by hand.
#include "energy/energy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void near(double a, double b)
{
    if (!(fabs(a - b) < 1e-6 * fmax(1, fabs(b))))
        fail_msg("%.12g is not %.12g", a, b);
}

// Minutes of a day: awake or asleep, the processors using so many watts.
static void pass(struct energy_count *c, struct energy_sample *s, int minutes, bool awake, double w,
                 double cores)
{
    s->awake = s->lit = awake;
    for (int i = 0; i < minutes; i++) {
        s->steady_s += 60;
        s->joules += w * 60;
        s->cpu_s += cores * 60;
        energy_take(c, s);
    }
}

static void a_day_is_watts_times_hours(void **state)
{
    struct energy_count c = {.screens_w = 250, .screens_asleep_w = 1, .awake_w = NAN};
    struct energy_sample s = {.steady_s = 1000, .day = "2026-11-29"};
    energy_take(&c, &s);
    pass(&c, &s, 9 * 60, true, 30, 0.5);
    pass(&c, &s, 15 * 60, false, 6, 0);
    const struct energy_day *d = &c.today;
    assert_true(d->measured);
    near(d->awake_wh, 9 * 30);
    near(d->asleep_wh, 15 * 6);
    near(d->screens_wh, 9 * 250 + 15 * 1);
    near(energy_used_wh(d), 270 + 90 + 2265);
    near(energy_always_wh(&c, d), 24 * 280);
    char text[320];
    energy_sentence(&c, d, text, sizeof text);
    assert_string_equal(text, "this station used 2625 Wh on 2026-11-29, 61 % less than always on "
                              "(machine 360 Wh, measured by RAPL; screens 2265 Wh, as declared)");
}

static void without_rapl_the_assumption_is_named(void **state)
{
    struct energy_count c = {.screens_w = 100, .awake_w = NAN};
    struct energy_sample s = {.steady_s = 5, .joules = NAN, .day = "2026-11-29"};
    char text[320];
    energy_take(&c, &s);
    pass(&c, &s, 60, true, 0, 0.75);
    pass(&c, &s, 60, false, 0, 0.001);
    near(c.today.awake_wh, ENERGY_IDLE_W + 0.75 * ENERGY_CORE_W);
    near(c.today.asleep_wh, ENERGY_IDLE_W + 0.001 * ENERGY_CORE_W);
    assert_false(c.today.measured);
    energy_sentence(&c, &c.today, text, sizeof text);
    assert_non_null(strstr(text, "assumed: 15 W, and 12 W a busy core"));
}

static void days_part_at_midnight_and_gaps_are_nobodys(void **state)
{
    struct energy_count c = {.awake_w = NAN};
    struct energy_sample s = {.steady_s = 0, .day = "2026-11-29"};
    energy_take(&c, &s);
    pass(&c, &s, 30, true, 60, 1);
    memcpy(s.day, "2026-11-30", 11);
    s.steady_s += 60;
    s.joules += 3600;
    assert_true(energy_take(&c, &s));
    assert_string_equal(c.before.day, "2026-11-29");
    near(c.before.awake_wh, 31);
    near(energy_used_wh(&c.today), 0);
    s.steady_s += 3600; // the machine slept
    s.joules += 1e6;
    energy_take(&c, &s);
    near(energy_used_wh(&c.today), 0);
    pass(&c, &s, 60, false, 6, 0); // a day that is never awake is compared with the last one's
    near(energy_always_wh(&c, &c.today), 60);
    struct energy_count fresh = {.awake_w = NAN};
    energy_take(&fresh, &s);
    pass(&fresh, &s, 60, false, 6, 0);
    assert_true(isnan(energy_always_wh(&fresh, &fresh.today)));
    char text[320];
    energy_sentence(&fresh, &fresh.today, text, sizeof text);
    assert_null(strstr(text, "less"));
}

static char folder[] = "/tmp/gestuaire-rapl-XXXXXX";

static void put(const char *domain, const char *file, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, domain);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/%s/%s", folder, domain, file);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void domain(const char *at, const char *name, const char *uj)
{
    put(at, "name", name);
    put(at, "energy_uj", uj);
    put(at, "max_energy_range_uj", "262143328850\n");
}

static void counters_begin_again_and_none_counts_twice(void **state)
{
    struct rapl r;
    assert_non_null(mkdtemp(folder));
    assert_false(rapl_open(&r, folder));
    domain("intel-rapl:0", "package-0\n", "262143000000\n");
    domain("intel-rapl:0:0", "core\n", "5000000\n");
    domain("intel-rapl:0:1", "dram\n", "7000000\n");
    domain("intel-rapl:1", "psys\n", "5000000\n");
    domain("intel-rapl-mmio:0", "package-0\n", "5000000\n");
    assert_true(rapl_open(&r, folder));
    assert_int_equal(r.count, 2);
    near(rapl_joules(&r), 0);
    put("intel-rapl:0", "energy_uj", "262143328850\n");
    put("intel-rapl:0:0", "energy_uj", "9000000\n");
    near(rapl_joules(&r), 0.32885);
    put("intel-rapl:0", "energy_uj", "1000000\n"); // over its range
    put("intel-rapl:0:1", "energy_uj", "8500000\n");
    near(rapl_joules(&r), 0.32885 + 1 + 1.5);
    put("intel-rapl:0", "energy_uj", "nonsense\n");
    assert_true(isnan(rapl_joules(&r)));
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void what_is_kept_is_read_again(void **state)
{
    char file[] = "/tmp/gestuaire-energy-XXXXXX";
    struct fault f;
    int fd = mkstemp(file);
    assert_true(fd >= 0);
    close(fd);
    struct energy_count c = {.screens_w = 10, .awake_w = NAN}, again = {.screens_w = 10};
    struct energy_sample s = {.steady_s = 1, .day = "2026-11-29"};
    energy_take(&c, &s);
    pass(&c, &s, 100, true, 42, 0);
    assert_true(energy_write(&c, file, &f));
    assert_true(energy_read(&again, file));
    near(energy_used_wh(&again.today), energy_used_wh(&c.today));
    near(again.awake_w, 42);
    FILE *out = fopen(file, "w");
    fputs("{\"today\": {\"day\": \"2026-11-29\", \"awake_wh\": -1e300}, \"awake_w\": \"x\"}", out);
    fclose(out);
    assert_true(energy_read(&again, file));
    near(energy_used_wh(&again.today), 0);
    unlink(file);
    assert_false(energy_read(&(struct energy_count){0}, file));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_watts_times_hours),
        cmocka_unit_test(without_rapl_the_assumption_is_named),
        cmocka_unit_test(days_part_at_midnight_and_gaps_are_nobodys),
        cmocka_unit_test(counters_begin_again_and_none_counts_twice),
        cmocka_unit_test(what_is_kept_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
