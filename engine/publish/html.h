// publish: pages of HTML, whose texts stand in every language side by side; a rule of style shows
// one. Whatever comes from records is escaped here.
#pragma once
#include "publish/facts.h"
#include "text/text.h"

#include <stdio.h>

struct html {
    FILE *out;
    const struct publish_desc *d;
    const char *up;               // "" or "../": what leads to the bundle's folder
    struct text_setting *setting; // for the spaces of French; borrowed, NULL: as they were typed
};

void html_text(struct html *h, const char *text);      // & < > " ' and controls are escaped
void html_json(struct html *h, const json_t *value);   // inside <script type="application/json">
void html_words(struct html *h, const char *key);      // words.h, in a span a language
void html_labels(struct html *h, const json_t *texts); // a record's, in a span a language
void html_title(struct html *h, const json_t *record);
// Paragraphs; what is said in another language only is marked.
void html_paragraphs(struct html *h, const json_t *texts, const char *class);
// A figure with its unit, with the decimal sign of each language.
void html_figure(struct html *h, double value, const char *unit);
// An address as a link where its scheme is one that leads to a page (http, https); else as a text.
void html_address(struct html *h, const char *uri, const char *label);
// Its origin and state, where they are said.
void html_marks(struct html *h, const json_t *record);
// Where the page of a work, gesture or enterprise lies in the bundle; "" for other kinds.
void html_page(const char *id, char *path, size_t size);
// A link to such a page, or its name alone.
void html_record(struct html *h, const json_t *record);
// From <!doctype> into <main>, and out of it.
void html_begin(struct html *h, const char *title, bool inline_all);
void html_end(struct html *h, bool inline_all);
