// What the technician does, tried before it counts, and kept.
#include "base/clock.h"
#include "desk/hold.h"
#include "desk/outlines.h"
#include "desk/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool stands(const struct mapping_desc *light, struct fault *f)
{
    struct mapping *m = mapping_create(light, f);
    mapping_destroy(m);
    return m != NULL;
}

// A part of a canvas that is smaller now.
static void repair_source(struct desk *d, const struct mapping_desc *start, int n)
{
    struct fault f;
    struct mapping_surface *s = &d->now.light.surfaces[n];
    if (mapping_source_stands(s, &f))
        return;
    s->source_at = start->surfaces[n].source_at;
    s->source_size = start->surfaces[n].source_size;
    faults_add(d->told, FAULT_WARNING, "%s: surface \"%s\": %s; it shows what it began with",
               d->journal.path, d->names.of[DESK_SURFACE][n], f.text);
}

// A warp of the file that cannot be (the installation is another now) gives way to the start.
static void repair(struct desk *d, const struct mapping_desc *start)
{
    struct fault f;
    struct warp w;
    struct mapping_desc *light = &d->now.light;
    for (int i = 0; i < light->output_count; i++)
        if (!warp_init(&w, light->outputs[i].corners, &light->outputs[i].grid, &f)) {
            light->outputs[i] = start->outputs[i];
            faults_add(d->told, FAULT_WARNING, "%s: output \"%s\": %s; it lies where it began",
                       d->journal.path, d->names.of[DESK_OUTPUT][i], f.text);
        }
    for (int i = 0; i < light->surface_count; i++) {
        repair_source(d, start, i);
        if (!warp_init(&w, light->surfaces[i].corners, &light->surfaces[i].grid, &f)) {
            light->surfaces[i] = start->surfaces[i];
            faults_add(d->told, FAULT_WARNING, "%s: surface \"%s\": %s; it lies where it began",
                       d->journal.path, d->names.of[DESK_SURFACE][i], f.text);
        }
    }
}

struct desk *desk_create(const struct desk_desc *desc, struct faults *told)
{
    struct desk *d = calloc(1, sizeof *d);
    if (!d || !(d->trial = malloc(sizeof *d->trial))) {
        free(d);
        return NULL;
    }
    d->names = desc->names;
    d->now_s = desc->now_s ? desc->now_s : clock_real_s;
    d->now.light = *desc->start;
    d->history.origin = d->now;
    d->journal.fd = -1;
    d->shows = desc->shows;
    d->held = desc->file && desc->shows ? hold_share(desc->file) : -1;
    d->told = told;
    d->written_s = NAN;
    for (int i = 0; i < MAPPING_SURFACES; i++)
        d->scale[i][0] = d->scale[i][1] = 1;
    if (desc->file) {
        keep_read(d, desc->file);
        repair(d, desc->start);
    }
    d->told = NULL;
    d->version = 1;
    return d;
}

void desk_destroy(struct desk *d)
{
    if (!d)
        return;
    journal_close(&d->journal);
    if (d->held >= 0)
        close(d->held);
    history_finish(&d->history);
    free(d->trial);
    free(d);
}

const struct mapping_desc *desk_light(const struct desk *d)
{
    return &d->now.light;
}

const struct desk_state *desk_now(const struct desk *d)
{
    return &d->now;
}

const struct desk_names *desk_names(const struct desk *d)
{
    return &d->names;
}

uint64_t desk_version(const struct desk *d)
{
    return d->version;
}

bool desk_took(const struct desk *d, enum desk_of of, int owner, enum desk_group group)
{
    return d->took[of][owner][group];
}

// A grid alone becomes one of the new size that keeps the shape, node by node.
static bool spread(const struct desk *d, const struct desk_value *grid, struct desk_values *out)
{
    const struct mapping_desc *light = &d->now.light;
    int owner = grid->at.owner;
    struct warp_grid g =
        grid->at.of == DESK_OUTPUT ? light->outputs[owner].grid : light->surfaces[owner].grid;
    enum warp_kind kind = (enum warp_kind)grid->numbers[0];
    int columns = (int)grid->numbers[1], rows = (int)grid->numbers[2];
    if (!desk_values_add(out, grid))
        return false;
    if (columns && g.columns)
        warp_grid_resize(&g, kind, columns, rows);
    else if (columns)
        warp_grid_plain(&g, kind, columns, rows);
    bool good = true;
    for (int i = 0; columns && i < columns * rows; i++) {
        struct desk_value node = {.at = grid->at, .numbers = {g.points[i].x, g.points[i].y}};
        node.at.key = DESK_NODE;
        node.at.index = (uint16_t)(i / columns * WARP_POINTS + i % columns);
        good = good && desk_values_add(out, &node);
    }
    return good;
}

static bool has_nodes(const struct desk_value *values, int count, int from)
{
    for (int i = from; i < count; i++)
        if (values[i].at.key == DESK_NODE && values[i].at.of == values[from].at.of &&
            values[i].at.owner == values[from].at.owner)
            return true;
    return false;
}

static bool no_room(struct fault *f)
{
    return fault_set(f, "a station has at most %d masks, shapes included", MAPPING_MASKS);
}

// A number of masks or points alone, as over OSC: what comes of it is kept value by value.
static bool spread_masks(const struct desk *d, const struct desk_value *v, struct desk_values *out,
                         struct fault *f)
{
    *d->trial = d->now;
    if (!desk_put(d->trial, v))
        return v->at.key == DESK_MASK_COUNT ? no_room(f) : fault_set(f, "there is no such mask");
    return desk_list(d->trial, v->at.of, v->at.owner, DESK_MASKS, out) || fault_set(f, "no memory");
}

static bool prepare(const struct desk *d, const struct desk_value *values, int count,
                    struct desk_values *out, struct fault *f)
{
    double numbers[DESK_NUMBERS];
    bool good = true;
    for (int i = 0; good && i < count; i++) {
        struct desk_at at = values[i].at;
        if (at.of >= DESK_KINDS_OF || at.key >= DESK_KEYS ||
            at.owner >= desk_owners(&d->now, at.of))
            return fault_set(f, "there is no such output or surface");
        if (!desk_in_range(&values[i], f))
            return false;
        if (at.key != DESK_LOCK && d->now.locked[at.of][at.owner])
            return fault_set(f, "\"%s\" is locked", d->names.of[at.of][at.owner]);
        bool grid = at.key == DESK_GRID;
        bool mask = desk_key_group(at.key) == DESK_MASKS;
        if (!grid && !mask && !has_nodes(values, i + 1, i) && !desk_get(&d->now, at, numbers))
            return fault_set(f, "there is no such point");
        if (mask && count == 1 && desk_key_shapes(at.key))
            return spread_masks(d, values, out, f);
        good = grid && !has_nodes(values, count, i) ? spread(d, &values[i], out)
                                                    : desk_values_add(out, &values[i]);
    }
    return good || fault_set(f, "no memory");
}

static bool changes(const struct desk *d, const struct desk_values *values)
{
    double n[DESK_NUMBERS];
    for (int i = 0; i < values->count; i++)
        if (!desk_get(&d->now, values->items[i].at, n) ||
            memcmp(n, values->items[i].numbers, sizeof n) != 0)
            return true;
    return false;
}

// Before anything of a group is changed first, all of it is written down as it is.
static void keep_starts(struct desk *d, const struct desk_values *values)
{
    for (int i = 0; i < values->count; i++) {
        struct desk_at at = values->items[i].at;
        enum desk_group group = desk_key_group(at.key);
        bool *took = &d->took[at.of][at.owner][group];
        bool resized = group == DESK_WARP && d->resized[at.of][at.owner];
        struct desk_values all = {0};
        if (*took && !resized)
            continue;
        if (desk_list(&d->now, at.of, at.owner, group, &all))
            keep_start(d, all.items, all.count);
        desk_values_finish(&all);
        if (resized)
            d->resized[at.of][at.owner] = false;
        *took = true;
    }
}

static void changed(struct desk *d)
{
    d->version++;
    d->wrote = true;
}

static bool commit(struct desk *d, const struct desk_values *values, bool more, struct fault *f)
{
    keep_starts(d, values);
    bool goes_on = more && d->history.open;
    if (!history_step(&d->history, &d->now, values->items, values->count, more, d->now_s()))
        return fault_set(f, "no memory");
    keep_step(d, values->items, values->count, goes_on);
    changed(d);
    return true;
}

static bool try_step(struct desk *d, const struct desk_values *values, bool more, struct fault *f)
{
    *d->trial = d->now;
    for (int i = 0; i < values->count; i++)
        if (!desk_put(d->trial, &values->items[i]))
            return values->items[i].at.key == DESK_MASK_COUNT
                       ? no_room(f)
                       : fault_set(f, "there is no such point");
    return outlines_check(&d->trial->light, &d->names, f) && stands(&d->trial->light, f) &&
           commit(d, values, more, f);
}

bool desk_set(struct desk *d, const struct desk_value *values, int count, bool more,
              struct fault *f)
{
    struct desk_values list = {0};
    bool good = prepare(d, values, count, &list, f);
    if (good && changes(d, &list))
        good = try_step(d, &list, more, f);
    desk_values_finish(&list);
    return good;
}

bool desk_undo(struct desk *d)
{
    if (!history_undo(&d->history, &d->now, d->now_s()))
        return false;
    keep_word(d, "undo", NULL);
    changed(d);
    return true;
}

bool desk_redo(struct desk *d)
{
    if (!history_redo(&d->history, &d->now, d->now_s()))
        return false;
    keep_word(d, "redo", NULL);
    changed(d);
    return true;
}

void desk_step_ends(struct desk *d)
{
    history_close(&d->history);
}

bool desk_name(struct desk *d, const char *name, struct fault *f)
{
    char cut[DESK_NAME];
    size_t length = strlen(name) < sizeof cut ? strlen(name) : sizeof cut - 1;
    while (name[length] && ((unsigned char)name[length] & 0xc0) == 0x80) // no half letter
        length--;
    snprintf(cut, sizeof cut, "%.*s", (int)length, name);
    if (!cut[0])
        return fault_set(f, "a name has at least one letter");
    json_t *text = json_string(cut);
    bool good = text != NULL;
    json_decref(text);
    if (!good)
        return fault_set(f, "a name is text in UTF-8");
    if (!history_name(&d->history, cut, d->now_s()))
        return fault_set(f, "no memory");
    keep_word(d, "name", cut);
    d->wrote = true;
    return true;
}

int desk_marks(const struct desk *d, struct desk_mark *marks, int room)
{
    int count = 0;
    for (int i = d->history.record_count - 1; i >= 0 && count < room; i--) {
        const struct history_record *r = &d->history.records[i];
        if (r->kind != HISTORY_NAMED)
            continue;
        marks[count] = (struct desk_mark){.at_s = r->at_s, .record = i + 1};
        snprintf(marks[count++].name, DESK_NAME, "%s", r->name);
    }
    return count;
}

int desk_yesterday(const struct desk *d)
{
    time_t now = (time_t)d->now_s();
    struct tm day;
    localtime_r(&now, &day);
    day.tm_hour = day.tm_min = day.tm_sec = 0;
    day.tm_isdst = -1;
    return history_until(&d->history, (double)mktime(&day));
}

// What differs between now and then, in an order that can be put.
static bool differences(const struct desk *d, const struct desk_state *then,
                        struct desk_values *out)
{
    bool good = true;
    for (int of = 0; of < DESK_KINDS_OF; of++)
        for (int owner = 0; owner < desk_owners(then, of); owner++)
            for (int group = 0; good && group < DESK_GROUPS; group++) {
                struct desk_values all = {0};
                good = desk_list(then, of, owner, group, &all);
                if (good && changes(d, &all))
                    for (int i = 0; good && i < all.count; i++)
                        good = desk_values_add(out, &all.items[i]);
                desk_values_finish(&all);
            }
    return good;
}

bool desk_recall(struct desk *d, int record, struct fault *f)
{
    struct desk_values list = {0};
    history_fold(&d->history, record, d->trial);
    bool good = differences(d, d->trial, &list) || fault_set(f, "no memory");
    if (good && !list.count)
        good = fault_set(f, "it is so already");
    good = good && try_step(d, &list, false, f);
    desk_step_ends(d);
    desk_values_finish(&list);
    return good;
}

bool desk_is_so(struct desk *d, int record)
{
    struct desk_values list = {0};
    history_fold(&d->history, record, d->trial);
    bool good = differences(d, d->trial, &list) && !list.count;
    desk_values_finish(&list);
    return good;
}

bool desk_look(const struct desk *d, int record, struct mapping_desc *light)
{
    history_fold(&d->history, record, d->trial);
    *light = d->trial->light;
    return stands(light, NULL);
}

const char *desk_unkept(const struct desk *d)
{
    return d->journal.path && d->journal.why.text[0] ? d->journal.why.text : NULL;
}

bool desk_alone(struct desk *d, struct fault *f)
{
    bool none = true;
    if (d->held < 0 && d->journal.path)
        d->held = hold_all(d->journal.path, &none, f);
    return d->held >= 0 || none;
}

void desk_rest(struct desk *d, double now_s)
{
    if (d->shows && d->held < 0 && d->wrote && d->journal.path) // somebody wrote at its start
        d->held = hold_share(d->journal.path);
    if (d->wrote) {
        d->wrote = false;
        d->written_s = now_s;
        d->again_s = 0;
    } else if (!isnan(d->written_s) && fabs(now_s - d->written_s) >= DESK_REST_S + d->again_s) {
        bool kept = journal_flush(&d->journal) && journal_sync(&d->journal);
        d->written_s = kept ? NAN : now_s;
        d->again_s = kept ? 0 : DESK_AGAIN_S;
    }
}
