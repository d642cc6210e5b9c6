// Named values, kept in the order they were set.
#include "scene/params.h"

#include <stdio.h>
#include <string.h>

const struct param *params_find(const struct params *p, const char *key)
{
    for (int i = 0; i < p->count; i++)
        if (strcmp(p->items[i].key, key) == 0)
            return &p->items[i];
    return NULL;
}

static struct param *slot(struct params *p, const char *key)
{
    for (int i = 0; i < p->count; i++)
        if (strcmp(p->items[i].key, key) == 0)
            return &p->items[i];
    if (p->count >= PARAMS_MAX || strlen(key) >= PARAM_KEY)
        return NULL;
    struct param *item = &p->items[p->count++];
    *item = (struct param){0};
    snprintf(item->key, sizeof item->key, "%s", key);
    return item;
}

bool params_number(struct params *p, const char *key, double number)
{
    struct param *item = slot(p, key);
    if (!item)
        return false;
    item->kind = PARAM_NUMBER;
    item->number = number;
    return true;
}

bool params_text(struct params *p, const char *key, const char *text)
{
    if (strlen(text) >= PARAM_TEXT_SIZE)
        return false;
    struct param *item = slot(p, key);
    if (!item)
        return false;
    item->kind = PARAM_TEXT;
    snprintf(item->text, sizeof item->text, "%s", text);
    return true;
}

bool params_bool(struct params *p, const char *key, bool value)
{
    struct param *item = slot(p, key);
    if (!item)
        return false;
    item->kind = PARAM_BOOL;
    item->number = value;
    return true;
}
