// The check for two records of one kind that bear the same label: nobody can tell them apart.
#include "repertoire/checking.h"

#include <stdlib.h>
#include <string.h>

// Kinds that are chosen by their label. Notes may say the same as often as they like.
static const struct {
    enum repertoire_type type;
    const char *key;
} labelled[] = {{REPERTOIRE_VERB, "label"},    {REPERTOIRE_MATERIAL, "label"},
                {REPERTOIRE_TOOL, "label"},    {REPERTOIRE_METIER, "label"},
                {REPERTOIRE_GESTURE, "label"}, {REPERTOIRE_WORK, "title"},
                {REPERTOIRE_SCHOOL, "label"},  {REPERTOIRE_TEAM, "label"},
                {REPERTOIRE_PLACE, "label"},   {REPERTOIRE_ENTERPRISE, "label"}};

struct named {
    const char *text, *qualifier;
    const struct record *record;
};

static int by_text(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = order_folded(x->text, y->text);
    if (!order)
        order = order_folded(x->qualifier, y->qualifier);
    return order ? order : strcmp(x->record->id, y->record->id);
}

static const char *text_of(const struct record *record, const char *key, const char *language)
{
    const json_t *texts = json_object_get(record->value, key);
    const char *text = json_string_value(json_object_get(texts, language));
    return text ? text : "";
}

static void check_language(struct checking *c, const struct shelf *s, const char *key,
                           const char *language)
{
    struct named *named = calloc((size_t)s->count + 1, sizeof *named);
    int count = 0;
    for (int i = 0; named && i < s->count; i++) {
        const struct record *record = &s->records[i];
        const char *text = text_of(record, key, language);
        if (*text)
            named[count++] = (struct named){text, text_of(record, "qualifier", language), record};
    }
    if (count)
        qsort(named, (size_t)count, sizeof *named, by_text);
    for (int i = 1; i < count; i++) {
        const struct named *now = &named[i], *before = &named[i - 1];
        char path[SCHEMA_PATH] = "";
        if (order_folded(now->text, before->text) ||
            order_folded(now->qualifier, before->qualifier))
            continue;
        where_key(path, sizeof path, key);
        where_key(path, sizeof path, language);
        checking_tell(c, FAULT_WARNING, now->record, path,
                      "\"%.80s\" is %s's as well; a label that tells them apart is wanted",
                      now->text, before->record->id);
    }
    free(named);
}

void check_twins(struct checking *c)
{
    const char *const *languages = c->desc->languages ? c->desc->languages : repertoire_languages;
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++)
        for (const char *const *l = languages; *l; l++)
            check_language(c, &c->r->shelves[labelled[i].type], labelled[i].key, *l);
}
