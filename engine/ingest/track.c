// Captions that are none: drones write where they are into a subtitle track.
#include "ingest/film.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define EXACT 4 // decimals of a degree: ten metres
#define NAMED 2 // where the text says what the number is

// Does a word stand there, whatever its case, and no longer one?
static bool stands(const char *text, size_t left, const char *word)
{
    size_t n = strlen(word);
    return left > n && strncasecmp(text, word, n) == 0 && !isalpha((unsigned char)text[n]);
}

// One text: two numbers as exact as positions are, or one that is called so.
bool track_says_place(const char *text, size_t size)
{
    static const char *const words[] = {"gps", "latitude", "longitude", "lat", "lon", "lng"};
    int exact = 0, named = 0;
    bool called = false;
    for (size_t i = 0; i < size; i++) {
        if (isalpha((unsigned char)text[i]) && (i == 0 || !isalpha((unsigned char)text[i - 1])))
            for (size_t w = 0; w < sizeof words / sizeof *words; w++)
                called = called || stands(text + i, size - i, words[w]);
        if (text[i] != '.' || i == 0 || !isdigit((unsigned char)text[i - 1]))
            continue;
        size_t decimals = 0;
        while (i + 1 < size && isdigit((unsigned char)text[i + 1])) {
            decimals++;
            i++;
        }
        exact += decimals >= EXACT;
        named += decimals >= NAMED;
    }
    return exact >= 2 || (called && named);
}

static bool is_subtitle(const AVStream *s)
{
    return s->codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE;
}

bool track_find(struct film *film, const char *path, struct fault *f)
{
    unsigned count = 0;
    const struct ingest_av *av = &film->av;
    for (unsigned i = 0; i < film->from->nb_streams; i++)
        count += is_subtitle(film->from->streams[i]);
    film->placed = 0;
    if (!count)
        return true;
    AVFormatContext *format = ingest_av_open(av, path, f);
    AVPacket *p = format ? av->av_packet_alloc() : NULL;
    for (unsigned i = 0; p && i < format->nb_streams; i++)
        if (!is_subtitle(format->streams[i]))
            format->streams[i]->discard = AVDISCARD_ALL;
    while (p && av->av_read_frame(format, p) >= 0) {
        if (p->stream_index < TRACK_STREAMS && is_subtitle(format->streams[p->stream_index]) &&
            track_says_place((const char *)p->data, (size_t)p->size))
            film->placed |= UINT64_C(1) << p->stream_index;
        av->av_packet_unref(p);
    }
    bool looked = p != NULL;
    av->av_packet_free(&p);
    if (format)
        av->avformat_close_input(&format);
    return looked || fault_set(f, "%s", f && f->text[0] ? f->text : "no memory");
}
