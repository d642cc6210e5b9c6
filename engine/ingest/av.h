// FFmpeg's functions that looking into films and copying their streams need, loaded when the first
// one is added.
#pragma once
#include "base/fault.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libswscale/swscale.h>

#define INGEST_AVFORMAT(X)            \
    X(avformat_open_input)            \
    X(avformat_close_input)           \
    X(avformat_find_stream_info)      \
    X(av_find_best_stream)            \
    X(av_read_frame)                  \
    X(av_seek_frame)                  \
    X(av_guess_format)                \
    X(av_guess_sample_aspect_ratio)   \
    X(av_stream_get_side_data)        \
    X(av_stream_new_side_data)        \
    X(av_codec_get_id)                \
    X(avformat_query_codec)           \
    X(avformat_alloc_output_context2) \
    X(avformat_new_stream)            \
    X(avformat_write_header)          \
    X(avformat_free_context)          \
    X(av_interleaved_write_frame)     \
    X(av_write_trailer)               \
    X(avio_open)                      \
    X(avio_closep)
#define INGEST_AVCODEC(X)            \
    X(avcodec_find_decoder)          \
    X(avcodec_alloc_context3)        \
    X(avcodec_free_context)          \
    X(avcodec_parameters_to_context) \
    X(avcodec_parameters_copy)       \
    X(avcodec_open2)                 \
    X(avcodec_send_packet)           \
    X(avcodec_receive_frame)         \
    X(avcodec_flush_buffers)         \
    X(avcodec_get_name)              \
    X(av_packet_alloc)               \
    X(av_packet_free)                \
    X(av_packet_unref)               \
    X(av_packet_rescale_ts)
#define INGEST_AVUTIL(X)       \
    X(av_frame_alloc)          \
    X(av_frame_free)           \
    X(av_frame_unref)          \
    X(av_frame_move_ref)       \
    X(av_dict_set)             \
    X(av_dict_get)             \
    X(av_dict_free)            \
    X(av_log_set_level)        \
    X(av_strerror)             \
    X(av_display_rotation_get) \
    X(av_reduce)               \
    X(av_rescale_q)
#define INGEST_SWSCALE(X) \
    X(sws_getContext)     \
    X(sws_freeContext)    \
    X(sws_scale)

#define INGEST_AV_POINTER(name) __typeof__(name) *name;
struct ingest_av {
    INGEST_AVFORMAT(INGEST_AV_POINTER)
    INGEST_AVCODEC(INGEST_AV_POINTER)
    INGEST_AVUTIL(INGEST_AV_POINTER)
    INGEST_SWSCALE(INGEST_AV_POINTER)
};

bool ingest_av_load(struct ingest_av *av, struct fault *f);
// Opens a container that is known, from this file alone, and finds its streams. NULL and a fault.
AVFormatContext *ingest_av_open(const struct ingest_av *av, const char *path, struct fault *f);
bool ingest_av_say(const struct ingest_av *av, int error, const char *what, struct fault *f);
