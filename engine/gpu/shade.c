// Programs of a curator's fragment shaders.
#include "gpu/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned shade_build(struct gpu_program *p, struct fault *f)
{
    char path[GPU_FOLDER + GPU_NAME + 8];
    struct guarded guarded = {0};
    unsigned id = 0, frag = 0;
    snprintf(path, sizeof path, "%s/shade.vert", p->gpu->shaders);
    char *corners = program_read(path, f), *text = corners ? program_read(p->shade, f) : NULL;
    if (text && !guard_shader(text, strlen(text), &guarded, f)) {
        fault_where(f, "%s", p->shade);
        char *colon = strstr(f->text, ": "); // file: LINE: … is written file:LINE: …
        if (colon && colon == f->text + strlen(p->shade))
            memmove(colon + 1, colon + 2, strlen(colon + 2) + 1);
    }
    const char *const above[] = {"#version 330 core\n#line 1\n", corners};
    const char *const below[] = {guard_before, guarded.text, guard_behind};
    if (guarded.text)
        frag = program_compile(below, 3, GL_FRAGMENT_SHADER, p->shade, f);
    unsigned vert = frag ? program_compile(above, 2, GL_VERTEX_SHADER, path, f) : 0;
    if (vert)
        id = program_link(vert, frag, p->shade, f);
    glDeleteShader(vert);
    glDeleteShader(frag);
    free(corners);
    free(text);
    if (id) {
        guard_finish(&p->guarded);
        p->guarded = guarded;
    } else {
        guard_finish(&guarded);
    }
    return id;
}

struct gpu_program *gpu_program_shade(struct gpu *g, const char *path, struct fault *f)
{
    struct gpu_program *p = calloc(1, sizeof *p);
    if (!p || !(p->shade = strdup(path))) {
        free(p);
        fault_set(f, "no memory");
        return NULL;
    }
    p->gpu = g;
    snprintf(p->name, sizeof p->name, "shade");
    if (program_keep(p, f))
        return p;
    free(p->shade);
    free(p);
    return NULL;
}

bool gpu_program_ready(const struct gpu_program *p)
{
    return p->id != 0;
}

int gpu_program_builds(const struct gpu_program *p)
{
    return p->builds;
}

const struct guarded *gpu_program_guarded(const struct gpu_program *p)
{
    return &p->guarded;
}
