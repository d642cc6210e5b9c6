// Figures of an index: records of each kind, states of gestures, the matrix.
#include "index/search.h"

static void count_kinds(struct index *x, json_t *answer)
{
    json_t *records = json_object();
    json_int_t broken = 0;
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        json_object_set_new(records, repertoire_type_word((enum repertoire_type)t),
                            json_integer(0));
    sqlite3_stmt *s = db_ask(&x->db, DB_SOURCE_KINDS);
    while (db_row(&x->db, s)) {
        int type = sqlite3_column_int(s, 0);
        if (type < 0 || type >= REPERTOIRE_TYPES)
            continue;
        json_object_set_new(records, repertoire_type_word((enum repertoire_type)type),
                            json_integer(sqlite3_column_int64(s, 2)));
        broken += sqlite3_column_int64(s, 1) - sqlite3_column_int64(s, 2);
    }
    json_object_set_new(answer, "records", records);
    json_object_set_new(answer, "broken", json_integer(broken));
}

static void count_documents(const struct index *x, json_t *answer)
{
    json_int_t counts[STATES] = {0}, documents[REPERTOIRE_TYPES] = {0};
    json_t *states = json_object();
    for (uint32_t d = 1; d <= x->document_count; d++) {
        if (!x->documents[d].alive)
            continue;
        documents[x->documents[d].type]++;
        if (x->documents[d].type == REPERTOIRE_GESTURE)
            counts[x->documents[d].state]++;
    }
    for (int i = 0; i < STATES; i++)
        json_object_set_new(states, index_states[i], json_integer(counts[i]));
    json_object_set_new(answer, "shown",
                        json_pack("{s:I, s:I}", "gesture", documents[REPERTOIRE_GESTURE], "work",
                                  documents[REPERTOIRE_WORK]));
    json_object_set_new(answer, "states", states);
}

static void count_matrix(struct index *x, json_t *answer)
{
    json_t *matrix = index_matrix(x, NULL, NULL);
    json_t *verbs = json_object_get(matrix, "verbs"), *cells = json_object_get(matrix, "cells");
    json_object_set_new(
        answer, "matrix",
        json_pack("{s:I, s:I, s:I, s:O*}", "verbs", (json_int_t)json_array_size(verbs), "materials",
                  (json_int_t)json_array_size(json_object_get(matrix, "materials")), "cells",
                  (json_int_t)json_array_size(cells), "gaps", json_object_get(matrix, "gaps")));
    json_decref(matrix);
}

json_t *index_stats(struct index *x)
{
    if (!shelf_renew(x))
        return NULL;
    json_t *answer = json_object();
    count_kinds(x, answer);
    count_documents(x, answer);
    count_matrix(x, answer);
    if (!x->db.error)
        return answer;
    json_decref(answer);
    return NULL;
}
