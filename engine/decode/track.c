// Soundtracks of films by FFmpeg, counted in frames from the film's time 0.
#include "decode/av.h"
#include "decode/private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct track {
    struct decode_source base;
    struct decode_av av;
    AVFormatContext *format; // owned
    AVCodecContext *codec;   // owned
    AVPacket *packet;        // owned
    AVFrame *frame;          // owned
    AVStream *stream;
    int64_t zero; // the film's time 0, in our frames on the file's clock
    int64_t grid; // where a coded frame begins; all others lie whole coded frames away
    int64_t at;   // the frame to be read next
    float *held;  // decoded, interleaved; owned
    int64_t held_at, held_count, held_room;
    int64_t expected; // where the next decoded frame should lie
    bool sought;      // the next decoded frame says where we are
    bool drained;
};

static bool say(struct track *t, int error, const char *what, struct fault *f)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = "";
    t->av.av_strerror(error, text, sizeof text);
    return fault_set(f, "%s: %s", what, text);
}

static float sample(const AVFrame *frame, enum AVSampleFormat packed, int plane, int64_t i)
{
    const void *p = frame->extended_data[plane];
    switch (packed) {
    case AV_SAMPLE_FMT_U8:
        return ((float)((const uint8_t *)p)[i] - 128) / 128;
    case AV_SAMPLE_FMT_S16:
        return (float)((const int16_t *)p)[i] / 32768;
    case AV_SAMPLE_FMT_S32:
        return (float)((const int32_t *)p)[i] / 2147483648.0f;
    case AV_SAMPLE_FMT_S64:
        return (float)((const int64_t *)p)[i] / 9223372036854775808.0f;
    case AV_SAMPLE_FMT_FLT:
        return ((const float *)p)[i];
    case AV_SAMPLE_FMT_DBL:
        return (float)((const double *)p)[i];
    default:
        return 0;
    }
}

static bool hold(struct track *t)
{
    const AVFrame *frame = t->frame;
    int channels = t->base.channels, count = frame->nb_samples;
    if (frame->ch_layout.nb_channels != channels || frame->sample_rate != t->base.rate_hz)
        return false; // changes on its way: broken from here on
    if (count > t->held_room) {
        float *bigger = realloc(t->held, (size_t)count * (size_t)channels * sizeof *bigger);
        if (!bigger)
            return false;
        t->held = bigger;
        t->held_room = count;
    }
    enum AVSampleFormat packed = t->av.av_get_packed_sample_fmt(frame->format);
    bool planar = t->av.av_sample_fmt_is_planar(frame->format);
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < count; i++)
            t->held[i * channels + c] = planar
                                            ? sample(frame, packed, c, i)
                                            : sample(frame, packed, 0, (int64_t)i * channels + c);
    t->held_count = count;
    return true;
}

// The next decoded frame into t->frame; false at the end.
static bool decode(struct track *t)
{
    for (;;) {
        int got = t->av.avcodec_receive_frame(t->codec, t->frame);
        if (got == 0)
            return true;
        if (got == AVERROR_EOF || t->drained)
            return false;
        int read = t->av.av_read_frame(t->format, t->packet);
        if (read < 0) {
            t->drained = true;
            t->av.avcodec_send_packet(t->codec, NULL);
            continue;
        }
        if (t->packet->stream_index == t->stream->index)
            t->av.avcodec_send_packet(t->codec, t->packet); // a broken packet: the next may do
        t->av.av_packet_unref(t->packet);
    }
}

// Some containers count in milliseconds: coded frames of one length lie on a grid, which is exact.
static int64_t on_grid(const struct track *t, int64_t position)
{
    int64_t step = t->codec->frame_size, away = position - t->grid;
    if (step <= 0)
        return position;
    int64_t steps = (away + (away < 0 ? -step / 2 : step / 2)) / step;
    int64_t near = t->grid + steps * step;
    return llabs(near - position) <= t->base.rate_hz / 500 ? near : position;
}

// Where the frame in t->frame lies.
static int64_t position(const struct track *t)
{
    AVRational ours = {1, t->base.rate_hz};
    int64_t stamp = t->frame->best_effort_timestamp;
    if (stamp == AV_NOPTS_VALUE)
        return t->expected;
    int64_t said = t->av.av_rescale_q(stamp, t->stream->time_base, ours) - t->zero;
    if (t->sought)
        return on_grid(t, said);
    // Running on: small differences are rounding, large ones are gaps; huge ones make no sense.
    int64_t off = llabs(said - t->expected);
    return off <= t->base.rate_hz / 50 || off > 600ll * t->base.rate_hz ? t->expected : said;
}

static bool next(struct track *t)
{
    t->held_count = 0;
    if (!decode(t) || !hold(t))
        return false;
    t->held_at = position(t);
    t->expected = t->held_at + t->held_count;
    t->sought = false;
    return true;
}

static int64_t track_read(struct decode_source *s, float *frames, int64_t count)
{
    struct track *t = (struct track *)s;
    int64_t got = 0;
    size_t width = (size_t)s->channels;
    while (got < count) {
        float *to = frames + (size_t)got * width;
        int64_t passed = t->at - t->held_at, n = count - got;
        if (passed >= t->held_count) {
            if (!next(t))
                break;
        } else if (passed < 0) { // begins later than the film, or a gap
            n = n < -passed ? n : -passed;
            memset(to, 0, (size_t)n * width * sizeof *to);
            got += n;
            t->at += n;
        } else {
            n = n < t->held_count - passed ? n : t->held_count - passed;
            memcpy(to, t->held + (size_t)passed * width, (size_t)n * width * sizeof *to);
            got += n;
            t->at += n;
        }
    }
    return got;
}

// To a packet at or before `frame`, and one frame decoded.
static bool seek_near(struct track *t, int64_t frame)
{
    AVRational ours = {1, t->base.rate_hz};
    int64_t stamp = t->av.av_rescale_q(frame + t->zero, ours, t->stream->time_base);
    if (t->av.av_seek_frame(t->format, t->stream->index, stamp, AVSEEK_FLAG_BACKWARD) < 0)
        return false;
    t->av.avcodec_flush_buffers(t->codec);
    t->sought = true;
    t->drained = false;
    return next(t);
}

// Decoders need the frames before (overlap, bit reservoir), so it starts early and drops. Where an
// index leads past the place, it starts earlier.
static bool track_seek(struct decode_source *s, int64_t frame)
{
    struct track *t = (struct track *)s;
    int64_t rate = s->rate_hz;
    const int64_t early[] = {rate / 4, rate * 2, rate * 10};
    t->at = frame;
    for (int i = 0; i < 3 && frame > early[i]; i++)
        if (seek_near(t, frame - early[i]) && t->held_at <= frame)
            return true;
    if (s->frames >= 0 && frame >= s->frames) { // past the end: nothing to read
        t->av.avcodec_flush_buffers(t->codec);
        t->drained = true;
        t->held_at = frame;
        t->held_count = 0;
        return true;
    }
    int64_t start = -t->zero;
    if (t->stream->start_time != AV_NOPTS_VALUE)
        start += t->av.av_rescale_q(t->stream->start_time, t->stream->time_base,
                                    (AVRational){1, s->rate_hz});
    return seek_near(t, start < 0 ? start : 0) || seek_near(t, start);
}

static void track_close(struct decode_source *s)
{
    struct track *t = (struct track *)s;
    t->av.av_packet_free(&t->packet);
    t->av.av_frame_free(&t->frame);
    t->av.avcodec_free_context(&t->codec);
    t->av.avformat_close_input(&t->format);
    free(t->held);
    free(t);
}

static bool open_format(struct track *t, const char *path, struct fault *f)
{
    char url[PATH_MAX + 8];
    AVDictionary *options = NULL;
    if (snprintf(url, sizeof url, "file:%s", path) >= (int)sizeof url)
        return fault_set(f, "the name is too long");
    // What calls itself a film must not reach the network.
    t->av.av_dict_set(&options, "protocol_whitelist", "file", 0);
    t->av.av_dict_set(&options, "format_whitelist", DECODE_FORMATS, 0);
    int error = t->av.avformat_open_input(&t->format, url, NULL, &options);
    t->av.av_dict_free(&options);
    if (error < 0)
        return say(t, error, "neither a sound nor a film that can be read", f);
    error = t->av.avformat_find_stream_info(t->format, NULL);
    if (error < 0)
        return say(t, error, "cannot be read", f);
    int index = t->av.av_find_best_stream(t->format, AVMEDIA_TYPE_AUDIO, -1, -1, NULL, 0);
    if (index < 0)
        return fault_set(f, DECODE_NO_SOUND);
    for (unsigned i = 0; i < t->format->nb_streams; i++)
        t->format->streams[i]->discard = (int)i == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    t->stream = t->format->streams[index];
    return true;
}

static bool open_codec(struct track *t, struct fault *f)
{
    const AVCodec *codec = t->av.avcodec_find_decoder(t->stream->codecpar->codec_id);
    if (!codec)
        return fault_set(f, "its soundtrack has a codec that is not known");
    t->codec = t->av.avcodec_alloc_context3(codec);
    t->packet = t->av.av_packet_alloc();
    t->frame = t->av.av_frame_alloc();
    if (!t->codec || !t->packet || !t->frame)
        return fault_set(f, "no memory");
    int error = t->av.avcodec_parameters_to_context(t->codec, t->stream->codecpar);
    t->codec->thread_count = 1;
    t->codec->pkt_timebase = t->stream->time_base;
    if (error >= 0)
        error = t->av.avcodec_open2(t->codec, codec, NULL);
    return error >= 0 || say(t, error, "its soundtrack cannot be decoded", f);
}

// Rate and channels as decoded (containers may be wrong), where time 0 is, and how long.
static bool begin(struct track *t, struct fault *f)
{
    if (!decode(t))
        return fault_set(f, "its soundtrack has nothing that can be decoded");
    struct decode_source *s = &t->base;
    s->channels = t->frame->ch_layout.nb_channels;
    s->rate_hz = t->frame->sample_rate;
    if (!decode_source_allowed(s->channels, s->rate_hz, f))
        return false;
    AVRational ours = {1, s->rate_hz};
    if (t->format->start_time != AV_NOPTS_VALUE)
        t->zero = t->av.av_rescale_q(t->format->start_time, AV_TIME_BASE_Q, ours);
    if (t->stream->duration > 0 && t->stream->start_time != AV_NOPTS_VALUE)
        s->frames = t->av.av_rescale_q(t->stream->start_time + t->stream->duration,
                                       t->stream->time_base, ours) -
                    t->zero;
    else if (t->format->duration > 0)
        s->frames = t->av.av_rescale_q(t->format->duration, AV_TIME_BASE_Q, ours);
    if (s->frames < 0)
        s->frames = -1;
    if (!hold(t))
        return fault_set(f, "no memory");
    t->held_at = position(t);
    t->expected = t->grid = t->held_at + t->held_count;
    return true;
}

struct decode_source *decode_track_open(const char *path, struct fault *f)
{
    struct track *t = calloc(1, sizeof *t);
    if (!t || !decode_av_load(&t->av, f)) {
        if (!t)
            fault_set(f, "no memory");
        free(t);
        return NULL;
    }
    t->base = (struct decode_source){
        .frames = -1, .read = track_read, .seek = track_seek, .close = track_close};
    t->av.av_log_set_level(AV_LOG_QUIET); // faults say what matters
    if (open_format(t, path, f) && open_codec(t, f) && begin(t, f))
        return &t->base;
    track_close(&t->base);
    return NULL;
}
