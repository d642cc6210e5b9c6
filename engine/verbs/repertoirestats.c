// gestuaire repertoire stats: how many records there are, and where the matrix has gaps.
#include "verbs/records.h"
#include "verbs/recordsindex.h"

#include <stdio.h>

static void print_counts(const char *title, const json_t *counts)
{
    const char *word;
    json_t *count;
    printf("%s:", title);
    json_object_foreach((json_t *)counts, word, count)
    {
        if (json_integer_value(count))
            printf(" %s %lld", word, (long long)json_integer_value(count));
    }
    printf("\n");
}

static void print(const json_t *stats)
{
    const json_t *matrix = json_object_get(stats, "matrix");
    long long verbs = json_integer_value(json_object_get(matrix, "verbs")),
              materials = json_integer_value(json_object_get(matrix, "materials"));
    print_counts("records", json_object_get(stats, "records"));
    printf("broken: %lld\n", (long long)json_integer_value(json_object_get(stats, "broken")));
    print_counts("shown", json_object_get(stats, "shown"));
    print_counts("gestures", json_object_get(stats, "states"));
    printf("matrix: %lld verbs × %lld materials, %lld pairs with a gesture, %lld without\n", verbs,
           materials, (long long)json_integer_value(json_object_get(matrix, "cells")),
           (long long)json_integer_value(json_object_get(matrix, "gaps")));
}

int repertoire_stats_verb(const char *root, int argc, char **argv)
{
    struct records_index_desc desc = {0};
    struct records_index found;
    bool json = false;
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "as JSON", &json},
        {"state", 0, OPTION_TEXT, "DIR", "the state folder, where the index lies", &desc.state},
        {"date", 0, OPTION_DAY, "DAY", "whose consent holds (today)", &desc.date},
    };
    const struct options options = {.usage = "repertoire stats INSTALLATION [options]",
                                    .about = "Counts records, states and pairs without a gesture.",
                                    .rows = rows,
                                    .row_count = sizeof rows / sizeof *rows,
                                    .positional = &desc.folder,
                                    .required = 1,
                                    .accepted = 1};
    enum options_end end = options_read(&options, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!records_index_open(&found, root, &desc))
        return EXIT_FAILED;
    json_t *stats = index_stats(found.index);
    if (!stats) {
        fprintf(stderr, "gestuaire: the index cannot be read\n");
    } else if (json) {
        json_dumpf(stats, stdout, JSON_INDENT(2));
        printf("\n");
    } else {
        print(stats);
    }
    json_decref(stats);
    records_index_close(&found);
    return stats ? EXIT_DONE : EXIT_FAILED;
}
