// Notes that a scene writes: the oracle is the file, read by jansson and by the reader of records.
#include "script/script.h"

#include "tools/house.h"
#include "tools/records.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define MADE_UP "\"origin\": \"reconstructed\""
#define GESTURE                                                                      \
    "{\"id\": \"g:etirer-fer\", \"verb\": \"v:etirer\", \"materials\": [\"m:fer\"]," \
    " \"metiers\": [\"t:forgeron\"], " MADE_UP                                       \
    ", \"label\": " LABEL("Étirer le fer", "Stirare il ferro", "Drawing out iron") "}"
#define FILM                                                                    \
    "{\"id\": \"d:film\", \"file\": \"film.mp4\", \"form\": \"film\", " MADE_UP \
    ", \"credit\": \"X\", \"licence\": \"CC0-1.0\"}"
#define SEGMENT                                                                                \
    "{ media = 'd:film', gesture = 'g:etirer-fer', at = { 1.5, 3 }, origin = 'reconstructed'," \
    " motivation = 'measuring', measure = { kind = 'length', unit = 'cm', value = 12.5 },"     \
    " label = { fr = 'Le coude', it = 'Il gomito', en = 'The elbow' }, geometry = {"           \
    " shape = 'segment', frames = { { t = 1.5, points = { { 0.25, 0.5 }, { 0.75, 0.5 } } } } } }"

struct show {
    struct place *place;
    struct faults faults;
    struct repertoire *records;
    struct finder *finder;
    struct house *house;
    double now_s;
};

static void open_finder(struct show *s)
{
    struct fault f;
    s->finder = finder_create(&(struct finder_desc){.folder = s->place->folder}, &f);
    assert_non_null(s->finder);
}

static int open_show(void **state)
{
    struct show *s = calloc(1, sizeof *s);
    s->place = place_make();
    put_file(s->place, "verbs/etirer.json",
             "{\"id\": \"v:etirer\", \"label\": " LABEL("Étirer", "Stirare", "Draw out") "}");
    put_file(s->place, "materials/fer.json",
             "{\"id\": \"m:fer\", \"label\": " LABEL("fer", "ferro", "iron") "}");
    put_file(s->place, "metiers/forgeron.json",
             "{\"id\": \"t:forgeron\", \"label\": " LABEL("forgeron", "fabbro", "smith") "}");
    put_file(s->place, "gestures/etirer-fer.json", GESTURE);
    put_file(s->place, "media/film.json", FILM);
    s->records = repertoire_read(&(struct repertoire_desc){.folder = s->place->folder}, &s->faults);
    print_faults(&s->faults);
    assert_non_null(repertoire_get(s->records, "d:film"));
    assert_non_null(repertoire_get(s->records, "g:etirer-fer"));
    open_finder(s);
    s->house = house_open(1, &(struct script_desc){.repertoire = s->records, .finder = s->finder});
    s->house->scene->stages[0].staff = true;
    *state = s;
    return 0;
}

static int close_show(void **state)
{
    struct show *s = *state;
    house_close(s->house);
    finder_destroy(s->finder);
    repertoire_destroy(s->records);
    faults_finish(&s->faults);
    place_remove(s->place);
    free(s);
    return 0;
}

// A scene that does `lua` as it enters and shows what came of it, then what it heard.
static void play(struct show *s, const char *lua)
{
    struct fault f = {""};
    char text[4096];
    snprintf(text, sizeof text,
             "local id, wrong\nlocal heard = ''\n"
             "return { enter = function()\n%s\nend,\n"
             "hear = function(e) if e.kind == 'written' then\n"
             "  heard = heard .. e.name .. ' ' .. (e.fault or 'good') .. ';' end end,\n"
             "draw = function(canvas)\n"
             " canvas:text(tostring(id) .. ' ' .. tostring(wrong), 0, 0) canvas:text(heard, 0, 0)"
             " end }",
             lua);
    house_start(s->house, 0, text, &f);
    assert_string_equal(f.text, "");
}

static const char *says(const struct show *s, uint32_t n, char text[FAULT_TEXT])
{
    const struct draw_command *c = house_command(s->house, n);
    snprintf(text, FAULT_TEXT, "%.*s", (int)c->text.length,
             house_list(s->house)->bytes + c->text.bytes);
    return text;
}

static bool has_heard(const struct show *s)
{
    return house_list(s->house)->command_count > 1 && house_command(s->house, 1)->text.length > 0;
}

static void wait_until_heard(struct show *s)
{
    while (!has_heard(s)) {
        poll(NULL, 0, 1);
        finder_update(s->finder);
        house_frame(s->house, s->now_s += 0.02);
    }
}

static json_t *read_note(const struct show *s, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/notes/%s.json", s->place->folder, name);
    return json_load_file(path, 0, NULL);
}

static void a_note_is_a_file_that_says_what_was_drawn(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    play(s, "id, wrong = repertoire.write(" SEGMENT ")");
    assert_string_equal(says(s, 0, text), "n:etirer-fer-1 nil");
    wait_until_heard(s);
    assert_string_equal(says(s, 1, text), "n:etirer-fer-1 good;");
    json_t *note = read_note(s, "etirer-fer-1");
    const char *id, *shape, *elbow;
    double from, to, t, x0, y0, x1, y1, value;
    assert_int_equal(
        json_unpack(note, "{s:s, s:[F,F], s:{s:s}, s:{s:F}, s:{s:s, s:[{s:F, s:[[F,F],[F,F]]}]}}",
                    "id", &id, "at", &from, &to, "label", "en", &elbow, "measure", "value", &value,
                    "geometry", "shape", &shape, "frames", "t", &t, "points", &x0, &y0, &x1, &y1),
        0);
    assert_string_equal(id, "n:etirer-fer-1");
    assert_string_equal(shape, "segment");
    assert_string_equal(elbow, "The elbow");
    assert_true(from == 1.5 && to == 3 && t == 1.5 && value == 12.5);
    assert_true(x0 == 0.25 && y0 == 0.5 && x1 == 0.75 && y1 == 0.5);
    json_decref(note);
    struct repertoire *r = repertoire_read(&(struct repertoire_desc){.folder = s->place->folder},
                                           &s->faults); // as a restart does
    assert_non_null(repertoire_get(r, "n:etirer-fer-1"));
    assert_int_equal(s->faults.errors, 0);
    repertoire_destroy(r);
}

static void a_new_note_takes_no_id_that_is_taken(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    put_file(s->place, "notes/etirer-fer-1.json", "a curator is at work here");
    play(s, "local a = repertoire.write(" SEGMENT ")\n"
            "id, wrong = repertoire.write(" SEGMENT ")\nid = a .. ' ' .. id");
    assert_string_equal(says(s, 0, text), "n:etirer-fer-2 n:etirer-fer-3 nil");
    wait_until_heard(s);
    json_t *other = read_note(s, "etirer-fer-1");
    assert_null(other); // what stood there stands there
}

static void a_file_that_nobody_reads_is_not_written_over(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    put_file(s->place, "notes/mine.json", "broken");
    play(s, "local n = " SEGMENT "\nn.id = 'n:mine'\nid, wrong = repertoire.write(n)");
    wait_until_heard(s);
    assert_non_null(strstr(says(s, 1, text), "mine.json: is there already; another id is allowed"));
    assert_null(read_note(s, "mine"));
}

static void a_note_is_written_again_under_its_id_and_taken_away_by_who_made_it(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    play(s, "local n = " SEGMENT "\nn.id = repertoire.write(n)\nn.at = { 1.5, 9 }\n"
            "id, wrong = repertoire.write(n)");
    assert_string_equal(says(s, 0, text), "n:etirer-fer-1 nil");
    wait_until_heard(s);
    json_t *note;
    while (!(note = read_note(s, "etirer-fer-1")) ||
           json_number_value(json_array_get(json_object_get(note, "at"), 1)) != 9) {
        json_decref(note);
        poll(NULL, 0, 1);
    }
    json_decref(note);
    play(s, "id, wrong = repertoire.remove('n:etirer-fer-1')");
    wait_until_heard(s);
    assert_null(read_note(s, "etirer-fer-1"));
    play(s, "id, wrong = repertoire.remove('n:etirer-fer-1')");
    assert_non_null(strstr(says(s, 0, text), "nil \"n:etirer-fer-1\" was not made"));
}

static void what_is_wrong_is_said_with_its_path_and_nothing_is_written(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    static const struct {
        const char *change, *says;
    } wrong[] = {
        {"n.measure.unit = nil", "measure.unit: is missing"},
        {"n.geometry.shape = 'segement'", "geometry.shape: is \"segement\""},
        {"n.geometry.frames[1].points[3] = { 0, 0 }", "geometry.frames[0].points: has 3"},
        {"n.media = 'd:nothing'", "media: \"d:nothing\" is unknown; a record of media/ is allowed"},
        {"n.gesture = 'd:film'", "gesture: "},
        {"n.at = { 3, 1 }", "at: "},
        {"n.label = nil", "label: is missing"},
        {"n.id = 'g:etirer-fer'", "id: \"g:etirer-fer\" is no note"},
        {"n.id = 'n:../../x'", "id: "},
        {"n.text = { fr = '\\xff' }", "a text is no UTF-8"},
        {"n.at = { 0 / 0, 1 }", "a value is no finite number"},
        {"n.text = n", "its tables lie more than 8 deep"},
        {"n.at[1.5] = 2 n.at[1] = nil n.at[2] = nil", "a table has names and numbers as keys"},
        {"n.x = {} for i = 1, 20001 do n.x[i] = i end", "more than 20000 values"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char lua[2048];
        snprintf(lua, sizeof lua, "local n = " SEGMENT "\n%s\nid, wrong = repertoire.write(n)",
                 wrong[i].change);
        play(s, lua);
        if (!strstr(says(s, 0, text), wrong[i].says) || strncmp(text, "nil ", 4) != 0)
            fail_msg("%s: %s", wrong[i].change, text);
    }
    finder_destroy(s->finder); // all that was asked is written by then
    assert_null(read_note(s, "etirer-fer-1"));
    open_finder(s);
}

static void who_is_no_staff_writes_nothing(void **state)
{
    struct show *s = *state;
    struct fault f = {""};
    s->house->scene->stages[0].staff = false;
    house_start(s->house, 0, "repertoire.write(" SEGMENT ")", &f);
    assert_non_null(strstr(f.text, "only a scene that staff opened (stage.staff) writes"));
    house_start(s->house, 0, "repertoire.remove('n:a')", &f);
    assert_non_null(strstr(f.text, "only a scene that staff opened (stage.staff) writes"));
}

// Staff's scene alone is staff's, and only until the next one comes.
static void staff_is_who_asked_for_the_editor(void **state)
{
    struct show *s = *state;
    struct scene_stage *stage = &s->house->scene->stages[0];
    const char *lua =
        "return { enter = function(s) log.info(s.staff and 'staff' or 'nobody') end }";
    const char *const names[] = {SCENE_STAFF, "another", SCENE_STAFF};
    const bool asked[] = {true, true, false};
    char file[128];
    for (int i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "scenes/%s/scene.lua", names[i]);
        house_save(s->house, file, lua);
        stage->go = true;
        stage->next_staff = asked[i];
        snprintf(stage->next, sizeof stage->next, "%s", names[i]);
        s->house->log[0] = 0;
        house_frame(s->house, s->now_s += 1);
        assert_true(stage->staff == (i == 0));
        assert_non_null(strstr(s->house->log, i == 0 ? "staff" : "nobody"));
    }
}

static void a_folder_that_cannot_be_written_is_said(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    put_file(s->place, "notes", "a file where a folder should be");
    play(s, "id, wrong = repertoire.write(" SEGMENT ")");
    wait_until_heard(s);
    assert_non_null(strstr(says(s, 1, text), "notes"));
    assert_null(strstr(text, "good"));
    play(s, "id, wrong = repertoire.write(" SEGMENT ")"); // the id is free again
    assert_non_null(strstr(says(s, 0, text), "n:etirer-fer-1"));
    wait_until_heard(s);
}

static void sixteen_are_under_way_at_most(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    play(s,
         "local n = 0\nfor i = 1, 200 do if repertoire.write(" SEGMENT ") then n = n + 1 end end\n"
         "id = n");
    int taken = atoi(says(s, 0, text));
    assert_true(taken >= 16 && taken <= 200);
    finder_destroy(s->finder);
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = s->place->folder}, &s->faults);
    assert_int_equal(repertoire_count(r, REPERTOIRE_NOTE), taken);
    repertoire_destroy(r);
    open_finder(s);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, open_show, close_show)
    const struct CMUnitTest tests[] = {
        CASE(a_note_is_a_file_that_says_what_was_drawn),
        CASE(a_new_note_takes_no_id_that_is_taken),
        CASE(a_file_that_nobody_reads_is_not_written_over),
        CASE(a_note_is_written_again_under_its_id_and_taken_away_by_who_made_it),
        CASE(what_is_wrong_is_said_with_its_path_and_nothing_is_written),
        CASE(who_is_no_staff_writes_nothing),
        CASE(staff_is_who_asked_for_the_editor),
        CASE(a_folder_that_cannot_be_written_is_said),
        CASE(sixteen_are_under_way_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
