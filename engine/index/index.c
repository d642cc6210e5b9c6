// Opens and closes an index.
#include "index/shelf.h"

#include <stdlib.h>

struct index *index_open(const struct index_desc *desc, struct fault *f)
{
    struct index *x = calloc(1, sizeof *x);
    if (!x) {
        fault_set(f, "memory is short");
        return NULL;
    }
    x->text_used = 1;
    x->place = place_create(desc, f);
    if (x->place)
        return x;
    free(x);
    return NULL;
}

void index_close(struct index *x)
{
    if (!x)
        return;
    shelf_empty(x);
    place_destroy(x->place);
    for (int i = 0; i < ORDERS; i++)
        free(x->keys[i]);
    free(x->documents);
    free(x->pool);
    free(x->text);
    free(x->values);
    free(x->vocabulary.words);
    free(x->base);
    free(x->cost);
    free(x->level);
    free(x->found);
    free(x->counts);
    free(x);
}

bool index_update(struct index *x, const struct index_watch *watch, struct index_report *report,
                  struct faults *faults)
{
    struct faults unsaid = {0};
    struct update u = {
        .place = x->place, .watch = watch, .report = report, .faults = faults ? faults : &unsaid};
    bool done = update_run(&u);
    faults_finish(&unsaid);
    return done;
}

uint64_t index_generation(struct index *x)
{
    shelf_renew(x);
    return x->generation;
}
