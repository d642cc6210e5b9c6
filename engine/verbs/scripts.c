// Every script of an installation must compile, also those that no stage starts with.
#include "verbs/scripts.h"
#include "fence/fence.h"
#include "store/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_BYTES (1u << 20) // of one file, as scenes are loaded

static int is_shader(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && e->d_name[0] != '.' && strcmp(e->d_name + n - 5, ".frag") == 0;
}

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

// `within`: letters of a path that are not shown.
static void check_shaders(struct gpu *gpu, const char *folder, size_t within, struct faults *faults)
{
    struct dirent **files;
    int count = scandir(folder, &files, is_shader, alphasort);
    for (int i = 0; i < count; i++) {
        char path[INSTALLATION_PATH + 600];
        struct fault f = {0};
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        struct gpu_program *p = gpu_program_shade(gpu, path, &f);
        bool inside = strncmp(f.text, path, within) == 0; // names as those of scripts are
        if (!p || !gpu_program_ready(p))
            faults_add(faults, FAULT_ERROR, "%s", f.text + (inside ? within : 0));
        gpu_program_destroy(p);
        free(files[i]);
    }
    if (count >= 0)
        free(files);
}

void scripts_check_shaders(const struct installation *in, struct gpu *gpu, struct faults *faults)
{
    char scenes[INSTALLATION_PATH + 16];
    struct dirent **names;
    snprintf(scenes, sizeof scenes, "%s/scenes", in->folder);
    size_t within = strlen(in->folder) + 1;
    check_shaders(gpu, in->folder, within, faults);
    int count = scandir(scenes, &names, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        char folder[INSTALLATION_PATH + 300];
        snprintf(folder, sizeof folder, "%s/%s", scenes, names[i]->d_name);
        check_shaders(gpu, folder, within, faults);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}
