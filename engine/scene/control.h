// Parameters: numbers with a name that the show moves and scenes read. Built in, on every station:
// `<station>/<stage>/opacity` (0..1), `<station>/gain` (dB), `show/opacity`, `show/gain`. A scene
// declares its own: `<station>/<stage>/<name>`. show/ writes their values before each frame, as
// functions of show time; script/ declares and reads them. Plain data, one registry a station.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define CONTROL_NAME 160 // "facade/wall/glow"
#define CONTROL_UNIT 16
#define CONTROLS_MAX 256

enum control_driver {
    CONTROL_STANDARD, // nobody: its default
    CONTROL_SET,      // a cue, an operator
    CONTROL_TIMELINE
};

struct control {
    char name[CONTROL_NAME], unit[CONTROL_UNIT];
    double least, most, standard;
    double value;    // least..most, of this frame
    bool declared;   // false: the show names it, no scene has declared it yet; no range holds
    uint32_t stages; // bit n: a scene on stage n reads it, and draws when it changes
    enum control_driver driver;
};

struct controls {
    int count;
    struct control items[CONTROLS_MAX];
};

int control_find(const struct controls *c, const char *name); // -1: none
// The one of that name, made when it is new (value 0, not declared). -1: CONTROLS_MAX are there, or
// the name is longer than CONTROL_NAME.
int control_note(struct controls *c, const char *name);
// Range, default and unit from now on; the value is brought into the range, and is the default
// where nobody drives it. -1 as above.
int control_declare(struct controls *c, const char *name, double least, double most,
                    double standard, const char *unit);
// Clamped. True when it is another value than before.
bool control_put(struct control *c, double value);
// Names are ids joined by slashes, two to four: lower-case letters, digits, hyphens.
bool control_is_name(const char *name);
