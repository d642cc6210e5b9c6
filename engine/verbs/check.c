// gestuaire check: every script, file, reference and number, each fault with file and line.
#include "verbs/scripts.h"
#include "verbs/verbs.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK_SECONDS 2.0 // each scene is run for so long
#define CHECK_HZ 30

// Opens all stations with a stepped clock and runs their first frames; faults gather in `faults`.
static void run_scenes(const char *root, const struct installation *in, struct faults *faults)
{
    struct engine_desc desc = {.installation = in,
                               .root = root,
                               .station = -1,
                               .date = "2026-01-01",
                               .stepped_hz = CHECK_HZ,
                               .headless = true,
                               .windowed = true,
                               .lenient = true};
    struct engine *e = engine_create(&desc, faults);
    if (!e)
        return;
    for (int i = 0; i < (int)(CHECK_SECONDS * CHECK_HZ); i++) {
        engine_frame(e, i > 0); // the first picture is drawn, so that shaders and files are used
        engine_step(e);
    }
    engine_destroy(e);
}

// JSON is UTF-8; names and messages of a broken file may not be.
static json_t *json_text(const char *text)
{
    json_t *whole = json_string(text);
    if (whole)
        return whole;
    char plain[FAULT_TEXT * 2];
    snprintf(plain, sizeof plain, "%s", text);
    for (char *c = plain; *c; c++)
        *c = *c & 0x80 ? '?' : *c;
    return json_string(plain);
}

static void print_json(const struct faults *faults)
{
    json_t *list = json_array();
    for (int i = 0; i < faults->count; i++) {
        const struct fault_entry *entry = &faults->entries[i];
        json_array_append_new(list, json_pack("{s:s, s:o}", "level",
                                              entry->level == FAULT_WARNING ? "warning" : "error",
                                              "text", json_text(entry->text)));
    }
    json_t *report = json_pack("{s:i, s:o, s:i}", "errors", faults->errors, "faults", list,
                               "not_shown", faults->dropped);
    char *text = json_dumps(report, JSON_INDENT(2));
    puts(text ? text : "{}");
    free(text);
    json_decref(report);
}

static void print_verdict(const struct faults *faults)
{
    int warnings = faults->count + faults->dropped - faults->errors;
    for (int i = 0; i < faults->count; i++)
        printf("%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
               faults->entries[i].text);
    if (faults->dropped)
        printf("… and %d more\n", faults->dropped);
    printf("%d error%s, %d warning%s\n", faults->errors, faults->errors == 1 ? "" : "s", warnings,
           warnings == 1 ? "" : "s");
}

int verb_check(const char *root, int argc, char **argv)
{
    const char *folder = NULL;
    bool json = false;
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "for programs: {\"errors\": n, \"faults\": […]}", &json},
    };
    struct options options = {
        .usage = "check INSTALLATION",
        .about = "Checks every script, file, reference and number of an installation.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &folder,
        .required = 1,
        .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    if (in) {
        run_scenes(root, in, &faults);
        scripts_check(in, &faults);
    } else if (!faults.errors) {
        faults_add(&faults, FAULT_ERROR, "%s: cannot be read", folder);
    }
    installation_destroy(in);
    if (json)
        print_json(&faults);
    else
        print_verdict(&faults);
    int errors = faults.errors;
    faults_finish(&faults);
    return errors ? EXIT_FAILED : EXIT_DONE;
}
