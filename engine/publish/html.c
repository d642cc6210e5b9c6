// Pages of HTML: escaping, texts in every language, head and foot.
#include "publish/html.h"
#include "publish/words.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define ASSET_BYTES (1u << 20)

void html_text(struct html *h, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++) {
        switch (*c) {
        case '&':
            fputs("&amp;", h->out);
            break;
        case '<':
            fputs("&lt;", h->out);
            break;
        case '>':
            fputs("&gt;", h->out);
            break;
        case '"':
            fputs("&quot;", h->out);
            break;
        case '\'':
            fputs("&#39;", h->out);
            break;
        default:
            fputc((unsigned char)*c < ' ' && !strchr("\n\t", *c) ? ' ' : *c, h->out);
        }
    }
}

void html_json(struct html *h, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY |
                                       JSON_REAL_PRECISION(9));
    for (const char *c = text ? text : "null"; *c; c++)
        if (*c == '<' || *c == '>' || *c == '&')
            fprintf(h->out, "\\u%04x", (unsigned)*c);
        else
            fputc(*c, h->out);
    free(text);
}

// ---- languages ----

static void open_language(struct html *h, const char *tag, const char *shown, const char *said,
                          const char *class)
{
    fprintf(h->out, "<%s data-l=\"", tag);
    html_text(h, shown);
    fputs("\" lang=\"", h->out);
    html_text(h, said);
    if (class)
        fprintf(h->out, "\" class=\"%s", class);
    fputs("\" dir=\"auto\">", h->out);
}

// Text in a language, spaced as it is printed.
static void set_text(struct html *h, const char *text, const char *language)
{
    size_t bytes, length = strlen(text);
    const char *set = h->setting && length < TEXT_SETTING_BYTES / 2
                          ? text_setting_of(h->setting, text, length, language, false, &bytes)
                          : NULL;
    char *copy = set ? strndup(set, bytes) : NULL;
    html_text(h, copy ? copy : text);
    free(copy);
}

void html_words(struct html *h, const char *key)
{
    for (int i = 0; h->d->languages[i]; i++) {
        open_language(h, "span", h->d->languages[i], h->d->languages[i], NULL);
        set_text(h, words_of(key, h->d->languages[i]), h->d->languages[i]);
        fputs("</span>", h->out);
    }
}

static void span(struct html *h, const char *shown, struct facts_text t)
{
    if (!t.text)
        return;
    open_language(h, "span", shown, t.language, NULL);
    set_text(h, t.text, t.language);
    fputs("</span>", h->out);
}

void html_labels(struct html *h, const json_t *texts)
{
    for (int i = 0; h->d->languages[i]; i++)
        span(h, h->d->languages[i], facts_text(texts, h->d->languages[i]));
}

void html_title(struct html *h, const json_t *record)
{
    for (int i = 0; h->d->languages[i]; i++)
        span(h, h->d->languages[i], facts_title(record, h->d->languages[i]));
}

static void only_in(struct html *h, const char *shown, const char *said)
{
    char key[32];
    snprintf(key, sizeof key, "only-in-%.12s", said);
    fputs("<p class=\"mark\" data-l=\"", h->out);
    html_text(h, shown);
    fputs("\">", h->out);
    html_text(h, words_of(key, shown));
    fputs("</p>", h->out);
}

void html_paragraphs(struct html *h, const json_t *texts, const char *class)
{
    for (int i = 0; h->d->languages[i]; i++) {
        const char *shown = h->d->languages[i];
        struct facts_text t = facts_text(texts, shown);
        if (!t.text)
            return;
        if (strcmp(t.language, shown) != 0)
            only_in(h, shown, t.language);
        char *copy = strdup(t.text), *rest = copy;
        for (char *line; copy && (line = strsep(&rest, "\n")) != NULL;) {
            if (!*line)
                continue;
            open_language(h, "p", shown, t.language, class);
            set_text(h, line, t.language);
            fputs("</p>\n", h->out);
        }
        free(copy);
    }
}

void html_figure(struct html *h, double value, const char *unit)
{
    char figure[100];
    for (int i = 0; h->d->languages[i]; i++) {
        facts_figure(value, unit, h->d->languages[i], figure, sizeof figure);
        open_language(h, "span", h->d->languages[i], h->d->languages[i], "figure");
        html_text(h, figure);
        fputs("</span>", h->out);
    }
}

// ---- links and marks ----

void html_address(struct html *h, const char *uri, const char *label)
{
    bool page = strncmp(uri, "https://", 8) == 0 || strncmp(uri, "http://", 7) == 0;
    if (page) {
        fputs("<a rel=\"noopener noreferrer\" href=\"", h->out);
        html_text(h, uri);
        fputs("\">", h->out);
    }
    html_text(h, label ? label : uri);
    fputs(page ? "</a>" : "", h->out);
}

void html_marks(struct html *h, const json_t *record)
{
    const char *state = facts_string(record, "state");
    if (state && strcmp(state, "published") != 0) {
        fputs("<p class=\"mark\">", h->out);
        html_words(h, state);
        fputs("</p>", h->out);
    }
    if (facts_invented(record)) {
        fputs("<p class=\"mark\">", h->out);
        html_words(h, facts_string(record, "origin"));
        fputs("</p>", h->out);
    }
}

void html_page(const char *id, char *path, size_t size)
{
    int type = repertoire_type_of_id(id);
    path[0] = 0;
    if (type == REPERTOIRE_GESTURE || type == REPERTOIRE_WORK || type == REPERTOIRE_ENTERPRISE)
        snprintf(path, size, "%s/%s.html", repertoire_folder((enum repertoire_type)type), id + 2);
}

void html_record(struct html *h, const json_t *record)
{
    char path[128];
    html_page(facts_string(record, "id"), path, sizeof path);
    if (path[0])
        fprintf(h->out, "<a href=\"%s%s\">", h->up, path);
    html_title(h, record);
    fputs(path[0] ? "</a>" : "", h->out);
}

// ---- head and foot ----

static void put_asset(struct html *h, const char *name)
{
    char path[2048];
    size_t length;
    snprintf(path, sizeof path, "%s/publish/%s", h->d->assets, name);
    char *text = store_read(path, ASSET_BYTES, &length, NULL);
    fputs(text ? text : "", h->out);
    free(text);
}

// One rule a language hides what is in the others.
static void put_language_rules(struct html *h)
{
    for (int i = 0; h->d->languages[i]; i++)
        fprintf(h->out,
                "html[data-l=\"%s\"] "
                "[data-l]:not([data-l=\"%s\"]):not(html):not(button){display:none}\n",
                h->d->languages[i], h->d->languages[i]);
}

static void put_switch(struct html *h)
{
    if (!h->d->languages[1])
        return;
    fputs("<nav class=\"switch\" id=\"switch\" aria-label=\"", h->out);
    html_text(h, words_of("language", h->d->languages[0]));
    fputs("\">", h->out);
    for (int i = 0; h->d->languages[i]; i++)
        fprintf(h->out, "<button type=\"button\" data-l=\"%s\" lang=\"%s\">%s</button>",
                h->d->languages[i], h->d->languages[i], h->d->languages[i]);
    fputs("</nav>", h->out);
}

void html_begin(struct html *h, const char *title, bool inline_all)
{
    const char *first = h->d->languages[0];
    fprintf(h->out,
            "<!doctype html>\n<html lang=\"%s\" data-l=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
            first, first);
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
          h->out);
    html_text(h, title);
    fprintf(h->out, "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n");
    put_language_rules(h);
    fprintf(h->out, "@font-face{font-family:Title;src:url(%sfonts/title.otf)}\n", h->up);
    fprintf(h->out,
            "@font-face{font-family:Title;font-style:italic;src:url(%sfonts/title-italic.otf)}\n",
            h->up);
    fprintf(h->out, "@font-face{font-family:Text;src:url(%sfonts/text.otf)}\n", h->up);
    if (inline_all)
        put_asset(h, "page.css");
    fputs("</style>\n", h->out);
    if (!inline_all)
        fprintf(h->out, "<link rel=\"stylesheet\" href=\"%spage.css\">\n", h->up);
    fputs("</head>\n<body>\n<a class=\"skip\" href=\"#main\">", h->out);
    html_words(h, "skip");
    fprintf(h->out, "</a>\n<header><a class=\"home\" href=\"%sindex.html\">", h->up);
    for (int i = 0; h->d->languages[i]; i++)
        span(h, h->d->languages[i], (struct facts_text){h->d->title[i], h->d->languages[i]});
    fputs("</a>", h->out);
    put_switch(h);
    fputs("</header>\n<main id=\"main\">\n", h->out);
}

void html_end(struct html *h, bool inline_all)
{
    fputs("</main>\n<footer><p>", h->out);
    html_words(h, "colophon-leroi");
    fprintf(h->out, "</p><p><a href=\"%sdata/gestures.json\">", h->up);
    html_words(h, "data");
    fprintf(h->out, "</a> · %s</p></footer>\n", h->d->day);
    if (inline_all) {
        fputs("<script>\n", h->out);
        put_asset(h, "page.js");
        put_asset(h, "index.js");
        fputs("</script>\n", h->out);
    } else {
        fprintf(h->out,
                "<script src=\"%spage.js\"></script>\n<script src=\"%sfilm.js\"></script>\n"
                "<script src=\"%sclip.js\"></script>\n",
                h->up, h->up, h->up);
    }
    fputs("</body>\n</html>\n", h->out);
}
