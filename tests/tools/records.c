// A folder of records for the tests of the repertoire.
#include "tools/records.h"
#include "store/store.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct place *place_make(void)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-repertoire-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    return p;
}

void place_remove(struct place *p)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    free(p);
    assert_int_equal(system(command), 0);
}

void put_file(const struct place *p, const char *name, const char *text)
{
    char path[PATH_MAX];
    struct fault f = {""};
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    *strrchr(path, '/') = '\0';
    if (!store_folder(path, &f))
        fail_msg("%s", f.text);
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    if (!store_write(path, text, strlen(text), &f))
        fail_msg("%s", f.text);
}

void print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        print_message("  %s\n", faults->entries[i].text);
}

bool is_told(const struct place *p, const struct faults *faults, enum fault_level level,
             const char *start, const char *what)
{
    size_t n = strlen(p->folder) + 1;
    for (int i = 0; i < faults->count; i++) {
        const char *text = faults->entries[i].text;
        if (strncmp(text, p->folder, n - 1) == 0 && strncmp(text + n, start, strlen(start)) == 0 &&
            strstr(text, what) && faults->entries[i].level == level)
            return true;
    }
    return false;
}

void assert_told(const struct place *p, const struct faults *faults, enum fault_level level,
                 const char *start, const char *what)
{
    if (is_told(p, faults, level, start, what))
        return;
    print_faults(faults);
    fail_msg("nobody said: %s … %s", start, what);
}
