// Texts: laid out as render/ has it done, and the box around the ink of each of their lines.
#include "boxes/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEEN_FROM 0.02f // opacity

// Bytes of a text; what is no UTF-8 is a question mark.
static json_t *letters(const char *utf8, size_t length)
{
    json_t *whole = json_stringn(utf8, length);
    char *bytes = whole ? NULL : malloc(length + 1);
    if (!bytes)
        return whole;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)((unsigned char)utf8[i] < 0x80 ? utf8[i] : '?');
    whole = json_stringn(bytes, length);
    free(bytes);
    return whole;
}

// Of the text's and its runs' colours, the one that is seen best.
static float most_alpha(const struct drawlist *l, const struct draw_command *c)
{
    float most = c->text.runs ? 0 : c->color.a;
    for (int i = 0; i < c->text.runs; i++)
        most = fmaxf(most, l->runs[c->text.run + (uint32_t)i].color.a);
    return most;
}

// The line that a glyph's middle lies in, or nearest to.
static int line_of(const struct text_box *box, const struct text_glyph *g)
{
    double middle = g->y + g->h / 2, nearest = INFINITY;
    int line = 0;
    for (int i = 0; i < box->lines; i++) {
        const struct text_line *l = &box->line[i];
        double off = fabs(middle - (l->y + l->height / 2));
        if (off < nearest) {
            nearest = off;
            line = i;
        }
    }
    return line;
}

// The ink of each line in the text's own px: glyphs without their border of an atlas px.
static struct extent *ink_of(const struct text_box *box)
{
    struct extent *lines = calloc((size_t)box->lines + 1, sizeof *lines);
    for (int i = 0; lines && i < box->lines; i++)
        lines[i] = extent_none();
    for (int i = 0; lines && i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        if (g->ink != TEXT_INK || !(g->uw > 2))
            continue;
        struct extent *e = &lines[line_of(box, g)];
        double border = g->w / g->uw;
        extent_add(e, (struct vec2){g->x + border, g->y + border});
        extent_add(e, (struct vec2){g->x + g->w - border, g->y + g->h - border});
    }
    return lines; // owned by the caller
}

static json_t *line_json(const char *utf8, const struct text_line *l, const struct vec2 corners[4])
{
    return json_pack("{soso}", "text", letters(utf8 + l->first, l->end - l->first), "ink",
                     corners_json(corners));
}

// Adds a text's lines to `lines` and all of their ink to `e`.
static void add_lines(const struct draw_command *c, const struct draw_state *state,
                      const struct text_words *words, const struct text_box *box, json_t *lines,
                      struct extent *e)
{
    struct extent *inks = ink_of(box);
    for (int i = 0; inks && i < box->lines; i++) {
        const double *ink = inks[i].at;
        struct vec2 corners[4];
        if (!(ink[2] > ink[0]))
            continue;
        corners_of(&state->to_canvas, c->text.x + ink[0], c->text.y + ink[1], c->text.x + ink[2],
                   c->text.y + ink[3], corners);
        for (int k = 0; k < 4; k++)
            extent_add(e, corners[k]);
        json_array_append_new(lines, line_json(words->utf8, &box->line[i], corners));
    }
    free(inks);
}

// Along a path: the path with as much around it as the letters are large.
static void add_path(const struct drawlist *l, const struct draw_command *c,
                     const struct draw_state *state, struct extent *e)
{
    double around = l->styles[c->text.style].size_px;
    for (uint32_t i = 0; i < c->text.points; i++) {
        const float *p = l->floats + c->text.first + (size_t)2 * i;
        struct vec2 corners[4];
        corners_of(&state->to_canvas, p[0] - around, p[1] - around, p[0] + around, p[1] + around,
                   corners);
        for (int k = 0; k < 4; k++)
            extent_add(e, corners[k]);
    }
}

void survey_words(struct survey *s, uint32_t order, const struct draw_state *state)
{
    const struct drawlist *l = s->list;
    const struct draw_command *c = &l->commands[order];
    const struct text_style *style = &l->styles[c->text.style];
    float opacity = state->opacity * s->opacity * most_alpha(l, c);
    float scale = affine_sharpness(state->to_canvas);
    struct text_words words = {l->bytes + c->text.bytes, c->text.length, style,
                               c->text.runs ? l->runs + c->text.run : NULL, // no array yet
                               (int)c->text.runs};
    if (opacity < SEEN_FROM || c->text.length == 0)
        return;
    const struct text_box *box = text_layout_words(s->text, &words, scale);
    struct extent e = extent_none();
    json_t *lines = json_array();
    if (c->op == DRAW_LETTERS)
        add_path(l, c, state, &e);
    else
        add_lines(c, state, &words, box, lines, &e);
    struct extent seen = e;
    if (!extent_clip(&seen, state->clip)) {
        json_decref(lines);
        return;
    }
    const struct extent clip = {{state->clip[0], state->clip[1], state->clip[2], state->clip[3]}};
    json_array_append_new(
        s->texts,
        json_pack("{sosisososbsosososb}", "text", letters(words.utf8, words.length), "order",
                  (int)order, "size", number_json((double)style->size_px * scale), "opacity",
                  number_json(opacity), "cut", (int)box->cut, "clip", extent_json(&clip), "box",
                  extent_json(&e), "lines", lines, "path", (int)(c->op == DRAW_LETTERS)));
}
