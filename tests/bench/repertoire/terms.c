// The terms of the made-up repertoire: those that crafts have, then made ones.
#include "made.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// French, Italian, English; in the order of how often they are used.
static const struct made_term real_verbs[] = {{"", "marteler", "martellare", "hammer"},
                                              {"", "tailler", "tagliare", "cut"},
                                              {"", "étirer", "stirare", "draw out"},
                                              {"", "tourner", "tornire", "turn"},
                                              {"", "ciseler", "cesellare", "chase"},
                                              {"", "souffler", "soffiare", "blow"},
                                              {"", "coudre", "cucire", "stitch"},
                                              {"", "monter", "montare", "raise"},
                                              {"", "planer", "spianare", "planish"},
                                              {"", "raboter", "piallare", "plane"},
                                              {"", "graver", "incidere", "engrave"},
                                              {"", "polir", "lucidare", "polish"},
                                              {"", "forger", "forgiare", "forge"},
                                              {"", "limer", "limare", "file"},
                                              {"", "souder", "saldare", "weld"},
                                              {"", "sculpter", "intagliare", "carve"},
                                              {"", "tisser", "tessere", "weave"},
                                              {"", "plier", "piegare", "fold"},
                                              {"", "emboutir", "imbutire", "sink"},
                                              {"", "rétreindre", "restringere", "raise"},
                                              {"", "repousser", "sbalzare", "emboss"},
                                              {"", "sertir", "incastonare", "set"},
                                              {"", "battre", "battere", "beat"},
                                              {"", "dorer", "dorare", "gild"},
                                              {"", "brunir", "brunire", "burnish"},
                                              {"", "dresser", "spianare", "dress"},
                                              {"", "boucharder", "bocciardare", "bush-hammer"},
                                              {"", "fendre", "spaccare", "rive"},
                                              {"", "jabler", "caprugginare", "croze"},
                                              {"", "parer", "scarnire", "skive"},
                                              {"", "découper", "traforare", "fret-cut"},
                                              {"", "centrer", "centrare", "centre"},
                                              {"", "tournasser", "rifinire", "trim"},
                                              {"", "colombiner", "lavorare a colombino",
                                               "coil-build"},
                                              {"", "cueillir", "levare", "gather"},
                                              {"", "maillocher", "sagomare", "block"},
                                              {"", "griffer", "segnare", "prick"},
                                              {"", "ourdir", "ordire", "warp"},
                                              {"", "tasser", "battere", "beat in"},
                                              {"", "filer", "filare", "spin"},
                                              {"", "broder", "ricamare", "embroider"},
                                              {"", "croiser", "incrociare", "cross"},
                                              {"", "coucher", "stendere", "lay"},
                                              {"", "teindre", "tingere", "dye"}};
static const struct made_term real_materials[] = {{"", "bois", "legno", "wood"},
                                                  {"", "fer", "ferro", "iron"},
                                                  {"", "pierre", "pietra", "stone"},
                                                  {"", "argile", "argilla", "clay"},
                                                  {"", "cuir", "cuoio", "leather"},
                                                  {"", "verre", "vetro", "glass"},
                                                  {"", "cuivre", "rame", "copper"},
                                                  {"", "argent", "argento", "silver"},
                                                  {"", "laine", "lana", "wool"},
                                                  {"", "or", "oro", "gold"},
                                                  {"", "fil", "filo", "thread"},
                                                  {"", "bronze", "bronzo", "bronze"},
                                                  {"", "chêne", "rovere", "oak"},
                                                  {"", "papier", "carta", "paper"},
                                                  {"", "acier", "acciaio", "steel"},
                                                  {"", "plâtre", "gesso", "plaster"},
                                                  {"", "lin", "lino", "linen"},
                                                  {"", "soie", "seta", "silk"},
                                                  {"", "granit", "granito", "granite"},
                                                  {"", "osier", "vimini", "wicker"},
                                                  {"", "étain", "stagno", "tin"},
                                                  {"", "placage", "impiallacciatura", "veneer"},
                                                  {"", "noyer", "noce", "walnut"},
                                                  {"", "hêtre", "faggio", "beech"},
                                                  {"", "chaux", "calce", "lime"},
                                                  {"", "corne", "corno", "horn"},
                                                  {"", "organza", "organza", "organza"},
                                                  {"", "marbre", "marmo", "marble"},
                                                  {"", "feuille d'or", "foglia d'oro", "gold leaf"},
                                                  {"", "grès", "gres", "stoneware"}};
static const struct made_term real_tools[] = {{"", "marteau", "martello", "hammer"},
                                              {"", "ciseau", "scalpello", "chisel"},
                                              {"", "enclume", "incudine", "anvil"},
                                              {"", "tour", "tornio", "lathe"},
                                              {"", "maillet", "mazzuolo", "mallet"},
                                              {"", "lime", "lima", "file"},
                                              {"", "massette", "mazzetta", "club hammer"},
                                              {"", "canne", "canna", "blowpipe"},
                                              {"", "aiguille", "ago", "needle"},
                                              {"", "couteau", "coltello", "knife"},
                                              {"", "gouge", "sgorbia", "gouge"},
                                              {"", "rabot", "pialla", "plane"},
                                              {"", "tenailles", "tenaglie", "tongs"},
                                              {"", "burin", "bulino", "burin"},
                                              {"", "tas", "tasso", "stake"},
                                              {"", "varlope", "pialletto", "jointer"},
                                              {"", "alêne", "lesina", "awl"},
                                              {"", "pince", "pinza", "clam"},
                                              {"", "scie", "sega", "saw"},
                                              {"", "estèque", "stecca", "rib"},
                                              {"", "mirette", "mirette", "loop tool"},
                                              {"", "plioir", "stecca", "bone folder"},
                                              {"", "navette", "navetta", "shuttle"},
                                              {"", "peigne", "pettine", "comb"},
                                              {"", "rouet", "filatoio", "spinning wheel"},
                                              {"", "fuseau", "fuso", "spindle"},
                                              {"", "brunissoir", "brunitoio", "burnisher"},
                                              {"", "ciselet", "cesello", "chasing tool"},
                                              {"", "boucharde", "bocciarda", "bush hammer"},
                                              {"", "taillant", "martellina", "stone axe"},
                                              {"", "départoir", "spaccalegna", "froe"},
                                              {"", "jabloir", "caprugginatoio", "croze"},
                                              {"", "ourdissoir", "orditoio", "warping mill"},
                                              {"", "mailloche", "mazzuola", "block"},
                                              {"", "sertissoir", "incastonatoio", "setting burr"},
                                              {"", "palette", "paletta", "gilder's tip"}};
static const struct made_term real_metiers[] = {
    {"", "ferronnier", "fabbro", "ironworker"},
    {"", "menuisier", "falegname", "joiner"},
    {"", "ébéniste", "ebanista", "cabinetmaker"},
    {"", "tailleur de pierre", "scalpellino", "stonemason"},
    {"", "céramiste", "ceramista", "ceramist"},
    {"", "verrier à la main", "vetraio", "glassblower"},
    {"", "orfèvre", "orafo", "goldsmith"},
    {"", "dinandier", "ramaio", "coppersmith"},
    {"", "sellier", "sellaio", "saddler"},
    {"", "maroquinier", "pellettiere", "leatherworker"},
    {"", "relieur", "rilegatore", "bookbinder"},
    {"", "tisserand", "tessitore", "weaver"},
    {"", "lissier", "arazziere", "tapestry weaver"},
    {"", "brodeur", "ricamatore", "embroiderer"},
    {"", "dentellier", "merlettaio", "lacemaker"},
    {"", "doreur", "doratore", "gilder"},
    {"", "ciseleur", "cesellatore", "chaser"},
    {"", "graveur", "incisore", "engraver"},
    {"", "tonnelier", "bottaio", "cooper"},
    {"", "sabotier", "zoccolaio", "clogmaker"},
    {"", "marqueteur", "intarsiatore", "marquetry maker"},
    {"", "coutelier", "coltellinaio", "cutler"},
    {"", "vannier", "cestaio", "basketmaker"},
    {"", "luthier", "liutaio", "luthier"}};

// What French texts are made of, most of all; in the order of their frequencies.
static const char *const grammar[] = {
    "de",   "la",    "le",   "et",     "les",   "des",   "en",   "un",      "du",      "une",
    "que",  "est",   "pour", "qui",    "dans",  "à",     "par",  "plus",    "pas",     "au",
    "sur",  "ne",    "se",   "ce",     "il",    "sont",  "avec", "on",      "aux",     "son",
    "sa",   "ou",    "mais", "puis",   "comme", "elle",  "ses",  "cette",   "entre",   "sans",
    "main", "geste", "sous", "fait",   "bien",  "même",  "être", "jusqu'à", "matière", "outil",
    "coup", "pièce", "deux", "chaque", "forme", "toute", "peu",  "après",   "quand",   "avant"};

// Letters of another language's ending instead of the French one's.
static void turn(const char *word, const char *end, char to[MADE_BYTES])
{
    size_t n = strlen(word);
    while (n > 3 && strchr("eirs", word[n - 1]))
        n--;
    snprintf(to, MADE_BYTES, "%.*s%s", (int)n, word, end);
}

static void fill_made(struct made_random *r, enum made_kind kind, struct made_term *t)
{
    static const char *const it[] = {"o", "are", "aio"}, *const en[] = {"", "", "er"};
    made_word(r, kind, false, t->fr);
    turn(t->fr, it[kind], t->it);
    turn(t->fr, en[kind], t->en);
}

// A noun behind another: "marteau à planer", "bois de noyer".
static void join(const struct made_term *a, const char *between[3], const struct made_term *b,
                 struct made_term *to)
{
    snprintf(to->fr, sizeof to->fr, "%s %s%s", a->fr,
             strcmp(between[0], "de ") == 0 && made_is_vowel(b->fr) ? "d'" : between[0], b->fr);
    snprintf(to->it, sizeof to->it, "%s %s%s", a->it, between[1], b->it);
    snprintf(to->en, sizeof to->en, "%s %s%s", a->en, between[2], b->en);
}

static bool is_taken(const struct made_term *terms, int count, const char *id)
{
    for (int i = 0; i < count; i++)
        if (strcmp(terms[i].id, id) == 0)
            return true;
    return false;
}

static void name(struct made_term *t, const char *prefix)
{
    char slug[MADE_BYTES];
    made_slug(t->fr, slug);
    snprintf(t->id, sizeof t->id, "%s%.40s", prefix, slug);
}

// Those that are real first; a made one among the others in the order of their frequencies.
static void fill(struct made_random *r, struct made_term *terms, int count, const char *prefix,
                 const struct made_term *real, int reals, enum made_kind kind,
                 void (*compound)(struct made_random *, const struct made_term *, int,
                                  struct made_term *))
{
    for (int i = 0; i < count;) {
        terms[i] = i < reals ? real[i] : (struct made_term){0};
        if (i >= reals && compound && made_chance(r, 0.4))
            compound(r, terms, i, &terms[i]);
        else if (i >= reals)
            fill_made(r, kind, &terms[i]);
        name(&terms[i], prefix);
        i += !is_taken(terms, i, terms[i].id);
    }
}

static void compound_material(struct made_random *r, const struct made_term *terms, int count,
                              struct made_term *to)
{
    struct made_term b;
    fill_made(r, MADE_NOUN, &b);
    join(&terms[made_below(r, 20)], (const char *[]){"de ", "di ", "of "}, &b, to);
}

static void compound_tool(struct made_random *r, const struct made_term *terms, int count,
                          struct made_term *to)
{
    const int verbs = (int)(sizeof real_verbs / sizeof *real_verbs);
    join(&terms[made_below(r, 36)], (const char *[]){"à ", "da ", "to "},
         &real_verbs[made_below(r, verbs)], to);
}

static void compound_metier(struct made_random *r, const struct made_term *terms, int count,
                            struct made_term *to)
{
    const int materials = (int)(sizeof real_materials / sizeof *real_materials);
    join(&terms[made_below(r, 24)], (const char *[]){"sur ", "su ", "on "},
         &real_materials[made_below(r, materials)], to);
}

static void fill_places(struct made_random *r, struct made_term *places)
{
    static const char *const rivers[] = {"Tarn", "Aveyron", "Garonne", "Oise", "Aisne", "Lys"};
    for (int i = 0; i < MADE_PLACES;) {
        struct made_term *t = &places[i];
        char word[MADE_BYTES], large[MADE_BYTES];
        made_word(r, MADE_NOUN, false, word);
        made_capital(word, large, sizeof large);
        bool saint = made_chance(r, 0.3), river = made_chance(r, 0.3);
        snprintf(t->fr, sizeof t->fr, "%s%s%s%s", saint ? "Saint-" : "", large,
                 river ? "-sur-" : "", river ? rivers[made_below(r, 6)] : "");
        memcpy(t->it, t->fr, sizeof t->it);
        memcpy(t->en, t->fr, sizeof t->en);
        char slug[MADE_BYTES];
        made_slug(word, slug);
        snprintf(t->id, sizeof t->id, "l:%.40s", slug);
        i += !is_taken(places, i, t->id);
    }
}

// Grammar, then words of crafts among made ones.
static void fill_words(struct made_random *r, struct made *m)
{
    m->grammar = (int)(sizeof grammar / sizeof *grammar);
    for (int i = 0; i < MADE_WORDS; i++) {
        int term = (i - m->grammar) / 3;
        const struct made_term *of[] = {m->verbs, m->materials, m->tools};
        if (i < m->grammar)
            snprintf(m->words[i], MADE_BYTES, "%s", grammar[i]);
        else if (term < MADE_MATERIALS && (i & 1))
            snprintf(m->words[i], MADE_BYTES, "%s", of[i % 3][term].fr);
        else
            made_word(r, i % 4 ? MADE_NOUN : MADE_VERB, i < 1500, m->words[i]);
    }
}

#define COUNT(a) (int)(sizeof(a) / sizeof *(a))

struct made *made_create(uint64_t seed)
{
    struct made *m = calloc(1, sizeof *m);
    struct made_random r = {seed};
    if (!m)
        return NULL;
    m->seed = seed;
    m->words = calloc(MADE_WORDS, sizeof *m->words);
    // Terms are used by 1 / rank, flatter at the head; words as in texts (Mandelbrot).
    if (!m->words || !made_zipf_init(&m->often_verb, MADE_VERBS, 4, 1) ||
        !made_zipf_init(&m->often_material, MADE_MATERIALS, 3, 1) ||
        !made_zipf_init(&m->often_tool, MADE_TOOLS, 4, 1) ||
        !made_zipf_init(&m->often_metier, MADE_METIERS, 6, 1) ||
        !made_zipf_init(&m->often_place, MADE_PLACES, 3, 1) ||
        !made_zipf_init(&m->often_word, MADE_WORDS, 2.7, 1.07)) {
        made_destroy(m);
        return NULL;
    }
    fill(&r, m->verbs, MADE_VERBS, "v:", real_verbs, COUNT(real_verbs), MADE_VERB, NULL);
    fill(&r, m->materials, MADE_MATERIALS, "m:", real_materials, COUNT(real_materials), MADE_NOUN,
         compound_material);
    fill(&r, m->tools, MADE_TOOLS, "o:", real_tools, COUNT(real_tools), MADE_NOUN, compound_tool);
    fill(&r, m->metiers, MADE_METIERS, "t:", real_metiers, COUNT(real_metiers), MADE_MAKER,
         compound_metier);
    fill_places(&r, m->places);
    fill_words(&r, m);
    return m;
}

void made_destroy(struct made *m)
{
    if (!m)
        return;
    made_zipf_finish(&m->often_verb);
    made_zipf_finish(&m->often_material);
    made_zipf_finish(&m->often_tool);
    made_zipf_finish(&m->often_metier);
    made_zipf_finish(&m->often_place);
    made_zipf_finish(&m->often_word);
    free(m->words);
    free(m);
}
