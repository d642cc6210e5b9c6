// gestuaire repertoire export: the content of an installation in a format that others read.
#include "content.h"
#include "store/store.h"
#include "verbs/formats.h"
#include "verbs/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct asked {
    const char *folder, *format, *kind, *mapping, *separator, *base, *language, *date, *to;
    bool json;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    char names[200], formats[240];
    exchange_names(true, names, sizeof names);
    snprintf(formats, sizeof formats, "%s", names);
    const struct option_row rows[] = {
        {"format", 'f', OPTION_TEXT, "NAME", formats, &a->format},
        {"output", 'o', OPTION_TEXT, "FILE|FOLDER", "where it goes", &a->to},
        {"kind", 'k', OPTION_TEXT, "KIND", "only records of a kind: gesture, tool …", &a->kind},
        {"date", 0, OPTION_DAY, "DAY", "whose consents must hold, as 2026-11-30 (today)", &a->date},
        {"language", 0, OPTION_TEXT, "fr|it|en|all", "of catalogue and pages", &a->language},
        {"base", 0, OPTION_TEXT, "URI", "what the addresses of records begin with", &a->base},
        {"mapping", 0, OPTION_TEXT, "FILE", "csv: which column is which key", &a->mapping},
        {"separator", 0, OPTION_TEXT, "C", "csv: between cells (,)", &a->separator},
        {"json", 0, OPTION_FLAG, NULL, "what could not be kept, for programs", &a->json},
    };
    const struct options options = {
        .usage = "repertoire export INSTALLATION --format NAME -o FILE|FOLDER [options]",
        .about = "Writes the content in a format that others read; tells what it could not keep.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &a->folder,
        .required = 1,
        .accepted = 1};
    return options_read(&options, argc, argv);
}

static json_t *lost_json(const struct lost *lost)
{
    json_t *lines = json_array();
    for (int i = 0; i < lost->count; i++)
        json_array_append_new(lines, json_string(lost->lines[i]));
    return lines;
}

// In a folder the list lies beside what was written; an older one does not stay.
static bool keep_list(const struct export_job *job, struct fault *f)
{
    char path[INSTALLATION_PATH + 16], *text = NULL;
    struct stat st;
    size_t size;
    if (stat(job->to, &st) != 0 || !S_ISDIR(st.st_mode))
        return true;
    snprintf(path, sizeof path, "%s/lost.txt", job->to);
    if (!job->lost->count) {
        unlink(path);
        return true;
    }
    FILE *out = open_memstream(&text, &size);
    for (int i = 0; out && i < job->lost->count; i++)
        fprintf(out, "%s\n", job->lost->lines[i]);
    bool kept = out && fclose(out) == 0 && store_write(path, text, size, f);
    free(text);
    return kept;
}

static int write_out(const struct exchange_format *format, const struct export_job *job, bool json)
{
    struct fault f = {""};
    bool done = format->out(job, &f) && keep_list(job, &f);
    if (!done)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    if (json) {
        json_t *told = json_pack("{s:b, s:s, s:o}", "written", done, "to", job->to, "lost",
                                 lost_json(job->lost));
        json_dumpf(told, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(told);
    } else {
        exchange_print_lost(job->lost);
    }
    return done ? EXIT_DONE : EXIT_FAILED;
}

static int export_from(const struct asked *a, const char *root, struct export_job *job,
                       const struct exchange_format *format)
{
    struct faults faults = {0};
    struct installation *in = installation_read(a->folder, root, &faults);
    struct repertoire *r = in ? content_read(in, root, a->date, &faults) : NULL;
    exchange_print_faults(&faults);
    faults_finish(&faults);
    int code = EXIT_FAILED;
    job->installation = in;
    job->repertoire = r;
    struct fault f = {""};
    if (r)
        code = write_out(format, job, a->json);
    else if (in && !content_is_named(in, &f))
        fprintf(stderr, "%s\n", f.text);
    repertoire_destroy(r);
    installation_destroy(in);
    return code;
}

int repertoire_export_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    struct lost lost = {0};
    char today[CONTENT_DAY];
    struct export_job job = {.root = root, .lost = &lost};
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    const struct exchange_format *format = exchange_format(a.format, true);
    if (!format || !exchange_kind(a.kind, &job.kind))
        return EXIT_USAGE;
    if (!a.to || !*a.to || strlen(a.to) >= INSTALLATION_PATH) {
        fprintf(stderr, "gestuaire: say -o and a file or folder to write to\n");
        return EXIT_USAGE;
    }
    content_today(today);
    a.date = a.date ? a.date : today;
    job.date = a.date;
    job.mapping = a.mapping;
    job.separator = a.separator ? a.separator[0] : '\0';
    job.base = a.base;
    job.language = a.language;
    job.to = a.to;
    int code = export_from(&a, root, &job, format);
    lost_finish(&lost);
    return code;
}
