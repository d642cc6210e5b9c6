// FFmpeg's functions that soundtracks need, loaded when the first one is opened.
#pragma once
#include "base/fault.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>

#define DECODE_AVFORMAT(X)       \
    X(avformat_open_input)       \
    X(avformat_close_input)      \
    X(avformat_find_stream_info) \
    X(av_find_best_stream)       \
    X(av_read_frame)             \
    X(av_seek_frame)             \
    X(av_stream_get_side_data)   \
    X(av_guess_sample_aspect_ratio)
#define DECODE_AVCODEC(X)            \
    X(avcodec_find_decoder)          \
    X(avcodec_alloc_context3)        \
    X(avcodec_free_context)          \
    X(avcodec_parameters_to_context) \
    X(avcodec_open2)                 \
    X(avcodec_send_packet)           \
    X(avcodec_receive_frame)         \
    X(avcodec_flush_buffers)         \
    X(av_packet_alloc)               \
    X(av_packet_free)                \
    X(av_packet_unref)
#define DECODE_AVUTIL(X)        \
    X(av_frame_alloc)           \
    X(av_frame_free)            \
    X(av_dict_set)              \
    X(av_dict_free)             \
    X(av_log_set_level)         \
    X(av_rescale_q)             \
    X(av_display_rotation_get)  \
    X(av_strerror)              \
    X(av_get_packed_sample_fmt) \
    X(av_sample_fmt_is_planar)

#define DECODE_AV_POINTER(name) __typeof__(name) *name;
struct decode_av {
    DECODE_AVFORMAT(DECODE_AV_POINTER)
    DECODE_AVCODEC(DECODE_AV_POINTER)
    DECODE_AVUTIL(DECODE_AV_POINTER)
};

bool decode_av_load(struct decode_av *av, struct fault *f);
// Degrees by which a film is turned clockwise when it is played, as its container says: 0, 90, 180
// or 270, the nearest.
int decode_av_turn(const struct decode_av *av, const AVStream *stream);
