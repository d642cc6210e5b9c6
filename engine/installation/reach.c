// What is reached outside a station: addresses of OSC, and the file of the show.
#include "installation/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// host:port; false when it is something else.
static bool split(const char *text, char host[INSTALLATION_TEXT], int *port)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    size_t n = strspn(text, letters), digits;
    if (n == 0 || n >= INSTALLATION_TEXT || text[n] != ':')
        return false;
    const char *number = text + n + 1;
    digits = strspn(number, "0123456789");
    if (digits == 0 || digits > 5 || number[digits])
        return false;
    snprintf(host, INSTALLATION_TEXT, "%.*s", (int)n, text);
    *port = (int)strtol(number, NULL, 10);
    return *port >= 1 && *port <= 65535;
}

void read_address(const struct reading *r, const struct entry *e, const char *key,
                  char host[INSTALLATION_TEXT], int *port)
{
    const char *text = json_string_value(json_object_get(e->value, key));
    char path[SCHEMA_PATH];
    if (!text || split(text, host, port))
        return;
    host[0] = '\0';
    *port = 0;
    path_below(path, e->path, key);
    schema_fault(&r->text, FAULT_ERROR, path,
                 "is \"%.40s\"; host:port is allowed, the port from 1 to 65535 (127.0.0.1:9101)",
                 text);
}

void read_targets(struct reading *r, const json_t *table)
{
    struct entry entries[INSTALLATION_OSC];
    int count = read_entries(r, table, "osc", entries, INSTALLATION_OSC);
    for (int k = 0; k < count; k++) {
        const struct entry *e = &entries[k];
        struct installation_osc *o = &r->i->osc[r->i->osc_count++];
        const char *from = json_string_value(json_object_get(e->value, "from"));
        char path[SCHEMA_PATH];
        snprintf(o->id, sizeof o->id, "%s", e->id);
        o->cues = json_is_true(json_object_get(e->value, "cues"));
        o->line = e->line;
        read_address(r, e, "to", o->host, &o->port);
        path_below(path, e->path, "from");
        if (from)
            o->from = read_station_named(r, from, path);
        if (o->from < 0)
            o->from = 0;
    }
}

void read_show_file(struct reading *r, const json_t *tree, const char *file)
{
    const char *name = json_string_value(json_object_get(tree, "show"));
    struct installation *i = r->i;
    if (!name || !schema_is_inside(name))
        return; // the schema tells it
    read_inside(r, "show", name, S_IFREG, i->show, sizeof i->show);
    const char *slash = strrchr(file, '/');
    int folder = slash ? (int)(slash - file) + 1 : 0;
    snprintf(i->show_shown, sizeof i->show_shown, "%.*s%s", folder, file, name);
}

int installation_osc_find(const struct installation *i, const char *id)
{
    for (int k = 0; k < i->osc_count; k++)
        if (strcmp(i->osc[k].id, id) == 0)
            return k;
    return -1;
}
