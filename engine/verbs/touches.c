// --touch and --replay, handed to the stations they name.
#include "verbs/touches.h"
#include "store/store.h"
#include "verbs/prompts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLAY_BYTES (16u << 20)

// The station named before the slash, copied; false when none is.
static bool named_station(const char *word, size_t length, char id[INSTALLATION_ID])
{
    const char *slash = memchr(word, '/', length);
    if (!slash || slash - word >= INSTALLATION_ID)
        return false;
    snprintf(id, INSTALLATION_ID, "%.*s", (int)(slash - word), word);
    return true;
}

// The word of a replay line that names the output: SECONDS PHASE FINGER OUTPUT X Y.
static const char *output_word(const char *line, const char *end, size_t *length)
{
    for (int word = 0; line < end; word++) {
        line += strspn(line, " \t");
        size_t n = strcspn(line, " \t\r\n");
        if (line >= end || n == 0 || *line == '#')
            return NULL;
        if (word == 3) {
            *length = n;
            return line;
        }
        line += n;
    }
    return NULL;
}

static const char *line_end(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end : line + strlen(line);
}

static bool replay_elsewhere(const char *file, const char *id)
{
    char *text = store_read(file, REPLAY_BYTES, NULL, NULL);
    bool found = false;
    for (const char *line = text; line && *line && !found;) {
        const char *end = line_end(line);
        size_t length = 0;
        char named[INSTALLATION_ID];
        const char *word = output_word(line, end, &length);
        found = word && named_station(word, length, named) && strcmp(named, id) != 0;
        line = *end ? end + 1 : end;
    }
    free(text);
    return found;
}

void touches_warn_late(const struct session_desc *desc, double until_s)
{
    for (int i = 0; i < desc->touches.count; i++) {
        const char *at = strrchr(desc->touches.items[i], '@');
        if (at && strtod(at + 1, NULL) + INPUT_TOUCH_S > until_s + 1e-9)
            fprintf(
                stderr,
                "warning: --touch %s is lifted %g s later, when all is over at %g s: its tap is "
                "not seen\n",
                desc->touches.items[i], INPUT_TOUCH_S, until_s);
    }
}

bool touches_elsewhere(const struct session_desc *desc, const char *id)
{
    char named[INSTALLATION_ID];
    for (int i = 0; i < desc->touches.count; i++) {
        const char *word = desc->touches.items[i];
        if (named_station(word, strlen(word), named) && strcmp(named, id) != 0)
            return true;
    }
    return desc->replay && replay_elsewhere(desc->replay, id);
}

static int output_names(const struct station *s, const char *names[INSTALLATION_OUTPUTS])
{
    for (int i = 0; i < s->place->output_count; i++)
        names[i] = s->place->outputs[i].id;
    return s->place->output_count;
}

static bool give_touch(struct session *s, const char *argument)
{
    struct fault f = {0};
    struct station *station = session_station(s);
    const char *rest = argument;
    char id[INSTALLATION_ID];
    if (named_station(argument, strlen(argument), id)) {
        station = engine_station_named(s->engine, id);
        rest = strchr(argument, '/') + 1;
        if (!station)
            fault_set(&f, "%s: there is no station \"%s\"", argument, id);
    }
    const char *names[INSTALLATION_OUTPUTS];
    if (station && input_touch(station->input, rest, names, output_names(station, names), &f))
        return true;
    faults_add(&s->faults, FAULT_ERROR, "--touch %s", f.text);
    return false;
}

// The lines of `text` that are meant for a station, others blanked so that line numbers stay,
// station names taken out. `home`: lines without a station are meant for it.
static void keep_lines(char *text, const char *id, bool home)
{
    for (char *line = text; *line;) {
        char *end = line + strcspn(line, "\n");
        size_t length = 0;
        char named[INSTALLATION_ID];
        char *word = (char *)output_word(line, end, &length);
        bool other = word && named_station(word, length, named);
        size_t key = strspn(line, " \t0123456789.e+-");
        bool is_key = strncmp(line + key, "key", 3) == 0;
        if (other && strcmp(named, id) == 0) {
            size_t prefix = strlen(named) + 1;
            memmove(word, word + prefix, length - prefix);
            memset(word + length - prefix, ' ', prefix);
        } else if (other || (!home && (word || is_key))) {
            memset(line, ' ', (size_t)(end - line));
        }
        line = *end ? end + 1 : end;
    }
}

// Does every station exist that a line names?
static bool stations_exist(struct session *s, const char *text, const char *file)
{
    bool good = true;
    int number = 1;
    for (const char *line = text; *line; number++) {
        const char *end = line_end(line);
        size_t length = 0;
        char id[INSTALLATION_ID];
        const char *word = output_word(line, end, &length);
        if (word && named_station(word, length, id) && !engine_station_named(s->engine, id)) {
            faults_add(&s->faults, FAULT_ERROR, "%s:%d: there is no station \"%s\"", file, number,
                       id);
            good = false;
        }
        line = *end ? end + 1 : end;
    }
    return good;
}

static bool give_replay(struct session *s, const char *file)
{
    bool good = true;
    const struct station *home = session_station(s);
    for (int i = 0; i < engine_station_count(s->engine); i++) {
        struct station *station = engine_station(s->engine, i);
        struct fault f = {0};
        size_t length = 0;
        char *text = store_read(file, REPLAY_BYTES, &length, &f);
        if (!text) {
            faults_add(&s->faults, FAULT_ERROR, "--replay: %s", f.text);
            return false;
        }
        prompts_blank(text);
        good &= i > 0 || stations_exist(s, text, file);
        keep_lines(text, station->place->id, station == home);
        const char *names[INSTALLATION_OUTPUTS];
        int count = output_names(station, names);
        good &= input_replay(station->input, text, length, file, names, count, &s->faults);
        free(text);
    }
    return good;
}

bool touches_give(struct session *s, const struct session_desc *desc)
{
    bool good = true;
    for (int i = 0; i < desc->touches.count; i++)
        good &= give_touch(s, desc->touches.items[i]);
    if (desc->replay)
        good &= give_replay(s, desc->replay);
    return good;
}
