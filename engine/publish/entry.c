// A work or a gesture on its pages.
#include "publish/entry.h"
#include "publish/column.h"
#include "publish/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LINE 1200

struct entry {
    struct column column;
    const struct publish_desc *d;
    const json_t *record;
    const char *first; // language
};

static const char *say(const struct entry *e, const char *key)
{
    return words_of(key, e->first);
}

// The same word in each of the book's languages, once where it is the same.
static void in_all(const struct publish_desc *d, const char *key, char *to, size_t size)
{
    size_t n = 0;
    to[0] = 0;
    for (int i = 0; d->languages[i]; i++) {
        const char *word = words_of(key, d->languages[i]);
        if (strstr(to, word))
            continue;
        int more = snprintf(to + n, size - n, "%s%s", n ? " · " : "", word);
        if (more < 0 || (size_t)more >= size - n)
            break;
        n += (size_t)more;
    }
}

// ---- beside: facts ----

static void add_heading(struct entry *e, const char *key)
{
    char line[LINE];
    in_all(e->d, key, line, sizeof line);
    column_add(&e->column, COLUMN_HEADING, line, e->first);
}

// A record by its title, with the page it is on.
static void add_record(struct entry *e, const json_t *record, const char *lead)
{
    char line[LINE];
    struct facts_text t = facts_title(record, e->first);
    const char *id = facts_string(record, "id");
    int page = print_page_of(e->column.b, id);
    bool page_said = page > 0 && (strncmp(id, "g:", 2) == 0 || strncmp(id, "w:", 2) == 0);
    if (page_said)
        snprintf(line, sizeof line, "%s%s, p.\u00a0%d", lead, t.text, page);
    else
        snprintf(line, sizeof line, "%s%s", lead, t.text);
    column_add_link(&e->column, COLUMN_VALUE, line, t.language, page ? id : NULL, false);
}

static void add_list(struct entry *e, const char *key, const char *heading)
{
    const json_t *list = json_object_get(e->record, key);
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = facts_get(e->d, json_string_value(json_array_get(list, i)));
        if (!r)
            continue;
        if (!said)
            add_heading(e, heading);
        said = true;
        add_record(e, r, "");
    }
}

static void add_one(struct entry *e, const char *key, const char *heading)
{
    const json_t *r = facts_one(e->d, e->record, key);
    if (r) {
        add_heading(e, heading);
        add_record(e, r, "");
        if (facts_invented(r))
            column_add(&e->column, COLUMN_MARK, say(e, facts_string(r, "origin")), e->first);
    }
}

static void add_percussion(struct entry *e)
{
    char line[LINE];
    const char *class = facts_string(e->record, "percussion");
    if (!class)
        class = facts_string(facts_one(e->d, e->record, "verb"), "percussion");
    if (!class)
        return;
    add_heading(e, "percussion");
    snprintf(line, sizeof line, "%s (%s)", class, say(e, "our-coding"));
    column_add(&e->column, COLUMN_VALUE, line, e->first);
}

static void add_means(struct entry *e)
{
    char line[LINE] = "";
    const json_t *means = json_object_get(e->record, "means");
    for (size_t i = 0; i < json_array_size(means); i++) {
        size_t n = strlen(line);
        snprintf(line + n, sizeof line - n, "%s%s", i ? ", " : "",
                 say(e, json_string_value(json_array_get(means, i))));
    }
    if (line[0]) {
        add_heading(e, "means");
        column_add(&e->column, COLUMN_VALUE, line, e->first);
    }
}

static void add_said(struct entry *e)
{
    char line[LINE];
    struct facts_text t = facts_text(json_object_get(e->record, "said"), e->first);
    if (!t.text)
        return;
    add_heading(e, "said");
    bool french = strcmp(t.language, "en") != 0;
    snprintf(line, sizeof line, french ? "«\u00a0%s\u00a0»" : "“%s”", t.text);
    column_add(&e->column, COLUMN_QUOTE, line, t.language);
}

static void add_status(struct entry *e)
{
    const json_t *list = json_object_get(e->record, "status");
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        char line[LINE];
        const json_t *s = json_array_get(list, i), *place = facts_one(e->d, s, "place");
        if (!place)
            continue;
        if (!said)
            add_heading(e, "status");
        said = true;
        snprintf(line, sizeof line, "%s (%s), %s, %s", say(e, facts_string(s, "class")),
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
            add_heading(e, "people");
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
            add_heading(e, "works");
        said = true;
        add_record(e, w, "");
    }
}

static void add_code(struct entry *e, const char *uri, const char *label)
{
    column_add(&e->column, COLUMN_CODE, uri, "en");
    column_add_link(&e->column, COLUMN_VALUE, label ? label : uri, e->first, uri, true);
}

static void add_links(struct entry *e)
{
    char uri[1100];
    const json_t *links = json_object_get(e->record, "links");
    bool based = facts_address(e->d, facts_string(e->record, "id"), uri, sizeof uri);
    if (based || json_array_size(links))
        add_heading(e, "links");
    if (based)
        add_code(e, uri, NULL);
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *l = json_array_get(links, i);
        add_code(e, facts_string(l, "uri"), facts_string(l, "label"));
    }
}

static void add_mark(struct entry *e, const char *key)
{
    char line[LINE];
    in_all(e->d, key, line, sizeof line);
    column_add(&e->column, COLUMN_MARK, line, e->first);
}

static void add_marks(struct entry *e)
{
    if (strcmp(facts_state(e->record), "demonstration") == 0)
        add_mark(e, "demonstration");
    if (facts_invented(e->record))
        add_mark(e, facts_string(e->record, "origin"));
}

// ---- beneath: title, plate, texts ----

static void put_kind(struct entry *e, const char *key)
{
    static const struct print_style kind = {
        .family = "title", .size = 12, .leading = 15, .italic = true, .grey = 0.35};
    print_text(e->column.b, say(e, key), e->first, &kind, PRINT_SIDE, PRINT_TOP + 13,
               PRINT_SIDE_WIDTH);
}

static void put_title(struct entry *e)
{
    struct column *c = &e->column;
    const json_t *titles = json_object_get(e->record, "title");
    titles = titles ? titles : json_object_get(e->record, "label");
    struct facts_text t = facts_text(titles, e->first);
    struct print_style style = print_title;
    double height = print_text_height(c->b, t.text, t.language, &style, PRINT_MAIN_WIDTH);
    if (height > 3.5 * style.leading)
        style = (struct print_style){.family = "title", .size = 18, .leading = 21};
    print_tag(c->b, "H1");
    c->y += print_text(c->b, t.text, t.language, &style, PRINT_MAIN, c->y, PRINT_MAIN_WIDTH);
    print_tag_end(c->b, "H1");
    for (int i = 1; e->d->languages[i]; i++) {
        struct facts_text o = facts_text(titles, e->d->languages[i]);
        if (strcmp(o.language, e->d->languages[i]) == 0)
            c->y += print_text(c->b, o.text, o.language, &print_italic, PRINT_MAIN, c->y,
                               PRINT_MAIN_WIDTH);
    }
}

// "Film. Le bras et le marteau. Crédit, licence." and, when it is one that is said, its origin.
static void put_caption(struct entry *e, const char *kind, const json_t *media)
{
    char line[LINE], licence[160];
    struct column *c = &e->column;
    struct facts_text t = facts_text(json_object_get(media, "label"), e->first);
    const char *credit = facts_string(media, "credit"), *name = facts_string(media, "licence");
    facts_licence(name ? name : "", licence, sizeof licence);
    snprintf(line, sizeof line, "%s%s%s%s%s%s%s%s", say(e, kind), t.text ? ". " : "",
             t.text ? t.text : "", credit || name ? ". " : "", credit ? credit : "",
             credit && name ? ", " : "", licence, credit || name ? "." : "");
    column_text(c, line, e->first, &print_caption);
    if (facts_invented(media)) {
        in_all(e->d, facts_string(media, "origin"), line, sizeof line);
        column_text(c, line, e->first, &print_mark_style);
    }
}

static bool put_picture(struct entry *e, const char *kind, const json_t *media, const json_t *shown,
                        double height)
{
    struct column *c = &e->column;
    double used;
    if (!media || !shown)
        return false;
    column_need(c, height + 2 * print_caption.leading);
    if (!print_picture(c->b, shown, PRINT_MAIN, c->y, PRINT_MAIN_WIDTH, height, &used))
        return false;
    c->fresh = false;
    c->y += used + 4;
    put_caption(e, kind, media);
    column_gap(c, 12);
    return true;
}

static void put_measure(struct entry *e, const json_t *measure)
{
    char line[LINE];
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
    put_caption(e, "clip", clip);
    if (measure)
        put_measure(e, measure);
    column_gap(c, 12);
    return true;
}

// One text in the book's languages: the first large, the others beside one another and smaller.
static void put_texts(struct entry *e, const json_t *texts, const char *heading)
{
    struct column *c = &e->column;
    const char *other[PUBLISH_LANGUAGES], *tags[PUBLISH_LANGUAGES];
    int count = 0;
    struct facts_text t = facts_text(texts, e->first);
    if (!t.text)
        return;
    column_need(c, 3 * print_body.leading + print_heading.leading);
    if (heading)
        column_text(c, say(e, heading), e->first, &print_heading);
    if (strcmp(t.language, e->first) != 0) {
        char key[16];
        snprintf(key, sizeof key, "only-in-%s", t.language);
        column_text(c, say(e, key), e->first, &print_mark_style);
    }
    column_text(c, t.text, t.language, &print_body);
    for (int i = 1; e->d->languages[i]; i++) {
        struct facts_text o = facts_text(texts, e->d->languages[i]);
        if (strcmp(o.language, e->d->languages[i]) == 0 && strcmp(o.language, t.language) != 0) {
            other[count] = o.text;
            tags[count++] = o.language;
        }
    }
    column_gap(c, 9);
    if (count) {
        column_need(c, 3 * print_small.leading);
        column_texts(c, other, tags, count, &print_small);
        column_gap(c, 9);
    }
}

// ---- steps ----

static void put_step_line(struct entry *e, const json_t *step, const char *key, const char *lead)
{
    char line[LINE * 2];
    struct facts_text t = facts_text(json_object_get(step, key), e->first);
    if (!t.text)
        return;
    snprintf(line, sizeof line, "%s%s%s", lead, lead[0] ? "\u00a0: " : "", t.text);
    column_text(&e->column, line, t.language, &print_small);
}

static void put_step(struct entry *e, const json_t *step, size_t n)
{
    static const struct print_style name = {.family = "title", .size = 11.5, .leading = 14};
    char line[LINE];
    struct column *c = &e->column;
    struct facts_text t = facts_text(json_object_get(step, "label"), e->first);
    column_need(c, 3 * name.leading);
    snprintf(line, sizeof line, "%zu\u2002%s%s%s%s", n, t.text,
             json_is_true(json_object_get(step, "optional")) ? " (" : "",
             json_is_true(json_object_get(step, "optional")) ? say(e, "optional") : "",
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
    put_step_line(e, step, "criterion", say(e, "criterion"));
    column_gap(c, 5);
}

static void put_steps(struct entry *e)
{
    const json_t *chain = facts_one(e->d, e->record, "chain");
    const json_t *steps = json_object_get(chain, "steps");
    if (!json_array_size(steps))
        return;
    column_need(&e->column, 60);
    column_text(&e->column, say(e, "steps"), e->first, &print_heading);
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

static struct entry begin(struct book *b, const json_t *record, const char *running)
{
    struct entry e = {.d = b->desc, .record = record, .first = b->language};
    print_page(b, running, true);
    print_mark(b, facts_string(record, "id"), 0);
    struct facts_text t = facts_title(record, b->language);
    e.column = (struct column){
        .b = b, .title = t.text, .language = t.language, .y = PRINT_TOP, .fresh = true};
    return e;
}

// Verb × materials, as the repertoire counts.
static void put_pair(struct entry *e)
{
    char line[LINE];
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
    struct entry e = begin(b, gesture, words_of("gestures", b->language));
    struct column *c = &e.column;
    put_kind(&e, "gesture");
    put_title(&e);
    put_pair(&e);
    c->y += 12;
    add_marks(&e);
    add_list(&e, "materials", "materials");
    add_list(&e, "tools", "tools");
    add_list(&e, "metiers", "metiers");
    add_said(&e);
    add_percussion(&e);
    add_means(&e);
    add_list(&e, "places", "places");
    add_status(&e);
    add_performers(&e);
    add_works(&e);
    add_links(&e);
    column_side(c, c->y - 2);
    const double plate = plate_height(&e, 69 * MM, 112 * MM);
    const json_t *picture = facts_one(e.d, gesture, "picture");
    const json_t *film = facts_one(e.d, gesture, "film");
    bool shown = put_picture(&e, "picture", picture, picture, plate) ||
                 put_picture(&e, "film", film, facts_one(e.d, film, "poster"), plate);
    shown = put_drawing(&e, facts_one(e.d, gesture, "clip"), shown ? 56 * MM : plate) || shown;
    if (film && !shown)
        tell_no_poster(&e, film);
    column_gap(c, 2);
    put_texts(&e, json_object_get(gesture, "text"), NULL);
    put_texts(&e, json_object_get(gesture, "technical"), "technical");
    put_steps(&e);
    column_end(c);
    column_finish(c);
}

void entry_work(struct book *b, const json_t *work)
{
    struct entry e = begin(b, work, words_of("works", b->language));
    struct column *c = &e.column;
    const json_t *team = facts_one(e.d, work, "team");
    put_kind(&e, "work");
    put_title(&e);
    c->y += 14;
    add_marks(&e);
    add_one(&e, "team", "team");
    add_people(&e, json_object_get(team, "people"));
    add_one(&e, "school", "school");
    add_list(&e, "gestures", "gestures");
    add_list(&e, "materials", "materials");
    add_one(&e, "place", "place");
    if (facts_string(work, "date")) {
        add_heading(&e, "date");
        column_add(c, COLUMN_VALUE, facts_string(work, "date"), e.first);
    }
    add_links(&e);
    column_side(c, c->y - 2);
    const json_t *picture = facts_one(e.d, work, "picture");
    const json_t *film = facts_one(e.d, work, "film");
    if (!put_picture(&e, "picture", picture, picture, plate_height(&e, 80 * MM, 112 * MM)) &&
        !put_picture(&e, "film", film, facts_one(e.d, film, "poster"), 80 * MM) && film)
        tell_no_poster(&e, film);
    column_gap(c, 2);
    put_texts(&e, json_object_get(work, "text"), NULL);
    put_texts(&e, json_object_get(work, "technical"), "technical");
    put_steps(&e);
    const json_t *more = json_object_get(work, "pictures");
    for (size_t i = 0; i < json_array_size(more); i++) {
        const json_t *m =
            repertoire_get(e.d->repertoire, json_string_value(json_array_get(more, i)));
        if (m && m != picture)
            put_picture(&e, "picture", m, m, 78 * MM);
    }
    column_end(c);
    column_finish(c);
}
