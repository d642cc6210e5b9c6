// gestuaire check: every script, file, reference and number, each fault with file and line.
#include "base/log.h"
#include "content.h"
#include "lighting.h"
#include "rehearsed.h"
#include "verbs/checkflash.h"
#include "verbs/media.h"
#include "verbs/robot.h"
#include "verbs/scripts.h"
#include "verbs/verbs.h"
#include "wording.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CHECK_HZ 30
#define CHECK_SCENES 256
#define CHECK_CUE 12 // frames of each cue
#define CHECK_CONTROLS (INSTALLATION_STATIONS * CONTROLS_MAX)

struct checking {
    struct engine *engine;
    const struct installation *installation;
    const struct show_plan *plan; // NULL: none
    struct faults *faults;
    char scenes[CHECK_SCENES][INSTALLATION_ID];
    bool seen[CHECK_SCENES]; // it ran
    int scene_count;
};

static void note_playing(struct checking *c)
{
    for (int i = 0; i < engine_station_count(c->engine); i++) {
        const struct station *s = engine_station(c->engine, i);
        for (int k = 0; k < s->place->stage_count; k++) {
            const char *name = script_playing(s->script, k);
            for (int n = 0; name && n < c->scene_count; n++)
                c->seen[n] = c->seen[n] || strcmp(c->scenes[n], name) == 0;
        }
    }
}

// The first frames, then hands on everything. Scenes that are stopped begin anew at once: what
// comes after may be faulty, too.
static void play(struct checking *c, int station)
{
    struct robot robot = {.engine = c->engine,
                          .installation = c->installation,
                          .station = station,
                          .alone = station >= 0};
    for (bool first = true; robot_work(&robot); first = false) {
        engine_frame(c->engine, !first); // the first picture is drawn: shaders and files are used
        engine_step(c->engine);
        note_playing(c);
        for (int i = 0; i < engine_station_count(c->engine); i++)
            script_revive(engine_station(c->engine, i)->script);
    }
}

// Every cue, as it would come: scenes with what is given to them there.
static void play_cues(struct checking *c)
{
    for (int i = 0; c->plan && i < c->plan->cue_count; i++) {
        struct show_order cue = {.verb = SHOW_CUE, .at_s = engine_now_s(c->engine), .over_s = -1};
        snprintf(cue.name, sizeof cue.name, "%s", c->plan->cues[i].id);
        show_bus_order(engine_show(c->engine), &cue, NULL);
        cue.verb = SHOW_GO; // it does not wait; without a wait GO would be the next one's
        if (c->plan->cues[i].wait_s > 0)
            show_bus_order(engine_show(c->engine), &cue, NULL);
        for (int frame = 0; frame < CHECK_CUE; frame++) {
            engine_frame(c->engine, frame > 0);
            engine_step(c->engine);
            note_playing(c);
        }
    }
}

static void check_controls(const struct checking *c)
{
    const char *declared[CHECK_CONTROLS + 1] = {NULL};
    int count = 0;
    for (int i = 0; i < engine_station_count(c->engine); i++) {
        const struct controls *all = &engine_station(c->engine, i)->scene->controls;
        for (int k = 0; k < all->count && count < CHECK_CONTROLS; k++)
            if (all->items[k].declared)
                declared[count++] = all->items[k].name;
    }
    if (c->plan)
        plan_check_controls(c->installation, c->plan, declared, c->faults);
}

// A scene that no stage begins with and that no hand has reached: on the first screen there is.
static void play_alone(struct checking *c, const char *scene)
{
    int at = 0, count = engine_station_count(c->engine), before = c->faults->count;
    while (at < count - 1 && !engine_station(c->engine, at)->place->output_count)
        at++;
    struct fault f;
    if (script_start(engine_station(c->engine, at)->script, 0, scene, NULL, &f))
        play(c, at);
    else
        faults_add(c->faults, FAULT_ERROR, "%s", f.text);
    for (int i = before; i < c->faults->count; i++) {
        char **text = &c->faults->entries[i].text, *longer;
        if (asprintf(&longer, "%s (check began it without a show.go: stage.param is {})", *text) <
            0)
            continue;
        free(*text);
        *text = longer;
    }
}

static void add_scene(struct checking *c, const char *name)
{
    for (int i = 0; i < c->scene_count; i++)
        if (strcmp(c->scenes[i], name) == 0)
            return;
    if (name[0] && c->scene_count < CHECK_SCENES)
        snprintf(c->scenes[c->scene_count++], INSTALLATION_ID, "%s", name);
}

// Its own, and those of the program that its stages name: what attract leads to must run as well.
static void gather_scenes(struct checking *c)
{
    const struct installation *in = c->installation;
    c->scene_count = installation_scenes(in, c->scenes, CHECK_SCENES);
    c->scene_count = c->scene_count < CHECK_SCENES ? c->scene_count : CHECK_SCENES;
    for (int i = 0; i < in->station_count; i++) {
        for (int k = 0; k < in->stations[i].stage_count; k++) {
            add_scene(c, in->stations[i].stages[k].attract);
            add_scene(c, in->stations[i].stages[k].scene);
        }
    }
}

// The virtual room opens: its models are read.
static void check_room(const struct installation *in, struct gpu *gpu, struct faults *faults)
{
    struct fault f = {0};
    if (!in->room.line)
        return;
    struct rehearsed *room = rehearsed_open(gpu, in, false, &f);
    if (!room)
        faults_add(faults, FAULT_ERROR, "%s", f.text);
    rehearsed_close(room);
}

// Opens all stations with a stepped clock and plays every scene; faults gather in `faults`.
static void run_scenes(const char *root, const struct installation *in, const char *date,
                       const struct show_plan *plan, struct faults *faults)
{
    struct checking c = {.installation = in, .plan = plan, .faults = faults};
    struct engine_desc desc = {.installation = in,
                               .root = root,
                               .station = -1,
                               .date = date,
                               .plan = plan,
                               .wall_s = NAN,
                               .stepped_hz = CHECK_HZ,
                               .headless = true,
                               .windowed = true,
                               .lenient = true};
    c.engine = engine_create(&desc, faults);
    if (!c.engine)
        return;
    check_room(in, engine_gpu(c.engine), faults);
    gather_scenes(&c);
    play(&c, -1);
    play_cues(&c);
    check_controls(&c);
    for (int i = 0; i < c.scene_count; i++)
        if (!c.seen[i])
            play_alone(&c, c.scenes[i]);
    scripts_check_shaders(in, engine_gpu(c.engine), faults);
    engine_destroy(c.engine);
}

// What rooms log while scenes run: films that cannot be read and the like. Any thread may log.
struct logged {
    pthread_mutex_t lock;
    struct faults faults;
};

static void keep_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct logged *l = user;
    if (level < LOG_WARNING || strcmp(room, "script") == 0) // what scripts do is told as a fault
        return;
    pthread_mutex_lock(&l->lock);
    faults_add(&l->faults, FAULT_WARNING, "%s: %s", room, text);
    pthread_mutex_unlock(&l->lock);
}

// A room's line about a fault that is among them in words of its own.
static bool told_already(const struct faults *faults, const char *line)
{
    for (int i = 0; i < faults->count; i++)
        if (faults->entries[i].level == FAULT_ERROR && strstr(line, faults->entries[i].text))
            return true;
    return false;
}

static void check_scenes(const char *root, const struct installation *in, const char *date,
                         struct faults *faults)
{
    struct show_plan *plan = in->show[0] ? plan_read(in, root, faults) : NULL;
    struct logged logged = {.lock = PTHREAD_MUTEX_INITIALIZER};
    log_to(keep_line, &logged, LOG_WARNING);
    run_scenes(root, in, date, plan, faults);
    log_to(NULL, NULL, LOG_INFO);
    for (int i = 0; i < logged.faults.count; i++)
        if (!told_already(faults, logged.faults.entries[i].text))
            faults_add(faults, FAULT_WARNING, "%s", logged.faults.entries[i].text);
    faults_finish(&logged.faults);
    plan_destroy(plan);
}

static void check_words(const char *root, const struct installation *in, struct faults *faults)
{
    struct words *w = wording_open(in, root, faults);
    if (w)
        words_check(w, faults);
    words_destroy(w);
}

// JSON is UTF-8; names and messages of a broken file may not be.
static json_t *json_text(const char *text)
{
    json_t *whole = json_string(text);
    if (whole)
        return whole;
    char plain[FAULT_TEXT * 2];
    snprintf(plain, sizeof plain, "%s", text);
    for (char *c = plain; *c; c++)
        *c = *c & 0x80 ? '?' : *c;
    return json_string(plain);
}

static void print_json(const struct faults *faults)
{
    json_t *list = json_array();
    for (int i = 0; i < faults->count; i++) {
        const struct fault_entry *entry = &faults->entries[i];
        json_array_append_new(list, json_pack("{s:s, s:o}", "level",
                                              entry->level == FAULT_WARNING ? "warning" : "error",
                                              "text", json_text(entry->text)));
    }
    json_t *report = json_pack("{s:i, s:o, s:i}", "errors", faults->errors, "faults", list,
                               "not_shown", faults->dropped);
    char *text = json_dumps(report, JSON_INDENT(2));
    puts(text ? text : "{}");
    free(text);
    json_decref(report);
}

static void print_verdict(const struct faults *faults)
{
    int warnings = faults->count + faults->dropped - faults->errors;
    for (int i = 0; i < faults->count; i++)
        printf("%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
               faults->entries[i].text);
    if (faults->dropped)
        printf("… and %d more\n", faults->dropped);
    printf("%d error%s, %d warning%s\n", faults->errors, faults->errors == 1 ? "" : "s", warnings,
           warnings == 1 ? "" : "s");
}

// installation.lua is faulty: scripts must compile and records be whole all the same.
static void check_rest(const char *folder, const char *date, struct faults *faults)
{
    struct installation *in = calloc(1, sizeof *in);
    struct stat there;
    if (in && realpath(folder, in->folder)) {
        scripts_check(in, faults);
        snprintf(in->content, sizeof in->content, "%.*s/repertoire", INSTALLATION_PATH - 16,
                 in->folder);
        if (stat(in->content, &there) == 0)
            repertoire_destroy(repertoire_read(
                &(struct repertoire_desc){.folder = in->content, .date = date}, faults));
    }
    free(in);
    if (!faults->errors)
        faults_add(faults, FAULT_ERROR, "%s: cannot be read", folder);
}

int verb_check(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *date = NULL;
    char today[CONTENT_DAY];
    bool json = false, flash = false;
    struct check_flash flashes = {0};
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "for programs: {\"errors\": n, \"faults\": […]}", &json},
        {"date", 0, OPTION_DAY, "DAY", "whose consents must hold, as 2026-11-30 (today)", &date},
        {"flash", 0, OPTION_FLAG, NULL, "instead: what flashes more than eyes may be shown",
         &flash},
        {"station", 's', OPTION_TEXT, "ID", "--flash: this one alone", &flashes.station},
        {"seconds", 0, OPTION_SECONDS, "S", "--flash: of each station (60)", &flashes.seconds},
        {"distance", 0, OPTION_SECONDS, "M", "--flash: of the eyes, m, where outputs say mm_per_px",
         &flashes.distance_m},
        {"frames", 0, OPTION_TEXT, "FOLDER", "--flash: each picture that was looked at",
         &flashes.frames},
    };
    struct options options = {
        .usage = "check INSTALLATION [--flash]",
        .about = "Checks every script, file, reference and number of an installation.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &folder,
        .required = 1,
        .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (flash) {
        flashes.folder = folder;
        flashes.date = date;
        flashes.json = json;
        return check_flash(root, &flashes);
    }
    if (!date) {
        content_today(today);
        date = today;
    }
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    if (in) {
        check_words(root, in, &faults);
        check_scenes(root, in, date, &faults);
        lighting_check(in, &faults);
        scripts_check(in, &faults);
        media_check(in, root, date, &faults);
    } else {
        check_rest(folder, date, &faults);
    }
    installation_destroy(in);
    if (json)
        print_json(&faults);
    else
        print_verdict(&faults);
    int errors = faults.errors;
    faults_finish(&faults);
    return errors ? EXIT_FAILED : EXIT_DONE;
}
