// gestuaire record: a film of the show, stepped, with what the station sounds like.
#include "encode/encode.h"
#include "verbs/listen.h"
#include "verbs/sheet.h"
#include "verbs/touches.h"
#include "verbs/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct recording {
    struct session *session;
    struct encode_mp4 *mp4; // owned
    unsigned char *rgba;    // owned
    struct size2 size;
    int output; // -1: all side by side
    double from_s;
    struct sheet sheet;
    struct listen ears;
};

static bool choose(struct recording *r, const char *output, struct fault *f)
{
    r->output = -1;
    r->size = (struct size2){SHEET_WIDTH, SHEET_HEIGHT};
    if (r->session->station < 0)
        return true;
    r->output = session_output(r->session, output, f);
    if (r->output >= 0)
        r->size = session_station(r->session)->place->outputs[r->output].size;
    return r->output >= 0;
}

static const struct gpu_target *picture(struct recording *r, struct fault *f)
{
    if (r->output < 0)
        return sheet_of(&r->sheet, r->session->engine, f);
    return surfaces_output(session_station(r->session)->surfaces, r->output);
}

// Two channels out of as many as there are: even speakers left, odd ones right.
static bool take_sound(void *user, const float *frames, int64_t count, struct fault *f)
{
    struct recording *r = user;
    if (engine_now_s(r->session->engine) < r->from_s)
        return true;
    int channels = sound_channels(r->ears.sound);
    float stereo[SOUND_BLOCK * 2], scale = 1 / sqrtf(channels > 2 ? (float)channels / 2 : 1);
    for (int64_t i = 0; i < count; i++) {
        float side[2] = {0, 0};
        for (int c = 0; c < channels; c++)
            side[c & 1] += frames[i * channels + c];
        stereo[2 * i] = fmaxf(-1, fminf(1, side[0] * scale));
        stereo[2 * i + 1] = fmaxf(-1, fminf(1, (channels > 1 ? side[1] : side[0]) * scale));
    }
    return encode_mp4_sound(r->mp4, stereo, count, f);
}

static void show_progress(double done)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\rrecording %3.0f %%%s", done * 100, done >= 1 ? "\n" : "");
}

static bool write_frame(struct recording *r, struct fault *f)
{
    struct session *s = r->session;
    engine_frame(s->engine, false);
    const struct gpu_target *target = picture(r, f);
    if (!target)
        return false;
    gpu_target_read(engine_gpu(s->engine), target, r->rgba);
    if (!encode_mp4_frame(r->mp4, r->rgba, f))
        return false;
    listen_frame(&r->ears);
    if (r->ears.failed)
        *f = r->ears.fault;
    engine_step(s->engine);
    return !r->ears.failed;
}

static bool write_film(struct recording *r, double to_s, const char *file, struct fault *f)
{
    struct session *s = r->session;
    struct encode_mp4_desc desc = {.width = r->size.width,
                                   .height = r->size.height,
                                   .rate_hz = s->rate_hz,
                                   .channels = 2,
                                   .sample_rate_hz = SOUND_RATE_HZ};
    r->rgba = malloc((size_t)desc.width * (size_t)desc.height * 4);
    if (!r->rgba)
        return fault_set(f, "no memory for a picture");
    r->mp4 = encode_mp4_open(file, &desc, f);
    if (!r->mp4)
        return false;
    session_advance(s, r->from_s, listen_frame, &r->ears);
    long first = lround(r->from_s * s->rate_hz), last = lround(to_s * s->rate_hz);
    for (long i = first; i < last; i++) {
        if (!write_frame(r, f))
            return false;
        show_progress((double)(i + 1 - first) / (double)(last - first));
    }
    struct encode_mp4 *whole = r->mp4;
    r->mp4 = NULL;
    return encode_mp4_close(whole, f);
}

static bool record(struct session *s, const char *output, double from_s, double to_s,
                   const char *file)
{
    struct fault f = {0};
    struct recording r = {.session = s, .from_s = from_s};
    r.ears =
        (struct listen){.session = s, .sound = listen_choose(s), .take = take_sound, .user = &r};
    bool good = choose(&r, output, &f) && write_film(&r, to_s, file, &f);
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    encode_mp4_drop(r.mp4);
    sheet_finish(&r.sheet);
    free(r.rgba);
    return good;
}

// NULL: nothing.
static const char *missing(const char *file, const char *station, const char *output, bool forward)
{
    if (!file)
        return "-o FILE.mp4 is missing";
    if (!session_ends_with(file, ".mp4"))
        return "record writes an MP4; its name ends in .mp4 (shot makes pictures)";
    if (output && !station)
        return "--output wants a --station";
    return forward ? NULL : "--to must come after --from";
}

int verb_record(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *output = NULL, *file = NULL;
    double from_s = 0, to_s = 10;
    struct session_desc desc = {.root = root, .stepped_hz = -1, .headless = true};
    struct option_row rows[SESSION_ROWS + 4] = {
        {"output", 0, OPTION_TEXT, "NAME", "this output; without: the first", &output},
        {"from", 0, OPTION_SECONDS, "S", "show time of the first frame (0)", &from_s},
        {"to", 0, OPTION_SECONDS, "S", "show time of the end (10)", &to_s},
        {"output-file", 'o', OPTION_TEXT, "FILE.mp4", "where it goes", &file},
    };
    session_rows(rows + 4, &desc);
    struct options options = {.usage =
                                  "record INSTALLATION --station ID --from S --to S -o FILE.mp4",
                              .about = "Writes a film of the show, the same bytes every time.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = &folder,
                              .required = 1,
                              .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    const char *wrong = missing(file, desc.station, output, to_s > from_s);
    if (read == OPTIONS_GO && wrong) {
        fprintf(stderr, "gestuaire: %s\n", wrong);
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = folder;
    struct session s;
    if (!session_open(&s, &desc))
        return EXIT_FAILED;
    touches_warn_late(&desc, to_s);
    bool good = record(&s, output, from_s, to_s, file) && session_went_well(&s, file);
    session_close(&s);
    return good ? EXIT_DONE : EXIT_FAILED;
}
