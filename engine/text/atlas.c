// The atlas: each glyph at each size and place within a px is drawn once, and packed on shelves.
#include "text/private.h"

#include FT_OUTLINE_H
#include FT_STROKER_H
#include <stdlib.h>
#include <string.h>

bool atlas_init(struct atlas *a)
{
    *a = (struct atlas){0};
    a->coverage = calloc(ATLAS_SIDE, ATLAS_SIDE);
    a->glyphs = calloc(ATLAS_GLYPHS, sizeof *a->glyphs);
    return a->coverage && a->glyphs;
}

void atlas_finish(struct atlas *a)
{
    free(a->coverage);
    free(a->glyphs);
    *a = (struct atlas){0};
}

void atlas_empty(struct atlas *a)
{
    memset(a->coverage, 0, (size_t)ATLAS_SIDE * ATLAS_SIDE);
    memset(a->glyphs, 0, ATLAS_GLYPHS * sizeof *a->glyphs);
    a->glyph_count = a->shelf_count = 0;
    a->version++;
    a->emptied++;
    a->dirty[0] = a->dirty[1] = 0;
    a->dirty[2] = a->dirty[3] = ATLAS_SIDE;
}

int atlas_height(const struct atlas *a)
{
    const struct atlas_shelf *last = a->shelf_count ? &a->shelves[a->shelf_count - 1] : NULL;
    int used = last ? last->y + last->height : 0, height = ATLAS_LEAST;
    while (height < used)
        height *= 2;
    return height;
}

static bool same(struct atlas_key a, struct atlas_key b)
{
    return a.glyph == b.glyph && a.size == b.size && a.face == b.face && a.phase == b.phase &&
           a.outline == b.outline;
}

// The slot of a key, or the free one where it belongs.
static struct atlas_glyph *slot(struct atlas *a, struct atlas_key key)
{
    uint64_t hash = key.glyph | (uint64_t)key.size << 32;
    hash ^= (uint64_t)key.face << 20 ^ (uint64_t)key.phase << 60 ^ (uint64_t)key.outline << 40;
    hash *= 0x9e3779b97f4a7c15u; // Fibonacci hashing (Knuth, TAOCP 3, 6.4)
    uint32_t at = (uint32_t)(hash >> 32) & (ATLAS_GLYPHS - 1);
    while (a->glyphs[at].used && !same(a->glyphs[at].key, key))
        at = (at + 1) & (ATLAS_GLYPHS - 1);
    return &a->glyphs[at];
}

static struct atlas_shelf *new_shelf(struct atlas *a, int height)
{
    const struct atlas_shelf *last = a->shelf_count ? &a->shelves[a->shelf_count - 1] : NULL;
    int y = last ? last->y + last->height : 0;
    int roomy = (height + 3) & ~3;
    if (a->shelf_count == ATLAS_SHELVES || y + height > ATLAS_SIDE)
        return NULL;
    if (y + roomy > ATLAS_SIDE)
        roomy = ATLAS_SIDE - y;
    a->shelves[a->shelf_count] = (struct atlas_shelf){y, roomy, 0};
    return &a->shelves[a->shelf_count++];
}

// The lowest shelf that is high enough and has room; a new one when that wastes over a quarter.
static bool pack(struct atlas *a, int w, int h, int *x, int *y)
{
    struct atlas_shelf *best = NULL, *fresh;
    if (w > ATLAS_SIDE)
        return false;
    for (int i = 0; i < a->shelf_count; i++) {
        struct atlas_shelf *s = &a->shelves[i];
        if (s->height >= h && s->x + w <= ATLAS_SIDE && (!best || s->height < best->height))
            best = s;
    }
    if ((!best || best->height > h + h / 4 + 4) && (fresh = new_shelf(a, h)))
        best = fresh;
    if (!best)
        return false;
    *x = best->x;
    *y = best->y;
    best->x += w;
    return true;
}

static void mark_dirty(struct atlas *a, int left, int top, int right, int bottom)
{
    bool clean = a->dirty[2] <= a->dirty[0];
    a->dirty[0] = clean || left < a->dirty[0] ? left : a->dirty[0];
    a->dirty[1] = clean || top < a->dirty[1] ? top : a->dirty[1];
    a->dirty[2] = clean || right > a->dirty[2] ? right : a->dirty[2];
    a->dirty[3] = clean || bottom > a->dirty[3] ? bottom : a->dirty[3];
    a->version++;
}

static bool load(struct fonts_face *f, struct atlas_key key)
{
    if (f->size != key.size) {
        if (FT_Set_Char_Size(f->face, key.size, key.size, 72, 72) != 0)
            return false;
        f->size = key.size;
    }
    FT_Int32 flags = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP | FT_LOAD_NO_AUTOHINT;
    if (FT_Load_Glyph(f->face, key.glyph, flags) != 0 ||
        f->face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    FT_Outline_Translate(&f->face->glyph->outline, key.phase * 64 / ATLAS_PHASES, 0);
    return true;
}

// A line along the edge of the glyph, as wide to each side as the key says.
static bool stroke(struct fonts *f, struct atlas_key key, FT_Glyph *glyph)
{
    if (FT_Get_Glyph(f->faces[key.face].face->glyph, glyph) != 0)
        return false;
    FT_Stroker_Set(f->stroker, key.outline, FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND, 0);
    return FT_Glyph_Stroke(glyph, f->stroker, 1) == 0 &&
           FT_Glyph_To_Bitmap(glyph, FT_RENDER_MODE_NORMAL, NULL, 1) == 0;
}

// A border of 1 px of nothing all round: filtered, no glyph bleeds into another.
static bool keep(struct atlas *a, struct atlas_glyph *g, const FT_Bitmap *b, int left, int top)
{
    int x, y, w = (int)b->width, h = (int)b->rows;
    if (w == 0 || h == 0)
        return true;
    if (!pack(a, w + 2, h + 2, &x, &y))
        return false;
    for (int row = 0; row < h; row++)
        memcpy(a->coverage + (size_t)(y + 1 + row) * ATLAS_SIDE + x + 1,
               b->buffer + (ptrdiff_t)row * b->pitch, (size_t)w);
    mark_dirty(a, x, y, x + w + 2, y + h + 2);
    g->x = (uint16_t)(x + 1);
    g->y = (uint16_t)(y + 1);
    g->w = (uint16_t)w;
    g->h = (uint16_t)h;
    g->left = (int16_t)left;
    g->top = (int16_t)top;
    return true;
}

// False when it does not fit. What is empty or broken has no ink.
static bool draw(struct atlas *a, struct fonts *f, struct atlas_glyph *g)
{
    struct fonts_face *face = &f->faces[g->key.face];
    FT_GlyphSlot slot = face->face->glyph;
    FT_Glyph glyph = NULL;
    bool kept = true;
    if (!load(face, g->key))
        return true;
    if (g->key.outline == 0) {
        if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0)
            kept = keep(a, g, &slot->bitmap, slot->bitmap_left, slot->bitmap_top);
        return kept;
    }
    if (stroke(f, g->key, &glyph)) {
        const FT_BitmapGlyph b = (FT_BitmapGlyph)glyph;
        kept = keep(a, g, &b->bitmap, b->left, b->top);
    }
    if (glyph)
        FT_Done_Glyph(glyph);
    return kept;
}

const struct atlas_glyph *atlas_glyph(struct atlas *a, struct fonts *f, struct atlas_key key)
{
    struct atlas_glyph *g = slot(a, key);
    if (g->used)
        return g;
    if (a->glyph_count >= ATLAS_GLYPHS / 4 * 3)
        return NULL;
    *g = (struct atlas_glyph){.key = key};
    if (!draw(a, f, g))
        return NULL;
    g->used = true;
    a->glyph_count++;
    return g;
}
