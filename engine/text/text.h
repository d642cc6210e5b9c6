// Text laid out and measured by Pango, glyphs in an atlas: plain data, no GL. Fonts come from
// assets/fonts/fonts.conf alone, hinting off, so that the same text looks the same everywhere. Main
// thread. Layouts are cached by text, style and scale.
#pragma once
#include "base/fault.h"
#include "scene/words.h"
#include <stddef.h>
#include <stdint.h>

struct text;

struct text_desc {
    const char *fonts; // fonts.conf
};

enum text_ink { TEXT_INK, TEXT_OUTLINE, TEXT_RULE }; // RULE: a rectangle, not in the atlas

// A quad of one glyph, with a border of one atlas px: canvas px from the text's x and y (top left;
// without a width, TEXT_CENTRE and TEXT_END lie around and before x), and its place in the atlas.
// At a whole x and y of the target its px fall on the atlas's. Outlines come first.
struct text_glyph {
    float x, y, w, h;
    float u, v, uw, vh; // atlas px
    float middle;       // of its cluster, canvas px: where letters on a path turn
    uint16_t run;       // whose colour it has
    uint16_t ink;       // enum text_ink
};

struct text_line {
    float x, y, width, height, baseline; // canvas px; the baseline from the text's y
    uint32_t first, end;                 // bytes of the text as it was given
    float stretch_px;                    // what each space of it is wider by: justified
};

struct text_box {
    float width, height; // logical, px; the widest line
    float baseline;      // of the first line, from the top
    int lines;
    bool cut; // max_lines ended it
    const struct text_glyph *glyphs;
    int glyph_count;
    const struct text_line *line; // `lines` of them
};

struct text *text_create(const struct text_desc *desc, struct fault *f);
void text_destroy(struct text *t);
// Borrowed until the next text_layout (a full atlas starts anew: atlas version moves on, and boxes
// laid out before are void). `scale`: target px per canvas px, glyphs are drawn that sharp. Broken
// UTF-8 is shown as U+FFFD. In French ("fr") the spaces before ; : ! ? » and after « become narrow
// no-break spaces (U+202F), or no-break (U+00A0) for : and guillemets; they are put in where a word
// ends without one. A text of more than 64 KiB is cut. Where the style hyphenates, words may break
// as the patterns of its language have it (/usr/share/hyphen; none: they do not).
const struct text_box *text_layout_words(struct text *t, const struct text_words *words,
                                         float scale);
// All in one style.
const struct text_box *text_layout(struct text *t, const char *utf8, size_t length,
                                   const struct text_style *style, float scale);

// For who sets text by other means (a page of print): the text as it is laid out here, valid, with
// French spaces and soft hyphens where words may break. Borrowed until the next one; NULL when
// memory is short. At most TEXT_SETTING_BYTES; the rest is cut with an ellipsis.
#define TEXT_SETTING_BYTES 65536
struct text_setting;
struct text_setting *text_setting_create(void);
void text_setting_destroy(struct text_setting *s);
const char *text_setting_of(struct text_setting *s, const char *utf8, size_t length,
                            const char *language, bool hyphenate, size_t *bytes);

// Is it a role ("text", "title", "figures") or a family that there is? Else false, and the word
// nearest to it; "" when none is near.
bool text_font_find(struct text *t, const char *name, char nearest[TEXT_FONT]);

// Features as OpenType names them, parted by commas: "smcp, -liga, ss01=2". False: where they end
// to be so, as a byte of the string.
bool text_features_check(const char *features, size_t *at);

struct text_atlas {
    const unsigned char *coverage; // width x height, 1 byte
    int width, height; // the height grows with what is in it, and begins anew when emptied
    uint64_t version;  // grows when anything changed
    uint64_t emptied;  // grows when it started anew
    uint64_t cleaned;  // version at the last text_atlas_clean
    int dirty[4];      // left, top, right, bottom changed since then
};

// Layouts that are kept so that the same text is not laid out again. Boxes are gone with them.
void text_let_go(struct text *t);
struct text_atlas text_atlas(const struct text *t); // borrowed
void text_atlas_clean(struct text *t);
