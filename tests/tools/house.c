// A stage without machines for tests of scenes.
#include "tools/house.h"

#include "base/log.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static bool find_scene(void *user, const char *name, char *folder, size_t size, struct fault *f)
{
    const struct house *h = user;
    snprintf(folder, size, "%s/scenes/%s", h->folder, name);
    return access(folder, R_OK) == 0 || fault_set(f, "no scene \"%s\"", name);
}

static bool find_file(void *user, const char *scene_folder, const char *name, char *path,
                      size_t size, struct fault *f)
{
    const struct house *h = user;
    snprintf(path, size, "%s/%s", scene_folder, name);
    if (access(path, R_OK) == 0)
        return true;
    snprintf(path, size, "%s/%s", h->folder, name);
    return access(path, R_OK) == 0 || fault_set(f, "no file \"%s\"", name);
}

static bool list_files(void *user, const char *folder, void (*each)(void *to, const char *name),
                       void *to, struct fault *f)
{
    const struct house *h = user;
    char path[512];
    snprintf(path, sizeof path, "%s/%s", h->folder, folder);
    DIR *dir = opendir(path);
    if (!dir)
        return fault_set(f, "no folder \"%s\"", folder);
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.')
            each(to, e->d_name);
    closedir(dir);
    return true;
}

static void hear_fault(void *user, int stage, const char *text)
{
    struct house *h = user;
    h->told++;
    snprintf(h->last, sizeof h->last, "%d %s", stage, text);
}

static void keep_log(void *user, enum log_level level, const char *room, const char *text)
{
    struct house *h = user;
    size_t used = strlen(h->log);
    snprintf(h->log + used, sizeof h->log - used, "%s\n", text);
}

// Each save has a later time than the one before, whatever the file system's clock.
void house_save(struct house *h, const char *file, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", h->folder, file);
    for (char *slash = strchr(path + strlen(h->folder) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    struct timespec at[2] = {{1700000000 + h->saves, 0}, {1700000000 + h->saves, 0}};
    h->saves++;
    utimensat(AT_FDCWD, path, at, 0);
}

void house_lend(struct house *h, const char *name)
{
    char path[512], file[64], *text = malloc(1 << 16);
    snprintf(path, sizeof path, TEST_ROOT "/scenes/lib/%s", name);
    snprintf(file, sizeof file, "shared/lib/%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    text[fread(text, 1, (1 << 16) - 1, in)] = 0;
    fclose(in);
    house_save(h, file, text);
    free(text);
}

static const char *const languages[] = {"fr", "it", "en"};

struct house *house_open(int stages, const struct script_desc *more)
{
    struct house *h = calloc(1, sizeof *h);
    struct fault f;
    snprintf(h->folder, sizeof h->folder, "%s/script-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(h->folder));
    h->scene = scene_create("kiosk");
    h->scene->stepped = true;
    h->pulse = pulse_create(NULL);
    for (int i = 0; i < stages; i++)
        scene_stage_add(h->scene, i ? "right" : "left", 640, 360);
    struct script_desc desc = more ? *more : (struct script_desc){0};
    desc.scene = h->scene;
    snprintf(h->shared, sizeof h->shared, "%s/shared", h->folder);
    desc.files = (struct script_files){find_file, find_scene, h->shared, h, list_files};
    desc.pulse = h->pulse;
    desc.languages = languages;
    desc.language_count = 3;
    desc.fault = hear_fault;
    desc.user = h;
    log_to(keep_log, h, LOG_INFO);
    h->script = script_create(&desc, &f);
    assert_non_null(h->script);
    return h;
}

void house_close(struct house *h)
{
    char command[300];
    script_destroy(h->script);
    scene_destroy(h->scene);
    pulse_destroy(h->pulse);
    log_to(NULL, NULL, LOG_INFO);
    snprintf(command, sizeof command, "rm -rf '%s'", h->folder);
    assert_int_equal(system(command), 0);
    free(h);
}

bool house_start(struct house *h, int stage, const char *lua, struct fault *f)
{
    char file[64], name[16];
    snprintf(name, sizeof name, "play%d", stage);
    snprintf(file, sizeof file, "scenes/%s/scene.lua", name);
    house_save(h, file, lua);
    return script_start(h->script, stage, name, NULL, f);
}

void house_frame(struct house *h, double now_s)
{
    h->scene->before_s = h->scene->now_s;
    h->scene->now_s = now_s;
    h->scene->frame++;
    script_update(h->script, now_s);
}

// A house with one stage that plays `lua`.
struct house *house_play(const char *lua)
{
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    if (!house_start(h, 0, lua, &f))
        print_error("%s\n", f.text);
    assert_string_equal(f.text, "");
    return h;
}

const struct drawlist *house_list(const struct house *h)
{
    return &h->scene->stages[0].list;
}

const struct draw_command *house_command(const struct house *h, uint32_t n)
{
    assert_true(n < house_list(h)->command_count);
    return &house_list(h)->commands[n];
}

const float *house_points(const struct house *h, uint32_t n)
{
    return house_list(h)->floats + house_command(h, n)->path.first;
}

void house_has_text(const struct house *h, uint32_t n, const char *text)
{
    const struct draw_command *c = house_command(h, n);
    assert_int_equal(c->op, DRAW_TEXT);
    assert_int_equal(c->text.length, strlen(text));
    assert_memory_equal(house_list(h)->bytes + c->text.bytes, text, strlen(text));
}

void house_tell(struct house *h, int kind)
{
    scene_tell(h->scene, 0, &(struct event){.kind = (enum event_kind)kind});
}
