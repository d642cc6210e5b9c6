// Licences that let others use, change and share what is shown.
#include "repertoire/repertoire.h"

#include <string.h>
#include <strings.h>

// SPDX names; the rest are addresses without scheme and "www.".
static const char *const names[] = {
    "CC0-1.0",    "CC-PDM-1.0",     "CC-BY-4.0",          "CC-BY-3.0",    "CC-BY-2.5",
    "CC-BY-2.0",  "CC-BY-SA-4.0",   "CC-BY-SA-3.0",       "CC-BY-SA-2.5", "CC-BY-SA-2.0",
    "etalab-2.0", "LicenceOuverte", "LicenceOuverte-2.0", "MIT",          NULL};
static const char *const addresses[] = {"creativecommons.org/publicdomain/zero/1.0",
                                        "creativecommons.org/publicdomain/mark/1.0",
                                        "etalab.gouv.fr/licence-ouverte-open-licence",
                                        "opensource.org/license/mit",
                                        "opensource.org/licenses/MIT",
                                        NULL};
static const char *const versions[] = {"4.0", "3.0", "2.5", "2.0", NULL};

const char *const repertoire_licences =
    "CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0 (and their older versions), etalab-2.0, MIT, the Public "
    "Domain Mark, or the address of one";

static const char *after(const char *text, const char *start)
{
    size_t n = strlen(start);
    return text && strncasecmp(text, start, n) == 0 ? text + n : NULL;
}

// A country's version (3.0/fr) and its two pages are the licence, too.
static bool ends(const char *rest)
{
    if (*rest == '/' && rest[1] >= 'a' && rest[1] <= 'z' && rest[2] >= 'a' && rest[2] <= 'z' &&
        (rest[3] == '/' || !rest[3]))
        rest += 3;
    const char *page = after(rest, "/legalcode");
    page = page ? page : after(rest, "/deed");
    if (page && (!*page || *page == '.'))
        return !strpbrk(page, "/ ");
    return !*rest || strcmp(rest, "/") == 0;
}

static bool is_creative_commons(const char *address)
{
    const char *rest = after(address, "creativecommons.org/licenses/by");
    const char *alike = after(rest, "-sa");
    rest = alike ? alike : rest;
    for (const char *const *v = versions; rest && *rest == '/' && *v; v++) {
        const char *end = after(rest + 1, *v);
        if (end && ends(end))
            return true;
    }
    return false;
}

// A frame of a film is filmed, too; a model may be made of photographs; a film's sound is recorded.
const char *repertoire_origin_for(const char *form, const char *origin)
{
    static const char *const odd[][3] = {
        {"sound", "filmed", "recorded"},  {"sound", "photographed", "recorded"},
        {"sound", "scanned", "recorded"}, {"model", "filmed", "scanned"},
        {"model", "recorded", "scanned"}, {"picture", "recorded", "photographed"},
    };
    for (size_t i = 0; form && origin && i < sizeof odd / sizeof *odd; i++)
        if (strcmp(form, odd[i][0]) == 0 && strcmp(origin, odd[i][1]) == 0)
            return odd[i][2];
    return NULL;
}

bool repertoire_licence_is_open(const char *licence)
{
    for (const char *const *n = names; *n; n++)
        if (strcasecmp(*n, licence) == 0)
            return true;
    const char *address = after(licence, "https://");
    address = address ? address : after(licence, "http://");
    const char *plain = after(address, "www.");
    address = plain ? plain : address;
    const char *spdx = after(address, "spdx.org/licenses/");
    for (const char *const *n = names; spdx && *n; n++) {
        const char *rest = after(spdx, *n);
        if (rest && (!*rest || strcmp(rest, ".html") == 0 || strcmp(rest, "/") == 0))
            return true;
    }
    for (const char *const *a = addresses; *a; a++) {
        const char *rest = after(address, *a);
        if (rest && ends(rest))
            return true;
    }
    return is_creative_commons(address);
}
