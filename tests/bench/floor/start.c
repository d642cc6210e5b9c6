// Floor of the benches "start" and "still": one picture in a window.
//     floor_start WIDTH HEIGHT [PICTURE [stay]]
// MARK B when it was presented; then ends, or with `stay` waits for events and presents again when
// uncovered. Without PICTURE the window is cleared and nothing more (peers/floor/w5_floor.c).
// floor_start_mpv is the same program, linked to libmpv.
#include "floor.h"

#include <string.h>

static const char vert[] = "out vec2 uv;\n"
                           "void main()\n"
                           "{\n"
                           "    uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
                           "    gl_Position = vec4(uv.x * 2 - 1, 1 - uv.y * 2, 0, 1);\n"
                           "}\n";
static const char frag[] = "in vec2 uv;\n"
                           "out vec4 color;\n"
                           "uniform sampler2D picture;\n"
                           "void main()\n"
                           "{\n"
                           "    color = texture(picture, uv);\n"
                           "}\n";

static void open_picture(const char *file)
{
    GLuint array;
    int width, height;
    floor_picture(file, &width, &height);
    floor_program(vert, frag);
    glGenVertexArrays(1, &array);
    glBindVertexArray(array);
}

static void present(SDL_Window *window, bool picture)
{
    glClear(GL_COLOR_BUFFER_BIT);
    if (picture)
        glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    SDL_GL_SwapWindow(window);
}

static void stay(SDL_Window *window, bool picture)
{
    for (SDL_Event event; SDL_WaitEvent(&event) && event.type != SDL_QUIT;)
        if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_EXPOSED)
            present(window, picture);
}

int main(int argc, char **argv)
{
    SDL_Window *window =
        floor_window(floor_number(argc, argv, 1, 1280), floor_number(argc, argv, 2, 720));
    bool picture = argc > 3;
    if (picture)
        open_picture(argv[3]);
    present(window, picture);
    glFinish();
    if (argc > 4 && strcmp(argv[4], "stay") == 0)
        stay(window, picture);
    floor_mark('B');
    return 0;
}
