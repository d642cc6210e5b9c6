// Inside show/: what is used of libasound, as a table that a test can fill with its own.
#pragma once
#include "show/midi.h"

#include <alsa/asoundlib.h>

#define SEQUENCER_FUNCTIONS(X) \
    X(open)                    \
    X(close)                   \
    X(set_client_name)         \
    X(client_id)               \
    X(create_simple_port)      \
    X(connect_from)            \
    X(parse_address)           \
    X(poll_descriptors)        \
    X(event_input)

struct sequencer_library {
#define X(name) __typeof__(&snd_seq_##name) name;
    SEQUENCER_FUNCTIONS(X)
#undef X
};

// Pure. False: nothing that show.lua could name, or out of MIDI's range.
bool sequencer_event(const snd_seq_event_t *from, struct midi_event *to);
