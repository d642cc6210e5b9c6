// All light stages of an output in one pass, as short as they can be.
#include "lit.h"

#include <math.h>
#include <stdlib.h>

enum { EDGE = 17 };

static const char vert[] = "void main()\n"
                           "{\n"
                           "    vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
                           "    gl_Position = vec4(at * 4.0 - 1.0, 0, 1);\n"
                           "}\n";
static const char frag[] =
    "out vec4 color;\n"
    "uniform sampler2D light, share;\n"
    "uniform sampler3D colors;\n"
    "const vec3 gain = vec3(0.9, 0.88, 0.85), lift = vec3(0.002);\n"
    "void main()\n"
    "{\n"
    "    ivec2 at = ivec2(gl_FragCoord.xy);\n"
    "    vec2 s = texelFetch(share, at, 0).rg;\n"
    "    vec3 value = texelFetch(light, at, 0).rgb * gain * s.r + lift * s.g;\n"
    "    value = pow(clamp(value, 0.0, 1.0), vec3(1.0 / 2.2));\n"
    "    value = textureLod(colors, value * (16.0 / 17.0) + 0.5 / 17.0, 0.0).rgb;\n"
    "    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, "
    "0.00583715))));\n"
    "    color = vec4(floor(value * 255.0 + 0.125 + 0.75 * noise) / 255.0, 1.0);\n"
    "}\n";

// Soft edges left and right, of 288 px.
static GLuint open_share(int width, int height)
{
    unsigned short *pairs = malloc((size_t)width * (size_t)height * 2 * sizeof *pairs);
    for (int i = 0; i < width * height; i++) {
        float x = (float)(i % width), from = fminf(fminf(x, (float)width - x) / 288, 1);
        pairs[2 * i] = (unsigned short)(65535 * from * from * (3 - 2 * from));
        pairs[2 * i + 1] = 65535;
    }
    GLuint id;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_2D, id);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RG16, width, height, 0, GL_RG, GL_UNSIGNED_SHORT, pairs);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    free(pairs);
    return id;
}

static GLuint open_table(void)
{
    static unsigned short entries[EDGE * EDGE * EDGE][4];
    for (int i = 0; i < EDGE * EDGE * EDGE; i++)
        for (int k = 0; k < 4; k++) {
            int steps = k == 0 ? i % EDGE : k == 1 ? i / EDGE % EDGE : i / (EDGE * EDGE);
            entries[i][k] = (unsigned short)(k < 3 ? 65535 * steps / (EDGE - 1) : 65535);
        }
    GLuint id;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_3D, id);
    glTexImage3D(GL_TEXTURE_3D, 0, GL_RGBA16, EDGE, EDGE, EDGE, 0, GL_RGBA, GL_UNSIGNED_SHORT,
                 entries);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_WRAP_R, GL_CLAMP_TO_EDGE);
    return id;
}

struct lit lit_open(int width, int height)
{
    struct lit l = {floor_program(vert, frag), open_share(width, height), open_table()};
    glUniform1i(glGetUniformLocation(l.program, "light"), 0);
    glUniform1i(glGetUniformLocation(l.program, "share"), 1);
    glUniform1i(glGetUniformLocation(l.program, "colors"), 2);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, l.share);
    glActiveTexture(GL_TEXTURE2);
    glBindTexture(GL_TEXTURE_3D, l.table);
    glActiveTexture(GL_TEXTURE0);
    return l;
}

void lit_pass(const struct lit *l, GLuint light)
{
    glUseProgram(l->program);
    glBindTexture(GL_TEXTURE_2D, light);
    glDrawArrays(GL_TRIANGLES, 0, 3);
}
