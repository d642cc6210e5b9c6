// index: what is found, counted and put first, against a scan of all records written from the
// definition in index.h.
#include "index/index.h"
#include "tools/crafts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORDS 200 // of one document
#define VALUES 16 // of one facet of one document
#define NOTHING 1000000

enum { TEXT, TERMS, LABEL };

// What the definition says of one document.
struct document {
    char id[16], order[CRAFTS_LANGUAGES][100];
    struct {
        const char *word;
        int class, language;
    } words[WORDS];
    int count;
    char values[INDEX_FACETS][VALUES][16];
    int value_count[INDEX_FACETS];
    int cost;
};

struct truth {
    struct document *documents;
    int count;
};

struct place {
    struct crafts *crafts;
    struct truth truth;
    struct index *index;
};

// ---- documents, from the definition ----

static void put(struct document *d, const char *word, int class, int language)
{
    assert_true(d->count < WORDS);
    d->words[d->count].word = word;
    d->words[d->count].class = class;
    d->words[d->count++].language = language;
}

static void put_all(struct document *d, const struct crafts *c, const int *list, int count,
                    int class, int language)
{
    for (int i = 0; i < count; i++)
        put(d, c->pool[list[i]], class, language);
}

static void put_term(struct document *d, const struct crafts *c, const struct craft_term *t,
                     int class)
{
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        put_all(d, c, t->label[l], 2, class, l);
        if (t->synonym[l] >= 0)
            put(d, c->pool[t->synonym[l]], TERMS, l);
    }
}

static void put_name(struct document *d, const struct crafts *c, const struct craft_term *t)
{
    for (int l = 0; l < CRAFTS_LANGUAGES; l++)
        put_all(d, c, t->label[l], 2, TERMS, l);
}

static void put_percussion(struct document *d, int percussion)
{
    static const char *const words[4][CRAFTS_LANGUAGES][6] = {
        {{"percussion", "posee", "perpendiculaire", "lineaire"},
         {"percussione", "posata", "perpendicolare", "lineare"},
         {"resting", "percussion", "perpendicular", "linear"}},
        {{"percussion", "lancee", "perpendiculaire", "diffuse"},
         {"percussione", "lanciata", "perpendicolare", "diffusa"},
         {"thrown", "percussion", "perpendicular", "diffuse"}},
        {{"percussion", "posee", "avec", "percuteur", "oblique", "punctiforme"},
         {"percussione", "posata", "con", "percussore", "obliqua", "puntiforme"},
         {"indirect", "percussion", "oblique", "punctiform"}},
        {{"percussion", "lancee", "oblique", "lineaire"},
         {"percussione", "lanciata", "obliqua", "lineare"},
         {"thrown", "percussion", "oblique", "linear"}}};
    for (int l = 0; l < CRAFTS_LANGUAGES; l++)
        for (int i = 0; i < 6 && words[percussion][l][i]; i++)
            put(d, words[percussion][l][i], TERMS, l);
}

__attribute__((format(printf, 3, 4))) static void value(struct document *d, enum index_facet facet,
                                                        const char *format, ...)
{
    char id[16];
    va_list list;
    va_start(list, format);
    vsnprintf(id, sizeof id, format, list);
    va_end(list);
    for (int i = 0; i < d->value_count[facet]; i++)
        if (strcmp(d->values[facet][i], id) == 0)
            return;
    assert_true(d->value_count[facet] < VALUES);
    strcpy(d->values[facet][d->value_count[facet]++], id);
}

static void set_order(struct document *d, const struct crafts *c, const int label[][3])
{
    for (int l = 0; l < CRAFTS_LANGUAGES; l++)
        snprintf(d->order[l], sizeof d->order[l], "%s %s %s", c->pool[label[l][0]],
                 c->pool[label[l][1]], c->pool[label[l][2]]);
}

static void gesture(struct document *d, const struct crafts *c, int n)
{
    const struct craft_gesture *g = &c->gestures[n];
    const struct craft_term *verb = &c->verbs[g->verb];
    int percussion = g->percussion >= 0 ? g->percussion : verb->percussion;
    bool any_text = g->has_text[0] || g->has_text[1] || g->has_text[2];
    snprintf(d->id, sizeof d->id, "g:x%d", n);
    set_order(d, c, g->label);
    value(d, INDEX_KIND, "gesture");
    value(d, INDEX_VERB, "v:x%d", g->verb);
    put_term(d, c, verb, LABEL);
    for (int i = 0; i < CRAFTS_SEVERAL; i++) {
        value(d, INDEX_MATERIAL, "m:x%d", g->materials[i]);
        value(d, INDEX_TOOL, "o:x%d", g->tools[i]);
        value(d, INDEX_METIER, "t:x%d", g->metiers[i]);
        put_term(d, c, &c->materials[g->materials[i]], LABEL);
        put_term(d, c, &c->tools[g->tools[i]], TERMS);
        put_term(d, c, &c->metiers[g->metiers[i]], TERMS);
    }
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        put_all(d, c, g->label[l], 3, LABEL, l);
        if (g->said[l] >= 0)
            put(d, c->pool[g->said[l]], TERMS, l);
        if (g->has_text[l])
            put_all(d, c, g->text[l], 4, TEXT, l);
        put_all(d, c, g->text[l] + 4, 4, TEXT, l);
        if (g->has_text[l] || !any_text)
            value(d, INDEX_LANGUAGE, "%s", crafts_languages[l]);
    }
    if (percussion >= 0) {
        value(d, INDEX_PERCUSSION, "%s", crafts_percussions[percussion]);
        put_percussion(d, percussion);
    }
    if (g->place >= 0) {
        value(d, INDEX_PLACE, "l:x%d", g->place);
        put_name(d, c, &c->places[g->place]);
    }
    if (g->risk >= 0)
        value(d, INDEX_STATUS, "%s", crafts_risks[g->risk]);
    for (int i = 0; i < CRAFTS_CAPSULES; i++)
        if (c->capsules[i].gesture == n) {
            value(d, INDEX_PLACE, "l:x%d", c->capsules[i].place);
            for (int l = 0; l < CRAFTS_LANGUAGES; l++)
                put_all(d, c, c->capsules[i].text[l], 4, TEXT, l);
        }
    for (int i = 0; i < CRAFTS_WORKS; i++)
        for (int k = 0; k < 3; k++)
            if (c->works[i].there && c->works[i].gestures[k] == n) {
                value(d, INDEX_WORK, "w:x%d", i);
                value(d, INDEX_SCHOOL, "s:x%d", c->works[i].school);
            }
}

static void work(struct document *d, const struct crafts *c, int n)
{
    const struct craft_work *w = &c->works[n];
    snprintf(d->id, sizeof d->id, "w:x%d", n);
    set_order(d, c, w->title);
    value(d, INDEX_KIND, "work");
    value(d, INDEX_MATERIAL, "m:x%d", w->material);
    value(d, INDEX_SCHOOL, "s:x%d", w->school);
    put_term(d, c, &c->materials[w->material], LABEL);
    put_name(d, c, &c->schools[w->school]);
    for (int l = 0; l < CRAFTS_LANGUAGES; l++) {
        put_all(d, c, w->title[l], 3, LABEL, l);
        put_all(d, c, w->text[l], 5, TEXT, l);
        value(d, INDEX_LANGUAGE, "%s", crafts_languages[l]);
    }
    for (int k = 0; k < 3; k++) {
        const struct craft_gesture *g = &c->gestures[w->gestures[k]];
        if (!g->there)
            continue;
        value(d, INDEX_VERB, "v:x%d", g->verb);
        for (int i = 0; i < CRAFTS_SEVERAL; i++) {
            value(d, INDEX_TOOL, "o:x%d", g->tools[i]);
            value(d, INDEX_METIER, "t:x%d", g->metiers[i]);
        }
        for (int l = 0; l < CRAFTS_LANGUAGES; l++)
            put_all(d, c, g->label[l], 3, TERMS, l);
    }
}

static void tell_truth(struct truth *t, const struct crafts *c)
{
    free(t->documents);
    t->documents = calloc((size_t)c->gesture_count + CRAFTS_WORKS, sizeof *t->documents);
    t->count = 0;
    for (int i = 0; i < c->gesture_count; i++)
        if (c->gestures[i].there)
            gesture(&t->documents[t->count++], c, i);
    for (int i = 0; i < CRAFTS_WORKS; i++)
        if (c->works[i].there)
            work(&t->documents[t->count++], c, i);
}

// ---- searching, from the definition ----

// Optimal string alignment distance of at most 1.
static bool one_away(const char *a, size_t n, const char *b, size_t m)
{
    size_t same = 0, end = 0;
    while (same < n && same < m && a[same] == b[same])
        same++;
    while (end < n - same && end < m - same && a[n - 1 - end] == b[m - 1 - end])
        end++;
    size_t left_a = n - same - end, left_b = m - same - end;
    if (left_a <= 1 && left_b <= 1)
        return true;
    return left_a == 2 && left_b == 2 && a[same] == b[same + 1] && a[same + 1] == b[same];
}

static bool slips(const char *query, const char *word)
{
    size_t n = strlen(query), m = strlen(word);
    for (size_t length = n - 1; length <= n + 1 && length <= m; length++)
        if (one_away(query, n, word, length))
            return true;
    return false;
}

static int level(const char *query, const char *word, int class, int language, int own, bool slip)
{
    int foreign = own >= 0 && language != own;
    size_t n = strlen(query);
    if (strcmp(query, word) == 0)
        return (LABEL - class) * 4 + foreign;
    if (strncmp(query, word, n) == 0)
        return (LABEL - class) * 4 + 2 + foreign;
    if (slip && n >= INDEX_SLIP_LETTERS && slips(query, word))
        return 12 + (LABEL - class) * 4 + 2 + foreign;
    return NOTHING;
}

static int cost(const struct document *d, char words[][CRAFTS_WORD + 4], int count, int own,
                bool slip)
{
    int sum = 0;
    for (int w = 0; w < count; w++) {
        int least = NOTHING;
        for (int i = 0; i < d->count; i++) {
            int here = level(words[w], d->words[i].word, d->words[i].class, d->words[i].language,
                             own, slip);
            least = here < least ? here : least;
        }
        sum = least == NOTHING || sum == NOTHING ? NOTHING : sum + least;
    }
    return sum;
}

static bool passes(const struct document *d, const struct index_query *q)
{
    for (int f = 0; f < INDEX_FACETS; f++) {
        bool any = !q->filter[f];
        for (int i = 0; i < d->value_count[f] && !any; i++)
            any = strcmp(d->values[f][i], q->filter[f]) == 0;
        if (!any)
            return false;
    }
    return true;
}

static int truth_order; // of qsort's comparison

static int first(const void *a, const void *b)
{
    const struct document *d = *(const struct document *const *)a,
                          *e = *(const struct document *const *)b;
    if (d->cost != e->cost)
        return d->cost < e->cost ? -1 : 1;
    int order = strcmp(d->order[truth_order], e->order[truth_order]);
    return order ? order : strcmp(d->id, e->id);
}

static int count_value(struct document **found, int total, int facet, const char *id)
{
    int count = 0;
    for (int i = 0; i < total; i++)
        for (int k = 0; k < found[i]->value_count[facet]; k++)
            count += strcmp(found[i]->values[facet][k], id) == 0;
    return count;
}

static void assert_facets(const json_t *facets, struct document **found, int total)
{
    for (int f = 0; f < INDEX_FACETS; f++) {
        size_t i;
        json_t *entry, *list = json_object_get(facets, index_facet_word((enum index_facet)f));
        long long sum = 0, expected = 0, before = NOTHING;
        json_array_foreach(list, i, entry)
        {
            const char *id = json_string_value(json_object_get(entry, "id"));
            long long count = json_integer_value(json_object_get(entry, "count"));
            assert_int_equal(count, count_value(found, total, f, id));
            assert_true(count > 0 && count <= before);
            before = count;
            sum += count;
        }
        for (int d = 0; d < total; d++)
            expected += found[d]->value_count[f];
        assert_int_equal(sum, expected); // so none is missing
    }
}

static void compare(struct place *p, const struct index_query *q, char words[][CRAFTS_WORD + 4],
                    int count)
{
    struct truth *t = &p->truth;
    struct document **found = calloc((size_t)t->count, sizeof *found);
    int total = 0, unfiltered = 0, own = -1;
    for (int l = 0; q->language && l < CRAFTS_LANGUAGES; l++)
        own = strcmp(q->language, crafts_languages[l]) == 0 ? l : own;
    for (int d = 0; d < t->count; d++)
        unfiltered += cost(&t->documents[d], words, count, own, false) != NOTHING;
    for (int d = 0; d < t->count; d++) {
        t->documents[d].cost = cost(&t->documents[d], words, count, own, unfiltered < INDEX_FEW);
        if (t->documents[d].cost != NOTHING && passes(&t->documents[d], q))
            found[total++] = &t->documents[d];
    }
    truth_order = own < 0 ? 0 : own;
    qsort(found, (size_t)total, sizeof *found, first);
    json_t *answer = index_search(p->index, q);
    assert_non_null(answer);
    json_t *hits = json_object_get(answer, "hits");
    if (json_integer_value(json_object_get(answer, "total")) != total)
        fail_msg("\"%s\" (%s): %lld, not %d", q->words, q->language ? q->language : "-",
                 (long long)json_integer_value(json_object_get(answer, "total")), total);
    int expected = total - q->first < 0 ? 0 : total - q->first;
    assert_int_equal(json_array_size(hits), expected < q->count ? expected : q->count);
    for (size_t i = 0; i < json_array_size(hits); i++)
        assert_string_equal(json_string_value(json_object_get(json_array_get(hits, i), "id")),
                            found[(size_t)q->first + i]->id);
    assert_facets(json_object_get(answer, "facets"), found, total);
    json_decref(answer);
    free(found);
}

// ---- queries ----

static void slip_in(struct crafts *c, char *word)
{
    size_t n = strlen(word), at = crafts_random(c, (uint32_t)n);
    char swapped = word[at];
    switch (crafts_random(c, 4)) {
    case 0:
        memmove(word + at, word + at + 1, n - at);
        break;
    case 1:
        memmove(word + at + 1, word + at, n - at + 1);
        word[at] = (char)('a' + crafts_random(c, 26));
        break;
    case 2:
        word[at] = (char)('a' + crafts_random(c, 26));
        break;
    default:
        if (at + 1 < n) {
            word[at] = word[at + 1];
            word[at + 1] = swapped;
        }
    }
}

static bool has(char words[][CRAFTS_WORD + 4], int count, const char *word)
{
    for (int w = 0; w < count; w++)
        if (strcmp(words[w], word) == 0)
            return true;
    return false;
}

static void ask(struct place *p)
{
    struct crafts *c = p->crafts;
    char words[3][CRAFTS_WORD + 4], text[100] = "", filter[2][16];
    int wanted = (int)crafts_random(c, 4), count = 0;
    struct index_query q = {.words = text, .values = -1};
    for (int w = 0; w < wanted; w++) {
        snprintf(words[count], sizeof *words, "%s", c->pool[crafts_random(c, CRAFTS_POOL)]);
        words[count][1 + crafts_random(c, (uint32_t)strlen(words[count]))] = '\0';
        if (strlen(words[count]) > 3 && crafts_random(c, 3) == 0)
            slip_in(c, words[count]);
        if (has(words, count, words[count]))
            continue;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", count ? " " : "",
                 words[count]);
        count++;
    }
    int language = (int)crafts_random(c, 4);
    q.language = language < CRAFTS_LANGUAGES ? crafts_languages[language] : NULL;
    for (int i = 0; i < 2 && crafts_random(c, 2); i++) {
        const struct document *d = &p->truth.documents[crafts_random(c, (uint32_t)p->truth.count)];
        int facet = (int)crafts_random(c, INDEX_FACETS);
        if (!d->value_count[facet])
            continue;
        strcpy(filter[i], d->values[facet][0]);
        q.filter[facet] = filter[i];
    }
    q.count = (int)crafts_random(c, 30);
    q.first = crafts_random(c, 3) ? 0 : (int)crafts_random(c, 40);
    compare(p, &q, words, count);
}

static void update(struct index *x)
{
    struct faults faults = {0};
    bool done = index_update(x, NULL, NULL, &faults);
    for (int i = 0; i < faults.count; i++)
        print_message("%s\n", faults.entries[i].text);
    assert_true(done);
    assert_int_equal(faults.errors, 0);
    faults_finish(&faults);
}

static void open_place(struct place *p, int gestures, int list_from, uint64_t seed)
{
    struct fault f;
    *p = (struct place){.crafts = crafts_make(gestures, seed)};
    p->index =
        index_open(&(struct index_desc){.folder = p->crafts->folder, .list_from = list_from}, &f);
    assert_non_null(p->index);
    update(p->index);
    tell_truth(&p->truth, p->crafts);
}

static void close_place(struct place *p)
{
    index_close(p->index);
    free(p->truth.documents);
    crafts_remove(p->crafts);
}

static void what_is_found_is_what_a_scan_finds(void **state)
{
    struct place p;
    (void)state;
    open_place(&p, 300, 0, 41); // so few: FTS5 alone
    for (int i = 0; i < 150; i++)
        ask(&p);
    close_place(&p);
}

static void so_it_is_where_prefixes_have_lists(void **state)
{
    struct place p;
    (void)state;
    open_place(&p, 300, 25, 42);
    for (int i = 0; i < 150; i++)
        ask(&p);
    close_place(&p);
}

static void so_it_is_after_changes(void **state)
{
    struct place p;
    (void)state;
    open_place(&p, 150, 20, 43);
    struct crafts *c = p.crafts;
    for (int round = 0; round < 8; round++) {
        for (int k = 0; k < 5; k++) {
            int n = (int)crafts_random(c, 150), w = (int)crafts_random(c, CRAFTS_WORKS);
            int before = c->works[w].there, v = (int)crafts_random(c, CRAFTS_VERBS);
            crafts_draw_gesture(c, n);
            c->gestures[n].there = crafts_random(c, 3) > 0;
            crafts_write_gesture(c, n);
            c->works[w].there = !before || crafts_random(c, 2);
            c->works[w].gestures[0] = (int)crafts_random(c, 150);
            crafts_write_work(c, w);
            c->capsules[k].gesture = (int)crafts_random(c, 150);
            crafts_write_capsule(c, k);
            if (k == 0) {
                crafts_draw_term(c, &c->verbs[v]);
                crafts_write_term(c, 'v', v);
            }
        }
        update(p.index);
        tell_truth(&p.truth, c);
        for (int i = 0; i < 20; i++)
            ask(&p);
    }
    close_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_a_scan_finds),
        cmocka_unit_test(so_it_is_where_prefixes_have_lists),
        cmocka_unit_test(so_it_is_after_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
