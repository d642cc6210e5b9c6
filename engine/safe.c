// The safe scene, drawn by hand onto every stage.
#include "safe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAFE_PERIOD_S 240.0 // of the drift
#define SAFE_STEP_S 1.0     // between pictures

static const double turn = 6.283185307179586;

static void draw_stage(struct station *s, struct scene_stage *stage, double now_s)
{
    struct drawlist *list = &stage->list;
    float width = (float)stage->width, height = (float)stage->height;
    float size = fminf(width, height) / 14;
    float drift = (float)sin(now_s / SAFE_PERIOD_S * turn);
    float x = width / 2 + drift * width / 10;
    float y = height / 2 + (float)cos(now_s / SAFE_PERIOD_S * turn * 1.7) * height / 10;
    drawlist_begin(list, width, height);
    const struct installation *in = s->installation;
    for (int i = 0; i < in->language_count; i++) {
        const char *title = in->title.in[i];
        struct text_style style = {.font = "title", .size_px = i ? size * 0.55f : size};
        style.align = TEXT_CENTRE;
        snprintf(style.language, sizeof style.language, "%s", in->languages[i]);
        drawlist_text(list, title, strlen(title), x, y + (float)i * size * 1.1f - size, &style,
                      color_srgb(i ? 0x8fa3b0 : 0xf4ead8, 0.8f));
    }
}

void safe_draw(struct station *s, double now_s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        struct scene_stage *stage = &s->scene->stages[i];
        bool due = stage->redraw || stage->events.count || stage->wake_s <= now_s;
        events_clear(&stage->events);
        if (!due)
            continue;
        draw_stage(s, stage, floor(now_s / SAFE_STEP_S) * SAFE_STEP_S);
        stage->picture++;
        stage->redraw = false;
        stage->wake_s = now_s + SAFE_STEP_S;
    }
}
