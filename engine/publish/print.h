// publish: a book of pages: type on a grid, parted texts, links, pictures, drawings, codes.
// Points from the top left; a book is composed twice, first to learn on which page things come.
#pragma once
#include "publish/facts.h"
#include "text/text.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#define MM (72 / 25.4)
#define PRINT_WIDTH (210 * MM)
#define PRINT_HEIGHT (260 * MM)
#define PRINT_SIDE (20 * MM) // where the narrow column begins
#define PRINT_SIDE_WIDTH (40 * MM)
#define PRINT_MAIN (68 * MM) // where the wide one does
#define PRINT_MAIN_WIDTH (122 * MM)
#define PRINT_TOP (25 * MM)
#define PRINT_BOTTOM (236 * MM) // below it stands the page's number alone
#define PRINT_EMBER 1.0, 0.478, 0.102

struct print_places; // id -> page

struct book {
    const struct publish_desc *desc;
    const char *language; // the first
    bool final;           // the second time
    cairo_t *cr;
    PangoFontMap *map;
    FcConfig *fonts;
    PangoContext *context;
    struct text_setting *setting;
    struct print_places *places;
    char *running; // owned; what stands beside the page's number
    int page;      // from 1
    bool numbered;
    bool failed; // memory is short
};

bool print_open(struct book *b, cairo_surface_t *surface);
void print_close(struct book *b);
bool print_begin(struct book *b, const struct publish_desc *d, struct fault *f); // fonts, setting
void print_finish(struct book *b);

// Ends the page that there is and begins one; `running` NULL: as before; numbered from now on?
void print_page(struct book *b, const char *running, bool numbered);
void print_end_page(struct book *b);
// A place that links and page numbers lead to: a little above y.
void print_mark(struct book *b, const char *id, double y);
// 0: not known (yet).
int print_page_of(const struct book *b, const char *id);
void print_link(struct book *b, const char *id);      // until print_link_end
void print_link_uri(struct book *b, const char *uri); // until print_link_end
void print_link_end(struct book *b);
void print_tag(struct book *b, const char *name); // "H1", "P", "Figure"; until print_tag_end
void print_tag_end(struct book *b, const char *name);

struct print_style {
    const char *family; // "title", "text"
    double size, leading;
    double grey; // 0 black to 1 white
    int weight;  // 0: normal
    double tracking;
    const char *features;
    bool italic, ember, hyphens, capitals, end; // end: set flush right
};

extern const struct print_style print_body, print_small, print_caption, print_heading, print_title,
    print_italic, print_mark_style, print_figure;

// A text on its way into columns, one after another: what does not fit in one goes on in the next.
struct print_flow {
    PangoLayout **paragraphs; // owned
    int count, at, line;      // the next to be drawn
    struct print_style style;
};

void print_flow_init(struct book *b, struct print_flow *flow, const char *text,
                     const char *language, const struct print_style *style, double width);
void print_flow_finish(struct print_flow *flow);
bool print_flow_done(const struct print_flow *flow);
// Draws as many lines as `height` has room for, never one line of a longer paragraph alone at its
// foot or head. Returns the height that was used. `fresh`: nothing stands above, so that something
// must be drawn.
double print_flow_fill(struct book *b, struct print_flow *flow, double x, double y, double height,
                       bool fresh);
double print_flow_height(const struct print_flow *flow); // of all that is left
// A short text, all of it; returns its height.
double print_text(struct book *b, const char *text, const char *language,
                  const struct print_style *style, double x, double y, double width);
double print_text_height(struct book *b, const char *text, const char *language,
                         const struct print_style *style, double width);
double print_text_width(struct book *b, const char *text, const char *language,
                        const struct print_style *style);
void print_rule(struct book *b, double x, double y, double width, double line);

// ---- picture.c: false and nothing drawn when there is none; told once in desc->lost.
// In a frame of so much width and at most so much height; *used: its own height.
bool print_picture(struct book *b, const json_t *media, double x, double y, double width,
                   double height, double *used);

// What a film shows at a moment, in the same way; *wide: its own width. Told where it cannot be
// read.
bool print_still(struct book *b, const json_t *film, double at_s, double x, double y, double width,
                 double height, double *wide, double *used);

// ---- drawing.c: a clip as on Marey's plates, with the path of its hand.
struct print_drawing {
    const json_t *clip;
    const json_t *measure; // of a gesture; NULL: none
    const char *language;  // of the measure's label
    double x, y, width, height;
    bool bare; // without measure and floor: a cover's
};
// NULL and a fault. Destroy it by motion_destroy.
struct motion_clip *print_clip(const struct publish_desc *d, const json_t *clip, struct fault *f);
bool print_drawing(struct book *b, const struct print_drawing *drawing);

// ---- code.c: a QR code with its quiet zone inside its square; its edge, 0: it does not fit.
double print_code(struct book *b, const char *uri, double x, double y, double most);
