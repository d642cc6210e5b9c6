// The keys of gestures, capsules, chains of steps and notes.
#include "repertoire/keys.h"

#include <stddef.h>

static const char *const means[] = {"prehension", "fire",     "water", "air",
                                    "force",      "rotation", NULL};
static const char *const states[] = {"published", "demonstration", "to-document", NULL};
static const struct schema a_mean = {.type = SCHEMA_WORD, .words = means};
static const struct schema a_joint = {.type = SCHEMA_TEXT, .most = 63};

static const struct schema measure_keys[] = {
    {.key = "joints",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 3,
     .most = 3,
     .of = &a_joint,
     .sentence = "Names in the clip; the angle is the one at the second."},
    {.key = "at",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 36000,
     .unit = "s",
     .standard = "the whole clip",
     .sentence = "When, in the clip."},
    KEY_LABEL("label", "What the angle tells."),
    KEYS_END};

const struct schema keys_gesture[] = {
    KEY_ID(keys_of_gesture),
    KEY_NEEDED("verb", keys_of_verb, "The action."),
    KEY_SEVERAL("materials", keys_a_material, 1, "What it is done to."),
    KEY_SEVERAL("tools", keys_a_tool, 0, "What it is done with."),
    KEY_SEVERAL("metiers", keys_a_metier, 1, "Who does it."),
    KEY_TEXTS("qualifier", "Said in brackets behind the verb: à chaud."),
    KEY_LABEL("label", "Verb and material as they are said together."),
    KEY_TERMS("synonyms", "Other ways to say it, by language; found by a search."),
    KEY_TEXTS("said", "The term the artisan says, beside the normalised one."),
    KEY_TEXTS("text", "What the hand does, and why: for discovery."),
    KEY_TEXTS("technical", "The same for those who do it: angles, rates, criteria."),
    KEY_ORIGIN("Of the texts." KEYS_ON_SCREEN),
    {.key = "state",
     .type = SCHEMA_WORD,
     .words = states,
     .standard = "published",
     .sentence = "demonstration: texts that nobody of the craft has read; to-document: an entry of "
                 "the index alone. Both are said on screen."},
    KEY_WORD("percussion", keys_percussions, "Class after Leroi-Gourhan, in our coding."),
    KEY_SEVERAL("means", a_mean, 0, "Elementary means beside percussion (Leroi-Gourhan)."),
    KEY_STATUS,
    KEY_ONE("film", keys_of_media, "A film of it."),
    KEY_ONE("clip", keys_of_clip, "A recorded movement."),
    KEY_ONE("sound", keys_of_media, "What it sounds like."),
    KEY_ONE("picture", keys_of_media, "A picture of it."),
    KEY_ONE("chain", keys_of_chain, "The chaîne opératoire it is cut into."),
    KEY_SEVERAL("places", keys_a_place, 0, "Where it is done."),
    KEY_TABLE("measure", measure_keys, "One angle, shown over the clip."),
    KEY_SHOWN,
    KEY_LINKS,
    KEYS_END};

static const char *const views[] = {"median", "wide", "pov", "close", NULL};
static const struct schema view_keys[] = {
    KEY_NEEDED("media", keys_of_media, "A film."),
    {.key = "role",
     .type = SCHEMA_WORD,
     .required = true,
     .words = views,
     .sentence = "median: shoulders to hips; wide: the posture; pov: from the head; close."},
    KEY_NUMBER("offset", -36000, 36000, "s", "When it begins, on the capsule's clock."),
    KEYS_END};
static const struct schema a_view = {.type = SCHEMA_TABLE, .of = view_keys};

static const struct schema motion_keys[] = {
    KEY_NEEDED("clip", keys_of_clip, "A recorded movement."),
    KEY_NUMBER("offset", -36000, 36000, "s", "When it begins, on the capsule's clock."),
    KEY_NUMBER("neutral", 0, 36000, "s", "When the body stands at rest, in the clip."), KEYS_END};
static const struct schema a_motion = {.type = SCHEMA_TABLE, .of = motion_keys};

static const struct schema moment = {.type = SCHEMA_NUMBER, .least = 0, .most = 36000, .unit = "s"};
#define KEY_SPAN(need, what)                                                         \
    {                                                                                \
        .key = "at", .type = SCHEMA_LIST, .required = (need), .least = 2, .most = 2, \
        .of = &moment, .sentence = (what)                                            \
    }

const struct schema keys_capsule[] = {
    KEY_ID(keys_of_capsule),
    KEY_NEEDED("gesture", keys_of_gesture, "What is done."),
    {.key = "views",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = 4,
     .of = &a_view,
     .sentence = "Films of one moment from several places, 2 to 4 as a rule."},
    {.key = "clips",
     .type = SCHEMA_LIST,
     .least = 0,
     .most = 4,
     .of = &a_motion,
     .sentence = "Movements recorded in the same moment."},
    KEY_SEVERAL("people", keys_a_person, 0, "Who does it."),
    KEY_ONE("place", keys_of_place, "Where."),
    KEY_DAY("date", "When."),
    KEY_TEXTS("label", "Its title, where it needs one beside the gesture's."),
    KEY_TEXTS("said", "What the artisan calls it."),
    KEY_TEXTS("text", "What is seen: for discovery."),
    KEY_TEXTS("technical", "What is seen, for those who do it."),
    KEY_ORIGIN("Of the texts." KEYS_ON_SCREEN),
    KEY_ONE("chain", keys_of_chain, "Its steps; their times are on the capsule's clock."),
    KEY_SHOWN,
    KEY_LINKS,
    KEYS_END};

static const struct schema step_keys[] = {
    KEY_LABEL("label", "What is done."),
    KEY_SPAN(false, "From, to, on the clock of the capsule, of the film or of the clip."),
    KEY_ONE("gesture", keys_of_gesture, "The gesture it is done with."),
    KEY_ONE("capsule", keys_of_capsule, "Where it is seen."),
    KEY_TEXTS("goal", "What for."),
    KEY_TEXTS("before", "The state of the piece before."),
    KEY_TEXTS("after", "The state of the piece after."),
    KEY_TEXTS("criterion", "How one knows that it is good."),
    KEY_NUMBER("duration", 0, 31536000, "s", "How long it takes in the workshop."),
    {.key = "optional",
     .type = SCHEMA_BOOL,
     .standard = "false",
     .sentence = "It may be left out."},
    KEY_TEXT("branch", "Steps of one branch follow one another; another branch stands for them."),
    KEYS_END};
static const struct schema a_step = {.type = SCHEMA_TABLE, .of = step_keys};

const struct schema keys_chain[] = {KEY_ID(keys_of_chain),
                                    KEY_LABEL("label", "What comes of it."),
                                    {.key = "steps",
                                     .type = SCHEMA_LIST,
                                     .required = true,
                                     .least = 1,
                                     .most = 256,
                                     .of = &a_step,
                                     .sentence = "In order."},
                                    KEY_ORIGIN("Of the texts." KEYS_ON_SCREEN),
                                    KEYS_END};

static const char *const shapes[] = {"point", "segment", "angle", "arc", "polyline",
                                     "zone",  "plane",   "axis",  NULL};
static const char *const between[] = {"linear", "hold", NULL};
static const struct schema coordinate = {.type = SCHEMA_NUMBER, .least = -1000, .most = 1000};
static const struct schema a_point = {
    .type = SCHEMA_LIST, .least = 2, .most = 3, .of = &coordinate};
static const struct schema frame_keys[] = {
    {.key = "t",
     .type = SCHEMA_NUMBER,
     .required = true,
     .least = 0,
     .most = 36000,
     .unit = "s",
     .sentence = "When, on film or clip."},
    {.key = "points",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 1,
     .most = 256,
     .of = &a_point,
     .sentence =
         "On a film: x, y from 0 to 1 of the picture, from its top left; on a clip: metres."},
    KEYS_END};
static const struct schema a_frame = {.type = SCHEMA_TABLE, .of = frame_keys};
static const struct schema geometry_keys[] = {
    {.key = "shape",
     .type = SCHEMA_WORD,
     .required = true,
     .words = shapes,
     .sentence = "angle: the corner is the second point; arc: middle, from, to; zone: a polygon."},
    {.key = "joints",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = 64,
     .of = &a_joint,
     .sentence = "Follows these joints of the clip, instead of key frames; a polyline of one joint "
                 "is its path."},
    {.key = "frames",
     .type = SCHEMA_LIST,
     .least = 1,
     .most = 1024,
     .of = &a_frame,
     .sentence = "Key frames, in the order of time, with as many points each."},
    {.key = "between",
     .type = SCHEMA_WORD,
     .words = between,
     .standard = "linear",
     .sentence = "What happens between key frames."},
    KEYS_END};

static const char *const quantities[] = {"angle", "range",   "length", "distance",
                                         "speed", "cadence", "force",  "temperature",
                                         "count", "area",    NULL};
static const struct schema quantity_keys[] = {
    {.key = "kind",
     .type = SCHEMA_WORD,
     .required = true,
     .words = quantities,
     .sentence = "What is measured."},
    {.key = "unit",
     .type = SCHEMA_TEXT,
     .required = true,
     .most = 31,
     .sentence = "UCUM: deg, m, cm, cm2, m/s, /min, N, Cel, 1."},
    {.key = "value",
     .type = SCHEMA_NUMBER,
     .sentence = "The figure; without it, it is worked out "
                 "from the geometry."},
    {.key = "uncertainty",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 1e9,
     .sentence = "Standard uncertainty, in the same unit."},
    KEY_TEXT("method", "How it was measured."),
    KEYS_END};

static const char *const motivations[] = {"describing", "measuring", "commenting", "identifying",
                                          NULL};
const struct schema keys_note[] = {
    KEY_ID(keys_of_note),
    KEY_ONE("media", keys_of_media, "The film it lies on; this or a clip is needed."),
    KEY_ONE("clip", keys_of_clip, "The movement it lies on."),
    KEY_ONE("capsule", keys_of_capsule, "The capsule it belongs to."),
    KEY_ONE("gesture", keys_of_gesture, "The gesture it explains."),
    KEY_SPAN(true, "From, to, on the film or clip."),
    KEY_LABEL("label", "What it says."),
    KEY_TEXTS("text", "More, for those who stay."),
    KEY_ORIGIN("Of label and geometry." KEYS_ON_SCREEN),
    {.key = "motivation",
     .type = SCHEMA_WORD,
     .words = motivations,
     .standard = "describing",
     .sentence = "As the Web Annotation model names them."},
    KEY_ONE("author", keys_of_person, "Who drew it."),
    KEY_TABLE("geometry", geometry_keys, "What is drawn."),
    KEY_TABLE("measure", quantity_keys, "What is measured."),
    KEYS_END};
