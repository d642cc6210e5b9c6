// index: texts as the words they are looked for by.
#include "index/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// The words of a text, a bar between them.
static void assert_words(const char *text, const char *expected)
{
    char word[INDEX_TOKEN_BYTES + 1], all[1000] = "";
    struct fold f;
    fold_begin(&f, text, strlen(text));
    while (fold_next(&f, word) > 0)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", all[0] ? "|" : "", word);
    assert_string_equal(all, expected);
}

static void case_and_accents_mean_nothing(void **state)
{
    (void)state;
    assert_words("Étirer à CHAUD, Naïf", "etirer|a|chaud|naif");
    assert_words("ŒUVRE œuvre Æon straße STRASSE", "oeuvre|oeuvre|aeon|strasse|strasse");
    assert_words("perché perche\xcc\x81", "perche|perche");
    assert_words("Łódź, Ærø, Đà Nẵng, İstanbul, ﬁl", "lodz|aero|da|nang|istanbul|fil");
}

static void what_french_and_italian_elide_is_dropped(void **state)
{
    (void)state;
    assert_words("l'argile", "argile");
    assert_words("L’Argile d’abord, qu'on n’a", "argile|abord|on|a");
    assert_words("dell'argilla nell’oro sull'asse all'alba un'ora", "argilla|oro|asse|alba|ora");
    assert_words("aujourd'hui", "aujourd|hui");
    assert_words("O'Brien", "o|brien");
    assert_words("the maker's hand", "the|maker|hand");
    assert_words("l'", "");
    assert_words("l", "l");
}

static void hyphens_and_signs_part_words_and_digits_stay(void **state)
{
    (void)state;
    assert_words("savoir-faire, 3718 km², n°5", "savoir|faire|3718|km|n|5");
    assert_words("(\"a\" OR b*) NEAR {c}: ^d", "a|or|b|near|c|d");
    assert_words("«\xc2\xa0"
                 "fer\xc2\xa0» … ×2 – fin",
                 "fer|2|fin");
    assert_words("co\xc2\xadop\xe2\x80\x8d"
                 "ter",
                 "coopter");
}

static void other_scripts_are_kept(void **state)
{
    (void)state;
    assert_words("طَرْق الحديد ٣", "طرق|الحديد|3");
    assert_words("鍛冶 ぎ", "鍛|冶|ぎ");
    assert_words("ΛΈΞΗ Йод", "λεξη|иод");
}

static void broken_bytes_part_words(void **state)
{
    (void)state;
    assert_words("fer\xff\xc3or\xe2\x82", "fer|or");
    assert_words("a\xed\xa0\x80"
                 "b\xc0\xaf"
                 "c\xf5",
                 "a|b|c");
}

static void a_long_word_is_cut_between_letters(void **state)
{
    char text[301] = "a", word[INDEX_TOKEN_BYTES + 1];
    struct fold f;
    (void)state;
    for (int i = 0; i < 100; i++)
        memcpy(text + 1 + (size_t)i * 2, "ж", 2);
    fold_begin(&f, text, strlen(text));
    assert_int_equal(fold_next(&f, word), INDEX_TOKEN_BYTES - 1); // a and 31 of two bytes each
    assert_int_equal(fold_next(&f, word), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_accents_mean_nothing),
        cmocka_unit_test(what_french_and_italian_elide_is_dropped),
        cmocka_unit_test(hyphens_and_signs_part_words_and_digits_stay),
        cmocka_unit_test(other_scripts_are_kept),
        cmocka_unit_test(broken_bytes_part_words),
        cmocka_unit_test(a_long_word_is_cut_between_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
