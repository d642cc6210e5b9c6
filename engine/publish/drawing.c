// A recorded gesture on paper: instants over one another as on Marey's plates, the path of the hand
// in dashes of equal time as in the Gilbreths' cyclegraphs, one angle as in a workshop drawing.
#include "motion/motion.h"
#include "publish/print.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIP_BYTES (64u << 20)
#define DASHES_A_SECOND 12.0
#define DASH 0.68       // of its time; the rest is gap
#define DASHES_MAX 2400 // of one drawing
#define PATH_S 4.0      // of a clip that does not say when it repeats
#define ASIDE 0.30      // rad, from where the hand's path is widest
#define HIGH 0.10       // rad, of the eye
#define EDGE 0.03       // of the frame, empty

struct plate {
    struct book *b;
    const struct print_drawing *d;
    struct motion_clip *clip;
    struct motion_info info;
    int hand, root;
    double period;
    double right[3], up[3];  // the page's axes, in the world
    double scale, left, top; // world m to points
    bool low[MOTION_JOINTS]; // below the hips: they are not looked at
};

static double along(const double axis[3], struct vec3 p)
{
    return axis[0] * p.x + axis[1] * p.y + axis[2] * p.z;
}

static struct vec2 seen(const struct plate *p, struct vec3 at_world)
{
    return (struct vec2){p->left + p->scale * along(p->right, at_world),
                         p->top - p->scale * along(p->up, at_world)};
}

// ---- the clip ----

struct motion_clip *print_clip(const struct publish_desc *d, const json_t *clip, struct fault *f)
{
    char path[1200];
    size_t length;
    const char *file = facts_string(clip, "file"), *up = facts_string(clip, "up");
    if (!file || !d->find(d->user, file, path, sizeof path, f))
        return NULL;
    char *bytes = store_read(path, CLIP_BYTES, &length, f);
    struct motion_desc desc = {.metres_per_unit = json_number_value(json_object_get(clip, "unit")),
                               .z_up = up && strcmp(up, "z") == 0};
    struct motion_clip *m = bytes ? motion_read_bvh(bytes, length, &desc, f) : NULL;
    free(bytes);
    return m;
}

// The asked joint, else the last whose name ends in Hand, else the last of all.
static int find_hand(const struct plate *p)
{
    const char *asked = facts_string(p->d->clip, "hand");
    int hand = asked ? motion_joint(p->clip, asked) : -1;
    for (int j = 0; hand < 0 && j < p->info.joints; j++) {
        const char *name = motion_joint_name(p->clip, j);
        size_t n = strlen(name);
        if (n >= 4 && strcmp(name + n - 4, "Hand") == 0)
            hand = j;
    }
    return hand < 0 ? p->info.joints - 1 : hand;
}

// ---- from where it is seen ----

static double widest_azimuth(const struct plate *p)
{
    double sx = 0, sy = 0, xx = 0, xy = 0, yy = 0;
    const int n = 200;
    for (int i = 0; i < n; i++) {
        struct vec3 h = motion_joint_at(p->clip, p->hand, p->period * i / n);
        sx += h.x;
        sy += h.y;
        xx += h.x * h.x;
        xy += h.x * h.y;
        yy += h.y * h.y;
    }
    return 0.5 * atan2(2 * (xy / n - sx / n * sy / n),
                       (xx / n - sx / n * sx / n) - (yy / n - sy / n * sy / n));
}

// Does the body show its back to an eye there?
static bool from_behind(const struct plate *p, double azimuth)
{
    int r = motion_joint(p->clip, "RightArm"), l = motion_joint(p->clip, "LeftArm");
    if (r < 0 || l < 0)
        return false;
    struct vec3 a = motion_joint_at(p->clip, r, 0), b = motion_joint_at(p->clip, l, 0);
    double facing_x = -(a.y - b.y), facing_y = a.x - b.x;
    return facing_x * sin(azimuth) - facing_y * cos(azimuth) < 0;
}

static void look(struct plate *p)
{
    double a = widest_azimuth(p);
    a = from_behind(p, a) ? a + M_PI : a;
    a += ASIDE;
    double right[3] = {cos(a), sin(a), 0};
    double up[3] = {-sin(a) * sin(HIGH), cos(a) * sin(HIGH), cos(HIGH)};
    memcpy(p->right, right, sizeof right);
    memcpy(p->up, up, sizeof up);
}

struct extent {
    double left, right, low, high;
};

static void widen(const struct plate *p, struct extent *e, struct vec3 at)
{
    double x = along(p->right, at), y = along(p->up, at);
    e->left = fmin(e->left, x);
    e->right = fmax(e->right, x);
    e->low = fmin(e->low, y);
    e->high = fmax(e->high, y);
}

static void frame(struct plate *p)
{
    struct vec3 joints[MOTION_JOINTS];
    struct extent e = {1e9, -1e9, 1e9, -1e9};
    motion_pose(p->clip, 0, joints);
    double hips = joints[p->root].z;
    for (int j = 0; j < p->info.joints; j++)
        p->low[j] = !p->d->bare && joints[j].z < hips - 0.06;
    for (int i = 0; i < 60; i++) {
        motion_pose(p->clip, p->period * i / 60, joints);
        for (int j = 0; j < p->info.joints; j++)
            if (!p->low[j] || j == p->hand)
                widen(p, &e, joints[j]);
    }
    double width = fmax(e.right - e.left, 0.1), height = fmax(e.high - e.low, 0.1);
    const struct print_drawing *d = p->d;
    p->scale = fmin(d->width / width, d->height / height) * (1 - 2 * EDGE);
    p->left = d->x + d->width / 2 - p->scale * (e.left + e.right) / 2;
    p->top = d->y + d->height / 2 + p->scale * (e.low + e.high) / 2;
}

// ---- what is drawn ----

static void add_bones(const struct plate *p, const struct vec3 *joints)
{
    cairo_t *cr = p->b->cr;
    const int head = motion_joint(p->clip, "Head");
    for (int j = 0; j < p->info.joints; j++) {
        int parent = motion_parent(p->clip, j);
        if (parent < 0 || parent == head)
            continue;
        struct vec2 from = seen(p, joints[parent]), to = seen(p, joints[j]);
        cairo_move_to(cr, from.x, from.y);
        cairo_line_to(cr, to.x, to.y);
    }
}

// Between the joint of that name and its end: a circle says which way up they are.
static void add_head(const struct plate *p, const struct vec3 *joints)
{
    int head = motion_joint(p->clip, "Head");
    for (int j = 0; head >= 0 && j < p->info.joints; j++)
        if (motion_parent(p->clip, j) == head) {
            struct vec2 a = seen(p, joints[head]), b = seen(p, joints[j]);
            double radius = 0.42 * hypot(b.x - a.x, b.y - a.y);
            cairo_new_sub_path(p->b->cr);
            cairo_arc(p->b->cr, (a.x + b.x) / 2, (a.y + b.y) / 2, radius, 0, 2 * M_PI);
        }
}

static void draw_instant(const struct plate *p, double t, double grey, double line)
{
    struct vec3 joints[MOTION_JOINTS];
    motion_pose(p->clip, t, joints);
    cairo_set_source_rgb(p->b->cr, grey, grey, grey);
    cairo_set_line_width(p->b->cr, line);
    add_bones(p, joints);
    add_head(p, joints);
    cairo_stroke(p->b->cr);
}

static void draw_joints(const struct plate *p, double t)
{
    struct vec3 joints[MOTION_JOINTS];
    cairo_t *cr = p->b->cr;
    motion_pose(p->clip, t, joints);
    const int head = motion_joint(p->clip, "Head");
    for (int j = 0; j < p->info.joints; j++) {
        struct vec2 at = seen(p, joints[j]);
        if (j == head || (head >= 0 && motion_parent(p->clip, j) == head))
            continue;
        cairo_new_sub_path(cr);
        cairo_arc(cr, at.x, at.y, 1.5, 0, 2 * M_PI);
    }
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill_preserve(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
}

static void draw_path(const struct plate *p, double line)
{
    cairo_t *cr = p->b->cr;
    int dashes = (int)fmin(DASHES_MAX, ceil(p->period * DASHES_A_SECOND));
    for (int i = 0; i < dashes; i++)
        for (int k = 0; k <= 4; k++) {
            double t = (i + DASH * k / 4) / DASHES_A_SECOND;
            struct vec2 at = seen(p, motion_joint_at(p->clip, p->hand, fmin(t, p->period)));
            if (k == 0)
                cairo_move_to(cr, at.x, at.y);
            else
                cairo_line_to(cr, at.x, at.y);
        }
    if (p->d->bare)
        cairo_set_source_rgb(cr, PRINT_EMBER);
    else
        cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, line);
    cairo_stroke(cr);
}

// A length to compare with, and its ticks.
static void draw_scale(const struct plate *p)
{
    static const struct print_style figures = {.family = "text", .size = 6, .leading = 8};
    const double y = p->d->y + p->d->height - 4, length = 0.2 * p->scale;
    cairo_t *cr = p->b->cr;
    for (int i = 0; i <= 2; i++) {
        cairo_move_to(cr, p->d->x + i * length / 2, y - (i == 1 ? 2 : 3));
        cairo_line_to(cr, p->d->x + i * length / 2, y + (i == 1 ? 0 : 3));
    }
    cairo_move_to(cr, p->d->x, y);
    cairo_line_to(cr, p->d->x + length, y);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, 0.4);
    cairo_stroke(cr);
    print_text(p->b, "20 cm", "en", &figures, p->d->x + length + 4, y - 4, 60);
}

// ---- the angle ----

struct corner {
    struct vec2 a, b, c; // on the page
    double angle;        // rad, in the world
};

static bool find_corner(const struct plate *p, double at, struct corner *corner)
{
    const json_t *names = json_object_get(p->d->measure, "joints");
    struct vec3 points[3];
    for (size_t i = 0; i < 3; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int j = name ? motion_joint(p->clip, name) : -1;
        if (j < 0)
            return false;
        points[i] = motion_joint_at(p->clip, j, at);
    }
    *corner = (struct corner){seen(p, points[0]), seen(p, points[1]), seen(p, points[2]),
                              motion_angle(points[0], points[1], points[2])};
    return isfinite(corner->angle);
}

// From the corner through a point and on, as a drawing's extension lines go.
static double extend(const struct plate *p, struct vec2 from, struct vec2 through, double radius)
{
    double dx = through.x - from.x, dy = through.y - from.y, n = hypot(dx, dy);
    n = n > 0 ? n : 1;
    double reach = fmax(n, radius) + 7;
    cairo_move_to(p->b->cr, from.x, from.y);
    cairo_line_to(p->b->cr, from.x + dx / n * reach, from.y + dy / n * reach);
    return atan2(dy, dx);
}

static void draw_figure(const struct plate *p, const struct corner *c, double middle, double radius)
{
    static const struct print_style figures = {
        .family = "text", .size = 9, .leading = 11, .ember = true, .features = "tnum"};
    char text[32];
    cairo_t *cr = p->b->cr;
    snprintf(text, sizeof text, "%.0f°", c->angle * 180 / M_PI);
    double width = print_text_width(p->b, text, "en", &figures);
    double x = c->b.x + cos(middle) * (radius + 13) - width / 2,
           y = c->b.y + sin(middle) * (radius + 13) - 5.5;
    cairo_rectangle(cr, x - 2, y, width + 4, 11);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill(cr);
    print_text(p->b, text, "en", &figures, x, y, width + 20);
}

static void draw_measure(const struct plate *p, double at)
{
    struct corner c;
    cairo_t *cr = p->b->cr;
    if (!find_corner(p, at, &c))
        return;
    double ab = hypot(c.a.x - c.b.x, c.a.y - c.b.y), cb = hypot(c.c.x - c.b.x, c.c.y - c.b.y);
    double radius = fmax(16, 0.55 * fmin(ab, cb));
    cairo_set_source_rgb(cr, PRINT_EMBER);
    cairo_set_line_width(cr, 0.45);
    double from = extend(p, c.b, c.a, radius), to = extend(p, c.b, c.c, radius);
    cairo_stroke(cr);
    double turn = remainder(to - from, 2 * M_PI);
    cairo_set_line_width(cr, 1.5);
    cairo_move_to(cr, c.a.x, c.a.y);
    cairo_line_to(cr, c.b.x, c.b.y);
    cairo_line_to(cr, c.c.x, c.c.y);
    cairo_stroke(cr);
    cairo_set_line_width(cr, 0.7);
    if (turn > 0)
        cairo_arc(cr, c.b.x, c.b.y, radius, from, from + turn);
    else
        cairo_arc_negative(cr, c.b.x, c.b.y, radius, from, from + turn);
    cairo_stroke(cr);
    draw_figure(p, &c, from + turn / 2, radius);
}

static double key_moment(const struct plate *p)
{
    const json_t *at = json_object_get(p->d->measure, "at");
    return at ? fmin(json_number_value(at), p->info.duration_s) : p->period * 0.5;
}

static void draw(const struct plate *p)
{
    cairo_t *cr = p->b->cr;
    const double key = key_moment(p);
    const int instants = p->d->bare ? 28 : 11;
    cairo_save(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    if (!p->d->bare) {
        cairo_rectangle(cr, p->d->x - 2, p->d->y - 2, p->d->width + 4, p->d->height + 4);
        cairo_clip(cr);
    }
    for (int i = 0; i < instants; i++)
        draw_instant(p, p->period * i / instants, p->d->bare ? 0.62 : 0.74, 0.3);
    draw_instant(p, key, 0, p->d->bare ? 0.6 : 0.8);
    draw_path(p, p->d->bare ? 1.1 : 0.55);
    if (!p->d->bare)
        draw_joints(p, key);
    if (p->d->measure && !p->d->bare)
        draw_measure(p, key);
    cairo_restore(cr);
    if (!p->d->bare)
        draw_scale(p);
}

bool print_drawing(struct book *b, const struct print_drawing *drawing)
{
    struct fault f;
    struct plate p = {.b = b, .d = drawing};
    p.clip = print_clip(b->desc, drawing->clip, &f);
    if (!p.clip) {
        if (b->final)
            lost_add(b->desc->lost, "%s: %s", facts_string(drawing->clip, "id"), f.text);
        return false;
    }
    p.info = motion_info(p.clip);
    const json_t *period = json_object_get(drawing->clip, "period");
    p.period = fmin(p.info.duration_s, period ? json_number_value(period) : PATH_S);
    p.hand = find_hand(&p);
    look(&p);
    frame(&p);
    print_tag(b, "Figure");
    draw(&p);
    print_tag_end(b, "Figure");
    motion_destroy(p.clip);
    return true;
}
