// Floor of the bench "page": a text laid out anew by bare Pango each frame, its glyphs measured.
//     floor_page tests/bench/scenes/page/fr2000.txt [FRAMES]
// The number in front of the text and the width change from frame to frame, so that nothing can be
// kept; lines are broken and justified, and each glyph's ink is asked for, as who draws it must.
#include <fontconfig/fontconfig.h>
#include <limits.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WARM_UP = 30, SIZE_PX = 18, TEXT_MOST = 65536, REST_US = 50000 };

static void end(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    usleep(REST_US);
}

// The engine's fonts, found from where the text lies.
static PangoContext *open_fonts(const char *text)
{
    char near[PATH_MAX], conf[PATH_MAX];
    if (!realpath(text, conf) || strlen(conf) + 64 > sizeof conf)
        end(text, "cannot be read");
    *strrchr(conf, '/') = 0;
    snprintf(near, sizeof near, "%.*s/../../../../assets/fonts/fonts.conf", PATH_MAX - 64, conf);
    if (!realpath(near, conf))
        end(near, "cannot be read");
    FcConfig *config = FcConfigCreate();
    if (!FcConfigParseAndLoad(config, (const FcChar8 *)conf, FcTrue) || !FcConfigBuildFonts(config))
        end(conf, "cannot be read");
    FcConfigSetCurrent(config);
    PangoFontMap *map = pango_ft2_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    PangoContext *context = pango_font_map_create_context(map);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("fr"));
    return context;
}

static char *read_text(const char *file)
{
    static char text[TEXT_MOST];
    FILE *in = fopen(file, "r");
    if (!in)
        end(file, "cannot be read");
    text[fread(text, 1, sizeof text - 1, in)] = 0;
    fclose(in);
    return text;
}

// Px of ink, so that nothing is optimised away.
static long measure(PangoLayout *layout)
{
    long ink_px = 0;
    PangoLayoutIter *i = pango_layout_get_iter(layout);
    do {
        const PangoLayoutRun *run = pango_layout_iter_get_run_readonly(i);
        for (int g = 0; run && g < run->glyphs->num_glyphs; g++) {
            PangoRectangle ink;
            pango_font_get_glyph_extents(run->item->analysis.font, run->glyphs->glyphs[g].glyph,
                                         &ink, NULL);
            ink_px += ink.width / PANGO_SCALE;
        }
    } while (pango_layout_iter_next_run(i));
    pango_layout_iter_free(i);
    return ink_px;
}

static long lay(PangoContext *context, const PangoFontDescription *font, const char *text,
                int frame)
{
    static char words[TEXT_MOST + 16];
    int length = snprintf(words, sizeof words, "%06d %s", frame, text);
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (900 + frame % 300) * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_justify(layout, TRUE);
    pango_layout_set_text(layout, words, length);
    long ink_px = measure(layout);
    g_object_unref(layout);
    return ink_px;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        end("usage", "floor_page tests/bench/scenes/page/fr2000.txt [FRAMES]");
    int frames = argc > 2 ? atoi(argv[2]) : 300;
    const char *text = read_text(argv[1]);
    PangoContext *context = open_fonts(argv[1]);
    PangoFontDescription *font = pango_font_description_from_string("text");
    pango_font_description_set_absolute_size(font, SIZE_PX * PANGO_SCALE);
    long ink_px = 0;
    for (int frame = 1; frame <= WARM_UP + frames; frame++) {
        ink_px += lay(context, font, text, frame);
        if (frame == WARM_UP || frame == WARM_UP + frames)
            mark(frame == WARM_UP ? 'A' : 'B');
    }
    printf("%ld px of ink\n", ink_px);
    return 0;
}
