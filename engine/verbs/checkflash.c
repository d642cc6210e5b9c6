// Every picture of every stage, measured: what flashes, in which scene and second.
#include "verbs/checkflash.h"
#include "encode/encode.h"
#include "flash/flash.h"
#include "store/store.h"
#include "verbs/guest.h"
#include "verbs/robot.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATTRACT_S 6.0 // nobody comes before
#define SEND_S 3.0    // between two messages
#define FOUND 200     // seconds that are told; more are counted
#define SEED 2026

static const char *const kinds[FLASH_KINDS] = {"light", "red"};

struct found {
    char station[SCENE_ID], stage[SCENE_ID], scene[SCENE_ID];
    enum flash_kind kind;
    int second;
    struct flash_seen seen; // the worst of that second
    int x, y;               // canvas px
};

struct findings {
    struct found all[FOUND];
    int count, more;
    long pictures;
};

// One stage under measurement.
struct looked {
    struct flash *flash;
    float *cells;
    unsigned char *rgba;
    int columns, rows, width, height;
    int last[FLASH_KINDS]; // the finding that goes on; -1: none
};

struct looking {
    const struct check_flash *what;
    struct session session;
    struct looked stages[SCENE_STAGES];
    struct findings *to;
};

static void close_stages(struct looking *l)
{
    for (int i = 0; i < SCENE_STAGES; i++) {
        flash_destroy(l->stages[i].flash);
        free(l->stages[i].cells);
        free(l->stages[i].rgba);
        l->stages[i] = (struct looked){0};
    }
}

// 10 degrees where eyes are so far from a glass that says how large its px are; 341 x 256 of
// WCAG's screen is 4 to 3.
static double field_x(const struct check_flash *what, const struct scene_stage *stage)
{
    double mm = stage->hung.mm_per_px * stage->width;
    double part = 2 * tan(5 * M_PI / 180) * what->distance_m * 1000 / mm;
    return what->distance_m > 0 && mm > 0 ? fmin(part, 1) : 0;
}

static bool open_stages(struct looking *l, const struct station *s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        const struct gpu_target *t = render_target(s->render, i);
        struct looked *k = &l->stages[i];
        double across = field_x(l->what, &s->scene->stages[i]);
        k->width = t->texture.width;
        k->height = t->texture.height;
        flash_grid(k->width, k->height, across, &k->columns, &k->rows);
        k->flash = flash_create(k->columns, k->rows, across,
                                fmin(across * 3 / 4 * k->width / k->height, 1));
        k->cells = malloc((size_t)k->columns * (size_t)k->rows * 3 * sizeof *k->cells);
        k->rgba = malloc((size_t)k->width * (size_t)k->height * 4);
        for (int n = 0; n < FLASH_KINDS; n++)
            k->last[n] = -1;
        if (!k->flash || !k->cells || !k->rgba)
            return false;
    }
    return true;
}

static bool export(const struct looking *l, const struct station *s, int stage, double now_s)
{
    const struct looked *k = &l->stages[stage];
    char path[INSTALLATION_PATH + 2 * SCENE_ID + 64];
    struct fault f = {""};
    snprintf(path, sizeof path, "%s/%s-%s-%09.4f.png", l->what->frames, s->place->id,
             s->scene->stages[stage].id, now_s);
    return encode_png(path, k->rgba, k->width, k->height, &f) ||
           (fprintf(stderr, "gestuaire: %s\n", f.text), false);
}

// A second in which a stage's scene flashes too much is told once, as it is at its worst.
static void note(struct looking *l, const struct station *s, int stage, enum flash_kind kind,
                 const struct flash_seen *seen, double now_s)
{
    struct looked *k = &l->stages[stage];
    const char *scene = script_playing(s->script, stage);
    struct found *f = k->last[kind] >= 0 ? &l->to->all[k->last[kind]] : NULL;
    scene = scene ? scene : "";
    if (!f || f->second != (int)now_s || strcmp(f->scene, scene) != 0) {
        if (l->to->count == FOUND) {
            l->to->more++;
            return;
        }
        k->last[kind] = l->to->count;
        f = &l->to->all[l->to->count++];
        *f = (struct found){.kind = kind, .second = (int)now_s};
        snprintf(f->station, sizeof f->station, "%s", s->place->id);
        snprintf(f->stage, sizeof f->stage, "%s", s->scene->stages[stage].id);
        snprintf(f->scene, sizeof f->scene, "%s", scene);
    }
    if (seen->share > f->seen.share) {
        f->seen = *seen;
        f->x = (int)(seen->at_x * k->width);
        f->y = (int)(seen->at_y * k->height);
    }
}

static bool look(struct looking *l, struct station *s, double now_s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        struct looked *k = &l->stages[i];
        struct flash_seen seen[FLASH_KINDS];
        const struct gpu_target *limited = limiting_shown(&s->limiting, i);
        gpu_target_read(engine_gpu(l->session.engine),
                        limited ? limited : render_target(s->render, i), k->rgba);
        flash_cells(k->rgba, k->width, k->height, k->columns, k->rows, k->cells);
        flash_frame(k->flash, k->cells, now_s, seen);
        l->to->pictures++;
        if (l->what->frames && !export(l, s, i, now_s))
            return false;
        for (int n = 0; n < FLASH_KINDS; n++)
            if (flash_too_much(&seen[n]))
                note(l, s, i, (enum flash_kind)n, &seen[n], now_s);
    }
    return true;
}

// What stands still cannot flash: only frames that show something new are looked at.
static bool play(struct looking *l, struct station *s)
{
    const struct pulse_page *page = pulse_page(s->pulse);
    struct engine *e = l->session.engine;
    struct robot robot = {.engine = e, .installation = l->session.installation, .station = 0};
    struct guest guest = {.away_s = {ATTRACT_S, 2 * ATTRACT_S}, .stay_s = {15, 30}};
    double seconds = l->what->seconds > 0 ? l->what->seconds : CHECK_FLASH_S, now_s, sent_s = 0;
    int sent = 0;
    guest_begin(&guest, SEED, 0);
    guest.next_s = ATTRACT_S;
    bool good = true;
    while (good && (now_s = engine_now_s(e)) < seconds) {
        uint64_t shown = page->presented;
        guest_work(&guest, s, now_s, 0);
        if (now_s - sent_s >= SEND_S && robot_send(&robot, s, sent++))
            sent_s = now_s;
        engine_frame(e, false);
        if (page->presented != shown)
            good = look(l, s, now_s);
        engine_step(e);
    }
    return good;
}

static bool measure(const char *root, const struct check_flash *what, const char *station,
                    struct findings *to)
{
    struct looking *l = calloc(1, sizeof *l);
    struct session_desc desc = {.root = root,
                                .folder = what->folder,
                                .station = station,
                                .date = what->date,
                                .stepped_hz = -1,
                                .headless = true};
    bool good = l && session_open(&l->session, &desc);
    if (good) {
        struct station *s = session_station(&l->session);
        l->what = what;
        l->to = to;
        good =
            (open_stages(l, s) || (fprintf(stderr, "gestuaire: no memory\n"), false)) && play(l, s);
        close_stages(l);
        session_close(&l->session);
    }
    free(l);
    return good;
}

static void print(const struct check_flash *what, const struct findings *f)
{
    for (int i = 0; i < f->count; i++) {
        const struct found *o = &f->all[i];
        printf("%s: station %s, stage %s, scene %s, second %d: %s flashes more than three times a "
               "second over %.0f %% of a field of 10 degrees around %d,%d px; 25 %% are allowed: "
               "make it slower, smaller or fainter\n",
               what->folder, o->station, o->stage, o->scene, o->second, kinds[o->kind],
               100 * o->seen.share, o->x, o->y);
    }
    if (f->more)
        printf("… and %d more\n", f->more);
    printf("%d seconds flash too much; %ld pictures were looked at\n", f->count + f->more,
           f->pictures);
}

static void print_json(const struct findings *f)
{
    json_t *list = json_array();
    for (int i = 0; i < f->count; i++) {
        const struct found *o = &f->all[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:i, s:s, s:f, s:i, s:i}", "station",
                                              o->station, "stage", o->stage, "scene", o->scene,
                                              "second", o->second, "kind", kinds[o->kind], "share",
                                              o->seen.share, "x", o->x, "y", o->y));
    }
    json_t *o = json_pack("{s:o, s:i, s:I}", "found", list, "not_shown", f->more, "pictures",
                          (json_int_t)f->pictures);
    char *text = json_dumps(o, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    puts(text ? text : "{}");
    free(text);
    json_decref(o);
}

int check_flash(const char *root, const struct check_flash *what)
{
    struct faults faults = {0};
    struct fault f = {""};
    struct findings *to = calloc(1, sizeof *to);
    struct installation *in = installation_read(what->folder, root, &faults);
    bool good = to && in && (!what->frames || store_folder(what->frames, &f));
    session_print_faults(&faults);
    faults_finish(&faults);
    if (f.text[0])
        fprintf(stderr, "gestuaire: %s\n", f.text);
    for (int i = 0; good && i < in->station_count; i++)
        if (what->station ? strcmp(in->stations[i].id, what->station) == 0
                          : in->stations[i].output_count > 0)
            good = measure(root, what, in->stations[i].id, to);
    if (good && what->station && installation_station_find(in, what->station) < 0)
        good = measure(root, what, what->station, to); // says which there are
    if (good && what->json)
        print_json(to);
    else if (good)
        print(what, to);
    good = good && to->count == 0;
    installation_destroy(in);
    free(to);
    return good ? EXIT_DONE : EXIT_FAILED;
}
