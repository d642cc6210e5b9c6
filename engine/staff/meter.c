// Counts frames always, and what each room costs while somebody looks.
#include "base/clock.h"
#include "staff/staff.h"

#include <string.h>

#define SECOND_S 1.0

static void close_second(struct staff_meter *m, double now_s)
{
    m->last = (struct staff_second){.seconds = now_s - m->second_s,
                                    .frames = m->frames,
                                    .asks = m->asks,
                                    .pictures = m->pictures,
                                    .lates = m->lates,
                                    .worst_ms = (double)m->worst_ns / 1e6,
                                    .all_ms = (double)m->all_ns / 1e6};
    for (int i = 0; i < STAFF_ROOMS; i++)
        m->last.rooms_ms[i] = (double)m->rooms_ns[i] / 1e6;
    memset(m->rooms_ns, 0, sizeof m->rooms_ns);
    m->worst_ns = m->all_ns = 0;
    m->frames = m->asks = m->pictures = m->lates = 0;
    m->second_s = now_s;
}

void staff_begin(struct staff_meter *m, double now_s)
{
    if (now_s - m->second_s >= SECOND_S || now_s < m->second_s)
        close_second(m, now_s);
    if (m->on)
        m->lap_ns = m->frame_ns = clock_thread_cpu_ns();
}

void staff_lap(struct staff_meter *m, enum staff_room room)
{
    if (!m->on)
        return;
    int64_t now_ns = clock_thread_cpu_ns();
    m->rooms_ns[room] += now_ns - m->lap_ns;
    m->lap_ns = now_ns;
}

void staff_end(struct staff_meter *m, bool asked, bool presented, bool late)
{
    m->asked += asked;
    m->presented += presented;
    m->late += late;
    m->frames++;
    m->asks += asked;
    m->pictures += presented;
    m->lates += late;
    if (!m->on)
        return;
    int64_t spent_ns = m->lap_ns - m->frame_ns;
    m->all_ns += spent_ns;
    m->worst_ns = spent_ns > m->worst_ns ? spent_ns : m->worst_ns;
    m->recent_ms[m->recent_next] = (float)((double)spent_ns / 1e6);
    m->recent_next = (m->recent_next + 1) % STAFF_FRAMES;
    m->recent_count += m->recent_count < STAFF_FRAMES;
}
