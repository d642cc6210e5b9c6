// Draw lists: texts, with their styles and runs.
#include "scene/private.h"

#include <string.h>

static bool finite_color(struct color c)
{
    return drawlist_finite((const float[]){c.r, c.g, c.b, c.a}, 4);
}

static bool finite_words(const struct text_words *w)
{
    const struct text_style *s = w->style;
    const float values[] = {s->size_px, s->width_px, s->line_height, s->tracking_em, s->outline_px};
    bool finite = drawlist_finite(values, 5) && finite_color(s->outline_color);
    for (int i = 0; finite && i < w->run_count; i++)
        finite = drawlist_finite((const float[]){w->runs[i].size_px, w->runs[i].tracking_em}, 2) &&
                 finite_color(w->runs[i].color);
    return finite;
}

// Letters, style and runs into the list; nothing is kept of them until the command is.
static bool words(struct drawlist *l, struct draw_command *c, const struct text_words *w)
{
    uint32_t index = 0;
    size_t runs = (size_t)w->run_count;
    if (!c ||
        !drawlist_grow(&l->bytes, &l->byte_room, l->byte_count, w->length, DRAWLIST_BYTES,
                       sizeof *l->bytes) ||
        !drawlist_grow(&l->runs, &l->run_room, l->run_count, runs, DRAWLIST_RUNS,
                       sizeof *l->runs) ||
        !drawlist_keep(&l->styles, &l->style_room, &l->style_count, DRAWLIST_STYLES, w->style,
                       sizeof *w->style, &index))
        return false;
    if (w->length > 0)
        memcpy(l->bytes + l->byte_count, w->utf8, w->length);
    if (runs > 0)
        memcpy(l->runs + l->run_count, w->runs, runs * sizeof *l->runs);
    c->text.bytes = l->byte_count;
    c->text.length = (uint32_t)w->length;
    c->text.style = index;
    c->text.run = l->run_count;
    c->text.runs = (uint16_t)runs;
    l->byte_count += (uint32_t)w->length;
    l->run_count += (uint32_t)runs;
    return true;
}

bool drawlist_words(struct drawlist *l, const struct text_words *w, float x, float y,
                    struct color color)
{
    bool finite = drawlist_finite((const float[]){x, y}, 2) && finite_words(w);
    struct draw_command *c = finite ? drawlist_command(l, DRAW_TEXT, color) : NULL;
    if (!words(l, c, w))
        return drawlist_refuse(l);
    c->text.x = x;
    c->text.y = y;
    l->command_count++;
    return true;
}

bool drawlist_letters(struct drawlist *l, const struct text_words *w, float x, float y,
                      const float *xy, uint32_t count, struct color color)
{
    bool finite = count <= DRAWLIST_FLOATS / 2 && drawlist_finite(xy, (size_t)count * 2) &&
                  drawlist_finite((const float[]){x, y}, 2) && finite_words(w);
    struct draw_command *c = finite ? drawlist_command(l, DRAW_LETTERS, color) : NULL;
    if (!c ||
        !drawlist_grow(&l->floats, &l->float_room, l->float_count, (size_t)count * 2,
                       DRAWLIST_FLOATS, sizeof *l->floats) ||
        !words(l, c, w))
        return drawlist_refuse(l);
    if (count > 0)
        memcpy(l->floats + l->float_count, xy, (size_t)count * 2 * sizeof *xy);
    c->text.x = x;
    c->text.y = y;
    c->text.first = l->float_count;
    c->text.points = count;
    l->float_count += count * 2;
    l->command_count++;
    return true;
}

bool drawlist_text(struct drawlist *l, const char *text, size_t length, float x, float y,
                   const struct text_style *style, struct color color)
{
    return drawlist_words(l, &(struct text_words){text, length, style, NULL, 0}, x, y, color);
}
