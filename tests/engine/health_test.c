// health: what a station says of itself is one whole object, whoever listens and whatever it holds;
// who does not read costs nothing. Oracles: jansson reads the lines; the kernel's sockets.
#include "base/log.h"
#include "health/health.h"

#include <errno.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[64], socket[96], ladder[96], thermal[96];
    struct staff_meter meter;
    struct staff_facts staff;
    struct health_facts facts;
    int lines;
    char last[400];
};

static void keep(void *user, enum log_level level, const char *room, const char *text)
{
    struct place *p = user;
    if (strcmp(room, "health") != 0)
        return;
    p->lines++;
    snprintf(p->last, sizeof p->last, "%s", text);
}

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-health-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->socket, sizeof p->socket, "%s/health-kiosk", p->folder);
    snprintf(p->ladder, sizeof p->ladder, "%s/supervisor.json", p->folder);
    snprintf(p->thermal, sizeof p->thermal, "%s/thermal", p->folder);
    p->meter = (struct staff_meter){.on = true,
                                    .asked = 1234,
                                    .presented = 1200,
                                    .late = 7,
                                    .last = {2, 120, 110, 100, 3, {0}, 21.5, 300}};
    p->meter.last.rooms_ms[STAFF_SCRIPT] = 135.25;
    p->staff = (struct staff_facts){.station = "kiosk",
                                    .now_s = 90,
                                    .rate_hz = 60,
                                    .meter = &p->meter,
                                    .scene_count = 1,
                                    .scenes = {{.stage = "screen",
                                                .name = "forge",
                                                .cpu_ms = 42.5,
                                                .worst_ms = 9.5,
                                                .budget_ms = 8,
                                                .memory_mib = 1.5,
                                                .memory_most_mib = 64,
                                                .back_in_s = -1,
                                                .fingers = 10,
                                                .phase = VISIT_ASKING}},
                                    .pictures = 4,
                                    .films = 2,
                                    .films_run = 1,
                                    .voices = 3,
                                    .voices_run = 2,
                                    .show = {.cue = "nuit", .since_s = 80, .coming_in = -1}};
    p->facts = (struct health_facts){.staff = &p->staff,
                                     .uptime_s = 100,
                                     .input_age_s = 12.5,
                                     .input_count = 99,
                                     .audio_blocks = 500,
                                     .visits_today = 31,
                                     .visiting = true};
    log_to(keep, p, LOG_DEBUG);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    char line[200];
    log_to(NULL, NULL, LOG_INFO);
    snprintf(line, sizeof line, "rm -rf %s", p->folder);
    assert_int_equal(system(line), 0);
    free(p);
    return 0;
}

static struct health *open_health(struct place *p)
{
    char ladder[sizeof p->ladder]; // lives no longer than the call
    snprintf(ladder, sizeof ladder, "%s", p->ladder);
    struct health *h = health_create(&(struct health_desc){
        .socket = p->socket, .ladder = ladder, .station = "kiosk", .thermal = p->thermal});
    memset(ladder, 'x', sizeof ladder);
    return h;
}

static int join(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(s, (struct sockaddr *)&a, sizeof a), 0);
    return s;
}

// The next line; NULL: the other side has ended it.
static json_t *hear(int s)
{
    char line[HEALTH_LINE];
    size_t n = 0;
    ssize_t got;
    while (n < sizeof line - 1 && (got = read(s, line + n, 1)) == 1 && line[n] != '\n')
        n++;
    line[n] = 0;
    return n ? json_loads(line, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static double number(const json_t *o, const char *path)
{
    char key[64];
    for (const char *dot; (dot = strchr(path, '.')); path = dot + 1) {
        snprintf(key, sizeof key, "%.*s", (int)(dot - path), path);
        o = json_is_array(o) ? json_array_get(o, (size_t)atoi(key)) : json_object_get(o, key);
    }
    o = json_object_get(o, path);
    assert_true(json_is_number(o));
    return json_number_value(o);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void what_staff_knows_is_told_to_who_asks(void **state)
{
    struct place *p = *state;
    char path[160];
    mkdir(p->thermal, 0755);
    snprintf(path, sizeof path, "%s/thermal_zone3", p->thermal);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/thermal_zone3/temp", p->thermal);
    write_file(path, "61500\n");
    write_file(p->ladder, "{\"step\": \"previous\", \"told\": [{\"reason\": \"a\"}, {\"reason\": "
                          "\"it \\\"hung\\\"\"}]}");
    struct health *h = open_health(p);
    assert_false(health_listened(h));
    int s = join(p->socket);
    health_look(h, &p->facts, 1);
    assert_true(health_listened(h));
    json_t *o = hear(s);
    assert_non_null(o);
    assert_string_equal(json_string_value(json_object_get(o, "station")), "kiosk");
    assert_string_equal(json_string_value(json_object_get(o, "state")), "strained");
    assert_int_equal(number(o, "format"), HEALTH_FORMAT);
    assert_true(number(o, "frames.asked") == 1234 && number(o, "frames.presented") == 1200);
    assert_true(number(o, "frames.late") == 7 && number(o, "frames.fps") == 50);
    assert_true(number(o, "cpu.frame_mean_ms") == 2.5 && number(o, "cpu.frame_worst_ms") == 21.5);
    assert_true(number(o, "cpu.rooms_ms.script") == 67.625); // of two seconds
    assert_true(number(o, "scenes.0.cpu_ms") == 42.5 && number(o, "scenes.0.fingers") == 10);
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(o, "scenes"), 0), "back_in_s")));
    assert_true(number(o, "media.films_run") == 1 && number(o, "media.voices") == 3);
    assert_true(number(o, "show.since_s") == 10 && number(o, "input.age_s") == 12.5);
    assert_true(number(o, "visits.today") == 31 && number(o, "temperature_c") == 61.5);
    struct stat st; // of this process, which has some MiB and not thousands
    assert_int_equal(stat(p->socket, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
    assert_true(number(o, "memory_mib") > 1 && number(o, "memory_mib") < 4000);
    const json_t *ladder = json_object_get(o, "ladder");
    assert_string_equal(json_string_value(json_object_get(ladder, "step")), "previous");
    assert_string_equal(json_string_value(json_object_get(ladder, "reason")), "it \"hung\"");
    assert_true(number(o, "pid") == getpid() && json_is_null(json_object_get(o, "hold")));
    assert_int_equal(json_array_size(json_object_get(o, "ports")), 0);
    json_decref(o);
    struct health_hold hold = {{{"keys", "another has \"them\"", false}, {"full", "2", true}}, 2};
    p->facts.hold = &hold;
    p->facts.ports[1] = 3333;
    health_look(h, &p->facts, 1.5);
    o = hear(s);
    const json_t *port = json_array_get(json_object_get(o, "ports"), 0);
    assert_int_equal(json_integer_value(port), 3333);
    const json_t *keys = json_array_get(json_object_get(o, "hold"), 0);
    assert_string_equal(json_string_value(json_object_get(keys, "why")), "another has \"them\"");
    assert_true(json_is_false(json_object_get(keys, "held")));
    p->facts.hold = NULL;
    json_decref(o);
    write_file(p->ladder, "{\"step\": [");
    health_look(h, &p->facts, 2);
    o = hear(s);
    assert_true(json_is_null(json_object_get(o, "ladder")));
    json_decref(o);
    close(s);
    health_destroy(h);
    assert_int_equal(access(p->socket, F_OK), -1);
}

static void a_line_is_whole_whatever_its_texts_hold(void **state)
{
    struct place *p = *state;
    struct health_verdict verdict;
    struct health_machine machine = {.rss_mib = -1, .temperature_c = -1};
    char line[HEALTH_LINE];
    memset(p->staff.show.cue, '\x01', sizeof p->staff.show.cue - 1);
    snprintf(p->staff.scenes[0].name, sizeof p->staff.scenes[0].name, "a\"\\\n\xff\xc3");
    p->staff.fault_count = STAFF_FAULTS;
    for (int i = 0; i < STAFF_FAULTS; i++) {
        memset(p->staff.faults[i].text, i % 2 ? '"' : '\x1f', LOG_KEPT - 1);
        snprintf(p->staff.faults[i].room, LOG_ROOM, "\xf0\x9f");
    }
    health_judge(&p->facts, &machine, &verdict);
    size_t whole = health_write(&p->facts, &machine, &verdict, line, sizeof line);
    assert_true(whole > 6 * LOG_KEPT * STAFF_FAULTS && strlen(line) == whole);
    for (size_t size = whole + 200; size > 2600; size -= 7) {
        size_t n = health_write(&p->facts, &machine, &verdict, line, size);
        json_t *o = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        assert_true(o && n < size);
        assert_string_equal(json_string_value(json_object_get(
                                json_array_get(json_object_get(o, "scenes"), 0), "scene")),
                            "a\"\\\n??");
        json_decref(o);
    }
}

static void who_does_not_read_is_dropped_and_others_go_on(void **state)
{
    struct place *p = *state;
    struct health *h = open_health(p);
    int sleeper = join(p->socket), reader = join(p->socket), heard = 0;
    double at_s = 1;
    bool gone = false;
    for (; at_s < 3000 && !gone; at_s++) {
        health_look(h, &p->facts, at_s);
        json_t *o = hear(reader);
        assert_non_null(o);
        json_decref(o);
        heard++;
        // What was sent lies in the kernel; its end is seen when the other side has closed.
        gone = send(sleeper, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EPIPE;
    }
    assert_true(gone && heard > 10);
    close(sleeper);
    close(reader);
    health_look(h, &p->facts, at_s++);
    health_look(h, &p->facts, at_s);
    assert_false(health_listened(h));
    health_destroy(h);
}

static void more_than_eight_are_turned_away(void **state)
{
    struct place *p = *state;
    struct health *h = open_health(p);
    int s[HEALTH_CLIENTS + 3], told = 0;
    for (int i = 0; i < HEALTH_CLIENTS; i++)
        s[i] = join(p->socket);
    health_look(h, &p->facts, 1);
    for (int i = HEALTH_CLIENTS; i < HEALTH_CLIENTS + 3; i++)
        s[i] = join(p->socket);
    health_look(h, &p->facts, 2);
    for (int i = 0; i < HEALTH_CLIENTS + 3; i++) {
        json_t *o = hear(s[i]);
        told += o != NULL;
        json_decref(o);
        close(s[i]);
    }
    assert_int_equal(told, HEALTH_CLIENTS);
    health_destroy(h);
}

static void a_socket_that_somebody_has_is_left_and_a_stale_one_replaced(void **state)
{
    struct place *p = *state;
    struct health *first = open_health(p), *second = open_health(p);
    assert_non_null(strstr(p->last, "another process has it"));
    int s = join(p->socket);
    health_look(second, &p->facts, 1);
    health_look(first, &p->facts, 1);
    json_t *o = hear(s);
    assert_non_null(o);
    json_decref(o);
    close(s);
    health_destroy(second);
    assert_int_equal(access(p->socket, F_OK), 0);
    health_destroy(first);
    // As a killed process leaves it.
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", p->socket);
    int stale = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(stale, (struct sockaddr *)&a, sizeof a), 0);
    close(stale);
    struct health *h = open_health(p);
    s = join(p->socket);
    health_look(h, &p->facts, 1);
    o = hear(s);
    assert_non_null(o);
    json_decref(o);
    close(s);
    health_destroy(h);
}

static void the_log_hears_what_gets_worse_and_once_an_hour_how_it_is(void **state)
{
    struct place *p = *state;
    struct health *h = open_health(p);
    double t = 0;
    for (; t < 4 * 3600 - 5; t++)
        health_look(h, &p->facts, t);
    assert_int_equal(p->lines, 4); // after a minute, then thrice
    assert_string_equal(p->last + strlen(p->last) - strlen(", 31 visits today"),
                        ", 31 visits today");
    assert_non_null(strstr(p->last, "kiosk is good: 50.0 pictures a second, 7 late"));
    p->meter.last.lates = 60; // one slow second is no news
    health_look(h, &p->facts, t++);
    p->meter.last.lates = 0;
    health_look(h, &p->facts, t++);
    assert_int_equal(p->lines, 4);
    p->staff.scenes[0].back_in_s = 5;
    for (int i = 0; i < HEALTH_WORSE_TIMES; i++)
        health_look(h, &p->facts, t++);
    assert_int_equal(p->lines, 5);
    assert_non_null(strstr(p->last, "kiosk is bad, stage screen: scene forge was stopped"));
    p->staff.scenes[0].back_in_s = -1;
    for (int i = 0; i < HEALTH_BETTER_TIMES; i++)
        health_look(h, &p->facts, t++);
    assert_int_equal(p->lines, 6);
    health_destroy(h);
}

// Twenty seconds late, twenty seconds well: a machine that is too small for what it shows, for five
// days.
static void a_station_that_changes_all_day_fills_no_log(void **state)
{
    struct place *p = *state;
    struct health *h = open_health(p);
    int hours = 5 * 24;
    for (int t = 0; t < hours * 3600 + 61; t++) {
        p->meter.last.lates = t % 40 < 20 ? 60 : 0;
        health_look(h, &p->facts, t);
    }
    assert_in_range(p->lines, hours, (HEALTH_CHANGES + 1) * (hours + 1));
    // 90 times an hour: strained from the third late second on, until the tenth that is well.
    assert_non_null(strstr(p->last, "strained for 2430 s, bad for 0 s"));
    assert_non_null(strstr(p->last, "and 176 changes that are not told"));
    int before = p->lines;
    p->meter.last.lates = 0;
    p->staff.scenes[0].back_in_s = 5; // is told all the same
    for (int i = 0; i < 2 * HEALTH_CHANGES * 20; i++) {
        p->staff.scenes[0].back_in_s = i % 20 < 5 ? 5 : -1;
        health_look(h, &p->facts, hours * 3600 + 61 + i);
    }
    assert_in_range(p->lines, before + 1, before + HEALTH_CHANGES + 1);
    health_destroy(h);
}

static void a_socket_that_cannot_be_is_told_and_the_log_goes_on(void **state)
{
    struct place *p = *state;
    char far[300];
    memset(far, 'x', sizeof far - 1);
    far[0] = '/';
    far[sizeof far - 1] = 0;
    struct health *h = health_create(&(struct health_desc){.socket = far, .station = "kiosk"});
    assert_non_null(h);
    assert_non_null(strstr(p->last, "nobody can ask"));
    for (int t = 0; t < 100; t++)
        health_look(h, &p->facts, t);
    assert_int_equal(p->lines, 2);
    health_destroy(h);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_staff_knows_is_told_to_who_asks),
        CASE(a_line_is_whole_whatever_its_texts_hold),
        CASE(who_does_not_read_is_dropped_and_others_go_on),
        CASE(more_than_eight_are_turned_away),
        CASE(a_socket_that_somebody_has_is_left_and_a_stale_one_replaced),
        CASE(the_log_hears_what_gets_worse_and_once_an_hour_how_it_is),
        CASE(a_station_that_changes_all_day_fills_no_log),
        CASE(a_socket_that_cannot_be_is_told_and_the_log_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
