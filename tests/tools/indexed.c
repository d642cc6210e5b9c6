// A made-up repertoire and an index of it.
#include "tools/indexed.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int indexed_make(void **state)
{
    struct indexed *p = calloc(1, sizeof *p);
    p->crafts = crafts_make(INDEXED_GESTURES, 7);
    snprintf(p->state, sizeof p->state, "%s-state", p->crafts->folder);
    *state = p;
    return store_folder(p->state, NULL) ? 0 : -1;
}

int indexed_remove(void **state)
{
    struct indexed *p = *state;
    char command[120];
    snprintf(command, sizeof command, "rm -rf %s", p->state);
    crafts_remove(p->crafts);
    free(p);
    return system(command);
}

struct index *indexed_open(const struct indexed *p, const char *state, const char *date)
{
    struct fault f = {""};
    struct index *x =
        index_open(&(struct index_desc){.folder = p->crafts->folder, .state = state, .date = date},
                   &f);
    if (!x)
        fail_msg("%s", f.text);
    return x;
}

struct index_report indexed_update(struct index *x, int errors)
{
    struct faults faults = {0};
    struct index_report report;
    assert_true(index_update(x, NULL, &report, &faults));
    for (int i = 0; i < faults.count && faults.errors != errors; i++)
        print_message("%s\n", faults.entries[i].text);
    assert_int_equal(faults.errors, errors);
    faults_finish(&faults);
    return report;
}

long long indexed_found(struct index *x, const char *words)
{
    json_t *answer = index_search(x, &(struct index_query){.words = words, .count = 10});
    long long total = answer ? json_integer_value(json_object_get(answer, "total")) : -1;
    json_decref(answer);
    return total;
}

void indexed_put(const struct indexed *p, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", p->crafts->folder, name);
    *strrchr(path, '/') = '\0';
    assert_true(store_folder(path, NULL));
    snprintf(path, sizeof path, "%s/%s", p->crafts->folder, name);
    assert_true(store_write(path, text, strlen(text), NULL));
}
