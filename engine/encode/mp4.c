// MP4 (H.264 and AAC) by FFmpeg: BT.709, limited range, tagged; the same bytes each time.
#include "encode/av.h"
#include "encode/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 8192, RATE_MAX = 1000 };

struct stream {
    AVStream *stream;      // borrowed from the format
    AVCodecContext *codec; // owned
    AVFrame *frame;        // owned; what goes in next
    int64_t next;          // its time stamp
};

struct encode_mp4 {
    struct encode_file file;
    struct encode_av av;
    AVFormatContext *format;   // owned
    AVPacket *packet;          // owned
    struct SwsContext *colors; // owned
    struct stream picture, sound;
    int width;            // of the pictures given; odd ones are cut
    int channels, filled; // filled: frames in sound.frame
    bool failed;
};

static bool say(struct encode_mp4 *m, int error, const char *what, struct fault *f)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = "";
    m->av.av_strerror(error, text, sizeof text);
    m->failed = true;
    return fault_set(f, "%s: %s: %s", m->file.path, what, text);
}

static bool codec_open(struct encode_mp4 *m, struct stream *s, const char *name,
                       void (*set)(struct encode_mp4 *m, AVCodecContext *c,
                                   const struct encode_mp4_desc *desc, AVDictionary **options),
                       const struct encode_mp4_desc *desc, struct fault *f)
{
    const AVCodec *codec = m->av.avcodec_find_encoder_by_name(name);
    if (!codec)
        return fault_set(f, "%s: FFmpeg here has no %s", m->file.path, name);
    s->stream = m->av.avformat_new_stream(m->format, NULL);
    s->codec = m->av.avcodec_alloc_context3(codec);
    s->frame = m->av.av_frame_alloc();
    if (!s->stream || !s->codec || !s->frame)
        return fault_set(f, "%s: no memory", m->file.path);
    AVDictionary *options = NULL;
    s->codec->flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER;
    set(m, s->codec, desc, &options);
    int error = m->av.avcodec_open2(s->codec, codec, &options);
    m->av.av_dict_free(&options);
    if (error >= 0)
        error = m->av.avcodec_parameters_from_context(s->stream->codecpar, s->codec);
    s->stream->time_base = s->codec->time_base;
    return error >= 0 || say(m, error, name, f);
}

static void picture_set(struct encode_mp4 *m, AVCodecContext *c, const struct encode_mp4_desc *desc,
                        AVDictionary **options)
{
    c->width = desc->width & ~1;
    c->height = desc->height & ~1;
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = (AVRational){1, desc->rate_hz};
    c->framerate = (AVRational){desc->rate_hz, 1};
    c->sample_aspect_ratio = (AVRational){1, 1};
    c->color_range = AVCOL_RANGE_MPEG;
    c->color_primaries = AVCOL_PRI_BT709;
    c->color_trc = AVCOL_TRC_BT709;
    c->colorspace = AVCOL_SPC_BT709;
    c->chroma_sample_location = AVCHROMA_LOC_LEFT;
    c->thread_count = 2; // fixed: x264's bytes depend on it
    m->av.av_dict_set(options, "preset", "fast", 0);
    m->av.av_dict_set(options, "crf", "18", 0);
}

static void sound_set(struct encode_mp4 *m, AVCodecContext *c, const struct encode_mp4_desc *desc,
                      AVDictionary **options)
{
    m->av.av_channel_layout_default(&c->ch_layout, desc->channels);
    c->sample_fmt = AV_SAMPLE_FMT_FLTP;
    c->sample_rate = desc->sample_rate_hz;
    c->time_base = (AVRational){1, desc->sample_rate_hz};
    c->bit_rate = 96000 * desc->channels;
}

static bool picture_frame(struct encode_mp4 *m, struct fault *f)
{
    const AVCodecContext *c = m->picture.codec;
    AVFrame *frame = m->picture.frame;
    frame->width = c->width;
    frame->height = c->height;
    frame->format = c->pix_fmt;
    m->colors = m->av.sws_getContext(c->width, c->height, AV_PIX_FMT_RGB0, c->width, c->height,
                                     AV_PIX_FMT_YUV420P,
                                     SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP |
                                         SWS_FULL_CHR_H_INT | SWS_BITEXACT,
                                     NULL, NULL, NULL);
    if (!m->colors || m->av.av_frame_get_buffer(frame, 0) < 0)
        return fault_set(f, "%s: no memory", m->file.path);
    const int *bt709 = m->av.sws_getCoefficients(SWS_CS_ITU709);
    m->av.sws_setColorspaceDetails(m->colors, bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
    return true;
}

static bool sound_frame(struct encode_mp4 *m, struct fault *f)
{
    const AVCodecContext *c = m->sound.codec;
    AVFrame *frame = m->sound.frame;
    frame->nb_samples = c->frame_size;
    frame->format = c->sample_fmt;
    frame->sample_rate = c->sample_rate;
    if (m->av.av_channel_layout_copy(&frame->ch_layout, &c->ch_layout) < 0 ||
        m->av.av_frame_get_buffer(frame, 0) < 0)
        return fault_set(f, "%s: no memory", m->file.path);
    return true;
}

static bool begin(struct encode_mp4 *m, const char *url, struct fault *f)
{
    AVDictionary *options = NULL;
    int error = m->av.avio_open(&m->format->pb, url, AVIO_FLAG_WRITE);
    if (error < 0)
        return say(m, error, "cannot be written", f);
    m->av.av_dict_set(&options, "movflags", "+faststart", 0);
    error = m->av.avformat_write_header(m->format, &options);
    m->av.av_dict_free(&options);
    return error >= 0 || say(m, error, "cannot be written", f);
}

static bool open_all(struct encode_mp4 *m, const struct encode_mp4_desc *desc, struct fault *f)
{
    char url[PATH_MAX + 8];
    snprintf(url, sizeof url, "file:%s", m->file.temp);
    m->av.av_log_set_level(AV_LOG_QUIET); // faults say what matters
    m->packet = m->av.av_packet_alloc();
    int error = m->av.avformat_alloc_output_context2(&m->format, NULL, "mp4", url);
    if (error < 0 || !m->packet)
        return say(m, error, "no memory", f);
    m->format->flags |= AVFMT_FLAG_BITEXACT;
    if (!codec_open(m, &m->picture, "libx264", picture_set, desc, f) || !picture_frame(m, f))
        return false;
    m->width = desc->width;
    m->channels = desc->channels;
    if (m->channels > 0 &&
        (!codec_open(m, &m->sound, "aac", sound_set, desc, f) || !sound_frame(m, f)))
        return false;
    return begin(m, url, f);
}

static void free_all(struct encode_mp4 *m)
{
    struct stream *const streams[] = {&m->picture, &m->sound};
    for (int i = 0; i < 2; i++) {
        if (streams[i]->frame)
            m->av.av_frame_free(&streams[i]->frame);
        if (streams[i]->codec)
            m->av.avcodec_free_context(&streams[i]->codec);
    }
    if (m->colors)
        m->av.sws_freeContext(m->colors);
    if (m->packet)
        m->av.av_packet_free(&m->packet);
    if (m->format && m->format->pb)
        m->av.avio_closep(&m->format->pb);
    if (m->format)
        m->av.avformat_free_context(m->format);
    encode_file_drop(&m->file);
    free(m);
}

struct encode_mp4 *encode_mp4_open(const char *path, const struct encode_mp4_desc *desc,
                                   struct fault *f)
{
    if (desc->width < 2 || desc->height < 2 || desc->width > SIDE_MAX || desc->height > SIDE_MAX ||
        desc->rate_hz < 1 || desc->rate_hz > RATE_MAX || desc->channels < 0 || desc->channels > 2) {
        fault_set(f, "%s: %d x %d at %d frames a second, %d channels; 2 to %d, 1 to %d, 0 to 2",
                  path, desc->width, desc->height, desc->rate_hz, desc->channels, SIDE_MAX,
                  RATE_MAX);
        return NULL;
    }
    struct encode_mp4 *m = calloc(1, sizeof *m);
    if (!m) {
        fault_set(f, "%s: no memory", path);
        return NULL;
    }
    m->file.fd = -1;
    if (!encode_av_load(&m->av, f))
        fault_where(f, "%s", path);
    else if (encode_file_open(&m->file, path, f) && open_all(m, desc, f))
        return m;
    free_all(m);
    return NULL;
}

// One frame (NULL: no more) in, the packets that are ready out.
static bool push(struct encode_mp4 *m, struct stream *s, AVFrame *frame, struct fault *f)
{
    int error = m->av.avcodec_send_frame(s->codec, frame);
    while (error >= 0) {
        error = m->av.avcodec_receive_packet(s->codec, m->packet);
        if (error == AVERROR(EAGAIN) || error == AVERROR_EOF)
            return true;
        if (error < 0)
            break;
        if (s == &m->picture && m->packet->duration == 0)
            m->packet->duration = 1;
        m->packet->stream_index = s->stream->index;
        m->av.av_packet_rescale_ts(m->packet, s->codec->time_base, s->stream->time_base);
        error = m->av.av_interleaved_write_frame(m->format, m->packet);
    }
    return say(m, error, "cannot be written", f);
}

bool encode_mp4_frame(struct encode_mp4 *m, const unsigned char *rgba, struct fault *f)
{
    struct stream *s = &m->picture;
    int error = m->av.av_frame_make_writable(s->frame);
    if (error < 0)
        return say(m, error, "no memory", f);
    const uint8_t *const from[] = {rgba};
    const int stride[] = {m->width * 4};
    m->av.sws_scale(m->colors, from, stride, 0, s->codec->height, s->frame->data,
                    s->frame->linesize);
    s->frame->pts = s->next++;
    return push(m, s, s->frame, f);
}

static bool push_sound(struct encode_mp4 *m, struct fault *f)
{
    struct stream *s = &m->sound;
    s->frame->nb_samples = m->filled;
    s->frame->pts = s->next;
    s->next += m->filled;
    m->filled = 0;
    return push(m, s, s->frame, f);
}

bool encode_mp4_sound(struct encode_mp4 *m, const float *frames, int64_t count, struct fault *f)
{
    struct stream *s = &m->sound;
    for (int64_t i = 0; m->channels > 0 && i < count; i++) {
        if (m->filled == 0) {
            int error = m->av.av_frame_make_writable(s->frame);
            if (error < 0)
                return say(m, error, "no memory", f);
        }
        for (int c = 0; c < m->channels; c++)
            ((float *)(void *)s->frame->extended_data[c])[m->filled] = frames[i * m->channels + c];
        if (++m->filled == s->codec->frame_size && !push_sound(m, f))
            return false;
    }
    return true;
}

bool encode_mp4_close(struct encode_mp4 *m, struct fault *f)
{
    if (!m)
        return fault_set(f, "no MP4 is open");
    bool ok = !m->failed || fault_set(f, "%s: could not be written whole", m->file.path);
    ok = ok && push(m, &m->picture, NULL, f);
    if (m->channels > 0) {
        ok = ok && (m->filled == 0 || push_sound(m, f));
        ok = ok && push(m, &m->sound, NULL, f);
    }
    if (ok) {
        int error = m->av.av_write_trailer(m->format);
        ok = error >= 0 || say(m, error, "cannot be written", f);
    }
    if (m->format->pb) {
        int error = m->av.avio_closep(&m->format->pb);
        ok = ok && (error >= 0 || say(m, error, "cannot be written", f));
    }
    ok = ok && encode_file_keep(&m->file, f);
    free_all(m);
    return ok;
}

void encode_mp4_drop(struct encode_mp4 *m)
{
    if (m)
        free_all(m);
}
