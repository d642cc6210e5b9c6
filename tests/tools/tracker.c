// A TUIO tracker for tests of input.
#include "tools/tracker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void put(struct bytes *b, const void *from, size_t size)
{
    memcpy(b->at + b->size, from, size);
    b->size += size;
}

void put_word(struct bytes *b, uint32_t word)
{
    unsigned char four[4] = {(unsigned char)(word >> 24), (unsigned char)(word >> 16),
                             (unsigned char)(word >> 8), (unsigned char)word};
    put(b, four, 4);
}

void put_text(struct bytes *b, const char *text)
{
    static const char zeros[4];
    put(b, text, strlen(text));
    put(b, zeros, 4 - strlen(text) % 4); // one to four
}

// A message: `types` of s, i, f; values follow as const char *, int, double.
static void put_values(struct bytes *b, const char *address, const char *types, va_list values)
{
    char tags[64];
    snprintf(tags, sizeof tags, ",%s", types);
    put_text(b, address);
    put_text(b, tags);
    for (const char *t = types; *t; t++) {
        if (*t == 's') {
            put_text(b, va_arg(values, const char *));
        } else if (*t == 'i') {
            put_word(b, (uint32_t)va_arg(values, int));
        } else {
            float f = (float)va_arg(values, double);
            uint32_t word;
            memcpy(&word, &f, 4);
            put_word(b, word);
        }
    }
}

void open_bundle(struct bytes *b)
{
    b->size = 0;
    put_text(b, "#bundle");
    put_word(b, 0);
    put_word(b, 1); // at once
}

void say(struct bytes *b, const char *address, const char *types, ...)
{
    static struct bytes m;
    va_list values;
    va_start(values, types);
    m.size = 0;
    put_values(&m, address, types, values);
    va_end(values);
    put_word(b, (uint32_t)m.size);
    put(b, m.at, m.size);
}

static void note(void *user, const struct tuio_step *step)
{
    struct seen *s = user;
    assert_in_range(s->count, 0, 4095);
    s->steps[s->count++] = *step;
}

int open_house(void **state)
{
    struct house *h = calloc(1, sizeof *h);
    h->tuio = tuio_create(note, &h->seen);
    h->now_s = 10;
    h->from = (struct tuio_from){0x7f000001, 40000};
    *state = h;
    return 0;
}

int close_house(void **state)
{
    struct house *h = *state;
    tuio_destroy(h->tuio);
    free(h);
    return 0;
}

void hear(struct house *h)
{
    // Exactly its size, so that a sanitizer sees every byte too far.
    unsigned char *exact = malloc(h->bytes.size);
    memcpy(exact, h->bytes.at, h->bytes.size);
    tuio_hear(h->tuio, &h->from, exact, h->bytes.size, h->now_s);
    free(exact);
}

void frame(struct house *h, const char *source, int fseq, int count, const int *alive, double x)
{
    char types[80] = "s";
    static struct bytes m;
    open_bundle(&h->bytes);
    if (source)
        say(&h->bytes, CUR, "ss", "source", source);
    for (int i = 0; i < count; i++)
        strcat(types, "i");
    m.size = 0;
    char tags[96];
    snprintf(tags, sizeof tags, ",%s", types);
    put_text(&m, CUR);
    put_text(&m, tags);
    put_text(&m, "alive");
    for (int i = 0; i < count; i++)
        put_word(&m, (uint32_t)alive[i]);
    put_word(&h->bytes, (uint32_t)m.size);
    put(&h->bytes, m.at, m.size);
    for (int i = 0; i < count; i++)
        say(&h->bytes, CUR, "sifffff", "set", alive[i], x, 0.1 * (alive[i] % 10), 0.0, 0.0, 0.0);
    say(&h->bytes, CUR, "si", "fseq", fseq);
    hear(h);
}

const char *told(struct house *h)
{
    static char text[16384];
    static const char *const marks[] = {"+", "~", "-", "?", "[", "=", "]"};
    text[0] = 0;
    for (int i = 0; i < h->seen.count; i++)
        strcat(strcat(text, marks[h->seen.steps[i].phase]), h->seen.steps[i].cancelled ? "!" : "");
    h->seen.count = 0;
    return text;
}
