// What was measured as numbers: medians, quartiles, ratios; as one JSON object, and for people.
#include "base/fault.h"
#include "verbs/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static const char *const measure_names[] = {"cpu",  "pss",    "drawn",  "gap",  "p50",    "p99",
                                            "seen", "missed", "opened", "step", "blocked"};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Between the two nearest, as Hyndman and Fan's type 7 ("Sample quantiles in statistical packages",
// 1996).
double bench_quantile(const double *sorted, int count, double q)
{
    if (count < 1)
        return NAN;
    double at = q * (count - 1);
    int below = (int)floor(at), above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

struct bench_spread bench_spread(double *values, int count)
{
    if (count < 1)
        return (struct bench_spread){0, NAN, NAN, NAN, NAN, NAN};
    qsort(values, (size_t)count, sizeof *values, ascending);
    return (struct bench_spread){count,
                                 bench_quantile(values, count, 0.5),
                                 bench_quantile(values, count, 0.25),
                                 bench_quantile(values, count, 0.75),
                                 values[0],
                                 values[count - 1]};
}

int bench_runner_find(const struct bench *b, const char *name)
{
    for (int i = 0; i < BENCH_RUNNERS && b->runners[i].name; i++)
        if (strcmp(b->runners[i].name, name) == 0)
            return i;
    return -1;
}

// Of several in one run, the middle one, whichever way it errs.
static double middle(const double *errors, int count)
{
    double sizes[BENCH_STEPS];
    for (int i = 0; i < count; i++)
        sizes[i] = fabs(errors[i]);
    return bench_spread(sizes, count).median;
}

static double value(const struct bench *b, const struct bench_sample *s, enum bench_measure m)
{
    if (!s->good)
        return NAN;
    switch (m) {
    case BENCH_CPU:
        return s->cpu_ms / b->per;
    case BENCH_PSS:
        return s->pss_mib;
    case BENCH_DRAWN:
        return s->drawn;
    case BENCH_P50:
        return s->p50_ms;
    case BENCH_P99:
        return s->p99_ms;
    case BENCH_SEEN:
        return s->seen_ms;
    case BENCH_MISSED:
        return s->missed;
    case BENCH_OPENED:
        return s->opened;
    case BENCH_BLOCKED:
        return s->blocked;
    case BENCH_STEP:
        return middle(s->steps_ms, s->step_count);
    default:
        return middle(s->gaps_ms, s->gap_count);
    }
}

bool bench_figure(const struct bench_result *r, int runner, enum bench_measure m,
                  struct bench_spread *to)
{
    double values[BENCH_ROUNDS];
    int n = 0;
    for (int i = 0; runner >= 0 && r->ran[runner] && i < r->rounds; i++) {
        double v = value(r->bench, &r->samples[runner][i], m);
        if (!isnan(v))
            values[n++] = v;
    }
    *to = bench_spread(values, n);
    return n > 0;
}

bool bench_ratio(const struct bench_result *r, const struct bench_goal *g, struct bench_spread *to)
{
    double values[BENCH_ROUNDS];
    int n = 0, ours = bench_runner_find(r->bench, g->ours);
    int beside = bench_runner_find(r->bench, g->beside);
    bool ran = ours >= 0 && beside >= 0 && r->ran[ours] && r->ran[beside];
    for (int i = 0; ran && i < r->rounds; i++) {
        double a = value(r->bench, &r->samples[ours][i], g->measure);
        double b = value(r->bench, &r->samples[beside][i], g->measure),
               v = g->apart ? a - b : a / b;
        if (isfinite(v))
            values[n++] = v;
    }
    *to = bench_spread(values, n);
    return n > 0;
}

// Four digits that count.
static json_t *number(double v)
{
    char text[32];
    snprintf(text, sizeof text, "%.4g", v);
    return isfinite(v) ? json_real(atof(text)) : json_null();
}

static json_t *spread_json(const struct bench_spread *s)
{
    return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o}", "n", s->count, "median", number(s->median),
                     "lower_quartile", number(s->lower), "upper_quartile", number(s->upper),
                     "least", number(s->least), "most", number(s->most));
}

static const char *unit(const struct bench *b, enum bench_measure m)
{
    const char *const units[] = {b->unit, "MiB PSS", "frames", "ms", "ms CPU", "ms CPU",
                                 "ms",    "frames",  "files",  "ms", "times"};
    return units[m];
}

static json_t *runner_json(const struct bench_result *r, int n)
{
    const struct bench_runner *runner = &r->bench->runners[n];
    struct bench_spread s;
    json_t *o = json_pack("{s:s, s:s}", "name", runner->name, "kind",
                          runner->peer                             ? "peer"
                          : strstr(runner->command, "{gestuaire}") ? "ours"
                                                                   : "floor");
    json_object_set_new(o, "command", json_string(runner->command));
    if (runner->how)
        json_object_set_new(o, "how", json_string(runner->how));
    for (int m = BENCH_CPU; m < BENCH_MEASURES; m++)
        if (m != BENCH_DRAWN && m != BENCH_GAP && m != BENCH_STEP &&
            bench_figure(r, n, (enum bench_measure)m, &s)) {
            json_t *figure = spread_json(&s);
            json_object_set_new(figure, "unit", json_string(unit(r->bench, (enum bench_measure)m)));
            json_object_set_new(o, measure_names[m], figure);
        }
    for (int i = 0; i < r->rounds; i++) {
        const struct bench_sample *sample = &r->samples[n][i];
        if (sample->renderer[0])
            json_object_set_new(o, "renderer", json_string(sample->renderer));
        if (!sample->good)
            json_object_set_new(o, "trouble", json_string(sample->trouble));
    }
    return o;
}

static bool goal_value(const struct bench_result *r, const struct bench_goal *g,
                       struct bench_spread *s)
{
    if (g->beside)
        return bench_ratio(r, g, s);
    return bench_figure(r, bench_runner_find(r->bench, g->ours), g->measure, s);
}

static double judged(const struct bench_goal *g, const struct bench_spread *s)
{
    return g->worst ? s->most : s->median;
}

static json_t *goal_json(const struct bench_result *r, const struct bench_goal *g)
{
    struct bench_spread s;
    bool read = goal_value(r, g, &s);
    json_t *o = json_pack("{s:s, s:s}", "measure", measure_names[g->measure], "ours", g->ours);
    if (g->beside)
        json_object_set_new(o, "beside", json_string(g->beside));
    if (!g->beside || g->apart)
        json_object_set_new(o, "unit", json_string(unit(r->bench, g->measure)));
    json_object_set_new(o,
                        g->apart    ? "difference"
                        : g->beside ? "ratio"
                                    : "value",
                        read ? spread_json(&s) : json_null());
    if (g->report) {
        json_object_set_new(o, "reported", json_string(g->report));
        return o;
    }
    json_object_set_new(o, "at_most", number(g->most));
    json_object_set_new(o, "of", json_string(g->worst ? "worst" : "median"));
    json_object_set_new(o, "met", read ? json_boolean(judged(g, &s) <= g->most) : json_null());
    return o;
}

json_t *bench_json(const struct bench_result *r)
{
    const struct bench *b = r->bench;
    json_t *o = json_pack("{s:s, s:s, s:i, s:b, s:s}", "bench", b->name, "work", b->work, "rounds",
                          r->rounds, "noop", b->noop, "count", r->count);
    json_t *runners = json_array(), *goals = json_array();
    for (int i = 0; i < BENCH_RUNNERS && b->runners[i].name; i++)
        if (r->ran[i])
            json_array_append_new(runners, runner_json(r, i));
    for (int i = 0; i < BENCH_GOALS && b->goals[i].ours; i++)
        json_array_append_new(goals, goal_json(r, &b->goals[i]));
    json_object_set_new(o, "runners", runners);
    json_object_set_new(o, "goals", goals);
    return o;
}

// "model name : …" of the first core.
static void read_processor(char *to, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(to, size, "unknown");
    while (file && fgets(line, sizeof line, file)) {
        const char *colon = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
        if (!colon)
            continue;
        snprintf(to, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
        break;
    }
    if (file)
        fclose(file);
}

static void add_versions(json_t *o)
{
    char line[256];
    FILE *said = popen("dpkg-query -W -f '${Package} ${Version}\\n' libsdl2-2.0-0 libgl1-mesa-dri "
                       "libmpv2 libpango-1.0-0 liblua5.4-0 love mpv chromium xvfb 2>/dev/null",
                       "r");
    while (said && fgets(line, sizeof line, said)) {
        char *space = strchr(line, ' ');
        if (!space || space[1] == '\n')
            continue;
        *space = 0;
        space[1 + strcspn(space + 1, "\n")] = 0;
        json_object_set_new(o, line, json_string(space + 1));
    }
    if (said)
        pclose(said);
}

json_t *bench_machine(void)
{
    struct utsname u = {0};
    char processor[200], day[32];
    time_t now = time(NULL);
    struct tm local;
    uname(&u);
    localtime_r(&now, &local);
    strftime(day, sizeof day, "%Y-%m-%d", &local);
    read_processor(processor, sizeof processor);
    json_t *versions = json_pack("{s:s}", "gestuaire", GESTUAIRE_VERSION);
    add_versions(versions);
    return json_pack("{s:s, s:i, s:s, s:s, s:o}", "processor", processor, "cores",
                     (int)sysconf(_SC_NPROCESSORS_ONLN), "kernel", u.release, "day", day,
                     "versions", versions);
}

static void say_goal(const struct bench_result *r, const struct bench_goal *g)
{
    struct bench_spread s;
    char what[160];
    snprintf(what, sizeof what, "%s%s of %s%s%s", g->worst ? "worst " : "",
             measure_names[g->measure], g->ours,
             g->apart    ? " - "
             : g->beside ? " / "
                         : "",
             g->beside ? g->beside : "");
    if (!goal_value(r, g, &s))
        fprintf(stderr, "  %-44s not measured\n", what);
    else if (g->report)
        fprintf(stderr, "  %-44s %8.3g  (%s)\n", what, s.median, g->report);
    else
        fprintf(stderr, "  %-44s %8.3g  at most %g: %s\n", what, judged(g, &s), g->most,
                judged(g, &s) <= g->most ? "met" : "NOT MET");
}

void bench_say(const struct bench_result *r)
{
    const struct bench *b = r->bench;
    fprintf(stderr, "%s: %s\n", b->name, b->work);
    for (int i = 0; i < BENCH_RUNNERS && b->runners[i].name; i++) {
        struct bench_spread cpu, pss;
        if (!r->ran[i])
            continue;
        if (bench_figure(r, i, BENCH_CPU, &cpu) && bench_figure(r, i, BENCH_PSS, &pss))
            fprintf(stderr, "  %-20s %9.4g %s [%.4g to %.4g], %.3g MiB, n %d\n", b->runners[i].name,
                    cpu.median, b->unit, cpu.lower, cpu.upper, pss.median, cpu.count);
        else
            fprintf(stderr, "  %-20s %s\n", b->runners[i].name, r->samples[i][0].trouble);
    }
    for (int i = 0; i < BENCH_GOALS && b->goals[i].ours; i++)
        say_goal(r, &b->goals[i]);
}
