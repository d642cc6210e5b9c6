// Compares a part of a document with what the program says.
#include "tools/section.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *read_whole(const char *file)
{
    FILE *in = fopen(file, "rb");
    char *text = calloc(1, 1 << 20);
    if (in && text)
        text[fread(text, 1, (1 << 20) - 1, in)] = '\0';
    if (in)
        fclose(in);
    return text;
}

static void write_section(const char *file, const char *text, const char *from, const char *to,
                          const char *made)
{
    FILE *out = fopen(file, "wb");
    assert_non_null(out);
    fprintf(out, "%.*s%s%s", (int)(from - text), text, made, to);
    assert_int_equal(fclose(out), 0);
}

void section_compare(const char *file, const char *name, const char *made)
{
    char begin[100], end[100];
    char *text = read_whole(file);
    assert_non_null(text);
    snprintf(begin, sizeof begin, "<!-- made: %s -->\n", name);
    snprintf(end, sizeof end, "<!-- end: %s -->", name);
    const char *from = strstr(text, begin), *to = from ? strstr(from, end) : NULL;
    if (!to)
        fail_msg("%s has no part \"%s\"", file, name);
    from += strlen(begin);
    size_t n = (size_t)(to - from);
    bool same = n == strlen(made) && memcmp(from, made, n) == 0;
    if (!same && getenv("GESTUAIRE_WRITE_DOCS"))
        write_section(file, text, from, to, made);
    else if (!same)
        fail_msg("%s: the part \"%s\" is not what the program says; run this test with "
                 "GESTUAIRE_WRITE_DOCS=1",
                 file, name);
    free(text);
}
