// A text as it was given becomes the text that is laid out: valid, spaced, with places to break.
#include "text/private.h"

#include "base/log.h"

#include <glib.h>
#include <hyphen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define REPLACEMENT "\xef\xbf\xbd"
#define SOFT_HYPHEN "\xc2\xad"
#define WORD_LEAST 5 // letters; shorter words are not broken
#define WORD_MOST 90 // libhyphen's limit is 100

static bool reserve(struct prepared *p, size_t bytes)
{
    if (bytes <= p->room)
        return true;
    size_t room = bytes + bytes / 2;
    char *utf8 = realloc(p->utf8, room);
    if (utf8)
        p->utf8 = utf8;
    uint32_t *source = utf8 ? realloc(p->source, room * sizeof *source) : NULL;
    if (!source)
        return false;
    p->source = source;
    p->room = room;
    return true;
}

// `bytes` of `what`, which all stand for byte `source` of the text; or for one each, from there.
static void append(struct prepared *p, const char *what, size_t bytes, size_t source, bool each)
{
    memcpy(p->utf8 + p->length, what, bytes);
    for (size_t i = 0; i < bytes; i++)
        p->source[p->length + i] = (uint32_t)(source + (each ? i : 0));
    p->length += bytes;
}

// Broken bytes become U+FFFD, control characters spaces: no font has a sign for them.
static void append_valid(struct prepared *p, const char *utf8, size_t first, size_t end)
{
    size_t start = p->length;
    while (first < end) {
        const char *stop;
        bool valid = g_utf8_validate_len(utf8 + first, end - first, &stop);
        size_t good = (size_t)(stop - utf8) - first;
        append(p, utf8 + first, good, first, true);
        first += good;
        if (!valid)
            append(p, REPLACEMENT, 3, first++, false);
    }
    for (size_t i = start; i < p->length; i++)
        if ((unsigned char)p->utf8[i] < ' ' && !strchr("\n\r\t", p->utf8[i]))
            p->utf8[i] = ' ';
}

// Each run by itself: a letter does not begin in one and end in the next.
static bool validate(struct text_setting *t, const struct text_words *w, struct prepared *p)
{
    size_t bytes = w->length < TEXT_BYTES ? w->length : TEXT_BYTES, at = 0;
    if (bytes < w->length) {
        while (bytes > 0 && ((unsigned char)w->utf8[bytes] & 0xc0) == 0x80)
            bytes--;
        if (!t->told_long)
            log_warning("text", "a text of %zu bytes is cut after %d", w->length, TEXT_BYTES);
        t->told_long = true;
    }
    p->length = 0;
    if (!reserve(p, 3 * bytes + 4))
        return false;
    for (int i = 0; i < w->run_count && at < bytes; i++) {
        size_t length = w->runs[i].length < bytes - at ? w->runs[i].length : bytes - at;
        append_valid(p, w->utf8, at, at + length);
        at += length;
    }
    append_valid(p, w->utf8, at, bytes);
    if (bytes < w->length)
        append(p, ELLIPSIS, 3, bytes, false);
    return true;
}

static bool space_french(const struct prepared *in, struct prepared *out)
{
    if (!reserve(out, FRENCH_ROOM(in->length) + 4))
        return false;
    out->length = french_spaces(in->utf8, in->length, out->utf8, out->source);
    for (size_t i = 0; i < out->length; i++)
        out->source[i] = in->source[out->source[i]];
    return true;
}

// ---- Hyphens: patterns as Liang (1983) has them, read by libhyphen.

static HyphenDict *open_dictionary(const char tag[3])
{
    char path[64];
    const char *place = strcmp(tag, "en") == 0 ? "_US" : "";
    snprintf(path, sizeof path, "/usr/share/hyphen/hyph_%s%s.dic", tag, place);
    HyphenDict *d = hnj_hyphen_load(path);
    if (d && !d->utf8) {
        hnj_hyphen_free(d);
        d = NULL;
    }
    if (!d)
        log_warning("text", "no hyphens for \"%s\": %s is not there (package hyphen-%s)", tag, path,
                    tag);
    return d;
}

// The patterns of "fr" or "fr-CA"; NULL: there are none.
static HyphenDict *dictionary(struct hyphens *h, const char *language)
{
    char tag[3] = {0};
    for (int i = 0; i < 2; i++) {
        tag[i] = g_ascii_tolower(language[i]);
        if (!g_ascii_islower(tag[i]))
            return NULL;
    }
    if (language[2] && language[2] != '-')
        return NULL;
    for (int i = 0; i < h->count; i++)
        if (strcmp(h->of[i].tag, tag) == 0)
            return h->of[i].dictionary;
    if (h->count == HYPHENS_LANGUAGES)
        return NULL;
    struct hyphens_of *new = &h->of[h->count++];
    memcpy(new->tag, tag, sizeof tag);
    return new->dictionary = open_dictionary(tag);
}

void hyphens_finish(struct hyphens *h)
{
    for (int i = 0; i < h->count; i++)
        if (h->of[i].dictionary)
            hnj_hyphen_free(h->of[i].dictionary);
    *h = (struct hyphens){0};
}

// A word, with a soft hyphen where it may break.
static void append_word(struct prepared *out, HyphenDict *d, const struct prepared *in,
                        size_t first, size_t end, int letters)
{
    char word[WORD_MOST * 4 + 1], hyphens[WORD_MOST * 4 + 8] = {0}, **rep = NULL;
    int *pos = NULL, *cut = NULL, bytes = 0, letter = 0;
    const char *at = in->utf8 + first, *stop = in->utf8 + end;
    bool known = letters >= WORD_LEAST && letters <= WORD_MOST;
    for (const char *c = at; known && c < stop; c = g_utf8_next_char(c))
        bytes += g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(c)), word + bytes);
    if (known) {
        word[bytes] = 0;
        known = hnj_hyphen_hyphenate2(d, word, bytes, hyphens, NULL, &rep, &pos, &cut) == 0;
    }
    while (at < stop) {
        const char *next = g_utf8_next_char(at);
        size_t from = (size_t)(at - in->utf8);
        for (; at < next; at++)
            append(out, at, 1, in->source[at - in->utf8], false);
        bool odd = rep && rep[letter]; // the word would be spelt otherwise
        if (known && at < stop && hyphens[letter] & 1 && !odd)
            append(out, SOFT_HYPHEN, 2, in->source[from], false);
        letter++;
    }
    for (int i = 0; rep && i < bytes; i++)
        free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
}

static bool hyphenate(const struct prepared *in, struct prepared *out, HyphenDict *d)
{
    const char *at = in->utf8, *end = at + in->length;
    out->length = 0;
    if (!reserve(out, 3 * in->length + 4))
        return false;
    while (at < end) {
        const char *start = at;
        int letters = 0;
        for (; at < end && g_unichar_isalpha(g_utf8_get_char(at)); at = g_utf8_next_char(at))
            letters++;
        if (at > start)
            append_word(out, d, in, (size_t)(start - in->utf8), (size_t)(at - in->utf8), letters);
        for (; at < end && !g_unichar_isalpha(g_utf8_get_char(at)); at = g_utf8_next_char(at))
            for (const char *c = at; c < g_utf8_next_char(at); c++)
                append(out, c, 1, in->source[c - in->utf8], false);
    }
    return true;
}

const struct prepared *prepare(struct text_setting *t, const struct text_words *w)
{
    struct prepared *now = &t->prepared[0], *next = &t->prepared[1];
    const char *tag = w->style->language;
    if (!validate(t, w, now))
        return NULL;
    if (g_ascii_strncasecmp(tag, "fr", 2) == 0 && (!tag[2] || tag[2] == '-')) {
        if (!space_french(now, next))
            return NULL;
        now = next;
        next = &t->prepared[0];
    }
    HyphenDict *d = w->style->hyphenate ? dictionary(&t->hyphens, tag) : NULL;
    if (d) {
        if (!hyphenate(now, next, d))
            return NULL;
        now = next;
    }
    return now;
}

// ---- For others who set text, without fonts and atlas.

void setting_finish(struct text_setting *s)
{
    for (int i = 0; i < 2; i++) {
        free(s->prepared[i].utf8);
        free(s->prepared[i].source);
    }
    hyphens_finish(&s->hyphens);
}

struct text_setting *text_setting_create(void)
{
    return calloc(1, sizeof(struct text_setting));
}

void text_setting_destroy(struct text_setting *s)
{
    if (s)
        setting_finish(s);
    free(s);
}

const char *text_setting_of(struct text_setting *s, const char *utf8, size_t length,
                            const char *language, bool hyphenate, size_t *bytes)
{
    struct text_style style = {.hyphenate = hyphenate};
    snprintf(style.language, sizeof style.language, "%s", language);
    const struct prepared *p =
        prepare(s, &(struct text_words){.utf8 = utf8, .length = length, .style = &style});
    *bytes = p ? p->length : 0;
    return p ? p->utf8 : NULL;
}
