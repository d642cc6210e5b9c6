// text: spaces, lines, fonts and the atlas. Widths are held against the fonts' own tables.
#include "base/log.h"
#include "text/private.h"
#include "text/text.h"

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

static const struct text_box *lay(struct text *t, const char *utf8, struct text_style s)
{
    return text_layout(t, utf8, strlen(utf8), &s, 1);
}

static void french_is(const char *typed, const char *shown)
{
    char out[256];
    uint32_t from[256];
    assert_true(FRENCH_ROOM(strlen(typed)) < sizeof out);
    out[french_spaces(typed, strlen(typed), out, from)] = 0;
    assert_string_equal(out, shown);
}

#define NB "\xc2\xa0"
#define NN "\xe2\x80\xaf"

static void french_signs_keep_their_distance(void **state)
{
    french_is("Quoi ? Non ! Si ; oui : va", "Quoi" NN "? Non" NN "! Si" NN "; oui" NB ": va");
    french_is("Quoi? Non! Si; oui: va", "Quoi" NN "? Non" NN "! Si" NN "; oui" NB ": va");
    french_is("« Marteler »", "«" NB "Marteler" NB "»");
    french_is("«Marteler»", "«" NB "Marteler" NB "»");
    french_is("Il dit : « Va ! »", "Il dit" NB ":"
                                   " «" NB "Va" NN "!" NB "»");
    french_is("Quoi ?!", "Quoi" NN "?!");
    french_is("étamé! (ou « étiré »)", "étamé" NN "! (ou «" NB "étiré" NB "»)");
}

static void apostrophes_and_capitals_stay_as_typed(void **state)
{
    french_is("L'Épée, l’ÉTAU : ÀÇŒ !", "L'Épée, l’ÉTAU" NB ": ÀÇŒ" NN "!");
    french_is("« L’« étau » »", "«" NB "L’«" NB "étau" NB "»" NB "»");
}

// Italian and English set no space before a sign: the same glyphs, each where it was.
static void other_languages_keep_their_spaces(void **state)
{
    static const char *const languages[] = {"it", "en", "fro", "", "fr"};
    float width[5];
    for (int i = 0; i < 5; i++) {
        struct text_style s = style_of("text", 40);
        snprintf(s.language, sizeof s.language, "%s", languages[i]);
        width[i] = lay(*state, "Perché? Sì! Ecco: «ferro»; così.", s)->width;
    }
    for (int i = 1; i < 4; i++)
        assert_float_equal(width[i], width[0], 1e-3);
    assert_true(width[4] > width[0] + 20);
}

static void typed_no_break_spaces_are_not_doubled(void **state)
{
    french_is("Quoi" NB "? Non" NN "!", "Quoi" NB "? Non" NN "!");
    french_is("«" NN "Va" NN "»", "«" NN "Va" NN "»");
    french_is("Quoi   ?", "Quoi" NN "?");
    french_is("Quoi" NB " ?", "Quoi" NB "?");
}

static void addresses_and_times_are_left_alone(void **state)
{
    french_is("http://a.fr/b?c=d;e!f", "http://a.fr/b?c=d;e!f");
    french_is("12:30", "12:30");
    french_is(" a  b ", " a  b ");
    french_is("a\n! b", "a\n! b");
    french_is("", "");
}

// Sum of the advances in font units, in double.
static double advances_px(const char *file, const char *ascii, double size_px)
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

static void a_line_is_as_wide_as_its_advances(void **state)
{
    const char *line = "HHnnHHnnIIHH"; // no pair of these is kerned
    const float sizes[] = {9, 17.3f, 64, 300};
    for (int i = 0; i < 4; i++) {
        assert_float_equal(lay(*state, line, style_of("text", sizes[i]))->width,
                           advances_px(INTER, line, sizes[i]), 0.1);
        assert_float_equal(lay(*state, line, style_of("title", sizes[i]))->width,
                           advances_px(GARAMOND, line, sizes[i]), 0.1);
    }
}

static void tracking_adds_its_share_between_letters(void **state)
{
    struct text_style s = style_of("text", 40);
    float plain = lay(*state, "HHHHH", s)->width;
    s.tracking_em = 0.1f;
    assert_float_equal(lay(*state, "HHHHH", s)->width, plain + 4 * 4, 0.2);
}

static void lines_stand_as_far_apart_as_asked(void **state)
{
    struct text_style s = style_of("text", 30);
    s.line_height = 1.5f;
    const struct text_box *box = lay(*state, "H\nH\nH", s);
    assert_int_equal(box->lines, 3);
    assert_float_equal(box->height, 135, 0.1);
    assert_int_equal(box->glyph_count, 3);
    assert_float_equal(box->glyphs[2].y - box->glyphs[0].y, 90, 1e-3);
}

static const char *const paragraph =
    "Marteler le fer, c’est l’allonger, l’élargir ou le dresser ; le geste va de l’épaule au "
    "poignet, et la main sent ce que l’œil ne voit pas encore.";

static float right_edge(const struct text_box *box)
{
    float right = 0;
    for (int i = 0; i < box->glyph_count; i++)
        right = fmaxf(right, box->glyphs[i].x + box->glyphs[i].w - 1);
    return right;
}

static void wrapped_lines_stay_inside_their_width(void **state)
{
    for (int align = TEXT_START; align <= TEXT_JUSTIFY; align++) {
        for (float width_px = 160; width_px < 900; width_px += 37) {
            struct text_style s = style_of("text", 24);
            s.width_px = width_px;
            s.align = (enum text_align)align;
            const struct text_box *box = lay(*state, paragraph, s);
            assert_true(box->width <= width_px + 0.01f);
            assert_true(box->lines >= 2);
            assert_true(right_edge(box) <= width_px + 1.5f);
        }
    }
}

static void text_lies_where_its_alignment_says(void **state)
{
    struct text_style s = style_of("text", 32);
    float width = lay(*state, "Fer", s)->width;
    s.align = TEXT_END;
    assert_float_equal(right_edge(lay(*state, "Fer", s)), 0, 3);
    s.align = TEXT_CENTRE;
    assert_float_equal(right_edge(lay(*state, "Fer", s)), width / 2, 3);
    s.width_px = 400;
    assert_float_equal(right_edge(lay(*state, "Fer", s)), 200 + width / 2, 3);
    s.align = TEXT_END;
    assert_float_equal(right_edge(lay(*state, "Fer", s)), 400, 3);
    s.align = TEXT_START; // a right-to-left text starts at the right
    assert_float_equal(right_edge(lay(*state, "שלום", s)), 400, 4);
}

static void too_many_lines_end_in_an_ellipsis(void **state)
{
    struct text_style s = style_of("text", 24);
    s.width_px = 300;
    for (s.max_lines = 1; s.max_lines < 4; s.max_lines++) {
        const struct text_box *box = lay(*state, paragraph, s);
        assert_true(box->cut);
        assert_int_equal(box->lines, s.max_lines);
        assert_true(right_edge(box) <= 301.5f);
    }
    s.max_lines = 2; // of the whole text, not of each paragraph
    const struct text_box *box = lay(*state, "un\ndeux\ntrois", s);
    assert_true(box->cut);
    assert_int_equal(box->lines, 2);
    assert_int_equal(box->glyph_count, 2 + 4 + 1);
    s.max_lines = 3;
    assert_false(lay(*state, "un\ndeux\ntrois", s)->cut);
}

static void figures_are_equally_wide(void **state)
{
    float one = lay(*state, "1111", style_of("figures", 40))->width;
    float eight = lay(*state, "8888", style_of("figures", 40))->width;
    assert_float_equal(one, eight, 1e-3);
    assert_true(lay(*state, "1111", style_of("text", 40))->width < eight - 1);
}

static void hebrew_runs_from_right_to_left(void **state)
{
    // shin (wide) is typed first, final nun (narrow) second
    const struct text_box *box = lay(*state, "שן", style_of("text", 60));
    assert_int_equal(box->glyph_count, 2);
    const struct text_glyph *left = &box->glyphs[0], *right = &box->glyphs[1];
    if (left->x > right->x) {
        left = right;
        right = &box->glyphs[0];
    }
    assert_true(right->w > left->w * 1.5f);
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

static void other_scripts_find_a_font(void **state)
{
    static const char *const words[] = {"العربية", "עברית",   "Ελληνικά",    "Кузнец",
                                        "ไทย",     "ქართული", "→ ⚒ ½ œ Œ “”"};
    struct lines said = {0};
    log_to(count_line, &said, LOG_DEBUG);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_true(lay(*state, words[i], style_of("text", 30))->glyph_count > 2);
        assert_true(lay(*state, words[i], style_of("title", 30))->glyph_count > 2);
    }
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(said.count, 0);
}

static void a_missing_sign_is_said_once(void **state)
{
    struct lines said = {0};
    log_to(count_line, &said, LOG_DEBUG);
    for (int i = 0; i < 3; i++)
        assert_int_equal(
            lay(*state, "\xf4\x80\x80\x80", style_of("text", 30 + (float)i))->glyph_count, 1);
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(said.count, 1);
    assert_non_null(strstr(said.last, "U+100000"));
}

static void a_font_is_found_or_the_nearest_named(void **state)
{
    struct text *t = *state;
    char nearest[TEXT_FONT];
    assert_true(text_font_find(t, "figures", nearest));
    assert_true(text_font_find(t, "Inter", nearest));
    assert_false(text_font_find(t, "titel", nearest));
    assert_string_equal(nearest, "title");
    assert_false(text_font_find(t, "Zzyzx Grotesk", nearest));
    assert_string_equal(nearest, "");
}

static void a_missing_family_is_said_once_and_text_is_used(void **state)
{
    struct lines said = {0};
    log_to(count_line, &said, LOG_DEBUG);
    float width = lay(*state, "Enclume", style_of("Comic Neue", 40))->width;
    lay(*state, "Marteau", style_of("Comic Neue", 40));
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(said.count, 1);
    assert_non_null(strstr(said.last, "Comic Neue"));
    assert_float_equal(width, lay(*state, "Enclume", style_of("text", 40))->width, 1e-3);
}

static void broken_utf8_is_shown_as_such(void **state)
{
    struct text_style s = style_of("text", 40);
    const char broken[] = {'H', (char)0xff, 'H', 0, 'H', (char)0xe2, (char)0x80};
    const struct text_box *box = text_layout(*state, broken, sizeof broken, &s, 1);
    assert_int_equal(box->glyph_count, 7); // three H and four U+FFFD
}

static void a_very_long_text_is_cut_and_said_once(void **state)
{
    size_t length = 3 << 20;
    char *text = malloc(length);
    struct lines said = {0};
    struct text_style s = style_of("text", 4000);
    for (size_t i = 0; i < length; i++)
        text[i] = "fer "[i % 4];
    log_to(count_line, &said, LOG_DEBUG);
    const struct text_box *box = text_layout(*state, text, length, &s, 1);
    assert_in_range(box->glyph_count, TEXT_BYTES / 4 * 3, TEXT_BYTES);
    assert_float_equal(box->width / (advances_px(INTER, "fer ", 4000) * TEXT_BYTES / 4), 1, 0.02);
    text_layout(*state, text, length - 1, &s, 1);
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(said.count, 1);
    free(text);
}

static void two_texts_give_the_same_quads(void **state)
{
    struct fault f;
    struct text *other = text_create(&(struct text_desc){.fonts = CONF}, &f);
    struct text_style s = style_of("title", 33);
    s.width_px = 333;
    snprintf(s.language, sizeof s.language, "fr");
    const struct text_box *a = lay(*state, paragraph, s), *b = lay(other, paragraph, s);
    assert_int_equal(a->glyph_count, b->glyph_count);
    for (int i = 0; i < a->glyph_count; i++)
        assert_memory_equal(&a->glyphs[i], &b->glyphs[i], 4 * sizeof(float));
    text_destroy(other);
}

static void glyphs_fall_on_whole_pixels_of_the_target(void **state)
{
    struct text_style s = style_of("text", 17.3f);
    const struct text_box *box = text_layout(*state, "Forge", 5, &s, 2.5f);
    for (int i = 0; i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        assert_float_equal(g->x * 2.5f, rintf(g->x * 2.5f), 0.02);
        assert_float_equal(g->y * 2.5f, rintf(g->y * 2.5f), 0.02);
        assert_float_equal(g->w * 2.5f, g->uw, 0.05);
    }
}

// Ink as the font has it, from the outline's own box in font units.
static void a_large_letter_has_the_size_of_its_outline(void **state)
{
    FT_Library library;
    FT_Face face;
    FT_Init_FreeType(&library);
    FT_New_Face(library, INTER, 0, &face);
    FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE);
    const float sizes[] = {100, 500, 1600};
    for (int i = 0; i < 3; i++) {
        double em = sizes[i] / face->units_per_EM, border = fmax(1, sizes[i] / 512);
        const struct text_box *box = lay(*state, "H", style_of("text", sizes[i]));
        assert_float_equal(box->glyphs[0].w - 2 * border, face->glyph->metrics.width * em,
                           2 * border);
        assert_float_equal(box->glyphs[0].h - 2 * border, face->glyph->metrics.height * em,
                           2 * border);
    }
    FT_Done_Face(face);
    FT_Done_FreeType(library);
}

static double ink(const struct text *t, const struct text_glyph *g)
{
    struct text_atlas a = text_atlas(t);
    double sum = 0;
    for (int y = (int)g->v; y < (int)(g->v + g->vh); y++)
        for (int x = (int)g->u; x < (int)(g->u + g->uw); x++)
            sum += a.coverage[(size_t)y * (size_t)a.width + (size_t)x] / 255.0;
    return sum;
}

static void a_full_atlas_starts_anew(void **state)
{
    uint64_t emptied = text_atlas(*state).emptied;
    double first = ink(*state, &lay(*state, "H", style_of("text", 90))->glyphs[0]);
    for (int i = 0; i < 400; i++)
        lay(*state, "Clouterie", style_of("text", 100 + (float)i * 0.5f));
    assert_true(text_atlas(*state).emptied > emptied);
    assert_float_equal(ink(*state, &lay(*state, "H", style_of("text", 90))->glyphs[0]), first, 0);
}

static void a_layout_is_found_again(void **state)
{
    const struct text_box *box = lay(*state, "Enclume", style_of("text", 40));
    uint64_t version = text_atlas(*state).version;
    for (int i = 0; i < 100; i++)
        assert_ptr_equal(lay(*state, "Enclume", style_of("text", 40)), box);
    assert_int_equal(text_atlas(*state).version, version);
    char number[16];
    for (int i = 0; i < 2000; i++) { // many more than are kept
        snprintf(number, sizeof number, "%d", i);
        assert_int_equal(lay(*state, number, style_of("figures", 20))->glyph_count, strlen(number));
    }
}

static void odd_numbers_are_borne(void **state)
{
    const float odd[] = {0, -1, NAN, INFINITY, -INFINITY, 1e30f, 1e-30f};
    for (int i = 0; i < 7 * 7; i++) {
        struct text_style s = style_of("text", odd[i % 7]);
        s.width_px = odd[i / 7];
        s.tracking_em = s.line_height = odd[(i + 3) % 7];
        s.weight = -5 + i * 100;
        s.max_lines = i - 3;
        text_layout(*state, "Été !", strlen("Été !"), &s, odd[(i * 3) % 7]);
    }
    struct text_style s = style_of("text", 20);
    assert_int_equal(text_layout(*state, "", 0, &s, 1)->glyph_count, 0);
}

static void fonts_that_are_not_there_are_named(void **state)
{
    struct fault f = {0};
    assert_null(text_create(&(struct text_desc){.fonts = "/nowhere/fonts.conf"}, &f));
    assert_non_null(strstr(f.text, "/nowhere/fonts.conf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(french_signs_keep_their_distance),
        cmocka_unit_test(apostrophes_and_capitals_stay_as_typed),
        cmocka_unit_test_setup_teardown(other_languages_keep_their_spaces, setup, teardown),
        cmocka_unit_test(typed_no_break_spaces_are_not_doubled),
        cmocka_unit_test(addresses_and_times_are_left_alone),
        cmocka_unit_test_setup_teardown(a_line_is_as_wide_as_its_advances, setup, teardown),
        cmocka_unit_test_setup_teardown(tracking_adds_its_share_between_letters, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_stand_as_far_apart_as_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(wrapped_lines_stay_inside_their_width, setup, teardown),
        cmocka_unit_test_setup_teardown(text_lies_where_its_alignment_says, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_lines_end_in_an_ellipsis, setup, teardown),
        cmocka_unit_test_setup_teardown(figures_are_equally_wide, setup, teardown),
        cmocka_unit_test_setup_teardown(hebrew_runs_from_right_to_left, setup, teardown),
        cmocka_unit_test_setup_teardown(other_scripts_find_a_font, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_sign_is_said_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_font_is_found_or_the_nearest_named, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_family_is_said_once_and_text_is_used, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(broken_utf8_is_shown_as_such, setup, teardown),
        cmocka_unit_test_setup_teardown(a_very_long_text_is_cut_and_said_once, setup, teardown),
        cmocka_unit_test_setup_teardown(two_texts_give_the_same_quads, setup, teardown),
        cmocka_unit_test_setup_teardown(glyphs_fall_on_whole_pixels_of_the_target, setup, teardown),
        cmocka_unit_test_setup_teardown(a_large_letter_has_the_size_of_its_outline, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_full_atlas_starts_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(a_layout_is_found_again, setup, teardown),
        cmocka_unit_test_setup_teardown(odd_numbers_are_borne, setup, teardown),
        cmocka_unit_test(fonts_that_are_not_there_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
