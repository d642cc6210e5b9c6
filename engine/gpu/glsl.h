// Inside gpu/: tokens of a curator's shader, after its preprocessor. No GL.
#pragma once
#include "gpu/guard.h"
#include <stdint.h>

enum glsl_kind { GLSL_NAME, GLSL_NUMBER, GLSL_SIGN };

struct glsl_token {
    const char *text; // not terminated; of the source
    int length, line;
    enum glsl_kind kind;
    bool spaced; // white space stands before it
    bool first;  // of its line
    int hidden;  // macros that it does not expand again: index + 1 of a chain
};

struct glsl_tokens {
    struct glsl_token *items; // owned
    int count, room;
};

bool glsl_is(const struct glsl_token *t, const char *text);
// False when there are GUARD_TOKENS already, or memory is short.
bool glsl_add(struct glsl_tokens *to, const struct glsl_token *t);
bool glsl_wrong(struct fault *f, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// Comments away, letters looked at, parted. `text` is changed.
bool glsl_scan(char *text, size_t length, struct glsl_tokens *to, struct fault *f);
// Directives followed, macros expanded.
bool glsl_preprocess(const struct glsl_tokens *from, struct glsl_tokens *to, struct fault *f);
