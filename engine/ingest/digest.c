// SHA-256 of a file.
#include "ingest/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 18 };

static bool read_all(int fd, unsigned char *piece, struct sha256_ctx *sha, int64_t *bytes,
                     void (*tell)(void *user, int64_t bytes), void *user)
{
    for (;;) {
        ssize_t n = read(fd, piece, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        sha256_update(sha, (size_t)n, piece);
        *bytes += n;
        if (tell)
            tell(user, *bytes);
    }
}

bool digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                 void (*tell)(void *user, int64_t bytes), void *user, struct fault *f)
{
    struct sha256_ctx sha;
    unsigned char sum[SHA256_DIGEST_SIZE];
    unsigned char *piece = malloc(PIECE);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    sha256_init(&sha);
    *bytes = 0;
    bool read = piece && fd >= 0 && read_all(fd, piece, &sha, bytes, tell, user);
    if (!read)
        fault_set(f, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    free(piece);
    sha256_digest(&sha, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(hex + i * 2, 3, "%02x", sum[i]);
    return read;
}
