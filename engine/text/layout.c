// A text in its styles: Pango breaks it into lines.
#include "text/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

// Pango counts in 1/1024 px in an int: very long or large texts are laid out smaller. Without
// hinting that changes nothing else.
#define SPAN_PX 1000000.0

static double shrink(const struct text_words *w, size_t length)
{
    const struct text_style *s = w->style;
    double size_px = s->size_px, tracking = fabs((double)s->tracking_em);
    for (int i = 0; i < w->run_count; i++) {
        size_px = fmax(size_px, w->runs[i].size_px);
        tracking = fmax(tracking, fabs((double)w->runs[i].tracking_em));
    }
    double widest = size_px * (1 + tracking) * ((double)length + 1);
    double high = size_px * (1 + fabs((double)s->line_height)) * ((double)length + 1);
    double most = fmax(fmax(widest, high), s->width_px);
    return most > SPAN_PX ? SPAN_PX / most : 1;
}

// What the text has where no run says otherwise.
static struct text_run run_of(const struct text_style *s)
{
    struct text_run r = {.size_px = s->size_px,
                         .tracking_em = s->tracking_em,
                         .weight = s->weight,
                         .italic = s->italic,
                         .figures = s->figures};
    memcpy(r.font, s->font, sizeof r.font);
    memcpy(r.features, s->features, sizeof r.features);
    return r;
}

static PangoFontDescription *describe(struct text *t, const struct layout *l,
                                      const struct text_run *r)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, fonts_family(&t->fonts, r->font));
    pango_font_description_set_absolute_size(d, fmax(1, r->size_px / l->unit_px));
    pango_font_description_set_weight(d, r->weight ? (PangoWeight)r->weight : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(d, r->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    return d;
}

static void insert(PangoAttrList *list, PangoAttribute *a, uint32_t first, uint32_t end)
{
    a->start_index = first;
    a->end_index = end;
    pango_attr_list_insert(list, a);
}

static void set_letters(PangoAttrList *list, const struct layout *l, const struct text_run *r,
                        uint32_t first, uint32_t end)
{
    static const char *const figures[] = {[TEXT_FIGURES] = "",
                                          [TEXT_LINING] = "lnum",
                                          [TEXT_OLDSTYLE] = "onum",
                                          [TEXT_TABULAR] = "tnum"};
    char features[TEXT_FEATURES + 8];
    const char *both = figures[r->figures][0] && r->features[0] ? "," : "";
    if (r->tracking_em != 0)
        insert(list,
               pango_attr_letter_spacing_new((int)lrint(r->tracking_em * r->size_px / l->unit_px)),
               first, end);
    snprintf(features, sizeof features, "%s%s%s", figures[r->figures], both, r->features);
    if (features[0])
        insert(list, pango_attr_font_features_new(features), first, end);
}

// Do their letters look alike, but for colour and underline?
static bool alike(const struct text_run *a, const struct text_run *b)
{
    return strcmp(a->font, b->font) == 0 && a->size_px == b->size_px && a->weight == b->weight &&
           a->italic == b->italic && a->tracking_em == b->tracking_em && a->figures == b->figures &&
           strcmp(a->features, b->features) == 0;
}

// Of runs that are alike as one: kerning and ligatures go on over them. Returns the first after
// them.
static int set_runs(struct text *t, PangoAttrList *list, const struct layout *l, int i)
{
    uint32_t first = i > 0 ? l->ends[i - 1] : PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING;
    int next = i + 1;
    while (next < l->run_count && alike(&l->runs[i], &l->runs[next]))
        next++;
    uint32_t end = next < l->run_count ? l->ends[next - 1] : PANGO_ATTR_INDEX_TO_TEXT_END;
    PangoFontDescription *d = describe(t, l, &l->runs[i]);
    insert(list, pango_attr_font_desc_new(d), first, end);
    pango_font_description_free(d);
    set_letters(list, l, &l->runs[i], first, end);
    return next;
}

static void set_style(struct text *t, struct layout *l)
{
    const struct text_style *s = l->style;
    struct text_run whole = run_of(s);
    PangoFontDescription *d = describe(t, l, &whole);
    pango_layout_set_font_description(l->pango, d);
    pango_font_description_free(d);
    PangoAttrList *list = pango_attr_list_new();
    if (s->line_height > 0)
        pango_attr_list_insert(list, pango_attr_line_height_new_absolute(
                                         (int)lrint(s->line_height * s->size_px / l->unit_px)));
    if (l->run_count == 0)
        set_letters(list, l, &whole, PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING,
                    PANGO_ATTR_INDEX_TO_TEXT_END);
    for (int i = 0; i < l->run_count;)
        i = set_runs(t, list, l, i);
    pango_layout_set_attributes(l->pango, list);
    pango_attr_list_unref(list);
}

// Lines are put at their side, and spread, by place.c.
static void set_shape(struct layout *l)
{
    const struct text_style *s = l->style;
    pango_layout_set_auto_dir(l->pango, s->direction == TEXT_AUTO);
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

// Where each run ends in the prepared text.
static void find_ends(struct layout *l)
{
    uint32_t at = 0, given = 0;
    for (int i = 0; i < l->run_count; i++) {
        given += l->runs[i].length;
        while (at < l->text->length && l->text->source[at] < given)
            at++;
        l->ends[i] = at;
    }
}

struct layout *layout_create(struct text *t, const struct text_words *w, float scale)
{
    static const PangoDirection directions[] = {[TEXT_AUTO] = PANGO_DIRECTION_WEAK_LTR,
                                                [TEXT_LTR] = PANGO_DIRECTION_LTR,
                                                [TEXT_RTL] = PANGO_DIRECTION_RTL};
    const struct text_style *s = w->style;
    const struct prepared *text = prepare(&t->setting, w);
    struct layout *l = text ? malloc(sizeof *l) : NULL;
    if (!l)
        return NULL;
    l->style = s;
    l->runs = w->runs;
    l->run_count = w->run_count;
    l->text = text;
    l->scale = scale;
    l->unit_px = 1.0 / (PANGO_SCALE * shrink(w, text->length));
    l->cut = false;
    find_ends(l);
    // Always said: Pango would ask the machine's locale otherwise.
    pango_context_set_language(t->fonts.context,
                               pango_language_from_string(s->language[0] ? s->language : "en"));
    pango_context_set_base_dir(t->fonts.context, directions[s->direction]);
    l->pango = pango_layout_new(t->fonts.context);
    set_style(t, l);
    set_shape(l);
    pango_layout_set_text(l->pango, text->utf8, (int)text->length);
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
