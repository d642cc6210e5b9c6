// What the floors share: a window with OpenGL 3.3, a program, a picture, the marks between which
// `gestuaire bench` reads the CPU. A floor is the least C that does a bench's work; it is no part
// of the engine and shares nothing with it but GLAD.
#pragma once
#include <SDL.h>
#include <glad/gl.h>
#include <stdbool.h>

// A window of this size, cleared, without waiting for the display; says GL_RENDERER. Ends the
// program with a sentence when there is none.
SDL_Window *floor_window(int width, int height);
// Shaders without their #version line, compiled, linked and used.
unsigned floor_program(const char *vert, const char *frag);
// A picture file as a texture on unit 0, linear; its size in px.
unsigned floor_picture(const char *file, int *width, int *height);
// A grid of 16 x 16 cells as triangles, bound: how many indices (GL_UNSIGNED_SHORT), and its vertex
// shader, which says `uv`.
int floor_mesh(void);
extern const char floor_mesh_vert[];
// "MARK A" or "MARK B", then a rest, so that the CPU is read before the work goes on.
void floor_mark(char which);
// The number in argv[n], or `otherwise`.
int floor_number(int argc, char **argv, int n, int otherwise);
void floor_end(const char *what, const char *why); // said, exit 1
