// gestuaire shot --boxes: where the texts and controls of each canvas lie, as a file.
#pragma once
#include "verbs/verbs.h"

// Of the station that was asked for, else of all: {"at": seconds, "stages": [boxes/boxes.h, each
// with its "station"]}.
bool shotboxes_write(struct session *session, const char *file, struct fault *f);
