// gestuaire record: a film of the show, stepped, with what the station sounds like.
#include "encode/encode.h"
#include "verbs/listen.h"
#include "verbs/sheet.h"
#include "verbs/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct recording {
    struct session *session;
    struct encode_mp4 *mp4;
    unsigned char *rgba;
    int width, height, output;
    double from_s;
    struct sheet sheet;
    const struct listen *ears;
};

// The output asked for, -1 (told) when there is none such.
static int output_index(struct recording *r, const char *output)
{
    struct station *s = session_station(r->session);
    int index = output ? station_output_find(s, output) : 0;
    if (index >= 0 && index < s->place->output_count)
        return index;
    fprintf(stderr, "gestuaire: station \"%s\" has no output \"%s\"\n", s->place->id,
            output ? output : "at all");
    return -1;
}

static struct size2 picture_size(struct recording *r, const char *output)
{
    if (r->session->station < 0)
        return (struct size2){SHEET_WIDTH, SHEET_HEIGHT};
    r->output = output_index(r, output);
    if (r->output < 0)
        return (struct size2){0, 0};
    return session_station(r->session)->place->outputs[r->output].size;
}

static const struct gpu_target *picture(struct recording *r)
{
    if (r->session->station >= 0)
        return surfaces_output(session_station(r->session)->surfaces, r->output);
    sheet_finish(&r->sheet);
    r->sheet = (struct sheet){0};
    return sheet_of(&r->sheet, r->session->engine);
}

// Two channels out of as many as there are: even speakers left, odd ones right.
static bool take_sound(void *user, const float *frames, int64_t count, struct fault *f)
{
    struct recording *r = user;
    if (engine_now_s(r->session->engine) < r->from_s)
        return true;
    int channels = sound_channels(r->ears->sound);
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

static bool write_frames(struct recording *r, struct listen *ears, double to_s, struct fault *f)
{
    struct session *s = r->session;
    long first = lround(r->from_s * s->rate_hz), last = lround(to_s * s->rate_hz);
    for (long i = first; i < last; i++) {
        engine_frame(s->engine, false);
        const struct gpu_target *target = picture(r);
        if (!target)
            return false;
        gpu_target_read(engine_gpu(s->engine), target, r->rgba);
        if (!encode_mp4_frame(r->mp4, r->rgba, f))
            return false;
        listen_frame(ears);
        if (ears->failed) {
            *f = ears->fault;
            return false;
        }
        engine_step(s->engine);
        show_progress((double)(i + 1 - first) / (double)(last - first));
    }
    return true;
}

static bool record(struct recording *r, const char *output, double to_s, const char *file)
{
    struct session *s = r->session;
    struct fault f = {0};
    struct listen ears = {.session = s, .sound = listen_choose(s), .take = take_sound, .user = r};
    r->ears = &ears;
    session_advance(s, r->from_s, listen_frame, &ears);
    struct size2 size = picture_size(r, output);
    if (!size.width)
        return false;
    r->width = size.width;
    r->height = size.height;
    r->rgba = malloc((size_t)r->width * (size_t)r->height * 4);
    struct encode_mp4_desc desc = {.width = r->width,
                                   .height = r->height,
                                   .rate_hz = s->rate_hz,
                                   .channels = 2,
                                   .sample_rate_hz = SOUND_RATE_HZ};
    r->mp4 = r->rgba ? encode_mp4_open(file, &desc, &f) : NULL;
    bool good = r->mp4 && write_frames(r, &ears, to_s, &f);
    if (r->mp4)
        good = encode_mp4_close(r->mp4, good ? &f : NULL) && good;
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    if (!good)
        unlink(file);
    return good;
}

int verb_record(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *output = NULL, *file = NULL;
    struct option_list touches = {0};
    double from_s = 0, to_s = 10;
    struct session_desc desc = {
        .root = root, .stepped_hz = -1, .headless = true, .touches = &touches};
    const struct option_row rows[] = {
        {"station", 's', OPTION_TEXT, "ID", "the station; without: all side by side",
         &desc.station},
        {"scene", 0, OPTION_TEXT, "NAME", "this scene instead of the stages' own", &desc.scene},
        {"output", 0, OPTION_TEXT, "NAME", "this output; without: the first", &output},
        {"from", 0, OPTION_SECONDS, "S", "show time of the first frame (0)", &from_s},
        {"to", 0, OPTION_SECONDS, "S", "show time of the end (10)", &to_s},
        {"touch", 0, OPTION_LISTED, "[STATION/][OUTPUT:]X,Y@S",
         "a tap in output px (may be repeated)", &touches},
        {"replay", 0, OPTION_TEXT, "FILE", "touches from a file", &desc.replay},
        {"date", 0, OPTION_TEXT, "DAY", "today, as 2026-11-30", &desc.date},
        {"output-file", 'o', OPTION_TEXT, "FILE.mp4", "where it goes", &file},
    };
    struct options options = {"record INSTALLATION --station ID --from S --to S -o FILE.mp4",
                              "Writes a film of the show, the same bytes every time.",
                              rows,
                              sizeof rows / sizeof *rows,
                              &folder,
                              1,
                              1};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && (!file || to_s <= from_s)) {
        fprintf(stderr, "gestuaire: %s\n",
                file ? "--to must come after --from" : "-o FILE.mp4 is missing");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = folder;
    struct session s;
    if (!session_open(&s, &desc))
        return EXIT_FAILED;
    struct recording r = {.session = &s, .from_s = from_s};
    bool good = record(&r, output, to_s, file);
    sheet_finish(&r.sheet);
    free(r.rgba);
    session_close(&s);
    return good ? EXIT_DONE : EXIT_FAILED;
}
