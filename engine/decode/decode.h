// Files to memory: pictures, sound files, soundtracks of films, captions. No GL. Any thread; an
// open sound belongs to one thread at a time. Sizes are checked before memory is taken.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_PIXELS_MAX (100u * 1000 * 1000) // a picture may not have more
#define DECODE_CHANNELS_MAX 8                  // a sound may not have more

struct decode_picture {
    unsigned char *rgba; // owned; sRGB, straight alpha, rows from the top, no padding
    int width, height;   // as shown: EXIF orientation applied
    bool opaque;
};

// PNG, JPEG (not CMYK) or WebP (not animated), whole: what is cut short is refused.
bool decode_picture(const char *path, struct decode_picture *picture, struct fault *f);
void decode_picture_finish(struct decode_picture *picture);

// A model in 3D: GLB or glTF 2, OBJ, PLY, STL, with base colours, vertex colours and textures of
// one picture a part. Moved and scaled so that the middle of its box is 0 and its farthest vertex
// is at 1; all numbers are finite, normals have length 1 and lie on the side the corners turn
// counter-clockwise on. Read by gestuaire-model, a program beside this one (some 30 ms and more).
struct decode_model_part {
    uint32_t first, count; // of indices: three a triangle
    int texture;           // -1: none
    float color[3];        // linear light
};

struct decode_model {
    float *vertices;   // DECODE_MODEL_FLOATS each, as decode/modelfile.h has them
    uint32_t *indices; // both borrowed from `plain`
    uint32_t vertex_count, index_count;
    struct decode_model_part *parts; // owned
    struct decode_picture *textures; // owned; at most 4,096 px a side, and 134 million together
    int part_count, texture_count;
    double middle[3], radius; // as the file has it: middle + radius * vertex
    void *plain;              // mapped
    size_t plain_bytes;
};

#define DECODE_MODEL_FLOATS 12

// Any thread. The fault says what to do where somebody can.
bool decode_model(const char *path, struct decode_model *model, struct fault *f);
// The same; ends soon after *stop. NULL: after two minutes at the latest, as always.
bool decode_model_until(const char *path, const _Atomic bool *stop, struct decode_model *model,
                        struct fault *f);
void decode_model_finish(struct decode_model *model);

struct decode_sound;

struct decode_sound_info {
    int channels;
    int64_t frames;    // at the asked rate; -1: unknown; a soundtrack's is what the film says
    double duration_s; // 0: unknown
};

// Spoken text is a sound whose name holds the text (espeak-ng, run when it is opened: some 10 ms).
#define DECODE_SPEECH_BYTES 900   // of a text, UTF-8; control characters and brackets are spaces
#define DECODE_SPEECH_LANGUAGE 16 // "fr", "it", "en", or another voice of espeak-ng
#define DECODE_SPEECH_SLOW 80     // words a minute
#define DECODE_SPEECH_FAST 450

// False: too long, or out of range.
bool decode_speech_name(char *path, size_t size, const char *language, int words_a_minute,
                        const char *text);
bool decode_speech_named(const char *path);

#define DECODE_NO_SOUND "no sound in it" // the fault of a film without a soundtrack, after its path

// A sound file (WAV, FLAC, OGG, Opus, MP3 by libsndfile) or, when libsndfile does not know it, the
// first soundtrack of a film (FFmpeg, loaded when first needed). Comes as interleaved floats at
// `rate_hz`, converted by libsamplerate; frame 0 is the film's time 0. NULL and a fault.
// A name that decode_speech_name() made is spoken.
struct decode_sound *decode_sound_open(const char *path, int rate_hz, struct fault *f);
void decode_sound_close(struct decode_sound *s);
struct decode_sound_info decode_sound_info(const struct decode_sound *s);
// From now on the sound comes again and again, every `period_s` (0: its own length), without a
// seam: frames count on past the end. What is longer is cut, what is shorter is followed by
// silence. Rounds do not drift: round k begins at k periods, to half a frame of the file. Call it
// before reading. False (and it does not loop) when the period is unknown or below 1 ms.
bool decode_sound_loop(struct decode_sound *s, double period_s);
// Frames read; 0 at the end or where the file is broken from here on. Always finite numbers.
int64_t decode_sound_read(struct decode_sound *s, float *frames, int64_t count);
// To the frame, exactly. False where the file cannot be sought.
bool decode_sound_seek(struct decode_sound *s, int64_t frame);

// What a film is, from its head (FFmpeg): any thread, some milliseconds. False: it is none.
struct decode_film_facts {
    int width, height;          // px as shown: square, turned
    double duration_s, frame_s; // frame_s 0: unknown
};

bool decode_film_facts(const char *path, struct decode_film_facts *facts, struct fault *f);
// What a film shows at a moment (its last frame past the end): upright, square px, opaque, its
// longer side at most `longest_px` (it is never enlarged). Any thread; decodes from the key frame
// before. False and a fault.
bool decode_film_still(const char *path, double at_s, int longest_px,
                       struct decode_picture *picture, struct fault *f);
// w x h px, turned clockwise by 0, 90, 180 or 270 degrees: h x w px where it then lies.
void decode_turn(const uint32_t *from, int w, int h, int turn, uint32_t *to);

// Captions: WebVTT (W3C Candidate Recommendation 2019, sections 4 and 6) and SubRip, told apart by
// the first word. Place as WebVTT has it; styles, regions, ruby and vertical writing are left out.

#define DECODE_CAPTIONS_BYTES (1u << 20) // a file may not be longer
#define DECODE_CAPTIONS_MAX 8192         // cues of a file; what follows is left out
#define DECODE_CAPTION_RUNS 32           // of one cue; what follows has the last one's look

enum decode_caption_align {
    CAPTION_AUTO, // of a position: as the text is aligned
    CAPTION_START,
    CAPTION_CENTRE,
    CAPTION_END,
    CAPTION_LEFT,
    CAPTION_RIGHT
};

// Letters that look alike: bytes of the cue's text, from the end of the run before.
struct decode_caption_run {
    uint32_t length;
    bool italic, bold, underlined;
};

struct decode_caption {
    double from_s, to_s;
    uint32_t text, length;           // bytes of texts, UTF-8; lines end with \n but for the last
    uint32_t voice, voice_length;    // who speaks (<v Name>); 0 bytes: not said
    uint32_t first_run, run_count;   // of runs
    bool placed, lines;              // placed: `line` counts; lines: in lines, else percent
    float line;                      // from the top; lines: below 0 from the bottom, -1 is the last
    float position, size;            // percent of the width; position NAN: as aligned
    enum decode_caption_align align; // of the text
    enum decode_caption_align line_align; // of the box on its line: START, CENTRE, END
    enum decode_caption_align position_align;
};

struct decode_captions {
    struct decode_caption *cues; // owned, as are all; by from_s, then as in the file
    struct decode_caption_run *runs;
    char *texts;
    int count;
    uint32_t run_count, text_bytes;
};

// What is wrong with a line; the rest of the file is used.
typedef void decode_captions_tell(void *user, int line, const char *what);
// UTF-8 or UTF-16 with or without a byte-order mark (UTF-16: with one); what is neither is read as
// Windows-1252, and told. False and a fault when the file is too long or memory is short.
bool decode_captions_read(const char *bytes, size_t size, struct decode_captions *c,
                          decode_captions_tell *tell, void *user, struct fault *f);
void decode_captions_finish(struct decode_captions *c);
// Numbers of the cues that are seen at at_s (from_s <= at_s < to_s), at most `most`. Returns how
// many.
int decode_captions_at(const struct decode_captions *c, double at_s, int *numbers, int most);
