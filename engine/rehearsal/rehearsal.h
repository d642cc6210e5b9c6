// The virtual room: what an eye, or a camera, sees of an exhibition before it is built. Bodies,
// projectors whose pictures land on them, screens, loudspeakers with their level. World: metres,
// right-handed, Z up. Light is linear and adds up. A projector's lumens are spread evenly over its
// raster at any distance: on a plane across its axis z metres away that is lumens * throw² * width
// / (height * z²) lux (inverse square); a face turned away gets cos(face) / cos(off the axis) of
// it. Faces are matt: lux * colour / pi is seen as cd/m². What a projector cannot see has a shadow.
// Main thread; the pictures are textures of the same gpu.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include "gpu/gpu.h"

#define REHEARSAL_BODIES 512
#define REHEARSAL_TRIANGLES 500000 // of all of them, after long edges were divided
#define REHEARSAL_PROJECTORS 16
#define REHEARSAL_SCREENS 16
#define REHEARSAL_SPEAKERS 64
#define REHEARSAL_LAMPS 24
#define REHEARSAL_SHADOW_PX 2048
#define REHEARSAL_LAMP_SHADOW_PX 1024
#define REHEARSAL_GLOW_S 0.2 // what lit walls and screens give to the room follows so late

struct rehearsal_pose {
    struct vec3 at, look; // looks at
    double roll;          // radians, clockwise as seen from behind
};

// A box that stands on the middle of its lower side, or a model as its file has it.
struct rehearsal_body {
    const char *name;  // in faults; NULL: its number
    const char *model; // path; NULL: a box
    bool y_up;         // the model's own up
    double scale;      // metres of its unit; 0: 1
    struct vec3 at;
    struct vec3 size; // of a box: to the right, to the back, up
    double turn;      // radians, counter-clockwise from above
    double lean;      // radians, its top to the back, before it is turned
    float color[3];   // linear, what comes back of white; a model's colours are multiplied by it
};

struct rehearsal_projector {
    const char *name;           // in faults; NULL: its number
    struct rehearsal_pose pose; // of its lens
    struct size2 size;          // px of its picture
    double throw_ratio;         // distance / width of the picture
    struct vec2 shift;          // of the picture: of its widths to the right, of its heights up
    double lumens;
    double black; // light of its black, as a share of its white
    double gamma; // shines value^gamma; 0: sRGB's curve
};

struct rehearsal_screen {
    const char *name;       // in faults; NULL: its number
    struct size2 size;      // px of its picture
    struct vec3 corners[4]; // top left, top right, bottom right, bottom left of the picture
    double nits;            // cd/m² of white
    bool gauze;             // its black is air: light alone, seen from both sides
};

struct rehearsal_speaker {
    struct vec3 at, toward;
};

// A lamp of the house. Its light has a soft edge: all of it from the axis to REHEARSAL_LAMP_WHOLE
// of the way (in cosines of the angle) to half its angle, none from there on.
#define REHEARSAL_LAMP_WHOLE 0.6
struct rehearsal_lamp {
    const char *name; // in faults; NULL: its number
    struct vec3 at, look;
    double angle;   // radians, from edge to edge; 0.05 to 2.6
    double lumens;  // of all its light
    float color[3]; // linear, as bright as white
};

struct rehearsal_desc {
    const struct rehearsal_body *bodies;
    const struct rehearsal_projector *projectors;
    const struct rehearsal_screen *screens;
    const struct rehearsal_speaker *speakers;
    const struct rehearsal_lamp *lamps;
    int body_count, projector_count, screen_count, speaker_count, lamp_count;
    float above[3], below[3]; // ambient light on what looks up, down: lux
    float sky[3], horizon[3]; // cd/m²
    double glow; // of what lit walls and screens give to the room; 1: as in the world, 0: none;
                 // what lamps light gives nothing on
};

// Where somebody stands and how wide they see.
struct rehearsal_eye {
    struct rehearsal_pose pose;
    double angle;    // from top to bottom of the picture, radians
    double exposure; // white of the picture is 1 / exposure cd/m²
};

struct rehearsal;

// Reads the models, casts the shadows. NULL and a fault that names what cannot be: numbers that are
// none, a pose that looks nowhere, a model without faces, too many of something.
struct rehearsal *rehearsal_create(struct gpu *gpu, const struct rehearsal_desc *desc,
                                   struct fault *f);
void rehearsal_destroy(struct rehearsal *r); // NULL is fine
// The picture of a projector or a screen changed: it is taken at the next draw. Its target is
// borrowed until then; NULL or without texture: dark.
void rehearsal_project(struct rehearsal *r, int projector, const struct gpu_target *picture);
void rehearsal_show(struct rehearsal *r, int screen, const struct gpu_target *picture);
void rehearsal_sound(struct rehearsal *r, int speaker, double level); // 0..1
// Paints what the eye sees, at most what changed since: false, and nothing is done, when nothing
// has. GPU_SRGBA8, as a display wants it: exposed, bright light rounded off, dithered.
bool rehearsal_draw(struct rehearsal *r, const struct rehearsal_eye *eye, double now_s,
                    const struct gpu_target *onto, struct fault *f);
double rehearsal_next_s(const struct rehearsal *r); // when it wants to; INFINITY: it does not
// How many px were painted since the beginning.
uint64_t rehearsal_painted(const struct rehearsal *r);

// The screen under a point of the eye's picture (px of `size`), and the point in shares of its
// picture; -1 where there is none, or something stands before it.
int rehearsal_screen_at(const struct rehearsal *r, const struct rehearsal_eye *eye,
                        struct size2 size, struct vec2 at, struct vec2 *on_screen);
// The same for a screen that was touched before: where its plane is met, also beyond its edges.
bool rehearsal_on_screen(const struct rehearsal *r, int screen, const struct rehearsal_eye *eye,
                         struct size2 size, struct vec2 at, struct vec2 *on_screen);
// How far the nearest body is on a way (of length 1); INFINITY: there is none.
double rehearsal_clear(const struct rehearsal *r, struct vec3 from, struct vec3 way);
// Where a projector's px lands: the nearest body on its way. False: on none.
bool rehearsal_lands(const struct rehearsal *r, int projector, struct vec2 at_px,
                     struct vec3 *at_world);

// A camera as one buys it; what it takes is computed in double from the light that is seen.
struct rehearsal_camera {
    struct rehearsal_pose pose;
    struct size2 size; // px, at most 4096 a side
    double focal_px;   // of its lens
    double k1, k2;     // radial distortion: r (1 + k1 r² + k2 r⁴), r in focal lengths
    double exposure;   // white is 1 / exposure cd/m²
    double gamma;      // value = light^(1/gamma); 0: 1
    double noise;      // standard deviation of a px, of white; and as much again of the root of
                       // its light, as photons have it
    uint64_t seed;     // of the noise
    double vignetting; // light at r falls to 1 / (1 + vignetting r²)
};
// Four floats a px into `light` (linear, exposed, with noise, not cut off; NULL: not wanted), three
// bytes a px into `rgb` (NULL: not wanted), rows from the top.
bool rehearsal_take(struct rehearsal *r, const struct rehearsal_camera *camera, float *light,
                    unsigned char *rgb, struct fault *f);
