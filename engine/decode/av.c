// FFmpeg's libraries, loaded when the first soundtrack is opened.
#include "decode/av.h"
#include "base/library.h"

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
