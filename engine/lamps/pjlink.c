// Lines of PJLink, version 2.00 of 2017 (pjlink.jbmia.or.jp), read with suspicion: any machine may
// have that address.
#include "lamps/private.h"

#include <nettle/md5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LAMP_DIGITS 5

// A copy that is text: shorter than `size`, printable.
static bool take(const char *line, size_t length, char *to, size_t size)
{
    if (length >= size)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)line[i] < ' ' || (unsigned char)line[i] > '~')
            return false;
    if (length)
        memcpy(to, line, length);
    to[length] = '\0';
    return true;
}

bool pjlink_greeting(const char *line, size_t length, char random[PJLINK_RANDOM])
{
    char text[PJLINK_LINE];
    random[0] = '\0';
    if (!take(line, length, text, sizeof text) || strncasecmp(text, "PJLINK ", 7) != 0)
        return false;
    if (strcmp(text + 7, "0") == 0)
        return true;
    size_t n = strlen(text + 7);
    if (n < 3 || n - 2 >= PJLINK_RANDOM || strncmp(text + 7, "1 ", 2) != 0)
        return false;
    memcpy(random, text + 9, n - 1);
    return strspn(random, "0123456789abcdefABCDEF") == n - 2;
}

enum pjlink_answer pjlink_answer(const char *line, size_t length, const char *command,
                                 char value[PJLINK_VALUE])
{
    static const char *const errors[] = {"ERR1", "ERR2", "ERR3", "ERR4"};
    char text[PJLINK_LINE];
    size_t n = strlen(command);
    value[0] = '\0';
    if (!take(line, length, text, sizeof text))
        return PJLINK_NONSENSE;
    if (strcasecmp(text, "PJLINK ERRA") == 0)
        return PJLINK_REFUSED;
    if (strncasecmp(text, command, n) != 0 || text[n] != '=' ||
        !take(text + n + 1, length - n - 1, value, PJLINK_VALUE))
        return PJLINK_NONSENSE;
    if (strcasecmp(value, "OK") == 0)
        return PJLINK_OK;
    for (int i = 0; i < 4; i++)
        if (strcasecmp(value, errors[i]) == 0)
            return (enum pjlink_answer)(PJLINK_UNDEFINED + i);
    return PJLINK_GIVES;
}

// "1234 1 987 0": hours and lit or not, by turns.
long pjlink_lamp_hours(const char *value)
{
    long most = -1;
    for (int i = 0; i < PJLINK_LAMPS && *value; i++) {
        size_t digits = strspn(value, "0123456789");
        if (!digits || digits > LAMP_DIGITS || value[digits] != ' ')
            return -1;
        long hours = strtol(value, NULL, 10);
        value += digits + 1;
        if ((value[0] != '0' && value[0] != '1') || (value[1] && value[1] != ' '))
            return -1;
        most = hours > most ? hours : most;
        value += value[1] ? 2 : 1;
    }
    return *value ? -1 : most;
}

bool pjlink_faults(const char *value, int faults[PJLINK_FAULTS])
{
    if (strlen(value) != PJLINK_FAULTS || strspn(value, "012") != PJLINK_FAULTS)
        return false;
    for (int i = 0; i < PJLINK_FAULTS; i++)
        faults[i] = value[i] - '0';
    return true;
}

void pjlink_hash(const char *text, char hash[PJLINK_HASH])
{
    struct md5_ctx md5;
    uint8_t bytes[MD5_DIGEST_SIZE];
    md5_init(&md5);
    md5_update(&md5, strlen(text), (const uint8_t *)text);
    md5_digest(&md5, sizeof bytes, bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(hash + 2 * i, 3, "%02x", bytes[i]);
}

bool pjlink_command(const char *random, const char *password, const char *command,
                    const char *parameter, char line[PJLINK_LINE])
{
    char hash[PJLINK_HASH] = "", both[PJLINK_RANDOM + PJLINK_PASSWORD];
    if (random[0]) {
        snprintf(both, sizeof both, "%s%s", random, password);
        pjlink_hash(both, hash);
    }
    int n = snprintf(line, PJLINK_LINE, "%s%s %s\r", hash, command, parameter);
    return n > 0 && n < PJLINK_LINE;
}
