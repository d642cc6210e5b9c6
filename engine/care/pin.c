// The PIN of staff: hashed, tried in a thread, locked for longer and longer.
#include "care/pin.h"
#include "base/log.h"
#include "store/store.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BOOT 64 // of /proc/sys/kernel/random/boot_id, 36 bytes
#define WRONG_MOST 1000

struct tried {
    int wrong;
    double until_s, last_s; // of the boot: locked until; the last wrong one
};

struct pin {
    char folder[PATH_MAX], boot[BOOT];
    void (*wake)(void *user);
    void *user;
    struct tried tried;
    bool waits; // the thread is not joined yet
    pthread_t thread;
    char digits[PIN_MOST + 1];
    struct tried next; // what is on the disk while the thread looks
    atomic_int answer; // enum pin_answer
};

static bool in_folder(char path[PATH_MAX], const char *folder, const char *name)
{
    return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

bool pin_allowed(const char *digits)
{
    size_t n = strspn(digits, "0123456789");
    bool same = n > 0 && strspn(digits, (char[]){digits[0], 0}) == n;
    return !digits[n] && n >= PIN_LEAST && n <= PIN_MOST && !same;
}

bool pin_set(const char *folder, const char *digits, struct fault *f)
{
    char hash[crypto_pwhash_STRBYTES], path[PATH_MAX], tries[PATH_MAX];
    if (!pin_allowed(digits))
        return fault_set(f, "a PIN has %d to %d digits, not all the same", PIN_LEAST, PIN_MOST);
    if (!in_folder(path, folder, PIN_FILE) || !in_folder(tries, folder, PIN_TRIES_FILE))
        return fault_set(f, "%s: the name is too long", folder);
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(hash, digits, strlen(digits), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fault_set(f, "no memory to hash a PIN: %d MiB are needed",
                         (int)(crypto_pwhash_MEMLIMIT_INTERACTIVE >> 20));
    if (!store_write_secret(path, hash, strlen(hash), f))
        return false;
    return remove(tries) == 0 || errno == ENOENT ||
           fault_set(f, "%s: cannot be removed: %s", tries, strerror(errno));
}

bool pin_is_set(const char *folder)
{
    char path[PATH_MAX];
    struct stat st;
    return in_folder(path, folder, PIN_FILE) && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           st.st_size > 0;
}

static double lock_s(int wrong)
{
    if (wrong < PIN_TRIES)
        return 0;
    return fmin(ldexp(PIN_LOCK_S, wrong - PIN_TRIES), PIN_LOCK_MOST_S);
}

static void keep(const struct pin *p, const struct tried *t)
{
    char path[PATH_MAX], text[256];
    struct fault f = {0};
    int n = snprintf(text, sizeof text, "wrong %d until %.3f last %.3f boot %s\n", t->wrong,
                     t->until_s, t->last_s, p->boot);
    in_folder(path, p->folder, PIN_TRIES_FILE);
    if (!store_write_secret(path, text, (size_t)n, &f))
        log_warning("care", "%s; tries of the PIN are counted in memory alone", f.text);
}

// A lock of another boot begins anew: how much of it is over nobody knows.
static struct tried read_tried(const struct pin *p, double now_s)
{
    char path[PATH_MAX], boot[BOOT] = "";
    size_t length;
    struct stat st;
    struct tried t = {0};
    in_folder(path, p->folder, PIN_TRIES_FILE);
    if (stat(path, &st) != 0 && errno == ENOENT)
        return t;
    char *text = store_read(path, 256, &length, NULL);
    bool whole = text && sscanf(text, "wrong %d until %lf last %lf boot %63s", &t.wrong, &t.until_s,
                                &t.last_s, boot) == 4;
    free(text);
    if (!whole || t.wrong < 0 || t.wrong > WRONG_MOST || !isfinite(t.until_s) ||
        !isfinite(t.last_s)) {
        log_warning("care", "%s: cannot be read; the PIN is locked for a while", path);
        return (struct tried){PIN_TRIES, now_s + lock_s(PIN_TRIES), now_s};
    }
    bool here = strcmp(boot, p->boot) == 0 && t.last_s <= now_s;
    double latest_s = now_s + lock_s(t.wrong);
    t.until_s = here ? fmin(t.until_s, latest_s) : latest_s;
    t.last_s = here ? t.last_s : now_s;
    return t;
}

static void name_boot(struct pin *p, const char *boot)
{
    size_t length;
    char *text = boot ? NULL : store_read("/proc/sys/kernel/random/boot_id", BOOT, &length, NULL);
    snprintf(p->boot, sizeof p->boot, "%s", boot ? boot : text ? text : "");
    free(text);
    p->boot[strcspn(p->boot, " \n")] = 0;
    if (!p->boot[0])
        snprintf(p->boot, sizeof p->boot, "-");
}

struct pin *pin_create(const struct pin_desc *desc, double now_s)
{
    struct pin *p = calloc(1, sizeof *p);
    if (!p || sodium_init() < 0 || strlen(desc->folder) + 32 > PATH_MAX) {
        free(p);
        return NULL;
    }
    snprintf(p->folder, sizeof p->folder, "%s", desc->folder);
    p->wake = desc->wake;
    p->user = desc->user;
    name_boot(p, desc->boot);
    p->tried = read_tried(p, now_s);
    return p;
}

void pin_destroy(struct pin *p)
{
    if (!p)
        return;
    if (p->waits)
        pthread_join(p->thread, NULL);
    sodium_memzero(p, sizeof *p);
    free(p);
}

double pin_locked_s(const struct pin *p, double now_s)
{
    return fmax(p->tried.until_s - now_s, 0);
}

int pin_wrong(const struct pin *p)
{
    return p->tried.wrong;
}

// Written down as wrong before anything is looked at: who cuts the power has tried all the same.
static void *judge(void *user)
{
    struct pin *p = user;
    char path[PATH_MAX];
    size_t length;
    keep(p, &p->next);
    in_folder(path, p->folder, PIN_FILE);
    char *hash = store_read(path, crypto_pwhash_STRBYTES - 1, &length, NULL);
    bool right = hash && crypto_pwhash_str_verify(hash, p->digits, strlen(p->digits)) == 0;
    free(hash);
    sodium_memzero(p->digits, sizeof p->digits);
    if (right)
        keep(p, &(struct tried){0});
    atomic_store(&p->answer, right ? PIN_RIGHT : PIN_WRONG);
    if (p->wake)
        p->wake(p->user);
    return NULL;
}

static int forgotten(const struct tried *t, double now_s)
{
    double passed = floor(fmax(now_s - fmax(t->last_s, t->until_s), 0) / PIN_FORGET_S);
    return passed >= t->wrong ? 0 : t->wrong - (int)passed;
}

bool pin_try(struct pin *p, const char *digits, double now_s)
{
    if (p->waits || pin_locked_s(p, now_s) > 0 || strlen(digits) > PIN_MOST)
        return false;
    int wrong = forgotten(&p->tried, now_s) + 1;
    wrong = wrong > WRONG_MOST ? WRONG_MOST : wrong;
    p->next = (struct tried){wrong, now_s + lock_s(wrong), now_s};
    snprintf(p->digits, sizeof p->digits, "%s", digits);
    atomic_store(&p->answer, PIN_WAITS);
    p->waits = pthread_create(&p->thread, NULL, judge, p) == 0;
    return p->waits;
}

enum pin_answer pin_answer(struct pin *p, double now_s)
{
    enum pin_answer answer = (enum pin_answer)atomic_load(&p->answer);
    if (!p->waits || answer == PIN_WAITS)
        return p->waits ? PIN_WAITS : PIN_IDLE;
    pthread_join(p->thread, NULL);
    p->waits = false;
    if (answer == PIN_RIGHT) {
        p->tried = (struct tried){0};
        return answer;
    }
    p->tried = p->next;
    if (pin_locked_s(p, now_s) > 0)
        log_warning("care", "a wrong PIN, %d in a row; none is looked at for %.0f s",
                    p->tried.wrong, pin_locked_s(p, now_s));
    else
        log_warning("care", "a wrong PIN, %d in a row", p->tried.wrong);
    return answer;
}
