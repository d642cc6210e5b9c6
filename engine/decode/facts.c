// What a film is, read from its head by FFmpeg.
#include "decode/av.h"
#include "decode/private.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

// As it is seen: square px, turned as its container says.
static void see_size(const struct decode_av *av, AVFormatContext *format, AVStream *stream,
                     struct decode_film_facts *facts)
{
    AVRational sar = av->av_guess_sample_aspect_ratio(format, stream, NULL);
    double wide = sar.num > 0 && sar.den > 0 ? (double)sar.num / sar.den : 1;
    double w = stream->codecpar->width * fmax(wide, 1),
           h = stream->codecpar->height / fmin(wide, 1);
    bool lies = decode_av_turn(av, stream) % 180 != 0;
    int width = (int)round(fmin(w, 1e6)), height = (int)round(fmin(h, 1e6));
    facts->width = lies ? height : width;
    facts->height = lies ? width : height;
}

static bool see(const struct decode_av *av, AVFormatContext *format,
                struct decode_film_facts *facts, struct fault *f)
{
    if (av->avformat_find_stream_info(format, NULL) < 0)
        return fault_set(f, "it cannot be read");
    int index = av->av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, NULL, 0);
    if (index < 0)
        return fault_set(f, "there is no picture in it");
    AVStream *stream = format->streams[index];
    see_size(av, format, stream, facts);
    facts->duration_s = format->duration > 0 ? (double)format->duration / AV_TIME_BASE : 0;
    if (stream->avg_frame_rate.num > 0 && stream->avg_frame_rate.den > 0)
        facts->frame_s = (double)stream->avg_frame_rate.den / stream->avg_frame_rate.num;
    return facts->duration_s > 0 || fault_set(f, "how long it is cannot be known");
}

bool decode_film_facts(const char *path, struct decode_film_facts *facts, struct fault *f)
{
    struct decode_av av;
    AVFormatContext *format = NULL;
    AVDictionary *options = NULL;
    char url[PATH_MAX + 8];
    *facts = (struct decode_film_facts){0};
    if (!decode_av_load(&av, f))
        return false;
    if (snprintf(url, sizeof url, "file:%s", path) >= (int)sizeof url)
        return fault_set(f, "the name is too long");
    av.av_log_set_level(AV_LOG_QUIET);
    av.av_dict_set(&options, "protocol_whitelist", "file", 0);
    av.av_dict_set(&options, "format_whitelist", DECODE_FORMATS, 0);
    int error = av.avformat_open_input(&format, url, NULL, &options);
    av.av_dict_free(&options);
    if (error < 0)
        return fault_set(f, "it is no film that can be read");
    bool seen = see(&av, format, facts, f);
    av.avformat_close_input(&format);
    return seen;
}
