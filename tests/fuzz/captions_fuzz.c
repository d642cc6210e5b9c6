// Fuzzes caption files: any bytes are read, and what comes out lies inside its arrays.
#include "decode/decode.h"

#include <assert.h>
#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void tell(void *user, int line, const char *what)
{
    assert(line >= 1 && what[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct decode_captions c;
    struct fault f;
    int seen[8];
    if (!decode_captions_read((const char *)bytes, size, &c, tell, NULL, &f))
        return 0;
    for (int i = 0; i < c.count; i++) {
        const struct decode_caption *cue = &c.cues[i];
        uint32_t sum = 0;
        assert(cue->length && cue->text + cue->length <= c.text_bytes);
        assert(cue->voice + cue->voice_length <= c.text_bytes);
        assert(cue->first_run + cue->run_count <= c.run_count);
        assert(cue->run_count >= 1 && cue->run_count <= DECODE_CAPTION_RUNS);
        for (uint32_t k = 0; k < cue->run_count; k++)
            sum += c.runs[cue->first_run + k].length;
        assert(sum == cue->length);
        assert(cue->to_s > cue->from_s && cue->from_s >= 0 && isfinite(cue->to_s));
        assert(i == 0 || cue->from_s >= c.cues[i - 1].from_s);
        assert(cue->size >= 0 && cue->size <= 100);
        assert(isnan(cue->position) || (cue->position >= 0 && cue->position <= 100));
    }
    if (c.count)
        assert(decode_captions_at(&c, c.cues[0].from_s, seen, 8) >= 1);
    decode_captions_finish(&c);
    return 0;
}
