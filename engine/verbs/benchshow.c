// gestuaire bench --show: a scene of tests/bench run as `gestuaire run` would, with marks.
#include "verbs/bench.h"
#include "verbs/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REST_NS 50000000 // after a mark, so that the CPU is read before the work goes on

struct showing {
    const struct bench_show *show;
    struct session session;
    uint64_t from, to;
    double turn_s;      // when the last frame of a film was presented
    int64_t film_frame; // that was then seen
};

static void mark(const struct showing *s, char which)
{
    const struct timespec rest = {0, REST_NS};
    printf("MARK %c\n", which);
    fflush(stdout);
    if (s->show->unpaced || s->show->first)
        nanosleep(&rest, NULL);
}

// Render paints a picture in the frame in which it is ready.
static bool all_seen(const struct scene *scene, bool films)
{
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        bool picture = m->used && m->kind == MEDIA_PICTURE;
        bool film = m->used && m->kind == MEDIA_FILM && films;
        if ((picture && m->state == MEDIA_OPENING) || (film && m->frame < 0))
            return false;
    }
    return true;
}

static const struct media *first_film(const struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++)
        if (scene->media.items[i].used && scene->media.items[i].kind == MEDIA_FILM)
            return &scene->media.items[i];
    return NULL;
}

// How long the last frame of a looping film stood before its first came again.
static void look_at_film(struct showing *s)
{
    struct timespec t;
    const struct media *m = first_film(session_station(&s->session)->scene);
    if (!m || m->frame == s->film_frame)
        return;
    clock_gettime(CLOCK_MONOTONIC, &t);
    double now_s = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
    double stood_s = now_s - s->turn_s, frames = (double)(m->frame - s->film_frame);
    if (m->frame < s->film_frame && m->frame_s > 0)
        printf("GAP_MS %.3f\n", (stood_s - m->frame_s) * 1e3);
    else if (s->film_frame >= 0 && m->frame_s > 0) // what any other frame does
        printf("STEP_MS %.3f\n", (stood_s - frames * m->frame_s) * 1e3);
    s->turn_s = now_s;
    s->film_frame = m->frame;
}

// False: the last mark is made.
static bool look(struct showing *s)
{
    uint64_t n = engine_presented(s->session.engine);
    if (s->show->first) {
        bool seen = all_seen(session_station(&s->session)->scene, s->show->films);
        if (seen)
            mark(s, 'B');
        return !seen;
    }
    if (s->to && n == s->from)
        mark(s, 'A');
    if (s->to && n >= s->to)
        mark(s, 'B');
    return !s->to || n < s->to;
}

static void run(struct showing *s)
{
    struct engine *e = s->session.engine;
    uint64_t seen = 0;
    bool on = true;
    while (on) {
        on = engine_turn(e);
        look_at_film(s);
        if (engine_presented(e) == seen)
            continue;
        seen = engine_presented(e);
        if (s->show->tell)
            printf("PRESENTED\n");
        on = on && look(s);
        if (s->show->for_s > 0 && engine_ran_s(e) >= s->show->for_s)
            on = false;
    }
}

int bench_show(const char *root, const struct bench_show *show)
{
    struct params params = {0};
    struct showing s = {.show = show, .film_frame = -1};
    if (show->number)
        params_number(&params, "number", atof(show->number));
    if (show->frames && sscanf(show->frames, "%lu,%lu", &s.from, &s.to) != 2) {
        fprintf(stderr, "gestuaire: --frames: two numbers are wanted, as 30,330\n");
        return EXIT_USAGE;
    }
    struct session_desc desc = {.root = root,
                                .folder = show->folder,
                                .station = show->station,
                                .scene = show->scene,
                                .state = show->state,
                                .params = &params,
                                .unpaced = show->unpaced,
                                .rehearsed = show->rehearsed,
                                .windowed = show->rehearsed,
                                .anew = true};
    setvbuf(stdout, NULL, _IOLBF, 0); // it may be ended at any time
    if (!session_open(&s.session, &desc))
        return EXIT_FAILED;
    printf("RENDERER %s\n", gpu_renderer(engine_gpu(s.session.engine)));
    run(&s);
    session_close(&s.session);
    return EXIT_DONE;
}
