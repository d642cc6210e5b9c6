// gestuaire repertoire import: records from a format of others, shown before they are taken.
#include "content.h"
#include "verbs/formats.h"
#include "verbs/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMPORT_FILES 64

struct asked {
    const char *positional[1 + IMPORT_FILES];
    const char *format, *kind, *mapping, *encoding, *separator, *prefix, *base, *gesture, *origin;
    bool yes, dry, json;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    char names[200];
    exchange_names(false, names, sizeof names);
    const struct option_row rows[] = {
        {"format", 'f', OPTION_TEXT, "NAME", names, &a->format},
        {"kind", 'k', OPTION_TEXT, "KIND", "what the records are: gesture, tool …", &a->kind},
        {"as", 0, OPTION_TEXT, "KIND", "the same", &a->kind},
        {"dry-run", 'n', OPTION_FLAG, NULL, "show what would change, write nothing", &a->dry},
        {"yes", 'y', OPTION_FLAG, NULL, "take the changes without a question", &a->yes},
        {"json", 0, OPTION_FLAG, NULL, "show them for programs", &a->json},
        {"base", 0, OPTION_TEXT, "URI", "what our own addresses begin with", &a->base},
        {"gesture", 0, OPTION_TEXT, "ID", "iiif: which gesture the films show: g:…", &a->gesture},
        {"origin", 0, OPTION_TEXT, "WORD", "iiif: how it came to be: filmed, ai …", &a->origin},
        {"prefix", 0, OPTION_TEXT, "WORD", "skos: what new ids begin with: t69-", &a->prefix},
        {"mapping", 0, OPTION_TEXT, "FILE", "csv: which column is which key", &a->mapping},
        {"encoding", 0, OPTION_TEXT, "NAME", "csv: windows-1252, utf-16 (seen from the bytes)",
         &a->encoding},
        {"separator", 0, OPTION_TEXT, "C", "csv: between cells (found)", &a->separator},
    };
    const struct options options = {
        .usage = "repertoire import INSTALLATION --format NAME FILE… [options]",
        .about = "Takes records from other formats: shows what would change, then asks. Nothing is "
                 "ever taken away.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = a->positional,
        .required = 2,
        .accepted = 1 + IMPORT_FILES};
    return options_read(&options, argc, argv);
}

static bool ask(void)
{
    char answer[16];
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
        fprintf(stderr, "Nothing is written; --yes takes the changes.\n");
        return false;
    }
    fprintf(stderr, "Take these changes? [y/N] ");
    return fgets(answer, sizeof answer, stdin) && strchr("yYoOsS", answer[0]) && answer[0];
}

static void show_progress(void *to, int done, int of)
{
    (void)to;
    if (done % 16 == 0 || done == of)
        fprintf(stderr, "\r%d of %d records%s", done, of, done == of ? "\n" : "");
}

static bool write_in(struct change_set *set)
{
    struct fault f;
    bool written = change_write(set, isatty(STDERR_FILENO) ? show_progress : NULL, NULL, &f);
    if (!written)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    return written;
}

static void show(struct change_set *set, bool json, bool written)
{
    if (!json) {
        exchange_print_lost(change_lost(set));
        exchange_print_faults(change_faults(set));
        return;
    }
    json_t *told = change_json(set);
    json_object_set_new(told, "written", json_boolean(written));
    json_dumpf(told, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(told);
}

// Shows, asks, writes.
static int take(struct change_set *set, const struct asked *a, bool read)
{
    bool good = change_judge(set) && read, written = false;
    if (!a->json) {
        show(set, false, false);
        if (good)
            change_print(set, stdout);
        fflush(stdout);
    }
    bool wanted = good && !a->dry && change_count(set) > 0 && (a->yes || (!a->json && ask()));
    if (wanted)
        written = write_in(set);
    if (a->json)
        show(set, true, written);
    if (!good)
        fprintf(stderr, "Nothing is written: mend what is told above first.\n");
    return good && (written || a->dry || !change_count(set)) ? EXIT_DONE : EXIT_FAILED;
}

static int import_into(const struct asked *a, struct import_job *job,
                       const struct exchange_format *format)
{
    struct faults faults = {0};
    struct installation *in = installation_read(a->positional[0], job->root, &faults);
    struct change_set *set = NULL;
    int code = EXIT_FAILED;
    struct fault f = {""};
    if (in && !content_is_named(in, &f))
        fprintf(stderr, "%s\n", f.text);
    else if (in)
        set = change_create(in->content, &faults);
    for (int i = 0; i < faults.count; i++) // what is missing there is no matter of the import
        if (faults.entries[i].level == FAULT_ERROR)
            fprintf(stderr, "%s\n", faults.entries[i].text);
    faults_finish(&faults);
    job->installation = in;
    job->set = set;
    if (set)
        code = take(set, a, format->in(job));
    change_destroy(set);
    installation_destroy(in);
    return code;
}

int repertoire_import_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    struct import_job job = {.root = root};
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    const struct exchange_format *format = exchange_format(a.format, false);
    if (!format || !exchange_kind(a.kind, &job.kind))
        return EXIT_USAGE;
    job.mapping = a.mapping;
    job.encoding = a.encoding;
    job.separator = a.separator ? a.separator[0] : '\0';
    job.prefix = a.prefix;
    job.base = a.base;
    job.gesture = a.gesture;
    job.origin = a.origin;
    job.files = a.positional + 1;
    while (job.file_count < IMPORT_FILES && job.files[job.file_count])
        job.file_count++;
    return import_into(&a, &job, format);
}
