// A book's pages: fonts, page breaks, places and links.
#include "publish/print.h"

#include <cairo-pdf.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 500000

struct print_places {
    struct print_place {
        char *id;
        int page;
    } * of; // sorted by id once the first composition has ended
    int count, room;
    bool sorted;
};

bool print_begin(struct book *b, const struct publish_desc *d, struct fault *f)
{
    *b = (struct book){.desc = d, .language = d->languages[0]};
    b->fonts = FcConfigCreate();
    if (!b->fonts || !FcConfigParseAndLoad(b->fonts, (const FcChar8 *)d->fonts, FcFalse) ||
        !FcConfigBuildFonts(b->fonts))
        return fault_set(f, "%s: cannot be read as fontconfig's fonts.conf", d->fonts);
    FcConfigSetCurrent(b->fonts); // Pango substitutes by the current one, whatever it was told
    b->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    b->setting = text_setting_create();
    b->places = calloc(1, sizeof *b->places);
    if (!b->map || !b->setting || !b->places)
        return fault_set(f, "memory is short");
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(b->map), 72); // points are points
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(b->map), b->fonts);
    b->context = pango_font_map_create_context(b->map);
    pango_context_set_round_glyph_positions(b->context, FALSE);
    return true;
}

void print_finish(struct book *b)
{
    if (b->context)
        g_object_unref(b->context);
    if (b->map)
        g_object_unref(b->map);
    if (b->fonts)
        FcConfigDestroy(b->fonts);
    text_setting_destroy(b->setting);
    for (int i = 0; b->places && i < b->places->count; i++)
        free(b->places->of[i].id);
    if (b->places)
        free(b->places->of);
    free(b->places);
    free(b->running);
    *b = (struct book){0};
}

bool print_open(struct book *b, cairo_surface_t *surface)
{
    b->cr = cairo_create(surface);
    b->page = 0;
    b->numbered = false;
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(b->context, options);
    cairo_font_options_destroy(options);
    return cairo_status(b->cr) == CAIRO_STATUS_SUCCESS;
}

void print_close(struct book *b)
{
    cairo_destroy(b->cr);
    b->cr = NULL;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct print_place *)a)->id, ((const struct print_place *)b)->id);
}

void print_mark(struct book *b, const char *id, double y)
{
    char name[160];
    struct print_places *p = b->places;
    snprintf(name, sizeof name, "name='%s' x=0 y=%d", id, (int)(y > 20 ? y - 20 : 0));
    cairo_tag_begin(b->cr, CAIRO_TAG_DEST, name);
    cairo_tag_end(b->cr, CAIRO_TAG_DEST);
    if (b->final || p->count == PLACES_MAX)
        return;
    if (p->count == p->room) {
        int room = p->room ? p->room * 2 : 64;
        struct print_place *grown = realloc(p->of, (size_t)room * sizeof *grown);
        if (!grown) {
            b->failed = true;
            return;
        }
        p->of = grown;
        p->room = room;
    }
    p->of[p->count] = (struct print_place){strdup(id), b->page};
    b->failed = b->failed || !p->of[p->count].id;
    p->count += p->of[p->count].id != NULL;
}

int print_page_of(const struct book *b, const char *id)
{
    struct print_places *p = b->places;
    if (!b->final)
        return 0;
    if (!p->sorted && p->count)
        qsort(p->of, (size_t)p->count, sizeof *p->of, by_id);
    p->sorted = true;
    const struct print_place wanted = {.id = (char *)id};
    const struct print_place *found =
        p->count ? bsearch(&wanted, p->of, (size_t)p->count, sizeof *p->of, by_id) : NULL;
    return found ? found->page : 0;
}

// The page's number and what it belongs to, at its foot.
static void put_foot(struct book *b)
{
    static const struct print_style number = {.family = "text", .size = 8, .leading = 11};
    static const struct print_style name = {
        .family = "text", .size = 6.8, .leading = 11, .grey = 0.45};
    char page[16];
    const double y = PRINT_HEIGHT - 16 * MM;
    snprintf(page, sizeof page, "%d", b->page);
    print_text(b, page, "en", &number, PRINT_SIDE, y, PRINT_SIDE_WIDTH);
    if (b->running)
        print_text(b, b->running, b->language, &name, PRINT_MAIN, y, PRINT_MAIN_WIDTH);
}

void print_end_page(struct book *b)
{
    if (b->page > 0) {
        if (b->numbered)
            put_foot(b);
        cairo_show_page(b->cr);
    }
}

void print_page(struct book *b, const char *running, bool numbered)
{
    print_end_page(b);
    if (running) {
        free(b->running);
        b->running = strdup(running);
    }
    b->page++;
    b->numbered = numbered;
}

void print_link(struct book *b, const char *id)
{
    char to[128];
    snprintf(to, sizeof to, "dest='%s'", id);
    cairo_tag_begin(b->cr, CAIRO_TAG_LINK, to);
}

// Cairo 1.16 writes an address as it is into a PDF string: what ends one is percent-encoded.
void print_link_uri(struct book *b, const char *uri)
{
    char to[3400] = "uri='";
    size_t n = strlen(to);
    for (; *uri && n < sizeof to - 5; uri++) {
        unsigned char c = (unsigned char)*uri;
        if (c <= ' ' || c >= 0x7f || strchr("'\\()", c))
            n += (size_t)snprintf(to + n, sizeof to - n, "%%%02X", c);
        else
            to[n++] = (char)c;
    }
    snprintf(to + n, sizeof to - n, "'");
    cairo_tag_begin(b->cr, CAIRO_TAG_LINK, to);
}

void print_link_end(struct book *b)
{
    cairo_tag_end(b->cr, CAIRO_TAG_LINK);
}

void print_tag(struct book *b, const char *name)
{
    cairo_tag_begin(b->cr, name, NULL);
}

void print_tag_end(struct book *b, const char *name)
{
    cairo_tag_end(b->cr, name);
}
