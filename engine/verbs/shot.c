// gestuaire shot: one picture of one moment, the same bytes every time.
#include "encode/encode.h"
#include "verbs/sheet.h"
#include "verbs/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct gpu_target *choose(struct station *s, const char *canvas, const char *output)
{
    if (canvas) {
        int stage = scene_stage_find(s->scene, canvas);
        if (stage >= 0)
            return render_target(s->render, stage);
        fprintf(stderr, "gestuaire: station \"%s\" has no canvas \"%s\"\n", s->place->id, canvas);
        return NULL;
    }
    int index = output ? station_output_find(s, output) : 0;
    if (index >= 0 && index < s->place->output_count)
        return surfaces_output(s->surfaces, index);
    fprintf(stderr, "gestuaire: station \"%s\" has no output \"%s\"\n", s->place->id,
            output ? output : "at all; ask for a --canvas");
    return NULL;
}

static bool write_picture(struct gpu *gpu, const struct gpu_target *target, const char *path)
{
    struct fault f = {0};
    int width = target->texture.width, height = target->texture.height;
    unsigned char *rgba = malloc((size_t)width * (size_t)height * 4);
    bool good = rgba != NULL;
    if (good) {
        gpu_target_read(gpu, target, rgba);
        good = encode_png(path, rgba, width, height, &f);
    }
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", rgba ? f.text : "no memory for the picture");
    free(rgba);
    return good;
}

int verb_shot(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *canvas = NULL, *output = NULL, *file = NULL;
    struct option_list touches = {0};
    double at_s = 0;
    struct session_desc desc = {
        .root = root, .stepped_hz = -1, .headless = true, .touches = &touches};
    const struct option_row rows[] = {
        {"station", 's', OPTION_TEXT, "ID", "the station; without: all side by side",
         &desc.station},
        {"scene", 0, OPTION_TEXT, "NAME", "this scene instead of the stages' own", &desc.scene},
        {"at", 0, OPTION_SECONDS, "SECONDS", "show time of the picture", &at_s},
        {"touch", 0, OPTION_LISTED, "[STATION/][OUTPUT:]X,Y@S",
         "a tap in output px (may be repeated)", &touches},
        {"replay", 0, OPTION_TEXT, "FILE", "touches from a file", &desc.replay},
        {"canvas", 0, OPTION_TEXT, "NAME", "a stage's canvas instead of an output", &canvas},
        {"output", 0, OPTION_TEXT, "NAME", "this output; without: the first", &output},
        {"date", 0, OPTION_TEXT, "DAY", "today, as 2026-11-30", &desc.date},
        {"output-file", 'o', OPTION_TEXT, "FILE.png", "where it goes", &file},
    };
    struct options options = {"shot INSTALLATION --station ID --at SECONDS -o FILE.png",
                              "Writes the picture of one moment of the show.",
                              rows,
                              sizeof rows / sizeof *rows,
                              &folder,
                              1,
                              1};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && !file) {
        fprintf(stderr, "gestuaire: -o FILE.png is missing\n");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = folder;
    struct session s;
    if (!session_open(&s, &desc))
        return EXIT_FAILED;
    session_advance(&s, at_s, NULL, NULL);
    engine_frame(s.engine, false);
    struct sheet sheet = {0};
    const struct gpu_target *target =
        desc.station ? choose(session_station(&s), canvas, output) : sheet_of(&sheet, s.engine);
    bool good = target && write_picture(engine_gpu(s.engine), target, file);
    sheet_finish(&sheet);
    session_close(&s);
    return good ? EXIT_DONE : EXIT_FAILED;
}
