// Facts of the table, and how they are laid out: words and numbers in rows, one graph.
#include "staff/staff.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WARM 0xf4ead8
#define EMBER 0xff7a1a
#define COLD 0x8fa3b0
#define GROUND 0x14110f

static const char *const room_names[STAFF_ROOMS] = {"show",  "input",  "film",    "script",
                                                    "sound", "render", "surfaces"};

static void count_media(struct staff_facts *facts, const struct media *m)
{
    bool runs = m->playing && !m->ended;
    if (m->kind == MEDIA_PICTURE) {
        facts->pictures++;
    } else if (m->kind == MEDIA_FILM) {
        facts->films++;
        facts->films_run += runs;
    }
    bool heard = m->kind == MEDIA_SOUND || (m->kind == MEDIA_FILM && m->audible);
    facts->voices += heard;
    facts->voices_run += heard && runs && !m->silent;
}

static void take_visit(struct staff_scene *to, const struct scene_visit *v)
{
    to->phase = v->phase;
    to->visits = v->number;
    to->idle_s = v->idle_s;
    to->left_s = v->left_s;
}

void staff_gather(struct staff_facts *facts, const struct scene *scene)
{
    snprintf(facts->station, sizeof facts->station, "%s", scene->station);
    facts->now_s = scene->now_s;
    facts->show = scene->show;
    facts->pictures = facts->films = facts->films_run = facts->voices = facts->voices_run = 0;
    for (int i = 0; i < scene->media.reach; i++)
        if (scene->media.items[i].used)
            count_media(facts, &scene->media.items[i]);
    facts->hold_count = 0;
    for (int i = 0; i < HOLDS && facts->hold_count < STAFF_HOLDS; i++)
        if (scene->holds[i].station[0])
            facts->holds[facts->hold_count++] = scene->holds[i];
    facts->scene_count = scene->stage_count;
    for (int i = 0; i < scene->stage_count; i++) {
        snprintf(facts->scenes[i].stage, SCENE_ID, "%s", scene->stages[i].id);
        facts->scenes[i].fingers = scene->stages[i].fingers;
        take_visit(&facts->scenes[i], &scene->stages[i].visit);
    }
}

// Where the next row goes.
struct sheet {
    struct drawlist *list;
    float x, y, width, size; // px; size: of letters
};

__attribute__((format(printf, 4, 5))) static void say(const struct sheet *s, float dx,
                                                      unsigned color, const char *format, ...)
{
    char text[FACTS_ID * 2 + 512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct text_style style = {.font = "figures",
                               .size_px = s->size,
                               .width_px = fmaxf(s->width - dx, s->size),
                               .max_lines = 1,
                               .language = "en"};
    drawlist_text(s->list, text, strlen(text), s->x + dx, s->y, &style, color_srgb(color, 1));
}

static void row(struct sheet *s)
{
    s->y += s->size * 1.35f;
}

static void box(const struct sheet *s, float x, float y, float w, float h, unsigned color,
                float alpha)
{
    const float xy[8] = {x, y, x + w, y, x + w, y + h, x, y + h};
    drawlist_fill(s->list, xy, 4, color_srgb(color, alpha));
}

static void heading(struct sheet *s, const char *word)
{
    s->y += s->size * 0.6f;
    say(s, 0, COLD, "%s", word);
    row(s);
}

static void frames(struct sheet *s, const struct staff_facts *f)
{
    const struct staff_meter *m = f->meter;
    heading(s, "frames");
    say(s, 0, WARM, "last second  %d run, %d asked, %d shown", m->last.frames, m->last.asks,
        m->last.pictures);
    row(s);
    say(s, 0, m->last.lates ? EMBER : WARM, "late  %d, %llu since the beginning", m->last.lates,
        (unsigned long long)m->late);
    row(s);
    say(s, 0, COLD, "all  %llu asked, %llu shown", (unsigned long long)m->asked,
        (unsigned long long)m->presented);
    row(s);
}

// A bar a frame: CPU against the time there is for one.
static void graph(struct sheet *s, const struct staff_facts *f)
{
    const struct staff_meter *m = f->meter;
    float high = s->size * 3, each = s->width / STAFF_FRAMES;
    float most_ms = f->rate_hz > 0 ? 1000 / (float)f->rate_hz : 17;
    s->y += s->size * 0.3f;
    box(s, s->x, s->y, s->width, 1, COLD, 0.6f);
    box(s, s->x, s->y + high, s->width, 1, COLD, 0.6f);
    for (int i = 0; i < m->recent_count; i++) {
        int at = (m->recent_next - 1 - i + 2 * STAFF_FRAMES) % STAFF_FRAMES;
        float part = fminf(m->recent_ms[at] / most_ms, 1);
        float h = fmaxf(part * high, 1);
        box(s, s->x + s->width - each * (float)(i + 1), s->y + high - h, fmaxf(each - 1, 1), h,
            part >= 1 ? EMBER : WARM, 0.9f);
    }
    s->y += high + s->size * 0.2f;
    say(s, 0, COLD, "CPU of a frame; the line above is %.1f ms", (double)most_ms);
    row(s);
}

static void rooms(struct sheet *s, const struct staff_facts *f)
{
    const struct staff_second *last = &f->meter->last;
    double seconds = last->seconds > 0 ? last->seconds : 1;
    heading(s, "CPU of the last second, ms");
    for (int i = 0; i < STAFF_ROOMS; i++) {
        double ms = last->rooms_ms[i] / seconds;
        float left = s->size * 10.5f, wide = s->width - left;
        say(s, 0, WARM, "%s", room_names[i]);
        say(s, s->size * 6, WARM, "%.1f", ms);
        box(s, s->x + left, s->y + s->size * 0.35f, wide, s->size * 0.5f, COLD, 0.15f);
        box(s, s->x + left, s->y + s->size * 0.35f, wide * fminf((float)ms / 1000, 1),
            s->size * 0.5f, ms > 500 ? EMBER : WARM, 1);
        row(s);
    }
    say(s, 0, COLD, "the worst frame %.1f ms, all of them %.1f ms", last->worst_ms,
        last->all_ms / seconds);
    row(s);
}

static void visit(struct sheet *s, const struct staff_scene *scene)
{
    if (scene->phase == VISIT_ASKING)
        say(s, s->size, WARM, "visit %u: more time? ends in %.0f s", scene->visits, scene->left_s);
    else if (scene->phase == VISIT_ON)
        say(s, s->size, WARM, "visit %u, idle for %.0f s", scene->visits, scene->idle_s);
    else
        say(s, s->size, COLD, "nobody there, %u visits", scene->visits);
    row(s);
}

static void scenes(struct sheet *s, const struct staff_facts *f)
{
    heading(s, "scenes");
    for (int i = 0; i < f->scene_count; i++) {
        const struct staff_scene *scene = &f->scenes[i];
        say(s, 0, WARM, "%s: %s", scene->stage, scene->name[0] ? scene->name : "no scene");
        row(s);
        if (scene->back_in_s >= 0)
            say(s, s->size, EMBER, "stopped; begins anew in %.0f s", scene->back_in_s);
        else
            say(s, s->size, scene->worst_ms > scene->budget_ms ? EMBER : COLD,
                "%.1f ms/s, worst %.1f   %.1f of %.0f MiB   %d fingers", scene->cpu_ms,
                scene->worst_ms, scene->memory_mib, scene->memory_most_mib, scene->fingers);
        row(s);
        visit(s, scene);
    }
}

static void media(struct sheet *s, const struct staff_facts *f)
{
    heading(s, "open");
    say(s, 0, WARM, "films %d, %d run   voices %d, %d sound   pictures %d", f->films, f->films_run,
        f->voices, f->voices_run, f->pictures);
    row(s);
}

static void show(struct sheet *s, const struct staff_facts *f)
{
    const struct show_facts *w = &f->show;
    if (!w->cue[0] && !w->next[0])
        return;
    heading(s, "show");
    if (w->cue[0])
        say(s, 0, WARM, "%s, for %.0f s", w->cue, fmax(f->now_s - w->since_s, 0));
    else
        say(s, 0, WARM, "no cue yet");
    row(s);
    if (w->dark)
        say(s, 0, EMBER, "PANIC: dark and silent");
    else if (!w->next[0])
        say(s, 0, COLD, "nothing comes");
    else if (w->coming_in >= 0)
        say(s, 0, COLD, "next %s, in %.0f s", w->next, w->coming_in);
    else
        say(s, 0, COLD, "next %s, at GO", w->next);
    row(s);
}

static void holds(struct sheet *s, const struct staff_facts *f)
{
    if (f->hold_count)
        heading(s, "who is answered");
    for (int i = 0; i < f->hold_count; i++) {
        const struct hold *h = &f->holds[i];
        if (!h->held)
            say(s, 0, COLD, "%s: free", h->station);
        else if (!h->waiting)
            say(s, 0, WARM, "%s: %s, %.0f s left", h->station, h->by,
                fmax(h->until_s - f->now_s, 0));
        else
            say(s, 0, WARM, "%s: %s, %.0f s left, then %s (%d)", h->station, h->by,
                fmax(h->until_s - f->now_s, 0), h->who[0], h->waiting);
        row(s);
    }
}

static void faults(struct sheet *s, const struct staff_facts *f)
{
    heading(s, f->fault_count ? "went wrong lately, newest first" : "nothing went wrong");
    for (int i = 0; i < f->fault_count; i++) {
        const struct log_line *l = &f->faults[i];
        say(s, 0, l->level == LOG_ERROR ? EMBER : WARM, "%s: %s%s", l->room, l->text,
            l->times > 1 ? " (again and again)" : "");
        row(s);
    }
    if (f->lacking > 0) {
        say(s, 0, EMBER,
            "%d %s of the interface not translated; gestuaire check names all that lack",
            f->lacking, f->lacking == 1 ? "text" : "texts");
        row(s);
    }
}

void staff_draw(const struct staff_facts *f, struct drawlist *list, int width, int height)
{
    float w = (float)width, h = (float)height;
    float size = fmaxf(fminf(h / 40, w / 64), 9), margin = size;
    drawlist_begin(list, w, h);
    list->background = (struct color){0, 0, 0, 0};
    struct sheet s = {list, margin * 2, margin * 1.8f, w - margin * 4, size};
    box(&s, margin, margin, w - 2 * margin, h - 2 * margin, GROUND, 0.95f);
    say(&s, 0, WARM, "%s / %s   %dx%d   at most %.0f frames a second   %.1f s", f->station,
        f->output, width, height, f->rate_hz, f->now_s);
    row(&s);
    struct sheet left = s, right = s;
    left.width = right.width = (s.width - 2 * margin) / 2;
    right.x += left.width + 2 * margin;
    frames(&left, f);
    graph(&left, f);
    rooms(&left, f);
    scenes(&right, f);
    media(&right, f);
    show(&right, f);
    holds(&right, f);
    s.y = fmaxf(left.y, right.y);
    faults(&s, f);
}
