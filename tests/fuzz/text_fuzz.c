// Any bytes as a text in any style, with any runs, laid out at any scale: whatever comes out lies
// in the atlas, and its lines cover the text in order.
#include "text/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
    const uint8_t *at, *end;
};

static unsigned byte(struct bytes *b)
{
    return b->at < b->end ? *b->at++ : 0;
}

// Mostly of a size that is seen, at times any float there is.
static float number(struct bytes *b, float most)
{
    unsigned tag = byte(b);
    if (tag < 250)
        return (float)tag / 250 * most;
    uint32_t bits = 0;
    float f;
    for (int i = 0; i < 4; i++)
        bits = bits << 8 | byte(b);
    memcpy(&f, &bits, sizeof f);
    return f;
}

static void letters(struct bytes *b, char *to, size_t size)
{
    size_t length = byte(b) % size;
    for (size_t i = 0; i < length; i++)
        to[i] = (char)byte(b);
}

static void put_font(struct bytes *b, char font[TEXT_FONT], char features[TEXT_FEATURES])
{
    static const char *const fonts[] = {"text", "title", "figures", "EB Garamond", "", "?"};
    static const char *const known[] = {"", "smcp", "onum, -liga", "kern=99999999999"};
    strcpy(font, fonts[byte(b) % 6]);
    unsigned which = byte(b) % 8;
    if (which < 4)
        strcpy(features, known[which]);
    else if (which == 4)
        letters(b, features, TEXT_FEATURES); // text/ is told the truth by script/; not so here
}

static void put_style(struct bytes *b, struct text_style *s)
{
    static const char *const languages[] = {"fr", "it", "en", "ar", "ja", "zh-tw", "", "fr-CA"};
    memset(s, 0, sizeof *s);
    unsigned flags = byte(b);
    put_font(b, s->font, s->features);
    s->size_px = number(b, 60);
    s->width_px = flags & 1 ? number(b, 400) : 0;
    s->line_height = flags & 2 ? number(b, 3) : 0;
    s->tracking_em = flags & 4 ? number(b, 1) : 0;
    s->outline_px = flags & 8 ? number(b, 6) : 0;
    s->hyphenate = flags & 16;
    s->italic = flags & 32;
    s->underline = flags & 64;
    s->align = (enum text_align)(byte(b) % 7);
    s->direction = (enum text_direction)(byte(b) % 4);
    s->figures = (enum text_figures)(byte(b) % 5);
    s->weight = (int)byte(b) * 5;
    s->max_lines = flags & 128 ? (int)byte(b) % 4 : 0;
    strcpy(s->language, languages[byte(b) % 8]);
}

static int put_runs(struct bytes *b, struct text_run *runs, int most)
{
    int count = (int)byte(b) % (most + 1);
    memset(runs, 0, (size_t)most * sizeof *runs);
    for (int i = 0; i < count; i++) {
        put_font(b, runs[i].font, runs[i].features);
        runs[i].length = byte(b) == 255 ? 0xffffffffu : byte(b) % 12;
        runs[i].size_px = number(b, 60);
        runs[i].tracking_em = number(b, 1);
        runs[i].weight = (int)byte(b) * 4;
        runs[i].underline = byte(b) & 1;
        runs[i].figures = (enum text_figures)(byte(b) % 5);
    }
    return count;
}

static void check(const struct text_box *box, struct text_atlas atlas, size_t length, int runs)
{
    uint32_t at = 0;
    assert(isfinite(box->width) && isfinite(box->height) && isfinite(box->baseline));
    for (int i = 0; i < box->lines; i++) {
        const struct text_line *line = &box->line[i];
        assert(isfinite(line->x) && isfinite(line->y) && isfinite(line->width));
        assert(line->first >= at && line->end >= line->first && line->end <= length + 1);
        at = line->first;
    }
    for (int i = 0; i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        assert(isfinite(g->x) && isfinite(g->y) && isfinite(g->w) && isfinite(g->middle));
        assert(g->u >= 0 && g->u + g->uw <= (float)atlas.width);
        assert(g->v >= 0 && g->v + g->vh <= (float)atlas.height);
        assert(g->run == 0 || g->run < runs);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct text *text; // fonts take longer to open than a text to lay out
    struct bytes b = {data, data + size};
    struct text_style style;
    struct text_run runs[6];
    if (!text)
        text =
            text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, NULL);
    put_style(&b, &style);
    float scale = number(&b, 3);
    int count = put_runs(&b, runs, 6);
    size_t length = (size_t)(b.end - b.at) < 400 ? (size_t)(b.end - b.at) : 400;
    struct text_words words = {(const char *)b.at, length, &style, runs, count};
    const struct text_box *box = text_layout_words(text, &words, scale);
    check(box, text_atlas(text), length, count);
    return 0;
}
