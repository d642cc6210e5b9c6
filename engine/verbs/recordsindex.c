// Opens the index of an installation's content and brings it up to date.
#include "verbs/recordsindex.h"

#include "content.h"
#include "store/store.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define BAR 40

static bool show_progress(void *user, int done, int total)
{
    int *shown = user, part = total > 0 ? (int)((int64_t)done * BAR / total) : 0;
    if (part == *shown)
        return true;
    *shown = part;
    fprintf(stderr, "\rindex [%.*s%*s] %d of %d ", part, "########################################",
            BAR - part, "", done, total);
    return true;
}

static void print_faults(struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        if (faults->entries[i].level == FAULT_ERROR)
            fprintf(stderr, "%s\n", faults->entries[i].text);
    if (faults->dropped)
        fprintf(stderr, "and %d more\n", faults->dropped);
    faults_finish(faults);
}

static bool open_index(struct records_index *r, const struct records_index_desc *desc)
{
    char state[PATH_MAX], day[CONTENT_DAY];
    content_today(day);
    struct fault f = {""};
    const struct store_whose whose = {desc->state, r->installation->name, r->installation->folder};
    bool stored = store_state(&whose, false, state, sizeof state, &f) && store_writable(state, &f);
    r->index = index_open(&(struct index_desc){.folder = r->installation->content,
                                               .state = stored ? state : NULL,
                                               .date = desc->date ? desc->date : day},
                          &f);
    if (!stored && r->index)
        fprintf(stderr, "gestuaire: %s: the index is made in memory\n", f.text);
    else if (!r->index)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    return r->index != NULL;
}

static bool update(struct records_index *r)
{
    int shown = -1;
    bool terminal = isatty(STDERR_FILENO);
    const struct index_watch watch = {show_progress, &shown};
    struct faults faults = {0};
    bool done = index_update(r->index, terminal ? &watch : NULL, &r->report, &faults);
    if (shown >= 0)
        fprintf(stderr, "\r\033[K");
    print_faults(&faults);
    return done;
}

bool records_index_open(struct records_index *r, const char *root,
                        const struct records_index_desc *desc)
{
    struct faults faults = {0};
    *r = (struct records_index){0};
    r->installation = installation_read(desc->folder, root, &faults);
    print_faults(&faults);
    struct fault f = {""};
    if (r->installation && !content_is_named(r->installation, &f))
        fprintf(stderr, "%s\n", f.text);
    else if (r->installation && open_index(r, desc) && update(r))
        return true;
    records_index_close(r);
    return false;
}

void records_index_close(struct records_index *r)
{
    index_close(r->index);
    installation_destroy(r->installation);
    *r = (struct records_index){0};
}
