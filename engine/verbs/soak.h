// gestuaire bench soak: hours of visitors on one station in minutes, and films in real time; what
// memory, frames, scenes and the log do meanwhile.
#pragma once
#include <stdbool.h>

struct soak {
    const char *folder, *station; // NULL: the villa's kiosk
    const char *films, *films_at; // NULL: Tarn-et-Garonne's wall
    const char *state;            // folder; emptied by nobody
    double hours;                 // simulated; 0: none
    double films_s;               // real; 0: none
    unsigned seed;
    bool json;
    bool
        quick; // one visitor again and again, at the same moments: nothing but a leak makes a slope
    bool paced;   // visitors in real time
    bool painted; // what visitors see is painted; else OpenGL does nothing
};

// One object on standard output. EXIT_FAILED when it could not run; a goal that is not met is told.
int soak_run(const char *root, const struct soak *soak);
