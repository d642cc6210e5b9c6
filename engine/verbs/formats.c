// The table of formats, and what export and import share.
#include "verbs/formats.h"
#include "content.h"
#include "exchange/csv.h"
#include "exchange/skos.h"
#include "verbs/publish.h"

#include <stdio.h>
#include <string.h>

static bool csv_out(const struct export_job *job, struct fault *f)
{
    return csv_export(&(struct csv_out){.repertoire = job->repertoire,
                                        .date = job->date,
                                        .kind = job->kind,
                                        .mapping = job->mapping,
                                        .separator = job->separator,
                                        .to = job->to,
                                        .lost = job->lost},
                      f);
}

static bool csv_in(const struct import_job *job)
{
    char today[CONTENT_DAY];
    struct faults faults = {0}; // told when the set was made
    content_today(today);
    struct repertoire *shown = repertoire_read(
        &(struct repertoire_desc){.folder = job->installation->content, .date = today}, &faults);
    bool good = csv_import(&(struct csv_in){.files = job->files,
                                            .date = today,
                                            .file_count = job->file_count,
                                            .kind = job->kind,
                                            .mapping = job->mapping,
                                            .encoding = job->encoding,
                                            .separator = job->separator,
                                            .shown = shown},
                           job->set);
    repertoire_destroy(shown);
    faults_finish(&faults);
    return good;
}

static bool skos_out(const struct export_job *job, struct fault *f)
{
    return skos_export(&(struct skos_out){.repertoire = job->repertoire,
                                          .name = job->installation->name,
                                          .base = job->base,
                                          .kind = job->kind,
                                          .to = job->to,
                                          .lost = job->lost},
                       f);
}

static bool skos_in(const struct import_job *job)
{
    return skos_import(&(struct skos_in){.files = job->files,
                                         .file_count = job->file_count,
                                         .name = job->installation->name,
                                         .base = job->base,
                                         .kind = job->kind,
                                         .prefix = job->prefix},
                       job->set);
}

const struct exchange_format exchange_formats[] = {
    {"csv", "tables for spreadsheets, one a kind of record", csv_out, csv_in},
    {"skos", "terms as concepts: Turtle, RDF/XML", skos_out, skos_in},
    {"catalogue", "a book to print (PDF)", catalogue_out, NULL},
    {"iiif", "manifests for viewers: IIIF Presentation 3", iiif_out, iiif_in},
    {"schema", "schema.org as JSON-LD", schema_out, NULL},
    {"geojson", "places with what is there", geojson_out, NULL},
    {"measures", "a table of what notes measure", measures_out, NULL},
    {"html", "a folder of pages for reuse", bundle_out, NULL},
    {NULL, NULL, NULL, NULL},
};

void exchange_names(bool out, char *names, size_t size)
{
    size_t n = 0;
    names[0] = '\0';
    for (const struct exchange_format *f = exchange_formats; f->name && n < size; f++)
        if (out ? f->out != NULL : f->in != NULL)
            n += (size_t)snprintf(names + n, size - n, "%s%s", n ? ", " : "", f->name);
}

const struct exchange_format *exchange_format(const char *name, bool out)
{
    char names[200];
    for (const struct exchange_format *f = exchange_formats; f->name && name; f++)
        if (strcmp(f->name, name) == 0 && (out ? f->out != NULL : f->in != NULL))
            return f;
    exchange_names(out, names, sizeof names);
    fprintf(stderr, "gestuaire: --format %s%s; %s are allowed\n", name ? name : "is missing",
            name ? (out ? ": there is no way out to it" : ": there is no way in from it") : "",
            names);
    return NULL;
}

bool exchange_kind(const char *word, int *kind)
{
    const char *words[REPERTOIRE_TYPES + 1] = {NULL}, *folders[REPERTOIRE_TYPES + 1] = {NULL};
    *kind = word ? repertoire_type_of(word) : -1;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        words[t] = repertoire_type_word((enum repertoire_type)t);
        folders[t] = repertoire_folder((enum repertoire_type)t);
        if (word && strcmp(repertoire_folder((enum repertoire_type)t), word) == 0)
            *kind = t;
    }
    if (!word || *kind >= 0)
        return true;
    const char *near = fault_nearest(word, words), *folder = fault_nearest(word, folders);
    for (int t = 0; t < REPERTOIRE_TYPES && folder && !near; t++)
        near = folder == folders[t] ? words[t] : NULL;
    char all[300] = "";
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", t ? ", " : "", words[t]);
    fprintf(stderr, "gestuaire: \"%s\" is no kind of record; %s%s%s%s are allowed\n", word,
            near ? "did you mean \"" : "", near ? near : "", near ? "\"? " : "", all);
    return false;
}

void exchange_print_lost(const struct lost *lost)
{
    if (lost->count)
        fprintf(stderr, "Not kept, or not as it was:\n");
    lost_print(lost, stderr);
    if (lost->dropped)
        fprintf(stderr, "  and %d more\n", lost->dropped);
}

void exchange_print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "%s%s\n", faults->entries[i].text,
                faults->entries[i].level == FAULT_WARNING ? " (warning)" : "");
    if (faults->dropped)
        fprintf(stderr, "and %d more\n", faults->dropped);
}
