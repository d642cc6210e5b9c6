// One unit square many times, each with numbers of its own.
#include "gpu/private.h"

#include <assert.h>
#include <stdlib.h>

struct gpu_instances {
    unsigned array, values;
    int attributes, floats; // of one instance
    int count;              // uploaded
};

struct gpu_instances *gpu_instances_create(struct gpu *g, const int *sizes, int attributes,
                                           struct fault *f)
{
    assert(attributes >= 1 && attributes <= GPU_INSTANCE_ATTRIBUTES);
    struct gpu_instances *n = calloc(1, sizeof *n);
    if (!n) {
        fault_set(f, "no memory");
        return NULL;
    }
    n->attributes = attributes;
    for (int i = 0; i < attributes; i++)
        n->floats += sizes[i];
    glGenVertexArrays(1, &n->array);
    glGenBuffers(1, &n->values);
    g->vertices = GPU_UNKNOWN; // the number may be one that was deleted
    gpu_vertices_use(g, n->array);
    glBindBuffer(GL_ARRAY_BUFFER, n->values);
    size_t at = 0;
    for (int i = 0; i < attributes; i++) {
        glEnableVertexAttribArray((GLuint)i);
        glVertexAttribPointer((GLuint)i, sizes[i], GL_FLOAT, GL_FALSE,
                              n->floats * (GLsizei)sizeof(float), gpu_offset(at));
        glVertexAttribDivisor((GLuint)i, 1);
        at += (size_t)sizes[i] * sizeof(float);
    }
    return n;
}

void gpu_instances_destroy(struct gpu_instances *n)
{
    if (!n)
        return;
    glDeleteVertexArrays(1, &n->array);
    glDeleteBuffers(1, &n->values);
    free(n);
}

// A fresh store each time: the card may still be reading the old one.
void gpu_instances_upload(struct gpu *g, struct gpu_instances *n, const float *values, int count,
                          bool kept)
{
    n->count = count;
    if (count < 1)
        return;
    gpu_vertices_use(g, n->array);
    glBindBuffer(GL_ARRAY_BUFFER, n->values);
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)((size_t)count * (size_t)n->floats * sizeof *values),
                 values, kept ? GL_STATIC_DRAW : GL_STREAM_DRAW);
}

void gpu_instances_draw(struct gpu *g, struct gpu_instances *n)
{
    if (n->count < 1 || !g->program) // 0: it is faulty
        return;
    gpu_vertices_use(g, n->array);
    for (int i = n->attributes; i < GPU_INSTANCE_ATTRIBUTES; i++)
        glVertexAttrib4f((GLuint)i, 1, 1, 1, 1);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, n->count);
}
