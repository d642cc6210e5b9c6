// What the floors share.
#include "floor.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

#define REST_MS 50

void floor_end(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

SDL_Window *floor_window(int width, int height)
{
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        floor_end("video", SDL_GetError());
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_Window *window = SDL_CreateWindow("floor", 0, 0, width, height, SDL_WINDOW_OPENGL);
    if (!window || !SDL_GL_CreateContext(window))
        floor_end("window", SDL_GetError());
    if (!gladLoadGL((GLADloadfunc)SDL_GL_GetProcAddress))
        floor_end("window", "no OpenGL 3.3");
    SDL_GL_SetSwapInterval(0);
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    printf("RENDERER %s\n", (const char *)glGetString(GL_RENDERER));
    return window;
}

static unsigned compile(GLenum kind, const char *text)
{
    const char *parts[] = {"#version 330 core\n", text};
    unsigned shader = glCreateShader(kind);
    glShaderSource(shader, 2, parts, NULL);
    glCompileShader(shader);
    GLint good = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    char words[512] = "";
    glGetShaderInfoLog(shader, sizeof words, NULL, words);
    if (!good)
        floor_end("shader", words);
    return shader;
}

unsigned floor_program(const char *vert, const char *frag)
{
    unsigned id = glCreateProgram();
    glAttachShader(id, compile(GL_VERTEX_SHADER, vert));
    glAttachShader(id, compile(GL_FRAGMENT_SHADER, frag));
    glLinkProgram(id);
    glUseProgram(id);
    return id;
}

unsigned floor_picture(const char *file, int *width, int *height)
{
    SDL_Surface *read = IMG_Load(file);
    SDL_Surface *s = read ? SDL_ConvertSurfaceFormat(read, SDL_PIXELFORMAT_RGBA32, 0) : NULL;
    if (!s)
        floor_end(file, SDL_GetError());
    unsigned id = 0;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_2D, id);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, s->pitch / 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, s->w, s->h, 0, GL_RGBA, GL_UNSIGNED_BYTE, s->pixels);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    *width = s->w;
    *height = s->h;
    SDL_FreeSurface(s);
    SDL_FreeSurface(read);
    return id;
}

void floor_mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    SDL_Delay(REST_MS);
}

int floor_number(int argc, char **argv, int n, int otherwise)
{
    return argc > n ? atoi(argv[n]) : otherwise;
}
