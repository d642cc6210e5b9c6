// A film's streams, copied into a container that says nothing of where and by whom it was made.
#include "ingest/film.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { STREAMS = 16, TIMES_FIRST = 4096 };

static bool is_named(const AVFormatContext *format, const char *name)
{
    const char *names = format->iformat->name, *found = strstr(names, name);
    size_t n = strlen(name);
    return found && (found == names || found[-1] == ',') && (found[n] == 0 || found[n] == ',');
}

// Films, sounds and captions; no timed places (gpmd, mebx, camm, a drone's captions), time codes,
// thumbnails.
static bool is_kept(const struct film *film, const AVStream *s)
{
    enum AVMediaType type = s->codecpar->codec_type;
    if (s->index < TRACK_STREAMS && film->placed >> s->index & 1)
        return false;
    return (type == AVMEDIA_TYPE_VIDEO && !(s->disposition & AV_DISPOSITION_ATTACHED_PIC)) ||
           type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE;
}

static bool fits_in(const struct film *film, const AVOutputFormat *format)
{
    for (unsigned i = 0; i < film->from->nb_streams; i++) {
        const AVStream *s = film->from->streams[i];
        if (is_kept(film, s) && s->codecpar->codec_id != format->audio_codec && // MP3 is not asked
            film->av.avformat_query_codec(format, s->codecpar->codec_id, FF_COMPLIANCE_NORMAL) != 1)
            return false;
    }
    return true;
}

// The container it goes into, by the one it comes in; the first that its streams fit in. NULL: it
// is not made anew.
static const AVOutputFormat *container(const struct film *film, const char **ending)
{
    static const struct {
        const char *from, *to, *ending;
        bool heard, any; // of sounds alone; whatever its streams are
    } containers[] = {
        {"mov", "ipod", "m4a", true, false},        {"mov", "mov", "mov", true, true},
        {"mov", "mp4", "mp4", false, false},        {"mov", "mov", "mov", false, true},
        {"matroska", "webm", "webm", false, false}, {"matroska", "matroska", "mkv", false, true},
        {"avi", "avi", "avi", false, false},        {"mp3", "mp3", "mp3", false, false},
        {"mp3", "mp2", "mp2", false, false},        {"flac", "flac", "flac", false, false},
        {"wav", "wav", "wav", false, false},
    };
    for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
        if (!is_named(film->from, containers[i].from) || (containers[i].heard && film->picture))
            continue;
        const AVOutputFormat *format = film->av.av_guess_format(containers[i].to, NULL, NULL);
        *ending = containers[i].ending;
        if (format && (containers[i].any || fits_in(film, format)))
            return format;
    }
    *ending = NULL;
    return NULL;
}

// ---- what all films are asked ----

static void note_time(struct film *film, int64_t time)
{
    if (film->count >= INGEST_FRAMES || time == AV_NOPTS_VALUE)
        return;
    if (film->count == film->room) {
        int64_t room = film->room ? film->room * 2 : TIMES_FIRST;
        int64_t *grown = realloc(film->times, (size_t)room * sizeof *grown);
        if (!grown)
            return;
        film->times = grown;
        film->room = room;
    }
    film->times[film->count++] = time;
}

static void see(struct film *film, const AVPacket *p)
{
    const AVStream *s = film->from->streams[p->stream_index];
    int64_t time = p->pts == AV_NOPTS_VALUE ? p->dts : p->pts;
    if (s == film->picture)
        note_time(film, time);
    film->broken = film->broken || p->flags & AV_PKT_FLAG_CORRUPT;
    if ((s != film->picture && s != film->sound) || time == AV_NOPTS_VALUE)
        return;
    double begin = film->from->start_time == AV_NOPTS_VALUE
                       ? 0
                       : (double)film->from->start_time / AV_TIME_BASE;
    double end = (double)(time + p->duration) * s->time_base.num / s->time_base.den - begin;
    film->seen_s = end > film->seen_s ? end : film->seen_s;
}

// Reads all packets; `take` may be NULL.
static bool read_all(struct film *film, bool (*take)(void *user, AVPacket *p, struct fault *f),
                     void *user, struct fault *f)
{
    AVPacket *p = film->av.av_packet_alloc();
    double read = 0;
    int error = 0;
    if (!p)
        return fault_set(f, "no memory");
    bool good = true;
    while (good && (error = film->av.av_read_frame(film->from, p)) >= 0) {
        see(film, p);
        read += p->size;
        ingest_tell(film->ingest, p->pos > 0 ? (double)p->pos : read);
        good = !take || take(user, p, f);
        film->av.av_packet_unref(p);
    }
    film->av.av_packet_free(&p);
    if (good && error != AVERROR_EOF)
        film->broken = true;
    return good;
}

// ---- remuxing ----

struct copy {
    struct film *film;
    AVFormatContext *to;        // owned
    int streams[TRACK_STREAMS]; // of `from` -> of `to`; -1: left out
};

static void copy_side_data(const struct film *film, const AVStream *from, AVStream *to)
{
    for (int i = 0; i < from->nb_side_data; i++) {
        const AVPacketSideData *side = &from->side_data[i];
        uint8_t *bytes = film->av.av_stream_new_side_data(to, side->type, side->size);
        if (bytes)
            memcpy(bytes, side->data, side->size);
    }
}

static void copy_language(const struct film *film, const AVStream *from, AVStream *to)
{
    const AVDictionaryEntry *e = film->av.av_dict_get(from->metadata, "language", NULL, 0);
    if (e)
        film->av.av_dict_set(&to->metadata, "language", e->value, 0);
}

static bool add_stream(struct copy *c, const AVStream *from, struct fault *f)
{
    const struct film *film = c->film;
    const struct AVCodecTag *const *tags = c->to->oformat->codec_tag;
    AVStream *to = film->av.avformat_new_stream(c->to, NULL);
    if (!to || film->av.avcodec_parameters_copy(to->codecpar, from->codecpar) < 0)
        return fault_set(f, "no memory");
    uint32_t tag = from->codecpar->codec_tag;
    bool known = tags && film->av.av_codec_get_id(tags, tag) == from->codecpar->codec_id;
    to->codecpar->codec_tag = known ? tag : 0;
    to->time_base = from->time_base;
    to->avg_frame_rate = from->avg_frame_rate;
    to->r_frame_rate = from->r_frame_rate;
    to->sample_aspect_ratio = from->sample_aspect_ratio;
    to->disposition = from->disposition;
    copy_side_data(film, from, to);
    copy_language(film, from, to);
    return true;
}

static bool add_streams(struct copy *c, struct fault *f)
{
    const AVFormatContext *from = c->film->from;
    int kept = 0;
    for (unsigned i = 0; i < from->nb_streams; i++) {
        const AVStream *s = from->streams[i];
        bool fits = c->film->av.avformat_query_codec(c->to->oformat, s->codecpar->codec_id,
                                                     FF_COMPLIANCE_NORMAL) != 0;
        c->streams[i] = -1;
        if (!is_kept(c->film, s) || kept >= STREAMS ||
            (s->codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE && !fits))
            continue;
        if (!add_stream(c, s, f))
            return false;
        c->streams[i] = kept++;
    }
    if (kept < (int)from->nb_streams)
        made_say(c->film->made, "%d streams that are no picture, sound or captions were left out",
                 (int)from->nb_streams - kept);
    return true;
}

// Whose it is stays with it.
static void copy_notice(struct copy *c)
{
    static const char *const kept[] = {"artist", "copyright", NULL};
    const struct film *film = c->film;
    for (const char *const *key = kept; *key; key++) {
        const AVDictionaryEntry *e = film->av.av_dict_get(film->from->metadata, *key, NULL, 0);
        if (!e)
            continue;
        film->av.av_dict_set(&c->to->metadata, *key, e->value, 0);
        made_say(film->made, "it says (%s): %s", *key, e->value);
    }
}

static bool write_packet(void *user, AVPacket *p, struct fault *f)
{
    struct copy *c = user;
    int to = c->streams[p->stream_index];
    if (to < 0 || to >= (int)c->to->nb_streams)
        return true;
    c->film->av.av_packet_rescale_ts(p, c->film->from->streams[p->stream_index]->time_base,
                                     c->to->streams[to]->time_base);
    p->stream_index = to;
    p->pos = -1;
    int error = c->film->av.av_interleaved_write_frame(c->to, p);
    return error >= 0 || ingest_av_say(&c->film->av, error, "cannot be copied", f);
}

static bool copy_all(struct copy *c, const char *url, struct fault *f)
{
    AVDictionary *options = NULL;
    const struct film *film = c->film;
    c->to->flags |= AVFMT_FLAG_BITEXACT; // the same film gives the same bytes
    if (!add_streams(c, f))
        return false;
    copy_notice(c);
    int error = film->av.avio_open(&c->to->pb, url, AVIO_FLAG_WRITE);
    if (error < 0)
        return ingest_av_say(&film->av, error, "cannot be written", f);
    film->av.av_dict_set(&options, "movflags", "+faststart", 0);
    film->av.av_dict_set(&options, "rf64", "auto", 0); // a WAV of more than 4 GiB
    error = film->av.avformat_write_header(c->to, &options);
    film->av.av_dict_free(&options);
    if (error < 0)
        return ingest_av_say(&film->av, error, "cannot be copied without its metadata", f);
    if (!read_all(c->film, write_packet, c, f))
        return false;
    error = film->av.av_write_trailer(c->to);
    if (error < 0)
        return ingest_av_say(&film->av, error, "cannot be written", f);
    error = film->av.avio_closep(&c->to->pb);
    return error >= 0 || ingest_av_say(&film->av, error, "cannot be written", f);
}

static bool names_a_place(const struct film *film)
{
    const AVDictionaryEntry *e = NULL;
    while ((e = film->av.av_dict_get(film->from->metadata, "", e, AV_DICT_IGNORE_SUFFIX)))
        if (strcasestr(e->key, "location") || strcasestr(e->key, "gps") ||
            strcasestr(e->key, "xyz") || strcasestr(e->key, "geo"))
            return true;
    return false;
}

static bool remux(struct film *film, const AVOutputFormat *format, struct fault *f)
{
    struct copy copy = {.film = film};
    char url[PATH_MAX + 8];
    int fd = place_temp(film->ingest, film->made, f);
    if (fd < 0)
        return false;
    close(fd);
    if (film->from->nb_streams > sizeof copy.streams / sizeof *copy.streams)
        return fault_set(f, "%u streams; at most %zu are allowed", film->from->nb_streams,
                         sizeof copy.streams / sizeof *copy.streams);
    snprintf(url, sizeof url, "file:%s", film->made->temp);
    int error = film->av.avformat_alloc_output_context2(&copy.to, format, NULL, url);
    bool copied = error >= 0 ? copy_all(&copy, url, f) : fault_set(f, "no memory");
    if (copy.to && copy.to->pb)
        film->av.avio_closep(&copy.to->pb);
    film->av.avformat_free_context(copy.to);
    return copied;
}

bool film_remux(struct film *film, const struct source *s, struct fault *f)
{
    if (!track_find(film, s->path, f))
        return false;
    const AVOutputFormat *format = container(film, &film->made->ending);
    bool placed = names_a_place(film) || film->placed;
    if (format) {
        if (placed)
            made_say(film->made, "where it was made was taken out");
        return remux(film, format, f);
    }
    if (placed)
        return fault_set(f,
                         "says where it was made, and a %s cannot be cleaned of it; save it as "
                         "MP4",
                         film->from->iformat->long_name);
    return read_all(film, NULL, NULL, f) && place_copy(film->ingest, film->made, s, f);
}
