// A curator's fragment shader made safe, as text: preprocessed here, so that the driver sees no
// directive, and each of its loops counts its steps and ends. No GL.
//
// Refused with a line: what is not GLSL's letters, a backslash, directives but those of conditions
// and definitions, what expands or unrolls without measure, prototypes (so that no chain of calls
// is longer than it looks), a do without braces, names that begin with gestuaire_.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stddef.h>

#define GUARD_BYTES (1u << 18) // of a shader
#define GUARD_TOKENS 65536     // once macros are expanded
#define GUARD_WEIGHT 200000    // tokens, once every call is put in its place
#define GUARD_MACROS 256
#define GUARD_STEPS 8192 // of all loops of a px together
#define GUARD_UNIFORMS 16
#define GUARD_NAME 32

enum guard_type {
    GUARD_FLOAT,
    GUARD_VEC2,
    GUARD_VEC3,
    GUARD_VEC4,
    GUARD_INT,
    GUARD_BOOL,
    GUARD_SAMPLER,
    GUARD_OTHER
};

struct guarded {
    char *text; // owned; lines as in the file; main is called gestuaire_main
    struct {
        char name[GUARD_NAME];
        enum guard_type type;
    } uniforms[GUARD_UNIFORMS];
    int uniform_count;
    int loop_line;  // of the first loop; 0: none
    bool uses_time; // u_time_s
};

// False and a fault "LINE: what is wrong". `text` need not end in a zero.
bool guard_shader(const char *text, size_t length, struct guarded *out, struct fault *f);
void guard_finish(struct guarded *g);
// What is put before and behind the text: declarations, and the main that calls it.
extern const char *const guard_before, *const guard_behind;
