// Energy of a day, and what it would have been without sleep.
#include "energy/energy.h"
#include "store/store.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_BYTES 4096
#define COUNT_GAP_S 600.0 // a longer gap was no work of ours: the machine was stopped

static double machine_w(const struct energy_sample *from, const struct energy_sample *to,
                        bool *measured)
{
    double seconds = to->steady_s - from->steady_s;
    double joules = to->joules - from->joules;
    *measured = isfinite(joules) && joules >= 0;
    if (*measured)
        return joules / seconds;
    return ENERGY_IDLE_W + ENERGY_CORE_W * fmax(to->cpu_s - from->cpu_s, 0) / seconds;
}

static void add(struct energy_count *c, const struct energy_sample *s, double seconds)
{
    struct energy_day *d = &c->today;
    bool measured;
    double wh = machine_w(&c->last, s, &measured) * seconds / 3600;
    d->measured = measured;
    *(s->awake ? &d->awake_s : &d->asleep_s) += seconds;
    *(s->awake ? &d->awake_wh : &d->asleep_wh) += wh;
    d->screens_wh += (s->lit ? c->screens_w : c->screens_asleep_w) * seconds / 3600;
    d->whole_screens_wh += c->screens_w * seconds / 3600;
    if (d->awake_s > 0)
        c->awake_w = d->awake_wh * 3600 / d->awake_s;
}

bool energy_take(struct energy_count *c, const struct energy_sample *sample)
{
    double seconds = sample->steady_s - c->last.steady_s;
    bool other = c->today.day[0] && strcmp(c->today.day, sample->day) != 0;
    if (c->begun && seconds > 0 && seconds < COUNT_GAP_S)
        add(c, sample, seconds);
    if (other)
        c->before = c->today;
    if (other || !c->today.day[0]) {
        bool measured = c->today.measured;
        c->today = (struct energy_day){.measured = measured};
        memcpy(c->today.day, sample->day, sizeof c->today.day);
    }
    c->last = *sample;
    c->begun = true;
    return other;
}

double energy_used_wh(const struct energy_day *d)
{
    return d->awake_wh + d->asleep_wh + d->screens_wh;
}

double energy_always_wh(const struct energy_count *c, const struct energy_day *d)
{
    double awake_w = d->awake_s > 0 ? d->awake_wh * 3600 / d->awake_s : c->awake_w;
    return awake_w * (d->awake_s + d->asleep_s) / 3600 + d->whole_screens_wh;
}

void energy_sentence(const struct energy_count *c, const struct energy_day *d, char *text, int size)
{
    char less[48] = "", how[80];
    double used = energy_used_wh(d), always = energy_always_wh(c, d);
    if (always > 0)
        snprintf(less, sizeof less, ", %.0f %% less than always on",
                 100 * fmax(1 - used / always, 0));
    if (d->measured)
        snprintf(how, sizeof how, "measured by RAPL");
    else
        snprintf(how, sizeof how, "assumed: %.0f W, and %.0f W a busy core", ENERGY_IDLE_W,
                 ENERGY_CORE_W);
    snprintf(
        text, (size_t)size,
        "this station used %.0f Wh on %s%s (machine %.0f Wh, %s; screens %.0f Wh, as declared)",
        used, d->day, less, d->awake_wh + d->asleep_wh, how, d->screens_wh);
}

// ---- kept

static json_t *pack_day(const struct energy_day *d)
{
    return json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:b}", "day", d->day, "awake_s",
                     d->awake_s, "asleep_s", d->asleep_s, "awake_wh", d->awake_wh, "asleep_wh",
                     d->asleep_wh, "screens_wh", d->screens_wh, "whole_screens_wh",
                     d->whole_screens_wh, "measured", d->measured);
}

static double number(const json_t *from, const char *key)
{
    double x = json_number_value(json_object_get(from, key));
    return isfinite(x) && x >= 0 && x < 1e9 ? x : 0;
}

static void unpack_day(const json_t *from, struct energy_day *d)
{
    const char *day = json_string_value(json_object_get(from, "day"));
    if (!day || strlen(day) != 10)
        return;
    memcpy(d->day, day, 11);
    d->awake_s = number(from, "awake_s");
    d->asleep_s = number(from, "asleep_s");
    d->awake_wh = number(from, "awake_wh");
    d->asleep_wh = number(from, "asleep_wh");
    d->screens_wh = number(from, "screens_wh");
    d->whole_screens_wh = number(from, "whole_screens_wh");
    d->measured = json_is_true(json_object_get(from, "measured"));
}

bool energy_read(struct energy_count *c, const char *file)
{
    struct fault f;
    size_t length;
    char *text = store_read(file, COUNT_BYTES, &length, &f);
    json_t *tree = text ? json_loadb(text, length, 0, NULL) : NULL;
    free(text);
    unpack_day(json_object_get(tree, "today"), &c->today);
    unpack_day(json_object_get(tree, "before"), &c->before);
    double awake_w = number(tree, "awake_w");
    c->awake_w = awake_w > 0 ? awake_w : NAN;
    json_decref(tree);
    return c->today.day[0] != 0;
}

bool energy_write(const struct energy_count *c, const char *file, struct fault *f)
{
    json_t *tree = json_pack("{s:o, s:o, s:f}", "today", pack_day(&c->today), "before",
                             pack_day(&c->before), "awake_w", isnan(c->awake_w) ? 0 : c->awake_w);
    char *text = tree ? json_dumps(tree, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) : NULL;
    bool written = text ? store_write(file, text, strlen(text), f) : fault_set(f, "no memory");
    free(text);
    json_decref(tree);
    return written;
}
