// What a film is, read from its head by FFmpeg.
#include "decode/av.h"
#include "decode/private.h"

#include <limits.h>
#include <stdio.h>

static bool see(const struct decode_av *av, AVFormatContext *format,
                struct decode_film_facts *facts, struct fault *f)
{
    if (av->avformat_find_stream_info(format, NULL) < 0)
        return fault_set(f, "it cannot be read");
    int index = av->av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, NULL, 0);
    if (index < 0)
        return fault_set(f, "there is no picture in it");
    const AVStream *stream = format->streams[index];
    facts->width = stream->codecpar->width;
    facts->height = stream->codecpar->height;
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
