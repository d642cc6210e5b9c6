// Fuzzes the headers of pictures and, where they say it is small, the picture.
#include "decode/private.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct decode_header h;
    struct fault f;
    if (!decode_header_read(bytes, size, &h, &f))
        return 0;
    decode_orientation(&h);
    struct decode_picture p;
    if ((int64_t)h.width * h.height <= 256 * 256 && decode_picture_bytes(bytes, size, &p, &f))
        decode_picture_finish(&p);
    return 0;
}
