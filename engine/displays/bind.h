// Which output goes to which display. Pure: what is there, what is asked and what is remembered,
// in; the same answer whatever the order. First what is known by identity (two alike: by
// connector), then what installation.lua names, then the next free ones.
#pragma once
#include "displays/displays.h"

#define BIND_TEXT 160 // of a name in installation.lua

struct bind_output {
    const char *id;
    const char *wanted; // `display` of installation.lua: a model, "model serial", a connector, a
                        // number from 1, or as SDL calls it; "": any
    bool known;         // remembered, and asked for the same then as now
    struct identity identity;
    char connector[DISPLAY_CONNECTOR];
};

enum bind_how {
    BIND_NOT,      // its display is not there
    BIND_KNOWN,    // by identity
    BIND_NAMED,    // by what installation.lua says
    BIND_NEXT,     // nothing was said: the next free one
    BIND_SILENT,   // who does not say who it is, on the connector that is remembered
    BIND_STRANGER, // another display on the connector that is remembered: a replaced projector?
    BIND_SHARED,   // named by connector or number, and has another output already
};

struct bound {
    int display; // -1: none
    enum bind_how how;
};

// `to`: one each output. Displays that are not lit are passed over.
void displays_bind(const struct display *there, int count, const struct bind_output *outputs,
                   int output_count, struct bound *to);
// Whether a text of installation.lua names this display (numbers are not looked at).
int display_number(const char *text); // 0: it is no number from 1 to DISPLAYS_MAX
bool display_named(const struct display *d, const char *text);
