// Lists of the prefixes and words that many documents match, so that the first letters a visitor
// types cost no walk through FTS5. A list is cut into pieces of INDEX_CHUNK documents, each a byte
// a document (its code), or three bytes for each document that matches where few do.
//
// Which prefixes have lists is decided when the index is made; a document that is appended later
// goes into the lists that there are.
#include "index/private.h"

#include <stdlib.h>
#include <string.h>

#define SPARSE 3

struct lists {
    struct maker *m;
    const uint32_t *order; // of the words by their bytes
    uint8_t *codes;        // by document
    uint8_t piece[INDEX_CHUNK];
};

// ---- pieces ----

// What is written for the codes of a chunk; returns its bytes, at most INDEX_CHUNK.
static int pack(const uint8_t codes[INDEX_CHUNK], uint8_t *body)
{
    int count = 0;
    for (int i = 0; i < INDEX_CHUNK; i++)
        count += codes[i] != 0;
    if (count * SPARSE >= INDEX_CHUNK) {
        memcpy(body, codes, INDEX_CHUNK);
        return INDEX_CHUNK;
    }
    for (int i = 0, n = 0; i < INDEX_CHUNK; i++) {
        if (!codes[i])
            continue;
        body[n++] = (uint8_t)(i & 0xff);
        body[n++] = (uint8_t)(i >> 8);
        body[n++] = codes[i];
    }
    return count * SPARSE;
}

static void add_piece(struct db *db, const char *prefix, size_t length, int part, int chunk,
                      const uint8_t *body, int bytes)
{
    sqlite3_stmt *s = db_ask(db, DB_LIST_ADD);
    sqlite3_bind_text(s, 1, prefix, (int)length, SQLITE_STATIC);
    sqlite3_bind_int(s, 2, part);
    sqlite3_bind_int(s, 3, chunk);
    sqlite3_bind_blob(s, 4, body ? (const void *)body : "", bytes, SQLITE_STATIC);
    db_do(db, s);
}

static void add_list(struct lists *l, const char *prefix, size_t length, int part)
{
    add_piece(l->m->db, prefix, length, part, -1, NULL, 0);
    for (uint32_t from = 0; from <= l->m->documents; from += INDEX_CHUNK) {
        int bytes = pack(l->codes + from, l->piece);
        if (bytes)
            add_piece(l->m->db, prefix, length, part, (int)(from / INDEX_CHUNK), l->piece, bytes);
    }
}

// ---- all lists, when there are all documents ----

// The codes of the documents of words order[from..to); returns how many documents.
static uint32_t unite(struct lists *l, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    memset(l->codes, 0, (l->m->documents / INDEX_CHUNK + 1) * INDEX_CHUNK);
    for (uint32_t w = from; w < to; w++) {
        const struct numbers *n = &l->m->told[l->order[w]].postings;
        for (uint32_t i = 0; i < n->count; i++) {
            uint8_t *code = &l->codes[n->items[i] >> 8];
            count += *code == 0;
            *code = index_higher(*code, (uint8_t)n->items[i]);
        }
    }
    return count;
}

static size_t letter_bytes(const char *at)
{
    size_t n = 1;
    while (((unsigned char)at[n] & 0xc0) == 0x80)
        n++;
    return n;
}

// The words order[from..to) begin with the same `length` bytes, the first may be no longer.
static void list_prefix(struct lists *l, uint32_t from, uint32_t to, size_t length)
{
    uint64_t most = 0;
    const char *first = dict_key(&l->m->words, l->order[from]);
    for (uint32_t w = from; w < to; w++)
        most += l->m->told[l->order[w]].postings.count;
    if (most <= (uint64_t)l->m->list_from || l->m->db->error)
        return;
    if (length) {
        if (unite(l, from, to) <= (uint32_t)l->m->list_from)
            return;
        add_list(l, first, length, 0);
        if (!first[length] && unite(l, from, from + 1) > (uint32_t)l->m->list_from)
            add_list(l, first, length, 1);
    }
    while (from < to && !dict_key(&l->m->words, l->order[from])[length])
        from++;
    while (from < to) {
        const char *word = dict_key(&l->m->words, l->order[from]);
        size_t longer = length + letter_bytes(word + length);
        uint32_t end = from + 1;
        while (end < to && strncmp(dict_key(&l->m->words, l->order[end]), word, longer) == 0)
            end++;
        list_prefix(l, from, end, longer);
        from = end;
    }
}

static int by_word(const void *a, const void *b, void *words)
{
    return strcmp(dict_key(words, *(const uint32_t *)a), dict_key(words, *(const uint32_t *)b));
}

static bool write_vocabulary(struct lists *l, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sqlite3_stmt *s = db_ask(l->m->db, DB_WORD_ADD);
        sqlite3_bind_text(s, 1, dict_key(&l->m->words, l->order[i]), -1, SQLITE_STATIC);
        if (!db_do(l->m->db, s))
            return false;
    }
    return true;
}

bool lists_write(struct maker *m)
{
    uint32_t *order = calloc(m->words.count + 1, sizeof *order), count = 0;
    uint8_t *codes = calloc(m->documents / INDEX_CHUNK + 1, INDEX_CHUNK);
    struct lists *l = calloc(1, sizeof *l);
    bool done = order && codes && l;
    if (done) {
        for (uint32_t i = 0; i < m->words.count; i++)
            if (i < m->told_room && m->told[i].postings.count) // some terms nobody refers to
                order[count++] = i;
        qsort_r(order, count, sizeof *order, by_word, &m->words);
        *l = (struct lists){.m = m, .order = order, .codes = codes};
        done = write_vocabulary(l, count);
        if (count)
            list_prefix(l, 0, count, 0);
    }
    free(order);
    free(codes);
    free(l);
    m->short_of_memory = m->short_of_memory || (!done && !m->db->error);
    return done && !m->db->error;
}

// ---- one document more ----

static bool has_list(struct db *db, const char *prefix, size_t length, int part)
{
    sqlite3_stmt *s = db_ask(db, DB_LIST_PIECE);
    sqlite3_bind_text(s, 1, prefix, (int)length, SQLITE_STATIC);
    sqlite3_bind_int(s, 2, part);
    sqlite3_bind_int(s, 3, -1);
    bool has = db_row(db, s);
    sqlite3_reset(s);
    return has;
}

void index_unpack(const uint8_t *body, int bytes, uint8_t codes[INDEX_CHUNK])
{
    if (bytes == INDEX_CHUNK) {
        memcpy(codes, body, INDEX_CHUNK);
        return;
    }
    for (int i = 0; i + SPARSE <= bytes; i += SPARSE) {
        int at = body[i] | body[i + 1] << 8;
        if (at < INDEX_CHUNK)
            codes[at] = body[i + 2];
    }
}

// Sets the document's code in the piece, which is made where there is none.
static void append_to(struct db *db, const char *prefix, size_t length, int part, uint32_t document,
                      uint8_t code)
{
    uint8_t codes[INDEX_CHUNK] = {0}, body[INDEX_CHUNK];
    int chunk = (int)(document / INDEX_CHUNK);
    sqlite3_stmt *s = db_ask(db, DB_LIST_PIECE);
    sqlite3_bind_text(s, 1, prefix, (int)length, SQLITE_STATIC);
    sqlite3_bind_int(s, 2, part);
    sqlite3_bind_int(s, 3, chunk);
    int64_t number = db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    if (number)
        index_unpack(sqlite3_column_blob(s, 1), sqlite3_column_bytes(s, 1), codes);
    sqlite3_reset(s);
    uint8_t *here = &codes[document % INDEX_CHUNK];
    *here = index_higher(*here, code);
    int bytes = pack(codes, body);
    if (!number) {
        add_piece(db, prefix, length, part, chunk, body, bytes);
        return;
    }
    s = db_ask(db, DB_LIST_SET);
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_blob(s, 2, body, bytes, SQLITE_STATIC);
    db_do(db, s);
}

struct prefixes {
    struct dict keys;
    uint8_t *codes;
    uint32_t room;
};

static bool gather(struct prefixes *p, const char *word, uint8_t code)
{
    for (size_t n = letter_bytes(word);; n += letter_bytes(word + n)) {
        uint32_t at = dict_add(&p->keys, word, n);
        uint8_t *codes =
            at == DICT_NONE ? NULL : dict_room(p->codes, &p->room, at + 1, sizeof *codes);
        if (!codes)
            return false;
        p->codes = codes;
        codes[at] = index_higher(codes[at], code);
        if (!word[n])
            return true;
    }
}

bool lists_append(struct maker *m, uint32_t document)
{
    struct prefixes p = {0};
    bool done = true;
    for (uint32_t i = 0; i < m->now.count && done; i++) {
        const char *word = dict_key(&m->words, m->now.items[i].word);
        sqlite3_stmt *s = db_ask(m->db, DB_WORD_ADD);
        sqlite3_bind_text(s, 1, word, -1, SQLITE_STATIC);
        done = db_do(m->db, s) && gather(&p, word, m->now.items[i].code);
        if (done && has_list(m->db, word, strlen(word), 1))
            append_to(m->db, word, strlen(word), 1, document, m->now.items[i].code);
    }
    for (uint32_t i = 0; i < p.keys.count && done; i++) {
        const char *prefix = dict_key(&p.keys, i);
        if (has_list(m->db, prefix, strlen(prefix), 0))
            append_to(m->db, prefix, strlen(prefix), 0, document, p.codes[i]);
    }
    dict_finish(&p.keys);
    free(p.codes);
    return done && !m->db->error;
}
