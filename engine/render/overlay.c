// What staff sees over an output: painted when its list changed, there only while it is shown.
#include "render/private.h"

#include "base/log.h"

static bool open_target(struct render *r, struct overlay *o, const struct scene_overlay *from)
{
    struct fault f;
    if (o->target.texture.id || o->failed)
        return o->target.texture.id != 0;
    if (gpu_target_init(r->gpu, &o->target, GPU_SRGBA8, from->width, from->height, &f)) {
        o->version = 0;
        return true;
    }
    o->failed = true;
    log_warning("render", "what staff would see over an output is left out: %s", f.text);
    return false;
}

bool overlay_draw(struct render *r, struct overlay *o, const struct scene_overlay *from)
{
    if (!from->shown) {
        bool was = o->target.texture.id != 0;
        gpu_target_finish(&o->target);
        o->failed = false;
        return was;
    }
    if (!open_target(r, o, from) || o->version == from->list.version)
        return false;
    render_list(r, &from->list, &o->target, false, false);
    o->version = from->list.version;
    return true;
}
