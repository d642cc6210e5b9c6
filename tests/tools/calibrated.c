// A wall of two projectors and its desk.
#include "tools/calibrated.h"

#include <string.h>

struct mapping_desc wall(void)
{
    struct mapping_desc d = {.surface_count = 2, .output_count = 2, .mask_count = 1};
    for (int i = 0; i < 2; i++) {
        double x = i * 1024;
        d.outputs[i] =
            (struct mapping_output){.at = {x, 0},
                                    .size = {1280, 800},
                                    .corners = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}}};
        d.surfaces[i] = (struct mapping_surface){.canvas = i,
                                                 .size = {1152, 800},
                                                 .source_size = {1152, 800},
                                                 .corners = {{i * 1152.0, 0},
                                                             {i * 1152.0 + 1152, 0},
                                                             {i * 1152.0 + 1152, 800},
                                                             {i * 1152.0, 800}}};
    }
    warp_grid_plain(&d.surfaces[1].grid, WARP_CATMULL_ROM, 4, 3);
    d.masks[0] =
        (struct mapping_mask){.of_surface = true,
                              .owner = 0,
                              .count = 3,
                              .corners = {{.at = {10, 10}}, {.at = {900, 20}}, {.at = {400, 700}}}};
    return d;
}

const struct desk_names names = {
    .of = {[DESK_OUTPUT] = {"nord", "sud"}, [DESK_SURFACE] = {"frieze", "wall"}}};

double unix_s = 1764423212;
static double told_time(void)
{
    return unix_s;
}

struct desk *open_desk(const char *file, const struct mapping_desc *start)
{
    struct faults told = {0};
    struct desk *d = desk_create(
        &(struct desk_desc){.file = file, .start = start, .names = names, .now_s = told_time},
        &told);
    faults_finish(&told);
    assert_non_null(d);
    return d;
}

bool same_grid(const struct warp_grid *a, const struct warp_grid *b)
{
    return a->kind == b->kind && a->columns == b->columns && a->rows == b->rows &&
           memcmp(a->points, b->points, sizeof *a->points * (size_t)(a->columns * a->rows)) == 0;
}

// Without the desk's own tables: member by member.
bool same(const struct mapping_desc *a, const struct mapping_desc *b)
{
    bool good = a->mask_count == b->mask_count;
    for (int i = 0; i < a->output_count; i++)
        good = good &&
               memcmp(a->outputs[i].corners, b->outputs[i].corners, sizeof a->outputs[i].corners) ==
                   0 &&
               same_grid(&a->outputs[i].grid, &b->outputs[i].grid) &&
               a->outputs[i].light.gamma == b->outputs[i].light.gamma &&
               a->outputs[i].light.blend == b->outputs[i].light.blend;
    for (int i = 0; i < a->surface_count; i++)
        good = good &&
               memcmp(a->surfaces[i].corners, b->surfaces[i].corners,
                      sizeof a->surfaces[i].corners) == 0 &&
               a->surfaces[i].source_at.x == b->surfaces[i].source_at.x &&
               a->surfaces[i].source_at.y == b->surfaces[i].source_at.y &&
               a->surfaces[i].source_size.x == b->surfaces[i].source_size.x &&
               a->surfaces[i].source_size.y == b->surfaces[i].source_size.y &&
               same_grid(&a->surfaces[i].grid, &b->surfaces[i].grid);
    return good && memcmp(a->masks, b->masks, sizeof a->masks) == 0;
}

struct desk_value corner(int owner, int index, double x, double y)
{
    return (struct desk_value){.at = {DESK_OUTPUT, DESK_CORNER, (uint16_t)owner, (uint16_t)index},
                               .numbers = {x, y}};
}

void set(struct desk *d, struct desk_value v, bool more)
{
    struct fault f;
    if (!desk_set(d, &v, 1, more, &f))
        fail_msg("%s", f.text);
}
