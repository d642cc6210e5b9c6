// The cover, the imprint and the contents of a book.
#include "publish/front.h"
#include "publish/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDE (PRINT_MAIN + PRINT_MAIN_WIDTH - PRINT_SIDE)

// ---- the cover ----

static const json_t *cover_clip(struct book *b, const struct contents *c)
{
    for (int i = 0; i < c->works.count; i++) {
        const json_t *list = json_object_get(c->works.of[i].record, "gestures");
        for (size_t k = 0; k < json_array_size(list); k++) {
            const char *id = json_string_value(json_array_get(list, k));
            const json_t *clip =
                facts_one(b->desc, repertoire_get(b->desc->repertoire, id), "clip");
            if (clip)
                return clip;
        }
    }
    for (int i = 0; i < c->whole_count; i++)
        if (facts_one(b->desc, c->whole[i], "clip"))
            return facts_one(b->desc, c->whole[i], "clip");
    return NULL;
}

static const json_t *cover_picture(struct book *b, const struct contents *c)
{
    for (int i = 0; i < c->works.count; i++)
        if (facts_one(b->desc, c->works.of[i].record, "picture"))
            return facts_one(b->desc, c->works.of[i].record, "picture");
    return NULL;
}

static void cover_titles(struct book *b)
{
    static const struct print_style large = {.family = "title", .size = 44, .leading = 45};
    static const struct print_style other = {
        .family = "title", .size = 17, .leading = 22, .italic = true, .grey = 0.3};
    double y = 22 * MM;
    print_tag(b, "H1");
    y += print_text(b, b->desc->title[0], b->language, &large, PRINT_SIDE, y, 150 * MM);
    print_tag_end(b, "H1");
    y += 5;
    for (int i = 1; b->desc->languages[i]; i++)
        if (strcmp(b->desc->title[i], b->desc->title[0]) != 0)
            y += print_text(b, b->desc->title[i], b->desc->languages[i], &other, PRINT_SIDE, y,
                            WIDE);
}

static void cover_foot(struct book *b)
{
    static const struct print_style name = {.family = "title", .size = 13, .leading = 17};
    static const struct print_style day = {.family = "text", .size = 7, .leading = 10, .grey = 0.4};
    char year[8];
    double y = 228 * MM;
    for (int i = 0; b->desc->languages[i]; i++)
        y -= i ? name.leading : 0;
    print_rule(b, PRINT_SIDE, y - 9, 12 * MM, 1.1);
    for (int i = 0; b->desc->languages[i]; i++)
        y += print_text(b, words_of("repertoire", b->desc->languages[i]), b->desc->languages[i],
                        &name, PRINT_SIDE, y, WIDE);
    snprintf(year, sizeof year, "%.4s", b->desc->day);
    print_text(b, words_of("catalogue", b->language), b->language, &day, PRINT_SIDE, y + 6, WIDE);
    struct print_style end = day;
    end.end = true;
    print_text(b, year, "en", &end, PRINT_SIDE, y + 6, WIDE);
}

void front_cover(struct book *b, const struct contents *c)
{
    double used;
    print_page(b, "", false);
    print_mark(b, "cover", 0);
    cover_titles(b); // first: cairo 1.16 refuses a tagged picture that begins a page
    cover_foot(b);
    const json_t *clip = cover_clip(b, c), *picture = cover_picture(b, c);
    bool drawn =
        clip && print_drawing(b, &(struct print_drawing){clip, NULL, b->language, PRINT_SIDE,
                                                         56 * MM, WIDE, 148 * MM, true});
    if (!drawn && picture)
        print_picture(b, picture, PRINT_SIDE, 72 * MM, WIDE, 125 * MM, &used);
}

// ---- the imprint: the cover's back ----

void front_imprint(struct book *b)
{
    static const char *const keys[] = {"colophon-base", "colophon-drawing", "colophon-leroi"};
    double height = 0;
    print_page(b, "", false);
    for (int pass = 0; pass < 2; pass++) {
        double y = PRINT_BOTTOM - height;
        for (int l = 0; b->desc->languages[l]; l++) {
            for (size_t i = 0; i < 3; i++) {
                const char *text = words_of(keys[i], b->desc->languages[l]);
                double used = pass ? print_text(b, text, b->desc->languages[l], &print_small,
                                                PRINT_MAIN, y, PRINT_MAIN_WIDTH)
                                   : print_text_height(b, text, b->desc->languages[l], &print_small,
                                                       PRINT_MAIN_WIDTH);
                y += used + 4;
                height += pass ? 0 : used + 4;
            }
            y += 8;
            height += pass ? 0 : 8;
        }
    }
}

// ---- contents ----

struct listing {
    struct book *b;
    double y;
};

static void listing_need(struct listing *l, double height)
{
    if (l->y + height <= PRINT_BOTTOM)
        return;
    print_page(l->b, NULL, true);
    l->y = PRINT_TOP + 20;
}

static void part(struct listing *l, const char *key, const char *mark)
{
    static const struct print_style style = {
        .family = "title", .size = 14, .leading = 20, .italic = true, .grey = 0.35};
    char page[16];
    struct book *b = l->b;
    listing_need(l, 50);
    l->y += 12;
    snprintf(page, sizeof page, "%d", print_page_of(b, mark));
    struct print_style number = print_small;
    number.end = true;
    number.hyphens = false;
    if (print_page_of(b, mark))
        print_text(b, page, "en", &number, PRINT_SIDE, l->y + 6, PRINT_SIDE_WIDTH);
    print_link(b, mark);
    l->y += print_text(b, words_of(key, b->language), b->language, &style, PRINT_MAIN, l->y,
                       PRINT_MAIN_WIDTH);
    print_link_end(b);
    l->y += 2;
}

static void line(struct listing *l, const json_t *record)
{
    static const struct print_style name = {.family = "title", .size = 12.5, .leading = 17};
    struct book *b = l->b;
    char page[16];
    const char *id = facts_string(record, "id");
    struct facts_text t = facts_title(record, b->language);
    double height = print_text_height(b, t.text, t.language, &name, PRINT_MAIN_WIDTH);
    listing_need(l, height);
    struct print_style number = print_small;
    number.end = true;
    number.hyphens = false;
    snprintf(page, sizeof page, "%d", print_page_of(b, id));
    print_text(b, page, "en", &number, PRINT_SIDE, l->y + 4, PRINT_SIDE_WIDTH);
    print_link(b, id);
    l->y += print_text(b, t.text, t.language, &name, PRINT_MAIN, l->y, PRINT_MAIN_WIDTH);
    print_link_end(b);
}

void front_contents(struct book *b, const struct contents *c)
{
    struct listing l = {b, PRINT_TOP};
    print_page(b, words_of("contents", b->language), true);
    print_mark(b, "contents", 0);
    print_tag(b, "H1");
    l.y += print_text(b, words_of("contents", b->language), b->language, &print_title, PRINT_MAIN,
                      l.y, PRINT_MAIN_WIDTH);
    print_tag_end(b, "H1");
    l.y += 8;
    if (c->works.count)
        part(&l, "works", facts_string(c->works.of[0].record, "id"));
    for (int i = 0; i < c->works.count; i++)
        line(&l, c->works.of[i].record);
    if (c->whole_count)
        part(&l, "gestures", facts_string(c->whole[0], "id"));
    for (int i = 0; i < c->whole_count; i++)
        line(&l, c->whole[i]);
    if (c->enterprises.count)
        part(&l, "enterprises", facts_string(c->enterprises.of[0].record, "id"));
    for (int i = 0; i < c->enterprises.count; i++)
        line(&l, c->enterprises.of[i].record);
    if (c->brief_count)
        part(&l, "to-document", "to-document");
    part(&l, "index", "index");
    part(&l, "credits", "credits");
}
