// gestuaire shot --boxes: a station's canvases, or those of all stations, as one JSON file.
#include "verbs/shotboxes.h"

#include "boxes/boxes.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

static void add_station(json_t *stages, const struct station *s)
{
    for (int i = 0; i < s->scene->stage_count; i++) {
        json_t *stage = boxes_of(&s->scene->stages[i], s->scene->now_s, s->text);
        json_object_set_new(stage, "station", json_string(s->place->id));
        json_array_append_new(stages, stage);
    }
}

bool shotboxes_write(struct session *session, const char *file, struct fault *f)
{
    struct engine *e = session->engine;
    json_t *stages = json_array();
    for (int i = 0; i < engine_station_count(e); i++)
        if (session->station < 0 || engine_station(e, i) == session_station(session))
            add_station(stages, engine_station(e, i));
    json_t *all =
        json_pack("{sfso}", "at", session_station(session)->scene->now_s, "stages", stages);
    char *text = json_dumps(all, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    bool good = text ? store_write(file, text, strlen(text), f) : fault_set(f, "memory is short");
    free(text);
    json_decref(all);
    return good;
}
