// Triangles: new ones each time they are drawn, or kept ones.
#include "gpu/private.h"

#include <assert.h>
#include <stdlib.h>

#define STORES 4        // taken by turns: the card may still be reading those before
#define LEAST (1 << 16) // bytes of a store

struct store {
    unsigned array, buffers[2]; // vertices, indices
    size_t room[2];             // bytes
};

struct gpu_mesh {
    struct store stores[STORES];
    int at;          // store of what is drawn
    int floats;      // of one vertex
    int index_count; // uploaded
};

static void describe(const struct store *s, const int *sizes, int attributes, int floats)
{
    size_t at = 0;
    glBindBuffer(GL_ARRAY_BUFFER, s->buffers[0]);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, s->buffers[1]);
    for (int i = 0; i < attributes; i++) {
        assert(sizes[i] >= 1 && sizes[i] <= 4);
        glEnableVertexAttribArray((GLuint)i);
        glVertexAttribPointer((GLuint)i, sizes[i], GL_FLOAT, GL_FALSE,
                              floats * (GLsizei)sizeof(float), gpu_offset(at));
        at += (size_t)sizes[i] * sizeof(float);
    }
}

struct gpu_mesh *gpu_mesh_create(struct gpu *g, const int *sizes, int attributes, struct fault *f)
{
    struct gpu_mesh *m = calloc(1, sizeof *m);
    if (!m) {
        fault_set(f, "no memory");
        return NULL;
    }
    for (int i = 0; i < attributes; i++)
        m->floats += sizes[i];
    g->vertices = GPU_UNKNOWN; // a number may be one that was deleted
    for (int i = 0; i < STORES; i++) {
        struct store *s = &m->stores[i];
        glGenVertexArrays(1, &s->array);
        glGenBuffers(2, s->buffers);
        gpu_vertices_use(g, s->array);
        describe(s, sizes, attributes, m->floats);
    }
    return m;
}

void gpu_mesh_destroy(struct gpu_mesh *m)
{
    if (!m)
        return;
    for (int i = 0; i < STORES; i++) {
        glDeleteVertexArrays(1, &m->stores[i].array);
        glDeleteBuffers(2, m->stores[i].buffers);
    }
    free(m);
}

// A new store. *room is 0, and there is nothing to draw, when graphics memory is short.
static void make(GLenum buffer, size_t *room, size_t size, const void *bytes, GLenum use)
{
    gpu_errors_forget();
    glBufferData(buffer, (GLsizeiptr)size, bytes, use);
    *room = glGetError() == GL_NO_ERROR ? size : 0;
}

// A store that is large enough is written again: a fresh one each time is memory that has never
// been touched.
static void fill(GLenum buffer, size_t *room, size_t size, const void *bytes)
{
    size_t want = *room ? *room : LEAST;
    while (want < size)
        want *= 2;
    if (want != *room)
        make(buffer, room, want, NULL, GL_STREAM_DRAW);
    if (*room)
        glBufferSubData(buffer, 0, (GLsizeiptr)size, bytes);
}

void gpu_mesh_upload(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                     const uint32_t *indices, int index_count)
{
    m->index_count = index_count;
    if (vertex_count < 1 || index_count < 1)
        return;
    m->at = (m->at + 1) % STORES;
    struct store *s = &m->stores[m->at];
    gpu_vertices_use(g, s->array); // the indices' buffer is the array's own
    glBindBuffer(GL_ARRAY_BUFFER, s->buffers[0]);
    fill(GL_ARRAY_BUFFER, &s->room[0], (size_t)vertex_count * (size_t)m->floats * sizeof *vertices,
         vertices);
    fill(GL_ELEMENT_ARRAY_BUFFER, &s->room[1], (size_t)index_count * sizeof *indices, indices);
}

// Fit to size, in the store that is drawn until the next upload.
bool gpu_mesh_keep(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                   const uint32_t *indices, int index_count)
{
    m->index_count = index_count;
    if (vertex_count < 1 || index_count < 1)
        return true;
    struct store *s = &m->stores[m->at];
    gpu_vertices_use(g, s->array);
    glBindBuffer(GL_ARRAY_BUFFER, s->buffers[0]);
    make(GL_ARRAY_BUFFER, &s->room[0], (size_t)vertex_count * (size_t)m->floats * sizeof *vertices,
         vertices, GL_STATIC_DRAW);
    make(GL_ELEMENT_ARRAY_BUFFER, &s->room[1], (size_t)index_count * sizeof *indices, indices,
         GL_STATIC_DRAW);
    return s->room[0] && s->room[1];
}

void gpu_mesh_draw(struct gpu *g, struct gpu_mesh *m, int first_index, int index_count)
{
    const struct store *s = &m->stores[m->at];
    assert(first_index >= 0 && first_index + index_count <= m->index_count);
    if (index_count < 1 || !g->program || !s->room[0] || !s->room[1]) // program 0: it is faulty
        return;
    gpu_vertices_use(g, s->array);
    glDrawElements(GL_TRIANGLES, index_count, GL_UNSIGNED_INT,
                   gpu_offset((size_t)first_index * sizeof(uint32_t)));
}
