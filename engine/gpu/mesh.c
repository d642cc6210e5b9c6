// Triangles: new ones each time they are drawn, or kept ones.
#include "gpu/private.h"

#include <assert.h>
#include <stdlib.h>

struct gpu_mesh {
    unsigned array, vertices, indices;
    int floats;      // of one vertex
    int index_count; // uploaded
};

struct gpu_mesh *gpu_mesh_create(struct gpu *g, const int *sizes, int attributes, struct fault *f)
{
    struct gpu_mesh *m = calloc(1, sizeof *m);
    if (!m) {
        fault_set(f, "no memory");
        return NULL;
    }
    for (int i = 0; i < attributes; i++)
        m->floats += sizes[i];
    glGenVertexArrays(1, &m->array);
    glGenBuffers(1, &m->vertices);
    glGenBuffers(1, &m->indices);
    g->vertices = GPU_UNKNOWN; // the number may be one that was deleted
    gpu_vertices_use(g, m->array);
    glBindBuffer(GL_ARRAY_BUFFER, m->vertices);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m->indices);
    size_t at = 0;
    for (int i = 0; i < attributes; i++) {
        assert(sizes[i] >= 1 && sizes[i] <= 4);
        glEnableVertexAttribArray((GLuint)i);
        glVertexAttribPointer((GLuint)i, sizes[i], GL_FLOAT, GL_FALSE,
                              m->floats * (GLsizei)sizeof(float), gpu_offset(at));
        at += (size_t)sizes[i] * sizeof(float);
    }
    return m;
}

void gpu_mesh_destroy(struct gpu_mesh *m)
{
    if (!m)
        return;
    glDeleteVertexArrays(1, &m->array);
    glDeleteBuffers(1, &m->vertices);
    glDeleteBuffers(1, &m->indices);
    free(m);
}

static void upload(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                   const uint32_t *indices, int index_count, GLenum use)
{
    m->index_count = index_count;
    if (vertex_count < 1 || index_count < 1)
        return;
    size_t size = (size_t)vertex_count * (size_t)m->floats * sizeof *vertices;
    gpu_vertices_use(g, m->array);
    glBindBuffer(GL_ARRAY_BUFFER, m->vertices);
    // A fresh store each time: the card may still be reading the old one.
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)size, NULL, use);
    glBufferSubData(GL_ARRAY_BUFFER, 0, (GLsizeiptr)size, vertices);
    size = (size_t)index_count * sizeof *indices;
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)size, NULL, use);
    glBufferSubData(GL_ELEMENT_ARRAY_BUFFER, 0, (GLsizeiptr)size, indices);
}

void gpu_mesh_upload(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                     const uint32_t *indices, int index_count)
{
    upload(g, m, vertices, vertex_count, indices, index_count, GL_STREAM_DRAW);
}

void gpu_mesh_keep(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                   const uint32_t *indices, int index_count)
{
    upload(g, m, vertices, vertex_count, indices, index_count, GL_STATIC_DRAW);
}

void gpu_mesh_draw(struct gpu *g, struct gpu_mesh *m, int first_index, int index_count)
{
    assert(first_index >= 0 && first_index + index_count <= m->index_count);
    if (index_count < 1 || !g->program) // 0: it is faulty
        return;
    gpu_vertices_use(g, m->array);
    glDrawElements(GL_TRIANGLES, index_count, GL_UNSIGNED_INT,
                   gpu_offset((size_t)first_index * sizeof(uint32_t)));
}
