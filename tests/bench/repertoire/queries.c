// What visitors would type.
#include "made.h"

#include <ctype.h>
#include <string.h>

// Whole letters of UTF-8.
static int letters(const char *word)
{
    int n = 0;
    for (; *word; word++)
        n += ((unsigned char)*word & 0xc0) != 0x80;
    return n;
}

static char *letter_at(char *word, int n)
{
    while (*word && n > 0)
        if (((unsigned char)*++word & 0xc0) != 0x80)
            n--;
    return word;
}

// One letter too few, twice, wrong, or two in each other's place: ASCII letters only, never the
// first.
static void slip(struct made_random *r, char *word, size_t size)
{
    int count = letters(word);
    size_t n = strlen(word);
    if (count < 5)
        return;
    char *at = letter_at(word, 2 + made_below(r, count - 3));
    if (!isalpha((unsigned char)at[0]) || !isalpha((unsigned char)at[1]))
        return;
    int kind = made_below(r, 4);
    char first = at[0];
    if (kind == 0)
        memmove(at, at + 1, strlen(at));
    else if (kind == 1 && n + 2 < size)
        memmove(at + 1, at, strlen(at) + 1);
    else if (kind == 2)
        at[0] = (char)('a' + made_below(r, 26));
    else
        at[0] = at[1], at[1] = first;
}

// The n-th word of a text, without what is around it; "" past the end.
static void word_of(const char *text, int n, char to[MADE_BYTES])
{
    size_t length;
    to[0] = 0;
    for (;; text += length) {
        text += strspn(text, " ,.");
        length = strcspn(text, " ,.");
        if (!length)
            return;
        if (n-- == 0)
            break;
    }
    const char *mark = memchr(text, '\'', length);
    size_t elided = mark ? (size_t)(mark + 1 - text) : 0;
    snprintf(to, MADE_BYTES, "%.*s", (int)(length - elided), text + elided);
}

// A word of the text that is worth a search.
static void draw_from(struct made_random *r, const char *text, char to[MADE_BYTES])
{
    for (int i = 0; i < 8; i++) {
        word_of(text, made_below(r, 30), to);
        if (letters(to) > 3)
            return;
    }
}

static void draw(const struct made *m, struct made_random *r, const struct made_gesture *g,
                 char a[MADE_BYTES], char b[MADE_BYTES])
{
    int kind = made_below(r, 100);
    const char *text = g->text[0] ? g->text : g->label;
    b[0] = 0;
    snprintf(a, MADE_BYTES, "%s", m->verbs[g->verb].fr);
    if (kind < 30)
        snprintf(b, MADE_BYTES, "%s", m->materials[g->materials[0]].fr);
    else if (kind < 40)
        snprintf(a, MADE_BYTES, "%s", m->materials[g->materials[0]].fr);
    else if (kind < 50 && g->tool_count)
        snprintf(a, MADE_BYTES, "%s", m->tools[g->tools[0]].fr);
    else if (kind < 60 && g->tool_count)
        snprintf(b, MADE_BYTES, "%s", m->tools[g->tools[0]].fr);
    else if (kind < 70)
        snprintf(a, MADE_BYTES, "%s", m->metiers[g->metiers[0]].fr);
    else if (kind < 75)
        snprintf(a, MADE_BYTES, "%s", m->verbs[g->verb].it);
    else if (kind < 90)
        draw_from(r, text, a);
    else
        draw_from(r, text, a), draw_from(r, text, b);
}

void made_queries(const struct made *m, int count, int queries, FILE *to)
{
    struct made_random r = {m->seed ^ 0xa5a5a5a5u};
    static struct made_gesture g;
    for (int i = 0; i < queries; i++) {
        char a[MADE_BYTES], b[MADE_BYTES], slug[MADE_BYTES], line[3 * MADE_BYTES];
        made_gesture(m, made_below(&r, count), &g);
        draw(m, &r, &g, a, b);
        if (made_chance(&r, 0.15))
            slip(&r, a, sizeof a);
        if (made_chance(&r, 0.1))
            made_slug(a, slug), snprintf(a, sizeof a, "%s", slug);
        bool elided = made_is_vowel(a) && made_chance(&r, 0.4);
        snprintf(line, sizeof line, "%s%s%s%s", elided ? "l'" : "", a, b[0] ? " " : "", b);
        if (made_chance(&r, 0.05))
            for (char *c = line; *c; c++)
                *c = (char)toupper((unsigned char)*c);
        fprintf(to, "%s\n", line);
    }
}
