// Screens, projectors and energy of a kiosk.
#include "sparing.h"
#include "base/log.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static_assert(INSTALLATION_OUTPUTS <= LAMPS_PROJECTORS, "projectors");

static enum lamps_screens screens_of(const struct sparing_desc *desc)
{
    bool sway = getenv("SWAYSOCK") != NULL; // NOLINT(concurrency-mt-unsafe)
    if (!desc->driver || desc->place->output_count == 0)
        return LAMPS_NO_SCREENS;
    if (strcmp(desc->driver, "x11") == 0 && !sway)
        return LAMPS_X11;
    if (sway)
        return LAMPS_SWAY; // with Xwayland, too
    return strcmp(desc->driver, "wayland") == 0 ? LAMPS_LIT_ALWAYS : LAMPS_NO_SCREENS;
}

// pjlink-<output>.txt, else pjlink.txt.
static const char *password_of(struct sparing *s, const struct sparing_desc *desc, int output)
{
    char *path = s->passwords[output];
    if (!desc->state)
        return NULL;
    snprintf(path, sizeof s->passwords[0], "%s/pjlink-%s.txt", desc->state,
             desc->place->outputs[output].id);
    if (access(path, F_OK) != 0)
        snprintf(path, sizeof s->passwords[0], "%s/pjlink.txt", desc->state);
    return path;
}

static void open_lamps(struct sparing *s, const struct sparing_desc *desc)
{
    struct lamps_desc lamps = {.screens = screens_of(desc)};
    struct fault f;
    for (int i = 0; i < desc->place->output_count; i++) {
        const struct installation_output *o = &desc->place->outputs[i];
        struct lamps_projector *p = &lamps.projectors[lamps.projector_count];
        if (!o->pjlink[0])
            continue;
        memcpy(p->id, o->id, sizeof p->id);
        memcpy(p->host, o->pjlink, sizeof p->host);
        p->port = o->pjlink_port;
        p->mute = o->pjlink_mute;
        p->password = password_of(s, desc, i);
        lamps.projector_count++;
    }
    if (lamps.screens == LAMPS_NO_SCREENS && !lamps.projector_count)
        return;
    s->lamps = lamps_create(&lamps, &f);
    if (!s->lamps)
        log_warning("lamps", "%s; screens and projectors stay as they are", f.text);
}

static void open_energy(struct sparing *s, const struct sparing_desc *desc)
{
    struct energy_desc energy = {0};
    struct fault f;
    for (int i = 0; i < desc->place->output_count; i++) {
        energy.screens_w += desc->place->outputs[i].watts;
        energy.screens_asleep_w += desc->place->outputs[i].watts_asleep;
    }
    snprintf(s->file, sizeof s->file, "%s/energy-%s.json", desc->state, desc->place->id);
    energy.file = s->file;
    s->energy = energy_create(&energy, &f);
    if (!s->energy)
        log_warning("energy", "%s; nothing is counted", f.text);
}

void sparing_open(struct sparing *s, const struct sparing_desc *desc, bool hours)
{
    if (hours)
        open_lamps(s, desc);
    if (desc->state)
        open_energy(s, desc);
}

void sparing_close(struct sparing *s)
{
    lamps_destroy(s->lamps);
    energy_destroy(s->energy);
    *s = (struct sparing){0};
}

void sparing_follow(struct sparing *s, enum shift_phase phase)
{
    if (s->lamps)
        lamps_set(s->lamps, shift_showing(phase), shift_lamps(phase));
    if (s->energy)
        energy_set(s->energy, shift_awake(phase), shift_showing(phase));
}
