// Preloaded: mallinfo2() says to the byte what is asked for and not given back. The C library's own
// counts what lies ready in its caches as well, and that wanders by half a MiB.
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *p);

static atomic_size_t asked;

static void *count(void *p)
{
    if (p)
        atomic_fetch_add(&asked, malloc_usable_size(p));
    return p;
}

static void uncount(void *p)
{
    if (p)
        atomic_fetch_sub(&asked, malloc_usable_size(p));
}

void *malloc(size_t size)
{
    return count(__libc_malloc(size));
}

void *calloc(size_t number, size_t size)
{
    return count(__libc_calloc(number, size));
}

void *realloc(void *p, size_t size)
{
    size_t before = p ? malloc_usable_size(p) : 0;
    void *now = __libc_realloc(p, size);
    if (now || size == 0)
        atomic_fetch_sub(&asked, before);
    return count(now);
}

void *memalign(size_t alignment, size_t size)
{
    return count(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return count(__libc_memalign(alignment, size));
}

int posix_memalign(void **to, size_t alignment, size_t size)
{
    void *p = __libc_memalign(alignment, size);
    if (!p)
        return ENOMEM;
    *to = count(p);
    return 0;
}

void free(void *p)
{
    uncount(p);
    __libc_free(p);
}

struct mallinfo2 mallinfo2(void)
{
    return (struct mallinfo2){.uordblks = asked};
}
