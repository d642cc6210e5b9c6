// Records in the order of a language's alphabet.
#include "publish/order.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

char *order_key(const char *word)
{
    char *parted = g_utf8_normalize(word, -1, G_NORMALIZE_ALL);
    GString *key = g_string_new(NULL);
    for (const char *at = parted; at && *at; at = g_utf8_next_char(at)) {
        gunichar c = g_unichar_tolower(g_utf8_get_char(at));
        if (c == 0x0153)
            g_string_append(key, "oe");
        else if (c == 0x00e6)
            g_string_append(key, "ae");
        else if (c == 0x2019)
            g_string_append_c(key, '\'');
        else if (!g_unichar_ismark(c))
            g_string_append_unichar(key, c);
    }
    g_free(parted);
    return g_string_free(key, FALSE);
}

static int by_key(const void *a, const void *b)
{
    const struct order_entry *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : strcmp(facts_string(x->record, "id"), facts_string(y->record, "id"));
}

bool order_records(const struct publish_desc *d, enum repertoire_type type, const char *language,
                   struct order *order)
{
    int count = repertoire_count(d->repertoire, type);
    *order = (struct order){calloc((size_t)count + 1, sizeof *order->of), 0};
    if (!order->of)
        return false;
    for (int i = 0; i < count; i++) {
        const json_t *record = repertoire_record(d->repertoire, type, i);
        order->of[order->count++] =
            (struct order_entry){record, order_key(facts_title(record, language).text)};
    }
    qsort(order->of, (size_t)order->count, sizeof *order->of, by_key);
    return true;
}

void order_finish(struct order *order)
{
    for (int i = 0; i < order->count; i++)
        g_free(order->of[i].key);
    free(order->of);
    *order = (struct order){0};
}
