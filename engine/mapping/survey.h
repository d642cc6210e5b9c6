// What each output shows, shares and gives up, and how fine its px are on each surface: counted on
// samples. Pure numbers.
#pragma once
#include "mapping/mapping.h"

#define SURVEY_SAMPLES (1 << 17) // of an output and of a surface, about

struct survey_output {
    double lit;                     // of its px: they show a surface
    double shows[MAPPING_SURFACES]; // of its px: they show this one
    double shared[MAPPING_OUTPUTS]; // of its px: they show one, and this output lights it as well
    double blend, gain, black;      // of the light that its lit px could give: taken by masks and
                                    // soft edges; of the rest by gain and white point; and of
                                    // that by what lifted black leaves above it
};

// Output px for one of the canvas; all 0: dark.
struct survey_fine {
    double least, mean, most;
};

struct survey_surface {
    double by[MAPPING_OUTPUTS + 1]; // of what it shows: lit by so many outputs
    struct survey_fine along[2];    // rows, columns
};

struct survey {
    struct survey_output outputs[MAPPING_OUTPUTS];
    struct survey_surface surfaces[MAPPING_SURFACES];
    double black; // where most rasters overlap, as a share of the strongest light; 0: not lifted
};

// False and a fault: the mapping's desc cannot be blended, or no memory.
bool survey_take(const struct mapping *m, struct survey *s, struct fault *f);
