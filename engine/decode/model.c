// Models in 3D: a program of their own reads them into a nameless file, which is mapped.
#include "decode/modelfile.h"
#include "decode/private.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MODEL_MS = 120000, LOOK_MS = 100, MODEL_SAID = 480 };

extern char **environ;

// Beside this program.
static bool find_reader(char path[PATH_MAX], struct fault *f)
{
    static const char name[] = "gestuaire-model";
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[n > 0 ? n : 0] = 0;
    char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash + 1 - path) + sizeof name > PATH_MAX)
        return fault_set(f, "where this program lies is not known");
    memcpy(slash + 1, name, sizeof name);
    return access(path, X_OK) == 0 ||
           fault_set(f, "%s is not there; install the program whole", path);
}

// Its exit status, or minus the signal that ended it. *late: it was ended by us.
static int wait_for(pid_t pid, const _Atomic bool *stop, bool *late)
{
    int status = 0, fd = pidfd_open(pid, 0), looks = MODEL_MS / LOOK_MS;
    struct pollfd ended = {.fd = fd, .events = POLLIN};
    while (fd >= 0 && looks > 0 && !(stop && *stop) && poll(&ended, 1, LOOK_MS) <= 0)
        looks--;
    *late = fd >= 0 && !ended.revents;
    if (*late)
        kill(pid, SIGKILL);
    if (fd >= 0)
        close(fd);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// What it said on standard error, the first line.
static void read_said(int fd, char said[MODEL_SAID])
{
    ssize_t n = pread(fd, said, MODEL_SAID - 1, 0);
    said[n > 0 ? n : 0] = 0;
    said[strcspn(said, "\n")] = 0;
}

static bool run(const char *path, const _Atomic bool *stop, int plain, int error, struct fault *f)
{
    char reader[PATH_MAX], said[MODEL_SAID];
    bool late = false;
    if (!find_reader(reader, f))
        return false;
    const char *arguments[] = {"gestuaire-model", path, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, plain, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO);
    pid_t pid;
    int failed = posix_spawn(&pid, reader, &actions, NULL, (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
        return fault_set(f, "gestuaire-model cannot be run: %s", strerror(failed));
    int status = wait_for(pid, stop, &late);
    read_said(error, said);
    if (late && stop && *stop)
        return fault_set(f, "is not wanted any more");
    if (late || status == -SIGXCPU)
        return fault_set(f, "takes too long to read; make it smaller");
    if (status < 0 || (status > 0 && !said[0]))
        return fault_set(f, "is broken: its reader ended with %d; export it anew",
                         status < 0 ? 128 - status : status);
    return status == 0 || fault_set(f, "%s", said);
}

static bool map(int fd, struct decode_model *model, struct fault *f)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || st.st_size < (off_t)sizeof(struct model_head))
        return fault_set(f, "is broken: nothing was read; export it anew");
    model->plain_bytes = (size_t)st.st_size;
    model->plain = mmap(NULL, model->plain_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (model->plain != MAP_FAILED)
        return true;
    model->plain = NULL;
    return fault_set(f, "no memory");
}

bool decode_model_until(const char *path, const _Atomic bool *stop, struct decode_model *model,
                        struct fault *f)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    *model = (struct decode_model){0};
    int plain = memfd_create("model", MFD_CLOEXEC), error = memfd_create("said", MFD_CLOEXEC);
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    bool good = plain >= 0 && error >= 0;
    if (!good)
        fault_set(f, "%s", strerror(errno));
    good = good && run(path, stop, plain, error, f) && map(plain, model, f) &&
           decode_model_plain(model->plain, model->plain_bytes, folder, model, f);
    if (plain >= 0)
        close(plain);
    if (error >= 0)
        close(error);
    if (good)
        return true;
    decode_model_finish(model);
    return fault_where(f, "%s", path);
}

bool decode_model(const char *path, struct decode_model *model, struct fault *f)
{
    return decode_model_until(path, NULL, model, f);
}

void decode_model_finish(struct decode_model *model)
{
    for (int i = 0; model->textures && i < model->texture_count; i++)
        decode_picture_finish(&model->textures[i]);
    free(model->textures);
    free(model->parts);
    if (model->plain)
        munmap(model->plain, model->plain_bytes);
    *model = (struct decode_model){0};
}
