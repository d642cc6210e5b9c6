// Fonts: fonts.conf alone says which files there are; FreeType opens those that are drawn.
#include "text/private.h"

#include "base/log.h"

#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool load(struct fonts *f, const char *conf, struct fault *fault)
{
    f->config = FcConfigCreate();
    if (!f->config || !FcConfigParseAndLoad(f->config, (const FcChar8 *)conf, FcFalse))
        return fault_set(fault, "%s: cannot be read as fontconfig's fonts.conf", conf);
    if (!FcConfigBuildFonts(f->config))
        return fault_set(fault, "%s: fontconfig cannot list the fonts", conf);
    FcFontSet *set = FcConfigGetFonts(f->config, FcSetSystem);
    if (!set || set->nfont == 0)
        return fault_set(fault,
                         "%s: no font in its folders; install fonts-inter, "
                         "fonts-ebgaramond and fonts-noto-core",
                         conf);
    return true;
}

bool fonts_init(struct fonts *f, const char *conf, struct fault *fault)
{
    *f = (struct fonts){0};
    if (!load(f, conf, fault))
        return false;
    // Pango's FreeType map substitutes by fontconfig's current configuration, whatever it was told,
    // and would read the machine's own without this.
    FcConfigSetCurrent(f->config);
    f->map = pango_ft2_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(f->map), f->config);
    f->context = pango_font_map_create_context(f->map);
    pango_context_set_round_glyph_positions(f->context, FALSE);
    if (FT_Init_FreeType(&f->freetype) != 0 || FT_Stroker_New(f->freetype, &f->stroker) != 0)
        return fault_set(fault, "FreeType does not start");
    return true;
}

static void close_faces(struct fonts *f)
{
    for (int i = 0; i < f->face_count; i++) {
        FT_Done_Face(f->faces[i].face);
        free(f->faces[i].file);
    }
    f->face_count = 0;
}

void fonts_finish(struct fonts *f)
{
    close_faces(f);
    if (f->stroker)
        FT_Stroker_Done(f->stroker);
    if (f->freetype)
        FT_Done_FreeType(f->freetype);
    if (f->context)
        g_object_unref(f->context);
    if (f->map)
        g_object_unref(f->map);
    if (f->config)
        FcConfigDestroy(f->config);
    *f = (struct fonts){0};
}

static bool have(struct fonts *f, const char *family)
{
    FcFontSet *set = FcConfigGetFonts(f->config, FcSetSystem);
    FcChar8 *name;
    for (int i = 0; set && i < set->nfont; i++)
        for (int n = 0; FcPatternGetString(set->fonts[i], FC_FAMILY, n, &name) == FcResultMatch;
             n++)
            if (strcasecmp((const char *)name, family) == 0)
                return true;
    return false;
}

// Once a family, as far as they can be remembered.
static void tell_missing(struct fonts *f, const char *family)
{
    for (int i = 0; i < f->missing_count; i++)
        if (strcasecmp(f->missing[i], family) == 0)
            return;
    if (f->missing_count == (int)(sizeof f->missing / sizeof *f->missing))
        return;
    snprintf(f->missing[f->missing_count++], TEXT_FONT, "%s", family);
    log_warning("text", "font \"%s\" is not there; \"text\" is used instead", family);
}

static const char *const roles[] = {"text", "title", "figures", NULL};
#define FAMILIES 512

bool fonts_find(struct fonts *f, const char *name, char nearest[TEXT_FONT])
{
    const char *words[FAMILIES + 4];
    int count = 0;
    for (; roles[count]; count++)
        words[count] = roles[count];
    FcFontSet *set = FcConfigGetFonts(f->config, FcSetSystem);
    FcChar8 *family;
    for (int i = 0; set && i < set->nfont && count < FAMILIES; i++)
        if (FcPatternGetString(set->fonts[i], FC_FAMILY, 0, &family) == FcResultMatch)
            words[count++] = (const char *)family;
    words[count] = NULL;
    nearest[0] = 0;
    if (!name[0] || have(f, name))
        return true;
    for (int i = 0; roles[i]; i++)
        if (strcmp(name, roles[i]) == 0)
            return true;
    const char *word = fault_nearest(name, words);
    if (word)
        snprintf(nearest, TEXT_FONT, "%s", word);
    return false;
}

const char *fonts_family(struct fonts *f, const char *asked)
{
    if (!asked[0])
        return roles[0];
    for (int i = 0; i < 3; i++)
        if (strcmp(asked, roles[i]) == 0)
            return roles[i];
    if (have(f, asked))
        return asked;
    tell_missing(f, asked);
    return roles[0];
}

int fonts_face(struct fonts *f, PangoFont *font)
{
    FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
    FcChar8 *file = NULL;
    int index = 0;
    if (FcPatternGetString(pattern, FC_FILE, 0, &file) != FcResultMatch)
        return -1;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    for (int i = 0; i < f->face_count; i++)
        if (f->faces[i].index == index && strcmp(f->faces[i].file, (const char *)file) == 0)
            return i;
    if (f->face_count == FONTS_FACES) {
        if (!f->told_full)
            log_warning("text", "more than %d font files in use; text is left out", FONTS_FACES);
        f->told_full = true;
        return -1;
    }
    struct fonts_face new = {.index = index};
    if (FT_New_Face(f->freetype, (const char *)file, index, &new.face) != 0)
        return -1;
    new.file = strdup((const char *)file);
    if (!new.file) {
        FT_Done_Face(new.face);
        return -1;
    }
    f->faces[f->face_count] = new;
    return f->face_count++;
}
