// The letters of a cue: tags become runs, entities letters (WebVTT section 6.4; SubRip's few tags).
#include "decode/captions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct look {
    int italic, bold, underlined; // how many tags deep
    int silent;                   // inside <rt>: ruby is left out
};

struct cue_text {
    struct captions_file *file;
    struct decode_caption *cue;
    struct look look;
    uint32_t run_from; // bytes of the text when the present run began
};

static void end_run(struct cue_text *t)
{
    struct decode_captions *c = t->file->captions;
    uint32_t length = c->text_bytes - t->run_from;
    t->run_from = c->text_bytes;
    if (length == 0)
        return;
    struct decode_caption_run run = {.length = length,
                                     .italic = t->look.italic > 0,
                                     .bold = t->look.bold > 0,
                                     .underlined = t->look.underlined > 0};
    struct decode_caption_run *last =
        t->cue->run_count ? &c->runs[t->cue->first_run + t->cue->run_count - 1] : NULL;
    bool alike = last && last->italic == run.italic && last->bold == run.bold &&
                 last->underlined == run.underlined;
    if (last && (alike || t->cue->run_count == DECODE_CAPTION_RUNS)) {
        last->length += length;
    } else if (captions_room(t->file, 1)) {
        assert(c->runs);
        c->runs[c->run_count++] = run;
        t->cue->run_count++;
    }
}

static void put(struct cue_text *t, const char *bytes, size_t count)
{
    struct decode_captions *c = t->file->captions;
    if (t->look.silent > 0)
        return;
    memcpy(c->texts + c->text_bytes, bytes, count); // never longer than what it was read from
    c->text_bytes += (uint32_t)count;
}

static bool is(const char *p, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(p, word, length) == 0;
}

// A number between & and ;: 0 when it is none.
static uint32_t number_of(const char *p, size_t length)
{
    uint32_t value = 0, base = 10;
    size_t i = 1;
    if (length > 1 && (p[1] == 'x' || p[1] == 'X')) {
        base = 16;
        i = 2;
    }
    if (i >= length || length > 10)
        return 0;
    for (; i < length; i++) {
        char d = p[i];
        uint32_t digit = d >= '0' && d <= '9'                 ? (uint32_t)(d - '0')
                         : base == 16 && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10)
                         : base == 16 && d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A' + 10)
                                                              : base;
        if (digit >= base)
            return 0;
        value = value * base + digit;
        if (value > 0x10ffff)
            return 0;
    }
    return value;
}

// From the &. How many bytes it took; 0: it is only an &.
static size_t entity(struct cue_text *t, const char *p, size_t left)
{
    static const struct {
        const char *name, *letter;
    } known[] = {{"amp", "&"},
                 {"lt", "<"},
                 {"gt", ">"},
                 {"quot", "\""},
                 {"apos", "'"},
                 {"nbsp", "\xc2\xa0"},
                 {"lrm", "\xe2\x80\x8e"},
                 {"rlm", "\xe2\x80\x8f"}};
    size_t length = 1;
    while (length < left && length < 12 && p[length] != ';' && p[length] != '\n')
        length++;
    if (length >= left || p[length] != ';')
        return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is(p + 1, length - 1, known[i].name)) {
            put(t, known[i].letter, strlen(known[i].letter));
            return length + 1;
        }
    uint32_t letter = p[1] == '#' ? number_of(p + 1, length - 1) : 0;
    char bytes[4];
    if (!letter)
        return 0;
    put(t, bytes, letters_put(bytes, letter));
    return length + 1;
}

static void voice(struct cue_text *t, const char *p, size_t length)
{
    while (length && (*p == ' ' || *p == '\t' || *p == '\n')) {
        p++;
        length--;
    }
    if (t->cue->voice_length || !length || t->file->voice_bytes + length > t->file->voice_room)
        return;
    memcpy(t->file->voices + t->file->voice_bytes, p, length);
    t->cue->voice = t->file->voice_bytes; // put behind the texts at the end
    t->cue->voice_length = (uint32_t)length;
    t->file->voice_bytes += (uint32_t)length;
}

static int *depth_of(struct look *look, const char *name, size_t length)
{
    if (is(name, length, "i") || is(name, length, "I"))
        return &look->italic;
    if (is(name, length, "b") || is(name, length, "B"))
        return &look->bold;
    if (is(name, length, "u") || is(name, length, "U"))
        return &look->underlined;
    return is(name, length, "rt") ? &look->silent : NULL;
}

static void tag(struct cue_text *t, const char *p, size_t length)
{
    bool ends = length && *p == '/';
    p += ends;
    length -= ends;
    size_t name = 0;
    while (name < length && !strchr(". \t\n", p[name]))
        name++;
    int *depth = depth_of(&t->look, p, name);
    size_t classes = name;
    while (classes < length && !strchr(" \t\n", p[classes]))
        classes++;
    if (!ends && is(p, name, "v"))
        voice(t, p + classes, length - classes);
    if (!depth)
        return;
    if (t->look.silent == 0 || depth == &t->look.silent)
        end_run(t);
    if (!ends)
        *depth += 1;
    else if (*depth > 0)
        *depth -= 1;
}

// From the <. In SubRip only what looks like a tag is one.
static size_t tag_length(const struct cue_text *t, const char *p, size_t left)
{
    const char *end = memchr(p, '>', left);
    if (t->file->webvtt)
        return end ? (size_t)(end - p) + 1 : left;
    bool begins =
        left > 1 && (p[1] == '/' || (p[1] >= 'a' && p[1] <= 'z') || (p[1] >= 'A' && p[1] <= 'Z'));
    return end && begins ? (size_t)(end - p) + 1 : 0;
}

// SubRip's {\an8}: where a numeric keypad has the 8.
static size_t keypad(struct cue_text *t, const char *p, size_t left)
{
    if (t->file->webvtt || left < 6 || memcmp(p, "{\\an", 4) != 0 || p[5] != '}' || p[4] < '1' ||
        p[4] > '9')
        return 0;
    int key = p[4] - '1', row = key / 3;
    static const enum decode_caption_align columns[] = {CAPTION_LEFT, CAPTION_CENTRE,
                                                        CAPTION_RIGHT};
    t->cue->align = columns[key % 3];
    t->cue->placed = row > 0;
    t->cue->line = row == 1 ? 50 : 0;
    t->cue->line_align = row == 1 ? CAPTION_CENTRE : CAPTION_START;
    return 6;
}

void cue_text_read(struct captions_file *file, struct decode_caption *cue, const char *text,
                   size_t length)
{
    struct cue_text t = {.file = file, .cue = cue, .run_from = file->captions->text_bytes};
    cue->text = t.run_from;
    cue->first_run = file->captions->run_count;
    for (size_t at = 0, n; at < length; at += n) {
        const char *p = text + at;
        size_t left = length - at;
        n = *p == '<' ? tag_length(&t, p, left) : 0;
        if (n) {
            size_t closed = p[n - 1] == '>' ? 2 : 1;
            if (n >= closed)
                tag(&t, p + 1, n - closed);
            continue;
        }
        n = *p == '&' ? entity(&t, p, left) : *p == '{' ? keypad(&t, p, left) : 0;
        if (n)
            continue;
        n = 1;
        put(&t, p, 1);
    }
    end_run(&t);
    cue->length = file->captions->text_bytes - cue->text;
}
