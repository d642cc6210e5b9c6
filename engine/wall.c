// Stations side by side in one window or one picture.
#include "wall.h"

#include <math.h>

static int round_to(double v)
{
    return (int)lround(v);
}

static struct pane pane_in(const struct pane *tile, const struct installation_station *place,
                           int output)
{
    const struct installation_output *o = &place->outputs[output];
    double scale = (double)tile->width / place->composition.width;
    int left = round_to(tile->x + o->at.x * scale), top = round_to(tile->y + o->at.y * scale);
    int right = round_to(tile->x + (o->at.x + o->size.width) * scale);
    int bottom = round_to(tile->y + (o->at.y + o->size.height) * scale);
    return (struct pane){
        .output = output, .x = left, .y = top, .width = right - left, .height = bottom - top};
}

int wall_panes(const struct station *stations, int count, struct size2 size, struct pane *panes,
               struct size2 *sizes, int room)
{
    struct pane tiles[INSTALLATION_STATIONS] = {0};
    struct size2 compositions[INSTALLATION_STATIONS] = {0};
    int shown[INSTALLATION_STATIONS], tile_count = 0, pane_count = 0;
    for (int i = 0; i < count; i++) {
        if (stations[i].place->output_count == 0)
            continue; // only heard
        tiles[tile_count].station = i;
        compositions[tile_count] = stations[i].place->composition;
        shown[tile_count++] = i;
    }
    surfaces_layout(size, compositions, tiles, tile_count);
    for (int i = 0; i < tile_count; i++) {
        const struct installation_station *place = stations[shown[i]].place;
        for (int k = 0; k < place->output_count && pane_count < room; k++) {
            sizes[pane_count] = place->outputs[k].size;
            panes[pane_count] = pane_in(&tiles[i], place, k);
            panes[pane_count++].station = shown[i];
        }
    }
    return pane_count;
}
