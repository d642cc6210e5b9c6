// gestuaire visits report: the logs of an installation's stations as one page for a curator.
#include "content.h"
#include "publish/facts.h"
#include "report/report.h"
#include "store/store.h"
#include "verbs/records.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FONTS "/usr/share/fonts/opentype"

struct asked {
    const char *folder, *to, *csv, *language, *from, *until;
    struct option_list states;
    bool json;
};

struct job {
    const struct asked *asked;
    struct installation *installation;
    struct repertoire *repertoire; // NULL: pages go by their ids
    char files[REPORT_FILES][INSTALLATION_PATH + 264];
    const char *paths[REPORT_FILES];
    int file_count;
    const char *language;
    int language_index;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"output", 'o', OPTION_TEXT, "FILE", "the page (HTML)", &a->to},
        {"csv", 0, OPTION_TEXT, "FOLDER", "a table a file, beside or instead of the page", &a->csv},
        {"json", 0, OPTION_FLAG, NULL, "the figures on standard output", &a->json},
        {"from", 0, OPTION_DAY, "DAY", "the first day, as 2026-11-01", &a->from},
        {"to", 0, OPTION_DAY, "DAY", "the last day", &a->until},
        {"language", 0, OPTION_TEXT, "fr|it|en", "of the page (the installation's first)",
         &a->language},
        {"state", 0, OPTION_LISTED, "DIR",
         "a folder with visits*.db; may be repeated (the state folder)", &a->states},
    };
    const struct options options = {
        .usage = "visits report INSTALLATION -o FILE.html [options]",
        .about = "Tells what visitors looked at, how long, in which language, and where they left. "
                 "Counts under 5 are kept back.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &a->folder,
        .required = 1,
        .accepted = 1};
    return options_read(&options, argc, argv);
}

// ---- logs ----

static bool is_log(const char *name)
{
    size_t n = strlen(name);
    return strncmp(name, "visits", 6) == 0 && n > 3 && strcmp(name + n - 3, ".db") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

// The logs in a folder. False: there is no such folder, or too many of them.
static bool find_logs(struct job *j, const char *folder)
{
    DIR *d = opendir(folder);
    if (!d)
        return false;
    int count = j->file_count;
    bool fit = true;
    for (struct dirent *e; (e = readdir(d));) {
        if (!is_log(e->d_name))
            continue;
        fit = count < REPORT_FILES;
        if (!fit)
            break;
        snprintf(j->files[count++], sizeof *j->files, "%.1023s/%.255s", folder, e->d_name);
    }
    closedir(d);
    qsort(j->files[j->file_count], (size_t)(count - j->file_count), sizeof *j->files, by_name);
    j->file_count = count;
    return fit;
}

// Where stations of this machine keep theirs: as anybody runs them, and as kiosks do.
static void find_own_logs(struct job *j)
{
    char state[INSTALLATION_PATH];
    const struct store_whose whose = {NULL, j->installation->name, j->installation->folder};
    if (store_state(&whose, false, state, sizeof state, NULL))
        find_logs(j, state);
    snprintf(state, sizeof state, "/var/lib/gestuaire/%s", j->installation->name);
    find_logs(j, state);
}

static bool find_all_logs(struct job *j)
{
    const struct option_list *states = &j->asked->states;
    for (int i = 0; i < states->count; i++)
        if (!find_logs(j, states->items[i])) {
            fprintf(stderr, "gestuaire: --state %s: %s\n", states->items[i],
                    access(states->items[i], R_OK) == 0
                        ? "too many logs of visits, or no folder"
                        : "cannot be read; a folder with visits*.db is allowed");
            return false;
        }
    if (!states->count)
        find_own_logs(j);
    for (int i = 0; i < j->file_count; i++)
        j->paths[i] = j->files[i];
    if (!j->file_count)
        fprintf(stderr,
                "gestuaire: %s: no log of visits (visits*.db) is there; say --state and the folder "
                "where the station keeps it\n",
                j->asked->folder);
    return j->file_count > 0;
}

// ---- names ----

static bool name_stage(const struct job *j, const char *key, char *name, size_t size)
{
    char id[INSTALLATION_ID];
    const char *slash = strchr(key, '/');
    snprintf(id, sizeof id, "%.*s", slash ? (int)(slash - key) : INSTALLATION_ID, key);
    int n = installation_station_find(j->installation, id);
    if (n < 0 || !slash)
        return false;
    const struct installation_station *s = &j->installation->stations[n];
    const char *title = s->title.in[j->language_index][0] ? s->title.in[j->language_index] : s->id;
    if (s->stage_count > 1)
        snprintf(name, size, "%s, %s", title, slash + 1);
    else
        snprintf(name, size, "%s", title);
    return true;
}

// A person goes by their id: a page of theirs is no consent to be named in a report.
static bool name_page(const struct job *j, const char *id, char *name, size_t size)
{
    const json_t *record = j->repertoire ? repertoire_get(j->repertoire, id) : NULL;
    if (!record || repertoire_type_of_id(id) == REPERTOIRE_PERSON)
        return false;
    snprintf(name, size, "%s", facts_title(record, j->language).text);
    return name[0] != 0;
}

static bool name(void *user, enum report_named what, const char *key, char *name, size_t size)
{
    const struct job *j = user;
    if (what == REPORT_PAGE)
        return name_page(j, key, name, size);
    if (what == REPORT_STAGE)
        return name_stage(j, key, name, size);
    snprintf(name, size, "%s", j->installation->title.in[j->language_index]);
    return name[0] != 0;
}

static bool is_spoken(const char *language)
{
    return strcmp(language, "fr") == 0 || strcmp(language, "it") == 0 ||
           strcmp(language, "en") == 0;
}

// The page's language: what is asked for, else the installation's first that the page speaks. Names
// come in that language where the installation has it.
static bool choose_language(struct job *j)
{
    const struct installation *in = j->installation;
    j->language = j->asked->language;
    for (int i = 0; i < in->language_count && !j->language; i++)
        if (is_spoken(in->languages[i]))
            j->language = in->languages[i];
    if (!j->language)
        j->language = "en";
    for (int i = 0; i < in->language_count; i++)
        if (strcmp(in->languages[i], j->language) == 0)
            j->language_index = i;
    if (is_spoken(j->language))
        return true;
    fprintf(stderr, "gestuaire: --language %s: fr, it and en are allowed\n", j->language);
    return false;
}

// ---- out ----

static bool write_page(const struct job *j, const struct report *r, struct fault *f)
{
    char today[CONTENT_DAY];
    size_t length;
    content_today(today);
    const struct report_show show = {
        .language = j->language, .made = today, .fonts = FONTS, .name = name, .user = (void *)j};
    char *page = report_page(r, &show, &length, f);
    bool written = page && store_write(j->asked->to, page, length, f);
    free(page);
    return written;
}

static bool write_tables(const struct job *j, const struct report *r, struct fault *f)
{
    bool written = store_folder(j->asked->csv, f);
    for (int t = 0; written && t < REPORT_TABLES; t++) {
        char path[INSTALLATION_PATH + 64];
        char *text = report_csv(r, (enum report_table)t);
        snprintf(path, sizeof path, "%.1000s/%s.csv", j->asked->csv, report_table_names[t]);
        written = text ? store_write(path, text, strlen(text), f)
                       : fault_set(f, "%s: memory is short", path);
        free(text);
    }
    return written;
}

static bool write_json(const struct report *r, struct fault *f)
{
    char *text = report_json(r);
    bool written = text && puts(text) >= 0;
    free(text);
    return written || fault_set(f, "the figures cannot be written");
}

static int day_of(const char *text)
{
    int year = 0, month = 0, day = 0;
    if (!text || sscanf(text, "%d-%d-%d", &year, &month, &day) != 3)
        return 0;
    return year * 10000 + month * 100 + day;
}

static int report(struct job *j)
{
    struct fault f = {""};
    const struct asked *a = j->asked;
    const struct report_desc desc = {.files = j->paths,
                                     .file_count = j->file_count,
                                     .from = day_of(a->from),
                                     .to = day_of(a->until)};
    struct report *r = report_read(&desc, &f);
    bool done = r && (!a->to || write_page(j, r, &f)) && (!a->csv || write_tables(j, r, &f)) &&
                (!a->json || write_json(r, &f));
    if (!done)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    report_destroy(r);
    return done ? EXIT_DONE : EXIT_FAILED;
}

static void read_content(struct job *j, const char *root)
{
    char today[CONTENT_DAY];
    struct faults faults = {0};
    content_today(today);
    j->repertoire = content_read(j->installation, root, today, &faults);
    faults_finish(&faults); // `check` tells them; here a page without a record goes by its id
}

int visits_report_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    struct faults faults = {0};
    int code = EXIT_FAILED;
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!a.to && !a.csv && !a.json) {
        fprintf(stderr,
                "gestuaire: say -o and a file to write to, --csv and a folder, or --json\n");
        return EXIT_USAGE;
    }
    if (a.from && a.until && strcmp(a.from, a.until) > 0) {
        fprintf(stderr, "gestuaire: --from %s is after --to %s\n", a.from, a.until);
        return EXIT_USAGE;
    }
    struct job *j = calloc(1, sizeof *j);
    if (j)
        *j = (struct job){.asked = &a, .installation = installation_read(a.folder, root, &faults)};
    for (int i = 0; i < faults.count; i++)
        if (faults.entries[i].level == FAULT_ERROR)
            fprintf(stderr, "%s\n", faults.entries[i].text);
    faults_finish(&faults);
    if (j && j->installation && !choose_language(j)) {
        code = EXIT_USAGE;
    } else if (j && j->installation && find_all_logs(j)) {
        read_content(j, root);
        code = report(j);
        repertoire_destroy(j->repertoire);
    }
    installation_destroy(j ? j->installation : NULL);
    free(j);
    return code;
}
