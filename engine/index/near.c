// Does a filter mean anything here? If not, what is nearly it.
#include "index/fold.h"
#include "index/private.h"
#include "index/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAR_VALUES 20000 // of a facet, that one is compared with

// Its id, where the label in any language or the id itself is nearly the word.
static const char *nearest(const struct index *x, int facet, const char *asked)
{
    const char **words = malloc((NEAR_VALUES + 1) * sizeof *words), *found = NULL;
    char folded[320];
    fold_order(asked, folded, sizeof folded);
    for (int slot = -1; slot < SLOTS && words && !found; slot++) {
        uint32_t value = 0;
        int count = 0;
        for (uint32_t i = 1; i <= x->value_count && count < NEAR_VALUES; i++) {
            const struct shelf_value *v = &x->values[i];
            if (v->facet == facet && (slot < 0 || v->folded[slot]))
                words[count++] = shelf_text(x, slot < 0 ? v->id : v->folded[slot]);
        }
        words[count] = NULL;
        found = fault_nearest(slot < 0 ? asked : folded, words);
        for (uint32_t i = 1; found && slot >= 0 && i <= x->value_count && !value; i++)
            if (x->values[i].facet == facet && x->values[i].folded[slot] &&
                strcmp(shelf_text(x, x->values[i].folded[slot]), found) == 0)
                value = i;
        found = value ? shelf_text(x, x->values[value].id) : found;
    }
    free(words);
    return found;
}

bool index_has(struct index *x, enum index_facet facet, const char *asked, char near[INDEX_NEAR])
{
    struct numbers found = {0};
    near[0] = '\0';
    if (!shelf_renew(x) || !shelf_values(x, (int)facet, asked, &found))
        return true; // it cannot be said
    bool has = found.count > 0;
    free(found.items);
    const char *word = has ? NULL : nearest(x, (int)facet, asked);
    snprintf(near, INDEX_NEAR, "%s", word ? word : "");
    return has;
}
