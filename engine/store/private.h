// Inside store/.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// All of it, also after a signal. False: errno says why.
bool store_put(int fd, const void *bytes, size_t length);
