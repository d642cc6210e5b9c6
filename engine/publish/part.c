// What entries are made of: facts beside, titles, pictures with their captions, texts.
#include "publish/part.h"
#include "publish/words.h"

#include <stdio.h>
#include <string.h>

const char *part_say(const struct entry *e, const char *key)
{
    return words_of(key, e->first);
}

// The same word in each of the book's languages, once where it is the same.
void part_in_all(const struct publish_desc *d, const char *key, char *to, size_t size)
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

void part_heading(struct entry *e, const char *key)
{
    char line[PART_LINE];
    part_in_all(e->d, key, line, sizeof line);
    column_add(&e->column, COLUMN_HEADING, line, e->first);
}

// A record by its title, with the page it is on.
void part_record(struct entry *e, const json_t *record, const char *lead)
{
    char line[PART_LINE];
    struct facts_text t = facts_title(record, e->first);
    const char *id = facts_string(record, "id");
    int page = print_page_of(e->column.b, id);
    bool page_said = page > 0 && strchr("gwf", id[0]); // others are in the index
    if (page_said)
        snprintf(line, sizeof line, "%s%s, p.\u00a0%d", lead, t.text, page);
    else
        snprintf(line, sizeof line, "%s%s", lead, t.text);
    column_add_link(&e->column, COLUMN_VALUE, line, t.language, page ? id : NULL, false);
}

void part_list(struct entry *e, const char *key, const char *heading)
{
    const json_t *list = json_object_get(e->record, key);
    bool said = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = facts_get(e->d, json_string_value(json_array_get(list, i)));
        if (!r)
            continue;
        if (!said)
            part_heading(e, heading);
        said = true;
        part_record(e, r, "");
    }
}

void part_one(struct entry *e, const char *key, const char *heading)
{
    const json_t *r = facts_one(e->d, e->record, key);
    if (r) {
        part_heading(e, heading);
        part_record(e, r, "");
        if (facts_invented(r))
            column_add(&e->column, COLUMN_MARK, part_say(e, facts_string(r, "origin")), e->first);
    }
}

static void add_code(struct entry *e, const char *uri, const char *label)
{
    column_add(&e->column, COLUMN_CODE, uri, "en");
    column_add_link(&e->column, COLUMN_VALUE, label ? label : uri, e->first, uri, true);
}

void part_links(struct entry *e)
{
    char uri[1100];
    const json_t *links = json_object_get(e->record, "links");
    bool based = facts_address(e->d, facts_string(e->record, "id"), uri, sizeof uri);
    if (based || json_array_size(links))
        part_heading(e, "links");
    if (based)
        add_code(e, uri, NULL);
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *l = json_array_get(links, i);
        add_code(e, facts_string(l, "uri"), facts_string(l, "label"));
    }
}

void part_mark(struct entry *e, const char *key)
{
    char line[PART_LINE];
    part_in_all(e->d, key, line, sizeof line);
    column_add(&e->column, COLUMN_MARK, line, e->first);
}

void part_marks(struct entry *e)
{
    if (strcmp(facts_state(e->record), "demonstration") == 0)
        part_mark(e, "demonstration");
    if (facts_invented(e->record))
        part_mark(e, facts_string(e->record, "origin"));
}

// ---- beneath: title, plate, texts ----

void part_kind(struct entry *e, const char *key)
{
    static const struct print_style kind = {
        .family = "title", .size = 12, .leading = 15, .italic = true, .grey = 0.35};
    print_text(e->column.b, part_say(e, key), e->first, &kind, PRINT_SIDE, PRINT_TOP + 13,
               PRINT_SIDE_WIDTH);
}

void part_title(struct entry *e)
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
void part_caption(struct entry *e, const char *kind, const json_t *media)
{
    char line[PART_LINE], licence[160];
    struct column *c = &e->column;
    struct facts_text t = facts_text(json_object_get(media, "label"), e->first);
    const char *credit = facts_string(media, "credit"), *name = facts_string(media, "licence");
    facts_licence(name ? name : "", licence, sizeof licence);
    snprintf(line, sizeof line, "%s%s%s%s%s%s%s%s", part_say(e, kind), t.text ? ". " : "",
             t.text ? t.text : "", credit || name ? ". " : "", credit ? credit : "",
             credit && name ? ", " : "", licence, credit || name ? "." : "");
    column_text(c, line, e->first, &print_caption);
    if (facts_invented(media)) {
        part_in_all(e->d, facts_string(media, "origin"), line, sizeof line);
        column_text(c, line, e->first, &print_mark_style);
    }
}

bool part_picture(struct entry *e, const char *kind, const json_t *media, const json_t *shown,
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
    part_caption(e, kind, media);
    column_gap(c, 12);
    return true;
}

// One text in the book's languages: the first large, the others beside one another and smaller.
void part_texts(struct entry *e, const json_t *texts, const char *heading)
{
    struct column *c = &e->column;
    const char *other[PUBLISH_LANGUAGES], *tags[PUBLISH_LANGUAGES];
    int count = 0;
    struct facts_text t = facts_text(texts, e->first);
    if (!t.text)
        return;
    column_need(c, 3 * print_body.leading + print_heading.leading);
    if (heading)
        column_text(c, part_say(e, heading), e->first, &print_heading);
    if (strcmp(t.language, e->first) != 0) {
        char key[16];
        snprintf(key, sizeof key, "only-in-%s", t.language);
        column_text(c, part_say(e, key), e->first, &print_mark_style);
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

struct entry part_begin(struct book *b, const json_t *record, const char *running)
{
    struct entry e = {.d = b->desc, .record = record, .first = b->language};
    print_page(b, running, true);
    print_mark(b, facts_string(record, "id"), 0);
    struct facts_text t = facts_title(record, b->language);
    e.column = (struct column){
        .b = b, .title = t.text, .language = t.language, .y = PRINT_TOP, .fresh = true};
    return e;
}
