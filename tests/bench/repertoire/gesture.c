// One gesture of the made-up repertoire: its terms, its label, its texts.
#include "made.h"

#include <stdarg.h>
#include <string.h>

struct phrase {
    char *to;
    size_t n;
};

static void say(struct phrase *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct phrase *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(p->to + p->n, MADE_TEXT - p->n, format, args);
    va_end(args);
    p->n += p->n + (size_t)n < MADE_TEXT ? (size_t)n : 0;
}

// "le fer", "la pierre", "l'argile".
static void say_noun(struct phrase *p, const char *noun)
{
    size_t n = strlen(noun);
    bool la = n && noun[n - 1] == 'e';
    say(p, "%s%s", made_is_vowel(noun) ? "l'" : la ? "la " : "le ", noun);
}

static const char *draw_word(const struct made *m, struct made_random *r)
{
    return m->words[made_zipf_draw(&m->often_word, r)];
}

// One that means something.
static const char *draw_noun(const struct made *m, struct made_random *r)
{
    int n = made_zipf_draw(&m->often_word, r);
    while (n < m->grammar)
        n = made_zipf_draw(&m->often_word, r);
    return m->words[n];
}

static bool elides(const char *word)
{
    static const char *const words[] = {"de", "la", "le", "ne", "se"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

// A word as it stands in a text: plural here and there, l' and d' before a vowel.
static void say_word(struct phrase *p, struct made_random *r, const char *word, bool is_first)
{
    char large[2 * MADE_BYTES];
    bool joined = p->n && elides(word) && made_is_vowel(word);
    if (is_first)
        made_capital(word, large, sizeof large);
    size_t n = strlen(word);
    bool plural = n > 4 && word[n - 1] == 'e' && made_chance(r, 0.4);
    say(p, "%s%s%s", p->n && !joined ? " " : "", is_first ? large : word, plural ? "s" : "");
}

static void say_text(const struct made *m, struct made_random *r, int words, char to[MADE_TEXT])
{
    struct phrase p = {to, 0};
    int left = 0; // of the sentence
    const char *next = draw_word(m, r);
    for (int i = 0; i < words; i++) {
        const char *word = next;
        next = draw_word(m, r);
        bool is_first = left == 0;
        left = is_first ? 6 + made_below(r, 11) : left;
        if (elides(word) && made_is_vowel(next) && !is_first)
            say(&p, " %c'%s", word[0], next), i++, next = draw_word(m, r);
        else
            say_word(&p, r, word, is_first);
        left--;
        if (left == 0 || i + 1 >= words)
            say(&p, "."), left = 0;
        else if (made_chance(r, 0.08))
            say(&p, ",");
    }
}

static int draw_terms(const struct made_zipf *z, struct made_random *r, int *to, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        int term = made_zipf_draw(z, r);
        bool there = false;
        for (int k = 0; k < n; k++)
            there = there || to[k] == term;
        if (!there)
            to[n++] = term;
    }
    return n;
}

static void draw_facets(const struct made *m, struct made_random *r, struct made_gesture *g)
{
    static const char *const percussions[] = {"L⊥l", "P∕l", "L⊥d",  "PP∕l", "P∕p",  "P⊥p",
                                              "P∕d", "L∕l", "PP⊥l", "L⊥p",  "PP⊥d", "PP⊥p"};
    static const char *const means[] = {"fire", "rotation", "prehension", "water", "air"};
    static const char *const risks[] = {"viable", "endangered", "critically-endangered",
                                        "data-deficient", "extinct"};
    g->verb = made_zipf_draw(&m->often_verb, r);
    g->material_count = draw_terms(&m->often_material, r, g->materials, 1 + made_chance(r, 0.15));
    g->tool_count = draw_terms(&m->often_tool, r, g->tools, made_below(r, 4));
    g->metier_count = draw_terms(&m->often_metier, r, g->metiers, 1 + made_chance(r, 0.3));
    g->place_count = draw_terms(&m->often_place, r, g->places, made_below(r, 3));
    g->state = made_chance(r, 0.8)   ? "published"
               : made_chance(r, 0.5) ? "demonstration"
                                     : "to-document";
    int class = made_below(r, 20); // the first ones oftener
    g->percussion = class < 12 ? percussions[made_below(r, class + 1)] : NULL;
    g->mean = made_chance(r, 0.25) ? means[made_below(r, 5)] : NULL;
    g->status = made_chance(r, 0.05) ? risks[made_below(r, 5)] : NULL;
}

static void say_labels(const struct made *m, struct made_random *r, struct made_gesture *g)
{
    char large[2 * MADE_BYTES];
    const struct made_term *verb = &m->verbs[g->verb], *material = &m->materials[g->materials[0]];
    struct phrase fr = {g->label, 0}, it = {g->label_it, 0}, en = {g->label_en, 0};
    made_capital(verb->fr, large, sizeof large);
    say(&fr, "%s ", large);
    say_noun(&fr, material->fr);
    made_capital(verb->it, large, sizeof large);
    say(&it, "%s %s", large, material->it);
    made_capital(verb->en, large, sizeof large);
    say(&en, "%s %s", large, material->en);
    if (made_chance(r, 0.35))
        say(&fr, " en %s", draw_noun(m, r));
    if (made_chance(r, 0.25) && g->tool_count) {
        say(&fr, " à ");
        say_noun(&fr, m->tools[g->tools[0]].fr);
    } else if (made_chance(r, 0.4)) {
        say(&fr, " pour ");
        say_noun(&fr, draw_noun(m, r));
    }
}

// The id tells verb and material, and its number makes it the only one.
static void name(const struct made *m, struct made_gesture *g, int number)
{
    snprintf(g->id, sizeof g->id, "g:%.20s-%.20s-%06d", m->verbs[g->verb].id + 2,
             m->materials[g->materials[0]].id + 2, number);
    char slug[MADE_BYTES];
    made_slug(g->id + 2, slug); // a cut may have left two hyphens
    snprintf(g->id, sizeof g->id, "g:%.60s", slug);
}

void made_gesture(const struct made *m, int number, struct made_gesture *g)
{
    static const char *const qualifiers[] = {"à chaud",    "à froid", "en creux",
                                             "au marteau", "à plat",  "de reprise"};
    struct made_random r = {m->seed ^ ((uint64_t)number * 0xd1342543de82ef95u)};
    draw_facets(m, &r, g);
    name(m, g, number);
    g->qualifier[0] = g->said[0] = g->synonym[0] = g->text[0] = g->technical[0] = 0;
    g->text_it[0] = g->text_en[0] = 0;
    say_labels(m, &r, g);
    if (made_chance(&r, 0.2))
        snprintf(g->qualifier, sizeof g->qualifier, "%s", qualifiers[made_below(&r, 6)]);
    if (made_chance(&r, 0.25))
        snprintf(g->said, sizeof g->said, "on %s %s", draw_noun(m, &r), draw_noun(m, &r));
    if (made_chance(&r, 0.15))
        snprintf(g->synonym, sizeof g->synonym, "%s %s", draw_noun(m, &r), draw_noun(m, &r));
    if (strcmp(g->state, "to-document") == 0)
        return;
    say_text(m, &r, 30 + made_below(&r, 51), g->text);
    if (made_chance(&r, 0.2))
        say_text(m, &r, 20 + made_below(&r, 41), g->technical);
    if (made_chance(&r, 0.1)) { // a tenth is translated
        say_text(m, &r, 30 + made_below(&r, 51), g->text_it);
        say_text(m, &r, 30 + made_below(&r, 51), g->text_en);
    }
}
