// The room of an installation as rehearsal/ wants it: bodies with those of projectors, screens and
// loudspeakers among them, and whose outputs and channels light and sound it. Plain numbers.
#pragma once
#include "installation/installation.h"
#include "rehearsal/rehearsal.h"

#define ROOMDESC_NAME (INSTALLATION_PATH + 64)

struct roomdesc {
    struct rehearsal_desc desc; // points into the rest
    struct rehearsal_body bodies[REHEARSAL_BODIES];
    struct rehearsal_projector projectors[INSTALLATION_PROJECTORS];
    struct rehearsal_screen screens[INSTALLATION_SCREENS];
    struct rehearsal_speaker speakers[REHEARSAL_SPEAKERS];
    struct rehearsal_lamp lamps[INSTALLATION_LAMPS];
    struct {
        int station, output; // indices in the installation
    } thrown[INSTALLATION_PROJECTORS], shown[INSTALLATION_SCREENS];
    struct {
        int station, channel; // from 0
    } heard[REHEARSAL_SPEAKERS];
    int body_count, projector_count, screen_count, speaker_count;
    // How faults name bodies, projectors, screens and lamps: file, line, key.
    char names[INSTALLATION_BODIES + INSTALLATION_PROJECTORS + INSTALLATION_SCREENS +
               INSTALLATION_LAMPS][ROOMDESC_NAME];
    struct rehearsal_eye eye;
};

// The installation is borrowed for as long as `to` is used. What is too much of loudspeakers is
// left out.
void roomdesc_fill(const struct installation *in, struct roomdesc *to);
