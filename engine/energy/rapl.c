// RAPL's counters as the kernel tells them (Documentation/power/powercap/powercap.rst).
#include "energy/energy.h"

#include <dirent.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static bool read_number(const char *file, uint64_t *number)
{
    FILE *f = fopen(file, "re");
    bool read = f && fscanf(f, "%" SCNu64, number) == 1;
    if (f)
        fclose(f);
    return read;
}

// "package-0", and "dram" which is not in it; not "core" and "uncore", which are, nor "psys", which
// has it all once more, nor what lies over MMIO, which is the same.
static bool counts(const char *folder, const char *name)
{
    char file[300], word[32] = "";
    if (strncmp(name, "intel-rapl:", 11) != 0 && strncmp(name, "amd-rapl:", 9) != 0)
        return false;
    snprintf(file, sizeof file, "%.200s/%.60s/name", folder, name);
    FILE *f = fopen(file, "re");
    bool named = f && fscanf(f, "%31s", word) == 1;
    if (f)
        fclose(f);
    return named && (strncmp(word, "package", 7) == 0 || strcmp(word, "dram") == 0);
}

static void add(struct rapl *r, const char *folder, const char *name)
{
    struct rapl_domain *d = &r->domains[r->count];
    char range[300];
    snprintf(d->file, sizeof d->file, "%.200s/%.60s/energy_uj", folder, name);
    snprintf(range, sizeof range, "%.200s/%.60s/max_energy_range_uj", folder, name);
    if (read_number(d->file, &d->last_uj) && read_number(range, &d->range_uj) && d->range_uj)
        r->count++;
}

bool rapl_open(struct rapl *r, const char *folder)
{
    *r = (struct rapl){0};
    DIR *list = opendir(folder);
    struct dirent *entry;
    while (list && r->count < RAPL_DOMAINS &&
           (entry = readdir(list))) // NOLINT(concurrency-mt-unsafe): a list of our own
        if (counts(folder, entry->d_name))
            add(r, folder, entry->d_name);
    if (list)
        closedir(list);
    return r->count > 0;
}

double rapl_joules(struct rapl *r)
{
    for (int i = 0; i < r->count; i++) {
        struct rapl_domain *d = &r->domains[i];
        uint64_t now_uj;
        if (!read_number(d->file, &now_uj) || now_uj > d->range_uj)
            return NAN;
        uint64_t used =
            now_uj >= d->last_uj ? now_uj - d->last_uj : d->range_uj - d->last_uj + now_uj;
        d->last_uj = now_uj;
        r->joules += (double)used * 1e-6;
    }
    return r->joules;
}
