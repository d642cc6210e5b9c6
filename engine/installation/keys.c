// Every key that installation.lua may have.
#include "installation/private.h"

#define REACH 65536 // px, of the composition

static const struct schema a_language = {.type = SCHEMA_TEXT, .most = 11};
static const struct schema a_station_id = {.type = SCHEMA_ID};
static const struct schema an_edge = {
    .type = SCHEMA_WHOLE, .least = 1, .most = INSTALLATION_EDGE, .unit = "px"};
static const struct schema a_wide_edge = {
    .type = SCHEMA_WHOLE, .least = 1, .most = REACH, .unit = "px"};
static const struct schema a_place = {
    .type = SCHEMA_NUMBER, .least = -REACH, .most = REACH, .unit = "px"};
static const struct schema a_point = {.type = SCHEMA_LIST, .least = 2, .most = 2, .of = &a_place};
static const struct schema a_coordinate = {
    .type = SCHEMA_NUMBER, .least = -1000, .most = 1000, .unit = "m"};

static const struct schema stage_keys[] = {
    {.key = "canvas",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 2,
     .most = 2,
     .of = &an_edge,
     .sentence = "Width and height of what the scene draws on."},
    {.key = "scene",
     .type = SCHEMA_ID,
     .required = true,
     .sentence = "The scene it starts with: scenes/<name>/scene.lua here or in the program."},
    {.key = NULL}};

static const struct schema surface_keys[] = {
    {.key = "stage",
     .type = SCHEMA_ID,
     .required = true,
     .sentence = "The stage of this station whose canvas lands here."},
    {.key = "corners",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 4,
     .most = 4,
     .of = &a_point,
     .sentence = "In the composition: top left, top right, bottom right, bottom left. Convex."},
    {.key = NULL}};

static const struct schema output_keys[] = {
    {.key = "at",
     .type = SCHEMA_LIST,
     .least = 2,
     .most = 2,
     .of = &a_place,
     .standard = "{ 0, 0 }",
     .sentence = "Its top left corner in the composition."},
    {.key = "size",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 2,
     .most = 2,
     .of = &an_edge,
     .sentence = "Width and height of the projector or screen."},
    {.key = "display",
     .type = SCHEMA_TEXT,
     .most = INSTALLATION_TEXT - 1,
     .standard = "any",
     .sentence = "The display it goes to, as gestuaire doctor names it."},
    {.key = "corners",
     .type = SCHEMA_LIST,
     .least = 4,
     .most = 4,
     .of = &a_point,
     .standard = "its own",
     .sentence = "The warp: where its corners land, in px of its own, in the order of surfaces."},
    {.key = "mm_per_px",
     .type = SCHEMA_NUMBER,
     .least = 0.01,
     .most = 100,
     .unit = "mm",
     .sentence = "Of a screen that is touched or read from near."},
    {.key = "height_mm",
     .type = SCHEMA_NUMBER,
     .least = -10000,
     .most = 100000,
     .unit = "mm",
     .sentence =
         "Of its lower edge over the floor: with mm_per_px it says which controls people reach."},
    {.key = NULL}};

static const struct schema speaker_keys[] = {{.key = "id",
                                              .type = SCHEMA_ID,
                                              .standard = "its number in the list",
                                              .sentence = "Its name in messages."},
                                             {.key = "channel",
                                              .type = SCHEMA_WHOLE,
                                              .required = true,
                                              .least = 1,
                                              .most = INSTALLATION_SPEAKERS,
                                              .sentence = "Of the sound device."},
                                             {.key = "at",
                                              .type = SCHEMA_LIST,
                                              .required = true,
                                              .least = 3,
                                              .most = 3,
                                              .of = &a_coordinate,
                                              .sentence = "In the world: x, y, and z up."},
                                             {.key = "gain_db",
                                              .type = SCHEMA_NUMBER,
                                              .least = -60,
                                              .most = 12,
                                              .unit = "dB",
                                              .standard = "0",
                                              .sentence = "Added to what it plays."},
                                             {.key = NULL}};

static const struct schema tuio_keys[] = {
    {.key = "port",
     .type = SCHEMA_WHOLE,
     .least = 1,
     .most = 65535,
     .standard = "3333",
     .sentence = "UDP, on all addresses of the machine."},
    {.key = "output",
     .type = SCHEMA_ID,
     .standard = "the first",
     .sentence =
         "The output whose glass the tracker looks at: its 0 to 1 are that output's edges."},
    {.key = NULL}};

static const struct schema a_stage = {.type = SCHEMA_TABLE, .of = stage_keys};
static const struct schema a_surface = {.type = SCHEMA_TABLE, .of = surface_keys};
static const struct schema an_output = {.type = SCHEMA_TABLE, .of = output_keys};
static const struct schema a_speaker = {.type = SCHEMA_TABLE, .of = speaker_keys};

static const struct schema station_keys[] = {
    {.key = "title",
     .type = SCHEMA_LABELS,
     .most = INSTALLATION_TEXT - 1,
     .sentence = "As the public and staff see it."},
    {.key = "composition",
     .type = SCHEMA_LIST,
     .least = 2,
     .most = 2,
     .of = &a_wide_edge,
     .standard = "what the outputs cover",
     .sentence = "The raster in which surfaces lie and outputs overlap."},
    {.key = "stages",
     .type = SCHEMA_MAP,
     .required = true,
     .least = 1,
     .most = INSTALLATION_STAGES,
     .of = &a_stage,
     .sentence = "A canvas and a scene each."},
    {.key = "surfaces",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = INSTALLATION_SURFACES,
     .of = &a_surface,
     .standard = "the only stage, over the whole composition",
     .sentence = "Where canvases land."},
    {.key = "outputs",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = INSTALLATION_OUTPUTS,
     .of = &an_output,
     .standard = "none, for a station that is only heard",
     .sentence = "Projectors and screens, in the order of writing."},
    {.key = "speakers",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = INSTALLATION_SPEAKERS,
     .of = &a_speaker,
     .standard = "stereo: two channels, nothing is placed",
     .sentence = "Where its loudspeakers stand."},
    {.key = "rolloff_db",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 12,
     .unit = "dB",
     .standard = "6",
     .sentence = "How much softer a sound is at twice the distance."},
    {.key = "blur_m",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 100,
     .unit = "m",
     .standard = "0.2 of the mean distance between speakers",
     .sentence = "How wide a sound is that stands in a speaker."},
    {.key = "ceiling_db",
     .type = SCHEMA_NUMBER,
     .least = -60,
     .most = 0,
     .unit = "dB",
     .standard = "-1",
     .sentence = "No sample is louder than this, full scale being 0."},
    {.key = "rate_hz",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 240,
     .unit = "Hz",
     .standard = "60",
     .sentence = "Frames a second at most."},
    {.key = "osc",
     .type = SCHEMA_TEXT,
     .most = INSTALLATION_TEXT - 1,
     .standard = "not reached by other machines",
     .sentence = "host:port where other stations reach it."},
    {.key = "tuio",
     .type = SCHEMA_TABLE,
     .of = tuio_keys,
     .standard = "not heard",
     .sentence = "Touches from a tracker (TUIO 1.1): cursors, objects, blobs. Heard while the "
                 "station runs alone."},
    {.key = NULL}};

static const struct schema message_keys[] = {{.key = "to",
                                              .type = SCHEMA_LIST,
                                              .required = true,
                                              .least = 1,
                                              .most = INSTALLATION_TARGETS,
                                              .of = &a_station_id,
                                              .sentence = "The stations that hear it."},
                                             {.key = "hold_s",
                                              .type = SCHEMA_NUMBER,
                                              .least = 0,
                                              .most = 3600,
                                              .unit = "s",
                                              .standard = "0: all are heard at once",
                                              .sentence =
                                                  "How long one visitor's choice has a station "
                                                  "when no other follows; others wait for it."},
                                             {.key = NULL}};

static const struct schema osc_keys[] = {
    {.key = "to",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = INSTALLATION_TEXT - 1,
     .sentence = "host:port of the program that listens."},
    {.key = "from",
     .type = SCHEMA_ID,
     .standard = "the first station",
     .sentence = "The station whose machine speaks to it."},
    {.key = "cues",
     .type = SCHEMA_BOOL,
     .standard = "false",
     .sentence = "It is told of every cue: /gestuaire/show/cue and its id."},
    {.key = NULL}};

static const struct schema script_keys[] = {
    {.key = "call_ms",
     .type = SCHEMA_NUMBER,
     .least = 0.1,
     .most = 1000,
     .unit = "ms",
     .standard = "8",
     .sentence = "Processor time that one call of a scene may take."},
    {.key = "memory_mib",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 2048,
     .unit = "MiB",
     .standard = "64",
     .sentence = "Memory that one scene may hold."},
    {.key = NULL}};

static const struct schema a_station = {.type = SCHEMA_TABLE, .of = station_keys};
static const struct schema an_osc = {.type = SCHEMA_TABLE, .of = osc_keys};
static const struct schema a_message = {.type = SCHEMA_TABLE, .of = message_keys};

const struct schema installation_keys[] = {
    {.key = "title",
     .type = SCHEMA_LABELS,
     .required = true,
     .most = INSTALLATION_TEXT - 1,
     .sentence = "The name of the exhibition."},
    {.key = "languages",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = INSTALLATION_LANGUAGES,
     .of = &a_language,
     .sentence = "BCP 47 codes; visits begin in the first."},
    {.key = "content",
     .type = SCHEMA_FILE,
     .most = 200,
     .standard = "no repertoire",
     .sentence = "The folder of the repertoire."},
    {.key = "show",
     .type = SCHEMA_FILE,
     .most = 200,
     .standard = "no cues",
     .sentence = "The file of its cues, timelines and programmes: \"show.lua\"."},
    {.key = "script", .type = SCHEMA_TABLE, .of = script_keys, .sentence = "What a scene may use."},
    {.key = "messages",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = INSTALLATION_MESSAGES,
     .of = &a_message,
     .standard = "none",
     .sentence = "What stations may say to each other, by name."},
    {.key = "osc",
     .type = SCHEMA_MAP,
     .least = 0,
     .most = INSTALLATION_OSC,
     .of = &an_osc,
     .standard = "none",
     .sentence = "Other programs that are spoken to over OSC, by name."},
    {.key = "stations",
     .type = SCHEMA_MAP,
     .required = true,
     .least = 1,
     .most = INSTALLATION_STATIONS,
     .of = &a_station,
     .sentence = "One machine's part each."},
    {.key = NULL}};

char *installation_document(void)
{
    return schema_document(installation_keys, "");
}
