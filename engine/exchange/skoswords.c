// Labels, notes and notations of concepts: S13, S14, newlines, regions of languages.
#include "exchange/skosreading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_BYTES 300
#define LABELS 64

bool skos_language(const char *tag, char out[24])
{
    static const char *const ours[][2] = {{"fr", "fr"},  {"it", "it"},  {"en", "en"}, {"fra", "fr"},
                                          {"fre", "fr"}, {"ita", "it"}, {"eng", "en"}};
    size_t n = strcspn(tag ? tag : "fr", "-_");
    if (!tag)
        tag = "fr";
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strlen(ours[i][0]) == n && strncasecmp(ours[i][0], tag, n) == 0) {
            snprintf(out, 24, "%s", ours[i][1]);
            return true;
        }
    return snprintf(out, 24, "%s", tag) < 24 && schema_is_language(out);
}

// One space between words. Owned.
static char *tidied(const char *text)
{
    char *out = malloc(strlen(text) + 1);
    size_t n = 0;
    for (; out && *text; text++) {
        bool space = isspace((unsigned char)*text) || (unsigned char)*text < ' ';
        if (!space)
            out[n++] = *text;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (out && n && out[n - 1] == ' ')
        n--;
    if (out)
        out[n] = '\0';
    return out;
}

// ---- labels ----

struct label {
    struct skos_triple *t;
    char *text; // owned
    char language[24];
    bool exact; // its tag is the language, without a region
};

static void labels_finish(struct label *labels, int count)
{
    for (int i = 0; i < count; i++)
        free(labels[i].text);
}

// French before French of France; else as they stand.
static void put_first(struct label *labels, int count, struct label label)
{
    int at = count;
    while (label.exact && at > 0 && !labels[at - 1].exact &&
           strcmp(labels[at - 1].language, label.language) == 0) {
        labels[at] = labels[at - 1];
        at--;
    }
    labels[at] = label;
}

static int gather(struct skos_reading *r, const struct concept *c, const char *name,
                  struct label labels[LABELS])
{
    struct lost *lost = change_lost(r->set);
    int count = 0;
    for (int n = c->first; n >= 0; n = r->graph.triples[n].next) {
        struct skos_triple *t = &r->graph.triples[n];
        struct label l = {.t = t};
        if (t->kept || !skos_is(t, SKOS_NS, name))
            continue;
        if (t->object_sort != SKOS_LITERAL) {
            skos_lose(&r->graph, t, lost, "a label is a text");
            continue;
        }
        if (!skos_language(t->language, l.language)) {
            skos_lose(&r->graph, t, lost, "is in no known language");
            continue;
        }
        l.text = tidied(t->object);
        l.exact = t->language && strcasecmp(t->language, l.language) == 0;
        if (!l.text || !*l.text || strlen(l.text) > LABEL_BYTES || count == LABELS) {
            skos_lose(&r->graph, t, lost,
                      count == LABELS     ? "is one too many; 64 are allowed"
                      : l.text && *l.text ? "is longer than 300 bytes"
                                          : "is empty");
            free(l.text);
            continue;
        }
        put_first(labels, count++, l);
    }
    return count;
}

// Kept, but not to the letter.
static void keep(struct skos_reading *r, struct label *l, const char *as)
{
    if (as || !l->exact || strcmp(l->text, l->t->object) != 0 || l->t->datatype)
        skos_lose(&r->graph, l->t, change_lost(r->set), "is kept as %s\"%.200s\"@%s", as ? as : "",
                  l->text, l->language);
    l->t->kept = true;
}

static json_t *table(json_t *record, const char *key)
{
    json_t *at = json_object_get(record, key);
    if (!json_is_object(at)) {
        at = json_object();
        json_object_set_new(record, key, at);
    }
    return at;
}

bool skos_holds(const json_t *list, const char *text)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *other = json_string_value(item);
        if (other && strcmp(other, text) == 0)
            return true;
    }
    return false;
}

bool skos_same(const json_t *a, const json_t *b)
{
    size_t i;
    json_t *item;
    json_array_foreach(a, i, item)
    {
        const char *text = json_string_value(item);
        if (!text || !skos_holds(b, text))
            return false;
    }
    return json_array_size(a) == json_array_size(b);
}

static bool is_label(const struct concept *c, const char *language, const char *text)
{
    const char *label =
        json_string_value(json_object_get(json_object_get(c->record, "label"), language));
    return label && strcmp(label, text) == 0;
}

// False where it is the label or there is no room: told.
static bool add_term(struct skos_reading *r, struct concept *c, const char *key, struct label *l,
                     const char *as)
{
    struct lost *lost = change_lost(r->set);
    const json_t *synonyms = json_object_get(json_object_get(c->record, "synonyms"), l->language);
    json_t *terms = table(c->record, key), *list = json_object_get(terms, l->language);
    if (is_label(c, l->language, l->text)) {
        skos_lose(&r->graph, l->t, lost, "is the prefLabel already (S13)");
        return false;
    }
    if (list != synonyms && skos_holds(synonyms, l->text)) {
        skos_lose(&r->graph, l->t, lost, "is an altLabel already (S13)");
        return false;
    }
    if (!list) {
        list = json_array();
        json_object_set_new(terms, l->language, list);
    }
    if (json_array_size(list) >= LABELS) {
        skos_lose(&r->graph, l->t, lost, "is one too many; 64 are allowed");
        return false;
    }
    if (!skos_holds(list, l->text))
        json_array_append_new(list, json_string(l->text));
    keep(r, l, as);
    return true;
}

// The languages that the file speaks of begin anew.
static void empty_terms(struct concept *c, const char *key, const struct label *labels, int count)
{
    for (int i = 0; i < count; i++)
        json_object_del(json_object_get(c->record, key), labels[i].language);
}

// What says the same stays as it was; what is empty goes.
static void settle(struct concept *c, const char *key)
{
    json_t *at = json_object_get(c->record, key), *list, *other;
    const json_t *old = json_object_get(c->old, key);
    const char *language;
    void *next;
    json_object_foreach_safe(at, next, language, list)
    {
        other = json_object_get(old, language);
        if (!json_array_size(list))
            json_object_del(at, language);
        else if (other && skos_same(list, other))
            json_object_set_new(at, language, json_deep_copy(other));
    }
    if (at && !json_object_size(at))
        json_object_del(c->record, key);
}

// A second prefLabel of a language: S14 when its tag is the same, else only another region's.
static void take_second(struct skos_reading *r, struct concept *c, struct label *l)
{
    if (is_label(c, l->language, l->text)) {
        skos_lose(&r->graph, l->t, change_lost(r->set), "is kept as \"%.200s\"@%s", l->text,
                  l->language);
        return;
    }
    if (l->exact)
        faults_add(change_faults(r->set), FAULT_WARNING,
                   "%s:%d: prefLabel.%s: \"%.80s\" is a second one; one in each language is "
                   "allowed (S14), it becomes a synonym",
                   r->graph.files[l->t->file], l->t->line, l->language, l->text);
    add_term(r, c, "synonyms", l, "skos:altLabel ");
}

static void take_pref(struct skos_reading *r, struct concept *c, struct label *labels, int count)
{
    json_t *label = table(c->record, "label");
    for (int i = 0; i < count; i++) {
        bool first = true;
        for (int k = 0; k < i && first; k++)
            first = strcmp(labels[k].language, labels[i].language) != 0;
        if (!first)
            continue;
        json_object_set_new(label, labels[i].language, json_string(labels[i].text));
        keep(r, &labels[i], NULL);
    }
}

// Older words that the file is silent about give way to what it says.
static void keep_apart(struct concept *c)
{
    const char *language;
    json_t *list, *terms = json_object_get(c->record, "synonyms");
    json_t *hidden = json_object_get(c->record, "misspellings");
    json_object_foreach(terms, language, list)
    {
        for (size_t i = json_array_size(list); i-- > 0;)
            if (is_label(c, language, json_string_value(json_array_get(list, i))))
                json_array_remove(list, i);
    }
    json_object_foreach(hidden, language, list)
    {
        const json_t *synonyms = json_object_get(terms, language);
        for (size_t i = json_array_size(list); i-- > 0;) {
            const char *text = json_string_value(json_array_get(list, i));
            if (text && (is_label(c, language, text) || skos_holds(synonyms, text)))
                json_array_remove(list, i);
        }
    }
}

static void take_labels(struct skos_reading *r, struct concept *c)
{
    struct label pref[LABELS], alt[LABELS], hidden[LABELS];
    int prefs = gather(r, c, "prefLabel", pref), alts = gather(r, c, "altLabel", alt);
    int hiddens = gather(r, c, "hiddenLabel", hidden);
    take_pref(r, c, pref, prefs);
    empty_terms(c, "synonyms", alt, alts);
    empty_terms(c, "misspellings", hidden, hiddens);
    for (int i = 0; i < alts; i++)
        add_term(r, c, "synonyms", &alt[i], NULL);
    for (int i = 0; i < prefs; i++)
        if (!pref[i].t->kept)
            take_second(r, c, &pref[i]);
    keep_apart(c);
    for (int i = 0; i < hiddens; i++)
        add_term(r, c, "misspellings", &hidden[i], NULL);
    settle(c, "synonyms");
    settle(c, "misspellings");
    labels_finish(pref, prefs);
    labels_finish(alt, alts);
    labels_finish(hidden, hiddens);
}

// ---- notes ----

static void take_note(struct skos_reading *r, struct concept *c, struct skos_triple *t,
                      const char *name, json_t *said)
{
    char language[24];
    bool plain = strcmp(name, "definition") == 0;
    if (t->object_sort != SKOS_LITERAL || !skos_language(t->language, language)) {
        skos_lose(&r->graph, t, change_lost(r->set), "a text in a known language is kept");
        return;
    }
    if (json_object_get(said, language)) {
        skos_lose(&r->graph, t, change_lost(r->set), "one definition in each language is kept");
        return;
    }
    json_object_set_new(said, language, json_true());
    json_object_set_new(table(c->record, "definition"), language, json_string(t->object));
    if (!plain || !t->language || strcasecmp(t->language, language) != 0)
        skos_lose(&r->graph, t, change_lost(r->set), "is kept as skos:definition @%s", language);
    t->kept = true;
}

static void take_notes(struct skos_reading *r, struct concept *c)
{
    static const char *const names[] = {"definition",  "scopeNote",     "note",       "example",
                                        "historyNote", "editorialNote", "changeNote", NULL};
    json_t *said = json_object();
    for (int i = 0; names[i]; i++)
        for (int n = c->first; n >= 0; n = r->graph.triples[n].next) {
            struct skos_triple *t = &r->graph.triples[n];
            if (t->kept || !skos_is(t, SKOS_NS, names[i]))
                continue;
            if (i < 3)
                take_note(r, c, t, names[i], said);
            else
                skos_lose(&r->graph, t, change_lost(r->set), "no key holds it");
        }
    json_decref(said);
}

static void take_notation(struct skos_reading *r, struct concept *c)
{
    bool first = true;
    for (int n = c->first; n >= 0; n = r->graph.triples[n].next) {
        struct skos_triple *t = &r->graph.triples[n];
        if (t->kept || !skos_is(t, SKOS_NS, "notation"))
            continue;
        char *text = t->object_sort == SKOS_LITERAL ? tidied(t->object) : NULL;
        if (!first || !text || !*text || strlen(text) > LABEL_BYTES) {
            skos_lose(&r->graph, t, change_lost(r->set), "one short notation is kept");
            free(text);
            continue;
        }
        first = false;
        json_object_set_new(c->record, "notation", json_string(text));
        if (strcmp(text, t->object) != 0 || t->datatype || t->language)
            skos_lose(&r->graph, t, change_lost(r->set), "is kept as \"%.200s\"", text);
        t->kept = true;
        free(text);
    }
}

void skos_take_words(struct skos_reading *r, struct concept *c)
{
    take_labels(r, c);
    take_notes(r, c);
    take_notation(r, c);
}
