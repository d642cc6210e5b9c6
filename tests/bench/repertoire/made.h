// Records of a made-up repertoire, for benches and tests: `bench_repertoire FOLDER COUNT`. Words
// are built from syllables with the weights that French has, beside the real verbs, materials and
// tools of crafts; how often each is used follows Zipf and Mandelbrot. All of it is a function of a
// seed and of the record's number, so that the same command writes the same bytes on every machine.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    MADE_VERBS = 600,
    MADE_MATERIALS = 200,
    MADE_TOOLS = 400,
    MADE_METIERS = 280, // as many as the French list of art crafts has, nearly
    MADE_PLACES = 300,
    MADE_SCHOOLS = 40,
    MADE_TEAMS = 120,
    MADE_WORDS = 30000, // of texts
    MADE_BYTES = 64,    // of a word, of an id
    MADE_TEXT = 4096,
};

// splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct made_random {
    uint64_t state;
};
uint64_t made_next(struct made_random *r);
double made_unit(struct made_random *r); // 0 <= x < 1
int made_below(struct made_random *r, int count);
bool made_chance(struct made_random *r, double p);

// Ranks drawn with a probability of 1 / (rank + shift)^power.
struct made_zipf {
    double *sums; // owned
    int count;
};
bool made_zipf_init(struct made_zipf *z, int count, double shift, double power);
void made_zipf_finish(struct made_zipf *z);
int made_zipf_draw(const struct made_zipf *z, struct made_random *r);

enum made_kind { MADE_NOUN, MADE_VERB, MADE_MAKER }; // MAKER: a métier
// The frequent ones are short.
void made_word(struct made_random *r, enum made_kind kind, bool is_short, char to[MADE_BYTES]);
// Lower-case letters, digits and hyphens of an id.
void made_slug(const char *word, char to[MADE_BYTES]);
bool made_is_vowel(const char *word); // it begins with one, or with h: l', d' stand before it
void made_capital(const char *word, char *to, size_t size); // the first letter large

struct made_term {
    char id[MADE_BYTES], fr[MADE_BYTES], it[MADE_BYTES], en[MADE_BYTES];
};

struct made {
    struct made_term verbs[MADE_VERBS], materials[MADE_MATERIALS], tools[MADE_TOOLS],
        metiers[MADE_METIERS], places[MADE_PLACES];
    char (*words)[MADE_BYTES]; // owned
    int grammar;               // how many of them come first: le, de, et …
    struct made_zipf often_verb, often_material, often_tool, often_metier, often_place, often_word;
    uint64_t seed;
};
struct made *made_create(uint64_t seed); // NULL: memory is short
void made_destroy(struct made *m);

// What a gesture is, before it is written. Numbers of terms; -1: none.
struct made_gesture {
    char id[MADE_BYTES];
    int verb, materials[2], tools[3], metiers[2], places[2];
    int material_count, tool_count, metier_count, place_count;
    char qualifier[MADE_TEXT], label[MADE_TEXT], label_it[MADE_TEXT], label_en[MADE_TEXT],
        said[MADE_TEXT], synonym[MADE_TEXT], text[MADE_TEXT], technical[MADE_TEXT],
        text_it[MADE_TEXT], text_en[MADE_TEXT]; // "" where it has none
    const char *state, *percussion, *mean, *status;
};
void made_gesture(const struct made *m, int number, struct made_gesture *to);

// Writes an installation of `count` gestures and what they need; says why on standard error.
bool made_write(const struct made *m, const char *folder, int count);
// What visitors look for in it, a line each: words and pairs of words that occur, some with a slip
// of one letter, an elision, capitals, or without accents.
void made_queries(const struct made *m, int count, int queries, FILE *to);
