// A plan from a few lines of show.lua, in a house of two stations: "facade" with the stages "wall"
// and "frieze", "kiosk" with "screen"; all play scene "a". cmocka asserts inside.
#pragma once
#include "show/course.h"

// Fails the test when the text has a fault.
struct show_plan *planned(const char *text);
// NULL, or the plan; faults are the caller's.
struct show_plan *planned_faulty(const char *text, struct faults *faults);
const struct installation *planned_house(void);
struct course_names planned_names(void);
