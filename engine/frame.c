// One frame on one screen of code.
#include "frame.h"
#include "safe.h"

bool frame_run(struct station *s, double now_s)
{
    struct scene *scene = s->scene;
    scene->before_s = scene->now_s;
    scene->now_s = now_s;
    scene->frame++;
    show_update(s->show, now_s, scene);    // which cues fall due? what do other stations say?
    input_collect(s->input, now_s, scene); // who touched what? (window/ pumped SDL once)
    film_update(s->film, now_s, scene);    // films to the clock; what ended, what is ready?
    bool asked = scene_asked(scene);
    if (s->script)
        script_update(s->script, now_s); // the artist decides
    else
        safe_draw(s, now_s);
    sound_update(s->sound, scene);
    bool drawn = render_draw(s->render, scene); // false: no canvas has changed
    if (drawn) {
        const struct gpu_target *canvases[SCENE_STAGES] = {0};
        for (int i = 0; i < scene->stage_count; i++)
            canvases[i] = render_target(s->render, i);
        surfaces_show(s->surfaces, canvases, scene->stage_count);
    }
    pulse_input(s->pulse, input_count(s->input));
    pulse_frame(s->pulse, asked, drawn);
    return drawn;
}

double frame_next_s(const struct station *s)
{
    if (show_pending(s->show, s->scene) || film_pending(s->film, s->scene))
        return s->scene->now_s; // asked in the last frame, answered in the next
    double next_s = scene_next_s(s->scene), input_s = input_next_s(s->input);
    next_s = input_s < next_s ? input_s : next_s;
    double show_s = show_next_s(s->show, s->scene->now_s);
    return show_s < next_s ? show_s : next_s;
}
