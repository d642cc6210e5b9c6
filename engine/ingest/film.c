// Films and sounds: cleaned, measured, a picture taken of them.
#include "ingest/film.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MISSING_S 1.0 // a film may end so much before what its head says

// Endings of what is not made anew, by FFmpeg's names.
static const char *const endings[][2] = {
    {"avi", "avi"},   {"mpeg", "mpg"}, {"mpegts", "ts"}, {"mpegvideo", "mpg"}, {"asf", "wmv"},
    {"flv", "flv"},   {"mxf", "mxf"},  {"gxf", "gxf"},   {"dv", "dv"},         {"nut", "nut"},
    {"rm", "rm"},     {"ivf", "ivf"},  {"aac", "aac"},   {"mp3", "mp3"},       {"ac3", "ac3"},
    {"eac3", "eac3"}, {"wav", "wav"},  {"w64", "w64"},   {"aiff", "aif"},      {"caf", "caf"},
    {"flac", "flac"}, {"amr", "amr"},  {"ape", "ape"},   {"wv", "wv"},         {"tta", "tta"},
    {"ogg", "ogg"}};

static const char *ending_of(const struct film *film)
{
    const char *name = film->from->iformat->name;
    if (strcmp(name, "ogg") == 0 && film->picture)
        return "ogv";
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(name, endings[i][0]) == 0)
            return endings[i][1];
    return "film";
}

static bool find_streams(struct film *film, struct fault *f)
{
    film->picture = film->sound = NULL;
    for (unsigned i = 0; i < film->from->nb_streams; i++) {
        AVStream *s = film->from->streams[i];
        if (!film->picture && s->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
            !(s->disposition & AV_DISPOSITION_ATTACHED_PIC) && s->codecpar->width > 0)
            film->picture = s;
        if (!film->sound && s->codecpar->codec_type == AVMEDIA_TYPE_AUDIO &&
            s->codecpar->ch_layout.nb_channels > 0)
            film->sound = s;
    }
    return film->picture || film->sound || fault_set(f, "nothing in it can be seen or heard");
}

void film_size(const struct film *film, int *width, int *height, int *turn)
{
    AVStream *s = film->picture;
    AVRational sar = film->av.av_guess_sample_aspect_ratio(film->from, s, NULL);
    double w = s->codecpar->width, h = s->codecpar->height;
    double wide = sar.num > 0 && sar.den > 0 ? (double)sar.num / sar.den : 1;
    if (wide > 1)
        w = round(w * wide);
    else
        h = round(h / wide);
    w = fmin(w, 1e6); // any more is refused as well, and would not fit an int
    const uint8_t *matrix = film->av.av_stream_get_side_data(s, AV_PKT_DATA_DISPLAYMATRIX, NULL);
    double anticlockwise =
        matrix ? film->av.av_display_rotation_get((const int32_t *)(const void *)matrix) : 0;
    int quarters = isfinite(anticlockwise) ? (int)lround(-anticlockwise / 90) & 3 : 0;
    *turn = quarters * 90;
    *width = (int)(quarters & 1 ? h : w);
    *height = (int)(quarters & 1 ? w : h);
}

// Where a head says how long it is and the packets end before, it was cut.
static bool is_whole(const struct film *film, struct fault *f)
{
    double said = film->from->duration > 0 ? (double)film->from->duration / AV_TIME_BASE : 0;
    bool known = film->from->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
    if (film->seen_s <= 0)
        return fault_set(f, "it has no frames; copy it anew from the camera");
    if (known && said - film->seen_s > MISSING_S)
        return fault_set(f,
                         "it is cut short: %.1f of %.1f s are there; copy it anew from the "
                         "camera",
                         film->seen_s, said);
    return !film->broken ||
           fault_set(f, "it is broken after %.1f s; copy it anew from the camera", film->seen_s);
}

static void tell_pace(struct film *film)
{
    const AVStream *s = film->picture;
    const AVRational said[2] = {s->r_frame_rate, s->avg_frame_rate};
    struct pace pace = pace_of(film->times, film->count, s->time_base, said);
    json_t *facts = film->made->facts;
    if (pace.frames > 0)
        json_object_set_new(facts, "rate",
                            json_pack("[I,I]", (json_int_t)pace.frames, (json_int_t)pace.seconds));
    if (pace.variable) {
        json_object_set_new(facts, "variable", json_true());
        made_say(film->made, "its frames do not come at one rate; %.3f a second on average",
                 (double)pace.frames / (double)pace.seconds);
    }
}

// Of what was made, as players will see it.
static bool tell_facts(struct film *film, struct fault *f)
{
    json_t *facts = film->made->facts;
    double duration = film->from->duration > 0 ? (double)film->from->duration / AV_TIME_BASE : 0;
    json_object_set_new(facts, "duration",
                        json_real(round((duration > 0 ? duration : film->seen_s) * 1e6) / 1e6));
    if (!film->picture)
        return true;
    int width, height, turn;
    film_size(film, &width, &height, &turn);
    if (width < 1 || height < 1 || width > 65536 || height > 65536)
        return fault_set(f, "%d x %d px; 1 to 65,536 are allowed", width, height);
    json_object_set_new(facts, "size", json_pack("[i,i]", width, height));
    if (turn)
        made_say(film->made, "it is turned by %d° when it is played, as its container says", turn);
    return true;
}

static bool add_poster(struct film *film, struct fault *f)
{
    struct made *poster = calloc(1, sizeof *poster);
    if (!poster)
        return fault_set(f, "no memory");
    *poster = (struct made){
        .form = "picture", .ending = "jpg", .said = film->made->said, .facts = json_object()};
    film->made->poster = poster;
    return film_poster(film, poster, f);
}

static bool reopen(struct film *film, struct fault *f)
{
    film->av.avformat_close_input(&film->from);
    film->from = ingest_av_open(&film->av, film->made->temp, f);
    return film->from && find_streams(film, f);
}

static bool make(struct film *film, const struct source *s, struct fault *f)
{
    film->from = ingest_av_open(&film->av, s->path, f);
    if (!film->from || !find_streams(film, f))
        return false;
    film->made->form = film->picture ? "film" : "sound";
    film->made->ending = NULL;
    ingest_phase(film->ingest, 0, 4);
    if (!film_remux(film, s, f) || !is_whole(film, f))
        return false;
    if (!film->made->ending || strcmp(film->made->ending, "film") == 0)
        film->made->ending = ending_of(film);
    if (film->picture)
        tell_pace(film);
    if (!reopen(film, f) || !tell_facts(film, f))
        return false;
    ingest_phase(film->ingest, 1, 4);
    if (film->picture && !add_poster(film, f))
        return false;
    ingest_phase(film->ingest, 2, 4);
    if (film->sound)
        film_loudness(film, film->made->temp);
    else
        made_say(film->made, "it has no sound");
    ingest_phase(film->ingest, 3, 4);
    return true;
}

bool film_make(struct ingest *i, const struct source *s, struct made *m, struct fault *f)
{
    struct film film = {.ingest = i, .made = m};
    bool made = ingest_av_load(&film.av, f) && make(&film, s, f);
    if (film.from)
        film.av.avformat_close_input(&film.from);
    free(film.times);
    return made;
}
