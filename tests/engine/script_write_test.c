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
    script_destroy(s->house->script);
    s->house->script = NULL;
    finder_destroy(s->finder); // its threads talk to the log, which house_close turns away
    house_close(s->house);
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

static void wait_a_little(struct show *s)
{
    poll(NULL, 0, 1);
    finder_update(s->finder);
    house_frame(s->house, s->now_s += 0.02);
}

static void wait_until_heard(struct show *s)
{
    while (!has_heard(s))
        wait_a_little(s);
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
        {"n.id = 'g:etirer-fer'", "id: \"g:etirer-fer\" is no note and no chain"},
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

// Folders are called as their makers' machine had it: in Latin-1, "é" is no UTF-8.
static void what_was_not_written_in_a_folder_without_a_readable_name_is_said_too(void **state)
{
    struct show *s = *state;
    struct fault f;
    char text[FAULT_TEXT], folder[256];
    finder_destroy(s->finder);
    put_file(s->place, "ferronn\xe9rie/notes", "a file where a folder should be");
    snprintf(folder, sizeof folder, "%s/ferronn\xe9rie", s->place->folder);
    s->finder = finder_create(&(struct finder_desc){.folder = folder}, &f);
    house_close(s->house);
    s->house = house_open(1, &(struct script_desc){.repertoire = s->records, .finder = s->finder});
    s->house->scene->stages[0].staff = true;
    play(s, "id, wrong = repertoire.write(" SEGMENT ")");
    wait_until_heard(s);
    assert_string_equal(says(s, 1, text), "n:etirer-fer-1 it was not written; the log says why;");
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

#define CAPSULE                                                                                 \
    "{\"id\": \"c:one\", \"gesture\": \"g:etirer-fer\", " MADE_UP ", \"people\": [\"p:gone\"]," \
    " \"views\": [{\"media\": \"d:film\", \"role\": \"wide\"}]"
#define CHAIN(steps)                                                \
    "{\"id\": \"k:one\", \"label\": " LABEL("La barre", "La barra", \
                                            "The bar") ", " MADE_UP ", \"steps\": [" steps "]}"
#define STEP(more) "{\"label\": " LABEL("Chauffer", "Scaldare", "Heat") more "}"
#define LUA_CHAIN                                                                                 \
    "{ label = { fr = 'La barre', it = 'La barra', en = 'The bar' }, origin = 'filmed'"           \
    ", steps = { { label = { fr = 'Chauffer', it = 'Scaldare', en = 'Heat' }, at = { 0.5, 2 } } " \
    "} }"

// The records as they are on the disk now, and the scene anew.
static void read_again(struct show *s)
{
    house_close(s->house);
    repertoire_destroy(s->records);
    s->records = repertoire_read(&(struct repertoire_desc){.folder = s->place->folder}, &s->faults);
    s->house = house_open(1, &(struct script_desc){.repertoire = s->records, .finder = s->finder});
    s->house->scene->stages[0].staff = true;
}

static json_t *read_record(const struct show *s, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s.json", s->place->folder, name);
    return json_load_file(path, 0, NULL);
}

static void a_chain_is_a_file_and_its_capsule_keeps_all_else(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    const char *chain, *person, *film;
    double from, to;
    put_file(s->place, "capsules/one.json", CAPSULE "}");
    read_again(s);
    // What is saved after it was read is kept as well: only `chain` is told to the file.
    put_file(s->place, "capsules/one.json", CAPSULE ", \"date\": \"2026-11-28\"}");
    play(s, "id, wrong = repertoire.write(" LUA_CHAIN ", 'c:one')");
    assert_string_equal(says(s, 0, text), "k:one-1 nil");
    wait_until_heard(s);
    assert_string_equal(says(s, 1, text), "k:one-1 good;");
    json_t *capsule = read_record(s, "capsules/one"), *written = read_record(s, "chains/one-1");
    assert_int_equal(json_unpack(capsule, "{s:s, s:[s], s:[{s:s}]}", "chain", &chain, "people",
                                 &person, "views", "media", &film),
                     0);
    assert_string_equal(chain, "k:one-1");
    assert_string_equal(person, "p:gone"); // who is left out of what is shown, not of the file
    assert_non_null(json_object_get(capsule, "date"));
    assert_int_equal(json_unpack(written, "{s:[{s:[F,F]}]}", "steps", "at", &from, &to), 0);
    assert_true(from == 0.5 && to == 2);
    json_decref(capsule);
    json_decref(written);
    read_again(s);
    assert_non_null(repertoire_get(s->records, "k:one-1"));
    assert_string_equal(json_string_value(
                            json_object_get(repertoire_get(s->records, "c:one"), "chain")),
                        "k:one-1");
}

// Saved twice by us is no other hand; saved by a curator meanwhile, or hidden in part, it is.
static void a_chain_that_is_not_as_it_was_read_is_not_written_over(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    const char *again = "local k = repertoire.get('k:one')\nk.steps[1].duration = 9\n"
                        "id, wrong = repertoire.write(k)\nk.steps[1].duration = 10\n"
                        "repertoire.write(k)";
    put_file(s->place, "chains/one.json", CHAIN(STEP("")));
    read_again(s);
    play(s, again);
    while (says(s, 1, text), strcmp(text, "k:one good;k:one good;") != 0)
        wait_a_little(s);
    put_file(s->place, "chains/one.json", CHAIN(STEP(", \"duration\": 5")));
    play(s, again);
    wait_until_heard(s);
    assert_non_null(strstr(says(s, 1, text), "k:one: is not what is shown"));
    // A step's gesture whose record is not there is left out of what is shown.
    put_file(s->place, "chains/one.json", CHAIN(STEP(", \"gesture\": \"g:gone\"")));
    read_again(s);
    play(s, again);
    wait_until_heard(s);
    assert_non_null(strstr(says(s, 1, text), "hidden today"));
    json_t *chain = read_record(s, "chains/one");
    assert_non_null(json_object_get(json_array_get(json_object_get(chain, "steps"), 0), "gesture"));
    json_decref(chain);
}

static void a_chain_goes_into_no_capsule_that_has_another(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    static const struct {
        const char *call, *says;
    } wrong[] = {
        {"" LUA_CHAIN ", 'c:one'",
         "capsule: \"c:one\" has the chain \"k:one\"; that one is allowed"},
        {"" LUA_CHAIN ", 'c:two'", "capsule: \"c:two\" is unknown"},
        {"" LUA_CHAIN ", 'd:film'", "capsule: \"d:film\" is unknown"},
        {SEGMENT ", 'c:one'", "capsule: is given with a note"},
        {"{ steps = 1 }", "steps: "},
    };
    put_file(s->place, "chains/one.json", CHAIN(STEP("")));
    put_file(s->place, "capsules/one.json", CAPSULE ", \"chain\": \"k:one\"}");
    read_again(s);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char lua[2048];
        snprintf(lua, sizeof lua, "id, wrong = repertoire.write(%s)", wrong[i].call);
        play(s, lua);
        if (!strstr(says(s, 0, text), wrong[i].says) || strncmp(text, "nil ", 4) != 0)
            fail_msg("%s: %s", wrong[i].call, text);
    }
}

// It was made here, and its capsule names it.
static void a_chain_is_not_taken_away(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT];
    put_file(s->place, "capsules/one.json", CAPSULE "}");
    read_again(s);
    play(s, "id, wrong = repertoire.write(" LUA_CHAIN ", 'c:one')");
    wait_until_heard(s);
    play(s, "id, wrong = repertoire.remove('k:one-1')");
    assert_non_null(strstr(says(s, 0, text), "nil \"k:one-1\" is a chain"));
    finder_destroy(s->finder); // all that was asked is done by then
    open_finder(s);
    json_t *chain = read_record(s, "chains/one-1");
    assert_non_null(chain);
    json_decref(chain);
}

static void read_again_alone(struct show *s, int notes)
{
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = s->place->folder}, &faults);
    print_faults(&faults);
    assert_int_equal(faults.errors, 0);
    assert_true(repertoire_count(r, REPERTOIRE_NOTE) <= notes); // some wrote one id again
    assert_true(repertoire_count(r, REPERTOIRE_NOTE) > notes / 2);
    repertoire_destroy(r);
    faults_finish(&faults);
    open_finder(s);
}

// Tables of all kinds, made from a note by chance: parts taken away, put elsewhere, made of other
// types, nested, in circles. None raises; each is taken or refused with a reason; and what was
// taken is read from the disk without a fault.
static void whatever_a_table_holds_is_refused_or_read_again(void **state)
{
    struct show *s = *state;
    char text[FAULT_TEXT], lua[4096];
    int taken = 0, refused = 0;
    for (int round = 0; round < 60; round++) {
        snprintf(
            lua, sizeof lua,
            "local seed = %d\n"
            "local function chance(n) seed = (seed * 1103515245 + 12345) %% 2147483648\n"
            " return seed // 65536 %% n + 1 end\n"
            "local odd = { 0, -1, 1e308, 0 / 0, 1 / 0, true, false, '', 'fr', '\\xff', 'n:a', "
            "'d:film',"
            " ('x'):rep(400), 'a\\0b', math.mininteger, 2.5, print, {}, { 1, 2 }, { a = {} } }\n"
            "local function spoil(t)\n"
            " local keys = {}\n for k in pairs(t) do keys[#keys + 1] = k end\n"
            " table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)\n"
            " local k = keys[chance(math.max(1, #keys))]\n"
            " local way = chance(8)\n"
            " if k and type(t[k]) == 'table' and way > 3 then return spoil(t[k]) end\n"
            " if way == 1 then t[chance(2) == 1 and 'measure' or chance(9)] = odd[chance(#odd)]\n"
            " elseif way == 2 then t[k or 1] = t\n"
            " elseif way == 3 and k then t[k] = nil\n"
            " elseif k then t[k] = odd[chance(#odd)] end\nend\n"
            "local took, said = 0, 0\n"
            "for i = 1, 40 do\n local n = " SEGMENT "\n"
            " for j = 1, chance(3) - 1 do spoil(n) end\n"
            " local fine, a, b = pcall(repertoire.write, n)\n"
            " assert(fine, a) assert(type(a) == 'string' or type(b) == 'string' and #b > 0)\n"
            " if a then took = took + 1 else said = said + 1 end\n"
            " if took == 12 then break end\nend\n"
            "id, wrong = took, said",
            round * 7919 + 1);
        play(s, lua);
        int took, said;
        assert_int_equal(sscanf(says(s, 0, text), "%d %d", &took, &said), 2);
        taken += took;
        refused += said;
        if (took)
            wait_until_heard(s);
    }
    assert_true(taken > 200 && refused > 200);
    finder_destroy(s->finder); // all that was asked is written by then
    read_again_alone(s, taken);
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
        CASE(what_was_not_written_in_a_folder_without_a_readable_name_is_said_too),
        CASE(sixteen_are_under_way_at_most),
        CASE(a_chain_is_a_file_and_its_capsule_keeps_all_else),
        CASE(a_chain_that_is_not_as_it_was_read_is_not_written_over),
        CASE(a_chain_goes_into_no_capsule_that_has_another),
        CASE(a_chain_is_not_taken_away),
        CASE(whatever_a_table_holds_is_refused_or_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
