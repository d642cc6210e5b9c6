// The check of terms as SKOS wants them: no circles, related is not broader, labels apart (S13,
// S27).
#include "repertoire/checking.h"
#include "repertoire/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANCESTORS 256 // of one term; who has more is a circle or a mistake

static const enum repertoire_type trees[] = {REPERTOIRE_VERB, REPERTOIRE_MATERIAL, REPERTOIRE_TOOL,
                                             REPERTOIRE_METIER, REPERTOIRE_PLACE};

static const json_t *broader(const struct record *record)
{
    return json_object_get(record->value, "broader");
}

// The n-th term that this one is a kind of; -1: none such on the shelf.
static int parent(const struct checking *c, const struct shelf *s, int at, size_t n)
{
    const json_t *id = json_array_get(broader(&s->records[at]), n);
    const struct record *found = repertoire_find(c->r, json_string_value(id));
    return found && found >= s->records && found < s->records + s->count ? (int)(found - s->records)
                                                                         : -1;
}

// ---- circles ----

struct climb {
    const struct shelf *shelf;
    char *state; // of each record: 0 not seen, 1 on the way, 2 done
    struct step {
        int at;
        size_t next; // which parent comes next
    } * way;
    int depth;
};

// `a > b > a`: from where the way met itself.
static void tell_circle(struct checking *c, const struct climb *climb, int met)
{
    char circle[FAULT_TEXT - 200];
    const struct record *records = climb->shelf->records;
    int from = climb->depth - 1;
    while (from > 0 && climb->way[from].at != met)
        from--;
    size_t n = 0;
    for (int i = from; i < climb->depth && n < sizeof circle; i++)
        n += (size_t)snprintf(circle + n, sizeof circle - n, "%s > ", records[climb->way[i].at].id);
    if (n < sizeof circle)
        snprintf(circle + n, sizeof circle - n, "%s", records[met].id);
    else
        memcpy(circle + sizeof circle - sizeof "…", "…", sizeof "…");
    checking_tell(c, FAULT_ERROR, &records[climb->way[climb->depth - 1].at], "broader",
                  "goes in a circle: %s; a broader one, never itself, is allowed", circle);
}

// Along the parents from one record, without recursion: chains may be as long as the shelf.
static void climb_from(struct checking *c, struct climb *climb, int start)
{
    climb->way[0] = (struct step){.at = start};
    climb->depth = 1;
    climb->state[start] = 1;
    while (climb->depth > 0) {
        struct step *top = &climb->way[climb->depth - 1];
        if (top->next >= json_array_size(broader(&climb->shelf->records[top->at]))) {
            climb->state[top->at] = 2;
            climb->depth--;
            continue;
        }
        int up = parent(c, climb->shelf, top->at, top->next++);
        if (up >= 0 && climb->state[up] == 1) {
            tell_circle(c, climb, up);
        } else if (up >= 0 && climb->state[up] == 0) {
            climb->state[up] = 1;
            climb->way[climb->depth++] = (struct step){.at = up};
        }
    }
}

static void check_circles(struct checking *c, const struct shelf *s)
{
    struct climb climb = {.shelf = s,
                          .state = calloc((size_t)s->count + 1, 1),
                          .way = calloc((size_t)s->count + 1, sizeof *climb.way)};
    for (int i = 0; climb.state && climb.way && i < s->count; i++)
        if (!climb.state[i])
            climb_from(c, &climb, i);
    free(climb.state);
    free(climb.way);
}

// ---- related is not broader ----

// Is `of` among the terms that `at` is a kind of, at any distance?
static bool is_above(const struct checking *c, const struct shelf *s, int at, int of)
{
    int known[ANCESTORS] = {at}, count = 1;
    for (int i = 0; i < count; i++) {
        int up;
        for (size_t n = 0; n < json_array_size(broader(&s->records[known[i]])); n++) {
            bool seen = (up = parent(c, s, known[i], n)) < 0;
            for (int k = 0; k < count && !seen; k++)
                seen = known[k] == up;
            if (up == of)
                return true;
            if (!seen && count < ANCESTORS)
                known[count++] = up;
        }
    }
    return false;
}

static void check_related(struct checking *c, const struct shelf *s, int at)
{
    size_t i;
    json_t *id;
    const struct record *record = &s->records[at];
    json_array_foreach(json_object_get(record->value, "related"), i, id)
    {
        const struct record *other = repertoire_find(c->r, json_string_value(id));
        char path[SCHEMA_PATH] = "related";
        where_index(path, sizeof path, i);
        if (!other)
            continue;
        int to = (int)(other - s->records);
        if (to == at)
            checking_tell(c, FAULT_ERROR, record, path, "is itself; another one is allowed");
        else if (is_above(c, s, at, to))
            checking_tell(c, FAULT_ERROR, record, path,
                          "\"%s\" is broader as well; one or the other is allowed", other->id);
        else if (is_above(c, s, to, at))
            checking_tell(c, FAULT_ERROR, record, path,
                          "\"%s\" is narrower as well; one or the other is allowed", other->id);
    }
}

// ---- labels of one record ----

struct said {
    const char *key, *text;
    size_t index;
};

static int gather(struct said *said, int count, const json_t *record, const char *key,
                  const char *language)
{
    size_t i;
    json_t *term;
    json_array_foreach(json_object_get(json_object_get(record, key), language), i, term)
    {
        if (count <= 2 * KEYS_MANY)
            said[count++] = (struct said){key, json_string_value(term), i};
    }
    return count;
}

static void check_labels(struct checking *c, const struct record *record, const char *language)
{
    struct said said[2 * KEYS_MANY + 1];
    const char *label =
        json_string_value(json_object_get(json_object_get(record->value, "label"), language));
    int count = 0;
    if (label)
        said[count++] = (struct said){"label", label, 0};
    count = gather(said, count, record->value, "synonyms", language);
    count = gather(said, count, record->value, "misspellings", language);
    for (int i = 1; i < count; i++) {
        for (int k = 0; k < i; k++) {
            if (strcmp(said[i].text, said[k].text) != 0)
                continue;
            char path[SCHEMA_PATH] = "";
            where_key(path, sizeof path, said[i].key);
            where_key(path, sizeof path, language);
            where_index(path, sizeof path, said[i].index);
            checking_tell(c, said[i].key == said[k].key ? FAULT_WARNING : FAULT_ERROR, record, path,
                          "\"%.80s\" stands in %s as well; each word stands once", said[i].text,
                          said[k].key);
            break;
        }
    }
}

static void check_words(struct checking *c, const struct record *record)
{
    const char *language;
    json_t *words;
    json_object_foreach(json_object_get(record->value, "synonyms"), language, words)
        check_labels(c, record, language);
    const json_t *synonyms = json_object_get(record->value, "synonyms");
    json_object_foreach(json_object_get(record->value, "misspellings"), language, words)
    {
        if (!json_object_get(synonyms, language))
            check_labels(c, record, language);
    }
}

void check_terms(struct checking *c)
{
    for (size_t t = 0; t < sizeof trees / sizeof *trees; t++) {
        const struct shelf *s = &c->r->shelves[trees[t]];
        check_circles(c, s);
        for (int i = 0; i < s->count; i++)
            check_related(c, s, i);
    }
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        for (int i = 0; i < c->r->shelves[t].count; i++)
            check_words(c, &c->r->shelves[t].records[i]);
}
