// Inside text/: fonts by fontconfig, layout by Pango, glyphs by FreeType in one atlas.
#pragma once
#include "text/text.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_STROKER_H
#include <fontconfig/fontconfig.h>
#include <pango/pango.h>

// ---- fonts.c: which files, which family a style means, and FreeType's faces.

#define FONTS_FACES 256

struct fonts {
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    FT_Library freetype;
    FT_Stroker stroker;
    struct fonts_face {
        char *file; // owned
        int index;
        FT_Face face;
        uint32_t size; // set on it now, 26.6 px
    } faces[FONTS_FACES];
    int face_count;
    char missing[16][TEXT_FONT]; // families that were said to be missing
    int missing_count;
    bool told_full;
};

bool fonts_init(struct fonts *f, const char *conf, struct fault *fault);
void fonts_finish(struct fonts *f);
// The family or role to ask fontconfig for: the style's own, or "text" when no file has it.
bool fonts_find(struct fonts *f, const char *name, char nearest[TEXT_FONT]);
const char *fonts_family(struct fonts *f, const char *asked);
// Index into faces; -1 when it cannot be opened or the table is full.
int fonts_face(struct fonts *f, PangoFont *font);

// ---- atlas.c: coverage of glyphs, packed on shelves.

#define ATLAS_SIDE 2048
#define ATLAS_LEAST 256    // rows; ATLAS_SIDE over it is a power of two
#define ATLAS_GLYPHS 16384 // a power of two; three quarters are filled at most
#define ATLAS_SHELVES 512
#define ATLAS_PHASES 4 // horizontal places within a px

struct atlas_key {
    uint32_t glyph;
    uint32_t size; // em, 26.6 px
    uint16_t face;
    uint16_t outline; // half the width of a line along the edge, 26.6 px; 0: the glyph itself
    uint16_t phase;   // quarters of a px to the right
};

struct atlas_glyph {
    struct atlas_key key;
    uint16_t x, y, w, h; // of the ink, px; w 0: nothing to see
    int16_t left, top;   // of the ink, from the pen, px, top up
    bool used;
};

struct atlas {
    unsigned char *coverage; // owned
    struct atlas_glyph *glyphs;
    int glyph_count;
    struct atlas_shelf {
        int y, height, x;
    } shelves[ATLAS_SHELVES];
    int shelf_count;
    uint64_t version, emptied, cleaned;
    int dirty[4];
};

bool atlas_init(struct atlas *a);
void atlas_finish(struct atlas *a);
int atlas_height(const struct atlas *a); // rows in use: ATLAS_LEAST, doubled until they fit
void atlas_empty(struct atlas *a);
// The glyph, drawn when it is not there yet. NULL: the atlas is full, or the glyph larger than it.
const struct atlas_glyph *atlas_glyph(struct atlas *a, struct fonts *f, struct atlas_key key);

// ---- french.c: spaces before and inside French punctuation.

// Writes `length` bytes of valid UTF-8 to `out` (not terminated), and for each byte which one of
// `utf8` it stands for to `from`. Both have room for FRENCH_ROOM(length). Returns the bytes
// written.
#define FRENCH_ROOM(length) ((length)*3 + 3)
size_t french_spaces(const char *utf8, size_t length, char *out, uint32_t *from);

// ---- prepare.c: the text as it is laid out, and where each byte of it comes from.

#define TEXT_BYTES TEXT_SETTING_BYTES // of one text; the rest is cut with an ellipsis
#define HYPHENS_LANGUAGES 16

struct hyphens {
    struct hyphens_of {
        char tag[3];
        struct _HyphenDict *dictionary; // owned; NULL: there is none
    } of[HYPHENS_LANGUAGES];
    int count;
};

void hyphens_finish(struct hyphens *h);

struct prepared {
    char *utf8;       // owned
    uint32_t *source; // owned; of each byte, the byte of the text as it was given; never falls
    size_t length, room;
};

struct text_setting {
    struct hyphens hyphens;
    struct prepared prepared[2];
    bool told_long;
};

void setting_finish(struct text_setting *s);
// Borrowed until the next one; NULL when memory is short.
const struct prepared *prepare(struct text_setting *s, const struct text_words *words);

// ---- layout.c: a text broken into lines. place.c: its glyphs as quads.

enum layout_result { LAYOUT_DONE, LAYOUT_FULL, LAYOUT_FAILED };

struct text {
    struct fonts fonts;
    struct atlas atlas;
    struct text_setting setting;
    struct text_cache *cache;
    struct text_run runs[TEXT_RUNS]; // of the text that is laid out, without colours
    struct text_glyph *glyphs;       // owned; of the text that is placed, before it is kept
    int glyph_room;
    bool told_missing, told_large;
};

struct layout {
    PangoLayout *pango; // owned
    const struct text_style *style;
    const struct text_run *runs; // run_count of them; 0: all is in the style
    int run_count;
    uint32_t ends[TEXT_RUNS]; // of each run, in the prepared text
    const struct prepared *text;
    float scale;    // target px per canvas px
    double unit_px; // canvas px per Pango unit
    bool cut;
};

// NULL when memory is short. Words and style are borrowed while it lives.
struct layout *layout_create(struct text *t, const struct text_words *words, float scale);
void layout_destroy(struct layout *l);
// Quads into t->glyphs, and all of `box` but its pointers; lines into `lines`, which has room for
// them (pango_layout_get_line_count). No glyph is drawn larger than `cap_px` to the em; larger ones
// are scaled up.
enum layout_result place_glyphs(struct text *t, const struct layout *l, int cap_px,
                                struct text_box *box, struct text_line *lines);
