// gestuaire repertoire search: what a visitor would find.
#include "verbs/records.h"
#include "verbs/recordsindex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A label in the language, else in the first one there is.
static const char *said(const json_t *label, const char *language)
{
    const char *first;
    json_t *text = json_object_get(label, language);
    if (text)
        return json_string_value(text);
    json_object_foreach((json_t *)label, first, text) return json_string_value(text);
    return "";
}

static void print_hits(const json_t *hits, const char *language)
{
    size_t i;
    json_t *hit;
    json_array_foreach(hits, i, hit)
    {
        const char *state = json_string_value(json_object_get(hit, "state"));
        printf("%-40s %s%s\n", json_string_value(json_object_get(hit, "id")),
               said(json_object_get(hit, "label"), language),
               state && strcmp(state, "to-document") == 0 ? " (to document)" : "");
    }
}

static void print_facets(const json_t *facets, const char *language)
{
    const char *facet;
    json_t *values, *value;
    size_t i;
    json_object_foreach((json_t *)facets, facet, values)
    {
        if (json_array_size(values))
            printf("%s:", facet);
        json_array_foreach(values, i, value)
        {
            const char *label = said(json_object_get(value, "label"), language);
            const char *id = json_string_value(json_object_get(value, "id"));
            printf("%s %s %lld", i ? "," : "", label[0] ? label : id,
                   (long long)json_integer_value(json_object_get(value, "count")));
        }
        if (json_array_size(values))
            printf("\n");
    }
}

static void print(const json_t *answer, const char *language)
{
    const json_t *hits = json_object_get(answer, "hits");
    long long total = json_integer_value(json_object_get(answer, "total"));
    print_hits(hits, language);
    printf("%s%zu of %lld\n\n", json_array_size(hits) ? "\n" : "", json_array_size(hits), total);
    print_facets(json_object_get(answer, "facets"), language);
}

static bool read_count(const char *text, int *count)
{
    char *end;
    long value = text ? strtol(text, &end, 10) : *count;
    if (text && (!*text || *end || value < 0 || value > INDEX_HITS)) {
        fprintf(stderr, "gestuaire: --count %s: a whole number from 0 to %d is allowed\n", text,
                INDEX_HITS);
        return false;
    }
    *count = (int)value;
    return true;
}

static int search(const char *root, const struct records_index_desc *desc,
                  struct index_query *query, bool json)
{
    struct records_index found;
    if (!records_index_open(&found, root, desc))
        return EXIT_FAILED;
    if (!query->language)
        query->language = found.installation->languages[0];
    json_t *answer = index_search(found.index, query);
    if (!answer)
        fprintf(stderr, "gestuaire: the index cannot be read\n");
    else if (json)
        json_dumpf(answer, stdout, JSON_INDENT(2)), printf("\n");
    else
        print(answer, query->language);
    json_decref(answer);
    records_index_close(&found);
    return answer ? EXIT_DONE : EXIT_FAILED;
}

int repertoire_search_verb(const char *root, int argc, char **argv)
{
    const char *positional[2] = {NULL, NULL}, *count = NULL;
    struct records_index_desc desc = {0};
    struct index_query query = {.count = 20};
    bool json = false;
    struct option_row rows[7 + INDEX_FACETS] = {
        {"json", 0, OPTION_FLAG, NULL, "as JSON: total, hits, facets", &json},
        {"language", 0, OPTION_TEXT, "CODE", "the visitor's (the installation's first)",
         &query.language},
        {"count", 0, OPTION_TEXT, "N", "hits at most (20)", &count},
        {"state", 0, OPTION_TEXT, "DIR", "the state folder, where the index lies", &desc.state},
        {"date", 0, OPTION_DAY, "DAY", "whose consent holds (today)", &desc.date},
    };
    int row_count = 5;
    for (int f = 0; f < INDEX_FACETS; f++) // --language is the visitor's
        if (f != INDEX_LANGUAGE)
            rows[row_count++] = (struct option_row){index_facet_word((enum index_facet)f),
                                                    0,
                                                    OPTION_TEXT,
                                                    "ID",
                                                    "an id, or a label",
                                                    &query.filter[f]};
    rows[row_count++] = (struct option_row){
        "in", 0, OPTION_TEXT, "CODE", "language of its text", &query.filter[INDEX_LANGUAGE]};
    const struct options options = {.usage = "repertoire search INSTALLATION [WORDS] [options]",
                                    .about = "Finds gestures and works, as a visitor types.",
                                    .rows = rows,
                                    .row_count = row_count,
                                    .positional = positional,
                                    .required = 1,
                                    .accepted = 2};
    enum options_end end = options_read(&options, argc, argv);
    if (end != OPTIONS_GO || !read_count(count, &query.count))
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = positional[0];
    query.words = positional[1];
    return search(root, &desc, &query, json);
}
