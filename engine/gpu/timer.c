// How long the GPU takes.
#include "gpu/private.h"

void gpu_timer_begin(struct gpu *g, struct gpu_timer *t)
{
    if (t->waits)
        return;
    if (!t->query)
        glGenQueries(1, &t->query);
    glBeginQuery(GL_TIME_ELAPSED, t->query);
}

void gpu_timer_end(struct gpu *g, struct gpu_timer *t)
{
    if (!t->waits)
        glEndQuery(GL_TIME_ELAPSED);
    t->waits = true;
}

bool gpu_timer_ready(struct gpu *g, struct gpu_timer *t, double *seconds)
{
    GLuint there = 0;
    GLuint64 ns = 0;
    if (t->waits)
        glGetQueryObjectuiv(t->query, GL_QUERY_RESULT_AVAILABLE, &there);
    if (!there)
        return false;
    glGetQueryObjectui64v(t->query, GL_QUERY_RESULT, &ns);
    t->waits = false;
    *seconds = (double)ns * 1e-9;
    return true;
}

void gpu_timer_finish(struct gpu_timer *t)
{
    if (t->query)
        glDeleteQueries(1, &t->query);
    *t = (struct gpu_timer){0};
}
