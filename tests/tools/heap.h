// What this process has asked for and not given back, in bytes.
#pragma once
#include <malloc.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__has_feature)
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));
#else
static size_t (*const __sanitizer_get_current_allocated_bytes)(void) = NULL;
#endif

static inline size_t heap(void)
{
    if (__sanitizer_get_current_allocated_bytes)
        return __sanitizer_get_current_allocated_bytes();
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
