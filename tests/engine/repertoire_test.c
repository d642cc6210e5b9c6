// repertoire: records from files, what is wrong with them and where, references, search.
#include "repertoire/repertoire.h"
#include "store/store.h"
#include "tools/records.h"
#include "tools/section.h"

#include <limits.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include <cmocka.h>

struct file {
    const char *name, *text;
};

// A small repertoire without a fault.
static const struct file good[] = {
    {"verbs/etirer.json",
     "{\"id\": \"v:etirer\", \"label\": " LABEL("Étirer", "stirare", "draw out") "}"},
    {"materials/fer.json", "{\"id\": \"m:fer\", \"label\": " LABEL("fer", "ferro", "iron") "}"},
    {"materials/or.json", "{\"id\": \"m:or\", \"label\": " LABEL("or", "oro", "gold") "}"},
    {"tools/enclume.json",
     "{\"id\": \"o:enclume\", \"label\": " LABEL("enclume", "incudine", "anvil") "}"},
    {"metiers/ferronnier.json",
     "{\"id\": \"t:ferronnier\", \"label\": " LABEL("ferronnier", "fabbro", "smith") "}"},
    {"gestures/etirer-fer.json",
     "{\n\"id\": \"g:etirer-fer\",\n\"verb\": \"v:etirer\",\n\"materials\": [\"m:fer\"],\n"
     "\"tools\": [\"o:enclume\"],\n\"metiers\": [\"t:ferronnier\"],\n\"label\": " LABEL(
         "Étirer le fer", "stirare il ferro",
         "draw out iron") ",\n\"origin\": \"made-up\",\n"
                          "\"clip\": \"b:etirer\",\n"
                          "\"measure\": {\"joints\": [\"a\", "
                          "\"b\", \"c\"], \"at\": 1.5,\n"
                          " \"label\": " LABEL("coude", "gomito", "elbow") "}\n}"},
    {"works/grille.json", "{\"id\": \"w:grille\", \"title\": " LABEL(
                              "Grille", "Grata", "Grille") ",\n\"gestures\": [\"g:etirer-fer\"],\n"
                                                           "\"materials\": [\"m:fer\"], "
                                                           "\"picture\": \"d:grille\", "
                                                           "\"origin\": \"made-up\"}"},
    {"media/grille.json",
     "{\"id\": \"d:grille\", \"file\": \"media/grille.png\", \"origin\": \"ai\", "
     "\"credit\": \"x\", \"licence\": \"CC-BY-4.0\"}"},
    {"clips/etirer.json",
     "{\"id\": \"b:etirer\", \"file\": \"clips/etirer.bvh\", \"origin\": \"reconstructed\", "
     "\"unit\": 0.01, \"hand\": \"RightHand\"}"},
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

static void a_whole_repertoire_is_read_without_a_word(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_non_null(r);
    print_faults(&faults);
    assert_int_equal(faults.count, 0);
    assert_int_equal(repertoire_count(r, REPERTOIRE_MATERIAL), 2);
    assert_int_equal(repertoire_count(r, REPERTOIRE_GESTURE), 1);
    const json_t *second = repertoire_record(r, REPERTOIRE_MATERIAL, 1);
    assert_string_equal(json_string_value(json_object_get(second, "id")), "m:or");
    assert_null(repertoire_record(r, REPERTOIRE_MATERIAL, 2));
    assert_null(repertoire_record(r, REPERTOIRE_MATERIAL, -1));
    assert_ptr_equal(repertoire_get(r, "m:or"), second);
    assert_null(repertoire_get(r, "m:bois"));
    assert_null(repertoire_get(r, "nothing"));
    assert_int_equal(repertoire_type_of("gesture"), REPERTOIRE_GESTURE);
    assert_int_equal(repertoire_type_of("gestures"), -1);
    char place[300], wanted[300];
    repertoire_place(r, "g:etirer-fer", "measure.label.fr", place, sizeof place);
    snprintf(wanted, sizeof wanted, "%s/gestures/etirer-fer.json:11", p->folder);
    assert_string_equal(place, wanted);
    repertoire_destroy(r);
    faults_finish(&faults);
}

#define NOTE(on, more) \
    "{\"id\": \"n:b\", \"origin\": \"ai\", \"label\": " LABEL("a", "b", "c") ",\n" on ",\n" more "}"
#define DRAWN(shape, first, second)                                             \
    "\"at\": [1, 2],\n\"geometry\": {\"shape\": \"" shape "\", \"frames\": [\n" \
    "{\"t\": 1, \"points\": " first "},\n{\"t\": 2, \"points\": " second "}]}"

static const struct broken {
    const char *name, *text, *start, *what;
} broken[] = {
    {"verbs/b.json", "{\n \"id\": \"v:b\",\n \"label\": oops }", "verbs/b.json:3: is no JSON",
     "oops"},
    {"verbs/b.json", "", "verbs/b.json:1: is no JSON", ""},
    {"verbs/b.json", "[1, 2]", "verbs/b.json:1: ", "a table of keys is allowed"},
    {"verbs/b.json",
     "{\"id\": \"v:b\",\n\"label\": {\"fr\": \"a\", \"it\": \"a\", \"en\": \"a\"},\n\"lable\": 1}",
     "verbs/b.json:3: lable: ", "did you mean \"label\""},
    {"verbs/b.json", "{\"id\": \"b\",\n\"label\": {\"fr\": \"a\", \"it\": \"a\", \"en\": \"a\"}}",
     "verbs/b.json:1: id: ", "v: and lower-case"},
    {"verbs/b.json", "{\"id\": \"v:Été\"}", "verbs/b.json:1: label: ", "is missing"},
    {"verbs/b.json", "{\"id\": \"v:b\",\n\"label\": {\"fr\": \"a\",\n\"it\": 7, \"en\": \"a\"}}",
     "verbs/b.json:3: label.it: ", "is 7"},
    {"verbs/b.json", "{\"id\": \"v:b\",\n\"label\": {\"fr\": \"a\",\n\"xx\": \"7\"}}",
     "verbs/b.json:3: label.xx: ", "no language"},
    {"verbs/b.json", "{\"id\": \"v:b\",\n\"id\": \"v:c\",\n\"label\": {}}",
     "verbs/b.json:2: id: ", "twice"},
    {"media/b.json", "{\"id\": \"d:b\",\n\"file\": \"../../etc/passwd\"}",
     "media/b.json:2: file: ", "without \"..\""},
    {"media/b.json", "{\"id\": \"d:b\",\n\"file\": \"/etc/passwd\"}",
     "media/b.json:2: file: ", "/etc/passwd"},
    {"media/b.json", "{\"id\": \"d:b\",\n\"origin\": \"filmd\"}",
     "media/b.json:2: origin: ", "did you mean \"filmed\""},
    {"media/b.json", "{\"id\": \"d:b\",\n\"origin\": \"A.I.\"}",
     "media/b.json:2: origin: ", "one of filmed, photographed"},
    {"clips/b.json", "{\"id\": \"b:b\",\n\"unit\": -1}",
     "clips/b.json:2: unit: ", "from 0.0001 to 100"},
    {"clips/b.json", "{\"id\": \"b:b\",\n\"unit\": \"cm\"}", "clips/b.json:2: unit: ", "is \"cm\""},
    {"gestures/b.json", "{\"id\": \"g:b\",\n\"verb\": \"v:nowhere\"}",
     "gestures/b.json:2: verb: ", "\"v:nowhere\" is unknown; a record of verbs/"},
    {"gestures/b.json", "{\"id\": \"g:b\",\n\"materials\": [\"m:fer\",\n\"m:air\"]}",
     "gestures/b.json:3: materials[1]: ", "\"m:air\" is unknown"},
    {"gestures/b.json", "{\"id\": \"g:b\",\n\"materials\": []}",
     "gestures/b.json:2: materials: ", "has 0 values"},
    {"gestures/b.json", "{\"id\": \"g:b\",\n\"materials\": [\"o:enclume\"]}",
     "gestures/b.json:2: materials[0]: ", "m: and lower-case"},
    {"gestures/b.json",
     "{\"id\": \"g:b\",\n\"measure\": {\"joints\": [\"a\", \"b\"],\n\"at\": -2}}",
     "gestures/b.json:3: measure.at: ", "from 0 to 36000 (s)"},
    {"gestures/b.json",
     "{\"id\": \"g:b\",\n\"measure\": {\"joints\": [\"a\", \"b\"],\n\"at\": -2}}",
     "gestures/b.json:2: measure.joints: ", "has 2 values; a list of 3"},
    {"works/b.json", "{\"id\": \"w:b\",\n\"gestures\": \"g:etirer-fer\"}",
     "works/b.json:2: gestures: ", "a list of 0 to 64"},
    {"notes/b.json", NOTE("\"media\": \"d:grille\"", "\"at\": [3, 2]"),
     "notes/b.json:3: at: ", "ends at 2, before 3"},
    {"notes/b.json", NOTE("\"media\": \"d:grille\"", "\"at\": [2, 2]"),
     "notes/b.json:3: at: ", "has no length"},
    {"notes/b.json", NOTE("\"motivation\": \"measuring\"", "\"at\": [1, 2]"),
     "notes/b.json:1: media: ", "lies on one of them"},
    {"notes/b.json", NOTE("\"media\": \"d:grille\",\n\"clip\": \"b:etirer\"", "\"at\": [1, 2]"),
     "notes/b.json:3: clip: ", "stands beside a media"},
    {"notes/b.json",
     NOTE("\"media\": \"d:grille\"", DRAWN("angle", "[[0, 0], [1, 1]]", "[[0, 0], [1, 1]]")),
     "notes/b.json:5: geometry.frames[0].points: ", "has 2 for the shape \"angle\"; three points"},
    {"notes/b.json",
     NOTE("\"media\": \"d:grille\"",
          DRAWN("polyline", "[[0, 0], [1, 1]]", "[[0, 0], [1, 1], [0, 1]]")),
     "notes/b.json:6: geometry.frames[1].points: ", "another number of points"},
    {"notes/b.json", NOTE("\"media\": \"d:grille\"", DRAWN("point", "[[0, 0, 0]]", "[[0, 0, 0]]")),
     "notes/b.json:5: geometry.frames[0].points[0]: ", "x and y are allowed on a film"},
    {"notes/b.json", NOTE("\"clip\": \"b:etirer\"", DRAWN("point", "[[0, 0]]", "[[0, 0]]")),
     "notes/b.json:5: geometry.frames[0].points[0]: ", "x, y and z"},
    {"notes/b.json",
     NOTE("\"clip\": \"b:etirer\"",
          "\"at\": [1, 2], \"geometry\": {\"shape\": \"point\", \"frames\": [\n"
          "{\"t\": 1.5, \"points\": [[0, 0, 0]]},\n{\"t\": 1.5, \"points\": [[0, 0, 0]]}]}"),
     "notes/b.json:5: geometry.frames[1].t: ", "not after the key frame before"},
    {"notes/b.json",
     NOTE("\"media\": \"d:grille\"",
          "\"at\": [1, 2],\n\"geometry\": {\"shape\": \"point\", \"joints\": [\"a\"]}"),
     "notes/b.json:4: geometry.joints: ", "lies on a film"},
    {"notes/b.json",
     NOTE("\"clip\": \"b:etirer\"", "\"at\": [1, 2],\n\"geometry\": {\"shape\": \"angle\"}"),
     "notes/b.json:4: geometry: ", "nothing to draw"},
    {"notes/b.json",
     NOTE("\"clip\": \"b:etirer\"",
          "\"at\": [1, 2],\n\"measure\": {\"kind\": \"force\", \"unit\": \"N\"}"),
     "notes/b.json:4: measure.value: ", "is missing"},
    {"chains/b.json",
     "{\"id\": \"k:b\", \"label\": " LABEL(
         "a", "b", "c") ", \"origin\": \"ai\",\n\"steps\": [\n"
                        "{\"label\": " LABEL(
                            "a", "b", "c") "},\n{\"at\": [4, 1], \"label\": " LABEL("a", "b",
                                                                                    "c") "}]}",
     "chains/b.json:4: steps[1].at: ", "ends at 1, before 4"},
    {"consents/b.json",
     "{\"id\": \"a:b\", \"person\": \"p:b\",\n\"image\": {\"from\": \"2026-02-01\",\n"
     "\"until\": \"2026-01-31\"}}",
     "consents/b.json:3: image.until: ", "is before the first day"},
    {"media/b.json",
     "{\"id\": \"d:b\", \"file\": \"a.mp4\", \"origin\": \"ai\", \"credit\": \"x\",\n"
     "\"licence\": \"CC0-1.0\",\n\"sha256\": \"ABCDEF\"}",
     "media/b.json:3: sha256: ", "64 digits"},
    {"media/b.json",
     "{\"id\": \"d:b\", \"file\": \"a.mp4\", \"origin\": \"ai\", \"credit\": \"x\",\n"
     "\"licence\": \"CC0-1.0\",\n\"captions\": [\n{\"language\": \"french\", \"file\": "
     "\"a.vtt\"}]}",
     "media/b.json:4: captions[0].language: ", "no language"},
    {"tools/z.json",
     "{\"id\": \"o:enclume\", \"label\": {\"fr\": \"a\", \"it\": \"a\", \"en\": \"a\"}}",
     "tools/z.json:1: id: ", "enclume.json; each id stands once"},
};

static void every_broken_record_is_told_with_its_line(void **state)
{
    const struct place *p = *state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const struct broken *b = &broken[i];
        struct faults faults = {0};
        put_file(p, b->name, b->text);
        struct repertoire *r =
            repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
        assert_non_null(r);
        assert_told(p, &faults, FAULT_ERROR, b->start, b->what);
        assert_int_equal(repertoire_count(r, REPERTOIRE_GESTURE), 1); // the good one stays
        assert_int_equal(repertoire_count(r, REPERTOIRE_TOOL), 1);
        repertoire_destroy(r);
        faults_finish(&faults);
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", p->folder, b->name);
        unlink(path);
    }
}

static void a_missing_language_is_a_warning(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    put_file(p, "verbs/b.json",
             "{\"id\": \"v:b\",\n\"label\": {\"fr\": \"a\",\n\"en\": \"\", \"oc\": \"a\"}}");
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_non_null(r);
    assert_told(p, &faults, FAULT_WARNING, "verbs/b.json:2: label: ", "no text in \"it\"");
    assert_told(p, &faults, FAULT_WARNING, "verbs/b.json:3: label.en: ", "empty");
    assert_told(p, &faults, FAULT_WARNING, "verbs/b.json:3: label.oc: ", "not shown");
    assert_int_equal(faults.errors, 0);
    assert_int_equal(repertoire_count(r, REPERTOIRE_VERB), 2);
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void what_needs_a_broken_record_leaves_with_it_and_is_told_once(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    put_file(p, "verbs/etirer.json", "{\"id\": \"v:etirer\"}");
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_non_null(r);
    assert_int_equal(faults.errors, 1);
    assert_int_equal(repertoire_count(r, REPERTOIRE_VERB), 0);
    assert_int_equal(repertoire_count(r, REPERTOIRE_GESTURE), 0); // it needs its verb
    const json_t *work = repertoire_get(r, "w:grille");           // it does not need the gesture
    assert_non_null(work);
    assert_int_equal(json_array_size(json_object_get(work, "gestures")), 0);
    assert_non_null(json_object_get(work, "picture"));
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void links_huge_files_and_stray_folders_are_told(void **state)
{
    const struct place *p = *state;
    struct faults faults = {0};
    char path[PATH_MAX];
    put_file(p, "elsewhere.json", "{}");
    snprintf(path, sizeof path, "%s/verbs/link.json", p->folder);
    assert_int_equal(symlink("../elsewhere.json", path), 0);
    char away[PATH_MAX];
    snprintf(path, sizeof path, "%s/works", p->folder);
    snprintf(away, sizeof away, "%s/.works", p->folder);
    assert_int_equal(rename(path, away), 0);
    assert_int_equal(symlink(".works", path), 0);
    char *huge = malloc(REPERTOIRE_FILE_BYTES + 2);
    memset(huge, ' ', REPERTOIRE_FILE_BYTES + 1);
    huge[REPERTOIRE_FILE_BYTES + 1] = '\0';
    put_file(p, "tools/huge.json", huge);
    free(huge);
    put_file(p, "gesture/a.json", "{}");
    put_file(p, "verbs/README.md", "not a record");
    put_file(p, "verbs/folder.json/a", "not a record");
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_non_null(r);
    assert_told(p, &faults, FAULT_ERROR, "verbs/link.json:1: ", "is a link");
    assert_told(p, &faults, FAULT_ERROR, "works:1: ", "is a link");
    assert_told(p, &faults, FAULT_ERROR, "tools/huge.json:1: ", "at most 4194304");
    assert_told(p, &faults, FAULT_ERROR, "verbs/folder.json:1: ", "no plain file");
    assert_told(p, &faults, FAULT_WARNING, "gesture:1: ", "did you mean \"gestures\"");
    assert_int_equal(faults.errors, 4);
    repertoire_destroy(r);
    faults_finish(&faults);
    assert_null(repertoire_read(&(struct repertoire_desc){.folder = "/nowhere/at/all"}, &faults));
    assert_int_equal(faults.errors, 1);
    faults_finish(&faults);
}

static int found(const struct repertoire *r, struct repertoire_query query)
{
    const json_t *gestures[4];
    return repertoire_search(r, &query, gestures, 4);
}

static void gestures_are_found_by_id_and_label_in_any_language(void **state)
{
    const struct place *p = *state;
    put_file(
        p, "gestures/etirer-or.json",
        "{\"id\": \"g:etirer-or\", \"verb\": \"v:etirer\", \"materials\": [\"m:or\", \"m:fer\"],"
        "\"metiers\": [\"t:ferronnier\"], \"label\": " LABEL("a", "b",
                                                             "c") ", \"origin\": \"ai\"}");
    struct faults faults = {0};
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
    assert_non_null(r);
    assert_int_equal(faults.count, 0);
    assert_int_equal(found(r, (struct repertoire_query){0}), 2);
    assert_int_equal(found(r, (struct repertoire_query){.verb = "ÉTIRER"}), 2);
    assert_int_equal(found(r, (struct repertoire_query){.verb = "étire"}), 0);
    assert_int_equal(found(r, (struct repertoire_query){.verb = "étirer", .material = "GOLD"}), 1);
    assert_int_equal(found(r, (struct repertoire_query){.material = "ferro"}), 2);
    assert_int_equal(found(r, (struct repertoire_query){.material = "m:or", .tool = "anvil"}), 0);
    assert_int_equal(found(r, (struct repertoire_query){.tool = "o:enclume"}), 1);
    assert_int_equal(found(r, (struct repertoire_query){.metier = "Fabbro"}), 2);
    const json_t *first;
    assert_int_equal(repertoire_search(r, &(struct repertoire_query){0}, &first, 1), 2);
    assert_ptr_equal(first, repertoire_get(r, "g:etirer-fer"));
    repertoire_destroy(r);
    faults_finish(&faults);
}

// The judge of folding is the C library.
static void capitals_of_latin_are_folded_as_the_c_library_does(void **state)
{
    const struct place *p = *state;
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        print_message("SKIPPED: locale C.UTF-8 absent\n");
        skip();
    }
    put_file(p, "gestures/or.json",
             "{\"id\": \"g:or\", \"verb\": \"v:etirer\", \"materials\": [\"m:or\"],\"metiers\": "
             "[\"t:ferronnier\"], \"label\": " LABEL("a", "b", "c") ", \"origin\": \"ai\"}");
    for (wchar_t c = 0xa0; c < 0x200; c++) {
        wchar_t small = (wchar_t)towlower((wint_t)c);
        if (c == 0x130 || small > 0x17f || c > 0x17f) // dotted I has no simple small letter
            continue;
        char capital[16] = "", lower[16] = "", text[200];
        assert_true(wctomb(capital, c) > 0 && wctomb(lower, small) > 0);
        snprintf(text, sizeof text,
                 "{\"id\": \"m:or\", \"label\": {\"fr\": \"%s\", \"it\": \"a\", \"en\": \"b\"}}",
                 capital);
        put_file(p, "materials/or.json", text);
        struct faults faults = {0};
        struct repertoire *r =
            repertoire_read(&(struct repertoire_desc){.folder = p->folder}, &faults);
        assert_non_null(r);
        if (found(r, (struct repertoire_query){.material = lower}) != 1)
            fail_msg("U+%04X is not folded to U+%04X", (unsigned)c, (unsigned)small);
        repertoire_destroy(r);
        faults_finish(&faults);
    }
    setlocale(LC_CTYPE, "C");
}

static void the_reference_repertoire_is_without_fault(void **state)
{
    struct faults faults = {0};
    if (access(TEST_ROOT "/installations/villa-medicis/repertoire", R_OK) != 0) {
        print_message("SKIPPED: installations/villa-medicis absent\n");
        skip();
    }
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = TEST_ROOT
                                                  "/installations/villa-medicis/repertoire"},
                        &faults);
    print_faults(&faults);
    assert_non_null(r);
    assert_int_equal(faults.count, 0);
    assert_int_equal(repertoire_count(r, REPERTOIRE_GESTURE), 40);
    assert_int_equal(repertoire_count(r, REPERTOIRE_WORK), 4);
    assert_int_equal(found(r, (struct repertoire_query){.verb = "raboter"}), 1);
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void the_document_is_made_from_the_tables(void **state)
{
    char *made = repertoire_document();
    assert_non_null(made);
    section_compare(TEST_ROOT "/docs/formats.md", "repertoire", made);
    free(made);
}

// docs/schema/: with GESTUAIRE_WRITE_DOCS=1 they are written anew.
static void the_schemas_are_made_from_the_tables(void **state)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        char path[PATH_MAX], *made = repertoire_schema((enum repertoire_type)t);
        struct fault f = {""};
        size_t length;
        assert_non_null(made);
        snprintf(path, sizeof path, TEST_ROOT "/docs/schema/%s.schema.json",
                 repertoire_type_word((enum repertoire_type)t));
        if (getenv("GESTUAIRE_WRITE_DOCS") && !store_write(path, made, strlen(made), &f))
            fail_msg("%s", f.text);
        char *there = store_read(path, 1 << 20, &length, &f);
        if (!there || strcmp(there, made) != 0)
            fail_msg("%s: is not what the tables say; GESTUAIRE_WRITE_DOCS=1 writes it", path);
        free(there);
        free(made);
    }
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(a_whole_repertoire_is_read_without_a_word),
        with_place(every_broken_record_is_told_with_its_line),
        with_place(a_missing_language_is_a_warning),
        with_place(what_needs_a_broken_record_leaves_with_it_and_is_told_once),
        with_place(links_huge_files_and_stray_folders_are_told),
        with_place(gestures_are_found_by_id_and_label_in_any_language),
        with_place(capitals_of_latin_are_folded_as_the_c_library_does),
        cmocka_unit_test(the_reference_repertoire_is_without_fault),
        cmocka_unit_test(the_document_is_made_from_the_tables),
        cmocka_unit_test(the_schemas_are_made_from_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
