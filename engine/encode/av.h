// FFmpeg's functions that an MP4 needs, loaded when the first one is written.
#pragma once
#include "base/fault.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>

#define ENCODE_AVFORMAT(X)            \
    X(avformat_alloc_output_context2) \
    X(avformat_new_stream)            \
    X(avformat_write_header)          \
    X(avformat_free_context)          \
    X(av_interleaved_write_frame)     \
    X(av_write_trailer)               \
    X(avio_open)                      \
    X(avio_closep)
#define ENCODE_AVCODEC(X)              \
    X(avcodec_find_encoder_by_name)    \
    X(avcodec_alloc_context3)          \
    X(avcodec_free_context)            \
    X(avcodec_parameters_from_context) \
    X(avcodec_open2)                   \
    X(avcodec_send_frame)              \
    X(avcodec_receive_packet)          \
    X(av_packet_alloc)                 \
    X(av_packet_free)                  \
    X(av_packet_rescale_ts)
#define ENCODE_AVUTIL(X)         \
    X(av_frame_alloc)            \
    X(av_frame_free)             \
    X(av_frame_get_buffer)       \
    X(av_frame_make_writable)    \
    X(av_channel_layout_default) \
    X(av_channel_layout_copy)    \
    X(av_dict_set)               \
    X(av_dict_free)              \
    X(av_log_set_level)          \
    X(av_strerror)
#define ENCODE_SWSCALE(X)       \
    X(sws_getContext)           \
    X(sws_freeContext)          \
    X(sws_getCoefficients)      \
    X(sws_setColorspaceDetails) \
    X(sws_scale)

#define ENCODE_AV_POINTER(name) __typeof__(name) *name;
struct encode_av {
    ENCODE_AVFORMAT(ENCODE_AV_POINTER)
    ENCODE_AVCODEC(ENCODE_AV_POINTER)
    ENCODE_AVUTIL(ENCODE_AV_POINTER)
    ENCODE_SWSCALE(ENCODE_AV_POINTER)
};

bool encode_av_load(struct encode_av *av, struct fault *f);
