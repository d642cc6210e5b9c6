// Names of files in the order of people: 2 before 10, « écrou » beside « ecrou ».
#include "script/private.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// The letter under an accent, small: U+00C0 to U+00FF, which are c3 80 to c3 bf in UTF-8.
static int folded(const unsigned char **at)
{
    static const char plain[] = "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo/ouuuuypy";
    const unsigned char *c = *at;
    if (c[0] == 0xc3 && c[1] >= 0x80 && c[1] <= 0xbf) {
        *at += 2;
        return plain[c[1] - 0x80];
    }
    *at += 1;
    return tolower(*c);
}

static size_t zeros(const unsigned char *at)
{
    return strspn((const char *)at, "0");
}

static int by_count(const unsigned char **a, const unsigned char **b)
{
    *a += zeros(*a);
    *b += zeros(*b);
    size_t na = strspn((const char *)*a, "0123456789"), nb = strspn((const char *)*b, "0123456789");
    int way = na != nb ? (na > nb) - (na < nb) : memcmp(*a, *b, na);
    *a += na;
    *b += nb;
    return way;
}

static int compare(const char *left, const char *right)
{
    const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;
    while (*a && *b) {
        int way;
        if (isdigit(*a) && isdigit(*b)) {
            way = by_count(&a, &b);
        } else {
            int la = folded(&a);
            way = la - folded(&b);
        }
        if (way)
            return way;
    }
    return *a || *b ? (*a != 0) - (*b != 0) : strcmp(left, right);
}

static bool ends_well(const char *name, const char *const *endings)
{
    const char *dot = strrchr(name, '.');
    bool any = !endings[0];
    for (; !any && dot && *endings; endings++)
        any = strcasecmp(dot + 1, *endings) == 0;
    return any;
}

void names_add(void *names, const char *name)
{
    struct script_names *n = names;
    if (strlen(name) >= sizeof n->names[0] || !ends_well(name, n->endings))
        return;
    int low = 0, high = n->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (compare(n->names[n->order[middle]], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool full = n->count == SCRIPT_NAMES;
    n->left_out += full;
    if (low == SCRIPT_NAMES)
        return;
    int slot = full ? n->order[SCRIPT_NAMES - 1] : n->count++;
    memmove(n->order + low + 1, n->order + low, sizeof *n->order * (size_t)(n->count - 1 - low));
    n->order[low] = (uint16_t)slot;
    memcpy(n->names[slot], name, strlen(name) + 1);
}
