// One station: its rooms, opened in one written order and closed in reverse. Several may live in
// one process (nothing is shared but what engine.h says). Main thread.
#pragma once
#include "base/pulse.h"
#include "desk/hands.h"
#include "film/film.h"
#include "gpu/gpu.h"
#include "input/input.h"
#include "installation/installation.h"
#include "limiting.h"
#include "magnifier.h"
#include "mapping/lut.h"
#include "mapping/mapping.h"
#include "patterned.h"
#include "render/render.h"
#include "repertoire/repertoire.h"
#include "scene/scene.h"
#include "script/script.h"
#include "show/plan.h"
#include "show/show.h"
#include "sound/sound.h"
#include "staff/staff.h"
#include "staffway.h"
#include "surfaces/surfaces.h"
#include "text/text.h"
#include "visit/visit.h"
#include "visitlog/visitlog.h"

struct station {
    const struct installation *installation;  // borrowed
    const struct installation_station *place; // borrowed
    int index;
    char root[INSTALLATION_PATH], scenes[INSTALLATION_PATH + 8]; // the program's own
    const char *languages[INSTALLATION_LANGUAGES], *title[INSTALLATION_LANGUAGES];
    const char *cues[PLAN_CUES + 1], *lists[PLAN_LISTS + 1], *osc[INSTALLATION_OSC + 1];
    const char *messages[INSTALLATION_MESSAGES + 1], *stations[INSTALLATION_STATIONS + 1];
    const char *hearers[INSTALLATION_MESSAGES][INSTALLATION_TARGETS + 1];
    const char *const *heard[INSTALLATION_MESSAGES]; // hearers, as script/ wants them
    const char *titles[INSTALLATION_STATIONS * INSTALLATION_LANGUAGES];

    struct pulse *pulse;
    struct scene *scene;
    struct show *show;
    struct mapping_desc light;        // what mapping and surfaces were made from
    struct lut luts[MAPPING_OUTPUTS]; // that it borrows
    struct mapping *mapping;
    struct input *input;
    struct desk *desk; // what the technician did to it
    struct hands hands;
    struct staffway way;   // how staff comes to it in a kiosk
    uint64_t bent, laid;   // versions of the desk and the hands that are seen
    double wished_s;       // when something was set over OSC, last
    int compared;          // a record that is looked at instead; -1: none
    struct desk_at wished; // what was set
    bool wish_told;        // what was refused
    bool lit, relit;   // lit: station_desc; relit: something is seen otherwise since the last frame
    bool light_late;   // blends are those of before a hand began to move
    bool editable;     // staff may open the note editor
    struct text *text; // borrowed
    struct words *words; // borrowed
    struct film *film;
    struct visit *visit;   // NULL: the safe scene, which nobody visits
    struct script *script; // NULL: the safe scene, drawn without scripts
    struct sound *sound;
    struct render *render;
    struct surfaces *surfaces;
    struct gpu *gpu; // borrowed
    struct patterned patterned;
    struct magnifier magnifier;
    struct limiting limiting; // of what flashes

    struct staff_meter meter;
    bool staffed;     // staff looks at what the meter says, over every output
    double staffed_s; // show time of what is seen of it; the next comes STAFF_EVERY_S later
    double costed_s;  // since when scenes' costs are counted
    struct staff_facts facts;
};

struct station_desc {
    const struct installation *installation;
    int index;
    const char *root;
    const struct repertoire *repertoire; // borrowed; NULL: none
    struct finder *finder;               // borrowed; NULL: none
    struct gpu *gpu;
    struct text *text;
    struct words *words;     // borrowed; NULL: none
    struct visitlog *visits; // borrowed; NULL: nobody writes down what visitors do
    struct show_bus *bus;
    const struct show_plan *plan; // borrowed; its names are told to scripts
    const char *scene;            // instead of each stage's own; NULL: none
    const char *date;             // "2026-01-01"; another one past midnight
    const char *pulse;            // file; NULL: memory
    const char *calibration;      // file of the desk; NULL: none
    enum sound_device device;
    unsigned seed;
    bool stepped, listen, safe;
    bool editable; // its notes, by staff
    bool touched;  // by what its tuio says
    bool lit; // its outputs are projectors, not tiles of a wall: they do to light what they should
    const struct params *params;        // given to each first scene; NULL: none
    const struct visit_chosen *visitor; // borrowed; NULL: nobody has chosen yet
    bool lenient; // a scene that does not start is told through `fault`, and its stage stays black
    void (*wake)(void *user); // from other threads: something came
    void (*fault)(void *user, int stage, const char *text);
    void (*warn)(void *user, int stage, const char *text);
    void *user;
};

// False and a fault; nothing is left open then.
bool station_open(struct station *s, const struct station_desc *desc, struct fault *f);
void station_close(struct station *s); // also a half-open or zeroed one
// Outside the hours: the visit ends, scenes, films, pictures and sounds are let go, the stages are
// black. Show, input, mapping and the pulse stay.
void station_sleep(struct station *s);
// Scenes begin as they do when the station is opened, or with what the show holds. A station whose
// scenes cannot be made shows the safe scene, told in the log.
void station_wake(struct station *s, const struct station_desc *desc);
// How large canvases are and what of them is within reach, as the mapping is now.
void station_hang(struct station *s);
// What the outputs show now: the canvases, or a pattern instead.
struct surfaces *station_shown(const struct station *s);
int station_output_find(const struct station *s, const char *id); // -1: none
