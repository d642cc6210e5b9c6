// The words of facets, of languages, of percussion and of risk.
#include "index/private.h"

#include <stdio.h>
#include <string.h>

static const char *const facets[INDEX_FACETS] = {[INDEX_VERB] = "verb",
                                                 [INDEX_MATERIAL] = "material",
                                                 [INDEX_TOOL] = "tool",
                                                 [INDEX_METIER] = "metier",
                                                 [INDEX_PERCUSSION] = "percussion",
                                                 [INDEX_PLACE] = "place",
                                                 [INDEX_LANGUAGE] = "language",
                                                 [INDEX_STATUS] = "status",
                                                 [INDEX_WORK] = "work",
                                                 [INDEX_SCHOOL] = "school",
                                                 [INDEX_KIND] = "kind"};

const char *index_facet_word(enum index_facet facet)
{
    return facets[facet];
}

int index_facet_of(enum repertoire_type type)
{
    switch (type) {
    case REPERTOIRE_VERB:
        return INDEX_VERB;
    case REPERTOIRE_MATERIAL:
        return INDEX_MATERIAL;
    case REPERTOIRE_TOOL:
        return INDEX_TOOL;
    case REPERTOIRE_METIER:
        return INDEX_METIER;
    case REPERTOIRE_PLACE:
        return INDEX_PLACE;
    case REPERTOIRE_WORK:
        return INDEX_WORK;
    case REPERTOIRE_SCHOOL:
        return INDEX_SCHOOL;
    default:
        return -1;
    }
}

int index_slot(const char *language)
{
    static const char *const known[] = {"fr", "it", "en"};
    for (int i = 0; language && i < SLOT_OTHER; i++)
        if (strncmp(language, known[i], 2) == 0 && (!language[2] || language[2] == '-'))
            return i;
    return SLOT_OTHER;
}

struct said {
    const char *word, *fr, *it, *en;
};

static const struct said kinds[] = {{"gesture", "geste", "gesto", "gesture"},
                                    {"work", "œuvre", "opera", "work"},
                                    {NULL, NULL, NULL, NULL}};
static const struct said languages[] = {{"fr", "français", "francese", "French"},
                                        {"it", "italien", "italiano", "Italian"},
                                        {"en", "anglais", "inglese", "English"},
                                        {NULL, NULL, NULL, NULL}};
// The classes of Heritage Crafts.
static const struct said risks[] = {
    {"extinct", "disparu", "scomparso", "extinct"},
    {"critically-endangered", "en danger critique", "in pericolo critico", "critically endangered"},
    {"endangered", "en danger", "in pericolo", "endangered"},
    {"viable", "viable", "vitale", "viable"},
    {"data-deficient", "données insuffisantes", "dati insufficienti", "data deficient"},
    {NULL, NULL, NULL, NULL}};
// Percussion after Leroi-Gourhan: how, at what angle, with what edge (P⊥l: posée, perpendiculaire,
// linéaire).
static const struct said ways[] = {
    {"PP", "percussion posée avec percuteur", "percussione posata con percussore",
     "indirect percussion"},
    {"P", "percussion posée", "percussione posata", "resting percussion"},
    {"L", "percussion lancée", "percussione lanciata", "thrown percussion"},
    {NULL, NULL, NULL, NULL}};
static const struct said angles[] = {{"⊥", "perpendiculaire", "perpendicolare", "perpendicular"},
                                     {"∕", "oblique", "obliqua", "oblique"},
                                     {NULL, NULL, NULL, NULL}};
static const struct said edges[] = {{"l", "linéaire", "lineare", "linear"},
                                    {"p", "punctiforme", "puntiforme", "punctiform"},
                                    {"d", "diffuse", "diffusa", "diffuse"},
                                    {NULL, NULL, NULL, NULL}};

// The row whose word `text` begins with.
static const struct said *begins(const struct said *rows, const char *text)
{
    for (; rows->word; rows++)
        if (strncmp(rows->word, text, strlen(rows->word)) == 0)
            return rows;
    return NULL;
}

static const char *in(const struct said *row, int slot)
{
    return slot == SLOT_FR ? row->fr : slot == SLOT_IT ? row->it : row->en;
}

bool index_percussion_words(const char *percussion, int slot, char *words, size_t size)
{
    const struct said *way = begins(ways, percussion);
    const struct said *angle = way ? begins(angles, percussion + strlen(way->word)) : NULL;
    const struct said *edge =
        angle ? begins(edges, percussion + strlen(way->word) + strlen(angle->word)) : NULL;
    if (!edge || slot >= SLOT_OTHER)
        return false;
    snprintf(words, size, "%s, %s, %s", in(way, slot), in(angle, slot), in(edge, slot));
    return true;
}

static json_t *percussion_label(const char *id)
{
    char fr[160], it[160], en[160];
    if (!index_percussion_words(id, SLOT_FR, fr, sizeof fr) ||
        !index_percussion_words(id, SLOT_IT, it, sizeof it) ||
        !index_percussion_words(id, SLOT_EN, en, sizeof en))
        return NULL;
    return json_pack("{s:s, s:s, s:s}", "fr", fr, "it", it, "en", en);
}

json_t *index_value_label(enum index_facet facet, const char *id)
{
    const struct said *rows = facet == INDEX_KIND       ? kinds
                              : facet == INDEX_LANGUAGE ? languages
                              : facet == INDEX_STATUS   ? risks
                                                        : NULL;
    if (facet == INDEX_PERCUSSION)
        return percussion_label(id);
    for (; rows && rows->word; rows++)
        if (strcmp(rows->word, id) == 0)
            return json_pack("{s:s, s:s, s:s}", "fr", rows->fr, "it", rows->it, "en", rows->en);
    return NULL;
}
