// Gestures that are to be documented: several on a page.
#include "publish/column.h"
#include "publish/entry.h"
#include "publish/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LINE 1200

// Tools, then métiers, in one line.
static void list_names(const struct book *b, const json_t *gesture, const char *key, char *line,
                       size_t size)
{
    const json_t *list = json_object_get(gesture, key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t n = strlen(line);
        const char *id = json_string_value(json_array_get(list, i));
        snprintf(line + n, size - n, "%s%s", n ? ", " : "",
                 facts_title(repertoire_get(b->desc->repertoire, id), b->language).text);
    }
}

static void short_one(struct column *c, const json_t *gesture)
{
    static const struct print_style name = {.family = "title", .size = 13, .leading = 16};
    struct book *b = c->b;
    char tools[LINE] = "", metiers[LINE] = "";
    struct facts_text t = facts_title(gesture, b->language);
    list_names(b, gesture, "tools", tools, sizeof tools);
    list_names(b, gesture, "metiers", metiers, sizeof metiers);
    double left = print_text_height(b, metiers, b->language, &print_caption, PRINT_SIDE_WIDTH);
    double right = print_text_height(b, t.text, t.language, &name, PRINT_MAIN_WIDTH) +
                   print_text_height(b, tools, b->language, &print_small, PRINT_MAIN_WIDTH) +
                   (b->desc->languages[1] ? print_caption.leading : 0);
    double height = fmax(left + 4, right) + 7;
    column_need(c, fmin(height, PRINT_BOTTOM - PRINT_TOP - 60));
    print_mark(b, facts_string(gesture, "id"), c->y);
    print_text(b, metiers, b->language, &print_caption, PRINT_SIDE, c->y + 4, PRINT_SIDE_WIDTH);
    c->fresh = false;
    double y = c->y;
    c->y += print_text(b, t.text, t.language, &name, PRINT_MAIN, c->y, PRINT_MAIN_WIDTH);
    char others[LINE] = "";
    for (int i = 1; b->desc->languages[i]; i++) {
        struct facts_text o = facts_text(json_object_get(gesture, "label"), b->desc->languages[i]);
        size_t n = strlen(others);
        if (strcmp(o.language, b->desc->languages[i]) == 0)
            snprintf(others + n, sizeof others - n, "%s%s", n ? " · " : "", o.text);
    }
    if (others[0])
        c->y += print_text(b, others, b->desc->languages[1], &print_caption, PRINT_MAIN, c->y,
                           PRINT_MAIN_WIDTH);
    if (tools[0])
        c->y += print_text(b, tools, b->language, &print_small, PRINT_MAIN, c->y, PRINT_MAIN_WIDTH);
    c->y = fmax(c->y, y + left + 4) + 7;
}

void entry_short(struct book *b, const json_t *const *gestures, int count)
{
    char line[LINE];
    const char *title = words_of("to-document", b->language);
    print_page(b, title, true);
    print_mark(b, "to-document", 0);
    struct column c = {
        .b = b, .title = title, .language = b->language, .y = PRINT_TOP, .fresh = true};
    print_tag(b, "H1");
    c.y += print_text(b, title, b->language, &print_title, PRINT_MAIN, c.y, PRINT_MAIN_WIDTH);
    print_tag_end(b, "H1");
    line[0] = 0;
    for (int i = 1; b->desc->languages[i]; i++) {
        size_t n = strlen(line);
        snprintf(line + n, sizeof line - n, "%s%s", n ? " · " : "",
                 words_of("to-document", b->desc->languages[i]));
    }
    if (line[0])
        c.y += print_text(b, line, b->desc->languages[1], &print_italic, PRINT_MAIN, c.y,
                          PRINT_MAIN_WIDTH);
    c.y += 24;
    c.fresh = true;
    for (int i = 0; i < count; i++)
        short_one(&c, gestures[i]);
    column_finish(&c);
}
