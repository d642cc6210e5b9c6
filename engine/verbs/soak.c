// Hours of visitors on one station, and an hour of films: memory, CPU of frames, stops, the log.
#include "verbs/soak.h"
#include "base/clock.h"
#include "base/log.h"
#include "verbs/bench.h"
#include "verbs/guest.h"
#include "verbs/verbs.h"

#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HZ 60
#define IDLE_STEPS 30 // 2 Hz
#define AFTER_S 5.0   // a page settles for so long after the last finger
#define LOOK_S 30.0   // of show time, between two looks at memory
#define LOOK_FILMS_S 5.0
#define LEAST_S 300.0   // films come and go: of so long the least counts
#define FIRST 0.1       // of the time, which is not looked at: what is read once has been read
#define FIRST_QUICK 0.2 // two visits
#define LOG_BYTES 5e6
#define TOLD 20 // warnings that are shown

// Frames that showed something new, by their CPU: a hundredth of a factor e a bin: from 1 us to 22
// s.
enum { BINS = 1700 };

struct frames {
    long count, bins[BINS];
    double worst_ms;
};

// Memory over time: sums of a straight line, so that looking takes no memory itself.
struct line {
    double n, t, m, tt, tm;
    double first_mb, last_mb, most_mb;
};

// What is looked at before `from_h` counts for the most alone.
struct memory {
    double from_h;
    struct line resident, asked; // of what the program has asked for and not given back
};

struct counted_log {
    atomic_long bytes, lines, warnings;
};

struct figures {
    double hours, wall_s;
    struct frames frames;
    struct memory memory;
    int stops, visits;
    long bytes, lines, warnings;
};

static void count_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct counted_log *l = user;
    // As standard error has it: "gestuaire: room: text" and an end of line.
    atomic_fetch_add(&l->bytes, (long)(strlen(room) + strlen(text)) + 14);
    atomic_fetch_add(&l->lines, 1);
    if (level >= LOG_WARNING && atomic_fetch_add(&l->warnings, 1) < TOLD)
        fprintf(stderr, "soak: %s: %s\n", room, text);
}

static void frame_took(struct frames *f, double ms)
{
    int bin = (int)(100 * log(fmax(ms, 1e-3) / 1e-3));
    f->bins[bin < BINS ? bin : BINS - 1]++;
    f->count++;
    f->worst_ms = fmax(f->worst_ms, ms);
}

static double frame_quantile(const struct frames *f, double q)
{
    long upto = 0;
    for (int i = 0; i < BINS; i++) {
        upto += f->bins[i];
        if ((double)upto >= q * (double)f->count && upto > 0)
            return 1e-3 * exp((i + 0.5) / 100);
    }
    return NAN;
}

// What the program has asked for and not given back, in 10^6 bytes.
static double asked_mb(void)
{
    struct mallinfo2 m = mallinfo2();
    return (double)(m.uordblks + m.hblkhd) / 1e6;
}

// Resident memory, in 10^6 bytes.
static double resident_mb(void)
{
    char text[128] = "";
    long size, pages = 0;
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0)
        close(file);
    if (n <= 0 || sscanf(text, "%ld %ld", &size, &pages) != 2)
        return NAN;
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static void line_add(struct line *l, double at_h, double mb, bool counts)
{
    l->last_mb = mb;
    l->most_mb = fmax(l->most_mb, mb);
    if (!counts)
        return;
    l->first_mb = l->n > 0 ? l->first_mb : mb;
    l->n++;
    l->t += at_h;
    l->m += mb;
    l->tt += at_h * at_h;
    l->tm += at_h * mb;
}

// Of the straight line with the least squares, MB an hour.
static double line_slope(const struct line *l)
{
    double over = l->n * l->tt - l->t * l->t;
    return l->n > 2 && over > 0 ? (l->n * l->tm - l->t * l->m) / over : NAN;
}

static void memory_look(struct memory *m, double at_h, double ready_mb, bool counts)
{
    line_add(&m->resident, at_h, resident_mb(), counts && at_h >= m->from_h);
    line_add(&m->asked, at_h, asked_mb() - ready_mb, counts && at_h >= m->from_h);
}

static double now_s(void)
{
    return (double)clock_monotonic_ns() / 1e9;
}

static void count_stops(struct session *s, struct figures *to)
{
    for (int i = 0; i < engine_station_count(s->engine); i++) {
        const struct station *station = engine_station(s->engine, i);
        to->stops += station->script ? script_stop_count(station->script) : 0;
    }
}

// What sounds is mixed, as a device would have it; what is skipped is not.
static void hear(struct station *s)
{
    static const int FRAMES = SOUND_RATE_HZ / HZ;
    float out[SOUND_BLOCK * SOUND_SPEAKERS];
    for (int left = FRAMES; left > 0; left -= SOUND_BLOCK)
        sound_mix(s->sound, out, left < SOUND_BLOCK ? left : SOUND_BLOCK);
}

static void wait_until(double at_s)
{
    double left_s = at_s - now_s();
    struct timespec t = {(time_t)left_s, (long)(fmod(left_s, 1) * 1e9)};
    if (left_s > 0)
        nanosleep(&t, NULL);
}

// Before a visitor comes, without what is only kept to be quick or waits to be let go: what is
// there then stays.
static void look_well(struct station *s, struct memory *m, double at_h)
{
    size_t ready = s->script ? script_collect(s->script) : 0;
    text_let_go(s->text);
    malloc_trim(0);
    memory_look(m, at_h, (double)ready / 1e6, true);
}

static void visit_all(struct session *s, const struct soak *soak, struct figures *to)
{
    struct station *station = session_station(s);
    const struct pulse_page *page = pulse_page(station->pulse);
    struct guest guest = {.away_s = {150, 600}, .stay_s = {40, 120}};
    double until_s = soak->hours * 3600, looked_s = -INFINITY, began_s = now_s(), told_s = began_s;
    to->memory.from_h = (soak->quick ? FIRST_QUICK : FIRST) * soak->hours;
    if (soak->quick) { // the same visitor at the same moment: what is there then is the same
        guest.again = soak->seed;
        guest.away_s[1] = guest.away_s[0];
    }
    guest_begin(&guest, soak->seed, 0);
    bool was_busy = false;
    for (double at_s; (at_s = engine_now_s(s->engine)) < until_s;) {
        bool busy = guest_work(&guest, station, at_s, AFTER_S);
        if (busy && !was_busy)
            look_well(station, &to->memory, at_s / 3600);
        was_busy = busy;
        uint64_t shown = page->presented;
        int64_t before_ns = clock_thread_cpu_ns();
        engine_frame(s->engine, false);
        if (page->presented != shown)
            frame_took(&to->frames, (double)(clock_thread_cpu_ns() - before_ns) / 1e6);
        if (busy)
            hear(station);
        for (int i = 0; i < (busy ? 1 : IDLE_STEPS); i++)
            engine_step(s->engine);
        if (soak->paced)
            wait_until(began_s + engine_now_s(s->engine));
        if (at_s - looked_s >= LOOK_S) {
            memory_look(&to->memory, at_s / 3600, 0, false);
            looked_s = at_s;
        }
        if (now_s() - told_s >= 60) {
            told_s = now_s();
            fprintf(stderr, "soak: %.2f of %.2f h, visit %d, %.1f MB\n", at_s / 3600, soak->hours,
                    guest.number, to->memory.resident.last_mb);
        }
    }
    to->hours = soak->hours;
    to->visits = guest.number;
}

// The least of a while: where films come and go, what is there between them.
struct least {
    double resident_mb, asked_mb, since_s;
};

static void least_look(struct least *l, struct memory *m, double at_s)
{
    l->resident_mb = fmin(l->resident_mb, resident_mb());
    l->asked_mb = fmin(l->asked_mb, asked_mb());
    memory_look(m, at_s / 3600, 0, false);
    if (at_s - l->since_s < LEAST_S)
        return;
    bool counts = at_s / 3600 >= m->from_h;
    line_add(&m->resident, at_s / 3600, l->resident_mb, counts);
    line_add(&m->asked, at_s / 3600, l->asked_mb, counts);
    *l = (struct least){INFINITY, INFINITY, at_s};
}

// A frame is counted when something was presented in it.
static void play_films(struct session *s, const struct soak *soak, struct figures *to)
{
    struct pulse_page *page = pulse_page(session_station(s)->pulse);
    double began_s = now_s(), looked_s = -INFINITY;
    struct least least = {INFINITY, INFINITY, 0};
    to->memory.from_h = FIRST * soak->films_s / 3600;
    for (double at_s; (at_s = now_s() - began_s) < soak->films_s;) {
        uint64_t shown = page->presented;
        int64_t before_ns = clock_thread_cpu_ns();
        if (!engine_turn(s->engine))
            break;
        if (page->presented != shown)
            frame_took(&to->frames, (double)(clock_thread_cpu_ns() - before_ns) / 1e6);
        if (at_s - looked_s >= LOOK_FILMS_S) {
            least_look(&least, &to->memory, at_s);
            looked_s = at_s;
        }
    }
    to->hours = (now_s() - began_s) / 3600;
}

static bool measure(const struct session_desc *desc, const struct soak *soak,
                    void (*work)(struct session *s, const struct soak *soak, struct figures *to),
                    struct figures *to)
{
    struct session s;
    struct counted_log log = {0};
    if (!session_open(&s, desc))
        return false;
    log_to(count_line, &log, LOG_INFO);
    double began_s = now_s();
    work(&s, soak, to);
    to->wall_s = now_s() - began_s;
    count_stops(&s, to);
    session_close(&s);
    log_to(NULL, NULL, LOG_INFO);
    to->bytes = log.bytes;
    to->lines = log.lines;
    to->warnings = log.warnings;
    return true;
}

static json_t *number(double v)
{
    char text[32];
    snprintf(text, sizeof text, "%.4g", v);
    return isfinite(v) ? json_real(atof(text)) : json_null();
}

static json_t *goal(const char *what, double value, double most)
{
    return json_pack("{s:s, s:o, s:o, s:o}", "measure", what, "value", number(value), "at_most",
                     number(most), "met",
                     isfinite(value) ? json_boolean(value <= most) : json_null());
}

static json_t *tell_line(const struct line *l)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "slope_mb_h", number(line_slope(l)), "first_mb",
                     number(l->first_mb), "last_mb", number(l->last_mb), "most_mb",
                     number(l->most_mb));
}

static json_t *tell(const struct figures *f, const char *what, bool json)
{
    double median = frame_quantile(&f->frames, 0.5), high = frame_quantile(&f->frames, 0.999);
    double slope = line_slope(&f->memory.resident);
    json_t *goals = json_array();
    json_array_append_new(goals, goal("memory slope, MB an hour", slope, 0.5));
    json_array_append_new(goals, goal("p99.9 of frame CPU / median", high / median, 3));
    json_array_append_new(goals, goal("scenes that were stopped", f->stops, 0));
    json_array_append_new(goals, goal("log, bytes", (double)f->bytes, LOG_BYTES));
    if (!json)
        for (size_t i = 0; i < json_array_size(goals); i++) {
            const json_t *g = json_array_get(goals, i);
            fprintf(stderr, "%s: %-30s %10.4g  at most %g: %s\n", what,
                    json_string_value(json_object_get(g, "measure")),
                    json_number_value(json_object_get(g, "value")),
                    json_number_value(json_object_get(g, "at_most")),
                    json_is_true(json_object_get(g, "met")) ? "met" : "NOT MET");
        }
    json_t *memory = json_pack("{s:o, s:o}", "resident", tell_line(&f->memory.resident), "asked",
                               tell_line(&f->memory.asked));
    json_t *frames =
        json_pack("{s:I, s:o, s:o, s:o}", "count", (json_int_t)f->frames.count, "median_ms",
                  number(median), "p99_9_ms", number(high), "worst_ms", number(f->frames.worst_ms));
    return json_pack("{s:o, s:o, s:i, s:i, s:I, s:I, s:I, s:o, s:o, s:o}", "hours",
                     number(f->hours), "wall_s", number(f->wall_s), "visits", f->visits, "stops",
                     f->stops, "log_bytes", (json_int_t)f->bytes, "log_lines", (json_int_t)f->lines,
                     "warnings", (json_int_t)f->warnings, "memory", memory, "frame_cpu", frames,
                     "goals", goals);
}

static bool soak_visits(const char *root, const struct soak *soak, json_t *to)
{
    char folder[PATH_MAX];
    struct figures *f = calloc(1, sizeof *f);
    snprintf(folder, sizeof folder, "%s/installations/villa-medicis", root);
    struct session_desc desc = {.root = root,
                                .folder = soak->folder ? soak->folder : folder,
                                .station = soak->folder ? soak->station : "kiosk",
                                .state = soak->state,
                                .stepped_hz = HZ,
                                .kept = soak->state != NULL,
                                .unpainted = !soak->painted,
                                .headless = true,
                                .kiosk = true};
    bool ran = f && measure(&desc, soak, visit_all, f);
    if (ran)
        json_object_set_new(to, "visitors", tell(f, "visitors", soak->json));
    free(f);
    return ran;
}

static bool soak_films(const char *root, const struct soak *soak, json_t *to)
{
    char folder[PATH_MAX];
    struct figures *f = calloc(1, sizeof *f);
    snprintf(folder, sizeof folder, "%s/installations/tarn-et-garonne", root);
    struct session_desc desc = {.root = root,
                                .folder = soak->films ? soak->films : folder,
                                .station = soak->films ? soak->films_at : "mur",
                                .state = soak->state,
                                .headless = true,
                                .silent = true,
                                .kiosk = true,
                                .anew = true};
    bool ran = f && measure(&desc, soak, play_films, f);
    if (ran)
        json_object_set_new(to, "films", tell(f, "films", soak->json));
    free(f);
    return ran;
}

int soak_run(const char *root, const struct soak *soak)
{
    setenv("SDL_VIDEODRIVER", "offscreen", 0); // nothing is presented; what is drawn is drawn
    json_t *o = json_pack("{s:s, s:b, s:i}", "bench", "soak", "quick", soak->quick, "seed",
                          (int)soak->seed);
    bool ran = (soak->hours <= 0 || soak_visits(root, soak, o)) &&
               (soak->films_s <= 0 || soak_films(root, soak, o));
    json_object_set_new(o, "machine", bench_machine());
    char *text = ran ? json_dumps(o, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    if (text)
        puts(text);
    free(text);
    json_decref(o);
    return ran ? EXIT_DONE : EXIT_FAILED;
}
