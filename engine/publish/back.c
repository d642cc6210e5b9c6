// What stands behind the entries: indexes by verb, material, métier and school, and credits.
#include "publish/front.h"
#include "publish/words.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_WIDTH (81 * MM)
#define COLUMN_STEP (89 * MM)

struct index {
    struct book *b;
    int column;
    double y, top;
};

static void index_page(struct index *i, const char *running)
{
    print_page(i->b, running, true);
    i->column = 0;
    i->y = i->top = PRINT_TOP;
}

static void index_need(struct index *i, double height)
{
    if (i->y + height <= PRINT_BOTTOM)
        return;
    if (i->column == 0) {
        i->column = 1;
        i->y = i->top;
    } else {
        index_page(i, NULL);
    }
}

static double left(const struct index *i)
{
    return PRINT_SIDE + i->column * COLUMN_STEP;
}

static void index_part(struct index *i, const char *key)
{
    static const struct print_style style = {
        .family = "title", .size = 15, .leading = 20, .italic = true};
    index_need(i, 60);
    i->y += i->y > i->top ? 14 : 0;
    print_tag(i->b, "H2");
    i->y += print_text(i->b, words_of(key, i->b->language), i->b->language, &style, left(i), i->y,
                       COLUMN_WIDTH);
    print_tag_end(i->b, "H2");
    i->y += 4;
}

static void index_term(struct index *i, const json_t *term)
{
    static const struct print_style style = {.family = "text", .size = 7.6, .leading = 11};
    struct facts_text t = facts_title(term, i->b->language);
    double height = print_text_height(i->b, t.text, t.language, &style, COLUMN_WIDTH);
    index_need(i, height + 11);
    print_mark(i->b, facts_string(term, "id"), i->y);
    i->y += 2;
    i->y += print_text(i->b, t.text, t.language, &style, left(i), i->y, COLUMN_WIDTH);
}

static void index_line(struct index *i, const json_t *record)
{
    static const struct print_style style = {
        .family = "title", .size = 9.6, .leading = 11.5, .features = "onum"};
    char line[800];
    const char *id = facts_string(record, "id");
    struct facts_text t = facts_title(record, i->b->language);
    snprintf(line, sizeof line, "%s,\u2002%d", t.text, print_page_of(i->b, id));
    const double indent = 10;
    double height = print_text_height(i->b, line, t.language, &style, COLUMN_WIDTH - indent);
    index_need(i, height);
    print_link(i->b, id);
    i->y +=
        print_text(i->b, line, t.language, &style, left(i) + indent, i->y, COLUMN_WIDTH - indent);
    print_link_end(i->b);
}

static bool points(const json_t *record, const char *key, const char *id)
{
    const json_t *value = json_object_get(record, key);
    const char *one = json_string_value(value);
    return one ? strcmp(one, id) == 0 : facts_has(value, id);
}

// Every term of a kind with what points to it by `key`; terms that nothing points to are left out.
static void index_kind(struct index *i, const char *part, enum repertoire_type terms,
                       const struct order *records, const char *key)
{
    struct order order;
    bool headed = false;
    if (!order_records(i->b->desc, terms, i->b->language, &order))
        i->b->failed = true;
    for (int t = 0; t < order.count; t++) {
        const char *id = facts_string(order.of[t].record, "id");
        bool said = false;
        for (int r = 0; r < records->count; r++) {
            if (!points(records->of[r].record, key, id))
                continue;
            if (!headed)
                index_part(i, part);
            if (!said)
                index_term(i, order.of[t].record);
            headed = said = true;
            index_line(i, records->of[r].record);
        }
    }
    order_finish(&order);
}

void front_index(struct book *b)
{
    struct index i = {.b = b};
    struct order gestures, works;
    const char *title = words_of("index", b->language);
    index_page(&i, title);
    print_mark(b, "index", 0);
    print_tag(b, "H1");
    i.y += print_text(b, title, b->language, &print_title, PRINT_SIDE, i.y, COLUMN_WIDTH);
    print_tag_end(b, "H1");
    i.top = i.y += 22;
    if (order_records(b->desc, REPERTOIRE_GESTURE, b->language, &gestures) &&
        order_records(b->desc, REPERTOIRE_WORK, b->language, &works)) {
        index_kind(&i, "by-verb", REPERTOIRE_VERB, &gestures, "verb");
        index_kind(&i, "by-material", REPERTOIRE_MATERIAL, &gestures, "materials");
        index_kind(&i, "by-metier", REPERTOIRE_METIER, &gestures, "metiers");
        index_kind(&i, "by-school", REPERTOIRE_SCHOOL, &works, "school");
        order_finish(&works);
    } else {
        b->failed = true;
    }
    order_finish(&gestures);
}

static void credit(struct index *i, const json_t *media)
{
    char line[1600];
    struct book *b = i->b;
    struct facts_text t = facts_text(json_object_get(media, "label"), b->language);
    char licence[160];
    const char *credit = facts_string(media, "credit"), *name = facts_string(media, "licence");
    const char *holder = facts_string(media, "holder"), *origin = facts_string(media, "origin");
    facts_licence(name ? name : "", licence, sizeof licence);
    snprintf(line, sizeof line, "%s. %s%s%s%s%s%s", t.text ? t.text : facts_string(media, "file"),
             credit ? credit : "", holder ? " (" : "", holder ? holder : "", holder ? ")" : "",
             credit && name ? ", " : "", licence);
    double height = print_text_height(b, line, b->language, &print_small, COLUMN_WIDTH);
    index_need(i, height + print_caption.leading + 5);
    i->y += print_text(b, line, b->language, &print_small, left(i), i->y, COLUMN_WIDTH);
    i->y += print_text(b, words_of(origin, b->language), b->language,
                       facts_invented(media) ? &print_mark_style : &print_caption, left(i), i->y,
                       COLUMN_WIDTH);
    i->y += 5;
}

void front_credits(struct book *b)
{
    struct index i = {.b = b};
    const char *title = words_of("credits", b->language);
    index_page(&i, title);
    print_mark(b, "credits", 0);
    print_tag(b, "H1");
    i.y += print_text(b, title, b->language, &print_title, PRINT_SIDE, i.y,
                      COLUMN_STEP + COLUMN_WIDTH);
    print_tag_end(b, "H1");
    i.top = i.y += 22;
    for (int n = 0; n < repertoire_count(b->desc->repertoire, REPERTOIRE_MEDIA); n++)
        credit(&i, repertoire_record(b->desc->repertoire, REPERTOIRE_MEDIA, n));
    for (int n = 0; n < repertoire_count(b->desc->repertoire, REPERTOIRE_CLIP); n++)
        credit(&i, repertoire_record(b->desc->repertoire, REPERTOIRE_CLIP, n));
}
