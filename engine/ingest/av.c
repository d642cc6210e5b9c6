// FFmpeg's libraries, loaded when the first film is added.
#include "ingest/av.h"
#include "base/library.h"
#include "decode/header.h"

#include <limits.h>
#include <stdio.h>

#define SYMBOL(name) {#name, (void **)&av->name},
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

bool ingest_av_load(struct ingest_av *av, struct fault *f)
{
    const struct library_symbol format[] = {INGEST_AVFORMAT(SYMBOL)};
    const struct library_symbol codec[] = {INGEST_AVCODEC(SYMBOL)};
    const struct library_symbol util[] = {INGEST_AVUTIL(SYMBOL)};
    const struct library_symbol scale[] = {INGEST_SWSCALE(SYMBOL)};
    const char *const formats[] = {"libavformat.so.59", NULL};
    const char *const codecs[] = {"libavcodec.so.59", NULL};
    const char *const utils[] = {"libavutil.so.57", NULL};
    const char *const scales[] = {"libswscale.so.6", NULL};
    if (!library_load(utils, "libavutil57", util, COUNT(util), f) ||
        !library_load(codecs, "libavcodec59", codec, COUNT(codec), f) ||
        !library_load(formats, "libavformat59", format, COUNT(format), f) ||
        !library_load(scales, "libswscale6", scale, COUNT(scale), f))
        return false;
    av->av_log_set_level(AV_LOG_QUIET); // faults say what matters
    return true;
}

bool ingest_av_say(const struct ingest_av *av, int error, const char *what, struct fault *f)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = "";
    av->av_strerror(error, text, sizeof text);
    return fault_set(f, "%s: %s", what, text);
}

AVFormatContext *ingest_av_open(const struct ingest_av *av, const char *path, struct fault *f)
{
    char url[PATH_MAX + 8];
    AVFormatContext *format = NULL;
    AVDictionary *options = NULL;
    if (snprintf(url, sizeof url, "file:%s", path) >= (int)sizeof url) {
        fault_set(f, "the name is too long");
        return NULL;
    }
    // What calls itself a film must not reach the network.
    av->av_dict_set(&options, "protocol_whitelist", "file", 0);
    av->av_dict_set(&options, "format_whitelist", DECODE_FORMATS, 0);
    av->av_dict_set(&options, "export_side_data", "", 0);
    int error = av->avformat_open_input(&format, url, NULL, &options);
    av->av_dict_free(&options);
    if (error >= 0)
        error = av->avformat_find_stream_info(format, NULL);
    if (error >= 0)
        return format;
    ingest_av_say(av, error, "no film or sound that can be read, or one that is cut short", f);
    av->avformat_close_input(&format);
    return NULL;
}
