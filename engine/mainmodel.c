// gestuaire-model FILE: reads a model in 3D by assimp and writes it plain (decode/modelfile.h) to
// its standard output; what is wrong goes to standard error, one sentence. A program of its own:
// assimp's readers crash on files that are broken on purpose, and here nothing else ends with it.
#include "modelread.h"

#include <assimp/cimport.h>
#include <assimp/config.h>
#include <assimp/postprocess.h>
#include <assimp/version.h>
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#define SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SHADOWED 1
#endif
#endif
#ifndef SHADOWED
#define SHADOWED 0
#endif

enum {
    CPU_S = 60,
    MEMORY_MIB = 3072,
    OUT_MIB = 1024,
    CREASE_DEGREES = 60 // where faces meet more sharply, light breaks
};

struct kind {
    const char *ending;
    const char *magic; // what its file begins with; NULL: anything
    bool linear, plain;
};

// No other of assimp's readers sees a file.
static const struct kind kinds[] = {
    {"glb", "glTF\2", true, false}, {"gltf", NULL, true, false}, {"obj", NULL, false, false},
    {"ply", "ply", false, true},    {"stl", NULL, false, true},
};

static const struct kind *kind_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(dot + 1, kinds[i].ending) == 0)
            return &kinds[i];
    return NULL;
}

static int fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    return 1;
}

static void limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most + 5}); // a signal first that says why
}

static bool begins_with(const char *path, const char *magic)
{
    char head[8] = "";
    FILE *file = fopen(path, "rbe");
    size_t length = magic ? strlen(magic) : 0;
    bool good = file && (length == 0 || (fread(head, 1, length, file) == length &&
                                         memcmp(head, magic, length) == 0));
    if (file)
        fclose(file);
    return good;
}

// What assimp says, on one line.
static int fail_reading(const struct model_files *files)
{
    char said[400];
    if (files->full)
        return fail("is larger than 256 MiB; make it smaller");
    snprintf(said, sizeof said, "%s", aiGetErrorString());
    if (strstr(said, "No suitable reader")) // with the file's name, which is known
        snprintf(said, sizeof said, "it is not what its ending says, or is cut short");
    if (strstr(said, "No meshes remaining") || strstr(said, "No output meshes")) // of faces
        return fail(MODEL_NO_FACES);
    for (char *c = said; *c; c++)
        if (iscntrl((unsigned char)*c))
            *c = ' ';
    fprintf(stderr, "cannot be read: %s%s\n", said[0] ? said : "it holds no model",
            files->left_out ? " (what lies outside its folder is not read)" : "");
    return 1;
}

static const struct aiScene *read_scene(struct model_files *files, const char *path,
                                        const struct kind *kind)
{
    unsigned steps = aiProcess_Triangulate | aiProcess_SortByPType |
                     aiProcess_PreTransformVertices | aiProcess_GenSmoothNormals |
                     aiProcess_JoinIdenticalVertices | aiProcess_FlipUVs;
    struct aiPropertyStore *how = aiCreatePropertyStore();
    aiSetImportPropertyInteger(how, AI_CONFIG_PP_SBP_REMOVE,
                               aiPrimitiveType_POINT | aiPrimitiveType_LINE);
    aiSetImportPropertyFloat(how, AI_CONFIG_PP_GSN_MAX_SMOOTHING_ANGLE, CREASE_DEGREES);
    if (strcmp(kind->ending, "stl") == 0) { // one normal a face, whatever is round
        aiSetImportPropertyInteger(how, AI_CONFIG_PP_RVC_FLAGS, aiComponent_NORMALS);
        steps |= aiProcess_RemoveComponent;
    }
    const struct aiScene *scene = aiImportFileExWithProperties(path, steps, &files->io, how);
    aiReleasePropertyStore(how);
    return scene;
}

int main(int argc, char **argv)
{
    struct model_files files;
    const struct kind *kind = argc == 2 ? kind_of(argv[1]) : NULL;
    if (argc != 2)
        return fail("usage: gestuaire-model FILE >PLAIN");
    if (!kind)
        return fail("is no .glb, .gltf, .obj, .ply or .stl");
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, CPU_S);
    limit(RLIMIT_FSIZE, (rlim_t)OUT_MIB << 20);
    signal(SIGXFSZ, SIG_IGN); // what does not fit is an error of stdout, and said below
    if (!SHADOWED)
        limit(RLIMIT_AS, (rlim_t)MEMORY_MIB << 20);
    if (!model_files_init(&files, argv[1]))
        return fail("is not there");
    if (!begins_with(files.path, kind->magic)) {
        fprintf(stderr, "is no %s file%s\n", kind->ending,
                strcmp(kind->ending, "glb") == 0 ? " of glTF 2" : "");
        return 1;
    }
    const struct aiScene *scene = read_scene(&files, argv[1], kind);
    if (!scene)
        return fail_reading(&files);
    struct model_manner manner = {.linear = kind->linear, .plain = kind->plain, .files = &files};
    if (!model_write(scene, &manner, stdout))
        return fail(manner.why);
    if (fflush(stdout) != 0 || ferror(stdout))
        return fail("is too large once it is read");
    _Exit(0); // its memory goes with it
}
