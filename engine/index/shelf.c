// Loads the documents of an index into memory, and what was added since.
#include "index/shelf.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void shelf_empty(struct index *x)
{
    for (uint32_t i = 1; i <= x->value_count; i++) {
        json_decref(x->values[i].label);
        json_decref(x->values[i].name);
    }
    for (int i = 0; i < SHELF_KEPT; i++)
        json_decref(x->kept[i].hit);
    memset(x->kept, 0, sizeof x->kept);
    db_close(&x->db);
    x->name[0] = '\0';
    x->stamp[0] = '\0';
    x->last_dead = x->last_word = x->version = 0;
    x->document_count = x->alive = x->pool_count = x->value_count = x->vocabulary.count = 0;
    x->text_used = 1; // 0 is the empty text
    if (x->text)
        x->text[0] = '\0';
}

// ---- growing ----

static bool keep_text(struct index *x, const char *text, uint32_t *at)
{
    size_t n = text ? strlen(text) : 0;
    *at = 0;
    if (x->text && !n)
        return true;
    char *grown = x->text_used + n + 1 < UINT32_MAX
                      ? dict_room(x->text, &x->text_room, x->text_used + (uint32_t)n + 1, 1)
                      : NULL;
    if (!grown)
        return false;
    x->text = grown;
    if (!n)
        return true;
    *at = x->text_used;
    memcpy(x->text + x->text_used, text, n + 1);
    x->text_used += (uint32_t)n + 1;
    return true;
}

static bool room_for(struct index *x, uint32_t number)
{
    struct shelf_document *documents =
        dict_room(x->documents, &x->document_room, number + 1, sizeof *documents);
    if (!documents)
        return false;
    x->documents = documents;
    for (int i = 0; i < ORDERS; i++) {
        uint64_t *keys = dict_room(x->keys[i], &x->key_room[i], number + 1, sizeof *keys);
        if (!keys)
            return false;
        x->keys[i] = keys;
    }
    uint16_t *base = dict_room(x->base, &x->base_room, number + 1, sizeof *base);
    if (!base)
        return false;
    x->base = base;
    base[0] = SHELF_DEAD;
    for (uint32_t i = x->document_count + 1; i <= number; i++) {
        x->documents[i] = (struct shelf_document){0};
        base[i] = SHELF_DEAD;
    }
    if (number > x->document_count)
        x->document_count = number;
    return true;
}

// The first eight bytes, the first one weighs most: compares as the text does.
static uint64_t key_of(const char *text)
{
    uint64_t key = 0;
    for (int i = 0; i < 8; i++) {
        key = key << 8 | (unsigned char)*text;
        text += *text != '\0';
    }
    return key;
}

// ---- documents ----

static bool take_document(struct index *x, sqlite3_stmt *s)
{
    uint32_t number = (uint32_t)sqlite3_column_int64(s, 0);
    uint32_t count = (uint32_t)sqlite3_column_bytes(s, 4) / sizeof(uint32_t);
    if (number == 0 || number >= 1u << 24 || !room_for(x, number))
        return false;
    struct shelf_document d = {.alive = 1,
                               .type = (uint8_t)sqlite3_column_int(s, 2),
                               .state = (uint8_t)sqlite3_column_int(s, 3),
                               .values = x->pool_count,
                               .value_count = count};
    uint32_t *pool = dict_room(x->pool, &x->pool_room, x->pool_count + count + 1, sizeof *pool);
    if (!pool || !keep_text(x, (const char *)sqlite3_column_text(s, 1), &d.id))
        return false;
    x->pool = pool;
    if (count)
        memcpy(pool + x->pool_count, sqlite3_column_blob(s, 4), count * sizeof *pool);
    x->pool_count += count;
    for (int i = 0; i < ORDERS; i++) {
        const char *order = (const char *)sqlite3_column_text(s, 5 + i);
        if (!keep_text(x, order, &d.order[i]))
            return false;
        x->keys[i][number] = key_of(shelf_text(x, d.order[i]));
    }
    x->alive++;
    x->documents[number] = d;
    x->base[number] = 0;
    return true;
}

static bool take_documents(struct index *x)
{
    bool fits = true;
    sqlite3_stmt *s = db_ask(&x->db, DB_DOCUMENT_SINCE);
    sqlite3_bind_int64(s, 1, x->document_count);
    while (fits && db_row(&x->db, s))
        fits = take_document(x, s);
    sqlite3_reset(s);
    s = db_ask(&x->db, DB_DEAD_SINCE);
    sqlite3_bind_int64(s, 1, x->last_dead);
    while (fits && db_row(&x->db, s)) {
        uint32_t number = (uint32_t)sqlite3_column_int64(s, 1);
        x->last_dead = sqlite3_column_int64(s, 0);
        if (number <= x->document_count && x->documents[number].alive) {
            x->documents[number].alive = 0;
            x->base[number] = SHELF_DEAD;
            x->alive--;
        }
    }
    sqlite3_reset(s);
    return fits;
}

// ---- values ----

static bool take_label(struct index *x, struct shelf_value *v)
{
    const char *language;
    json_t *text;
    char folded[320];
    memset(v->folded, 0, sizeof v->folded);
    json_object_foreach(v->label, language, text)
    {
        fold_order(json_string_value(text), folded, sizeof folded);
        if (!keep_text(x, folded, &v->folded[index_slot(language)]))
            return false;
    }
    return true;
}

static bool take_value(struct index *x, sqlite3_stmt *s)
{
    uint32_t number = (uint32_t)sqlite3_column_int64(s, 0);
    const char *id = (const char *)sqlite3_column_text(s, 2);
    const char *label = (const char *)sqlite3_column_text(s, 3);
    int facet = sqlite3_column_int(s, 1);
    if (number == 0 || number > REPERTOIRE_RECORDS * 2 || facet < 0 || facet >= INDEX_FACETS)
        return false;
    struct shelf_value *values = dict_room(x->values, &x->value_room, number + 1, sizeof *values);
    if (!values)
        return false;
    x->values = values;
    for (; x->value_count < number; x->value_count++)
        values[x->value_count + 1] = (struct shelf_value){.facet = INDEX_FACETS};
    struct shelf_value *v = &values[number];
    bool fresh = v->facet == INDEX_FACETS;
    json_t *parsed = label ? json_loads(label, 0, NULL) : json_object();
    if (!fresh && json_equal(v->label, parsed)) {
        json_decref(parsed);
        return true;
    }
    json_decref(v->label);
    v->label = json_is_object(parsed) ? parsed : json_object();
    v->facet = (uint8_t)facet;
    if (fresh)
        v->name = json_string(id);
    return (!fresh || keep_text(x, id, &v->id)) && take_label(x, v);
}

int shelf_order(const char *language)
{
    int slot = language ? index_slot(language) : SLOT_FR;
    return slot == SLOT_OTHER ? SLOT_FR : slot;
}

// A value's folded label in an order: in its language, else in French, else in any, else its id.
static const char *value_order(const struct index *x, const struct shelf_value *v, int order)
{
    if (v->folded[order])
        return shelf_text(x, v->folded[order]);
    for (int slot = 0; slot < SLOTS; slot++)
        if (v->folded[slot])
            return shelf_text(x, v->folded[slot]);
    return shelf_text(x, v->id);
}

struct ranking {
    const struct index *x;
    int order;
};

static int by_label(const void *a, const void *b, void *user)
{
    const struct ranking *r = user;
    const struct shelf_value *v = &r->x->values[*(const uint32_t *)a],
                             *w = &r->x->values[*(const uint32_t *)b];
    int order = strcmp(value_order(r->x, v, r->order), value_order(r->x, w, r->order));
    return order ? order : strcmp(shelf_text(r->x, v->id), shelf_text(r->x, w->id));
}

static bool rank_values(struct index *x)
{
    uint32_t *sorted = calloc(x->value_count + 1, sizeof *sorted);
    if (!sorted)
        return false;
    for (int order = 0; order < ORDERS; order++) {
        struct ranking ranking = {x, order};
        for (uint32_t i = 0; i < x->value_count; i++)
            sorted[i] = i + 1;
        qsort_r(sorted, x->value_count, sizeof *sorted, by_label, &ranking);
        for (uint32_t i = 0; i < x->value_count; i++)
            x->values[sorted[i]].rank[order] = i;
    }
    free(sorted);
    return true;
}

static bool take_values(struct index *x)
{
    char stamp[24];
    bool fits = true;
    uint32_t before = x->value_count;
    db_meta(&x->db, "values", stamp, sizeof stamp);
    sqlite3_stmt *s = db_ask(&x->db, DB_VALUE_ALL);
    sqlite3_bind_int64(s, 1, strcmp(stamp, x->stamp) == 0 ? x->value_count : 0);
    while (fits && db_row(&x->db, s))
        fits = take_value(x, s);
    sqlite3_reset(s);
    if (fits && (x->value_count != before || strcmp(stamp, x->stamp) != 0))
        fits = rank_values(x);
    snprintf(x->stamp, sizeof x->stamp, "%s", stamp);
    return fits;
}

// ---- words ----

static int by_letters(const void *a, const void *b, void *text)
{
    return strcmp((const char *)text + *(const uint32_t *)a,
                  (const char *)text + *(const uint32_t *)b);
}

static bool take_words(struct index *x)
{
    struct vocabulary *v = &x->vocabulary;
    bool fits = true, sorted = true;
    sqlite3_stmt *s = db_ask(&x->db, DB_WORD_SINCE);
    sqlite3_bind_int64(s, 1, x->last_word);
    while (fits && db_row(&x->db, s)) {
        uint32_t *words = dict_room(v->words, &v->room, v->count + 1, sizeof *words);
        x->last_word = sqlite3_column_int64(s, 0);
        fits = words != NULL;
        if (!fits)
            break;
        v->words = words;
        fits = keep_text(x, (const char *)sqlite3_column_text(s, 1), &words[v->count++]);
        sorted = sorted && (v->count < 2 || strcmp(shelf_text(x, words[v->count - 2]),
                                                   shelf_text(x, words[v->count - 1])) < 0);
    }
    sqlite3_reset(s);
    if (fits && !sorted)
        qsort_r(v->words, v->count, sizeof *v->words, by_letters, x->text);
    return fits;
}

// ---- what holds now ----

static bool take_all(struct index *x)
{
    uint32_t values = 0;
    bool fits =
        db_say(&x->db, DB_BEGIN_READ) && take_values(x) && take_documents(x) && take_words(x);
    fits = db_say(&x->db, DB_COMMIT) && fits;
    for (uint32_t i = 0; i < x->pool_count; i++)
        values = x->pool[i] > values ? x->pool[i] : values;
    return fits && values <= x->value_count; // else the database is none of ours
}

static bool open_other(struct index *x, const char *name)
{
    struct fault f;
    shelf_empty(x);
    if (!db_open(&x->db, name, DB_READ, &f) || !db_is_ours(&x->db, false)) {
        db_close(&x->db);
        return false;
    }
    snprintf(x->name, sizeof x->name, "%s", name);
    return true;
}

bool shelf_renew(struct index *x)
{
    char name[sizeof x->name];
    if (!place_current(x->place, name, sizeof name)) {
        if (x->name[0])
            x->generation++;
        shelf_empty(x);
        return false;
    }
    bool other = strcmp(name, x->name) != 0;
    if (other && !open_other(x, name))
        return false;
    int64_t version = db_number(&x->db, DB_VERSION);
    if (!other && version == x->version)
        return !x->db.error;
    x->generation++;
    x->version = version;
    if (take_all(x))
        return true;
    log_warning("index", "%s: cannot be read: %s", name, x->db.error ? x->db.why : "broken");
    place_mistrust(x->place);
    shelf_empty(x);
    return false;
}

// ---- asking ----

int shelf_before(const struct index *x, int order, uint32_t a, uint32_t b)
{
    const struct shelf_document *d = &x->documents[a], *e = &x->documents[b];
    uint64_t i = x->keys[order][a], j = x->keys[order][b];
    if (i != j)
        return i < j ? -1 : 1;
    int by = strcmp(shelf_text(x, d->order[order]), shelf_text(x, e->order[order]));
    return by ? by : strcmp(shelf_text(x, d->id), shelf_text(x, e->id));
}

uint32_t shelf_find(const struct index *x, const char *id)
{
    for (uint32_t i = 1; i <= x->document_count; i++)
        if (x->documents[i].alive && strcmp(shelf_text(x, x->documents[i].id), id) == 0)
            return i;
    return 0;
}

bool shelf_values(const struct index *x, int facet, const char *asked, struct numbers *found)
{
    char folded[320];
    fold_order(asked, folded, sizeof folded);
    for (uint32_t i = 1; i <= x->value_count; i++) {
        const struct shelf_value *v = &x->values[i];
        if (v->facet != facet)
            continue;
        bool is = strcmp(shelf_text(x, v->id), asked) == 0;
        for (int slot = 0; slot < SLOTS && !is && folded[0]; slot++)
            is = v->folded[slot] && strcmp(shelf_text(x, v->folded[slot]), folded) == 0;
        if (is && !numbers_add(found, i))
            return false;
    }
    return true;
}

bool shelf_has(const struct index *x, uint32_t document, uint32_t value)
{
    const struct shelf_document *d = &x->documents[document];
    for (uint32_t i = 0; i < d->value_count; i++)
        if (x->pool[d->values + i] == value)
            return true;
    return false;
}

json_t *shelf_hit(struct index *x, uint32_t document)
{
    struct shelf_kept *kept = &x->kept[document % SHELF_KEPT];
    if (kept->document == document && kept->hit)
        return json_incref(kept->hit);
    sqlite3_stmt *s = db_ask(&x->db, DB_HIT_GET);
    sqlite3_bind_int64(s, 1, document);
    json_t *hit = NULL;
    if (db_row(&x->db, s))
        hit = json_loadb((const char *)sqlite3_column_text(s, 0),
                         (size_t)sqlite3_column_bytes(s, 0), 0, NULL);
    sqlite3_reset(s);
    json_decref(kept->hit);
    *kept = (struct shelf_kept){document, json_incref(hit)};
    return hit;
}
