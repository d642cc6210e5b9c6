// gestuaire shot: one picture of one moment, the same bytes every time.
#include "desking.h"
#include "encode/encode.h"
#include "staffed.h"
#include "verbs/sheet.h"
#include "verbs/shotboxes.h"
#include "verbs/touches.h"
#include "verbs/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct wanted {
    const char *eye, *look; // "x,y,z", of the room; NULL: its own
    bool room;
    const char *canvas, *output; // NULL: not asked for
    const char *boxes;           // file
    const char *pattern;         // NULL: none
    bool overlay, board, warped;
};

#define ROOM_WIDTH 1920
#define ROOM_HEIGHT 1080

// NULL leaves it as it is.
static bool read_place(const char *text, const char *option, struct vec3 *place, struct fault *f)
{
    char rest;
    bool good =
        !text || (sscanf(text, "%lf,%lf,%lf%c", &place->x, &place->y, &place->z, &rest) == 3 &&
                  isfinite(place->x) && isfinite(place->y) && isfinite(place->z));
    return good || fault_set(f, "--%s %s: three metres are wanted, as 0.5,-8,1.7", option, text);
}

// What loudspeakers play is asked for a last time, so that their levels are seen.
static void hear(struct engine *e)
{
    float block[SOUND_SPEAKERS * SOUND_BLOCK * 8];
    for (int i = 0; i < engine_station_count(e); i++)
        sound_mix(engine_station(e, i)->sound, block, SOUND_BLOCK * 8);
}

static const struct gpu_target *see_room(struct engine *e, const struct wanted *wanted,
                                         struct fault *f)
{
    struct vec3 at = {0}, look = {0};
    if (!read_place(wanted->eye, "eye", &at, f) || !read_place(wanted->look, "look", &look, f))
        return NULL;
    hear(e);
    return engine_room(e, (struct size2){ROOM_WIDTH, ROOM_HEIGHT}, wanted->eye ? &at : NULL,
                       wanted->look ? &look : NULL, f);
}

// Borrowed until sheet_finish.
static const struct gpu_target *choose(struct session *session, const struct wanted *wanted,
                                       struct sheet *sheet, struct fault *f)
{
    if (wanted->room)
        return see_room(session->engine, wanted, f);
    if (wanted->board)
        return engine_board(session->engine);
    if (session->station < 0)
        return sheet_of(sheet, session->engine, f);
    struct station *s = session_station(session);
    if (wanted->canvas) {
        int stage = scene_stage_find(s->scene, wanted->canvas);
        if (stage >= 0)
            return render_target(s->render, stage);
        fault_set(f, "station \"%s\" has no canvas \"%s\"", s->place->id, wanted->canvas);
        return NULL;
    }
    int index = session_output(session, wanted->output, f);
    return index < 0 ? NULL : surfaces_output(station_shown(s), index);
}

static bool write_picture(struct gpu *gpu, const struct gpu_target *target, const char *path,
                          struct fault *f)
{
    int width = target->texture.width, height = target->texture.height;
    unsigned char *rgba = malloc((size_t)width * (size_t)height * 4);
    if (!rgba)
        return fault_set(f, "no memory for the picture");
    gpu_target_read(gpu, target, rgba);
    bool good = encode_png(path, rgba, width, height, f);
    free(rgba);
    return good;
}

// Transitions on the way are painted only when one of them, begun in the middle of another, still
// runs at that moment: then false with *again, and a session of its own is wanted.
static bool arrive(struct session *s, double at_s, bool *again)
{
    engine_unwatch(s->engine, !*again);
    session_advance(s, at_s, NULL, NULL);
    engine_frame(s->engine, false);
    if (*again || !engine_gap(s->engine))
        return true;
    *again = true;
    return false;
}

// `file` may be NULL where boxes are wanted.
static bool shoot(struct session *s, double at_s, const struct wanted *wanted, const char *file,
                  bool *again)
{
    struct fault f = {0};
    struct sheet sheet = {0};
    bool good = true;
    for (int i = 0; i < engine_station_count(s->engine); i++)
        staffed_show(engine_station(s->engine, i), wanted->overlay);
    for (int i = 0; wanted->pattern && i < engine_station_count(s->engine); i++)
        desking_pattern(engine_station(s->engine, i), pattern_find(wanted->pattern),
                        wanted->warped);
    if (!arrive(s, at_s, again))
        return true;
    *again = false;
    if (file) {
        const struct gpu_target *target = choose(s, wanted, &sheet, &f);
        good = target && write_picture(engine_gpu(s->engine), target, file, &f);
    }
    if (good && wanted->boxes)
        good = shotboxes_write(s, wanted->boxes, &f);
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    sheet_finish(&sheet);
    return good;
}

// NULL: nothing.
static const char *missing(const char *file, const char *station, const struct wanted *wanted)
{
    if (!file && !wanted->boxes)
        return "-o FILE.png is missing";
    if (wanted->boxes && !session_ends_with(wanted->boxes, ".json"))
        return "--boxes writes JSON; its name ends in .json";
    if (file && !session_ends_with(file, ".png"))
        return "shot writes a PNG; its name ends in .png (record makes films)";
    if ((wanted->canvas || wanted->output) && !station)
        return "--canvas and --output want a --station";
    if ((wanted->eye || wanted->look) && !wanted->room)
        return "--eye and --look want --room";
    if (wanted->pattern && pattern_find(wanted->pattern) < 1)
        return "--pattern is grid, crosshatch, circles, gamma, ramp, focus, bars or sweep";
    if (wanted->warped && !wanted->pattern)
        return "--warped wants a --pattern";
    return wanted->canvas && wanted->output ? "--canvas or --output, not both" : NULL;
}

int verb_shot(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *file = NULL;
    struct wanted wanted = {0};
    double at_s = 0;
    struct session_desc desc = {.root = root, .stepped_hz = -1, .headless = true};
    struct option_row rows[SESSION_ROWS + 13] = {
        {"at", 0, OPTION_SECONDS, "SECONDS", "show time of the picture (0)", &at_s},
        {"canvas", 0, OPTION_TEXT, "NAME", "a stage's canvas instead of an output", &wanted.canvas},
        {"output", 0, OPTION_TEXT, "NAME", "this output; without: the first", &wanted.output},
        {"overlay", 0, OPTION_FLAG, NULL, "with what staff reads over it (F1 in a window)",
         &wanted.overlay},
        {"pattern", 0, OPTION_TEXT, "NAME", "a test pattern of the desk instead (docs/desk.md)",
         &wanted.pattern},
        {"warped", 0, OPTION_FLAG, NULL,
         "the pattern lies in the composition, through warp and light", &wanted.warped},
        {"operator", 0, OPTION_FLAG, NULL, "the operator's window instead", &desc.operated},
        {"room", 0, OPTION_FLAG, NULL, "the virtual room instead, with all stations in it",
         &desc.rehearsed},
        {"eye", 0, OPTION_TEXT, "X,Y,Z", "where its visitor stands (as installation.lua says)",
         &wanted.eye},
        {"look", 0, OPTION_TEXT, "X,Y,Z", "what they look at", &wanted.look},
        {"boxes", 0, OPTION_TEXT, "FILE.json", "where texts and controls lie on each canvas",
         &wanted.boxes},
        {"safe", 0, OPTION_FLAG, NULL, "the safe scene: no scripts, no films", &desc.safe},
        {"output-file", 'o', OPTION_TEXT, "FILE.png", "where it goes", &file},
    };
    session_rows(rows + 13, &desc);
    struct options options = {.usage = "shot INSTALLATION --station ID --at SECONDS -o FILE.png",
                              .about = "Writes the picture of one moment of the show.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = &folder,
                              .required = 1,
                              .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    wanted.room = desc.rehearsed;
    const char *wrong = missing(file, desc.station, &wanted);
    if (read == OPTIONS_GO && wrong) {
        fprintf(stderr, "gestuaire: %s\n", wrong);
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = folder;
    wanted.board = desc.operated;
    bool good = false, again = false;
    do {
        struct session s;
        if (!session_open(&s, &desc))
            return EXIT_FAILED;
        if (!again)
            touches_warn_late(&desc, at_s);
        good = shoot(&s, at_s, &wanted, file, &again) &&
               (again || session_went_well(&s, file ? file : wanted.boxes));
        session_close(&s);
    } while (good && again);
    return good ? EXIT_DONE : EXIT_FAILED;
}
