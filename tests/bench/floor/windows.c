// Floor of the bench "outputs": what windows cost by themselves. N windows of one context; frame by
// frame each is made current, painted and swapped.
//     floor_windows N [FRAMES]
#include "floor.h"

enum { MOST = 8, WARM_UP = 30 };

int main(int argc, char **argv)
{
    int count = floor_number(argc, argv, 1, 1), frames = floor_number(argc, argv, 2, 300);
    if (count < 1 || count > MOST)
        floor_end("floor_windows", "1 to 8 windows");
    SDL_Window *windows[MOST] = {floor_window(1920, 1080)};
    SDL_GLContext context = SDL_GL_GetCurrentContext();
    for (int i = 1; i < count; i++)
        windows[i] = SDL_CreateWindow("floor", 0, 0, 1920, 1080, SDL_WINDOW_OPENGL);
    for (int frame = 0; frame < WARM_UP + frames; frame++) {
        if (frame == WARM_UP)
            floor_mark('A');
        for (SDL_Event event; SDL_PollEvent(&event);)
            ;
        for (int i = 0; i < count; i++) {
            SDL_GL_MakeCurrent(windows[i], context);
            SDL_GL_SetSwapInterval(0);
            glClear(GL_COLOR_BUFFER_BIT);
            SDL_GL_SwapWindow(windows[i]);
        }
    }
    glFinish();
    floor_mark('B');
    return 0;
}
