// One frame on one screen of code.
#include "frame.h"
#include "desking.h"
#include "editing.h"
#include "safe.h"
#include "staffed.h"

#include "base/clock.h"

#include <math.h>

// `fresh`: a canvas was painted. Asleep nothing is limited: it would not get dark.
static void put_light(struct station *s, bool fresh, bool asleep)
{
    const struct gpu_target *canvases[SCENE_STAGES] = {0};
    if (asleep)
        limiting_rest(&s->limiting);
    for (int i = 0; i < s->scene->stage_count; i++) {
        canvases[i] = render_target(s->render, i);
        if (!asleep)
            canvases[i] = limiting_show(&s->limiting, i, canvases[i], fresh, s->scene->now_s);
    }
    struct surfaces *shown = station_shown(s);
    if (shown == s->surfaces)
        surfaces_show(shown, canvases, s->scene->stage_count);
    else
        patterned_show(&s->patterned);
    for (int i = 0; i < s->scene->overlay_count; i++)
        if (render_overlay(s->render, i))
            surfaces_overlay(shown, i, render_overlay(s->render, i));
    magnifier_lay(&s->magnifier, s, shown);
}

// Nobody sets it, as show time is set by another machine's beginning.
static double steady_s(const struct scene *scene)
{
    return scene->stepped ? scene->now_s : (double)clock_monotonic_ns() / 1e9;
}

bool frame_run(struct station *s, double now_s, bool late)
{
    struct scene *scene = s->scene;
    struct staff_meter *m = &s->meter;
    scene->before_s = scene->now_s;
    scene->now_s = now_s;
    scene->frame++;
    staff_begin(m, now_s);
    show_update(s->show, now_s, scene); // which cues fall due? what do other stations say?
    staff_lap(m, STAFF_SHOW);
    input_collect(s->input, now_s, scene); // who touched what? (window/ pumped SDL once)
    staff_lap(m, STAFF_INPUT);
    film_update(s->film, now_s, scene); // films to the clock; what ended, what is ready?
    staff_lap(m, STAFF_FILM);
    desking_update(s); // the technician first
    if (s->editable)
        editing_update(s); // staff draws notes?
    if (s->visit)
        visit_update(s->visit, now_s, steady_s(scene), scene); // idle? asking? a new visitor?
    bool asked = scene_asked(scene);
    if (s->script)
        script_update(s->script, now_s); // the artist decides
    else
        safe_draw(s, now_s);
    staff_lap(m, STAFF_SCRIPT);
    sound_update(s->sound, scene);
    staff_lap(m, STAFF_SOUND);
    staffed_update(s);
    bool fresh = render_draw(s->render, scene); // false: no canvas, no overlay has changed
    bool drawn = fresh || s->relit || limiting_moves(&s->limiting);
    s->relit = false;
    staff_lap(m, STAFF_RENDER);
    if (drawn)
        put_light(s, fresh, false);
    staff_lap(m, STAFF_SURFACES);
    pulse_input(s->pulse, input_count(s->input));
    pulse_frame(s->pulse, asked, drawn);
    pulse_patience(s->pulse, 0);
    staff_end(m, asked, drawn && asked, late); // without what staff looks at
    return drawn;
}

bool frame_rest(struct station *s, double now_s)
{
    struct scene *scene = s->scene;
    scene->before_s = scene->now_s;
    scene->now_s = now_s;
    scene->frame++;
    show_update(s->show, now_s, scene);
    input_collect(s->input, now_s, scene);
    film_update(s->film, now_s, scene);
    desking_update(s); // staff comes at night, too
    sound_update(s->sound, scene);
    sound_let_go(s->sound);
    for (int i = 0; i < scene->stage_count; i++) {
        events_clear(&scene->stages[i].events); // nobody hears them
        scene->stages[i].redraw = false;
    }
    bool drawn = render_draw(s->render, scene) || s->relit;
    s->relit = false;
    if (drawn)
        put_light(s, true, true);
    pulse_input(s->pulse, input_count(s->input));
    pulse_frame(s->pulse, false, drawn);
    pulse_patience(s->pulse, FRAME_ASLEEP_S);
    return drawn;
}

double frame_next_s(const struct station *s)
{
    if (limiting_moves(&s->limiting))
        return s->scene->now_s; // as soon as its rate allows
    if (show_pending(s->show, s->scene) || film_pending(s->film, s->scene))
        return s->scene->now_s; // asked in the last frame, answered in the next
    double next_s = scene_next_s(s->scene), input_s = input_next_s(s->input);
    next_s = input_s < next_s ? input_s : next_s;
    if (s->visit)
        next_s = fmin(next_s, visit_next_s(s->visit, s->scene));
    double show_s = show_next_s(s->show, s->scene->now_s);
    next_s = show_s < next_s ? show_s : next_s;
    return fmin(fmin(next_s, staffed_next_s(s)), desking_next_s(s));
}
