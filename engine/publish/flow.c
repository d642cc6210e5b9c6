// Texts in columns: paragraphs broken into lines by Pango, lines put on a grid.
#include "publish/print.h"

#include <stdlib.h>
#include <string.h>

#define PARAGRAPH_BYTES 24000 // a longer one is parted at a space
#define PARAGRAPHS_MAX 4096   // of one text; what follows joins the last

const struct print_style print_body = {
    .family = "text", .size = 8.8, .leading = 13.4, .hyphens = true};
const struct print_style print_small = {
    .family = "text", .size = 7.3, .leading = 10.4, .hyphens = true};
const struct print_style print_caption = {
    .family = "text", .size = 6.4, .leading = 8.8, .grey = 0.4};
const struct print_style print_heading = {
    .family = "text", .size = 6.4, .leading = 10.4, .grey = 0.4};
const struct print_style print_title = {.family = "title", .size = 32, .leading = 34};
const struct print_style print_italic = {
    .family = "title", .size = 14, .leading = 18, .italic = true};
const struct print_style print_mark_style = {
    .family = "text", .size = 6.4, .leading = 8.8, .ember = true};
const struct print_style print_figure = {
    .family = "text", .size = 8.2, .leading = 11.4, .ember = true, .features = "tnum"};

// ---- layouts ----

static void set_attribute(PangoAttrList *list, PangoAttribute *a)
{
    a->start_index = PANGO_ATTR_INDEX_FROM_TEXT_BEGINNING;
    a->end_index = PANGO_ATTR_INDEX_TO_TEXT_END;
    pango_attr_list_insert(list, a);
}

static void set_letters(PangoLayout *l, const struct print_style *s, const char *language)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, s->family);
    pango_font_description_set_absolute_size(d, s->size * PANGO_SCALE);
    pango_font_description_set_style(d, s->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_weight(d, s->weight ? (PangoWeight)s->weight : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, d);
    pango_font_description_free(d);
    PangoAttrList *list = pango_attr_list_new();
    set_attribute(list, pango_attr_language_new(pango_language_from_string(language)));
    if (s->tracking != 0)
        set_attribute(list, pango_attr_letter_spacing_new((int)(s->tracking * PANGO_SCALE)));
    if (s->features)
        set_attribute(list, pango_attr_font_features_new(s->features));
    pango_layout_set_attributes(l, list);
    pango_attr_list_unref(list);
}

// width < 0: one line, as wide as it is.
static PangoLayout *lay(struct book *b, const char *text, size_t length, const char *language,
                        const struct print_style *s, double width)
{
    size_t bytes;
    const char *set = text_setting_of(b->setting, text, length, language, s->hyphens, &bytes);
    if (!set) {
        b->failed = true;
        set = "";
        bytes = 0;
    }
    PangoLayout *l = pango_layout_new(b->context);
    set_letters(l, s, language);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(l, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    if (s->end)
        pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
    pango_layout_set_text(l, set, (int)bytes);
    return l;
}

// ---- flows ----

static size_t paragraph_length(const char *text)
{
    size_t n = strcspn(text, "\n");
    if (n <= PARAGRAPH_BYTES)
        return n;
    for (n = PARAGRAPH_BYTES; n > PARAGRAPH_BYTES / 2; n--)
        if (text[n] == ' ')
            return n;
    for (n = PARAGRAPH_BYTES; ((unsigned char)text[n] & 0xc0) == 0x80;)
        n--;
    return n;
}

void print_flow_init(struct book *b, struct print_flow *flow, const char *text,
                     const char *language, const struct print_style *style, double width)
{
    *flow = (struct print_flow){.style = *style};
    while (text && *text) {
        size_t n = flow->count + 1 < PARAGRAPHS_MAX ? paragraph_length(text) : strlen(text);
        if (n > 0) {
            PangoLayout **grown =
                realloc(flow->paragraphs, (size_t)(flow->count + 1) * sizeof(PangoLayout *));
            if (!grown) {
                b->failed = true;
                return;
            }
            flow->paragraphs = grown;
            flow->paragraphs[flow->count++] = lay(b, text, n, language, style, width);
        }
        text += n;
        while (*text == '\n' || *text == ' ' || *text == '\r')
            text++;
    }
}

void print_flow_finish(struct print_flow *flow)
{
    for (int i = 0; i < flow->count; i++)
        g_object_unref(flow->paragraphs[i]);
    free(flow->paragraphs);
    *flow = (struct print_flow){0};
}

bool print_flow_done(const struct print_flow *flow)
{
    return flow->at >= flow->count;
}

double print_flow_height(const struct print_flow *flow)
{
    int lines = -flow->line;
    for (int i = flow->at; i < flow->count; i++)
        lines += pango_layout_get_line_count(flow->paragraphs[i]);
    int gaps = flow->count - flow->at - 1;
    return (lines + (gaps > 0 ? 0.5 * gaps : 0)) * flow->style.leading;
}

static void ink(struct book *b, const struct print_style *s)
{
    if (s->ember)
        cairo_set_source_rgb(b->cr, PRINT_EMBER);
    else
        cairo_set_source_rgb(b->cr, s->grey, s->grey, s->grey);
}

// Lines [first, first + count) of a layout; the first one's top at y.
static void draw_lines(struct book *b, PangoLayout *l, const struct print_style *s, int first,
                       int count, double x, double y)
{
    PangoLayoutIter *i = pango_layout_get_iter(l);
    double baseline = y + 0.5 * s->leading + 0.33 * s->size;
    ink(b, s);
    for (int n = 0; n < first + count; n++) {
        if (n >= first) {
            PangoRectangle box;
            pango_layout_iter_get_line_extents(i, NULL, &box);
            cairo_move_to(b->cr, x + (double)box.x / PANGO_SCALE,
                          baseline + (n - first) * s->leading);
            pango_cairo_show_layout_line(b->cr, pango_layout_iter_get_line_readonly(i));
        }
        if (!pango_layout_iter_next_line(i))
            break;
    }
    pango_layout_iter_free(i);
}

// How many of `left` lines stand in a frame of `room`, `first` being the paragraph's first.
static int lines_that_stand(int left, int room, bool first)
{
    if (left <= room)
        return left;
    int n = room;
    if (left - n == 1)
        n--; // not one line alone at the head of the next
    if (n == 1 && first)
        n = 0; // nor one at the foot of this
    return n > 0 ? n : 0;
}

double print_flow_fill(struct book *b, struct print_flow *flow, double x, double y, double height,
                       bool fresh)
{
    const double leading = flow->style.leading;
    double used = 0;
    while (!print_flow_done(flow)) {
        PangoLayout *l = flow->paragraphs[flow->at];
        int all = pango_layout_get_line_count(l), left = all - flow->line;
        int room = (int)((height - used) / leading + 1e-6);
        int n = lines_that_stand(left, room, flow->line == 0);
        if (n == 0 && fresh && used == 0)
            n = room > 0 ? (left < room ? left : room) : 1;
        if (n == 0)
            break;
        print_tag(b, "P");
        draw_lines(b, l, &flow->style, flow->line, n, x, y + used);
        print_tag_end(b, "P");
        used += n * leading;
        flow->line += n;
        if (flow->line < all)
            break;
        flow->line = 0;
        flow->at++;
        if (!print_flow_done(flow))
            used += 0.5 * leading;
    }
    return used;
}

// ---- short texts ----

double print_text(struct book *b, const char *text, const char *language,
                  const struct print_style *style, double x, double y, double width)
{
    PangoLayout *l = lay(b, text, strlen(text), language, style, width);
    int lines = pango_layout_get_line_count(l);
    draw_lines(b, l, style, 0, lines, x, y);
    g_object_unref(l);
    return lines * style->leading;
}

double print_text_height(struct book *b, const char *text, const char *language,
                         const struct print_style *style, double width)
{
    PangoLayout *l = lay(b, text, strlen(text), language, style, width);
    int lines = pango_layout_get_line_count(l);
    g_object_unref(l);
    return lines * style->leading;
}

double print_text_width(struct book *b, const char *text, const char *language,
                        const struct print_style *style)
{
    int width;
    PangoLayout *l = lay(b, text, strlen(text), language, style, -1);
    pango_layout_get_size(l, &width, NULL);
    g_object_unref(l);
    return (double)width / PANGO_SCALE;
}

void print_rule(struct book *b, double x, double y, double width, double line)
{
    cairo_set_source_rgb(b->cr, 0, 0, 0);
    cairo_set_line_width(b->cr, line);
    cairo_move_to(b->cr, x, y);
    cairo_line_to(b->cr, x + width, y);
    cairo_stroke(b->cr);
}
