// The catalogue: composed twice, first to learn the pages, then into a PDF that is written whole.
#include "publish/entry.h"
#include "publish/front.h"
#include "publish/words.h"
#include "store/store.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CATALOGUE_ENTRIES 10000       // works, gestures and enterprises of one book
#define CATALOGUE_BYTES (1024u << 20) // of the file

// ---- what goes in ----

static void contents_finish(struct contents *c)
{
    order_finish(&c->works);
    order_finish(&c->gestures);
    order_finish(&c->enterprises);
    free(c->whole);
    free(c->brief);
}

static bool contents_init(struct contents *c, const struct publish_desc *d, struct fault *f)
{
    int count = repertoire_count(d->repertoire, REPERTOIRE_GESTURE);
    int entries = count + repertoire_count(d->repertoire, REPERTOIRE_WORK) +
                  repertoire_count(d->repertoire, REPERTOIRE_ENTERPRISE);
    *c = (struct contents){0};
    if (entries > CATALOGUE_ENTRIES)
        return fault_set(f, "%d works, gestures and enterprises; a catalogue has at most %d",
                         entries, CATALOGUE_ENTRIES);
    c->whole = calloc((size_t)count + 1, sizeof(json_t *));
    c->brief = calloc((size_t)count + 1, sizeof(json_t *));
    if (!c->whole || !c->brief || !order_records(d, REPERTOIRE_WORK, d->languages[0], &c->works) ||
        !order_records(d, REPERTOIRE_GESTURE, d->languages[0], &c->gestures) ||
        !order_records(d, REPERTOIRE_ENTERPRISE, d->languages[0], &c->enterprises))
        return fault_set(f, "memory is short");
    for (int i = 0; i < count; i++) {
        const json_t *g = c->gestures.of[i].record;
        if (strcmp(facts_state(g), "to-document") == 0)
            c->brief[c->brief_count++] = g;
        else
            c->whole[c->whole_count++] = g;
    }
    return true;
}

// ---- bookmarks ----

static int outline(struct book *b, cairo_surface_t *s, int parent, const char *title,
                   const char *mark)
{
    char to[160];
    if (!b->final || cairo_surface_get_type(s) != CAIRO_SURFACE_TYPE_PDF)
        return 0;
    snprintf(to, sizeof to, "dest='%s'", mark);
    return cairo_pdf_surface_add_outline(s, parent, title, to,
                                         parent ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void outlines(struct book *b, cairo_surface_t *s, const struct contents *c)
{
    const char *l = b->language;
    outline(b, s, 0, words_of("contents", l), "contents");
    int part = c->works.count ? outline(b, s, 0, words_of("works", l),
                                        facts_string(c->works.of[0].record, "id"))
                              : 0;
    for (int i = 0; i < c->works.count; i++)
        outline(b, s, part, facts_title(c->works.of[i].record, l).text,
                facts_string(c->works.of[i].record, "id"));
    part = c->whole_count
               ? outline(b, s, 0, words_of("gestures", l), facts_string(c->whole[0], "id"))
               : 0;
    for (int i = 0; i < c->whole_count; i++)
        outline(b, s, part, facts_title(c->whole[i], l).text, facts_string(c->whole[i], "id"));
    part = c->enterprises.count ? outline(b, s, 0, words_of("enterprises", l),
                                          facts_string(c->enterprises.of[0].record, "id"))
                                : 0;
    for (int i = 0; i < c->enterprises.count; i++)
        outline(b, s, part, facts_title(c->enterprises.of[i].record, l).text,
                facts_string(c->enterprises.of[i].record, "id"));
    if (c->brief_count)
        outline(b, s, 0, words_of("to-document", l), "to-document");
    outline(b, s, 0, words_of("index", l), "index");
    outline(b, s, 0, words_of("credits", l), "credits");
}

// ---- composing ----

static void tell(struct book *b, const struct contents *c, int done)
{
    int all = c->works.count + c->whole_count + c->enterprises.count + 1;
    if (b->desc->progress)
        b->desc->progress(b->desc->user, done + (b->final ? all : 0), 2 * all);
}

static void compose(struct book *b, const struct contents *c)
{
    int done = 0;
    front_cover(b, c);
    front_imprint(b);
    front_contents(b, c);
    for (int i = 0; i < c->works.count; i++) {
        entry_work(b, c->works.of[i].record);
        tell(b, c, ++done);
    }
    for (int i = 0; i < c->whole_count; i++) {
        entry_gesture(b, c->whole[i]);
        tell(b, c, ++done);
    }
    for (int i = 0; i < c->enterprises.count; i++) {
        entry_enterprise(b, c->enterprises.of[i].record);
        tell(b, c, ++done);
    }
    if (c->brief_count)
        entry_short(b, c->brief, c->brief_count);
    front_index(b);
    front_credits(b);
    print_end_page(b);
    tell(b, c, ++done);
}

struct bytes {
    char *of; // owned
    size_t count, room;
};

static cairo_status_t keep(void *user, const unsigned char *data, unsigned length)
{
    struct bytes *b = user;
    if (b->count + length > CATALOGUE_BYTES)
        return CAIRO_STATUS_WRITE_ERROR;
    if (b->count + length > b->room) {
        size_t room = (b->count + length) * 2;
        char *grown = realloc(b->of, room);
        if (!grown)
            return CAIRO_STATUS_NO_MEMORY;
        b->of = grown;
        b->room = room;
    }
    memcpy(b->of + b->count, data, length);
    b->count += length;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t forget(void *user, const unsigned char *data, unsigned length)
{
    (void)user;
    (void)data;
    (void)length;
    return CAIRO_STATUS_SUCCESS;
}

static void describe(struct book *b, cairo_surface_t *s)
{
    char title[400], day[40];
    snprintf(title, sizeof title, "%s. %s", b->desc->title[0], words_of("catalogue", b->language));
    snprintf(day, sizeof day, "%sT00:00:00Z", b->desc->day);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_SUBJECT,
                                   words_of("repertoire", b->language));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Gestuaire " GESTUAIRE_VERSION);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, day);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, day);
}

static bool once(struct book *b, const struct contents *c, bool final, struct bytes *bytes,
                 struct fault *f)
{
    b->final = final;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(final ? keep : forget, bytes,
                                                             PRINT_WIDTH, PRINT_HEIGHT);
    describe(b, s);
    bool opened = print_open(b, s);
    if (opened)
        compose(b, c);
    if (opened)
        outlines(b, s, c);
    cairo_status_t status = cairo_status(b->cr);
    print_close(b);
    cairo_surface_finish(s);
    status = status ? status : cairo_surface_status(s);
    cairo_surface_destroy(s);
    if (status)
        return fault_set(f, "the PDF cannot be made: %s", cairo_status_to_string(status));
    return !b->failed || fault_set(f, "memory is short");
}

// ---- what cairo 1.16 cannot say: the language, and that the file is tagged ----

// Appends to a PDF, as its specification has updates (ISO 32000-1, 7.5.6): the catalog again, with
// more in it, and a table for this one object.
static bool amend(struct bytes *b, const char *language, struct fault *f)
{
    char text[2400];
    if (keep(b, (const unsigned char *)"", 1) != CAIRO_STATUS_SUCCESS) // for strstr
        return fault_set(f, "memory is short");
    b->count--;
    const char *catalog = memmem(b->of, b->count, "<< /Type /Catalog", 17);
    const char *close = catalog ? strstr(catalog, "endobj") : NULL;
    const char *trailer = close ? strstr(close, "trailer") : NULL;
    const char *size = trailer ? strstr(trailer, "/Size ") : NULL;
    const char *info = trailer ? strstr(trailer, "/Info ") : NULL;
    const char *root = trailer ? strstr(trailer, "/Root ") : NULL;
    const char *start = trailer ? strstr(trailer, "startxref") : NULL;
    if (!size || !info || !root || !start || close - catalog > 1500)
        return fault_set(f, "cairo's PDF has another form than that of cairo 1.16");
    int object = atoi(root + 6);
    int n = snprintf(text, sizeof text,
                     "%d 0 obj\n<< /Lang (%s) /MarkInfo << /Marked true >>\n"
                     "   /ViewerPreferences << /DisplayDocTitle true >>\n   %.*sendobj\n",
                     object, language, (int)(close - catalog - 3), catalog + 3);
    size_t table = b->count + (size_t)n;
    n += snprintf(text + n, sizeof text - (size_t)n,
                  "xref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size %d\n   /Root %d 0 R\n"
                  "   /Info %d 0 R\n   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
                  object, b->count, atoi(size + 6), object, atoi(info + 6), atol(start + 9), table);
    return keep(b, (const unsigned char *)text, (unsigned)n) == CAIRO_STATUS_SUCCESS ||
           fault_set(f, "memory is short");
}

bool publish_catalogue(const struct publish_desc *desc, const char *path, struct fault *f)
{
    struct book b;
    struct contents c = {0};
    struct bytes bytes = {0};
    bool ok = print_begin(&b, desc, f) && contents_init(&c, desc, f) &&
              once(&b, &c, false, &bytes, f) && once(&b, &c, true, &bytes, f) &&
              amend(&bytes, desc->languages[0], f) && store_write(path, bytes.of, bytes.count, f);
    free(bytes.of);
    contents_finish(&c);
    print_finish(&b);
    return ok;
}
