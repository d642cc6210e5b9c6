// A house and its opening hours.
#include "resting.h"
#include "base/clock.h"
#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define RESTING_LOOK_S 0.2 // at most so often

static double steady_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

bool resting_occupied(const struct resting *r)
{
    for (int n = 0; n < r->count; n++)
        for (int i = 0; i < r->stations[n].scene->stage_count; i++)
            if (r->stations[n].scene->stages[i].visit.phase != VISIT_ATTRACT)
                return true;
    return false;
}

static struct shift_seen look(const struct resting *r)
{
    double now_s = steady_s();
    return (struct shift_seen){.wall_s = isnan(r->apart_s) ? clock_real_s() : now_s + r->apart_s,
                               .steady_s = now_s,
                               .occupied = resting_occupied(r)};
}

static void write_opens(struct resting *r)
{
    time_t at = isfinite(r->shift.change) ? (time_t)r->shift.change : 0;
    struct tm local;
    r->opens[0] = r->day[0] = '\0';
    if (!at || !localtime_r(&at, &local))
        return;
    strftime(r->opens, sizeof r->opens, "%H:%M", &local);
    strftime(r->day, sizeof r->day, "%Y-%m-%d", &local);
}

static void tell(struct resting *r)
{
    const struct shift *s = &r->shift;
    write_opens(r);
    if (r->opens[0])
        log_info("hours", "%s: %s until %s %s", shift_word(s->phase), s->open ? "open" : "closed",
                 r->day, r->opens);
    else
        log_info("hours", "%s: %s, and no other hours are said", shift_word(s->phase),
                 s->open ? "open" : "closed");
}

static void set_light(struct resting *r)
{
    double now_s = steady_s();
    for (int n = 0; n < r->count; n++) {
        r->stations[n].scene->house = (float)shift_light(&r->shift, now_s);
        r->stations[n].scene->hush = (float)shift_sound(&r->shift, now_s);
    }
}

void resting_begin(struct resting *r, const struct hours *hours, double wall_s,
                   struct station *stations, int count)
{
    *r = (struct resting){.stations = stations,
                          .count = count,
                          .kept = hours && hours->told,
                          .apart_s = isnan(wall_s) ? NAN : wall_s - steady_s(),
                          .seen_s = -INFINITY};
    struct shift_seen seen = look(r);
    shift_begin(&r->shift, r->kept ? hours : NULL, &seen);
    if (r->kept)
        tell(r);
    set_light(r);
}

bool resting_update(struct resting *r)
{
    if (!r->kept || (steady_s() < r->seen_s + RESTING_LOOK_S && !resting_moves(r)))
        return false;
    struct shift_seen seen = look(r);
    r->seen_s = seen.steady_s;
    bool other = shift_update(&r->shift, &seen);
    if (other)
        tell(r);
    set_light(r);
    return other;
}

bool resting_asleep(const struct resting *r)
{
    return !shift_awake(r->shift.phase);
}

bool resting_moves(const struct resting *r)
{
    return r->shift.phase == SHIFT_DIMMING;
}

void resting_touched(struct resting *r)
{
    struct shift_seen seen = look(r);
    shift_touched(&r->shift, &seen);
    r->seen_s = -INFINITY;
}

void resting_staff(struct resting *r)
{
    struct shift_seen seen = look(r);
    shift_staff(&r->shift, &seen);
    r->seen_s = -INFINITY;
}

static void draw_line(const struct station *s, struct scene_stage *stage, int language,
                      const char *key, const char *after, float y, float size)
{
    char text[160];
    struct words_found found;
    const char *code = s->installation->languages[language];
    struct text_style style = {.font = "text", .size_px = size, .align = TEXT_CENTRE};
    if (!s->words || !words_find(s->words, key, code, NAN, &found))
        return;
    snprintf(style.language, sizeof style.language, "%s", code);
    snprintf(text, sizeof text, "%.100s%s%s", found.text, *after ? " " : "", after);
    drawlist_text(&stage->list, text, strlen(text), (float)stage->width / 2, y, &style,
                  color_srgb(0xf4ead8, 0.8f));
}

static void draw_closed(const struct resting *r, const struct station *s, struct scene_stage *stage)
{
    bool soon = r->shift.change - look(r).wall_s < 86400; // else which day would it be?
    const char *key = soon ? "closed.opens" : "closed.now", *hour = soon ? r->opens : "";
    int lines = s->installation->language_count;
    float size = fminf((float)stage->width, (float)stage->height) / 20;
    float y = (float)stage->height / 2 - size * 1.5f * (float)lines;
    for (int i = 0; i < lines; i++, y += size * 3)
        draw_line(s, stage, i, key, hour, y, size);
}

void resting_draw(const struct resting *r, struct station *s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        struct scene_stage *stage = &s->scene->stages[i];
        drawlist_begin(&stage->list, (float)stage->width, (float)stage->height);
        if (r->shift.phase == SHIFT_PEEK && s->place->output_count)
            draw_closed(r, s, stage);
        stage->picture++;
    }
}
