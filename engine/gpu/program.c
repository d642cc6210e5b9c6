// Programs from files, compiled again when a file was saved.
#include "base/log.h"
#include "gpu/private.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_MAX = 1 << 18, INFO = 4096, PATH = GPU_FOLDER + GPU_NAME + 8 };

static void path_of(const struct gpu_program *p, const char *ending, char path[PATH])
{
    if (p->shade && strcmp(ending, "frag") == 0)
        snprintf(path, PATH, "%s", p->shade);
    else
        snprintf(path, PATH, "%s/%s.%s", p->gpu->shaders, p->name, ending);
}

static struct gpu_stamp stamp_of(const struct gpu_program *p, const char *ending)
{
    char path[PATH];
    path_of(p, ending, path);
    struct stat s;
    if (stat(path, &s) != 0)
        return (struct gpu_stamp){.size = -1};
    return (struct gpu_stamp){s.st_mtim, s.st_size};
}

static void path_of_included(const struct gpu_program *p, char path[PATH])
{
    snprintf(path, PATH, "%s/%s", p->gpu->shaders, p->included);
}

// With what it includes: the later of both, their sizes together.
static struct gpu_stamp stamp_of_frag(const struct gpu_program *p)
{
    char path[PATH];
    struct stat s;
    struct gpu_stamp stamp = stamp_of(p, "frag");
    if (!p->included[0])
        return stamp;
    path_of_included(p, path);
    if (stat(path, &s) != 0)
        return (struct gpu_stamp){.size = -1};
    bool later =
        s.st_mtim.tv_sec > stamp.changed.tv_sec ||
        (s.st_mtim.tv_sec == stamp.changed.tv_sec && s.st_mtim.tv_nsec > stamp.changed.tv_nsec);
    stamp.changed = later ? s.st_mtim : stamp.changed;
    stamp.size += s.st_size;
    return stamp;
}

static bool stamps_same(struct gpu_stamp a, struct gpu_stamp b)
{
    return a.size == b.size && a.changed.tv_sec == b.changed.tv_sec &&
           a.changed.tv_nsec == b.changed.tv_nsec;
}

char *program_read(const char *path, struct fault *f)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(SOURCE_MAX) : NULL;
    size_t n = text ? fread(text, 1, SOURCE_MAX, file) : 0;
    bool whole = text && !ferror(file) && n < SOURCE_MAX;
    if (file)
        fclose(file);
    if (!whole) {
        free(text);
        fault_set(f, "%s: cannot be read, or is larger than %d bytes", path, SOURCE_MAX);
        return NULL;
    }
    text[n] = 0;
    return text;
}

// The first line of the driver's words that names a line of the source: "0:12(5): error: …" (Mesa),
// "0(12) : error …" (NVIDIA), "ERROR: 0:12: …" (AMD); 1 instead of 0: of what it includes. NULL:
// none does.
static const char *located(const char *words, int *line, bool *of_included)
{
    for (const char *c = words; *c; c++) {
        bool starts = c == words || !isalnum((unsigned char)c[-1]);
        if (!starts || (c[0] != '0' && c[0] != '1') || (c[1] != ':' && c[1] != '('))
            continue;
        char *end;
        long n = strtol(c + 2, &end, 10);
        if (end == c + 2 || n < 1)
            continue;
        *line = (int)n;
        *of_included = c[0] == '1';
        while (*end && (strchr("():, ", *end) || isdigit((unsigned char)*end)))
            end++;
        return end;
    }
    return NULL;
}

static void blame(const char *path, const char *included, const char *words, struct fault *f)
{
    int line = 1;
    bool of_included = false;
    const char *message = located(words, &line, &of_included);
    if (!message)
        message = words;
    int length = (int)strcspn(message, "\r\n");
    fault_set(f, "%s:%d: %.*s", of_included && included ? included : path, line, length, message);
}

static unsigned compile_parts(const char *const *parts, int count, unsigned kind, const char *path,
                              const char *included, struct fault *f)
{
    unsigned shader = glCreateShader(kind);
    glShaderSource(shader, count, parts, NULL);
    glCompileShader(shader);
    GLint good = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good)
        return shader;
    char words[INFO] = "";
    glGetShaderInfoLog(shader, sizeof words, NULL, words);
    blame(path, included, words, f);
    glDeleteShader(shader);
    return 0;
}

unsigned program_compile(const char *const *parts, int count, unsigned kind, const char *path,
                         struct fault *f)
{
    return compile_parts(parts, count, kind, path, NULL, f);
}

// A line `#include "name"` of a fragment shader is that file of the same folder; once a shader, on
// a line of its own. GLSL has no such thing. `rest`: what follows it; NULL: there is none.
static char *cut_include(struct gpu_program *p, char *text, int *line)
{
    static const char word[] = "#include \"";
    char *at = strncmp(text, word, strlen(word)) == 0 ? text : strstr(text, "\n#include \"");
    p->included[0] = 0;
    if (!at)
        return NULL;
    at += *at == '\n';
    char *name = at + strlen(word), *end = strpbrk(name, "\"/\n");
    if (!end || *end != '"' || end - name >= GPU_NAME)
        return NULL;
    snprintf(p->included, sizeof p->included, "%.*s", (int)(end - name), name);
    *line = 2;
    for (const char *c = text; c < at; c++)
        *line += *c == '\n';
    *at = 0;
    end += 1 + strspn(end + 1, " \t\r");
    return end + (*end == '\n');
}

static unsigned compile_frag(struct gpu_program *p, struct fault *f)
{
    char path[PATH], path_included[PATH], back[32];
    int line = 0;
    path_of(p, "frag", path);
    char *text = program_read(path, f);
    char *rest = text ? cut_include(p, text, &line) : NULL;
    path_of_included(p, path_included);
    char *included = rest ? program_read(path_included, f) : NULL;
    snprintf(back, sizeof back, "\n#line %d 0\n", line);
    const char *parts[] = {"#version 330 core\n",
                           p->defines ? p->defines : "",
                           "#line 1\n",
                           text,
                           "#line 1 1\n",
                           included,
                           back,
                           rest};
    bool good = text && (!rest || included);
    unsigned shader =
        good ? compile_parts(parts, rest ? 8 : 4, GL_FRAGMENT_SHADER, path, path_included, f) : 0;
    free(included);
    free(text);
    return shader;
}

static unsigned compile_vert(const struct gpu_program *p, struct fault *f)
{
    char path[PATH];
    path_of(p, "vert", path);
    char *text = program_read(path, f);
    const char *parts[] = {"#version 330 core\n", p->defines ? p->defines : "", "#line 1\n", text};
    unsigned shader = text ? program_compile(parts, 4, GL_VERTEX_SHADER, path, f) : 0;
    free(text);
    return shader;
}

unsigned program_link(unsigned vert, unsigned frag, const char *path, struct fault *f)
{
    unsigned id = glCreateProgram();
    glAttachShader(id, vert);
    glAttachShader(id, frag);
    glLinkProgram(id);
    GLint good = 0;
    glGetProgramiv(id, GL_LINK_STATUS, &good);
    if (good)
        return id;
    char words[INFO] = "";
    glGetProgramInfoLog(id, sizeof words, NULL, words);
    blame(path, NULL, words, f);
    glDeleteProgram(id);
    return 0;
}

static unsigned build(struct gpu_program *p, struct fault *f)
{
    p->vert = stamp_of(p, "vert");
    p->frag = stamp_of_frag(p);
    if (p->shade)
        return shade_build(p, f);
    char path[PATH];
    path_of(p, "frag", path);
    unsigned vert = compile_vert(p, f);
    unsigned frag = vert ? compile_frag(p, f) : 0;
    p->frag = stamp_of_frag(p); // what it includes is known now
    unsigned id = frag ? program_link(vert, frag, path, f) : 0;
    glDeleteShader(vert);
    glDeleteShader(frag);
    return id;
}

bool program_keep(struct gpu_program *p, struct fault *f)
{
    struct gpu *g = p->gpu;
    if (g->program_count == GPU_PROGRAMS)
        return fault_set(f, "%d shaders are open already", GPU_PROGRAMS);
    g->programs[g->program_count++] = p;
    p->id = build(p, f);
    p->built = true;
    p->builds = p->id != 0;
    return true;
}

struct gpu_program *gpu_program_variant(struct gpu *g, const char *name, const char *defines,
                                        struct fault *f)
{
    assert(g->program_count < GPU_PROGRAMS && strlen(name) < GPU_NAME);
    struct gpu_program *p = calloc(1, sizeof *p);
    if (!p) {
        fault_set(f, "no memory");
        return NULL;
    }
    p->gpu = g;
    p->defines = defines;
    snprintf(p->name, sizeof p->name, "%s", name);
    g->programs[g->program_count++] = p;
    return p;
}

struct gpu_program *gpu_program_later(struct gpu *g, const char *name, struct fault *f)
{
    return gpu_program_variant(g, name, NULL, f);
}

struct gpu_program *gpu_program_load(struct gpu *g, const char *name, struct fault *f)
{
    struct gpu_program *p = gpu_program_later(g, name, f);
    if (!p)
        return NULL;
    p->id = build(p, f);
    p->built = true;
    if (p->id)
        return p;
    gpu_program_destroy(p);
    return NULL;
}

static void drop(struct gpu_program *p)
{
    glUseProgram(0);
    p->gpu->program = GPU_UNKNOWN;
    glDeleteProgram(p->id);
}

void gpu_program_destroy(struct gpu_program *p)
{
    if (!p)
        return;
    struct gpu *g = p->gpu;
    for (int i = 0; i < g->program_count; i++)
        if (g->programs[i] == p)
            g->programs[i] = g->programs[--g->program_count];
    drop(p);
    guard_finish(&p->guarded);
    free(p->shade);
    free(p);
}

static bool refresh(struct gpu_program *p)
{
    if (!p->built)
        return false; // not used yet: it will be read then
    if (stamps_same(p->vert, stamp_of(p, "vert")) && stamps_same(p->frag, stamp_of_frag(p)))
        return false;
    struct fault f = {0};
    unsigned id = build(p, &f);
    if (!id) {
        log_error("gpu", "%s; %s", f.text,
                  p->id ? "the last good one stays" : "what it would draw is left out");
        return false;
    }
    drop(p);
    p->id = id;
    p->uniform_count = 0;
    p->builds++;
    char path[PATH];
    path_of(p, "frag", path);
    log_info("gpu", "%s was compiled anew", path);
    return true;
}

bool gpu_programs_refresh(struct gpu *g)
{
    bool any = false;
    for (int i = 0; i < g->program_count; i++)
        any |= refresh(g->programs[i]);
    return any;
}

static void build_now(struct gpu_program *p)
{
    struct fault f = {0};
    p->built = true;
    p->id = build(p, &f);
    if (!p->id)
        log_error("gpu", "%s; what it would draw is left out", f.text);
}

void gpu_program_use(struct gpu *g, struct gpu_program *p)
{
    if (!p->built)
        build_now(p);
    if (g->program != p->id)
        glUseProgram(p->id);
    g->program = p->id;
}

static struct gpu_uniform *find(struct gpu_program *p, const char *name)
{
    for (int i = 0; i < p->uniform_count; i++) {
        int n = (p->uniform_next + i) % p->uniform_count;
        if (strcmp(p->uniforms[n].name, name) == 0) {
            p->uniform_next = n + 1;
            return &p->uniforms[n];
        }
    }
    return NULL;
}

// NULL: there is nothing to set. A name that the program does not have is -1, which GL passes over:
// a saved shader may lose one.
static struct gpu_uniform *uniform(struct gpu_program *p, const char *name)
{
    gpu_program_use(p->gpu, p);
    if (!p->id)
        return NULL;
    struct gpu_uniform *u = find(p, name);
    if (!u) {
        assert(p->uniform_count < GPU_UNIFORMS && strlen(name) < GPU_UNIFORM_NAME);
        u = &p->uniforms[p->uniform_count++];
        snprintf(u->name, GPU_UNIFORM_NAME, "%s", name);
        u->location = glGetUniformLocation(p->id, name);
        u->floats = 0;
    }
    return u->location >= 0 ? u : NULL;
}

// Likewise where it has this value already: programs keep theirs.
static struct gpu_uniform *other(struct gpu_program *p, const char *name, const float *v, int count)
{
    struct gpu_uniform *u = uniform(p, name);
    size_t size = (size_t)count * sizeof *v;
    if (!u || (u->floats == count && memcmp(u->value, v, size) == 0))
        return NULL;
    u->floats = count <= GPU_UNIFORM_FLOATS ? count : 0;
    if (u->floats)
        memcpy(u->value, v, size);
    return u;
}

void gpu_uniform_1f(struct gpu_program *p, const char *name, float v)
{
    const struct gpu_uniform *u = other(p, name, &v, 1);
    if (u)
        glUniform1f(u->location, v);
}

void gpu_uniform_2f(struct gpu_program *p, const char *name, float x, float y)
{
    const struct gpu_uniform *u = other(p, name, (const float[]){x, y}, 2);
    if (u)
        glUniform2f(u->location, x, y);
}

void gpu_uniform_3f(struct gpu_program *p, const char *name, float x, float y, float z)
{
    const struct gpu_uniform *u = other(p, name, (const float[]){x, y, z}, 3);
    if (u)
        glUniform3f(u->location, x, y, z);
}

void gpu_uniform_1i(struct gpu_program *p, const char *name, int v)
{
    float bits;
    memcpy(&bits, &v, sizeof bits);
    const struct gpu_uniform *u = other(p, name, &bits, 1);
    if (u)
        glUniform1i(u->location, v);
}

void gpu_uniform_4f(struct gpu_program *p, const char *name, float x, float y, float z, float w)
{
    const struct gpu_uniform *u = other(p, name, (const float[]){x, y, z, w}, 4);
    if (u)
        glUniform4f(u->location, x, y, z, w);
}

void gpu_uniform_4fv(struct gpu_program *p, const char *name, const float *v, int count)
{
    const struct gpu_uniform *u = other(p, name, v, 4 * count);
    if (u)
        glUniform4fv(u->location, count, v);
}

void gpu_uniform_3x3(struct gpu_program *p, const char *name, const float m[9])
{
    const struct gpu_uniform *u = other(p, name, m, 9);
    if (u)
        glUniformMatrix3fv(u->location, 1, GL_TRUE, m);
}

void gpu_uniform_4x4(struct gpu_program *p, const char *name, const float m[16])
{
    const struct gpu_uniform *u = other(p, name, m, 16);
    if (u)
        glUniformMatrix4fv(u->location, 1, GL_TRUE, m);
}

void gpu_uniform_texture(struct gpu *g, struct gpu_program *p, const char *name, int unit,
                         const struct gpu_texture *t)
{
    gpu_texture_use(g, unit, t->id);
    gpu_uniform_1i(p, name, unit);
}
