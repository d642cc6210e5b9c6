// The safe scene, drawn by hand onto every stage: a gesture as light and the installation's name.
#include "safe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAFE_PERIOD_S 240.0 // of the drift
#define SAFE_STEP_S 1.0     // between pictures: the lamp's beat
#define SAFE_DASHES 90      // of the gesture, a beat each
#define SAFE_POINTS 7       // of a dash
#define SAFE_ON 0.62        // of a beat the lamp is lit
#define SAFE_GLOW 9.0       // beats until a dash has faded to 1/e
#define SAFE_KEY "safe.rests"

static const double turn = 6.283185307179586;

// For the day when not even the program's strings can be read.
static const struct {
    const char *language, *rests;
} own_words[] = {
    {"fr", "Cette borne se repose un instant ; elle revient bientôt."},
    {"it", "Questa postazione riposa un momento; tornerà presto."},
    {"en", "This station is resting for a moment; it will be back soon."},
};

static const char *own_rests(const char *language)
{
    for (size_t i = 0; i < sizeof own_words / sizeof *own_words; i++)
        if (strcmp(own_words[i].language, language) == 0)
            return own_words[i].rests;
    return NULL;
}

// "": nobody has said it in that language.
static void find_rests(const struct station *s, const char *language, char text[WORDS_TEXT])
{
    struct words_found found;
    const char *own = own_rests(language);
    bool said = s->words && words_find(s->words, SAFE_KEY, language, NAN, &found) &&
                strcmp(found.language, language) == 0;
    if (said)
        snprintf(text, WORDS_TEXT, "%.*s", (int)found.length, found.text);
    else
        snprintf(text, WORDS_TEXT, "%s", own ? own : "");
}

// The hand's way at a turn t of the gesture: lifted, struck, brought back. In a box of 2 x 1.
static struct vec2 hand_at(double t)
{
    double a = t * turn;
    return (struct vec2){0.78 * sin(a) + 0.2 * sin(2 * a + 0.9),
                         -0.3 * cos(2 * a + 0.35) - 0.16 * sin(a - 0.6) + 0.05 * cos(3 * a)};
}

// A dash of the lamp (F. and L. Gilbreth's chronocyclegraph): as long as the hand was fast, thin
// where it began, so that it says which way it went.
static void draw_dash(struct drawlist *list, double first, const double box[4], struct color color,
                      float width_px)
{
    float values[SAFE_POINTS * DRAW_TRAIL_FLOATS], *v = values;
    for (int i = 0; i < SAFE_POINTS; i++) {
        double along = (double)i / (SAFE_POINTS - 1);
        struct vec2 at = hand_at((first + along * SAFE_ON) / SAFE_DASHES);
        *v++ = (float)(box[0] + at.x * box[2]);
        *v++ = (float)(box[1] + at.y * box[3]);
        *v++ = width_px * (0.25f + 0.75f * (float)along);
        *v++ = color.r;
        *v++ = color.g;
        *v++ = color.b;
        *v++ = color.a * (0.3f + 0.7f * (float)along);
    }
    drawlist_trail(list, values, SAFE_POINTS);
}

// One dash a beat is lit, and fades.
static void draw_gesture(struct drawlist *list, const double box[4], double now_s, float width_px)
{
    long beat = (long)floor(now_s / SAFE_STEP_S);
    for (int i = 0; i < SAFE_DASHES; i++) {
        long age = ((beat - i) % SAFE_DASHES + SAFE_DASHES) % SAFE_DASHES;
        float light = 0.13f + 0.8f * (float)exp(-(double)age / SAFE_GLOW);
        if (age == 0)
            draw_dash(list, i, box, color_srgb(0xff7a1a, 1), width_px * 1.5f);
        else
            draw_dash(list, i, box, color_srgb(0xf4ead8, light), width_px);
    }
}

struct pen_at {
    struct drawlist *list;
    float x, y; // middle of the next line's upper edge
};

static void write_line(struct pen_at *p, const char *text, const char *font, const char *language,
                       float size_px, float width_px, struct color color)
{
    struct text_style style = {.font = "", .size_px = size_px, .align = TEXT_CENTRE};
    style.width_px = width_px;
    snprintf(style.font, sizeof style.font, "%s", font);
    snprintf(style.language, sizeof style.language, "%s", language);
    drawlist_text(p->list, text, strlen(text), p->x - width_px / 2, p->y, &style, color);
}

static bool said_before(const struct installation *in, int language)
{
    for (int i = 0; i < language; i++)
        if (strcmp(in->title.in[i], in->title.in[language]) == 0)
            return true;
    return in->title.in[language][0] == 0;
}

// The names it has, the first one large.
static void write_titles(const struct station *s, struct pen_at *p, float size_px, float width_px)
{
    const struct installation *in = s->installation;
    for (int i = 0; i < in->language_count; i++) {
        float size = i ? size_px * 0.5f : size_px;
        if (said_before(in, i))
            continue;
        write_line(p, in->title.in[i], "title", in->languages[i], size, width_px,
                   i ? color_srgb(0x8fa3b0, 0.9f) : color_srgb(0xf4ead8, 0.95f));
        p->y += size * 1.35f;
    }
}

static void write_rests(const struct station *s, struct pen_at *p, float size_px, float width_px)
{
    const struct installation *in = s->installation;
    char text[WORDS_TEXT];
    for (int i = 0; i < in->language_count; i++) {
        find_rests(s, in->languages[i], text);
        if (!text[0])
            continue;
        write_line(p, text, "text", in->languages[i], size_px, width_px,
                   color_srgb(0xf4ead8, 0.72f));
        p->y += size_px * 1.75f;
    }
}

// Where nobody visits (a façade, a wall) nobody is told to wait.
static void draw_stage(struct station *s, int stage_index, double now_s)
{
    struct scene_stage *stage = &s->scene->stages[stage_index];
    struct drawlist *list = &stage->list;
    double width = stage->width, height = stage->height, short_px = fmin(width, height);
    double drift_x = sin(now_s / SAFE_PERIOD_S * turn) * width * 0.05;
    double drift_y = cos(now_s / SAFE_PERIOD_S * turn * 1.7) * height * 0.045;
    double half = fmin(width * 0.3, height * 0.42);
    double box[4] = {width / 2 + drift_x, height * 0.29 + drift_y, half, half * 0.72};
    float title_px = (float)fmin(height * 0.075, width * 0.06);
    float rests_px = (float)fmin(height * 0.03, width * 0.034);
    struct pen_at pen = {list, (float)box[0], (float)(box[1] + box[3] * 0.62 + height * 0.055)};
    drawlist_begin(list, (float)width, (float)height);
    draw_gesture(list, box, now_s, (float)(short_px * 0.0075));
    write_titles(s, &pen, title_px, (float)(width * 0.86));
    pen.y += rests_px;
    if (s->place->stages[stage_index].attract[0])
        write_rests(s, &pen, rests_px, (float)(width * 0.86));
}

void safe_draw(struct station *s, double now_s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        struct scene_stage *stage = &s->scene->stages[i];
        bool due = stage->redraw || stage->events.count || stage->wake_s <= now_s;
        events_clear(&stage->events);
        if (!due)
            continue;
        draw_stage(s, i, floor(now_s / SAFE_STEP_S) * SAFE_STEP_S);
        stage->picture++;
        stage->redraw = false;
        stage->wake_s = (floor(now_s / SAFE_STEP_S) + 1) * SAFE_STEP_S;
    }
}
