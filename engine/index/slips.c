// Words that begin one letter away: one too many, one missing, one wrong, two swapped.
//
// Each such spelling is looked for in the vocabulary by its letters: a few hundred binary searches,
// instead of a distance to each word.
#include "index/search.h"

#include <stdio.h>
#include <string.h>

#define SPELLINGS 256 // that occur, at most

struct spellings {
    struct search *s;
    char found[SPELLINGS][INDEX_TOKEN_BYTES + 2];
    int count;
};

bool search_may_slip(const char *word)
{
    size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    return n >= INDEX_SLIP_LETTERS && !word[n];
}

static bool occurs(const struct index *x, const char *prefix)
{
    const struct vocabulary *v = &x->vocabulary;
    size_t n = strlen(prefix);
    uint32_t low = 0, high = v->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(shelf_text(x, v->words[middle]), prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->count && strncmp(shelf_text(x, v->words[low]), prefix, n) == 0;
}

static void try(struct spellings *p, const char *spelling)
{
    if (p->count == SPELLINGS || !occurs(p->s->x, spelling))
        return;
    for (int i = 0; i < p->count; i++)
        if (strcmp(p->found[i], spelling) == 0)
            return;
    snprintf(p->found[p->count++], sizeof *p->found, "%s", spelling);
}

static void spell(struct spellings *p, const char *word)
{
    size_t n = strlen(word);
    char other[INDEX_TOKEN_BYTES + 2];
    for (size_t i = 0; i < n; i++) {
        snprintf(other, sizeof other, "%.*s%s", (int)i, word, word + i + 1);
        try(p, other);
        if (i + 1 < n && word[i] != word[i + 1]) {
            snprintf(other, sizeof other, "%s", word);
            other[i] = word[i + 1];
            other[i + 1] = word[i];
            try(p, other);
        }
        for (const char *l = "abcdefghijklmnopqrstuvwxyz"; *l; l++) {
            const char letter = *l;
            snprintf(other, sizeof other, "%s", word);
            other[i] = letter;
            if (letter != word[i])
                try(p, other);
            snprintf(other, sizeof other, "%.*s%c%s", (int)i, word, letter, word + i);
            try(p, other);
        }
    }
}

// One question a spelling: a row of a question with many phrases is asked about each of them.
void search_slips(struct search *s, const char *word)
{
    struct spellings p = {.s = s};
    char expression[INDEX_TOKEN_BYTES + 8];
    if (!search_may_slip(word))
        return;
    spell(&p, word);
    for (int i = 0; i < p.count; i++) {
        if (search_list(s, p.found[i], 0, 2))
            continue;
        snprintf(expression, sizeof expression, "\"%s\" *", p.found[i]);
        search_match(s, expression, 0, 2);
    }
}
