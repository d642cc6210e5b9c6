// The operator's board: the list of cues on the left, what they can do on the right.
#include "staff/board.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define GROUND 0x14110f
#define PLATE 0x211c19
#define WARM 0xf4ead8
#define EMBER 0xff7a1a
#define COLD 0x8fa3b0

enum word {
    WORD_GO,
    WORD_BACK,
    WORD_PANIC,
    WORD_RESUME,
    WORD_RUNS,
    WORD_IN,
    WORD_NEXT,
    WORD_DARK,
    WORD_NOTHING,
    WORD_KEYS,
    WORDS
};

static const char *const words[][WORDS] = {
    {"GO", "RETOUR", "NOIR", "REPRENDRE", "en cours", "dans", "ensuite", "noir et silence",
     "aucune conduite",
     "Espace : GO    ⌫ : retour    Échap : noir    R : reprendre    ↑ ↓ ⏎ : aller à"},
    {"GO", "INDIETRO", "BUIO", "RIPRENDI", "in corso", "tra", "poi", "buio e silenzio",
     "nessuna scaletta", "Spazio: GO    ⌫: indietro    Esc: buio    R: riprendi    ↑ ↓ ⏎: vai a"},
    {"GO", "BACK", "PANIC", "RESUME", "running", "in", "next", "dark and silent", "no cues",
     "Space: GO    ⌫: back    Esc: panic    R: resume    ↑ ↓ ⏎: go to"},
};

static const char *word(const struct board_facts *f, enum word w)
{
    int row = strncmp(f->language, "fr", 2) == 0 ? 0 : strncmp(f->language, "it", 2) == 0 ? 1 : 2;
    return words[row][w];
}

struct pen {
    struct drawlist *list;
    const struct board_facts *facts;
    float unit; // px of small letters
};

static void box(const struct pen *p, struct board_place at, unsigned color, float alpha)
{
    const float xy[8] = {at.x,        at.y,        at.x + at.w, at.y,
                         at.x + at.w, at.y + at.h, at.x,        at.y + at.h};
    drawlist_fill(p->list, xy, 4, color_srgb(color, alpha));
}

static void frame(const struct pen *p, struct board_place at, float width, unsigned color)
{
    const float xy[8] = {at.x,        at.y,        at.x + at.w, at.y,
                         at.x + at.w, at.y + at.h, at.x,        at.y + at.h};
    drawlist_line(p->list, xy, 4, width, true, color_srgb(color, 1));
}

struct words_at {
    float x, y, width, size;
    const char *font;
    enum text_align align;
    unsigned color;
    int lines;
};

__attribute__((format(printf, 3, 4))) static void say(const struct pen *p, struct words_at at,
                                                      const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct text_style style = {.size_px = at.size,
                               .width_px = fmaxf(at.width, at.size),
                               .align = at.align,
                               .max_lines = at.lines ? at.lines : 1};
    snprintf(style.font, sizeof style.font, "%s", at.font);
    snprintf(style.language, sizeof style.language, "%s", p->facts->language);
    drawlist_text(p->list, text, strlen(text), at.x, at.y, &style, color_srgb(at.color, 1));
}

// "0:07", "12:03", "1:02:03"; rounded up, so that 0:00 is now.
static const char *duration(double seconds, char text[24])
{
    long s = (long)ceil(fmin(fmax(seconds, 0), 359999));
    if (s >= 3600)
        snprintf(text, 24, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(text, 24, "%ld:%02ld", s / 60, s % 60);
    return text;
}

static const char *label(const struct board *b, const struct plan_cue *c)
{
    const char *text = c->label.in[b->language];
    return text[0] ? text : c->label.in[0][0] ? c->label.in[0] : c->id;
}

// What stands at the right end of a cue's row.
static void state_of(const struct pen *p, int cue, struct words_at at)
{
    const struct show_view *v = &p->facts->view;
    char text[24];
    if (cue == v->cue) {
        at.color = EMBER;
        say(p, at, "%s  %s", word(p->facts, WORD_RUNS),
            duration(floor(p->facts->now_s - v->cue_s), text));
    } else if (cue == v->coming && v->coming_in >= 0) {
        say(p, at, "%s %s", word(p->facts, WORD_IN), duration(v->coming_in, text));
    } else if (cue == v->next) {
        say(p, at, "%s", word(p->facts, WORD_NEXT));
    }
}

static void cue_row(struct board *b, const struct pen *p, int cue, int number,
                    struct board_place at)
{
    const struct show_view *v = &p->facts->view;
    const struct plan_cue *c = &v->plan->cues[cue];
    float u = p->unit, third = at.w / 3;
    bool runs = cue == v->cue;
    box(p, (struct board_place){at.x, at.y, at.w, at.h - 3}, PLATE, runs ? 1 : 0.45f);
    if (runs) {
        box(p, (struct board_place){at.x, at.y, 5, at.h - 3}, EMBER, 1);
        float done = (float)fmin(fmax(v->done, 0), 1);
        box(p, (struct board_place){at.x, at.y + at.h - 6, at.w * done, 3}, EMBER, 1);
    }
    if (cue == v->next)
        frame(p, (struct board_place){at.x + 1, at.y + 1, at.w - 2, at.h - 5}, 2, COLD);
    if (cue == b->chosen)
        frame(p, (struct board_place){at.x + 1, at.y + 1, at.w - 2, at.h - 5}, 3, WARM);
    float y = at.y + (at.h - 3) / 2;
    say(p, (struct words_at){at.x + u, y - u * 0.65f, u * 3, u, "figures", TEXT_START, COLD, 1},
        "%d", number);
    say(p,
        (struct words_at){at.x + u * 3.6f, y - u * 0.85f, at.w - third - u * 4, u * 1.3f, "text",
                          TEXT_START, runs || cue == v->next ? WARM : COLD, 1},
        "%s", label(b, c));
    state_of(p, cue,
             (struct words_at){at.x + at.w - third - u, y - u * 0.65f, third, u, "figures",
                               TEXT_END, COLD, 1});
}

// So many of the list as there is room for, with what runs and comes among them.
static void cues(struct board *b, const struct pen *p, struct board_place at)
{
    const struct show_view *v = &p->facts->view;
    float high = p->unit * 2.9f;
    int most = (int)(at.h / high);
    b->row_count = 0;
    most = most > BOARD_ROWS ? BOARD_ROWS : most;
    if (!v->plan || !v->plan->list_count || !v->plan->lists[v->list].count) {
        say(p, (struct words_at){at.x, at.y, at.w, p->unit * 1.3f, "text", TEXT_START, COLD, 1},
            "%s", word(p->facts, WORD_NOTHING));
        return;
    }
    const struct plan_list *l = &v->plan->lists[v->list];
    int seen = b->chosen >= 0 ? plan_place(l, b->chosen)
               : v->next >= 0 ? plan_place(l, v->next)
                              : -1;
    if (seen < 0)
        seen = v->place > 0 ? v->place : 0;
    int first = seen - most / 2;
    first = first > l->count - most ? l->count - most : first;
    first = first < 0 ? 0 : first;
    for (int i = first; i < l->count && i < first + most; i++) {
        struct board_place row = {at.x, at.y + high * (float)(i - first), at.w, high};
        b->rows[b->row_count] = row;
        b->row_cues[b->row_count++] = l->cues[i];
        cue_row(b, p, l->cues[i], i + 1, row);
    }
}

static void button(struct board *b, const struct pen *p, enum board_button which,
                   struct board_place at, enum word w, unsigned color)
{
    b->buttons[which] = at;
    box(p, at, which == BOARD_GO ? EMBER : PLATE, 1);
    if (which != BOARD_GO)
        frame(p, at, 2, color);
    float size = fminf(which == BOARD_GO ? p->unit * 3.4f : p->unit * 1.5f, at.h * 0.5f);
    say(p,
        (struct words_at){at.x, at.y + at.h / 2 - size * 0.66f, at.w, size, "text", TEXT_CENTRE,
                          which == BOARD_GO ? GROUND : color, 1},
        "%s", word(p->facts, w));
}

static void buttons(struct board *b, const struct pen *p, struct board_place at)
{
    float u = p->unit, half = (at.w - u) / 2;
    bool dark = p->facts->view.dark;
    for (int i = 0; i < BOARD_BUTTONS; i++)
        b->buttons[i] = (struct board_place){0};
    button(b, p, BOARD_GO, (struct board_place){at.x, at.y, at.w, u * 8}, WORD_GO, WARM);
    button(b, p, BOARD_BACK, (struct board_place){at.x, at.y + u * 9, half, u * 4}, WORD_BACK,
           COLD);
    button(b, p, dark ? BOARD_RESUME : BOARD_PANIC,
           (struct board_place){at.x + half + u, at.y + u * 9, half, u * 4},
           dark ? WORD_RESUME : WORD_PANIC, dark ? EMBER : WARM);
}

static void timelines(const struct pen *p, struct board_place at)
{
    const struct show_plan *plan = p->facts->view.plan;
    float u = p->unit, y = at.y;
    for (int i = 0; plan && i < plan->timeline_count && y + u * 2.6f <= at.y + at.h; i++) {
        const struct plan_timeline *t = &plan->timelines[i];
        double at_s = p->facts->timelines_s[i];
        if (at_s < 0 || !(t->duration_s > 0) || (!t->loop && at_s > t->duration_s))
            continue;
        double part = fmod(at_s, t->duration_s) / t->duration_s;
        say(p, (struct words_at){at.x, y, at.w, u, "text", TEXT_START, COLD, 1}, "%s%s", t->id,
            t->loop ? "  ⟳" : "");
        box(p, (struct board_place){at.x, y + u * 1.6f, at.w, 3}, PLATE, 1);
        box(p, (struct board_place){at.x, y + u * 1.6f, at.w * (float)part, 3}, WARM, 1);
        y += u * 2.6f;
    }
}

static void foot(const struct pen *p, struct board_place at)
{
    const struct board_facts *f = p->facts;
    float u = p->unit;
    if (f->warned)
        say(p, (struct words_at){at.x, at.y, at.w, u, "text", TEXT_START, EMBER, 1}, "%s: %s",
            f->said.room, f->said.text);
    say(p, (struct words_at){at.x, at.y + u * 1.7f, at.w, u, "text", TEXT_START, COLD, 1}, "%s",
        word(f, WORD_KEYS));
}

void board_draw(struct board *b, const struct board_facts *f, struct drawlist *list, int width,
                int height)
{
    float w = (float)width, h = (float)height;
    struct pen p = {list, f, fmaxf(fminf(h / 44, w / 70), 9)};
    float u = p.unit, margin = u * 2, right = w * 0.34f;
    drawlist_begin(list, w, h);
    list->background = color_srgb(GROUND, 1);
    say(&p,
        (struct words_at){margin, margin * 0.8f, w - right - margin * 2, u * 2, "title", TEXT_START,
                          WARM, 1},
        "%s", f->title);
    say(&p,
        (struct words_at){w - right, margin * 0.9f, right - margin, u * 1.8f, "figures", TEXT_END,
                          f->view.dark ? EMBER : WARM, 1},
        "%s", f->view.dark ? word(f, WORD_DARK) : f->hour);
    float top = margin * 0.8f + u * 4, bottom = h - margin - u * 3;
    cues(b, &p, (struct board_place){margin, top, w - right - margin * 2, bottom - top});
    struct board_place side = {w - right, top, right - margin, bottom - top};
    buttons(b, &p, side);
    timelines(&p, (struct board_place){side.x, top + u * 15, side.w, bottom - top - u * 15});
    foot(&p, (struct board_place){margin, bottom + u * 0.4f, w - margin * 2, u * 3});
}
