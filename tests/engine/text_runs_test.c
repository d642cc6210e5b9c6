// text: runs inside a paragraph, lines, directions, hyphens, outlines. Widths are held against the
// fonts' own tables, orders against FriBidi, breaks against published hyphenations.
#include "base/log.h"
#include "text/private.h"
#include "text/text.h"

#include <fribidi.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CONF TEST_ROOT "/assets/fonts/fonts.conf"
#define INTER "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define GARAMOND "/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf"

static int setup(void **state)
{
    struct fault f = {0};
    *state = text_create(&(struct text_desc){.fonts = CONF}, &f);
    if (!*state)
        fprintf(stderr, "%s\n", f.text);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    text_destroy(*state);
    return 0;
}

static struct text_style style_of(const char *font, float size_px)
{
    struct text_style s = {.size_px = size_px};
    snprintf(s.font, sizeof s.font, "%s", font);
    return s;
}

static struct text_run run_of(const char *font, float size_px, size_t length)
{
    struct text_run r = {.size_px = size_px, .length = (uint32_t)length};
    snprintf(r.font, sizeof r.font, "%s", font);
    return r;
}

static const struct text_box *lay(struct text *t, const char *utf8, struct text_style s)
{
    return text_layout(t, utf8, strlen(utf8), &s, 1);
}

static const struct text_box *lay_runs(struct text *t, const char *utf8, struct text_style s,
                                       const struct text_run *runs, int count)
{
    return text_layout_words(t, &(struct text_words){utf8, strlen(utf8), &s, runs, count}, 1);
}

static double advance_px(const char *file, const char *ascii, double size_px)
{
    FT_Library library;
    FT_Face face;
    double sum = 0;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    assert_int_equal(FT_New_Face(library, file, 0, &face), 0);
    for (; *ascii; ascii++) {
        assert_int_equal(FT_Load_Char(face, (FT_ULong)*ascii, FT_LOAD_NO_SCALE), 0);
        sum += (double)face->glyph->metrics.horiAdvance;
    }
    sum *= size_px / face->units_per_EM;
    FT_Done_Face(face);
    FT_Done_FreeType(library);
    return sum;
}

static void each_run_has_a_font_and_a_size_of_its_own(void **state)
{
    struct text_run runs[] = {run_of("text", 40, 4), run_of("title", 66, 3), run_of("text", 20, 2)};
    const struct text_box *box = lay_runs(*state, "HHnnHIHnn", style_of("text", 40), runs, 3);
    assert_float_equal(box->width,
                       advance_px(INTER, "HHnn", 40) + advance_px(GARAMOND, "HIH", 66) +
                           advance_px(INTER, "nn", 20),
                       0.2);
    assert_int_equal(box->glyph_count, 9);
    for (int i = 0; i < 9; i++)
        assert_int_equal(box->glyphs[i].run, i < 4 ? 0 : i < 7 ? 1 : 2);
}

static void tracking_belongs_to_its_run(void **state)
{
    struct text_run runs[] = {run_of("text", 40, 4), run_of("text", 40, 4)};
    float plain = lay_runs(*state, "HHHHHHHH", style_of("text", 40), runs, 2)->width;
    runs[1].tracking_em = 0.5f;
    float wide = lay_runs(*state, "HHHHHHHH", style_of("text", 40), runs, 2)->width;
    assert_in_range((int)lrint((wide - plain) / 20), 3, 4); // after each letter, or between them
}

// A run that differs in nothing but colour does not part letters: kerning goes on.
static void a_colour_alone_moves_no_letter(void **state)
{
    const char *words = "AVATAR Tö";
    size_t count = strlen(words);
    struct text_run runs[16];
    struct text_glyph first[16];
    for (size_t i = 0; i < count; i++)
        runs[i] = run_of("text", 50, 1); // the ö is two bytes: it begins in one run
    runs[count - 2].length = 2;
    const struct text_box *box = lay(*state, words, style_of("text", 50));
    int glyphs = box->glyph_count;
    memcpy(first, box->glyphs, (size_t)glyphs * sizeof *first);
    box = lay_runs(*state, words, style_of("text", 50), runs, (int)count - 1);
    assert_int_equal(box->glyph_count, glyphs);
    for (int i = 0; i < glyphs; i++) {
        assert_float_equal(box->glyphs[i].x, first[i].x, 1e-3);
        assert_int_equal(box->glyphs[i].run, i < 6 ? i : i + 1); // a space has no ink
    }
}

static void colours_are_not_laid_out_anew(void **state)
{
    struct text_run runs[] = {run_of("text", 40, 2), run_of("text", 40, 2)};
    const struct text_box *box = lay_runs(*state, "abcd", style_of("text", 40), runs, 2);
    runs[1].color = (struct color){1, 0, 0, 1};
    assert_ptr_equal(lay_runs(*state, "abcd", style_of("text", 40), runs, 2), box);
    runs[1].weight = 700;
    assert_ptr_not_equal(lay_runs(*state, "abcd", style_of("text", 40), runs, 2), box);
}

static void runs_that_are_too_long_or_short_are_borne(void **state)
{
    struct text_run runs[] = {run_of("text", 40, 2), run_of("title", 40, 4000000000u)};
    assert_int_equal(lay_runs(*state, "abcd", style_of("text", 40), runs, 2)->glyph_count, 4);
    assert_int_equal(lay_runs(*state, "abcd", style_of("text", 40), runs, 1)->glyph_count, 4);
    runs[0].length = 0;
    assert_int_equal(lay_runs(*state, "abcd", style_of("text", 40), runs, 2)->glyph_count, 4);
    runs[0].length = 1; // inside the é: neither half of it is a letter
    assert_int_equal(lay_runs(*state, "é", style_of("text", 40), runs, 2)->glyph_count, 2);
}

static const char *const story =
    "Marteler le fer, c’est l’allonger, l’élargir ou le dresser ; le geste va de l’épaule au "
    "poignet : « la main sent » ce que l’œil ne voit pas encore !";

static void lines_say_where_they_break(void **state)
{
    struct text_style s = style_of("text", 24);
    s.width_px = 260;
    snprintf(s.language, sizeof s.language, "fr");
    const struct text_box *box = lay(*state, story, s);
    uint32_t at = 0;
    assert_true(box->lines > 4);
    for (int i = 0; i < box->lines; i++) {
        const struct text_line *line = &box->line[i];
        assert_int_equal(line->first, at);
        assert_true(line->end > line->first);
        if (i > 0) // a word begins here
            assert_int_equal(story[line->first - 1], ' ');
        assert_true(line->baseline > line->y && line->baseline < line->y + line->height);
        at = line->end;
    }
    assert_int_equal(at, strlen(story));
}

static double ink_right(const struct text_box *box, const struct text_line *line)
{
    double right = 0;
    for (int i = 0; i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        if (g->y + g->h / 2 > line->y && g->y + g->h / 2 < line->y + line->height)
            right = fmax(right, g->x + g->w - 1);
    }
    return right;
}

static void justified_lines_reach_both_sides_but_the_last(void **state)
{
    struct text_style s = style_of("text", 24);
    s.width_px = 420;
    s.align = TEXT_JUSTIFY;
    const struct text_box *box = lay(*state,
                                     "un mot\nMarteler le fer, c’est l’allonger, l’élargir "
                                     "ou le dresser, le geste va de l’épaule au poignet.",
                                     s);
    assert_true(box->lines >= 4);
    for (int i = 0; i < box->lines; i++) {
        bool last = i == 0 || i == box->lines - 1; // of its paragraph
        assert_float_equal(box->line[i].x, 0, 0);
        if (last)
            assert_true(box->line[i].stretch_px == 0 && box->line[i].width < 420);
        else
            assert_float_equal(ink_right(box, &box->line[i]), 420, 4);
    }
}

// In French a no-break space belongs to its sign, and a word alone is not torn apart.
static void only_plain_spaces_stretch(void **state)
{
    struct text_style s = style_of("text", 24);
    snprintf(s.language, sizeof s.language, "fr");
    float gap = lay(*state, "a « b » c", s)->width - lay(*state, "a «b» c", s)->width;
    assert_float_equal(gap, 0, 1e-3);
    s.width_px = 300;
    s.align = TEXT_JUSTIFY;
    const struct text_box *box =
        lay(*state, "extraordinairement extraordinairement extraordinairement", s);
    assert_int_equal(box->lines, 3);
    for (int i = 0; i < 2; i++)
        assert_float_equal(box->line[i].width, advance_px(INTER, "extraordinairement", 24), 4);
}

struct broken {
    const char *language, *word, *parts; // as printed: parts with - between them
};

static bool may_break(const char *parts, uint32_t at)
{
    uint32_t letters = 0;
    for (; *parts; parts++) {
        if (*parts == '-' && letters == at)
            return true;
        letters += *parts != '-';
    }
    return false;
}

static double widest_part(const char *parts)
{
    char part[64];
    double widest = 0;
    for (size_t length; *parts; parts += length + (parts[length] == '-')) {
        length = strcspn(parts, "-");
        snprintf(part, sizeof part, "%.*s-", (int)length, parts);
        widest = fmax(widest, advance_px(INTER, part, 20));
    }
    return widest;
}

// French after TeX's hyph-fr, Italian by the school rule, English after Liang's thesis.
static void words_break_where_their_language_has_it(void **state)
{
    static const struct broken words[] = {
        {"fr", "extraordinaire", "ex-tra-or-di-naire"},
        {"it", "artigianato", "ar-ti-gia-na-to"},
        {"en", "hyphenation", "hy-phen-ation"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct text_style s = style_of("text", 20);
        int breaks = 0;
        s.hyphenate = true;
        snprintf(s.language, sizeof s.language, "%s", words[i].language);
        for (s.width_px = (float)widest_part(words[i].parts) + 3; s.width_px < 300; s.width_px++) {
            const struct text_box *box = lay(*state, words[i].word, s);
            for (int n = 1; n < box->lines; n++, breaks++)
                if (!may_break(words[i].parts, box->line[n].first))
                    fail_msg("%s breaks before \"%s\"", words[i].word,
                             words[i].word + box->line[n].first);
        }
        assert_true(breaks > 10);
    }
}

static void words_do_not_break_unless_asked(void **state)
{
    struct text_style s = style_of("text", 20);
    snprintf(s.language, sizeof s.language, "fr");
    s.width_px = 180;
    const char *words = "de extraordinairement";
    assert_int_equal(lay(*state, words, s)->line[1].first, 3);
    s.hyphenate = true;
    const struct text_line *second = &lay(*state, words, s)->line[1];
    assert_true(second->first > 3);
    s.hyphenate = false; // a soft hyphen is the author's own word
    const char *soft = "de extra\u00adordinairement";
    assert_int_equal(lay(*state, soft, s)->line[1].first, strlen("de extra\u00ad"));
}

static void a_broken_word_shows_a_hyphen_inside_its_column(void **state)
{
    struct text_style s = style_of("text", 20);
    s.width_px = 120;
    s.align = TEXT_JUSTIFY;
    const struct text_box *box = lay(*state, "le fer extra\u00adordinaire", s);
    assert_int_equal(box->lines, 2);
    assert_int_equal(box->glyph_count, 2 + 3 + 5 + 1 + 9);
    assert_true(ink_right(box, &box->line[0]) <= 121);
}

struct lines {
    int count;
    char last[256];
};

static void count_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct lines *l = user;
    l->count++;
    snprintf(l->last, sizeof l->last, "%.*s", (int)sizeof l->last - 1, text);
}

static void a_language_without_patterns_is_said_once(void **state)
{
    struct lines said = {0};
    struct text_style s = style_of("text", 20);
    s.hyphenate = true;
    snprintf(s.language, sizeof s.language, "qq");
    log_to(count_line, &said, LOG_DEBUG);
    lay(*state, "extraordinaire", s);
    lay(*state, "ordinaire", s);
    snprintf(s.language, sizeof s.language, "../x");
    lay(*state, "ordinaire", s);
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(said.count, 1);
    assert_non_null(strstr(said.last, "hyphen-qq"));
}

// Each letter is a run: sorted by place, their numbers are the order on screen.
static void order_of(struct text *t, const char *utf8, enum text_direction direction, int *order,
                     int *count)
{
    struct text_run runs[64];
    struct text_style s = style_of("text", 30);
    int n = 0;
    s.direction = direction;
    for (const char *c = utf8; *c; c = g_utf8_next_char(c))
        runs[n++] = run_of("text", 30, (size_t)(g_utf8_next_char(c) - c));
    const struct text_box *box = lay_runs(t, utf8, s, runs, n);
    *count = box->glyph_count;
    for (int i = 0; i < *count; i++) {
        int at = i;
        for (; at > 0 && box->glyphs[i].x < box->glyphs[order[at - 1]].x; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < *count; i++)
        order[i] = box->glyphs[order[i]].run;
}

static void letters_stand_as_fribidi_orders_them(void **state)
{
    static const char *const words[] = {"שלום abc 123 עולם", "abc שלום 45 def", "(שלום)",
                                        "12 שלום 34", "a, ב, c"};
    static const FriBidiParType types[] = {FRIBIDI_PAR_ON, FRIBIDI_PAR_LTR, FRIBIDI_PAR_RTL};
    for (size_t i = 0; i < 5 * 3; i++) {
        FriBidiChar logical[64], visual[64];
        FriBidiStrIndex to_logical[64];
        FriBidiParType type = types[i % 3];
        const char *text = words[i / 3];
        int order[64], count;
        FriBidiStrIndex length = fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, text,
                                                            (FriBidiStrIndex)strlen(text), logical);
        assert_true(fribidi_log2vis(logical, length, &type, visual, NULL, to_logical, NULL));
        order_of(*state, text, (enum text_direction)(i % 3), order, &count);
        int n = 0;
        for (int v = 0; v < length; v++)
            if (logical[to_logical[v]] != ' ') { // without ink
                assert_true(n < count);
                assert_int_equal(order[n++], to_logical[v]);
            }
        assert_int_equal(n, count);
    }
}

static void sides_follow_the_direction_or_do_not(void **state)
{
    static const char *const words[] = {"abc", "שלום", "123"};
    struct text_style s = style_of("text", 30);
    s.width_px = 500;
    for (int i = 0; i < 3 * 3; i++) {
        const char *text = words[i / 3];
        s.direction = (enum text_direction)(i % 3);
        bool leftward = s.direction == TEXT_RTL || (s.direction == TEXT_AUTO && i / 3 == 1);
        float width = lay(*state, text, s)->width;
        s.align = TEXT_START;
        assert_float_equal(lay(*state, text, s)->line[0].x, leftward ? 500 - width : 0, 0.01);
        s.align = TEXT_END;
        assert_float_equal(lay(*state, text, s)->line[0].x, leftward ? 0 : 500 - width, 0.01);
        s.align = TEXT_LEFT;
        assert_float_equal(lay(*state, text, s)->line[0].x, 0, 0.01);
        s.align = TEXT_RIGHT;
        assert_float_equal(lay(*state, text, s)->line[0].x, 500 - width, 0.01);
        s.align = TEXT_START;
    }
}

static void figures_are_tabular_or_hang_as_asked(void **state)
{
    static const char *const fonts[] = {"text", "title"};
    for (int i = 0; i < 2; i++) {
        struct text_style s = style_of(fonts[i], 40);
        s.figures = TEXT_TABULAR;
        assert_float_equal(lay(*state, "1111", s)->width, lay(*state, "8888", s)->width, 1e-3);
    }
    struct text_style s = style_of("title", 80);
    s.figures = TEXT_OLDSTYLE;
    const struct text_box *box = lay(*state, "3", s);
    assert_true(box->glyphs[0].y + box->glyphs[0].h - 1 > box->baseline + 8); // it descends
    s.figures = TEXT_LINING;
    box = lay(*state, "3", s);
    assert_true(box->glyphs[0].y + box->glyphs[0].h - 1 < box->baseline + 6);
}

static void features_are_asked_for_by_name(void **state)
{
    struct text_style s = style_of("title", 40);
    float plain = lay(*state, "forge", s)->width;
    snprintf(s.features, sizeof s.features, "smcp");
    assert_true(lay(*state, "forge", s)->width > plain * 1.1f);
    static const struct {
        const char *features;
        bool good;
    } rows[] = {{"smcp", true},   {"smcp, -liga,ss01=2", true},
                {"+kern", true},  {" onum , tnum ", true},
                {"smc", false},   {"smcpx", false},
                {"smcp;", false}, {"", false},
                {"smcp,", false}, {"-smc", false},
                {"ss01=", false}, {"smcp lnum", false}};
    size_t at;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(text_features_check(rows[i].features, &at), rows[i].good);
}

// Inter's l is a plain upright rectangle: across it the line's two sides are met, each as wide as
// twice the outline.
static void an_outline_is_as_wide_as_asked(void **state)
{
    for (float px = 1; px <= 6; px += 1.25f) {
        struct text_style s = style_of("text", 150);
        s.outline_px = px;
        const struct text_box *box = lay(*state, "l", s);
        assert_int_equal(box->glyph_count, 2);
        const struct text_glyph *line = &box->glyphs[0], *letter = &box->glyphs[1];
        assert_int_equal(line->ink, TEXT_OUTLINE);
        assert_int_equal(letter->ink, TEXT_INK);
        assert_float_equal(line->w, letter->w + 2 * px, 2);
        assert_float_equal(line->h, letter->h + 2 * px, 2);
        struct text_atlas a = text_atlas(*state);
        double across = 0;
        size_t row = (size_t)(line->v + line->vh / 2);
        for (int x = (int)line->u; x < (int)(line->u + line->uw); x++)
            across += a.coverage[row * (size_t)a.width + (size_t)x] / 255.0;
        assert_float_equal(across, 4 * px, 0.1);
    }
}

// Letters beyond 512 px are drawn smaller and enlarged, and their line with them.
static void an_outline_of_a_huge_letter_is_as_wide_as_asked(void **state)
{
    struct text_style s = style_of("text", 1600);
    s.outline_px = 40;
    const struct text_box *box = lay(*state, "l", s);
    assert_int_equal(box->glyph_count, 2);
    const struct text_glyph *line = &box->glyphs[0], *letter = &box->glyphs[1];
    assert_int_equal(line->ink, TEXT_OUTLINE);
    assert_float_equal(line->w, letter->w + 2 * 40, 8);
    assert_float_equal(line->h, letter->h + 2 * 40, 8);
}

static void an_underline_lies_where_the_font_has_it(void **state)
{
    FT_Library library;
    FT_Face face;
    struct text_run runs[] = {run_of("text", 60, 2), run_of("text", 60, 2), run_of("text", 60, 1)};
    runs[1].underline = true;
    FT_Init_FreeType(&library);
    FT_New_Face(library, INTER, 0, &face);
    double em = 60.0 / face->units_per_EM;
    const struct text_box *box = lay_runs(*state, "HHHHH", style_of("text", 60), runs, 3);
    const struct text_glyph *rule = NULL;
    int rules = 0;
    for (int i = 0; i < box->glyph_count; i++)
        if (box->glyphs[i].ink == TEXT_RULE) {
            rule = &box->glyphs[i];
            rules++;
        }
    assert_int_equal(rules, 1);
    assert_float_equal(rule->x, advance_px(INTER, "HH", 60), 0.1);
    assert_float_equal(rule->w, advance_px(INTER, "HH", 60), 0.1);
    assert_float_equal(rule->y + rule->h / 2, box->baseline - face->underline_position * em, 1);
    assert_float_equal(rule->h, face->underline_thickness * em, 1);
    FT_Done_Face(face);
    FT_Done_FreeType(library);
}

static void ideographs_follow_the_language(void **state)
{
    struct text_style s = style_of("text", 100);
    struct text_glyph of[3];
    static const char *const languages[] = {"ja", "zh-CN", "fr"};
    for (int i = 0; i < 3; i++) {
        snprintf(s.language, sizeof s.language, "%s", languages[i]);
        of[i] = lay(*state, "直", s)->glyphs[0];
    }
    assert_true(of[0].u != of[1].u || of[0].v != of[1].v);
    assert_true(of[1].u == of[2].u && of[1].v == of[2].v);
}

// JIS X 4051: no line begins with a closing mark or a full stop.
static void japanese_lines_break_between_letters_but_before_a_stop(void **state)
{
    const char *words = "鍛冶屋は鉄を打つ。職人の「手」は、覚える。";
    struct text_style s = style_of("text", 20);
    snprintf(s.language, sizeof s.language, "ja");
    for (s.width_px = 60; s.width_px < 300; s.width_px += 7) {
        const struct text_box *box = lay(*state, words, s);
        assert_true(box->lines > 1);
        for (int i = 1; i < box->lines; i++) {
            const char *at = words + box->line[i].first;
            assert_false(g_str_has_prefix(at, "。") || g_str_has_prefix(at, "、") ||
                         g_str_has_prefix(at, "」"));
        }
    }
}

// More letters than fit at their size are drawn smaller, and all of them.
static void a_page_of_large_ideographs_is_whole(void **state)
{
    char words[3 * 400 + 1];
    struct text_style s = style_of("text", 180);
    s.width_px = 4000;
    snprintf(s.language, sizeof s.language, "zh-CN");
    for (int i = 0; i < 400; i++)
        g_unichar_to_utf8((gunichar)(0x4e00 + i), words + (size_t)3 * (size_t)i);
    words[sizeof words - 1] = 0;
    const struct text_box *box = lay(*state, words, s);
    struct text_atlas a = text_atlas(*state);
    assert_int_equal(box->glyph_count, 400);
    for (int i = 0; i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        double ink = 0;
        assert_true(g->u >= 0 && g->u + g->uw <= (float)a.width);
        assert_true(g->v >= 0 && g->v + g->vh <= (float)a.height);
        for (int y = (int)g->v; y < (int)(g->v + g->vh); y++)
            for (int x = (int)g->u; x < (int)(g->u + g->uw); x++)
                ink += a.coverage[(size_t)y * (size_t)a.width + (size_t)x];
        assert_true(ink > 0);
    }
}

// The bench's scene and its floor lay out the same text.
static void the_bench_scene_has_the_floors_words(void **state)
{
    char text[8192], lua[8192];
    FILE *in = fopen(TEST_ROOT "/tests/bench/scenes/page/fr2000.txt", "r");
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = 0;
    fclose(in);
    in = fopen(TEST_ROOT "/tests/bench/scenes/lib/words.lua", "r");
    assert_non_null(in);
    lua[fread(lua, 1, sizeof lua - 1, in)] = 0;
    fclose(in);
    const char *at = strstr(lua, "[[");
    assert_non_null(at);
    assert_int_equal(g_utf8_strlen(text, -1), 2000);
    assert_memory_equal(at + 2, text, strlen(text));
    assert_memory_equal(at + 2 + strlen(text), "]]", 2);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(each_run_has_a_font_and_a_size_of_its_own),
        WITH(tracking_belongs_to_its_run),
        WITH(a_colour_alone_moves_no_letter),
        WITH(colours_are_not_laid_out_anew),
        WITH(runs_that_are_too_long_or_short_are_borne),
        WITH(lines_say_where_they_break),
        WITH(justified_lines_reach_both_sides_but_the_last),
        WITH(only_plain_spaces_stretch),
        WITH(words_break_where_their_language_has_it),
        WITH(words_do_not_break_unless_asked),
        WITH(a_broken_word_shows_a_hyphen_inside_its_column),
        WITH(a_language_without_patterns_is_said_once),
        WITH(letters_stand_as_fribidi_orders_them),
        WITH(sides_follow_the_direction_or_do_not),
        WITH(figures_are_tabular_or_hang_as_asked),
        WITH(features_are_asked_for_by_name),
        WITH(an_outline_is_as_wide_as_asked),
        WITH(an_outline_of_a_huge_letter_is_as_wide_as_asked),
        WITH(an_underline_lies_where_the_font_has_it),
        WITH(ideographs_follow_the_language),
        WITH(japanese_lines_break_between_letters_but_before_a_stop),
        WITH(a_page_of_large_ideographs_is_whole),
        cmocka_unit_test(the_bench_scene_has_the_floors_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
