// Every script of an installation must compile, also those that no stage starts with.
#include "verbs/scripts.h"
#include "fence/fence.h"
#include "store/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_BYTES (1u << 20) // of one file, as scenes are loaded

static int is_script(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 4 && e->d_name[0] != '.' && strcmp(e->d_name + n - 4, ".lua") == 0;
}

static int is_shown(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static bool told(const struct faults *faults, const char *text)
{
    char place[INSTALLATION_PATH];
    size_t n = strcspn(text, ":");
    n += text[n] ? 1 + strcspn(text + n + 1, ":") : 0;
    snprintf(place, sizeof place, "%.*s:", (int)n, text);
    for (int i = 0; i < faults->count; i++)
        if (strstr(faults->entries[i].text, place))
            return true;
    return false;
}

static void check_script(const char *path, const char *shown, struct faults *faults)
{
    struct fault f = {0};
    struct fence_report report = {0};
    size_t length = 0;
    char *text = store_read(path, SCRIPT_BYTES, &length, &f);
    struct fence *fence = text ? fence_create(&(struct fence_desc){.name = shown}, &f) : NULL;
    if (!fence)
        faults_add(faults, FAULT_ERROR, "%s:1: %s", shown, fault_after(f.text, path));
    else if (!fence_load(fence, text, length, shown, &report) && !told(faults, report.text))
        faults_add(faults, FAULT_ERROR, "%s", report.text);
    fence_destroy(fence);
    free(text);
}

static void check_folder(const char *scenes, const char *name, struct faults *faults)
{
    char folder[INSTALLATION_PATH + 300], path[INSTALLATION_PATH + 600], shown[600];
    struct dirent **files;
    snprintf(folder, sizeof folder, "%s/%s", scenes, name);
    int count = scandir(folder, &files, is_script, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        snprintf(shown, sizeof shown, "scenes/%s/%s", name, files[i]->d_name);
        check_script(path, shown, faults);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

void scripts_check(const struct installation *in, struct faults *faults)
{
    char scenes[INSTALLATION_PATH + 16];
    struct dirent **names;
    snprintf(scenes, sizeof scenes, "%s/scenes", in->folder);
    int count = scandir(scenes, &names, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        check_folder(scenes, names[i]->d_name, faults);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}
