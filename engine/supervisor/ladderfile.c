// supervisor.json: where the ladder stands and what happened, for the next supervisor and for
// people.
#include "store/store.h"
#include "supervisor/private.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES 65536

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static bool step_of(const char *word, enum ladder_step *step)
{
    for (int i = 0; i < LADDER_STEPS; i++)
        if (strcmp(word, ladder_word((enum ladder_step)i)) == 0) {
            *step = (enum ladder_step)i;
            return true;
        }
    return false;
}

static void take_told(struct ladder *l, const json_t *list)
{
    size_t count = json_array_size(list), from = count > LADDER_KEPT ? count - LADDER_KEPT : 0;
    for (size_t i = from; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        struct ladder_told *t = &l->told[l->told_count];
        if (!step_of(text_at(entry, "step"), &t->step))
            continue;
        t->at = json_integer_value(json_object_get(entry, "at"));
        snprintf(t->reason, sizeof t->reason, "%s", text_at(entry, "reason"));
        l->told_count++;
    }
}

// Restarts of the same boot; a time that no clock has shown yet is forgotten by the ladder.
static void take_restarts(struct ladder *l, const json_t *list)
{
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count && l->restart_count < LADDER_RESTARTS - 1; i++) {
        double at_s = json_number_value(json_array_get(list, i));
        if (isfinite(at_s) && at_s >= 0)
            l->restarts_s[l->restart_count++] = at_s;
    }
}

static void take(struct ladder *l, const json_t *tree, const char *boot, const char *content)
{
    take_told(l, json_object_get(tree, "told"));
    int64_t ever = json_integer_value(json_object_get(tree, "restarts"));
    l->restarts_ever = ever > 0 ? ever : 0;
    if (strcmp(text_at(tree, "content"), content) != 0)
        return; // what failed is not there any more
    if (!step_of(text_at(tree, "step"), &l->step))
        l->step = LADDER_SCENE;
    if (!boot[0] || strcmp(text_at(tree, "boot"), boot) != 0)
        return;
    double healthy_s = json_number_value(json_object_get(tree, "healthy_s"));
    l->healthy_s = healthy_s > 0 && healthy_s < LADDER_HEALTH_S ? healthy_s : 0;
    take_restarts(l, json_object_get(tree, "restarts_s"));
}

bool ladder_read(struct ladder *l, const char *file, const char *boot, const char *content)
{
    size_t length;
    *l = (struct ladder){0};
    char *text = store_read(file, FILE_BYTES, &length, NULL);
    json_t *tree = text ? json_loadb(text, length, 0, NULL) : NULL;
    free(text);
    if (json_is_object(tree))
        take(l, tree, boot, content);
    bool read = json_is_object(tree);
    json_decref(tree);
    return read;
}

// A path may be no UTF-8, which JSON has no words for.
static json_t *text_of(const char *text)
{
    json_t *string = json_string(text);
    return string ? string : json_string("?");
}

static json_t *told_of(const struct ladder *l)
{
    json_t *list = json_array();
    for (int i = 0; i < l->told_count; i++)
        json_array_append_new(list, json_pack("{s:I, s:s, s:o}", "at", (json_int_t)l->told[i].at,
                                              "step", ladder_word(l->told[i].step), "reason",
                                              text_of(l->told[i].reason)));
    return list;
}

bool ladder_write(const struct ladder *l, const char *file, const char *boot, const char *content,
                  struct fault *f)
{
    json_t *restarts = json_array();
    for (int i = 0; i < l->restart_count; i++)
        json_array_append_new(restarts, json_real(l->restarts_s[i]));
    json_t *tree =
        json_pack("{s:s, s:i, s:f, s:o, s:I, s:f, s:s, s:o, s:o, s:o}", "step",
                  ladder_word(l->step), "pid", l->pid, "watchdog_s", l->watchdog_s, "reason",
                  text_of(l->told_count ? l->told[l->told_count - 1].reason : ""), "restarts",
                  (json_int_t)l->restarts_ever, "healthy_s", l->healthy_s, "boot", boot, "content",
                  text_of(content), "restarts_s", restarts, "told", told_of(l));
    char *text = tree ? json_dumps(tree, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(tree);
    bool written = text ? store_write(file, text, strlen(text), f)
                        : fault_set(f, "%s: cannot be written as JSON", file);
    free(text);
    return written;
}
