// What the journal of a desk says, line by line:
//   {"gestuaire":"desk","version":1}
//   {"start":[["output/nord/corner/1",0,0],…],"size":[1280,800]}   before it was changed first
//   {"set":[["output/nord/corner/1",3,0]],"at":1764423212.5}       a step; "more" instead: it goes
//   on
//   {"undo":true,"at":…} {"redo":true,"at":…} {"name":"after the wind","at":…}
#include "desk/private.h"

#include <stdio.h>
#include <string.h>

#define VERSION 1

static json_t *number(double n)
{
    return json_real(n);
}

static json_t *values_json(const struct desk *d, const struct desk_value *values, int count)
{
    json_t *list = json_array();
    char address[DESK_ADDRESS];
    for (int i = 0; i < count; i++) {
        desk_address(&d->names, values[i].at, address);
        json_t *row = json_pack("[s]", address);
        for (int k = 0; k < desk_key_numbers(values[i].at.key); k++)
            json_array_append_new(row, number(values[i].numbers[k]));
        json_array_append_new(list, row);
    }
    return list;
}

// The first line of a new file.
static void head(struct desk *d)
{
    if (d->journal.path && !d->journal.synced && !d->journal.waiting_length)
        journal_add(&d->journal, json_pack("{s:s, s:i}", "gestuaire", "desk", "version", VERSION));
}

static struct size2 size_of(const struct desk *d, struct desk_at at)
{
    return at.of == DESK_OUTPUT ? d->now.light.outputs[at.owner].size
                                : d->now.light.surfaces[at.owner].size;
}

bool keep_start(struct desk *d, const struct desk_value *values, int count)
{
    struct size2 size = size_of(d, values[0].at);
    head(d);
    return journal_add(&d->journal,
                       json_pack("{s:o, s:[i,i]}", "start", values_json(d, values, count), "size",
                                 size.width, size.height));
}

bool keep_step(struct desk *d, const struct desk_value *values, int count, bool more)
{
    return journal_add(&d->journal, json_pack("{s:o, s:f}", more ? "more" : "set",
                                              values_json(d, values, count), "at", d->now_s()));
}

bool keep_word(struct desk *d, const char *word, const char *text)
{
    head(d);
    return journal_add(&d->journal,
                       json_pack("{s:o, s:f}", word, text ? json_string(text) : json_true(), "at",
                                 d->now_s()));
}

// False: it is no value. What leads nowhere (an output that is no more) is counted and left out.
static bool read_value(struct desk *d, const json_t *row, struct desk_values *out)
{
    struct desk_value v = {0};
    const char *address = json_string_value(json_array_get(row, 0));
    if (!address)
        return false;
    if (!desk_address_read(&d->names, address, &v.at)) {
        d->unknown++;
        return true;
    }
    if (json_array_size(row) != 1 + (size_t)desk_key_numbers(v.at.key))
        return false;
    for (int i = 0; i < desk_key_numbers(v.at.key); i++) {
        const json_t *n = json_array_get(row, 1 + (size_t)i);
        if (!json_is_number(n))
            return false;
        v.numbers[i] = json_number_value(n);
    }
    return desk_in_range(&v, NULL) && desk_values_add(out, &v);
}

static bool read_values(struct desk *d, const json_t *list, struct desk_values *out)
{
    size_t i;
    const json_t *row;
    bool good = json_is_array(list);
    json_array_foreach(list, i, row) good = good && read_value(d, row, out);
    return good;
}

// An output of another size than it was calibrated with shows the same picture: corners go along.
static bool scale_of(const struct desk *d, const json_t *size, const struct desk_values *values,
                     double scale[2])
{
    int width = 0, height = 0;
    scale[0] = scale[1] = 1;
    if (!values->count || values->items[0].at.of != DESK_OUTPUT ||
        json_unpack((json_t *)size, "[i,i]", &width, &height) != 0 || width < 1 || height < 1)
        return true;
    struct size2 now = size_of(d, values->items[0].at);
    scale[0] = (double)now.width / width;
    scale[1] = (double)now.height / height;
    return scale[0] == 1 && scale[1] == 1;
}

static void apply_scale(const struct desk *d, struct desk_values *values)
{
    for (int i = 0; i < values->count; i++) {
        struct desk_value *v = &values->items[i];
        if (v->at.of != DESK_OUTPUT || v->at.key != DESK_CORNER)
            continue;
        v->numbers[0] *= d->scale[v->at.owner][0];
        v->numbers[1] *= d->scale[v->at.owner][1];
    }
}

static bool take_start(struct desk *d, const json_t *line, struct desk_values *values)
{
    double scale[2];
    bool again = true, same = scale_of(d, json_object_get(line, "size"), values, scale);
    for (int i = 0; i < values->count; i++) {
        struct desk_at at = values->items[i].at;
        enum desk_group group = desk_key_group(at.key);
        again = again && d->took[at.of][at.owner][group];
        if (group != DESK_WARP)
            continue;
        if (at.of == DESK_OUTPUT)
            memcpy(d->scale[at.owner], scale, sizeof scale);
        d->resized[at.of][at.owner] = !same;
    }
    apply_scale(d, values);
    for (int i = 0; i < values->count; i++) {
        struct desk_at at = values->items[i].at;
        d->took[at.of][at.owner][desk_key_group(at.key)] = true;
        if (again) // in px of another size: it is so already
            continue;
        desk_put(&d->history.origin, &values->items[i]);
        desk_put(&d->now, &values->items[i]);
    }
    return true;
}

static bool take_line(void *user, json_t *line)
{
    struct desk *d = user;
    struct desk_values values = {0};
    double at_s = json_number_value(json_object_get(line, "at"));
    const json_t *set = json_object_get(line, "set"), *more = json_object_get(line, "more"),
                 *start = json_object_get(line, "start");
    const char *name = json_string_value(json_object_get(line, "name"));
    bool good = true;
    if (json_object_get(line, "gestuaire"))
        good = json_integer_value(json_object_get(line, "version")) == VERSION;
    else if (start)
        good = read_values(d, start, &values) && take_start(d, line, &values);
    else if (set || more) {
        good = read_values(d, set ? set : more, &values);
        apply_scale(d, &values);
        good = good && (!values.count || history_step(&d->history, &d->now, values.items,
                                                      values.count, more != NULL, at_s));
    } else if (json_object_get(line, "undo"))
        history_undo(&d->history, &d->now, at_s);
    else if (json_object_get(line, "redo"))
        history_redo(&d->history, &d->now, at_s);
    else if (name)
        good = history_name(&d->history, name, at_s);
    else
        good = false;
    desk_values_finish(&values);
    return good;
}

bool keep_read(struct desk *d, const char *file)
{
    struct fault said;
    bool good = journal_read(&d->journal, file, take_line, d, &said);
    history_close(&d->history);
    if (said.text[0])
        faults_add(d->told, FAULT_WARNING, "%s", said.text);
    if (!good)
        faults_add(d->told, FAULT_WARNING, "%s; the starting point of installation.lua holds",
                   d->journal.why.text);
    if (d->unknown)
        faults_add(d->told, FAULT_WARNING,
                   "%s: %d values belong to outputs, surfaces or masks that are no more; they are "
                   "left out",
                   file, d->unknown);
    return good;
}
