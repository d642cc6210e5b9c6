// gestuaire-supervisor: runs the engine of one station for the public, and starts it again.
#include "base/log.h"
#include "kiosk/kiosk.h"
#include "store/logfile.h"
#include "store/store.h"
#include "supervisor/supervisor.h"
#include "verbs/door.h"
#include "verbs/options.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// `gestuaire` beside this program.
static bool find_engine(char path[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[n > 0 ? n : 0] = 0;
    char *slash = strrchr(path, '/');
    if (!slash || slash - path + sizeof "/gestuaire" > PATH_MAX)
        return false;
    memcpy(slash, "/gestuaire", sizeof "/gestuaire");
    return true;
}

// What stands after "--" goes to the engine.
static const char *const *split(int *argc, char **argv)
{
    for (int i = 1; i < *argc; i++)
        if (strcmp(argv[i], "--") == 0) {
            int rest = *argc - i - 1;
            *argc = i;
            argv[i] = NULL;
            return rest > SUPERVISOR_MORE ? NULL : (const char *const *)&argv[i + 1];
        }
    return (const char *const *)&argv[*argc];
}

static int refuse(const char *what)
{
    fprintf(stderr, "gestuaire-supervisor: %s; --help tells more\n", what);
    return EXIT_USAGE;
}

// Where there is no journal: what the engine and this program say, also their last words, goes to
// files that never fill the disk. What is kept of standard error is put back at the end.
struct kept_log {
    struct logfile *log;
    int error;
};

static struct kept_log open_log(const char *state, const char *station)
{
    char path[PATH_MAX + 300];
    struct fault f = {0};
    struct kept_log k = {.error = -1};
    if (logfile_is_journal(STDERR_FILENO))
        return k;
    snprintf(path, sizeof path, "%s/log/%s.log", state, station);
    k.log = logfile_create(&(struct logfile_desc){.path = path}, &f);
    int end = k.log ? logfile_pipe(k.log, &f) : -1;
    if (end < 0) {
        fprintf(stderr, "gestuaire-supervisor: %s; standard error is the log\n", f.text);
        return k;
    }
    k.error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(end, STDERR_FILENO);
    return k;
}

static void close_log(struct kept_log *k)
{
    if (k->error >= 0) {
        dup2(k->error, STDERR_FILENO);
        close(k->error);
    }
    logfile_destroy(k->log);
}

static int run(struct supervisor_desc desc, const char *state, bool logs)
{
    char made[PATH_MAX], engine[PATH_MAX];
    struct fault f = {0};
    if (!store_folder(state, &f) || !realpath(state, made)) {
        fprintf(stderr, "gestuaire-supervisor: %s\n", f.text[0] ? f.text : state);
        return EXIT_FAILED;
    }
    desc.state = made;
    if (!desc.engine && find_engine(engine))
        desc.engine = engine;
    if (!desc.engine || access(desc.engine, X_OK) != 0) {
        fprintf(stderr, "gestuaire-supervisor: %s cannot be run; name it with --engine FILE\n",
                desc.engine ? desc.engine : "the engine");
        return EXIT_FAILED;
    }
    if (!desc.runtime)
        desc.runtime = getenv("RUNTIME_DIRECTORY"); // systemd's, one path with one name
    if (!desc.runtime || !desc.runtime[0])
        desc.runtime = getenv("XDG_RUNTIME_DIR");
    if (desc.runtime && !desc.runtime[0])
        desc.runtime = NULL;
    struct kept_log log = {.error = -1};
    if (logs)
        log = open_log(made, desc.station);
    enum supervisor_end end = supervisor_run(&desc);
    close_log(&log);
    return end == SUPERVISOR_LOST    ? SUPERVISOR_EXIT_LOST
           : end == SUPERVISOR_ENDED ? EXIT_DONE
                                     : EXIT_FAILED;
}

// What is said beside it holds.
static bool take_config(const char *file, struct kiosk *kiosk, struct supervisor_desc *desc,
                        const char **state)
{
    struct fault f = {0};
    if (!kiosk_read(file, kiosk, &f)) {
        fprintf(stderr, "gestuaire-supervisor: %s\n", f.text);
        return false;
    }
    desc->content = desc->content ? desc->content : kiosk->content;
    desc->station = desc->station ? desc->station : kiosk->station;
    *state = *state ? *state : kiosk->state;
    return true;
}

int main(int argc, char **argv)
{
    struct supervisor_desc desc = {0};
    const char *state = NULL, *config = NULL;
    struct kiosk kiosk;
    bool logs = false;
    desc.more = split(&argc, argv);
    const struct option_row rows[] = {
        {"config", 0, OPTION_TEXT, "FILE",
         "what this machine is (" KIOSK_CONFIG "), as kiosk install wrote it", &config},
        {"content", 0, OPTION_TEXT, "DIR", "an installation, or a folder with current and previous",
         &desc.content},
        {"station", 's', OPTION_TEXT, "ID", "the station of this machine", &desc.station},
        {"state", 0, OPTION_TEXT, "DIR", "state folder, of the engine too", &state},
        {"engine", 0, OPTION_TEXT, "FILE", "the program (gestuaire beside this one)", &desc.engine},
        {"runtime", 0, OPTION_TEXT, "DIR",
         "folder of the pulse ($RUNTIME_DIRECTORY, $XDG_RUNTIME_DIR, else the state folder)",
         &desc.runtime},
        {"memory", 0, OPTION_NUMBER, "MIB", "of the engine at most (half of the machine's)",
         &desc.memory_mib},
        {"log", 0, OPTION_FLAG, NULL,
         "without a journal: what is said goes to files in log/ of the state folder", &logs},
        {"start", 0, OPTION_SECONDS, "S", "until its first picture (90)", &desc.start_s},
    };
    struct options options = {
        .program = "gestuaire-supervisor",
        .usage = "--config FILE | --content DIR --station ID --state DIR [options] [-- options of "
                 "gestuaire run]",
        .about = "Runs the engine of one station, feels its pulse and starts it again.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!desc.more)
        return refuse("too many options for the engine");
    if (config && !take_config(config, &kiosk, &desc, &state))
        return EXIT_FAILED;
    if (!desc.content || !desc.station || !state)
        return refuse("--config, or --content, --station and --state are wanted");
    return run(desc, state, logs);
}
