// A clip in the bundle: its joints over time as numbers, and a drawing of it.
#include "motion/motion.h"
#include "publish/bundle.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define FRAMES_MOST 600
#define RATE_HZ 30.0
#define DRAWING_WIDTH 480.0
#define DRAWING_HEIGHT 360.0

static json_t *frame_at(const struct motion_clip *m, int joints, double t)
{
    struct vec3 at[MOTION_JOINTS];
    json_t *frame = json_array();
    motion_pose(m, t, at);
    for (int j = 0; j < joints; j++) { // millimetres: no figure of a body needs more
        json_array_append_new(frame, json_integer((json_int_t)lround(at[j].x * 1000)));
        json_array_append_new(frame, json_integer((json_int_t)lround(at[j].y * 1000)));
        json_array_append_new(frame, json_integer((json_int_t)lround(at[j].z * 1000)));
    }
    return frame;
}

json_t *bundle_clip(const struct bundle *b, const json_t *clip)
{
    struct fault f;
    struct motion_clip *m = print_clip(b->d, clip, &f);
    if (!m) {
        lost_add(b->d->lost, "%s: %s", facts_string(clip, "id"), f.text);
        return NULL;
    }
    struct motion_info info = motion_info(m);
    json_t *parents = json_array(), *names = json_array(), *frames = json_array();
    for (int j = 0; j < info.joints; j++) {
        json_array_append_new(parents, json_integer(motion_parent(m, j)));
        json_array_append_new(names, json_string(motion_joint_name(m, j)));
    }
    int count = (int)fmin(FRAMES_MOST, ceil(info.duration_s * RATE_HZ) + 1);
    double step = count > 1 ? info.duration_s / (count - 1) : 0;
    for (int i = 0; i < count; i++)
        json_array_append_new(frames, frame_at(m, info.joints, i * step));
    const char *hand = facts_string(clip, "hand");
    json_t *told = json_pack("{s:f, s:f, s:i, s:o, s:o, s:o}", "duration", info.duration_s, "step",
                             step, "hand", hand ? motion_joint(m, hand) : -1, "parents", parents,
                             "names", names, "frames", frames);
    motion_destroy(m);
    return told;
}

bool bundle_drawing(struct bundle *b, const json_t *gesture, const char *name)
{
    char path[BUNDLE_PATH + 160];
    const json_t *clip = facts_one(b->d, gesture, "clip");
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    cairo_surface_t *s = cairo_svg_surface_create(path, DRAWING_WIDTH, DRAWING_HEIGHT);
    if (!print_open(&b->book, s)) {
        cairo_surface_destroy(s);
        return false;
    }
    bool drawn =
        print_drawing(&b->book,
                      &(struct print_drawing){.clip = clip,
                                              .measure = json_object_get(gesture, "measure"),
                                              .language = b->d->languages[0],
                                              .x = 10,
                                              .y = 10,
                                              .width = DRAWING_WIDTH - 20,
                                              .height = DRAWING_HEIGHT - 20});
    print_close(&b->book);
    cairo_surface_finish(s);
    drawn = drawn && cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(s);
    if (!drawn)
        remove(path);
    return drawn;
}
