// Benches that are scripts: what breaks is injected from outside, and what comes back is looked at.
#include "verbs/bench.h"
#include "verbs/verbs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct bench_script {
    const char *name, *work, *file;
} scripts[] = {
    {"powercuts",
     "content, desk, state files, index, log and visits, cut at every operation of the disk",
     "powercuts.py"},
    {NULL, NULL, NULL},
};

void bench_scripts_list(FILE *to)
{
    for (const struct bench_script *s = scripts; s->name; s++)
        fprintf(to, "  %-10s %s\n", s->name, s->work);
}

static const struct bench_script *find(const char *name)
{
    const struct bench_script *s = scripts;
    while (s->name && strcmp(s->name, name) != 0)
        s++;
    return s->name ? s : NULL;
}

bool bench_script_named(const char *name)
{
    return find(name) != NULL;
}

int bench_script_run(const char *root, const char *name, bool quick, bool json, const char *runs)
{
    char file[2 * PATH_MAX], exe[PATH_MAX];
    const char *argv[8] = {"python3", file, "--bench"};
    int count = 3;
    snprintf(file, sizeof file, "%s/tests/e2e/%s", root, find(name)->file);
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[n > 0 ? n : 0] = '\0';
    if (quick)
        argv[count++] = "--quick";
    if (json)
        argv[count++] = "--json";
    if (runs) {
        argv[count++] = "--runs";
        argv[count++] = runs;
    }
    setenv("GESTUAIRE_PROGRAM", exe, 1);
    execvp(argv[0], (char *const *)argv);
    fprintf(stderr, "gestuaire: %s: %s; benches run from the project's folder\n", argv[0],
            strerror(errno));
    return EXIT_FAILED;
}
