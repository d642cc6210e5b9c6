// Search: which documents match, how well, and what values they have.
//
// Each word of a query gives each document a level: in which class, as a whole word or as the
// beginning of one, in which language it stands there; the lowest counts. Levels are summed over
// the words. Prefixes that many documents match come from lists, the rest from FTS5, slips from the
// vocabulary.
#include "index/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_LEVEL SEARCH_NOTHING
#define AHEAD 8
#define BLOCK 16 // documents that are passed over together where none matches

// Of a level: class before whole before language; slips behind everything.
#define LEVEL_CLASS 4
#define LEVEL_PREFIX 2
#define LEVEL_FOREIGN 1
#define LEVEL_SLIP 12

// By code, for whole words (0), prefixes (1) and slips (2).
static void set_levels(struct search *s, const char *language)
{
    int own = language ? index_slot(language) : -1;
    for (int code = 0; code < 256; code++) {
        int least = NO_LEVEL;
        for (int slot = 0; slot < SLOTS; slot++) {
            int class = code >> (slot * 2) & 3;
            int foreign = own >= 0 && slot != own ? LEVEL_FOREIGN : 0;
            int level = (CLASS_LABEL - class) * LEVEL_CLASS + foreign;
            if (class != CLASS_NONE && level < least)
                least = level;
        }
        s->levels[0][code] = (uint16_t)least;
        s->levels[1][code] = (uint16_t)(least == NO_LEVEL ? least : least + LEVEL_PREFIX);
        s->levels[2][code] =
            (uint16_t)(least == NO_LEVEL ? least : least + LEVEL_PREFIX + LEVEL_SLIP);
    }
}

// ---- one word ----

static void take_code(struct search *s, int64_t document, int kind, uint8_t code)
{
    uint16_t level = s->levels[kind][code];
    if (document > 0 && document <= s->x->document_count && level < s->x->level[document])
        s->x->level[document] = level;
}

static void take_piece(struct search *s, int chunk, int kind, const uint8_t *body, int bytes)
{
    const uint16_t *levels = s->levels[kind];
    if (chunk < 0 || (uint32_t)chunk > s->x->document_count / INDEX_CHUNK)
        return;
    uint16_t *level = s->x->level + (size_t)chunk * INDEX_CHUNK;
    if (bytes != INDEX_CHUNK) {
        for (int i = 0; i + 3 <= bytes; i += 3)
            take_code(s, (int64_t)chunk * INDEX_CHUNK + (body[i] | body[i + 1] << 8), kind,
                      body[i + 2]);
        return;
    }
    for (int i = 0; i < INDEX_CHUNK; i++) {
        uint16_t here = levels[body[i]];
        level[i] = here < level[i] ? here : level[i];
    }
}

bool search_list(struct search *s, const char *word, int part, int kind)
{
    bool is = false;
    sqlite3_stmt *q = db_ask(&s->x->db, DB_LIST_GET);
    sqlite3_bind_text(q, 1, word, -1, SQLITE_STATIC);
    sqlite3_bind_int(q, 2, part);
    while (db_row(&s->x->db, q)) {
        is = true;
        take_piece(s, sqlite3_column_int(q, 0), kind, sqlite3_column_blob(q, 1),
                   sqlite3_column_bytes(q, 1));
    }
    return is;
}

void search_match(struct search *s, const char *expression, int whole, int kind)
{
    sqlite3_stmt *q = db_ask(&s->x->db, DB_WORDS_MATCH);
    sqlite3_bind_text(q, 1, expression, -1, SQLITE_STATIC);
    sqlite3_bind_int(q, 2, whole);
    while (db_row(&s->x->db, q)) {
        int codes = sqlite3_column_int(q, 1);
        take_code(s, sqlite3_column_int64(q, 0), 0, (uint8_t)(codes >> 8));
        take_code(s, sqlite3_column_int64(q, 0), kind, (uint8_t)codes);
    }
}

static void look_for(struct search *s, const char *word, bool slips)
{
    char expression[2 * INDEX_TOKEN_BYTES + 16];
    for (uint32_t d = 0; d < s->x->level_room; d++)
        s->x->level[d] = NO_LEVEL;
    bool listed = search_list(s, word, 0, 1);
    if (!listed) {
        snprintf(expression, sizeof expression, "\"%s\" OR \"%s\" *", word, word);
        search_match(s, expression, 1, 1);
    } else if (!search_list(s, word, 1, 0)) {
        snprintf(expression, sizeof expression, "\"%s\"", word);
        search_match(s, expression, 1, 1);
    }
    if (slips)
        search_slips(s, word);
}

static void look_for_all(struct search *s, bool slips)
{
    struct index *x = s->x;
    x->cost[0] = SHELF_DEAD; // nobody has the number 0; without documents there is no base
    if (x->document_count)
        memcpy(x->cost + 1, x->base + 1, x->document_count * sizeof *x->cost);
    for (int w = 0; w < s->count; w++) {
        look_for(s, s->words[w], slips);
        for (uint32_t d = 0; d <= x->document_count; d++)
            x->cost[d] = (uint16_t)(x->cost[d] + x->level[d]);
    }
}

// The next document that matches, from `at`; past the end: there is none. Most do not.
static uint32_t next_match(const struct index *x, uint32_t at)
{
    for (; at <= x->document_count; at++) {
        while (at % BLOCK == 0 && at + BLOCK <= x->document_count) {
            uint16_t least = NO_LEVEL;
            for (int i = 0; i < BLOCK; i++)
                least = x->cost[at + (uint32_t)i] < least ? x->cost[at + (uint32_t)i] : least;
            if (least < NO_LEVEL)
                break;
            at += BLOCK;
        }
        if (x->cost[at] < NO_LEVEL)
            return at;
    }
    return at;
}

// ---- counting ----

static bool passes(const struct search *s, uint32_t document)
{
    for (int f = 0; f < INDEX_FACETS; f++) {
        bool any = !s->filtered[f];
        for (uint32_t i = 0; i < s->filter[f].count && !any; i++)
            any = shelf_has(s->x, document, s->filter[f].items[i]);
        if (!any)
            return false;
    }
    return true;
}

// Those that match and pass, in order of their numbers.
static void gather(struct search *s)
{
    struct index *x = s->x;
    s->total = s->unfiltered = 0;
    for (uint32_t d = next_match(x, 1); d <= x->document_count; d = next_match(x, d + 1)) {
        s->unfiltered++;
        if (s->any_filter && !passes(s, d))
            x->cost[d] = NO_LEVEL;
        else
            x->found[s->total++] = d;
    }
}

static void count(struct search *s)
{
    struct index *x = s->x;
    gather(s);
    memset(s->histogram, 0, sizeof s->histogram);
    memset(x->counts, 0, (x->value_count + 1) * sizeof *x->counts);
    for (uint32_t i = 0; i < s->total; i++) {
        // what lies far apart in memory is asked for in time
        if (i + 2 * AHEAD < s->total)
            __builtin_prefetch(&x->documents[x->found[i + 2 * AHEAD]]);
        if (i + AHEAD < s->total)
            __builtin_prefetch(x->pool + x->documents[x->found[i + AHEAD]].values);
        const struct shelf_document *document = &x->documents[x->found[i]];
        const uint32_t *values = x->pool + document->values;
        s->histogram[x->cost[x->found[i]]]++;
        for (uint32_t v = 0; v < document->value_count; v++)
            x->counts[values[v]]++;
    }
}

static bool has_slips(const struct search *s)
{
    for (int w = 0; w < s->count; w++)
        if (search_may_slip(s->words[w]))
            return true;
    return false;
}

// ---- the first ones, in order ----

static bool before(const struct search *s, uint32_t a, uint32_t b)
{
    uint16_t i = s->x->cost[a], j = s->x->cost[b];
    return i != j ? i < j : shelf_before(s->x, s->order, a, b) < 0;
}

// A heap whose top is the last of those kept.
static void sink(const struct search *s, uint32_t *heap, uint32_t count, uint32_t at)
{
    for (;;) {
        uint32_t child = at * 2 + 1;
        if (child >= count)
            return;
        if (child + 1 < count && before(s, heap[child], heap[child + 1]))
            child++;
        if (!before(s, heap[at], heap[child]))
            return;
        uint32_t swapped = heap[at];
        heap[at] = heap[child];
        heap[child] = swapped;
        at = child;
    }
}

uint32_t search_first(struct search *s, uint32_t *heap, uint32_t wanted)
{
    uint32_t count = 0, sum = 0, limit = 0;
    struct index *x = s->x;
    while (limit < SEARCH_COSTS - 1 && (sum += s->histogram[limit]) < wanted)
        limit++;
    for (uint32_t i = 0; i < s->total && wanted; i++) {
        uint32_t d = x->found[i];
        if (x->cost[d] > limit)
            continue;
        if (count < wanted) {
            heap[count++] = d;
            if (count == wanted)
                for (uint32_t k = count / 2; k-- > 0;)
                    sink(s, heap, count, k);
        } else if (before(s, d, heap[0])) {
            heap[0] = d;
            sink(s, heap, count, 0);
        }
    }
    for (uint32_t i = count / 2; i-- > 0;)
        sink(s, heap, count, i);
    for (uint32_t left = count; left > 1;) {
        uint32_t last = heap[0];
        heap[0] = heap[--left];
        heap[left] = last;
        sink(s, heap, left, 0);
    }
    return count;
}

// ---- a search ----

bool search_room(struct index *x)
{
    uint32_t levels = (x->document_count / INDEX_CHUNK + 1) * INDEX_CHUNK;
    uint16_t *cost = dict_room(x->cost, &x->work_room, x->document_count + 1, sizeof *cost);
    if (cost)
        x->cost = cost;
    uint16_t *level = dict_room(x->level, &x->level_room, levels, sizeof *level);
    if (level)
        x->level = level;
    uint32_t *found = dict_room(x->found, &x->found_room, x->document_count + 1, sizeof *found);
    if (found)
        x->found = found;
    uint32_t *counts = dict_room(x->counts, &x->counts_room, x->value_count + 1, sizeof *counts);
    if (counts)
        x->counts = counts;
    return cost && level && found && counts;
}

// The words of a query, each once, cut at INDEX_QUERY_BYTES between letters.
static void take_words(struct search *s, const char *text)
{
    struct fold f;
    size_t length = text ? strnlen(text, INDEX_QUERY_BYTES + 1) : 0;
    if (length > INDEX_QUERY_BYTES) {
        length = INDEX_QUERY_BYTES;
        while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    fold_begin(&f, text ? text : "", length);
    while (s->count < INDEX_QUERY_TOKENS && fold_next(&f, s->words[s->count]) > 0) {
        bool twice = false;
        for (int w = 0; w < s->count; w++)
            twice = twice || strcmp(s->words[w], s->words[s->count]) == 0;
        s->count += !twice;
    }
}

static bool take_filters(struct search *s, const struct index_query *query)
{
    for (int f = 0; f < INDEX_FACETS; f++) {
        if (!query->filter[f] || !query->filter[f][0])
            continue;
        s->filtered[f] = s->any_filter = true;
        if (!shelf_values(s->x, f, query->filter[f], &s->filter[f]))
            return false;
    }
    return true;
}

bool search_run(struct search *s, struct index *x, const struct index_query *query)
{
    *s = (struct search){.x = x, .order = shelf_order(query->language)};
    set_levels(s, query->language);
    take_words(s, query->words);
    if (!search_room(x) || !take_filters(s, query))
        return false;
    look_for_all(s, false);
    count(s);
    if (s->unfiltered < INDEX_FEW && has_slips(s)) {
        look_for_all(s, true);
        count(s);
    }
    return !x->db.error;
}

void search_finish(struct search *s)
{
    for (int f = 0; f < INDEX_FACETS; f++)
        free(s->filter[f].items);
}
