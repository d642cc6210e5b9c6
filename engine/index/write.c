// Writes one document: its row, its words for FTS5, its values.
#include "index/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AHEAD 8

// ---- values ----

static json_t *value_label(struct maker *m, enum index_facet facet, const char *id)
{
    const struct known *k =
        repertoire_type_of_id(id) >= 0 && id[1] == ':' ? maker_known(m, id) : NULL;
    if (k && k->value)
        return json_incref((json_t *)label_of(k->value));
    return index_value_label(facet, id);
}

static uint32_t find_value(struct maker *m, enum index_facet facet, const char *id)
{
    sqlite3_stmt *s = db_ask(m->db, DB_VALUE_FIND);
    sqlite3_bind_int(s, 1, facet);
    sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
    uint32_t number = db_row(m->db, s) ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return number;
}

static uint32_t new_value(struct maker *m, enum index_facet facet, const char *id)
{
    json_t *label = value_label(m, facet, id);
    char *text = label ? json_dumps(label, JSON_COMPACT) : NULL;
    sqlite3_stmt *s = db_ask(m->db, DB_VALUE_ADD);
    sqlite3_bind_int(s, 1, facet);
    sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, text, -1, SQLITE_STATIC);
    db_do(m->db, s);
    free(text);
    json_decref(label);
    return (uint32_t)sqlite3_last_insert_rowid(m->db->handle);
}

void value_add(struct maker *m, enum index_facet facet, const char *id)
{
    char key[128] = {(char)('a' + (int)facet)};
    size_t length = strlen(id) + 1;
    if (length >= sizeof key) // no id is as long
        return;
    memcpy(key + 1, id, length - 1);
    uint32_t n = dict_add(&m->values, key, length);
    uint32_t *numbers =
        n == DICT_NONE ? NULL : dict_room(m->value_numbers, &m->value_room, n + 1, sizeof *numbers);
    if (!numbers) {
        m->short_of_memory = true;
        return;
    }
    m->value_numbers = numbers;
    uint32_t number = numbers[n];
    if (!number && !m->cold)
        number = find_value(m, facet, id);
    if (!number)
        number = new_value(m, facet, id);
    m->value_numbers[n] = number;
    if (!numbers_hold(&m->values_now, number))
        m->short_of_memory = !numbers_add(&m->values_now, number) || m->short_of_memory;
}

// ---- its row ----

// The folded words of a text, a space between them, cut where a word ends.
void fold_order(const char *text, char *order, size_t size)
{
    struct fold f;
    char word[INDEX_TOKEN_BYTES + 1];
    size_t used = 0;
    order[0] = '\0';
    if (!text)
        return;
    fold_begin(&f, text, strlen(text));
    for (size_t n; (n = fold_next(&f, word)) > 0 && used + n + 2 < size; used += n) {
        if (used)
            order[used++] = ' ';
        memcpy(order + used, word, n + 1);
    }
}

// A text in the language, else in French, else in any.
static const char *text_in(const json_t *label, const char *language)
{
    const char *any;
    json_t *text = json_object_get(label, language);
    if (!text)
        text = json_object_get(label, "fr");
    if (text)
        return json_string_value(text);
    json_object_foreach((json_t *)label, any, text) return json_string_value(text);
    return NULL;
}

static bool write_row(struct maker *m, uint32_t number, int type, const char *id, int state,
                      const json_t *label)
{
    static const char *const languages[] = {"fr", "it", "en"};
    char order[3][320];
    sqlite3_stmt *s = db_ask(m->db, DB_DOCUMENT_ADD);
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 3, type);
    sqlite3_bind_int(s, 4, state);
    sqlite3_bind_blob(s, 5, m->values_now.items, (int)(m->values_now.count * sizeof(uint32_t)),
                      SQLITE_STATIC);
    for (int i = 0; i < 3; i++) {
        fold_order(text_in(label, languages[i]), order[i], sizeof order[i]);
        sqlite3_bind_text(s, 6 + i, order[i], -1, SQLITE_STATIC);
    }
    return db_do(m->db, s);
}

static bool write_hit(struct maker *m, uint32_t number)
{
    sqlite3_stmt *s = db_ask(m->db, DB_HIT_ADD);
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_text(s, 2, m->hit.text, (int)m->hit.used, SQLITE_STATIC);
    return !m->short_of_memory && db_do(m->db, s);
}

// ---- its words ----

static void append(struct maker *m, int column, const char *word, size_t n)
{
    size_t wanted = m->column_used[column] + n + 2;
    if (wanted > m->column_room[column]) {
        size_t room = wanted * 2 < 1024 ? 1024 : wanted * 2;
        char *grown = realloc(m->columns[column], room);
        if (!grown) {
            m->short_of_memory = true;
            return;
        }
        m->columns[column] = grown;
        m->column_room[column] = room;
    }
    memcpy(m->columns[column] + m->column_used[column], word, n);
    m->columns[column][m->column_used[column] + n] = ' ';
    m->column_used[column] += n + 1;
}

// Each word once a language, in the column of its class.
static bool write_words(struct maker *m, uint32_t number)
{
    memset(m->column_used, 0, sizeof m->column_used);
    for (uint32_t i = 0; i < m->now.count; i++) {
        const char *word = dict_key(&m->words, m->now.items[i].word);
        size_t length = dict_length(&m->words, m->now.items[i].word);
        for (int slot = 0; slot < SLOTS; slot++) {
            int class = m->now.items[i].code >> (slot * 2) & 3;
            if (class != CLASS_NONE)
                append(m, slot * (CLASSES - 1) + class - 1, word, length);
        }
    }
    sqlite3_stmt *s = db_ask(m->db, DB_WORDS_ADD);
    sqlite3_bind_int64(s, 1, number);
    for (int i = 0; i < SLOTS * (CLASSES - 1); i++)
        sqlite3_bind_text(s, 2 + i, m->column_used[i] ? m->columns[i] : "", (int)m->column_used[i],
                          SQLITE_STATIC);
    return db_do(m->db, s);
}

static bool keep_postings(struct maker *m, uint32_t number)
{
    const struct word_code *items = m->now.items;
    for (uint32_t i = 0; i < m->now.count; i++) {
        if (i + AHEAD < m->now.count) {
            const struct numbers *later = &m->told[items[i + AHEAD].word].postings;
            if (later->items)
                __builtin_prefetch(later->items + later->count, 1);
        }
        if (!numbers_add(&m->told[items[i].word].postings, number << 8 | items[i].code))
            return false;
    }
    return true;
}

bool write_document(struct maker *m, int type, const char *id, int state, const json_t *label)
{
    uint32_t number = ++m->documents;
    if (!write_row(m, number, type, id, state, label) || !write_hit(m, number) ||
        !write_words(m, number))
        return false;
    bool kept = m->cold ? keep_postings(m, number) : lists_append(m, number);
    m->short_of_memory = m->short_of_memory || !kept;
    return kept;
}
