// Every key that show.lua may have.
#include "show/plan_reading.h"

static const char *const transitions[] = {"cut", "fade", "black", "wipe", NULL};
static const char *const ends[] = {"end", NULL};
static const char *const midi_verbs[] = {"go", "back", "panic", "resume", NULL};
// As scene/ease.h names them: plan_test compares.
static const char *const eases[] = {"inout",      "in",         "out",        "linear",
                                    "in-sine",    "out-sine",   "inout-sine", "in-quad",
                                    "out-quad",   "inout-quad", "in-back",    "out-back",
                                    "inout-back", "hold",       NULL};

const char *const *plan_transition_words(void)
{
    return transitions;
}

const char *const *plan_ease_words(void)
{
    return eases;
}

#define SECONDS(most_s) .type = SCHEMA_NUMBER, .least = 0, .most = (most_s), .unit = "s"

static const struct schema a_cue_id = {.type = SCHEMA_ID};
static const struct schema a_value = {.type = SCHEMA_VALUE, .most = PARAM_TEXT_SIZE - 1};
static const struct schema a_number = {.type = SCHEMA_NUMBER, .least = -1e6, .most = 1e6};
static const struct schema a_day = {.type = SCHEMA_DAY};

static const struct schema enter_keys[] = {
    {.key = "scene",
     .type = SCHEMA_ID,
     .required = true,
     .sentence = "scenes/<name>/scene.lua here or in the program."},
    {.key = "param",
     .type = SCHEMA_PATHS,
     .least = 0,
     .most = PARAMS_MAX,
     .of = &a_value,
     .standard = "none",
     .sentence = "Its stage.param."},
    {.key = "transition",
     .type = SCHEMA_WORD,
     .words = transitions,
     .standard = "cut; fade where a duration is given, wipe where a mask is",
     .sentence = "How it comes: cut, dissolve, through black, or behind a mask."},
    {.key = "duration",
     SECONDS(TRANSITION_LONGEST_S),
     .standard = "1",
     .sentence = "How long the transition takes."},
    {.key = "soft",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 1,
     .standard = "0.1",
     .sentence = "Of a wipe: how soft its edge is."},
    {.key = "mask",
     .type = SCHEMA_FILE,
     .most = TRANSITION_MASK - 1,
     .standard = "from left to right",
     .sentence = "Of a wipe: a grey picture; where it is dark the next scene comes first."},
    {.key = NULL}};
static const struct schema an_enter = {.type = SCHEMA_TABLE, .of = enter_keys};

static const struct schema some_params = {
    .type = SCHEMA_PATHS, .least = 0, .most = PARAMS_MAX, .of = &a_value};

static const struct schema osc_keys[] = {
    {.key = "to",
     .type = SCHEMA_ID,
     .required = true,
     .sentence = "A name of `osc` in installation.lua."},
    {.key = "address", .type = SCHEMA_TEXT, .required = true, .most = 127, .sentence = "\"/go\"."},
    {.key = "values",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PARAMS_MAX,
     .of = &a_value,
     .standard = "none",
     .sentence = "Its arguments."},
    {.key = NULL}};
static const struct schema an_osc = {.type = SCHEMA_TABLE, .of = osc_keys};

static const struct schema cue_keys[] = {
    {.key = "id", .type = SCHEMA_ID, .required = true, .sentence = "Its name, once in the show."},
    {.key = "label",
     .type = SCHEMA_LABELS,
     .most = INSTALLATION_TEXT - 1,
     .standard = "its id",
     .sentence = "What the operator reads."},
    {.key = "scenes",
     .type = SCHEMA_PATHS,
     .least = 0,
     .most = 64,
     .of = &an_enter,
     .standard = "what plays goes on",
     .sentence = "Scenes it brings, by station (that has one stage) or station/stage."},
    {.key = "set",
     .type = SCHEMA_PATHS,
     .least = 0,
     .most = 64,
     .of = &a_number,
     .standard = "none",
     .sentence = "Parameters, by full name, and their new values."},
    {.key = "over", SECONDS(3600), .standard = "0", .sentence = "How long `set` takes."},
    {.key = "ease",
     .type = SCHEMA_WORD,
     .words = eases,
     .standard = "inout",
     .sentence = "How `set` gets there."},
    {.key = "timelines",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PLAN_TIMELINES,
     .of = &a_cue_id,
     .standard = "none",
     .sentence = "Timelines that begin; the last named wins a parameter that two of them move."},
    {.key = "stop",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PLAN_TIMELINES,
     .of = &a_cue_id,
     .standard = "none",
     .sentence = "Timelines that stop where they are."},
    {.key = "send",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = 16,
     .of = &some_params,
     .standard = "none",
     .sentence = "Messages of installation.lua, by name, and what is in them."},
    {.key = "osc",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = 16,
     .of = &an_osc,
     .standard = "none",
     .sentence = "What other programs are told."},
    {.key = "wait", SECONDS(PLAN_LONGEST_S), .standard = "0", .sentence = "Between GO and it."},
    {.key = "follow",
     SECONDS(PLAN_LONGEST_S),
     .words = ends,
     .standard = "the next waits for GO",
     .sentence = "The next cue comes by itself, so long after this one or at its end."},
    {.key = "duration",
     SECONDS(PLAN_LONGEST_S),
     .standard = "its longest fade, transition or timeline",
     .sentence = "How long it is, for \"end\" and for the operator."},
    {.key = "next",
     .type = SCHEMA_ID,
     .standard = "the next in the list",
     .sentence = "The cue that comes after it."},
    {.key = NULL}};
static const struct schema a_cue = {.type = SCHEMA_TABLE, .of = cue_keys};

static const struct schema key_parts[] = {
    {.key = "at", .required = true, SECONDS(PLAN_LONGEST_S)},
    {.key = "value", .required = true, .type = SCHEMA_NUMBER, .least = -1e6, .most = 1e6},
    {.key = "ease", .type = SCHEMA_WORD, .words = eases},
    {.key = NULL}};
static const struct schema a_key = {.type = SCHEMA_TUPLE, .of = key_parts};
static const struct schema a_track = {.type = SCHEMA_LIST, .least = 1, .most = 512, .of = &a_key};

static const struct schema timeline_keys[] = {
    {.key = "id", .type = SCHEMA_ID, .required = true, .sentence = "Its name, once in the show."},
    {.key = "duration",
     SECONDS(PLAN_LONGEST_S),
     .standard = "its last key",
     .sentence = "How long it is."},
    {.key = "loop",
     .type = SCHEMA_BOOL,
     .standard = "false: it holds its last values",
     .sentence = "It begins again at its end."},
    {.key = "tracks",
     .type = SCHEMA_PATHS,
     .required = true,
     .least = 1,
     .most = 64,
     .of = &a_track,
     .sentence = "Keys of each parameter, by full name: seconds, value, how it gets there."},
    {.key = NULL}};
static const struct schema a_timeline = {.type = SCHEMA_TABLE, .of = timeline_keys};

static const struct schema item_keys[] = {
    {.key = "cue", .type = SCHEMA_ID, .required = true, .sentence = "What is played."},
    {.key = "stay",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 86400,
     .unit = "s",
     .standard = "to the end",
     .sentence = "Until the next one's turn; after the last the first comes again."},
    {.key = NULL}};
static const struct schema an_item = {.type = SCHEMA_TABLE, .of = item_keys};

static const struct schema programme_keys[] = {
    {.key = "days",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = 7,
     .of = &schema_weekday,
     .standard = "every day",
     .sentence = "Days of the week."},
    {.key = "dates",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = PLAN_DATES,
     .of = &a_day,
     .standard = "any",
     .sentence = "On these days and no other."},
    {.key = "except",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = PLAN_DATES,
     .of = &a_day,
     .standard = "none",
     .sentence = "Not on these days."},
    {.key = "from", .type = SCHEMA_HOUR, .standard = "00:00", .sentence = "Local time."},
    {.key = "to",
     .type = SCHEMA_HOUR,
     .standard = "24:00",
     .sentence = "Local time; before `from`: of the day after."},
    {.key = "play",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = 64,
     .of = &an_item,
     .sentence = "Cues, one after the other, again and again."},
    {.key = NULL}};
static const struct schema a_programme = {.type = SCHEMA_TABLE, .of = programme_keys};

static const struct schema a_list = {
    .type = SCHEMA_LIST, .least = 1, .most = PLAN_CUES, .of = &a_cue_id};

#define MIDI_NUMBER .type = SCHEMA_WHOLE, .least = 0, .most = 127

static const struct schema midi_keys[] = {
    {.key = "note",
     MIDI_NUMBER,
     .standard = "one of note, controller, program",
     .sentence = "A key that is pressed; 60 is the middle C."},
    {.key = "controller",
     MIDI_NUMBER,
     .standard = "the same",
     .sentence = "A fader or knob, or a button that sends one: pressed from 64 on."},
    {.key = "program",
     MIDI_NUMBER,
     .standard = "the same",
     .sentence = "A program change; devices that count from 1 show one more."},
    {.key = "channel",
     .type = SCHEMA_WHOLE,
     .least = 1,
     .most = 16,
     .standard = "any",
     .sentence = "Where it is heard."},
    {.key = "verb",
     .type = SCHEMA_WORD,
     .words = midi_verbs,
     .standard = "one of verb, cue, list, parameter",
     .sentence = "What it does."},
    {.key = "cue",
     .type = SCHEMA_ID,
     .standard = "the same",
     .sentence = "The cue that comes, after its `wait`."},
    {.key = "list",
     .type = SCHEMA_ID,
     .standard = "the same",
     .sentence = "GO goes on at its beginning."},
    {.key = "parameter",
     .type = SCHEMA_TEXT,
     .most = CONTROL_NAME - 1,
     .standard = "the same",
     .sentence = "What a controller moves, by full name."},
    {.key = "from",
     .type = SCHEMA_NUMBER,
     .least = -1e6,
     .most = 1e6,
     .standard = "0",
     .sentence = "The parameter where the controller is at 0."},
    {.key = "to",
     .type = SCHEMA_NUMBER,
     .least = -1e6,
     .most = 1e6,
     .standard = "1",
     .sentence = "And at 127."},
    {.key = NULL}};
static const struct schema a_midi = {.type = SCHEMA_TABLE, .of = midi_keys};

const struct schema plan_keys[] = {
    {.key = "cues",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = PLAN_CUES,
     .of = &a_cue,
     .sentence = "The moments of the show, in the order of GO."},
    {.key = "start",
     .type = SCHEMA_ID,
     .standard = "the stages' own scenes, until GO",
     .sentence = "The cue that comes by itself when the show begins."},
    {.key = "panic",
     SECONDS(60),
     .standard = "2",
     .sentence = "How long PANIC takes to be dark and silent."},
    {.key = "lists",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = PLAN_LISTS - 1,
     .of = &a_list,
     .standard = "one list of all cues",
     .sentence = "Lists beside \"main\", which has the cues that are in no other."},
    {.key = "timelines",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PLAN_TIMELINES,
     .of = &a_timeline,
     .standard = "none",
     .sentence = "Parameters that move by themselves."},
    {.key = "programmes",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PLAN_PROGRAMMES,
     .of = &a_programme,
     .standard = "none",
     .sentence = "Cues by day and hour; of two at the same time the last holds."},
    {.key = "midi",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = PLAN_MIDI,
     .of = &a_midi,
     .standard = "none",
     .sentence = "What notes, controllers and programs do (docs/osc.md, MIDI)."},
    {.key = "midi_from",
     .type = SCHEMA_TEXT,
     .most = INSTALLATION_ID - 1,
     .standard = "what `aconnect` connects",
     .sentence = "The device that is listened to, by the beginning of its name: \"nanoKONTROL\"."},
    {.key = "midi_at",
     .type = SCHEMA_ID,
     .standard = "the first station",
     .sentence = "The station that hears it; the others follow."},
    {.key = NULL}};

char *plan_document(void)
{
    return schema_document(plan_keys, "");
}
