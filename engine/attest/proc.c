// What /proc says of a process.
#include "attest/private.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool proc_text(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    size_t n = 0;
    ssize_t got = -1;
    while (file >= 0 && n + 1 < size && (got = read(file, text + n, size - 1 - n)) > 0)
        n += (size_t)got;
    if (file >= 0)
        close(file);
    memset(text + n, 0, size - n);
    return got >= 0 && n > 0;
}

bool proc_name(pid_t pid, char name[32])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    bool read = pid > 0 && proc_text(path, name, 32);
    name[read ? strcspn(name, "\n") : 0] = 0;
    return read;
}

// A line of /proc/PID/status; -1: not there.
static long status_number(pid_t pid, const char *key)
{
    char path[64], text[8192];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    const char *at = pid > 0 && proc_text(path, text, sizeof text) ? strstr(text, key) : NULL;
    return at ? strtol(at + strlen(key), NULL, 10) : -1;
}

pid_t proc_parent(pid_t pid)
{
    long parent = status_number(pid, "\nPPid:");
    return parent > 0 ? (pid_t)parent : 0;
}

bool proc_user(pid_t pid, uid_t *user)
{
    long uid = status_number(pid, "\nUid:");
    *user = uid >= 0 ? (uid_t)uid : 0;
    return uid >= 0;
}

bool proc_variable(pid_t pid, const char *key, char *to, size_t size)
{
    enum { BYTES = 1 << 17 };
    char path[64], *text = malloc(BYTES);
    size_t length = strlen(key);
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/environ", (int)pid);
    if (text && pid > 0 && proc_text(path, text, BYTES))
        for (const char *at = text; *at && !found; at += strlen(at) + 1)
            if (strncmp(at, key, length) == 0 && at[length] == '=') {
                snprintf(to, size, "%s", at + length + 1);
                found = true;
            }
    free(text);
    return found;
}
