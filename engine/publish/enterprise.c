// An enterprise on its pages: what it does for its territory, and the gestures that attest it.
#include "publish/entry.h"
#include "publish/part.h"
#include "publish/words.h"

#include <stdio.h>
#include <string.h>

static void put_attested(struct entry *e, const json_t *practice)
{
    struct column *c = &e->column;
    const json_t *gestures = json_object_get(practice, "gestures");
    for (size_t i = 0; i < json_array_size(gestures); i++) {
        char line[PART_LINE];
        const json_t *g = facts_get(e->d, json_string_value(json_array_get(gestures, i)));
        if (!g)
            continue;
        const char *id = facts_string(g, "id");
        struct facts_text t = facts_title(g, e->first);
        int page = print_page_of(c->b, id);
        snprintf(line, sizeof line, page ? "→ %s, p.\u00a0%d" : "→ %s", t.text, page);
        column_need(c, print_small.leading);
        print_link(c->b, id);
        column_text(c, line, t.language, &print_small);
        print_link_end(c->b);
    }
}

static void put_practice(struct entry *e, const json_t *practice)
{
    static const struct print_style name = {.family = "title", .size = 13, .leading = 16};
    struct column *c = &e->column;
    char line[PART_LINE] = "";
    const json_t *labels = json_object_get(practice, "label");
    struct facts_text t = facts_text(labels, e->first);
    column_need(c, 5 * name.leading);
    column_text(c, t.text, t.language, &name);
    for (int i = 1; e->d->languages[i]; i++) {
        struct facts_text o = facts_text(labels, e->d->languages[i]);
        size_t end = strlen(line);
        if (strcmp(o.language, e->d->languages[i]) == 0)
            snprintf(line + end, sizeof line - end, "%s%s", end ? " · " : "", o.text);
    }
    size_t at = strlen(line);
    if (facts_string(practice, "date"))
        snprintf(line + at, sizeof line - at, "%s%s", at ? " · " : "",
                 facts_string(practice, "date"));
    if (line[0])
        column_text(c, line, e->d->languages[1] ? e->d->languages[1] : e->first, &print_caption);
    column_gap(c, 3);
    part_texts(e, json_object_get(practice, "text"), NULL);
    put_attested(e, practice);
    column_gap(c, 12);
}

// Those of one side of its responsibility.
static void put_side(struct entry *e, const char *side)
{
    const json_t *practices = json_object_get(e->record, "practices");
    bool said = false;
    for (size_t i = 0; i < json_array_size(practices); i++) {
        const json_t *p = json_array_get(practices, i);
        if (strcmp(facts_string(p, "side"), side) != 0)
            continue;
        if (!said) {
            char line[PART_LINE];
            part_in_all(e->d, side, line, sizeof line);
            column_need(&e->column, 100);
            column_text(&e->column, line, e->first, &print_figure);
            column_gap(&e->column, 3);
        }
        said = true;
        put_practice(e, p);
    }
}

void entry_enterprise(struct book *b, const json_t *enterprise)
{
    struct entry e = part_begin(b, enterprise, words_of("enterprises", b->language));
    struct column *c = &e.column;
    part_kind(&e, "enterprise");
    part_title(&e);
    c->y += 12;
    part_marks(&e);
    part_list(&e, "metiers", "metiers");
    part_one(&e, "place", "place");
    part_links(&e);
    column_side(c, c->y - 2);
    part_texts(&e, json_object_get(enterprise, "text"), NULL);
    if (json_array_size(json_object_get(enterprise, "practices"))) {
        column_gap(c, 6);
        column_text(c, part_say(&e, "practices"), e.first, &print_heading);
        column_gap(c, 6);
    }
    put_side(&e, "environment");
    put_side(&e, "economy");
    put_side(&e, "social");
    column_end(c);
    column_finish(c);
}
