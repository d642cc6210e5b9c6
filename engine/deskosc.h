// What programs ask of the technician's desk over OSC (docs/osc.md).
#pragma once
#include "station.h"

// Takes what has come: verbs, values set, questions answered. Opens the desk where it is asked to,
// also in kiosk mode: who reaches the port runs the show.
void deskosc_update(struct station *s);
