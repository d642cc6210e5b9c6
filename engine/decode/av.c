// FFmpeg's libraries, loaded when the first soundtrack is opened.
#include "decode/av.h"
#include "base/library.h"

#include <math.h>

#define SYMBOL(name) {#name, (void **)&av->name},
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

bool decode_av_load(struct decode_av *av, struct fault *f)
{
    const struct library_symbol format[] = {DECODE_AVFORMAT(SYMBOL)};
    const struct library_symbol codec[] = {DECODE_AVCODEC(SYMBOL)};
    const struct library_symbol util[] = {DECODE_AVUTIL(SYMBOL)};
    const char *const formats[] = {"libavformat.so.59", NULL};
    const char *const codecs[] = {"libavcodec.so.59", NULL};
    const char *const utils[] = {"libavutil.so.57", NULL};
    return library_load(utils, "libavutil57", util, COUNT(util), f) &&
           library_load(codecs, "libavcodec59", codec, COUNT(codec), f) &&
           library_load(formats, "libavformat59", format, COUNT(format), f);
}

int decode_av_turn(const struct decode_av *av, const AVStream *stream)
{
    const uint8_t *matrix = av->av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, NULL);
    double angle = matrix ? av->av_display_rotation_get((const int32_t *)(const void *)matrix) : 0;
    return isfinite(angle) ? 90 * ((int)lround(-angle / 90) & 3) : 0;
}
