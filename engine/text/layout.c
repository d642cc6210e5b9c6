// One text in one style: Pango breaks it into lines, its glyphs become quads.
#include "text/private.h"

#include "base/log.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define PHASE_PX (1.0 / ATLAS_PHASES)

struct layout {
    PangoLayout *pango; // owned
    float scale;        // target px per canvas px
    double size_px;     // em, canvas px
    double unit_px;     // canvas px per Pango unit
    enum text_align align;
    float width_px;
    bool cut;
};

// Pango counts in 1/1024 px in an int: very long or large texts are laid out smaller. Without
// hinting that changes nothing else.
#define SPAN_PX 1000000.0

static double shrink(const struct text_style *s, size_t length)
{
    double widest = s->size_px * (1 + fabs((double)s->tracking_em)) * ((double)length + 1);
    double high = s->size_px * (1 + fabs((double)s->line_height)) * ((double)length + 1);
    double most = fmax(fmax(widest, high), s->width_px);
    return most > SPAN_PX ? SPAN_PX / most : 1;
}

static void set_style(struct text *t, struct layout *l, const struct text_style *s)
{
    double px = 1 / l->unit_px; // Pango units per canvas px
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family(d, fonts_family(&t->fonts, s->font));
    pango_font_description_set_absolute_size(d, fmax(1, s->size_px * px));
    pango_font_description_set_weight(d, s->weight ? (PangoWeight)s->weight : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(d, s->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(l->pango, d);
    pango_font_description_free(d);
    PangoAttrList *list = pango_attr_list_new();
    if (s->tracking_em != 0)
        pango_attr_list_insert(list, pango_attr_letter_spacing_new(
                                         (int)lrint(s->tracking_em * s->size_px * px)));
    if (s->line_height > 0)
        pango_attr_list_insert(list, pango_attr_line_height_new_absolute(
                                         (int)lrint(s->line_height * s->size_px * px)));
    pango_layout_set_attributes(l->pango, list);
    pango_attr_list_unref(list);
}

static void set_shape(struct layout *l, const struct text_style *s)
{
    static const PangoAlignment sides[] = {
        [TEXT_START] = PANGO_ALIGN_LEFT,
        [TEXT_CENTRE] = PANGO_ALIGN_CENTER,
        [TEXT_END] = PANGO_ALIGN_RIGHT,
        [TEXT_JUSTIFY] = PANGO_ALIGN_LEFT,
    };
    pango_layout_set_auto_dir(l->pango, TRUE); // START is the right side in a right-to-left text
    pango_layout_set_alignment(l->pango, sides[s->align]);
    pango_layout_set_justify(l->pango, s->align == TEXT_JUSTIFY);
    pango_layout_set_wrap(l->pango, PANGO_WRAP_WORD_CHAR);
    if (s->width_px > 0)
        pango_layout_set_width(l->pango, (int)fmax(1, floor(s->width_px / l->unit_px)));
}

// The first `bytes` of `text`, without the spaces at their end, and an ellipsis.
static void set_shortened(struct layout *l, char *copy, const char *text, size_t bytes)
{
    while (bytes > 0 && strchr(" \n\t", text[bytes - 1]))
        bytes--;
    memcpy(copy, text, bytes);
    memcpy(copy + bytes, ELLIPSIS, 3);
    pango_layout_set_text(l->pango, copy, (int)(bytes + 3));
}

// Where a text may be cut between `first` and `last` bytes: before each grapheme. Returns how many.
static int cuts(PangoLayout *pango, size_t first, size_t last, int *at)
{
    int attribute_count, count = 0;
    const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly(pango, &attribute_count);
    const char *text = pango_layout_get_text(pango), *c = text;
    for (int i = 0; i < attribute_count && (size_t)(c - text) <= last; i++) {
        if (attributes[i].is_cursor_position && (size_t)(c - text) >= first)
            at[count++] = (int)(c - text);
        if (!*c)
            break;
        c = g_utf8_next_char(c);
    }
    return count;
}

// Ends the last of `lines` lines in an ellipsis, after as much of the text as fits.
static bool limit_lines(struct layout *l, int lines)
{
    if (lines <= 0 || pango_layout_get_line_count(l->pango) <= lines)
        return true;
    PangoLayoutLine *last = pango_layout_get_line_readonly(l->pango, lines - 1);
    size_t first = (size_t)last->start_index, end = first + (size_t)last->length;
    char *text = strdup(pango_layout_get_text(l->pango));
    char *copy = text ? malloc(strlen(text) + 4) : NULL;
    int *at = malloc((end - first + 2) * sizeof *at);
    if (copy && at) {
        int low = 0, high = cuts(l->pango, first, end, at) - 1;
        while (low < high) { // the largest cut that keeps to the lines; the first one always may
            int middle = (low + high + 1) / 2;
            set_shortened(l, copy, text, (size_t)at[middle]);
            if (pango_layout_get_line_count(l->pango) <= lines)
                low = middle;
            else
                high = middle - 1;
        }
        set_shortened(l, copy, text, high >= 0 ? (size_t)at[low] : first);
        l->cut = true;
    }
    bool done = copy && at;
    free(at);
    free(copy);
    free(text);
    return done;
}

// Valid UTF-8 within the limit, with the spaces of its language. Owned by the caller.
static char *clean(struct text *t, const struct layout_request *r, size_t *length)
{
    size_t bytes = r->length < TEXT_BYTES ? r->length : TEXT_BYTES;
    if (bytes < r->length) {
        while (bytes > 0 && ((unsigned char)r->utf8[bytes] & 0xc0) == 0x80)
            bytes--;
        if (!t->told_long)
            log_warning("text", "a text of %zu bytes is cut after %d", r->length, TEXT_BYTES);
        t->told_long = true;
    }
    char *valid = g_utf8_make_valid(r->utf8, (gssize)bytes);
    size_t valid_bytes = strlen(valid);
    for (char *c = valid; *c; c++) // no font has a sign for control characters
        if ((unsigned char)*c < ' ' && !strchr("\n\r\t", *c))
            *c = ' ';
    char *out = malloc(FRENCH_ROOM(valid_bytes) + 4);
    if (out) {
        const char *tag = r->style->language;
        bool french = g_ascii_strncasecmp(tag, "fr", 2) == 0 && (!tag[2] || tag[2] == '-');
        if (french)
            *length = french_spaces(valid, valid_bytes, out);
        else
            memcpy(out, valid, *length = valid_bytes);
        if (bytes < r->length) {
            memcpy(out + *length, ELLIPSIS, 3);
            *length += 3;
        }
    }
    g_free(valid);
    return out;
}

struct layout *layout_create(struct text *t, const struct layout_request *r)
{
    const struct text_style *s = r->style;
    size_t length = 0;
    struct layout *l = calloc(1, sizeof *l);
    char *text = l ? clean(t, r, &length) : NULL;
    if (!text) {
        free(l);
        return NULL;
    }
    *l = (struct layout){
        .scale = r->scale, .size_px = s->size_px, .align = s->align, .width_px = s->width_px};
    l->unit_px = 1.0 / (PANGO_SCALE * shrink(s, length));
    // Always said: Pango would ask the machine's locale otherwise.
    pango_context_set_language(t->fonts.context,
                               pango_language_from_string(s->language[0] ? s->language : "en"));
    l->pango = pango_layout_new(t->fonts.context);
    set_style(t, l, s);
    set_shape(l, s);
    pango_layout_set_text(l->pango, text, (int)length);
    free(text);
    if (!limit_lines(l, s->max_lines)) {
        layout_destroy(l);
        return NULL;
    }
    return l;
}

void layout_destroy(struct layout *l)
{
    if (!l)
        return;
    g_object_unref(l->pango);
    free(l);
}

// Without a width the box lies around x.
static double left_px(const struct layout *l, double width_px)
{
    if (l->width_px > 0 || l->align == TEXT_START || l->align == TEXT_JUSTIFY)
        return 0;
    return l->align == TEXT_CENTRE ? -width_px / 2 : -width_px;
}

struct place {
    struct text *text;
    const struct layout *layout;
    struct text_box *box;
    struct text_glyph *glyphs; // the box's, while they are written
    int room;
    uint32_t size;    // of the drawn glyphs, 26.6 px
    double raster_px; // canvas px per px of the atlas
    double left_px;
};

static bool grow(struct place *p)
{
    if (p->box->glyph_count < p->room)
        return true;
    int room = p->room ? p->room * 2 : 32;
    struct text_glyph *bigger = realloc(p->glyphs, (size_t)room * sizeof *bigger);
    if (!bigger)
        return false;
    p->box->glyphs = p->glyphs = bigger;
    p->room = room;
    return true;
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
static enum layout_result place_glyph(struct place *p, int face, uint32_t id, double x_px,
                                      double y_px)
{
    double x = floor(x_px / p->raster_px / PHASE_PX + 0.5) * PHASE_PX;
    double y = floor(y_px / p->raster_px + 0.5);
    double whole = floor(x);
    struct atlas_key key = {id, p->size, (uint16_t)face, (uint16_t)((x - whole) * ATLAS_PHASES)};
    const struct atlas_glyph *g = atlas_glyph(&p->text->atlas, &p->text->fonts, key);
    if (!g)
        return LAYOUT_FULL;
    if (g->w == 0)
        return LAYOUT_DONE;
    if (!grow(p))
        return LAYOUT_FAILED;
    assert(p->glyphs);
    p->glyphs[p->box->glyph_count++] = (struct text_glyph){
        .x = (float)((whole + g->left - 1) * p->raster_px),
        .y = (float)((y - g->top - 1) * p->raster_px),
        .w = (float)((g->w + 2) * p->raster_px),
        .h = (float)((g->h + 2) * p->raster_px),
        .u = (float)(g->x - 1),
        .v = (float)(g->y - 1),
        .uw = (float)(g->w + 2),
        .vh = (float)(g->h + 2),
    };
    return LAYOUT_DONE;
}

static enum layout_result place_run(struct place *p, const PangoLayoutRun *run, double x_px,
                                    double y_px)
{
    double unit_px = p->layout->unit_px;
    int face = fonts_face(&p->text->fonts, run->item->analysis.font);
    for (int i = 0; face >= 0 && i < run->glyphs->num_glyphs; i++) {
        const PangoGlyphInfo *g = &run->glyphs->glyphs[i];
        PangoGlyph id = g->glyph;
        if (id & PANGO_GLYPH_UNKNOWN_FLAG && id != PANGO_GLYPH_EMPTY) {
            tell_missing(p->text, id & ~PANGO_GLYPH_UNKNOWN_FLAG);
            id = 0; // the font's own sign for a missing one
        }
        enum layout_result result = LAYOUT_DONE;
        if (id != PANGO_GLYPH_EMPTY)
            result = place_glyph(p, face, id, x_px + g->geometry.x_offset * unit_px,
                                 y_px + g->geometry.y_offset * unit_px);
        if (result != LAYOUT_DONE)
            return result;
        x_px += g->geometry.width * unit_px;
    }
    return LAYOUT_DONE;
}

static enum layout_result place_runs(struct place *p)
{
    double unit_px = p->layout->unit_px;
    enum layout_result result = LAYOUT_DONE;
    PangoLayoutIter *i = pango_layout_get_iter(p->layout->pango);
    do {
        const PangoLayoutRun *run = pango_layout_iter_get_run_readonly(i);
        PangoRectangle logical;
        pango_layout_iter_get_run_extents(i, NULL, &logical);
        if (run)
            result = place_run(p, run, p->left_px + logical.x * unit_px,
                               pango_layout_iter_get_run_baseline(i) * unit_px);
    } while (result == LAYOUT_DONE && pango_layout_iter_next_run(i));
    pango_layout_iter_free(i);
    return result;
}

enum layout_result layout_place(struct text *t, struct layout *l, int cap_px, struct text_box *box)
{
    PangoRectangle logical;
    pango_layout_get_extents(l->pango, NULL, &logical);
    *box = (struct text_box){
        .width = (float)(logical.width * l->unit_px),
        .height = (float)(logical.height * l->unit_px),
        .baseline = (float)(pango_layout_get_baseline(l->pango) * l->unit_px),
        .lines = pango_layout_get_line_count(l->pango),
        .cut = l->cut,
    };
    double em_px = fmin(l->size_px * l->scale, cap_px);
    struct place p = {.text = t, .layout = l, .box = box};
    p.size = (uint32_t)fmax(1, lrint(em_px * 64));
    p.raster_px = l->size_px / (p.size / 64.0);
    p.left_px = left_px(l, box->width);
    return place_runs(&p);
}
