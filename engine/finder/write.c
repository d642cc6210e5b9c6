// Notes that staff draws and chains that it cuts, from the frame that asks to the disk.
#include "finder/private.h"

#include "base/log.h"
#include "repertoire/repertoire.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- the thread's ----

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

// What its file says now. NULL and a fault.
static json_t *read_file(const struct finder *f, const char *id, struct fault *fault)
{
    char path[REPERTOIRE_PATH];
    size_t length;
    if (!repertoire_file(f->folder, id, path, sizeof path)) {
        fault_set(fault, "%s: has no place for a file", id);
        return NULL;
    }
    char *text = store_read(path, REPERTOIRE_FILE_BYTES, &length, fault);
    json_t *record = text ? json_loadb(text, length, 0, NULL) : NULL;
    if (text && !json_is_object(record))
        fault_set(fault, "%s: is no record any more; mend it first", path);
    free(text);
    return record;
}

static struct finder_seen *seen_of(struct finder *f, const char *id)
{
    for (int i = 0; i < FINDER_WRITES; i++)
        if (f->seen[i].record && strcmp(f->seen[i].id, id) == 0)
            return &f->seen[i];
    return NULL;
}

// Takes the record.
static void remember(struct finder *f, const char *id, json_t *record)
{
    struct finder_seen *seen = seen_of(f, id);
    if (!seen)
        seen = &f->seen[f->seen_next++ % FINDER_WRITES];
    json_decref(seen->record);
    seen->record = record;
    snprintf(seen->id, sizeof seen->id, "%s", id);
}

static bool is_as_read(struct finder *f, const struct finder_job *job, struct fault *fault)
{
    if (!job->known)
        return true;
    json_t *record = read_file(f, job->id, fault);
    const struct finder_seen *seen = seen_of(f, job->id);
    bool same = json_equal(record, job->known) || (seen && json_equal(record, seen->record));
    if (record && !same)
        fault_set(fault,
                  "%s: is not what is shown: it was saved meanwhile, or a part of it is "
                  "hidden today; nothing was written",
                  job->id);
    json_decref(record);
    return same;
}

// Only its key `chain`; all else stays as its file says it.
static bool join_capsule(const struct finder *f, const struct finder_job *job, struct fault *fault)
{
    if (!job->capsule[0])
        return true;
    json_t *capsule = read_file(f, job->capsule, fault);
    const char *chain = json_string_value(json_object_get(capsule, "chain"));
    bool good = json_is_object(capsule);
    if (good && chain && strcmp(chain, job->id) != 0)
        good = fault_set(fault, "%s: has the chain %s; that one is allowed", job->capsule, chain);
    else if (good && !chain)
        good = json_object_set_new(capsule, "chain", json_string(job->id)) == 0 &&
               repertoire_write(f->folder, REPERTOIRE_CAPSULE, capsule, fault);
    json_decref(capsule);
    return good;
}

static bool write_record(struct finder *f, const struct finder_job *job, struct fault *fault)
{
    char path[REPERTOIRE_PATH];
    int type = repertoire_type_of_id(job->id);
    if (type < 0 || !repertoire_file(f->folder, job->id, path, sizeof path))
        return fault_set(fault, "%s: has no place for a file", job->id);
    if (job->made && is_there(path))
        return fault_set(fault, "%s: is there already; another id is allowed", path);
    return is_as_read(f, job, fault) &&
           repertoire_write(f->folder, (enum repertoire_type)type, job->record, fault) &&
           join_capsule(f, job, fault);
}

static bool remove_record(const struct finder *f, const struct finder_job *job, struct fault *fault)
{
    char path[REPERTOIRE_PATH];
    if (!repertoire_file(f->folder, job->id, path, sizeof path))
        return fault_set(fault, "%s: has no place for a file", job->id);
    if (unlink(path) != 0 && errno != ENOENT)
        return fault_set(fault, "%s: cannot be taken away: %s", path, strerror(errno));
    return true;
}

// What a scene is told. A folder's name may be no UTF-8, and nothing at all would say that all went
// well.
static json_t *told_fault(const struct fault *fault)
{
    json_t *text = json_string(fault->text);
    return text ? text : json_string("it was not written; the log says why");
}

void write_all(struct finder *f, uint64_t generation)
{
    struct finder_job job;
    while (ring_take(&f->jobs, &job)) {
        struct fault fault = {""};
        struct finder_told t = {FINDER_WRITTEN, job.slot, .generation = generation};
        bool good = job.record ? write_record(f, &job, &fault) : remove_record(f, &job, &fault);
        if (good)
            log_info("finder", "%s was %s", job.id, job.record ? "written" : "taken away");
        else
            log_error("finder", "%s: %s", job.id, fault.text);
        if (good && job.record)
            remember(f, job.id, job.record);
        else
            json_decref(job.record);
        json_decref(job.known);
        t.value = good ? NULL : told_fault(&fault);
        finder_tell(f, &t);
    }
}

void write_finish(struct finder *f)
{
    for (int i = 0; i < FINDER_WRITES; i++)
        json_decref(f->seen[i].record);
}

// ---- the main thread's ----

static int made_at(const struct finder *f, const char *id)
{
    for (int i = 0; i < f->made_count; i++)
        if (strcmp(f->made[i], id) == 0)
            return i;
    return -1;
}

static void forget_made(struct finder *f, const char *id)
{
    int at = made_at(f, id);
    if (at < 0)
        return;
    f->made_count--;
    memmove(f->made[at], f->made[f->made_count], sizeof f->made[at]);
}

bool finder_made(const struct finder *f, const char *id)
{
    return made_at(f, id) >= 0;
}

bool finder_free(const struct finder *f, const char *id)
{
    char path[REPERTOIRE_PATH];
    return repertoire_file(f->folder, id, path, sizeof path) && !finder_made(f, id) &&
           !is_there(path);
}

// A free place, or that of what was done longest ago and nobody asked about. NULL: none.
static struct finder_writing *find_place(struct finder *f)
{
    struct finder_writing *oldest = NULL;
    for (int i = 0; i < FINDER_WRITES; i++) {
        struct finder_writing *w = &f->writings[i];
        if (!w->asked && (!oldest || w->ticket < oldest->ticket))
            oldest = w;
    }
    return oldest;
}

static uint64_t put_job(struct finder *f, struct finder_job *job, struct fault *fault)
{
    struct finder_writing *w = find_place(f);
    if (!w) {
        fault_set(fault, "%d records are being written; wait for one of them", FINDER_WRITES);
        return 0;
    }
    job->slot = (int)(w - f->writings);
    if (!finder_begin(f) || !ring_put(&f->jobs, job)) {
        fault_set(fault, "there is no thread to write it");
        return 0;
    }
    *w = (struct finder_writing){
        .ticket = ++f->tickets, .asked = true, .made = job->made, .removes = !job->record};
    snprintf(w->written.id, sizeof w->written.id, "%s", job->id);
    finder_signal(f->ask_fd);
    if (f->desc.stepped)
        finder_wait(f, &w->asked, FINDER_STEPPED_S);
    return w->ticket;
}

uint64_t finder_write(struct finder *f, const struct finder_order *order, struct fault *fault)
{
    bool made = order->made;
    struct finder_job job = {.made = made, .record = order->record};
    const char *id = json_string_value(json_object_get(order->record, "id"));
    snprintf(job.id, sizeof job.id, "%s", id ? id : "");
    snprintf(job.capsule, sizeof job.capsule, "%s", order->capsule ? order->capsule : "");
    if (made && f->made_count == FINDER_MADE) {
        fault_set(fault, "%d records were made since the program began; start it anew",
                  FINDER_MADE);
        return 0;
    }
    job.known = json_deep_copy(order->known);
    if (order->known && !job.known) { // without it, whatever its file says would be written over
        fault_set(fault, "memory is short");
        return 0;
    }
    if (made)
        snprintf(f->made[f->made_count++], FINDER_TEXT, "%s", job.id);
    uint64_t ticket = put_job(f, &job, fault);
    if (!ticket && made)
        forget_made(f, job.id);
    if (!ticket)
        json_decref(job.known);
    return ticket;
}

uint64_t finder_remove(struct finder *f, const char *id, struct fault *fault)
{
    struct finder_job job = {.record = NULL};
    snprintf(job.id, sizeof job.id, "%s", id);
    if (repertoire_type_of_id(id) == REPERTOIRE_CHAIN) {
        fault_set(fault, "\"%.80s\" is a chain, and a capsule may name it; a note is allowed", id);
        return 0;
    }
    if (finder_made(f, id))
        return put_job(f, &job, fault);
    fault_set(fault, "\"%.80s\" was not made since the program began; take its file away", id);
    return 0;
}

void write_take(struct finder *f, const struct finder_told *t)
{
    struct finder_writing *w = &f->writings[t->slot];
    const char *fault = json_string_value(t->value);
    snprintf(w->written.fault, sizeof w->written.fault, "%s", fault ? fault : "");
    w->asked = false;
    if (w->removes ? !fault : fault && w->made)
        forget_made(f, w->written.id);
    json_decref(t->value);
}

bool finder_written(struct finder *f, uint64_t ticket, struct finder_written *written)
{
    for (int i = 0; i < FINDER_WRITES; i++) {
        struct finder_writing *w = &f->writings[i];
        if (w->ticket != ticket || w->asked)
            continue;
        *written = w->written;
        w->ticket = 0;
        return true;
    }
    return false;
}
