// Texts of manifests: language maps, plain text of HTML, ids of titles.
#include "exchange/iiifread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- language ----

void iiif_add_text(json_t *labels, const char *language, const char *text, const char *otherwise,
                   const char *between)
{
    char code[16];
    bool none = !language || !*language || strcmp(language, "none") == 0 ||
                strcmp(language, "@none") == 0 || !schema_is_language(language);
    snprintf(code, sizeof code, "%s", none ? otherwise : language);
    for (int i = 0; exchange_languages[i]; i++) // "en-US" is taken as English
        if (strncmp(code, exchange_languages[i], 2) == 0 && code[2] == '-')
            code[2] = '\0';
    const char *before = record_word(labels, code);
    if (!*text)
        return;
    if (!before)
        json_object_set_new(labels, code, json_string(text));
    else if (strcmp(before, text) != 0)
        json_object_set_new(labels, code, json_sprintf("%s%s%s", before, between, text));
}

static void add_texts(json_t *labels, const char *language, const json_t *texts,
                      const char *otherwise)
{
    for (size_t i = 0; i < iiif_many(texts); i++) {
        const char *text = json_string_value(iiif_nth(texts, i));
        char *plain = text ? iiif_plain(text) : NULL;
        if (plain)
            iiif_add_text(labels, language, plain, otherwise, "\n");
        free(plain);
    }
}

bool iiif_shorten(json_t *labels, size_t most)
{
    const char *language;
    void *after;
    json_t *text;
    bool cut = false;
    json_object_foreach_safe(labels, after, language, text)
    {
        const char *whole = json_string_value(text);
        size_t length = most > 3 ? most - 3 : 0;
        if (!most || strlen(whole) <= most)
            continue;
        while (length && ((unsigned char)whole[length] & 0xc0) == 0x80)
            length--;
        json_object_set_new(labels, language, json_sprintf("%.*s…", (int)length, whole));
        cut = true;
    }
    return cut;
}

json_t *iiif_labels(const json_t *map, const char *language, size_t most, struct lost *lost,
                    const char *what)
{
    json_t *labels = json_object(), *texts;
    const char *code;
    if (json_is_object(map)) {
        json_object_foreach((json_t *)map, code, texts) add_texts(labels, code, texts, language);
    } else {
        add_texts(labels, NULL, map, language);
    }
    if (iiif_shorten(labels, most))
        lost_add(lost, "%s: is cut to %zu bytes", what, most);
    if (json_object_size(labels))
        return labels;
    json_decref(labels);
    return NULL;
}

// ---- HTML ----

static const struct {
    const char *entity, *text;
} entities[] = {
    {"&amp;", "&"}, {"&lt;", "<"},   {"&gt;", ">"},   {"&quot;", "\""},
    {"&#39;", "'"}, {"&apos;", "'"}, {"&nbsp;", " "},
};

// A tag begins with a letter, a slash or a bang; "a < b" is text.
static bool begins_tag(const char *c)
{
    return c[0] == '<' &&
           (c[1] == '/' || c[1] == '!' || (c[1] >= 'a' && c[1] <= 'z') ||
            (c[1] >= 'A' && c[1] <= 'Z')) &&
           strchr(c, '>');
}

char *iiif_plain(const char *html)
{
    char *text = malloc(strlen(html) + 1), *to = text;
    bool marked = html[0] == '<' && html[strlen(html) - 1] == '>'; // as the specification says it
    for (const char *c = html; text && *c;) {
        if (marked && begins_tag(c)) {
            c = strchr(c, '>') + 1;
            continue;
        }
        size_t i = 0, count = sizeof entities / sizeof *entities;
        while (marked && i < count &&
               strncmp(c, entities[i].entity, strlen(entities[i].entity)) != 0)
            i++;
        if (marked && i < count) {
            *to++ = entities[i].text[0];
            c += strlen(entities[i].entity);
        } else {
            *to++ = *c++;
        }
    }
    if (text)
        *to = '\0';
    return text;
}

// ---- ids ----

unsigned iiif_hash(const char *text)
{
    unsigned hash = 2166136261u; // FNV-1a
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

// The letter below an accent of Latin-1; '-' for what is no letter, '\0' for what has two.
static char base_of(unsigned c)
{
    static const char letters[] =
        "aaaaaaaceeeeiiiidnooooo-ouuuuypsaaaaaaaceeeeiiiidnooooo-ouuuuypy";
    return c >= 0xc0 && c <= 0xff ? letters[c - 0xc0] : '-';
}

void iiif_slug(const char *text, const char *otherwise, char slug[IIIF_SLUG])
{
    size_t n = 0;
    const unsigned char *c = (const unsigned char *)text;
    while (*c && n + 2 < IIIF_SLUG) {
        char letter = '-';
        if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))
            letter = (char)*c;
        else if (*c >= 'A' && *c <= 'Z')
            letter = (char)(*c | 32);
        else if ((*c == 0xc3 || *c == 0xc2) && (c[1] & 0xc0) == 0x80)
            letter = base_of((unsigned)(*c & 0x1f) << 6 | (c[1] & 0x3fu));
        else if (*c == 0xc5 && c[1] == 0x93)
            letter = 'o'; // œ
        c++;
        while ((*c & 0xc0) == 0x80)
            c++;
        if (letter != '-' || (n && slug[n - 1] != '-'))
            slug[n++] = letter;
    }
    while (n && slug[n - 1] == '-')
        n--;
    slug[n] = '\0';
    if (!n)
        snprintf(slug, IIIF_SLUG, "%s", otherwise);
}
