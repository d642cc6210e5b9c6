// SHA-256 of a file, also while it is copied.
#include "store/digest.h"
#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 18 };

static void end(struct sha256_ctx *sha, char hex[DIGEST_HEX])
{
    unsigned char sum[SHA256_DIGEST_SIZE];
    sha256_digest(sha, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(hex + i * 2, 3, "%02x", sum[i]);
}

bool digest_copy(int from, int to, char hex[DIGEST_HEX], int64_t *bytes, bool *written,
                 void (*tell)(void *user, int64_t bytes), void *user)
{
    struct sha256_ctx sha;
    unsigned char *piece = malloc(PIECE);
    ssize_t n = piece ? 0 : -1;
    *written = true;
    *bytes = 0;
    sha256_init(&sha);
    while (piece && *written) {
        n = read(from, piece, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        sha256_update(&sha, (size_t)n, piece);
        *bytes += n;
        *written = to < 0 || store_put(to, piece, (size_t)n);
        if (tell && *written)
            tell(user, *bytes);
    }
    int reason = errno;
    free(piece);
    end(&sha, hex);
    errno = reason;
    return n == 0 && *written;
}

bool digest_file(const char *path, char hex[DIGEST_HEX], int64_t *bytes,
                 void (*tell)(void *user, int64_t bytes), void *user, struct fault *f)
{
    bool unused;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool read = fd >= 0 && digest_copy(fd, -1, hex, bytes, &unused, tell, user);
    if (!read)
        fault_set(f, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return read;
}

void digest_bytes(const void *bytes, size_t length, char hex[DIGEST_HEX])
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, length, bytes);
    end(&sha, hex);
}
