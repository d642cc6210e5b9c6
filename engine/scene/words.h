// A text and how it looks, as a draw list carries it and text/ lays it out. Plain data; styles and
// runs are compared as bytes, so they are zeroed before they are filled. Px are the canvas's.
#pragma once
#include "scene/color.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_FONT 48
#define TEXT_FEATURES 64

// START and END follow the direction of each paragraph, LEFT and RIGHT do not. The last line of a
// justified paragraph lies at its start.
enum text_align { TEXT_START, TEXT_CENTRE, TEXT_END, TEXT_JUSTIFY, TEXT_LEFT, TEXT_RIGHT };

enum text_direction { TEXT_AUTO, TEXT_LTR, TEXT_RTL }; // AUTO: of the first strong letter

enum text_figures { TEXT_FIGURES, TEXT_LINING, TEXT_OLDSTYLE, TEXT_TABULAR }; // first: the font's

struct text_style {
    char font[TEXT_FONT]; // a role of assets/fonts ("title", "text", "figures") or a family name
    float size_px;        // em
    int weight;           // 100..900; 0: the role's own
    bool italic;
    float width_px;        // wrap; 0: never
    float line_height;     // of size; 0: the font's own
    float tracking_em;     // added between letters
    enum text_align align; // inside width_px; without one, around x: START, CENTRE or END
    int max_lines;         // 0: any; the last one ends in an ellipsis
    char language[12];     // BCP 47, for spacing and fallback ("fr", "it", "en", "ar")
    enum text_direction direction;
    enum text_figures figures;
    char features[TEXT_FEATURES]; // OpenType's: "smcp, onum, -liga"
    bool underline;
    bool hyphenate;   // breaks words where their language allows
    float outline_px; // of a line round the letters, beneath them, to each side of the edge
    struct color outline_color; //
};

// A part of a text that looks otherwise. Runs follow one another and cover the whole text.
struct text_run {
    uint32_t length; // bytes
    char font[TEXT_FONT];
    float size_px, tracking_em;
    int weight;
    bool italic, underline;
    enum text_figures figures;
    char features[TEXT_FEATURES];
    struct color color;
};

#define TEXT_RUNS 256 // of one text

struct text_words {
    const char *utf8; // not terminated
    size_t length;
    const struct text_style *style;
    const struct text_run *runs; // NULL: all in the style
    int run_count;
};
