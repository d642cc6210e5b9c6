// The glyphs of a text that is broken into lines become quads.
#include "text/private.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PHASE_PX (1.0 / ATLAS_PHASES)

struct place {
    struct text *text;
    const struct layout *layout;
    int cap_px;
    int count;         // of text->glyphs
    double outline_px; // canvas px; 0: the letters themselves
    // Of the Pango run that is placed:
    int face, run;     // run: of the style; moves on from cluster to cluster
    uint32_t size;     // of the drawn glyphs, 26.6 px
    uint16_t outline;  // likewise
    double size_px;    // em, canvas px
    double raster_px;  // canvas px per px of the atlas
    double rule_px;    // where an underline begins; NAN: there is none
    double stretch_px; // of the line: what each place that can stretch is wider by
};

static struct text_glyph *add(struct place *p)
{
    struct text *t = p->text;
    if (p->count == t->glyph_room) {
        int room = t->glyph_room ? t->glyph_room * 2 : 256;
        struct text_glyph *bigger = realloc(t->glyphs, (size_t)room * sizeof *bigger);
        if (!bigger)
            return NULL;
        t->glyphs = bigger;
        t->glyph_room = room;
    }
    return &t->glyphs[p->count++];
}

static void tell_missing(struct text *t, unsigned code)
{
    if (!t->told_missing)
        log_warning("text",
                    "no font has U+%04X; put one that has into assets/fonts, or install "
                    "fonts-noto-core, fonts-noto-cjk",
                    code);
    t->told_missing = true;
}

// One glyph with its pen at x_px (of the box) and baseline y_px: across in quarters, down in whole
// px of the target.
static enum layout_result place_glyph(struct place *p, uint32_t id, double x_px, double y_px,
                                      double middle_px)
{
    double x = floor(x_px / p->raster_px / PHASE_PX + 0.5) * PHASE_PX;
    double y = floor(y_px / p->raster_px + 0.5);
    double whole = floor(x);
    struct atlas_key key = {id, p->size, (uint16_t)p->face, p->outline,
                            (uint16_t)((x - whole) * ATLAS_PHASES)};
    const struct atlas_glyph *g = atlas_glyph(&p->text->atlas, &p->text->fonts, key);
    if (!g)
        return LAYOUT_FULL;
    if (g->w == 0)
        return LAYOUT_DONE;
    struct text_glyph *to = add(p);
    if (!to)
        return LAYOUT_FAILED;
    *to = (struct text_glyph){
        .x = (float)((whole + g->left - 1) * p->raster_px),
        .y = (float)((y - g->top - 1) * p->raster_px),
        .w = (float)((g->w + 2) * p->raster_px),
        .h = (float)((g->h + 2) * p->raster_px),
        .u = (float)(g->x - 1),
        .v = (float)(g->y - 1),
        .uw = (float)(g->w + 2),
        .vh = (float)(g->h + 2),
        .middle = (float)middle_px,
        .run = (uint16_t)p->run,
        .ink = p->outline ? TEXT_OUTLINE : TEXT_INK,
    };
    return LAYOUT_DONE;
}

// The style's run that the prepared text's byte lies in.
static int run_at(const struct place *p, uint32_t byte)
{
    const struct layout *l = p->layout;
    int run = p->run;
    while (run > 0 && byte < l->ends[run - 1])
        run--;
    while (run + 1 < l->run_count && byte >= l->ends[run])
        run++;
    return run;
}

static bool is_underlined(const struct place *p)
{
    const struct layout *l = p->layout;
    return l->run_count ? l->runs[p->run].underline : l->style->underline;
}

// The underline from rule_px to x_px: as deep and thick as the font has it, on px of the target.
static enum layout_result end_rule(struct place *p, double x_px, double y_px)
{
    if (isnan(p->rule_px))
        return LAYOUT_DONE;
    const FT_Face face = p->text->fonts.faces[p->face].face;
    double unit_px = p->size_px / (face->units_per_EM ? face->units_per_EM : 1000);
    double target_px = 1 / (double)p->layout->scale;
    double thick = fmax(1, rint(face->underline_thickness * unit_px / target_px));
    double middle = (y_px - face->underline_position * unit_px) / target_px;
    struct text_glyph *g = x_px > p->rule_px ? add(p) : NULL;
    if (g)
        *g = (struct text_glyph){.x = (float)p->rule_px,
                                 .y = (float)(rint(middle - thick / 2) * target_px),
                                 .w = (float)(x_px - p->rule_px),
                                 .h = (float)(thick * target_px),
                                 .middle = (float)((p->rule_px + x_px) / 2),
                                 .run = (uint16_t)p->run,
                                 .ink = TEXT_RULE};
    p->rule_px = NAN;
    return LAYOUT_DONE;
}

// Moves on to the run of a cluster; what was underlined ends there.
static enum layout_result follow(struct place *p, uint32_t byte, double x_px, double y_px)
{
    int run = p->layout->run_count ? run_at(p, byte) : 0;
    if (run != p->run)
        end_rule(p, x_px, y_px);
    p->run = run;
    if (!p->outline && isnan(p->rule_px) && is_underlined(p))
        p->rule_px = x_px;
    return LAYOUT_DONE;
}

// Font and size of a Pango run. False: it has no font file that can be opened.
static bool begin_run(struct place *p, const PangoItem *item)
{
    const struct layout *l = p->layout;
    p->face = fonts_face(&p->text->fonts, item->analysis.font);
    p->run = l->run_count ? run_at(p, (uint32_t)item->offset) : 0;
    p->size_px = l->run_count ? l->runs[p->run].size_px : l->style->size_px;
    p->size = (uint32_t)fmax(1, lrint(fmin(p->size_px * l->scale, p->cap_px) * 64));
    p->raster_px = p->size_px / (p->size / 64.0);
    double outline = fmin(p->outline_px / p->raster_px, p->cap_px) * 64;
    p->outline = p->outline_px > 0 ? (uint16_t)fmax(1, rint(outline)) : 0;
    p->rule_px = NAN;
    return p->face >= 0;
}

// Advance of the cluster that begins with glyph `i`.
static int cluster_width(const PangoGlyphString *g, int i)
{
    int width = g->glyphs[i].geometry.width;
    for (int k = i + 1; k < g->num_glyphs && g->log_clusters[k] == g->log_clusters[i]; k++)
        width += g->glyphs[k].geometry.width;
    return width;
}

// ---- Justified lines. Spaces take what is left over, and the gaps behind ideographs. No-break
// spaces do not: in French they belong to the sign beside them. Nor do letters in a word.

static bool can_stretch(const char *text, const PangoLayoutRun *run, int i)
{
    const PangoGlyphString *g = run->glyphs;
    if (i > 0 && g->log_clusters[i] == g->log_clusters[i - 1])
        return false;
    gunichar c = g_utf8_get_char(text + run->item->offset + g->log_clusters[i]);
    return g->glyphs[i].geometry.width > 0 && (c == ' ' || g_unichar_iswide(c));
}

// What each place takes of the room that a line of `width_px` leaves; 0: nothing can stretch, or
// the paragraph ends with it.
static double stretch(const struct layout *l, const GSList *at, double width_px)
{
    const PangoLayoutLine *line = at->data, *next = at->next ? at->next->data : NULL;
    const char *text = pango_layout_get_text(l->pango);
    bool last = !next || next->is_paragraph_start, ends = false;
    int count = 0;
    if (l->style->align != TEXT_JUSTIFY || !(l->style->width_px > 0) || last)
        return 0;
    for (const GSList *r = line->runs; r; r = r->next) {
        const PangoLayoutRun *run = r->data;
        for (int i = 0; i < run->glyphs->num_glyphs; i++) {
            bool can = can_stretch(text, run, i);
            count += can;
            ends = can || (ends && run->glyphs->glyphs[i].geometry.width == 0);
        }
    }
    count -= ends; // nothing is gained behind what stands last
    return count > 0 ? fmax(0, l->style->width_px - width_px) / count : 0;
}

// From *at_px on, which moves to the run's end.
static enum layout_result place_run(struct place *p, const PangoLayoutRun *run, double *at_px,
                                    double y_px)
{
    const PangoGlyphString *string = run->glyphs;
    const char *text = pango_layout_get_text(p->layout->pango);
    double unit_px = p->layout->unit_px, middle_px = 0;
    enum layout_result result = LAYOUT_DONE;
    bool seen = begin_run(p, run->item);
    double x_px = *at_px + run->start_x_offset * unit_px;
    int cluster = -1;
    y_px -= run->y_offset * unit_px;
    for (int i = 0; i < string->num_glyphs && result == LAYOUT_DONE; i++) {
        const PangoGlyphInfo *g = &string->glyphs[i];
        PangoGlyph id = g->glyph;
        if (seen && string->log_clusters[i] != cluster) {
            cluster = string->log_clusters[i];
            middle_px = x_px + cluster_width(string, i) * unit_px / 2;
            follow(p, (uint32_t)(run->item->offset + cluster), x_px, y_px);
        }
        if (seen && id & PANGO_GLYPH_UNKNOWN_FLAG && id != PANGO_GLYPH_EMPTY) {
            tell_missing(p->text, id & ~PANGO_GLYPH_UNKNOWN_FLAG);
            id = 0; // the font's own sign for a missing one
        }
        if (seen && id != PANGO_GLYPH_EMPTY)
            result = place_glyph(p, id, x_px + g->geometry.x_offset * unit_px,
                                 y_px + g->geometry.y_offset * unit_px, middle_px);
        x_px += g->geometry.width * unit_px;
        if (p->stretch_px > 0 && can_stretch(text, run, i))
            x_px += p->stretch_px;
    }
    if (seen && result == LAYOUT_DONE)
        result = end_rule(p, x_px, y_px);
    *at_px = x_px + run->end_x_offset * unit_px;
    return result;
}

static enum layout_result place_line(struct place *p, const PangoLayoutLine *line, double x_px,
                                     double y_px)
{
    enum layout_result result = LAYOUT_DONE;
    for (GSList *at = line->runs; at && result == LAYOUT_DONE; at = at->next)
        result = place_run(p, at->data, &x_px, y_px);
    return result;
}

// Where a line begins that is `width_px` wide, in a box of `room_px`.
static double line_left(const struct layout *l, const PangoLayoutLine *line, double width_px,
                        double room_px)
{
    bool leftward =
        pango_layout_line_get_resolved_direction((PangoLayoutLine *)line) == PANGO_DIRECTION_RTL;
    double spare_px = room_px - width_px;
    switch (l->style->align) {
    case TEXT_CENTRE:
        return spare_px / 2;
    case TEXT_LEFT:
        return 0;
    case TEXT_RIGHT:
        return spare_px;
    case TEXT_END:
        return leftward ? 0 : spare_px;
    default:
        return leftward ? spare_px : 0;
    }
}

// Without a width the box lies around x.
static double box_left(const struct layout *l, double width_px)
{
    enum text_align align = l->style->align;
    if (l->style->width_px > 0)
        return 0;
    if (align == TEXT_CENTRE)
        return -width_px / 2;
    return align == TEXT_END || align == TEXT_RIGHT ? -width_px : 0;
}

static uint32_t source(const struct layout *l, const struct text_line *last, size_t byte)
{
    if (byte < l->text->length)
        return l->text->source[byte];
    return l->text->length ? l->text->source[l->text->length - 1] + 1 : last ? last->end : 0;
}

// Sizes of the lines, and of the box.
static void measure_lines(const struct layout *l, struct text_box *box, struct text_line *lines)
{
    double unit_px = l->unit_px, widest_px = 0;
    PangoLayoutIter *i = pango_layout_get_iter(l->pango);
    const GSList *at = pango_layout_get_lines_readonly(l->pango);
    int n = 0;
    do {
        PangoRectangle logical;
        const PangoLayoutLine *line = pango_layout_iter_get_line_readonly(i);
        pango_layout_iter_get_line_extents(i, NULL, &logical);
        lines[n] = (struct text_line){
            .y = (float)(logical.y * unit_px),
            .width = (float)(logical.width * unit_px),
            .height = (float)(logical.height * unit_px),
            .baseline = (float)(pango_layout_iter_get_baseline(i) * unit_px),
            .first = source(l, NULL, (size_t)line->start_index),
            .end = source(l, NULL, (size_t)line->start_index + (size_t)line->length),
        };
        lines[n].stretch_px = (float)stretch(l, at, lines[n].width);
        if (lines[n].stretch_px > 0)
            lines[n].width = l->style->width_px;
        widest_px = fmax(widest_px, lines[n].width);
        at = at->next;
        n++;
    } while (pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
    const struct text_line *last = &lines[n - 1];
    *box = (struct text_box){.width = (float)widest_px,
                             .height = last->y + last->height,
                             .baseline = lines[0].baseline,
                             .lines = n,
                             .cut = l->cut};
}

static enum layout_result place_lines(struct place *p, const struct text_box *box,
                                      struct text_line *lines)
{
    const struct layout *l = p->layout;
    double left_px = box_left(l, box->width);
    double room_px = l->style->width_px > 0 ? l->style->width_px : box->width;
    enum layout_result result = LAYOUT_DONE;
    int n = 0;
    for (GSList *at = pango_layout_get_lines_readonly(l->pango); at && result == LAYOUT_DONE;
         at = at->next, n++) {
        lines[n].x = (float)(left_px + line_left(l, at->data, lines[n].width, room_px));
        p->stretch_px = lines[n].stretch_px;
        result = place_line(p, at->data, lines[n].x, lines[n].baseline);
    }
    return result;
}

enum layout_result place_glyphs(struct text *t, const struct layout *l, int cap_px,
                                struct text_box *box, struct text_line *lines)
{
    struct place p = {.text = t, .layout = l, .cap_px = cap_px};
    enum layout_result result = LAYOUT_DONE;
    measure_lines(l, box, lines);
    p.outline_px = l->style->outline_px;
    if (p.outline_px > 0)
        result = place_lines(&p, box, lines);
    p.outline_px = 0;
    if (result == LAYOUT_DONE)
        result = place_lines(&p, box, lines);
    box->glyph_count = p.count;
    return result;
}
