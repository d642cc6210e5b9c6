// Text: the layouts that were made, found again by text, style and scale.
#include "text/private.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_LAYOUTS 512 // the one used longest ago makes room
#define CACHE_GLYPHS \
    65536 // of all layouts together (2.5 MiB: what is cold costs more than it saves)
#define CACHE_BUCKETS 1024
#define GLYPH_CAP_PX 512 // em of the largest glyph drawn; the atlas has room for a dozen
#define GLYPH_LEAST_PX 16
#define SIZE_MOST_PX 4096
#define SCALE_MOST 64
#define OUTLINE_MOST_PX 256

struct text_entry {
    struct text_style style; // as asked, bytes after the names zeroed, no colour
    float scale;
    int run_count;
    char *utf8; // owned: the text, and after it the runs, the lines and the glyphs of the box
    size_t length;
    const struct text_run *runs;
    uint64_t hash;
    int next; // in its bucket; -1: last
    struct text_box box;
};

struct text_cache {
    struct text_entry entries[CACHE_LAYOUTS];
    int buckets[CACHE_BUCKETS];
    uint64_t used_at[CACHE_LAYOUTS]; // which turn; 0: the entry is free
    uint64_t turn;
    int glyphs;
};

static void forget(struct text_cache *c, struct text_entry *e)
{
    uint64_t *used_at = &c->used_at[e - c->entries];
    if (!*used_at)
        return;
    *used_at = 0;
    int *link = &c->buckets[e->hash % CACHE_BUCKETS];
    while (*link != (int)(e - c->entries))
        link = &c->entries[*link].next;
    *link = e->next;
    c->glyphs -= e->box.glyph_count;
    free(e->utf8);
    *e = (struct text_entry){0};
}

static void forget_all(struct text_cache *c)
{
    for (int i = 0; i < CACHE_LAYOUTS; i++)
        forget(c, &c->entries[i]);
}

void text_let_go(struct text *t)
{
    forget_all(t->cache);
}

struct text *text_create(const struct text_desc *desc, struct fault *f)
{
    struct text *t = calloc(1, sizeof *t);
    if (!t) {
        fault_set(f, "memory is short");
        return NULL;
    }
    t->cache = calloc(1, sizeof *t->cache);
    if (!t->cache || !atlas_init(&t->atlas)) {
        fault_set(f, "memory is short");
        goto fail;
    }
    for (int i = 0; i < CACHE_BUCKETS; i++)
        t->cache->buckets[i] = -1;
    if (!fonts_init(&t->fonts, desc->fonts, f))
        goto fail;
    return t;
fail:
    text_destroy(t);
    return NULL;
}

bool text_font_find(struct text *t, const char *name, char nearest[TEXT_FONT])
{
    return fonts_find(&t->fonts, name, nearest);
}

void text_destroy(struct text *t)
{
    if (!t)
        return;
    if (t->cache)
        forget_all(t->cache);
    free(t->cache);
    setting_finish(&t->setting);
    free(t->glyphs);
    atlas_finish(&t->atlas);
    fonts_finish(&t->fonts);
    free(t);
}

static float between(float v, float least, float most)
{
    return v > least ? v < most ? v : most : least; // NaN: least
}

// As asked, in numbers Pango can bear, comparable byte by byte.
static struct text_style plain(const struct text_style *s)
{
    struct text_style p;
    memset(&p, 0, sizeof p);
    memcpy(p.font, s->font, strnlen(s->font, sizeof p.font - 1));
    memcpy(p.language, s->language, strnlen(s->language, sizeof p.language - 1));
    p.size_px = between(s->size_px, 0, SIZE_MOST_PX);
    p.weight = s->weight > 0 ? (int)between((float)s->weight, 100, 900) : 0;
    p.italic = s->italic;
    p.width_px = between(s->width_px, 0, 1e6f);
    p.line_height = between(s->line_height, 0, 100);
    p.tracking_em = between(s->tracking_em, -1, 100);
    p.align = s->align <= TEXT_RIGHT ? s->align : TEXT_START;
    p.max_lines = s->max_lines > 0 ? s->max_lines : 0;
    p.direction = s->direction <= TEXT_RTL ? s->direction : TEXT_AUTO;
    p.figures = s->figures <= TEXT_TABULAR ? s->figures : TEXT_FIGURES;
    memcpy(p.features, s->features, strnlen(s->features, sizeof p.features - 1));
    p.underline = s->underline;
    p.hyphenate = s->hyphenate;
    p.outline_px = between(s->outline_px, 0, OUTLINE_MOST_PX);
    return p;
}

static struct text_run plain_run(const struct text_run *r)
{
    struct text_run p;
    memset(&p, 0, sizeof p);
    p.length = r->length;
    memcpy(p.font, r->font, strnlen(r->font, sizeof p.font - 1));
    memcpy(p.features, r->features, strnlen(r->features, sizeof p.features - 1));
    p.size_px = between(r->size_px, 0.01f, SIZE_MOST_PX);
    p.tracking_em = between(r->tracking_em, -1, 100);
    p.weight = r->weight > 0 ? (int)between((float)r->weight, 100, 900) : 0;
    p.italic = r->italic;
    p.underline = r->underline;
    p.figures = r->figures <= TEXT_TABULAR ? r->figures : TEXT_FIGURES;
    return p;
}

// FNV-1a (Fowler, Noll, Vo), but eight bytes at a time; the upper half, where a product mixes, is
// folded onto the lower one.
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;
    uint64_t word;
    for (; length >= sizeof word; b += sizeof word, length -= sizeof word) {
        memcpy(&word, b, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)b[i] << (8 * i);
    return length > 0 ? mix(hash, word) : hash;
}

static size_t run_bytes(const struct text_words *w)
{
    return (size_t)w->run_count * sizeof *w->runs;
}

static uint64_t hash_request(const struct text_words *w, float scale)
{
    uint64_t hash = hash_bytes(0xcbf29ce484222325u, w->utf8, w->length);
    hash = hash_bytes(hash, w->style, sizeof *w->style);
    hash = hash_bytes(hash, w->runs, run_bytes(w));
    return hash_bytes(hash, &scale, sizeof scale);
}

static struct text_entry *find(struct text_cache *c, const struct text_words *w, float scale,
                               uint64_t hash)
{
    for (int i = c->buckets[hash % CACHE_BUCKETS]; i >= 0; i = c->entries[i].next) {
        struct text_entry *e = &c->entries[i];
        if (e->hash == hash && e->length == w->length && e->scale == scale &&
            e->run_count == w->run_count && memcmp(&e->style, w->style, sizeof e->style) == 0 &&
            memcmp(e->utf8, w->utf8, w->length) == 0 &&
            (w->run_count == 0 || memcmp(e->runs, w->runs, run_bytes(w)) == 0))
            return e;
    }
    return NULL;
}

// A free entry, with room for `glyphs` under the limit: what was used longest ago goes.
static struct text_entry *make_room(struct text_cache *c, int glyphs)
{
    for (;;) {
        int unused = -1, old = -1;
        for (int i = 0; i < CACHE_LAYOUTS; i++) {
            if (!c->used_at[i])
                unused = i;
            else if (old < 0 || c->used_at[i] < c->used_at[old])
                old = i;
        }
        if (unused >= 0 && (old < 0 || c->glyphs + glyphs <= CACHE_GLYPHS))
            return &c->entries[unused];
        forget(c, &c->entries[old]);
    }
}

// Text, runs, lines and glyphs in one block.
static struct text_box *keep(struct text *t, const struct text_words *w, float scale, uint64_t hash,
                             const struct text_box *box)
{
    struct text_cache *c = t->cache;
    struct text_entry *e = make_room(c, box->glyph_count);
    size_t text = (w->length + 7) & ~(size_t)7, runs = (run_bytes(w) + 7) & ~(size_t)7;
    size_t lines = ((size_t)box->lines * sizeof *box->line + 7) & ~(size_t)7;
    size_t glyphs = (size_t)box->glyph_count * sizeof *box->glyphs;
    char *block = malloc(text + runs + lines + glyphs + 1);
    if (!block)
        return NULL;
    memcpy(block, w->utf8, w->length);
    if (runs > 0)
        memcpy(block + text, w->runs, run_bytes(w));
    memcpy(block + text + runs, box->line, (size_t)box->lines * sizeof *box->line);
    if (glyphs > 0)
        memcpy(block + text + runs + lines, t->glyphs, glyphs);
    int *bucket = &c->buckets[hash % CACHE_BUCKETS];
    *e = (struct text_entry){.style = *w->style,
                             .scale = scale,
                             .run_count = w->run_count,
                             .utf8 = block,
                             .length = w->length,
                             .hash = hash,
                             .next = *bucket,
                             .box = *box};
    c->used_at[e - c->entries] = ++c->turn;
    e->runs = (const struct text_run *)(block + text);
    e->box.line = (const struct text_line *)(block + text + runs);
    e->box.glyphs = (const struct text_glyph *)(block + text + runs + lines);
    *bucket = (int)(e - c->entries);
    c->glyphs += box->glyph_count;
    return &e->box;
}

// Starts the atlas anew when the glyphs do not fit; draws them smaller when they do not fit alone.
static bool place(struct text *t, const struct layout *l, struct text_box *box,
                  struct text_line *lines)
{
    enum layout_result result = place_glyphs(t, l, GLYPH_CAP_PX, box, lines);
    for (int cap_px = GLYPH_CAP_PX; result == LAYOUT_FULL && cap_px >= GLYPH_LEAST_PX;
         cap_px /= 2) {
        forget_all(t->cache);
        atlas_empty(&t->atlas);
        result = place_glyphs(t, l, cap_px, box, lines);
    }
    if (result == LAYOUT_FULL && !t->told_large)
        log_warning("text",
                    "a text has more different glyphs than the atlas holds; some are left out");
    t->told_large |= result == LAYOUT_FULL;
    return result != LAYOUT_FAILED;
}

static const struct text_box *make(struct text *t, const struct text_words *w, float scale,
                                   uint64_t hash)
{
    struct text_box box = {0}, *kept = NULL;
    struct layout *l = layout_create(t, w, scale);
    size_t count = l ? (size_t)pango_layout_get_line_count(l->pango) : 0;
    struct text_line *lines = l ? malloc((count + 1) * sizeof *lines) : NULL;
    if (lines && place(t, l, &box, lines)) {
        box.line = lines;
        kept = keep(t, w, scale, hash, &box);
    }
    free(lines);
    layout_destroy(l);
    return kept;
}

const struct text_box *text_layout_words(struct text *t, const struct text_words *words,
                                         float scale)
{
    static const struct text_box nothing = {0};
    struct text_style asked = plain(words->style);
    struct text_words w = {words->length > 0 ? words->utf8 : "", words->length, &asked, t->runs,
                           words->run_count < TEXT_RUNS ? words->run_count : TEXT_RUNS};
    if (asked.size_px <= 0)
        return &nothing;
    for (int i = 0; i < w.run_count; i++)
        t->runs[i] = plain_run(&words->runs[i]);
    scale = between(scale, 1.0f / SCALE_MOST, SCALE_MOST);
    uint64_t hash = hash_request(&w, scale);
    struct text_entry *e = find(t->cache, &w, scale, hash);
    if (e) {
        t->cache->used_at[e - t->cache->entries] = ++t->cache->turn;
        return &e->box;
    }
    const struct text_box *box = make(t, &w, scale, hash);
    return box ? box : &nothing;
}

const struct text_box *text_layout(struct text *t, const char *utf8, size_t length,
                                   const struct text_style *style, float scale)
{
    return text_layout_words(t, &(struct text_words){utf8, length, style, NULL, 0}, scale);
}

struct text_atlas text_atlas(const struct text *t)
{
    const struct atlas *a = &t->atlas;
    return (struct text_atlas){
        .coverage = a->coverage,
        .width = ATLAS_SIDE,
        .height = atlas_height(a),
        .version = a->version,
        .emptied = a->emptied,
        .cleaned = a->cleaned,
        .dirty = {a->dirty[0], a->dirty[1], a->dirty[2], a->dirty[3]},
    };
}

void text_atlas_clean(struct text *t)
{
    memset(t->atlas.dirty, 0, sizeof t->atlas.dirty);
    t->atlas.cleaned = t->atlas.version;
}

// [+-]tag[=number], spaces around it. False: where it ends to be so.
static bool feature(const char **at)
{
    const char *c = *at;
    int letters = 0;
    while (*c == ' ')
        c++;
    if (*c == '+' || *c == '-')
        c++;
    for (; g_ascii_isalnum(*c) && letters < 4; c++)
        letters++;
    if (letters == 4 && *c == '=' && g_ascii_isdigit(c[1]))
        for (c++; g_ascii_isdigit(*c);)
            c++;
    while (letters == 4 && *c == ' ')
        c++;
    *at = c;
    return letters == 4 && (*c == 0 || *c == ',');
}

bool text_features_check(const char *features, size_t *at)
{
    const char *c = features;
    bool good = feature(&c);
    while (good && *c == ',') {
        c++;
        good = feature(&c);
    }
    *at = (size_t)(c - features);
    return good;
}
