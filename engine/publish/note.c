// The notes of an entry: two beside one another, each under the picture it is drawn on.
#include "publish/note.h"
#include "motion/motion.h"
#include "publish/noteplate.h"
#include "publish/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUTTER (6 * MM)
#define WIDTH ((PRINT_MAIN_WIDTH - GUTTER) / 2)
#define HIGHEST (44 * MM) // of a picture
#define INSTANTS 200      // of a movement that an angle is looked for at

// ---- which ----

static bool is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

// Is a film a view of one of its capsules?
static bool is_view(const struct entry *e, const char *film)
{
    const json_t *c;
    for (int n = 0; (c = repertoire_record(e->d->repertoire, REPERTOIRE_CAPSULE, n)); n++) {
        const json_t *views = json_object_get(c, "views");
        if (!is(facts_string(c, "gesture"), facts_string(e->record, "id")))
            continue;
        for (size_t i = 0; i < json_array_size(views); i++)
            if (is(facts_string(json_array_get(views, i), "media"), film))
                return true;
    }
    return false;
}

static bool is_of(const struct entry *e, const json_t *note)
{
    const char *film = facts_string(note, "media"), *clip = facts_string(note, "clip");
    const char *named = facts_string(note, "gesture");
    if (named && strcmp(named, facts_string(e->record, "id")) != 0)
        return false;
    return named || is(film, facts_string(e->record, "film")) ||
           is(clip, facts_string(e->record, "clip")) || (film && is_view(e, film));
}

static double begins(const json_t *note)
{
    return json_number_value(json_array_get(json_object_get(note, "at"), 0));
}

// Films before movements, then by time.
static int in_order(const void *a, const void *b)
{
    const json_t *x = *(const json_t *const *)a, *y = *(const json_t *const *)b;
    int film = !facts_string(x, "media") - !facts_string(y, "media");
    if (film)
        return film;
    if (begins(x) != begins(y))
        return begins(x) < begins(y) ? -1 : 1;
    return strcmp(facts_string(x, "id"), facts_string(y, "id"));
}

static const json_t **notes_of(const struct entry *e, int *count)
{
    const struct repertoire *r = e->d->repertoire;
    const json_t *n,
        **notes = calloc((size_t)repertoire_count(r, REPERTOIRE_NOTE) + 1, sizeof(json_t *));
    *count = 0;
    for (int i = 0; notes && (n = repertoire_record(r, REPERTOIRE_NOTE, i)); i++)
        if (is_of(e, n))
            notes[(*count)++] = n;
    if (*count)
        qsort(notes, (size_t)*count, sizeof(json_t *), in_order);
    return notes;
}

// ---- what they measure ----

// The least and the largest angle of its joints while it lasts.
static bool range_of(const struct entry *e, const json_t *note, double *least, double *most)
{
    const json_t *joints = json_object_get(json_object_get(note, "geometry"), "joints");
    const json_t *clip = facts_one(e->d, note, "clip"), *at = json_object_get(note, "at");
    const char *shape = facts_string(json_object_get(note, "geometry"), "shape");
    struct fault f;
    int joint[3];
    if (!clip || !is(shape, "angle") || json_array_size(joints) < 3)
        return false;
    struct motion_clip *m = print_clip(e->d, clip, &f);
    bool found = m != NULL;
    for (size_t i = 0; found && i < 3; i++) {
        joint[i] = motion_joint(m, json_string_value(json_array_get(joints, i)));
        found = joint[i] >= 0;
    }
    *least = INFINITY;
    *most = -INFINITY;
    double from = json_number_value(json_array_get(at, 0)),
           to = json_number_value(json_array_get(at, 1));
    for (int i = 0; found && i <= INSTANTS; i++) {
        double t = from + (to - from) * i / INSTANTS;
        double angle =
            motion_angle(motion_joint_at(m, joint[0], t), motion_joint_at(m, joint[1], t),
                         motion_joint_at(m, joint[2], t));
        *least = fmin(*least, angle * 180 / M_PI);
        *most = fmax(*most, angle * 180 / M_PI);
    }
    motion_destroy(m);
    return found && isfinite(*least) && isfinite(*most);
}

static bool is_degrees(const json_t *measure)
{
    return is(facts_string(measure, "unit"), "deg");
}

// "0,55 m", "62° – 141°"; "" where it measures nothing that can be said.
static void say_measure(const struct entry *e, const json_t *note, char *line, size_t size)
{
    const json_t *measure = json_object_get(note, "measure");
    const json_t *value = json_object_get(measure, "value");
    const json_t *unsure = json_object_get(measure, "uncertainty");
    const json_t *film = json_object_get(facts_one(e->d, note, "media"), "size");
    const char *unit = facts_string(measure, "unit");
    char figure[80], more[80];
    double least, most;
    line[0] = 0;
    if (value) {
        facts_figure(json_number_value(value), unit, e->first, figure, sizeof figure);
        facts_figure(json_number_value(unsure), unit, e->first, more, sizeof more);
        snprintf(line, size, unsure ? "%s ± %s" : "%s", figure, more);
    } else if (is_degrees(measure) && range_of(e, note, &least, &most)) {
        facts_figure(round(least), unit, e->first, figure, sizeof figure);
        facts_figure(round(most), unit, e->first, more, sizeof more);
        snprintf(line, size, "%s – %s", figure, more);
    } else if (is_degrees(measure) && json_array_size(film) == 2 &&
               note_angle(note, json_number_value(json_array_get(film, 0)),
                          json_number_value(json_array_get(film, 1)), &most)) {
        facts_figure(round(most), unit, e->first, line, size);
    }
}

// ---- a card ----

struct card {
    const json_t *note;
    char when[200], measure[200], others[PART_LINE], mark[PART_LINE];
    struct facts_text label;
};

// "Film, 0,5–1,5 s": where and when it is seen.
static void say_when(const struct entry *e, const json_t *note, char *line, size_t size)
{
    const json_t *at = json_object_get(note, "at");
    const char *kind = part_say(e, facts_string(note, "media") ? "film" : "clip");
    int n = snprintf(line, size, "%s, ", kind);
    int from = n;
    snprintf(line + n, size - (size_t)n, "%.1f–%.1f\u00a0s",
             json_number_value(json_array_get(at, 0)), json_number_value(json_array_get(at, 1)));
    for (char *c = line + from; *c && strcmp(e->first, "en") != 0; c++)
        *c = *c == '.' ? ',' : *c;
}

static struct card card_of(const struct entry *e, const json_t *note)
{
    struct card c = {.note = note};
    const json_t *labels = json_object_get(note, "label");
    c.label = facts_text(labels, e->first);
    say_when(e, note, c.when, sizeof c.when);
    say_measure(e, note, c.measure, sizeof c.measure);
    size_t n = 0;
    for (int i = 1; e->d->languages[i] && n < sizeof c.others; i++) {
        struct facts_text o = facts_text(labels, e->d->languages[i]);
        if (is(o.language, e->d->languages[i]))
            n +=
                (size_t)snprintf(c.others + n, sizeof c.others - n, "%s%s", n ? " · " : "", o.text);
    }
    if (facts_invented(note))
        part_in_all(e->d, facts_string(note, "origin"), c.mark, sizeof c.mark);
    return c;
}

// Its lines, drawn or only measured; returns their height.
static double put_lines(struct entry *e, const struct card *c, double x, double y, bool drawn)
{
    struct book *b = e->column.b;
    const char *other = e->d->languages[1] ? e->d->languages[1] : e->first;
    const struct {
        const char *text, *language;
        const struct print_style *style;
    } lines[] = {{c->when, e->first, &print_caption},
                 {c->label.text, c->label.language, &print_small},
                 {c->others, other, &print_caption},
                 {c->measure, e->first, &print_figure},
                 {c->mark, e->first, &print_mark_style}};
    double top = y;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].text && lines[i].text[0])
            y +=
                drawn
                    ? print_text(b, lines[i].text, lines[i].language, lines[i].style, x, y, WIDTH)
                    : print_text_height(b, lines[i].text, lines[i].language, lines[i].style, WIDTH);
    return y - top;
}

// As high as its film is at this width, about.
static double plate_room(const struct entry *e, const json_t *note)
{
    const json_t *film = facts_one(e->d, note, "media"), *size = json_object_get(film, "size");
    double w = json_number_value(json_array_get(size, 0)),
           h = json_number_value(json_array_get(size, 1));
    if (!film || !note_frame(note))
        return 0;
    return fmin(HIGHEST, w > 0 && h > 0 ? WIDTH * h / w : HIGHEST) + 4;
}

static double put_card(struct entry *e, const struct card *c, double x, double y)
{
    double used = 0, top = y;
    if (note_plate(e->column.b, c->note, x, y, WIDTH, HIGHEST, &used))
        y += used + 4;
    y += put_lines(e, c, x, y, true);
    return y - top;
}

// One or two of them.
static void put_row(struct entry *e, const struct card *cards, int count)
{
    struct column *c = &e->column;
    double need = 0, used = 0;
    for (int i = 0; i < count; i++)
        need = fmax(need, plate_room(e, cards[i].note) + put_lines(e, &cards[i], 0, 0, false));
    column_need(c, need);
    for (int i = 0; i < count; i++)
        used = fmax(used, put_card(e, &cards[i], PRINT_MAIN + i * (WIDTH + GUTTER), c->y));
    c->fresh = false;
    c->y += used + 9;
}

void note_put(struct entry *e)
{
    int count;
    const json_t **notes = notes_of(e, &count);
    e->column.b->failed = e->column.b->failed || !notes;
    if (count) {
        column_need(&e->column, 40 * MM);
        column_gap(&e->column, 4);
        column_text(&e->column, part_say(e, "notes"), e->first, &print_heading);
        column_gap(&e->column, 2);
    }
    for (int i = 0; i < count;) {
        struct card cards[2] = {card_of(e, notes[i])};
        const json_t *texts = json_object_get(notes[i], "text");
        bool two = !texts && i + 1 < count && !json_object_get(notes[i + 1], "text");
        if (two)
            cards[1] = card_of(e, notes[i + 1]);
        put_row(e, cards, two ? 2 : 1);
        part_texts(e, texts, NULL);
        i += two ? 2 : 1;
    }
    free(notes);
}
