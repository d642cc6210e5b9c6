// repertoire: what is told of records that are whole one by one.
#include "repertoire/repertoire.h"
#include "tools/records.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TERM(id, label, more) "{\"id\": \"" id "\", \"label\": " LABEL(label, label, label) more "}"
#define MEDIA(id, file, more)                 \
    "{\"id\": \"" id "\",\n\"file\": \"" file \
    "\", \"origin\": \"filmed\", \"credit\": \"x\",\n\"licence\": \"CC-BY-4.0\"" more "}"
#define NOTE(more) \
    "{\"id\": \"n:a\", \"origin\": \"ai\", \"label\": " LABEL("a", "b", "c") ",\n" more "}"
#define CAPSULE(more) "{\"id\": \"c:a\", \"gesture\": \"g:a\", \"origin\": \"made-up\",\n" more "}"
#define GESTURE(more)                                                                            \
    "{\"id\": \"g:a\", \"verb\": \"v:a\", \"materials\": [\"m:fer\"], \"metiers\": [\"t:a\"],\n" \
    "\"origin\": \"made-up\", \"label\": " LABEL("geste", "gesto", "gesture") more "}"
#define WORK(more) \
    "{\"id\": \"w:a\", \"title\": " LABEL("a", "b", "c") ",\n\"origin\": \"made-up\"" more "}"
#define VIEWS                                                                           \
    "\"views\": [{\"media\": \"d:film\", \"role\": \"wide\"},\n{\"media\": \"d:far\", " \
    "\"role\": \"pov\", \"offset\": -2}]"
#define CHAIN(at)                                                                            \
    "{\"id\": \"k:a\", \"origin\": \"made-up\", \"label\": " LABEL(                          \
        "a", "b", "c") ",\n"                                                                 \
                       "\"steps\": [{\"label\": " LABEL("a", "b",                            \
                                                        "c") "},\n{\"at\": " at              \
                                                             ", \"label\": " LABEL("a", "b", \
                                                                                   "c") "}]}"

struct file {
    const char *name, *text;
};

// d:film lasts 10 s, d:far 12 s (so the capsule's clock goes from -2 to 10), b:clip 8 s.
static const struct file good[] = {
    {"verbs/a.json", TERM("v:a", "frapper", "")},
    {"materials/metal.json", TERM("m:metal", "métal", "")},
    {"materials/fer.json", TERM("m:fer", "fer", ", \"broader\": [\"m:metal\"]")},
    {"materials/acier.json", TERM("m:acier", "acier", ", \"broader\": [\"m:fer\"]")},
    {"metiers/a.json", TERM("t:a", "forgeron", "")},
    {"media/film.json", MEDIA("d:film", "film/a.mp4", ", \"duration\": 10, \"form\": \"film\"")},
    {"media/far.json", MEDIA("d:far", "film/b.MOV", ", \"duration\": 12")},
    {"media/unknown.json", MEDIA("d:unknown", "film/c.mp4", "")},
    {"media/picture.json", MEDIA("d:picture", "picture/a.png", "")},
    {"clips/clip.json", "{\"id\": \"b:clip\", \"file\": \"clips/a.bvh\", \"origin\": \"scanned\"}"},
    {"gestures/a.json", GESTURE("")},
    {"capsules/a.json", CAPSULE(VIEWS)},
    {"chains/a.json", CHAIN("[1, 2]")},
};

static int make_place(void **state)
{
    struct place *p = place_make();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        put_file(p, good[i].name, good[i].text);
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    place_remove(*state);
    return 0;
}

static double eight_seconds(void *user, const json_t *record)
{
    (void)user;
    return strcmp(json_string_value(json_object_get(record, "id")), "b:clip") == 0 ? 8 : NAN;
}

static void check(const struct place *p, struct faults *faults)
{
    *faults = (struct faults){0};
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, faults);
    assert_non_null(r);
    repertoire_check(r, &(struct repertoire_checked){.length_s = eight_seconds}, faults);
    repertoire_destroy(r);
}

static const char *text_of(const char *name)
{
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (strcmp(good[i].name, name) == 0)
            return good[i].text;
    return NULL;
}

// NULL `what`: nothing at all is said.
struct told {
    struct file files[3];
    enum fault_level level;
    const char *start, *what;
};

static void check_each(const struct place *p, const struct told *told, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct faults faults;
        const struct file *files = told[i].files;
        for (int f = 0; f < 3 && files[f].name; f++)
            put_file(p, files[f].name, files[f].text);
        check(p, &faults);
        if (told[i].what)
            assert_told(p, &faults, told[i].level, told[i].start, told[i].what);
        if (faults.count != (told[i].what ? 1 : 0)) {
            print_faults(&faults);
            fail_msg("case %zu (%s): %d faults", i, files[0].name, faults.count);
        }
        faults_finish(&faults);
        for (int f = 0; f < 3 && files[f].name; f++) {
            char path[200];
            const char *before = text_of(files[f].name);
            snprintf(path, sizeof path, "%s/%s", p->folder, files[f].name);
            assert_int_equal(remove(path), 0);
            if (before)
                put_file(p, files[f].name, before);
        }
    }
}

#define CHECK_EACH(table) check_each(*state, table, sizeof(table) / sizeof *(table))

static void nothing_is_said_of_what_is_in_order(void **state)
{
    struct faults faults;
    check(*state, &faults);
    print_faults(&faults);
    assert_int_equal(faults.count, 0);
}

static void circles_are_named_in_full(void **state)
{
    static const struct told told[] = {
        {{{"materials/metal.json", TERM("m:metal", "métal", ",\n\"broader\": [\"m:acier\"]")}},
         FAULT_ERROR,
         "materials/metal.json:2: broader: ",
         "in a circle: m:acier > m:fer > m:metal > m:acier; "},
        {{{"verbs/b.json", TERM("v:b", "b", ",\n\"broader\": [\"v:b\"]")}},
         FAULT_ERROR,
         "verbs/b.json:2: broader: ",
         "in a circle: v:b > v:b; "},
        // Two ways to one ancestor are no circle.
        {{{"verbs/b.json", TERM("v:b", "b", ", \"broader\": [\"v:a\"]")},
          {"verbs/c.json", TERM("v:c", "c", ", \"broader\": [\"v:a\", \"v:b\"]")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"places/a.json", TERM("l:a", "a", ",\n\"broader\": [\"l:b\"]")},
          {"places/b.json", TERM("l:b", "b", ",\n\"broader\": [\"l:a\"]")}},
         FAULT_ERROR,
         "places/b.json:2: broader: ",
         "l:a > l:b > l:a"},
    };
    CHECK_EACH(told);
}

// SKOS S27, at any distance, from either side.
static void what_is_related_is_neither_broader_nor_narrower(void **state)
{
    static const struct told told[] = {
        {{{"materials/acier.json",
           TERM("m:acier", "acier", ", \"broader\": [\"m:fer\"],\n\"related\": [\"m:metal\"]")}},
         FAULT_ERROR,
         "materials/acier.json:2: related[0]: ",
         "\"m:metal\" is broader as well"},
        {{{"materials/metal.json", TERM("m:metal", "métal", ",\n\"related\": [\"m:acier\"]")}},
         FAULT_ERROR,
         "materials/metal.json:2: related[0]: ",
         "\"m:acier\" is narrower as well"},
        {{{"verbs/b.json", TERM("v:b", "b", ",\n\"related\": [\"v:a\", \"v:b\"]")}},
         FAULT_ERROR,
         "verbs/b.json:2: related[1]: ",
         "is itself"},
    };
    CHECK_EACH(told);
}

// SKOS S13, and the same word twice in a list.
static void each_word_of_a_record_stands_once_in_a_language(void **state)
{
    static const struct told told[] = {
        {{{"verbs/b.json", TERM("v:b", "tirer", ",\n\"synonyms\": {\"fr\": [\"x\", \"tirer\"]}")}},
         FAULT_ERROR,
         "verbs/b.json:2: synonyms.fr[1]: ",
         "\"tirer\" stands in label as well"},
        {{{"verbs/b.json", TERM("v:b", "b",
                                ", \"synonyms\": {\"fr\": [\"x\"]},\n"
                                "\"misspellings\": {\"fr\": [\"y\", \"x\"]}")}},
         FAULT_ERROR,
         "verbs/b.json:2: misspellings.fr[1]: ",
         "\"x\" stands in synonyms as well"},
        {{{"verbs/b.json", TERM("v:b", "b", ",\n\"misspellings\": {\"it\": [\"b\"]}")}},
         FAULT_ERROR,
         "verbs/b.json:2: misspellings.it[0]: ",
         "\"b\" stands in label as well"},
        {{{"verbs/b.json", TERM("v:b", "b", ",\n\"synonyms\": {\"fr\": [\"x\", \"x\"]}")}},
         FAULT_WARNING,
         "verbs/b.json:2: synonyms.fr[1]: ",
         "\"x\" stands in synonyms as well"},
        // One word in two languages is none.
        {{{"verbs/b.json", TERM("v:b", "b", ", \"synonyms\": {\"fr\": [\"x\"], \"en\": [\"x\"]}")}},
         FAULT_ERROR,
         NULL,
         NULL},
    };
    CHECK_EACH(told);
}

static void a_label_that_another_record_of_the_kind_has_is_a_warning(void **state)
{
    static const struct told told[] = {
        {{{"verbs/b.json", "{\"id\": \"v:b\",\n\"label\": {\"fr\": \"FRAPPER\",\n\"it\": \"b\", "
                           "\"en\": \"b\"}}"}},
         FAULT_WARNING,
         "verbs/b.json:2: label.fr: ",
         "\"FRAPPER\" is v:a's as well"},
        // Another kind may have it; another qualifier tells gestures apart.
        {{{"tools/b.json", TERM("o:b", "frapper", "")},
          {"gestures/b.json",
           "{\"id\": \"g:b\", \"verb\": \"v:a\", \"materials\": [\"m:fer\"], \"metiers\": "
           "[\"t:a\"], \"state\": \"to-document\",\n\"qualifier\": " LABEL(
               "à chaud", "a caldo", "hot") ","
                                            "\"origin\": \"made-up\", \"label\": " LABEL(
                                                "geste", "gesto", "gesture") "}"}},
         FAULT_ERROR,
         NULL,
         NULL},
    };
    CHECK_EACH(told);
}

static void a_gesture_wants_a_capsule_and_a_capsule_two_views(void **state)
{
    static const struct told told[] = {
        {{{"capsules/a.json", CAPSULE("\"views\": [{\"media\": \"d:film\", \"role\": \"wide\"}]")}},
         FAULT_WARNING,
         "capsules/a.json:2: views: ",
         "has one view"},
        {{{"capsules/a.json",
           "{\"id\": \"c:a\", \"gesture\": \"g:b\", \"origin\": \"made-up\",\n" VIEWS "}"},
          {"gestures/b.json",
           "{\"id\": \"g:b\", \"verb\": \"v:a\", \"materials\": [\"m:fer\"], \"metiers\": "
           "[\"t:a\"], \"origin\": \"made-up\", \"label\": " LABEL("b", "b", "b") "}"}},
         FAULT_WARNING,
         "gestures/a.json:1: state: ",
         "has no capsule"},
        {{{"capsules/a.json",
           "{\"id\": \"c:a\", \"gesture\": \"g:b\", \"origin\": \"made-up\",\n" VIEWS "}"},
          {"gestures/b.json",
           "{\"id\": \"g:b\", \"verb\": \"v:a\", \"materials\": [\"m:fer\"], \"metiers\": "
           "[\"t:a\"], \"origin\": \"made-up\", \"label\": " LABEL("b", "b", "b") "}"},
          {"gestures/a.json", GESTURE(", \"state\": \"to-document\"")}},
         FAULT_ERROR,
         NULL,
         NULL},
    };
    CHECK_EACH(told);
}

static void times_lie_inside_the_film_the_clip_and_the_capsule(void **state)
{
    static const struct told told[] = {
        {{{"notes/a.json", NOTE("\"media\": \"d:film\", \"at\": [0, 10]")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"notes/a.json", NOTE("\"media\": \"d:film\",\n\"at\": [3, 10.5]")}},
         FAULT_ERROR,
         "notes/a.json:3: at[1]: ",
         "10.5 s is after the end of d:film (10 s)"},
        {{{"notes/a.json", NOTE("\"clip\": \"b:clip\",\n\"at\": [3, 9]")}},
         FAULT_ERROR,
         "notes/a.json:3: at[1]: ",
         "9 s is after the end of b:clip (8 s)"},
        {{{"notes/a.json", NOTE("\"media\": \"d:unknown\", \"at\": [3, 3000]")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"notes/a.json",
           NOTE("\"media\": \"d:film\", \"at\": [3, 6], \"geometry\": {\"shape\": \"point\",\n"
                "\"frames\": [{\"t\": 4, \"points\": [[0, 0]]},\n{\"t\": 11, \"points\": [[0, "
                "0]]}]}")}},
         FAULT_ERROR,
         "notes/a.json:4: geometry.frames[1].t: ",
         "11 s is after the end of d:film"},
        // A chain of a capsule runs on the capsule's clock: from -2 s to 10 s.
        {{{"capsules/a.json", CAPSULE(VIEWS ", \"chain\": \"k:a\"")},
          {"chains/a.json", CHAIN("[0, 10]")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"capsules/a.json", CAPSULE(VIEWS ", \"chain\": \"k:a\"")},
          {"chains/a.json", CHAIN("[1, 11]")}},
         FAULT_ERROR,
         "chains/a.json:3: steps[1].at[1]: ",
         "11 s is after the end of c:a (10 s)"},
        {{{"capsules/a.json",
           CAPSULE(
               "\"chain\": \"k:a\",\n\"views\": [{\"media\": \"d:film\", \"role\": \"wide\", "
               "\"offset\": 1.5},\n{\"media\": \"d:far\", \"role\": \"pov\", \"offset\": 1.5}]")}},
         FAULT_ERROR,
         "chains/a.json:3: steps[1].at[0]: ",
         "1 s is before the beginning of c:a (1.5 s)"},
        {{{"gestures/a.json", GESTURE(", \"clip\": \"b:clip\", \"chain\": \"k:a\"")},
          {"chains/a.json", CHAIN("[1, 9]")}},
         FAULT_ERROR,
         "chains/a.json:3: steps[1].at[1]: ",
         "9 s is after the end of g:a (8 s)"},
        {{{"works/a.json", WORK(", \"film\": \"d:film\", \"chain\": \"k:a\"")},
          {"chains/a.json", CHAIN("[9, 13]")}},
         FAULT_ERROR,
         "chains/a.json:3: steps[1].at[1]: ",
         "13 s is after the end of w:a (10 s)"},
        {{{"gestures/a.json",
           GESTURE(", \"clip\": \"b:clip\",\n\"measure\": {\"joints\": [\"a\", \"b\", \"c\"],\n"
                   "\"at\": 8.5, \"label\": " LABEL("a", "b", "c") "}")}},
         FAULT_ERROR,
         "gestures/a.json:4: measure.at: ",
         "8.5 s is after the end of b:clip"},
        {{{"capsules/a.json",
           CAPSULE(VIEWS ",\n\"clips\": [{\"clip\": \"b:clip\", \"neutral\": 9}]")}},
         FAULT_ERROR,
         "capsules/a.json:4: clips[0].neutral: ",
         "9 s is after the end of b:clip"},
        {{{"media/film.json",
           MEDIA("d:film", "film/a.mp4", ", \"duration\": 11.5,\n\"sign\": \"d:far\"")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"media/film.json",
           MEDIA("d:film", "film/a.mp4", ", \"duration\": 11,\n\"sign\": \"d:unknown\"")}},
         FAULT_ERROR,
         NULL,
         NULL},
        {{{"media/film.json",
           MEDIA("d:film", "film/a.mp4", ", \"duration\": 11.25,\n\"sign\": \"d:far\"")}},
         FAULT_ERROR,
         "media/film.json:4: sign: ",
         "d:far lasts 12 s, the film 11.25 s; at most 0.5 s apart is allowed"},
        {{{"media/film.json",
           MEDIA("d:film", "film/a.mp4", ", \"duration\": 10,\n\"sign\": \"d:film\"")}},
         FAULT_ERROR,
         "media/film.json:4: sign: ",
         "leads to itself"},
    };
    CHECK_EACH(told);
}

static void files_end_as_their_form_says_and_keys_lead_to_the_right_form(void **state)
{
    static const struct told told[] = {
        {{{"media/b.json", MEDIA("d:b", "film/a.png", ", \"form\": \"film\"")}},
         FAULT_ERROR,
         "media/b.json:2: file: ",
         "\"film/a.png\" is no film; .mp4"},
        {{{"media/b.json", MEDIA("d:b", "film/a.mp4.exe", "")}},
         FAULT_ERROR,
         "media/b.json:2: file: ",
         "ends as no film, picture, sound or model"},
        {{{"media/b.json", MEDIA("d:b", "film/mp4", "")}},
         FAULT_ERROR,
         "media/b.json:2: file: ",
         "ends as no film"},
        {{{"media/b.json",
           MEDIA("d:b", "film/a.mp4",
                 ",\n\"captions\": [{\"language\": \"fr\", \"file\": \"a.txt\"}]")}},
         FAULT_ERROR,
         "media/b.json:4: captions[0].file: ",
         ".vtt, .srt is allowed"},
        {{{"clips/b.json",
           "{\"id\": \"b:b\",\n\"file\": \"clips/a.c3d\", \"origin\": \"scanned\"}"}},
         FAULT_ERROR,
         "clips/b.json:2: file: ",
         "is no clip; .bvh"},
        {{{"gestures/a.json", GESTURE(",\n\"film\": \"d:picture\"")}},
         FAULT_ERROR,
         "gestures/a.json:3: film: ",
         "\"d:picture\" is a picture; a film is allowed"},
        {{{"works/a.json", WORK(",\n\"pictures\": [\"d:picture\",\n\"d:film\"]")}},
         FAULT_ERROR,
         "works/a.json:4: pictures[1]: ",
         "\"d:film\" is a film; a picture is allowed"},
        {{{"capsules/a.json", CAPSULE("\"views\": [{\"media\": \"d:film\", \"role\": \"wide\"},\n"
                                      "{\"media\": \"d:picture\", \"role\": \"pov\"}]")}},
         FAULT_ERROR,
         "capsules/a.json:3: views[1].media: ",
         "a film is allowed"},
        {{{"media/film.json",
           MEDIA("d:film", "film/a.mp4", ", \"duration\": 10,\n\"sign\": \"d:picture\"")}},
         FAULT_ERROR,
         "media/film.json:4: sign: ",
         "\"d:picture\" is a picture; a film is allowed"},
        {{{"gestures/a.json", GESTURE(", \"sound\": \"d:film\"")}}, FAULT_ERROR, NULL, NULL},
        {{{"media/b.json",
           MEDIA("d:b", "film/a.mp4", ",\n\"links\": [{\"uri\": \"www.example.org\"}]")}},
         FAULT_ERROR,
         "media/b.json:4: links[0].uri: ",
         "is no address"},
        {{{"media/b.json",
           MEDIA("d:b", "film/a.mp4", ",\n\"links\": [{\"uri\": \"https://a/b c\"}]")}},
         FAULT_ERROR,
         "media/b.json:4: links[0].uri: ",
         "is no address"},
    };
    CHECK_EACH(told);
}

static void a_licence_that_is_not_open_is_told_with_those_that_are(void **state)
{
    static const struct told told[] = {
        {{{"media/b.json", "{\"id\": \"d:b\", \"file\": \"film/a.mp4\", \"origin\": \"filmed\",\n"
                           "\"credit\": \"x\",\n\"licence\": \"CC-BY-NC-4.0\"}"}},
         FAULT_ERROR,
         "media/b.json:3: licence: ",
         "\"CC-BY-NC-4.0\" is none of the open ones; CC0-1.0"},
        {{{"clips/b.json", "{\"id\": \"b:b\", \"file\": \"a.bvh\", \"origin\": \"scanned\",\n"
                           "\"licence\": \"all rights reserved\"}"}},
         FAULT_ERROR,
         "clips/b.json:2: licence: ",
         "is none of the open ones"},
    };
    CHECK_EACH(told);
}

static void licences_are_known_by_name_and_by_address(void **state)
{
    (void)state;
    static const char *const open[] = {
        "CC0-1.0",
        "cc-by-4.0",
        "CC-BY-SA-2.5",
        "etalab-2.0",
        "MIT",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by-sa/3.0/fr/",
        "http://creativecommons.org/licenses/by/2.0",
        "https://creativecommons.org/licenses/by/4.0/deed.it",
        "https://creativecommons.org/licenses/by-sa/4.0/legalcode",
        "https://www.creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/deed.fr",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "https://spdx.org/licenses/CC-BY-4.0.html",
    };
    static const char *const closed[] = {
        "",
        "CC-BY",
        "CC-BY-NC-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-4.0 or so",
        "https://creativecommons.org/licenses/by-nc/4.0/",
        "https://creativecommons.org/licenses/by-sa-nc/4.0/",
        "https://creativecommons.org/licenses/by/4.0x",
        "https://creativecommons.org/licenses/by/9.0/",
        "https://creativecommons.org.example.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/4.0/../../by-nc/4.0/",
        "https://spdx.org/licenses/MIT-0.html",
        "ftp://creativecommons.org/licenses/by/4.0/",
    };
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (!repertoire_licence_is_open(open[i]))
            fail_msg("%s is refused", open[i]);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (repertoire_licence_is_open(closed[i]))
            fail_msg("%s is taken", closed[i]);
}

static void texts_are_counted_in_each_language(void **state)
{
    struct faults faults = {0};
    put_file(*state, "verbs/b.json",
             "{\"id\": \"v:b\", \"label\": {\"fr\": \"b\", \"it\": \"\"}, \"definition\": "
             "{\"fr\": \"x\", \"en\": \"x\"}}");
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = ((struct place *)*state)->folder},
                        &faults);
    int wanted = 0; // v:a has a label, v:b a label and a definition
    assert_int_equal(repertoire_texts(r, REPERTOIRE_VERB, "fr", &wanted), 3);
    assert_int_equal(wanted, 3);
    assert_int_equal(repertoire_texts(r, REPERTOIRE_VERB, "it", &wanted), 1);
    assert_int_equal(repertoire_texts(r, REPERTOIRE_VERB, "en", &wanted), 2);
    assert_int_equal(repertoire_texts(r, REPERTOIRE_VERB, "oc", &wanted), 0);
    // Texts of steps, inside a list.
    assert_int_equal(repertoire_texts(r, REPERTOIRE_CHAIN, "en", &wanted), 3);
    repertoire_destroy(r);
    faults_finish(&faults);
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(nothing_is_said_of_what_is_in_order),
        with_place(circles_are_named_in_full),
        with_place(what_is_related_is_neither_broader_nor_narrower),
        with_place(each_word_of_a_record_stands_once_in_a_language),
        with_place(a_label_that_another_record_of_the_kind_has_is_a_warning),
        with_place(a_gesture_wants_a_capsule_and_a_capsule_two_views),
        with_place(times_lie_inside_the_film_the_clip_and_the_capsule),
        with_place(files_end_as_their_form_says_and_keys_lead_to_the_right_form),
        with_place(a_licence_that_is_not_open_is_told_with_those_that_are),
        cmocka_unit_test(licences_are_known_by_name_and_by_address),
        with_place(texts_are_counted_in_each_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
