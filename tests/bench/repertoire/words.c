// Chance, Zipf, and words of syllables as French has them.
#include "made.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t made_next(struct made_random *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double made_unit(struct made_random *r)
{
    return (double)(made_next(r) >> 11) * 0x1p-53;
}

int made_below(struct made_random *r, int count)
{
    return (int)(made_unit(r) * count);
}

bool made_chance(struct made_random *r, double p)
{
    return made_unit(r) < p;
}

bool made_zipf_init(struct made_zipf *z, int count, double shift, double power)
{
    double sum = 0;
    *z = (struct made_zipf){calloc((size_t)count, sizeof *z->sums), count};
    for (int i = 0; z->sums && i < count; i++)
        z->sums[i] = sum += pow(i + 1 + shift, -power);
    return z->sums;
}

void made_zipf_finish(struct made_zipf *z)
{
    free(z->sums);
    *z = (struct made_zipf){0};
}

int made_zipf_draw(const struct made_zipf *z, struct made_random *r)
{
    double at = made_unit(r) * z->sums[z->count - 1];
    int low = 0, high = z->count - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (z->sums[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// ---- syllables ----

struct piece {
    const char *letters;
    int weight;
};

// Of French words, roughly: consonants before a vowel, vowels, what closes a syllable.
static const struct piece onsets[] = {
    {"", 60},  {"b", 40}, {"c", 90}, {"ch", 30}, {"d", 70}, {"f", 40},  {"g", 30},  {"gr", 15},
    {"j", 10}, {"l", 70}, {"m", 70}, {"n", 60},  {"p", 80}, {"pr", 20}, {"pl", 12}, {"qu", 15},
    {"r", 90}, {"s", 80}, {"t", 90}, {"tr", 20}, {"v", 40}, {"br", 13}, {"cr", 12}, {"cl", 10},
    {"fl", 8}, {"bl", 8}, {"dr", 6}, {"vr", 5},  {"gn", 5}, {"h", 6},   {"ph", 3},  {NULL, 0}};
static const struct piece vowels[] = {{"a", 100}, {"e", 90},  {"é", 50},  {"i", 90},  {"o", 60},
                                      {"u", 40},  {"ou", 35}, {"an", 30}, {"en", 35}, {"on", 40},
                                      {"in", 25}, {"ai", 25}, {"eau", 5}, {"au", 13}, {"oi", 20},
                                      {"eu", 20}, {"è", 10},  {"ê", 4},   {"â", 3},   {"î", 2},
                                      {"ô", 3},   {"œu", 2},  {"ui", 6},  {NULL, 0}};
static const struct piece closings[] = {{"", 900}, {"r", 100}, {"s", 60}, {"l", 60},
                                        {"t", 20}, {"c", 20},  {NULL, 0}};
static const struct piece nouns[] = {{"age", 60},   {"ure", 60},  {"oir", 40},   {"ette", 40},
                                     {"ement", 60}, {"tion", 70}, {"eur", 50},   {"ée", 30},
                                     {"ité", 40},   {"ance", 30}, {"aille", 12}, {"esse", 15},
                                     {"on", 50},    {"in", 30},   {"e", 150},    {"ique", 40},
                                     {"eux", 25},   {"able", 30}, {"é", 60},     {"if", 20},
                                     {"", 60},      {NULL, 0}};
static const struct piece verbs[] = {{"er", 800}, {"ir", 100}, {"eler", 30}, {"oyer", 15},
                                     {"ter", 50}, {"dre", 20}, {NULL, 0}};
static const struct piece makers[] = {
    {"ier", 60}, {"eur", 70}, {"iste", 20}, {"andier", 5}, {NULL, 0}};

static const char *pick(struct made_random *r, const struct piece *pieces)
{
    int sum = 0;
    for (const struct piece *p = pieces; p->letters; p++)
        sum += p->weight;
    int at = made_below(r, sum);
    while (at >= pieces->weight)
        at -= pieces++->weight;
    return pieces->letters;
}

// Behind a closed syllable only one consonant can be said.
static const char *onset_after(struct made_random *r, const char *closing, bool is_first)
{
    const char *onset = pick(r, onsets);
    while (!is_first && (*closing ? strlen(onset) != 1 : !*onset))
        onset = pick(r, onsets);
    return onset;
}

void made_word(struct made_random *r, enum made_kind kind, bool is_short, char to[MADE_BYTES])
{
    static const struct piece *const ends[] = {nouns, verbs, makers};
    int syllables = 1 + (!is_short && made_chance(r, 0.6)) + (!is_short && made_chance(r, 0.15));
    const char *closing = "";
    size_t n = 0;
    for (int i = 0; i < syllables; i++) {
        const char *onset = onset_after(r, closing, i == 0), *vowel = pick(r, vowels);
        closing = pick(r, closings);
        n += (size_t)snprintf(to + n, MADE_BYTES - n, "%s%s%s", onset, vowel, closing);
    }
    snprintf(to + n, MADE_BYTES - n, "%s%s", onset_after(r, closing, false), pick(r, ends[kind]));
}

// The letter without its accent, of those that words here have; how many bytes it was.
static size_t bare(const char *at, char letter[3])
{
    static const char *const accents[][2] = {{"à", "a"}, {"â", "a"}, {"ç", "c"},  {"é", "e"},
                                             {"è", "e"}, {"ê", "e"}, {"ë", "e"},  {"î", "i"},
                                             {"ï", "i"}, {"ô", "o"}, {"œ", "oe"}, {"ù", "u"},
                                             {"û", "u"}};
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (strncmp(at, accents[i][0], strlen(accents[i][0])) == 0) {
            strcpy(letter, accents[i][1]);
            return strlen(accents[i][0]);
        }
    letter[0] = *at;
    letter[1] = 0;
    return 1;
}

void made_slug(const char *word, char to[MADE_BYTES])
{
    size_t n = 0;
    char letter[3];
    while (*word && n + 4 < MADE_BYTES) {
        word += bare(word, letter);
        bool plain =
            (letter[0] >= 'a' && letter[0] <= 'z') || (letter[0] >= '0' && letter[0] <= '9');
        if (plain)
            n += (size_t)snprintf(to + n, MADE_BYTES - n, "%s", letter);
        else if (n && to[n - 1] != '-')
            to[n++] = '-';
    }
    while (n && to[n - 1] == '-')
        n--;
    to[n] = 0;
}

bool made_is_vowel(const char *word)
{
    char letter[3];
    bare(word, letter);
    return strchr("aeiouyh", letter[0]);
}

void made_capital(const char *word, char *to, size_t size)
{
    snprintf(to, size, "%s", word);
    if (to[0] >= 'a' && to[0] <= 'z')
        to[0] = (char)(to[0] - 32);
    else if ((unsigned char)to[0] == 0xc3 && (unsigned char)to[1] >= 0xa0)
        to[1] = (char)(to[1] - 32); // é is É
    else if (strncmp(to, "œ", 2) == 0)
        memcpy(to, "Œ", 2);
}
