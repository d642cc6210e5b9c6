// gestuaire repertoire search: what a visitor would find.
#include "repertoire/repertoire.h"
#include "verbs/records.h"
#include "verbs/recordsindex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

// What of a gesture is not there yet, in the language of the labels.
static const char *mark(const char *language)
{
    return strcmp(language, "fr") == 0   ? " (à documenter)"
           : strcmp(language, "it") == 0 ? " (da documentare)"
                                         : " (to document)";
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
               state && strcmp(state, "to-document") == 0 ? mark(language) : "");
    }
}

// The names of facets as the public says them.
static const char *heading(const char *facet, const char *language)
{
    static const char *const names[][3] = {{"verb", "verbe", "verbo"},
                                           {"material", "matière", "materiale"},
                                           {"tool", "outil", "utensile"},
                                           {"metier", "métier", "mestiere"},
                                           {"percussion", "percussion", "percussione"},
                                           {"place", "lieu", "luogo"},
                                           {"language", "langue", "lingua"},
                                           {"status", "statut", "stato"},
                                           {"work", "œuvre", "opera"},
                                           {"school", "école", "scuola"},
                                           {"kind", "fiche", "scheda"}};
    int at = strcmp(language, "fr") == 0 ? 1 : strcmp(language, "it") == 0 ? 2 : 0;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (strcmp(names[n][0], facet) == 0)
            return names[n][at];
    return facet;
}

static void print_facets(const json_t *facets, const char *language)
{
    const char *facet;
    json_t *values, *value;
    size_t i;
    json_object_foreach((json_t *)facets, facet, values)
    {
        if (json_array_size(values))
            printf("%s:", heading(facet, language));
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

// A record that is there, and that no gesture or work has yet, is no slip.
static bool is_record(const struct installation *in, const char *id)
{
    char path[INSTALLATION_PATH];
    return strchr(id, ':') && repertoire_type_of_id(id) >= 0 &&
           repertoire_file(in->content, id, path, sizeof path) && access(path, F_OK) == 0;
}

static bool filters_exist(const struct records_index *found, const struct index_query *query)
{
    bool good = true;
    for (int n = 0; n < INDEX_FACETS; n++) {
        const char *asked = query->filter[n];
        char near[INDEX_NEAR];
        if (!asked || !asked[0] || index_has(found->index, (enum index_facet)n, asked, near) ||
            is_record(found->installation, asked))
            continue;
        good = false;
        fprintf(stderr, "gestuaire: --%s %s: nothing here has it%s%s%s\n",
                n == INDEX_LANGUAGE ? "in" : index_facet_word((enum index_facet)n), asked,
                near[0] ? "; did you mean \"" : "", near, near[0] ? "\"?" : "");
    }
    return good;
}

static bool speaks(const struct installation *in, const char *language)
{
    char all[200] = "";
    for (int n = 0; n < in->language_count; n++) {
        if (strcmp(in->languages[n], language) == 0)
            return true;
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", n ? ", " : "",
                 in->languages[n]);
    }
    fprintf(stderr, "gestuaire: --language %s: the installation does not speak it; %s %s allowed\n",
            language, all, in->language_count > 1 ? "are" : "is");
    return false;
}

static int search(const char *root, const struct records_index_desc *desc,
                  struct index_query *query, bool json)
{
    struct records_index found;
    if (!records_index_open(&found, root, desc))
        return EXIT_FAILED;
    if (!query->language)
        query->language = found.installation->languages[0];
    if (!speaks(found.installation, query->language) || !filters_exist(&found, query)) {
        records_index_close(&found);
        return EXIT_USAGE;
    }
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
