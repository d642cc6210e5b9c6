// Text: the layouts that were made, found again by text, style and scale.
#include "text/private.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_LAYOUTS 512   // the one used longest ago makes room
#define CACHE_GLYPHS 262144 // of all layouts together (8 MiB)
#define CACHE_BUCKETS 1024
#define GLYPH_CAP_PX 512 // em of the largest glyph drawn; the atlas has room for a dozen
#define GLYPH_LEAST_PX 16
#define SIZE_MOST_PX 4096
#define SCALE_MOST 64

struct text_entry {
    struct text_style style; // as asked, bytes after the names zeroed
    float scale;
    char *utf8; // owned
    size_t length;
    uint64_t hash, used_at; // used_at 0: free
    int next;               // in its bucket; -1: last
    struct text_box box;    // glyphs owned
};

struct text_cache {
    struct text_entry entries[CACHE_LAYOUTS];
    int buckets[CACHE_BUCKETS];
    uint64_t turn;
    int glyphs;
};

static void forget(struct text_cache *c, struct text_entry *e)
{
    if (!e->used_at)
        return;
    int *link = &c->buckets[e->hash % CACHE_BUCKETS];
    while (*link != (int)(e - c->entries))
        link = &c->entries[*link].next;
    *link = e->next;
    c->glyphs -= e->box.glyph_count;
    free(e->utf8);
    free((void *)e->box.glyphs);
    *e = (struct text_entry){0};
}

static void forget_all(struct text_cache *c)
{
    for (int i = 0; i < CACHE_LAYOUTS; i++)
        forget(c, &c->entries[i]);
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
    snprintf(p.font, sizeof p.font, "%.*s", TEXT_FONT - 1, s->font);
    snprintf(p.language, sizeof p.language, "%.*s", (int)sizeof p.language - 1, s->language);
    p.size_px = between(s->size_px, 0, SIZE_MOST_PX);
    p.weight = s->weight > 0 ? (int)between((float)s->weight, 100, 900) : 0;
    p.italic = s->italic;
    p.width_px = between(s->width_px, 0, 1e6f);
    p.line_height = between(s->line_height, 0, 100);
    p.tracking_em = between(s->tracking_em, -1, 100);
    p.align = s->align <= TEXT_JUSTIFY ? s->align : TEXT_START;
    p.max_lines = s->max_lines > 0 ? s->max_lines : 0;
    return p;
}

// FNV-1a (Fowler, Noll, Vo).
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * 0x100000001b3u;
    return hash;
}

static uint64_t hash_request(const struct layout_request *r)
{
    uint64_t hash = hash_bytes(0xcbf29ce484222325u, r->utf8, r->length);
    hash = hash_bytes(hash, r->style, sizeof *r->style);
    return hash_bytes(hash, &r->scale, sizeof r->scale);
}

static struct text_entry *find(struct text_cache *c, const struct layout_request *r, uint64_t hash)
{
    for (int i = c->buckets[hash % CACHE_BUCKETS]; i >= 0; i = c->entries[i].next) {
        struct text_entry *e = &c->entries[i];
        if (e->hash == hash && e->length == r->length && e->scale == r->scale &&
            memcmp(&e->style, r->style, sizeof e->style) == 0 &&
            memcmp(e->utf8, r->utf8, r->length) == 0)
            return e;
    }
    return NULL;
}

// A free entry, with room for `glyphs` under the limit: what was used longest ago goes.
static struct text_entry *make_room(struct text_cache *c, int glyphs)
{
    for (;;) {
        struct text_entry *unused = NULL, *old = NULL;
        for (int i = 0; i < CACHE_LAYOUTS; i++) {
            struct text_entry *e = &c->entries[i];
            if (!e->used_at)
                unused = e;
            else if (!old || e->used_at < old->used_at)
                old = e;
        }
        if (unused && (!old || c->glyphs + glyphs <= CACHE_GLYPHS))
            return unused;
        forget(c, old);
    }
}

static struct text_box *keep(struct text *t, const struct layout_request *r, uint64_t hash,
                             const struct text_box *box)
{
    struct text_cache *c = t->cache;
    struct text_entry *e = make_room(c, box->glyph_count);
    char *copy = malloc(r->length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, r->utf8, r->length);
    int *bucket = &c->buckets[hash % CACHE_BUCKETS];
    *e = (struct text_entry){*r->style, r->scale, copy, r->length, hash, ++c->turn, *bucket, *box};
    *bucket = (int)(e - c->entries);
    c->glyphs += box->glyph_count;
    return &e->box;
}

// Starts the atlas anew when the glyphs do not fit; draws them smaller when they do not fit alone.
static bool place(struct text *t, struct layout *l, struct text_box *box)
{
    enum layout_result result = layout_place(t, l, GLYPH_CAP_PX, box);
    for (int cap_px = GLYPH_CAP_PX; result == LAYOUT_FULL && cap_px >= GLYPH_LEAST_PX;
         cap_px /= 2) {
        free((void *)box->glyphs);
        forget_all(t->cache);
        atlas_empty(&t->atlas);
        result = layout_place(t, l, cap_px, box);
    }
    if (result == LAYOUT_FULL && !t->told_large)
        log_warning("text",
                    "a text has more different glyphs than the atlas holds; some are left out");
    t->told_large |= result == LAYOUT_FULL;
    return result != LAYOUT_FAILED;
}

static const struct text_box *make(struct text *t, const struct layout_request *r, uint64_t hash)
{
    struct text_box box = {0}, *kept = NULL;
    struct layout *l = layout_create(t, r);
    if (l && place(t, l, &box))
        kept = keep(t, r, hash, &box);
    if (!kept)
        free((void *)box.glyphs);
    layout_destroy(l);
    return kept;
}

const struct text_box *text_layout(struct text *t, const char *utf8, size_t length,
                                   const struct text_style *style, float scale)
{
    static const struct text_box nothing = {0};
    struct text_style asked = plain(style);
    struct layout_request r = {length > 0 ? utf8 : "", length, &asked,
                               between(scale, 1.0f / SCALE_MOST, SCALE_MOST)};
    if (asked.size_px <= 0)
        return &nothing;
    uint64_t hash = hash_request(&r);
    struct text_entry *e = find(t->cache, &r, hash);
    if (e) {
        e->used_at = ++t->cache->turn;
        return &e->box;
    }
    const struct text_box *box = make(t, &r, hash);
    return box ? box : &nothing;
}

struct text_atlas text_atlas(const struct text *t)
{
    const struct atlas *a = &t->atlas;
    return (struct text_atlas){
        .coverage = a->coverage,
        .width = ATLAS_SIDE,
        .height = ATLAS_SIDE,
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
