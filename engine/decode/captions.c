// Caption files: cues with their times and places, sorted.
#include "decode/captions.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TELL_MAX 8 // faults of a file that are told
#define TIME_MOST_S (1000.0 * 3600)

struct line {
    const char *text;
    size_t length;
    int number;
};

static void say(struct captions_file *f, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void say(struct captions_file *f, int line, const char *format, ...)
{
    char text[160];
    va_list args;
    if (!f->tell || f->told > TELL_MAX)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (f->told == TELL_MAX)
        snprintf(text, sizeof text, "there is more that is wrong, not told");
    f->told++;
    f->tell(f->user, line, text);
}

static void *grow(void *items, uint32_t *room, uint32_t wanted, size_t size)
{
    if (wanted <= *room)
        return items;
    uint32_t more = wanted > 2 * *room ? wanted : 2 * *room;
    void *bigger = realloc(items, more * size);
    if (bigger)
        *room = more;
    return bigger;
}

bool captions_room(struct captions_file *file, uint32_t runs)
{
    struct decode_captions *c = file->captions;
    void *bigger = grow(c->runs, &file->run_room, c->run_count + runs, sizeof *c->runs);
    if (bigger)
        c->runs = bigger;
    else
        file->short_of_memory = true;
    return bigger;
}

static bool next_line(struct captions_file *f, struct line *line)
{
    if (f->at >= f->end)
        return false;
    const char *end = memchr(f->at, '\n', (size_t)(f->end - f->at));
    *line = (struct line){f->at, (size_t)((end ? end : f->end) - f->at), f->line};
    f->at = end ? end + 1 : f->end;
    f->line++;
    return true;
}

static void back(struct captions_file *f, const struct line *line)
{
    f->at = line->text;
    f->line = line->number;
}

static bool has_arrow(const struct line *line)
{
    for (size_t i = 0; i + 2 < line->length; i++)
        if (memcmp(line->text + i, "-->", 3) == 0)
            return true;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static bool is_blank(const struct captions_file *f, const struct line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (f->webvtt || !is_space(line->text[i])) // SubRip's writers leave spaces behind
            return false;
    return true;
}

struct cursor {
    const char *at, *end;
};

static void skip_spaces(struct cursor *c)
{
    while (c->at < c->end && is_space(*c->at))
        c->at++;
}

static int digits(struct cursor *c, double *value)
{
    int count = 0;
    for (*value = 0; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++, count++)
        if (*value < 1e9)
            *value = *value * 10 + (*c->at - '0');
    return count;
}

static bool take(struct cursor *c, char letter)
{
    if (c->at >= c->end || *c->at != letter)
        return false;
    c->at++;
    return true;
}

// "1:02:03.400", "02:03.400"; SubRip: a comma, any number of digits.
static bool timestamp(struct captions_file *f, struct cursor *c, double *time_s)
{
    double part[3] = {0}, fraction = 0;
    int count = 0, length[3] = {0};
    do {
        length[count] = digits(c, &part[count]);
        if (!length[count++])
            return false;
    } while (count < 3 && take(c, ':'));
    if (count < 2 || (f->webvtt && count == 2 && length[0] != 2) ||
        (f->webvtt && (length[count - 1] != 2 || length[count - 2] != 2)))
        return false;
    bool broken = take(c, '.') || (!f->webvtt && take(c, ','));
    int places = broken ? digits(c, &fraction) : 0;
    if (f->webvtt ? places != 3 : places > 3 || broken != (places > 0))
        return false;
    double hours = count == 3 ? part[0] : 0, minutes = part[count - 2], seconds = part[count - 1];
    *time_s = hours * 3600 + minutes * 60 + seconds + fraction / pow(10, places);
    return minutes < 60 && seconds < 60 && *time_s <= TIME_MOST_S;
}

// A number with an optional % behind it; the whole of what is there.
static bool number(struct cursor *c, bool *percent, double *value)
{
    char text[32];
    size_t length = (size_t)(c->end - c->at);
    *percent = length && c->end[-1] == '%';
    length -= *percent;
    if (!length || length >= sizeof text)
        return false;
    memcpy(text, c->at, length);
    text[length] = 0;
    if (strspn(text, "+-.0123456789") != length || strspn(text + 1, ".0123456789") != length - 1)
        return false;
    char *end;
    *value = strtod(text, &end);
    return *end == 0 && end != text && fabs(*value) < 1e6;
}

static bool percentage(struct cursor c, float *to)
{
    bool percent;
    double value;
    if (!number(&c, &percent, &value) || !percent || value < 0 || value > 100)
        return false;
    *to = (float)value;
    return true;
}

static bool word(struct cursor c, const char *const *words, const enum decode_caption_align *means,
                 enum decode_caption_align *to)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == (size_t)(c.end - c.at) &&
            memcmp(c.at, words[i], strlen(words[i])) == 0) {
            *to = means[i];
            return true;
        }
    return false;
}

static const char *const aligns[] = {"start", "center", "middle", "end", "left", "right", NULL};
static const enum decode_caption_align align_means[] = {CAPTION_START,  CAPTION_CENTRE,
                                                        CAPTION_CENTRE, CAPTION_END,
                                                        CAPTION_LEFT,   CAPTION_RIGHT};
static const char *const boxes[] = {"line-left", "center", "line-right", "auto", NULL};
static const enum decode_caption_align box_means[] = {CAPTION_START, CAPTION_CENTRE, CAPTION_END,
                                                      CAPTION_AUTO};
static const char *const edges[] = {"start", "center", "end", NULL};
static const enum decode_caption_align edge_means[] = {CAPTION_START, CAPTION_CENTRE, CAPTION_END};

// What stands behind a comma, cut off.
static bool behind_comma(struct cursor *c, struct cursor *behind)
{
    const char *comma = memchr(c->at, ',', (size_t)(c->end - c->at));
    if (!comma)
        return false;
    *behind = (struct cursor){comma + 1, c->end};
    c->end = comma;
    return true;
}

static bool set_line(struct decode_caption *cue, struct cursor value)
{
    struct cursor edge;
    enum decode_caption_align align = CAPTION_START;
    bool percent;
    double line;
    if (behind_comma(&value, &edge) && !word(edge, edges, edge_means, &align))
        return false;
    if (!number(&value, &percent, &line) || (percent && (line < 0 || line > 100)))
        return false;
    if (!percent && line != floor(line)) // a line is a whole number
        return false;
    cue->placed = true;
    cue->lines = !percent;
    cue->line = (float)line;
    cue->line_align = align;
    return true;
}

static bool set_position(struct decode_caption *cue, struct cursor value)
{
    struct cursor box;
    enum decode_caption_align align = CAPTION_AUTO;
    if (behind_comma(&value, &box) && !word(box, boxes, box_means, &align))
        return false;
    if (!percentage(value, &cue->position))
        return false;
    cue->position_align = align;
    return true;
}

static bool set(struct decode_caption *cue, struct cursor name, struct cursor value)
{
    size_t length = (size_t)(name.end - name.at);
#define IS(text) (length == sizeof(text) - 1 && memcmp(name.at, text, length) == 0)
    if (IS("line"))
        return set_line(cue, value);
    if (IS("position"))
        return set_position(cue, value);
    if (IS("size"))
        return percentage(value, &cue->size);
    if (IS("align"))
        return word(value, aligns, align_means, &cue->align);
    return IS("region") || IS("vertical"); // known, and left out
#undef IS
}

static void settings(struct captions_file *f, struct decode_caption *cue, struct cursor c, int line)
{
    for (skip_spaces(&c); c.at < c.end; skip_spaces(&c)) {
        const char *from = c.at;
        while (c.at < c.end && !is_space(*c.at))
            c.at++;
        const char *colon = memchr(from, ':', (size_t)(c.at - from));
        if (!colon || colon == from || colon + 1 == c.at ||
            !set(cue, (struct cursor){from, colon}, (struct cursor){colon + 1, c.at}))
            say(f, line, "\"%.*s\" is no place; the cue is shown without it", (int)(c.at - from),
                from);
    }
}

static bool timing(struct captions_file *f, const struct line *line, struct decode_caption *cue)
{
    struct cursor c = {line->text, line->text + line->length};
    *cue = (struct decode_caption){.position = NAN, .size = 100, .align = CAPTION_CENTRE};
    skip_spaces(&c);
    bool read = timestamp(f, &c, &cue->from_s);
    skip_spaces(&c);
    read = read && c.end - c.at >= 3 && memcmp(c.at, "-->", 3) == 0;
    c.at += read ? 3 : 0;
    skip_spaces(&c);
    if (!read || !timestamp(f, &c, &cue->to_s)) {
        say(f, line->number, "no times of a cue; allowed are \"00:01.000 --> 00:02.500\"%s",
            f->webvtt ? "" : " and \"00:00:01,000 --> 00:00:02,500\"");
        return false;
    }
    if (cue->to_s <= cue->from_s) {
        say(f, line->number, "the cue ends before it begins");
        return false;
    }
    if (f->webvtt)
        settings(f, cue, c, line->number);
    return true;
}

static void add(struct captions_file *f, struct decode_caption *cue, const char *text,
                size_t length, int line)
{
    struct decode_captions *c = f->captions;
    while (length && (text[length - 1] == '\n' || is_space(text[length - 1])))
        length--;
    if (c->count == DECODE_CAPTIONS_MAX) {
        say(f, line, "more than %d cues; this and those behind it are left out",
            DECODE_CAPTIONS_MAX);
        f->at = f->end;
        return;
    }
    void *bigger = grow(c->cues, &f->cue_room, (uint32_t)c->count + 1, sizeof *c->cues);
    if (!bigger) {
        f->short_of_memory = true;
        return;
    }
    c->cues = bigger;
    cue_text_read(f, cue, text, length);
    if (cue->length)
        c->cues[c->count++] = *cue;
}

// A line of digits with a line of times behind it begins the next cue, also without a blank line.
static bool is_next_cue(struct captions_file *f, const struct line *line)
{
    struct line behind;
    struct cursor c = {line->text, line->text + line->length};
    double value;
    bool counted = digits(&c, &value) > 0;
    skip_spaces(&c);
    if (f->webvtt || !counted || c.at < c.end || !next_line(f, &behind))
        return false;
    bool times = has_arrow(&behind);
    back(f, &behind);
    return times;
}

// The lines of a cue's text, up to a blank one or the next cue.
static void text_of(struct captions_file *f, struct decode_caption *cue, bool good)
{
    struct line line;
    int number = f->line;
    const char *from = f->at, *to = from;
    while (next_line(f, &line)) {
        if (is_blank(f, &line))
            break;
        if (has_arrow(&line) || is_next_cue(f, &line)) {
            back(f, &line);
            break;
        }
        to = line.text + line.length;
    }
    if (good)
        add(f, cue, from, (size_t)(to - from), number);
}

// WebVTT section 6.1, "collect a block": times in its first or second line make it a cue; others
// (notes, styles, regions) are passed over, unless times stand in them.
static void read_block(struct captions_file *f)
{
    struct line line;
    for (int count = 1; next_line(f, &line) && !is_blank(f, &line); count++) {
        struct decode_caption cue;
        if (!has_arrow(&line))
            continue;
        if (f->webvtt && count > 2) {
            back(f, &line); // begins a block
            return;
        }
        bool good = timing(f, &line, &cue);
        text_of(f, &cue, good);
        return;
    }
}

static bool begins_webvtt(const char *text, size_t length)
{
    return length >= 6 && memcmp(text, "WEBVTT", 6) == 0 &&
           (length == 6 || strchr(" \t\n", text[6]));
}

static void read_all(struct captions_file *f)
{
    struct line line;
    if (f->webvtt) // the head: up to a blank line or the first times
        while (next_line(f, &line) && line.length > 0)
            if (has_arrow(&line)) {
                back(f, &line);
                break;
            }
    while (f->at < f->end && !f->short_of_memory)
        read_block(f);
    if (f->captions->count == 0)
        say(f, 1, "there is no cue in it; it should be WebVTT (first line WEBVTT) or SubRip");
}

// Voices are kept apart while texts grow.
static void join_voices(struct captions_file *f)
{
    struct decode_captions *c = f->captions;
    memcpy(c->texts + c->text_bytes, f->voices, f->voice_bytes);
    for (int i = 0; i < c->count; i++)
        c->cues[i].voice = c->cues[i].voice_length ? c->cues[i].voice + c->text_bytes : 0;
    c->text_bytes += f->voice_bytes;
}

static int earlier(const void *a, const void *b)
{
    const struct decode_caption *x = a, *y = b;
    if (x->from_s != y->from_s)
        return x->from_s < y->from_s ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text; // as in the file
}

bool decode_captions_read(const char *bytes, size_t size, struct decode_captions *c,
                          decode_captions_tell *tell, void *user, struct fault *fault)
{
    size_t length = 0;
    bool guessed = false;
    *c = (struct decode_captions){0};
    if (size > DECODE_CAPTIONS_BYTES)
        return fault_set(fault, "captions have at most %u bytes", DECODE_CAPTIONS_BYTES);
    char *text = letters_read(bytes, size, &length, &guessed);
    struct captions_file f = {.captions = c, .line = 1, .tell = tell, .user = user};
    if (text) {
        c->texts = malloc(2 * length + 1);
        f.voices = malloc(length + 1);
        f.voice_room = (uint32_t)length;
        f.at = text;
        f.end = text + length;
        f.webvtt = begins_webvtt(text, length);
    }
    if (guessed)
        say(&f, 1, "it is not in UTF-8; it is read as Windows-1252");
    if (c->texts && f.voices) {
        read_all(&f);
        join_voices(&f);
        if (c->count > 1)
            qsort(c->cues, (size_t)c->count, sizeof *c->cues, earlier);
    }
    bool done = c->texts && f.voices && !f.short_of_memory;
    free(text);
    free(f.voices);
    if (done)
        return true;
    decode_captions_finish(c);
    return fault_set(fault, "memory is short");
}

void decode_captions_finish(struct decode_captions *c)
{
    free(c->cues);
    free(c->runs);
    free(c->texts);
    *c = (struct decode_captions){0};
}

int decode_captions_at(const struct decode_captions *c, double at_s, int *numbers, int most)
{
    int count = 0;
    for (int i = 0; i < c->count && c->cues[i].from_s <= at_s && count < most; i++)
        if (at_s < c->cues[i].to_s)
            numbers[count++] = i;
    return count;
}
