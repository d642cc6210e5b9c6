// OpenGL that answers and does nothing, for what must not depend on a driver: soaks. Shaders are
// good, framebuffers whole, names given out; what is read back is black.
#include "gpu/private.h"

#include <stdint.h>
#include <string.h>

// Most of it: takes whatever it is given (more arguments than a function names do no harm in the
// calling conventions of x86-64 and aarch64), and what is asked of it is 0: no error, place 0.
static GLuint nothing(void)
{
    return 0;
}

static GLuint one(void)
{
    return 1;
}

static void names(GLsizei count, GLuint *to)
{
    for (GLsizei i = 0; i < count; i++)
        to[i] = (GLuint)(uintptr_t)&to[i] | 1; // as many as there are places for them
}

static void number(GLenum what, GLint *to)
{
    switch (what) {
    case GL_MAX_TEXTURE_SIZE:
        *to = 16384;
        break;
    case GL_NUM_EXTENSIONS: // GLAD believes in no GL without
        *to = 1;
        break;
    default:
        *to = 0;
    }
}

static void good(GLuint name, GLenum what, GLint *to)
{
    *to = what == GL_COMPILE_STATUS || what == GL_LINK_STATUS;
}

static void answer(GLuint query, GLenum what, GLuint *to)
{
    *to = 1;
}

static void answer_64(GLuint query, GLenum what, GLuint64 *to)
{
    *to = 1;
}

static GLenum whole(GLenum target)
{
    return GL_FRAMEBUFFER_COMPLETE;
}

static const GLubyte *extension(GLenum what, GLuint i)
{
    return (const GLubyte *)GPU_NULL;
}

static const GLubyte *text(GLenum what)
{
    return (const GLubyte *)(what == GL_VERSION ? "3.3" : what == GL_RENDERER ? GPU_NULL : "");
}

static void read_black(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type,
                       void *to)
{
    size_t bytes = type == GL_FLOAT ? 4 : 1, parts = format == GL_DEPTH_COMPONENT ? 1 : 4;
    memset(to, 0, (size_t)width * (size_t)height * parts * bytes);
}

void *gpu_null_address(const char *name)
{
    static const struct {
        const char *name;
        void (*does)(void);
    } table[] = {
        {"glGenTextures", (void (*)(void))names},
        {"glGenBuffers", (void (*)(void))names},
        {"glGenFramebuffers", (void (*)(void))names},
        {"glGenRenderbuffers", (void (*)(void))names},
        {"glGenVertexArrays", (void (*)(void))names},
        {"glGenSamplers", (void (*)(void))names},
        {"glGenQueries", (void (*)(void))names},
        {"glCreateShader", (void (*)(void))one},
        {"glCreateProgram", (void (*)(void))one},
        {"glGetShaderiv", (void (*)(void))good},
        {"glGetProgramiv", (void (*)(void))good},
        {"glGetIntegerv", (void (*)(void))number},
        {"glGetStringi", (void (*)(void))extension},
        {"glGetString", (void (*)(void))text},
        {"glCheckFramebufferStatus", (void (*)(void))whole},
        {"glGetQueryObjectuiv", (void (*)(void))answer},
        {"glGetQueryObjectui64v", (void (*)(void))answer_64},
        {"glReadPixels", (void (*)(void))read_black},
    };
    void (*does)(void) = (void (*)(void))nothing;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0)
            does = table[i].does;
    void *address;
    memcpy(&address, (void *)&does, sizeof address); // C knows no other way from one to the other
    return address;
}
