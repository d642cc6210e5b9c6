// What stations find in their content.
#include "lookup.h"
#include "base/log.h"
#include "content.h"

static void wake(void *user)
{
    struct lookup *l = user;
    l->wake(l->user);
}

// In the finder's thread: what is wrong with a record is said, the others are taken.
static struct repertoire *read_again(void *user)
{
    const struct lookup *l = user;
    struct faults faults = {0};
    struct repertoire *r =
        content_read(l->desc->installation, l->desc->root, l->desc->date, &faults);
    for (int i = 0; i < faults.count; i++)
        if (faults.entries[i].level == FAULT_ERROR)
            log_error("content", "%s", faults.entries[i].text);
    faults_finish(&faults);
    return r;
}

bool lookup_open(struct lookup *l, struct fault *f)
{
    const struct engine_desc *d = l->desc;
    if (!d->installation->content[0])
        return true;
    l->finder = finder_create(&(struct finder_desc){.folder = d->installation->content,
                                                    .state = d->state,
                                                    .date = d->date,
                                                    .stepped = d->stepped_hz > 0,
                                                    .wake = wake,
                                                    .read = read_again,
                                                    .drop = repertoire_destroy,
                                                    .user = l},
                              f);
    return l->finder;
}

void lookup_close(struct lookup *l)
{
    finder_destroy(l->finder);
    l->finder = NULL;
}

void lookup_update(struct lookup *l, struct repertoire **records, struct station *stations,
                   int count)
{
    if (!l->finder)
        return;
    finder_update(l->finder);
    struct repertoire *r = finder_records(l->finder);
    if (!r)
        return;
    for (int i = 0; i < count; i++)
        if (stations[i].script)
            script_records(stations[i].script, r);
    repertoire_destroy(*records);
    *records = r;
    log_info("content", "the records were read again");
}
