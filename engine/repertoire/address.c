// The address of a record, the same in every export, and the record of an address.
#include "repertoire/private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// A name (urn:…:) or a page with a mark (#, ?id=) has no folders: the id itself stands behind it.
static bool has_folders(const char *base, size_t n)
{
    return n > 0 && !strchr(":#=", base[n - 1]);
}

bool repertoire_base(const char *asked, char *base, size_t size)
{
    size_t n = strlen(asked);
    const char *slash = has_folders(asked, n) && asked[n - 1] != '/' ? "/" : "";
    int length = snprintf(base, size, "%s%s", asked, slash);
    return n > 0 && length < (int)size;
}

bool repertoire_is_address(const char *text)
{
    size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789+-.");
    if (!isalpha((unsigned char)text[0]) || text[scheme] != ':' || !text[scheme + 1])
        return false;
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at <= ' ' || strchr("<>\"{}|\\^`", *at) || *at == 127)
            return false;
    return true;
}

bool repertoire_address(const json_t *record, const char *base, char *uri, size_t size)
{
    const char *own = json_string_value(json_object_get(record, "uri"));
    const char *id = json_string_value(json_object_get(record, "id"));
    int type = id ? repertoire_type_of_id(id) : -1;
    size_t n = base ? strlen(base) : 0;
    uri[0] = '\0';
    if (own && repertoire_is_address(own))
        return snprintf(uri, size, "%s", own) < (int)size;
    if (type < 0 || n == 0)
        return false;
    if (!has_folders(base, n))
        return snprintf(uri, size, "%s%s", base, id) < (int)size;
    return snprintf(uri, size, "%s%s%s/%s", base, base[n - 1] == '/' ? "" : "/",
                    repertoire_folder((enum repertoire_type)type),
                    id + strlen(repertoire_kinds[type].prefix)) < (int)size;
}

// "gestures/etirer-fer" -> "g:etirer-fer".
static bool id_of_path(const char *path, char *id, size_t size)
{
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        size_t n = strlen(repertoire_kinds[t].folder);
        if (strncmp(path, repertoire_kinds[t].folder, n) == 0 && path[n] == '/')
            return snprintf(id, size, "%s%s", repertoire_kinds[t].prefix, path + n + 1) < (int)size;
    }
    return snprintf(id, size, "%s", path) < (int)size; // as exports wrote it until 2026
}

bool repertoire_id_of_address(const char *uri, const char *base, char id[SCHEMA_ID_BYTES + 1])
{
    size_t n = strlen(base);
    if (n == 0 || strncmp(uri, base, n) != 0 || !id_of_path(uri + n, id, SCHEMA_ID_BYTES + 1))
        return false;
    int type = repertoire_type_of_id(id);
    return type >= 0 && schema_is_id(id + strlen(repertoire_kinds[type].prefix));
}
