// A page's two columns: facts beside, texts beneath one another; both go on overleaf.
#include "publish/column.h"
#include "publish/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUTTER (6 * MM)
#define CODE_MOST (34 * MM)
#define AFTER 23.0 // beneath the title that is said again

void column_finish(struct column *c)
{
    for (int i = 0; i < c->count; i++) {
        free(c->items[i].text);
        free(c->items[i].link);
    }
    free(c->items);
    *c = (struct column){0};
}

void column_add_link(struct column *c, enum column_kind kind, const char *text,
                     const char *language, const char *link, bool address)
{
    if (!text || !text[0] || c->count == COLUMN_ITEMS)
        return;
    if (!c->items)
        c->items = calloc(COLUMN_ITEMS, sizeof *c->items);
    if (!c->items) {
        c->b->failed = true;
        return;
    }
    struct column_item *i = &c->items[c->count];
    *i = (struct column_item){kind, strdup(text), language, link ? strdup(link) : NULL, address};
    c->count += i->text != NULL;
}

void column_add(struct column *c, enum column_kind kind, const char *text, const char *language)
{
    column_add_link(c, kind, text, language, NULL, false);
}

// ---- the narrow one ----

static const struct print_style *style_of(enum column_kind kind)
{
    static const struct print_style quote = {
        .family = "title", .size = 10, .leading = 12.4, .italic = true, .hyphens = true};
    switch (kind) {
    case COLUMN_HEADING:
        return &print_heading;
    case COLUMN_MARK:
        return &print_mark_style;
    case COLUMN_QUOTE:
        return &quote;
    default:
        return &print_small;
    }
}

static double item_height(struct column *c, const struct column_item *i)
{
    if (i->kind == COLUMN_CODE)
        return CODE_MOST;
    return print_text_height(c->b, i->text, i->language, style_of(i->kind), PRINT_SIDE_WIDTH);
}

static double draw_item(struct column *c, const struct column_item *i, double y)
{
    struct book *b = c->b;
    if (i->kind == COLUMN_CODE) { // its quiet zone reaches into the margin, its ink stands on it
        double edge = print_code(b, i->text, PRINT_SIDE - 3 * MM, y - 2 * MM, CODE_MOST + 4 * MM);
        return edge > 0 ? edge - 3 * MM : 0;
    }
    bool inside = i->link && !i->address;
    if (inside)
        print_link(b, i->link);
    else if (i->link)
        print_link_uri(b, i->link);
    double used =
        print_text(b, i->text, i->language, style_of(i->kind), PRINT_SIDE, y, PRINT_SIDE_WIDTH);
    if (i->link)
        print_link_end(b);
    return used;
}

void column_side(struct column *c, double y)
{
    double top = y;
    while (c->at < c->count) {
        const struct column_item *i = &c->items[c->at];
        double need = item_height(c, i);
        if (i->kind == COLUMN_HEADING && c->at + 1 < c->count)
            need += item_height(c, &c->items[c->at + 1]);
        if (y + need > PRINT_BOTTOM && y > top)
            return;
        if (i->kind == COLUMN_HEADING && y > top)
            y += 7;
        y += draw_item(c, i, y);
        if (i->kind == COLUMN_MARK)
            y += 3;
        c->at++;
    }
}

// ---- the wide one ----

static void turn(struct column *c)
{
    static const struct print_style again = {
        .family = "title", .size = 12, .leading = 15, .italic = true, .grey = 0.35};
    char line[700];
    print_page(c->b, NULL, true);
    snprintf(line, sizeof line, "%s (%s)", c->title, words_of("continued", c->b->language));
    double used =
        print_text(c->b, line, c->language, &again, PRINT_MAIN, PRINT_TOP, PRINT_MAIN_WIDTH);
    c->y = PRINT_TOP + used + AFTER;
    c->fresh = true;
    column_side(c, c->y);
}

void column_need(struct column *c, double height)
{
    if (c->y + height > PRINT_BOTTOM && !c->fresh)
        turn(c);
}

void column_gap(struct column *c, double height)
{
    if (!c->fresh)
        c->y += height;
}

void column_text(struct column *c, const char *text, const char *language,
                 const struct print_style *style)
{
    column_texts(c, &text, &language, 1, style);
}

static double fill(struct column *c, struct print_flow *flows, int count, double width)
{
    double most = 0;
    for (int i = 0; i < count; i++) {
        double used = print_flow_fill(c->b, &flows[i], PRINT_MAIN + i * (width + GUTTER), c->y,
                                      PRINT_BOTTOM - c->y, c->fresh);
        most = used > most ? used : most;
    }
    return most;
}

void column_texts(struct column *c, const char *const texts[], const char *const languages[],
                  int count, const struct print_style *style)
{
    struct print_flow flows[PUBLISH_LANGUAGES];
    double width =
        count == 1 ? PRINT_MAIN_WIDTH : (PRINT_MAIN_WIDTH - (count - 1) * GUTTER) / count;
    for (int i = 0; i < count; i++)
        print_flow_init(c->b, &flows[i], texts[i], languages[i], style, width);
    for (bool done = false; !done;) {
        double used = fill(c, flows, count, width);
        c->y += used;
        c->fresh = c->fresh && used <= 0;
        done = true;
        for (int i = 0; i < count; i++)
            done = done && print_flow_done(&flows[i]);
        if (!done)
            turn(c);
    }
    for (int i = 0; i < count; i++)
        print_flow_finish(&flows[i]);
}

void column_end(struct column *c)
{
    while (c->at < c->count)
        turn(c);
}
