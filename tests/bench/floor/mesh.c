// The grid of the benches "warp" and "warpfilm" as triangles.
#include "floor.h"

#include <string.h>

enum { CELLS = 16 };

const char floor_mesh_vert[] = "layout(location = 0) in vec4 at;\n"
                               "out vec2 uv;\n"
                               "void main()\n"
                               "{\n"
                               "    uv = at.zw;\n"
                               "    gl_Position = vec4(at.xy * 2.0 - 1.0, 0, 1);\n"
                               "}\n";

// The same points as the station "warp" of tests/bench/installation.lua has.
static float wave(float t)
{
    return 20.78f * t * (t - 0.5f) * (t - 1);
}

int floor_mesh(void)
{
    float vertices[(CELLS + 1) * (CELLS + 1)][4];
    unsigned short indices[CELLS * CELLS * 6];
    int count = 0;
    for (int i = 0; i < (CELLS + 1) * (CELLS + 1); i++) {
        float x = (float)(i % (CELLS + 1)) / CELLS, y = (float)(i / (CELLS + 1)) / CELLS;
        const float vertex[4] = {0.5f + (x - 0.5f) * 0.95f + 0.02f * wave(y),
                                 0.5f + (y - 0.5f) * 0.95f + 0.02f * wave(x), x, y};
        memcpy(vertices[i], vertex, sizeof vertex);
    }
    for (int i = 0; i < CELLS * CELLS; i++) {
        int at = i / CELLS * (CELLS + 1) + i % CELLS;
        const int six[6] = {at, at + 1, at + CELLS + 1, at + CELLS + 1, at + 1, at + CELLS + 2};
        for (int k = 0; k < 6; k++)
            indices[count++] = (unsigned short)six[k];
    }
    GLuint array, buffers[2];
    glGenVertexArrays(1, &array);
    glBindVertexArray(array);
    glGenBuffers(2, buffers);
    glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
    glBufferData(GL_ARRAY_BUFFER, sizeof vertices, vertices, GL_STATIC_DRAW);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, 16, NULL);
    glEnableVertexAttribArray(0);
    return count;
}
