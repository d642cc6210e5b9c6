// Textures that were sampled once and deleted: what does the driver keep? Nothing of ours is in it.
//
//     cc tests/soak/driver.c -o /tmp/driver -lSDL2 -lGL && GALLIUM_NOOP=1 /tmp/driver; /tmp/driver
//
// Mesa 22.3.6: NOOP keeps 1.03 MiB of each texture of 1 MiB, llvmpipe nothing. (driver_noop takes
// the references to sampler views that it is given and never drops them.)
#define GL_GLEXT_PROTOTYPES
#include <SDL2/SDL.h>
#include <SDL2/SDL_opengl.h>
#include <malloc.h>
static GLuint shader(GLenum kind, const char *text)
{
    GLuint s = glCreateShader(kind);
    glShaderSource(s, 1, &text, NULL);
    glCompileShader(s);
    return s;
}
int main(void)
{
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "offscreen");
    SDL_Init(SDL_INIT_VIDEO);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_Window *w = SDL_CreateWindow("", 0, 0, 64, 64, SDL_WINDOW_OPENGL);
    SDL_GL_CreateContext(w);
    printf("%s\n", glGetString(GL_RENDERER));
    GLuint p = glCreateProgram(), vertices, texture;
    glAttachShader(
        p, shader(GL_VERTEX_SHADER,
                  "#version 330 core\nvoid main() { gl_Position = vec4(gl_VertexID, 0, 0, 1); }"));
    glAttachShader(p, shader(GL_FRAGMENT_SHADER, "#version 330 core\nuniform sampler2D s; out vec4 "
                                                 "c; void main() { c = texture(s, vec2(0)); }"));
    glLinkProgram(p);
    glUseProgram(p);
    glGenVertexArrays(1, &vertices);
    glBindVertexArray(vertices);
    static unsigned char white[512 * 512 * 4];
    for (int i = 0; i <= 100; i++) {
        if (i % 50 == 0)
            printf("after %d textures of 1 MiB: %zu KiB in use\n", i,
                   (mallinfo2().uordblks + mallinfo2().hblkhd) / 1024);
        glGenTextures(1, &texture);
        glBindTexture(GL_TEXTURE_2D, texture);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 512, 512, 0, GL_RGBA, GL_UNSIGNED_BYTE, white);
        glDrawArrays(GL_TRIANGLES, 0, 3);
        glDeleteTextures(1, &texture);
        glFinish();
    }
    return 0;
}
