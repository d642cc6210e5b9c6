// gestuaire bench: the same work done by ours, by floors and by peers in turn.
#include "verbs/bench.h"
#include "base/library.h"
#include "store/store.h"
#include "verbs/soak.h"
#include "verbs/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 7

struct asked {
    const char *name, *rounds;
    bool peers, json, quick;
    const char *plot, *typed, *indexed, *logged;
    struct bench_show show;
    struct soak soak;
};

static const struct bench *find_bench(const char *name)
{
    for (const struct bench *b = bench_table; b->name; b++)
        if (strcmp(b->name, name) == 0)
            return b;
    return NULL;
}

static void list_benches(FILE *to)
{
    for (const struct bench *b = bench_table; b->name; b++)
        fprintf(to, "  %-10s %s\n", b->name, b->work);
    bench_scripts_list(to);
    fprintf(to, "  %-10s %s\n", "soak",
            "hours of visitors in minutes, an hour of films; apart from all of them");
    fprintf(to, "  %-10s %s\n", "all", "all of them");
}

static bool find_cache(bool quick, char *to, size_t size, struct fault *f)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && cache[0])
        snprintf(to, size, "%s/gestuaire/bench%s", cache, quick ? "-quick" : "");
    else if (home && home[0])
        snprintf(to, size, "%s/.cache/gestuaire/bench%s", home, quick ? "-quick" : "");
    else
        return fault_set(f, "HOME is not set; XDG_CACHE_HOME may name a folder for films");
    return store_folder(to, f);
}

// Spaces would part a command's words.
static bool find_places(const char *root, struct bench_places *p, struct fault *f)
{
    ssize_t n = readlink("/proc/self/exe", p->gestuaire, sizeof p->gestuaire - 1);
    p->gestuaire[n > 0 ? n : 0] = 0;
    snprintf(p->bench, sizeof p->bench, "%s/tests/bench", root);
    snprintf(p->floors, sizeof p->floors, "%s", p->gestuaire);
    char *slash = strrchr(p->floors, '/');
    if (slash)
        *slash = 0;
    char floor[PATH_MAX + 16];
    snprintf(floor, sizeof floor, "%s/floor_start", p->floors);
    if (access(p->bench, R_OK) != 0 || access(floor, X_OK) != 0)
        return fault_set(f,
                         "benches run from the project's folder: tests/bench and the floors beside "
                         "the program are wanted (cmake --preset release -DGESTUAIRE_TESTS=ON)");
    if (!find_cache(p->quick, p->cache, sizeof p->cache, f))
        return false;
    if (strchr(p->bench, ' ') || strchr(p->gestuaire, ' ') || strchr(p->cache, ' '))
        return fault_set(f, "a folder without spaces is wanted: %s, %s", p->bench, p->cache);
    return true;
}

static bool there(const char *program)
{
    char line[BENCH_NAME + 64];
    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", program);
    return system(line) == 0;
}

static const char *count_of(const struct bench_places *p, const struct bench *b)
{
    return p->quick && b->quick ? b->quick : b->count ? b->count : "";
}

// The installation of the benches, its pictures and films, its records or its log:
// tests/bench/make.
static bool make(const struct bench_places *p, const struct bench *b, struct fault *f)
{
    char line[4 * PATH_MAX];
    if (b->records || b->visits) {
        snprintf(line, sizeof line, "%s/make %s %s %s %s >&2", p->bench, p->cache,
                 b->records ? "records" : "visits", count_of(p, b), p->floors);
        int made = system(line);
        return made == 0 || fault_set(f, "%s/make ended with %d", p->bench, WEXITSTATUS(made));
    }
    if (!there("ffmpeg"))
        return fault_set(f, "pictures and films are made by ffmpeg; install ffmpeg");
    snprintf(line, sizeof line, "%s/make %s %s >&2", p->bench, p->cache,
             !b->films  ? "pictures"
             : p->quick ? "quick"
                        : "films");
    int end = system(line);
    return end == 0 || fault_set(f, "%s/make ended with %d", p->bench, WEXITSTATUS(end));
}

static bool may_run(const struct bench_runner *r, bool peers)
{
    if (!r->peer)
        return true;
    if (!peers)
        return false;
    if (there(r->wants))
        return true;
    fprintf(stderr, "gestuaire: %s is not there; packages/install peers installs it\n", r->wants);
    return false;
}

static bool open_screen(const struct bench *b, bool peers, struct bench_screen *screen,
                        struct fault *f)
{
    struct size2 size = b->screen;
    *screen = (struct bench_screen){0};
    if (!size.width && !peers)
        return true;
    return bench_screen_open(screen, size.width ? size : (struct size2){1280, 720}, f);
}

static bool run_bench(const struct bench_places *places, const struct bench *b, int rounds,
                      bool peers, const char *count, struct bench_result *to, struct fault *f)
{
    struct bench_screen screen;
    if (!open_screen(b, peers, &screen, f))
        return false;
    to->bench = b;
    to->count = count;
    to->rounds = rounds;
    for (int i = 0; i < BENCH_RUNNERS && b->runners[i].name; i++)
        to->ran[i] = may_run(&b->runners[i], peers);
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < BENCH_RUNNERS && b->runners[i].name; i++) {
            bool failed = round > 0 && !to->samples[i][round - 1].good;
            if (!to->ran[i] || failed) {
                to->samples[i][round] = to->samples[i][round ? round - 1 : 0];
                continue; // what did not run once is not waited for again
            }
            fprintf(stderr, "%s: round %d of %d: %-16s\r", b->name, round + 1, rounds,
                    b->runners[i].name);
            to->samples[i][round] = bench_run(b, &b->runners[i], places, &screen, count);
        }
    fprintf(stderr, "%60s\r", "");
    bench_screen_close(&screen);
    return true;
}

static bool all_ran(const struct bench_result *r)
{
    bool good = true;
    for (int i = 0; i < BENCH_RUNNERS && r->bench->runners[i].name; i++)
        for (int k = 0; r->ran[i] && k < r->rounds; k++)
            good &= r->samples[i][k].good;
    return good;
}

static json_t *measure(const struct bench_places *places, const struct bench *b, int rounds,
                       const struct asked *a, bool *good)
{
    struct fault f = {0};
    struct bench_result *r = calloc(1, sizeof *r);
    json_t *o = NULL;
    if (!r || !make(places, b, &f) ||
        !run_bench(places, b, rounds, a->peers, count_of(places, b), r, &f)) {
        fprintf(stderr, "gestuaire: %s\n", r ? f.text : "no memory");
        *good = false;
    } else {
        if (!a->json)
            bench_say(r);
        *good &= all_ran(r);
        o = bench_json(r);
    }
    free(r);
    return o;
}

// The bench at each of its counts: a curve for each runner.
static json_t *measure_growth(const struct bench_places *places, const struct bench *b, int rounds,
                              const struct asked *a, bool *good)
{
    struct fault f = {0};
    struct bench_growth g = {.bench = b};
    bool on = make(places, b, &f);
    for (int i = 0; on && i < BENCH_COUNTS && b->counts[i]; i++) {
        struct bench_result *r = g.results[i] = calloc(1, sizeof *r);
        g.count += r != NULL;
        on = r && run_bench(places, b, rounds, a->peers, b->counts[i], r, &f);
        if (on && !a->json)
            fprintf(stderr, "%s %s: ", b->counts[i], b->counted);
        if (on && !a->json)
            bench_say(r);
        *good &= on && all_ran(r);
    }
    on = on && bench_growth_write(&g, a->plot, &f);
    json_t *o = on ? bench_growth_json(&g) : NULL;
    if (!on)
        fprintf(stderr, "gestuaire: %s\n", f.text[0] ? f.text : "no memory");
    for (int i = 0; i < g.count; i++)
        free(g.results[i]);
    *good &= on;
    return o;
}

static int print(json_t *o, bool good)
{
    char *text = o ? json_dumps(o, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    if (text)
        puts(text);
    free(text);
    json_decref(o);
    return good && text ? EXIT_DONE : EXIT_FAILED;
}

static int rounds_of(const struct bench *b, int asked, const struct asked *a)
{
    return asked ? asked : a->quick ? 1 : b->rounds ? b->rounds : ROUNDS;
}

static int run_all(const struct bench_places *places, int asked, const struct asked *a)
{
    bool all = strcmp(a->name, "all") == 0, good = true;
    const struct bench *one = find_bench(a->name);
    json_t *list = json_array(), *o;
    for (const struct bench *b = bench_table; b->name; b++)
        if ((all || b == one) &&
            (o = (a->plot ? measure_growth : measure)(places, b, rounds_of(b, asked, a), a, &good)))
            json_array_append_new(list, o);
    if (all)
        o = json_pack("{s:o}", "benches", list);
    else {
        o = json_incref(json_array_get(list, 0));
        json_decref(list);
    }
    if (!o)
        return EXIT_FAILED;
    json_object_set_new(o, "machine", bench_machine());
    json_object_set_new(o, "quick", json_boolean(a->quick));
    return print(o, good);
}

static int start(const char *root, const struct asked *a)
{
    struct bench_places places = {.quick = a->quick};
    struct fault f = {0};
    char *rest = NULL;
    long rounds = a->rounds ? strtol(a->rounds, &rest, 10) : 0; // 0: not said
    if (a->rounds && (*rest || rounds < 1 || rounds > BENCH_ROUNDS)) {
        fprintf(stderr, "gestuaire: --runs: a whole number from 1 to %d is wanted, not \"%s\"\n",
                BENCH_ROUNDS, a->rounds);
        return EXIT_USAGE;
    }
    if (!find_places(root, &places, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return EXIT_FAILED;
    }
    const struct bench *b = find_bench(a->name);
    if (a->plot && (!b || !b->counted)) {
        fprintf(stderr, "gestuaire: --plot goes with a bench that has a number: sprites, film-4\n");
        return EXIT_USAGE;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); // what a browser leaves behind comes to us
    return run_all(&places, (int)rounds, a);
}

static int show(const char *root, const struct asked *a)
{
    char state[PATH_MAX];
    struct bench_show what = a->show;
    if (!what.folder) {
        fprintf(stderr, "gestuaire: --folder is wanted: what tests/bench/make made\n");
        return EXIT_USAGE;
    }
    snprintf(state, sizeof state, "%s/state", what.folder);
    what.state = state;
    if (!what.station && !what.rehearsed)
        what.station = "small";
    return bench_show(root, &what);
}

static int soak(const char *root, struct asked *a)
{
    bool chosen = a->soak.hours > 0 || a->soak.films_s > 0;
    a->soak.quick = a->quick;
    a->soak.json = a->json;
    a->soak.seed = 2026;
    if (!chosen)
        a->soak.hours = a->quick ? 2.0 / 3 : 8;
    if (!chosen && !a->quick)
        a->soak.films_s = 3600;
    return soak_run(root, &a->soak);
}

int verb_bench(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "only the object: no table on standard error", &a.json},
        {"peers", 0, OPTION_FLAG, NULL, "LÖVE, mpv and Chromium as well (packages/install peers)",
         &a.peers},
        {"runs", 'n', OPTION_TEXT, "N", "rounds; each runs all of them once (7; of faults 20)",
         &a.rounds},
        {"plot", 0, OPTION_TEXT, "FILE.svg", "growth with number, drawn (sprites, film-4)",
         &a.plot},
        {"quick", 0, OPTION_FLAG, NULL, "a short one, to see that all of it runs; no figures",
         &a.quick},
        {"hours", 0, OPTION_SECONDS, "H", "soak: simulated hours of visitors (8; quick: 2/3)",
         &a.soak.hours},
        {"film-seconds", 0, OPTION_SECONDS, "S", "soak: seconds of films (3600; quick: 0)",
         &a.soak.films_s},
        {"painted", 0, OPTION_FLAG, NULL,
         "soak: what visitors see is painted, by this machine's OpenGL", &a.soak.painted},
        {"paced", 0, OPTION_FLAG, NULL, "soak: visitors in real time (tests/soak/week)",
         &a.soak.paced},
        {"state", 0, OPTION_TEXT, "DIR", "soak: logs visits there, as a kiosk does", &a.soak.state},
        {"show", 0, OPTION_TEXT, "SCENE", "inner: the scene under measurement, with marks",
         &a.show.scene},
        {"folder", 0, OPTION_TEXT, "DIR", "inner: the installation of the benches", &a.show.folder},
        {"station", 0, OPTION_TEXT, "ID", "inner: small (1280 x 720) or wide (1920 x 1080)",
         &a.show.station},
        {"number", 0, OPTION_TEXT, "N", "inner: stage.param.number of the scene", &a.show.number},
        {"frames", 0, OPTION_TEXT, "A,B", "inner: marks at these frames", &a.show.frames},
        {"first", 0, OPTION_FLAG, NULL, "inner: a mark when its pictures are seen", &a.show.first},
        {"films", 0, OPTION_FLAG, NULL, "inner: and its films", &a.show.films},
        {"room", 0, OPTION_FLAG, NULL, "inner: seen in the virtual room", &a.show.rehearsed},
        {"unpaced", 0, OPTION_FLAG, NULL, "inner: frames as fast as they come", &a.show.unpaced},
        {"typed", 0, OPTION_TEXT, "DIR", "inner: what visitors type, looked for in its records",
         &a.typed},
        {"indexed", 0, OPTION_TEXT, "DIR", "inner: its records, indexed from nothing", &a.indexed},
        {"logged", 0, OPTION_TEXT, "DIR", "inner: events put into its log of visits", &a.logged},
        {"tell", 0, OPTION_FLAG, NULL, "inner: a line for every frame presented", &a.show.tell},
    };
    struct options options = {
        .usage = "bench [NAME | all] [options]",
        .about = "Measures CPU and memory beside floors (and peers), in turn; one JSON object on\n"
                 "standard output. Without NAME: lists what there is.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &a.name,
        .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (a.logged)
        return bench_logged(a.logged);
    if (a.typed || a.indexed)
        return a.typed ? bench_typed(a.typed) : bench_indexed(a.indexed);
    if (a.show.scene)
        return show(root, &a);
    if (a.name && strcmp(a.name, "soak") == 0)
        return soak(root, &a);
    if (!a.name) {
        list_benches(stdout);
        return EXIT_DONE;
    }
    if (bench_script_named(a.name))
        return bench_script_run(root, a.name, a.quick, a.json, a.rounds);
    if (strcmp(a.name, "all") != 0 && !find_bench(a.name)) {
        fprintf(stderr, "gestuaire: there is no bench \"%s\"; there is\n", a.name);
        list_benches(stderr);
        return EXIT_USAGE;
    }
    return start(root, &a);
}
