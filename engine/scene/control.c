// The registry of parameters.
#include "scene/control.h"

#include <stdio.h>
#include <string.h>

int control_find(const struct controls *c, const char *name)
{
    for (int i = 0; i < c->count; i++)
        if (strcmp(c->items[i].name, name) == 0)
            return i;
    return -1;
}

int control_note(struct controls *c, const char *name)
{
    int at = control_find(c, name);
    if (at >= 0)
        return at;
    if (c->count >= CONTROLS_MAX || strlen(name) >= CONTROL_NAME)
        return -1;
    struct control *item = &c->items[c->count];
    *item = (struct control){0};
    snprintf(item->name, sizeof item->name, "%s", name);
    return c->count++;
}

int control_declare(struct controls *c, const char *name, double least, double most,
                    double standard, const char *unit)
{
    int at = control_note(c, name);
    if (at < 0)
        return -1;
    struct control *item = &c->items[at];
    item->least = least;
    item->most = most;
    item->standard = standard;
    item->declared = true;
    snprintf(item->unit, sizeof item->unit, "%s", unit ? unit : "");
    control_put(item, item->driver == CONTROL_STANDARD ? standard : item->value);
    return at;
}

bool control_put(struct control *c, double value)
{
    double before = c->value;
    if (c->declared)
        value = value < c->least ? c->least : value > c->most ? c->most : value;
    c->value = value;
    return value != before;
}

static bool word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool control_is_name(const char *name)
{
    size_t n = strlen(name);
    int slashes = 0;
    for (size_t i = 0; i < n; i++) {
        bool inner = i > 0 && i + 1 < n && word(name[i - 1]) && word(name[i + 1]);
        slashes += name[i] == '/';
        if (!word(name[i]) && !((name[i] == '/' || name[i] == '-' || name[i] == '_') && inner))
            return false;
    }
    return n < CONTROL_NAME && slashes >= 1 && slashes <= 3;
}
