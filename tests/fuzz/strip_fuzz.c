// Fuzzes what takes private words out of pictures: what is left is a picture that has none, and
// stays as it is when it is stripped again.
#include "ingest/private.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct stripped once, twice;
    struct fault f;
    struct notice n = {0};
    notice_of_iptc(&n, bytes, size);
    if (!strip_picture(bytes, size, NULL, &once, &f))
        return 0;
    if (!strip_picture(once.file.at, once.file.size, NULL, &twice, &f) || twice.gps ||
        twice.file.size != once.file.size ||
        memcmp(twice.file.at, once.file.at, once.file.size) != 0)
        abort();
    stripped_finish(&twice);
    stripped_finish(&once);
    return 0;
}
