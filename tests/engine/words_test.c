// words: strings of an interface from files that are half translated, broken, missing and saved
// anew.
#include "words/words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

struct shop {
    char folder[64], program[96], own[96];
    struct words *words;
    struct faults faults;
    int saves;
};

static void save(struct shop *s, const char *folder, const char *language, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.json", folder, language);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    struct timespec times[2] = {{0, 0}, {1700000000 + ++s->saves, 0}};
    assert_int_equal(utimensat(0, path, times, 0), 0);
}

static void open_shop(struct shop *s)
{
    *s = (struct shop){.folder = "/tmp/gestuaire-words-XXXXXX"};
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->program, sizeof s->program, "%s/program", s->folder);
    snprintf(s->own, sizeof s->own, "%s/own", s->folder);
    mkdir(s->program, 0755);
    mkdir(s->own, 0755);
}

static void read_all(struct shop *s)
{
    static const char *const languages[] = {"fr", "it"};
    s->words = words_create(&(struct words_desc){.program = s->program,
                                                 .installation = s->own,
                                                 .languages = languages,
                                                 .language_count = 2},
                            &s->faults);
    assert_non_null(s->words);
}

static void close_shop(struct shop *s)
{
    char command[128];
    words_destroy(s->words);
    faults_finish(&s->faults);
    snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
    assert_int_equal(system(command), 0);
}

// "language: text", "" for nothing.
static const char *said(const struct shop *s, const char *key, const char *language, double n)
{
    static char text[300];
    struct words_found f;
    text[0] = '\0';
    if (words_find(s->words, key, language, n, &f))
        snprintf(text, sizeof text, "%s: %.*s", f.language, (int)f.length, f.text);
    return text;
}

static void the_installation_speaks_over_the_program_key_by_key(void **state)
{
    struct shop s;
    open_shop(&s);
    save(&s, s.program, "fr", "{ \"back\": \"Retour\", \"home\": \"Accueil\" }");
    save(&s, s.own, "fr", "{ \"home\": \"La loggia\" }");
    read_all(&s);
    assert_string_equal(said(&s, "back", "fr", NAN), "fr: Retour");
    assert_string_equal(said(&s, "home", "fr", NAN), "fr: La loggia");
    assert_string_equal(said(&s, "else", "fr", NAN), "");
    assert_int_equal(s.faults.count, 0);
    close_shop(&s);
}

static void what_lacks_is_the_first_language_s_then_english(void **state)
{
    struct shop s;
    open_shop(&s);
    save(&s, s.program, "fr", "{ \"a\": \"un\", \"b\": \"deux\" }");
    save(&s, s.program, "it", "{ \"a\": \"uno\", \"b\": \"\" }");
    save(&s, s.program, "en", "{ \"a\": \"one\", \"b\": \"two\", \"c\": \"three\" }");
    read_all(&s);
    assert_string_equal(said(&s, "a", "it", NAN), "it: uno");
    assert_string_equal(said(&s, "b", "it", NAN), "fr: deux"); // an empty one is none
    assert_string_equal(said(&s, "c", "it", NAN), "en: three");
    assert_string_equal(said(&s, "c", "de", NAN), "en: three");
    assert_string_equal(said(&s, "a", "de", NAN), "fr: un");
    close_shop(&s);
}

// Cardinal rules of the Unicode CLDR, as its charts have them for these languages.
static void plurals_are_those_of_each_language(void **state)
{
    static const struct {
        double n;
        const char *fr, *it;
    } rows[] = {{0, "one", "other"},   {1, "one", "one"},     {-1, "one", "one"},
                {0.5, "one", "other"}, {1.5, "one", "other"}, {2, "other", "other"},
                {21, "other", "other"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(words_plural("fr", rows[i].n), rows[i].fr);
        assert_string_equal(words_plural("fr-CA", rows[i].n), rows[i].fr);
        assert_string_equal(words_plural("it", rows[i].n), rows[i].it);
        assert_string_equal(words_plural("en", rows[i].n), rows[i].it);
        assert_string_equal(words_plural("frp", rows[i].n), rows[i].it); // another language
    }
    struct shop s;
    open_shop(&s);
    save(&s, s.program, "fr",
         "{ \"hits\": { \"one\": \"{n} geste\", \"other\": \"{n} gestes\" },"
         " \"all\": { \"other\": \"tous\" } }");
    read_all(&s);
    assert_string_equal(said(&s, "hits", "fr", 0), "fr: {n} geste");
    assert_string_equal(said(&s, "hits", "fr", 2), "fr: {n} gestes");
    assert_string_equal(said(&s, "hits", "fr", NAN), "fr: {n} gestes");
    assert_string_equal(said(&s, "hits", "it", 0), "fr: {n} geste"); // as it is written in
    assert_string_equal(said(&s, "all", "fr", 1), "fr: tous");
    close_shop(&s);
}

static void what_is_wrong_in_a_file_is_said_with_its_line(void **state)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"{\n \"A\": \"x\" }",
         "fr.json:2: A: is no key; 1 to 63 lower-case letters, digits, dots, hyphens and "
         "underscores are allowed"},
        {"{\n\n \"a\": 3 }",
         "fr.json:3: a: is no text; \"…\" or {\"one\": \"…\", \"other\": \"…\"} "
         "is allowed"},
        {"{ \"a\":\n { \"few\": \"x\", \"other\": \"y\" } }",
         "fr.json:2: a.few: is not known; \"one\" and \"other\" are allowed"},
        {"{\n \"a\": { \"one\": \"x\" } }",
         "fr.json:2: a: has no \"other\", which holds for all that is not \"one\""},
        {"{ \"a\": \"x\",\n \"a\": \"y\" }", "fr.json:2: a: stands twice; each key stands once"},
        {"[]", "fr.json:1: is no JSON: a list; one object in braces is allowed"},
        {"{ \"a\": \"x\",\n }",
         "fr.json:2: is no JSON: string or '}' expected near '}'; one object in braces is allowed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct faults faults = {0};
        json_decref(words_parse(rows[i].text, strlen(rows[i].text), "fr.json", &faults));
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.entries[0].text, rows[i].expected);
        assert_int_equal(faults.entries[0].level, FAULT_ERROR);
        faults_finish(&faults);
    }
}

static void what_is_good_beside_what_is_wrong_is_kept(void **state)
{
    struct faults faults = {0};
    const char *text = "{ \"a\": \"x\", \"b\": [], \"c\": { \"other\": \"y\" } }";
    json_t *all = words_parse(text, strlen(text), "fr.json", &faults);
    assert_int_equal(json_object_size(all), 2);
    json_decref(all);
    faults_finish(&faults);
}

static void too_much_is_left_out_and_said(void **state)
{
    struct shop s;
    open_shop(&s);
    char *many = malloc(WORDS_BYTES + 100), *end = many;
    end += sprintf(end, "{ \"k0\": \"x\"");
    for (int i = 1; i < WORDS_KEYS + 2; i++)
        end += sprintf(end, ",\n\"k%d\": \"x\"", i);
    sprintf(end, " }");
    save(&s, s.program, "fr", many);
    memset(many, ' ', WORDS_BYTES);
    sprintf(many + WORDS_BYTES, "{}");
    save(&s, s.program, "it", many);
    read_all(&s);
    assert_string_equal(said(&s, "k3999", "fr", NAN), "fr: x");
    assert_string_equal(said(&s, "k4000", "fr", NAN), "");
    assert_int_equal(s.faults.count, 2);
    assert_string_equal(s.faults.entries[0].text, "scenes/strings/fr.json:1: has more than 4000 "
                                                  "texts; those after are left out");
    assert_non_null(strstr(s.faults.entries[1].text, "scenes/strings/it.json:1: "));
    free(many);
    close_shop(&s);
}

static void a_saved_file_is_read_and_a_broken_one_keeps_what_was(void **state)
{
    struct shop s;
    open_shop(&s);
    save(&s, s.own, "fr", "{ \"a\": \"un\" }");
    read_all(&s);
    assert_false(words_refresh(s.words, &s.faults));
    save(&s, s.own, "fr", "{ \"a\": \"deux\" }");
    assert_true(words_refresh(s.words, &s.faults));
    assert_string_equal(said(&s, "a", "fr", NAN), "fr: deux");
    save(&s, s.own, "fr", "{ \"a\": \"tro");
    assert_false(words_refresh(s.words, &s.faults));
    assert_string_equal(said(&s, "a", "fr", NAN), "fr: deux");
    assert_int_equal(s.faults.errors, 1);
    assert_false(words_refresh(s.words, &s.faults)); // and said once
    assert_int_equal(s.faults.count, 1);
    save(&s, s.own, "it", "{ \"a\": \"tre\" }"); // a new file
    assert_true(words_refresh(s.words, &s.faults));
    assert_string_equal(said(&s, "a", "it", NAN), "it: tre");
    char path[160];
    snprintf(path, sizeof path, "%s/it.json", s.own);
    unlink(path);
    assert_true(words_refresh(s.words, &s.faults));
    assert_string_equal(said(&s, "a", "it", NAN), "fr: deux");
    close_shop(&s);
}

static void what_lacks_is_told_once_with_the_file_it_belongs_in(void **state)
{
    struct shop s;
    char text[FAULT_TEXT];
    open_shop(&s);
    save(&s, s.program, "fr", "{ \"back\": \"Retour\", \"hits\": \"{n}\" }");
    save(&s, s.program, "it", "{ \"hits\": \"{n}\" }");
    save(&s, s.own, "fr", "{ \"loggia\": \"La loggia\" }");
    read_all(&s);
    assert_true(words_lacks(s.words, "back", "it", "fr", text));
    assert_string_equal(text,
                        "scenes/strings/it.json:1: back: has no text; \"fr\" is shown, marked");
    assert_false(words_lacks(s.words, "back", "it", "fr", text));
    assert_true(words_lacks(s.words, "loggia", "it", "fr", text));
    assert_string_equal(text, "strings/it.json:1: loggia: has no text; \"fr\" is shown, marked");
    assert_int_equal(words_lacking(s.words), 2);
    words_check(s.words, &s.faults);
    assert_int_equal(s.faults.count, 2);
    assert_string_equal(s.faults.entries[1].text, "scenes/strings/it.json:1: back: has no text; "
                                                  "\"fr\" is shown, marked");
    assert_string_equal(s.faults.entries[0].text, text);
    assert_int_equal(s.faults.errors, 0);
    char nearest[WORDS_KEY];
    assert_true(words_nearest(s.words, "hist", nearest));
    assert_string_equal(nearest, "hits");
    assert_false(words_nearest(s.words, "quite.another", nearest));
    close_shop(&s);
}

static void a_language_without_any_file_is_one_warning(void **state)
{
    struct shop s;
    open_shop(&s);
    save(&s, s.program, "fr", "{ \"a\": \"un\", \"b\": \"deux\" }");
    read_all(&s);
    words_check(s.words, &s.faults);
    assert_int_equal(s.faults.count, 1);
    assert_string_equal(s.faults.entries[0].text,
                        "scenes/strings/it.json:1: is missing; its 2 texts "
                        "are shown in another language, marked");
    close_shop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_installation_speaks_over_the_program_key_by_key),
        cmocka_unit_test(what_lacks_is_the_first_language_s_then_english),
        cmocka_unit_test(plurals_are_those_of_each_language),
        cmocka_unit_test(what_is_wrong_in_a_file_is_said_with_its_line),
        cmocka_unit_test(what_is_good_beside_what_is_wrong_is_kept),
        cmocka_unit_test(too_much_is_left_out_and_said),
        cmocka_unit_test(a_saved_file_is_read_and_a_broken_one_keeps_what_was),
        cmocka_unit_test(what_lacks_is_told_once_with_the_file_it_belongs_in),
        cmocka_unit_test(a_language_without_any_file_is_one_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
