// The poster of a film: of eight frames between a twentieth and nineteen twentieths of its length
// the sharpest of those that are neither dark nor blank.
//
// Sharpness is the mean of |Laplacian| over a grey picture 320 px wide, so that grain counts
// little; dark or blank: a mean below 24 or above 232 of 255, or a standard deviation below 12.
// Where all are, the one with the largest deviation is taken.
#include "decode/decode.h"
#include "ingest/film.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLACES = 8,
    SMALL = 320,    // px, the width that is judged
    LARGEST = 1920, // px, of the poster's longer side
    QUALITY = 92,
    TRIES = 400,      // packets after a place until a frame comes
    SIDE_MAX = 16384, // px; more is not decoded
};

struct look {
    const struct film *film;
    AVCodecContext *codec; // owned, as all
    AVPacket *packet;
    AVFrame *frame, *held, *best;
    struct SwsContext *small;
    double best_score;
    int seen;
};

struct grey {
    int width, height;
    unsigned char *px; // owned
};

// ---- judging ----

static double score_of(const struct grey *g)
{
    double sum = 0, squares = 0, edges = 0;
    int n = g->width * g->height, inner = 0;
    for (int k = 0; k < n; k++) {
        sum += g->px[k];
        squares += (double)g->px[k] * g->px[k];
    }
    for (int y = 1; y + 1 < g->height; y++)
        for (int x = 1; x + 1 < g->width; x++, inner++) {
            const unsigned char *p = g->px + y * g->width + x;
            edges += abs(4 * p[0] - p[-1] - p[1] - p[-g->width] - p[g->width]);
        }
    double mean = sum / n, deviation = sqrt(fmax(0, squares / n - mean * mean));
    bool good = mean >= 24 && mean <= 232 && deviation >= 12;
    return good ? 1000 + (inner ? edges / inner : 0) : deviation;
}

static bool judge(struct look *l, double *score)
{
    const AVFrame *f = l->held;
    struct grey g = {SMALL, (int)((int64_t)SMALL * f->height / f->width), NULL};
    if (g.height < 1 || g.height > 4 * SMALL)
        g.height = SMALL;
    l->film->av.sws_freeContext(l->small);
    l->small = l->film->av.sws_getContext(f->width, f->height, f->format, g.width, g.height,
                                          AV_PIX_FMT_GRAY8, SWS_AREA, NULL, NULL, NULL);
    g.px = malloc((size_t)g.width * (size_t)g.height + 64);
    if (l->small && g.px) {
        uint8_t *const to[] = {g.px};
        const int stride[] = {g.width};
        l->film->av.sws_scale(l->small, (const uint8_t *const *)f->data, f->linesize, 0, f->height,
                              to, stride);
        *score = score_of(&g);
    }
    bool judged = l->small && g.px;
    free(g.px);
    return judged;
}

// ---- decoding ----

static bool open_codec(struct look *l)
{
    const struct ingest_av *av = &l->film->av;
    const AVCodecParameters *p = l->film->picture->codecpar;
    const AVCodec *codec = av->avcodec_find_decoder(p->codec_id);
    if (!codec || p->width > SIDE_MAX || p->height > SIDE_MAX)
        return false;
    l->codec = av->avcodec_alloc_context3(codec);
    l->packet = av->av_packet_alloc();
    l->frame = av->av_frame_alloc();
    l->held = av->av_frame_alloc();
    l->best = av->av_frame_alloc();
    if (!l->codec || !l->packet || !l->frame || !l->held || !l->best)
        return false;
    if (av->avcodec_parameters_to_context(l->codec, p) < 0)
        return false;
    l->codec->thread_count = 1;
    return av->avcodec_open2(l->codec, codec, NULL) >= 0;
}

static void look_finish(struct look *l)
{
    const struct ingest_av *av = &l->film->av;
    av->avcodec_free_context(&l->codec);
    av->av_packet_free(&l->packet);
    av->av_frame_free(&l->frame);
    av->av_frame_free(&l->held);
    av->av_frame_free(&l->best);
    av->sws_freeContext(l->small);
}

// The next packet of the picture goes to the decoder; at the end it is drained.
static bool feed(struct look *l)
{
    const struct ingest_av *av = &l->film->av;
    while (av->av_read_frame(l->film->from, l->packet) >= 0) {
        bool ours = l->packet->stream_index == l->film->picture->index;
        if (ours)
            av->avcodec_send_packet(l->codec, l->packet);
        av->av_packet_unref(l->packet);
        if (ours)
            return true;
    }
    return av->avcodec_send_packet(l->codec, NULL) >= 0;
}

// Decoded frames, into held, until one is not before `wanted`: then true.
static bool drain(struct look *l, int64_t wanted, bool *over)
{
    const struct ingest_av *av = &l->film->av;
    int error;
    while ((error = av->avcodec_receive_frame(l->codec, l->frame)) >= 0) {
        int64_t time = l->frame->best_effort_timestamp;
        av->av_frame_unref(l->held);
        av->av_frame_move_ref(l->held, l->frame);
        if (time == AV_NOPTS_VALUE || time >= wanted)
            return true;
    }
    *over = error == AVERROR_EOF;
    return false;
}

// The frame at a time, into held; where none comes, the last one before it.
static bool frame_at(struct look *l, double at_s)
{
    const struct ingest_av *av = &l->film->av;
    const AVStream *s = l->film->picture;
    int64_t start = s->start_time == AV_NOPTS_VALUE ? 0 : s->start_time;
    int64_t wanted = start + (int64_t)(at_s * s->time_base.den / s->time_base.num);
    if (av->av_seek_frame(l->film->from, s->index, wanted, AVSEEK_FLAG_BACKWARD) < 0 &&
        av->av_seek_frame(l->film->from, s->index, start, AVSEEK_FLAG_BACKWARD) < 0)
        return false;
    av->avcodec_flush_buffers(l->codec);
    av->av_frame_unref(l->held);
    bool over = false;
    for (int tries = 0; tries < TRIES && !over; tries++)
        if (!feed(l) || drain(l, wanted, &over))
            break;
    return l->held->width > 0 && l->held->height > 0;
}

static void look_at(struct look *l, double at_s)
{
    double score = 0;
    if (!frame_at(l, at_s) || !judge(l, &score))
        return;
    l->seen++;
    if (l->seen > 1 && score <= l->best_score)
        return;
    l->best_score = score;
    l->film->av.av_frame_unref(l->best);
    l->film->av.av_frame_move_ref(l->best, l->held);
}

// ---- painting ----

static bool paint(struct look *l, int width, int height, int turn, struct bytes *jpeg,
                  struct fault *f)
{
    const AVFrame *b = l->best;
    int w = turn % 180 ? height : width, h = turn % 180 ? width : height;
    struct SwsContext *colors =
        l->film->av.sws_getContext(b->width, b->height, b->format, w, h, AV_PIX_FMT_RGBA,
                                   SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, NULL, NULL,
                                   NULL);
    uint32_t *px = malloc(((size_t)w * (size_t)h + 16) * 4);
    uint32_t *turned = malloc(((size_t)w * (size_t)h + 16) * 4);
    bool good = colors && px && turned;
    if (good) {
        uint8_t *const to[] = {(uint8_t *)px};
        const int stride[] = {w * 4};
        l->film->av.sws_scale(colors, (const uint8_t *const *)b->data, b->linesize, 0, b->height,
                              to, stride);
        decode_turn(px, w, h, turn, turned);
        good = picture_jpeg((const unsigned char *)turned, width, height, QUALITY, true, jpeg, f);
    } else {
        fault_set(f, "no memory for its poster");
    }
    l->film->av.sws_freeContext(colors);
    free(px);
    free(turned);
    return good;
}

static bool write_poster(struct look *l, struct made *poster, struct fault *f)
{
    struct bytes jpeg = {0};
    int width, height, turn;
    film_size(l->film, &width, &height, &turn);
    int longer = width > height ? width : height;
    double scale = longer > LARGEST ? (double)LARGEST / longer : 1;
    width = (int)fmax(1, round(width * scale));
    height = (int)fmax(1, round(height * scale));
    bool good = paint(l, width, height, turn, &jpeg, f) &&
                place_bytes(l->film->ingest, poster, jpeg.at, jpeg.size, f);
    json_object_set_new(poster->facts, "size", json_pack("[i,i]", width, height));
    bytes_finish(&jpeg);
    return good;
}

bool film_poster(struct film *film, struct made *poster, struct fault *f)
{
    struct look l = {.film = film};
    double length = film->from->duration > 0 ? (double)film->from->duration / AV_TIME_BASE : 0;
    bool good =
        open_codec(&l) || fault_set(f, "its picture cannot be decoded (%s)",
                                    film->av.avcodec_get_name(film->picture->codecpar->codec_id));
    for (int k = 0; good && k < PLACES; k++) {
        look_at(&l, length * (0.05 + 0.9 * k / (PLACES - 1)));
        ingest_tell(film->ingest, film->ingest->bytes * (k + 1) / PLACES);
    }
    if (good && l.seen == 0)
        look_at(&l, 0);
    good = good && (l.seen > 0 || fault_set(f, "none of its pictures can be decoded")) &&
           write_poster(&l, poster, f);
    look_finish(&l);
    return good;
}
