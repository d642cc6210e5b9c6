// FFmpeg's libraries, loaded when the first MP4 is written.
#include "encode/av.h"
#include "base/library.h"

#define SYMBOL(name) {#name, (void **)&av->name},
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

bool encode_av_load(struct encode_av *av, struct fault *f)
{
    const struct library_symbol format[] = {ENCODE_AVFORMAT(SYMBOL)};
    const struct library_symbol codec[] = {ENCODE_AVCODEC(SYMBOL)};
    const struct library_symbol util[] = {ENCODE_AVUTIL(SYMBOL)};
    const struct library_symbol scale[] = {ENCODE_SWSCALE(SYMBOL)};
    const char *const formats[] = {"libavformat.so.59", NULL};
    const char *const codecs[] = {"libavcodec.so.59", NULL};
    const char *const utils[] = {"libavutil.so.57", NULL};
    const char *const scales[] = {"libswscale.so.6", NULL};
    return library_load(utils, "libavutil57", util, COUNT(util), f) &&
           library_load(codecs, "libavcodec59", codec, COUNT(codec), f) &&
           library_load(formats, "libavformat59", format, COUNT(format), f) &&
           library_load(scales, "libswscale6", scale, COUNT(scale), f);
}
