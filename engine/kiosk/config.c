// kiosk.json: what this machine is.
#include "kiosk/kiosk.h"
#include "store/store.h"

#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_BYTES 65536

static const char *const sessions[KIOSK_SESSIONS + 1] = {"x11", "cage", "sway", NULL};

const char *kiosk_session_word(enum kiosk_session session)
{
    return sessions[session];
}

bool kiosk_session_find(const char *word, enum kiosk_session *session)
{
    for (int i = 0; i < KIOSK_SESSIONS; i++)
        if (strcmp(sessions[i], word) == 0) {
            *session = (enum kiosk_session)i;
            return true;
        }
    return false;
}

static bool take_text(const json_t *root, const char *key, char *to, size_t size, struct fault *f)
{
    const char *text = json_string_value(json_object_get(root, key));
    if (!text || !*text)
        return fault_set(f, "%s: is missing; a text is allowed", key);
    return snprintf(to, size, "%s", text) < (int)size ||
           fault_set(f, "%s: is too long; %zu bytes are allowed", key, size - 1);
}

static bool take_path(const json_t *root, const char *key, char to[KIOSK_PATH], struct fault *f)
{
    return take_text(root, key, to, KIOSK_PATH, f) &&
           (to[0] == '/' || fault_set(f, "%s: \"%.200s\" does not begin with /", key, to));
}

static bool take_all(const json_t *root, struct kiosk *k, struct fault *f)
{
    char session[KIOSK_NAME];
    return take_text(root, "installation", k->installation, sizeof k->installation, f) &&
           take_text(root, "station", k->station, sizeof k->station, f) &&
           take_path(root, "content", k->content, f) && take_path(root, "state", k->state, f) &&
           take_text(root, "session", session, sizeof session, f) &&
           (kiosk_session_find(session, &k->session) ||
            fault_set(f, "session: \"%s\"; x11, cage and sway are allowed", session));
}

bool kiosk_read(const char *file, struct kiosk *k, struct fault *f)
{
    size_t length = 0;
    json_error_t error;
    *k = (struct kiosk){0};
    char *text = store_read(file, CONFIG_BYTES, &length, f);
    if (!text)
        return false;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    free(text);
    if (!json_is_object(root)) {
        bool broken = !root;
        json_decref(root);
        return broken ? fault_set(f, "%s:%d: %s", file, error.line, error.text)
                      : fault_set(f, "%s:1: is no object", file);
    }
    bool taken = take_all(root, k, f);
    json_decref(root);
    return taken || fault_where(f, "%s", file);
}

bool kiosk_write(const char *file, const struct kiosk *k, struct fault *f)
{
    char folder[KIOSK_PATH + 32];
    json_t *root = json_pack("{s:s, s:s, s:s, s:s, s:s}", "installation", k->installation,
                             "station", k->station, "content", k->content, "state", k->state,
                             "session", sessions[k->session]);
    char *text = json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (!text || snprintf(folder, sizeof folder, "%s", file) >= (int)sizeof folder) {
        free(text);
        return fault_set(f, "%s: %s", file, text ? "the name is too long" : "no memory");
    }
    size_t length = strlen(text);
    text[length++] = '\n'; // in the place of its end: files of text end so
    bool written = store_folder(dirname(folder), f) && store_write(file, text, length, f);
    free(text);
    return written;
}
