// publish: a page's two columns: facts beside, texts beneath one another; both go on overleaf.
#pragma once
#include "publish/print.h"

#define COLUMN_ITEMS 1024 // of the narrow one

enum column_kind { COLUMN_HEADING, COLUMN_VALUE, COLUMN_QUOTE, COLUMN_MARK, COLUMN_CODE };

struct column_item {
    enum column_kind kind;
    char *text;           // owned
    const char *language; // of text
    char *link;           // owned; an id of the book, or an address; NULL: none
    bool address;
};

struct column {
    struct book *b;
    const char *title, *language; // said again overleaf
    double y;                     // of the wide one
    bool fresh;                   // nothing stands in it on this page yet
    struct column_item *items;    // owned
    int count, at;
};

void column_finish(struct column *c);
// The narrow one. Texts are copied; NULL text: nothing is added.
void column_add(struct column *c, enum column_kind kind, const char *text, const char *language);
void column_add_link(struct column *c, enum column_kind kind, const char *text,
                     const char *language, const char *link, bool address);
// Draws what fits from y downwards.
void column_side(struct column *c, double y);
// The wide one. A new page when less than `height` is left of this.
void column_need(struct column *c, double height);
void column_gap(struct column *c, double height);
void column_text(struct column *c, const char *text, const char *language,
                 const struct print_style *style);
// Texts side by side in narrower columns of equal width, overleaf together.
void column_texts(struct column *c, const char *const texts[], const char *const languages[],
                  int count, const struct print_style *style);
// The pages that the narrow one still needs.
void column_end(struct column *c);
