// Values in cells: numbers with commas, days, words, ids or labels, lists.
#include "exchange/csvprivate.h"
#include "index/fold.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- words ----

void csv_fold(const char *text, char between, bool ascii, char *out, size_t size)
{
    struct fold fold;
    char word[INDEX_TOKEN_BYTES + 1];
    size_t n = 0;
    fold_begin(&fold, text, strlen(text));
    for (size_t length; (length = fold_next(&fold, word)) > 0;) {
        bool first = true;
        for (size_t i = 0; i < length; i++) {
            unsigned char c = (unsigned char)word[i];
            if (ascii && !(c < 0x80 && isalnum(c)))
                continue;
            if (n + 2 >= size)
                break;
            if (first && n)
                out[n++] = between;
            first = false;
            out[n++] = (char)c;
        }
    }
    while (n && out[n - 1] == between)
        n--;
    out[n] = '\0';
}

void csv_words_finish(struct csv_words *words)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        json_decref(words->labels[t]);
        json_decref(words->synonyms[t]);
    }
    *words = (struct csv_words){0};
}

#define FOLDED 320

static void add_word(json_t *dictionary, const char *label, const char *id)
{
    char folded[FOLDED];
    size_t i;
    json_t *other;
    csv_fold(label, ' ', false, folded, sizeof folded);
    json_t *ids = json_object_get(dictionary, folded);
    if (!ids) {
        ids = json_array();
        json_object_set_new(dictionary, folded, ids);
    }
    json_array_foreach(ids, i, other)
    {
        if (strcmp(json_string_value(other), id) == 0)
            return;
    }
    json_array_append_new(ids, json_string(id));
}

static void add_labels(json_t *dictionary, const json_t *labels, const char *id)
{
    const char *language;
    json_t *value, *term;
    size_t i;
    if (json_is_string(labels))
        add_word(dictionary, json_string_value(labels), id);
    json_object_foreach((json_t *)labels, language, value)
    {
        if (json_is_string(value))
            add_word(dictionary, json_string_value(value), id);
        json_array_foreach(value, i, term)
        {
            if (json_is_string(term))
                add_word(dictionary, json_string_value(term), id);
        }
    }
}

// Reads what the repertoire has of a kind, at its first use.
static void know(struct csv_words *words, enum repertoire_type type)
{
    const json_t *record;
    if (words->labels[type])
        return;
    words->labels[type] = json_object();
    words->synonyms[type] = json_object();
    for (int n = 0; words->repertoire && (record = repertoire_record(words->repertoire, type, n));
         n++) {
        const char *id = json_string_value(json_object_get(record, "id"));
        add_labels(words->labels[type], json_object_get(record, "label"), id);
        add_labels(words->labels[type], json_object_get(record, "title"), id);
        add_labels(words->labels[type], json_object_get(record, "name"), id);
        add_labels(words->synonyms[type], json_object_get(record, "synonyms"), id);
    }
}

void csv_words_add(struct csv_words *words, enum repertoire_type type, const char *label,
                   const char *id)
{
    know(words, type);
    add_word(words->labels[type], label, id);
}

void csv_words_known(struct csv_words *words, enum repertoire_type type, const char *label,
                     char id[SCHEMA_ID_BYTES + 1])
{
    char folded[FOLDED];
    know(words, type);
    csv_fold(label, ' ', false, folded, sizeof folded);
    const json_t *ids = json_object_get(words->labels[type], folded);
    const char *known = json_array_size(ids) == 1 ? json_string_value(json_array_get(ids, 0)) : "";
    snprintf(id, SCHEMA_ID_BYTES + 1, "%s", known);
}

static bool tell_several(const json_t *ids, const char *word, struct fault *f)
{
    char all[200] = "";
    size_t n = 0, i;
    json_t *id;
    json_array_foreach(ids, i, id)
    {
        if (n < sizeof all)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "",
                                  json_string_value(id));
    }
    return fault_set(f, "\"%.80s\" may be %s; write which", word, all);
}

#define NEAREST_OF 4000

static bool tell_unknown(const struct csv_words *words, enum repertoire_type type, const char *word,
                         struct fault *f)
{
    char folded[FOLDED];
    const char **all = calloc(NEAREST_OF + 1, sizeof *all), *label;
    json_t *ids;
    int n = 0;
    csv_fold(word, ' ', false, folded, sizeof folded);
    json_object_foreach(words->labels[type], label, ids)
    {
        if (all && n < NEAREST_OF)
            all[n++] = label;
    }
    const char *near = all ? fault_nearest(folded, all) : NULL;
    const json_t *id = near ? json_array_get(json_object_get(words->labels[type], near), 0) : NULL;
    fault_set(f, "\"%.80s\" is unknown; %s%s%sid or label of a record of %s/ is allowed", word,
              id ? "did you mean " : "", id ? json_string_value(id) : "", id ? "? An " : "an ",
              repertoire_folder(type));
    free(all);
    return false;
}

bool csv_words_find(struct csv_words *words, enum repertoire_type type, const char *word,
                    char id[SCHEMA_ID_BYTES + 1], struct fault *f)
{
    char folded[FOLDED];
    bool is_id = repertoire_type_of_id(word) == (int)type && schema_is_id(strchr(word, ':') + 1);
    if (is_id) {
        snprintf(id, SCHEMA_ID_BYTES + 1, "%s", word);
        return true; // whether it is there is judged with all the others
    }
    know(words, type);
    csv_fold(word, ' ', false, folded, sizeof folded);
    const json_t *ids = json_object_get(words->labels[type], folded);
    if (!ids)
        ids = json_object_get(words->synonyms[type], folded);
    if (json_array_size(ids) > 1)
        return tell_several(ids, word, f);
    if (!ids || !folded[0])
        return tell_unknown(words, type, word, f);
    snprintf(id, SCHEMA_ID_BYTES + 1, "%s", json_string_value(json_array_get(ids, 0)));
    return true;
}

// ---- writing ----

static char *number_text(const json_t *value)
{
    char digits[40];
    double x = json_number_value(value);
    if (json_is_integer(value)) {
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return strdup(digits);
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, x);
        if (strtod(digits, NULL) == x)
            break;
    }
    return strdup(digits);
}

static const char *label_of(const struct repertoire *r, const char *id)
{
    const json_t *record = r ? repertoire_get(r, id) : NULL,
                 *label = json_object_get(record, "label");
    const char *text = json_string_value(json_object_get(label, "fr"));
    return text ? text : id;
}

static char *one_text(const struct csv_column *c, const json_t *value, const struct repertoire *r)
{
    const char *text = json_string_value(value);
    size_t i;
    json_t *word;
    json_array_foreach(c->words, i, word)
    {
        const char *means = json_string_value(json_object_get(word, "means"));
        if (text && means && strcmp(text, means) == 0)
            return strdup(json_string_value(json_object_get(word, "is")));
    }
    if (text)
        return strdup(c->show && c->key.value->type == SCHEMA_REF ? label_of(r, text) : text);
    if (json_is_number(value))
        return number_text(value);
    if (json_is_boolean(value))
        return strdup(json_is_true(value) ? "true" : "false");
    return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
}

// A list one of whose texts holds the sign between them, or begins like JSON, is written as JSON.
static char *many_text(const struct csv_column *c, const json_t *list, const struct repertoire *r)
{
    char *text = NULL;
    size_t size, i;
    json_t *item;
    bool plain = json_is_array(list);
    FILE *out = open_memstream(&text, &size);
    json_array_foreach(list, i, item)
    {
        char *one = one_text(c, item, r);
        plain = plain && out && one && one[0] && !strchr(one, c->list) && one[0] != '[' &&
                !isspace((unsigned char)one[0]) && !isspace((unsigned char)one[strlen(one) - 1]);
        if (plain && i)
            fprintf(out, " %c ", c->list);
        if (plain)
            fputs(one, out);
        free(one);
    }
    if (out)
        fclose(out);
    if (plain && text)
        return text;
    free(text);
    return json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(15));
}

char *csv_cell_write(const struct csv_column *column, const json_t *value,
                     const struct repertoire *repertoire)
{
    if (!value)
        return strdup("");
    if (column->key.form == CSV_ONE)
        return one_text(column, value, repertoire);
    if (column->key.form == CSV_MANY)
        return many_text(column, value, repertoire);
    return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
}

// ---- reading ----

// Digits without the spaces between thousands; a decimal comma becomes a point.
static bool plain_number(const char *text, char out[64], bool *doubtful)
{
    const char *comma = strrchr(text, ','), *point = strrchr(text, '.');
    char decimal = comma && (!point || comma > point) ? ',' : '.';
    const char *last = decimal == ',' ? comma : point;
    size_t n = 0;
    *doubtful = comma && !point && strlen(comma) == 4 && strchr(text, ',') == comma;
    for (const char *at = text; *at && n < 63; at++) {
        if (*at == ' ' || *at == '\'')
            continue;
        if (strncmp(at, "\xc2\xa0", 2) == 0) { // no-break space
            at += 1;
        } else if (strncmp(at, "\xe2\x80\xaf", 3) == 0) { // a narrow one
            at += 2;
        } else if (strncmp(at, "\xe2\x88\x92", 3) == 0) { // minus sign
            at += 2;
            out[n++] = '-';
        } else if (*at == ',' || *at == '.') {
            if (at == last)
                out[n++] = '.';
        } else {
            out[n++] = *at;
        }
    }
    out[n] = '\0';
    return n > 0;
}

static json_t *read_number(const char *text, bool whole, struct fault *f, struct fault *told)
{
    char digits[64], *end;
    bool doubtful;
    if (plain_number(text, digits, &doubtful) &&
        strlen(digits) == strspn(digits, "+-.0123456789eE")) {
        double x = strtod(digits, &end);
        if (end != digits && !*end && isfinite(x)) {
            if (doubtful)
                fault_set(told, "\"%s\" is read as %s", text, digits);
            if (x == floor(x) && fabs(x) < 9e15 && (whole || !strpbrk(digits, ".eE")))
                return json_integer((json_int_t)x);
            return json_real(x);
        }
    }
    fault_set(f, "\"%.40s\" is no number; 12.5 or 12,5 is allowed", text);
    return NULL;
}

static json_t *read_bool(const char *text, struct fault *f)
{
    static const char *const yes[] = {"true", "vrai", "vero", "oui", "si", "yes", "1", "x", NULL};
    static const char *const no[] = {"false", "faux", "falso", "non", "no", "0", NULL};
    char folded[16];
    csv_fold(text, ' ', false, folded, sizeof folded);
    for (int i = 0; yes[i]; i++)
        if (strcmp(yes[i], folded) == 0)
            return json_true();
    for (int i = 0; no[i]; i++)
        if (strcmp(no[i], folded) == 0)
            return json_false();
    fault_set(f, "\"%.40s\" is neither yes nor no; true or false is allowed", text);
    return NULL;
}

// 2026-12-31 as it is; 31/12/2026, 31.12.2026 and 2026/12/31 likewise.
static json_t *read_day(const char *text, struct fault *f)
{
    int a, b, c, used = 0, year, month, day;
    char iso[40] = "", first, second;
    if (sscanf(text, "%d%c%d%c%d%n", &a, &first, &b, &second, &c, &used) == 5 && !text[used] &&
        first == second && strchr("-/.", first)) {
        bool year_first = a > 31;
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", year_first ? a : c, b, year_first ? c : a);
    }
    if (schema_is_day(iso, &year, &month, &day))
        return json_string(iso);
    fault_set(f, "\"%.40s\" is no day; 2026-12-31 or 31/12/2026 is allowed", text);
    return NULL;
}

// A word of the table in any case; another is judged with its neighbours later.
static json_t *read_word(const struct schema *s, const char *text)
{
    for (const char *const *w = s->words; w && *w; w++)
        if (strcasecmp(*w, text) == 0)
            return json_string(*w);
    return json_string(text);
}

static json_t *read_one(const struct csv_column *c, const char *text, struct csv_words *words,
                        struct fault *f, struct fault *told)
{
    const struct schema *s = c->key.value;
    char id[SCHEMA_ID_BYTES + 1];
    size_t i;
    json_t *word;
    json_array_foreach(c->words, i, word)
    {
        if (strcmp(text, json_string_value(json_object_get(word, "is"))) == 0) {
            text = json_string_value(json_object_get(word, "means"));
            break;
        }
    }
    switch (s->type) {
    case SCHEMA_NUMBER:
    case SCHEMA_WHOLE:
        return read_number(text, s->type == SCHEMA_WHOLE, f, told);
    case SCHEMA_BOOL:
        return read_bool(text, f);
    case SCHEMA_DAY:
        return read_day(text, f);
    case SCHEMA_WORD:
        return read_word(s, text);
    case SCHEMA_REF: {
        int type = repertoire_type_of_id(s->words[0]);
        return type >= 0 && csv_words_find(words, (enum repertoire_type)type, text, id, f)
                   ? json_string(id)
                   : NULL;
    }
    default:
        return json_string(text);
    }
}

static json_t *read_json(const char *text, struct fault *f)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (!value)
        fault_set(f, "is no JSON: %s; a list in brackets is allowed", error.text);
    return value;
}

static char *trimmed(const char *text, size_t length)
{
    while (length && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    return strndup(text, length);
}

static json_t *read_many(const struct csv_column *c, const char *text, struct csv_words *words,
                         struct fault *f, struct fault *told)
{
    json_t *list = text[0] == '[' ? json_loads(text, 0, NULL) : NULL;
    if (list)
        return list;
    list = json_array();
    for (const char *at = text; list && *at;) {
        const char *end = strchr(at, c->list);
        size_t n = end ? (size_t)(end - at) : strlen(at);
        char *item = trimmed(at, n);
        if (item && *item) {
            json_t *value = read_one(c, item, words, f, told);
            if (!value) {
                json_decref(list);
                list = NULL;
            } else {
                json_array_append_new(list, value);
            }
        }
        free(item);
        at += n + (end != NULL);
    }
    return list;
}

json_t *csv_cell_read(const struct csv_column *column, const char *text, struct csv_words *words,
                      struct fault *f, struct fault *told)
{
    told->text[0] = '\0';
    if (column->key.form == CSV_JSON)
        return read_json(text, f);
    if (column->key.form == CSV_MANY)
        return read_many(column, text, words, f, told);
    if (column->key.value->type == SCHEMA_TEXT)
        return read_one(column, text, words, f, told);
    char *value = trimmed(text, strlen(text));
    json_t *read = value ? read_one(column, value, words, f, told) : NULL;
    free(value);
    return read;
}
