// The virtual room out of installation.lua: bodies, projectors, screens, light, the eye.
#include "installation/private.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define REACH_M 1000
#define DEGREE (M_PI / 180)

static const struct schema a_coordinate = {
    .type = SCHEMA_NUMBER, .least = -REACH_M, .most = REACH_M, .unit = "m"};
static const struct schema a_length = {
    .type = SCHEMA_NUMBER, .least = 0.001, .most = REACH_M, .unit = "m"};
static const struct schema a_share = {.type = SCHEMA_NUMBER, .least = -2, .most = 2};
static const struct schema a_station = {.type = SCHEMA_ID};
static const char *const ups[] = {"z", "y", NULL};

#define A_POINT(name, need, without, says)                                         \
    {                                                                              \
        .key = name, .type = SCHEMA_LIST, .required = need, .least = 3, .most = 3, \
        .of = &a_coordinate, .standard = without, .sentence = says                 \
    }
#define AN_ANGLE(name, most_deg, says)                                                           \
    {                                                                                            \
        .key = name, .type = SCHEMA_NUMBER, .least = -(most_deg), .most = most_deg, .unit = "°", \
        .standard = "0", .sentence = says                                                        \
    }
#define A_COLOR(name, without, says)                                                       \
    {                                                                                      \
        .key = name, .type = SCHEMA_TEXT, .most = 7, .standard = without, .sentence = says \
    }

static const struct schema body_keys[] = {
    {.key = "box",
     .type = SCHEMA_LIST,
     .least = 3,
     .most = 3,
     .of = &a_length,
     .standard = "needed, but for a model",
     .sentence = "A box: its width, its depth, its height."},
    {.key = "model",
     .type = SCHEMA_FILE,
     .most = 200,
     .standard = "a box",
     .sentence = "A model instead (OBJ, PLY, STL, GLB); a picture on it is shown as its mean "
                 "colour."},
    {.key = "up",
     .type = SCHEMA_WORD,
     .words = ups,
     .standard = "z",
     .sentence = "Which way is up in the model's file; GLB has y."},
    {.key = "scale",
     .type = SCHEMA_NUMBER,
     .least = 0.0001,
     .most = 10000,
     .unit = "m",
     .standard = "1",
     .sentence = "Of a unit of the model's file."},
    A_POINT("at", false, "{ 0, 0, 0 }",
            "The middle of a box's lower side, or the model's origin, in the world."),
    AN_ANGLE("turn", 360, "Counter-clockwise, seen from above."),
    AN_ANGLE("lean", 90, "Its top towards y, before it is turned."),
    A_COLOR("color", "#bab6b0",
            "\"#rrggbb\", what comes back of white light; of a model's own "
            "colours, times this."),
    {.key = NULL}};

static const struct schema projector_keys[] = {
    {.key = "output",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 2 * INSTALLATION_ID,
     .sentence = "Whose light it throws: \"station/output\"."},
    A_POINT("at", true, NULL, "Its lens."),
    A_POINT("look", true, NULL, "A point on the axis of its lens."),
    AN_ANGLE("roll", 180, "Clockwise, seen from behind."),
    {.key = "throw",
     .type = SCHEMA_NUMBER,
     .required = true,
     .least = 0.1,
     .most = 20,
     .sentence = "Distance over width of its picture, as its data sheet says."},
    {.key = "shift",
     .type = SCHEMA_LIST,
     .least = 2,
     .most = 2,
     .of = &a_share,
     .standard = "{ 0, 0 }",
     .sentence = "Of its lens: the picture lies so many of its widths to the right and of its "
                 "heights up from the axis."},
    {.key = "lumens",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 100000,
     .unit = "lm",
     .standard = "5000",
     .sentence = "Of its white."},
    {.key = "black",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 0.1,
     .standard = "0.0005",
     .sentence = "Light of its black, as a share of its white (2000:1 is 0.0005)."},
    {.key = "gamma",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 4,
     .standard = "sRGB's curve",
     .sentence = "Its light is value^gamma, whatever its output says of it."},
    {.key = NULL}};

static const struct schema screen_keys[] = {
    {.key = "output",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 2 * INSTALLATION_ID,
     .sentence = "What it shows: \"station/output\"."},
    A_POINT("at", true, NULL, "The middle of its picture's lower edge."),
    AN_ANGLE("turn", 360,
             "Counter-clockwise, seen from above; at 0 it is seen from where y is "
             "less."),
    AN_ANGLE("lean", 90, "Back, from upright."),
    {.key = "width",
     .type = SCHEMA_NUMBER,
     .least = 0.01,
     .most = 100,
     .unit = "m",
     .standard = "what the output's mm_per_px says",
     .sentence = "Of its picture."},
    {.key = "nits",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 10000,
     .unit = "cd/m²",
     .standard = "250",
     .sentence = "Of its white."},
    {.key = "gauze",
     .type = SCHEMA_BOOL,
     .standard = "false",
     .sentence = "A picture in the air: what is black lets through what stands behind."},
    {.key = NULL}};

static const struct schema lamp_keys[] = {
    A_POINT("at", true, NULL, "Where it hangs or stands."),
    A_POINT("look", true, NULL, "A point on the axis of its light."),
    {.key = "angle",
     .type = SCHEMA_NUMBER,
     .least = 5,
     .most = 140,
     .unit = "°",
     .standard = "60",
     .sentence = "Of its light, from edge to edge; towards the edge it fades."},
    {.key = "lumens",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 100000,
     .unit = "lm",
     .standard = "400",
     .sentence = "Of all its light."},
    A_COLOR("color", "#ffd2a1", "Of its light."),
    {.key = NULL}};

static const struct schema light_keys[] = {
    {.key = "above",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 100000,
     .unit = "lx",
     .standard = "1",
     .sentence = "On what looks up."},
    {.key = "below",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 100000,
     .unit = "lx",
     .standard = "0.3",
     .sentence = "On what looks down."},
    A_COLOR("color", "#8fa3b0", "Of what comes from above."),
    A_COLOR("below_color", "#8fa3b0", "Of what comes from below."),
    {.key = "sky",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 10000,
     .unit = "cd/m²",
     .standard = "0.05",
     .sentence = "Of the sky overhead."},
    {.key = "horizon",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 10000,
     .unit = "cd/m²",
     .standard = "0.2",
     .sentence = "Of the sky at the horizon."},
    A_COLOR("sky_color", "#31425c", "Of the sky."),
    {.key = "glow",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 4,
     .standard = "1",
     .sentence = "What lit walls and screens give to the room; 1 is as in the world."},
    {.key = NULL}};

static const struct schema eye_keys[] = {A_POINT("at", true, NULL, "Where a visitor begins."),
                                         A_POINT("look", true, NULL, "What they look at."),
                                         {.key = "angle",
                                          .type = SCHEMA_NUMBER,
                                          .least = 5,
                                          .most = 120,
                                          .unit = "°",
                                          .standard = "45",
                                          .sentence = "From top to bottom of the picture."},
                                         {.key = "white",
                                          .type = SCHEMA_NUMBER,
                                          .least = 0.01,
                                          .most = 100000,
                                          .unit = "cd/m²",
                                          .standard = "60",
                                          .sentence = "What is seen as white."},
                                         {.key = NULL}};

static const struct schema a_body = {.type = SCHEMA_TABLE, .of = body_keys};
static const struct schema a_projector = {.type = SCHEMA_TABLE, .of = projector_keys};
static const struct schema a_screen = {.type = SCHEMA_TABLE, .of = screen_keys};
static const struct schema a_lamp = {.type = SCHEMA_TABLE, .of = lamp_keys};

const struct schema installation_room_keys[] = {
    {.key = "bodies",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_BODIES,
     .of = &a_body,
     .standard = "none",
     .sentence = "Walls, floors, things: what light falls on and what has a shadow."},
    {.key = "projectors",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_PROJECTORS,
     .of = &a_projector,
     .standard = "none",
     .sentence = "Where each stands. An output may be thrown by several."},
    {.key = "screens",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_SCREENS,
     .of = &a_screen,
     .standard = "none",
     .sentence = "Outputs that shine by themselves; touched with the mouse."},
    {.key = "speakers",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_STATIONS,
     .of = &a_station,
     .standard = "none",
     .sentence = "Stations whose loudspeakers are seen, with their level."},
    {.key = "lamps",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_LAMPS,
     .of = &a_lamp,
     .standard = "none",
     .sentence = "Lamps of the house, with their shadows."},
    {.key = "light", .type = SCHEMA_TABLE, .of = light_keys, .sentence = "Light of the room."},
    {.key = "eye",
     .type = SCHEMA_TABLE,
     .required = true,
     .of = eye_keys,
     .sentence = "A visitor's."},
    {.key = NULL}};

static double item(const json_t *list, size_t n)
{
    double x = json_number_value(json_array_get(list, n));
    return isfinite(x) ? x : 0;
}

static struct vec3 read_place(const json_t *table, const char *key)
{
    const json_t *list = json_object_get(table, key);
    return (struct vec3){item(list, 0), item(list, 1), item(list, 2)};
}

static void tell(const struct reading *r, const char *path, const char *key, const char *sentence)
{
    char below[SCHEMA_PATH];
    path_below(below, path, key);
    schema_fault(&r->text, FAULT_ERROR, below, "%s", sentence);
}

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

// "#rrggbb", sRGB (IEC 61966-2-1), into light.
static bool color_of(const char *text, float color[3])
{
    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (size_t k = 0; k < 3; k++) {
        int high = digit(text[1 + 2 * k]), low = digit(text[2 + 2 * k]);
        if (high < 0 || low < 0)
            return false;
        double v = (16 * high + low) / 255.0;
        color[k] = (float)(v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return true;
}

static void read_color(const struct reading *r, const char *path, const json_t *table,
                       const char *key, const char *standard, float color[3])
{
    const char *text = json_string_value(json_object_get(table, key));
    if (!color_of(text ? text : standard, color)) {
        tell(r, path, key,
             "is no colour; \"#rrggbb\" is allowed, two digits 0 to f for red, green, "
             "blue");
        color_of(standard, color);
    }
}

// No show depends on a body of the rehearsal: one that is gone is told, and the room does without.
static void read_model(struct reading *r, const char *path, const char *model,
                       struct installation_body *b)
{
    char file[PATH_MAX];
    struct stat st;
    snprintf(file, sizeof file, "%s/%s", r->i->folder, model);
    b->gone = stat(file, &st) != 0 && errno == ENOENT;
    if (b->gone)
        schema_fault(&r->text, FAULT_WARNING, path,
                     "\"%.100s\" is not there; the room is shown without it", model);
    else
        read_inside(r, path, model, S_IFREG, b->model, sizeof b->model);
}

static void read_body(struct reading *r, const char *path, const json_t *value,
                      struct installation_body *b)
{
    const json_t *box = json_object_get(value, "box");
    const char *model = json_string_value(json_object_get(value, "model"));
    const char *up = json_string_value(json_object_get(value, "up"));
    b->line = where_line(r->text.where, path);
    b->at = read_place(value, "at");
    b->turn = read_number(value, "turn", 0) * DEGREE;
    b->lean = read_number(value, "lean", 0) * DEGREE;
    b->scale = read_number(value, "scale", 1);
    b->y_up = up && strcmp(up, "y") == 0;
    b->size = (struct vec3){item(box, 0), item(box, 1), item(box, 2)};
    read_color(r, path, value, "color", "#bab6b0", b->color);
    if (!box == !json_object_get(value, "model"))
        tell(r, path, "box",
             box ? "is there, and so is a model; one of them is allowed"
                 : "is missing, and so is a model; one of them is wanted");
    if (model && schema_is_inside(model)) {
        char below[SCHEMA_PATH];
        path_below(below, path, "model");
        read_model(r, below, model, b);
    }
}

static int output_named(const struct installation_station *s, const char *id)
{
    for (int i = 0; i < s->output_count; i++)
        if (strcmp(s->outputs[i].id, id) == 0)
            return i;
    return -1;
}

// "station/output"; a fault where there is none such.
static void read_whose(const struct reading *r, const char *path, const json_t *value, int *station,
                       int *output)
{
    const char *text = json_string_value(json_object_get(value, "output"));
    const char *slash = text ? strchr(text, '/') : NULL;
    char below[SCHEMA_PATH], id[INSTALLATION_ID];
    path_below(below, path, "output");
    *station = *output = -1;
    if (!text)
        return; // the schema tells it
    if (!slash || (size_t)(slash - text) >= sizeof id) {
        schema_fault(&r->text, FAULT_ERROR, below,
                     "\"%.63s\" has no slash; station/output is wanted", text);
        return;
    }
    snprintf(id, sizeof id, "%.*s", (int)(slash - text), text);
    *station = read_station_named(r, id, below);
    if (*station < 0)
        return;
    const struct installation_station *s = &r->i->stations[*station];
    const char *words[INSTALLATION_OUTPUTS + 1] = {NULL};
    for (int i = 0; i < s->output_count; i++)
        words[i] = s->outputs[i].id;
    *output = output_named(s, slash + 1);
    if (*output >= 0)
        return;
    const char *near = fault_nearest(slash + 1, words);
    *station = -1;
    schema_fault(&r->text, FAULT_ERROR, below, "station \"%s\" has no output \"%.63s\"%s%s%s", id,
                 slash + 1, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static bool apart(struct vec3 a, struct vec3 b)
{
    return fabs(a.x - b.x) + fabs(a.y - b.y) + fabs(a.z - b.z) > 1e-6;
}

static void check_look(const struct reading *r, const char *path, const json_t *value,
                       struct vec3 at, struct vec3 look)
{
    if (json_object_get(value, "at") && json_object_get(value, "look") && !apart(at, look))
        tell(r, path, "look", "is where it stands; another point is wanted");
}

static void read_projector(struct reading *r, const char *path, const json_t *value,
                           struct installation_projector *p)
{
    const json_t *shift = json_object_get(value, "shift");
    p->line = where_line(r->text.where, path);
    read_whose(r, path, value, &p->station, &p->output);
    p->at = read_place(value, "at");
    p->look = read_place(value, "look");
    p->roll = read_number(value, "roll", 0) * DEGREE;
    p->throw_ratio = read_number(value, "throw", 1);
    p->shift = (struct vec2){item(shift, 0), item(shift, 1)};
    p->lumens = read_number(value, "lumens", 5000);
    p->black = read_number(value, "black", 0.0005);
    p->gamma = read_number(value, "gamma", 0);
    check_look(r, path, value, p->at, p->look);
}

static void read_screen(struct reading *r, const char *path, const json_t *value,
                        struct installation_screen *s)
{
    s->line = where_line(r->text.where, path);
    read_whose(r, path, value, &s->station, &s->output);
    s->at = read_place(value, "at");
    s->turn = read_number(value, "turn", 0) * DEGREE;
    s->lean = read_number(value, "lean", 0) * DEGREE;
    s->nits = read_number(value, "nits", 250);
    s->gauze = json_is_true(json_object_get(value, "gauze"));
    s->width_m = read_number(value, "width", 0);
    if (s->station < 0 || s->width_m > 0)
        return;
    const struct installation_output *o = &r->i->stations[s->station].outputs[s->output];
    s->width_m = o->mm_per_px * o->size.width / 1000;
    if (!(s->width_m > 0))
        tell(r, path, "width", "is missing; it is wanted where the output has no mm_per_px");
}

static void read_shown_speakers(struct reading *r, const json_t *list,
                                struct installation_room *room)
{
    size_t n;
    json_t *value;
    json_array_foreach(list, n, value)
    {
        const char *id = json_string_value(value);
        char path[SCHEMA_PATH] = "room.speakers";
        schema_index(&r->text, path, n);
        int station = id ? read_station_named(r, id, path) : -1;
        if (station >= 0)
            room->speakers[station] = true;
    }
}

// As bright as white: the numbers beside it say how bright.
static void read_tint(const struct reading *r, const char *path, const json_t *table,
                      const char *key, const char *standard, float color[3])
{
    read_color(r, path, table, key, standard, color);
    float bright = 0.2126f * color[0] + 0.7152f * color[1] + 0.0722f * color[2];
    for (int k = 0; k < 3; k++)
        color[k] = bright > 1e-4f ? color[k] / bright : 1;
}

static void read_lamp(const struct reading *r, const char *path, const json_t *value,
                      struct installation_lamp *l)
{
    l->line = where_line(r->text.where, path);
    l->at = read_place(value, "at");
    l->look = read_place(value, "look");
    l->angle = read_number(value, "angle", 60) * DEGREE;
    l->lumens = read_number(value, "lumens", 400);
    read_tint(r, path, value, "color", "#ffd2a1", l->color);
    check_look(r, path, value, l->at, l->look);
}

static void read_room_light(struct reading *r, const json_t *table, struct installation_room *room)
{
    float color[3] = {0}, below[3] = {0}, sky[3] = {0};
    read_tint(r, "room.light", table, "color", "#8fa3b0", color);
    read_tint(r, "room.light", table, "below_color", "#8fa3b0", below);
    read_tint(r, "room.light", table, "sky_color", "#31425c", sky);
    for (int k = 0; k < 3; k++) {
        room->above[k] = (float)read_number(table, "above", 1) * color[k];
        room->below[k] = (float)read_number(table, "below", 0.3) * below[k];
        room->sky[k] = (float)read_number(table, "sky", 0.05) * sky[k];
        room->horizon[k] = (float)read_number(table, "horizon", 0.2) * sky[k];
    }
    room->glow = read_number(table, "glow", 1);
}

static void read_eye(struct reading *r, const json_t *table, struct installation_room *room)
{
    room->eye_at = read_place(table, "at");
    room->eye_look = read_place(table, "look");
    room->eye_angle = read_number(table, "angle", 45) * DEGREE;
    room->white_nits = read_number(table, "white", 60);
    check_look(r, "room.eye", table, room->eye_at, room->eye_look);
}

// The n-th value of a list and its path; NULL: there are fewer.
static const json_t *value_of(const struct reading *r, const json_t *table, const char *key, int n,
                              char path[SCHEMA_PATH])
{
    path_below(path, "room", key);
    schema_index(&r->text, path, (size_t)n);
    return json_array_get(json_object_get(table, key), (size_t)n);
}

void read_room(struct reading *r, const json_t *tree)
{
    const json_t *table = json_object_get(tree, "room"), *value;
    struct installation_room *room = &r->i->room;
    char path[SCHEMA_PATH];
    if (!json_is_object(table))
        return;
    room->line = where_line(r->text.where, "room");
    int *n = &room->body_count;
    for (; *n < INSTALLATION_BODIES && (value = value_of(r, table, "bodies", *n, path)); ++*n)
        read_body(r, path, value, &room->bodies[*n]);
    n = &room->projector_count;
    for (; *n < INSTALLATION_PROJECTORS && (value = value_of(r, table, "projectors", *n, path));
         ++*n)
        read_projector(r, path, value, &room->projectors[*n]);
    n = &room->screen_count;
    for (; *n < INSTALLATION_SCREENS && (value = value_of(r, table, "screens", *n, path)); ++*n)
        read_screen(r, path, value, &room->screens[*n]);
    n = &room->lamp_count;
    for (; *n < INSTALLATION_LAMPS && (value = value_of(r, table, "lamps", *n, path)); ++*n)
        read_lamp(r, path, value, &room->lamps[*n]);
    read_shown_speakers(r, json_object_get(table, "speakers"), room);
    read_room_light(r, json_object_get(table, "light"), room);
    read_eye(r, json_object_get(table, "eye"), room);
}
