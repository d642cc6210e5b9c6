// The page: what is read first stands first, how it was counted last.
#include "report/page.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

// ---- words and figures ----

const char *page_word(const struct page *p, const char *key)
{
    return report_word(key, p->show->language);
}

void page_text(struct page *p, const char *text)
{
    for (const char *c = text; *c; c++) {
        const char *put = *c == '&'   ? "&amp;"
                          : *c == '<' ? "&lt;"
                          : *c == '>' ? "&gt;"
                          : *c == '"' ? "&quot;"
                                      : NULL;
        if (put)
            fputs(put, p->out);
        else
            fputc((unsigned char)*c < ' ' ? ' ' : *c, p->out);
    }
}

void page_format(struct page *p, const char *key, const char *a, const char *b)
{
    const char *const put[] = {a, b};
    int n = 0;
    for (const char *c = page_word(p, key); *c; c++) {
        if (c[0] == '%' && c[1] == 's' && n < 2) {
            page_text(p, put[n++]);
            c++;
        } else {
            const char one[] = {*c, 0};
            page_text(p, one);
        }
    }
}

const char *page_number(const struct page *p, long number, char text[40])
{
    char plain[24];
    const char *group = page_word(p, "group");
    size_t sign = strlen(group), n = 0,
           length = (size_t)snprintf(plain, sizeof plain, "%ld", number);
    for (size_t i = 0; i < length && n + sign < 38; i++) {
        if (i > 0 && (length - i) % 3 == 0 && number >= 1000) {
            memcpy(text + n, group, sign);
            n += sign;
        }
        text[n++] = plain[i];
    }
    text[n] = 0;
    return text;
}

const char *page_count(const struct page *p, const struct report_count *c, char text[80])
{
    char number[40];
    switch (c->told) {
    case REPORT_EXACT:
        page_number(p, c->count, text);
        break;
    case REPORT_MOST:
        snprintf(text, 80, "≥ %s", page_number(p, report_told(c), number));
        break;
    case REPORT_UNDER:
    case REPORT_KEPT:
        snprintf(text, 80, "%s", page_word(p, c->told == REPORT_UNDER ? "under" : "kept"));
        break;
    }
    return text;
}

const char *page_seconds(int seconds, char text[40])
{
    if (seconds < 60)
        snprintf(text, 40, "%d s", seconds);
    else if (seconds < 3600 && seconds % 60 == 0)
        snprintf(text, 40, "%d min", seconds / 60);
    else if (seconds < 3600)
        snprintf(text, 40, "%d min %d s", seconds / 60, seconds % 60);
    else
        snprintf(text, 40, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    return text;
}

const char *page_day(const struct page *p, int day, char text[80])
{
    char month[16], number[8];
    snprintf(month, sizeof month, "month-%d", day / 100 % 100);
    snprintf(number, sizeof number, "%d", day % 100);
    snprintf(text, 80, "%s %s %d", day % 100 == 1 ? page_word(p, "first") : number,
             page_word(p, month), day / 10000);
    return text;
}

static int day_of(const char *key)
{
    int year = 0, month = 0, day = 0;
    return sscanf(key, "%d-%d-%d", &year, &month, &day) == 3 ? year * 10000 + month * 100 + day : 0;
}

// A word of ours, "page-explorer"; else the key.
static const char *own_word(const struct page *p, const char *prefix, const char *key)
{
    char whole[REPORT_KEY + 16];
    snprintf(whole, sizeof whole, "%s%s", prefix, key);
    const char *word = page_word(p, whole);
    return word == whole ? key : word;
}

const char *page_name(const struct page *p, enum report_table table, const char *key, char *name,
                      size_t size)
{
    const struct report_show *s = p->show;
    enum report_named named = table == REPORT_STAGES ? REPORT_STAGE : REPORT_PAGE;
    char day[80];
    switch (table) {
    case REPORT_DAYS:
        snprintf(name, size, "%s",
                 key[0] ? page_day(p, day_of(key), day) : page_word(p, "no-date"));
        return name;
    case REPORT_HOURS:
        snprintf(name, size, "%s h", key);
        return name;
    case REPORT_LENGTHS:
        snprintf(name, size, "%s", own_word(p, "length-", key));
        return name;
    case REPORT_STAGES:
    case REPORT_PAGES:
    case REPORT_MOVES:
    case REPORT_LEFT:
        if (!key[0])
            snprintf(name, size, "%s", page_word(p, "none"));
        else if (!s->name || !s->name(s->user, named, key, name, size))
            snprintf(name, size, "%s", own_word(p, "page-", key));
        return name;
    default:
        snprintf(name, size, "%s", !key[0] ? page_word(p, "none") : page_word(p, key));
        return name;
    }
}

// ---- sections ----

static void put_section(struct page *p, enum report_table table,
                        void (*put)(struct page *p, enum report_table table))
{
    const struct report_list *list = &p->r->tables[table];
    char about[64];
    snprintf(about, sizeof about, "%s-about", report_table_names[table]);
    fprintf(p->out, "<section class=\"%s\">\n<h2>", report_table_names[table]);
    page_text(p, page_word(p, report_table_names[table]));
    fputs("</h2>\n", p->out);
    if (strcmp(page_word(p, about), about) != 0) {
        fputs("<p class=\"about\">", p->out);
        page_text(p, page_word(p, about));
        fputs("</p>\n", p->out);
    }
    if (list->withheld || list->count == 0) {
        fputs("<p class=\"nothing\">", p->out);
        page_text(p, page_word(p, list->withheld ? "withheld" : "nothing"));
        fputs("</p>\n", p->out);
    } else {
        put(p, table);
    }
    fputs("</section>\n", p->out);
}

static void put_figure(struct page *p, const char *figure, const char *key)
{
    fputs("<div><dd>", p->out);
    page_text(p, figure);
    fputs("</dd><dt>", p->out);
    page_text(p, page_word(p, key));
    fputs("</dt></div>\n", p->out);
}

static void put_figures(struct page *p)
{
    char text[80], length[40], pages[40];
    const struct report *r = p->r;
    long open = 0;
    for (int i = 0; i < r->tables[REPORT_DAYS].count; i++)
        open += r->tables[REPORT_DAYS].rows[i].visits.count > 0;
    fputs("<dl class=\"figures\">\n", p->out);
    put_figure(p, page_count(p, &r->visits, text), "all-visits");
    put_figure(p, page_seconds(r->median_s, length), "median-length");
    put_figure(p, page_number(p, r->median_pages, pages), "median-pages");
    if (!r->tables[REPORT_DAYS].withheld)
        put_figure(p, page_number(p, open, pages), "days-open");
    fputs("</dl>\n", p->out);
}

static void put_paragraph(struct page *p, const char *key)
{
    fputs("<p>", p->out);
    page_text(p, page_word(p, key));
    fputs("</p>\n", p->out);
}

static void put_foot(struct page *p)
{
    char day[80], number[40];
    fputs("<footer>\n<h2>", p->out);
    page_text(p, page_word(p, "about-title"));
    fputs("</h2>\n", p->out);
    put_paragraph(p, "about-log");
    put_paragraph(p, "about-few");
    put_paragraph(p, "about-compare");
    if (p->r->lost > 0) {
        fputs("<p class=\"lost\">", p->out);
        page_format(p, "lost-records", page_number(p, p->r->lost, number), "");
        fputs("</p>\n", p->out);
    }
    if (p->show->made) {
        fputs("<p>", p->out);
        page_format(p, "made", page_day(p, day_of(p->show->made), day), "");
        fputs(".</p>\n", p->out);
    }
    fputs("</footer>\n", p->out);
}

static void put_period(struct page *p)
{
    char from[80], to[80];
    if (!p->r->from || !p->r->to)
        return;
    fputs("<p class=\"period\">", p->out);
    page_format(p, "period", page_day(p, p->r->from, from), page_day(p, p->r->to, to));
    fputs("</p>\n", p->out);
}

static void put_title(struct page *p)
{
    char title[REPORT_KEY] = "";
    fputs("<header>\n<p class=\"kicker\">", p->out);
    page_text(p, page_word(p, "report"));
    fputs("</p>\n<h1>", p->out);
    if (p->show->name && p->show->name(p->show->user, REPORT_EXHIBITION, "", title, sizeof title))
        page_text(p, title);
    else
        page_text(p, page_word(p, "visits"));
    fputs("</h1>\n", p->out);
    put_period(p);
    fputs("</header>\n", p->out);
}

static void put_all(struct page *p)
{
    put_figures(p);
    put_section(p, REPORT_DAYS, page_bars);
    fputs("<div class=\"two\">\n", p->out);
    put_section(p, REPORT_HOURS, page_bars);
    put_section(p, REPORT_LENGTHS, page_rows);
    fputs("</div>\n<div class=\"three\">\n", p->out);
    put_section(p, REPORT_STAGES, page_rows);
    put_section(p, REPORT_LANGUAGES, page_rows);
    put_section(p, REPORT_ENDS, page_rows);
    fputs("</div>\n", p->out);
    put_section(p, REPORT_PAGES, page_rows);
    put_section(p, REPORT_MOVES, page_rows);
    put_section(p, REPORT_LEFT, page_rows);
    fputs("<div class=\"two\">\n", p->out);
    put_section(p, REPORT_NOTHING, page_rows);
    put_section(p, REPORT_FOUND, page_rows);
    fputs("</div>\n", p->out);
    put_section(p, REPORT_SETTINGS, page_rows);
}

char *report_page(const struct report *r, const struct report_show *show, size_t *length,
                  struct fault *f)
{
    char *text = NULL;
    struct page p = {.out = open_memstream(&text, length), .r = r, .show = show, .f = f};
    if (!p.out) {
        fault_set(f, "memory is short");
        return NULL;
    }
    page_head(&p);
    put_title(&p);
    fputs("<main>\n", p.out);
    if (r->visits.count < REPORT_FEW)
        put_paragraph(&p, r->visits.count ? "too-few" : "no-visit");
    else
        put_all(&p);
    fputs("</main>\n", p.out);
    put_foot(&p);
    fputs("</body>\n</html>\n", p.out);
    bool written = fclose(p.out) == 0;
    if (written && !p.failed)
        return text;
    if (!written)
        fault_set(f, "memory is short");
    free(text);
    return NULL;
}
