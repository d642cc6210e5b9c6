// One station's rooms, opened in one order and closed in reverse.
#include "station.h"
#include "base/log.h"
#include "desking.h"
#include "lighting.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// What an installation may say fits into the rooms.
static_assert(INSTALLATION_STAGES <= SCENE_STAGES, "stages");
static_assert(INSTALLATION_STATIONS <= SHOW_STATIONS, "stations");
static_assert(INSTALLATION_MESSAGES <= SHOW_ROUTES, "messages");
static_assert(INSTALLATION_TARGETS == SHOW_STATIONS, "targets");
static_assert(INSTALLATION_OSC <= SHOW_TARGETS, "other programs");
static_assert(INSTALLATION_SURFACES <= MAPPING_SURFACES, "surfaces");
static_assert(INSTALLATION_OUTPUTS <= MAPPING_OUTPUTS, "outputs");
static_assert(INSTALLATION_OUTPUTS <= WINDOWS_MAX, "windows");
static_assert(INSTALLATION_OUTPUTS <= SCENE_OUTPUTS, "overlays");
static_assert(INSTALLATION_STATIONS * INSTALLATION_OUTPUTS <= SURFACES_PANES, "panes");
static_assert(INSTALLATION_SPEAKERS <= SOUND_SPEAKERS, "speakers");
static_assert(INSTALLATION_ID <= SCENE_ID, "ids");
// What script/ calls the verbs (bind_show_cue.c, bind_param.c).
static_assert(SHOW_GO == 0 && SHOW_BACK == 1 && SHOW_CUE == 2 && SHOW_LIST == 3 &&
                  SHOW_PANIC == 4 && SHOW_RESUME == 5 && SHOW_SET == 6,
              "verbs");
static_assert(INSTALLATION_ID <= ASK_NAME, "names of scenes and messages");
static_assert(sizeof((struct installation_station *)0)->osc_host <=
                  sizeof((struct show_station *)0)->host,
              "hosts");

static bool find_file(void *user, const char *scene_folder, const char *name, char *path,
                      size_t size, struct fault *f)
{
    const struct station *s = user;
    return installation_find(s->installation, s->root, scene_folder, name, path, size, f);
}

static bool find_scene(void *user, const char *name, char *folder, size_t size, struct fault *f)
{
    const struct station *s = user;
    return installation_scene(s->installation, s->root, name, folder, size, f);
}

static bool list_files(void *user, const char *folder, void (*each)(void *to, const char *name),
                       void *to, struct fault *f)
{
    const struct station *s = user;
    return installation_list(s->installation, folder, each, to, f);
}

static bool open_scene(struct station *s, const struct station_desc *desc, struct fault *f)
{
    s->scene = scene_create(s->place->id);
    if (!s->scene)
        return fault_set(f, "no memory for the station's table");
    s->scene->stepped = desc->stepped;
    s->scene->unwatched = desc->lenient;
    for (int i = 0; i < s->place->stage_count; i++) {
        const struct installation_stage *stage = &s->place->stages[i];
        scene_stage_add(s->scene, stage->id, stage->canvas.width, stage->canvas.height);
    }
    for (int i = 0; i < s->place->output_count; i++)
        scene_overlay_add(s->scene, s->place->outputs[i].size.width,
                          s->place->outputs[i].size.height);
    return true;
}

// What stands on a stage while nobody is there.
static const char *first_scene(const struct station *s, const struct station_desc *desc, int stage)
{
    const struct installation_stage *at = &s->place->stages[stage];
    return desc->scene ? desc->scene : at->attract[0] ? at->attract : at->scene;
}

static bool open_show(struct station *s, const struct station_desc *desc, struct fault *f)
{
    const struct installation *in = s->installation;
    struct show_station stations[SHOW_STATIONS] = {0};
    struct show_route routes[SHOW_ROUTES] = {0};
    for (int i = 0; i < in->station_count; i++) {
        const struct installation_station *from = &in->stations[i];
        snprintf(stations[i].id, sizeof stations[i].id, "%s", from->id);
        snprintf(stations[i].host, sizeof stations[i].host, "%s", from->osc_host);
        stations[i].port = from->osc_port;
    }
    for (int i = 0; i < in->message_count; i++) {
        const struct installation_message *message = &in->messages[i];
        snprintf(routes[i].message, sizeof routes[i].message, "%s", message->name);
        routes[i].to_count = message->to_count;
        routes[i].hold_s = message->hold_s;
        memcpy(routes[i].to, message->to, sizeof routes[i].to);
    }
    struct show_target targets[SHOW_TARGETS] = {0};
    for (int i = 0; i < in->osc_count; i++) {
        const struct installation_osc *from = &in->osc[i];
        snprintf(targets[i].id, sizeof targets[i].id, "%s", from->id);
        snprintf(targets[i].host, sizeof targets[i].host, "%s", from->host);
        targets[i].port = from->port;
        targets[i].from = from->from;
        targets[i].cues = from->cues;
    }
    struct show_desc show = {.bus = desc->bus,
                             .self = desc->index,
                             .stations = stations,
                             .station_count = in->station_count,
                             .routes = routes,
                             .route_count = in->message_count,
                             .targets = targets,
                             .target_count = in->osc_count,
                             .listen = desc->listen,
                             .pulse = s->pulse,
                             .wake = desc->wake,
                             .user = desc->user};
    for (int i = 0; i < s->place->stage_count; i++)
        snprintf(show.scenes[i], sizeof show.scenes[i], "%s", first_scene(s, desc, i));
    s->show = show_create(&show, f);
    if (s->show)
        show_declare(s->show, s->scene);
    return s->show != NULL;
}

static bool open_input(struct station *s, const struct station_desc *desc, struct fault *f)
{
    const struct installation_station *place = s->place;
    struct input_tuio tuio = {.port = place->tuio_port,
                              .network = place->tuio_network,
                              .output = place->tuio_output,
                              .wake = desc->wake,
                              .user = desc->user};
    s->input = input_create(s->mapping);
    if (!s->input)
        return fault_set(f, "no memory for touches");
    for (int i = 0; i < place->output_count; i++)
        input_millimetres(s->input, i, place->outputs[i].mm_per_px);
    return !desc->touched || !tuio.port || input_listen(s->input, &tuio, f);
}

void station_hang(struct station *s)
{
    const struct installation_station *place = s->place;
    struct mapping_screen screens[MAPPING_OUTPUTS];
    for (int i = 0; i < place->output_count; i++)
        screens[i] =
            (struct mapping_screen){place->outputs[i].mm_per_px, place->outputs[i].height_mm};
    for (int i = 0; i < s->scene->stage_count; i++) {
        struct mapping_hung hung = mapping_hung(s->mapping, i, screens, place->output_count);
        s->scene->stages[i].hung =
            (struct scene_hung){hung.mm_per_px, hung.reach_top, hung.reach_bottom};
    }
}

static bool open_light(struct station *s, const struct station_desc *desc, struct fault *f)
{
    lighting_describe(s->place, &s->light, s->luts);
    if (!desking_open(s, desc->calibration, !desc->stepped, f))
        return false;
    s->mapping = mapping_create(&s->light, f);
    if (!s->mapping)
        return false;
    station_hang(s);
    if (!open_input(s, desc, f))
        return false;
    s->text = desc->text;
    s->film = film_create(&(struct film_desc){.gpu = desc->gpu,
                                              .gl_address = windows_gl_address,
                                              .wake = desc->wake,
                                              .user = desc->user});
    struct render_desc render = {
        .gpu = desc->gpu, .text = s->text, .film = s->film, .wake = desc->wake, .user = desc->user};
    if (!s->film)
        return fault_set(f, "no memory for films");
    s->render = render_create(&render, s->scene, f);
    if (!s->render)
        return false;
    if (s->place->flash_limit && !limiting_open(&s->limiting, desc->gpu, f))
        return false;
    s->surfaces = surfaces_create(desc->gpu, &s->light, s->mapping, f);
    desking_begin(s);
    return s->surfaces != NULL;
}

static bool open_sound(struct station *s, const struct station_desc *desc, struct fault *f)
{
    const struct installation_station *place = s->place;
    struct sound_desc sound = {.device = desc->device,
                               .station = place->id,
                               .speaker_count = place->speaker_count,
                               .rolloff_db = (float)place->rolloff_db,
                               .blur_m = (float)place->blur_m,
                               .ceiling_db = (float)place->ceiling_db,
                               .pulse = s->pulse,
                               .wake = desc->wake,
                               .user = desc->user};
    int n = 0;
    for (int ears = 0; ears < 2; ears++) // headphones last
        for (int i = 0; i < place->speaker_count; i++) {
            const struct installation_speaker *from = &place->speakers[i];
            if (from->ears == (ears == 1))
                sound.speakers[n++] =
                    (struct sound_speaker){.channel = from->channel - 1,
                                           .at_world = from->at,
                                           .gain = (float)pow(10, from->gain_db / 20),
                                           .ears = from->ears};
        }
    s->sound = sound_create(&sound, f);
    return s->sound != NULL;
}

static bool open_visit(struct station *s, const struct station_desc *desc, struct fault *f)
{
    struct visit_stage stages[SCENE_STAGES] = {0};
    for (int i = 0; i < s->place->stage_count; i++) {
        const struct installation_stage *from = &s->place->stages[i];
        stages[i].attract = desc->scene ? "" : from->attract;
        stages[i].scene = desc->scene ? desc->scene : from->scene;
        stages[i].idle_s = from->idle_s;
        stages[i].ask_s = from->ask_s;
    }
    struct visit_desc visit = {.station = s->place->id,
                               .language = desc->installation->languages[0],
                               .stages = stages,
                               .stage_count = s->place->stage_count,
                               .params = desc->scene ? desc->params : NULL,
                               .put = desc->visits ? visitlog_put : NULL,
                               .user = desc->visits};
    s->visit = visit_create(&visit);
    return s->visit || fault_set(f, "no memory for visits");
}

static bool open_script(struct station *s, const struct station_desc *desc, struct fault *f)
{
    const struct installation *in = s->installation;
    for (int i = 0; i < in->language_count; i++) {
        s->languages[i] = in->languages[i];
        s->title[i] = in->title.in[i];
    }
    for (int i = 0; i < in->message_count; i++) {
        s->messages[i] = in->messages[i].name;
        s->heard[i] = s->hearers[i];
        for (int k = 0; k < in->messages[i].to_count; k++)
            s->hearers[i][k] = in->stations[in->messages[i].to[k]].id;
    }
    for (int i = 0; i < in->station_count; i++) {
        s->stations[i] = in->stations[i].id;
        for (int k = 0; k < in->language_count; k++)
            s->titles[i * in->language_count + k] = in->stations[i].title.in[k];
    }
    for (int i = 0; i < in->osc_count; i++)
        s->osc[i] = in->osc[i].id;
    for (int i = 0; desc->plan && i < desc->plan->cue_count; i++)
        s->cues[i] = desc->plan->cues[i].id;
    for (int i = 0; desc->plan && i < desc->plan->list_count; i++)
        s->lists[i] = desc->plan->lists[i].id;
    struct script_desc script = {
        .scene = s->scene,
        .files = {find_file, find_scene, s->scenes, s, list_files},
        .text = s->text,
        .words = s->words,
        .repertoire = desc->repertoire,
        .finder = desc->finder,
        .pulse = s->pulse,
        .languages = s->languages,
        .title = s->title,
        .language_count = in->language_count,
        .messages = s->messages,
        .stations = s->stations,
        .titles = s->titles,
        .hearers = s->heard,
        .cues = s->cues,
        .lists = s->lists,
        .osc = s->osc,
        .call_s = in->script_call_s,
        .memory_bytes = (size_t)(in->script_memory_mib * 1048576),
        .visitor = desc->visitor,
        .date = desc->date,
        .seed = desc->seed,
        .fault = desc->fault,
        .warn = desc->warn,
        .user = desc->user,
    };
    s->script = script_create(&script, f);
    if (!s->script)
        return false;
    for (int i = 0; i < s->place->stage_count; i++) {
        if (script_start(s->script, i, first_scene(s, desc, i), desc->params, f))
            continue;
        if (!desc->lenient)
            return false;
        desc->fault(desc->user, i, f->text);
    }
    return true;
}

bool station_open(struct station *s, const struct station_desc *desc, struct fault *f)
{
    *s = (struct station){.installation = desc->installation,
                          .index = desc->index,
                          .lit = desc->lit,
                          .gpu = desc->gpu,
                          .words = desc->words,
                          .editable = desc->editable};
    s->place = &desc->installation->stations[desc->index];
    snprintf(s->root, sizeof s->root, "%s", desc->root);
    snprintf(s->scenes, sizeof s->scenes, "%s/scenes", desc->root);
    s->pulse = pulse_create(desc->pulse);
    if (!s->pulse || !open_scene(s, desc, f) || !open_show(s, desc, f) || !open_light(s, desc, f) ||
        !open_sound(s, desc, f))
        goto fail;
    if (!desc->safe && (!open_script(s, desc, f) || !open_visit(s, desc, f)))
        goto fail;
    return true;
fail:
    station_close(s);
    return false;
}

static void clear_stage(struct scene_stage *stage, const char *language)
{
    stage->visit = (struct scene_visit){0};
    visit_defaults(&stage->visit, language);
    events_clear(&stage->events);
    stage->claims.count = stage->fingers = 0;
    stage->way.running = stage->staff = false;
    stage->scene[0] = '\0';
    stage->wake_s = INFINITY;
    drawlist_begin(&stage->list, (float)stage->width, (float)stage->height);
    stage->picture++;
}

void station_sleep(struct station *s)
{
    struct media_table *media = &s->scene->media;
    visit_destroy(s->visit);
    script_destroy(s->script);
    s->visit = NULL;
    s->script = NULL;
    for (int i = 0; i < media->reach; i++)
        if (media->items[i].used)
            media_release(media, media_handle_of(media, &media->items[i]));
    for (int i = 0; i < s->scene->stage_count; i++)
        clear_stage(&s->scene->stages[i], s->installation->languages[0]);
}

// What the show has brought in the meantime, and would not bring again.
static void enter_held(struct station *s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        const struct scene_stage *stage = &s->scene->stages[i];
        const struct scene_home *home = &stage->home;
        struct fault f = {0};
        if (home->held && !stage->go &&
            !script_start_at(s->script, i, home->scene, &home->params, home->at_s, &f))
            log_error("engine", "%s", f.text);
    }
}

void station_wake(struct station *s, const struct station_desc *desc)
{
    struct fault f = {0};
    if (desc->safe || s->script)
        return;
    if (open_script(s, desc, &f) && open_visit(s, desc, &f)) {
        enter_held(s);
        return;
    }
    log_error("engine", "station \"%s\": %s; it shows the safe scene", s->place->id, f.text);
    script_destroy(s->script);
    s->script = NULL;
}

void station_close(struct station *s)
{
    visit_destroy(s->visit);
    script_destroy(s->script);
    sound_destroy(s->sound);
    magnifier_finish(&s->magnifier);
    patterned_finish(&s->patterned);
    surfaces_destroy(s->surfaces);
    limiting_close(&s->limiting);
    render_destroy(s->render);
    film_destroy(s->film);
    input_destroy(s->input);
    mapping_destroy(s->mapping);
    desk_destroy(s->desk);
    lighting_finish(s->luts);
    show_destroy(s->show);
    scene_destroy(s->scene);
    pulse_destroy(s->pulse);
    *s = (struct station){0};
}

struct surfaces *station_shown(const struct station *s)
{
    return s->patterned.surfaces ? s->patterned.surfaces : s->surfaces;
}

int station_output_find(const struct station *s, const char *id)
{
    for (int i = 0; i < s->place->output_count; i++)
        if (strcmp(s->place->outputs[i].id, id) == 0)
            return i;
    return -1;
}
