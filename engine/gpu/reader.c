// Bytes of a target on their way to memory: asked for in one frame, taken in a later one, so that
// nothing waits for what is being painted.
#include "gpu/private.h"

static size_t bytes_of(const struct gpu_target *t)
{
    return (size_t)t->texture.width * (size_t)t->texture.height * 4;
}

void gpu_reader_ask(struct gpu *g, struct gpu_reader *r, const struct gpu_target *t)
{
    const struct gpu_texture *x = &t->texture;
    if (!r->buffer)
        glGenBuffers(1, &r->buffer);
    gpu_framebuffer_use(g, t->framebuffer, x->format == GPU_SRGBA8);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, r->buffer);
    if (r->bytes != bytes_of(t))
        glBufferData(GL_PIXEL_PACK_BUFFER, (GLsizeiptr)bytes_of(t), NULL, GL_STREAM_READ);
    r->bytes = bytes_of(t);
    glReadPixels(0, 0, x->width, x->height, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    r->waits = true;
}

bool gpu_reader_take(struct gpu_reader *r, unsigned char *rgba)
{
    if (!r->waits)
        return false;
    glBindBuffer(GL_PIXEL_PACK_BUFFER, r->buffer);
    glGetBufferSubData(GL_PIXEL_PACK_BUFFER, 0, (GLsizeiptr)r->bytes, rgba);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    r->waits = false;
    return true;
}

void gpu_reader_finish(struct gpu_reader *r)
{
    if (r->buffer)
        glDeleteBuffers(1, &r->buffer);
    *r = (struct gpu_reader){0};
}
