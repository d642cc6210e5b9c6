// A work or a gesture on its pages.
#include "publish/entry.h"
#include "publish/note.h"
#include "publish/part.h"
#include "publish/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- beside: what gestures and works say ----

static void add_percussion(struct entry *e)
{
    char line[PART_LINE];
    const char *class = facts_string(e->record, "percussion");
    if (!class)
        class = facts_string(facts_one(e->d, e->record, "verb"), "percussion");
    if (!class)
        return;
    part_heading(e, "percussion");
    snprintf(line, sizeof line, "%s (%s)", class, part_say(e, "our-coding"));
    column_add(&e->column, COLUMN_VALUE, line, e->first);
}

static void add_means(struct entry *e)
{
    char line[PART_LINE] = "";
    const json_t *means = json_object_get(e->record, "means");
    for (size_t i = 0; i < json_array_size(means); i++) {
        size_t n = strlen(line);
        snprintf(line + n, sizeof line - n, "%s%s", i ? ", " : "",
                 part_say(e, json_string_value(json_array_get(means, i))));
    }
    if (line[0]) {
        part_heading(e, "means");
        column_add(&e->column, COLUMN_VALUE, line, e->first);
    }
}

static void add_said(struct entry *e)
{
    char line[PART_LINE];
    struct facts_text t = facts_text(json_object_get(e->record, "said"), e->first);
    if (!t.text)
        return;
    part_heading(e, "said");
    bool french = strcmp(t.language, "en") != 0;
    snprintf(line, sizeof line, french ? "«\u00a0%s\u00a0»" : "“%s”", t.text);
    column_add(&e->column, COLUMN_QUOTE, line, t.language);
}

static void add_status(struct entry *e)
{
    const json_t *list = json_object_get(e->record, "status");
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        char line[PART_LINE];
        const json_t *s = json_array_get(list, i), *place = facts_one(e->d, s, "place");
        if (!place)
            continue;
        if (!said)
            part_heading(e, "status");
        said = true;
        snprintf(line, sizeof line, "%s (%s), %s, %s", part_say(e, facts_string(s, "class")),
                 facts_title(place, e->first).text, facts_string(s, "assessor"),
                 facts_string(s, "date"));
        column_add(&e->column, COLUMN_VALUE, line, e->first);
    }
}

static void add_people(struct entry *e, const json_t *people)
{
    bool said = false;
    for (size_t i = 0; i < json_array_size(people); i++) {
        const json_t *p =
            repertoire_get(e->d->repertoire, json_string_value(json_array_get(people, i)));
        if (!p || !facts_may_name(e->d, p))
            continue;
        if (!said)
            part_heading(e, "people");
        said = true;
        column_add(&e->column, COLUMN_VALUE, facts_string(p, "name"), e->first);
    }
}

// Who is seen in its capsules.
static void add_performers(struct entry *e)
{
    const char *id = facts_string(e->record, "id");
    const json_t *c;
    for (int n = 0; (c = repertoire_record(e->d->repertoire, REPERTOIRE_CAPSULE, n)); n++)
        if (strcmp(facts_string(c, "gesture"), id) == 0)
            add_people(e, json_object_get(c, "people"));
}

// Works that were made with a gesture.
static void add_works(struct entry *e)
{
    bool said = false;
    const char *id = facts_string(e->record, "id");
    const json_t *w;
    for (int n = 0; (w = repertoire_record(e->d->repertoire, REPERTOIRE_WORK, n)); n++) {
        if (!facts_has(json_object_get(w, "gestures"), id))
            continue;
        if (!said)
            part_heading(e, "works");
        said = true;
        part_record(e, w, "");
    }
}

// Enterprises whose practices are seen in a gesture.
static void add_enterprises(struct entry *e)
{
    bool said = false;
    const json_t *f;
    for (int n = 0; (f = repertoire_record(e->d->repertoire, REPERTOIRE_ENTERPRISE, n)); n++) {
        if (!facts_attests(f, facts_string(e->record, "id")))
            continue;
        if (!said)
            part_heading(e, "attests");
        said = true;
        part_record(e, f, "");
    }
}

// ---- beneath: the movement ----

static void put_measure(struct entry *e, const json_t *measure)
{
    char line[PART_LINE];
    struct facts_text t = facts_text(json_object_get(measure, "label"), e->first);
    const json_t *at = json_object_get(measure, "at");
    if (!t.text)
        return;
    if (at)
        snprintf(line, sizeof line, "%s, t = %.1f s", t.text, json_number_value(at));
    else
        snprintf(line, sizeof line, "%s", t.text);
    for (char *dot = at && strcmp(e->first, "en") != 0 ? strrchr(line, '.') : NULL; dot; dot = NULL)
        *dot = ',';
    column_text(&e->column, line, e->first, &print_mark_style);
}

static bool put_drawing(struct entry *e, const json_t *clip, double height)
{
    struct column *c = &e->column;
    const json_t *measure = json_object_get(e->record, "measure");
    if (!clip)
        return false;
    column_need(c, height + 3 * print_caption.leading);
    if (!print_drawing(c->b, &(struct print_drawing){clip, measure, e->first, PRINT_MAIN, c->y,
                                                     PRINT_MAIN_WIDTH, height, false}))
        return false;
    c->fresh = false;
    c->y += height + 4;
    part_caption(e, "clip", clip);
    if (measure)
        put_measure(e, measure);
    column_gap(c, 12);
    return true;
}

// ---- steps ----

static void put_step_line(struct entry *e, const json_t *step, const char *key, const char *lead)
{
    char line[PART_LINE * 2];
    struct facts_text t = facts_text(json_object_get(step, key), e->first);
    if (!t.text)
        return;
    snprintf(line, sizeof line, "%s%s%s", lead, lead[0] ? "\u00a0: " : "", t.text);
    column_text(&e->column, line, t.language, &print_small);
}

static void put_step(struct entry *e, const json_t *step, size_t n)
{
    static const struct print_style name = {.family = "title", .size = 11.5, .leading = 14};
    char line[PART_LINE];
    struct column *c = &e->column;
    struct facts_text t = facts_text(json_object_get(step, "label"), e->first);
    column_need(c, 3 * name.leading);
    snprintf(line, sizeof line, "%zu\u2002%s%s%s%s", n, t.text,
             json_is_true(json_object_get(step, "optional")) ? " (" : "",
             json_is_true(json_object_get(step, "optional")) ? part_say(e, "optional") : "",
             json_is_true(json_object_get(step, "optional")) ? ")" : "");
    column_text(c, line, t.language, &name);
    line[0] = 0;
    for (int i = 1; e->d->languages[i]; i++) {
        struct facts_text o = facts_text(json_object_get(step, "label"), e->d->languages[i]);
        size_t at = strlen(line);
        if (strcmp(o.language, e->d->languages[i]) == 0)
            snprintf(line + at, sizeof line - at, "%s%s", at ? " · " : "", o.text);
    }
    if (line[0])
        column_text(c, line, e->d->languages[1], &print_caption);
    put_step_line(e, step, "goal", "");
    put_step_line(e, step, "criterion", part_say(e, "criterion"));
    column_gap(c, 5);
}

static void put_steps(struct entry *e)
{
    const json_t *chain = facts_one(e->d, e->record, "chain");
    const json_t *steps = json_object_get(chain, "steps");
    if (!json_array_size(steps))
        return;
    column_need(&e->column, 60);
    column_text(&e->column, part_say(e, "steps"), e->first, &print_heading);
    column_gap(&e->column, 2);
    for (size_t i = 0; i < json_array_size(steps); i++)
        put_step(e, json_array_get(steps, i), i + 1);
}

// ---- whole entries ----

// What the texts beneath a plate will need, about.
static double texts_height(const struct entry *e, const char *key)
{
    const json_t *texts = json_object_get(e->record, key);
    struct book *b = e->column.b;
    double height = 0;
    for (int i = 0; e->d->languages[i]; i++) {
        struct facts_text t = facts_text(texts, e->d->languages[i]);
        if (!t.text || (i && strcmp(t.language, e->d->languages[i]) != 0))
            continue;
        double width = PRINT_MAIN_WIDTH / (i && e->d->languages[2] ? 2.1 : 1);
        double h = print_text_height(b, t.text, t.language, i ? &print_small : &print_body, width);
        height += i < 2 ? h + 18 : 0; // the second and third stand side by side
    }
    return height;
}

// As high as leaves the texts on this page, between what is still a picture and what is still calm.
static double plate_height(const struct entry *e, double least, double most)
{
    const json_t *steps = json_object_get(facts_one(e->d, e->record, "chain"), "steps");
    double texts = texts_height(e, "text") + texts_height(e, "technical") +
                   (double)json_array_size(steps) * 42 + 60;
    return fmin(most, fmax(least, PRINT_BOTTOM - e->column.y - texts));
}

// Verb × materials, as the repertoire counts.
static void put_pair(struct entry *e)
{
    char line[PART_LINE];
    struct column *c = &e->column;
    const json_t *materials = json_object_get(e->record, "materials");
    struct facts_text q = facts_text(json_object_get(e->record, "qualifier"), e->first);
    int n = snprintf(line, sizeof line, "%s",
                     facts_title(facts_one(e->d, e->record, "verb"), e->first).text);
    if (q.text && n < (int)sizeof line)
        n += snprintf(line + n, sizeof line - (size_t)n, " (%s)", q.text);
    for (size_t i = 0; i < json_array_size(materials) && n < (int)sizeof line; i++) {
        const char *id = json_string_value(json_array_get(materials, i));
        n += snprintf(line + n, sizeof line - (size_t)n, "%s%s", i ? ", " : " × ",
                      facts_title(repertoire_get(e->d->repertoire, id), e->first).text);
    }
    static const struct print_style pair = {
        .family = "text", .size = 8.2, .leading = 13, .ember = true};
    c->y += 3;
    c->y += print_text(c->b, line, e->first, &pair, PRINT_MAIN, c->y, PRINT_MAIN_WIDTH);
}

static void tell_no_poster(struct entry *e, const json_t *film)
{
    if (e->column.b->final && !facts_one(e->d, film, "poster"))
        lost_add(e->d->lost,
                 "%s: has no poster, so that its film is not seen on paper; media add makes one",
                 facts_string(film, "id"));
}

void entry_gesture(struct book *b, const json_t *gesture)
{
    struct entry e = part_begin(b, gesture, words_of("gestures", b->language));
    struct column *c = &e.column;
    part_kind(&e, "gesture");
    part_title(&e);
    put_pair(&e);
    c->y += 12;
    part_marks(&e);
    part_list(&e, "materials", "materials");
    part_list(&e, "tools", "tools");
    part_list(&e, "metiers", "metiers");
    add_said(&e);
    add_percussion(&e);
    add_means(&e);
    part_list(&e, "places", "places");
    add_status(&e);
    add_performers(&e);
    add_works(&e);
    add_enterprises(&e);
    part_links(&e);
    column_side(c, c->y - 2);
    const double plate = plate_height(&e, 69 * MM, 112 * MM);
    const json_t *picture = facts_one(e.d, gesture, "picture");
    const json_t *film = facts_one(e.d, gesture, "film");
    bool shown = part_picture(&e, "picture", picture, picture, plate) ||
                 part_picture(&e, "film", film, facts_one(e.d, film, "poster"), plate);
    shown = put_drawing(&e, facts_one(e.d, gesture, "clip"), shown ? 56 * MM : plate) || shown;
    if (film && !shown)
        tell_no_poster(&e, film);
    column_gap(c, 2);
    part_texts(&e, json_object_get(gesture, "text"), NULL);
    part_texts(&e, json_object_get(gesture, "technical"), "technical");
    put_steps(&e);
    note_put(&e);
    column_end(c);
    column_finish(c);
}

void entry_work(struct book *b, const json_t *work)
{
    struct entry e = part_begin(b, work, words_of("works", b->language));
    struct column *c = &e.column;
    const json_t *team = facts_one(e.d, work, "team");
    part_kind(&e, "work");
    part_title(&e);
    c->y += 14;
    part_marks(&e);
    part_one(&e, "team", "team");
    add_people(&e, json_object_get(team, "people"));
    part_one(&e, "school", "school");
    part_list(&e, "gestures", "gestures");
    part_list(&e, "materials", "materials");
    part_one(&e, "place", "place");
    if (facts_string(work, "date")) {
        part_heading(&e, "date");
        column_add(c, COLUMN_VALUE, facts_string(work, "date"), e.first);
    }
    part_links(&e);
    column_side(c, c->y - 2);
    const json_t *picture = facts_one(e.d, work, "picture");
    const json_t *film = facts_one(e.d, work, "film");
    if (!part_picture(&e, "picture", picture, picture, plate_height(&e, 80 * MM, 112 * MM)) &&
        !part_picture(&e, "film", film, facts_one(e.d, film, "poster"), 80 * MM) && film)
        tell_no_poster(&e, film);
    column_gap(c, 2);
    part_texts(&e, json_object_get(work, "text"), NULL);
    part_texts(&e, json_object_get(work, "technical"), "technical");
    put_steps(&e);
    note_put(&e);
    const json_t *more = json_object_get(work, "pictures");
    for (size_t i = 0; i < json_array_size(more); i++) {
        const json_t *m =
            repertoire_get(e.d->repertoire, json_string_value(json_array_get(more, i)));
        if (m && m != picture)
            part_picture(&e, "picture", m, m, 78 * MM);
    }
    column_end(c);
    column_finish(c);
}
