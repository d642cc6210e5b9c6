// Shows a set of changes: to people, line by line, and to programs.
#include "exchange/private.h"

#include <stdlib.h>
#include <string.h>

// ---- differences of two values ----

struct comparing {
    void (*each)(void *to, const char *path, const json_t *old, const json_t *now);
    void *to;
    char path[SCHEMA_PATH];
};

static void compare(struct comparing *c, const json_t *old, const json_t *now);

static bool is_plain_list(const json_t *list)
{
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        if (json_is_array(item) || json_is_object(item))
            return false;
    }
    return json_is_array(list);
}

static bool holds(const json_t *list, const json_t *wanted)
{
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        if (json_equal(item, wanted))
            return true;
    }
    return false;
}

// What one list has and the other has not. True when there was something.
static bool compare_items(struct comparing *c, const json_t *list, const json_t *other, bool gone)
{
    size_t before = strlen(c->path), i;
    const json_t *item;
    bool any = false;
    json_array_foreach(list, i, item)
    {
        if (holds(other, item))
            continue;
        where_index(c->path, sizeof c->path, i);
        c->each(c->to, c->path, gone ? item : NULL, gone ? NULL : item);
        c->path[before] = '\0';
        any = true;
    }
    return any;
}

static void compare_lists(struct comparing *c, const json_t *old, const json_t *now)
{
    size_t before = strlen(c->path), a = json_array_size(old), b = json_array_size(now);
    if (is_plain_list(old) && is_plain_list(now)) {
        bool gone = compare_items(c, old, now, true);
        bool come = compare_items(c, now, old, false);
        if (!gone && !come)
            c->each(c->to, c->path, old, now); // another order
        return;
    }
    for (size_t i = 0; i < a || i < b; i++) {
        where_index(c->path, sizeof c->path, i);
        compare(c, json_array_get(old, i), json_array_get(now, i));
        c->path[before] = '\0';
    }
}

static void compare_tables(struct comparing *c, const json_t *old, const json_t *now)
{
    size_t before = strlen(c->path);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)old, key, value)
    {
        where_key(c->path, sizeof c->path, key);
        compare(c, value, json_object_get(now, key));
        c->path[before] = '\0';
    }
    json_object_foreach((json_t *)now, key, value)
    {
        where_key(c->path, sizeof c->path, key);
        if (!json_object_get(old, key))
            compare(c, NULL, value);
        c->path[before] = '\0';
    }
}

static void compare(struct comparing *c, const json_t *old, const json_t *now)
{
    if (old && now && json_equal(old, now))
        return;
    if ((json_is_object(old) || !old) && (json_is_object(now) || !now) && (old || now))
        compare_tables(c, old, now);
    else if (json_is_array(old) && json_is_array(now))
        compare_lists(c, old, now);
    else
        c->each(c->to, c->path, old, now);
}

void change_differences(const json_t *old, const json_t *now,
                        void (*each)(void *to, const char *path, const json_t *old,
                                     const json_t *now),
                        void *to)
{
    struct comparing c = {.each = each, .to = to};
    compare(&c, old, now);
}

// ---- to people ----

#define SHOWN 96 // bytes of a value

// Where two texts part, less a few words, at the beginning of a letter.
static size_t parting(const char *old, const char *now)
{
    size_t n = 0;
    while (old[n] && old[n] == now[n])
        n++;
    n = n > SHOWN / 3 ? n - SHOWN / 3 : 0;
    while (n && ((unsigned char)old[n] & 0xc0) == 0x80)
        n--;
    return n;
}

static size_t whole_letters(const char *text, size_t most)
{
    size_t n = strlen(text);
    if (n <= most)
        return n;
    n = most;
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return n;
}

static void print_value(FILE *out, const json_t *value, size_t from)
{
    const char *text = json_string_value(value);
    char *encoded = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    if (text && strlen(text) > SHOWN) {
        size_t n = whole_letters(text + from, SHOWN);
        json_t *part = json_stringn(text + from, n);
        free(encoded);
        encoded = json_dumps(part, JSON_ENCODE_ANY);
        fprintf(out, "%s%s%s", from ? "…" : "", encoded ? encoded : "", text[from + n] ? "…" : "");
        json_decref(part);
    } else if (encoded) {
        size_t n = whole_letters(encoded, SHOWN * 2);
        fprintf(out, "%.*s%s", (int)n, encoded, encoded[n] ? "…" : "");
    }
    free(encoded);
}

struct printing {
    FILE *out;
    const char *id;
};

static void print_difference(void *to, const char *path, const json_t *old, const json_t *now)
{
    const struct printing *p = to;
    const char *a = json_string_value(old), *b = json_string_value(now);
    size_t from = a && b && strlen(a) > SHOWN && strlen(b) > SHOWN ? parting(a, b) : 0;
    fprintf(p->out, "%s: %s: ", p->id, path);
    if (old)
        print_value(p->out, old, from);
    fputs(!old ? "+ " : now ? " -> " : " is taken away", p->out);
    if (now)
        print_value(p->out, now, from);
    fputc('\n', p->out);
}

static const char *id_of(const struct change *c)
{
    return json_string_value(json_object_get(c->record, "id"));
}

// What a new record is called: its label, title or name.
static const char *called(const json_t *record)
{
    static const char *const keys[] = {"label", "title", "name", "file"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *value = json_object_get(record, keys[i]);
        const char *language;
        json_t *text;
        if (json_is_string(value))
            return json_string_value(value);
        json_object_foreach((json_t *)value, language, text)
        {
            if (json_is_string(text))
                return json_string_value(text);
        }
    }
    return "";
}

static bool is_absent(const struct change_set *set, enum repertoire_type type, int n,
                      const char **id)
{
    const json_t *record = repertoire_record(set->repertoire, type, n);
    *id = json_string_value(json_object_get(record, "id"));
    return !change_find(set, *id) && !json_object_get(set->seen, *id);
}

static void print_absent(const struct change_set *set, enum repertoire_type type, FILE *out)
{
    const char *id;
    int count = 0;
    for (int n = 0; n < repertoire_count(set->repertoire, type); n++) {
        if (!is_absent(set, type, n, &id))
            continue;
        if (count == 0)
            fprintf(out, "%s/: not in the file, stay as they are: ", repertoire_folder(type));
        if (count < CHANGE_ABSENT)
            fprintf(out, "%s%s", count ? ", " : "", id);
        count++;
    }
    if (count > CHANGE_ABSENT)
        fprintf(out, " and %d more", count - CHANGE_ABSENT);
    if (count)
        fputc('\n', out);
}

void change_print(const struct change_set *set, FILE *out)
{
    int new = 0, changed = 0;
    for (int i = 0; i < set->count; i++) {
        const struct change *c = &set->changes[i];
        struct printing p = {out, id_of(c)};
        if (!c->differs)
            continue;
        new += c->old == NULL;
        changed += c->old != NULL;
        if (c->old)
            change_differences(c->old, c->record, print_difference, &p);
        else
            fprintf(out, "%s: new: %.200s\n", p.id, called(c->record));
    }
    for (int t = 0; t < REPERTOIRE_TYPES && set->repertoire; t++)
        if (set->covers[t])
            print_absent(set, (enum repertoire_type)t, out);
    fprintf(out, "%d new, %d changed, %zu as they are\n", new, changed,
            (size_t)(set->count - new - changed) + json_object_size(set->seen));
}

// ---- to programs ----

static void list_difference(void *to, const char *path, const json_t *old, const json_t *now)
{
    json_t *entry = json_pack("{s:s}", "path", path);
    if (old)
        json_object_set(entry, "old", (json_t *)old);
    if (now)
        json_object_set(entry, "new", (json_t *)now);
    json_array_append_new(to, entry);
}

static json_t *absent_json(const struct change_set *set)
{
    json_t *absent = json_object();
    for (int t = 0; t < REPERTOIRE_TYPES && set->repertoire; t++) {
        const char *id;
        if (!set->covers[t])
            continue;
        json_t *ids = json_array();
        for (int n = 0; n < repertoire_count(set->repertoire, (enum repertoire_type)t); n++)
            if (is_absent(set, (enum repertoire_type)t, n, &id))
                json_array_append_new(ids, json_string(id));
        if (json_array_size(ids))
            json_object_set_new(absent, repertoire_type_word((enum repertoire_type)t), ids);
        else
            json_decref(ids);
    }
    return absent;
}

static json_t *told_json(const struct change_set *set)
{
    json_t *told = json_array();
    for (int i = 0; i < set->faults.count; i++)
        json_array_append_new(told, json_string(set->faults.entries[i].text));
    return told;
}

json_t *change_json(const struct change_set *set)
{
    json_t *new = json_array(), *changed = json_object(), *lost = json_array();
    size_t same = json_object_size(set->seen);
    for (int i = 0; i < set->count; i++) {
        const struct change *c = &set->changes[i];
        same += !c->differs;
        if (!c->differs)
            continue;
        if (!c->old) {
            json_array_append_new(new, json_string(id_of(c)));
            continue;
        }
        json_t *entries = json_array();
        change_differences(c->old, c->record, list_difference, entries);
        json_object_set_new(changed, id_of(c), entries);
    }
    for (int i = 0; i < set->lost.count; i++)
        json_array_append_new(lost, json_string(set->lost.lines[i]));
    return json_pack("{s:o, s:o, s:I, s:o, s:o, s:o}", "new", new, "changed", changed, "same",
                     (json_int_t)same, "absent", absent_json(set), "lost", lost, "faults",
                     told_json(set));
}
