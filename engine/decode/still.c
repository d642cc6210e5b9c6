// One picture of a film, by FFmpeg: what stands there at a moment, upright, in square px.
#include "base/library.h"
#include "decode/av.h"
#include "decode/private.h"

#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIDE_MAX = 16384, // px; more is not decoded
    PACKETS = 4000,   // from a key frame to the asked one; beyond, what was seen last stands
};

struct scale {
    __typeof__(sws_getContext) *sws_getContext;
    __typeof__(sws_freeContext) *sws_freeContext;
    __typeof__(sws_scale) *sws_scale;
    __typeof__(av_frame_unref) *av_frame_unref;
    __typeof__(av_frame_move_ref) *av_frame_move_ref;
};

struct still {
    struct decode_av av;
    struct scale scale;
    AVFormatContext *format; // owned, as all that follows
    AVStream *stream;        // borrowed from format
    AVCodecContext *codec;
    AVPacket *packet;
    AVFrame *frame, *held; // held: the last that is not after the asked moment
    int64_t wanted;
    bool passed; // a later one came
};

static bool load(struct still *s, struct fault *f)
{
    const struct library_symbol scale[] = {
        {"sws_getContext", (void **)&s->scale.sws_getContext},
        {"sws_freeContext", (void **)&s->scale.sws_freeContext},
        {"sws_scale", (void **)&s->scale.sws_scale},
    };
    const struct library_symbol util[] = {
        {"av_frame_unref", (void **)&s->scale.av_frame_unref},
        {"av_frame_move_ref", (void **)&s->scale.av_frame_move_ref},
    };
    const char *const scales[] = {"libswscale.so.6", NULL};
    const char *const utils[] = {"libavutil.so.57", NULL};
    return decode_av_load(&s->av, f) && library_load(utils, "libavutil57", util, 2, f) &&
           library_load(scales, "libswscale6", scale, 3, f);
}

static bool open_film(struct still *s, const char *path, struct fault *f)
{
    char url[PATH_MAX + 8];
    AVDictionary *options = NULL;
    if (snprintf(url, sizeof url, "file:%s", path) >= (int)sizeof url)
        return fault_set(f, "the name is too long");
    s->av.av_log_set_level(AV_LOG_QUIET);
    s->av.av_dict_set(&options, "protocol_whitelist", "file", 0);
    s->av.av_dict_set(&options, "format_whitelist", DECODE_FORMATS, 0);
    int error = s->av.avformat_open_input(&s->format, url, NULL, &options);
    s->av.av_dict_free(&options);
    if (error < 0 || s->av.avformat_find_stream_info(s->format, NULL) < 0)
        return fault_set(f, "it is no film that can be read");
    int index = s->av.av_find_best_stream(s->format, AVMEDIA_TYPE_VIDEO, -1, -1, NULL, 0);
    if (index < 0)
        return fault_set(f, "there is no picture in it");
    s->stream = s->format->streams[index];
    return true;
}

static bool open_codec(struct still *s, struct fault *f)
{
    const AVCodecParameters *p = s->stream->codecpar;
    const AVCodec *codec = s->av.avcodec_find_decoder(p->codec_id);
    if (!codec || p->width > SIDE_MAX || p->height > SIDE_MAX)
        return fault_set(f, "its picture cannot be decoded");
    s->codec = s->av.avcodec_alloc_context3(codec);
    s->packet = s->av.av_packet_alloc();
    s->frame = s->av.av_frame_alloc();
    s->held = s->av.av_frame_alloc();
    if (!s->codec || !s->packet || !s->frame || !s->held)
        return fault_set(f, "memory is short");
    s->codec->thread_count = 1;
    return (s->av.avcodec_parameters_to_context(s->codec, p) >= 0 &&
            s->av.avcodec_open2(s->codec, codec, NULL) >= 0) ||
           fault_set(f, "its picture cannot be decoded");
}

static void finish(struct still *s)
{
    if (s->codec)
        s->av.avcodec_free_context(&s->codec);
    if (s->packet)
        s->av.av_packet_free(&s->packet);
    if (s->frame)
        s->av.av_frame_free(&s->frame);
    if (s->held)
        s->av.av_frame_free(&s->held);
    if (s->format)
        s->av.avformat_close_input(&s->format);
}

// ---- the moment ----

static void take_frames(struct still *s)
{
    while (!s->passed && s->av.avcodec_receive_frame(s->codec, s->frame) >= 0) {
        int64_t time = s->frame->best_effort_timestamp;
        s->passed = s->held->width > 0 && time != AV_NOPTS_VALUE && time > s->wanted;
        if (s->passed) {
            s->scale.av_frame_unref(s->frame);
            return;
        }
        s->scale.av_frame_unref(s->held);
        s->scale.av_frame_move_ref(s->held, s->frame);
        s->passed = time != AV_NOPTS_VALUE && time >= s->wanted;
    }
}

static bool seek(struct still *s, double at_s)
{
    const AVStream *stream = s->stream;
    int64_t start = stream->start_time == AV_NOPTS_VALUE ? 0 : stream->start_time;
    double units = at_s * stream->time_base.den / stream->time_base.num;
    // Half a unit of the clock more: a key frame's time in a record is rounded.
    s->wanted = start + (int64_t)floor(fmin(fmax(units, 0), 1e15) + 0.5);
    return s->av.av_seek_frame(s->format, stream->index, s->wanted, AVSEEK_FLAG_BACKWARD) >= 0 ||
           s->av.av_seek_frame(s->format, stream->index, start, AVSEEK_FLAG_BACKWARD) >= 0;
}

static bool find_frame(struct still *s, double at_s, struct fault *f)
{
    if (!seek(s, at_s))
        return fault_set(f, "it cannot be sought in");
    for (int n = 0; n < PACKETS && !s->passed; n++) {
        bool more = s->av.av_read_frame(s->format, s->packet) >= 0;
        bool ours = more && s->packet->stream_index == s->stream->index;
        if (ours || !more)
            s->av.avcodec_send_packet(s->codec, more ? s->packet : NULL);
        if (more)
            s->av.av_packet_unref(s->packet);
        if (ours || !more)
            take_frames(s);
        if (!more)
            break;
    }
    return s->held->width > 0 || fault_set(f, "none of its pictures can be decoded");
}

// ---- upright ----

void decode_turn(const uint32_t *from, int w, int h, int turn, uint32_t *to)
{
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            size_t at = turn == 90    ? (size_t)x * (size_t)h + (size_t)(h - 1 - y)
                        : turn == 180 ? (size_t)(h - 1 - y) * (size_t)w + (size_t)(w - 1 - x)
                        : turn == 270 ? (size_t)(w - 1 - x) * (size_t)h + (size_t)y
                                      : (size_t)y * (size_t)w + (size_t)x;
            to[at] = from[(size_t)y * (size_t)w + (size_t)x];
        }
}

// Square px, the longer side at most so many, before it is turned.
static void size_of(struct still *s, int longest_px, int *w, int *h)
{
    AVRational sar = s->av.av_guess_sample_aspect_ratio(s->format, s->stream, NULL);
    double wide = sar.num > 0 && sar.den > 0 ? (double)sar.num / sar.den : 1;
    double width = s->held->width * fmax(wide, 1), height = s->held->height / fmin(wide, 1);
    double scale = fmin(1, longest_px / fmax(width, height));
    *w = (int)fmax(1, round(width * scale));
    *h = (int)fmax(1, round(height * scale));
}

static bool paint(struct still *s, int longest_px, struct decode_picture *picture, struct fault *f)
{
    int w, h, turn = decode_av_turn(&s->av, s->stream);
    size_of(s, longest_px, &w, &h);
    struct SwsContext *colors =
        s->scale.sws_getContext(s->held->width, s->held->height, s->held->format, w, h,
                                AV_PIX_FMT_RGBA, SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
                                NULL, NULL, NULL);
    uint32_t *px = malloc(((size_t)w * (size_t)h + 16) * 4);
    uint32_t *turned = malloc(((size_t)w * (size_t)h + 16) * 4);
    bool good = colors && px && turned;
    if (good) {
        uint8_t *const to[] = {(uint8_t *)px};
        const int stride[] = {w * 4};
        s->scale.sws_scale(colors, (const uint8_t *const *)s->held->data, s->held->linesize, 0,
                           s->held->height, to, stride);
        decode_turn(px, w, h, turn, turned);
        *picture = (struct decode_picture){.rgba = (unsigned char *)turned,
                                           .width = turn % 180 ? h : w,
                                           .height = turn % 180 ? w : h,
                                           .opaque = true};
    }
    if (colors)
        s->scale.sws_freeContext(colors);
    free(px);
    if (!good)
        free(turned);
    return good || fault_set(f, "memory is short");
}

bool decode_film_still(const char *path, double at_s, int longest_px,
                       struct decode_picture *picture, struct fault *f)
{
    struct still s = {.wanted = 0};
    *picture = (struct decode_picture){0};
    bool good = load(&s, f) && open_film(&s, path, f) && open_codec(&s, f) &&
                find_frame(&s, at_s, f) && paint(&s, longest_px, picture, f);
    finish(&s);
    return good;
}
